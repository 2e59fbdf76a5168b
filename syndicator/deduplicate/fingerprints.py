"""Winnowed fingerprints of texts: what two of them have in common, and by what one is found beside the other.

Winnowing: Schleimer, Wilkerson, Aiken, "Winnowing: Local Algorithms for Document Fingerprinting", SIGMOD 2003: of every
window of hashes of k words in a row the smallest is kept, so that any w + k - 1 words in common leave a common trace.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from syndicator.deduplicate.letters import Hashes, hashed
from syndicator.deduplicate.words import weight, words

_WINDOW = 8
_IN_A_ROW = 3
"""Words of a shingle."""
_LONGEST = 2000
"""Words of a text that are fingerprinted: no source may fill the store with one article."""
_FOUND_BY = 12
"""Windows, side by side, of the traces of a text: it has about twice as many traces."""
_WIDEST = 48
"""Shingles in a window for traces, unless the text is so long that it would have too many."""
TRACES = 50
"""Traces of one text, about, at most: what the store has to keep and look up does not grow with it."""
_WEIGHTS = np.uint64(0xC2B2AE3D27D4EB4F), np.uint64(0x9E3779B97F4A7C15), np.uint64(0xD6E8FEB86659FD93)
"""Of the words of a shingle: any odd numbers with many bits."""
_LOWER = np.uint64(32)
"""Bits of a fingerprint that are not packed: the upper ones are the better ones."""
_SHORT = 80
"""Characters of a text that may have too few words for a fingerprint: headlines are counted faster than hashed."""


@dataclass(frozen=True, slots=True)
class _Measured:
    length: int
    fingerprints: frozenset[int] = frozenset()
    traces: frozenset[int] = frozenset()
    packed: bytes = b""


def length(text: str) -> int:
    """About how many words *text* has: single characters of unsegmented scripts count half."""
    return _measured(text).length


def fingerprints(text: str) -> frozenset[int]:
    """The winnowed fingerprints of *text*, signed 64-bit; none for a text of fewer than ten words."""
    return _measured(text).fingerprints


def traces(text: str) -> frozenset[int]:
    """The fingerprints by which *text* is found: those that are the least of wide windows, too.

    The longer a text, the wider, so that texts of up to a hundred words have all of their fingerprints as traces, and
    one of six hundred a sixth. What is the least of a wide window is the least of every narrower one in it: an excerpt
    longer than the windows of the whole has a trace in common with it wherever it was cut out.
    """
    return _measured(text).traces


def packed(text: str) -> bytes:
    """The upper 32 bits of the fingerprints of *text*, for the store to count those that two texts have in common."""
    return _measured(text).packed


def containment(one: frozenset[int], other: frozenset[int]) -> float:
    """How much of the smaller set is in the other, 0 to 1: an excerpt is contained in the whole."""
    smaller = min(len(one), len(other))
    return len(one & other) / smaller if smaller else 0.0


@lru_cache(maxsize=1024)
def _measured(text: str) -> _Measured:
    """Remembered, as an article is asked for its keys and compared soon after."""
    if len(text) <= _SHORT:
        found = words(text)
        if len(found) < _WINDOW + _IN_A_ROW - 1:
            return _Measured(weight(found))
    of_words, long = hashed(text)
    shingles = _shingles(of_words[:_LONGEST])
    wide = max(_WINDOW, min(len(shingles) // _FOUND_BY, _WIDEST), 2 * len(shingles) // TRACES)
    least = _least(shingles, 1, _WINDOW)
    whole = _once(least)
    kept = _signed(whole)
    found_by = kept if wide == _WINDOW else _signed(_once(_least(least, _WINDOW, wide)))
    return _Measured(long, kept, found_by, (whole >> _LOWER).astype("<u4").tobytes())


def _shingles(of_words: Hashes) -> Hashes:
    """A hash of each three words in a row: the upper bits of such a sum are as good as drawn by lot.

    Multilinear hashing: Lemire, Kaser, "Strongly Universal String Hashing is Fast", The Computer Journal 57, 2014.
    """
    if len(of_words) < _IN_A_ROW:
        return of_words[:0]
    first, second, third = _WEIGHTS
    sums: Hashes = of_words[:-2] * first + of_words[1:-1] * second + of_words[2:] * third
    return sums


def _least(of: Hashes, reach: int, wide: int) -> Hashes:
    """The least of every *wide* shingles in a row, made of those of every *reach*; none where there are fewer.

    That of two windows is that of the window of both: a few steps make a wide one.
    """
    if len(of) + reach <= wide:
        return of[:0]
    while reach < wide:
        further = min(reach, wide - reach)
        of, reach = np.minimum(of[:-further], of[further:]), reach + further
    return of


def _once(least: Hashes) -> Hashes:
    """Without what the window before has, too."""
    return np.concatenate((least[:1], least[1:][least[1:] != least[:-1]]))


def _signed(found: Hashes) -> frozenset[int]:
    return frozenset(found.view(np.int64).tolist())
