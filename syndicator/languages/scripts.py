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
_FREQUENT: Final = {
    "Latn": "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f",
    "Cyrl": "\u0400-\u0481\u048a-\u052f",
    "Arab": "\u0620-\u063f\u0641-\u064a\u0671-\u06d3",
    "Hebr": "\u05d0-\u05ea",
    "Hani": "\u3041-\u3096\u30a1-\u30fa\u3400-\u4dbf\u4e00-\u9fff",
    "Hang": "\uac00-\ud7a3",
}
"""Ranges that hold letters of one script and nothing else: not all of its letters, but nearly all that are written."""
_RUNS: Final = {script: re.compile(f"[{letters}]+") for script, letters in _FREQUENT.items()}


def counts(text: str) -> Mapping[str, int]:
    """Count letters per script (ISO 15924 code); scripts without letters are absent.

    Whatever the first letter is of is taken out of the text and counted, until nothing is left: the frequent letters of
    a script at one stroke. So scripts come in order, for the first of equals is the main one.
    """
    found: dict[str, int] = {}
    while text:
        script = _OF[text[0]]
        run = _RUNS.get(script)
        rest = run.sub("", text) if run and run.match(text) else text.replace(text[0], "")
        if script:
            found[script] = found.get(script, 0) + len(text) - len(rest)
        text = rest
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


def direction(tag: str, script: str | None) -> str:
    """Say whether a text runs ``ltr`` or ``rtl``: by the script in *tag*, else its own *script*, else its language."""
    named = next((part for part in tag.split("-")[1:] if len(part) == 4 and part.isalpha()), script)
    if named:
        return "rtl" if named in RTL_SCRIPTS else "ltr"
    language = LANGUAGES.get(tag.split("-", 1)[0])
    return language.direction if language else "ltr"
