"""The mirror: what is published is put where others serve it, in an order that leads nowhere wrong, whatever fails."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Collection, Mapping
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import pytest

from syndicator.errors import DepotError
from syndicator.mirror import Brought, Lag, Mirror, lag, read_record
from syndicator.ports import Described
from syndicator.publish.objects import ObjectDepot
from syndicator.publish.output import FolderOutput
from tests.objectstore import KEY, SECRET, allow, serving

NOW = datetime(2026, 11, 30, 9, tzinfo=UTC)
PATHS = (
    "index.html",
    "feeds/x.atom",
    "feeds/x.ar.json",
    "topics/x.html",
    "stories/a.html",
    "sitemap.xml",
    "static/feed.css",
    "feeds/x/archive/2026-11.atom",
    "feeds/x/archive/manifest.json",
)


class Clock:
    """It stands still."""

    def now(self) -> datetime:
        return NOW


def describe(path: str) -> Described:
    return Described("text/plain", "max-age=60")


class Shelf:
    """A depot in memory that may be out of reach, or refuse some documents."""

    name = "shelf"

    def __init__(self) -> None:
        self.documents: dict[str, bytes] = {}
        self.asked: list[str] = []
        self.refused: set[str] = set()
        self.away = False

    def put(self, path: str, data: bytes, described: Described) -> str:
        self.asked.append(path)
        self._may_fail(path)
        self.documents[path] = data
        return f"{data!r}"

    def remove(self, path: str) -> None:
        self.asked.append(f"-{path}")
        self._may_fail(path)
        self.documents.pop(path, None)

    def versions(self, paths: Collection[str]) -> Mapping[str, str]:
        self._may_fail("")
        return {path: f"{self.documents[path]!r}" for path in paths if path in self.documents}

    def _may_fail(self, path: str) -> None:
        if self.away:
            raise DepotError("the shelf is away", unreachable=True)
        if path in self.refused:
            raise DepotError(f"{path}: no")


class Office:
    """A folder and its mirror; every new one begins where a killed process ended."""

    def __init__(self, folder: Path) -> None:
        self.output = FolderOutput(folder / "public")
        self.record = folder / "public/.mirror.json"
        self.shelf = Shelf()
        self.mirror = self.begun()

    def begun(self) -> Mirror:
        return Mirror(self.output, self.shelf, self.record, clock=Clock(), describe=describe)

    def write(self, *paths: str, data: bytes = b"1") -> None:
        for path in paths:
            self.output.write(path, data)

    def lag(self) -> Lag:
        return lag(self.output, self.record, describe)

    def published(self) -> dict[str, bytes]:
        return {path: self.output.read(path) or b"" for path in self.output.paths()}


@pytest.fixture
def office(tmp_path: Path) -> Office:
    made = Office(tmp_path)
    made.write(*PATHS)
    return made


def test_what_is_put_leads_to_nothing_that_is_not_there(office: Office) -> None:
    """Archives first, then pages, then feeds, the first page last."""
    done = office.mirror.bring()
    assert (office.shelf.documents, done.waiting, done.failed) == (office.published(), 0, {})
    groups = [
        {"feeds/x/archive/2026-11.atom"},
        {"static/feed.css"},
        {"stories/a.html"},
        {"topics/x.html"},
        {"feeds/x.atom", "feeds/x.ar.json", "feeds/x/archive/manifest.json"},
        {"sitemap.xml"},
        {"index.html"},
    ]
    places = {path: at for at, path in enumerate(office.shelf.asked)}
    for before, after in pairwise(groups):
        assert max(places[path] for path in before) < min(places[path] for path in after)


def test_what_is_the_same_is_not_put_again(office: Office) -> None:
    """Nor by the next process, nor where a document was written anew with the same bytes."""
    office.mirror.bring()
    office.shelf.asked.clear()
    assert office.mirror.bring() == Brought()
    path = office.output.folder / "feeds/x.atom"
    os.utime(path, ns=(1, 1))
    assert office.begun().bring() == Brought()
    assert office.shelf.asked == []
    office.write("feeds/x.atom", data=b"2")
    assert office.mirror.bring() == Brought(put=("feeds/x.atom",))
    assert office.shelf.asked == ["feeds/x.atom"]


def test_what_is_said_of_a_document_is_part_of_it(office: Office) -> None:
    """An archive that was closed is put once more, so that readers may keep it for long."""
    office.mirror.bring()

    def lasting(path: str) -> Described:
        return Described("text/plain", "immutable" if "archive/2" in path else "max-age=60")

    mirror = Mirror(office.output, office.shelf, office.record, clock=Clock(), describe=lasting)
    assert mirror.bring().put == ("feeds/x/archive/2026-11.atom",)


def test_what_is_withdrawn_is_taken_away_when_all_else_is_there(office: Office) -> None:
    """And nothing else: what others put there is theirs."""
    office.mirror.bring()
    office.shelf.documents["theirs.txt"] = b"theirs"
    office.output.remove("stories/a.html")
    office.write("topics/x.html", data=b"2")
    office.shelf.refused = {"topics/x.html"}
    done = office.mirror.bring()
    assert (done.removed, done.waiting) == ((), 2)
    assert office.lag().documents == 2
    office.shelf.refused = set()
    done = office.mirror.bring()
    assert (done.put, done.removed, done.waiting) == (("topics/x.html",), ("stories/a.html",), 0)
    assert office.shelf.documents == {**office.published(), "theirs.txt": b"theirs"}


def test_one_that_cannot_be_put_does_not_stop_the_others(office: Office) -> None:
    """It is told, and tried again."""
    office.shelf.refused = {"feeds/x.atom", "static/feed.css"}
    done = office.mirror.bring()
    assert set(done.put) == set(PATHS) - office.shelf.refused
    assert (done.waiting, set(done.failed)) == (2, office.shelf.refused)
    assert office.lag() == Lag(2, NOW.isoformat(), done.failed)
    office.shelf.refused = set()
    assert set(office.mirror.bring().put) == {"feeds/x.atom", "static/feed.css"}
    assert office.lag() == Lag(0, "", {})


def test_a_store_out_of_reach_is_not_asked_for_everything(office: Office) -> None:
    """What waits is put when it is back."""
    office.write(*(f"stories/{number}.html" for number in range(200)))
    office.shelf.away = True
    done = office.mirror.bring()
    assert done.waiting == len(PATHS) + 200
    assert len(office.shelf.asked) < 30
    assert office.lag().since == NOW.isoformat()
    office.shelf.away = False
    assert office.mirror.bring().waiting == 0
    assert office.shelf.documents == office.published()


def test_what_cannot_be_taken_away_is_tried_again(office: Office) -> None:
    """Nothing is forgotten."""
    office.mirror.bring()
    office.output.remove("stories/a.html")
    office.shelf.refused = {"stories/a.html"}
    assert office.mirror.bring().waiting == 1
    office.shelf.refused = set()
    assert office.mirror.bring().removed == ("stories/a.html",)


def test_what_somebody_changed_there_is_put_right_at_the_next_start(office: Office) -> None:
    """What is gone, and what is another."""
    office.mirror.bring()
    del office.shelf.documents["feeds/x.atom"]
    office.shelf.documents["index.html"] = b"defaced"
    assert office.mirror.bring() == Brought()
    assert set(office.begun().bring().put) == {"feeds/x.atom", "index.html"}
    assert office.shelf.documents == office.published()


def test_who_may_not_list_puts_and_takes_away_all_the_same(office: Office) -> None:
    """That it cannot be known whether somebody changed something there is told."""
    office.shelf.refused = {""}
    assert office.mirror.bring().waiting == 0
    office.output.remove("stories/a.html")
    done = office.mirror.bring()
    assert (done.removed, done.failed) == (("stories/a.html",), {"": ": no"})
    assert office.shelf.documents == office.published()


def test_a_damaged_record_costs_puts_and_nothing_else(office: Office) -> None:
    """All is put anew."""
    office.mirror.bring()
    office.record.write_text("{", "utf-8")
    assert set(office.begun().bring().put) == set(PATHS)


def test_closing_ends_a_round_between_two_documents(office: Office) -> None:
    """What is left is put at the next start."""
    asyncio.run(office.mirror.close())
    done = office.mirror.bring()
    assert (done.put, done.waiting) == ((), len(PATHS))
    assert office.begun().bring().waiting == 0


def test_what_fails_is_tried_again_by_itself(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """And what is published meanwhile is put at once."""
    monkeypatch.setattr("syndicator.mirror._SOON", 0.01)
    heard: list[Brought] = []

    async def until(what: Callable[[], bool]) -> None:
        deadline = time.monotonic() + 30
        while not what():
            assert time.monotonic() < deadline
            await asyncio.sleep(0.01)

    async def live() -> None:
        office.shelf.away = True
        running = asyncio.create_task(office.mirror.run(heard.append))
        await until(lambda: len(heard) > 2)
        assert heard[-1].waiting == len(PATHS)
        office.shelf.away = False
        await until(lambda: heard[-1].waiting == 0)
        assert office.shelf.documents == office.published()
        office.write("feeds/x.atom", data=b"2")
        office.mirror.hurry()
        await until(lambda: heard[-1].put == ("feeds/x.atom",))
        running.cancel()
        await office.mirror.close()

    asyncio.run(live())


_PUTS = """
import sys
from pathlib import Path
from tests.objectstore import MirrorSite
from tests.test_mirror import Clock, describe
from syndicator.mirror import Mirror
from syndicator.publish.objects import ObjectDepot
from syndicator.publish.output import FolderOutput
folder, endpoint = Path(sys.argv[1]), sys.argv[2]
depot = ObjectDepot(MirrorSite("s3://news/public", endpoint, "us-east-1", endings=True))
Mirror(FolderOutput(folder), depot, folder / ".mirror.json", clock=Clock(), describe=describe).bring()
print("done")
"""


def test_a_kill_loses_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that is killed while it puts documents; the next one puts what is missing, and takes away the rest."""
    allow(monkeypatch)
    output = FolderOutput(tmp_path / "public")
    for number in range(400):
        output.write(f"stories/{number}.html", f"{number}".encode())
    output.write("feeds/x.atom", b"1")
    with serving(tmp_path / "s3") as store:
        there = store.folder / "public"
        environment = {**os.environ, "AWS_ACCESS_KEY_ID": KEY, "AWS_SECRET_ACCESS_KEY": SECRET}
        command = [sys.executable, "-c", _PUTS, str(tmp_path / "public"), store.site.endpoint]
        killed = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE)
        deadline = time.monotonic() + 60
        while not list(there.glob("stories/*.html")):
            assert time.monotonic() < deadline
            time.sleep(0.005)
        killed.kill()
        said, _ = killed.communicate()
        assert said == b""
        assert not (there / "feeds/x.atom").exists()
        output.remove("stories/0.html")
        record = tmp_path / "public/.mirror.json"
        mirror = Mirror(output, ObjectDepot(store.site), record, clock=Clock(), describe=describe)
        assert mirror.bring().waiting == 0
        stories = {each.name: each.read_text() for each in there.glob("stories/*.html")}
        assert stories == {f"{number}.html": f"{number}" for number in range(1, 400)}
        assert (there / "feeds/x.atom").read_bytes() == b"1"
        assert len(read_record(record).put) == 400


def test_the_record_is_no_document(office: Office) -> None:
    """It lies in the folder, and nobody is served it."""
    office.mirror.bring()
    assert json.loads(office.record.read_bytes())["failed"] == {}
    assert set(office.output.paths()) == set(PATHS)
    assert office.output.read(office.record.name) is None
