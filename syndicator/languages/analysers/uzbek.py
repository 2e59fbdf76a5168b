"""Uzbek, in Latin and Cyrillic letters: suffix chains in one alphabet that both are read into.

The common alphabet is the Latin one with a letter for each sound: ş ç ö ğ for sh ch oʻ gʻ. Cyrillic е is ye at the
beginning and after a vowel, ц is ts between vowels and s elsewhere (rules of the Latin spelling of 1995); the
apostrophe that parts syllables is left out. Uzbek suffixes have no harmony (Bodrogligeti, Modern Literary Uzbek, 2003).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from syndicator.languages.analysers.chains import Chain, suffixes
from syndicator.languages.analysers.folding import fold

_CYRILLIC = str.maketrans({
    "а": "a", "б": "b", "в": "v", "г": "g", "ғ": "ğ", "д": "d", "е": "e", "ж": "j", "з": "z", "и": "i",
    "й": "y", "к": "k", "қ": "q", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t",
    "у": "u", "ў": "ö", "ф": "f", "х": "x", "ҳ": "h", "ц": "s", "ч": "ç", "ш": "ş", "щ": "ş", "ъ": "", "ы": "i",
    "ь": "", "э": "e", "ю": "yu", "я": "ya",
})  # fmt: skip
_IS_CYRILLIC = re.compile("[а-яғқҳў]")
_E = re.compile("(?:^|(?<=[аеёиоуўэюяъь]))е")
_TS = re.compile("(?<=[аеёиоуўэюя])ц(?=[аеёиоуўэюя])")
_LATIN = (("o'", "ö"), ("g'", "ğ"), ("sh", "ş"), ("ch", "ç"), ("'", ""), ("õ", "ö"))
_VOWELS = frozenset("aeiouö")
_CONSONANTS = frozenset("bcdfgğhjklmnpqrsşçtvxyz")
_ANY = _VOWELS | _CONSONANTS
_SLOTS = (
    (("lar", _ANY),),
    (("si m ng miz ngiz", _VOWELS), ("i im ing imiz ingiz", _CONSONANTS)),
    (("ning ni ga da dan gaça", _ANY), ("ka", frozenset("k")), ("qa", frozenset("q"))),
    (("dagi niki", _ANY), ("gi", frozenset("anyl"))),
    (("dir", _ANY),),
)
"""Plural, possessive, case, attributive, copula: shapes, and the letters they follow."""
_SOFTENED = {"g": "k", "ğ": "q"}
_DROPPING = frozenset("lnrz")


def _unchanged(stem: str, _: str) -> Iterator[str]:
    """Before a vowel a last k or q softens, and the vowel before a last l, n, r or z drops: «shahri» is of «shahar»."""
    if stem[-1] in _SOFTENED:
        yield stem[:-1] + _SOFTENED[stem[-1]]
    if stem[-1] in _DROPPING and stem[-2] in _CONSONANTS:
        yield from (f"{stem[:-1]}{vowel}{stem[-1]}" for vowel in "aiu")


_CHAIN = Chain(suffixes(_SLOTS), vowels=_VOWELS, changing=frozenset("i"), unchanged=_unchanged)


def index_keys(word: str) -> frozenset[str]:
    """The word in common letters and each stem it may be built on."""
    readings = forms(word)
    return frozenset(readings).union(*map(_CHAIN.stems, readings))


def query_keys(word: str) -> frozenset[str]:
    """The word in common letters; the head of a compound («shartnomasi») also without its possessive."""
    common = forms(word)
    return frozenset((*common, *(each[:-2] for each in common if len(each) > 5 and each.endswith("asi"))))


def forms(word: str) -> tuple[str, ...]:
    """The word in common letters; a last g may be a gʻ whose apostrophe was taken for a quotation mark."""
    common = in_common_letters(word)
    return (common, f"{common[:-1]}ğ") if common.endswith("g") else (common,)


def in_common_letters(word: str) -> str:
    """The folded word in the alphabet that both spellings share."""
    folded = fold(word.replace("ʻ", "'").replace("ё", "йо").replace("Ё", "йо"))
    if _IS_CYRILLIC.search(folded):
        return _TS.sub("ts", _E.sub("ye", folded)).translate(_CYRILLIC)
    for written, common in _LATIN:
        folded = folded.replace(written, common)
    return folded
