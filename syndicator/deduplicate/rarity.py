"""How rare a clue is: what few articles have tells more than what all have (inverse document frequency).

Spärck Jones, "A statistical interpretation of term specificity and its application in retrieval", Journal of
Documentation 28 (1972). Before enough articles are known, the length of a word says how rare it may be.
"""

from __future__ import annotations

from collections import Counter
from math import log
from typing import Final

from syndicator.model.clues import SPOKEN, Clue, Clues

_PRIOR: Final = 50
"""Articles' worth of what is believed before any is known."""
_MOST: Final = 20_000
"""Articles of one kind or language that are remembered before half of their weight is forgotten."""
_COMMON: Final = {
    Clue.TERM: {1: 0.5, 2: 0.3, 3: 0.15, 4: 0.05},
    Clue.TITLE: {1: 0.3, 2: 0.15, 3: 0.1, 4: 0.03},
    Clue.NUMBER: {2: 0.1, 3: 0.03},
    Clue.PLACE: {2: 0.1},
}
"""Length of a clue → the part of articles that it is believed to stand in: short words and numbers are common."""
_USUAL: Final = {Clue.CONCEPT: 0.2}
_ROUND: Final = 0.1
"""Likewise, of a round number."""
_UNCOMMON: Final = 0.01
_NONE: Final[dict[int, float]] = {}
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

    def weight(self, language: str, kind: Clue, clue: str, count: float) -> float:
        """The weight of a *clue* that is said *count* times: the more, the rarer it is; never below 0."""
        space = _space(kind, language)
        seen = self._seen.get(space)
        common = _COMMON.get(kind, _NONE).get(len(clue), _USUAL.get(kind, _UNCOMMON))
        believed = _PRIOR * (_ROUND if kind is Clue.NUMBER and clue.endswith("0") else common)
        rarity = log((self._articles[space] + _PRIOR + 1) / ((seen[clue] if seen else 0) + believed + 0.5))
        return max(0.0, rarity * (1 + log(max(count, _LEAST))))

    def _forget(self, space: str) -> None:
        self._articles[space] //= 2
        self._seen[space] = Counter({clue: count // 2 for clue, count in self._seen[space].items() if count > 1})


def _space(kind: Clue, language: str) -> str:
    """Words are counted per language, everything else over all."""
    return f"{kind}:{language.split('-', 1)[0]}" if kind in SPOKEN else kind.value
