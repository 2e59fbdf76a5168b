"""An article: an entry made clean, with the keys that find its like."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NewType

from syndicator.model.entry import Category, Link, Origin
from syndicator.model.source import Rights

SafeHtml = NewType("SafeHtml", str)
"""HTML that went through our sanitiser; nothing else may be written into a document as markup."""


class LanguageFrom(StrEnum):
    """How we know the language of an article."""

    DECLARED = "declared"
    DETECTED = "detected"
    RULE = "rule"
    """Letters that only one language has."""


_BACKLOG = timedelta(days=7)
"""How old at least everything is taken to be that a source has at its first poll without saying since when."""


@dataclass(frozen=True, slots=True)
class Image:
    """The picture that stands for an article."""

    href: str
    type: str | None = None
    alt: str = ""


@dataclass(frozen=True, slots=True)
class Alternate:
    """The same article at the same publisher, in another language."""

    href: str
    language: str


class Note(StrEnum):
    """What the operator may want to know of an article (see docs/reference/articles.md)."""

    NO_LINK = "no-link"
    CONTENT_TOO_LARGE = "content-too-large"
    CONTENT_TOO_DEEP = "content-too-deep"
    DATE_MISSING = "date-missing"
    DATE_UNREADABLE = "date-unreadable"
    DATE_IN_FUTURE = "date-in-future"
    DATE_TOO_OLD = "date-too-old"
    DATE_OF_DATELINE = "date-of-dateline"
    BACKLOG = "backlog"
    DEPARTED = "departed"


@dataclass(frozen=True, slots=True)
class Dateline:
    """What a dispatch begins with, as it was written; taken out of its text."""

    place: str = ""
    agency: str = ""
    day: str = ""
    """ISO 8601, when a day was named."""


@dataclass(frozen=True, slots=True)
class Article:
    """A normalised article.

    Texts are NFC plain text unless typed :data:`SafeHtml`. ``id`` and ``public_id`` are minted once, when it is
    first accepted, and never change.
    """

    id: str
    public_id: str
    source: str
    identity: str
    """The folded key that tells this entry from others of its source."""
    guid: str | None
    link: str | None
    canonical: str | None
    """The address with tracking parameters and variants of host and path folded: for comparison, never for output."""
    title: str
    summary: str
    content: SafeHtml
    text: str
    """The whole text in plain words, paragraphs parted by a blank line: what is matched and compared."""
    language: str
    """BCP 47; ``und`` when unsure."""
    language_from: LanguageFrom
    direction: str
    """ltr or rtl."""
    published: datetime
    """min(what the source says, first seen): write-once."""
    updated: datetime
    collected: datetime
    """When we first saw it."""
    authors: tuple[str, ...] = ()
    categories: tuple[Category, ...] = ()
    image: Image | None = None
    enclosures: tuple[Link, ...] = ()
    alternates: tuple[Alternate, ...] = ()
    origin: Origin | None = None
    dateline: Dateline | None = None
    rights: Rights = Rights()
    content_hash: str = ""
    """Of the words of title and text: equal for equal content whatever the markup."""
    notes: tuple[Note, ...] = ()

    @property
    def placed(self) -> datetime:
        """The moment by which it takes its place in feeds: that of its publication, or a week before we first saw it.

        The latter when it was there at the first poll of its source, and has no date (fault I21).
        """
        return self.collected - _BACKLOG if Note.BACKLOG in self.notes else self.published

    @property
    def departed(self) -> bool:
        """Whether its text has left the store; what tells it from others stays for good."""
        return Note.DEPARTED in self.notes


def bared(article: Article) -> Article:
    """What stays of an article that leaves the store: its names, its headline and its dates."""
    return replace(
        article,
        summary="",
        content=SafeHtml(""),
        text="",
        authors=(),
        categories=(),
        image=None,
        enclosures=(),
        alternates=(),
        origin=None,
        dateline=None,
        content_hash="",
        notes=(*article.notes, Note.DEPARTED),
    )


class Rejection(StrEnum):
    """Why an entry does not become an article."""

    NO_TITLE = "no-title"
    """Neither a title nor any text."""
    NO_IDENTITY = "no-identity"
    """Nothing that tells it from other entries."""
    DRAFT = "draft"
    """A preview or draft address."""
    TOO_LARGE = "too-large"
    ERROR = "error"
    """Our own fault: an exception nobody foresaw, contained to this entry."""


@dataclass(frozen=True, slots=True)
class Rejected:
    """An entry that was not accepted, and why."""

    source: str
    title: str
    reason: Rejection
    detail: str = ""
