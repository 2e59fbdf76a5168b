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
from struct import pack, unpack
from unicodedata import normalize

_WINDOW = 8
_LONGEST = 2000
"""Words of a text that are fingerprinted: no source may fill the store with one article."""
_FOUND_BY = 12
"""Windows, side by side, of the traces of a text: it has about twice as many traces."""
_WIDEST = 48
"""Shingles in a window for traces, unless the text is so long that it would have too many."""
TRACES = 50
"""Traces of one text, about, at most: what the store has to keep and look up does not grow with it."""
_SIGN = 1 << 63
_REMEMBERED = 200_000
"""Pieces of texts of which the hashes are remembered."""
_LONGEST_REMEMBERED = 40
"""Characters of such a piece: a longer one is hardly met again."""
_LANE = 16
"""Bytes between the hashes of two words in a row: room for the sums that make shingles of all of them at once."""
_ROOM = bytes(_LANE - 8)
_FIRST, _SECOND = 961, 31
"""Weights of the words of a shingle: their hashes are uniform, so small ones part the orders as well as large ones."""

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
_CYRILLIC = re.compile("[\u0400-\u04ff]")
_SEAM = re.compile("[a-z](?:(?=[\u0400-\u04ff])|(?<=[\u0400-\u04ff].))")
"""A Latin letter beside a Cyrillic one."""
_LOOKALIKES = str.maketrans("aceopxyijskmthb", "асеорхуіјѕкмтнв")
"""Latin letters that look like Cyrillic ones, some as capitals only."""


def words(text: str) -> list[str]:
    """The words of *text*, folded: equal for texts that differ in case, accents, punctuation and layout only.

    Latin letters within a Cyrillic word are those that they look like: people type them, and copies hide by them (I15).
    """
    return _WORD.findall(_folded(text))


def _folded(text: str) -> str:
    """The text with nothing but letters and digits that tell words apart, and what stands between words."""
    if text.isascii():
        return text.lower()
    plain = _IGNORED.sub("", normalize("NFKD", text).casefold())
    if _UNSEGMENTED.search(plain):
        plain = _UNSEGMENTED.sub(r" \g<0> ", plain)
    if _CYRILLIC.search(plain) and _SEAM.search(plain):
        plain = _WORD.sub(_of_one_script, plain)
    return plain


def _of_one_script(word: re.Match[str]) -> str:
    return word[0].translate(_LOOKALIKES) if _SEAM.search(word[0]) else word[0]


def hash64(text: str) -> int:
    """A signed 64-bit hash, the same on every machine."""
    return int.from_bytes(blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big", signed=True)


def _lane(word: str) -> bytes:
    """The hash of a word as :func:`hash64` makes it, without a sign, in a lane of its own."""
    return blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest()[::-1] + _ROOM


_known: dict[str, bytes] = {}
"""A piece of text without spaces → the lanes of its words, none of them of a script without spaces."""


def _lanes(text: str) -> bytes | None:
    """The lanes of all words of *text*, made of what is known of its pieces; nothing where a script has no spaces.

    Folding looks at nothing beyond a space, so that a piece has the same words in any text; most have been met before.
    """
    pieces = text.split()
    found = list(map(_known.get, pieces))
    missing = [place for place, lanes in enumerate(found) if lanes is None]
    if missing:
        fresh = _learnt({pieces[place] for place in missing})
        if fresh is None:
            return None
        for place in missing:
            found[place] = fresh[pieces[place]]
    return b"".join(found)  # type: ignore[arg-type]


def _learnt(pieces: set[str]) -> dict[str, bytes] | None:
    """The lanes of pieces that are not known; those that may come again are known from now on."""
    plain = _folded("\n".join(pieces))
    if not plain.isascii() and _UNSEGMENTED.search(plain):
        return None
    fresh = {
        piece: _lane(folded) if folded.isalnum() else b"".join(map(_lane, _WORD.findall(folded)))
        for piece, folded in zip(pieces, plain.split("\n"), strict=True)
    }
    if len(_known) + len(fresh) > _REMEMBERED:
        _known.clear()
    _known.update((piece, lanes) for piece, lanes in fresh.items() if len(piece) <= _LONGEST_REMEMBERED)
    return fresh


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
    """The fingerprints by which *text* is found: those that are the least of wide windows, too.

    The longer a text, the wider, so that texts of up to a hundred words have all of their fingerprints as traces, and
    one of six hundred a sixth. What is the least of a wide window is the least of every narrower one in it: an excerpt
    longer than the windows of the whole has a trace in common with it wherever it was cut out.
    """
    return _measured(text)[2]


def packed(text: str) -> bytes:
    """The fingerprints of *text*, 32 bits of each, for the store to count those that two texts have in common."""
    found = sorted({each & 0xFFFFFFFF for each in fingerprints(text)})
    return pack(f"<{len(found)}I", *found)


@lru_cache(maxsize=1024)
def _measured(text: str) -> tuple[int, frozenset[int], frozenset[int]]:
    """Length, fingerprints, traces; remembered, as an article is asked for its keys and compared soon after."""
    lanes = _lanes(text)
    if lanes is None:
        found = words(text)
        lanes, weight = b"".join(map(_lane, found)), _weight(found)
    else:
        weight = len(lanes) // _LANE
    shingles = _shingles(lanes[: _LONGEST * _LANE])
    whole = _winnowed(shingles, _WINDOW)
    wide = max(min(len(shingles) // _FOUND_BY, _WIDEST), 2 * len(shingles) // TRACES)
    return weight, whole, whole if wide <= _WINDOW else _winnowed(shingles, wide)


def _weight(found: Sequence[str]) -> int:
    single = [word for word in found if len(word) == 1]
    return len(found) - sum(1 for word in single if _UNSEGMENTED.match(word)) // 2


def _shingles(lanes: bytes) -> list[int]:
    """A hash of each three words in a row, unsigned 64-bit.

    The hashes of all words stand side by side in one number, so that three sums of it are the sums of all.
    """
    count = len(lanes) // _LANE - 2
    if count < 1:
        return []
    row = int.from_bytes(lanes, "little")
    sums = row * _FIRST + (row >> 8 * _LANE) * _SECOND + (row >> 16 * _LANE)
    return list(unpack(f"<{2 * count}Q", sums.to_bytes((count + 3) * _LANE, "little")[: count * _LANE])[::2])


def _winnowed(shingles: Sequence[int], wide: int) -> frozenset[int]:
    """The least of every *wide* of them in a row, signed; none where there are fewer."""
    if len(shingles) < wide:
        return frozenset()
    least = min(shingles[:wide])
    kept = [least]
    leaves = shingles.index(least) + wide
    for here, each in enumerate(shingles[wide:], wide):
        if each <= least:
            least, leaves = each, here + wide
            kept.append(least)
        elif here == leaves:  # the least one has left the window
            window = shingles[here - wide + 1 : here + 1]
            least = min(window)
            leaves += 1 + window.index(least)
            kept.append(least)
    return frozenset([each - (each & _SIGN) * 2 for each in kept])


def containment(one: frozenset[int], other: frozenset[int]) -> float:
    """How much of the smaller set is in the other, 0 to 1: an excerpt is contained in the whole."""
    smaller = min(len(one), len(other))
    return len(one & other) / smaller if smaller else 0.0
