"""An entry: raw, as the source gave it.

Strings are decoded and free of characters that XML 1.0 forbids, nothing more.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Markup(StrEnum):
    """How a raw text is written."""

    TEXT = "text"
    HTML = "html"
    """Markup, to be read as HTML once; entities inside are not decoded yet."""


@dataclass(frozen=True, slots=True)
class RawText:
    """A text as the source gave it."""

    value: str
    markup: Markup = Markup.TEXT
    language: str | None = None
    base: str | None = None
    """The address relative references resolve against (xml:base, else the document's)."""


@dataclass(frozen=True, slots=True)
class Link:
    """A link with the attributes of RFC 4287, section 4.2.7."""

    href: str
    rel: str = "alternate"
    type: str | None = None
    hreflang: str | None = None
    title: str | None = None
    length: int | None = None


@dataclass(frozen=True, slots=True)
class Category:
    """What the source calls the subject: kept, never trusted."""

    term: str
    scheme: str | None = None
    label: str | None = None


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an aggregating source took an entry from (atom:source, RSS source)."""

    id: str | None = None
    title: str | None = None
    link: str | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One item of a document, unjudged."""

    guid: str | None = None
    guid_is_link: bool = False
    link: str | None = None
    title: RawText | None = None
    summary: RawText | None = None
    content: RawText | None = None
    published: str | None = None
    """The date as written."""
    updated: str | None = None
    authors: tuple[str, ...] = ()
    categories: tuple[Category, ...] = ()
    enclosures: tuple[Link, ...] = ()
    """Enclosures and Media RSS contents, rel ``enclosure``; images among them have a type or none."""
    links: tuple[Link, ...] = ()
    """Every other link, with its rel."""
    language: str | None = None
    rights: str | None = None
    origin: Origin | None = None


@dataclass(frozen=True, slots=True)
class Tombstone:
    """What a document says of an entry that it takes back (at:deleted-entry, RFC 6721)."""

    guid: str
    when: str | None = None
    """The moment as written."""
    comment: str | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """What a reader made of the bytes of one feed document."""

    format: str
    """rss20, rss10, rss09, atom10, atom03, json11 or json10."""
    reader: str
    """strict or tolerant."""
    entries: tuple[Entry, ...] = ()
    tombstones: tuple[Tombstone, ...] = ()
    id: str | None = None
    title: str | None = None
    link: str | None = None
    language: str | None = None
    links: tuple[Link, ...] = ()
    ttl: int | None = None
    """Minutes."""
    skip_hours: tuple[int, ...] = ()
    """Hours of the day, UTC, in which it asks not to be read; never all of them."""
    skip_days: tuple[int, ...] = ()
    """Days of the week, Monday being 0, UTC; never all of them."""
    notes: tuple[str, ...] = ()
    """What had to be repaired or left out, for the operator."""
