"""Concepts, topics and organisations in, everything that has to be looked for in a text of any language out.

A text is matched with the terms of its own language and those for every language; texts of languages that mix are
matched with those of their neighbours too (:data:`GUESTS`). The index of a language is built when its first article
comes, when a service starts that has sources in it, or, where topics take the place of others, before they do.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import Enum
from operator import is_
from types import MappingProxyType
from typing import TypeVar

from syndicator.languages.analysis import analyser
from syndicator.model.rule import And, AtLeast, Has, Near, Or, Rule, Weight, concepts_of
from syndicator.model.topic import Concept, Organisation, Term, Topic
from syndicator.tag.atlas import place_terms
from syndicator.tag.rules import Judge, judge
from syndicator.tag.terms import Kind, Lookout, Meaning, TermIndex

GUESTS: Mapping[str, tuple[str, ...]] = {
    "en": (),
    "kk": ("ru", "en"),
    "ky": ("ru", "en"),
    "und": ("ru", "kk", "ar", "he"),
}
"""Language → other languages whose terms its texts may hold; English for all others."""
_GUEST_RANKS = {each: rank for rank, each in enumerate(dict.fromkeys(sum(GUESTS.values(), ())), 1)}
"""In what order finds of guests are told: it is that of every row above."""
_UNKNOWN = "und"
_Key = TypeVar("_Key", str, int)
_ROUNDING = 1e-6
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
        before: Compiled | None,
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
        self._topics = list(topics.values())
        self._wordless = [at for at, each in enumerate(self._topics) if _is_wordless(each.rule)]
        self._naming = _turned(
            {at: [has.concept for has in concepts_of(each.rule)] for at, each in enumerate(self._topics)}
        )
        self._judges: dict[int, tuple[Topic, Judge]] = {}
        self._before = before
        unchanged = (
            before is not None and _same(before._concepts, self._concepts) and before.organisations is organisations
        )
        self._indexes: dict[tuple[str, _Role], TermIndex] = dict(before._indexes) if before and unchanged else {}
        self._lookouts: dict[str, Lookout] = {}
        for language in before.languages if before else ():
            self.lookout(language)
        self._before = None

    def concepts_behind(self, topic: Topic) -> set[str]:
        """The concepts whose terms count for a topic's rule, included ones among them."""
        return {name for has in concepts_of(topic.rule) for name in self.families[has.concept]}

    def candidates(self, said: Iterable[str]) -> Iterator[tuple[Topic, Judge]]:
        """Topics that an article saying these concepts may have or nearly miss, in the order of the configuration."""
        naming = self._naming
        named = {topic for concept in said if concept in naming for topic in naming[concept]}
        return map(self._judged, sorted(named.union(self._wordless)))

    def _judged(self, at: int) -> tuple[Topic, Judge]:
        """A topic with the judge of its rule, made when it is first asked."""
        known = self._judges.get(at)
        if known is None:
            topic = self._topics[at]
            known = self._judges[at] = topic, judge(topic.rule)
        return known

    @property
    def languages(self) -> set[str]:
        """The primary languages for whose texts all is ready."""
        return set(self._lookouts)

    def lookout(self, tag: str) -> Lookout:
        """What a text in the language of a BCP 47 tag is looked through with."""
        language = tag.split("-", 1)[0].lower()
        if language not in self._lookouts:
            indexes = list(self._of(language))
            known = self._before._lookouts[language] if self._before else None
            self._lookouts[language] = known if known and known.indexes == indexes else Lookout(indexes)
        return self._lookouts[language]

    def _of(self, language: str) -> Iterator[TermIndex]:
        """The indexes for texts in a language, its own first."""
        role = _Role.GUEST if language in _OWN_LETTERS or language == _UNKNOWN else _Role.PHRASES
        yield self._index("en" if language == _UNKNOWN else language, _Role.MAIN)
        for guest in GUESTS.get(language, ("en",)):
            yield self._index(guest, role)

    def _index(self, language: str, role: _Role) -> TermIndex:
        key = language, role
        if key not in self._indexes:
            terms = tuple(self._terms(language, role))
            known = self._before._indexes.get(key) if self._before else None
            rank = 0 if role is _Role.MAIN else _GUEST_RANKS[language]
            self._indexes[key] = known if known and known.terms == terms else TermIndex(analyser(language), terms, rank)
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
    before: Compiled | None = None,
) -> Compiled:
    """Prepare concepts, topics and organisations for tagging; a concept that no rule asks for costs nothing.

    *homes* are the countries of sources: there a name that could mean something else means the country. What *before*
    was asked for is there at once; its indexes are taken over where their terms are still the same, and so is what is
    known of the words of a language when all indexes for it are.
    """
    return Compiled(concepts, topics, organisations, homes, before)


def _same(some: Sequence[Concept], others: Sequence[Concept]) -> bool:
    """Whether they are the very same: comparing twenty thousand terms takes longer than it may save."""
    return len(some) == len(others) and all(map(is_, some, others))


def _is_wordless(rule: Rule) -> bool:
    """Whether a rule may hold of an article that says none of its concepts."""
    match rule:
        case Has() | Near():
            return False
        case And(rules):
            return all(map(_is_wordless, rules))
        case Or(rules):
            return any(map(_is_wordless, rules))
        case AtLeast(count, rules):
            return sum(map(_is_wordless, rules)) >= count
        case Weight(least, parts):
            return sum(each.weight for each in parts if each.weight > 0 and _is_wordless(each.rule)) > least - _ROUNDING
        case _:
            return True


def _turned(table: Mapping[_Key, Iterable[str]]) -> dict[str, list[_Key]]:
    """Value → the keys that have it."""
    turned: dict[str, list[_Key]] = {}
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
