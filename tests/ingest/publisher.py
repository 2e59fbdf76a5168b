"""A publisher for tests of kinds: documents by address, served to whoever fetches, and a record of what was asked."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from syndicator.ingest import ingest
from syndicator.ingest.child import DirectReader
from syndicator.model.source import Outcome, Source, SourceState
from syndicator.ports import Collected, Failed, Fetched, FetchFailed, NotModified, Request, SourceKind, Unchanged
from tests.ingest.fetching import NOW, Answer


@dataclass
class Publisher:
    """Documents by address. A validator is the document itself; what is not there is a 404."""

    documents: dict[str, str | bytes | FetchFailed] = field(default_factory=dict)
    content_type: str = ""
    links: tuple[str, ...] = ()
    asked: list[Request] = field(default_factory=list)

    async def fetch(self, request: Request) -> Answer:
        self.asked.append(request)
        document = self.documents.get(request.address)
        if document is None:
            return FetchFailed(Outcome.CLIENT_ERROR, "there is no such document (HTTP 404)", status=404)
        if isinstance(document, FetchFailed):
            return document
        body = document.encode() if isinstance(document, str) else document
        etag = f'"{hash(body)}"'
        if request.etag == etag:
            return NotModified(etag)
        return Fetched(request.address, body, self.content_type, etag=etag, links=self.links)

    async def close(self) -> None: ...

    def addresses(self) -> list[str]:
        """What was asked for since the last call."""
        addresses = [each.address for each in self.asked]
        self.asked.clear()
        return addresses


def collect(
    publisher: Publisher,
    source: Source,
    state: SourceState | None = None,
    *,
    now: datetime = NOW,
    kinds: Mapping[str, SourceKind] | None = None,
) -> Collected | Unchanged | Failed:
    """One collection with the real readers."""
    more = {} if kinds is None else {"kinds": kinds}
    before = state or SourceState(source.id)
    return asyncio.run(ingest(source, before, fetch=publisher, reader=DirectReader(), now=now, **more))


def collected(result: Collected | Unchanged | Failed) -> Collected:
    """The result, that must be entries."""
    assert isinstance(result, Collected), result
    return result


def failed(result: Collected | Unchanged | Failed) -> Failed:
    """The result, that must be a failure."""
    assert isinstance(result, Failed), result
    return result


def unchanged(result: Collected | Unchanged | Failed) -> SourceState:
    """The state after a collection that must have found nothing new."""
    assert isinstance(result, Unchanged), result
    return result.state
