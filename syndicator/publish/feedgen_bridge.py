"""feedgen 1.0, driven so that it writes what the specifications ask for.

feedgen loses the attributes of entry links in Atom (lkiesow/python-feedgen#135), has no language per entry, names
sources by half, and dates documents with the present moment. Its extension interface hands over every element
after feedgen's own children, so what it gets wrong is written by :class:`FeedExtension` and
:class:`EntryExtension`: each applies one function of ours to the live element.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from feedgen.feed import FeedGenerator
from lxml import etree

from syndicator.model.article import Image
from syndicator.model.entry import Link

MEDIA = "http://search.yahoo.com/mrss/"
DC = "http://purl.org/dc/elements/1.1/"
ATOM = "http://www.w3.org/2005/Atom"
TOMBSTONES = "http://purl.org/atompub/tombstones/1.0"
HISTORY = "http://purl.org/syndication/history/1.0"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"

Finish = Callable[[etree._Element], None]


class FeedExtension:
    """Finishes the feed element; :attr:`namespaces` are declared on the root."""

    def __init__(self) -> None:
        self.namespaces: Mapping[str, str] = {}
        self.finish: Finish

    def extend_ns(self) -> dict[str, str]:
        """Prefixes to declare."""
        return dict(self.namespaces)

    def extend_atom(self, root: etree._Element) -> None:
        """Called with the Atom feed, before its entries are appended."""
        self.finish(root)

    def extend_rss(self, root: etree._Element) -> None:
        """Called with the RSS root, before the items are appended."""
        self.finish(root)


class EntryExtension:
    """Finishes one entry element."""

    def __init__(self) -> None:
        self.finish: Finish

    def extend_atom(self, entry: etree._Element) -> None:
        """Called with the Atom entry."""
        self.finish(entry)

    def extend_rss(self, item: etree._Element) -> None:
        """Called with the RSS item."""
        self.finish(item)


def generator(namespaces: Mapping[str, str], finish: Finish) -> Any:
    """A feedgen generator whose feed element *finish* completes."""
    made = FeedGenerator()
    # feedgen writes this date through locale.setlocale, which belongs to the whole process and is not thread-safe;
    # it has no other way to be told not to write it. Dates of RSS are written by our extension.
    made._FeedGenerator__rss_lastBuildDate = None
    made.register_extension("syndicator", FeedExtension, EntryExtension)
    made.syndicator.namespaces = namespaces
    made.syndicator.finish = finish
    return made


def add_entry(to: Any, finish: Finish) -> Any:
    """A new last entry whose element *finish* completes."""
    made = to.add_entry(order="append")
    made.syndicator.finish = finish
    return made


def style(root: etree._Element, address: str) -> None:
    """Put the style sheet for browsers before the root element (xml-stylesheet, W3C 2010)."""
    root.addprevious(etree.ProcessingInstruction("xml-stylesheet", f'type="text/css" href="{address}"'))


def child(parent: etree._Element, tag: str, text: str | None = None, /, **attributes: str | None) -> etree._Element:
    """A new last child; attributes that are None are left away."""
    made = etree.SubElement(parent, tag, {name: value for name, value in attributes.items() if value is not None})
    made.text = text
    return made


def add_links(parent: etree._Element, tag: str, links: Iterable[Link]) -> None:
    """Links with every attribute they have (RFC 4287, section 4.2.7)."""
    for link in links:
        child(parent, tag, rel=link.rel, type=link.type, hreflang=link.hreflang, title=link.title, href=link.href)


def add_image(parent: etree._Element, image: Image | None, html: str) -> None:
    """The picture as Media RSS content, unless the text shows it already: some readers would show it twice."""
    if image and image.href not in html:
        child(parent, f"{{{MEDIA}}}content", url=image.href, type=image.type, medium="image")
