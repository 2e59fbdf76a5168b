"""Kazakh, in Cyrillic, Latin and Arabic letters: every stem that the rest of the word can be a chain of suffixes of.

Kazakh nouns take plural, possessive, case and attributive suffixes in this order; each has a few shapes, chosen by
the letter before it and by vowel harmony. A word is found by each stem whose remainder is such a chain, so no
dictionary is needed. The three alphabets are read into one neutral form in which ә ө ү і are а о ұ ы, for Latin and
Arabic spelling do not keep them apart reliably.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from syndicator.languages.analysers.folding import fold

_CAPITALS = str.maketrans({"İ": "i", "I": "ı"})
_OTHER_LATIN = str.maketrans("ıi", "iı")
"""The Latin alphabets of 2019 and 2021 use the dotless and the dotted letter the other way round."""
_IMPOSSIBLE = re.compile("[аеоұ]ы")
"""No vowel stands before ы or і: such a reading of Latin letters is the wrong one."""
_CYRILLIC = {
    "й": "и", "һ": "х", "щ": "ш", "э": "е", "ъ": "", "ь": "", "ю": "иу", "я": "иа", "ц": "тс",
    "ә": "а", "ө": "о", "ү": "ұ", "і": "ы",
}  # fmt: skip
_LATIN = {
    "a": "а", "ä": "а", "á": "а", "b": "б", "c": "с", "d": "д", "e": "е", "f": "ф", "g": "г", "ğ": "ғ", "ǵ": "ғ",
    "h": "х",
    "ı": "ы", "i": "и", "j": "ж", "k": "к", "l": "л", "m": "м", "n": "н", "ñ": "ң", "ń": "ң", "ŋ": "ң", "o": "о",
    "ö": "о",
    "ó": "о", "p": "п", "q": "қ", "r": "р", "s": "с", "ş": "ш", "t": "т", "u": "у", "ū": "ұ", "ü": "ұ", "ú": "ұ",
    "ý": "у", "v": "в",
    "w": "у", "x": "кс", "y": "ы", "z": "з",
}  # fmt: skip
_ARABIC = {
    "ا": "а", "ە": "е", "ب": "б", "پ": "п", "ت": "т", "ج": "ж", "چ": "ч", "ح": "х", "د": "д", "ر": "р", "ز": "з",
    "س": "с",
    "ش": "ш", "ع": "ғ", "غ": "ғ", "ف": "ф", "ق": "қ", "ك": "к", "ک": "к", "گ": "г", "ڭ": "ң", "ل": "л", "م": "м",
    "ن": "н",
    "ھ": "х", "ه": "х", "و": "о", "ۇ": "ұ", "ۋ": "у", "ۆ": "в", "ى": "ы", "ي": "и", "ی": "и", "ۈ": "ұ", "ې": "е",
    "ء": "",
    "ئ": "",
}  # fmt: skip
_NEUTRAL = str.maketrans({**_CYRILLIC, **_LATIN, **_ARABIC})

_VOWELS = frozenset("аеоұыиу")
_NASALS = frozenset("мнң")
_HISSING = frozenset("зж")
_HARD = frozenset("пткқсшхфчбвгдғ")
_FLOWING = frozenset("рл")
_GLIDES = frozenset("иу")
_VOICED = _VOWELS | _FLOWING | _NASALS | _HISSING | frozenset("бвгд")
_CONSONANTS = _FLOWING | _NASALS | _HISSING | _HARD | _GLIDES
_SOFTENED = {"ғ": "қ", "г": "к", "б": "п"}
_DROPPING = frozenset("лнрқкзмпс")
_SHORTEST = 2
_WHOLE = frozenset(["қандаи", "сондаи", "ондаи", "мұндаи", "бұндаи", "осындаи"])
"""Pronouns that only look like a stem with a suffix: «қандай» (which) is not of «қан» (blood)."""

_PLURAL, _POSSESSIVE, _CASE, _ATTRIBUTIVE = range(4)


@dataclass(frozen=True, slots=True)
class _Suffix:
    text: str
    slot: int
    after: frozenset[str]
    """Letters it may follow."""


def _suffixes() -> Iterator[_Suffix]:
    for shapes, slot, after in (
        ("лар лер", _PLURAL, _VOWELS | frozenset("р")),
        ("дар дер", _PLURAL, _FLOWING | _NASALS | _HISSING),
        ("тар тер", _PLURAL, _HARD),
        ("м ң сы мыз ңыз", _POSSESSIVE, _VOWELS),
        ("ы ым ың ымыз ыңыз", _POSSESSIVE, _CONSONANTS),
        ("ның", _CASE, _VOWELS | _NASALS),
        ("дың", _CASE, _FLOWING | _GLIDES | _HISSING),
        ("ны", _CASE, _VOWELS),
        ("ды", _CASE, _FLOWING | _NASALS | _GLIDES | _HISSING),
        ("тың ты", _CASE, _HARD),
        ("ға ге", _CASE, _VOICED),
        ("қа ке", _CASE, _HARD),
        ("на не н", _CASE, frozenset("ы")),
        ("а е", _CASE, frozenset("мң")),
        ("да де", _CASE, _VOICED),
        ("та те", _CASE, _HARD),
        ("нда нде", _CASE, frozenset("ы")),
        ("дан ден", _CASE, _VOICED - _NASALS),
        ("нан нен", _CASE, _NASALS | frozenset("ы")),
        ("тан тен", _CASE, _HARD),
        ("мен", _CASE, _VOWELS | _FLOWING | _NASALS),
        ("бен", _CASE, _HISSING),
        ("пен", _CASE, _HARD),
        ("дағы дегы", _ATTRIBUTIVE, _VOICED),
        ("тағы тегы", _ATTRIBUTIVE, _HARD),
        ("ндағы ндегы", _ATTRIBUTIVE, frozenset("ы")),
        ("ныкы", _ATTRIBUTIVE, _VOWELS | _NASALS),
        ("дыкы", _ATTRIBUTIVE, _FLOWING | _GLIDES | _HISSING),
        ("тыкы", _ATTRIBUTIVE, _HARD),
        ("рақ рек", _ATTRIBUTIVE, _VOWELS - _GLIDES),
        ("ырақ ырек", _ATTRIBUTIVE, _CONSONANTS),
        ("даи деи", _ATTRIBUTIVE, _VOICED),
        ("таи теи", _ATTRIBUTIVE, _HARD),
    ):
        yield from (_Suffix(text, slot, after) for text in shapes.split())


_BY_LAST_LETTER: dict[str, list[_Suffix]] = {}
for _each in _suffixes():
    _BY_LAST_LETTER.setdefault(_each.text[-1], []).append(_each)


def forms(word: str) -> tuple[str, ...]:
    """The word in the alphabet that its spellings in three scripts share; Latin ı and i are read both ways."""
    folded = fold(word.translate(_CAPITALS) if "I" in word or "İ" in word else word)
    if "i" in folded or "ı" in folded:
        both = _neutral(folded.translate(_OTHER_LATIN)), _neutral(folded)
        return tuple(each for each in both if not _IMPOSSIBLE.search(each)) or both
    return (_neutral(folded),)


def _neutral(folded: str) -> str:
    return folded.translate(_NEUTRAL).replace("ии", "и")


def index_keys(word: str) -> frozenset[str]:
    """Each neutral form and each stem it may be built on."""
    whole = forms(word)
    return frozenset(
        (*whole, *(stem for form in whole if form not in _WHOLE for stem in _stems(form, _ATTRIBUTIVE + 1)))
    )


def query_keys(word: str) -> frozenset[str]:
    """The neutral word; the head of a compound («университеті») also without its possessive.

    Loans are asked for as they are before suffixes too: «процесс» loses a letter («процеске»), «факт» takes one
    («фактілер»).
    """
    whole = forms(word)
    bare = {stem for each in whole if each.endswith("ы") for stem in _stems(each, _CASE) if len(stem) >= 4}
    return frozenset((*whole, *bare, *(_before_suffixes(each) for each in whole)))


def _before_suffixes(word: str) -> str:
    if word.endswith("кт"):
        return word + "ы"
    return word[:-1] if word[-1:] == word[-2:-1] and word[-1:] in _CONSONANTS else word


def _stems(word: str, below: int) -> Iterator[str]:
    """Stems of *word* under suffixes of the slots before *below*."""
    for suffix in _BY_LAST_LETTER.get(word[-1:], ()):
        if suffix.slot < below and word.endswith(suffix.text):
            stem = word[: -len(suffix.text)]
            if len(stem) >= _SHORTEST and stem[-1] in suffix.after and _harmonious(stem, suffix.text):
                yield from _unchanged(stem, suffix)
                yield from _stems(stem, suffix.slot)


def _unchanged(stem: str, suffix: _Suffix) -> Iterator[str]:
    """The stem as it is without a suffix: a last consonant softens and a last vowel drops before a vowel."""
    yield stem
    if suffix.text[0] != "ы":
        return
    last = stem[-1]
    if last in _SOFTENED:
        yield stem[:-1] + _SOFTENED[last]
    if last in _DROPPING and stem[-2] in _CONSONANTS:
        yield f"{stem[:-1]}ы{last}"


def _harmonious(stem: str, suffix: str) -> bool:
    """Whether a suffix with а or е may follow: ә is written а here, so one syllable may be either."""
    wanted = next((letter for letter in suffix if letter in "ае"), None)
    vowels = [letter for letter in stem if letter in _VOWELS]
    if not vowels:
        return False
    if wanted is None or suffix in ("мен", "бен", "пен") or vowels[-1] not in "ае":
        return True
    return vowels[-1] == wanted or (len(vowels) == 1 and vowels[-1] == "а")
