"""What ``syndicator doctor`` says that readers do is what they do: the programs themselves live through the same."""

from __future__ import annotations

import email
import email.policy
import os
import sqlite3
import subprocess
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from syndicator.acceptance import imagined, issue_of
from syndicator.acceptance.eyes import EYES, NOTHING, looked, shown
from syndicator.ingest.read import read_document
from syndicator.model.acceptance import Act, Issue
from syndicator.model.entry import Document
from syndicator.replaying import Played
from tests.acceptance.writing import issue, told, without_ids, written
from tests.journeys.conftest import need
from tests.loopback import Answer, Loopback
from tests.test_replaying import replayed, setting

pytestmark = pytest.mark.journey


class Program(ABC):
    """One reader: it looks at an address, and tells the titles that it shows."""

    def __init__(self, folder: Path, address: str) -> None:
        self.folder = folder
        self.address = address

    @abstractmethod
    def look(self) -> None:
        """Poll once."""

    @abstractmethod
    def titles(self) -> list[str]:
        """All that it shows."""

    def run(self, *command: str) -> None:
        """Run the program in its own folder."""
        home = {"HOME": str(self.folder), "TZ": "UTC", "NO_PROXY": "*", "no_proxy": "*"}
        done = subprocess.run(
            command, cwd=self.folder, capture_output=True, timeout=60, check=False, env={**os.environ, **home}
        )
        assert done.returncode == 0, done.stderr.decode()[-1000:]


class Newsboat(Program):
    def __init__(self, folder: Path, address: str) -> None:
        super().__init__(folder, address)
        need("newsboat")
        (folder / "urls").write_text(f"{address}\n")
        (folder / "config").write_text("")

    def look(self) -> None:
        self.run("newsboat", "-u", "urls", "-c", "cache.db", "-C", "config", "-x", "reload")

    def titles(self) -> list[str]:
        with sqlite3.connect(self.folder / "cache.db") as cache:
            return [row[0] for row in cache.execute("SELECT title FROM rss_item")]


class Sfeed(Program):
    def __init__(self, folder: Path, address: str) -> None:
        super().__init__(folder, address)
        need("sfeed_update")
        need("curl")
        (folder / "sfeedrc").write_text(
            f'sfeedpath="{folder}/feeds"\nfeeds() {{\n\tfeed "ours" "{address}"\n}}\n', encoding="utf-8"
        )

    def look(self) -> None:
        self.run("sfeed_update", str(self.folder / "sfeedrc"))

    def titles(self) -> list[str]:
        return [line.split("\t")[1] for line in (self.folder / "feeds/ours").read_text().splitlines()]


class Rss2email(Program):
    def __init__(self, folder: Path, address: str) -> None:
        super().__init__(folder, address)
        need("r2e")
        (folder / "Maildir").mkdir()
        (folder / "r2e.cfg").write_text(
            f"[DEFAULT]\nfrom = a@example.org\nto = b@example.org\nemail-protocol = maildir\n"
            f"maildir-path = {folder}/Maildir\nmaildir-mailbox = Inbox\nverbose = critical\n"
        )
        self.run("r2e", "-c", "r2e.cfg", "-d", "data.json", "add", "ours", address)

    def look(self) -> None:
        self.run("r2e", "-c", "r2e.cfg", "-d", "data.json", "run")

    def titles(self) -> list[str]:
        files = (each for each in self.folder.glob("Maildir/**/*") if each.is_file())
        mails = (email.message_from_bytes(each.read_bytes(), policy=email.policy.default) for each in files)
        return [str(each["Subject"]) for each in mails]


class Library(Program):
    def __init__(self, folder: Path, address: str) -> None:
        super().__init__(folder, address)
        self._shelf: Any = pytest.importorskip("reader").make_reader(":memory:")
        self._shelf.add_feed(address)

    def look(self) -> None:
        reader = pytest.importorskip("reader")
        try:
            self._shelf.update_feed(self.address)
        except reader.ParseError:
            assert True  # it refuses the document, and shows what it showed

    def titles(self) -> list[str]:
        return [each.title for each in self._shelf.get_entries()]


PROGRAMS: dict[str, Callable[[Path, str], Program]] = {
    "newsboat": Newsboat,
    "sfeed": Sfeed,
    "rss2email": Rss2email,
    "reader": Library,
}


def _lives(format: str) -> Iterator[tuple[str, list[Issue]]]:
    """What may happen to a feed, document after document: to one that is sound, and to those that are not."""
    sound = issue(*(told(number) for number in range(6)), format=format)
    bare = without_ids(sound)
    renumbered = replace(sound, items=tuple(replace(each, guid=f"{each.guid}-b") for each in sound.items))
    shared = replace(sound, items=(sound.items[0], replace(sound.items[1], guid=sound.items[0].guid), *sound.items[2:]))
    yield "sound", [scene.issues["x"] for scene in imagined("x", sound)]
    yield "without ids", [scene.issues["x"] for scene in imagined("x", bare)]
    yield "ids that change", [sound, renumbered]
    yield "an id for two", [shared, shared]
    yield "an empty document between", [sound, replace(sound, items=()), sound]
    dated = replace(bare, items=tuple(replace(each, moment=None, date="") for each in bare.items))
    yield "without dates", [dated, replace(dated, items=(replace(dated.items[0], title="Another"), *dated.items[1:]))]


LIVES = {(format, name): issues for format in ("rss", "atom") for name, issues in _lives(format)}


@pytest.mark.parametrize("program", PROGRAMS)
@pytest.mark.parametrize(("format", "life"), LIVES)
def test_a_reader_shows_what_we_say_that_it_shows(program: str, format: str, life: str, tmp_path: Path) -> None:
    """After every document it shows the titles, as often as they stand on the shelf of our model."""
    documents = [written(each) for each in LIVES[format, life]]
    said, done = list(_as_we_say(program, documents)), list(_as_it_is(program, documents, tmp_path))
    assert done == said


@pytest.fixture(scope="module")
def life(tmp_path_factory: pytest.TempPathFactory) -> dict[Act, Played]:
    """All that is replayed with a feed of ours."""
    return replayed(setting(tmp_path_factory.mktemp("life")))


@pytest.mark.parametrize("program", PROGRAMS)
@pytest.mark.parametrize("format", ["rss", "atom"])
def test_a_reader_of_ours_shows_what_we_say_that_it_shows(
    program: str, format: str, life: dict[Act, Played], tmp_path: Path
) -> None:
    """After every act that doctor plays: stubs, tombstones, archives and moves among them."""
    documents = [played.documents[f"one.{format}"] for played in life.values()]
    said, done = list(_as_we_say(program, documents)), list(_as_it_is(program, documents, tmp_path))
    assert done == said


def _as_we_say(program: str, documents: Sequence[bytes]) -> Iterator[list[str]]:
    shelf = NOTHING
    for document in documents:
        read = read_document(document)
        assert isinstance(read, Document)
        shelf = looked(EYES[program], shelf, issue_of(read))
        yield sorted(each.title for each in shown(shelf))


def _as_it_is(program: str, documents: Sequence[bytes], folder: Path) -> Iterator[list[str]]:
    served = [b""]

    def answer(_path: str, _validator: str | None) -> Answer:
        return 200, {"Content-Type": "application/xml; charset=utf-8"}, served[0]

    with Loopback(answer) as publisher:
        reader = PROGRAMS[program](folder, f"http://127.0.0.1:{publisher.port}/feed")
        for served[0] in documents:
            reader.look()
            yield sorted(reader.titles())
