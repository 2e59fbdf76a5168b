"""The fault matrix: every fault, met by the whole corridor, ends as the catalogue says.

All faults are polled side by side, by one process over one store; those that change from one request to the next are
polled again an hour later. Beside them a good source is polled all the time.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import ssl
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from lxml import etree

from syndicator.chaos import FAULTS, Authorities, ChaosServer, Expected, Pace
from syndicator.model.feed import Held
from syndicator.model.report import PublishReport
from syndicator.model.source import Outcome
from tests.chaos.corridor import (
    FEED,
    HOUR,
    SCHEDULE,
    START,
    MovableClock,
    Rounds,
    Told,
    editorial_of,
    open_corridor,
    source_of,
)

BESIDE = "beside"
KNOWN_DIFFERENCES: dict[str, tuple[str, str]] = {}
"""Fault → (what differs from what is expected, why). A difference that is gone fails the test, so that none is kept."""


@dataclass
class Matrix:
    """What came of it all."""

    told: dict[str, Told]
    published: PublishReport
    documents: dict[str, bytes]
    on_time: list[float]
    """Seconds that each poll of the good source took while the others misbehaved."""
    left_behind: dict[str, object]
    """Children, descriptors and temporary files beyond those from before."""


@pytest.fixture(scope="module")
def matrix(authorities: Authorities, tmp_path_factory: pytest.TempPathFactory) -> Matrix:
    folder = tmp_path_factory.mktemp("matrix")
    temporary = folder / "tmp"
    temporary.mkdir()
    tls = ssl.create_default_context(cafile=str(authorities.pem))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tempfile, "tempdir", str(temporary))
        patch.setenv("TMPDIR", str(temporary))
        before = _possessions(temporary)
        with ChaosServer(FAULTS, authorities=authorities) as server:
            made = asyncio.run(_run(server, folder, tls))
        made.left_behind = {name: now - before[name] for name, now in _possessions(temporary).items()}
    return made


async def _run(server: ChaosServer, folder: Path, tls: ssl.SSLContext) -> Matrix:
    clock = MovableClock()
    sources = [source_of(name, fault, server) for name, fault in server.faults.items()]
    good = source_of("good", FAULTS["good"], server, run=BESIDE)
    sources.append(replace(good, id=BESIDE, name=BESIDE))
    rounds = Rounds(open_corridor(editorial_of(sources, folder), clock, tls=tls), clock)
    try:
        return await _walked(server, rounds)
    finally:
        await rounds.pipeline.close()


async def _walked(server: ChaosServer, rounds: Rounds) -> Matrix:
    beside = asyncio.create_task(_poll_good(rounds))
    for number in range(max(len(fault.expected.outcomes) for fault in FAULTS.values())):
        await rounds.poll([name for name, fault in server.faults.items() if len(fault.expected.outcomes) > number])
        if not number:
            beside.cancel()
            await asyncio.gather(beside, return_exceptions=True)
        rounds.clock.moment += HOUR
    told = dict(rounds.gather())
    on_time = told.pop(BESIDE).seconds
    [published] = [each for each in await rounds.pipeline.publish() if each.feed == FEED.id]
    output = rounds.pipeline.output
    documents = {path: output.read(path) or b"" for path in output.paths()}
    return Matrix(told, published, documents, on_time, {})


async def _poll_good(rounds: Rounds) -> None:
    while True:
        await rounds.poll_one(BESIDE)
        await asyncio.sleep(0.2)


def _possessions(temporary: Path) -> dict[str, set[str]]:
    children = (task.read_text(encoding="ascii").split() for task in Path("/proc/self/task").glob("*/children"))
    return {
        "children": {child for of_task in children for child in of_task},
        "descriptors": set(_descriptors()),
        "temporary files": {str(path) for path in temporary.rglob("*")},
    }


def _descriptors() -> Iterator[str]:
    for descriptor in Path("/proc/self/fd").iterdir():
        with contextlib.suppress(FileNotFoundError):  # the one by which they are listed
            yield f"{descriptor.name} {os.readlink(descriptor)}"


@pytest.fixture(params=list(FAULTS))
def fault(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def _differences(expected: Expected, told: Told) -> dict[str, object]:
    """What is not as expected: its name → what was seen."""
    seen = {
        "outcomes": (tuple(report.outcome for report in told.reports), expected.outcomes),
        "articles": (len(told.held), expected.articles),
        "failures": (told.state.failures, expected.failures),
        "health": (told.state.health, expected.health),
        "rejected": (len(told.reports[-1].rejected), expected.rejected),
        "updated": (told.reports[-1].updated, expected.updated),
        "titles": ({each.article.title for each in told.held} if expected.titles else set(), set(expected.titles)),
        "published": (_moments(told) if expected.published else set(), _wanted_moments(expected)),
        "words": ([each.article.text for each in told.held if expected.words not in each.article.text], []),
        "never": ([word for word in expected.never for each in told.held if word in _said(each)], []),
        "note": (expected.note in " ".join(_last_notes(told)), True),
        "next poll": (_paced(expected, told), ""),
    }
    return {name: found for name, (found, wanted) in seen.items() if found != wanted}


def _moments(told: Told) -> set[str]:
    return {"seen" if each.article.published == START else each.article.published.isoformat() for each in told.held}


def _wanted_moments(expected: Expected) -> set[str]:
    return {expected.published} if expected.published else set()


def _said(held: Held) -> str:
    """All that can be published of an article, but for its guid."""
    article = held.article
    fields = (
        article.title, article.summary, article.content, article.text, article.link, article.public_id,
        article.authors, article.categories, article.image, article.enclosures, article.alternates, article.origin,
    )  # fmt: skip
    return " ".join(each if isinstance(each, str) else repr(each) for each in fields).lower()


def _last_notes(told: Told) -> tuple[str, ...]:
    return next((report.notes for report in reversed(told.reports) if report.outcome is Outcome.OK), ())


def _paced(expected: Expected, told: Told) -> str:
    """What is wrong with the time of the next poll, or nothing."""
    due = told.reports[-1].next_poll
    assert due is not None
    assert told.state.next_poll == due
    wait = (due - told.polled[-1]).total_seconds()
    usual = HOUR.total_seconds()
    longest = SCHEDULE.maximum.total_seconds()
    bounds = {
        Pace.USUAL: (usual, usual * 1.2),
        Pace.LATER: (usual, longest),
        Pace.SELDOM: (2 * usual, longest),
        Pace.ASKED: (expected.seconds, min(expected.seconds * 1.2, longest)),
    }
    least, most = bounds[expected.next_poll]
    return "" if least <= wait <= most else f"in {wait:.0f} s, not {expected.next_poll} ({least:.0f} to {most:.0f} s)"


def test_every_fault_ends_as_the_catalogue_says(matrix: Matrix, fault: str) -> None:
    """Outcomes, what is kept of it, the source's health, and when it is polled again."""
    different = _differences(FAULTS[fault].expected, matrix.told[fault])
    known, reason = KNOWN_DIFFERENCES.get(fault, ("", ""))
    if known:
        assert set(different) == {known}, f"no longer so: {reason}"
        pytest.xfail(reason)
    assert different == {}, matrix.told[fault].reports[-1].message


def test_failures_are_told_to_the_operator_in_words(matrix: Matrix) -> None:
    """A sentence that says what happened, fit to be shown: one line, printable, bounded."""
    for name, told in matrix.told.items():
        for report in told.reports:
            if not report.outcome.good:
                assert 20 < len(report.message) < 700, (name, report.message)
                assert report.message.isprintable(), (name, report.message)


def test_nothing_that_anybody_sends_is_a_fault_of_ours(matrix: Matrix) -> None:
    """No exception leaks, not from the fetcher, not from a reader, not from an entry."""
    reports = [(name, report) for name, told in matrix.told.items() for report in told.reports]
    assert [name for name, report in reports if report.outcome is Outcome.INTERNAL] == []
    assert [name for name, report in reports if any(each.reason.value == "error" for each in report.rejected)] == []


def test_every_poll_ends_soon_after_its_deadline(matrix: Matrix) -> None:
    """P4: no source costs more than its bounds, the wait for a free reader included."""
    slow = {name: max(told.seconds) for name, told in matrix.told.items() if max(told.seconds) > 20}
    assert slow == {}


def test_a_good_source_beside_them_is_served_on_time(matrix: Matrix) -> None:
    """P5, R21: nobody waits for somebody else's fault longer than the reading of a few documents."""
    assert len(matrix.on_time) >= 3
    assert max(matrix.on_time) < 20
    assert sorted(matrix.on_time)[len(matrix.on_time) // 2] < 5


def test_at_least_two_hundred_faults_are_served_by_address() -> None:
    """The size of the catalogue, and that every table has its share."""
    assert len(FAULTS) >= 200
    assert {fault.row[0] for fault in FAULTS.values()} == set("SBXCHPID")


_ELSEWHERE = {"I14": "tests/deduplicate/test_comparators.py", "I23": "tests/store/contract.py"}
"""Rows that no document can play, and the tests that hold them."""


def test_every_fault_of_identity_is_played() -> None:
    """I01 to I24: by the catalogue, or by a test that names the row."""
    rows = {f"I{number:02}" for number in range(1, 25)}
    assert rows - {fault.row for fault in FAULTS.values()} == set(_ELSEWHERE)
    for row, file in _ELSEWHERE.items():
        assert row in (Path(__file__).parents[2] / file).read_text(encoding="utf-8")


# --- what is published -----------------------------------------------------------------------------------------------


def _documents(matrix: Matrix, suffix: str) -> dict[str, bytes]:
    found = {
        path: body for path, body in matrix.documents.items() if path.startswith("feeds/") and path.endswith(suffix)
    }
    assert found
    return found


def test_what_is_published_is_valid_whatever_came_in(matrix: Matrix) -> None:
    """Every document parses, strictly, with all its entries; nothing was left out as faulty."""
    faulty = [why for why in matrix.published.left_out.values() if why.startswith("faulty")]
    assert faulty == []
    assert matrix.published.held == ""
    for suffix in (".rss", ".atom"):
        for body in _documents(matrix, suffix).values():
            etree.fromstring(body)
    assert matrix.published.entries > 300


def test_every_article_is_published_or_left_out_for_a_reason(matrix: Matrix) -> None:
    """Nothing is lost between the store and the feed, whatever its source sent."""
    shown = {entry["id"] for entry in json.loads(matrix.documents["feeds/everything.json"])["items"]}
    reasons = matrix.published.left_out
    kept = [(name, held.article) for name, told in matrix.told.items() for held in told.held]
    assert [(name, each.title) for name, each in kept if each.public_id not in shown and each.id not in reasons] == []
    assert set(reasons.values()) <= {"reprint", "same-story", "no-link", "withdrawn"}


def test_nothing_hostile_is_published_anywhere(matrix: Matrix) -> None:
    """P7: what must never get through is in no feed and on no page, encoded or not."""
    words = {word.encode() for fault in FAULTS.values() for word in fault.expected.never}
    assert b"evil" in words
    written = (".rss", ".atom", ".json", ".html", ".xml", ".txt")
    texts = {path: body.lower() for path, body in matrix.documents.items() if path.endswith(written)}
    assert [(path, word) for path, text in texts.items() for word in words if word in text] == []


# --- what is left behind ---------------------------------------------------------------------------------------------


def test_no_child_descriptor_or_file_is_left(matrix: Matrix) -> None:
    """When the corridor is closed, all it took is given back."""
    assert matrix.left_behind == {"children": set(), "descriptors": set(), "temporary files": set()}
