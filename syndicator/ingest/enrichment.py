"""Entries in, the same entries out with what their own pages say: for sources whose ``pages.fulltext`` asks for it.

A page is fetched once for an entry, if robots.txt allows it, a few in one poll, one after the other with the fetcher's
gap, or the longer one that robots.txt asks for. An entry whose page was read is not given again until it changes, since
later rooms would take the short telling of the source for a correction. A page that fails costs the entry nothing: it
is given as the source has it.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from urllib.parse import urljoin, urlsplit

from syndicator.ingest.document import PAGES
from syndicator.ingest.robots import Robots, robots_of
from syndicator.ingest.sitemap import MEMORY
from syndicator.model.entry import Document, Entry
from syndicator.model.source import Fulltext, Source, SourceState
from syndicator.ports import Collected, Failed, Fetch, Fetched, Form, Reader, Request

_HINT = "pages"
_REMEMBERED = 2000
"""Entries that are remembered although the source does not list them any more: it may list them again."""
_TRIES = 3
_READ = -1
"""Remembered of an entry: how often its page failed, or that it was read."""
_SECONDS = 60.0
"""After so long no further page is begun in a poll."""


async def enrich(source: Source, result: Collected, before: SourceState, *, fetch: Fetch, reader: Reader) -> Collected:
    """The result with the pages of new entries read; unchanged when the source does not ask for it."""
    if source.pages.fulltext is Fulltext.NEVER:
        return result
    known = json.loads(before.hints.get(_HINT, "{}")) if before.address == source.address else {}
    visit = _Visit(source, result.address or source.address, fetch, reader, known, asyncio.get_running_loop().time)
    entries = [each for entry in result.entries if (each := await visit.entry(entry)) is not None]
    return replace(
        result, entries=tuple(entries), state=visit.remembered(result.state), notes=(*result.notes, *visit.notes())
    )


@dataclass(slots=True)
class _Visit:
    """The pages of one poll."""

    source: Source
    base: str
    fetch: Fetch
    reader: Reader
    known: dict[str, int]
    clock: Callable[[], float]
    robots: dict[str, Robots | Failed] = field(default_factory=dict)
    fetched: dict[str, float] = field(default_factory=dict)
    """Host → when its last page was."""
    seen: dict[str, int] = field(default_factory=dict)
    failures: list[str] = field(default_factory=list)
    told: dict[str, str] = field(default_factory=dict)
    """What reading pages brought up → the first page that did."""
    delay: float = 0.0
    """The longest that a host asked for: no page is begun whose turn comes too late."""
    begun: int = 0
    waiting: int = 0
    ends: float = 0.0

    def __post_init__(self) -> None:
        self.ends = self.clock() + _SECONDS

    async def entry(self, entry: Entry) -> Entry | None:
        """The entry as it is given on; None when it was given before, or has nothing to say before its page is read."""
        key, link = _key(entry), self._address(entry)
        tries = self.known.get(key, 0)
        if tries == _READ:
            self.seen[key] = _READ
            return None
        if link is None or tries >= _TRIES:
            self.seen[key] = tries
            return entry
        if self.begun >= self.source.pages.most or self.clock() + self.delay >= self.ends:
            self.waiting += 1
            self.seen[key] = tries
            return entry if entry.title else None
        self.begun += 1
        said = await self._said(link)
        self.seen[key] = tries + 1 if isinstance(said, str) else _READ
        if isinstance(said, str):
            self.failures.append(f"{link[:200]}: {said}")
            return entry
        return _merged(entry, said)

    def _address(self, entry: Entry) -> str | None:
        try:
            return urljoin(self.base, entry.link) if entry.link else None
        except ValueError:
            return None

    async def _said(self, link: str) -> Entry | str:
        """What the page says, or why it says nothing."""
        host = urlsplit(link).netloc
        own = self._for_pages(host)
        if host not in self.robots:
            self.robots[host] = await robots_of(own, link, self.fetch)
        robots = self.robots[host]
        if isinstance(robots, Failed):
            return robots.message
        if not robots.allows(link):
            return "robots.txt asks us not to fetch it"
        await self._gap(host, robots.delay)
        answer = await self.fetch.fetch(Request.of(own, link, accept=PAGES))
        if not isinstance(answer, Fetched):
            return getattr(answer, "message", "nothing came back")
        document = await self.reader.read(
            answer.body, content_type=answer.content_type, address=answer.address, limits=own.limits,
            form=Form.ARTICLE, options=own.pages,
        )  # fmt: skip
        if not isinstance(document, Document):
            return document.message
        self.told = dict.fromkeys(document.notes, link) | self.told
        return document.entries[0]

    async def _gap(self, host: str, delay: float) -> None:
        """Wait as long as robots.txt asks for; the fetcher has a gap of its own besides."""
        if host in self.fetched:
            await asyncio.sleep(self.fetched[host] + delay - self.clock())
        self.fetched[host] = self.clock()
        self.delay = max(self.delay, delay)

    def _for_pages(self, host: str) -> Source:
        """What the source may do on a host: what the operator opened is open on its own host alone."""
        own = host == urlsplit(self.source.address).netloc
        return self.source if own else replace(self.source, allow_private=(), allow_ports=(80, 443), certificates=None)

    def remembered(self, state: SourceState) -> SourceState:
        """The state with what is known of pages; without validators while some wait, so that they get their turn."""
        older = [(key, tries) for key, tries in self.known.items() if key not in self.seen]
        hints = state.hints | {_HINT: json.dumps(dict(older[-_REMEMBERED:]) | self.seen)}
        if not self.waiting and not any(0 < tries < _TRIES for tries in self.seen.values()):
            return replace(state, hints=hints)
        hints.pop(MEMORY, None)
        return replace(state, etag=None, last_modified=None, body_hash=None, hints=hints)

    def notes(self) -> tuple[str, ...]:
        """What the operator should know."""
        waiting = (f"{self.waiting} entries wait for their pages to be read",) if self.waiting else ()
        told = (f"{note}, first at {link[:200]}" for note, link in self.told.items())
        return (*(f"the page was not read: {each}" for each in self.failures), *told, *waiting)


def _key(entry: Entry) -> str:
    """Tells an entry, in the state it is in, from others."""
    title = entry.title.value if entry.title else ""
    told = "\n".join((entry.guid or "", entry.link or "", title, entry.updated or ""))
    return hashlib.blake2b(told.encode("utf-8", "replace"), digest_size=9).hexdigest()


def _merged(entry: Entry, page: Entry) -> Entry:
    """The entry, completed by its page; only a text is taken even where the source has one, since it is the whole."""
    return replace(
        entry,
        title=entry.title or page.title,
        summary=entry.summary or page.summary,
        content=page.content or entry.content,
        published=entry.published or page.published,
        updated=entry.updated or page.updated,
        authors=entry.authors or page.authors,
        categories=entry.categories or page.categories,
        enclosures=entry.enclosures or page.enclosures,
        links=(*entry.links, *(each for each in page.links if each not in entry.links)),
        language=entry.language or page.language,
    )
