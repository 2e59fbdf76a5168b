"""A rehearsal: what an edited rule would change in a feed, before it does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from syndicator.model.article import Article
from syndicator.model.feed import FeedDefinition
from syndicator.model.topic import Evidence


class Effect(StrEnum):
    """What an edited rule does to an article."""

    ADDED = "added"
    """It finds the article, the live one did not."""
    DROPPED = "dropped"
    """The live rule found the article, it does not."""
    KEPT = "kept"


@dataclass(slots=True)
class Counts:
    """How many articles there are, and what the edit does to them; the rest is in no version of the feed."""

    articles: int = 0
    added: int = 0
    dropped: int = 0
    kept: int = 0

    def count(self, effect: Effect | None) -> None:
        """One article more."""
        self.articles += 1
        if effect:
            setattr(self, effect.value, getattr(self, effect.value) + 1)


@dataclass(frozen=True, slots=True)
class Sample:
    """An article that stands for others."""

    article: Article
    evidence: tuple[Evidence, ...]
    """Of the edited rule; of the live one, where that alone finds the article."""
    missing: tuple[str, ...] = ()
    """What the edited rule misses, in words."""


@dataclass(frozen=True, slots=True)
class Compared:
    """Stored articles by the live tags and by the edited rule."""

    topic: str
    total: Counts
    languages: Mapping[str, Counts]
    sources: Mapping[str, Counts]
    days: Mapping[date, Counts]
    """By the day (UTC) of publication."""
    samples: Mapping[Effect, tuple[Sample, ...]]
    """The newest first, a few of each language."""


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """The whole of it, for people and machines."""

    feed: FeedDefinition
    since: datetime
    """Articles collected since."""
    until: datetime
    live_version: str | None
    """Of the rule that the stored tags were made with; None when there was none."""
    edited_version: str
    compared: Compared
    also_edited: tuple[str, ...] = ()
    """Other feeds whose rules differ from the live ones."""
    source_names: Mapping[str, str] = field(default_factory=dict)
