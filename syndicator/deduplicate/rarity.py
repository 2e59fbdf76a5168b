"""How rare a clue is: what few articles have tells more than what all have (inverse document frequency).

Spärck Jones, "A statistical interpretation of term specificity and its application in retrieval", Journal of
Documentation 28 (1972). Before enough articles are known, the form of a clue says how rare it may be.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from math import log
from typing import Final

from syndicator.model.clues import SPOKEN, Clue, Clues

_PRIOR: Final = defaultdict(lambda: 200, {Clue.TERM: 50, Clue.TITLE: 50})
"""Articles' worth of what is believed of a clue of a kind before any is known."""
_MOST: Final = 20_000
"""Articles of one kind or language that are remembered before half of their weight is forgotten."""
_COMMON: Final = {
    Clue.TERM: {1: 0.5, 2: 0.3, 3: 0.15, 4: 0.05},
    Clue.TITLE: {1: 0.3, 2: 0.15, 3: 0.1, 4: 0.03},
    Clue.NUMBER: {2: 0.01},
    Clue.NAME: {3: 0.02, 4: 0.005},
}
"""Length of a clue → the part of articles that it is believed to stand in: short words and numbers are common."""
_USUAL: Final = {
    Clue.CONCEPT: 0.15,
    Clue.PLACE: 0.07,
    Clue.DATE: 0.05,
    Clue.ORGANISATION: 0.015,
    Clue.TERM: 0.01,
    Clue.TITLE: 0.01,
}
_UNUSUAL: Final = 0.002
"""Likewise, of anything else."""
_DAY: Final = 0.05
"""Likewise, of a number that may be a day of the month."""
_ROUND: Final = 4
"""How much more common a round number is than its neighbours."""
_RAREST: Final = defaultdict(lambda: 0.003, {Clue.TERM: 0.0, Clue.TITLE: 0.0})
_NONE: Final[Mapping[int, float]] = {}
_NOTHING: Final[Mapping[str, int]] = {}
_LEAST: Final = 0.2
"""A word of many keys gives each a part of itself, but not less than this tells."""


class Rarity:
    """Counts in how many articles each clue was seen; grows with every article, and forgets slowly."""

    def __init__(self) -> None:
        self._seen: dict[str, Counter[str]] = {}
        self._articles: Counter[str] = Counter()

    def add(self, clues: Clues) -> None:
        """Count one more article."""
        for kind, found in clues.found.items():
            space = _space(kind, clues.language)
            self._seen.setdefault(space, Counter()).update(found.keys())
            self._articles[space] += 1
            if self._articles[space] >= _MOST:
                self._forget(space)

    def weights(self, language: str, kind: Clue, found: Mapping[str, float]) -> dict[str, float]:
        """Clue → its weight, of those of a *kind* that are *found* so often: the more, the rarer it is; never below 0.

        All of a kind at once, because thousands are weighed for every new article.
        """
        space = _space(kind, language)
        seen, prior, least = self._seen.get(space, _NOTHING), _PRIOR[kind], _RAREST[kind]
        whole = self._articles[space] + prior + 1
        common, usual = _COMMON.get(kind, _NONE), _USUAL.get(kind, _UNUSUAL)
        weighed = {}
        for clue, count in found.items():
            believed = common.get(len(clue), usual) if kind is not Clue.NUMBER else _of_number(clue)
            part = (seen.get(clue, 0) + prior * believed + 0.5) / whole
            weight = -log(part if part > least else least)
            if count != 1:
                weight *= 1 + log(count if count > _LEAST else _LEAST)
            weighed[clue] = weight if weight > 0 else 0.0
        return weighed

    def _forget(self, space: str) -> None:
        self._articles[space] //= 2
        self._seen[space] = Counter({clue: count // 2 for clue, count in self._seen[space].items() if count > 1})


def _of_number(number: str) -> float:
    """The part of articles that a number is believed to stand in by its form."""
    if len(number) == 2 and number <= "31":
        return _DAY
    common = _COMMON[Clue.NUMBER].get(len(number), _UNUSUAL)
    return common * _ROUND if number.endswith("0") else common


def _space(kind: Clue, language: str) -> str:
    """Words are counted per language, everything else over all."""
    return f"{kind}:{language.split('-', 1)[0]}" if kind in SPOKEN else kind.value
