"""Lines that pages put around an article: counters, invitations to share, headings of other news, rights reserved.

The words of every language are looked at at once, whatever the language of the text: the frame of a page is often in
another one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from importlib import import_module
from typing import Final

import regex

from syndicator.languages import LANGUAGES
from syndicator.languages.datewords import fold

_LONGEST: Final = 240
"""Characters of a line that may belong to the frame."""
_FULL: Final = 60
"""Of one that is a phrase as a whole."""
_NOTICE: Final = 130
"""Of one that keeps rights."""
_DIGIT: Final = re.compile(r"\d")
_SIGNS: Final = ("(c)", "copyright", "авторские права")
"""What a short notice begins with, beside ``©``."""
_EDGES: Final = regex.compile(r"^[\p{P}\p{S}\p{Z}\p{Cf}]+|[\p{P}\p{S}\p{Z}\p{Cf}]+$")
_NUMBER: Final = r"[0-9][0-9.,' \u00a0\u202f]*(?:[km]|k\+|m\+|тыс\.?|млн\.?|мың|الف|ألف|אלף|bin|万|萬|mil|mln)?\+?"
_MOST: Final = r"\s*[:：\-–—=|•·()\[\]]{0,3}\s*"
_COPYRIGHT: Final = regex.compile(
    r"(?:©|\(c\)|copyright\b|авторские права)[^.!?]{0,100}|[^.!?]{0,80}©\s*(?:19|20)[0-9]{2}\b[^.!?]{0,80}",
    re.IGNORECASE,
)


class Frame(StrEnum):
    """What a line of the frame is."""

    COUNTER = "counter"
    """A number of views, comments or minutes."""
    SHARE = "share"
    """An invitation."""
    RELATED = "related"
    """A heading above other news."""
    POINTER = "pointer"
    """A heading and other news on one line (``Read also: …``)."""
    RIGHTS = "rights"
    """Rights reserved."""


@dataclass(frozen=True, slots=True)
class _Words:
    """Folded phrases of all languages."""

    phrases: dict[str, Frame]
    counters: regex.Pattern[str]
    rights: tuple[str, ...]


@lru_cache(maxsize=2048)
def frame(line: str) -> Frame | None:
    """Give what a *line* of text is if it belongs to the page and not to the article, else None."""
    if not line or len(line) > _LONGEST:
        return None
    folded = fold(line) if len(line) <= _NOTICE else ""
    if len(line) <= _FULL and (found := _short(folded.strip())):
        return found
    before, colon, after = line.partition(":")
    is_headed = colon and len(before) <= _FULL and after.strip() and not line.rstrip().endswith((".", "。", "۔"))
    if is_headed and _phrase(fold(before)) is Frame.RELATED:
        return Frame.POINTER
    return Frame.RIGHTS if _keeps_rights(line, folded) else None


def _short(folded: str) -> Frame | None:
    if found := _phrase(folded):
        return found
    return Frame.COUNTER if _DIGIT.search(folded) and _words().counters.fullmatch(folded) else None


def _phrase(folded: str) -> Frame | None:
    return _words().phrases.get(_without_edges(folded))


def _without_edges(folded: str) -> str:
    """What is between the first letter or digit and the last: all of most lines."""
    whole = folded[:1].isalnum() and folded[-1:].isalnum()
    bare: str = folded if whole else _EDGES.sub("", folded)
    return bare


def _keeps_rights(line: str, folded: str) -> bool:
    """Whether rights are kept in a *line*, which is *folded* if it is not too long for a notice."""
    signed = "©" in line or (folded and any(sign in folded for sign in _SIGNS))
    if signed and _COPYRIGHT.fullmatch(line.strip()):
        return True
    return bool(folded) and any(words in folded for words in _words().rights)


@cache
def _words() -> _Words:
    counters = sorted(_all("COUNTERS"), key=lambda words: (-len(words), words))
    any_counter = "|".join(map(re.escape, counters))
    one = rf"(?:(?:{any_counter}){_MOST}{_NUMBER}|{_NUMBER}{_MOST}(?:{any_counter}))"
    phrases = dict.fromkeys(_all("SHARES"), Frame.SHARE) | dict.fromkeys(_all("RELATED"), Frame.RELATED)
    return _Words(
        phrases={_without_edges(phrase): frame for phrase, frame in phrases.items()},
        counters=regex.compile(rf"[^\w]*{one}(?:[^\w]+{one}){{0,3}}[^\w]*"),
        rights=tuple(sorted(set(_all("RIGHTS")))),
    )


def _all(group: str) -> Iterator[str]:
    """Every phrase of a group, folded, from the modules of all languages."""
    for tag, row in LANGUAGES.items():
        module = import_module(f"syndicator.languages.{tag}") if row.words else None
        yield from (fold(" ".join(words.split())) for words in getattr(module, group, "").split(";") if words.strip())
