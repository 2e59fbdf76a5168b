"""Ingest: a source in, entries out.

The door is :func:`ingest`; the kinds of sources are listed in :mod:`syndicator.ingest.kinds`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from syndicator.ingest.enrichment import enrich
from syndicator.ingest.kinds import KINDS
from syndicator.model.source import Outcome, Source, SourceState
from syndicator.ports import Collected, Failed, Fetch, Reader, SourceKind, Unchanged

__all__ = ["KINDS", "ingest"]


async def ingest(
    source: Source,
    state: SourceState,
    *,
    fetch: Fetch,
    reader: Reader,
    now: datetime,
    kinds: Mapping[str, SourceKind] = KINDS,
) -> Collected | Unchanged | Failed:
    """Collect what *source* offers now, the way its kind says: entries, "unchanged", or why there are none.

    Raises nothing for what the source does.
    """
    kind = kinds.get(source.kind)
    if kind is None:
        known = ", ".join(sorted(kinds))
        return Failed(Outcome.INTERNAL, f"no source kind is called '{source.kind}'; there are: {known}")
    result = await kind.collect(source, state, fetch=fetch, reader=reader, now=now)
    return await enrich(source, result, state, fetch=fetch, reader=reader) if isinstance(result, Collected) else result
