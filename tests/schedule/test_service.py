"""What is due is polled, within bounds, and one slow or broken source delays no other."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import cast

import pytest

from syndicator.model.configuration import Configuration, Schedule
from syndicator.model.feed import Site
from syndicator.model.report import PollReport, PublishReport
from syndicator.model.source import Outcome, Source, SourceState
from syndicator.pipeline import Editorial, Pipeline
from syndicator.schedule import InProcess, Scheduler
from syndicator.schedule.service import due, planned

NOW = datetime(2026, 5, 1, 10, 0, tzinfo=UTC)


def a_source(name: str, **more: object) -> Source:
    return Source(name, name, name, "feed", f"https://{name}.example/", **more)  # type: ignore[arg-type]


@dataclass
class Desk:
    """Stands for the pipeline: polls take as long as told, and everything is written down."""

    sources: Mapping[str, Source]
    seconds: dict[str, float] = field(default_factory=dict)
    broken: frozenset[str] = frozenset()
    concurrency: int = 20
    polled: list[str] = field(default_factory=list)
    published: int = 0
    at_once: int = 0
    most_at_once: int = 0
    states: dict[str, SourceState] = field(default_factory=dict)
    faults: int = 0

    def __post_init__(self) -> None:
        site = Site("s", "http://s", "mailto:s@example.org", "example.org", date(2026, 1, 1))
        schedule = Schedule(tick=timedelta(seconds=0.05), concurrency=self.concurrency)
        configuration = Configuration(site, "", "", self.sources, {}, {}, {}, schedule=schedule)
        self.editorial = Editorial(configuration, cast("object", None))  # type: ignore[arg-type]
        self.clock = SimpleNamespace(now=lambda: datetime.now(UTC))
        self.store = self

    def source_states(self) -> Mapping[str, SourceState]:
        if self.faults:
            self.faults -= 1
            raise OSError("disk")
        return self.states

    async def poll(self, source: Source) -> PollReport:
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            await asyncio.sleep(self.seconds.get(source.id, 0))
        finally:
            self.at_once -= 1
        if source.id in self.broken:
            raise OSError("store is gone")
        self.polled.append(source.id)
        later = datetime.now(UTC) + timedelta(hours=1)
        self.states[source.id] = SourceState(source.id, next_poll=later)
        return PollReport(source.id, Outcome.OK, new=1)

    async def publish(self, feeds: Collection[str] | None = None) -> list[PublishReport]:
        self.published += 1
        if self.published == 1:
            raise OSError("disk full")
        return [PublishReport("f")]

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
        assert scheduler.since_tick() < 1
        await scheduler.stop()
        return scheduler

    return asyncio.run(service()), reports, published


def overdue(*names: str) -> dict[str, SourceState]:
    return {name: SourceState(name, next_poll=NOW) for name in names}


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


def test_a_changed_configuration_is_adopted_and_published() -> None:
    """The scheduler hands on what the pipeline says."""
    desk = Desk({})

    async def adopted() -> int:
        return await Scheduler(cast("Pipeline", desk), elapsed=time.monotonic).adopt(desk.editorial)

    assert asyncio.run(adopted()) == 3


def test_stopping_what_never_started_is_nothing() -> None:
    """A service that fails while starting stops all the same."""
    asyncio.run(Scheduler(cast("Pipeline", Desk({})), elapsed=time.monotonic).stop())


def test_the_longest_overdue_comes_first_and_disabled_sources_never() -> None:
    """Ties are broken by id."""
    sources = {name: a_source(name) for name in "abc"} | {"d": a_source("d", enabled=False)}
    states = {
        "a": SourceState("a", next_poll=NOW - timedelta(minutes=1)),
        "b": SourceState("b", next_poll=NOW - timedelta(minutes=5)),
        "c": SourceState("c", next_poll=NOW + timedelta(minutes=1)),
        "d": SourceState("d", next_poll=NOW - timedelta(days=1)),
    }
    assert [source.id for source in due(sources, states, now=NOW, started=NOW)] == ["b", "a"]


def test_first_polls_are_spread_over_a_minute_the_same_way_every_time() -> None:
    """A start is no storm (fault R06)."""
    times = [planned(a_source(f"source-{n}"), None, NOW) for n in range(200)]
    assert all(NOW <= when <= NOW + timedelta(seconds=60) for when in times)
    assert len(set(times)) == 200
    assert times == [planned(a_source(f"source-{n}"), None, NOW) for n in range(200)]
    often = a_source("x", interval=timedelta(seconds=10))
    assert planned(often, None, NOW) <= NOW + timedelta(seconds=10)


def test_a_changed_address_is_polled_soon() -> None:
    """The due time of the old address says nothing of the new one."""
    source = a_source("a")
    far = NOW + timedelta(days=1)
    assert planned(source, SourceState("a", next_poll=far, address=source.address), NOW) == far
    assert planned(source, SourceState("a", next_poll=far, address="https://old.example/"), NOW) < far
