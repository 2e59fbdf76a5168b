"""Texts of one poll in, the fingerprints of what a source puts into all of its articles out: a notice, a profile."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable

_FEWEST = 3
"""Articles that say it."""
_HALF = 0.5


def frame(texts: Iterable[frozenset[int]]) -> frozenset[int]:
    """Fingerprints that at least three of *texts*, given by theirs, have in common.

    Those of which it would be more than half are copies of each other, or of one template, and no evidence.
    """
    printed = [each for each in texts if each]
    common = _common(printed)
    return _common([each for each in printed if len(each & common) <= _HALF * len(each)]) if common else common


def _common(texts: Collection[frozenset[int]]) -> frozenset[int]:
    if len(texts) < _FEWEST:
        return frozenset()
    spread = Counter(each for text in texts for each in text)
    return frozenset(each for each, count in spread.items() if count >= _FEWEST)
