"""A store with a past, a rule that is edited, and whoever applies it: also as a process that can be killed."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from multiprocessing.connection import Connection
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

from syndicator.model.article import Article
from syndicator.model.configuration import Configuration, Schedule
from syndicator.model.feed import FeedDefinition, Site
from syndicator.model.rule import parse_rule
from syndicator.model.source import Source, SourceState
from syndicator.model.topic import Concept, Tagged, Term, Topic
from syndicator.pipeline import Editorial, OnRetag, Pipeline
from syndicator.ports import Store
from syndicator.publish.output import FolderOutput
from syndicator.store import open_store
from syndicator.tag import compile_topics, counted, tag
from tests.store.samples import article, batch, decision

NOW = datetime.now(UTC).replace(microsecond=0)
SITE = Site("Archive", "http://127.0.0.1:8000", "mailto:a@example.org", "example.org", date(2026, 1, 1))
CONCEPTS = {
    name: Concept(name, {"en": (Term(word),), "ru": (Term(word),)}) for name, word in (("a", "alpha"), ("b", "beta"))
}
POLLED = SourceState("alpha", address="https://alpha.example/feed", last_poll=NOW, next_poll=NOW + timedelta(hours=1))
WORDS = ("alpha", "beta", "alpha beta", "gamma")
"""What the articles say, in turn."""


def editorial(**rules: str) -> Editorial:
    """Feeds with these rules; the rule is its own version."""
    topics = {name: Topic(name, parse_rule(rule), version=rule) for name, rule in rules.items()}
    feeds = {name: FeedDefinition(name, name, {"en": name}, {"en": name}, entries=20) for name in rules}
    sources = {"alpha": Source("alpha", "Alpha", "Alpha", "feed", "https://alpha.example/feed")}
    schedule = Schedule(tick=timedelta(seconds=0.02))
    configuration = Configuration(SITE, "", "", sources, CONCEPTS, topics, feeds, schedule=schedule)
    return Editorial(configuration, compile_topics(CONCEPTS, topics, {}))


@dataclass
class Archive:
    """Hourly articles that end with the present hour, as they were tagged when they came."""

    address: str
    folder: Path
    moment: datetime = NOW

    def now(self) -> datetime:
        """The clock."""
        return self.moment

    def fill(self, number: int, live: Editorial, *, step: timedelta = timedelta(hours=1)) -> list[Article]:
        """So many articles, tagged and counted by the *live* rules; every other one in Russian."""
        made = [self.article(at, NOW - step * (number - at)) for at in range(number)]
        found = {each.id: tag(each, live.compiled) for each in made}
        store = self.open()
        for at in range(0, number, 500):
            part = made[at : at + 500]
            rows = counted([(each, found[each.id]) for each in part], live.configuration.topics)
            store.apply(batch([decision(each) for each in part], tagged=found, at=NOW, coverage=rows, state=POLLED))
        store.close()
        asyncio.run(self.do(live, lambda pipeline: pipeline.adopt(live)))
        return made

    def article(self, number: int, when: datetime, **more: Any) -> Article:
        """One that came when it was published."""
        words = WORDS[number % len(WORDS)]
        made = article(f"{number:06}", title=f"News {number}", text=f"It says {words} today.", language="en")
        language = "ru" if number % 2 else "en"
        return replace(made, **{"language": language, "published": when, "updated": when, "collected": when, **more})

    def open(self) -> Store:
        return open_store(self.address)

    async def do(self, of: Editorial, work: Any) -> Any:
        """What *work* makes of a pipeline with these rules."""
        pipeline = self.pipeline(of)
        try:
            return await work(pipeline)
        finally:
            await pipeline.close()

    def pipeline(self, of: Editorial) -> Pipeline:
        """A pipeline that fetches nothing."""

        async def close() -> None:
            pass

        return Pipeline(
            of,
            store=open_store(self.address, exclusive=True),
            fetch=cast("Any", SimpleNamespace(close=close)),
            reader=cast("Any", SimpleNamespace(close=lambda: None)),
            output=FolderOutput(self.folder / "public"),
            clock=self,
            elapsed=lambda: 0.0,
            next_poll=lambda *_, **__: NOW,
            mint=lambda: "",
            post=cast("Any", SimpleNamespace(close=close)),
            chance=lambda: 0.5,
        )

    def retag(self, of: Editorial, topics: Collection[str], since: datetime, heard: OnRetag = lambda _: None) -> int:
        """As the command does it."""

        async def work(pipeline: Pipeline) -> int:
            count = await pipeline.retag(topics, since, heard=heard)
            await pipeline.publish()
            return count

        return int(asyncio.run(self.do(of, work)))

    def tags(self) -> dict[str, dict[str, str]]:
        """Article → topic → the version of the rule that found it."""
        store = self.open()
        found = {
            held.article.id: {each.topic: each.version for each in held.tagged.tags}
            for held in store.articles(since=datetime.min.replace(tzinfo=UTC))
        }
        store.close()
        return found


def expected(articles: Sequence[Article], of: Editorial) -> dict[str, dict[str, str]]:
    """The same, as the rules say it."""
    found: dict[str, Tagged] = {each.id: tag(each, of.compiled) for each in articles}
    return {name: {each.topic: each.version for each in tagged.tags} for name, tagged in found.items()}


def retag_until_killed(address: str, ready: Connection) -> None:
    """Apply the edited rule, telling after each batch."""
    archive = Archive(address, Path(address.removeprefix("sqlite:///")).parent)
    archive.retag(editorial(x="b"), ["x"], NOW - timedelta(days=365), heard=lambda reached: ready.send(reached.done))
    ready.send(-1)
