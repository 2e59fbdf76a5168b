"""What to do with articles that are the like of none: join the story of their relatives, or begin their own.

Relatives share rare clues; a model says how likely each tells of the same event (:mod:`.relation`). An article joins a
story when one of its members very likely does and its members on the whole do, so that no chain of neighbours ties
two events together. Stories that an article shows to be one are merged when their own members agree.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from syndicator.deduplicate.comparators import AT_ONCE
from syndicator.deduplicate.rarity import Rarity
from syndicator.deduplicate.relation import (
    Bags,
    alike_in,
    contributions,
    features,
    likelihood,
    speak_alike,
    weigh,
    why,
)
from syndicator.model.clues import Clue, Clues, Relative
from syndicator.model.story import Bond, Guard, Pair, Standing, pair
from syndicator.model.verdict import CROWD, Decision, KeyKind, Verdict, VerdictKind

JOIN: Final = 0.55
"""Likelihood with its nearest member from which an article may be of a story."""
AGREE: Final = 0.45
"""Mean likelihood with the nearest members from which it is."""
_UNSPECIFIC: Final = 0.5
"""The most that countries and concepts alone make likely, less than it takes to join: two countries may sign twice."""
SURE: Final = 0.9
"""Likelihood from which they count all the same: nearly all that both say is the same."""
_SPECIFIC: Final = {"numbers": 0.6, "organisations-alike": 0.15, "names": 0.5, "words-alike": 0.4}
"""Features that tell an event, and how much of each alone is enough: two numbers, an organisation, some names."""
SUGGEST: Final = 0.35
"""Likelihood from which a story that an article does not join is suggested beside its own."""
_SUGGESTED: Final = 3
"""Stories that are suggested beside that of an article, the likeliest."""
_SUGGESTIVE: Final = frozenset({Guard.UNLIKELY, Guard.FURTHER_STEP, Guard.MEMBERS})
"""What may keep apart that is worth a reader's while."""
_NEAREST: Final = 6
_WITHIN: Final = timedelta(days=5)
_VERSION: Final = timedelta(days=3)
"""How soon a source tells its own news again: in another language, or brought up to date."""
_A_DAY: Final = timedelta(days=1)
_SAME_WORDS: Final = 0.6
_SERIES_TITLES: Final = 0.5


@dataclass(frozen=True, slots=True)
class Related:
    """What a batch of articles comes to."""

    decisions: tuple[Decision, ...]
    merged: tuple[tuple[str, str], ...]
    """Stories (gone, kept) found to be one."""
    bonds: tuple[Bond, ...] = ()
    """What ties new articles to others, and what kept those that begin a story apart from their nearest."""


@dataclass(frozen=True, slots=True)
class _Member:
    relative: Relative
    bags: Bags


@dataclass(frozen=True, slots=True)
class _Bond:
    """How an article and a member of a story belong together."""

    likelihood: float
    member: _Member
    features: Mapping[str, float]
    guard: Guard | None
    unguarded: float
    """The likelihood that the guard does not let count."""


_Noted = tuple[_Bond, Standing, Guard | None]


def relate(
    decisions: Sequence[Decision],
    clues: Mapping[str, Clues],
    relatives: Mapping[str, Sequence[Relative]],
    rarity: Rarity,
    apart: Collection[Pair] = (),
) -> Related:
    """The decisions, those on new articles with the story of their relatives, and the stories that are merged.

    *clues* are those of the articles by id; *relatives* of each those that the store has, with the other members of
    their stories; *apart* the stories that an editor keeps apart: they are never merged. Articles of the batch are
    compared with each other, too, in order.
    """
    batch = _Batch(clues, relatives, rarity, apart)
    decided = tuple(batch.decide(each) for each in decisions)
    return Related(decided, tuple(batch.merged.items()), tuple(batch.bonds))


class _Batch:
    def __init__(
        self,
        clues: Mapping[str, Clues],
        relatives: Mapping[str, Sequence[Relative]],
        rarity: Rarity,
        apart: Collection[Pair],
    ) -> None:
        self._clues = clues
        self._relatives = relatives
        self._rarity = rarity
        self._apart = apart
        self._members: dict[str, _Member] = {}
        self._own: list[Relative] = []
        self.merged: dict[str, str] = {}
        self.bonds: list[Bond] = []

    def decide(self, decision: Decision) -> Decision:
        """The decision, with the story of its like."""
        name = decision.article.id
        found = self._clues.get(name)
        if found is None:
            return decision
        decided = self._join(decision, found) if decision.verdict.kind is VerdictKind.NEW else decision
        if not decided.quiet:
            self._own.append(Relative(name, decided.story, found))
        return decided

    def _join(self, decision: Decision, found: Clues) -> Decision:
        bags = weigh(found, self._rarity)
        known = {each.id: each for each in (*self._relatives.get(decision.article.id, ()), *self._own)}
        stories: dict[str, list[_Bond]] = defaultdict(list)
        for each in known.values():
            if abs(each.clues.published - found.published) <= _WITHIN:
                stories[self._story(each)].append(self._bond(found, bags, each))
        decision = _quietened(decision, found, (bond for each in stories.values() for bond in each))
        guards = {story: _guard(found, bags, each) for story, each in stories.items()}
        likely = sorted((-_strength(stories[story]), story) for story, guard in guards.items() if guard is None)
        nearest = {story: _nearest(each) for story, each in stories.items()}
        if not likely:
            self._note(decision, found, _suggested(nearest, guards) or _kept_apart(nearest, guards))
            return decision
        _, story = likely[0]
        self._merge(story, [other for _, other in likely[1:]], stories)
        bond, verdict = _verdict(found, bags, stories[story])
        others = {other: each for other, each in nearest.items() if self._kept(other) != self._kept(story)}
        self._note(decision, found, [(bond, Standing.JOINED, None), *_suggested(others, guards)])
        return replace(decision, story=self._kept(story), verdict=verdict)

    def _note(self, decision: Decision, found: Clues, worth: Iterable[_Noted]) -> None:
        for bond, standing, guard in worth:
            other = bond.member.relative
            told = contributions(bond.features, within=speak_alike(found, other.clues))
            likely = round(bond.unguarded, 3)
            self.bonds.append(Bond(decision.article.id, other.id, standing, likely, told, guard))

    def _bond(self, found: Clues, bags: Bags, relative: Relative) -> _Bond:
        member = self._member(relative)
        values = features(found, bags, relative.clues, member.bags)
        within = speak_alike(found, relative.clues)
        likely = likelihood(values, within=within)
        if _is_beside(found, relative.clues):
            return _Bond(0.0, member, values, Guard.BESIDE, likely)
        if _is_series(found, bags, member):
            return _Bond(0.0, member, values, Guard.SERIES, likely)
        if likely < SURE and not _is_specific(values):
            return _Bond(min(likely, _UNSPECIFIC), member, values, Guard.UNSPECIFIC, likely)
        return _Bond(likely, member, values, None, likely)

    def _member(self, relative: Relative) -> _Member:
        if relative.id not in self._members:
            self._members[relative.id] = _Member(relative, weigh(relative.clues, self._rarity))
        return self._members[relative.id]

    # --- stories found to be one -----------------------------------------------------------------------------------

    def _merge(self, story: str, others: Iterable[str], stories: Mapping[str, Sequence[_Bond]]) -> None:
        """Merge into one what the members themselves say is one; the story of the oldest article stays."""
        for other in others:
            if self._are_apart(story, other):
                continue
            pairs = [
                self._bond(one.member.relative.clues, one.member.bags, two.member.relative).likelihood
                for one in stories[story]
                for two in stories[other]
            ]
            if sum(pairs) / len(pairs) >= AGREE:
                first = min(
                    (bond.member.relative for bond in (*stories[story], *stories[other])),
                    key=lambda each: (each.clues.published, each.id),
                )
                kept = self._story(first)
                gone = {self._kept(story), self._kept(other)} - {kept}
                self.merged.update(dict.fromkeys(gone, kept))

    def _are_apart(self, story: str, other: str) -> bool:
        two = pair(self._kept(story), self._kept(other))
        return any(pair(self._kept(one), self._kept(another)) == two for one, another in self._apart)

    def _kept(self, story: str) -> str:
        while story in self.merged:
            story = self.merged[story]
        return story

    def _story(self, relative: Relative) -> str:
        return self._kept(relative.story)


def _guard(found: Clues, bags: Bags, bonds: Sequence[_Bond]) -> Guard | None:
    """What keeps an article out of a story; None when it belongs there."""
    nearest = _nearest(bonds)
    if _is_crowded(found, bonds):
        return Guard.CROWD
    if _is_told_by_itself(found, bags, bonds):
        return nearest.guard or Guard.FURTHER_STEP
    if nearest.likelihood < JOIN:
        return nearest.guard or Guard.UNLIKELY
    return None if _agreement(bonds) >= AGREE else Guard.MEMBERS


def _nearest(bonds: Sequence[_Bond]) -> _Bond:
    return min(bonds, key=lambda each: (-each.likelihood, -each.unguarded, each.member.relative.id))


def _agreement(bonds: Sequence[_Bond]) -> float:
    """The mean likelihood with the nearest members of a story."""
    nearest = sorted((each.likelihood for each in bonds), reverse=True)[:_NEAREST]
    return sum(nearest) / len(nearest)


def _strength(bonds: Sequence[_Bond]) -> float:
    """How strongly an article is bound to a story."""
    return _nearest(bonds).likelihood + _agreement(bonds)


def _suggested(nearest: Mapping[str, _Bond], guards: Mapping[str, Guard | None]) -> list[_Noted]:
    """The stories that an article is not of, and that are worth a look beside its own, the likeliest first.

    Without a guard it would have joined them, had it not joined one to which they do not belong.
    """
    worth: list[_Noted] = [
        (bond, Standing.SUGGESTED, guards[story] or Guard.MEMBERS)
        for story, bond in nearest.items()
        if bond.likelihood >= SUGGEST and (guards[story] or Guard.MEMBERS) in _SUGGESTIVE
    ]
    return sorted(worth, key=lambda each: (-each[0].likelihood, each[0].member.relative.id))[:_SUGGESTED]


def _kept_apart(nearest: Mapping[str, _Bond], guards: Mapping[str, Guard | None]) -> list[_Noted]:
    """The nearest relative of an article that begins a story; none when it has none at all."""
    found: list[_Noted] = [(bond, Standing.APART, guards[story]) for story, bond in nearest.items()]
    return sorted(found, key=lambda each: (-each[0].unguarded, each[0].member.relative.id))[:1]


def _is_specific(values: Mapping[str, float]) -> bool:
    """Whether two articles share more than a subject: two countries may sign two memoranda in a week."""
    return sum(values.get(name, 0.0) / enough for name, enough in _SPECIFIC.items()) >= 1


def _is_told_by_itself(found: Clues, bags: Bags, bonds: Iterable[_Bond]) -> bool:
    """Whether the source has told this story in this language, in other words: then this is a further step of it."""
    return any(
        found.source == each.member.relative.clues.source
        and speak_alike(found, each.member.relative.clues)
        and alike_in(Clue.TERM, bags, each.member.bags) < _SAME_WORDS
        for each in bonds
    )


def _is_crowded(found: Clues, bonds: Sequence[_Bond]) -> bool:
    """Whether a story that others tell has as much of the source as it may have in a day (fault I12)."""
    own = [each for each in bonds if _is_of_the_day(found, each.member.relative.clues)]
    return len(own) >= CROWD and any(each.member.relative.clues.source != found.source for each in bonds)


def _is_of_the_day(found: Clues, other: Clues) -> bool:
    return found.source == other.source and abs(found.published - other.published) <= _A_DAY


def _quietened(decision: Decision, found: Clues, bonds: Iterable[_Bond]) -> Decision:
    """The decision, without the keys of its clues where its source has told so much alike in a day (fault I12)."""
    alike = [each for each in bonds if each.unguarded >= JOIN and _is_of_the_day(found, each.member.relative.clues)]
    if len(alike) < CROWD:
        return decision
    return replace(decision, keys=frozenset(key for key in decision.keys if key.kind is not KeyKind.TERM), quiet=True)


def _is_beside(found: Clues, other: Clues) -> bool:
    """Whether a source says both at once: then it means two things, however alike they are."""
    at_once = abs(found.published - other.published) < AT_ONCE
    return found.source == other.source and speak_alike(found, other) and at_once


def _is_series(found: Clues, bags: Bags, member: _Member) -> bool:
    """Whether a source says again, in the same words, what has other numbers by now: weather, rates, counts."""
    other = member.relative.clues
    if found.source != other.source or not speak_alike(found, other):
        return False
    if alike_in(Clue.TITLE, bags, member.bags) < _SERIES_TITLES:
        return False
    one, two = found.found.get(Clue.NUMBER, {}), other.found.get(Clue.NUMBER, {})
    fewer = min(len(one), len(two))
    return fewer > 0 and len(one.keys() & two.keys()) * 2 < fewer


def _verdict(found: Clues, bags: Bags, bonds: Iterable[_Bond]) -> tuple[_Bond, Verdict]:
    """What the article is beside its nearest relative, that of its own source first; and that relative."""
    ordered = sorted(bonds, key=lambda bond: (-bond.likelihood, bond.member.relative.id))
    own = [each for each in ordered if _is_own(found, each)]
    spoken = [each for each in own if speak_alike(found, each.member.relative.clues)]
    updated = [each for each in spoken if alike_in(Clue.TERM, bags, each.member.bags) >= _SAME_WORDS]
    translated = [each for each in own if each not in spoken]
    kinds = (VerdictKind.UPDATE, updated), (VerdictKind.TRANSLATION, translated), (VerdictKind.SAME_STORY, ordered)
    kind, nearest = next((kind, likely[0]) for kind, likely in kinds if likely)
    other = nearest.member.relative
    return nearest, Verdict(kind, other.id, why(found, other.clues, nearest.likelihood, nearest.features))


def _is_own(found: Clues, bond: _Bond) -> bool:
    other = bond.member.relative.clues
    soon = abs(found.published - other.published) <= _VERSION
    return found.source == other.source and soon and bond.likelihood >= AGREE
