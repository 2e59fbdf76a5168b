"""Stories: how articles are bound to each other, what is suggested, and what editors and we ourselves made of them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Standing(StrEnum):
    """What came of comparing two articles."""

    JOINED = "joined"
    """They are of one story."""
    SUGGESTED = "suggested"
    """They may be: shown to readers, and nothing else follows from it."""
    APART = "apart"
    """They are not: kept of the nearest relative of an article that begins a story."""


class Guard(StrEnum):
    """What kept an article out of the story of its relative (see docs/reference/stories.md)."""

    UNLIKELY = "unlikely"
    """Too little speaks for one event."""
    UNSPECIFIC = "unspecific"
    """Countries and concepts alone, or one number."""
    BESIDE = "beside"
    """The source tells both at once."""
    SERIES = "series"
    """The source says it again, with other numbers."""
    FURTHER_STEP = "further-step"
    """The source has told that story in other words."""
    CROWD = "crowd"
    """Its source has told as much of that story in a day as one source may."""
    MEMBERS = "members"
    """The relative is near; the members of its story on the whole are not."""


@dataclass(frozen=True, slots=True)
class Bond:
    """What comparing an article with an earlier one came to, when it was new."""

    article: str
    other: str
    standing: Standing
    likelihood: float
    """That both tell of one event, 0 to 1, before any guard."""
    features: Mapping[str, float] = field(default_factory=dict)
    """How much each says for one event (above 0) or against it, in log-odds; those that say nothing are left out."""
    guard: Guard | None = None


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Another story that may be the same: the strongest bond between an article of each."""

    story: str
    """The other one."""
    article: str
    """The article of the other story."""
    of: str
    """The article of this story."""
    likelihood: float
    features: Mapping[str, float] = field(default_factory=dict)
    guard: Guard | None = None


class ChangeKind(StrEnum):
    """What can become of stories."""

    MERGED = "merged"
    SPLIT = "split"
    APART = "apart"
    """An editor says that two stories are two: nothing but an editor makes them one."""


class By(StrEnum):
    """Who changed a story."""

    EDITOR = "editor"
    LINKAGE = "linkage"
    """We ourselves, when an article showed two stories to be one."""


@dataclass(frozen=True, slots=True)
class StoryChange:
    """A story is not what it was."""

    at: datetime
    kind: ChangeKind
    story: str
    """The one that stays."""
    other: str
    """The one that is gone, that was split off, or that is another."""
    by: By = By.EDITOR
    articles: tuple[str, ...] = ()
    """Of a split: those that went with the other."""
    who: str = ""
    """The editor's name."""
    why: str = ""
    """What the editor says of it."""


Pair = tuple[str, str]
"""Two stories, the lower id first."""


def pair(one: str, other: str) -> Pair:
    """The two in their order."""
    return (one, other) if one < other else (other, one)


def with_reprints(members: Mapping[str, str | None], going: Collection[str]) -> frozenset[str]:
    """The *members* of a story (article → what it reprints) that go with these: themselves, and what repeats them."""
    gone: frozenset[str] = frozenset()
    more = frozenset(going) & members.keys()
    while more - gone:
        gone |= more
        more = frozenset(name for name, original in members.items() if original in gone)
    return gone
