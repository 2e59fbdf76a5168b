"""RSS 2.0, as the RSS Advisory Board's specification and profile describe it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from email.utils import format_datetime
from functools import partial
from typing import Any

from lxml import etree

from syndicator import __version__
from syndicator.model.entry import Link
from syndicator.model.feed import Feed, Site
from syndicator.publish.ending import stubs
from syndicator.publish.feedgen_bridge import (
    ATOM,
    DC,
    HISTORY,
    MEDIA,
    XML_LANG,
    add_entry,
    add_image,
    add_links,
    child,
    generator,
    style,
)
from syndicator.publish.fragments import Fragments, cut
from syndicator.publish.heading import GENERATOR, MEDIA_TOPICS, MEDIA_TYPES, TTL, Heading, heading, labels
from syndicator.publish.item import Item, items, newest, optional
from syndicator.publish.reading import Row, checked, parsed
from syndicator.publish.text import readable

_END = b"</channel></rss>"
_PLAIN = re.compile(rb"(?<=<)(?:title|description|category|dc:creator|dc:rights|source)\b[^>]*>[^<]+")
_REFERENCES = ((b"&amp;", b"&#x26;"), (b"&lt;", b"&#x3C;"), (b"&gt;", b"&#x3E;"))


class RssFormat:
    """Writes RSS through feedgen; what feedgen cannot say, our extension says."""

    def __init__(self) -> None:
        self._fragments = Fragments()

    name = "rss"
    suffix = "rss"
    media_type = MEDIA_TYPES["rss"]

    def render(self, feed: Feed, site: Site) -> bytes:
        """The document; equal feeds give equal bytes. Faulty entries are left out."""
        head = heading(feed, site, self.name)
        made = [*items(feed).sound, *stubs(feed, site)]
        namespaces = {"dc": DC} if made else {}
        namespaces |= {"media": MEDIA} if any(each.image for each in made) else {}
        namespaces |= {"fh": HISTORY} if head.is_archive else {}
        document = generator(namespaces, partial(_finish_feed, head, newest(made, head.updated)))
        document.title(head.title)
        document.link({"href": head.page, "rel": "alternate"})
        document.description(readable(head.description))
        document.generator(f"{GENERATOR} {__version__}")
        document.image(url=head.logo, title=head.title, link=head.page, width="144", height="72")
        document.language(head.language)
        document.ttl(TTL)
        named = labels(feed, (each.entry.language for each in made))
        entries = self._fragments.of(
            [(each, named[each.entry.language]) for each in made], lambda missing: _written(missing, head, named)
        )
        return b"".join((_plainly(document.rss_str()).removesuffix(_END), *entries, _END))

    def read_back(self, document: bytes) -> Sequence[Row]:
        """(id, link, title) of every item; raises PublishError for a faulty document."""
        root = parsed(document, "rss")
        return checked([_row(item) for item in root.iterfind("channel/item")])


def _written(made: Iterable[Item], head: Heading, named: Mapping[str, str]) -> Sequence[bytes]:
    """Items, cut out of a document of their own."""
    document = generator({"dc": DC, "media": MEDIA}, lambda _: None)
    document.title(head.title)
    document.link({"href": head.page, "rel": "alternate"})
    document.description(head.title)
    for each in made:
        _write(document, each, named[each.entry.language])
    return cut(_plainly(document.rss_str()), "item", _END)


def _write(document: Any, item: Item, topic: str) -> None:
    entry = add_entry(document, partial(_finish_item, item))
    entry.guid(item.id, permalink=False)
    entry.title(item.title)
    entry.link({"href": item.link})
    entry.description(readable(item.summary))  # readers take it for HTML, as RSS 2.0 says
    entry.content(item.html)
    entry.category({"term": topic})


def _finish_feed(head: Heading, published: datetime, root: etree._Element) -> None:
    channel = root[0]
    child(channel, "lastBuildDate", rfc822(head.updated))
    child(channel, "pubDate", rfc822(published))
    for code in head.subjects:
        child(channel, "category", code, domain=MEDIA_TOPICS)
    add_links(channel, f"{{{ATOM}}}link", head.links)
    if head.is_archive:
        child(channel, f"{{{HISTORY}}}archive")
    style(root, head.stylesheet)


def _finish_item(item: Item, element: etree._Element) -> None:
    element.set(XML_LANG, item.entry.language)
    child(element, "pubDate", rfc822(item.published))
    if address := optional(item.entry.source_address):
        child(element, "source", item.source, url=address)
    child(element, f"{{{DC}}}creator", ", ".join(item.authors))
    child(element, f"{{{DC}}}language", item.entry.language)
    if item.notice:
        child(element, f"{{{DC}}}rights", item.notice)
    add_links(element, f"{{{ATOM}}}link", _beside_the_link(item))
    add_image(element, item.image, item.html)


def _beside_the_link(item: Item) -> Sequence[Link]:
    return [link for link in item.links if link.rel != "alternate"]


def _plainly(document: bytes) -> bytes:
    """Signs of markup in plain texts by their numbers: what most readers take for text (RSS profile, character data).

    RSS never said which of its elements are HTML, and some readers resolve ``&lt;`` twice; addresses stay as they are,
    for others (@rowanmanning/feed-parser) do not resolve numbers in them.
    """
    return _PLAIN.sub(_by_numbers, document)


def _by_numbers(element: re.Match[bytes]) -> bytes:
    tag, end, text = element[0].partition(b">")
    for name, number in _REFERENCES:
        text = text.replace(name, number)
    return tag + end + text


def rfc822(moment: datetime) -> str:
    """A date of RFC 822 with a year of four digits, in English whatever the locale."""
    return format_datetime(moment.astimezone(UTC))


def _row(item: etree._Element) -> Row:
    return item.findtext("guid", ""), item.findtext("link", ""), item.findtext("title", "")
