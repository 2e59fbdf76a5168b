"""The press: curates the feeds that changed, has them written, and keeps the site's pages in step with them.

What is read from the store and what is written to it goes through the corridor's one lane; rendering and writing
documents has a lane of its own, so that polls do not wait for pages.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, datetime
from functools import partial
from typing import ParamSpec, TypeVar

from syndicator.archivist import Archivist
from syndicator.curate import choose, curate, kept_back, neighbours
from syndicator.errors import PublishError
from syndicator.languages.tags import primary, tongue
from syndicator.model.article import Article
from syndicator.model.configuration import Configuration
from syndicator.model.feed import (
    RETRACTED,
    Feed,
    FeedDefinition,
    Held,
    Retraction,
    Surroundings,
    announced_in,
    edition_name,
)
from syndicator.model.report import SITE, PublishReport
from syndicator.model.ruling import RulingKind, Rulings
from syndicator.offering import made_for, settle
from syndicator.ports import Clock, OutputStore, Store
from syndicator.publish import publish, publish_site, publish_stories, stories_with_pages, withdraw
from syndicator.publish.plain import Rules
from syndicator.publish.site import Memory

_STORIES_AT_ONCE = 100
Announce = Callable[[Configuration, Mapping[str, str]], object]
"""Has whoever is to know told of documents, by the versions that readers get now."""
_P = ParamSpec("_P")
_T = TypeVar("_T")


class Lane:
    """One thread that does one piece of work after the other; closing it drops what has not begun."""

    def __init__(self, name: str) -> None:
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix=name)

    async def run(self, work: Callable[_P, _T], *arguments: _P.args, **named: _P.kwargs) -> _T:
        """What *work* returns, once its turn has come."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, partial(work, *arguments, **named))

    async def close(self) -> None:
        """Finish the piece at hand."""
        await asyncio.to_thread(self._thread.shutdown, cancel_futures=True)


class Press:
    """Publishes what is dirty; keeps what it published, so that what is not dirty costs nothing."""

    def __init__(
        self,
        *,
        store: Store,
        output: OutputStore,
        clock: Clock,
        corridor: Lane,
        archivist: Archivist,
        announce: Announce,
        offered: Callable[[], None],
    ) -> None:
        self._store = store
        self._output = output
        self._clock = clock
        self._corridor = corridor
        self._announce = announce
        self._archivist = archivist
        self._offered = offered
        self._lane = Lane("press")
        self._closing = threading.Event()
        self._shown: dict[tuple[str, str | None], Feed] = {}
        self._announced: dict[str, dict[str, set[str]]] = {}
        """Feed → name of the edition → the entries that the store knows to be announced, those of the last time."""
        self._texts = Texts()
        self._memory = Memory()
        self._adopted = True

    def forget(self) -> None:
        """The configuration changed: make everything anew, and look at what is to be withdrawn."""
        self._shown.clear()
        self._announced.clear()
        self._texts = Texts()
        self._memory = Memory()
        self._adopted = True

    async def close(self) -> None:
        """Finish the document at hand."""
        self._closing.set()
        await self._lane.close()

    async def publish(self, configuration: Configuration, feeds: Collection[str] | None) -> list[PublishReport]:
        """Publish the dirty feeds, or those named in *feeds*, then the site; what differs is written.

        Returns a report for each feed and one for the site, or nothing when there was nothing to do.
        """
        configuration = _of_today(configuration, self._clock.now().date())
        dirty = await self._corridor.run(self._store.dirty)
        accepted = await self._corridor.run(self._store.shrink_accepted)
        definitions = configuration.feeds
        self._let_go(definitions)
        wanted = dict.fromkeys((*(feeds if feeds is not None else dirty), *self._just_ended(definitions)))
        due = [definitions[name] for name in wanted if name in definitions]
        reports = [
            await self._feed(configuration, each, dirty.get(each.id, 0), accept_shrink=each.id in accepted)
            for each in due
        ]
        for gone in sorted(dirty.keys() - definitions.keys()):
            await self._corridor.run(self._store.mark_published, gone, dirty[gone], {}, self._clock.now())
        await self._offer(configuration)
        owed = await self._corridor.run(self._store.story_pages_owed)
        if not due and not owed and not self._adopted:
            return []
        site = await self._site(configuration, {each.id for each in due})
        if site.held:  # what is owed stays owed
            await self._corridor.run(self._store.mark_dirty, [each.id for each in due])
        else:
            site = await self._put_right(configuration, owed) or site
        return [*reports, site]

    def _let_go(self, definitions: Mapping[str, FeedDefinition]) -> None:
        """Withdraw the feeds that have been over for long since they were published: nothing else tells of that."""
        for name in [each for each in self._shown if each[0] not in definitions]:
            del self._shown[name]
            self._adopted = True

    def _just_ended(self, definitions: Mapping[str, FeedDefinition]) -> list[str]:
        """The feeds whose last day has come since they were published: nothing else tells them to say farewell."""
        shown = {name: self._shown.get((name, None)) for name in definitions}
        return [name for name, feed in shown.items() if feed and feed.definition.ended != definitions[name].ended]

    async def _feed(
        self, configuration: Configuration, definition: FeedDefinition, generation: int, *, accept_shrink: bool
    ) -> PublishReport:
        curated = await self._curated(configuration, definition)
        made = await self._lane.run(self._leading_back, curated)
        report = await self._written(configuration, made, accept_shrink=accept_shrink)
        announced = {
            edition_name(feed.edition): {entry.id for entry in feed.entries} - report.left_out.keys()
            for feed in made
            if feed.edition not in report.held_editions
        }
        done = 0 if report.held or report.queued else generation  # what waits is owed
        before = self._announced.get(definition.id, {})
        fresh = {edition: names - before.get(edition, set()) for edition, names in announced.items()}
        await self._corridor.run(self._store.mark_published, definition.id, done, fresh, self._clock.now())
        self._announced[definition.id] = {**before, **announced}
        faults = await self._archive(configuration, definition)
        led = await self._lane.run(self._leading_back, curated)
        if led != made:  # there is a new archive, which they have to lead to
            again = await self._written(configuration, led, accept_shrink=accept_shrink)
            report = replace(again, written=tuple(dict.fromkeys((*report.written, *again.written))))
        if faults:
            await self._corridor.run(self._store.mark_dirty, [definition.id])
            report = replace(report, held="; ".join(filter(None, (report.held, *faults))), refused=True)
        return report

    async def _curated(self, configuration: Configuration, definition: FeedDefinition) -> list[Feed]:
        now = self._clock.now()
        return await self._corridor.run(editions, configuration, self._store, definition, now, self._texts)

    async def _written(
        self, configuration: Configuration, made: Sequence[Feed], *, accept_shrink: bool
    ) -> PublishReport:
        report = await self._lane.run(publish, made, configuration.site, self._output, accept_shrink=accept_shrink)
        published = [feed for feed in made if feed.edition not in report.held_editions]
        self._shown.update({(feed.definition.id, feed.edition): feed for feed in published})
        await self._corridor.run(self._announce, configuration, report.versions)
        return report

    def _leading_back(self, made: Sequence[Feed]) -> list[Feed]:
        """Feeds that lead to the newest of their archives."""
        return [replace(feed, previous=self._archivist.newest(feed.definition, feed.edition)) for feed in made]

    async def _archive(self, configuration: Configuration, definition: FeedDefinition) -> list[str]:
        """Keep the archives of every edition in step; why one cannot be made."""
        faults = []
        for edition in definition.editions:
            shown = self._shown.get((definition.id, edition))
            work = await self._corridor.run(self._archivist.look, configuration, definition, edition, shown)
            try:
                if work is not None:
                    await self._lane.run(self._archivist.keep, work, configuration.site)
            except PublishError as fault:
                faults.append(f"{definition.id} {edition_name(edition)}: no archive: {fault}")
            except OSError as fault:
                faults.append(f"{definition.id} {edition_name(edition)}: no archive: {fault.strerror}")
        return faults

    async def _offer(self, configuration: Configuration) -> None:
        """Partners are offered what was announced, some at a time so that polls need not wait for all of it."""
        await self._corridor.run(self._store.owe_offers, made_for(configuration))
        settled = False
        while not self._closing.is_set():
            if not await self._corridor.run(settle, configuration, self._store, self._clock.now()):
                break
            settled = True
        if settled:
            await self._corridor.run(self._offered)

    async def _site(self, configuration: Configuration, just_tried: Collection[str]) -> PublishReport:
        for definition in configuration.feeds.values():
            if definition.id not in just_tried and (definition.id, None) not in self._shown:
                made = await self._curated(configuration, definition)
                led = await self._lane.run(self._leading_back, made)
                self._shown.update({(definition.id, feed.edition): feed for feed in led})
        telling = _telling(self._told(), self._shown.values())
        around = await self._corridor.run(surroundings, telling, configuration, self._store)
        return await self._lane.run(
            publish_site,
            self._in_order(configuration),
            list(configuration.feeds.values()),
            configuration.site,
            self._output,
            memory=self._memory,
            around=around,
            rules=Rules(configuration.topics, configuration.concepts, configuration.organisations),
            going_on=lambda: not self._closing.is_set(),
        )

    def _in_order(self, configuration: Configuration) -> list[Feed]:
        names = [(each.id, edition) for each in configuration.feeds.values() for edition in each.editions]
        return [self._shown[name] for name in names if name in self._shown]

    def _told(self) -> set[str]:
        return {entry.story for feed in self._shown.values() for entry in feed.entries}

    async def _put_right(self, configuration: Configuration, owed: Mapping[str, int]) -> PublishReport | None:
        """Pages of stories that no feed tells any more, as they should be: after the stories changed, or all of them
        after a change of the configuration, when what is defined no more is withdrawn, too.

        Returns the report of what the system refused, if it did.
        """
        try:
            report = await self._withdrawn(configuration) if self._adopted else None
            report = report or await self._of_the_past(configuration, list(owed))
        except OSError as fault:
            return PublishReport(SITE, held=f"the past cannot be put right: {fault.strerror}", refused=True)
        if report is None:
            self._adopted = False
            await self._corridor.run(self._store.story_pages_made, owed)
        return report

    async def _withdrawn(self, configuration: Configuration) -> PublishReport | None:
        definitions = list(configuration.feeds.values())
        await self._lane.run(withdraw, definitions, self._output)
        return await self._of_the_past(configuration, await self._lane.run(stories_with_pages, self._output))

    async def _of_the_past(self, configuration: Configuration, stories: Collection[str]) -> PublishReport | None:
        """Pages of those among *stories* that no feed tells now."""
        told = self._told()
        past = [story for story in stories if story not in told]
        for at in range(0, len(past), _STORIES_AT_ONCE):
            chunk = past[at : at + _STORIES_AT_ONCE]
            feeds = await self._corridor.run(feeds_of, chunk, configuration, self._store)
            around = await self._corridor.run(surroundings, _telling(chunk, feeds), configuration, self._store)
            standing = await self._corridor.run(self._store.standing, chunk)
            named = {story: standing.get(story, story) for story in chunk}
            report = await self._lane.run(
                publish_stories,
                feeds,
                named,
                configuration.site,
                self._output,
                memory=self._memory,
                around=around,
            )
            if report.held:
                return report
        return None


class Texts:
    """Whole articles that feeds show: read once as long as they stay as they are, and held by what is shown anyway."""

    def __init__(self) -> None:
        self._of_feed: dict[str, dict[str, tuple[Article, Article]]] = {}
        """Feed → article → its outline, and all of it that may be shown."""

    def of(self, store: Store, feed: str, wanted: Mapping[str, Held]) -> dict[str, Held]:
        """These outlines with their texts, by id; what the feed shows no more is forgotten."""
        before = self._of_feed.get(feed, {})
        known = {
            name: before[name] for name, held in wanted.items() if name in before and before[name][0] is held.article
        }
        missing = wanted.keys() - known.keys()
        read = store.held(missing) if missing else {}
        known |= {name: (wanted[name].article, _as_shown(each.article)) for name, each in read.items()}
        self._of_feed[feed] = known
        return {name: replace(wanted[name], article=whole) for name, (_, whole) in known.items()}


def _as_shown(article: Article) -> Article:
    """Without the text that no feed shows beside a summary."""
    return replace(article, text="") if article.summary else article


def editions(
    configuration: Configuration, store: Store, definition: FeedDefinition, now: datetime, texts: Texts | None = None
) -> list[Feed]:
    """The feed of all languages, then one for each edition, as store and rights of the sources make it *now*.

    *texts* are those of earlier times.
    """
    latest = within_reach(store, definition)
    stories = store.outlines({story for articles in latest.values() for story in articles.values()})
    members = {each.article.id: each for articles in stories.values() for each in articles}
    announced = store.announced(definition.id, members)
    rulings = Rulings(store.rulings(stories, definition.id))
    chosen = [
        choose(
            definition,
            [members[name] for language in definition.asked(edition) for name in latest[language] if name in members],
            stories,
            configuration.sources,
            edition=edition,
            announced=announced_in(edition, announced),
            now=now,
            rulings=rulings,
        )
        for edition in definition.editions
    ]
    wanted = {name: members[name] for each in chosen for name in each.wanted}
    whole = (texts or Texts()).of(store, definition.id, wanted)
    store.settle()  # before anybody sees it
    made = [each.feed(whole) for each in chosen]
    return [replace(feed, retracted=_retracted(store, feed, now)) for feed in made]


def _retracted(store: Store, feed: Feed, now: datetime) -> tuple[Retraction, ...]:
    """What the feed published, and was withdrawn lately."""
    gone = store.retracted(feed.definition.id, edition_name(feed.edition))
    made = (
        Retraction(each.article.public_id, each.article.language, each.article.published, each.withdrawn.at)
        for each in gone
        if each.withdrawn and each.withdrawn.at > now - RETRACTED
    )
    return tuple(sorted(made, key=lambda each: (each.at, each.public_id), reverse=True))


def _of_today(configuration: Configuration, today: date) -> Configuration:
    """The configuration without the feeds that ended long ago, and with no end that is still to come."""
    feeds = {
        name: each if each.ended is None or each.ended <= today else replace(each, ended=None)
        for name, each in configuration.feeds.items()
        if not each.is_gone(today)
    }
    return configuration if feeds == configuration.feeds else replace(configuration, feeds=feeds)


def within_reach(store: Store, definition: FeedDefinition) -> dict[str | None, dict[str, str]]:
    """The articles among which the entries of a feed are found, with their stories, by language; None stands for all.

    Twice as many as an edition may keep, since versions of one story are folded; and what editors bring into it.
    """
    entries, hours = definition.entries * 2, definition.hours
    brought = _brought(store, definition)
    return {
        each: {
            **store.latest(definition.topic, entries=entries, hours=hours, language=each),
            **{
                held.article.id: held.story
                for held in brought
                if each is None or primary(held.article.language) == primary(each)
            },
        }
        for each in definition.reach
    }


def _brought(store: Store, definition: FeedDefinition) -> list[Held]:
    """The articles that editors pinned, or put into the feed; some of them may be among its latest anyway."""
    ruled = store.ruled(definition.id, {RulingKind.PIN, RulingKind.INCLUDE})
    if not ruled:
        return []
    rulings = Rulings(store.rulings(ruled, definition.id))
    stories, articles = rulings.named(RulingKind.PIN, RulingKind.INCLUDE)
    members = [each for some in store.stories(stories).values() for each in some]
    found = {each.article.id: each for each in (*members, *store.held(articles).values())}
    return [each for each in found.values() if rulings.brings(definition.topic, each)]


def feeds_of(stories: Collection[str], configuration: Configuration, store: Store) -> list[Feed]:
    """What the *stories* would be in every feed and language that ever could hold them, however long ago."""
    members = store.stories(stories)
    names = {each.article.id for articles in members.values() for each in articles}
    found = []
    for definition in configuration.feeds.values():
        rulings = Rulings(store.rulings(members, definition.id))
        known = store.announced(definition.id, names) if definition.review else {}
        told = {article: min(moments.values()) for article, moments in known.items()}
        of_language: dict[str, list[Held]] = {}
        for each in (each for articles in members.values() for each in articles):
            if rulings.has(definition.topic, each):
                of_language.setdefault(tongue(each.article.language), []).append(each)
        for language, held in sorted(of_language.items()):
            whole = replace(definition, entries=len(held))
            sources = configuration.sources
            made = curate(whole, held, members, sources, edition=language, announced=told, rulings=rulings)
            found.append(made)
    store.settle()  # before anybody sees it
    return [replace(feed, definition=configuration.feeds[feed.definition.id]) for feed in found if feed.entries]


def surroundings(
    telling: Mapping[str, Collection[str]], configuration: Configuration, store: Store
) -> dict[str, Surroundings]:
    """What is known of stories beside their articles: who was merged into them, and what may be the same.

    *telling* names the feeds that tell each: what their editors keep back is not named there either.
    """
    aliases, suggested = store.aliases(telling), store.suggested(telling)
    others = store.held({each.article for found in suggested.values() for each in found})
    told_by = {feed for story in suggested for feed in telling[story]}
    hidden = {feed: _kept_back(configuration.feeds[feed], others, store) for feed in told_by} if others else {}
    store.settle()  # before anybody sees it
    found = {}
    for story in telling:
        if story in aliases or story in suggested:
            named = others.keys() - frozenset[str]().union(*(hidden.get(feed, ()) for feed in telling[story]))
            near = neighbours(suggested.get(story, ()), {name: others[name] for name in named}, configuration.sources)
            found[story] = Surroundings(tuple(aliases.get(story, ())), near)
    return found


def _kept_back(definition: FeedDefinition, others: Mapping[str, Held], store: Store) -> frozenset[str]:
    """Those of some articles that the editors of a feed keep back."""
    rulings = Rulings(store.rulings({each.story for each in others.values()}, definition.id))
    announced = store.announced(definition.id, others) if definition.review else {}
    return frozenset(name for name, each in others.items() if kept_back(each, definition, rulings, announced))


def _telling(stories: Collection[str], feeds: Iterable[Feed]) -> dict[str, set[str]]:
    """Each of *stories* → the feeds that tell it."""
    telling: dict[str, set[str]] = {story: set() for story in stories}
    for feed in feeds:
        for entry in feed.entries:
            if entry.story in telling:
                telling[entry.story].add(feed.definition.id)
    return telling
