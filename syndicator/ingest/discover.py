"""An address in, the source behind it out: a feed, an API, a sitemap, or as last resort the page itself.

Whatever might be one is collected from as a source would be, one after the other with the fetcher's gap, until one
gives entries with titles; nothing is fetched twice. What robots.txt asks robots to leave alone is not tried.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urljoin

from syndicator.ingest.document import PAGES, links_of
from syndicator.ingest.kinds import KINDS
from syndicator.ingest.offers import TYPES, WORDPRESS
from syndicator.ingest.posts import POSTS
from syndicator.ingest.robots import Robots, robots_of
from syndicator.ingest.urlset import URLSET
from syndicator.model.entry import Link
from syndicator.model.source import Source, SourceState, named_port
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
    once = _Once(fetch)
    tried: list[tuple[Found, str]] = []
    named: list[Found] = []
    async for found in _candidates(source, named, fetch=once, reader=reader):
        if kind and found.kind != kind:
            continue
        candidate = replace(source, kind=found.kind, address=found.address, allow_ports=_ports(source, found.address))
        state = SourceState(source.id)
        result = await KINDS[found.kind].collect(candidate, state, fetch=once, reader=reader, now=now)
        if isinstance(result, Collected) and _worth(result):
            others = tuple(each for each in named if each.address != found.address)
            return Discovery(candidate, found, result, others, tuple(tried))
        tried.append((found, result.message if isinstance(result, Failed) else "it lists no entries with a title"))
    return Discovery(tried=tuple(tried))


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
    links = await _offered(source, page, reader)
    named += [
        Found("feed", each.href, "named by the page", each.title or "") for each in links if each.rel == "alternate"
    ]
    for each in named:
        yield each
    robots = await robots_of(source, page.address, fetch)
    for found in _unnamed(page.address, links, robots if isinstance(robots, Robots) else Robots((("/", False),))):
        yield found


async def _offered(source: Source, page: Fetched, reader: Reader) -> list[Link]:
    """What the Link header fields name (RFC 8288), then what the page does."""
    document = await reader.read(
        page.body, content_type=page.content_type, address=page.address, limits=source.limits, form=Form.OFFERS
    )
    fields = [link for value in page.links for link in links_of(value)]
    header = [
        replace(each, href=urljoin(page.address, each.href))
        for each in fields
        if each.rel == WORDPRESS or (each.rel == "alternate" and each.type in TYPES)
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
    sitemaps = sorted((urljoin(address, each) for each in robots.sitemaps), key=lambda each: "news" not in each.lower())
    for sitemap in sitemaps[:_SITEMAPS]:
        yield Found("sitemap", sitemap, "named in robots.txt")
    yield Found("listing", address, "the page itself")
