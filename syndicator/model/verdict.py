"""What record linkage says of an article: is it new, and whose like is it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from syndicator.model.article import Article


class KeyKind(StrEnum):
    """Kinds of blocking keys. Articles that share a key are compared."""

    IDENTITY = "identity"
    """Same source, same entry."""
    PUBLIC = "public"
    """The public id, so that no source can claim another's."""
    ADDRESS = "address"
    """The canonical address, across sources."""
    CONTENT = "content"
    """The hash of all words."""
    FINGERPRINT = "fingerprint"
    """Winnowed shingles (near-duplicates)."""
    TERM = "term"
    """Rare terms, names and numbers (stories)."""
    IMAGE = "image"
    """The lead image's address."""
    ALTERNATE = "alternate"
    """hreflang clues (translations)."""


ENOUGH = 8
"""Fingerprints that two texts must share to be worth comparing: a quotation of two sentences makes no reprint."""


CROWD = 8
"""Articles of one source that say the same within a day: no more of them speak in a story that others tell, too, or are
compared with what comes later (fault I12)."""


class Key(NamedTuple):
    """A blocking key: a kind and a signed 64-bit hash; made and put into sets by the thousand."""

    kind: KeyKind
    hash: int


class VerdictKind(StrEnum):
    """What an article is, seen beside those we have."""

    NEW = "new"
    UPDATE = "update"
    KNOWN = "known"
    """The same article with nothing changed that matters."""
    REPRINT = "reprint"
    TRANSLATION = "translation"
    SAME_STORY = "same-story"


@dataclass(frozen=True, slots=True)
class Verdict:
    """A verdict, with the article it refers to and the reasons in words."""

    kind: VerdictKind
    of: str | None = None
    """The id of the article it updates, reprints, translates or joins."""
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Judged:
    """A verdict that was stored, and when."""

    verdict: Verdict
    at: datetime


@dataclass(frozen=True, slots=True)
class Revision:
    """An update that was stored: when, what changed, and the article before it."""

    at: datetime
    reasons: tuple[str, ...]
    before: Article


@dataclass(frozen=True, slots=True)
class Candidate:
    """An article we have that shares a key with a new one."""

    article: Article
    story: str
    keys: frozenset[Key]
    """All keys of the candidate that were asked for."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What is to be stored of one article."""

    article: Article
    """With its final id, public id and dates."""
    verdict: Verdict
    story: str
    keys: frozenset[Key]
    quiet: bool = False
    """No other article is compared with it: its source has said the same too often (fault I12)."""
