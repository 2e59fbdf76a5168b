"""Texts as words for comparison.

Words are folded letters and digits, not stems: what is stored must not depend on the version of an analyser. Scripts
that put no spaces between words are cut into single characters.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from hashlib import blake2b
from unicodedata import normalize

_IGNORED = re.compile(
    "[\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed"
    "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]+"
)
"""Accents, vowel points, the stretching of Arabic, joiners and direction marks: they do not make another word."""
UNSEGMENTED = re.compile(
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
    plain = bare(text)
    if UNSEGMENTED.search(plain):
        plain = UNSEGMENTED.sub(r" \g<0> ", plain)
    if _CYRILLIC.search(plain) and _SEAM.search(plain):
        plain = _WORD.sub(_of_one_script, plain)
    return plain


def bare(text: str) -> str:
    """The letters of a text in one form and case, without what makes no other word of them."""
    return _IGNORED.sub("", normalize("NFKD", text).casefold())


def _of_one_script(word: re.Match[str]) -> str:
    return word[0].translate(_LOOKALIKES) if _SEAM.search(word[0]) else word[0]


def hash64(text: str) -> int:
    """A signed 64-bit hash, the same on every machine."""
    return int.from_bytes(blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big", signed=True)


def same_words(one: str, other: str) -> bool:
    """Whether two texts have the same words in the same order."""
    return one == other or words(one) == words(other)


def weight(found: Sequence[str]) -> int:
    """About how many words these are: single characters of unsegmented scripts count half."""
    single = [word for word in found if len(word) == 1]
    return len(found) - sum(1 for word in single if UNSEGMENTED.match(word)) // 2
