"""Concepts, topics and organisations in, everything that has to be looked for in a text of any language out.

A text is matched with the terms of its own language and those for every language; texts of languages that mix are
matched with those of their neighbours too (:data:`GUESTS`). The index of a language is built when its first article
comes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import Enum
from types import MappingProxyType

from syndicator.languages.analysis import analyser
from syndicator.model.rule import And, AtLeast, Has, Near, Or, Rule, Weight, concepts_of
from syndicator.model.topic import Concept, Organisation, Term, Topic
from syndicator.tag.atlas import place_terms
from syndicator.tag.terms import Kind, Meaning, TermIndex

GUESTS: Mapping[str, tuple[str, ...]] = {
    "en": (),
    "kk": ("ru", "en"),
    "ky": ("ru", "en"),
    "und": ("ru", "kk", "ar", "he"),
}
"""Language → other languages whose terms its texts may hold; English for all others."""
_UNKNOWN = "und"
_OWN_LETTERS = frozenset((
    "ru", "uk", "be", "bg", "mk", "kk", "ky", "tt", "ba", "tg", "mn", "ar", "fa", "ur", "ps", "ckb", "ug", "he", "yi",
    "zh", "ja", "ko", "th", "lo", "km", "my", "el", "ka", "hy", "hi", "bn", "ta",
))  # fmt: skip
"""Languages not written in Latin letters: an English word in their texts is English."""


class _Role(Enum):
    MAIN = "main"
    GUEST = "guest"
    PHRASES = "phrases"
    """A lone word of another language in the same letters may be another word here: phrases and exact terms only."""


class Compiled:
    """What has to be looked for, per language; made by :func:`compile_topics`."""

    def __init__(
        self,
        concepts: Mapping[str, Concept],
        topics: Mapping[str, Topic],
        organisations: Mapping[str, Organisation],
        homes: Mapping[str, str | None],
    ) -> None:
        self.topics = topics
        self.organisations = organisations
        self.homes = homes
        self.country_of = {name: each.country for name, each in organisations.items()}
        asked = dict.fromkeys(has.concept for topic in topics.values() for has in concepts_of(topic.rule))
        self.families: Mapping[str, tuple[str, ...]] = {each: tuple(_family(each, concepts)) for each in asked}
        """Concept → itself and every concept whose terms count as its own."""
        self.counts_as: Mapping[str, Sequence[str]] = _turned(self.families)
        """Concept → every concept of a rule that its terms count for."""
        self._concepts = [concepts[each] for each in self.counts_as]
        self._asking = _turned({each.id: [has.concept for has in concepts_of(each.rule)] for each in topics.values()})
        self._wordless = [each.id for each in topics.values() if _holds_without_words(each.rule)]
        self._indexes: dict[tuple[str, _Role], TermIndex] = {}

    def concepts_behind(self, topic: Topic) -> set[str]:
        """The concepts whose terms count for a topic's rule, included ones among them."""
        return {name for has in concepts_of(topic.rule) for name in self.families[has.concept]}

    def candidates(self, said: Iterable[str]) -> Iterator[Topic]:
        """The topics whose rules may hold when an article says these concepts, in the order of the configuration."""
        asked = {topic for concept in said for topic in self._asking[concept]}.union(self._wordless)
        return (topic for name, topic in self.topics.items() if name in asked)

    def indexes(self, tag: str) -> list[TermIndex]:
        """The indexes to look through for a text in the language of a BCP 47 tag, its own first."""
        language = tag.split("-", 1)[0].lower()
        role = _Role.GUEST if language in _OWN_LETTERS or language == _UNKNOWN else _Role.PHRASES
        own = "en" if language == _UNKNOWN else language
        guests = GUESTS.get(language, ("en",))
        return [self._index(own, _Role.MAIN), *(self._index(each, role) for each in guests)]

    def _index(self, language: str, role: _Role) -> TermIndex:
        key = language, role
        if key not in self._indexes:
            self._indexes[key] = TermIndex(analyser(language), self._terms(language, role))
        return self._indexes[key]

    def _terms(self, language: str, role: _Role) -> Iterator[tuple[Meaning, Term]]:
        languages = (language, "*") if role is _Role.MAIN else (language,)
        for spoken in languages:
            for meaning, term in self._said(spoken):
                if role is not _Role.PHRASES or term.exact or " " in term.text.strip():
                    yield meaning, term
        if role is _Role.MAIN:
            yield from place_terms(language)

    def _said(self, language: str) -> Iterator[tuple[Meaning, Term]]:
        for concept in self._concepts:
            yield from _meant(Kind.CONCEPT, concept.id, concept.terms.get(language, ()))
            yield from _meant(Kind.UNLESS, concept.id, concept.unless.get(language, ()))
        for organisation in self.organisations.values():
            yield from _named(organisation, organisation.names.get(language, ()), cased=language == "en")


def compile_topics(
    concepts: Mapping[str, Concept],
    topics: Mapping[str, Topic],
    organisations: Mapping[str, Organisation],
    homes: Mapping[str, str | None] = MappingProxyType({}),
) -> Compiled:
    """Prepare concepts, topics and organisations for tagging; a concept that no rule asks for costs nothing.

    *homes* are the countries of sources: there a name that could mean something else means the country.
    """
    return Compiled(concepts, topics, organisations, homes)


def _holds_without_words(rule: Rule) -> bool:
    """Whether a rule may be true of an article that says none of its concepts."""
    match rule:
        case Has() | Near():
            return False
        case And(rules):
            return all(map(_holds_without_words, rules))
        case Or(rules):
            return any(map(_holds_without_words, rules))
        case AtLeast(count, rules):
            return sum(map(_holds_without_words, rules)) >= count
        case Weight(least, parts):
            return sum(part.weight for part in parts if part.weight > 0 and _holds_without_words(part.rule)) >= least
        case _:
            return True


def _turned(table: Mapping[str, Iterable[str]]) -> dict[str, list[str]]:
    """Value → the keys that have it."""
    turned: dict[str, list[str]] = {}
    for key, values in table.items():
        for value in dict.fromkeys(values):
            turned.setdefault(value, []).append(key)
    return turned


def _family(concept: str, concepts: Mapping[str, Concept]) -> Iterator[str]:
    """The concept and what it includes, however deep; what is not configured is left out."""
    known: dict[str, None] = {}
    waiting = [concept]
    while waiting:
        each = waiting.pop(0)
        if each in concepts and each not in known:
            known[each] = None
            waiting.extend(concepts[each].include)
    yield from known


def _meant(kind: Kind, concept: str, terms: Iterable[Term]) -> Iterator[tuple[Meaning, Term]]:
    for term in terms:
        yield Meaning(kind, concept, _shown(term), weight=term.weight), term


def _shown(term: Term) -> str:
    """A term as it is written in a concept, without its weight."""
    if not term.exact:
        return term.text
    return f"exact:{term.text}" if term.any_case else f"={term.text}"


def _named(organisation: Organisation, names: Iterable[str], *, cased: bool) -> Iterator[tuple[Meaning, Term]]:
    """Names; ``=AQU`` and single words in capitals are matched letter by letter.

    Single words begin with a capital in a text as in the name, and so do all names of a language that is *cased*.
    """
    for name in names:
        bare = name.removeprefix("=")
        exact = bare != name or (bare.isupper() and " " not in bare)
        proper = (cased or " " not in bare) and bare[:1].isupper()
        yield Meaning(Kind.ORGANISATION, organisation.id, bare, proper=proper), Term(bare, exact)
