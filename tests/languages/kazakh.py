"""Kazakh from Cyrillic into its two other alphabets, by rule: no newsroom's texts are at hand in enough of them.

Latin is the alphabet of 2021, Arabic the one of 1924 (tote jazu) that is used in China: a word with front vowels and
none of е, г, к begins with a hamza, instead of every such vowel having one.
"""

from __future__ import annotations

import re

_WORD = re.compile(r"[^\W\d_]+")
_CYRILLIC = "абвгдежзийклмнопрстуфхцчшщъыьэюяәғқңөұүһіё"
_LATIN = "a b v g d e j z i i k l m n o p r s t u f h ts ch ş ştş - y - e iu ia ä ğ q ñ ö ū ü h ı io"
_ARABIC = "ا ب ۆ گ د ە ج ز ي ي ك ل م ن و پ ر س ت ۋ ف ح تس چ ش شش - ى - ە يۋ يا ا ع ق ڭ و ۇ ۇ ھ ى يو"
_TO_LATIN = {ord(letter): other.strip("-") for letter, other in zip(_CYRILLIC, _LATIN.split(" "), strict=True)}
_TO_LATIN |= {ord(letter.upper()): other.capitalize() for letter, other in ((chr(o), n) for o, n in _TO_LATIN.items())}
_TO_ARABIC = {ord(letter): other.strip("-") for letter, other in zip(_CYRILLIC, _ARABIC.split(" "), strict=True)}
_TO_ARABIC |= {ord(","): "،", ord("?"): "؟", ord(";"): "؛"}


def in_latin(text: str) -> str:
    """Write Cyrillic Kazakh *text* in Latin letters; what is no Cyrillic letter stays."""
    return text.translate(_TO_LATIN)


def in_arabic(text: str) -> str:
    """Write Cyrillic Kazakh *text* in Arabic letters; what is no Cyrillic letter stays."""
    return _WORD.sub(lambda match: _word_in_arabic(match[0].lower()), text).translate(_TO_ARABIC)


def _word_in_arabic(word: str) -> str:
    front = set(word) & set("әөүі") and not set(word) & set("егкэ")
    return ("ء" if front else "") + word.translate(_TO_ARABIC)
