"""Plain text: raw texts on one line, cut to length, and folded for comparison.

Every function is idempotent: what comes out goes through unchanged.
"""

from __future__ import annotations

import unicodedata
from itertools import filterfalse, takewhile
from typing import Final

import regex

from syndicator.model.entry import Markup, RawText
from syndicator.normalise.characters import decoded, line
from syndicator.normalise.markup import Excess, is_marked_up, sanitise, words

_LONGEST: Final = 4_096
"""Characters of a short field that are looked at."""
_CLUSTER: Final = regex.compile(r"\X")
_SIGNS: Final = ".,:;!?()\"'-/%«»“”„‘’–—،؟"
"""What stands between the words of most texts: sooner replaced one by one than by a pattern."""
_INVISIBLE: Final = regex.compile("[\u00ad\u200b-\u200f\u2060-\u2064\ufeff]+")
"""Soft hyphens, joiners and marks of direction: they part no words."""
_BETWEEN_WORDS: Final = regex.compile(r"[^\p{L}\p{N}\p{M} ]+")


def plain_text(raw: RawText) -> str:
    """Give a title, a name or a category as plain text on one line.

    Markup is read away, and references that a source left in plain text are decoded until none is left: such a text
    is never written as markup, so nothing in it can come alive.
    """
    text = raw.value[:_LONGEST]
    text = line(_read(text) if raw.markup is Markup.HTML else text)
    while _may_say_more(text) and (further := line(_further(text))) != text:
        text = further
    return text


def plain(text: str) -> str:
    """Give a short field that came without a type as plain text on one line."""
    return plain_text(RawText(text))


def _may_say_more(text: str) -> bool:
    return "&" in text or "<" in text


def _further(text: str) -> str:
    return _read(text) if is_marked_up(text) else decoded(text)


def _read(markup: str) -> str:
    safe = sanitise(markup)
    return "" if isinstance(safe, Excess) else words(safe)


def shorten(text: str, longest: int) -> str:
    """Cut to at most *longest* characters: between words if there are any, never inside a letter with its marks."""
    if len(text) <= longest:
        return text
    end = _last_whole(text, longest)
    space = max(text.rfind(" ", 0, end + 1), text.rfind("\n", 0, end + 1))
    kept = text[: space if space > longest // 2 else end]
    return kept.rstrip(" \n\t,;:–—-") + "…"


def _last_whole(text: str, longest: int) -> int:
    """Where the last letter with its marks ends before *longest*; a space begins one whatever is before it (UAX 29)."""
    for start in (max(text.rfind(" ", 0, longest - 1), 0), 0):
        matches = _CLUSTER.finditer(text, start, longest + 64)
        ends: list[int] = list(takewhile(lambda end: end < longest, (match.end() for match in matches)))
        if ends:
            return ends[-1]
    return 0


def folded(text: str) -> str:
    """Give the bare words, case and compatibility forms folded (NFKC), for comparing and hashing."""
    plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    for sign in _SIGNS:
        plain = plain.replace(sign, " ")
    found = plain.split()
    if _BETWEEN_WORDS.search(" ".join(filterfalse(str.isalnum, found))):
        found = _BETWEEN_WORDS.sub(" ", _INVISIBLE.sub("", plain)).split()
    return " ".join(found)
