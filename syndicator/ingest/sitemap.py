"""Sources of the kind ``sitemap``: the pages a publisher announces to search engines, directly or through an index.

Each sitemap of an index is asked for conditionally, as a source of its own; what is remembered of it lies in the hint
``sitemaps``. One that the index says has not changed is not asked for at all.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from syndicator.ingest.document import WHOLE_EVERY, DocumentKind
from syndicator.ingest.urlset import INDEX, URLSET
from syndicator.model.source import Outcome, Source, SourceState
from syndicator.ports import Collected, Failed, Fetch, Form, Reader, Unchanged

_ACCEPT = "application/xml, text/xml;q=0.9, application/gzip;q=0.8, */*;q=0.1"
MEMORY = "sitemaps"
"""The hint that holds what is remembered of the sitemaps of an index."""
_ONE = DocumentKind(Form.SITEMAP, _ACCEPT)
_Result = Collected | Unchanged | Failed


@dataclass(frozen=True, slots=True)
class _Child:
    """A sitemap of an index: what the index says of it, and what we remember."""

    said: str | None
    """Its last change, as the index has it."""
    state: SourceState

    def due(self, said: str | None, now: datetime) -> bool:
        """Whether it may have changed: undated ones always may, and nothing is believed for longer than a day."""
        full = self.state.last_full
        return not said or said != self.said or full is None or now - full >= WHOLE_EVERY


class SitemapKind:
    """Collects the newest addresses of a sitemap, or of the newest sitemaps of an index."""

    async def collect(
        self, source: Source, state: SourceState, *, fetch: Fetch, reader: Reader, now: datetime
    ) -> _Result:
        """Fetch the sitemap, then those it lists, if it is an index."""
        found = await _ONE.collect(source, state, fetch=fetch, reader=reader, now=now)
        known = _remembered(source, state)
        if isinstance(found, Failed) or (isinstance(found, Collected) and found.format != INDEX):
            return found
        listed = _listed(found, known)
        if not listed:
            return found if isinstance(found, Unchanged) else _nothing()
        results: dict[str, tuple[_Child, _Result]] = {}
        for address, said in listed.items():
            child = known.get(address) or _Child(None, SourceState(source.id))
            if not child.due(said, now):
                results[address] = child, Unchanged(child.state)
                continue
            own = replace(source, address=address)
            answer = await _ONE.collect(own, child.state, fetch=fetch, reader=reader, now=now)
            results[address] = replace(child, said=said), _flat(answer)
        return _joined(source, found, results)


def _listed(found: Collected | Unchanged, known: Mapping[str, _Child]) -> dict[str, str | None]:
    """Address → last change, of the sitemaps to look at: those of the index, or those of last time."""
    if isinstance(found, Unchanged):
        return {address: child.said for address, child in known.items()}
    return {entry.link: entry.updated for entry in found.entries if entry.link}


def _flat(answer: _Result) -> _Result:
    if isinstance(answer, Collected) and answer.format == INDEX:
        return Failed(Outcome.NOT_A_FEED, "an index within an index is not followed; name it as the address")
    return answer


def _nothing() -> Failed:
    return Failed(
        Outcome.EMPTY,
        "The index lists no sitemap of its own host; name the sitemap that lists the news as the address.",
    )


def _joined(source: Source, found: Collected | Unchanged, results: Mapping[str, tuple[_Child, _Result]]) -> _Result:
    """One result of many: what some sitemaps gave is used, whatever became of the others."""
    answers = {address: answer for address, (_, answer) in results.items()}
    failed = {address: each for address, each in answers.items() if isinstance(each, Failed)}
    taken = [each for each in answers.values() if isinstance(each, Collected) and each.format == URLSET]
    if len(failed) == len(answers):
        first = next(iter(failed.values()))
        return replace(first, message=f"{first.message} (all {len(failed)} sitemaps of the index failed)")
    state = replace(found.state, hints=found.state.hints | {MEMORY: _written(results)})
    if not taken:
        return Unchanged(state, found.conditional, found.fresh_for, found.notes)
    entries = {entry.link: entry for each in taken for entry in each.entries}
    return Collected(
        entries=tuple(entries.values())[: source.limits.entries],
        state=state,
        conditional=found.conditional,
        notes=(
            *found.notes,
            *dict.fromkeys(note for each in taken for note in each.notes),
            *(f"{address[:200]}: {each.outcome.value}: {each.message}" for address, each in failed.items()),
        ),
        fresh_for=found.fresh_for,
        address=source.address,
        format=URLSET,
    )


# --- what is remembered --------------------------------------------------------------------------------------------

_Note = dict[str, str | None]


def _written(results: Mapping[str, tuple[_Child, _Result]]) -> str:
    """The memory for the next poll; of a sitemap that failed, what was known before, so that it is asked again."""
    return json.dumps({address: _noted(child, answer) for address, (child, answer) in results.items()})


def _noted(child: _Child, answer: _Result) -> _Note:
    failed = isinstance(answer, Failed)
    state = child.state if isinstance(answer, Failed) else answer.state
    return {
        "said": None if failed else child.said,
        "etag": state.etag,
        "modified": state.last_modified,
        "hash": state.body_hash,
        "full": state.last_full.isoformat() if state.last_full else None,
    }


def _remembered(source: Source, state: SourceState) -> dict[str, _Child]:
    """What :func:`_written` wrote, unless the source has another address by now."""
    if state.address != source.address:
        return {}
    memory: dict[str, _Note] = json.loads(state.hints.get(MEMORY, "{}"))
    return {address: _child(source.id, address, note) for address, note in memory.items()}


def _child(source: str, address: str, note: _Note) -> _Child:
    full = note["full"]
    state = SourceState(
        source,
        etag=note["etag"],
        last_modified=note["modified"],
        body_hash=note["hash"],
        address=address,
        last_full=datetime.fromisoformat(full) if full else None,
    )
    return _Child(note["said"], state)
