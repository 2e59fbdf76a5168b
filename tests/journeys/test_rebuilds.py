"""Readers poll while a feed is made anew a thousand times: each sees whole documents, and nothing of one in another."""

from __future__ import annotations

import gzip
import hashlib
import http.client
import itertools
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from pathlib import Path

import brotli
import pytest
import uvicorn

from syndicator.model.feed import Feed
from syndicator.publish import publish
from syndicator.publish.output import FolderOutput
from syndicator.web import create_app
from syndicator.web.documents import Documents
from syndicator.web.metrics import Metrics
from tests.journeys.readers import Newsboat, Shelf, Subscriber, present
from tests.loopback import free_port
from tests.publish.newsroom import SITE, TEXTS, feed, full

pytestmark = pytest.mark.journey
REBUILDS = 1_000
LONGEST = 5
CODINGS: Mapping[str, Callable[[bytes], bytes]] = {
    "identity": lambda body: body,
    "gzip": gzip.decompress,
    "br": brotli.decompress,
}
FORMATS = ("rss", "atom", "json")
_PAUSE = 0.003
"""Seconds between two looks: who never rests leaves the others no time."""


@dataclass
class Seen:
    """What one who looks on saw."""

    documents: set[tuple[str, str]] = field(default_factory=set)
    """(format, hash)."""
    tags: dict[str, set[str]] = field(default_factory=dict)
    """Validator → the hashes of what came with it."""
    statuses: Counter[int] = field(default_factory=Counter)


def made(number: int) -> Feed:
    """The feed of a rebuild: nothing of it is as it was, and it is longer and shorter by turns."""
    languages = itertools.cycle(TEXTS)
    places = range(1 + number * 2 % LONGEST)
    return feed(
        *(
            full(next(languages), place + 1, title=f"Rebuild {number}", public_id=f"tag:example.org,2026:{place}")
            for place in places
        )
    )


@pytest.fixture
def output(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FolderOutput:
    """A folder whose disk is not waited for: that changes nothing of what readers see."""
    monkeypatch.setattr("syndicator.publish.output.os.fsync", lambda _: None)
    return FolderOutput(tmp_path / "public")


@pytest.fixture
def address(output: FolderOutput) -> Iterator[str]:
    """Where our server serves it."""
    port = free_port()
    app = create_app(Documents(output, max_age=0), Metrics(), ready=lambda: {"ready": True})
    config = uvicorn.Config(app, host="127.0.0.1", port=port, log_config=None, access_log=False, lifespan="off")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        thread.join(0.01)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(10)


def polls(address: str, ended: threading.Event, seen: Seen) -> None:
    """Ask for every format in every coding on one connection, mostly with the validator of the last answer."""
    known: dict[tuple[str, str], str] = {}
    with closing(http.client.HTTPConnection(address.removeprefix("http://"), timeout=30)) as connection:
        for number, (format, coding) in enumerate(itertools.cycle(itertools.product(FORMATS, CODINGS))):
            if ended.wait(_PAUSE):
                return
            asked = {"Accept-Encoding": coding}
            if number % 4 and (format, coding) in known:
                asked["If-None-Match"] = known[format, coding]
            connection.request("GET", f"/feeds/medical-education.{format}", headers=asked)
            answer = connection.getresponse()
            body, tag = answer.read(), str(answer.headers["ETag"])
            seen.statuses[answer.status] += 1
            if answer.status == 200:
                whole = CODINGS[answer.headers.get("Content-Encoding", "identity")](body)
                found = hashlib.sha256(whole).hexdigest()
                seen.documents.add((format, found))
                seen.tags.setdefault(tag, set()).add(found)
                known[format, coding] = tag
            else:
                assert not body
                assert tag == asked["If-None-Match"]


def reads_files(folder: Path, ended: threading.Event, seen: Seen) -> None:
    """As any other web server does with the same folder."""
    for format in itertools.cycle(FORMATS):
        if ended.wait(_PAUSE):
            return
        found = (folder / f"feeds/medical-education.{format}").read_bytes()
        seen.documents.add((format, hashlib.sha256(found).hexdigest()))


def goes_on(reader: Subscriber, ended: threading.Event, rounds: Counter[str]) -> None:
    """One of the readers looks again and again."""
    while not ended.wait(100 * _PAUSE):
        reader.poll()
        rounds[reader.name] += 1


def test_whoever_polls_during_a_thousand_rebuilds_sees_whole_documents(
    output: FolderOutput, address: str, tmp_path: Path
) -> None:
    """Every answer is one of those that were made, and its validator is of no other; readers have every item once."""
    ever: set[tuple[str, str]] = set()
    seen = [Seen() for _ in range(3)]
    rounds: Counter[str] = Counter()
    ended, faults = threading.Event(), []

    def watched(work: Callable[[], None]) -> None:
        try:
            work()
        except BaseException as fault:
            faults.append(fault)
            raise

    def rebuild(number: int) -> None:
        report = publish([made(number)], SITE, output, accept_shrink=True)
        assert len(report.written) == len(FORMATS)
        for format in FORMATS:
            document = output.read(f"feeds/medical-education.{format}")
            assert document
            ever.add((format, hashlib.sha256(document).hexdigest()))

    rebuild(0)
    with ExitStack() as left:
        readers = []
        for kind in (Newsboat, Shelf):
            present(kind)
            addresses = {each: f"{address}/feeds/medical-education.{each}" for each in kind.formats}
            readers.append(kind(tmp_path / kind.name, addresses))
            left.callback(readers[-1].close)
        works: list[Callable[[], None]] = [
            lambda: polls(address, ended, seen[0]),
            lambda: polls(address, ended, seen[1]),
            lambda: reads_files(output.folder, ended, seen[2]),
            *(lambda reader=reader: goes_on(reader, ended, rounds) for reader in readers),
        ]
        threads = [threading.Thread(target=watched, args=[work]) for work in works]
        for thread in threads:
            thread.start()
        try:
            for number in range(1, REBUILDS + 1):
                rebuild(number)
        finally:
            ended.set()
            for thread in threads:
                thread.join(60)
        assert faults == []
        for each in seen:
            assert each.documents <= ever
            assert len(each.documents) > REBUILDS / 20
            assert [tag for tag, found in each.tags.items() if len(found) > 1] == []
        assert seen[0].statuses.keys() <= {200, 304}
        for reader in readers:
            assert rounds[reader.name] > 2
            reader.poll()
            check(reader)


def check(reader: Subscriber) -> None:
    """Of each feed a reader has every item once, as it was at a time."""
    for name in reader.feeds:
        shown = reader.shows(name)
        assert Counter(map(reader.told_apart, shown)).most_common(1)[0][1] == 1
        assert {item.id for item in shown} == {f"tag:example.org,2026:{place}" for place in range(LONGEST)}
        assert {item.title for item in shown} <= {f"Rebuild {number}" for number in range(REBUILDS + 1)}
