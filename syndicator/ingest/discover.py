"""An address in, the source behind it out: a feed, an API, a sitemap, or as last resort the page itself.

Whatever might be one is collected from as a source would be, one after the other with the fetcher's gap, until one
gives entries with titles; nothing is fetched twice. A sitemap that names pages without their titles is proposed with
the facts of these pages, when no other gives more. What robots.txt asks robots to leave alone is not tried.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from urllib.parse import urljoin, urlsplit

from syndicator.ingest.document import PAGES, links_of
from syndicator.ingest.enrichment import enrich
from syndicator.ingest.kinds import KINDS
from syndicator.ingest.offers import TYPES, WORDPRESS
from syndicator.ingest.posts import POSTS
from syndicator.ingest.robots import Robots, robots_of
from syndicator.ingest.urlset import URLSET
from syndicator.model.entry import Link
from syndicator.model.source import (
    LIST,
    Fulltext,
    PageOptions,
    SitemapOptions,
    Source,
    SourceState,
    host_of,
    named_port,
    usual_rights,
)
from syndicator.ports import Collected, Failed, Fetch, Fetched, FetchFailed, Form, NotModified, Reader, Request

_HERE = ("feed/", "rss.xml", "?format=feed&type=rss")
"""Beside a page: WordPress, Drupal, Joomla."""
_ROOT = ("feed/", "rss.xml", "rss/", "feed.xml", "atom.xml", "index.xml", "feed.json", "?format=feed&type=rss")
"""At the root of a host."""
_SITEMAPS = 3


@dataclass(frozen=True, slots=True)
class Found:
    """Something that may be a source."""

    kind: str
    address: str
    how: str
    """Where it was found, in words."""
    title: str = ""
    below: str = ""
    """The path of a section, when of a sitemap only that is asked for."""


@dataclass(frozen=True, slots=True)
class Discovery:
    """What stands behind an address."""

    source: Source | None = None
    """The first that gives anything."""
    found: Found | None = None
    result: Collected | None = None
    others: tuple[Found, ...] = ()
    """What the page names besides."""
    tried: tuple[tuple[Found, str], ...] = ()
    """What gave nothing, and why."""


async def discover(source: Source, *, fetch: Fetch, reader: Reader, now: datetime, kind: str = "") -> Discovery:
    """Find what *source*, of which only the address is known, should collect from; only sources of *kind*, if given.

    Raises nothing for what it meets.
    """
    search = _Search(source, _Once(fetch), reader, now)
    async for found in _candidates(source, search.named, fetch=search.fetch, reader=reader):
        if kind and found.kind != kind:
            continue
        best = await search.with_facts() if found.kind != "sitemap" else None
        best = best or await search.look(found)
        if best is not None:
            return best
    return await search.with_facts() or Discovery(tried=tuple(search.tried))


@dataclass(slots=True)
class _Search:
    """What was found on the way."""

    source: Source
    fetch: Fetch
    reader: Reader
    now: datetime
    named: list[Found] = field(default_factory=list)
    """What the page names."""
    tried: list[tuple[Found, str]] = field(default_factory=list)
    plain: list[tuple[Found, Collected]] = field(default_factory=list)
    """Sitemaps that give addresses without titles."""

    async def look(self, found: Found) -> Discovery | None:
        """What *found* gives, if that is worth anything; a plain sitemap waits for better ones, unless it was named."""
        chosen, blank = _as(found, self.source), SourceState(self.source.id)
        result = await KINDS[found.kind].collect(chosen, blank, fetch=self.fetch, reader=self.reader, now=self.now)
        if isinstance(result, Collected) and _worth(result):
            return self._discovered(chosen, found, result)
        if isinstance(result, Collected) and found.kind == "sitemap" and result.entries:
            self.plain.append((found, result))
            return await self.with_facts() if found.address == self.source.address else None
        self.tried.append((found, result.message if isinstance(result, Failed) else "it lists no entries with a title"))
        return None

    async def with_facts(self) -> Discovery | None:
        """The best plain sitemap, which is one that says when pages changed, with the facts of its pages."""
        if not self.plain:
            return None
        found, listed = max(self.plain, key=lambda each: any(entry.updated for entry in each[1].entries))
        self.named += [each for each, _ in self.plain]
        self.plain = []
        chosen, blank = replace(_as(found, self.source), pages=PageOptions(Fulltext.FACTS)), SourceState(self.source.id)
        result = await enrich(chosen, listed, blank, fetch=self.fetch, reader=self.reader)
        if _worth(result):
            return self._discovered(chosen, found, result)
        self.tried.append((found, "neither it nor the pages that it lists give titles"))
        return None

    def _discovered(self, chosen: Source, found: Found, result: Collected) -> Discovery:
        others = tuple(each for each in self.named if each.address != found.address)
        return Discovery(chosen, found, result, others, tuple(self.tried))


def _as(found: Found, source: Source) -> Source:
    """The source that *found* would be."""
    ports, rights = _ports(source, found.address), usual_rights(found.kind)
    there = _there(source, found.address)
    options = SitemapOptions(include=(found.below,)) if found.below else source.options
    return replace(there, kind=found.kind, address=found.address, allow_ports=ports, rights=rights, options=options)


def _there(source: Source, address: str) -> Source:
    """What the operator trusts for the host of the address given is not trusted at other ones."""
    return source if host_of(address) == host_of(source.address) else replace(source, certificates=None)


def _ports(source: Source, address: str) -> tuple[int, ...]:
    """The usual ports, and the one that the address names, which need not be that of the page it was found on."""
    beyond = named_port(source.address) - {80, 443}
    return tuple(sorted({*source.allow_ports} - beyond | named_port(address)))


def _worth(result: Collected) -> bool:
    """A feed may be empty for a while; anything else proves itself by entries that say something."""
    others = result.format in (URLSET, POSTS)
    return not others or any(entry.title or entry.content for entry in result.entries)


class _Once:
    """A fetcher that fetches no address twice; nothing here is conditional."""

    def __init__(self, fetch: Fetch) -> None:
        self._fetch = fetch
        self._answers: dict[str, Fetched | NotModified | FetchFailed] = {}

    async def fetch(self, request: Request) -> Fetched | NotModified | FetchFailed:
        """The first answer."""
        if request.address not in self._answers:
            self._answers[request.address] = await self._fetch.fetch(request)
        return self._answers[request.address]

    async def close(self) -> None:
        """Nothing of its own."""


async def _candidates(source: Source, named: list[Found], *, fetch: Fetch, reader: Reader) -> AsyncIterator[Found]:
    """What may be a source, the best first; what the page itself names is noted in *named*."""
    yield Found("feed", source.address, "the address itself")
    page = await fetch.fetch(Request.of(source, source.address, accept=PAGES))
    if not isinstance(page, Fetched):
        return
    yield Found("sitemap", source.address, "the address itself")
    yield Found(LIST, source.address, "the address itself")
    links = await _offered(source, page, reader)
    named += [
        Found("feed", each.href, "named by the page", each.title or "") for each in links if each.rel == "alternate"
    ]
    for each in named:
        yield each
    robots = await robots_of(_there(source, page.address), page.address, fetch)
    for found in _unnamed(page.address, links, robots if isinstance(robots, Robots) else Robots((("/", False),))):
        yield found


async def _offered(source: Source, page: Fetched, reader: Reader) -> list[Link]:
    """What the Link header fields name (RFC 8288), then what the page does."""
    document = await reader.read(
        page.body, content_type=page.content_type, address=page.address, limits=source.limits, form=Form.OFFERS
    )
    fields = [link for value in page.links for link in links_of(value)]
    header = [
        replace(each, href=href)
        for each in fields
        if (href := _joined(page.address, each.href))
        and (each.rel == WORDPRESS or (each.rel == "alternate" and each.type in TYPES))
    ]
    found = [*header, *getattr(document, "links", ())]
    return list({(each.rel, each.href): each for each in found}.values())


def _unnamed(address: str, links: list[Link], robots: Robots) -> Iterator[Found]:
    """Usual places, the API, sitemaps, and as last resort the page itself."""
    places = [urljoin(address, each) for each in _HERE] + [urljoin(address, f"/{each}") for each in _ROOT]
    for place in dict.fromkeys(places):
        if robots.allows(place):
            yield Found("feed", place, "at a usual place")
    for front in dict.fromkeys(each.href.partition("wp-json")[0] for each in links if each.rel == WORDPRESS):
        yield Found("wordpress", front, "the site's API")
    section = _section(address)
    yield from (replace(each, below=section) for each in _sitemaps(address, robots))
    yield Found("listing", address, "the page itself")
    if section:
        yield from _sitemaps(address, robots)


def _section(address: str) -> str:
    """The path below which the articles of a page are, if it is no front page."""
    path = urlsplit(address).path
    folder, _, last = path.rpartition("/")
    below = folder if "." in last else path.rstrip("/")
    return f"{below}/" if below else ""


def _sitemaps(address: str, robots: Robots) -> Iterator[Found]:
    """Those of robots.txt, that are called like news first, and the usual place."""
    named = [each for said in robots.sitemaps if (each := _joined(address, said))]
    for sitemap in sorted(named, key=lambda each: "news" not in each.lower())[:_SITEMAPS]:
        yield Found("sitemap", sitemap, "named in robots.txt")
    usual = urljoin(address, "/sitemap.xml")
    if usual not in named and robots.allows(usual):
        yield Found("sitemap", usual, "at a usual place")


def _joined(address: str, said: str) -> str:
    """An address of another's writing; empty when it cannot be read."""
    try:
        return urljoin(address, said)
    except ValueError:
        return ""
