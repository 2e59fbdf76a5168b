"""Texts and words in, words with places and keys out: how a phrase is found whatever form its words stand in.

A word matches a term when their keys meet, a phrase when consecutive words do; several keys at one place, as in
Lucene's token streams. What keys a word has, its language decides: one row of a table, and a module in ``analysers``
where a language needs more than folding.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache, partial
from itertools import accumulate
from typing import NamedTuple

import regex

from syndicator.languages.analysers import (
    arabic,
    english,
    french,
    german,
    hebrew,
    kazakh,
    kyrgyz,
    russian,
    snowball,
    spanish,
    turkish,
    ukrainian,
    uzbek,
)
from syndicator.languages.analysers.folding import fold

_ALONE = r"\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}"
"""Scripts that write no spaces between words, and Hangul, which writes particles onto them: read letter by letter."""
_INVISIBLE = r"\u00AD\u200B\u200D\u2060\uFEFF"
_MARKS = (
    r"\u0300-\u036F\u0483-\u0487\u0591-\u05BD\u05BF\u05C1\u05C2\u05C4\u05C5\u05C7\u0610-\u061A\u064B-\u065F\u0670\u06D6-\u06DC"
    r"\u06DF-\u06E8\u06EA-\u06ED"
)
"""Combining marks of the scripts that the quick pattern reads; ``re`` does not count them among word characters."""


def _pattern(letter: str) -> str:
    """A word of *letter*; an apostrophe may stand inside, a double quote only in a Hebrew abbreviation."""
    return rf"{letter}++(?:(?:['’‘`´ʼ＇״׳′]|(?<=[א-ת])\"(?=[א-ת])){letter}++)*+"


_FREQUENT = r"A-Za-z0-9\u0400-\u0481\u048A-\u052F\u05D0-\u05EA\u0620-\u064A"
"""Part of ``\\w``, written down because ``re`` looks ranges up in a table."""
_QUICK = re.compile("(" + _pattern(rf"[{_FREQUENT}\w{_MARKS}{_INVISIBLE}]") + ")")
_THOROUGH = regex.compile(rf"(?V1)([{_ALONE}]|" + _pattern(rf"[\w{_INVISIBLE}--[{_ALONE}]]") + ")")
_NEEDS_THOROUGH = re.compile(
    "[\u0900-\u109f\u1100-\u11ff\u1780-\u17ff\u2e80-\ua4cf\uac00-\ud7ff\uf900-\ufaff\U00020000-\U0003ffff]"
)
_REMEMBERED = 8_192
_HYPHEN = re.compile("[-\u2010\u2011]")
_PREFIXES = frozenset((
    "anti", "bi", "bio", "co", "counter", "cross", "e", "extra", "ex", "inter", "intra", "macro", "micro", "mid",
    "multi", "neo", "neuro", "non", "over", "post", "pre", "pro", "psycho", "re", "semi", "sub", "super", "tele",
    "trans", "ultra", "un", "under",
))  # fmt: skip
"""What a hyphen joins to the next word."""


class Word(NamedTuple):
    """A word and where it stands in the text it was read from."""

    text: str
    start: int
    end: int


def words(text: str) -> list[Word]:
    """The words of *text* in order; offsets count its characters.

    A hyphen parts words, save after a prefix (``co-operation``); scripts without spaces give a word per letter.
    """
    found, places = cut(text)
    return list(map(_word, zip(found, places[::2], places[1::2], strict=False)))


_word = partial(tuple.__new__, Word)
"""A word of its three parts, many times a second."""


def cut(text: str) -> tuple[list[str], list[int]]:
    """The same words bare, and the places where each begins and ends, in turns: half the work of :func:`words`."""
    pattern = _THOROUGH if _NEEDS_THOROUGH.search(text) else _QUICK
    parts = pattern.split(text)  # what lies between words, and words, in turns
    ends = list(accumulate(map(len, parts)))
    joining = {at for each in _HYPHEN.finditer(text) if _is_prefix(parts[at := bisect_left(ends, each.start())], each)}
    return _joined(parts, ends, joining) if joining else (parts[1::2], ends)


def _is_prefix(part: str, hyphen: re.Match[str]) -> bool:
    """Whether what ends at or after a hyphen is a prefix before it that the hyphen joins to the next word."""
    return part.lower() in _PREFIXES and hyphen.string[hyphen.end() : hyphen.end() + 1].isalpha()


def _joined(parts: list[str], ends: list[int], joining: Collection[int]) -> tuple[list[str], list[int]]:
    """Words with the prefixes before them; *joining* are the places of the prefixes among the parts."""
    found: list[str] = []
    places: list[int] = []
    begun = 1
    for at in range(1, len(parts), 2):
        if at not in joining:
            found.append("".join(parts[begun : at + 1]))
            places += (ends[begun - 1], ends[at])
            begun = at + 2
    return found, places


@dataclass(frozen=True, slots=True)
class Analyser:
    """The keys of words of one language."""

    index_keys: Callable[[str], frozenset[str]]
    """The keys of a word in a text."""
    query_keys: Callable[[str], frozenset[str]]
    """The keys of a word of a term; the term's word is found where these meet the text's."""
    forms: Callable[[str], tuple[str, ...]]
    """The spellings of a word in a text that a term like ``medic*`` may be the beginning of."""


def _surface(word: str) -> frozenset[str]:
    return frozenset((fold(word),))


def _as_written(word: str) -> tuple[str, ...]:
    return (fold(word),)


def _of_snowball(language: str) -> Analyser:
    keys = snowball.keys_of(language)
    return Analyser(keys, keys, _as_written)


def _of_arabic() -> Analyser:
    return Analyser(arabic.index_keys, arabic.query_keys, arabic.forms)


ANALYSERS: Mapping[str, Callable[[], Analyser]] = {
    "en": lambda: Analyser(english.index_keys, english.query_keys, _as_written),
    "ru": lambda: Analyser(russian.index_keys, russian.query_keys, _as_written),
    "uk": lambda: Analyser(ukrainian.index_keys, ukrainian.query_keys, _as_written),
    "he": lambda: Analyser(hebrew.index_keys, hebrew.query_keys, hebrew.forms),
    "kk": lambda: Analyser(kazakh.index_keys, kazakh.query_keys, kazakh.forms),
    "ky": lambda: Analyser(kyrgyz.index_keys, kyrgyz.query_keys, _as_written),
    "fr": lambda: Analyser(french.index_keys, french.query_keys, _as_written),
    "de": lambda: Analyser(german.index_keys, german.query_keys, _as_written),
    "es": lambda: Analyser(spanish.index_keys, spanish.query_keys, _as_written),
    "tr": lambda: Analyser(turkish.index_keys, turkish.query_keys, _as_written),
    "uz": lambda: Analyser(uzbek.index_keys, uzbek.query_keys, uzbek.forms),
    "ar": _of_arabic,
    "ur": _of_arabic,
    **{language: partial(_of_snowball, language) for language in snowball.ALGORITHMS},
}
"""Primary language → its analyser, made at the first word of that language."""


def analyser(tag: str) -> Analyser:
    """The analyser for a BCP 47 tag; languages without one of their own are matched by folded words."""
    return _analyser(tag.split("-", 1)[0].lower())


@cache
def _analyser(language: str) -> Analyser:
    return _remembering(ANALYSERS[language]()) if language in ANALYSERS else _default()


@cache
def _default() -> Analyser:
    return _remembering(Analyser(_surface, _surface, _as_written))


def _remembering(analyser: Analyser) -> Analyser:
    """The same for all who ask: a word that was tagged is compared soon after."""
    return replace(analyser, index_keys=lru_cache(_REMEMBERED)(analyser.index_keys))
