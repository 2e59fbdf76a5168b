"""The poller's manners: nine states of a server, twice each, the poller killed and started anew between any two polls.

Conformance 132 to 157: validators as they came and no others, nothing invented, waiting times kept, no burst.
"""

from __future__ import annotations

import asyncio
import itertools
import ssl
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from multiprocessing import get_context
from pathlib import Path

import pytest

from syndicator.chaos import FAULTS, ChaosServer
from syndicator.chaos.exchange import Seen
from syndicator.model.source import Outcome, Source
from tests.chaos.corridor import HOUR, SCHEDULE, START, MovableClock, Rounds, editorial_of, open_corridor, source_of
from tests.chaos.killed import HOST_GAP, poll_what_is_due

_processes = get_context("forkserver")
_processes.set_forkserver_preload(["tests.chaos.killed"])

STATES = (
    "validators-strong",
    "validators-tag-changes",
    "validators-same-body",
    "validators-weak",
    "validators-tag-dropped",
    "validators-date-dropped",
    "429-date",
    "validators-commas",
    "410",
)
PASSES = ("first", "second")
STEPS = (0, 10, 75, 80, 160, 250)
"""Minutes from the start at which a poller is started, polls what is due, and is killed."""


@dataclass
class Walk:
    """What a source saw and said."""

    asked: list[Seen]
    polls: list[tuple[datetime, str, datetime]]
    """(when, outcome, next poll) of each."""


@pytest.fixture(scope="module")
def walks(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Walk]:
    """All states walked through, by sources of one host."""
    folder = tmp_path_factory.mktemp("poller")
    with ChaosServer(FAULTS) as server:
        sources = list(_sources(server))
        polls = defaultdict(list)
        for minutes in STEPS:
            moment = START + timedelta(minutes=minutes)
            for name, outcome, due in _polled_and_killed(folder, sources, moment):
                polls[name].append((moment, outcome, due))
        return {
            each.id: Walk([seen for seen in server.log if each.address.endswith(seen.target)], polls[each.id])
            for each in sources
        }


def _sources(server: ChaosServer) -> Iterator[Source]:
    for state in STATES:
        for run in PASSES:
            source = source_of(state, FAULTS[state], server, run=run, host="rig")
            yield replace(source, id=f"{state}-{run}", name=state)


def _polled_and_killed(folder: Path, sources: Sequence[Source], moment: datetime) -> list[tuple[str, str, datetime]]:
    here, there = _processes.Pipe()
    poller = _processes.Process(target=poll_what_is_due, args=(folder, sources, moment, there))
    poller.start()
    try:
        assert here.poll(60), "the poller told nothing"
        told: list[tuple[str, str, datetime]] = here.recv()
    finally:
        poller.kill()
        poller.join()
        here.close()
        there.close()
    return told


@pytest.fixture(params=[f"{state}-{run}" for state in STATES for run in PASSES])
def walk(request: pytest.FixtureRequest, walks: Mapping[str, Walk]) -> Walk:
    return walks[request.param]


def _sent(seen: Seen, name: str) -> str | None:
    values = (value.strip() for key, _, value in (each.partition(":") for each in seen.sent) if key == name)
    return next(values, None)


def test_validators_are_those_of_the_last_answer(walk: Walk) -> None:
    """Byte for byte; new ones at every whole body, none that the server no longer sends; nothing at first."""
    etag = date = None
    for seen in walk.asked:
        assert (seen.headers.get("if-none-match"), seen.headers.get("if-modified-since")) == (etag, date)
        if seen.status == 200:
            etag, date = _sent(seen, "ETag"), _sent(seen, "Last-Modified")
        elif seen.status == 304:
            etag, date = _sent(seen, "ETag") or etag, _sent(seen, "Last-Modified") or date


def test_no_request_is_unconditional_after_the_first_document(walk: Walk) -> None:
    """Conformance 138, 139: what was learned outlives the process that learned it."""
    since = itertools.dropwhile(lambda seen: seen.status != 200, walk.asked)
    after = [seen.headers for seen in since][1:]
    assert [each for each in after if not {"if-none-match", "if-modified-since"} & each.keys()] == []


def test_a_request_carries_nothing_that_was_not_asked_for(walk: Walk) -> None:
    """Conformance 150 to 153."""
    for seen in walk.asked:
        known = {"host", "user-agent", "accept", "accept-encoding", "connection", "if-none-match", "if-modified-since"}
        assert set(seen.headers) <= known
        assert seen.method == "GET"
        assert "gzip" in seen.headers["accept-encoding"]
        assert "(+http" in seen.headers["user-agent"]
        assert "rss" in seen.headers["accept"]


def test_no_source_is_polled_before_its_time(walk: Walk) -> None:
    """Conformance 140, 141, 145: whoever polls, and however often it was started anew."""
    assert walk.polls[0][0] == START
    for (_, _, due), (when, _, _) in itertools.pairwise(walk.polls):
        assert when >= due
    assert len(walk.asked) == len(walk.polls)


def test_every_state_was_walked_through(walks: Mapping[str, Walk]) -> None:
    """Each of them polled several times, so that the other tests mean something; both passes went alike."""
    for state in STATES:
        first, second = (walks[f"{state}-{run}"] for run in PASSES)
        assert [outcome for _, outcome, _ in first.polls] == [outcome for _, outcome, _ in second.polls]
        expected = [outcome.value for outcome in FAULTS[state].expected.outcomes]
        assert [outcome for _, outcome, _ in first.polls][: len(expected)] == expected
        assert len(first.polls) >= (1 if state == "410" else 3)


def test_what_is_gone_is_asked_less_than_what_is_well(walks: Mapping[str, Walk]) -> None:
    """P07: it is not given up, but seldom asked."""
    assert len(walks["410-first"].asked) < len(walks["validators-strong-first"].asked)


def test_a_start_is_no_burst(walks: Mapping[str, Walk]) -> None:
    """Conformance 138, 157: one request at a time to the host that all these sources share, with a gap between."""
    times = sorted(seen.at for walk in walks.values() for seen in walk.asked)
    gaps = [later - earlier for earlier, later in itertools.pairwise(times)]
    assert min(gaps) >= HOST_GAP * 0.9
    assert len(times) == sum(len(walk.polls) for walk in walks.values())


@pytest.mark.parametrize("fault", ["404", "503", "403", "dns-unknown", "nobody-listens", "html-200", "429-junk"])
def test_a_source_that_keeps_failing_is_asked_ever_more_seldom_but_never_given_up(tmp_path: Path, fault: str) -> None:
    """S22, P08, conformance 142: the wait grows to a day and stays there."""

    async def work(server: ChaosServer) -> list[float]:
        clock = MovableClock()
        source = source_of(fault, FAULTS[fault], server)
        pipeline = open_corridor(editorial_of([source], tmp_path), clock, tls=ssl.create_default_context())
        rounds = Rounds(pipeline, clock)
        waits = []
        for _ in range(30):
            due = (await rounds.poll_one(source.id)).next_poll
            assert due is not None
            waits.append((due - clock.moment).total_seconds())
            clock.moment = due
        await pipeline.close()
        return waits

    with ChaosServer(FAULTS) as server:
        waits = asyncio.run(work(server))
    assert waits == sorted(waits)
    assert waits[0] >= HOUR.total_seconds()
    assert waits[-1] == waits[-2] == SCHEDULE.maximum.total_seconds()


def test_the_whole_document_is_asked_for_once_a_day(tmp_path: Path) -> None:
    """P10: a server that says 304 for ever would hide all news."""

    async def work(server: ChaosServer) -> list[Outcome]:
        clock = MovableClock()
        source = source_of("304-for-ever", FAULTS["304-for-ever"], server)
        pipeline = open_corridor(editorial_of([source], tmp_path), clock, tls=ssl.create_default_context())
        rounds = Rounds(pipeline, clock)
        outcomes = []
        for hours in (0, 1, 12, 25, 26):
            clock.moment = START + hours * HOUR
            outcomes.append((await rounds.poll_one(source.id)).outcome)
        await pipeline.close()
        return outcomes

    with ChaosServer(FAULTS) as server:
        outcomes = asyncio.run(work(server))
        asked = ["if-none-match" in seen.headers for seen in server.log]
    assert outcomes == [Outcome.OK, *[Outcome.NOT_MODIFIED] * 4]
    assert asked == [False, True, True, False, True]
