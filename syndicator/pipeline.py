"""The corridor: it walks the rooms in order and decides nothing.

``poll``: ingest → normalise → deduplicate → tag → one transaction. ``publish``: the press (:mod:`syndicator.press`).
Facts are read first, pure rooms decide, and everything is applied at once.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from functools import partial
from sys import maxsize
from typing import Protocol

from syndicator.archivist import Archivist, seal_of
from syndicator.carrier import Carrier
from syndicator.deduplicate import proposal
from syndicator.herald import Herald
from syndicator.hub import Hub
from syndicator.ingest import ingest
from syndicator.linkage import Linkage, Linked, printed_anew
from syndicator.mirror import Mirror
from syndicator.model.article import Article, Note, Rejected, Rejection
from syndicator.model.canary import Canary, heard, is_ours
from syndicator.model.configuration import Configuration
from syndicator.model.entry import Entry
from syndicator.model.history import excused, failed, succeeded
from syndicator.model.members import lasting, with_members
from syndicator.model.report import PollReport, PublishReport, attempted
from syndicator.model.retagging import GONE, Retagging
from syndicator.model.source import LIST, IdentityPolicy, Outcome, Source, SourceState
from syndicator.model.subscription import Subscription, is_relied_on, missed
from syndicator.model.topic import Tagged
from syndicator.model.verdict import Decision, VerdictKind
from syndicator.model.withdrawal import Withdrawal
from syndicator.normalise import normalise
from syndicator.ports import Batch, Clock, Collected, Embedder, Failed, OutputStore, Reader, Store, Unchanged, Web
from syndicator.press import Lane, Press, within_reach
from syndicator.retraction import retracted
from syndicator.subscriber import PUSHES_APART, Subscriber
from syndicator.tag import Compiled, counted, tag

_POLL_DEADLINE = 120.0
_RETAG_CHUNK = 200
_GONE_AT_ONCE = 200
"""Articles whose texts leave in one transaction."""
_PRINTED_AT_ONCE = 50
"""Texts fingerprinted anew while polls wait: as long as a poll of as many takes."""
_CHUNKS_AT_ONCE = 25
"""Between them the press has its turn."""
RETAG_SINCE = timedelta(days=365)
"""How far back stored articles are tagged anew when a rule changes: far beyond any feed's window."""


class NextPoll(Protocol):
    """When to poll a source again: see :func:`syndicator.schedule.timing.next_poll`."""

    def __call__(
        self,
        source: Source,
        state: SourceState,
        outcome: Outcome,
        *,
        fresh_for: int | None = None,
        retry_after: int | None = None,
        ttl: int | None = None,
    ) -> datetime:
        """The time of the next poll, given how the last one ended."""
        ...


OnRetag = Callable[[Retagging], None]


@dataclass(frozen=True, slots=True)
class Editorial:
    """The configuration with its topics compiled: replaced as a whole when the operator's files change."""

    configuration: Configuration
    compiled: Compiled


@dataclass(frozen=True, slots=True)
class _Visit:
    """A poll on its way."""

    source: Source
    before: SourceState
    began: float
    at: datetime


class Pipeline:
    """Polls sources and publishes feeds over the ports it is given.

    *fetch* polls, *post* delivers what we have to say. One lane takes facts and applies decisions, so that two polls
    never decide on the same facts.
    """

    def __init__(
        self,
        editorial: Editorial,
        *,
        store: Store,
        fetch: Web,
        reader: Reader,
        output: OutputStore,
        clock: Clock,
        elapsed: Callable[[], float],
        next_poll: NextPoll,
        mint: Callable[[], str],
        post: Web,
        chance: Callable[[], float],
        embedder: Embedder | None = None,
        mirror: Mirror | None = None,
    ) -> None:
        self.editorial = editorial
        """With the members of lists, as the store knows them."""
        self.store = store
        self.output = output
        self.mirror = mirror
        """None where documents lie in the folder alone."""
        self.clock = clock
        self._fetch = fetch
        self._reader = reader
        self._elapsed = elapsed
        self._next_poll = next_poll
        self._corridor = Lane("corridor")
        self._linkage = Linkage(store, embedder)
        self.subscriber = Subscriber(store=store, send=fetch, clock=clock, corridor=self._corridor, mint=mint)
        self.hub = Hub(
            store=store, output=output, web=post, clock=clock, mint=mint, configuration=lambda: self.configuration
        )
        self.herald = Herald(store=store, web=post, clock=clock, configuration=lambda: self.configuration)
        couriers = self.hub.couriers | self.herald.couriers
        self.carrier = Carrier(store.queue, couriers, clock=clock, chance=chance)
        self._post = post
        self._press = Press(
            store=store,
            output=output,
            clock=clock,
            corridor=self._corridor,
            archivist=Archivist(store=store, output=output, clock=clock, seal=partial(seal_of, store, mint)),
            announce=self.hub.announce,
            offered=self.herald.call,
        )
        self._publishing = asyncio.Lock()
        self._canary: Canary = ()
        self._work_with(editorial)

    @property
    def configuration(self) -> Configuration:
        """What the operator says now."""
        return self.editorial.configuration

    async def close(self) -> None:
        """Finish the step at hand, then let go of children, connections and the store."""
        await self._press.close()
        await self.carrier.close()
        if self.mirror:
            await self.mirror.close()
        await self.hub.close()
        await self.herald.close()
        await self._corridor.close()
        self._reader.close()
        await self._fetch.close()
        await self._post.close()
        self.store.close()

    # --- polling ---------------------------------------------------------------------------------------------------

    async def poll(self, source: Source) -> PollReport:
        """Poll one source; what goes wrong is in the report and in the source's state, never raised.

        Raises only what the store raises when not even the failure can be recorded.
        """
        state = await self._corridor.run(self.store.source_state, source.id)
        visit = _Visit(source, state, self._elapsed(), self.clock.now())
        try:
            async with asyncio.timeout(_POLL_DEADLINE):
                result = await ingest(source, state, fetch=self._fetch, reader=self._reader, now=self.clock.now())
            report = await self._corridor.run(self._settle, visit, result)
        except TimeoutError:
            late = Failed(Outcome.DEADLINE, f"the poll did not end within {_POLL_DEADLINE:.0f} s")
            report = await self._corridor.run(self._failed, visit, late)
        except Exception as fault:  # a source must never take down another: record what happened and go on
            forgetful = replace(state, etag=None, last_modified=None, body_hash=None)
            broken = Failed(Outcome.INTERNAL, f"{type(fault).__name__}: {fault}")
            report = await self._corridor.run(self._failed, replace(visit, before=forgetful), broken)
        return replace(report, seconds=round(self._elapsed() - visit.began, 3))

    def _settle(self, visit: _Visit, result: Collected | Unchanged | Failed) -> PollReport:
        match result:
            case Failed():
                return self._failed(visit, result)
            case Unchanged():
                return self._unchanged(visit, result)
            case Collected():
                return self._collected(visit, result)

    def _failed(self, visit: _Visit, result: Failed) -> PollReport:
        now = self.clock.now()
        before = _of_this_address(visit.before, visit.source)
        if result.hints is not None:
            before = replace(before, hints=lasting(before.hints) | dict(result.hints))
        self._canary = heard(self._canary, visit.source, before, result.outcome, now)
        if is_ours(self._canary, result.outcome):
            self._excuse()
            words = f"our own network seems to be down, for many hosts cannot be reached at once: {result.message}"
            state = excused(before, result.outcome, words, now)
        else:
            state = failed(before, result.outcome, result.message, now, retry_after=result.retry_after)
        report = PollReport(visit.source.id, result.outcome, state.message)
        return self._apply(visit, report, Batch(state), retry_after=result.retry_after)

    def _excuse(self) -> None:
        """Take back what was counted against sources before it was known that the fault is ours."""
        for each in self._canary:
            state = self.store.source_state(each.source.id)
            if state.last_poll == each.at and not state.excused:
                outcome = state.outcome or Outcome.TRANSPORT
                as_before = replace(each.before, polls=state.polls - 1)
                forgiven = excused(as_before, outcome, state.message, each.at)
                due = self._next_poll(each.source, forgiven, outcome)
                self.store.apply(Batch(replace(forgiven, next_poll=due)))

    def _unchanged(self, visit: _Visit, result: Unchanged) -> PollReport:
        state = succeeded(result.state, Outcome.NOT_MODIFIED, self.clock.now())
        report = PollReport(visit.source.id, Outcome.NOT_MODIFIED, conditional=result.conditional, notes=result.notes)
        return self._apply(visit, report, Batch(state), fresh_for=result.fresh_for)

    def _collected(self, visit: _Visit, result: Collected) -> PollReport:
        source, now = visit.source, self.clock.now()
        articles, rejected = self._normalised(source, result, now)
        if _of_this_address(visit.before, source).last_success is None:
            articles = [_as_backlog(each) for each in articles]
        linked = self._linkage.link(articles, self.editorial.compiled, self.editorial.configuration.site, now)
        decisions = linked.decisions
        taken_back = retracted(self.store, source, result, list(zip(articles, decisions, strict=True)), now)
        published = [each.article.published for each in decisions if _is_news(each)]
        advice = identity_advice(source, articles, decisions)
        hints = result.state.hints | ({"identity": advice} if advice else {})
        state = succeeded(replace(result.state, hints=hints), Outcome.OK, now, published=published)
        verdicts = Counter(each.verdict.kind for each in decisions)
        report = PollReport(
            source.id,
            Outcome.OK,
            entries=len(result.entries),
            new=len(published),
            updated=sum(map(_is_update, decisions)),
            duplicates=verdicts[VerdictKind.REPRINT],
            rejected=tuple(rejected),
            conditional=result.conditional,
            notes=(*result.notes, *filter(None, (advice, *_of_retraction(taken_back)))),
        )
        news = [(each.article, linked.tagged[each.article.id]) for each in decisions if _is_news(each)]
        batch = replace(
            linked.batch(state),
            dirty=self._touched(linked, taken_back),
            coverage=counted(news, self.editorial.configuration.topics),
            withdrawn=taken_back,
        )
        return self._apply(visit, report, batch, fresh_for=result.fresh_for, ttl=result.ttl)

    def _apply(self, visit: _Visit, report: PollReport, batch: Batch, **said: int | None) -> PollReport:
        """Plan the next poll, and store all that this one came to; *said* is what the publisher says of waiting."""
        state = batch.state
        now = state.last_poll or self.clock.now()
        if report.outcome.good:
            self._canary = heard(self._canary, visit.source, visit.before, report.outcome, now)
        hubs = self._heard_of_hubs(visit, state, report)
        state = replace(state, pushed=any(is_relied_on(each, now) for each in hubs))
        due = self._next_poll(visit.source, state, report.outcome, **said)
        if any(each.pushed and each.pushed >= visit.at for each in hubs):  # of news that this poll may have missed
            due = min(due, now + PUSHES_APART)
        told = replace(
            report,
            seconds=round(self._elapsed() - visit.began, 3),
            next_poll=due,
            excused=state.excused,
            health=state.health,
            health_before=visit.before.health,
        )
        whole = replace(
            batch, state=replace(state, next_poll=due), at=now, attempt=attempted(told, now), subscriptions=hubs
        )
        self.store.apply(whole)
        if visit.source.kind == LIST:
            self._work_with(self.editorial)
        return told

    def _heard_of_hubs(self, visit: _Visit, state: SourceState, report: PollReport) -> tuple[Subscription, ...]:
        """The source's subscriptions: one that has not told of what this poll found has missed it."""
        if "hub" not in state.hints:
            return ()
        since = visit.before.last_poll
        return tuple(
            missed(each) if report.new and since and not (each.pushed and each.pushed >= since) else each
            for each in self.store.subscriptions(visit.source.id)
        )

    def _work_with(self, editorial: Editorial) -> None:
        """From now on with *editorial*, and the feeds that lists named at their last polls."""
        configuration = editorial.configuration
        if any(each.kind == LIST for each in configuration.sources.values()):
            editorial = replace(editorial, configuration=with_members(configuration, self.store.source_states()))
        self.editorial = editorial

    def _normalised(self, source: Source, result: Collected, now: datetime) -> tuple[list[Article], list[Rejected]]:
        made = [normalised(entry, source, result, self.editorial.configuration, now) for entry in result.entries]
        return [each for each in made if isinstance(each, Article)], [
            each for each in made if isinstance(each, Rejected)
        ]

    def _tagged(self, article: Article) -> Tagged:
        return tag(article, self.editorial.compiled)

    def _touched(self, linked: Linked, taken_back: Collection[str]) -> frozenset[str]:
        """Feeds whose documents may change: those of the topics found now, and those that hold an earlier state."""
        topics = {each.topic for of_article in linked.tagged.values() for each in of_article.tags}
        changed = {each.story for each in linked.decisions if each.verdict.kind is not VerdictKind.KNOWN}
        changed.update(story for pair in linked.merged for story in pair)
        changed.update(each.story for each in self.store.held(taken_back).values())
        topics |= self.store.topics_of(changed)
        ruling = self.store.feeds_ruling(changed)
        feeds = self.editorial.configuration.feeds.values()
        return frozenset(feed.id for feed in feeds if feed.topic in topics or feed.id in ruling)

    # --- publishing ------------------------------------------------------------------------------------------------

    async def publish(
        self, feeds: Collection[str] | None = None, *, accept_shrink: bool = False
    ) -> list[PublishReport]:
        """Publish the dirty feeds, or the named ones; then the documents of the site. What differs is written."""
        async with self._publishing:
            configuration = self.editorial.configuration
            if accept_shrink:
                accepted = feeds if feeds is not None else configuration.feeds
                await self._corridor.run(self.store.mark_dirty, accepted, accept_shrink=True)
            reports = await self._press.publish(configuration, feeds)
        if reports:
            self.carrier.hurry()
            if self.mirror:
                self.mirror.hurry()
        return reports

    # --- a changed configuration -----------------------------------------------------------------------------------

    async def adopt(self, editorial: Editorial) -> int:
        """Work with *editorial* from now on: tag anew what its rules see differently, mark every feed to be looked at.

        Feeds that were renamed go on where they were. Returns how many stored articles were tagged anew.
        """
        async with self._publishing:
            await self._corridor.run(self._work_with, editorial)
            await self._corridor.run(self._rename_feeds)
            self._press.forget()
            count = await self._catch_up(await self._corridor.run(self._outdated))
            await self._corridor.run(self.store.mark_dirty, editorial.configuration.feeds)
        return count

    async def retag(self, topics: Collection[str], since: datetime, *, heard: OnRetag = lambda _: None) -> int:
        """Tag anew, with the present rules of these topics alone, what was collected *since*; their feeds get dirty.

        Returns how many articles were tagged; *heard* hears after each batch. What was left of an earlier run is
        finished first.
        """
        versions = self._versions()
        async with self._publishing:
            wanted = {topic: versions[topic] for topic in topics}
            return await self._catch_up(Retagging(wanted, since, self.clock.now()), heard)

    async def go_on_retagging(self) -> bool:
        """Do some of what somebody asked for through the store; whether more of it is left.

        Publishing and an edited configuration need not wait for all of it.
        """
        async with self._publishing:
            left = await self._corridor.run(self._left_to_do)
            return left is not None and not (await self._work_off(left, _CHUNKS_AT_ONCE))[1]

    def _rename_feeds(self) -> None:
        for each in self.editorial.configuration.feeds.values():
            if each.formerly:
                self.store.inherit(each.id, each.formerly)

    def _versions(self) -> dict[str, str]:
        return {topic.id: topic.version for topic in self.editorial.configuration.topics.values()}

    def _outdated(self) -> Retagging | None:
        """What has to be tagged anew because rules were edited, made or taken away."""
        versions, known = self._versions(), self.store.topic_versions()
        names = [name for name in {**known, **versions} if known.get(name) != versions.get(name)]
        now = self.clock.now()
        since = datetime.combine(now - RETAG_SINCE, time(), now.tzinfo)
        return Retagging({name: versions.get(name, GONE) for name in names}, since, now) if names else None

    def _left_to_do(self) -> Retagging | None:
        """What was begun, or asked for by another process; what is meant for other rules than ours is forgotten."""
        left, versions = self.store.retagging(), self._versions()
        if left and any(versions.get(topic, GONE) != version for topic, version in left.topics.items()):
            self.store.end_retagging(replace(left, topics={}), ())
            return None
        return left

    async def _catch_up(self, wanted: Retagging | None, heard: OnRetag = lambda _: None) -> int:
        """Finish what was left, then what is *wanted*, as far as that is not the same."""
        left = await self._corridor.run(self._left_to_do)
        waiting = [left, None if wanted and left and left.covers(wanted) else wanted]
        return sum([(await self._work_off(each, heard=heard))[0] for each in waiting if each])

    async def _work_off(
        self, work: Retagging, batches: int = maxsize, heard: OnRetag = lambda _: None
    ) -> tuple[int, bool]:
        """Tag anew in batches; how many articles, and whether that was all.

        Each batch is one turn of the lane, so that no poll changes an article meanwhile, and one transaction, so that
        a kill costs no more than one. Documents follow when all is done: nobody reads half of an edit.
        """
        reached = work if work.after else await self._corridor.run(self._begin, work)
        for _ in range(batches):
            further = await self._corridor.run(self._retag, reached)
            if further is None:
                await self._corridor.run(self.store.end_retagging, reached, self._feeds_of(reached.topics))
                return reached.done - work.done, True
            reached = further
            heard(reached)
        return reached.done - work.done, False

    def _begin(self, work: Retagging) -> Retagging:
        begun = replace(work, began=self.clock.now())
        self.store.begin_retagging(begun)
        return begun

    def _retag(self, reached: Retagging) -> Retagging | None:
        """One batch further; None when there is nothing more. Articles of today are in the ledger already."""
        stored = self.store.page(since=reached.since, after=reached.after, size=_RETAG_CHUNK)
        if not stored:
            return None
        judged = [(held.article, self._tagged(held.article)) for held in stored]
        further = replace(reached, after=stored[-1].article.id, done=reached.done + len(stored))
        past = [(article, found) for article, found in judged if article.collected < reached.began]
        rows = counted(past, [topic for topic, version in reached.topics.items() if version != GONE])
        self.store.retag({article.id: found for article, found in judged}, further, rows)
        return further

    # --- what is old ------------------------------------------------------------------------------------------------

    async def let_go(self) -> bool:
        """Let the texts of some of the oldest articles go that no feed could show; whether more of them are left."""
        async with self._publishing:  # what is published is not looked at while it changes
            return await self._corridor.run(self._let_go)

    async def print_anew(self) -> bool:
        """Fingerprint some of the latest texts whose fingerprints are of before; whether there were any.

        One turn of the lane, so that no poll changes one of them meanwhile.
        """
        return await self._corridor.run(self._print_anew)

    def _print_anew(self) -> bool:
        owed = self.store.unprinted(_PRINTED_AT_ONCE)
        if owed:
            self.store.print_anew(printed_anew(owed))
        return bool(owed)

    def _let_go(self) -> bool:
        now, configuration = self.clock.now(), self.editorial.configuration
        before, oldest = now - configuration.keep, self.store.oldest()
        if oldest is None or oldest >= before:
            return False
        keep = {
            name
            for definition in configuration.feeds.values()
            for some in within_reach(self.store, definition).values()
            for name in some
        }
        return self.store.let_go(before, keep=keep, most=_GONE_AT_ONCE, now=now) == _GONE_AT_ONCE

    def _feeds_of(self, topics: Collection[str]) -> list[str]:
        return [each.id for each in self.editorial.configuration.feeds.values() if each.topic in topics]


def normalised(
    entry: Entry, source: Source, document: Collected, configuration: Configuration, now: datetime
) -> Article | Rejected:
    """One entry made clean; an exception costs this entry only."""
    try:
        return normalise(
            entry,
            source,
            now=now,
            document_language=document.language,
            address=document.address or source.address,
            authority=configuration.site.authority,
            since=configuration.site.since,
            keep_guid=document.format.startswith("atom"),
        )
    except Exception as fault:  # one poisonous entry must not cost the others
        title = entry.title.value[:200] if entry.title else ""
        return Rejected(source.id, title, Rejection.ERROR, f"{type(fault).__name__}: {fault}")


def _as_backlog(article: Article) -> Article:
    """The article, if it has no date, as one that may have been there for long before its source's first poll."""
    dated = article.published != article.collected
    return article if dated else replace(article, notes=(*article.notes, Note.BACKLOG))


def identity_advice(source: Source, articles: Sequence[Article], decisions: Sequence[Decision] = ()) -> str:
    """A better identity policy than by guids, if the source's are no good and nobody has chosen another."""
    return proposal(articles, decisions) if source.identity is IdentityPolicy.GUID else ""


def _of_retraction(taken_back: Mapping[str, Withdrawal | None]) -> Iterator[str]:
    """What the operator is told of it."""
    gone = sum(each is not None for each in taken_back.values())
    if gone:
        yield f"its publisher took {gone} of its articles back"
    if len(taken_back) > gone:
        yield f"its publisher lists {len(taken_back) - gone} of the articles again that it had taken back"


def _of_this_address(state: SourceState, source: Source) -> SourceState:
    """What stays known of a source whose configured address may be another than that of its last poll."""
    if state.address == source.address:
        return state
    return SourceState(
        source.id,
        address=source.address,
        failures=state.failures,
        polls=state.polls,
        last_new=state.last_new,
        rhythm=state.rhythm,
        health=state.health,
        health_since=state.health_since,
        hints=lasting(state.hints),
    )


def _is_news(decision: Decision) -> bool:
    """Whether the article is one that we did not have."""
    return decision.verdict.kind is not VerdictKind.KNOWN and not _is_update(decision)


def _is_update(decision: Decision) -> bool:
    """Whether it is a new state of one we have; a new page that brings another up to date is an article of its own."""
    return decision.verdict.kind is VerdictKind.UPDATE and decision.verdict.of == decision.article.id
