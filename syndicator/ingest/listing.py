"""A page that lists articles in, a document of them out: by the operator's selectors, or by what it says itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from lxml import etree

from syndicator.ingest import jsonld, microformats, repeating
from syndicator.ingest.page import HEADINGS, Page, date_of, language_of, page_of, picture_of, text_of
from syndicator.ingest.repeating import FEWEST, date_in
from syndicator.ingest.selector import select
from syndicator.model.entry import Document, Entry, Link, RawText
from syndicator.model.source import Limits, ListingOptions, Options, Outcome
from syndicator.ports import Unreadable

SELECTED = "listing"
"""The format of what selectors found."""
_WAYS: Mapping[str, Callable[[Page], list[Entry]]] = {
    "json-ld": jsonld.articles_of,
    "microformats": microformats.entries_of,
    "links": repeating.entries_of,
}
"""Format → how it is found without selectors, the most reliable first."""


def read_listing(
    body: bytes, content_type: str, address: str, _limits: Limits, options: Options | None
) -> Document | Unreadable:
    """Read one page; a page that lists nothing is :class:`Unreadable`, so that a changed design is never silence."""
    page = page_of(body, content_type, address)
    if isinstance(page, Unreadable):
        return page
    if isinstance(options, ListingOptions) and options.item:
        return _selected(page, options)
    for name, find in _WAYS.items():
        entries = _unique(find(page))
        if len(entries) >= FEWEST:
            return _document(page, name, entries)
    return Unreadable(
        Outcome.NOT_A_FEED,
        f"Nothing on the page{_titled(page)} is marked up as a list of articles; "
        "look at it in a browser: it may have changed. If it has not, say 'listing.item' and other selectors.",
    )


def _document(page: Page, name: str, entries: list[Entry], notes: tuple[str, ...] = ()) -> Document:
    return Document(
        format=name,
        reader="strict",
        entries=tuple(entries),
        title=page.title,
        link=page.base,
        language=page.language,
        notes=notes,
    )


def _unique(entries: list[Entry]) -> list[Entry]:
    unique: dict[str | None, Entry] = {}
    for entry in entries:
        unique.setdefault(entry.link, entry)
    return list(unique.values())


def _titled(page: Page) -> str:
    return f" titled “{page.title[:120]}”" if page.title else ""


# --- by selectors --------------------------------------------------------------------------------------------------


def _selected(page: Page, options: ListingOptions) -> Document | Unreadable:
    items = select(page.root, options.item)
    found = [_entry(page, item, options) for item in items]
    entries = _unique([entry for entry in found if entry is not None])
    if not entries:
        what = f"{len(items)} elements fit, but none has a link and a title" if items else "nothing fits"
        return Unreadable(
            Outcome.NOT_A_FEED,
            f"On the page{_titled(page)} {what} (item '{options.item[:100]}'): it has changed, or the selectors are "
            "wrong; compare them with the page in a browser.",
        )
    lost = found.count(None)
    return _document(
        page, SELECTED, entries, (f"{lost} items without a link or a title were left out",) if lost else ()
    )


def _entry(page: Page, item: etree._Element, options: ListingOptions) -> Entry | None:
    def part(selector: str, otherwise: Callable[[etree._Element], etree._Element | None]) -> etree._Element | None:
        return next(iter(select(item, selector)), None) if selector else otherwise(item)

    link = _anchor(part(options.link, _first_link))
    href = page.absolute(link.get("href")) if link is not None else None
    title = text_of(part(options.title, _first_heading)) or text_of(link)
    if href is None or not title:
        return None
    entry = Entry(link=href, title=RawText(title), published=date_of(part(options.date, date_in)))
    summary = text_of(part(options.summary, _nothing))
    picture = page.absolute(picture_of(part(options.image, _nothing)))
    return replace(
        entry,
        summary=RawText(summary) if summary else None,
        enclosures=(Link(picture, "enclosure", "image/*"),) if picture else (),
        language=language_of(item),
    )


def _anchor(element: etree._Element | None) -> etree._Element | None:
    """The link that an element is, holds, or stands in."""
    around = () if element is None else (element, *element.iter("a"), *element.iterancestors("a"))
    return next((each for each in around if each.tag == "a" and each.get("href")), None)


def _first_link(item: etree._Element) -> etree._Element | None:
    return next((each for heading in item.iter(*HEADINGS) for each in heading.iter("a")), item)


def _first_heading(item: etree._Element) -> etree._Element | None:
    return next(item.iter(*HEADINGS), None)


def _nothing(_item: etree._Element) -> etree._Element | None:
    return None
