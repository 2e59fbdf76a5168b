"""Kazakh, in Cyrillic, Latin and Arabic letters: every stem that the rest of the word can be a chain of suffixes of.

Kazakh nouns take plural, possessive, case and attributive suffixes in this order; each has a few shapes, chosen by
the letter before it and by vowel harmony. A word is found by each stem whose remainder is such a chain, so no
dictionary is needed. The three alphabets are read into one neutral form in which ә ө ү і are а о ұ ы, for Latin and
Arabic spelling do not keep them apart reliably (Muhamedowa, Kazakh: A Comprehensive Grammar, 2016). Forms of verbs are
left alone: a term like «денсаулық сақтау» (health care) is a noun, which «денсаулығын сақтап» (taking care) is not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from syndicator.languages.analysers.chains import Chain, suffixes
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
_NARROW = frozenset("ы")
_VOICED = _VOWELS | _FLOWING | _NASALS | _HISSING | frozenset("бвгд")
_CONSONANTS = _FLOWING | _NASALS | _HISSING | _HARD | _GLIDES
_ONE_VOWEL = re.compile("[^аеоұыиу]*[аеоұыиу][^аеоұыиу]*")
_SOFTENED = {"ғ": "қ", "г": "к", "б": "п"}
_DROPPING = frozenset("лнрқкзмпс")
_WITHOUT_HARMONY = frozenset(("мен", "бен", "пен"))
_WHOLE = frozenset(["қандаи", "сондаи", "ондаи", "мұндаи", "бұндаи", "осындаи"])
"""Pronouns that only look like a stem with a suffix: «қандай» (which) is not of «қан» (blood)."""

_SLOTS = (
    (
        ("лар лер", _VOWELS | frozenset("р")),
        ("дар дер", _FLOWING | _NASALS | _HISSING),
        ("тар тер", _HARD),
    ),
    (
        ("м ң сы мыз ңыз", _VOWELS),
        ("ы ым ың ымыз ыңыз", _CONSONANTS),
    ),
    (
        ("ның", _VOWELS | _NASALS),
        ("дың", _FLOWING | _GLIDES | _HISSING),
        ("ны", _VOWELS),
        ("ды", _FLOWING | _NASALS | _GLIDES | _HISSING),
        ("тың ты қа ке та те тан тен пен", _HARD),
        ("ға ге да де", _VOICED),
        ("на не н нда нде", _NARROW),
        ("а е", frozenset("мң")),
        ("дан ден", _VOICED - _NASALS),
        ("нан нен", _NASALS | _NARROW),
        ("мен", _VOWELS | _FLOWING | _NASALS),
        ("бен", _HISSING),
    ),
    (
        ("дағы дегы даи деи", _VOICED),
        ("тағы тегы таи теи тыкы", _HARD),
        ("ндағы ндегы", _NARROW),
        ("ныкы", _VOWELS | _NASALS),
        ("дыкы", _FLOWING | _GLIDES | _HISSING),
        ("рақ рек", _VOWELS - _GLIDES),
        ("ырақ ырек", _CONSONANTS),
    ),
)
"""Plural, possessive, case, and what makes adjectives: shapes, and the letters they follow."""
_CASE = 2


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
    return frozenset(whole).union(*(_CHAIN.stems(form) for form in whole if form not in _WHOLE))


def query_keys(word: str) -> frozenset[str]:
    """The neutral word; the head of a compound («университеті») also without its possessive.

    Loans are asked for as they are before suffixes too: «процесс» loses a letter («процеске»), «факт» takes one
    («фактілер»).
    """
    whole = forms(word)
    bare = {stem for each in whole if each.endswith("ы") for stem in _CHAIN.stems(each, _CASE) if len(stem) >= 4}
    return frozenset((*whole, *bare, *map(_before_suffixes, whole)))


def _before_suffixes(word: str) -> str:
    if word.endswith("кт"):
        return word + "ы"
    return word[:-1] if word[-1:] == word[-2:-1] and word[-1:] in _CONSONANTS else word


def _unchanged(stem: str, _: str) -> Iterator[str]:
    """A last consonant softens and a last vowel drops before a vowel."""
    last = stem[-1]
    if last in _SOFTENED:
        yield stem[:-1] + _SOFTENED[last]
    if last in _DROPPING and stem[-2] in _CONSONANTS:
        yield f"{stem[:-1]}ы{last}"


def _harmonious(stem: str, suffix: str) -> bool:
    """Whether a suffix with а or е may follow: ә is written а here, so one syllable may be either."""
    wanted = "а" if "а" in suffix else "е"
    if wanted not in suffix or suffix in _WITHOUT_HARMONY:
        return True
    last = next(letter for letter in reversed(stem) if letter in _VOWELS)
    return last == wanted or last not in "ае" or (last == "а" and _ONE_VOWEL.fullmatch(stem) is not None)


_CHAIN = Chain(suffixes(_SLOTS), vowels=_VOWELS, changing=frozenset("ы"), unchanged=_unchanged, fits=_harmonious)
