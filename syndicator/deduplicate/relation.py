"""Two articles' clues in, how likely they tell of one event out, and why: a logistic model of few, plain features.

Every feature but the times apart is a reason for or against that a reader would name: shared numbers, names,
organisations, places, words; and numbers, organisations, places that contradict. Weights are in
:mod:`syndicator.deduplicate.weights`, with the procedure that made them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import exp, sqrt
from typing import Final

from syndicator.deduplicate.rarity import Rarity
from syndicator.deduplicate.weights import ACROSS, BIAS, BY_HAND, WITHIN
from syndicator.model.clues import Clue, Clues
from syndicator.model.meaning import likeness

_WEIGHTS: Final = {True: BY_HAND | WITHIN, False: BY_HAND | ACROSS}
"""Whether both articles are in one language → the weights."""
_TOLD: Final = (Clue.NUMBER, Clue.NAME, Clue.ORGANISATION, Clue.PLACE, Clue.CONCEPT)
_WORTH_TELLING: Final = 0.2
_DAY: Final = 86_400.0
_MOST_DAYS: Final = 5.0
_SHARED: Final = {
    Clue.NUMBER: ("numbers", 12.0),
    Clue.NAME: ("names", 40.0),
    Clue.PLACE: ("places", 12.0),
}
"""Kinds of which the mere amount shared tells something, with the most that is counted."""
_ALIKE: Final = {
    Clue.NUMBER: "numbers-alike",
    Clue.NAME: "names-alike",
    Clue.ORGANISATION: "organisations-alike",
    Clue.CONCEPT: "concepts-alike",
}
_AGAINST: Final = {Clue.ORGANISATION: "other-organisations", Clue.PLACE: "other-places"}
"""Kinds of which each article may name what the other does not: two that sign something are not another two."""
_MOST_UNNAMED: Final = 24.0


@dataclass(frozen=True, slots=True)
class Weighed:
    """Clues of one kind with their weights."""

    weights: Mapping[str, float]
    norm: float
    """Euclidean length."""


_NOTHING: Final = Weighed({}, 0.0)


class Bags:
    """The clues of an article with their weights, each kind weighed when it is first asked for.

    The words of an article in another language, most of its clues, are never compared.
    """

    __slots__ = ("_clues", "_rarity", "_weighed")

    def __init__(self, clues: Clues, rarity: Rarity) -> None:
        self._clues = clues
        self._rarity = rarity
        self._weighed: dict[Clue, Weighed] = {}

    def get(self, kind: Clue, otherwise: Weighed) -> Weighed:
        """The clues of a kind."""
        if kind not in self._clues.found:
            return otherwise
        if kind not in self._weighed:
            self._weighed[kind] = _weighed(self._clues.found[kind], kind, self._clues.language, self._rarity)
        return self._weighed[kind]


def weigh(clues: Clues, rarity: Rarity) -> Bags:
    """The clues of an article with their weights by what is known of rarity now."""
    return Bags(clues, rarity)


def _weighed(found: Mapping[str, float], kind: Clue, language: str, rarity: Rarity) -> Weighed:
    weights = rarity.weights(language, kind, found)
    return Weighed(weights, sqrt(sum(each * each for each in weights.values())))


def features(one: Clues, ones: Bags, other: Clues, others: Bags) -> dict[str, float]:
    """Name of a feature → its value: 0 where it says nothing, positive where it speaks for, negative against."""
    found = {"days-apart": -min(abs((one.published - other.published).total_seconds()) / _DAY, _MOST_DAYS)}
    for kind, (name, most) in _SHARED.items():
        found[name] = min(_shared(ones.get(kind, _NOTHING), others.get(kind, _NOTHING)), most) / most
    for kind, name in _ALIKE.items():
        found[name] = alike_in(kind, ones, others)
    if speak_alike(one, other):
        found["words-alike"] = alike_in(Clue.TERM, ones, others)
        found["titles-told"] = (_told(ones, others) + _told(others, ones)) / 2
        found["one-source"] = -float(one.source == other.source)
    for kind, name in _AGAINST.items():
        found[name] = -float(_differ(ones.get(kind, _NOTHING), others.get(kind, _NOTHING)))
    found["other-dates"] = -float(_contradict(ones.get(Clue.DATE, _NOTHING), others.get(Clue.DATE, _NOTHING)))
    unnamed = _unnamed(one, ones, others)
    unnamed = min(unnamed, _unnamed(other, others, ones), _MOST_UNNAMED) if unnamed else 0.0
    found["other-names"] = -unnamed / _MOST_UNNAMED
    alike_in_meaning = likeness(one.meaning, other.meaning) if one.meaning and other.meaning else None
    if alike_in_meaning is not None:
        found["meanings-alike"] = alike_in_meaning
    return found


def likelihood(found: Mapping[str, float], *, within: bool) -> float:
    """How likely two articles tell of one event, 0 to 1; *within* says that they are in one language."""
    weights = _WEIGHTS[within]
    return 1 / (1 + exp(-(weights[BIAS] + sum(weights[name] * value for name, value in found.items()))))


def contributions(found: Mapping[str, float], *, within: bool) -> dict[str, float]:
    """Name of a feature → how much it adds to the log-odds; those that say nothing are left out."""
    weights = _WEIGHTS[within]
    told = {name: round(weights[name] * value, 3) for name, value in found.items()}
    return {name: value for name, value in told.items() if value}


def speak_alike(one: Clues, other: Clues) -> bool:
    """Whether both are in one language, whatever its script."""
    return one.language.split("-", 1)[0] == other.language.split("-", 1)[0]


def alike(one: Weighed, other: Weighed) -> float:
    """The cosine of two bags of clues, 0 to 1."""
    few, many = sorted((one.weights, other.weights), key=len)
    product = sum(weight * many.get(clue, 0.0) for clue, weight in few.items())
    return product / (one.norm * other.norm) if product else 0.0


def alike_in(kind: Clue, ones: Bags, others: Bags) -> float:
    """The cosine of two articles' clues of one kind, 0 to 1."""
    return alike(ones.get(kind, _NOTHING), others.get(kind, _NOTHING))


def why(one: Clues, other: Clues, found: float, values: Mapping[str, float]) -> tuple[str, ...]:
    """Say in words why two articles are of one story: how likely, and what they share."""
    shared = [_words(kind, common) for kind in _TOLD if (common := _common(one, other, kind))]
    if (alike_words := values.get("words-alike", 0.0)) > _WORTH_TELLING:
        shared.append(f"words alike by {alike_words:.0%}")
    return (f"tells of the same event as an article of {other.source}, likely by {found:.0%}", *shared)


def _common(one: Clues, other: Clues, kind: Clue) -> list[str]:
    return sorted(one.found.get(kind, {}).keys() & other.found.get(kind, {}).keys())


def _words(kind: Clue, common: Sequence[str]) -> str:
    if kind is Clue.NAME:  # skeletons are no words
        return f"{len(common)} names"
    return f"{kind}s {', '.join(common)}"


def _shared(one: Weighed, other: Weighed) -> float:
    """The weight of what both have."""
    return sum(min(weight, other.weights[clue]) for clue, weight in one.weights.items() if clue in other.weights)


def _told(ones: Bags, others: Bags) -> float:
    """How much of the title of one stands in the title or text of the other, 0 to 1."""
    title, text = ones.get(Clue.TITLE, _NOTHING).weights, others.get(Clue.TERM, _NOTHING).weights
    whole = sum(title.values())
    return sum(weight for word, weight in title.items() if word in text) / whole if whole else 0.0


def _unnamed(one: Clues, ones: Bags, others: Bags) -> float:
    """The weight of the names in the title of one that the other has nowhere."""
    names, others_names = ones.get(Clue.NAME, _NOTHING).weights, others.get(Clue.NAME, _NOTHING).weights
    return sum(names.get(each, 0.0) for each in one.found.get(Clue.HEADLINE, ()) if each not in others_names)


def _contradict(one: Weighed, other: Weighed) -> bool:
    """Whether both have such clues, and none in common."""
    return bool(one.weights and other.weights) and one.weights.keys().isdisjoint(other.weights)


def _differ(one: Weighed, other: Weighed) -> bool:
    """Whether each has such a clue that the other does not have."""
    return not (one.weights.keys() <= other.weights.keys() or other.weights.keys() <= one.weights.keys())
