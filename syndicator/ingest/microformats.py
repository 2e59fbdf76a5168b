"""A page with microformats in (h-entry, and hAtom, its elder, as many WordPress themes have it), entries out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from lxml import etree

from syndicator.ingest.gate import CHILDREN
from syndicator.ingest.page import Page, date_of, language_of, picture_of, text_of
from syndicator.model.entry import Category, Entry, Link, RawText


@dataclass(frozen=True, slots=True)
class _Vocabulary:
    """The class names of one format."""

    title: tuple[str, ...]
    link: tuple[str, ...]
    published: tuple[str, ...]
    updated: tuple[str, ...]
    summary: tuple[str, ...]
    author: tuple[str, ...]
    category: tuple[str, ...]
    picture: tuple[str, ...]


_VOCABULARIES: Mapping[str, _Vocabulary] = {
    "h-entry": _Vocabulary(
        ("p-name",), ("u-url",), ("dt-published",), ("dt-updated",), ("p-summary",), ("p-author",), ("p-category",),
        ("u-featured", "u-photo"),
    ),
    "hentry": _Vocabulary(
        ("entry-title",), ("bookmark",), ("published", "entry-date"), ("updated",), ("entry-summary",), ("author",),
        ("category",), ("wp-post-image",),
    ),
}  # fmt: skip
"""Class of an entry → the classes inside it (microformats.org, h-entry; hAtom 0.1)."""


def entries_of(page: Page) -> list[Entry]:
    """The entries of the page, without those inside others, which are comments, and without those that have no link."""
    found = (_entry(page, element, _VOCABULARIES[name]) for name, element in _elements(page.root))
    return [entry for entry in found if entry is not None]


def entry_of(page: Page) -> Entry | None:
    """What the page's only entry says, with a link of its own or without; of several, none is the page's alone."""
    found = list(islice(_elements(page.root), 2))
    return _told(page, found[0][1], _VOCABULARIES[found[0][0]]) if len(found) == 1 else None


def _elements(root: etree._Element) -> Iterator[tuple[str, etree._Element]]:
    inside: set[etree._Element] = set()
    for element in root.iter():
        if element.getparent() in inside:
            inside.add(element)
            continue
        name = next((each for each in _VOCABULARIES if each in _classes(element)), None)
        if name:
            inside.add(element)
            yield name, element


def _classes(element: etree._Element) -> list[str]:
    """Class names, and what a link is to its page: hAtom's bookmark is one of these."""
    return [*(element.get("class") or "").split(), *(element.get("rel") or "").split()]


def _entry(page: Page, element: etree._Element, names: _Vocabulary) -> Entry | None:
    entry = _told(page, element, names)
    return entry if entry.link and entry.title else None


def _told(page: Page, element: etree._Element, names: _Vocabulary) -> Entry:
    parts = _parts(element)

    def first(*wanted: str) -> etree._Element | None:
        return next((parts[each][0] for each in wanted if each in parts), None)

    title, summary = first(*names.title), text_of(first(*names.summary))
    picture = first(*names.picture)
    href = page.absolute(picture_of(picture) or (picture.get("href") if picture is not None else None))
    terms = (text_of(each) for name in names.category for each in parts.get(name, ()))
    return Entry(
        link=_link(page, title, first(*names.link)),
        title=RawText(text_of(title)) if text_of(title) else None,
        summary=RawText(summary) if summary else None,
        published=date_of(first(*names.published)),
        updated=date_of(first(*names.updated)),
        authors=tuple(filter(None, (text_of(first(*names.author)),))),
        categories=tuple(Category(each) for each in dict.fromkeys(terms) if each),
        enclosures=(Link(href, "enclosure", "image/*"),) if href else (),
        language=language_of(element),
    )


def _parts(element: etree._Element) -> dict[str, list[etree._Element]]:
    parts: dict[str, list[etree._Element]] = {}
    for each in element.iterdescendants():
        for name in _classes(each):
            kept = parts.setdefault(name, [])
            if len(kept) < CHILDREN:
                kept.append(each)
    return parts


def _link(page: Page, title: etree._Element | None, marked: etree._Element | None) -> str | None:
    """The address that is marked as such, else the link of the title."""
    found = [] if marked is None else [marked]
    found += [] if title is None else [*title.iter("a"), *title.iterancestors("a")]
    return next((href for each in found if (href := page.absolute(each.get("href")))), None)
