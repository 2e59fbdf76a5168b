"""What faults of identity must come to in the feeds that readers get: whose article stands, how many, and when.

Whole walks from HTTP to published documents, in the order in which the sources are polled.
"""

from __future__ import annotations

import asyncio
import json
import ssl
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest

from syndicator.chaos import FAULTS, Authorities, ChaosServer
from syndicator.model.feed import Held
from syndicator.model.report import PollReport, PublishReport
from syndicator.model.source import Source
from syndicator.model.verdict import CROWD
from tests.chaos.corridor import FEED, HOUR, MovableClock, editorial_of, open_corridor, source_of


@dataclass
class Newsroom:
    """A pipeline whose sources are polled by hand."""

    sources: dict[str, Source]
    clock: MovableClock
    folder: Path
    tls: ssl.SSLContext

    def __post_init__(self) -> None:
        self.pipeline = open_corridor(editorial_of(self.sources.values(), self.folder), self.clock, tls=self.tls)

    async def poll(self, *names: str) -> list[PollReport]:
        """One after the other."""
        return [await self.pipeline.poll(self.sources[name]) for name in names]

    async def publish(self) -> PublishReport:
        """Publish what is dirty; the report on the feed."""
        return next(each for each in await self.pipeline.publish() if each.feed == FEED.id)

    def shown(self) -> list[str]:
        """The sources of the entries that readers get, in order."""
        return [self.held_by_id()[entry["id"]].article.source for entry in self.entries()]

    def entries(self) -> list[dict[str, str]]:
        """What the feed's document has, without what it says to be withdrawn."""
        every = json.loads(self.pipeline.output.read(f"feeds/{FEED.id}.json") or b"{}")["items"]
        return [each for each in every if "withdrawn" not in each["_syndicator"]]

    def held(self, source: str) -> list[Held]:
        """The articles of a source."""
        every = self.pipeline.store.articles(since=self.clock.now().replace(year=1990))
        return [each for each in every if each.article.source == source]

    def held_by_id(self) -> dict[str, Held]:
        """All articles by their public ids."""
        return {each.article.public_id: each for name in self.sources for each in self.held(name)}


Walk = Callable[[Newsroom], Awaitable[None]]


@pytest.fixture
def walk(authorities: Authorities, tmp_path: Path) -> Callable[[Walk, Sequence[Source | str]], None]:
    """Run a walk through a newsroom with these faults as sources; ``name:fault`` gives a fault to a second source."""
    tls = ssl.create_default_context(cafile=str(authorities.pem))

    async def through(steps: Walk, sources: dict[str, Source]) -> None:
        room = Newsroom(sources, MovableClock(), tmp_path, tls)
        try:
            await steps(room)
        finally:
            await room.pipeline.close()

    def run(steps: Walk, names: Sequence[Source | str], **trust: int) -> None:
        with ChaosServer(FAULTS, authorities=authorities) as server:
            sources = {}
            for each in names:
                name, _, fault = str(each).partition(":")
                made = source_of(fault or name, FAULTS[fault or name], server, run=name, host=name)
                sources[name] = replace(made, id=name, name=name, trust=trust.get(name, 50))
            asyncio.run(through(steps, sources))

    return run


def test_a_flood_of_variants_takes_few_places_in_the_story_of_another(walk: Callable[..., None]) -> None:
    """I12: all are kept; the story has no more of them than one source may have; readers see one entry more."""

    async def steps(room: Newsroom) -> None:
        await room.poll("varied", "variants", "honest")
        await room.publish()
        [original], flood, [copy] = room.held("varied"), room.held("variants"), room.held("honest")
        stories = Counter(each.story for each in flood)
        assert len(flood) == 100
        assert stories[original.story] == CROWD
        assert len(stories) == 2
        assert (copy.story, copy.reprint_of) == (original.story, original.article.id)
        assert sorted(room.shown()) == ["variants", "varied"]
        assert len(room.pipeline.store.latest_clues(1000)) == 1 + CROWD + 1 + 1, "of all others nothing is learnt"

    walk(steps, ["varied", "variants", "honest:varied"])


def test_a_source_of_little_trust_does_not_stand_for_what_it_copied_first(walk: Callable[..., None]) -> None:
    """I11, I12: it was there first, and announced; the publisher that is trusted takes its place."""

    async def steps(room: Newsroom) -> None:
        await room.poll("variants")
        await room.publish()
        assert set(room.shown()) == {"variants"}
        flood = len(room.shown())
        await room.poll("varied")
        await room.publish()
        [original] = room.held("varied")
        assert Counter(room.shown()) == {"variants": flood - 1, "varied": 1}
        assert len([each for each in room.held("variants") if each.story == original.story]) == 1

    walk(steps, ["varied", "variants"], variants=20)


def test_what_merely_vanishes_stays_and_what_is_taken_back_goes(walk: Callable[..., None]) -> None:
    """I20: a tombstone takes an article out of feeds and pages, not out of the store; listed again, it is back."""

    async def steps(room: Newsroom) -> None:
        for shown in (3, 1, 3):
            await room.poll("taken-back-and-told-again", "vanishes")
            await room.publish()
            assert Counter(room.shown()) == {"taken-back-and-told-again": shown, "vanishes": 3}
            held = room.held("taken-back-and-told-again")
            assert len(held) == 3
            withdrawn = [each.withdrawn for each in held if each.withdrawn]
            assert [each.why for each in withdrawn] == ["sent in error"] * (3 - shown)
            pages = [f"stories/{each.story}.html" for each in held]
            assert len([path for path in pages if room.pipeline.output.stamp(path)]) == shown
            room.clock.moment += HOUR

    walk(steps, ["taken-back-and-told-again", "vanishes"])


def test_a_source_takes_back_its_own_articles_only(walk: Callable[..., None]) -> None:
    """I20: what a tombstone names is looked for among the articles of the one who sends it."""

    async def steps(room: Newsroom) -> None:
        await room.poll("taken-from", "takes-back-of-others")
        assert [each.withdrawn for each in room.held("taken-from")] == [None] * 3

    walk(steps, ["taken-from", "takes-back-of-others"])


def test_what_is_old_or_of_no_date_at_a_first_poll_is_not_put_on_top(walk: Callable[..., None]) -> None:
    """I21: news of years ago, and what a new source has without saying since when, come after what was there."""

    async def steps(room: Newsroom) -> None:
        await room.poll("good")
        await room.publish()
        room.clock.moment += HOUR
        await room.poll("archive", "undated")
        await room.publish()
        assert list(dict.fromkeys(room.shown())) == ["good", "undated", "archive"]
        assert room.shown() == sorted(room.shown(), key=["good", "undated", "archive"].index)

    walk(steps, ["good", "archive", "undated"])


def test_a_burst_waits_its_turn_and_is_told(walk: Callable[..., None]) -> None:
    """I22: fifty an hour, the newest first, and the operator hears of the rest; none of it is lost."""

    async def steps(room: Newsroom) -> None:
        await room.poll("good", "burst")
        await room.publish()
        before = len(room.entries())
        room.clock.moment += HOUR
        await room.poll("burst")
        assert len(room.held("burst")) == 60
        report = await room.publish()
        waiting = report.queued["burst"]
        assert waiting > 0
        assert len(room.entries()) == before + 50
        assert FEED.id in room.pipeline.store.dirty(), "what waits is owed"
        report = await room.publish()
        assert (report.queued, report.written) == ({"burst": waiting}, ())
        room.clock.moment += HOUR
        report = await room.publish()
        assert (report.queued, len(room.entries())) == ({}, before + 50 + waiting)
        assert FEED.id not in room.pipeline.store.dirty()

    walk(steps, ["good", "burst"])


def test_what_has_left_the_store_is_not_announced_anew_when_it_is_served_again(walk: Callable[..., None]) -> None:
    """I20, I21, years later: it is known, its page is there, and nothing of it is news."""

    async def steps(room: Newsroom) -> None:
        editorial = room.pipeline.editorial
        narrow = {FEED.id: replace(FEED, entries=1, hours=0)}
        room.pipeline.editorial = replace(editorial, configuration=replace(editorial.configuration, feeds=narrow))
        await room.poll("comes-back")
        await room.publish()
        before = room.held("comes-back")
        shown = next(each for each in before if each.article.public_id == room.entries()[0]["id"])
        room.clock.moment += timedelta(days=729)
        assert not await room.pipeline.let_go()
        assert room.held("comes-back") == before
        room.clock.moment += timedelta(days=2)
        await room.poll("undated")
        await room.publish()
        entries = room.entries()
        assert set(room.shown()) == {"undated"}
        assert not await room.pipeline.let_go()
        assert (room.held("comes-back"), len(room.held("undated"))) == ([], 3)
        await room.poll("comes-back")
        reports = await room.poll("comes-back")
        assert [(each.entries, each.new, each.updated) for each in reports] == [(3, 0, 0)]
        await room.pipeline.adopt(room.pipeline.editorial)
        await room.publish()
        assert room.entries() == entries
        for each in before:
            known = room.pipeline.store.find(each.article.public_id)
            assert known is not None
            assert (known.story, known.article.title, known.article.text) == (each.story, each.article.title, "")
        page = room.pipeline.output.read(f"stories/{shown.story}.html") or b""
        assert shown.article.title.encode() in page
        assert shown.article.text.encode() not in page

    walk(steps, ["comes-back", "undated"])
