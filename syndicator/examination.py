"""Examining feeds: documents read in children, scenes put together, and handed to the acceptance room."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from syndicator.acceptance import Copy, examine, imagined, issue_of, paired
from syndicator.acceptance.faults import FAULTS
from syndicator.acceptance.issues import Naming
from syndicator.ingest.document import FEEDS
from syndicator.model.acceptance import Act, Examination, Finding, Issue, Scene
from syndicator.model.entry import Document, Entry
from syndicator.model.feed import FeedDefinition, Site
from syndicator.model.source import Source
from syndicator.ports import Fetch, Fetched, FetchFailed, NotModified, Reader, Request, Unreadable
from syndicator.publish.address import public
from syndicator.replaying import Played, Replay, names_of

Heard = Callable[[Act], object]
"""Hears of every act that was played."""
_TYPES = ("application/rss+xml", "application/atom+xml", "application/feed+json", "application/json")
_XML = ("application/xml", "text/xml", "application/rdf+xml")


@dataclass(slots=True)
class _Shelf:
    """Reads documents, the same bytes once."""

    reader: Reader
    source: Source
    known: dict[bytes, Document | Unreadable] = field(default_factory=dict)

    async def read(self, body: bytes, address: str, content_type: str = "") -> Document | Unreadable:
        """What bytes say."""
        if body not in self.known:
            self.known[body] = await self.reader.read(
                body, content_type=content_type, address=address, limits=self.source.limits
            )
        return self.known[body]


# --- feeds of our own ----------------------------------------------------------------------------------------------


async def of_feed(
    replay: Replay,
    source: Source,
    reader: Reader,
    now: datetime,
    *,
    found: Sequence[Finding] = (),
    heard: Heard = lambda _: None,
) -> Examination:
    """What readers would make of a feed of ours, as it is published and as its life goes on.

    *source* bounds what is read; *found* are findings made elsewhere.
    """
    definition = replay.definition
    paths = names_of(definition)
    told = _Story(_Shelf(reader, source), {name: public(replay.site, path) for name, path in paths.items()})
    async for played in replay.play():
        await told.add(played)
        heard(played.act)
    copies = [
        Copy(
            name, document, len(told.bodies[name]), told.addresses[name], definition.entries, frozenset(told.withdrawn)
        )
        for name, document in told.first.items()
    ]
    missing = [FAULTS["not-published"].found("not-published", name, None) for name in paths if name not in told.bodies]
    findings = [*found, *missing, *told.findings]
    return examine(definition.id, copies, told.scenes, now, found=findings, skipped=told.skipped)


@dataclass(slots=True)
class _Story:
    """What was played so far."""

    shelf: _Shelf
    addresses: Mapping[str, str]
    bodies: dict[str, bytes] = field(default_factory=dict)
    """What is published, before anything was played."""
    first: dict[str, Document] = field(default_factory=dict)
    scenes: list[Scene] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    skipped: dict[Act, str] = field(default_factory=dict)
    withdrawn: set[str] = field(default_factory=set)
    _told: dict[str, set[str]] = field(default_factory=dict)

    async def add(self, played: Played) -> None:
        """One act more."""
        if played.skipped:
            self.skipped[played.act] = played.skipped
            return
        self.findings += played.findings
        documents = {name: await self._read(name, body) for name, body in played.documents.items()}
        readable = {name: each for name, each in documents.items() if each is not None}
        if played.act is Act.SUBSCRIBED:
            self.bodies, self.first = dict(played.documents), readable
            self.withdrawn = set(played.withdrawn)
        issues = {name: self._issue(each, played) for name, each in readable.items()}
        if played.act is Act.POLLED_AGAIN:
            self.findings += [
                FAULTS["publication-due"].found("publication-due", name, None)
                for name, issue in issues.items()
                if name in self.first and issue.items != self.scenes[0].issues[name].items
            ]
        self.scenes.append(Scene(played.act, issues, played.about, self._past(played, issues)))

    async def _read(self, name: str, body: bytes) -> Document | None:
        found = await self.shelf.read(body, self.addresses[name])
        if isinstance(found, Unreadable):
            self.findings.append(FAULTS["unreadable"].found("unreadable", name, [found.message]))
            return None
        return found

    @staticmethod
    def _issue(document: Document, played: Played) -> Issue:
        return issue_of(document, _by_id(played.articles), played.withdrawn)

    def _past(self, played: Played, issues: Mapping[str, Issue]) -> dict[str, frozenset[str]]:
        """What archives tell that no scene before told, nor the document now."""
        past = {}
        for name, issue in issues.items():
            now = {each.article for each in issue.items}
            before = self._told.setdefault(name, set())
            archived = {played.articles.get(each, each) for each in played.archived.get(name, ())}
            past[name] = frozenset(archived - now - before) if played.act is Act.AWAY else frozenset()
            before |= now
        return past


def _by_id(articles: Mapping[str, str]) -> Naming:
    def named(_place: int, entry: Entry) -> str:
        guid = entry.guid or ""
        return articles.get(guid, guid)

    return named


# --- feeds of others -----------------------------------------------------------------------------------------------


async def of_file(body: bytes, name: str, source: Source, reader: Reader, now: datetime) -> Examination:
    """What readers would make of a document."""
    document = await _Shelf(reader, source).read(body, source.address)
    if isinstance(document, Unreadable):
        return _unreadable(name, document.message, now)
    issue = issue_of(document)
    return examine(name, [Copy(name, document, len(body))], imagined(name, issue), now)


async def of_address(source: Source, fetch: Fetch, reader: Reader, now: datetime) -> Examination:
    """What readers would make of what lies at the address of a source: it is looked at twice."""
    name = source.address
    first = await fetch.fetch(Request.of(source, name, accept=FEEDS))
    if not isinstance(first, Fetched):
        return _unreadable(name, first.message if isinstance(first, FetchFailed) else "", now)
    shelf = _Shelf(reader, source)
    document = await shelf.read(first.body, first.address, first.content_type)
    if isinstance(document, Unreadable):
        return _unreadable(name, document.message, now)
    once_more = await fetch.fetch(_again(source, first))
    second = await shelf.read(once_more.body, first.address) if isinstance(once_more, Fetched) else document
    issue = issue_of(document)
    later = issue if isinstance(second, Unreadable) else paired(issue, issue_of(second))
    copy = Copy(name, document, len(first.body), first.address)
    findings = [*served(name, first, once_more), *_restless(name, first, once_more, same=later.items == issue.items)]
    return examine(name, [copy], imagined(name, issue, later), now, found=findings)


def _unreadable(name: str, message: str, now: datetime) -> Examination:
    return examine(name, [], [], now, found=[FAULTS["unreadable"].found("unreadable", name, [message])])


def _again(source: Source, first: Fetched) -> Request:
    asked = Request.of(source, source.address, accept=FEEDS)
    return replace(asked, etag=first.etag, last_modified=first.last_modified)


def served(name: str, first: Fetched, again: Fetched | NotModified | FetchFailed) -> list[Finding]:
    """What is odd about how a document is served, of two answers of which the second was asked for conditionally."""
    codes = {
        "other-type": first.content_type.partition(";")[0].strip().lower() not in (*_TYPES, *_XML),
        "no-validator": not first.etag and not first.last_modified,
        "never-unchanged": bool(first.etag or first.last_modified)
        and isinstance(again, Fetched)
        and again.body == first.body,
    }
    found = [FAULTS[code].found(code, name, None) for code, holds in codes.items() if holds]
    moved = [first.moved_to] if first.moved_to else []
    return [*found, *(FAULTS["led-on"].found("led-on", name, [each]) for each in moved)]


def _restless(name: str, first: Fetched, again: Fetched | NotModified | FetchFailed, *, same: bool) -> list[Finding]:
    changed = isinstance(again, Fetched) and again.body != first.body
    return [FAULTS["restless"].found("restless", name, None)] if changed and same else []


async def as_served(
    documents: Mapping[str, bytes], definition: FeedDefinition, site: Site, source: Source, fetch: Fetch
) -> list[Finding]:
    """Whether the public addresses of a feed give what is published, and how."""
    findings: list[Finding] = []
    for name, path in names_of(definition).items():
        if name in documents:
            there = replace(source, address=public(site, path))
            findings += await _of_answer(name, documents[name], there, fetch)
    return findings


async def _of_answer(name: str, document: bytes, source: Source, fetch: Fetch) -> list[Finding]:
    first = await fetch.fetch(Request.of(source, source.address, accept=FEEDS))
    if not isinstance(first, Fetched):
        message = first.message if isinstance(first, FetchFailed) else "304 without having been asked"
        return [FAULTS["not-served"].found("not-served", name, [message])]
    other = [] if first.body == document else [FAULTS["other-bytes"].found("other-bytes", name, None)]
    again = await fetch.fetch(_again(source, first))
    return [*other, *served(name, first, again)]
