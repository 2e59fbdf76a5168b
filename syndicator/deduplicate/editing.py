"""What an editor wants of stories in, the changes to be made out: who stays at a merge, which id a new story has."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime
from itertools import count

from syndicator.deduplicate.deciding import id_of
from syndicator.model.story import ChangeKind, StoryChange


def merging(ages: Mapping[str, datetime], at: datetime) -> list[StoryChange]:
    """The changes that make the stories one: the one with the oldest id stays, the lower id of two of one age.

    *ages* say since when there is each story.
    """
    first, *others = sorted(ages, key=lambda story: (ages[story], story))
    return [StoryChange(at, ChangeKind.MERGED, first, other) for other in others]


def splitting(story: str, articles: Collection[str], at: datetime, is_free: Callable[[str], bool]) -> StoryChange:
    """The change that lets *articles* begin a story of their own, under an id that no story ever had."""
    went = sorted(articles)
    minted = (id_of("split", story, *went, str(number)) for number in count())
    return StoryChange(at, ChangeKind.SPLIT, story, next(filter(is_free, minted)), articles=tuple(went))


def parting(stories: Iterable[str], at: datetime) -> list[StoryChange]:
    """The changes that keep each of the stories apart from every other."""
    ordered = sorted(stories)
    return [
        StoryChange(at, ChangeKind.APART, one, other)
        for place, one in enumerate(ordered)
        for other in ordered[place + 1 :]
    ]
