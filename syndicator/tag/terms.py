"""Terms of one language in, where a text says them out: one inverted index for all terms, one pass per text.

A term is a row of words; each stands for the set of keys that may meet it. Every term hangs on the one of its words
that the fewest terms share; where that word comes up, the others are compared. Cost grows with the length of the text
and with what is found in it, hardly with the number of terms (percolation by an inverted index of queries).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from typing import NamedTuple

import regex

from syndicator.languages.analysers.folding import fold
from syndicator.languages.analysis import Analyser, Word, words
from syndicator.model.topic import Field, Term

_REMEMBERED = 32_768
_REMEMBERED_PLACES = 8_192
_JOINING = regex.compile(r"[\s\p{Pd}\p{Pi}\p{Pf}\"'„`´&/·\u05BE\u200C\u200E\u200F]*+")
_ELIDED = regex.compile(r"\p{Ll}{1,2}['’]\p{Lu}")
_ABBREVIATED = regex.compile(r"\.\p{Pd}?[ \u00A0]?")
_LONGEST_ABBREVIATION = 3


class Kind(Enum):
    """What a term stands for."""

    CONCEPT = "concept"
    UNLESS = "unless"
    """A longer phrase inside which terms of the concept do not count."""
    ORGANISATION = "organisation"
    PLACE = "place"


class Meaning(NamedTuple):
    """What it means when a term is found."""

    kind: Kind
    id: str
    term: str
    proper: bool = False
    """A name: a small first letter is not it."""
    needs_company: bool = False
    """The word often means something else: it counts beside an unmistakable one for the same thing."""
    weight: float = 1.0
    """How much a find says."""


class Hit(NamedTuple):
    """A term found: which, between which words, and where in the text."""

    meaning: Meaning
    first: int
    last: int
    field: Field
    start: int
    end: int
    whole: bool
    """Every word is spelled as in the term, apart from case."""


@dataclass(frozen=True, slots=True)
class Text:
    """A text cut into words."""

    field: Field
    source: str
    words: Sequence[Word]


def read_text(field: Field, source: str) -> Text:
    """Cut *source* into words."""
    return Text(field, source, words(source))


class _Pattern(NamedTuple):
    number: int
    """Its place in the configuration, which is the order in which hits at one word are told."""
    meaning: Meaning
    keys: tuple[frozenset[str], ...]
    anchor: int
    spelled: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class _Seen:
    """A word of a text that terms ask for; one object for one word, compared as such."""

    keys: frozenset[str]
    patterns: tuple[_Pattern, ...]


class TermIndex:
    """All terms of one language, ready to be looked for."""

    def __init__(self, analyser: Analyser, terms: Iterable[tuple[Meaning, Term]]) -> None:
        rows = [(meaning, _keys(analyser, term), term) for meaning, term in terms]
        shared = Counter(key for _, row, _ in rows for keys in row for key in keys)
        self._analyser = analyser
        self._vocabulary = frozenset(shared)
        self._beginnings = sorted({len(key) - 1 for key in shared if key.endswith("*")})
        self._by_key: dict[str, list[_Pattern]] = {}
        for number, (meaning, row, term) in enumerate(rows):
            if row:
                spelled = tuple(each.casefold() for each in _spelled(term))
                self._hang(_Pattern(number, meaning, row, _rarest(row, shared), spelled))
        self._look = lru_cache(maxsize=_REMEMBERED)(self._looked_up)
        self._fitting = lru_cache(maxsize=_REMEMBERED_PLACES)(_fitting)

    def _hang(self, pattern: _Pattern) -> None:
        for key in pattern.keys[pattern.anchor]:
            self._by_key.setdefault(key, []).append(pattern)

    def find(self, text: Text) -> list[Hit]:
        """Every term in *text*, in the order of its words."""
        seen = [self._look(word.text) for word in text.words]
        found: list[Hit] = []
        for at, (before, here, after) in enumerate(zip([None, *seen], seen, [*seen[1:], None], strict=False)):
            if here is not None:
                for pattern in self._fitting(before, here, after):
                    first = at - pattern.anchor
                    if _stands(pattern, first, seen, text):
                        found.append(_hit(pattern, first, text))
        return found

    def _looked_up(self, word: str) -> _Seen | None:
        """The keys of a word that any term asks for, and the terms that hang on them."""
        keys = self._analyser.index_keys(word) & self._vocabulary
        exact = "=" + word, "~" + fold(word)
        keys |= self._vocabulary.intersection(exact)
        if self._beginnings:
            keys |= self._begun(word)
        if not keys:
            return None
        patterns = {each.number: each for key in keys for each in self._by_key.get(key, ())}
        return _Seen(keys, tuple(patterns[number] for number in sorted(patterns)))

    def _begun(self, word: str) -> frozenset[str]:
        beginnings = (form[:length] + "*" for form in self._analyser.forms(word) for length in self._beginnings)
        return self._vocabulary.intersection(beginnings)


def _spelled(term: Term) -> list[str]:
    return [word.text for word in words(term.text)]


def _keys(analyser: Analyser, term: Term) -> tuple[frozenset[str], ...]:
    """What each word of a term may be met by: keys, ``=letters``, ``~folded`` or ``beginning*``."""
    parts = words(term.text)
    if term.exact:
        return tuple(frozenset((f"~{fold(part.text)}" if term.any_case else f"={part.text}",)) for part in parts)
    return tuple(
        frozenset((analyser.forms(part.text)[0] + "*",))
        if term.text[part.end : part.end + 1] == "*"
        else analyser.query_keys(part.text)
        for part in parts
    )


def _rarest(row: tuple[frozenset[str], ...], shared: Counter[str]) -> int:
    """The position that the fewest terms share; among equals the one with the longest word."""
    return min(
        range(len(row)), key=lambda at: (sum(shared[key] for key in row[at]), -max(map(len, row[at]), default=0))
    )


def _fitting(before: _Seen | None, here: _Seen, after: _Seen | None) -> tuple[_Pattern, ...]:
    """The terms that hang on a word, as far as the words beside it may be theirs: of many few are left."""
    return tuple(
        each for each in here.patterns if _meets(each, each.anchor - 1, before) and _meets(each, each.anchor + 1, after)
    )


def _meets(pattern: _Pattern, at: int, word: _Seen | None) -> bool:
    if not 0 <= at < len(pattern.keys):
        return True
    return word is not None and not word.keys.isdisjoint(pattern.keys[at])


def _stands(pattern: _Pattern, first: int, seen: Sequence[_Seen | None], text: Text) -> bool:
    """Whether all words of the pattern stand in a row from *first*."""
    if first < 0 or first + len(pattern.keys) > len(seen):
        return False
    if pattern.meaning.proper and _small(text.words[first].text):
        return False
    for at, keys in enumerate(pattern.keys, first):
        here = seen[at]
        if here is None or here.keys.isdisjoint(keys) or (at > first and not _joined(text, at)):
            return False
    return True


def _small(word: str) -> bool:
    """Whether a word begins with a small letter, and so does what follows an apostrophe («l'Iran»)."""
    return word[0].islower() and _ELIDED.match(word) is None


def _joined(text: Text, at: int) -> bool:
    """Whether nothing but spaces, hyphens, quotes or the point of an abbreviation parts a word from the one before."""
    before, after = text.words[at - 1], text.words[at]
    between = text.source[before.end : after.start]
    if between in ("", " ", "-"):
        return True
    if _JOINING.fullmatch(between):
        return between.count("\n") < 2
    return len(before.text) <= _LONGEST_ABBREVIATION and _ABBREVIATED.fullmatch(between) is not None


def _hit(pattern: _Pattern, first: int, text: Text) -> Hit:
    last = first + len(pattern.keys) - 1
    spelled = zip(pattern.spelled, text.words[first : last + 1], strict=True)
    whole = all(word.text.casefold() == wanted for wanted, word in spelled)
    return Hit(pattern.meaning, first, last, text.field, text.words[first].start, text.words[last].end, whole)
