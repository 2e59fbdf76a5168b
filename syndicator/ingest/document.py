"""Sources that are one document, fetched conditionally and read by the reader: feeds, and what reads like one."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from syndicator import __version__
from syndicator.ingest import moves
from syndicator.ingest.address import shown
from syndicator.model.entry import Document, Link
from syndicator.model.source import Outcome, Source, SourceState
from syndicator.ports import (
    Collected,
    Failed,
    Fetch,
    Fetched,
    FetchFailed,
    Form,
    NotModified,
    Reader,
    Request,
    Unchanged,
    Unreadable,
)

FEEDS = (
    "application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml;q=0.9, "
    "application/xml;q=0.8, text/xml;q=0.8, application/json;q=0.7, */*;q=0.1"
)
"""What a reader of feeds accepts."""
PAGES = "text/html, application/xhtml+xml, */*;q=0.1"
"""What a reader of pages accepts."""
WHOLE_EVERY = timedelta(hours=24)
"""A server whose validators lie would answer 304 for ever (fault P10)."""
_WHOLE_OF = 6
"""Polls at least from one whole body to the next: a source polled daily must not send its whole body each time."""
_WHOLE_AT_LATEST = timedelta(days=7)
_LINK = re.compile(r"<([^<>]{1,2048})>([^<]*)")
_PARAMETER = re.compile(r"""\b(rel|type|title)\s{0,4}=\s{0,4}(?:"([^"]*)"|([^\s;,"]+))""", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class DocumentKind:
    """Collects the entries of one document."""

    form: Form = Form.FEED
    accept: str = FEEDS

    async def collect(
        self, source: Source, state: SourceState, *, fetch: Fetch, reader: Reader, now: datetime
    ) -> Collected | Unchanged | Failed:
        """Fetch, compare and read; the same bytes as last time are not read again (fault P11)."""
        request = request_for(source, state, now, self.accept)
        conditional = bool(request.etag or request.last_modified)
        answer = await fetch.fetch(request)
        match answer:
            case FetchFailed():
                return Failed(answer.outcome, answer.message + _at(source, request.address), answer.retry_after)
            case NotModified():
                return _not_modified(source, state, request, answer, now)
        renewed = _renewed(source, state, request, answer, now)
        told = answer.notes + moves.notes(source, renewed.hints, now)
        away = moves.elsewhere(source, answer.moved_to)
        if state.address == source.address and renewed.body_hash == state.body_hash and not away:
            return Unchanged(renewed, conditional, answer.fresh_for, told)
        document = await reader.read(
            answer.body,
            content_type=answer.content_type,
            address=answer.address,
            limits=source.limits,
            form=self.form,
            options=source.options,
        )
        if isinstance(document, Unreadable):
            return Failed(document.outcome, document.message + _at(source, answer.address))
        if away:
            offer = f"; it offers {shown(document.title or 'a document')} with {len(document.entries)} entries"
            return _held_back(source, renewed.hints, now, offer)
        collected = _collected(source, renewed, answer, document, conditional)
        return replace(collected, notes=told + collected.notes)


def request_for(source: Source, state: SourceState, now: datetime, accept: str = FEEDS) -> Request:
    """What to ask for, and where: validators only when they belong to this source as it is configured now.

    The whole body is asked for once a day, or at every sixth poll of a source that is polled more seldom.
    """
    whole = _whole_is_due(state, now)
    known = not whole and state.address == source.address and (state.body_hash or "").startswith(_reading(source))
    request = Request.of(source, moves.address_to_ask(source, state, now, whole=whole), accept=accept)
    return replace(request, etag=state.etag, last_modified=state.last_modified) if known else request


def _whole_is_due(state: SourceState, now: datetime) -> bool:
    if state.last_full is None:
        return True
    usual = state.next_poll - state.last_poll if state.next_poll and state.last_poll else timedelta(0)
    return now - state.last_full >= min(max(WHOLE_EVERY, _WHOLE_OF * usual), _WHOLE_AT_LATEST)


def _reading(source: Source) -> str:
    """Tells one way of reading the same bytes from another: a change of it counts as a changed body (fault P10)."""
    taste = (source.identity, source.timezone, source.language, source.languages, source.limits)
    way = (__version__, source.kind, source.options, source.pages, *taste)
    return hashlib.blake2b(repr(way).encode(), digest_size=4).hexdigest() + "-"


def _not_modified(
    source: Source, state: SourceState, request: Request, answer: NotModified, now: datetime
) -> Unchanged | Failed:
    """After a 304: validators it carries replace stored ones (RFC 9111, 4.3.4); another site's word counts nothing."""
    hints = moves.remembered(source, state.hints, request.address, answer.moved_to, now)
    if moves.elsewhere(source, answer.moved_to):
        return _held_back(source, hints, now)
    confirmed = replace(
        state,
        etag=answer.etag or state.etag,
        last_modified=answer.last_modified or state.last_modified,
        hints=_fresh(hints, answer),
    )
    return Unchanged(confirmed, fresh_for=answer.fresh_for, notes=answer.notes + moves.notes(source, hints, now))


def _held_back(source: Source, hints: Mapping[str, str], now: datetime, offer: str = "") -> Failed:
    """What comes from another site is left there, and the source counts as quarantined (fault S18)."""
    message = moves.refusal(source, hints, now, offer)
    return Failed(Outcome.MOVED, message, hints={**hints, moves.QUARANTINED: message})


def _renewed(source: Source, state: SourceState, request: Request, answer: Fetched, now: datetime) -> SourceState:
    """The state after a whole body: its validators, and no other (a validator no longer sent is dropped)."""
    before = state.hints if state.address == source.address else {}
    return replace(
        state,
        etag=answer.etag,
        last_modified=answer.last_modified,
        body_hash=_reading(source) + hashlib.blake2b(answer.body, digest_size=16).hexdigest(),
        address=source.address,
        last_full=now,
        hints=_fresh(moves.remembered(source, before, request.address, answer.moved_to, now), answer),
    )


def _fresh(hints: dict[str, str], answer: Fetched | NotModified) -> dict[str, str]:
    """The hints with how many seconds this answer calls itself fresh: by it the next poll was planned."""
    kept = {name: value for name, value in hints.items() if name != "fresh-for"}
    return kept if answer.fresh_for is None else kept | {"fresh-for": str(answer.fresh_for)}


def _collected(source: Source, state: SourceState, answer: Fetched, document: Document, conditional: bool) -> Collected:
    used = document.entries[: source.limits.entries]
    left_out = len(document.entries) - len(used)
    notes = document.notes
    if left_out:
        notes += (f"{left_out} entries beyond the first {len(used)} were left out; 'limits.entries' sets the bound",)
    return Collected(
        entries=used,
        tombstones=document.tombstones[: source.limits.entries],
        state=replace(state, hints=_hints(document, answer) | _of_answer(state)),
        conditional=conditional,
        notes=notes,
        fresh_for=answer.fresh_for,
        address=answer.address,
        language=document.language,
        format=document.format,
        ttl=document.ttl,
    )


def _of_answer(state: SourceState) -> dict[str, str]:
    """The hints that the answer gave, not its document."""
    return {name: state.hints[name] for name in (*moves.HINTS, "fresh-for") if name in state.hints}


def _hints(document: Document, answer: Fetched) -> dict[str, str]:
    """What the publisher says about the document: for the operator and for WebSub, never followed (fault S19)."""
    links = [link for value in answer.links for link in links_of(value)] + list(document.links)
    said = {
        "title": document.title,
        "link": document.link,
        "language": document.language,
        "format": document.format,
        "reader": document.reader,
        "ttl": str(document.ttl) if document.ttl is not None else None,
        "skip-hours": " ".join(map(str, document.skip_hours)),
        "skip-days": " ".join(map(str, document.skip_days)),
        "hub": next((link.href for link in links if link.rel == "hub"), None),
        "self": next((link.href for link in links if link.rel == "self"), None),
    }
    return {name: value for name, value in said.items() if value}


def links_of(value: str) -> list[Link]:
    """The links of a Link header field, one for each relation (RFC 8288, 3)."""
    links = []
    for found in _LINK.finditer(value):
        said: dict[str, str] = {}
        for parameter in _PARAMETER.finditer(found[2]):
            said.setdefault(parameter[1].lower(), parameter[2] or parameter[3] or "")
        names = said.get("rel", "").lower().split()
        links += [Link(found[1], name, said.get("type"), title=said.get("title")) for name in names]
    return links


def _at(source: Source, address: str) -> str:
    return "" if address == source.address else f" (after a redirect to {address[:200]})"
