"""All that the store knows of a story, for an editor: why each article is in it, its past, what may be the same."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from syndicator.deduplicate import shared
from syndicator.model.clues import Clue, Clues
from syndicator.model.feed import Held
from syndicator.model.story import Bond, ChangeKind, Standing, StoryChange, Suggestion
from syndicator.model.verdict import Judged, VerdictKind
from syndicator.ports import Store


@dataclass(frozen=True, slots=True)
class Tie:
    """A bond with the articles at its ends, and the words that both have."""

    bond: Bond
    one: Held
    other: Held
    shared: Mapping[Clue, tuple[str, ...]]

    @property
    def apart(self) -> timedelta:
        """The time between their publications."""
        return abs(self.one.article.published - self.other.article.published)


@dataclass(frozen=True, slots=True)
class Membership:
    """An article of a story, and why it is there."""

    held: Held
    judged: Judged | None
    """What it was when it came."""
    tie: Tie | None = None
    """By which it joined, where that is an article of this story."""
    placed: StoryChange | None = None
    """What brought it here since, if anything did."""


@dataclass(frozen=True, slots=True)
class Dossier:
    """A story as its editor sees it."""

    story: str
    aliases: tuple[str, ...]
    members: tuple[Membership, ...]
    """Oldest first."""
    changes: tuple[StoryChange, ...]
    suggested: tuple[Tie, ...]
    """The likeliest first; the article of another story is the other one."""


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """An article, why it is of its story, and what it is kept apart from."""

    membership: Membership
    suggested: tuple[Tie, ...]
    apart: Tie | None
    """With its nearest relative, when it began a story."""


def dossier(store: Store, story: str) -> Dossier:
    """All of a story, named by the id that stands for it."""
    members, changes = store.story(story), store.story_changes(story)
    return Dossier(
        story,
        tuple(store.aliases({story}).get(story, ())),
        tuple(_memberships(store, members, members, changes)),
        tuple(changes),
        tuple(_suggested(store, story)),
    )


def whereabouts(store: Store, held: Held) -> Whereabouts:
    """All of one article."""
    changes = store.story_changes(held.story)
    [membership] = _memberships(store, [held], store.story(held.story), changes)
    suggested = tuple(each for each in _suggested(store, held.story) if each.one.article.id == held.article.id)
    return Whereabouts(membership, suggested, _nearest(store, held))


def _memberships(
    store: Store, wanted: Sequence[Held], members: Sequence[Held], changes: Sequence[StoryChange]
) -> Iterable[Membership]:
    names, here = [each.article.id for each in wanted], {each.article.id: each for each in members}
    joined = [each for each in store.bonds(names) if each.standing is Standing.JOINED and each.other in here]
    ties = {each.one.article.id: each for each in _ties(store, joined, here)}
    judged = store.verdicts(names)
    for held in wanted:
        name = held.article.id
        yield Membership(held, judged.get(name), ties.get(name), _placed(held, judged.get(name), changes))


def _placed(held: Held, judged: Judged | None, changes: Sequence[StoryChange]) -> StoryChange | None:
    """The last change that brought an article into its story: by itself, or with the story that it had begun."""
    name, began = held.article.id, judged is None or judged.verdict.kind is VerdictKind.NEW
    brought = [
        each
        for each in changes
        if (each.kind is ChangeKind.SPLIT and each.other == held.story and name in each.articles)
        or (each.kind is ChangeKind.MERGED and each.other == name and began)
    ]
    return brought[-1] if brought else None


def _suggested(store: Store, story: str) -> list[Tie]:
    found = store.suggested({story}).get(story, ())
    held = store.held({name for each in found for name in (each.of, each.article)})
    return _ties(store, [_bond(each) for each in found], held)


def _bond(found: Suggestion) -> Bond:
    """Seen from this story: its own article first."""
    return Bond(found.of, found.article, Standing.SUGGESTED, found.likelihood, found.features, found.guard)


def _nearest(store: Store, held: Held) -> Tie | None:
    name = held.article.id
    apart = [each for each in store.bonds({name}) if each.article == name and each.standing is Standing.APART]
    ties = _ties(store, apart, {name: held, **store.held({each.other for each in apart})})
    return ties[0] if ties else None


def _ties(store: Store, bonds: Sequence[Bond], held: Mapping[str, Held]) -> list[Tie]:
    """Those bonds whose ends there are."""
    clues = store.clues({name for each in bonds for name in (each.article, each.other)})
    return [
        Tie(each, held[each.article], held[each.other], _shared(held[each.article], held[each.other], clues))
        for each in bonds
        if each.article in held and each.other in held
    ]


def _shared(one: Held, other: Held, clues: Mapping[str, Clues]) -> Mapping[Clue, tuple[str, ...]]:
    ones, others = clues.get(one.article.id), clues.get(other.article.id)
    return shared(one.article, ones, other.article, others) if ones and others else {}
