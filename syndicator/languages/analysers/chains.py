"""Suffix chains: every stem that the rest of a Turkic word can be a chain of suffixes of.

Nouns of Turkic languages take plural, possessive and case suffixes in this order (Johanson and Csató, The Turkic
Languages, 1998). A suffix has one meaning and many shapes, chosen by the letter before it and by vowel harmony; letters
that harmony exchanges are levelled before they are compared. A word is found by each stem whose remainder is such a
chain, so no dictionary is needed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple

from syndicator.languages.analysers.endings import Starts

_OUTERMOST = 99
_SHORTEST = 2


class Suffix(NamedTuple):
    """One shape of a suffix, in levelled letters."""

    text: str
    slot: int
    """Its place in the chain: slots rise from the stem outwards."""
    after: frozenset[str]
    """Levelled letters it may follow."""


def suffixes(slots: Iterable[Iterable[tuple[str, frozenset[str]]]]) -> list[Suffix]:
    """Suffixes of a table: slot by slot, shapes parted by blanks, and the letters they may follow."""
    return [
        Suffix(text, slot, after)
        for slot, rows in enumerate(slots)
        for shapes, after in rows
        for text in shapes.split()
    ]


class Chain:
    """The suffixes of one language."""

    def __init__(
        self,
        table: Iterable[Suffix],
        *,
        vowels: frozenset[str],
        changing: frozenset[str],
        unchanged: Callable[[str, str], Iterator[str]],
        level: Mapping[int, str | int] = MappingProxyType({}),
        fits: Callable[[str, str], bool] | None = None,
    ) -> None:
        """*level* maps letter to letter; the other two are asked of a stem and the suffix after it.

        *unchanged* gives what the stem may have been before the suffix changed it, *fits* whether the two go together.
        """
        self._level = level
        self._vowel = re.compile(f"[{''.join(sorted(vowels))}]")
        self._unchanged = unchanged
        self._changing = changing
        self._fits = fits
        self._rows: dict[str, list[tuple[int, frozenset[str]]]] = {}
        for suffix in sorted(table, key=lambda each: -each.slot):
            self._rows.setdefault(suffix.text, []).append((suffix.slot, suffix.after))
        self._starts = Starts(self._rows)

    def stems(self, word: str, below: int = _OUTERMOST) -> set[str]:
        """Every stem that *word* may be built on with suffixes of slots before *below*; it has a vowel."""
        stems: set[str] = set()
        levelled = word.translate(self._level) if self._level else word
        vowel = self._vowel.search(levelled)
        if vowel:
            self._take_off(word, levelled, below, max(vowel.end(), _SHORTEST), stems)
        return stems

    def _take_off(self, word: str, levelled: str, below: int, least: int, stems: set[str]) -> None:
        size = len(levelled)
        for start in self._starts[levelled[-2:]]:
            if size + start < least:
                return
            for slot, after in self._rows.get(levelled[start:], ()):
                if slot < below and levelled[start - 1] in after:
                    if self._fits is None or self._fits(word[:start], word[start:]):
                        stem = word[:start]
                        stems.add(stem)
                        if word[start] in self._changing:
                            stems.update(self._unchanged(stem, word[start:]))
                        self._take_off(stem, levelled[:start], slot, least, stems)
                    break  # rows begin with the outermost: what may stand before it includes all else
