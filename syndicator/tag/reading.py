"""An article in, all that its words say out: concepts, organisations and countries, with their places.

Words of the title come first; those of the text are counted on from :data:`GAP` words later, so that nothing in the
title is near anything in the text.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from syndicator.model.article import Article
from syndicator.model.rule import Where
from syndicator.model.topic import Field
from syndicator.tag.compiled import Compiled
from syndicator.tag.places import Countries, countries, organisations_named
from syndicator.tag.terms import Hit, Kind, Text, read_text

GAP = 1_000
"""Words between the title and the text, as ``near`` counts them: more than it may ask for."""
_LEAD = 60
_LEAD_OF_LETTERS = 120
_BY_LETTER = frozenset(["zh", "ja", "ko", "th", "lo", "km", "my"])
"""Languages whose words are read letter by letter."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What an article says."""

    source: str
    language: str
    said: Mapping[str, Sequence[Hit]]
    """Concept → where it is said, its included concepts among it."""
    countries: Countries
    organisations: tuple[str, ...]
    organisation_hits: Sequence[Hit]
    title_words: int
    lead_words: int

    def hits(self, concept: str, where: Where) -> list[Hit]:
        """Where a concept is said in one part of the article."""
        return [hit for hit in self.said.get(concept, ()) if self._within(hit, where)]

    def _within(self, hit: Hit, where: Where) -> bool:
        return (
            where is Where.ANYWHERE
            or hit.field is Field.TITLE
            or (where is Where.LEAD and hit.last < self.title_words + GAP + self.lead_words)
        )


def read(article: Article, compiled: Compiled) -> Reading:
    """Find everything that rules may ask for."""
    texts = read_text(Field.TITLE, article.title), read_text(Field.TEXT, article.text)
    by_kind = _found(article.language, texts, compiled)
    title_words = len(texts[0].words)
    lead = _LEAD_OF_LETTERS if article.language.split("-")[0] in _BY_LETTER else _LEAD
    named = organisations_named(by_kind[Kind.ORGANISATION])
    return Reading(
        source=article.source,
        language=article.language,
        said=_said(by_kind, compiled, title_words),
        countries=countries(
            by_kind[Kind.PLACE], named, compiled.country_of, texts, lead=lead, home=compiled.homes.get(article.source)
        ),
        organisations=tuple(dict.fromkeys(hit.meaning.id for hit in named)),
        organisation_hits=named,
        title_words=title_words,
        lead_words=lead,
    )


def _found(language: str, texts: Iterable[Text], compiled: Compiled) -> dict[Kind, list[Hit]]:
    """What all indexes find, once per meaning and place."""
    by_kind: dict[Kind, list[Hit]] = {kind: [] for kind in Kind}
    known = set()
    for text in texts:
        for index in compiled.indexes(language):
            for hit in index.find(text):
                key = hit.meaning.kind, hit.meaning.id, hit.field, hit.start, hit.end
                if key not in known:
                    known.add(key)
                    by_kind[hit.meaning.kind].append(hit)
    return by_kind


def _said(by_kind: Mapping[Kind, Iterable[Hit]], compiled: Compiled, title_words: int) -> dict[str, list[Hit]]:
    """Concept → where it is said: what lies inside one of its phrases that do not count is left out."""
    unless: dict[str, dict[tuple[Field, int], int]] = defaultdict(dict)
    for phrase in by_kind[Kind.UNLESS]:
        reaches = unless[phrase.meaning.id]
        for at in range(phrase.first, phrase.last + 1):
            reaches[phrase.field, at] = max(phrase.last, reaches.get((phrase.field, at), -1))
    said = defaultdict(list)
    for hit in by_kind[Kind.CONCEPT]:
        member = hit.meaning.id
        for concept in compiled.counts_as[member]:
            if not any(_inside(hit, unless[owner]) for owner in {concept, member} if owner in unless):
                said[concept].append(_placed(hit, title_words))
    return dict(said)


def discounted(article: Article, compiled: Compiled, concept: str) -> list[tuple[Hit, Hit]]:
    """Where an article says *concept* only inside a phrase that does not count, with that phrase."""
    texts = read_text(Field.TITLE, article.title), read_text(Field.TEXT, article.text)
    by_kind = _found(article.language, texts, compiled)
    family = compiled.families[concept]
    phrases = [each for each in by_kind[Kind.UNLESS] if each.meaning.id in family]
    return [
        (hit, phrase)
        for hit in by_kind[Kind.CONCEPT]
        if hit.meaning.id in family
        for phrase in phrases
        if phrase.meaning.id in (concept, hit.meaning.id) and _covers(phrase, hit)
    ]


def _covers(phrase: Hit, hit: Hit) -> bool:
    return phrase.field is hit.field and phrase.first <= hit.first and hit.last <= phrase.last


def _inside(hit: Hit, reaches: Mapping[tuple[Field, int], int]) -> bool:
    """Whether a phrase that stands over the first word of a hit reaches to its last: *reaches* is word → last word."""
    return hit.last <= reaches.get((hit.field, hit.first), -1)


def _placed(hit: Hit, title_words: int) -> Hit:
    """The hit with its words counted through the whole article."""
    if hit.field is Field.TITLE:
        return hit
    return hit._replace(first=hit.first + title_words + GAP, last=hit.last + title_words + GAP)
