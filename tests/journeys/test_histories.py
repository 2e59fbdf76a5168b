"""Any history of a few sources: entries come, change, go and come back; sources copy each other; we begin anew.

What an article is, the history itself knows: every one has a word of its own in its text that no edit takes away.
"""

from __future__ import annotations

import asyncio
import re
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    rule,
    run_state_machine_as_test,
)

from syndicator.bootstrap import curated
from syndicator.chaos.documents import text, title
from syndicator.ingest.child import DirectReader
from syndicator.model.source import Republish, Rights, Source
from syndicator.normalise.identity import article_id
from syndicator.pipeline import Pipeline
from syndicator.ports import Accepted, Batch, Fetched, Request
from syndicator.publish.output import FolderOutput
from syndicator.schedule.timing import next_poll
from syndicator.store import open_store
from tests.chaos.corridor import FEED, SCHEDULE, SITE, START, MovableClock, editorial_of

pytestmark = pytest.mark.journey

HONEST = ("alpha", "beta")
THIEF = "gamma"
SOURCES = (*HONEST, THIEF)
MARK = re.compile(r"\bmark\d+")


@dataclass
class News:
    """A piece of news of a source, as it is written at present."""

    nr: int
    source: str
    mark: str
    guid: str
    link: str
    title: str
    text: str
    published: datetime
    settled: bool = False
    """Whether it was polled since its identity changed: sources change one thing at a time."""
    shared: bool = False
    """Whether its guid is that of another one, too."""

    @property
    def single(self) -> bool:
        """Whether its guid is its own."""
        return not self.shared

    @property
    def key(self) -> tuple[str, str]:
        """What it is, whatever happens to it."""
        return self.source, self.mark

    def written(self) -> str:
        """As an entry of Atom."""
        moment = self.published.isoformat()
        return (
            f"<entry><id>{escape(self.guid)}</id><title>{escape(self.title)}</title><link href={quoteattr(self.link)}/>"
            f"<published>{moment}</published><updated>{moment}</updated><content>{escape(self.text)}</content></entry>"
        )


def _retitled(of: News) -> None:
    of.title += " corrected"


def _rewritten(of: News) -> None:
    """Headline and address together."""
    of.title = title("again", of.nr)
    of.link = f"https://www.{of.source}.example/{of.source}/{of.nr}/rewritten"


def _renumbered(of: News) -> None:
    of.guid += "-renumbered"


def _added_to(of: News) -> None:
    of.text += " It was added to."


def _redated(of: News) -> None:
    """As many systems do with every edit."""
    of.published += timedelta(hours=2)
    _added_to(of)


def _written_another_way(of: News) -> None:
    """The address; scheme, host and slash follow each other."""
    bare = re.sub(r"^https?://(www\.|m\.)?|/?(\?.*)?$", "", of.link)
    ways = [f"https://{bare}", f"http://www.{bare}/", f"https://m.{bare}?utm_source=x", f"https://www.{bare}"]
    of.link = ways[(ways.index(of.link) + 1) % len(ways)] if of.link in ways else ways[0]


CHANGES: Mapping[str, tuple[frozenset[str], Callable[[News], None]]] = {
    "its text is added to": (frozenset(), _added_to),
    "its address is written another way": (frozenset(), _written_another_way),
    "its title is edited": (frozenset({"settled"}), _retitled),
    "its text and date are edited": (frozenset({"settled"}), _redated),
    "its headline and address are rewritten": (frozenset({"settled", "single"}), _rewritten),
    "its guid changes": (frozenset({"settled", "single"}), _renumbered),
}
"""Change → (what it needs to be known nonetheless, what it does)."""


@dataclass
class Served:
    """The network: what each source says at present."""

    documents: dict[str, str] = field(default_factory=dict)

    async def fetch(self, request: Request) -> Fetched:
        return Fetched(request.address, self.documents[request.address.rpartition("/")[2]].encode(), "text/xml")

    async def send(self, request: Request, parcel: object) -> Accepted:
        return Accepted()

    async def close(self) -> None:
        pass


class Histories(RuleBasedStateMachine):
    """What may happen, and what holds whatever did."""

    news = Bundle("news")

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory(prefix="syndicator-history-")
        self.clock = MovableClock()
        self.network = Served()
        sources = [
            Source(name, name, name, "feed", f"https://{name}.example/{name}", rights=Rights(Republish.FULL))
            for name in SOURCES
        ]
        self.editorial = editorial_of(sources, Path(self.folder.name))
        self.pipeline = self.open()
        self.windows: dict[str, list[News]] = {name: [] for name in SOURCES}
        self.polled: dict[tuple[str, str], News] = {}
        """Source and mark → the news as it was polled last."""
        self.minted: dict[tuple[str, str], tuple[str, str, datetime]] = {}
        """Likewise → id, public id and date, as they were when it came."""
        self.copied: set[int] = set()
        self.count = 0

    def open(self) -> Pipeline:
        """A pipeline over the store as it lies there."""
        configuration = self.editorial.configuration
        return Pipeline(
            self.editorial,
            store=open_store(configuration.store),
            fetch=self.network,
            reader=DirectReader(),
            output=FolderOutput(Path(configuration.output)),
            clock=self.clock,
            elapsed=time.monotonic,
            next_poll=lambda *facts, **more: next_poll(
                *facts, schedule=SCHEDULE, now=self.clock.now(), spread=0.5, **more
            ),
            mint=lambda: "token",
            post=self.network,
            chance=lambda: 0.5,
        )

    def teardown(self) -> None:
        asyncio.run(self.pipeline.close())
        self.folder.cleanup()

    # --- what happens ----------------------------------------------------------------------------------------------

    def made(self, source: str, **more: str) -> News:
        """A new piece of news on top of a source's window."""
        self.count += 1
        nr, mark = self.count, f"mark{self.count}"
        link = f"https://www.{source}.example/{source}/{title(source, nr).split(': ')[1].replace(' ', '-')}"
        written: dict[str, Any] = {
            "mark": mark,
            "guid": f"tag:{source}.example,2026:{nr}",
            "link": link,
            "title": title(source, nr),
            "text": f"{text(source, nr)} {mark}.",
        }
        made = News(
            nr, source, published=self.clock.now() - timedelta(minutes=1 + nr % 7, seconds=nr), **written | more
        )
        self.windows[source].insert(0, made)
        return made

    def has(self, source: str, mark: str) -> bool:
        """Whether the source ever said this."""
        return any(each.key == (source, mark) for each in [*self.polled.values(), *self.windows[source]])

    @rule(target=news, source=st.sampled_from(HONEST), short=st.booleans())
    def something_happens(self, source: str, short: bool) -> News:
        made = self.made(source)
        if short:
            made.text = f"In short: {made.mark}."
        return made

    @rule(target=news, like=news, source=st.sampled_from(SOURCES))
    def a_source_reprints(self, like: News, source: str) -> News:
        """Text and mark are another's, guid and address its own."""
        if self.has(source, like.mark):
            return like
        return self.made(source, mark=like.mark, title=like.title, text=like.text)

    @rule(target=news, like=news, text_too=st.booleans(), title_too=st.booleans(), first=st.booleans())
    def a_thief_copies(self, like: News, text_too: bool, title_too: bool, first: bool) -> News:
        """Guid and address are another's; what it says is its own or not; it may be polled first (I09 to I11)."""
        if like.source == THIEF or like.nr in self.copied or self.has(THIEF, like.mark):
            return like
        self.copied.add(like.nr)
        copied = {"guid": like.guid, "link": like.link}
        copied |= {"title": like.title} if title_too else {}
        copied |= {"text": like.text, "mark": like.mark} if text_too else {}
        made = self.made(THIEF, **copied)
        made.shared = True
        if first:
            self.a_source_is_polled(THIEF)
        return made

    @rule(source=st.sampled_from(HONEST))
    def a_thief_claims_an_id_to_come(self, source: str) -> None:
        """Our own, of what a source will say next: they are foreseeable (I10)."""
        coming = article_id(source, f"guid:tag:{source}.example,2026:{self.count + 2}")
        self.made(THIEF, guid=f"tag:{SITE.authority},{SITE.since.isoformat()}:{coming}").shared = True
        self.a_source_is_polled(THIEF)

    @rule(target=news, like=news)
    def a_guid_is_used_again(self, like: News) -> News:
        """For other news of the same source (I05, I07)."""
        made = self.made(like.source, guid=like.guid)
        made.shared = like.shared = True
        return made

    @rule(of=news, how=st.sampled_from(sorted(CHANGES)), polled=st.booleans())
    def an_entry_changes(self, of: News, how: str, polled: bool) -> None:
        """Some changes make it hard to be known, and of these there is one between two polls."""
        needs = CHANGES[how][0]
        if "settled" in needs and not of.settled:
            self.a_source_is_polled(of.source)
        if needs <= {name for name in ("settled", "single") if getattr(of, name)}:
            CHANGES[how][1](of)
            of.settled = of.settled and not needs
        if polled or needs:
            self.a_source_is_polled(of.source)

    @rule(source=st.sampled_from(HONEST))
    def a_site_moves(self, source: str) -> None:
        """Every address and every guid changes at once (I02)."""
        window = self.windows[source]
        if all(each.settled and each.single for each in window):
            for each in window:
                each.link = re.sub(r"//[^/]*/", f"//new{self.count}.example/", each.link)
                each.guid += "-moved"
                each.settled = False

    @rule(of=news)
    def an_entry_goes_or_comes_back(self, of: News) -> None:
        window = self.windows[of.source]
        if of in window:
            window.remove(of)
        else:
            window.append(of)

    @rule(hours=st.sampled_from([0, 1, 30, 24 * 40]), order=st.permutations(SOURCES), turned=st.booleans())
    def time_passes(self, hours: int, order: list[str], turned: bool) -> None:
        """And everybody is polled, in another order, and what they say may be in another order, too (I17)."""
        self.clock.moment += timedelta(hours=hours)
        for source in order:
            if turned:
                self.windows[source].reverse()
            self.a_source_is_polled(source)

    @rule()
    def we_begin_anew(self) -> None:
        asyncio.run(self.pipeline.close())
        self.pipeline = self.open()

    @rule(one=st.integers(0, 99), other=st.integers(0, 99))
    def stories_are_found_to_be_one(self, one: int, other: int) -> None:
        names = sorted(name for name, _, _ in self.minted.values())
        if names:
            found = [self.pipeline.store.find(names[each % len(names)]) for each in (one, other)]
            gone, kept = (each.story for each in found if each)
            state = self.pipeline.store.source_state("alpha")
            self.pipeline.store.apply(Batch(state, same_story=((gone, kept),), dirty=frozenset({FEED.id})))

    def a_source_is_polled(self, source: str) -> None:
        """What it says now is what has to be held."""
        window = self.windows[source]
        written = "".join(each.written() for each in window)
        self.network.documents[source] = f'<feed xmlns="http://www.w3.org/2005/Atom"><title>t</title>{written}</feed>'
        report = asyncio.run(self.pipeline.poll(self.editorial.configuration.sources[source]))
        assert report.outcome.good, report.message
        for each in window:
            each.settled = True
            self.polled[each.key] = replace(each)
        self.look()

    # --- what holds ------------------------------------------------------------------------------------------------

    def look(self) -> None:
        """Every piece of news is one article, as it was polled last, under the id and date it came with."""
        held = list(self.pipeline.store.articles(since=START - timedelta(days=9)))
        found = {(each.article.source, MARK.findall(each.article.text)[0]): each.article for each in held}
        assert len(found) == len(held), "an article is there twice"
        assert found.keys() == self.polled.keys(), "an article is lost, or made of nothing"
        minted = {key: (each.id, each.public_id, each.published) for key, each in found.items()}
        assert self.minted.items() <= minted.items(), "an id or a date changed"
        for part in (0, 1):
            assert len({each[part] for each in minted.values()}) == len(minted), "two articles have one id"
        assert {key: (each.title, each.text) for key, each in found.items()} == {
            key: (each.title, each.text) for key, each in self.polled.items()
        }
        self.minted = minted

    @rule()
    def feeds_are_published(self) -> None:
        """Nobody's news is gone, and none is there twice."""
        asyncio.run(self.pipeline.publish(accept_shrink=True))
        feed = curated(self.editorial.configuration, self.pipeline.store, FEED.id)
        shown = [entry.id for entry in feed.entries]
        assert len(set(shown)) == len(shown)
        versions = {version.id for entry in feed.entries for version in entry.versions}
        ids = {name for name, _, _ in self.minted.values()}
        assert ids == {*shown, *versions}, "news is in no feed"


def test_any_history_keeps_every_article_once() -> None:
    """Ids are one to one with articles, for ever, whatever sources do to their own entries and to each other's."""
    run_state_machine_as_test(
        Histories,
        settings=settings(
            deadline=None, max_examples=40, stateful_step_count=25, suppress_health_check=list(HealthCheck)
        ),
    )


def test_a_guid_that_changed_alone_is_remembered() -> None:
    """Nothing but the guid was new; then headline and address are rewritten under it, and the first guid comes back."""
    history = Histories()
    try:
        of = history.made("alpha")
        for how in ("its guid changes", "its headline and address are rewritten", "its guid changes"):
            history.an_entry_changes(of, how, polled=True)
        of.guid = f"tag:alpha.example,2026:{of.nr}"
        of.settled = True
        history.an_entry_changes(of, "its title is edited", polled=True)
        history.feeds_are_published()
        assert len(history.minted) == 1
    finally:
        history.teardown()
