"""Words of a text in, a line with the words around them out, fit for a terminal whatever way it is written."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from rich.text import Text

_AROUND = 40
"""Characters shown on either side, less what would be half a word."""
_FOUND = "bold green"
_OPEN, _CLOSE = "⟦", "⟧"
_ISOLATE, _POP = "\u2068", "\u2069"
"""First strong isolate and its end (Unicode Standard Annex 9, section 2.4)."""
_TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""Embeddings, overrides and isolates, and their ends (UAX 9, section 2)."""
_RIGHT_TO_LEFT = frozenset({"R", "AL", "AN"})


def passage(whole: str, start: int, end: int, *, coloured: bool) -> Text:
    """The words from *start* to *end* of *whole* in one line with their context.

    They are coloured, or stand in ⟦ ⟧ where there are no colours. Text that runs from right to left is isolated, so
    that it does not turn its line around; line ends and control characters become spaces.
    """
    before, after = _before(whole, start), _after(whole, end)
    words = _plain(whole[start:end])
    found: tuple[str, str] | str = (words, _FOUND) if coloured else f"{_OPEN}{words}{_CLOSE}"
    line = Text.assemble(before, found, after)
    return Text.assemble(_ISOLATE, line, _POP) if _turns(line.plain) else line


def one_line(text: str) -> str:
    """A text as one line that commands nothing and turns nothing around it; letters keep their joiners."""
    return _TURNS.sub("", _plain(text)).strip()


def isolated(text: str) -> str:
    """A text that does not turn the line around it stands in."""
    return f"{_ISOLATE}{text}{_POP}" if _turns(text) else text


def _before(whole: str, start: int) -> str:
    begin = max(0, start - _AROUND)
    cut = whole[begin:start]
    if begin == 0:
        return _plain(cut)
    return "…" + _plain(cut[_first_gap(cut) :])


def _after(whole: str, end: int) -> str:
    cut = whole[end : end + _AROUND]
    if end + _AROUND >= len(whole):
        return _plain(cut)
    return _plain(cut[: len(cut) - _first_gap(cut[::-1])]) + "…"


def _first_gap(text: str) -> int:
    """Where the first white space stands; scripts that write none are cut anywhere."""
    return next((at for at, sign in enumerate(text) if sign.isspace()), 0)


def _plain(text: str) -> str:
    return "".join(_signs(text))


def _signs(text: str) -> Iterator[str]:
    """One space for white space in a row and whatever a terminal would obey."""
    spaced = False
    for sign in text:
        blank = sign.isspace() or not (sign.isprintable() or unicodedata.category(sign) == "Cf")
        if not (blank and spaced):
            yield " " if blank else sign
        spaced = blank


def _turns(text: str) -> bool:
    return any(unicodedata.bidirectional(sign) in _RIGHT_TO_LEFT for sign in text)
