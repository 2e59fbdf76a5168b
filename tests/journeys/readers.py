"""Programs of other people that read feeds: how each is subscribed, polled, and asked for what it shows.

Subscribers keep what they have read, each in its own way; parsers show what a document says.
"""

from __future__ import annotations

import calendar
import email
import email.policy
import io
import json
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack, closing, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from html import escape
from importlib.util import find_spec
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import urlsplit

import feedparser

from tests.conftest import lacking

HERE = Path(__file__).parent
XML = ("rss", "atom")
ALL = ("rss", "atom", "json")
_PATIENCE = 60


@dataclass(frozen=True, slots=True)
class Published:
    """What one entry of a feed says, as every reader must read it."""

    id: str
    link: str
    title: str
    published: str


def iso(seconds: float) -> str:
    """A moment to the second, in UTC."""
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%S")


def run(*command: str, cwd: Path, may_fail: bool = False, **more: str) -> str:
    """What a program says, at home in *cwd*."""
    environ = {**os.environ, "HOME": str(cwd), "TZ": "UTC", "LC_ALL": "C.UTF-8", **more}
    done = subprocess.run(command, cwd=cwd, capture_output=True, timeout=_PATIENCE, check=False, env=environ)
    assert may_fail or done.returncode == 0, done.stderr.decode()[-1000:]
    return done.stdout.decode()


def _absent(*programs: str) -> str:
    missing = [each for each in programs if shutil.which(each) is None]
    return f"not installed: {', '.join(missing)}" if missing else ""


def _answers(address: str) -> bool:
    """Whether anybody listens there."""
    parts = urlsplit(address)
    with suppress(OSError), socket.create_connection((str(parts.hostname), parts.port or 80), timeout=10):
        return True
    return False


def present(kind: type[Subscriber | Parser]) -> None:
    """End the test where a reader is not installed."""
    if reason := kind.missing():
        lacking(reason)


# --- subscribers ---------------------------------------------------------------------------------------------------


class Subscriber(ABC):
    """A reader with a store of its own, in a folder of its own."""

    name: ClassVar[str]
    formats: ClassVar[Sequence[str]] = XML
    follows_edits: ClassVar[bool] = True
    """Whether it shows an item as it is told now; else as it was when it was first read."""

    def __init__(self, folder: Path, feeds: Mapping[str, str]) -> None:
        self.folder = folder
        self.feeds = feeds
        """Name → address."""
        self._left = ExitStack()
        folder.mkdir()

    @staticmethod
    def told_apart(item: Published) -> object:
        """What tells an item from others, for it."""
        return item.id

    @staticmethod
    @abstractmethod
    def missing() -> str:
        """Why it cannot run here; empty when it can."""

    @abstractmethod
    def poll(self) -> None:
        """Have it look at all feeds, however that ends."""

    @abstractmethod
    def shows(self, feed: str) -> list[Published]:
        """Every item it has of a feed, twice what it shows twice."""

    def close(self) -> None:
        """End it."""
        self._left.close()


class Newsboat(Subscriber):
    """Reads on a terminal (C++, its own parser). Takes ids for unique in all feeds: each feed has a store here."""

    name = "newsboat"

    def __init__(self, folder: Path, feeds: Mapping[str, str]) -> None:
        super().__init__(folder, feeds)
        for feed, address in feeds.items():
            (folder / feed).mkdir()
            (folder / feed / "urls").write_text(f"{address}\n")
            (folder / feed / "config").write_text("")

    @staticmethod
    def missing() -> str:
        return _absent("newsboat")

    def poll(self) -> None:
        for feed in self.feeds:
            run("newsboat", "-u", "urls", "-c", "cache.db", "-C", "config", "-x", "reload", cwd=self.folder / feed)

    def shows(self, feed: str) -> list[Published]:
        return self._rows(self.folder / feed)

    def shows_together(self) -> list[Published]:
        """Every item of all its feeds, were they subscribed to in one store, as most people do."""
        folder = self.folder / "together"
        folder.mkdir()
        (folder / "urls").write_text("".join(f"{address}\n" for address in self.feeds.values()))
        (folder / "config").write_text("")
        run("newsboat", "-u", "urls", "-c", "cache.db", "-C", "config", "-x", "reload", cwd=folder)
        return self._rows(folder)

    def _rows(self, folder: Path) -> list[Published]:
        with closing(sqlite3.connect(folder / "cache.db")) as cache:
            rows = cache.execute("SELECT guid, url, title, pubDate FROM rss_item WHERE deleted = 0").fetchall()
        return [Published(guid, url, title, iso(date)) for guid, url, title, date in rows]


class Sfeed(Subscriber):
    """Shell and C, its own parser. It follows redirects only where its ``fetch`` says so, as here.

    It tells items apart by id, title and link together: whatever is retitled is there with either title.
    """

    name = "sfeed"

    def __init__(self, folder: Path, feeds: Mapping[str, str]) -> None:
        super().__init__(folder, feeds)
        lines = "".join(f'  feed "{feed}" "{address}"\n' for feed, address in feeds.items())
        following = 'fetch() { curl -L -f -s -m 15 "$2"; }\n'
        (folder / "sfeedrc").write_text(
            f'sfeedpath="{folder}/feeds"\n{following}feeds() {{\n{lines}}}\n', encoding="utf-8"
        )

    @staticmethod
    def told_apart(item: Published) -> object:
        return item.id, item.title, item.link

    @staticmethod
    def missing() -> str:
        return _absent("sfeed", "sfeed_update", "curl")

    def poll(self) -> None:
        run("sfeed_update", "sfeedrc", cwd=self.folder, may_fail=True)

    def shows(self, feed: str) -> list[Published]:
        file = self.folder / "feeds" / feed
        rows = [line.split("\t") for line in file.read_text("utf-8").splitlines()] if file.exists() else []
        return [Published(row[5], row[2], row[1], iso(int(row[0]))) for row in rows]


class Rss2email(Subscriber):
    """A message for every entry; one that changes later is not sent again."""

    name = "rss2email"
    follows_edits = False

    def __init__(self, folder: Path, feeds: Mapping[str, str]) -> None:
        super().__init__(folder, feeds)
        (folder / "Maildir").mkdir()
        (folder / "r2e.cfg").write_text(
            "[DEFAULT]\nfrom = a@example.org\nto = b@example.org\nemail-protocol = maildir\n"
            f"maildir-path = {folder}/Maildir\nmaildir-mailbox = Inbox\nverbose = warning\n"
            "date-header = True\ndate-header-order = issued\nsame-server-fetch-interval = 0\n"
            + "".join(f"\n[feed.{feed}]\nurl = {address}\n" for feed, address in feeds.items())
        )
        (folder / "data.json").write_text(json.dumps({"version": 2, "feeds": []}))

    @staticmethod
    def missing() -> str:
        return _absent("r2e")

    def poll(self) -> None:
        run("r2e", "-c", "r2e.cfg", "-d", "data.json", "run", cwd=self.folder)

    def shows(self, feed: str) -> list[Published]:
        read = (
            email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
            for file in self.folder.glob("Maildir/**/*")
            if file.is_file() and file.parent.name in ("new", "cur")
        )
        return [
            Published(
                str(mail["X-RSS-ID"]),
                str(mail["X-RSS-URL"]),
                str(mail["Subject"]),
                iso(parsedate_to_datetime(str(mail["Date"])).timestamp()),
            )
            for mail in read
            if str(mail["List-ID"]) == f"<{feed}.localhost>"
        ]

    def address(self, feed: str) -> str:
        """Where it will look for a feed the next time."""
        lines = (self.folder / "r2e.cfg").read_text().partition(f"[feed.{feed}]")[2].splitlines()
        return next(line.partition("= ")[2] for line in lines if line.startswith("url = "))


class Shelf(Subscriber):
    """The library ``reader``, in Python."""

    name = "reader"
    formats = ALL

    def __init__(self, folder: Path, feeds: Mapping[str, str]) -> None:
        super().__init__(folder, feeds)
        from reader import make_reader  # noqa: PLC0415 - may be missing

        self._shelf: Any = make_reader(str(folder / "reader.db"))
        self._left.callback(self._shelf.close)
        for address in feeds.values():
            self._shelf.add_feed(address)

    @staticmethod
    def missing() -> str:
        return "" if find_spec("reader") else "not installed: reader"

    def poll(self) -> None:
        from reader import ParseError  # noqa: PLC0415

        for address in self.feeds.values():
            with suppress(ParseError):
                self._shelf.update_feed(address)

    def shows(self, feed: str) -> list[Published]:
        entries = self._shelf.get_entries(feed=self.feeds[feed])
        return [
            Published(each.id, each.link, each.title, each.published.strftime("%Y-%m-%dT%H:%M:%S")) for each in entries
        ]


class Liferea(Subscriber):
    """Reads in a window (C, GTK), which nobody sees here; it runs all the while, and is told to look.

    An item whose id it knows it never looks at again: edits, and what is withdrawn, do not reach its readers.
    """

    name = "liferea"
    follows_edits = False
    seen: Callable[[], Sequence[str]] = staticmethod(lambda: ())
    """What was asked for at the server up to now."""

    def __init__(self, folder: Path, feeds: Mapping[str, str]) -> None:
        super().__init__(folder, feeds)
        self._database = folder / ".local/share/liferea/liferea.db"
        outlines = "".join(
            f'<outline title="{feed}" text="{feed}" id="{feed}" type="rss" xmlUrl="{escape(address)}" '
            'updateInterval="-1"/>'
            for feed, address in feeds.items()
        )
        config = folder / ".config/liferea"
        config.mkdir(parents=True)
        (config / "feedlist.opml").write_text(f'<opml version="1.0"><head/><body>{outlines}</body></opml>')
        (folder / "run").mkdir(mode=0o700)
        self._environ = {
            **{name: value for name, value in os.environ.items() if not name.startswith("XDG_")},
            "HOME": str(folder),
            "XDG_RUNTIME_DIR": str(folder / "run"),
            "TZ": "UTC",
            "LC_ALL": "C.UTF-8",
            "GSETTINGS_BACKEND": "memory",
            "GDK_BACKEND": "x11",
            "NO_AT_BRIDGE": "1",
            "WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS": "1",
            "DBUS_SESSION_BUS_ADDRESS": f"unix:path={folder}/run/bus",
        }
        self._log = self._left.enter_context((folder / "log").open("wb"))
        self._begin("dbus-daemon", "--session", "--nofork", f"--address=unix:path={folder}/run/bus")
        self._until((folder / "run/bus").exists)
        self._begin("xvfb-run", "-a", "liferea")
        self._until(lambda: self._call("org.freedesktop.DBus.Peer.Ping"))

    @staticmethod
    def missing() -> str:
        return _absent("liferea", "xvfb-run", "dbus-daemon", "dbus-send")

    def _begin(self, *command: str) -> None:
        """Begin a program, to be ended with all that it begins."""
        process = subprocess.Popen(
            command, env=self._environ, cwd=self.folder, stdout=self._log, stderr=self._log, start_new_session=True
        )
        self._left.callback(process.wait, 10)
        self._left.callback(os.killpg, process.pid, signal.SIGTERM)

    def _call(self, method: str) -> bool:
        command = ("dbus-send", "--session", "--print-reply", "--dest=org.gnome.feed.Reader", "/org/gnome/feed/Reader")
        done = subprocess.run(
            (*command, method), env=self._environ, capture_output=True, check=False, timeout=_PATIENCE
        )
        return done.returncode == 0

    def _until(self, holds: Callable[[], bool], within: float = _PATIENCE) -> None:
        end = time.monotonic() + within
        while not holds():
            if time.monotonic() > end:
                raise TimeoutError((self.folder / "log").read_text(errors="replace")[-2000:])
            time.sleep(0.05)

    def poll(self) -> None:
        before = len(self.seen())
        self._call("org.gnome.feed.Reader.Refresh")
        wanted = {urlsplit(each).path for each in self.feeds.values()}
        if _answers(next(iter(self.feeds.values()))):
            self._until(lambda: wanted <= set(self.seen()[before:]))
        state: list[Any] = []
        self._until(lambda: self._is_settled(state))

    def _is_settled(self, state: list[Any]) -> bool:
        """Whether its store has stayed as it is while it had the time to do something else, several times."""
        self._call("org.freedesktop.DBus.Peer.Ping")
        state.append(self._rows("SELECT item_id, title, source, date FROM items"))
        return len(state) > 5 and all(each == state[-1] for each in state[-5:])

    def _rows(self, question: str) -> list[Any]:
        with closing(sqlite3.connect(f"file:{self._database}?mode=ro", uri=True)) as database:
            return database.execute(question).fetchall()

    def shows(self, feed: str) -> list[Published]:
        rows = self._rows(f"SELECT source_id, source, title, date FROM items WHERE node_id = '{feed}'")
        return [Published(guid, link, title, iso(date)) for guid, link, title, date in rows]


SUBSCRIBERS: Sequence[type[Subscriber]] = (Newsboat, Sfeed, Rss2email, Shelf, Liferea)


# --- parsers -------------------------------------------------------------------------------------------------------


class Parser(ABC):
    """What a site uses that shows a feed of others."""

    name: ClassVar[str]
    formats: ClassVar[Sequence[str]] = XML

    @staticmethod
    @abstractmethod
    def missing() -> str:
        """Why it cannot run here; empty when it can."""

    @abstractmethod
    def read(self, files: Sequence[Path]) -> list[list[Published]]:
        """What each document says, in its order."""

    @staticmethod
    def habit(item: Published) -> Published:
        """What it makes of an item by a fault of its own."""
        return item


class Feedparser(Parser):
    """The parser behind many services in Python."""

    name = "feedparser"

    @staticmethod
    def missing() -> str:
        return ""

    def read(self, files: Sequence[Path]) -> list[list[Published]]:
        found = []
        for file in files:
            parsed = feedparser.parse(io.BytesIO(file.read_bytes()))
            assert not parsed.bozo
            found.append(
                [
                    Published(each.id, each.link, each.title, iso(calendar.timegm(each.published_parsed)))
                    for each in parsed.entries
                ]
            )
        return found


class SimplePie(Parser):
    """The parser of WordPress, in PHP, as WordPress ships it."""

    name = "simplepie"

    @staticmethod
    def missing() -> str:
        shipped = (HERE / "wp-includes/class-simplepie.php").is_file()
        return _absent("php") or ("" if shipped else "SimplePie is not unpacked: .ci/run says how")

    def read(self, files: Sequence[Path]) -> list[list[Published]]:
        return _rows(run("php", "simplepie.php", *map(str, files), cwd=HERE))


class _OfNode(Parser):
    """A package of npm."""

    @staticmethod
    def missing() -> str:
        installed = (HERE / "node_modules/rss-parser").is_dir()
        return _absent("node") or ("" if installed else "not installed: npm ci --prefix tests/journeys")

    def read(self, files: Sequence[Path]) -> list[list[Published]]:
        return _rows(run("node", "parsers.mjs", self.name, *map(str, files), cwd=HERE))


class RssParser(_OfNode):
    name = "rss-parser"

    def fetch(self, addresses: Sequence[str]) -> list[list[Published]]:
        """What lies at each address by its own asking; after a redirect it ends no sooner than the connection does."""
        return _rows(run("node", "parsers.mjs", self.name, *addresses, cwd=HERE))


class Feedsmith(_OfNode):
    name = "feedsmith"
    formats = ALL


class Rowan(_OfNode):
    name = "@rowanmanning/feed-parser"


class Extractus(_OfNode):
    name = "@extractus/feed-extractor"
    formats = ALL

    @staticmethod
    def habit(item: Published) -> Published:
        """It takes addresses without their fragment."""
        return replace(item, link=item.link.partition("#")[0])


class NodeFeedparser(_OfNode):
    name = "feedparser (npm)"


PARSERS: Sequence[type[Parser]] = (
    Feedparser,
    SimplePie,
    RssParser,
    Feedsmith,
    Rowan,
    Extractus,
    NodeFeedparser,
)


def _rows(said: str) -> list[list[Published]]:
    return [[Published(*row) for row in json.loads(line)] for line in said.splitlines()]
