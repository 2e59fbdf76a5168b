"""Scripts: how many letters of which script a text has, and in which direction it runs."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

import regex

from syndicator.languages import LANGUAGES, RTL_SCRIPTS

_LETTERS: Final = {
    "Latn": regex.compile(r"(?V1)[\p{L}&&\p{Latin}]"),
    "Cyrl": regex.compile(r"(?V1)[\p{L}&&\p{Cyrillic}]"),
    "Arab": regex.compile(r"(?V1)[\p{L}&&\p{Arabic}]"),
    "Hebr": regex.compile(r"(?V1)[\p{L}&&\p{Hebrew}]"),
    "Hani": regex.compile(r"(?V1)[\p{L}&&[\p{Han}\p{Hiragana}\p{Katakana}\p{Bopomofo}]]"),
    "Hang": regex.compile(r"(?V1)[\p{L}&&\p{Hangul}]"),
    "Grek": regex.compile(r"(?V1)[\p{L}&&\p{Greek}]"),
    "Armn": regex.compile(r"(?V1)[\p{L}&&\p{Armenian}]"),
    "Geor": regex.compile(r"(?V1)[\p{L}&&\p{Georgian}]"),
    "Deva": regex.compile(r"(?V1)[\p{L}&&\p{Devanagari}]"),
    "Beng": regex.compile(r"(?V1)[\p{L}&&\p{Bengali}]"),
    "Thai": regex.compile(r"(?V1)[\p{L}&&\p{Thai}]"),
    "Syrc": regex.compile(r"(?V1)[\p{L}&&\p{Syriac}]"),
    "Thaa": regex.compile(r"(?V1)[\p{L}&&\p{Thaana}]"),
}
"""ISO 15924 code → one letter of that script. Kana counts with Han: Japanese is written in both."""

_WEIGHTS: Final = {"Latn": 0.5, "Hani": 3, "Hang": 2}
"""What a letter is worth: signs of words and syllables more, Latin less, for names are written in it anywhere."""
_ASCII_LETTER: Final = re.compile("[A-Za-z]")
_MAYBE_RTL: Final = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff]")
"""The blocks that Unicode keeps for scripts that run from right to left."""
_MAYBE_LTR: Final = re.compile(
    "[A-Za-z\u00aa\u00ba\u00c0-\u058f\u0900-\u1fff\u2071\u207f\u2090-\u209c\u2100-\u218f"
    "\u2c00-\ufb1c\uff00-\uffef\U00010000-\U000107ff\U00011000-\U0001e7ff\U00020000-\U0010ffff]"
)
"""The other blocks, but for those that hold signs alone."""


def counts(text: str) -> Mapping[str, int]:
    """Count letters per script (ISO 15924 code); scripts without letters are absent."""
    found: dict[str, int] = {}
    for letter in dict.fromkeys(text):  # in order, for the first of equals is the main one
        if script := _OF[letter]:
            found[script] = found.get(script, 0) + text.count(letter)
    return found


class _ScriptOf(dict[str, str]):
    """Character → script of the letter, empty for what is none; as many are kept as newsrooms meet."""

    def __missing__(self, letter: str) -> str:
        script = next((script for script, letters in _LETTERS.items() if letters.match(letter)), "")
        if len(self) >= _KEPT:
            self.clear()
        self[letter] = script
        return script


_KEPT: Final = 8_192
_OF: Final = _ScriptOf()


def main_script(text: str) -> str | None:
    """Give the script most letters of *text* are of, or None when it has no letters we know."""
    if text.isascii():
        return "Latn" if _ASCII_LETTER.search(text) else None
    found = counts(text)
    return max(found, key=lambda script: found[script] * _WEIGHTS.get(script, 1)) if found else None


def direction(tag: str, text: str) -> str:
    """Say whether *text* runs ``ltr`` or ``rtl``: by the script in *tag*, else its letters, else its language."""
    named = next((part for part in tag.split("-")[1:] if len(part) == 4 and part.isalpha()), None)
    language = LANGUAGES.get(tag.split("-", 1)[0])
    otherwise = language.direction if language else "ltr"
    if not named and not (_MAYBE_RTL if otherwise == "ltr" else _MAYBE_LTR).search(text):
        return otherwise
    script = named or main_script(text)
    return otherwise if script is None else "rtl" if script in RTL_SCRIPTS else "ltr"
