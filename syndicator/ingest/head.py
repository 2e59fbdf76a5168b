"""The head of an article's page in, what it says of the article out: Open Graph, Dublin Core, and the names of old."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

from lxml import etree

from syndicator.ingest.gate import CHILDREN, SHORT
from syndicator.ingest.page import Page
from syndicator.model.entry import Category, Entry, Link, RawText

_TITLE = ("og:title", "twitter:title", "dc.title", "dcterms.title", "citation_title", "parsely-title")
_SUMMARY = ("og:description", "description", "twitter:description", "dc.description", "dcterms.description")
_PUBLISHED = (
    "article:published_time", "og:article:published_time", "datepublished", "parsely-pub-date", "sailthru.date",
    "cxenseparse:recs:publishtime", "cxenseparse:publishtime", "publisheddate", "published_at", "pubdate", "pub_date",
    "dcterms.issued", "dc.date.issued", "dcterms.created", "dc.date.created", "citation_publication_date",
)  # fmt: skip
_DATED = ("date", "dc.date", "dcterms.date")
"""What is called a date and no more may be that of a change."""
_UPDATED = (
    "article:modified_time", "og:article:modified_time", "og:updated_time", "datemodified", "dcterms.modified",
    "dc.date.modified", "last-modified",
)  # fmt: skip
_AUTHORS = ("author", "article:author", "parsely-author", "dc.creator", "dcterms.creator", "citation_author",
            "cxenseparse:author", "sailthru.author", "byl")  # fmt: skip
_SECTIONS = ("article:section", "parsely-section", "og:article:section")
_TAGS = ("article:tag", "og:article:tag")
_PICTURES = ("og:image", "og:image:secure_url", "og:image:url", "twitter:image", "twitter:image:src")
_SITE = ("og:site_name", "application-name", "dc.publisher", "dcterms.publisher")
_LANGUAGE = ("content-language", "dc.language", "dcterms.language", "og:locale")

Facts = Mapping[str, list[str]]


def facts_of(page: Page) -> Facts:
    """What the head says, by name in small letters, in order and without what is empty."""
    facts: dict[str, list[str]] = {}
    for element in page.root.iter("meta"):
        name = next(filter(None, map(element.get, ("property", "name", "itemprop", "http-equiv"))), "")
        value = " ".join((element.get("content") or "").split())[:SHORT]
        kept = facts.setdefault(name.strip().lower().replace("dc:", "dc."), [])
        if value and len(kept) < CHILDREN:
            kept.append(value)
    return facts


def article_of(page: Page, facts: Facts) -> Entry:
    """The article as the head has it."""
    picture = page.absolute(_first(facts, _PICTURES) or _linked(page, "image_src"))
    return Entry(
        title=_raw(_first(facts, _TITLE)),
        summary=_raw(_first(facts, _SUMMARY)),
        published=_first(facts, _PUBLISHED),
        updated=_first(facts, _UPDATED),
        authors=tuple(dict.fromkeys(_names(facts))),
        categories=tuple(Category(each) for each in dict.fromkeys(_terms(facts))),
        enclosures=(Link(picture, "enclosure", "image/*"),) if picture else (),
        language=(_first(facts, _LANGUAGE) or "").replace("_", "-").partition(",")[0].strip() or None,
    )


def dated(facts: Facts) -> Entry:
    """The article with the date that the head does not say the meaning of: for when nothing says more."""
    return Entry(published=_first(facts, _DATED))


def canonical_of(page: Page, facts: Facts) -> str | None:
    """The address that the page says is its own."""
    return page.absolute(_linked(page, "canonical")) or page.absolute(_first(facts, ("og:url",)))


def site_of(facts: Facts) -> str | None:
    """The name of the site."""
    return _first(facts, _SITE)


def alternates_of(page: Page) -> Iterator[Link]:
    """The same article in other languages: what tells translations."""
    for element, _ in zip(_links(page, "alternate"), range(CHILDREN), strict=False):
        href, language = page.absolute(element.get("href")), (element.get("hreflang") or "").strip()
        if href and language:
            yield Link(href, hreflang=language)


def _first(facts: Facts, names: tuple[str, ...]) -> str | None:
    return next((facts[name][0] for name in names if facts.get(name)), None)


def _links(page: Page, rel: str) -> Iterator[etree._Element]:
    return (each for each in page.root.iter("link") if rel in (each.get("rel") or "").lower().split())


def _linked(page: Page, rel: str) -> str | None:
    return next((href for each in _links(page, rel) if (href := each.get("href"))), None)


def _names(facts: Facts) -> Iterator[str]:
    """People of the first name that names some: addresses of their profiles are none."""
    said = ([each for each in facts.get(name, ()) if not _is_address(each)] for name in _AUTHORS)
    yield from next(filter(None, said), ())


def _is_address(text: str) -> bool:
    try:
        return bool(urlsplit(text).netloc)
    except ValueError:
        return True


def _terms(facts: Facts) -> Iterator[str]:
    section = _first(facts, _SECTIONS)
    yield from (section,) if section else ()
    yield from next((facts[name] for name in _TAGS if facts.get(name)), ())


def _raw(text: str | None) -> RawText | None:
    return RawText(text) if text else None
