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
    return frozenset((folded, *(fold(form) for form in _only_form(folded) or _likely_forms(folded))))


query_keys = index_keys


def _only_form(word: str) -> set[str]:
    """The dictionary form when the dictionary knows no other: how likely it is need not be asked."""
    known = _dictionary().dictionary
    readings = known.words.similar_items(word, _dictionary().char_substitutes)
    forms = {known.build_normal_form(paradigm, at, form) for form, several in readings for paradigm, at in several}
    return forms if len(forms) == 1 else set()


def _likely_forms(word: str) -> set[str]:
    return {each.normal_form for each in _dictionary().parse(word) if each.score >= _LEAST}


@cache
def _dictionary() -> Any:
    return pymorphy3.MorphAnalyzer()
