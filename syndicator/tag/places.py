"""Names of places and organisations found in an article in, the countries it is about out.

Organisations come first and bring their country; the longest name wins where names overlap, and a word spelled like
the name wins over one cut down to it. A word that often means something else needs company. A country counts when it
is in the title or the lead, is named twice, or an organisation brings it. Where a list of countries is given, those
named half as often as the first, or more, are kept: an article is about five at most.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from syndicator.languages.atlas.tables import GIVEN_NAMES, LOWER_WORDS, NOWHERE, TITLES
from syndicator.model.topic import Field
from syndicator.tag.terms import Hit, Text

_NAMED = 2
_MOST = 5
_NAME_WORDS = 3
_TITLE_WEIGHT = 2


def organisations_named(hits: Iterable[Hit]) -> list[Hit]:
    """The hits of organisations that no longer name covers, in order of the text."""
    return sorted(_longest(hits), key=lambda hit: (hit.field is Field.TEXT, hit.first))


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
    lead: int,
) -> Countries:
    """The countries of an article, from the hits of places and of organisations; *lead* counts words of the text."""
    brought = [(country, hit) for hit in organisations if (country := country_of[hit.meaning.id])]
    own = _own(hits, [hit for _, hit in brought], {text.field: text for text in texts})
    sure = {code for code, _ in brought} | {hit.meaning.id for hit in own if not hit.meaning.needs_company}
    named = [(hit.meaning.id, hit) for hit in own if hit.meaning.id in sure]
    prominent = {code for code, _ in brought}
    prominent.update(code for code, hit in named if hit.field is Field.TITLE or hit.last < lead)
    prominent.update(code for code, times in Counter(code for code, _ in named).items() if times >= _NAMED)
    weights = _weights([*brought, *named])
    ranked = sorted((code for code in weights if code in prominent), key=lambda code: -weights[code])
    outstanding = [code for code in ranked if weights[code] * 2 >= weights[ranked[0]]]
    about = tuple(ranked if len(ranked) <= _MOST else outstanding[:_MOST])
    return Countries(tuple(ranked), about, tuple(each for each in (*brought, *named) if each[0] in about))


def _own(hits: Iterable[Hit], held: Sequence[Hit], texts: Mapping[Field, Text]) -> list[Hit]:
    """Hits that stand for themselves: not part of an organisation's, a person's or another thing's name."""
    taken = {spot for name in held for spot in _spots(name)}
    return [
        hit
        for hit in _longest(hits)
        if hit.meaning.id != NOWHERE and taken.isdisjoint(_spots(hit)) and not _in_person(hit, texts[hit.field])
    ]


def _weights(named: Iterable[tuple[str, Hit]]) -> Counter[str]:
    """How often each country is named, in order of the text; the title counts double."""
    weights: Counter[str] = Counter()
    for code, hit in sorted(named, key=lambda each: (each[1].field is Field.TEXT, each[1].first)):
        weights[code] += _TITLE_WEIGHT if hit.field is Field.TITLE else 1
    return weights


def _longest(hits: Iterable[Hit]) -> list[Hit]:
    """Hits that overlap no better one: more words are better, then the very spelling, then more letters."""
    kept: dict[tuple[Field, int], Hit] = {}
    for hit in sorted(hits, key=lambda each: (each.first - each.last, not each.whole, -len(each.meaning.term))):
        spots = _spots(hit)
        if not any(spot in kept for spot in spots):
            kept.update(dict.fromkeys(spots, hit))
    return list(dict.fromkeys(kept.values()))


def _spots(hit: Hit) -> list[tuple[Field, int]]:
    """Where each word of a hit stands."""
    return [(hit.field, at) for at in range(hit.first, hit.last + 1)]


def _in_person(hit: Hit, text: Text) -> bool:
    """Whether the hit is a person's: after a title («Dr Rania …»), or a name after another one («Michael Jordan»)."""
    before = text.words[max(0, hit.first - _NAME_WORDS) : hit.first]
    for at, word in enumerate(before):
        if word.text.casefold() in TITLES and not any(each.text[0].islower() for each in before[at + 1 :]):
            return True
    if hit.meaning.term not in GIVEN_NAMES or hit.field is Field.TITLE or not before:
        return False
    last = before[-1]
    spaced = text.source[last.end : text.words[hit.first].start] == " "
    return spaced and last.text[0].isupper() and last.text.casefold() not in LOWER_WORDS
