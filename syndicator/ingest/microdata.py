"""A page with microdata in (schema.org, in attributes of what people see), what it says of its article out."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from syndicator.ingest.gate import CHILDREN
from syndicator.ingest.jsonld import ARTICLES
from syndicator.ingest.page import Page, date_of, picture_of, text_of
from syndicator.model.entry import Category, Entry, Link, RawText

_Properties = dict[str, list[etree._Element]]


def article_of(page: Page) -> Entry | None:
    """The first article that the page marks, and what is said of it itself, not of its parts."""
    article = next((each for each in page.root.iter() if _is_article(each)), None)
    if article is None:
        return None
    said = _properties(article)
    title, summary = _text(said, "headline") or _text(said, "name"), _text(said, "description")
    picture = page.absolute(_address(said, "image"))
    return Entry(
        title=RawText(title) if title else None,
        summary=RawText(summary) if summary else None,
        published=date_of(_first(said, "datePublished")),
        updated=date_of(_first(said, "dateModified")),
        authors=tuple(dict.fromkeys(_names(said.get("author", [])))),
        categories=tuple(Category(name) for each in said.get("articleSection", ()) if (name := _said(each))),
        enclosures=(Link(picture, "enclosure", "image/*"),) if picture else (),
        language=_text(said, "inLanguage"),
    )


def _is_article(element: etree._Element) -> bool:
    return element.get("itemscope") is not None and (element.get("itemtype") or "").strip().endswith(ARTICLES)


def _properties(item: etree._Element) -> _Properties:
    """Name → elements, of an item itself: what lies in an item inside it is that one's (HTML, 5.2.5)."""
    properties: _Properties = {}
    waiting = list(reversed(item))
    while waiting:
        element = waiting.pop()
        for name in (element.get("itemprop") or "").split():
            kept = properties.setdefault(name, [])
            if len(kept) < CHILDREN:
                kept.append(element)
        if element.get("itemscope") is None:
            waiting.extend(reversed(element))
    return properties


def _first(said: _Properties, name: str) -> etree._Element | None:
    return next(iter(said.get(name, ())), None)


def _said(element: etree._Element) -> str | None:
    return " ".join((element.get("content") or "").split()) or text_of(element) or None


def _text(said: _Properties, name: str) -> str | None:
    found = _first(said, name)
    return None if found is None else _said(found)


def _names(people: list[etree._Element]) -> Iterator[str]:
    """The names of people, who are items of their own or no more than a name."""
    for person in people:
        inner = _properties(person) if person.get("itemscope") is not None else {}
        name = _text(inner, "name") or (None if inner else _said(person))
        if name:
            yield name


def _address(said: _Properties, name: str) -> str | None:
    found = _first(said, name)
    if found is None:
        return None
    inner = _properties(found) if found.get("itemscope") is not None else {}
    return found.get("href") or found.get("content") or _address(inner, "url") or picture_of(found)
