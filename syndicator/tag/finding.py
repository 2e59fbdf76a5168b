"""An article in, all that its words say out: concepts, organisations and countries, with their places.

Words of the title come first; those of the text are counted on from :data:`GAP` words later, so that nothing in the
title is near anything in the text.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from itertools import chain

from syndicator.model.article import Article
from syndicator.model.topic import Field
from syndicator.tag.compiled import Compiled
from syndicator.tag.places import countries, organisations_named
from syndicator.tag.reading import Reading
from syndicator.tag.terms import Hit, Kind, Text

GAP = 1_000
"""Words between the title and the text, as ``near`` counts them: more than it may ask for."""
_LEAD = 60
_LEAD_OF_LETTERS = 120
_BY_LETTER = frozenset(["zh", "ja", "ko", "th", "lo", "km", "my"])
"""Languages whose words are read letter by letter."""
_KINDS = tuple(Kind)


def read(article: Article, compiled: Compiled) -> Reading:
    """Find everything that rules may ask for."""
    texts, by_kind = _found(article, compiled)
    lead = _LEAD_OF_LETTERS if article.language.split("-")[0] in _BY_LETTER else _LEAD
    lead_ends = texts[1].before + lead
    named = organisations_named(by_kind[Kind.ORGANISATION])
    said = _said(by_kind, compiled)
    return Reading(
        source=article.source,
        language=article.language,
        said=said,
        countries=countries(
            by_kind[Kind.PLACE],
            named,
            compiled.country_of,
            texts,
            lead=lead_ends,
            home=compiled.homes.get(article.source),
        ),
        organisations=tuple(dict.fromkeys(hit.meaning.id for hit in named)),
        organisation_hits=named,
        title_ends=len(texts[0].spots),
        lead_ends=lead_ends,
    )


def _found(article: Article, compiled: Compiled) -> tuple[tuple[Text, Text], dict[Kind, list[Hit]]]:
    """Title and text, and what is found in them in any language."""
    lookout = compiled.lookout(article.language)
    title = lookout.read(Field.TITLE, article.title)
    text = lookout.read(Field.TEXT, article.text, len(title.spots) + GAP)
    by_kind: dict[Kind, list[Hit]] = {kind: [] for kind in _KINDS}
    for hit in chain(lookout.find(title), lookout.find(text)):
        by_kind[hit[2][0]].append(hit)  # its meaning's kind
    return (title, text), by_kind


def _said(by_kind: Mapping[Kind, Iterable[Hit]], compiled: Compiled) -> dict[str, list[Hit]]:
    """Concept → where it is said: what lies inside one of its phrases that do not count is left out."""
    unless = _reaches(by_kind[Kind.UNLESS])
    said: dict[str, list[Hit]] = defaultdict(list)
    for hit in by_kind[Kind.CONCEPT]:
        member = hit.meaning.id
        for concept in compiled.counts_as[member]:
            if not unless or not any(_inside(hit, unless[owner]) for owner in {concept, member} if owner in unless):
                said[concept].append(hit)
    return dict(said)


def discounted(article: Article, compiled: Compiled, concepts: Iterable[str]) -> dict[str, tuple[Hit, Hit]]:
    """Of *concepts*, the first place of each inside a phrase in which it does not count, with that phrase."""
    _, by_kind = _found(article, compiled)
    unless = _reaches(by_kind[Kind.UNLESS])
    found: dict[str, tuple[Hit, Hit]] = {}
    for hit in by_kind[Kind.CONCEPT]:
        for concept in set(compiled.counts_as[hit.meaning.id]).intersection(concepts).difference(found):
            owners = {concept, hit.meaning.id} & unless.keys()
            if any(_inside(hit, unless[owner]) for owner in owners):
                found[concept] = hit, next(each for each in by_kind[Kind.UNLESS] if _covers(each, hit, owners))
    return found


def _covers(phrase: Hit, hit: Hit, owners: Collection[str]) -> bool:
    return phrase.meaning.id in owners and phrase.first <= hit.first and hit.last <= phrase.last


def _reaches(phrases: Iterable[Hit]) -> dict[str, dict[int, int]]:
    """Concept → word → the last word of its phrases that stand over it."""
    unless: dict[str, dict[int, int]] = defaultdict(dict)
    for phrase in phrases:
        reaches = unless[phrase.meaning.id]
        for at in range(phrase.first, phrase.last + 1):
            reaches[at] = max(phrase.last, reaches.get(at, -1))
    return unless


def _inside(hit: Hit, reaches: Mapping[int, int]) -> bool:
    """Whether a phrase that stands over the first word of a hit reaches to its last: *reaches* is word → last word."""
    return hit.last <= reaches.get(hit.first, -1)
