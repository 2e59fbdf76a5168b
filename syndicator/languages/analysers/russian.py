"""Russian: the dictionary forms of a word by pymorphy3, beside the word itself.

OpenCorpora dictionaries through pymorphy3 (Korobov 2015); readings less likely than one in fifty are left out, or
«после» would be found as «посол». The dictionaries are read when the first Russian word comes.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import pymorphy3
import regex

from syndicator.languages.analysers.folding import fold

_RUSSIAN = regex.compile(r"[а-я]+")
_LEAST = 0.02


def index_keys(word: str) -> frozenset[str]:
    """The folded word and its dictionary forms; a word with other letters is only itself."""
    folded = fold(word)
    if not _RUSSIAN.fullmatch(folded):
        return frozenset((folded,))
    readings = _dictionary().parse(folded)
    return frozenset((folded, *(fold(each.normal_form) for each in readings if each.score >= _LEAST)))


query_keys = index_keys


@cache
def _dictionary() -> Any:
    return pymorphy3.MorphAnalyzer()
