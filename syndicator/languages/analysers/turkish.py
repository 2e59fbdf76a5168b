"""Turkish: suffix chains; what follows the apostrophe of a name is one (Göksel and Kerslake, Turkish, 2005).

Suffixes are compared with a for every wide vowel and ı for every narrow one. A capital I is read both ways, for foreign
names stand in Turkish texts too.
"""

from __future__ import annotations

from collections.abc import Iterator

from syndicator.languages.analysers.chains import Chain, suffixes
from syndicator.languages.analysers.folding import fold

_CAPITALS = str.maketrans({"İ": "i", "I": "ı"})
_CIRCUMFLEXES = str.maketrans("âîû", "aiu")
_HARMONY = str.maketrans("eoöiuüâîû", "aaaıııaıı")
_VOWELS = frozenset("aı")
_NARROW = frozenset("ı")
_HARD = frozenset("fstkçşhp")
_RINGING = frozenset("bcdgğjlmnrvyz")
_CONSONANTS = _HARD | _RINGING
_VOICED = _VOWELS | _RINGING
_ANY = _VOWELS | _CONSONANTS
_SLOTS = (
    (("lar", _ANY),),
    (("sı m n mız nız", _VOWELS), ("ı ım ın ımız ınız", _CONSONANTS)),
    (
        ("yı ya nın yla", _VOWELS),
        ("ı a ın la", _CONSONANTS),
        ("da dan", _VOICED),
        ("ta tan", _HARD),
        ("nı na nda ndan", _NARROW),
    ),
    (("dakı", _VOICED), ("takı", _HARD), ("ndakı", _NARROW), ("nınkı", _VOWELS), ("ınkı", _CONSONANTS)),
    (("dır", _VOICED), ("tır", _HARD)),
)
"""Plural, possessive, case, attributive, copula: shapes, and the letters they follow."""
_SOFTENED = {"ğ": "k", "b": "p", "c": "ç", "d": "t", "g": "k"}
_DROPPING = frozenset("hlmnrsz")


def _unchanged(stem: str, suffix: str) -> Iterator[str]:
    """A last k, p, ç or t softens before a vowel, and the vowel before a last h, l, m, n, r, s or z drops."""
    if stem[-1] in _SOFTENED:
        yield stem[:-1] + _SOFTENED[stem[-1]]
    if suffix[0] in "ıiuü" and stem[-1] in _DROPPING and stem[-2] not in "aeıioöuü":
        yield f"{stem[:-1]}{suffix[0]}{stem[-1]}"


_CHAIN = Chain(suffixes(_SLOTS), level=_HARMONY, vowels=_VOWELS, changing=frozenset("aeıiuü"), unchanged=_unchanged)


def index_keys(word: str) -> frozenset[str]:
    """The folded word and each stem it may be built on; of a name with an apostrophe, what stands before it."""
    readings = _readings(word)
    return frozenset(readings.union(*map(_CHAIN.stems, readings)))


def query_keys(word: str) -> frozenset[str]:
    """The folded word as it is; the head of a compound («fakültesi») also without its possessive."""
    readings = _readings(word)
    return frozenset((*readings, *(reading[:-2] for reading in readings if _is_head(reading))))


def _is_head(word: str) -> bool:
    return len(word) > 5 and word.endswith(("sı", "si", "su", "sü")) and word[-3] in "aeıioöuü"


def _readings(word: str) -> set[str]:
    if "I" in word or "İ" in word:
        return {_before_apostrophe(fold(word)), _before_apostrophe(fold(word.translate(_CAPITALS)))}
    return {_before_apostrophe(fold(word))}


def _before_apostrophe(folded: str) -> str:
    if folded.isalpha():
        return folded if folded.isascii() else folded.translate(_CIRCUMFLEXES)
    return folded.partition("'")[0].translate(_CIRCUMFLEXES)
