"""Terms in, where a text says them out: one inverted index for all terms of a language, one pass per text.

A term is a row of words; each stands for the set of keys that may meet it. Every term hangs on the one of its words
that the fewest terms share; a phrase hangs there under the word beside it too, so that it is only looked at where both
stand. What stands between two spaces of a text is cut into words, and what hangs on them worked out, once, and both
remembered, for all languages that the text is matched with. Cost grows with the length of the text and with what is
found in it, hardly with the number of terms (percolation by an inverted index of queries).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cache, lru_cache
from itertools import accumulate, chain
from operator import attrgetter
from typing import NamedTuple, TypeVar

import regex

from syndicator.languages.analysers.folding import fold
from syndicator.languages.analysis import Analyser, cut, words
from syndicator.model.topic import Field, Term

_REMEMBERED = 32_768
_LONGEST_REMEMBERED = 40
_JOINING = regex.compile(r"[\s\p{Pd}\p{Pi}\p{Pf}\"'„`´&/·\u05BE\u200C\u200E\u200F]*+")
_ELIDED = regex.compile(r"\p{Ll}{1,2}['’]\p{Lu}")
_ABBREVIATED = regex.compile(r"\.\p{Pd}?[ \u00A0]?")
_LONGEST_ABBREVIATION = 3


class Kind(IntEnum):
    """What a term stands for."""

    CONCEPT = 1
    UNLESS = 2
    """A longer phrase inside which terms of the concept do not count."""
    ORGANISATION = 3
    PLACE = 4


_NAMES = frozenset((Kind.ORGANISATION, Kind.PLACE))


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
    """A term found: which, between which words of the article, and where in the text."""

    meaning: Meaning
    first: int
    last: int
    field: Field
    start: int
    end: int
    whole: bool
    """A name whose every word is spelled as in the term, apart from case."""


@dataclass(frozen=True, slots=True)
class Text:
    """A text cut into words by :meth:`Lookout.read`."""

    field: Field
    source: str
    before: int
    """How many words of the article come first."""
    spots: Sequence[_Spot]
    """Its words."""
    begins: Sequence[int]
    """Where the piece of the source begins that each word is part of."""

    def starts(self, at: int) -> int:
        """Where a word begins."""
        return self.begins[at] + self.spots[at].start

    def ends(self, at: int) -> int:
        """Where a word ends."""
        return self.begins[at] + self.spots[at].end

    def word(self, at: int) -> str:
        """A word as it is written."""
        return self.source[self.starts(at) : self.ends(at)]

    def between(self, at: int) -> str:
        """What parts a word from the one before."""
        return self.source[self.ends(at - 1) : self.starts(at)]


_Phrases = dict["_Key", list["_Pattern"]]


@dataclass(slots=True, eq=False)
class _Key:
    """What words of texts and of terms meet by; one object for one key of an index, compared as such."""

    words: tuple[_Pattern, ...] = ()
    """Terms of one word that hang here."""
    followed: _Phrases | None = None
    """Phrases that hang here, by the keys of the word after it."""
    preceded: _Phrases | None = None
    """Phrases whose last word hangs here, by the keys of the word before it."""


@dataclass(frozen=True, slots=True, eq=False)
class _Pattern:
    order: tuple[int, int]
    """The rank of its index and its place in it: the order in which hits at one word are told."""
    meaning: Meaning
    keys: tuple[frozenset[_Key], ...]
    anchor: int
    spelled: tuple[str, ...]
    """The words of a name; of other terms the spelling does not matter."""
    simple: bool
    """One word in any case: where it hangs, it is."""


class TermIndex:
    """All terms of one language, ready to be looked for."""

    def __init__(self, analyser: Analyser, terms: Iterable[tuple[Meaning, Term]], rank: int = 0) -> None:
        self.terms = tuple(terms)
        self._analyser = analyser
        asked = cache(analyser.query_keys)
        rows = [_keys(analyser, term, asked) for _, term in self.terms]
        shared = Counter(key for row in rows for keys in row for key in keys)
        self._vocabulary = {key: _Key() for key in shared}
        self._beginnings = sorted({len(key) - 1 for key in shared if key.endswith("*")})
        self._any_case = any(key.startswith("~") for key in shared)
        met = cache(self._met)
        for number, ((meaning, term), row) in enumerate(zip(self.terms, rows, strict=True)):
            if row:
                spelled = tuple(_spelled(term)) if meaning.kind in _NAMES else ()
                simple = len(row) == 1 and not meaning.proper
                _hang(_Pattern((rank, number), meaning, tuple(map(met, row)), _rarest(row, shared), spelled, simple))

    def _met(self, keys: frozenset[str]) -> frozenset[_Key]:
        return frozenset(map(self._vocabulary.__getitem__, keys))

    def keys(self, word: str) -> Iterator[_Key]:
        """The keys of a word of a text that any term asks for."""
        known = self._vocabulary
        yield from (known[key] for key in self._analyser.index_keys(word) if key in known)
        exact = ("=" + word, "~" + fold(word)) if self._any_case else ("=" + word,)
        yield from (known[key] for key in exact if key in known)
        if self._beginnings:
            begun = {form[:length] + "*" for form in self._analyser.forms(word) for length in self._beginnings}
            yield from (known[key] for key in begun if key in known)


@dataclass(frozen=True, slots=True, eq=False)
class _Seen:
    """What terms ask of a word of texts, and what hangs on it."""

    keys: frozenset[_Key]
    words: tuple[_Pattern, ...]
    followed: _Phrases
    preceded: _Phrases


@dataclass(frozen=True, slots=True, eq=False)
class _Spot:
    """A word of a piece of text, and what is known of it."""

    start: int
    end: int
    keys: frozenset[_Key] = frozenset()
    hangs: _Seen | None = None
    """What hangs on it, if anything does."""


_NOWHERE = _Spot(0, 0)
_Pieces = tuple[_Spot, ...]


class Lookout:
    """The indexes of all languages that a text is matched with, its own first, looked through in one pass."""

    def __init__(self, indexes: Sequence[TermIndex]) -> None:
        self.indexes = indexes
        self._seen = _Memory(self._look)
        self._pieces = _Memory(self._cut)

    def read(self, where: Field, source: str, before: int = 0) -> Text:
        """Cut *source* into words; hits count them from *before* on.

        It is parted at every space first, for most of what stands between two has come up before.
        """
        pieces = source.replace("\n", " ").replace("\u00a0", " ").split(" ")
        known = [*map(self._pieces.__getitem__, pieces)]
        lengths = accumulate(map(len, pieces), initial=0)
        begins = [length + at for at, (length, spots) in enumerate(zip(lengths, known, strict=False)) for _ in spots]
        return Text(where, source, before, [*chain.from_iterable(known)], begins)

    def find(self, text: Text) -> list[Hit]:
        """Every term in *text*: those of the first index in the order of its words, then those of the next."""
        spots = [*text.spots, _NOWHERE]  # which is also before the first
        found: list[tuple[_Pattern, int]] = []
        for at, spot in enumerate(spots):
            here = spot.hangs
            if here is not None:
                after, before = spots[at + 1].keys, spots[at - 1].keys
                alone = here.followed.keys().isdisjoint(after) and here.preceded.keys().isdisjoint(before)
                hung = here.words if alone else _hanging(here, before, after)
                found += [(each, at - each.anchor) for each in hung if each.simple or _stands(each, at, text)]
        if len(self.indexes) > 1:
            found.sort(key=_rank)
        return [_hit(pattern, first, text) for pattern, first in found]

    def _cut(self, piece: str) -> _Pieces:
        found, places = cut(piece)
        return tuple(self._spot(*each) for each in zip(found, places[::2], places[1::2], strict=False))

    def _spot(self, word: str, start: int, end: int) -> _Spot:
        seen = self._seen[word]
        if seen is None:
            return _unasked(start, end)
        return _Spot(start, end, seen.keys, seen if seen.words or seen.followed or seen.preceded else None)

    def _look(self, word: str) -> _Seen | None:
        """What terms ask of a word; None when nothing."""
        keys = frozenset(key for index in self.indexes for key in index.keys(word))
        if not keys:
            return None
        followed, preceded = (_merged(filter(None, map(side, keys))) for side in _SIDES)
        alone = tuple(sorted({each for key in keys for each in key.words}, key=_ORDER))
        return _Seen(keys, alone, followed, preceded)


@lru_cache(_REMEMBERED)
def _unasked(start: int, end: int) -> _Spot:
    """A word that no term asks for: most are, and one object will do for many."""
    return _Spot(start, end)


_ORDER = attrgetter("order")
_SIDES: tuple[Callable[[_Key], _Phrases | None], ...] = (attrgetter("followed"), attrgetter("preceded"))


def _rank(found: tuple[_Pattern, int]) -> int:
    return found[0].order[0]


def _merged(tables: Iterable[_Phrases]) -> _Phrases:
    """One table of several, mostly there is but one."""
    first, *others = [*tables] or [{}]
    if not others:
        return first
    merged = {key: [*patterns] for key, patterns in first.items()}
    for table in others:
        for key, patterns in table.items():
            merged.setdefault(key, []).extend(patterns)
    return merged


_Known = TypeVar("_Known")


class _Memory(dict[str, _Known]):
    """What is known of words or pieces of text; what has not come up for long is forgotten.

    A plain dictionary answers what it has: nothing is faster. When it is full it becomes the older one, which is asked
    before anything is worked out anew. Long pieces hardly come up again, and are not remembered.
    """

    def __init__(self, look: Callable[[str], _Known]) -> None:
        super().__init__()
        self._look = look
        self._older: dict[str, _Known] = {}

    def __missing__(self, piece: str) -> _Known:
        if len(piece) > _LONGEST_REMEMBERED:
            return self._look(piece)
        if len(self) >= _REMEMBERED:
            self._older = dict(self)
            self.clear()
        older = self._older  # another thread may have filled and put away more meanwhile
        known = older[piece] if piece in older else self._look(piece)
        self[piece] = known
        return known


def _hang(pattern: _Pattern) -> None:
    """Where its rarest word will find it."""
    at, last = pattern.anchor, len(pattern.keys) - 1
    for key in pattern.keys[at]:
        if last == 0:
            key.words += (pattern,)
        elif at < last:
            key.followed = _beside(key.followed, pattern, at + 1)
        else:
            key.preceded = _beside(key.preceded, pattern, at - 1)


def _beside(phrases: _Phrases | None, pattern: _Pattern, at: int) -> _Phrases:
    """The phrases, with one more by the keys of one of its words."""
    phrases = {} if phrases is None else phrases
    for key in pattern.keys[at]:
        phrases.setdefault(key, []).append(pattern)
    return phrases


def _spelled(term: Term) -> list[str]:
    return [word.text.casefold() for word in words(term.text)]


def _keys(analyser: Analyser, term: Term, asked: Callable[[str], frozenset[str]]) -> tuple[frozenset[str], ...]:
    """What each word of a term may be met by: keys, ``=letters``, ``~folded`` or ``beginning*``."""
    parts = words(term.text)
    if term.exact:
        return tuple(frozenset((f"~{fold(part.text)}" if term.any_case else f"={part.text}",)) for part in parts)
    return tuple(
        frozenset((analyser.forms(part.text)[0] + "*",))
        if term.text[part.end : part.end + 1] == "*"
        else asked(part.text)
        for part in parts
    )


def _rarest(row: tuple[frozenset[str], ...], shared: Counter[str]) -> int:
    """The position that the fewest terms share; among equals the one with the longest word."""
    return min(
        range(len(row)), key=lambda at: (sum(shared[key] for key in row[at]), -max(map(len, row[at]), default=0))
    )


def _hanging(here: _Seen, before: frozenset[_Key], after: frozenset[_Key]) -> list[_Pattern]:
    """What hangs on a word: the terms that it is, and the phrases that the words beside it may belong to."""
    hung = set(here.words)
    for phrases, beside in ((here.followed, after), (here.preceded, before)):
        hung.update(each for key in beside if key in phrases for each in phrases[key])
    return sorted(hung, key=_ORDER)


def _stands(pattern: _Pattern, anchor: int, text: Text) -> bool:
    """Whether all words of the pattern stand in a row around its anchor, the first with a capital if it is a name."""
    first = anchor - pattern.anchor
    if len(pattern.keys) > 1 and not _in_a_row(pattern.keys, first, text):
        return False
    return not (pattern.meaning.proper and _small(text.word(first)))


def _in_a_row(keys: Sequence[frozenset[_Key]], first: int, text: Text) -> bool:
    if first < 0 or first + len(keys) > len(text.spots):
        return False
    for at, wanted in enumerate(keys, first):
        if text.spots[at].keys.isdisjoint(wanted) or (at > first and not _joined(text, at)):
            return False
    return True


def _small(word: str) -> bool:
    """Whether a word begins with a small letter, and so does what follows an apostrophe («l'Iran»)."""
    return word[0].islower() and _ELIDED.match(word) is None


def _joined(text: Text, at: int) -> bool:
    """Whether nothing but spaces, hyphens, quotes or the point of an abbreviation parts a word from the one before."""
    between = text.between(at)
    if between in ("", " ", "-"):
        return True
    if _JOINING.fullmatch(between):
        return between.count("\n") < 2
    return len(text.word(at - 1)) <= _LONGEST_ABBREVIATION and _ABBREVIATED.fullmatch(between) is not None


def _hit(pattern: _Pattern, first: int, text: Text) -> Hit:
    meaning, last = pattern.meaning, first + len(pattern.keys) - 1
    whole = meaning.kind in _NAMES and _is_whole(pattern.spelled, map(text.word, range(first, last + 1)))
    return Hit(meaning, first + text.before, last + text.before, text.field, text.starts(first), text.ends(last), whole)


def _is_whole(spelled: Iterable[str], found: Iterable[str]) -> bool:
    return all(word.casefold() == wanted for wanted, word in zip(spelled, found, strict=True))
