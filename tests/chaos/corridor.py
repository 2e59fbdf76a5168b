"""The whole corridor over the chaos server: real HTTP on loopback, reading children, SQLite, files."""

from __future__ import annotations

import asyncio
import secrets
import ssl
import time
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path

from syndicator.chaos import ChaosServer, Fault, StubResolver
from syndicator.chaos.listeners import ZONE
from syndicator.ingest.child import ChildReader
from syndicator.ingest.fetch import HttpFetch
from syndicator.model.configuration import Configuration, Schedule
from syndicator.model.feed import FeedDefinition, Held, Site
from syndicator.model.report import PollReport
from syndicator.model.rule import parse_rule
from syndicator.model.source import IdentityPolicy, Republish, Rights, Source, SourceState
from syndicator.model.topic import Topic
from syndicator.pipeline import Editorial, Pipeline
from syndicator.publish.output import FolderOutput
from syndicator.schedule.timing import next_poll
from syndicator.store import open_store
from syndicator.tag import compile_topics

START = datetime(2026, 5, 1, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
SCHEDULE = Schedule(interval=HOUR, host_gap=timedelta(0), concurrency=24)
SITE = Site("Chaos", "http://127.0.0.1:8000", "mailto:chaos@example.org", "example.org", date(2026, 1, 1))
TOPIC = Topic("everything", parse_rule("places >= 0"), version="1")
FEED = FeedDefinition("everything", "everything", {"en": "Everything"}, {"en": "d"}, entries=5000, hours=24 * 365 * 10)
USER_AGENT = "syndicator/test (+https://news.example/bot)"


class MovableClock:
    """Stands still until it is moved."""

    def __init__(self, moment: datetime = START) -> None:
        self.moment = moment

    def now(self) -> datetime:
        return self.moment


def source_of(name: str, fault: Fault, server: ChaosServer, *, run: str = "matrix", host: str = "") -> Source:
    """A source that a fault befalls: on a host of its own, so that it waits for nobody else's turn."""
    return Source(
        name,
        name,
        "Chaos",
        "feed",
        server.address(name, run=run, host=f"{fault.name or host or name}.{ZONE}"),
        timezone=fault.timezone,
        identity=IdentityPolicy(fault.identity),
        rights=Rights(Republish.FULL, images=True, attribution="Chaos"),
        allow_private=("127.0.0.0/8",),
        allow_ports=(80, 443, *server.ports.values()),
        limits=fault.limits,
        interval=HOUR,
    )


def editorial_of(sources: Iterable[Source], folder: Path) -> Editorial:
    """A configuration with one topic that everything belongs to."""
    configuration = Configuration(
        SITE,
        f"sqlite:///{folder}/chaos.db",
        str(folder / "public"),
        {source.id: source for source in sources},
        {},
        {TOPIC.id: TOPIC},
        {FEED.id: FEED},
        schedule=SCHEDULE,
        user_agent=USER_AGENT,
    )
    return Editorial(configuration, compile_topics({}, configuration.topics, {}))


def open_corridor(editorial: Editorial, clock: MovableClock, *, tls: ssl.SSLContext, host_gap: float = 0.0) -> Pipeline:
    """A pipeline as the service has it, but for the clock, the name service and chance."""
    configuration = editorial.configuration
    return Pipeline(
        editorial,
        store=open_store(configuration.store),
        fetch=HttpFetch(configuration.user_agent, clock=clock, host_gap=host_gap, resolve=StubResolver(), tls=tls),
        reader=ChildReader(2),
        output=FolderOutput(Path(configuration.output)),
        clock=clock,
        elapsed=time.monotonic,
        next_poll=lambda *facts, **more: next_poll(
            *facts,
            schedule=SCHEDULE,
            now=clock.now(),
            spread=0.5,
            **more,
        ),
        mint=partial(secrets.token_urlsafe, 32),
        post=HttpFetch(configuration.user_agent, clock=clock, host_gap=host_gap, resolve=StubResolver(), tls=tls),
        chance=lambda: 0.5,
    )


@dataclass
class Told:
    """What became of one fault."""

    reports: list[PollReport] = field(default_factory=list)
    polled: list[datetime] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    state: SourceState = field(default_factory=lambda: SourceState(""))
    held: list[Held] = field(default_factory=list)


class Rounds:
    """Polls many sources side by side, some of them several times, an hour between two rounds."""

    def __init__(self, pipeline: Pipeline, clock: MovableClock) -> None:
        self.pipeline = pipeline
        self.clock = clock
        self.told: dict[str, Told] = {}

    async def poll(self, names: Collection[str]) -> None:
        """One round."""
        bound = asyncio.Semaphore(SCHEDULE.concurrency)

        async def one(name: str) -> None:
            async with bound:
                await self.poll_one(name)

        await asyncio.gather(*map(one, names))

    async def poll_one(self, name: str) -> PollReport:
        """One poll."""
        told = self.told.setdefault(name, Told())
        began = time.monotonic()
        report = await self.pipeline.poll(self.pipeline.editorial.configuration.sources[name])
        told.seconds.append(time.monotonic() - began)
        told.reports.append(report)
        told.polled.append(self.clock.now())
        return report

    def gather(self) -> Mapping[str, Told]:
        """What is kept of each, beside what was reported."""
        for held in self.pipeline.store.articles(since=START - timedelta(days=36_500)):
            if held.article.source in self.told:
                self.told[held.article.source].held.append(held)
        for name, state in self.pipeline.store.source_states().items():
            if name in self.told:
                self.told[name].state = state
        return self.told
