"""Acceptance: what readers of partners would do with a feed, as it is and as it changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Act(StrEnum):
    """What happens to a feed between two looks that a reader takes at it."""

    SUBSCRIBED = "subscribed"
    """Nothing: the reader sees the feed for the first time."""
    POLLED_AGAIN = "polled-again"
    """Nothing: the reader looks again."""
    CORRECTED = "corrected"
    """A source corrects the text of an article."""
    COUNTED = "counted"
    """A view counter within an article goes up, and nothing else."""
    REWRITTEN = "rewritten"
    """A source gives an article another headline."""
    READDRESSED = "readdressed"
    """A source moves an article to another address."""
    RETITLED = "retitled"
    """An editor gives an article another headline in this feed."""
    REPRINTED = "reprinted"
    """Another source brings an article that the feed has already."""
    NEWS = "news"
    """A new article is published."""
    LATECOMER = "latecomer"
    """A new article is published with a date before others that are there."""
    WITHDRAWN = "withdrawn"
    """An article is taken back."""
    RESTORED = "restored"
    """The service begins anew, on another machine, from its store."""
    AWAY = "away"
    """More is published than the feed keeps before the reader looks again."""
    MONTH_CLOSED = "month-closed"
    """A month ends, and with it its archive."""
    MOVED = "moved"
    """The feed gets another id, and its old addresses lead to the new ones."""


class Effect(StrEnum):
    """What whoever uses a reader sees then."""

    NOTHING = "nothing"
    NEW = "new"
    """The article is shown, once."""
    UPDATED = "updated"
    """The article has its new words, where it was."""
    STALE = "stale"
    """The article keeps its old words."""
    REPLACED = "replaced"
    """The note that it was withdrawn stands where the article was."""
    REMOVED = "removed"
    """The withdrawn article is gone."""
    KEPT = "kept"
    """The withdrawn article stays as it was."""
    TWICE = "twice"
    """An article is shown once more than it should be."""
    LOST = "lost"
    """An article is never shown, or no more."""


class Grade(StrEnum):
    """How much a finding matters."""

    PROBLEM = "problem"
    """A partner would see duplicates, miss articles, or run what a source wrote."""
    WARNING = "warning"
    """Some readers make less of the feed than they could."""
    NOTE = "note"
    """What to tell the partner: the reader does so with every feed."""


@dataclass(frozen=True, slots=True)
class Told:
    """One item, as a document tells it."""

    article: str
    """What it is in truth, whatever the document calls it."""
    guid: str
    """Empty when the document gives none."""
    link: str
    title: str
    text: str
    date: str = ""
    """Of publication, as written."""
    moment: datetime | None = None
    """When it was published."""
    updated: datetime | None = None
    """When it was last changed, where the document says so apart from its publication."""
    guid_is_link: bool = False
    withdrawn: bool = False
    """Whether it says no more than that the article was withdrawn."""


@dataclass(frozen=True, slots=True)
class Issue:
    """One document of a feed at one moment."""

    format: str
    """rss, atom or json."""
    title: str
    link: str
    items: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class Scene:
    """An act, and the documents after it."""

    act: Act
    issues: Mapping[str, Issue]
    """By the name of the document; one that is not there is as it was."""
    about: frozenset[str] = frozenset()
    """The articles that it happens to."""
    past: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Document → articles that it told since the last scene and tells no more, and that its archives do."""


@dataclass(frozen=True, slots=True)
class Sight:
    """What one reader makes of one act in one document."""

    reader: str
    document: str
    act: Act
    effect: Effect
    articles: tuple[str, ...] = ()
    """Titles of those that were lost or doubled, or that the act is about."""
    count: int = 0
    """How many articles that is."""
    anyhow: bool = False
    """Whether the reader would do so with every feed, whatever it says of its items."""
    cause: str = ""
    """What in the document leads the reader to it."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that somebody should know or do."""

    code: str
    grade: Grade
    message: str
    remedy: str
    documents: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    """Items, texts or addresses that show it, some of them."""
    count: int = 0
    """Of items; 0 when it is of the document."""


@dataclass(frozen=True, slots=True)
class Examination:
    """All that was seen and found."""

    feed: str
    documents: Mapping[str, int]
    """Document → how many items it has."""
    sights: tuple[Sight, ...]
    findings: tuple[Finding, ...]
    """The gravest first."""
    skipped: Mapping[Act, str] = field(default_factory=dict)
    """Acts that were not played, and why."""

    @property
    def accepted(self) -> bool:
        """Whether no partner would see duplicates, miss articles, or run what a source wrote."""
        return all(each.grade is not Grade.PROBLEM for each in self.findings)
