"""The corridor: it walks the rooms in order and decides nothing.

``poll``: ingest → normalise → deduplicate → tag → one transaction. ``publish``: the press (:mod:`syndicator.press`).
Facts are read first, pure rooms decide, and everything is applied at once.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import islice
from typing import Protocol

from syndicator.deduplicate import deduplicate, keys
from syndicator.ingest import ingest
from syndicator.model.article import Article, Rejected, Rejection
from syndicator.model.canary import Canary, heard, is_ours
from syndicator.model.configuration import Configuration
from syndicator.model.entry import Entry
from syndicator.model.feed import Held, Site
from syndicator.model.history import excused, failed, succeeded
from syndicator.model.members import lasting, with_members
from syndicator.model.report import PollReport, PublishReport, attempted
from syndicator.model.source import LIST, Outcome, Source, SourceState
from syndicator.model.subscription import Subscription, is_relied_on, missed
from syndicator.model.topic import Tagged
from syndicator.model.verdict import Decision, VerdictKind
from syndicator.normalise import normalise
from syndicator.ports import Batch, Clock, Collected, Failed, Fetch, OutputStore, Reader, Send, Store, Unchanged
from syndicator.press import Lane, Press
from syndicator.subscriber import PUSHES_APART, Subscriber
from syndicator.tag import Compiled, tag

_POLL_DEADLINE = 120.0
_RETAG_CHUNK = 200
_RETAG_SINCE = timedelta(days=365)
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


class Web(Fetch, Send, Protocol):
    """What the corridor asks of the network."""


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

    One lane takes facts and applies decisions, so that two polls never decide on the same facts.
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
    ) -> None:
        self.editorial = editorial
        """With the members of lists, as the store knows them."""
        self.store = store
        self.output = output
        self.clock = clock
        self._fetch = fetch
        self._reader = reader
        self._elapsed = elapsed
        self._next_poll = next_poll
        self._corridor = Lane("corridor")
        self.subscriber = Subscriber(store=store, send=fetch, clock=clock, corridor=self._corridor, mint=mint)
        self._press = Press(store=store, output=output, clock=clock, corridor=self._corridor)
        self._publishing = asyncio.Lock()
        self._canary: Canary = ()
        self._work_with(editorial)

    async def close(self) -> None:
        """Finish the step at hand, then let go of children, connections and the store."""
        await self._press.close()
        await self._corridor.close()
        self._reader.close()
        await self._fetch.close()
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
        decisions = decide(self.store, articles, self.editorial.configuration.site, now)
        tagged = {each.article.id: self._tagged(each.article) for each in decisions if _changed(each)}
        published = [each.article.published for each in decisions if _is_news(each)]
        state = succeeded(result.state, Outcome.OK, now, published=published)
        counted = Counter(each.verdict.kind for each in decisions)
        report = PollReport(
            source.id,
            Outcome.OK,
            entries=len(result.entries),
            new=len(published),
            updated=counted[VerdictKind.UPDATE],
            duplicates=counted[VerdictKind.REPRINT],
            rejected=tuple(rejected),
            conditional=result.conditional,
            notes=result.notes,
        )
        batch = Batch(state, tuple(decisions), tagged, self._touched(decisions, tagged))
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

    def _touched(self, decisions: Sequence[Decision], tagged: Mapping[str, Tagged]) -> frozenset[str]:
        """Feeds whose documents may change: those of the topics found now, and those that hold an earlier state."""
        topics = {each.topic for of_article in tagged.values() for each in of_article.tags}
        changed = {each.story for each in decisions if each.verdict.kind is not VerdictKind.KNOWN}
        earlier = (held for members in self.store.stories(changed).values() for held in members) if changed else ()
        topics.update(each.topic for held in earlier for each in held.tagged.tags)
        feeds = self.editorial.configuration.feeds.values()
        return frozenset(feed.id for feed in feeds if feed.topic in topics)

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
            return await self._press.publish(configuration, feeds)

    # --- a changed configuration -----------------------------------------------------------------------------------

    async def adopt(self, editorial: Editorial) -> int:
        """Work with *editorial* from now on: tag anew what its rules see differently, mark every feed to be looked at.

        Returns how many stored articles were tagged anew.
        """
        async with self._publishing:
            await self._corridor.run(self._work_with, editorial)
            self._press.forget()
            versions = {topic.id: topic.version for topic in editorial.configuration.topics.values()}
            known = await self._corridor.run(self.store.topic_versions)
            count = 0
            feeds = editorial.configuration.feeds
            if known != versions:
                count = await self._tag_anew()
                # the operator's own rule may take out what it likes
                rewritten = [each.id for each in feeds.values() if known.get(each.topic) != versions.get(each.topic)]
                await self._corridor.run(self.store.mark_dirty, rewritten, accept_shrink=True)
                await self._corridor.run(self.store.set_topic_versions, versions)
            await self._corridor.run(self.store.mark_dirty, feeds)
        return count

    async def _tag_anew(self) -> int:
        """Tag the stored past with the present rules; polls go on between the chunks."""
        count = 0
        stored = self.store.articles(since=self.clock.now() - _RETAG_SINCE)
        while chunk := await self._corridor.run(lambda: list(islice(stored, _RETAG_CHUNK))):
            await self._corridor.run(self._retag, chunk)
            count += len(chunk)
        return count

    def _retag(self, stored: Sequence[Held]) -> None:
        self.store.retag({held.article.id: self._tagged(held.article) for held in stored}, ())


def decide(store: Store, articles: Sequence[Article], site: Site, now: datetime) -> list[Decision]:
    """Verdicts on *articles* beside what the store holds."""
    own = [keys(article) for article in articles]
    candidates = store.candidates(frozenset().union(*own)) if own else ()
    return deduplicate(
        articles, own, candidates, now=now, mint=lambda each: f"tag:{site.authority},{site.since.isoformat()}:{each.id}"
    )


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
    return decision.verdict.kind not in (VerdictKind.KNOWN, VerdictKind.UPDATE)


def _changed(decision: Decision) -> bool:
    return decision.verdict.kind is not VerdictKind.KNOWN
