"""Atom 1.0 (RFC 4287)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Any

from lxml import etree

from syndicator import __version__
from syndicator.model.entry import Link
from syndicator.model.feed import Feed, Retraction, Site
from syndicator.publish.feedgen_bridge import (
    ATOM,
    HISTORY,
    MEDIA,
    TOMBSTONES,
    XML_LANG,
    add_entry,
    add_image,
    add_links,
    child,
    generator,
    style,
)
from syndicator.publish.fragments import Fragments, cut
from syndicator.publish.heading import GENERATOR, MEDIA_TOPICS, MEDIA_TYPES, Heading, heading, labels
from syndicator.publish.item import Item, is_iri, items, optional
from syndicator.publish.reading import Row, checked, parsed
from syndicator.publish.text import is_like_markup, paragraphs

_END = b"</feed>"
_SAYS_NOTHING = datetime(2026, 1, 1, tzinfo=UTC)


class AtomFormat:
    """Writes Atom through feedgen; what feedgen cannot say, our extension says."""

    def __init__(self) -> None:
        self._fragments = Fragments()

    name = "atom"
    suffix = "atom"
    media_type = MEDIA_TYPES["atom"]

    def render(self, feed: Feed, site: Site) -> bytes:
        """The document; equal feeds give equal bytes. Faulty entries are left out."""
        head = heading(feed, site, self.name)
        made = items(feed).sound
        namespaces = {"media": MEDIA} if any(each.image for each in made) else {}
        namespaces |= {"fh": HISTORY} if head.is_archive else {}
        namespaces |= {"at": TOMBSTONES} if feed.retracted else {}
        document = generator(namespaces, partial(_finish_feed, head, feed.retracted))
        document.id(head.id)
        document.title(head.title)
        document.subtitle(head.description)
        document.updated(head.updated)
        document.author({"name": head.publisher, "uri": head.home})
        document.generator(GENERATOR, version=__version__, uri=head.home)
        document.icon(head.icon)
        document.logo(head.logo)
        document.language(head.language)
        named = labels(feed, (each.entry.language for each in made))
        of_feed = head.topic, head.topics, head.subjects
        entries = self._fragments.of(
            [(each, (named[each.entry.language], of_feed)) for each in made],
            lambda missing: _written(missing, head, named),
        )
        return b"".join((bytes(document.atom_str()).removesuffix(_END), *entries, _END))

    def read_back(self, document: bytes) -> Sequence[Row]:
        """(id, link, title) of every entry; raises PublishError for a faulty document."""
        root = parsed(document, f"{{{ATOM}}}feed")
        return checked([_row(entry) for entry in root.iterfind(f"{{{ATOM}}}entry")])


def _written(made: Iterable[Item], head: Heading, named: Mapping[str, str]) -> Sequence[bytes]:
    """Entries, cut out of a document of their own."""
    document = generator({"media": MEDIA}, lambda _: None)
    document.id(head.id)
    document.title(head.title)
    document.updated(_SAYS_NOTHING)
    for each in made:
        _write(document, each, head, named[each.entry.language])
    return cut(bytes(document.atom_str()), "entry", _END)


def _write(document: Any, item: Item, head: Heading, topic: str) -> None:
    entry = add_entry(document, partial(_finish_entry, item))
    entry.id(item.id)
    entry.title(item.title)
    entry.updated(item.updated)
    entry.published(item.published)
    entry.author([{"name": name} for name in item.authors])
    entry.content(item.html, type="html")
    entry.summary(*_declared(item.summary))
    entry.category([{"term": head.topic, "scheme": head.topics, "label": topic}, *map(_media_topic, head.subjects)])
    if item.notice:
        entry.rights(item.notice)


def _declared(text: str) -> tuple[str, str | None]:
    """A text and its type (RFC 4287, section 3.1.1).

    What only looks like HTML is written as HTML, so that nobody guesses. Titles stay text whatever they look like:
    readers show those of other types with their references.
    """
    return (paragraphs(text), "html") if is_like_markup(text) else (text, None)


def _media_topic(code: str) -> dict[str, str]:
    return {"term": code, "scheme": MEDIA_TOPICS}


# feedgen's Atom tree bears no namespace (xmlns is a plain attribute there): children are made without one, too.


def _finish_feed(head: Heading, retracted: Iterable[Retraction], root: etree._Element) -> None:
    for element in root.iterchildren("title", "subtitle"):
        element.set(XML_LANG, head.own_language)
    for element in root.iterchildren("subtitle"):
        element.text, type_ = _declared(head.description)
        element.attrib.update({"type": type_} if type_ else {})
    add_links(root, "link", head.links)
    if head.is_archive:
        child(root, f"{{{HISTORY}}}archive")
    for each in retracted:  # RFC 6721
        child(root, f"{{{TOMBSTONES}}}deleted-entry", ref=each.public_id, when=rfc3339(each.at))
    style(root, head.stylesheet)


def _finish_entry(item: Item, entry: etree._Element) -> None:
    entry.set(XML_LANG, item.entry.language)
    add_links(entry, "link", item.links)
    add_image(entry, item.image, item.html)
    _add_source(entry, item)


def _add_source(entry: etree._Element, item: Item) -> None:
    """Where the entry comes from (section 4.2.11); no source without an address that can be its id."""
    if address := optional(item.entry.source_address):
        source = child(entry, "source")
        child(source, "id", item.entry.source_address if is_iri(item.entry.source_address) else address)
        child(source, "title", item.source)
        child(source, "updated", item.updated.isoformat())
        home = optional(item.entry.source_homepage)
        page = [Link(home, "alternate", "text/html")] if home else []
        add_links(source, "link", [Link(address, "self"), *page])


def rfc3339(moment: datetime) -> str:
    """A date of RFC 3339, in UTC and whole seconds."""
    return moment.astimezone(UTC).replace(microsecond=0).isoformat()


def _row(entry: etree._Element) -> Row:
    links = entry.iterfind(f"{{{ATOM}}}link[@rel='alternate']")
    address = next((link.get("href", "") for link in links), "")
    return entry.findtext(f"{{{ATOM}}}id", ""), address, entry.findtext(f"{{{ATOM}}}title", "")
