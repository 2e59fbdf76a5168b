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
from dataclasses import dataclass, field
from enum import IntEnum
from functools import cache, lru_cache, partial
from itertools import accumulate, chain
from operator import attrgetter, itemgetter
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
        begins, spots = self.begins, self.spots
        return self.source[begins[at - 1] + spots[at - 1].end : begins[at] + spots[at].start]


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
    order: _Order
    """The rank of its index and its place in it: the order in which hits at one word are told."""
    meaning: Meaning
    keys: tuple[frozenset[_Key], ...]
    anchor: int
    spelled: list[str]
    """The words of a name; of other terms the spelling does not matter."""


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
                spelled = _spelled(term) if meaning.kind in _NAMES else []
                _hang(_Pattern((rank, number), meaning, tuple(map(met, row)), _rarest(row, shared), spelled))

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

    keys: frozenset[_Key] = frozenset()
    words: Sequence[_Pattern] = ()
    """Terms of one word."""
    followed: _Phrases = field(default_factory=dict)
    preceded: _Phrases = field(default_factory=dict)


_UNASKED = _Seen()


@dataclass(frozen=True, slots=True, eq=False)
class _Spot:
    """A word of a piece of text, and what is known of it."""

    start: int
    end: int
    seen: _Seen = _UNASKED
    keys: frozenset[_Key] = frozenset()
    after: frozenset[_Key] = frozenset()
    """What phrases that hang on it ask of the word after it,"""
    before: frozenset[_Key] = frozenset()
    """and of the word before it."""
    found: tuple[_Single, ...] = ()
    """The terms of one word that it is, once per meaning."""
    small: bool = False
    """Whether it begins with a small letter: no name begins so."""
    hangs: bool = False
    """Whether anything hangs on it,"""
    mixed: bool = False
    """and terms of another language's index are found."""


_Order = tuple[int, int]
_Single = tuple[_Order, Meaning, bool]
"""A term of one word that is found: its order, what it means and whether a name is spelled so."""
_NOWHERE = _Spot(0, 0)


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
        pieces = source.replace(" ", "\n").replace("\u00a0", "\n").splitlines(keepends=True)
        known = [*map(self._pieces.__getitem__, pieces)]
        lengths = accumulate(map(len, pieces), initial=0)
        begins = [length for length, spots in zip(lengths, known, strict=False) for _ in spots]
        return Text(where, source, before, [*chain.from_iterable(known)], begins)

    def find(self, text: Text) -> list[Hit]:
        """Every meaning in *text*, once per place: of the first index in the order of its words, then of the next."""
        found: list[Hit] = []
        others: list[tuple[_Order, Hit]] = []
        begins, field, spots = text.begins, text.field, [*text.spots, _NOWHERE]  # which is also before the first
        for at, spot in enumerate(spots):
            if spot.hangs:
                after, before = spots[at + 1].keys, spots[at - 1].keys
                if spot.mixed or not (spot.after.isdisjoint(after) and spot.before.isdisjoint(before)):
                    told = _told(spot, at, text, before, after)
                    found += [hit for order, hit in told if order[0] == 0]
                    others += [each for each in told if each[0][0] > 0]
                elif spot.found:  # most hits are such: nothing is called that need not be
                    first, start, end = at + text.before, begins[at] + spot.start, begins[at] + spot.end
                    for _, meaning, whole in spot.found:
                        found.append(_hit((meaning, first, first, field, start, end, whole)))
        others.sort(key=_rank)
        return _once([*found, *(hit for _, hit in others)])

    def _cut(self, piece: str) -> tuple[_Spot, ...]:
        found, places = cut(piece)
        if len(found) == 1 and self._seen[found[0]] is _UNASKED:
            return _unasked_alone(places[0], places[1])
        return tuple(self._spot(*each) for each in zip(found, places[::2], places[1::2], strict=False))

    def _spot(self, word: str, start: int, end: int) -> _Spot:
        seen = self._seen[word]
        if seen is _UNASKED:
            return _unasked(start, end)
        small, after, before = _small(word), frozenset(seen.followed), frozenset(seen.preceded)
        found = tuple(_names(seen, word, small=small))
        mixed = any(order[0] > 0 for order, *_ in found)
        return _Spot(
            start, end, seen, seen.keys, after, before, found, small, hangs=bool(found or after or before), mixed=mixed
        )

    def _look(self, word: str) -> _Seen:
        keys = frozenset(key for index in self.indexes for key in index.keys(word))
        if not keys:
            return _UNASKED
        followed, preceded = (_merged(filter(None, map(side, keys))) for side in _SIDES)
        alone = sorted({each for key in keys for each in key.words}, key=attrgetter("order"))
        return _Seen(keys, alone, followed, preceded)


@lru_cache(_REMEMBERED)
def _unasked(start: int, end: int) -> _Spot:
    """A word that no term asks for: most are, and one object that is always at hand will do for many."""
    return _Spot(start, end)


@lru_cache(_REMEMBERED)
def _unasked_alone(start: int, end: int) -> tuple[_Spot, ...]:
    return (_unasked(start, end),)


_hit = partial(tuple.__new__, Hit)
"""A hit of its parts, many times an article."""
_ORDER = itemgetter(0)
_SIDES: tuple[Callable[[_Key], _Phrases | None], ...] = (attrgetter("followed"), attrgetter("preceded"))


def _rank(found: tuple[_Order, Hit]) -> int:
    return found[0][0]


def _once(hits: Iterable[Hit]) -> list[Hit]:
    """Of phrases that mean the same at the same place the first; terms of one word were looked at before."""
    known: set[tuple[Kind, str, int, int]] = set()
    kept: list[Hit] = []
    for hit in hits:
        if hit.first != hit.last:
            key = hit.meaning.kind, hit.meaning.id, hit.first, hit.last
            if key in known:
                continue
            known.add(key)
        kept.append(hit)
    return kept


def _names(seen: _Seen, word: str, *, small: bool) -> Iterator[_Single]:
    """The terms of one word that a word is, once per meaning."""
    known = set()
    for each in seen.words:
        key = each.meaning.kind, each.meaning.id
        if key not in known and not (small and each.meaning.proper):
            known.add(key)
            yield each.order, each.meaning, _is_whole(each, (word,))


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


def _told(
    spot: _Spot, at: int, text: Text, before: frozenset[_Key], after: frozenset[_Key]
) -> list[tuple[_Order, Hit]]:
    """The terms that a word is and the phrases that hang on it, in order."""
    place = at + text.before, at + text.before, text.field, text.starts(at), text.ends(at)
    told = [(order, _hit((meaning, *place, whole))) for order, meaning, whole in spot.found]
    phrases: set[_Pattern] = set()
    for asked, hung, beside in ((spot.after, spot.seen.followed, after), (spot.before, spot.seen.preceded, before)):
        for key in asked & beside:
            phrases.update(hung[key])
    told += [(each.order, _phrase(each, at, text)) for each in phrases if _stands(each, at, text)]
    told.sort(key=_ORDER)
    return told


def _stands(pattern: _Pattern, anchor: int, text: Text) -> bool:
    """Whether all words of a phrase stand in a row around its anchor, the first with a capital if it is a name."""
    first = anchor - pattern.anchor
    return _in_a_row(pattern.keys, first, text) and not (pattern.meaning.proper and text.spots[first].small)


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


def _phrase(pattern: _Pattern, anchor: int, text: Text) -> Hit:
    first = anchor - pattern.anchor
    last = first + len(pattern.keys) - 1
    whole = bool(pattern.spelled) and _is_whole(pattern, map(text.word, range(first, last + 1)))
    place = first + text.before, last + text.before, text.field, text.starts(first), text.ends(last)
    return _hit((pattern.meaning, *place, whole))


def _is_whole(pattern: _Pattern, found: Iterable[str]) -> bool:
    """Whether words of a text are spelled as those of a name, apart from case."""
    return pattern.spelled == [word.casefold() for word in found]
