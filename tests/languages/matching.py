"""A phrase asked for in a text, by the keys of a language and, to compare with, by the beginnings of words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from syndicator.languages.analysers.folding import fold
from syndicator.languages.analysis import analyser, words

_Asked = TypeVar("_Asked")
_Given = TypeVar("_Given")


def found(language: str, query: str, text: str) -> bool:
    """Whether *text* says *query*: consecutive words whose keys meet."""
    keys = analyser(language)
    asked = [keys.query_keys(word.text) for word in words(query)]
    given = [keys.index_keys(word.text) for word in words(text)]
    return _in_a_row(asked, given, lambda one, other: not one.isdisjoint(other))


def begun(query: str, text: str) -> bool:
    """Whether words of *text* begin with those of *query*, folded: plain prefix matching."""
    asked = [fold(word.text) for word in words(query)]
    given = [fold(word.text) for word in words(text)]
    return _in_a_row(asked, given, lambda one, other: other.startswith(one))


def _in_a_row(asked: Sequence[_Asked], given: Sequence[_Given], meet: Callable[[_Asked, _Given], bool]) -> bool:
    starts = range(len(given) - len(asked) + 1)
    return any(all(meet(one, given[start + at]) for at, one in enumerate(asked)) for start in starts)
