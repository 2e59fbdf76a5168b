"""A sitemap in (sitemaps.org 0.9, with Google's news and image extensions and hreflang links), a document out.

The entries of an index are its sitemaps. What is not wanted is left out before anything is made of it: a sitemap may
list fifty thousand addresses, and a source uses the newest few.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from urllib.parse import urljoin

from lxml import etree

from syndicator.ingest.gate import CHILDREN, SHORT, SITEMAP
from syndicator.ingest.patterns import Sieve
from syndicator.ingest.wellformed import root_of
from syndicator.model.entry import Category, Document, Entry, Link, RawText
from syndicator.model.source import Limits, Options, SitemapOptions, host_of
from syndicator.ports import Unreadable

URLSET, INDEX = "sitemap", "sitemap-index"
"""The formats of documents read here."""

_NUMBER = re.compile("[0-9]{1,12}")
_YEAR_MONTH = re.compile("[0-9]{4}(?:-[0-9]{2})?")
_DAY = len("2026-01-01")
_LONG_AGO = datetime.min.replace(tzinfo=UTC)

_Values = dict[str, etree._Element]


def read_sitemap(
    body: bytes, content_type: str, address: str, limits: Limits, options: Options | None
) -> Document | Unreadable:
    """Read one sitemap or index, compressed or not."""
    chosen = options if isinstance(options, SitemapOptions) else SitemapOptions()
    root = root_of(body, content_type, SITEMAP, limits)
    if isinstance(root, Unreadable):
        return root
    return _index(root, address, chosen) if _local(root) == "sitemapindex" else _urlset(root, address, chosen)


# --- addresses -----------------------------------------------------------------------------------------------------


def _urlset(root: etree._Element, address: str, options: SitemapOptions) -> Document:
    sieve = Sieve(options.include, options.exclude)
    listed = [values for values in map(_values, root) if _text(values, "loc")]
    fit = [values for values in listed if sieve.passes(_text(values, "loc") or "")]
    used = sorted(fit, key=_moment, reverse=True)[: options.newest]
    publications = [_values(news["publication"]) for each in used if "publication" in (news := _inner(each, "news"))]
    return Document(
        format=URLSET,
        reader="strict",
        entries=tuple(_entry(values, address) for values in used),
        title=next((name for each in publications if (name := _text(each, "name"))), None),
        notes=tuple(_notes(listed, fit, used)),
    )


def _notes(listed: list[_Values], fit: list[_Values], used: list[_Values]) -> Iterator[str]:
    if listed and not fit:
        yield f"none of the {len(listed)} addresses of the sitemap fits 'include' and 'exclude'"
    if used and not any("news" in each or "title" in each for each in used):
        yield "the sitemap is none for news and gives no titles; 'pages.fulltext: facts' takes them from the pages"


def _entry(values: _Values, address: str) -> Entry:
    news = _inner(values, "news")
    publication = _inner(news, "publication")
    title = _text(news, "title")
    return Entry(
        link=_absolute(values, address),
        title=RawText(title) if title else None,
        published=_text(news, "publication_date"),
        updated=_text(values, "lastmod"),
        categories=tuple(Category(term) for term in _listed(_text(news, "keywords"))),
        enclosures=tuple(_images(values)),
        links=tuple(_alternates(values)),
        language=_text(publication, "language"),
    )


def _listed(text: str | None) -> list[str]:
    terms = (" ".join(each.split()) for each in (text or "").split(","))
    return list(dict.fromkeys(filter(None, terms)))[:CHILDREN]


def _images(values: _Values) -> Iterator[Link]:
    for image in _siblings(values.get("image")):
        if href := _text(_values(image), "loc"):
            yield Link(href, "enclosure", "image/*")


def _alternates(values: _Values) -> Iterator[Link]:
    for element in _siblings(values.get("link")):
        if href := element.get("href"):
            yield Link(href, element.get("rel") or "alternate", hreflang=element.get("hreflang"))


def _siblings(first: etree._Element | None) -> Iterator[etree._Element]:
    """An element and those of the same name after it."""
    if first is not None:
        yield first
        yield from (each for _, each in zip(range(CHILDREN), first.itersiblings(first.tag), strict=False))


# --- an index ------------------------------------------------------------------------------------------------------


def _index(root: etree._Element, address: str, options: SitemapOptions) -> Document:
    """Its newest sitemaps. Those on other hosts are nobody's to announce (sitemaps.org, location)."""
    links = [(_absolute(values, address), values) for values in map(_values, root) if _text(values, "loc")]
    own = [(link, values) for link, values in links if host_of(link) == host_of(address)]
    used = sorted(own, key=lambda each: (_moment(each[1]), _numbers(each[0])), reverse=True)[: options.children]
    strange = len(links) - len(own)
    return Document(
        format=INDEX,
        reader="strict",
        entries=tuple(Entry(link=link, updated=_text(values, "lastmod")) for link, values in used),
        notes=(f"{strange} sitemaps on other hosts were not read",) if strange else (),
    )


def _numbers(address: str) -> tuple[int, ...]:
    """The numbers in an address: undated sitemaps count up, by pages or by months."""
    return tuple(map(int, _NUMBER.findall(address)))


# --- values --------------------------------------------------------------------------------------------------------


def _local(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _values(element: etree._Element) -> _Values:
    """Children by local name, the first of each: prefixes and even namespaces are often wrong."""
    return {_local(child): child for child in reversed(element)}


def _inner(values: _Values, name: str) -> _Values:
    return _values(values[name]) if name in values else {}


def _text(values: _Values, name: str) -> str | None:
    element = values.get(name)
    text = " ".join((element.text or "").split()) if element is not None else ""
    return text[:SHORT] or None


def _absolute(values: _Values, address: str) -> str:
    """An address as it should be; one that cannot be read stays as it is, and later rooms refuse it."""
    written = _text(values, "loc") or ""
    try:
        return urljoin(address, written)
    except ValueError:
        return written


def _moment(values: _Values) -> datetime:
    """When an address changed, for putting them in order; undated ones come last."""
    return max(map(_date, _dates(values)), default=_LONG_AGO)


def _dates(values: _Values) -> Iterable[str]:
    return filter(None, (_text(values, "lastmod"), _text(_inner(values, "news"), "publication_date")))


def _date(text: str) -> datetime:
    """A W3C date (ISO 8601 in six precisions)."""
    whole = (text + "-01-01")[:_DAY] if _YEAR_MONTH.fullmatch(text) else text
    try:
        found = datetime.fromisoformat(whole)
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return _LONG_AGO
