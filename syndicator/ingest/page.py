"""The bytes of a web page in, its tree out, and how its parts are read: texts, addresses, dates, pictures."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from urllib.parse import urljoin, urlsplit

from lxml import etree

from syndicator.ingest.decode import decode
from syndicator.ingest.gate import SHORT
from syndicator.model.source import Outcome
from syndicator.ports import Unreadable

HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_SILENT = ("style", "template", "svg", "iframe", "object")
"""Elements whose text nobody sees."""
_META = re.compile(rb"""<meta[^<>]{0,200}?charset\s{0,9}=\s{0,9}["']?([A-Za-z0-9_:.-]{1,40})""", re.IGNORECASE)
_HEAD = 65_536
"""Bytes in which a page may say its encoding; archives write much before it."""
_DATA = ("{", "[", "<rss", "<feed", "<rdf", "<urlset", "<sitemapindex")
_PICTURES = ("data-src", "data-lazy-src", "data-original", "src")
_FIRST_OF_SET = re.compile(r"\s{0,20}([^\s,]{1,2048})")
_JSON = re.compile(r"\s{0,20}application/ld\+json\b", re.IGNORECASE)
_PUBLISHED = re.compile(
    r'"(?:date_?published|published_?(?:date|at|time|on)?|publish_?(?:date|time|at)|publication_?date|pub_?date)\\?"'
    r'\s{0,9}:\s{0,9}\\?"([^"\\]{8,40})',
    re.IGNORECASE,
)
"""In the state that a page is drawn from, which may be JSON in a string; in JSON-LD that cannot be read as well."""
_MOST_SCRIPTED = 10


@dataclass(frozen=True, slots=True)
class Page:
    """A page that was read."""

    root: etree._Element
    base: str
    """What relative addresses resolve against."""
    title: str | None
    language: str | None
    data: tuple[str, ...]
    """The JSON-LD it holds, as text."""
    scripted: tuple[str, ...]
    """What its scripts call the date of a publication, as written."""

    def absolute(self, href: str | None) -> str | None:
        """An address as fetchers take it, without fragment; None for what is none of the web."""
        try:
            parts = urlsplit(urljoin(self.base, (href or "").strip()))
        except ValueError:
            return None
        found = parts._replace(fragment="").geturl()
        return found if href and parts.scheme in ("http", "https") and parts.netloc and len(found) <= SHORT else None


def page_of(body: bytes, content_type: str, address: str) -> Page | Unreadable:
    """Read a page, whatever its markup; :class:`Unreadable` (empty, charset, not-a-feed) when there is none."""
    meta = _META.search(body, 0, _HEAD)
    charset = "" if meta is None or "charset" in content_type.lower() else f"; charset={meta[1].decode('ascii')}"
    decoded = decode(body, content_type + charset)
    if isinstance(decoded, Unreadable):
        return decoded
    begins = decoded.text.lstrip()[:100].lower()
    if begins.startswith(_DATA) or (begins.startswith("<?xml") and "<html" not in decoded.text[:2000].lower()):
        return Unreadable(
            Outcome.NOT_A_FEED, "The document is no web page, but data: read it as a feed, a sitemap or another kind."
        )
    return _page(decoded.text.lstrip(), address)


def _page(text: str, address: str) -> Page | Unreadable:
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=False)
    root = etree.fromstring(text.encode(), parser)
    if root is None:
        return Unreadable(Outcome.NOT_A_FEED, "The page holds no markup at all; look at the address in a browser.")
    data = tuple(each.text or "" for each in root.iter("script") if _JSON.match(each.get("type") or ""))
    scripted = tuple(islice(_scripted(root), _MOST_SCRIPTED))
    title = next((text_of(each) for each in root.iter("title")), "")
    etree.strip_elements(root, "script", *_SILENT, with_tail=False)
    _without_scripts(root)
    return Page(root, _base(root, address), title or None, (root.get("lang") or "").strip() or None, data, scripted)


def _scripted(root: etree._Element) -> Iterator[str]:
    return (found[1] for each in root.iter("script") for found in _PUBLISHED.finditer(each.text or ""))


def _without_scripts(root: etree._Element) -> None:
    """Take out what is there for browsers without scripts, but not the page that such an element has swallowed."""
    whole = _size(root)
    for element in root.iter("noscript"):
        if 2 * _size(element) > whole:
            element.tag = "div"
    etree.strip_elements(root, "noscript", with_tail=False)


def _size(element: etree._Element) -> int:
    return sum(len(str(text).strip()) for text in element.itertext())


def _base(root: etree._Element, address: str) -> str:
    for element in root.iter("base"):
        try:
            return urljoin(address, (element.get("href") or "").strip())
        except ValueError:
            continue
    return address


# --- parts of a page -----------------------------------------------------------------------------------------------


def text_of(element: etree._Element | None) -> str:
    """What is read in an element, on one line."""
    return " ".join("".join(map(str, element.itertext())).split())[:SHORT] if element is not None else ""


def language_of(element: etree._Element) -> str | None:
    """The language that an element inside the page has of its own."""
    for each in (element, *element.iterancestors()):
        if each.tag != "html" and (said := (each.get("lang") or "").strip()):
            return said
    return None


def date_of(element: etree._Element | None) -> str | None:
    """A date as machines read it where it is given so, else as people do."""
    if element is None:
        return None
    said = (element.get(name) for name in ("datetime", "content"))
    return next((each.strip() for each in said if each and each.strip()), None) or text_of(element) or None


def picture_of(element: etree._Element | None) -> str | None:
    """The address of the first picture in an element, also one that is loaded late."""
    for image in () if element is None else element.iter("img", "source", "meta"):
        said = [image.get(name) for name in _PICTURES] + [_first_of(image.get("srcset")), image.get("content")]
        found = next((each for each in said if each and not each.startswith("data:")), None)
        if found:
            return found
    return None


def _first_of(pictures: str | None) -> str | None:
    found = _FIRST_OF_SET.match(pictures or "")
    return found[1] if found else None


def headed(link: etree._Element) -> etree._Element | None:
    """The heading that a link stands in, or that stands in it."""
    around = (each for each in link.iterancestors() if each.tag in HEADINGS)
    inside = (each for each in link.iter() if each.tag in HEADINGS)
    return next(around, None) if (first := next(inside, None)) is None else first


def within(element: etree._Element, tags: Iterable[str]) -> Iterator[etree._Element]:
    """Ancestors of an element that have one of these tags."""
    return element.iterancestors(*tags)
