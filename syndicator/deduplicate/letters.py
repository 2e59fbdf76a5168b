"""Every word of a text as a hash, all of them at once: what :func:`syndicator.deduplicate.words.words` tells apart.

A text goes through tables with a row for each letter, as arrays. Letter by letter that comes to what folding the text
and cutting it into words comes to, without making any of its words. Texts whose folding looks at more than
a letter (scripts without spaces, one letter that is folded to two, look-alikes of another script within a word) are
folded and cut by that, and take the same way afterwards.

A word's hash is a polynomial over its letters, each of which has a random number: Karp, Rabin, "Efficient randomized
pattern-matching algorithms", IBM Journal of Research and Development 31, 1987, here modulo 2^32. Sums of all letters up
to each place make those of all words at once.
"""

from __future__ import annotations

from functools import cache
from typing import Final, NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from syndicator.deduplicate.words import UNSEGMENTED, bare, weight, words

Hashes: TypeAlias = npt.NDArray[np.uint64]
_Halves: TypeAlias = npt.NDArray[np.uint32]
_Units: TypeAlias = npt.NDArray[np.intp]

MOST: Final = 1 << 16
"""Letters of a text that are looked at; of those beyond the first plane each is two here."""
_UNITS = 1 << 16
_LETTER, _IGNORED, _OTHERWISE, _LATIN, _CYRILLIC = 1, 2, 4, 8, 16
"""What a letter may be; *otherwise* is folded by more than a table."""
_SEAMS = bytes((_LETTER | _LATIN, _LETTER | _CYRILLIC)), bytes((_LETTER | _CYRILLIC, _LETTER | _LATIN))
"""Latin and Cyrillic letters side by side."""
_ALL_OF_A_KIND = (
    (0x3400, 0x4DC0, _LETTER | _OTHERWISE),  # Han
    (0x4E00, 0xA000, _LETTER | _OTHERWISE),
    (0xAC00, 0xD7A4, _LETTER | _OTHERWISE),  # Hangul: two or three letters each
    (0xD800, 0xE000, _LETTER | _OTHERWISE),  # halves of letters beyond these tables
    (0xE000, 0xF900, 0),  # private use
)
"""Ranges that need not be looked at letter by letter."""
_BASE = 0x7F4A7C15
"""Of the polynomials: odd, so that it has an inverse."""
_HALF = 0xFFFFFFFF


class _Tables(NamedTuple):
    kinds: npt.NDArray[np.uint8]
    numbers: _Halves
    """Of what a letter is folded to; 0 of what is none."""
    powers: _Halves
    inverses: _Halves


def hashed(text: str) -> tuple[Hashes, int]:
    """A hash of each word, in order, and what :func:`syndicator.deduplicate.words.weight` says of the words.

    The hashes are 32 bits each, in the lower half.
    """
    tables = _tables()
    units, kinds = _looked_up(text, tables)
    if not _needs_more(kinds):
        found = _of_words(units, kinds, tables)
        return found, len(found)
    told = words(text[:MOST])
    return _of_words(*_looked_up(" ".join(told), tables), tables), weight(told)


def _looked_up(text: str, tables: _Tables) -> tuple[_Units, bytes]:
    """The letters of a text, with a space before and behind them, and what each is."""
    units = np.frombuffer(f" {text[:MOST]} ".encode("utf-16-le", "surrogatepass"), "<u2").astype(np.intp)
    kinds = tables.kinds.take(units).tobytes()
    if bytes((_IGNORED,)) not in kinds:
        return units, kinds
    kept = np.frombuffer(kinds, np.uint8) != _IGNORED
    return units[kept], kinds.translate(None, bytes((_IGNORED,)))


def _needs_more(kinds: bytes) -> bool:
    """Whether some letter is folded by more than the tables, or Latin and Cyrillic letters stand side by side."""
    return bytes((_LETTER | _OTHERWISE,)) in kinds or any(seam in kinds for seam in _SEAMS)


def _of_words(units: _Units, kinds: bytes, tables: _Tables) -> Hashes:
    """What the sum up to a word's last letter is more than that before its first one, as if it began the text."""
    letters = np.frombuffer(kinds, np.uint8) & _LETTER
    edges = np.flatnonzero(letters[1:] != letters[:-1])
    sums = tables.numbers.take(units)
    sums *= tables.powers[: len(units)]
    until = np.cumsum(sums, dtype=np.uint32, out=sums).take(edges)
    return ((until[1::2] - until[::2]) * tables.inverses.take(edges[::2])).astype(np.uint64)


@cache
def _tables() -> _Tables:
    """Made when they are first wanted, in hundredths of a second; folding goes on until it changes nothing."""
    kinds = np.zeros(_UNITS, np.uint8)
    folded = np.arange(_UNITS)
    left = set(range(_UNITS))
    for first, end, kind in _ALL_OF_A_KIND:
        kinds[first:end] = kind
        left.difference_update(range(first, end))
    for each in left:
        kinds[each], folded[each] = _told(each)
    numbers = _random(_UNITS)[folded[folded]]
    return _Tables(kinds, numbers * (kinds & np.uint32(_LETTER)), _powers(_BASE), _powers(pow(_BASE, -1, _HALF + 1)))


def _told(unit: int) -> tuple[int, int]:
    """What a letter is, and what it is folded to."""
    folded = bare(chr(unit))
    if not folded:
        return _IGNORED, unit
    if not any(map(str.isalnum, folded)):
        return 0, unit
    if len(folded) > 1 or UNSEGMENTED.match(folded):
        return _LETTER | _OTHERWISE, unit
    script = _LATIN if "a" <= folded <= "z" else _CYRILLIC if "\u0400" <= folded <= "\u04ff" else 0
    return _LETTER | script, ord(folded)


def _random(count: int) -> _Halves:
    """Numbers that are the same everywhere and for ever: what is made of them is stored.

    Those of splitmix64: Steele, Lea, Flood, "Fast Splittable Pseudorandom Number Generators", OOPSLA 2014.
    """
    found = np.arange(1, count + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    found = (found ^ (found >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    found = (found ^ (found >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return (found >> np.uint64(32)).astype(np.uint32)


def _powers(base: int) -> _Halves:
    """The powers of a number modulo 2^32, from the first."""
    return np.multiply.accumulate(np.full(2 * MOST + 2, base, np.uint32), dtype=np.uint32)
