"""What partners are offered: the stories that feeds have announced, and the order in which they changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from syndicator.model.feed import FeedEntry


class Gone(StrEnum):
    """Why a story is offered no more (see docs/reference/api.md)."""

    MERGED = "merged"
    """It is part of another story now."""
    WITHDRAWN = "withdrawn"
    """Its sources are switched off, or configured no more."""
    LEFT_FEED = "left-feed"
    """The feed is not about it any more: a rule or an article was edited, or its articles went to another story."""
    FEED_ENDED = "feed-ended"
    """The feed is defined no more."""
    FAULTY = "faulty"
    """Nothing of it can be written down: no title, or no address that can be linked."""


@dataclass(frozen=True, slots=True)
class Offer:
    """What one feed tells of one story: its entries, or why there are none any more."""

    feed: str
    story: str
    entries: tuple[FeedEntry, ...] = ()
    gone: Gone | None = None
    into: str | None = None
    """The story that a merged one is part of."""


@dataclass(frozen=True, slots=True)
class Change:
    """An offer as it stands, and when it came to be so."""

    nr: int
    """Its place among all changes: a later change has a higher number, and is seen no earlier."""
    at: datetime
    """Never before the moment of a change with a lower number."""
    offer: Offer


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of stories in order of their last change."""

    stories: tuple[tuple[str, int], ...]
    """(story, the number of the change by which it is listed)."""
    reached: int
    """Where the next page goes on."""
    more: bool
    """Whether there is a next page already."""
    language: str = ""
    """The language that was meant, if one was asked for."""
    offers: Mapping[str, Sequence[Change]] = field(default_factory=dict)
    """Story → what the feeds tell of it, in the same state of the store."""
    last: int = 0
    """The number of the last change in that state."""
