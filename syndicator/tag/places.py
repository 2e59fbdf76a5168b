"""Names of places and organisations found in an article in, the countries it is about out.

Organisations come first and bring their country; the longest name wins where names overlap, and a word spelled like
the name wins over one cut down to it. A word that often means something else needs company: an unmistakable name of the
country or, where that is of no other, of its neighbours, or a publisher at home there. A town of the name of a country
or a capital is where the state behind it says («Palestine, Texas»). A country counts when it
is in the title or the lead, is named twice, or an organisation brings it. Where a list of countries is given, those
named half as often as the first, or more, are kept: an article is about five at most.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from operator import itemgetter
from typing import NamedTuple

from syndicator.languages.analysers.folding import fold
from syndicator.languages.atlas.tables import (
    GIVEN_NAMES,
    LOWER_WORDS,
    NEIGHBOURS,
    NOWHERE,
    OFFICES,
    SURNAMED,
    state_after,
)
from syndicator.model.topic import Field
from syndicator.tag.terms import Hit, Text

_MOST = 5
_NAME_WORDS = 3
_TITLE_WEIGHT = 2
_PLACE = itemgetter(1)


def organisations_named(hits: Sequence[Hit]) -> list[Hit]:
    """The hits of organisations that no longer name covers, in order of the text; so they come."""
    return _longest(hits)


class Countries(NamedTuple):
    """ISO 3166-1 codes, the most named first."""

    named: tuple[str, ...]
    """Every country that counts."""
    about: tuple[str, ...]
    """Those the article is about: of a long list, the ones that stand out."""
    mentions: tuple[tuple[str, Hit], ...] = ()
    """Where each of these is named, by itself or by an organisation."""


def countries(
    hits: Sequence[Hit],
    organisations: Sequence[Hit],
    country_of: Mapping[str, str | None],
    texts: Sequence[Text],
    *,
    lead: int,
    home: str | None = None,
) -> Countries:
    """The countries of an article, from the hits of places and of organisations.

    The lead ends before word *lead*; *home* is the publisher's country: it makes doubtful names of it certain, no more.
    """
    brought = [(country, hit) for hit in organisations if (country := country_of[hit.meaning.id])]
    own = _own(hits, [hit for _, hit in brought], {text.field: text for text in texts})
    certain = {code for code, _ in brought} | {code for code, hit in own if not hit.meaning.needs_company}
    sure = certain | {home} | set(_by_neighbours(certain | {home}))
    named = [(code, hit) for code, hit in own if code in sure]
    weights = _weights([*brought, *named])
    prominent = {code for code, _ in brought}
    once: set[str] = set()
    for code, hit in named:
        if hit.last < lead or code in once:
            prominent.add(code)
        once.add(code)
    ranked = sorted((code for code in weights if code in prominent), key=lambda code: -weights[code])
    outstanding = [code for code in ranked if weights[code] * 2 >= weights[ranked[0]]]
    about = tuple(ranked if len(ranked) <= _MOST else outstanding[:_MOST])
    return Countries(tuple(ranked), about, tuple(each for each in (*brought, *named) if each[0] in about))


def _by_neighbours(sure: Collection[str | None]) -> Iterator[str]:
    """Countries whose doubtful names count because their neighbours are named, and who shares the name is not."""
    for code, (rival, neighbours) in NEIGHBOURS.items():
        if rival not in sure and not neighbours.isdisjoint(sure):
            yield code


def _own(hits: Sequence[Hit], held: Iterable[Hit], texts: Mapping[Field, Text]) -> list[tuple[str, Hit]]:
    """Hits that stand for themselves, in no name of an organisation, a person or another thing, with their country."""
    taken = {spot for name in held for spot in _spots(name)}
    own = [
        hit
        for hit in _longest(hits)
        if hit.meaning.id != NOWHERE
        and (not taken or taken.isdisjoint(_spots(hit)))
        and not _in_person(hit, texts[hit.field])
    ]
    states = {id(hit): state for hit in own if (state := state_after(texts[hit.field].source, hit.end))}
    if not states:
        return [(hit.meaning.id, hit) for hit in own]
    within = {(hit.field, at) for hit in own if id(hit) in states for at in range(*states[id(hit)].span())}
    return [("US" if id(hit) in states else hit.meaning.id, hit) for hit in own if (hit.field, hit.start) not in within]


def _weights(named: Iterable[tuple[str, Hit]]) -> dict[str, int]:
    """How often each country is named, in order of the text; the title counts double."""
    weights: dict[str, int] = {}
    for code, hit in sorted(named, key=_PLACE):
        weights[code] = weights.get(code, 0) + (_TITLE_WEIGHT if hit.field is Field.TITLE else 1)
    return weights


def _longest(hits: Sequence[Hit]) -> list[Hit]:
    """Hits, in order of the text, that overlap no better one: the longer, then the very spelling, then more letters."""
    kept: list[Hit] = []
    row: list[Hit] = []
    ends = -1
    for hit in hits:
        if hit.first > ends:
            kept += _best(row)
            row = []
        row.append(hit)
        ends = max(ends, hit.last)
    return [*kept, *_best(row)]


def _best(row: list[Hit]) -> list[Hit]:
    """Of hits in a row, each of which overlaps one before, those that no better one overlaps."""
    if len(row) <= 1:
        return row
    kept: list[Hit] = []
    taken: set[int] = set()
    for hit in sorted(row, key=lambda each: (each.first - each.last, not each.whole, -len(each.meaning.term))):
        if taken.isdisjoint(_spots(hit)):
            taken.update(_spots(hit))
            kept.append(hit)
    return sorted(kept)


def _spots(hit: Hit) -> range:
    """Where each word of a hit stands."""
    return range(hit.first, hit.last + 1)


def _in_person(hit: Hit, text: Text) -> bool:
    """Whether the hit is a person's name: after a title, after another name or before one."""
    first = hit.first - text.before
    begins = max(0, first - _NAME_WORDS)
    for at, spot in enumerate(text.spots[begins:first], begins + 1):
        if spot.titled and not any(text.word(each)[0].islower() for each in range(at, first)):
            return True
    if hit.field is Field.TITLE:
        return False
    return _after_name(hit, first, text) or _before_surname(hit, hit.last - text.before, text)


def _after_name(hit: Hit, first: int, text: Text) -> bool:
    """«Michael Jordan»."""
    if hit.meaning.term not in GIVEN_NAMES or first == 0:
        return False
    return _one_name(first, text) and text.word(first - 1).casefold() not in LOWER_WORDS


def _before_surname(hit: Hit, last: int, text: Text) -> bool:
    """«Jordan Smith», and not «Jordan Health Ministry»."""
    if hit.meaning.term not in SURNAMED or last + 1 == len(text.spots):
        return False
    return _one_name(last + 1, text) and fold(text.word(last + 1)) not in OFFICES


def _one_name(at: int, text: Text) -> bool:
    """Whether a word and the one before it, both capitalised, are parted by a space only."""
    return text.between(at) == " " and text.word(at - 1)[0].isupper() and text.word(at)[0].isupper()
