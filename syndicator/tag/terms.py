"""Terms in, where a text says them out: one inverted index for all terms of a language, one pass per text.

A term is a row of words; each stands for the set of keys that may meet it. Every term hangs on the one of its words
that the fewest terms share; a phrase hangs there under the word beside it too, so that it is only looked at where both
stand. What stands between two spaces of a text is cut into words, and what hangs on them worked out, once, and both
remembered, for all languages that the text is matched with. Cost grows with the length of the text and with what is
found in it, hardly with the number of terms (percolation by an inverted index of queries).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cache, lru_cache, partial
from itertools import accumulate, chain, repeat
from operator import attrgetter, itemgetter
from typing import Any, NamedTuple, TypeVar

import regex

from syndicator.languages.analysers.folding import fold
from syndicator.languages.analysis import Analyser, cut, words
from syndicator.languages.atlas.tables import TITLES
from syndicator.model.topic import Field, Term

_REMEMBERED = 32_768
_LONGEST_REMEMBERED = 40
_JOINING = regex.compile(r"[\s\p{Pd}\p{Pi}\p{Pf}\"'„`´&/·\u05BE\u200C\u200E\u200F]*+")
_ELIDED = regex.compile(r"\p{Ll}{1,2}['’]\p{Lu}")
_ABBREVIATED = regex.compile(r"\.\p{Pd}?[ \u00A0]?")
_LONGEST_ABBREVIATION = 3
_PAIR = 2


class Kind(IntEnum):
    """What a term stands for."""

    __hash__ = int.__hash__  # several times a hit: that of enumerations is slow

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
    """A term found: between which words of the article, which, and where in the text. Hits sort by their places."""

    first: int
    last: int
    meaning: Meaning
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
        begins, spots = self.begins, self.spots
        return self.source[begins[at - 1] + spots[at - 1].end : begins[at] + spots[at].start]


_Key = object
"""What words of texts and of terms meet by: one for one key of an index, compared as such."""
_NOTHING: frozenset[Any] = frozenset()


@dataclass(frozen=True, slots=True, eq=False)
class _Pattern:
    rank: int
    """Of its index."""
    number: int
    """Its place in the index."""
    meaning: Meaning
    keys: tuple[frozenset[_Key], ...]
    anchor: int
    """Where its rarest word is."""
    pair: int
    """Where the second of the two words is that a phrase hangs on: the rarest and one beside it."""
    spelled: list[str]
    """The words of a name; of other terms the spelling does not matter."""


class TermIndex:
    """All terms of one language, ready to be looked for."""

    def __init__(self, analyser: Analyser, terms: Iterable[tuple[Meaning, Term]], rank: int = 0) -> None:
        self.terms = tuple(terms)
        self.alone: dict[_Key, list[_Pattern]] = defaultdict(list)
        """Terms of one word."""
        self.opened: dict[_Key, list[_Pattern]] = defaultdict(list)
        """Phrases by the first of the two words that they hang on,"""
        self.closed: dict[_Key, list[_Pattern]] = defaultdict(list)
        """and by the second."""
        self._analyser = analyser
        asked = cache(analyser.query_keys)
        rows = [_keys(analyser, term, asked) for _, term in self.terms]
        shared = Counter(key for row in rows for keys in row for key in keys)
        self._vocabulary = {key: _Key() for key in shared}
        self._exact = self._marked("=")
        self._any_case = self._marked("~")
        self._beginnings = {key[:-1]: met for key, met in self._vocabulary.items() if key.endswith("*")}
        self._lengths = sorted(set(map(len, self._beginnings)))
        met = cache(self._met)
        for number, ((meaning, term), row) in enumerate(zip(self.terms, rows, strict=True)):
            if row:
                anchor = _rarest(row, shared)
                spelled = _spelled(term) if meaning.kind in _NAMES else []
                pair = min(anchor + 1, len(row) - 1)
                self._hang(_Pattern(rank, number, meaning, tuple(map(met, row)), anchor, pair, spelled))

    def _marked(self, sign: str) -> dict[str, _Key]:
        return {key.removeprefix(sign): met for key, met in self._vocabulary.items() if key.startswith(sign)}

    def _met(self, keys: frozenset[str]) -> frozenset[_Key]:
        return frozenset(map(self._vocabulary.__getitem__, keys))

    def _hang(self, pattern: _Pattern) -> None:
        if len(pattern.keys) == 1:
            _add(self.alone, pattern, 0)
        else:
            _add(self.opened, pattern, pattern.pair - 1)
            _add(self.closed, pattern, pattern.pair)

    def keys(self, word: str) -> list[_Key]:
        """The keys of a word of a text that any term asks for."""
        known, begun = self._vocabulary, self._beginnings
        found = [known[key] for key in self._analyser.index_keys(word) if key in known]
        if word in self._exact:
            found.append(self._exact[word])
        if self._any_case and (folded := fold(word)) in self._any_case:
            found.append(self._any_case[folded])
        if begun:
            starts = [form[:length] for form in self._analyser.forms(word) for length in self._lengths]
            found += [begun[start] for start in starts if start in begun]
        return found


def _add(table: dict[_Key, list[_Pattern]], pattern: _Pattern, at: int) -> None:
    for key in pattern.keys[at]:
        table[key].append(pattern)


class _Seen(NamedTuple):
    """What terms ask of a word of texts, and what hangs on it."""

    keys: frozenset[_Key] = _NOTHING
    alone: Sequence[_Pattern] = ()
    opens: frozenset[_Pattern] = _NOTHING
    closes: frozenset[_Pattern] = _NOTHING


_UNASKED = _Seen()
_Single = tuple[Meaning, bool]
"""A term of one word that is found: what it means and whether a name is spelled so."""


@dataclass(frozen=True, slots=True, eq=False)
class _Spot:
    """A word of a piece of text, and what is known of it."""

    start: int
    end: int
    found: tuple[_Single, ...] = ()
    """The terms of one word that it is, once per meaning."""
    opens: frozenset[_Pattern] = _NOTHING
    """Phrases of which it may be the first of the two words they hang on,"""
    closes: frozenset[_Pattern] = _NOTHING
    """or the second."""
    keys: frozenset[_Key] = _NOTHING
    small: bool = False
    """Whether it begins with a small letter: no name begins so."""
    titled: bool = False
    """Whether names of persons stand after it."""
    parts: tuple[_Spot, ...] | None = None
    """Its words, where a piece of text is not one but none or several."""


class Lookout:
    """The indexes of all languages that a text is matched with, its own first, looked through in one pass."""

    def __init__(self, indexes: Sequence[TermIndex]) -> None:
        self.indexes = indexes
        hanging = lru_cache(_REMEMBERED)(partial(_hanging, indexes))
        self._pieces = _Memory(partial(_cut, _Memory(partial(_look, indexes, hanging))))

    def read(self, where: Field, source: str, before: int = 0) -> Text:
        """Cut *source* into words; hits count them from *before* on.

        It is parted at every space first, for most of what stands between two has come up before.
        """
        pieces = source.replace(" ", "\n").replace("\u00a0", "\n").splitlines(keepends=True)
        spots, begins = [*map(self._pieces.__getitem__, pieces)], [*accumulate(map(len, pieces), initial=0)]
        return Text(where, source, before, *_word_by_word(spots, begins))

    def find(self, text: Text) -> list[Hit]:
        """Every meaning in *text*, once per place, in order of their first words.

        Of phrases that mean the same at the same place the one of the first index is told, and in it of the first word.
        """
        found: list[Hit] = []
        meeting: list[tuple[int, frozenset[_Pattern]]] = []
        opens: frozenset[_Pattern] = _NOTHING
        before, begins, field = text.before, text.begins, text.field
        for at, spot in enumerate(text.spots):
            if not spot.closes.isdisjoint(opens):
                meeting.append((at, opens & spot.closes))
            opens = spot.opens
            if spot.found:
                first, start, end = at + before, begins[at] + spot.start, begins[at] + spot.end
                for meaning, whole in spot.found:
                    found.append(_hit((first, first, meaning, field, start, end, whole)))
        if meeting:
            found += _phrases(meeting, text)
            found.sort(key=_FIRST)
        return found


def _word_by_word(spots: list[_Spot], begins: list[int]) -> tuple[list[_Spot], list[int]]:
    """Words and where the piece of each begins, of pieces and where they begin: most pieces are one word."""
    words: list[_Spot] = []
    places: list[int] = []
    done = 0
    for at in [at for at, spot in enumerate(spots) if spot.parts is not None]:
        parts = spots[at].parts or ()
        words += (*spots[done:at], *parts)
        places += (*begins[done:at], *repeat(begins[at], len(parts)))
        done = at + 1
    return (words + spots[done:], places + begins[done:]) if done else (spots, begins)


def _cut(seen: Mapping[str, _Seen], piece: str) -> _Spot:
    found, places = cut(piece)
    if len(found) == 1:
        return _spot(seen[found[0]], found[0], places[0], places[1])
    places_of = zip(found, places[::2], places[1::2], strict=False)
    return _Spot(0, 0, parts=tuple(_spot(seen[word], word, start, end) for word, start, end in places_of))


def _spot(seen: _Seen, word: str, start: int, end: int) -> _Spot:
    titled = word.casefold() in TITLES
    if seen is _UNASKED:
        return _unasked(start, end, titled)
    small = _small(word)
    return _Spot(start, end, tuple(_names(seen, word, small=small)), seen.opens, seen.closes, seen.keys, small, titled)


@lru_cache(_REMEMBERED)
def _unasked(start: int, end: int, titled: bool) -> _Spot:
    """A word that no term asks for: most are, and one object that is always at hand will do for many."""
    return _Spot(start, end, titled=titled)


def _look(indexes: Sequence[TermIndex], hanging: Callable[[frozenset[_Key]], _Seen], word: str) -> _Seen:
    return hanging(frozenset([key for index in indexes for key in index.keys(word)]))


def _hanging(indexes: Sequence[TermIndex], keys: frozenset[_Key]) -> _Seen:
    """What hangs on keys: the same for all forms of a word."""
    if not keys:
        return _UNASKED
    alone, opens, closes = (
        frozenset(chain.from_iterable(table[key] for table in tables for key in keys if key in table))
        for tables in zip(*((each.alone, each.opened, each.closed) for each in indexes), strict=True)
    )
    return _Seen(keys, sorted(alone, key=_ORDER), opens, closes)


_hit = partial(tuple.__new__, Hit)
"""A hit of its parts, many times an article."""
_ORDER = attrgetter("rank", "number")
"""The order in which the terms that a word is are told."""
_FIRST = itemgetter(0)
_TOLD = itemgetter(0, 1, 2)


def _names(seen: _Seen, word: str, *, small: bool) -> Iterator[_Single]:
    """The terms of one word that a word is, once per meaning."""
    known = set()
    for each in seen.alone:
        key = each.meaning.kind, each.meaning.id
        if key not in known and not (small and each.meaning.proper):
            known.add(key)
            yield each.meaning, _is_whole(each, (word,))


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


def _phrases(meeting: Iterable[tuple[int, frozenset[_Pattern]]], text: Text) -> list[Hit]:
    """The phrases that stand in a text, of those whose two words meet; *meeting* has where the second of them is."""
    standing = [
        (each.rank, at - each.pair + each.anchor, each.number, at - each.pair, each)
        for at, patterns in meeting
        if _joined(text, at)
        for each in patterns
        if _stands(each, at - each.pair, text)
    ]
    standing.sort(key=_TOLD)
    told: dict[tuple[Kind, str, int, int], Hit] = {}
    for *_, first, each in standing:
        last, meaning = first + len(each.keys) - 1, each.meaning
        place = meaning.kind, meaning.id, first, last
        if place not in told:
            told[place] = _phrase(each, first, last, text)
    return list(told.values())


def _stands(pattern: _Pattern, first: int, text: Text) -> bool:
    """Whether a phrase stands in a text, two words of which meet: the others do, and a name begins with a capital."""
    keys = pattern.keys
    if len(keys) > _PAIR and not _in_a_row(keys, first, text):
        return False
    return not (pattern.meaning.proper and text.spots[first].small)


def _in_a_row(keys: Sequence[frozenset[_Key]], first: int, text: Text) -> bool:
    spots = text.spots
    if first < 0 or first + len(keys) > len(spots):
        return False
    for at, wanted in enumerate(keys, first):
        if spots[at].keys.isdisjoint(wanted):
            return False
    return all(_joined(text, at) for at in range(first + 1, first + len(keys)))


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


def _phrase(pattern: _Pattern, first: int, last: int, text: Text) -> Hit:
    whole = bool(pattern.spelled) and _is_whole(pattern, map(text.word, range(first, last + 1)))
    place = first + text.before, last + text.before, pattern.meaning
    return _hit((*place, text.field, text.starts(first), text.ends(last), whole))


def _is_whole(pattern: _Pattern, found: Iterable[str]) -> bool:
    """Whether words of a text are spelled as those of a name, apart from case."""
    return pattern.spelled == [word.casefold() for word in found]
