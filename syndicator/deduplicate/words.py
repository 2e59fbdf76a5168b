"""Texts as words for comparison, and winnowed fingerprints of them.

Words are folded letters and digits, not stems: what is stored must not depend on the version of an analyser. Scripts
that put no spaces between words are cut into single characters.

Winnowing: Schleimer, Wilkerson, Aiken, "Winnowing: Local Algorithms for Document Fingerprinting", SIGMOD 2003: of every
window of hashes of k words in a row the smallest is kept, so that any w + k - 1 words in common leave a common trace.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from hashlib import blake2b
from unicodedata import normalize

_WINDOW = 8
_LONGEST = 2000
"""Words of a text that are fingerprinted: no source may fill the store with one article."""
TRACES = 48
"""Fingerprints by which one text is found, at most: what the store has to keep and look up does not grow with it."""
_LEAD = 64
"""Words at the beginning whose fingerprints are all among them: what is cut is cut at the end."""
_FIRST, _SECOND = 961, 31
"""Weights of the words of a shingle: their hashes are uniform, so small ones part the orders as well as large ones."""
_MASK = (1 << 64) - 1
_SIGN = 1 << 63

_IGNORED = re.compile(
    "[\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed"
    "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]+"
)
"""Accents, vowel points, the stretching of Arabic, joiners and direction marks: they do not make another word."""
_UNSEGMENTED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
)
"""Thai, Lao, Myanmar, Khmer, Kana, Han."""
_WORD = re.compile(r"[^\W_]+")
_SEAM = re.compile("[a-z][\u0400-\u04ff]|[\u0400-\u04ff][a-z]")
_LOOKALIKES = str.maketrans("aceopxyijskmthb", "асеорхуіјѕкмтнв")
"""Latin letters that look like Cyrillic ones, some as capitals only."""


def words(text: str) -> list[str]:
    """The words of *text*, folded: equal for texts that differ in case, accents, punctuation and layout only.

    Latin letters within a Cyrillic word are those that they look like: people type them, and copies hide by them (I15).
    """
    plain = text.lower() if text.isascii() else _IGNORED.sub("", normalize("NFKD", text).casefold())
    if _UNSEGMENTED.search(plain):
        plain = _UNSEGMENTED.sub(r" \g<0> ", plain)
    if _SEAM.search(plain):
        plain = _WORD.sub(_of_one_script, plain)
    return _WORD.findall(plain)


def _of_one_script(word: re.Match[str]) -> str:
    return word[0].translate(_LOOKALIKES) if _SEAM.search(word[0]) else word[0]


def hash64(text: str) -> int:
    """A signed 64-bit hash, the same on every machine."""
    return int.from_bytes(blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big", signed=True)


@lru_cache(maxsize=65536)
def _word_hash(word: str) -> int:
    """The same as :func:`hash64`, without a sign."""
    return int.from_bytes(blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")


def same_words(one: str, other: str) -> bool:
    """Whether two texts have the same words in the same order."""
    return one == other or words(one) == words(other)


def length(text: str) -> int:
    """About how many words *text* has: single characters of unsegmented scripts count half."""
    return _measured(text)[0]


def fingerprints(text: str) -> frozenset[int]:
    """The winnowed fingerprints of *text*, signed 64-bit; none for a text of fewer than ten words."""
    return _measured(text)[1]


def traces(text: str) -> frozenset[int]:
    """The fingerprints by which *text* is found: all of a short one, of a longer one those of its lead and the least.

    The least of two sets are the same where the sets are (Broder, "On the resemblance and containment of documents",
    1997).
    """
    return _measured(text)[2]


@lru_cache(maxsize=1024)
def _measured(text: str) -> tuple[int, frozenset[int], frozenset[int]]:
    """Length, fingerprints, traces; remembered, as an article is asked for its keys and compared soon after."""
    found = words(text)
    whole = _winnowed(found[:_LONGEST])
    return _weight(found), whole, _fewer(whole, found[:_LEAD])


def _fewer(whole: frozenset[int], lead: Sequence[str]) -> frozenset[int]:
    if len(whole) <= TRACES:
        return whole
    first = _winnowed(lead)
    return first.union(sorted(whole - first)[: TRACES - len(first)])


def _weight(found: Sequence[str]) -> int:
    return len(found) - sum(1 for word in found if len(word) == 1 and _UNSEGMENTED.match(word)) // 2


def _winnowed(found: Sequence[str]) -> frozenset[int]:
    hashes = [_word_hash(word) for word in found]
    shingles = [(a * _FIRST + b * _SECOND + c) & _MASK for a, b, c in zip(hashes, hashes[1:], hashes[2:], strict=False)]
    windows = zip(*(shingles[start:] for start in range(_WINDOW)), strict=False)
    return frozenset(least - (least & _SIGN) * 2 for least in set(map(min, windows)))


def containment(one: frozenset[int], other: frozenset[int]) -> float:
    """How much of the smaller set is in the other, 0 to 1: an excerpt is contained in the whole."""
    smaller = min(len(one), len(other))
    return len(one & other) / smaller if smaller else 0.0
