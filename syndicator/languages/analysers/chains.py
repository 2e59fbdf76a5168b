"""Suffix chains: every stem that the rest of a Turkic word can be a chain of suffixes of.

Nouns of Turkic languages take plural, possessive and case suffixes in this order (Johanson and Csató, The Turkic
Languages, 1998). A suffix has one meaning and many shapes, chosen by the letter before it and by vowel harmony; letters
that harmony exchanges are levelled before they are compared. A word is found by each stem whose remainder is such a
chain, so no dictionary is needed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple


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
        level: Mapping[int, str | int],
        vowels: frozenset[str],
        unchanged: Callable[[str, str], Iterator[str]],
    ) -> None:
        """*level* maps letter to letter; *unchanged* gives what a stem may have been before a suffix changed it."""
        self._level = level
        self._vowels = vowels
        self._unchanged = unchanged
        self._by_last_letter: dict[str, list[Suffix]] = {}
        for suffix in table:
            self._by_last_letter.setdefault(suffix.text[-1], []).append(suffix)

    def keys(self, word: str) -> frozenset[str]:
        """The word and every stem it may be built on; a stem has a vowel and two letters or more."""
        keys = {word}
        self._take_off(word, word.translate(self._level), 99, keys)
        return frozenset(keys)

    def _take_off(self, word: str, levelled: str, below: int, keys: set[str]) -> None:
        for text, slot, after in self._by_last_letter.get(levelled[-1:], ()):
            if slot < below and levelled.endswith(text):
                left = levelled[: -len(text)]
                if len(left) > 1 and left[-1] in after and not self._vowels.isdisjoint(left):
                    stem = word[: len(left)]
                    keys.add(stem)
                    keys.update(self._unchanged(stem, word[len(left) :]))
                    self._take_off(stem, left, slot, keys)
