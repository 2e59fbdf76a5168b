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
from functools import partial
from itertools import islice
from typing import Protocol

from syndicator.deduplicate import deduplicate, keys
from syndicator.ingest import ingest
from syndicator.model.article import Article, Rejected, Rejection
from syndicator.model.configuration import Configuration
from syndicator.model.entry import Entry
from syndicator.model.feed import Held, Site
from syndicator.model.report import PollReport, PublishReport
from syndicator.model.source import Outcome, Source, SourceState
from syndicator.model.topic import Tagged
from syndicator.model.verdict import Decision, VerdictKind
from syndicator.normalise import normalise
from syndicator.ports import Batch, Clock, Collected, Failed, Fetch, OutputStore, Reader, Store, Unchanged
from syndicator.press import Lane, Press
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


@dataclass(frozen=True, slots=True)
class Editorial:
    """The configuration with its topics compiled: replaced as a whole when the operator's files change."""

    configuration: Configuration
    compiled: Compiled


class Pipeline:
    """Polls sources and publishes feeds over the ports it is given.

    One lane takes facts and applies decisions, so that two polls never decide on the same facts.
    """

    def __init__(
        self,
        editorial: Editorial,
        *,
        store: Store,
        fetch: Fetch,
        reader: Reader,
        output: OutputStore,
        clock: Clock,
        elapsed: Callable[[], float],
        next_poll: NextPoll,
    ) -> None:
        self.editorial = editorial
        self.store = store
        self.output = output
        self.clock = clock
        self._fetch = fetch
        self._reader = reader
        self._elapsed = elapsed
        self._next_poll = next_poll
        self._corridor = Lane("corridor")
        self._press = Press(store=store, output=output, clock=clock, corridor=self._corridor)
        self._publishing = asyncio.Lock()

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
        began = self._elapsed()
        state = await self._corridor.run(self.store.source_state, source.id)
        try:
            async with asyncio.timeout(_POLL_DEADLINE):
                result = await ingest(source, state, fetch=self._fetch, reader=self._reader, now=self.clock.now())
            report = await self._corridor.run(self._settle, source, state, result)
        except TimeoutError:
            late = Failed(Outcome.DEADLINE, f"the poll did not end within {_POLL_DEADLINE:.0f} s")
            report = await self._corridor.run(self._failed, source, state, late)
        except Exception as fault:  # a source must never take down another: record what happened and go on
            forgetful = replace(state, etag=None, last_modified=None, body_hash=None)
            broken = Failed(Outcome.INTERNAL, f"{type(fault).__name__}: {fault}")
            report = await self._corridor.run(self._failed, source, forgetful, broken)
        return replace(report, seconds=round(self._elapsed() - began, 3))

    def _settle(self, source: Source, before: SourceState, result: Collected | Unchanged | Failed) -> PollReport:
        match result:
            case Failed():
                return self._failed(source, before, result)
            case Unchanged():
                return self._unchanged(source, result)
            case Collected():
                return self._collected(source, result)

    def _failed(self, source: Source, before: SourceState, result: Failed) -> PollReport:
        now = self.clock.now()
        if before.address != source.address:
            before = SourceState(source.id, address=source.address, failures=before.failures, last_new=before.last_new)
        state = replace(
            before,
            outcome=result.outcome,
            message=result.message,
            last_poll=now,
            failures=before.failures + 1,
            hints=before.hints if result.hints is None else dict(result.hints),
        )
        due = self._next_poll(source, state, result.outcome, retry_after=result.retry_after)
        self.store.apply(Batch(replace(state, next_poll=due), at=now))
        return PollReport(source.id, result.outcome, result.message, next_poll=due)

    def _unchanged(self, source: Source, result: Unchanged) -> PollReport:
        now = self.clock.now()
        state = _well(result.state, Outcome.NOT_MODIFIED, now)
        due = self._next_poll(source, state, Outcome.NOT_MODIFIED, fresh_for=result.fresh_for)
        self.store.apply(Batch(replace(state, next_poll=due), at=now))
        return PollReport(
            source.id, Outcome.NOT_MODIFIED, next_poll=due, conditional=result.conditional, notes=result.notes
        )

    def _collected(self, source: Source, result: Collected) -> PollReport:
        now = self.clock.now()
        articles, rejected = self._normalised(source, result, now)
        decisions = decide(self.store, articles, self.editorial.configuration.site, now)
        tagged = {each.article.id: self._tagged(each.article) for each in decisions if _changed(each)}
        state = _well(result.state, Outcome.OK, now)
        if any(each.verdict.kind is not VerdictKind.KNOWN for each in decisions):
            state = replace(state, last_new=now)
        due = self._next_poll(source, state, Outcome.OK, fresh_for=result.fresh_for, ttl=result.ttl)
        dirty = self._touched(decisions, tagged)
        self.store.apply(Batch(replace(state, next_poll=due), tuple(decisions), tagged, dirty, now))
        counted = Counter(each.verdict.kind for each in decisions)
        return PollReport(
            source.id,
            Outcome.OK,
            entries=len(result.entries),
            new=len(decisions) - counted[VerdictKind.KNOWN] - counted[VerdictKind.UPDATE],
            updated=counted[VerdictKind.UPDATE],
            duplicates=counted[VerdictKind.REPRINT],
            rejected=tuple(rejected),
            next_poll=due,
            conditional=result.conditional,
            notes=result.notes,
        )

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
                await self._mark_dirty(feeds if feeds is not None else configuration.feeds, accept_shrink=True)
            return await self._press.publish(configuration, feeds)

    async def _mark_dirty(self, feeds: Collection[str], *, accept_shrink: bool) -> None:
        await self._corridor.run(partial(self.store.mark_dirty, list(feeds), accept_shrink=accept_shrink))

    # --- a changed configuration -----------------------------------------------------------------------------------

    async def adopt(self, editorial: Editorial) -> int:
        """Work with *editorial* from now on: tag anew what its rules see differently, mark every feed to be looked at.

        Returns how many stored articles were tagged anew.
        """
        async with self._publishing:
            self.editorial = editorial
            self._press.forget()
            versions = {topic.id: topic.version for topic in editorial.configuration.topics.values()}
            known = await self._corridor.run(self.store.topic_versions)
            count = 0
            feeds = editorial.configuration.feeds.values()
            rewritten = {feed.id for feed in feeds if known.get(feed.topic) != versions.get(feed.topic)}
            if known != versions:
                count = await self._tag_anew()
            await self._mark_dirty(rewritten, accept_shrink=True)  # the operator's own rule may take out what it likes
            await self._mark_dirty(editorial.configuration.feeds.keys() - rewritten, accept_shrink=False)
            await self._corridor.run(self.store.set_topic_versions, versions)
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


def _well(state: SourceState, outcome: Outcome, now: datetime) -> SourceState:
    return replace(state, outcome=outcome, message="", failures=0, last_poll=now, last_success=now)


def _changed(decision: Decision) -> bool:
    return decision.verdict.kind is not VerdictKind.KNOWN
