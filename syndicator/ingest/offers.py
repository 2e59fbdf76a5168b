"""A web page in, what it offers to machines out: feeds, and the API of WordPress."""

from __future__ import annotations

import re
from collections.abc import Iterator

from syndicator.ingest.page import Page, page_of, text_of
from syndicator.model.entry import Document, Link
from syndicator.model.source import Limits, Options
from syndicator.ports import Unreadable

TYPES = frozenset({
    "application/atom+xml",
    "application/rss+xml",
    "application/feed+json",
    "application/rdf+xml",
})  # fmt: skip
"""Media types of feeds."""
WORDPRESS = "https://api.w.org/"
"""The relation by which WordPress names its API."""
_NAMED = re.compile(r"(?:^|[/._=-])(?:rss|feed|atom)(?:\d{0,2}|s)(?:[/._&?-]|$)", re.IGNORECASE)
"""What the addresses of feeds are called."""
_MOST = 20


def read_offers(
    body: bytes, content_type: str, address: str, _limits: Limits, _options: Options | None
) -> Document | Unreadable:
    """The feeds a page names in its head, then those it links to, comment feeds last; then its API."""
    page = page_of(body, content_type, address)
    if isinstance(page, Unreadable):
        return page
    feeds = list({link.href: link for link in (*_named(page), *_linked(page))}.values())
    feeds.sort(key=lambda each: "comment" in ((each.title or "") + each.href).lower())
    return Document(
        format="page",
        reader="strict",
        title=page.title,
        language=page.language,
        links=(*feeds[:_MOST], *_apis(page)),
    )


def _named(page: Page) -> Iterator[Link]:
    """Feed autodiscovery: ``<link rel="alternate">`` with the type of a feed."""
    for element in page.root.iter("link"):
        kind = (element.get("type") or "").partition(";")[0].strip().lower()
        href = page.absolute(element.get("href"))
        if href and kind in TYPES and "alternate" in (element.get("rel") or "").lower().split():
            yield Link(href, "alternate", kind, title=(element.get("title") or "").strip() or None)


def _linked(page: Page) -> Iterator[Link]:
    """Links whose address is called like a feed: the orange button of old."""
    for element in page.root.iter("a"):
        href = page.absolute(element.get("href"))
        if href and _NAMED.search(href.partition("://")[2].partition("/")[2]):
            yield Link(href, "alternate", title=text_of(element)[:100] or None)


def _apis(page: Page) -> Iterator[Link]:
    for element in page.root.iter("link"):
        href = page.absolute(element.get("href"))
        if href and WORDPRESS in (element.get("rel") or "").split():
            yield Link(href, WORDPRESS)
