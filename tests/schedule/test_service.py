"""What is due is polled, within bounds, and one slow or broken source delays no other."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from types import SimpleNamespace
from typing import cast
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndicator.model.configuration import Configuration, Schedule
from syndicator.model.feed import Site
from syndicator.model.history import failed, succeeded
from syndicator.model.report import PollReport, PublishReport
from syndicator.model.rhythm import Rhythm
from syndicator.model.source import Outcome, Source, SourceState
from syndicator.pipeline import Editorial, Pipeline
from syndicator.schedule import InProcess, Scheduler
from syndicator.schedule.dispatch import by_host
from syndicator.schedule.service import due, planned, rests
from syndicator.schedule.timing import next_poll

NOW = datetime(2026, 5, 1, 10, 0, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def a_source(name: str, **more: object) -> Source:
    return Source(name, name, name, "feed", f"https://{name}.example/", **more)  # type: ignore[arg-type]


def neighbours(host: str, *names: str) -> dict[str, Source]:
    """Sources on one host."""
    return {name: replace(a_source(name), address=f"https://{host}/{name}") for name in names}


@dataclass
class Desk:
    """Stands for the pipeline: polls take as long as told, and everything is written down."""

    sources: Mapping[str, Source]
    seconds: dict[str, float] = field(default_factory=dict)
    broken: frozenset[str] = frozenset()
    limited: frozenset[str] = frozenset()
    concurrency: int = 20
    gap: float = 0.0
    tick: float = 0.05
    state_seconds: float = 0.0
    polled: list[str] = field(default_factory=list)
    published: int = 0
    at_once: int = 0
    most_at_once: int = 0
    states: dict[str, SourceState] = field(default_factory=dict)
    faults: int = 0
    in_line: set[str] = field(default_factory=set)
    meetings: int = 0
    waiting: int = 0
    old: int = 0
    let_go_at: list[float] = field(default_factory=list)
    unprinted: int = 0
    printed_at: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        site = Site("s", "http://s", "mailto:s@example.org", "example.org", date(2026, 1, 1))
        schedule = Schedule(
            tick=timedelta(seconds=self.tick), concurrency=self.concurrency, host_gap=timedelta(seconds=self.gap)
        )
        configuration = Configuration(site, "", "", self.sources, {}, {}, {}, schedule=schedule)
        self.editorial = Editorial(configuration, cast("object", None))  # type: ignore[arg-type]
        self.clock = SimpleNamespace(now=lambda: datetime.now(UTC))
        self.store = self

    def dirty(self) -> Mapping[str, int]:
        return {}

    def retagging(self) -> None:
        return None

    async def print_anew(self) -> bool:
        self.printed_at.append(time.monotonic())
        self.unprinted -= 1
        return self.unprinted >= 0

    async def let_go(self) -> bool:
        self.let_go_at.append(time.monotonic())
        self.old -= 1
        if not self.old:
            raise OSError("disk full")
        return self.old > 0

    def source_states(self) -> Mapping[str, SourceState]:
        if self.faults:
            self.faults -= 1
            raise OSError("disk")
        seen = dict(self.states)
        time.sleep(self.state_seconds)
        return seen

    async def poll(self, source: Source) -> PollReport:
        host = urlsplit(source.address).netloc
        self.meetings += host in self.in_line
        self.in_line.add(host)
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            await asyncio.sleep(self.seconds.get(source.id, 0))
        finally:
            self.at_once -= 1
            self.in_line.discard(host)
        if source.id in self.broken:
            raise OSError("store is gone")
        self.polled.append(source.id)
        now = datetime.now(UTC)
        if source.id in self.limited:
            before = SourceState(source.id, next_poll=now + HOUR)
            self.states[source.id] = failed(before, Outcome.RATE_LIMITED, "later", now, retry_after=600)
            return PollReport(source.id, Outcome.RATE_LIMITED)
        self.states[source.id] = SourceState(source.id, last_poll=now, next_poll=now + HOUR)
        return PollReport(source.id, Outcome.OK, new=1)

    async def publish(self, feeds: Collection[str] | None = None) -> list[PublishReport]:
        self.published += 1
        if self.published == 1:
            raise OSError("disk full")
        self.waiting = max(0, self.waiting - 1)
        return [PublishReport("f", queued={"s": self.waiting} if self.waiting else {})]

    async def adopt(self, editorial: Editorial) -> int:
        return 3


def run(desk: Desk, seconds: float) -> tuple[Scheduler, list[PollReport], list[str]]:
    """The scheduler on this desk for so long."""
    reports: list[PollReport] = []
    published: list[str] = []

    async def service() -> Scheduler:
        scheduler = Scheduler(
            cast("Pipeline", desk),
            elapsed=time.monotonic,
            on_poll=reports.append,
            on_publish=lambda made: published.extend(each.feed for each in made),
        )
        await scheduler.start()
        await asyncio.sleep(seconds)
        assert scheduler.since_tick() < desk.tick + 1
        await scheduler.stop()
        return scheduler

    return asyncio.run(service()), reports, published


def overdue(*names: str) -> dict[str, SourceState]:
    long_ago = datetime(2020, 1, 1, tzinfo=UTC)
    return {name: SourceState(name, last_poll=long_ago, next_poll=long_ago + HOUR) for name in names}


def test_what_is_due_is_polled_once_and_then_published() -> None:
    """A publication that fails is tried again with the next change; the beat goes on."""
    desk = Desk({name: a_source(name) for name in "ab"}, states=overdue("a", "b"), seconds={"b": 0.5})
    _, reports, published = run(desk, 1.2)
    assert sorted(desk.polled) == ["a", "b"]
    assert sorted(report.source for report in reports) == ["a", "b"]
    assert published == ["f"] * len(published)
    assert published


def test_a_slow_source_delays_no_other() -> None:
    """The slow one is still polled when the others are long done."""
    desk = Desk({name: a_source(name) for name in "abc"}, states=overdue("a", "b", "c"), seconds={"a": 60})
    scheduler, _, _ = run(desk, 0.4)
    assert sorted(desk.polled) == ["b", "c"]
    assert scheduler.polling == frozenset()


def test_a_poll_that_cannot_be_recorded_ends_nothing_else(caplog: pytest.LogCaptureFixture) -> None:
    """It is logged once; the publisher is not asked again at every tick for a fault of our store."""
    desk = Desk({name: a_source(name) for name in "ab"}, states=overdue("a", "b"), broken=frozenset("a"))
    run(desk, 0.4)
    assert desk.polled == ["b"]
    assert caplog.text.count("could not be recorded") == 1
    assert "could not be recorded" in caplog.text


def test_a_tick_that_fails_is_followed_by_the_next(caplog: pytest.LogCaptureFixture) -> None:
    """The store may be away for a moment."""
    desk = Desk({"a": a_source("a")}, states=overdue("a"), faults=2)
    run(desk, 0.5)
    assert desk.polled == ["a"]
    assert "tick failed" in caplog.text


@pytest.mark.parametrize("by_tick", [True, False])
def test_no_more_polls_run_at_once_than_configured(by_tick: bool) -> None:
    """Whether the tick or a command starts them."""
    names = "abcdefgh"
    desk = Desk(
        {name: a_source(name) for name in names},
        states=overdue(*names),
        seconds=dict.fromkeys(names, 0.05),
        concurrency=3,
    )
    if by_tick:
        run(desk, 0.8)
    else:
        asyncio.run(InProcess(cast("Pipeline", desk)).dispatch(list(desk.sources.values())))
    assert desk.most_at_once == 3
    assert sorted(desk.polled) == list(names)


@pytest.mark.parametrize("by_tick", [True, False])
def test_sources_of_one_host_are_polled_one_after_the_other_without_waiting_for_a_tick(by_tick: bool) -> None:
    """No poll's deadline runs while it stands in line; a host with many sources is not held to one poll per tick."""
    names = [f"n{number}" for number in range(12)]
    sources = neighbours("one.example", *names) | {"other": a_source("other")}
    desk = Desk(sources, states=overdue(*sources), seconds=dict.fromkeys(sources, 0.02), tick=30)
    if by_tick:
        run(desk, 1.5)
    else:
        asyncio.run(InProcess(cast("Pipeline", desk)).dispatch(list(sources.values())))
    assert sorted(desk.polled) == sorted(sources)
    assert (desk.meetings, desk.most_at_once) == (0, 2)


@pytest.mark.parametrize("by_tick", [True, False])
def test_a_host_that_rests_takes_no_place_from_others(by_tick: bool) -> None:
    """With one place only, a gap of a minute before one host does not keep seven others waiting."""
    sources = neighbours("one.example", "a", "b") | {name: a_source(name) for name in "cdefghi"}
    desk = Desk(sources, states=overdue(*sources), concurrency=1, gap=60, tick=30)
    if by_tick:
        run(desk, 1.0)
    else:
        with pytest.raises(TimeoutError):
            asyncio.run(_at_most(1.0, InProcess(cast("Pipeline", desk)).dispatch(list(sources.values()))))
    assert sorted(desk.polled) == list("acdefghi")


async def _at_most(seconds: float, work: Awaitable[None]) -> None:
    async with asyncio.timeout(seconds):
        await work


def test_a_poll_that_ends_while_states_are_read_does_not_begin_anew_from_old_ones() -> None:
    """Neither the one that ran, nor the next in its line, which came and went in the meantime."""
    sources = neighbours("one.example", "a", "b", "c")
    desk = Desk(sources, states=overdue(*sources), seconds=dict.fromkeys(sources, 0.05), state_seconds=0.3)
    run(desk, 1.5)
    assert sorted(desk.polled) == ["a", "b", "c"]


def test_hosts_are_told_apart_whatever_is_written_as_an_address() -> None:
    """Letter case and port make no other host; what names none stands for itself."""
    addresses = ["https://News.example/a", "http://news.example:8080/b", "http://[::1]/", "http://[bad/", "nothing"]
    sources = [replace(a_source(str(number)), address=address) for number, address in enumerate(addresses)]
    assert {host: [each.id for each in line] for host, line in by_host(sources).items()} == {
        "news.example": ["0", "1"],
        "::1": ["2"],
        "http://[bad/": ["3"],
        "nothing": ["4"],
    }


def test_lines_before_hosts_are_forgotten_with_the_configuration_they_were_made_of() -> None:
    """A source that was disabled or removed is not polled because it stood in line."""
    sources = neighbours("one.example", "a", "b")
    desk = Desk(sources, states=overdue(*sources), seconds={"a": 0.3}, tick=30)

    async def service() -> None:
        scheduler = Scheduler(cast("Pipeline", desk), elapsed=time.monotonic)
        await scheduler.start()
        while not desk.at_once:
            await asyncio.sleep(0.01)
        await scheduler.adopt(desk.editorial)
        await asyncio.sleep(0.6)
        await scheduler.stop()

    asyncio.run(service())
    assert desk.polled == ["a"]


@pytest.mark.parametrize("after", [0.0, 0.02])
def test_a_stop_in_the_middle_of_a_tick_is_no_error(after: float, caplog: pytest.LogCaptureFixture) -> None:
    """A clean end logs nothing that would wake anybody, and begins no poll."""
    desk = Desk({"a": a_source("a")}, states=overdue("a"), state_seconds=0.3)

    async def service() -> None:
        scheduler = Scheduler(cast("Pipeline", desk), elapsed=time.monotonic)
        await scheduler.start()
        await asyncio.sleep(after)
        await scheduler.stop()
        await asyncio.sleep(0.5)

    asyncio.run(service())
    assert [record for record in caplog.records if record.levelno >= logging.WARNING] == []
    assert desk.polled == []


def test_a_changed_configuration_is_adopted_and_published() -> None:
    """The scheduler hands on what the pipeline says."""
    desk = Desk({})

    async def adopted() -> int:
        return await Scheduler(cast("Pipeline", desk), elapsed=time.monotonic).adopt(desk.editorial)

    assert asyncio.run(adopted()) == 3


def test_what_waits_its_turn_is_looked_at_again_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    """I22: no poll has to come by, and it ends when nothing waits any more."""
    monkeypatch.setattr("syndicator.schedule.service._TURN", 0.05)
    desk = Desk({}, waiting=3, published=1)
    _, _, published = run(desk, 2.0)
    assert (desk.waiting, published) == (0, ["f"] * 3)


def test_waiting_does_not_grow_with_every_publication(monkeypatch: pytest.MonkeyPatch) -> None:
    """One look for all that was published meanwhile: else each would lead to looks of its own, for ever."""
    monkeypatch.setattr("syndicator.schedule.service._TURN", 2.0)
    desk = Desk({}, waiting=100, published=1)

    async def service() -> int:
        scheduler = Scheduler(cast("Pipeline", desk), elapsed=time.monotonic)
        await scheduler.start()
        for _ in range(4):
            await scheduler.publish()
            await asyncio.sleep(0.3)
        before = desk.published
        await asyncio.sleep(1.6)
        await scheduler.stop()
        return desk.published - before

    assert asyncio.run(service()) <= 1


def test_old_texts_leave_a_batch_at_a_tick(caplog: pytest.LogCaptureFixture) -> None:
    """While there are whole batches; then, and after a fault, not for an hour."""
    desk = Desk({}, tick=0.1, old=3)
    run(desk, 1.5)
    assert len(desk.let_go_at) == 3
    assert all(after - before > 0.05 for before, after in pairwise(desk.let_go_at))
    assert [each.getMessage() for each in caplog.records if each.levelname == "ERROR"][-1:] == [
        "old texts could not leave the store"
    ]
    satisfied = Desk({}, tick=0.1)
    run(satisfied, 0.5)
    assert len(satisfied.let_go_at) == 1


def test_fingerprints_are_made_anew_before_old_texts_leave() -> None:
    """A batch at a tick, too."""
    desk = Desk({}, tick=0.1, unprinted=3)
    run(desk, 1.5)
    assert len(desk.printed_at) == 4
    assert all(after - before > 0.05 for before, after in pairwise(desk.printed_at))
    assert len(desk.let_go_at) == 1
    assert desk.let_go_at[0] >= desk.printed_at[-1]


def test_stopping_what_never_started_is_nothing() -> None:
    """A service that fails while starting stops all the same."""
    asyncio.run(Scheduler(cast("Pipeline", Desk({})), elapsed=time.monotonic).stop())


SITE = Site("s", "http://s", "mailto:s@example.org", "example.org", date(2026, 1, 1))
SCHEDULE = Schedule()


def state(
    *, polled: timedelta = timedelta(0), next_in: timedelta = HOUR, outcome: Outcome = Outcome.OK, **more: object
) -> SourceState:
    """A source polled at NOW and so much later, to be polled again *next_in* after that."""
    at = NOW + polled
    return SourceState("a", last_poll=at, next_poll=at + next_in, outcome=outcome, **more)  # type: ignore[arg-type]


def left(
    before: SourceState | None, *, source: Source | None = None, schedule: Schedule = SCHEDULE, started: datetime = NOW
) -> timedelta:
    """From NOW to the planned poll."""
    return planned(source or a_source("a"), before, schedule, now=NOW, started=started) - NOW


def test_the_longest_overdue_comes_first_and_disabled_sources_never() -> None:
    """Nor those that left their list of feeds. Ties are broken by id."""
    sources = {name: a_source(name) for name in "abce"} | {"d": a_source("d", enabled=False)}
    sources["f"] = a_source("f", member_of="a", left=True)
    overdue_for = {"a": MINUTE, "b": 5 * MINUTE, "c": -MINUTE, "d": DAY, "e": MINUTE}
    states = {name: state(polled=-HOUR - late) for name, late in overdue_for.items()}
    configuration = Configuration(SITE, "", "", sources, {}, {}, {})
    assert [source.id for source in due(configuration, states, now=NOW, started=NOW)] == ["b", "a", "e"]


def test_first_polls_are_spread_over_a_minute_the_same_way_every_time() -> None:
    """A start is no storm (fault R06)."""
    times = [left(None, source=a_source(f"source-{n}")) for n in range(200)]
    assert all(timedelta(0) <= wait <= MINUTE for wait in times)
    assert len(set(times)) == 200
    assert times == [left(None, source=a_source(f"source-{n}")) for n in range(200)]
    assert left(None, source=a_source("x", interval=timedelta(seconds=10))) <= timedelta(seconds=10)


def test_a_changed_address_is_polled_soon() -> None:
    """The due time of the old address says nothing of the new one."""
    source = a_source("a")
    assert left(state(address=source.address), source=source) == HOUR
    assert left(state(address="https://old.example/"), source=source) <= MINUTE


@pytest.mark.parametrize(
    ("source", "schedule"),
    [
        (a_source("a", interval=30 * MINUTE), SCHEDULE),
        (a_source("a"), Schedule(interval=30 * MINUTE)),
        (a_source("a", cron="30 * * * *"), SCHEDULE),
    ],
)
def test_a_shorter_interval_takes_effect_at_once(source: Source, schedule: Schedule) -> None:
    """Not after the wait that was planned before the operator changed it; chance adds a tenth."""
    assert left(state(next_in=DAY), source=source, schedule=schedule) <= 33 * MINUTE


def test_a_longer_interval_lets_the_planned_poll_come_first() -> None:
    """One poll too many harms nobody."""
    assert left(state(next_in=HOUR), source=a_source("a", interval=DAY)) == HOUR


@pytest.mark.parametrize("hints", [{"ttl": "600"}, {"fresh-for": "36000"}])
def test_what_the_publisher_asked_for_still_counts(hints: dict[str, str]) -> None:
    """ttl is minutes, fresh-for seconds: ten hours, whatever the operator's interval is now."""
    asked = state(next_in=10 * HOUR, hints=hints)
    assert left(asked) == 10 * HOUR
    assert left(asked, schedule=Schedule(interval=20 * MINUTE)) == 10 * HOUR
    assert left(replace(asked, hints={})) < 2 * HOUR


def test_a_server_that_asked_for_a_day_of_rest_has_it() -> None:
    """Whatever the operator sets (P01); the back-off of other failures follows the new interval."""
    refused = state(next_in=DAY, outcome=Outcome.RATE_LIMITED, failures=1, rest_until=NOW + DAY)
    often = a_source("a", interval=10 * MINUTE)
    assert left(refused, source=often) == DAY
    assert left(replace(refused, outcome=Outcome.BOMB, failures=1), source=often) == 22 * MINUTE


@pytest.mark.parametrize("next_in", [HOUR, 400 * DAY])
def test_nothing_that_a_clock_far_ahead_planned_is_believed(next_in: timedelta) -> None:
    """The source is polled like one never polled; seconds by which clocks differ are no reason."""
    assert left(state(polled=365 * DAY, next_in=next_in)) <= MINUTE
    assert left(state(polled=MINUTE)) == HOUR + MINUTE


def test_a_next_poll_beyond_every_interval_is_not_believed() -> None:
    """A week is, for a source that is worth a look once a week."""
    assert left(state(next_in=400 * DAY)) <= 1.1 * HOUR
    assert left(state(next_in=7 * DAY), source=a_source("a", interval=7 * DAY)) == 7 * DAY


def test_a_clock_set_back_does_not_put_off_first_polls() -> None:
    """A service that started by a clock a year ahead polls all the same when that clock is mended."""
    desk = Desk({"a": a_source("a", interval=timedelta(seconds=0.1))})
    offsets = iter([365 * DAY])
    desk.clock = SimpleNamespace(now=lambda: datetime.now(UTC) + next(offsets, timedelta(0)))

    async def service() -> None:
        scheduler = Scheduler(cast("Pipeline", desk), elapsed=time.monotonic)
        scheduler.started_at = desk.clock.now()
        for _ in range(10):
            await scheduler._tick()
            await asyncio.sleep(0.05)

    asyncio.run(service())
    assert desk.polled[0] == "a"


# --- hosts that ask to be left alone ---------------------------------------------------------------------------------


def test_all_sources_of_a_host_wait_as_long_as_it_asked_one_of_them() -> None:
    """P01, P05: by what the store says, so that a restart changes nothing; the longest rest counts."""
    sources = neighbours("one.example", "a", "b", "c") | {"other": a_source("other")}
    states = overdue(*sources)
    states["a"] = failed(
        replace(states["a"], address=sources["a"].address), Outcome.RATE_LIMITED, "", NOW, retry_after=600
    )
    states["b"] = failed(states["b"], Outcome.RATE_LIMITED, "", NOW - 20 * MINUTE, retry_after=1800)
    configuration = Configuration(SITE, "", "", sources, {}, {}, {})

    def who(at: timedelta) -> list[str]:
        return [source.id for source in due(configuration, states, now=NOW + at, started=NOW)]

    assert rests(configuration, states, now=NOW) == {"one.example": NOW + 10 * MINUTE}
    assert who(9 * MINUTE) == ["other"]
    assert sorted(who(11 * MINUTE)) == ["a", "b", "c", "other"]


def test_a_rest_that_a_wrong_clock_wrote_or_that_another_host_asked_for_is_not_kept() -> None:
    """A year is no rest; a source that moved to another host leaves the rest behind."""
    sources = neighbours("one.example", "a", "b")
    ahead = failed(SourceState("a"), Outcome.RATE_LIMITED, "", NOW + 365 * DAY, retry_after=600)
    moved = failed(SourceState("b", address="https://old.example/"), Outcome.RATE_LIMITED, "", NOW, retry_after=600)
    gone = failed(SourceState("gone"), Outcome.RATE_LIMITED, "", NOW, retry_after=600)
    configuration = Configuration(SITE, "", "", sources, {}, {}, {})
    assert rests(configuration, {"a": ahead, "b": moved, "gone": gone}, now=NOW) == {}


@pytest.mark.parametrize("by_tick", [True, False])
def test_whoever_stands_in_line_at_a_host_that_asks_to_be_left_alone_goes_away(by_tick: bool) -> None:
    """Asked once, not once by each; a command says of the others that they were not polled."""
    sources = neighbours("one.example", "a", "b", "c") | {"other": a_source("other")}
    desk = Desk(sources, states=overdue(*sources), limited=frozenset("a"))
    reports: list[PollReport] = []
    if by_tick:
        run(desk, 0.8)
    else:
        dispatcher = InProcess(cast("Pipeline", desk), on_poll=reports.append)
        asyncio.run(dispatcher.dispatch(list(sources.values())))
        assert {each.source: each.outcome.value for each in reports} == {
            "a": "rate-limited", "b": "rate-limited", "c": "rate-limited", "other": "ok"
        }  # fmt: skip
        assert "not polled" in next(each.message for each in reports if each.source == "c")
    assert sorted(desk.polled) == ["a", "other"]


@given(
    outcome=st.sampled_from(Outcome),
    failures=st.integers(0, 50),
    spread=st.floats(0, 1),
    fresh_for=st.none() | st.integers(0, 10**12),
    ttl=st.none() | st.integers(0, 10**9),
    skipped=st.sets(st.integers(0, 23)),
    retry_after=st.none() | st.integers(0, 10**6),
    interval=st.none() | st.timedeltas(timedelta(seconds=1), timedelta(days=60)),
    cron=st.none() | st.sampled_from(["*/5 * * * *", "0 12 * * 1", "30 6 * * *"]),
    rhythm=st.builds(Rhythm().after, st.lists(st.datetimes(timezones=st.just(UTC)), max_size=9), st.just(NOW)),
)
def test_without_a_change_what_was_planned_stands(
    outcome: Outcome,
    failures: int,
    spread: float,
    fresh_for: int | None,
    ttl: int | None,
    skipped: set[int],
    retry_after: int | None,
    interval: timedelta | None,
    cron: str | None,
    rhythm: Rhythm,
) -> None:
    """The bound comes from the rule by which the poll was planned, and never contradicts it."""
    hints = {"fresh-for": str(fresh_for)} if fresh_for is not None else {}
    hints |= {"ttl": str(ttl)} if ttl is not None else {}
    hints |= {"skip-hours": " ".join(map(str, skipped))}
    before = SourceState("a", hints=hints, failures=failures, repeated=failures, rhythm=rhythm)
    before = (
        succeeded(before, outcome, NOW) if outcome.good else failed(before, outcome, "no", NOW, retry_after=retry_after)
    )
    source = a_source("a", interval=interval, cron=cron)
    when = next_poll(
        source, before, outcome, schedule=SCHEDULE, now=NOW, fresh_for=fresh_for, retry_after=retry_after, ttl=ttl,
        spread=spread,
    )  # fmt: skip
    assert left(replace(before, next_poll=when), source=source) == when - NOW
