"""Two articles and their clues in, what both tell out, in words that stand in the articles."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from typing import Final

from syndicator.languages.analysis import analyser, words
from syndicator.languages.skeletons import skeleton
from syndicator.model.article import Article
from syndicator.model.clues import SPOKEN, Clue, Clues

MOST: Final = 8
"""Of one kind that are named."""
_ALIKE: Final = " = "
_Forms = Callable[[str, str], Collection[str]]
"""(word, language) → what articles share of it."""


def shared(one: Article, ones: Clues, other: Article, others: Clues) -> dict[Clue, tuple[str, ...]]:
    """Kind of clue → those that both articles have; kinds without any are left out.

    Names, of which clues hold skeletons only, are given as each article writes them; words as the first does.
    """
    common = {kind: found.keys() & others.found.get(kind, {}).keys() for kind, found in ones.found.items()}
    common.pop(Clue.HEADLINE, None)  # told among the names
    if ones.language.split("-", 1)[0] != others.language.split("-", 1)[0]:
        common = {kind: found for kind, found in common.items() if kind not in SPOKEN}
    told = {kind: tuple(_told(kind, found, one, other))[:MOST] for kind, found in common.items() if found}
    return {kind: found for kind, found in told.items() if found}


def _told(kind: Clue, common: Collection[str], one: Article, other: Article) -> Iterator[str]:
    if kind is Clue.NAME:
        yield from _names(common, one, other)
    elif kind in SPOKEN:
        yield from dict.fromkeys(_as_written(one, common, _keys).values())
    else:
        yield from sorted(common)


def _names(common: Collection[str], one: Article, other: Article) -> Iterator[str]:
    """The longest skeletons first: the more of a name is alike, the less it is by chance."""
    here, there = _as_written(one, common, _skeletons), _as_written(other, common, _skeletons)
    found: dict[str, str] = {}
    for each in sorted(here.keys() & there.keys(), key=lambda each: (-len(each), each)):
        found.setdefault(here[each], there[each])
    for name, alike in found.items():
        yield name if name == alike else f"{name}{_ALIKE}{alike}"


def _as_written(article: Article, wanted: Collection[str], forms: _Forms) -> dict[str, str]:
    """Form → the first word of the article that has it, of those *wanted*; the title before the text."""
    found: dict[str, str] = {}
    for word in (*words(article.title), *words(article.text)):
        for form in forms(word.text, article.language):
            if form in wanted:
                found.setdefault(form, word.text)
    return found


def _keys(word: str, language: str) -> Collection[str]:
    return analyser(language).index_keys(word)


def _skeletons(word: str, language: str) -> Collection[str]:
    shortest = min(analyser(language.split("-", 1)[0]).index_keys(word), key=lambda key: (len(key), key), default="")
    return {skeleton(word, language), skeleton(shortest, language)}
