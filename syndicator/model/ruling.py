"""Rulings: what editors decide of stories and articles in one feed, whatever its rule finds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from syndicator.model.feed import Held


class RulingKind(StrEnum):
    """What an editor can decide."""

    PIN = "pin"
    """It stays in the feed whatever its age; an article pinned by itself stands for its story, too."""
    INCLUDE = "include"
    """The article belongs in the feed although the rule does not find it."""
    DROP = "drop"
    """It is not in the feed although the rule finds it."""
    HOLD = "hold"
    """It is not in the feed until an editor releases it."""
    RELEASE = "release"
    """It may be published where review is required, and is held no more."""
    RETITLE = "retitle"
    """The article has another title in the feed."""


_MATTERS = (
    frozenset({RulingKind.PIN}),
    frozenset({RulingKind.INCLUDE, RulingKind.DROP}),
    frozenset({RulingKind.HOLD, RulingKind.RELEASE}),
    frozenset({RulingKind.RETITLE}),
)
_MATTER = {kind: matter for matter in _MATTERS for kind in matter}
"""Kind → those among which the latest counts."""
OF_ARTICLES = frozenset({RulingKind.INCLUDE, RulingKind.RETITLE})
"""What is decided of articles only: the other members of a story have rules and languages of their own."""

SHOWING = frozenset({RulingKind.INCLUDE, RulingKind.DROP, RulingKind.HOLD, RulingKind.RELEASE})
"""What may take out of a feed what is in it, or bring it back."""


@dataclass(frozen=True, slots=True)
class Ruling:
    """One decision, or that one is undone; of a story or of an article."""

    at: datetime
    feed: str
    kind: RulingKind
    story: str | None = None
    """By the id that stands for it; it counts for all members, those to come among them."""
    article: str | None = None
    undone: bool = False
    title: str = ""
    """Of a RETITLE."""
    who: str = ""
    """The editor's name."""
    why: str = ""
    """What the editor says of it."""


_Key = tuple[frozenset[RulingKind], str | None, str | None]


class Rulings:
    """What of an editor's rulings on a feed counts: of each matter the latest on a story or on an article.

    Where a story and one of its articles have one each, the later of the two counts for the article, and one that was
    undone counts for nothing.
    """

    def __init__(self, made: Iterable[Ruling] = ()) -> None:
        """Of the rulings on one feed, the oldest first."""
        self._latest: dict[_Key, tuple[int, Ruling]] = {}
        for number, each in enumerate(made):
            self._latest[_MATTER[each.kind], each.story, each.article] = number, each

    def effective(self, kind: RulingKind, *, story: str | None = None, article: str | None = None) -> Ruling | None:
        """The ruling of this *kind* that counts for exactly this story, or this article; None without one."""
        found = self._latest.get((_MATTER[kind], story, article))
        return found[1] if found and found[1].kind is kind and not found[1].undone else None

    def says(self, kind: RulingKind, held: Held) -> Ruling | None:
        """The ruling of this *kind* that counts for an article, by itself or with its story; None without one."""
        if not self._latest:
            return None
        keys = (None, held.article.id), (held.story, None)
        found = (self._latest.get((_MATTER[kind], *key)) for key in keys)
        standing = [each for each in found if each and not each[1].undone]
        latest = max(standing, key=lambda each: each[0])[1] if standing else None
        return latest if latest and latest.kind is kind else None

    def named(self, *kinds: RulingKind) -> tuple[frozenset[str], frozenset[str]]:
        """(the stories, the articles) on which a ruling of these *kinds* was made and not undone."""
        made = [each for _, each in self._latest.values() if each.kind in kinds and not each.undone]
        return frozenset(each.story for each in made if each.story), frozenset(
            each.article for each in made if each.article
        )

    def counting(self, held: Held) -> list[Ruling]:
        """All that count for an article, in the order of their kinds."""
        return [each for each in (self.says(kind, held) for kind in RulingKind) if each]

    def has(self, topic: str, held: Held) -> bool:
        """Whether an article has a topic, by its tags or because an editor says so."""
        return held.tagged.has(topic) or self.says(RulingKind.INCLUDE, held) is not None

    def shows(self, held: Held, *, found: bool) -> bool:
        """Whether an article belongs in the feed, given whether its rule has *found* it."""
        kept_back = self.says(RulingKind.DROP, held) or self.says(RulingKind.HOLD, held)
        return not kept_back and (found or self.says(RulingKind.INCLUDE, held) is not None)

    def brings(self, topic: str, held: Held) -> bool:
        """Whether an article is to be looked at whatever its age: it is included, or pinned and has the topic."""
        pinned = self.says(RulingKind.PIN, held) is not None and held.tagged.has(topic)
        return pinned or self.says(RulingKind.INCLUDE, held) is not None

    def stands_first(self, held: Held) -> bool:
        """Whether an article was pinned by itself, and not with its story."""
        return self.effective(RulingKind.PIN, article=held.article.id) is not None

    def titled(self, held: Held) -> str:
        """The title of an article in the feed."""
        ruling = self.says(RulingKind.RETITLE, held)
        return ruling.title if ruling else held.article.title

    def title_changed(self, held: Held) -> datetime | None:
        """When an editor last gave an article another title, or its own one back; None when nobody ever did."""
        found = self._latest.get((_MATTER[RulingKind.RETITLE], None, held.article.id))
        return found[1].at if found else None
