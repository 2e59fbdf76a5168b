"""Names of places and organisations found in an article in, the countries it is about out.

Organisations come first and bring their country; the longest name wins where names overlap, and a word spelled like
the name wins over one cut down to it. A word that often means something else needs company: an unmistakable name of the
country or, where that is of no other, of its neighbours, or a publisher at home there. A town of the name of a country
or a capital is where the state behind it says («Palestine, Texas»). A country counts when it
is in the title or the lead, is named twice, or an organisation brings it. Where a list of countries is given, those
named half as often as the first, or more, are kept: an article is about five at most.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from syndicator.languages.analysers.folding import fold
from syndicator.languages.atlas.tables import (
    GIVEN_NAMES,
    LOWER_WORDS,
    NEIGHBOURS,
    NOWHERE,
    OFFICES,
    STATE,
    SURNAMED,
    TITLES,
)
from syndicator.model.topic import Field
from syndicator.tag.terms import Hit, Text

_NAMED = 2
_MOST = 5
_NAME_WORDS = 3
_TITLE_WEIGHT = 2


def organisations_named(hits: Iterable[Hit]) -> list[Hit]:
    """The hits of organisations that no longer name covers, in order of the text."""
    return sorted(_longest(hits), key=lambda hit: hit.first)


class Countries(NamedTuple):
    """ISO 3166-1 codes, the most named first."""

    named: tuple[str, ...]
    """Every country that counts."""
    about: tuple[str, ...]
    """Those the article is about: of a long list, the ones that stand out."""
    mentions: tuple[tuple[str, Hit], ...] = ()
    """Where each of these is named, by itself or by an organisation."""


def countries(
    hits: Iterable[Hit],
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
    prominent = {code for code, _ in brought}
    prominent.update(code for code, hit in named if hit.last < lead)
    prominent.update(code for code, times in Counter(code for code, _ in named).items() if times >= _NAMED)
    weights = _weights([*brought, *named])
    ranked = sorted((code for code in weights if code in prominent), key=lambda code: -weights[code])
    outstanding = [code for code in ranked if weights[code] * 2 >= weights[ranked[0]]]
    about = tuple(ranked if len(ranked) <= _MOST else outstanding[:_MOST])
    return Countries(tuple(ranked), about, tuple(each for each in (*brought, *named) if each[0] in about))


def _by_neighbours(sure: Collection[str | None]) -> Iterator[str]:
    """Countries whose doubtful names count because their neighbours are named, and who shares the name is not."""
    for code, (rival, neighbours) in NEIGHBOURS.items():
        if rival not in sure and not neighbours.isdisjoint(sure):
            yield code


def _own(hits: Iterable[Hit], held: Sequence[Hit], texts: Mapping[Field, Text]) -> list[tuple[str, Hit]]:
    """Hits that stand for themselves, in no name of an organisation, a person or another thing, with their country."""
    taken = {spot for name in held for spot in _spots(name)}
    own = [
        hit
        for hit in _longest(hits)
        if hit.meaning.id != NOWHERE and taken.isdisjoint(_spots(hit)) and not _in_person(hit, texts[hit.field])
    ]
    states = {id(hit): state for hit in own if (state := STATE.match(texts[hit.field].source, hit.end))}
    within = {(hit.field, at) for hit in own if id(hit) in states for at in range(*states[id(hit)].span())}
    return [("US" if id(hit) in states else hit.meaning.id, hit) for hit in own if (hit.field, hit.start) not in within]


def _weights(named: Iterable[tuple[str, Hit]]) -> Counter[str]:
    """How often each country is named, in order of the text; the title counts double."""
    weights: Counter[str] = Counter()
    for code, hit in sorted(named, key=lambda each: each[1].first):
        weights[code] += _TITLE_WEIGHT if hit.field is Field.TITLE else 1
    return weights


def _longest(hits: Iterable[Hit]) -> list[Hit]:
    """Hits that overlap no better one: more words are better, then the very spelling, then more letters."""
    kept: dict[int, Hit] = {}
    for hit in sorted(hits, key=lambda each: (each.first - each.last, not each.whole, -len(each.meaning.term))):
        spots = _spots(hit)
        if not any(spot in kept for spot in spots):
            kept.update(dict.fromkeys(spots, hit))
    return list(dict.fromkeys(kept.values()))


def _spots(hit: Hit) -> range:
    """Where each word of a hit stands."""
    return range(hit.first, hit.last + 1)


def _in_person(hit: Hit, text: Text) -> bool:
    """Whether the hit is a person's name: after a title, after another name or before one."""
    first = hit.first - text.before
    before = [text.word(at) for at in range(max(0, first - _NAME_WORDS), first)]
    for at, word in enumerate(before):
        if word.casefold() in TITLES and not any(each[0].islower() for each in before[at + 1 :]):
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
