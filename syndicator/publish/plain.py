"""Rules of topics in words: a rule in, clauses in a language of ours out, for people who know no rule language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from babel.lists import format_list

from syndicator.model.rule import (
    And,
    AtLeast,
    Fact,
    Has,
    Is,
    Near,
    Not,
    Or,
    Part,
    Places,
    Rule,
    Weight,
    Where,
    concepts_of,
    looked_for,
)
from syndicator.model.topic import Concept, Organisation, Topic
from syndicator.publish.words import DEFAULT, country_name, language_name, locale, spoken, words

_EXAMPLES = 6
"""Terms of a concept that are named."""


@dataclass(frozen=True, slots=True)
class Rules:
    """How articles are chosen, as operators say it."""

    topics: Mapping[str, Topic]
    concepts: Mapping[str, Concept]
    organisations: Mapping[str, Organisation]


NO_RULES = Rules(MappingProxyType({}), MappingProxyType({}), MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Clause:
    """A line, and the lines below it."""

    text: str
    parts: tuple[Clause, ...] = ()


@dataclass(frozen=True, slots=True)
class Plain:
    """A rule as people are told it."""

    wanted: tuple[str, ...]
    """What it looks for, each by the first term of its concept."""
    unwanted: tuple[str, ...]
    """What it leaves out."""
    whole: Clause
    terms: tuple[tuple[str, str], ...]
    """(what a concept is called in the lines, some of its terms)."""


def plain(rule: Rule, known: Rules, language: str) -> Plain:
    """*rule* in the language of ours nearest to *language*, with the terms and names that are *known* in it."""
    teller = _Teller(spoken(language), known)
    wanted = dict.fromkeys(each.concept for each in looked_for(rule))
    named = dict.fromkeys(each.concept for each in concepts_of(rule))
    return Plain(
        wanted=tuple(dict.fromkeys(map(teller.name, wanted))),
        unwanted=tuple(dict.fromkeys(teller.name(each) for each in named if each not in wanted)),
        whole=teller.clause(rule),
        terms=tuple(teller.explained(named)),
    )


class _Teller:
    def __init__(self, language: str, known: Rules) -> None:
        self._language = language
        self._concepts = known.concepts
        self._organisations = known.organisations
        self._words = words(language)

    def terms(self, concept: str) -> Sequence[str]:
        """Some terms of a concept; those of the concepts it includes where it has none, its id where nobody has."""
        found = self._concepts.get(concept)
        own = [*found.terms.get(self._language, ()), *found.terms.get("*", ())] if found else []
        inner = [term for each in found.include for term in self.terms(each)] if found and not own else []
        shown = [each.text.strip("*") for each in own] or inner or [concept.replace("-", " ")]
        return tuple(dict.fromkeys(shown))[:_EXAMPLES]

    def explained(self, concepts: Iterable[str]) -> Iterator[tuple[str, str]]:
        """(name, some terms) of *concepts*; those of one name are explained together."""
        of_name: dict[str, dict[str, None]] = {}
        for each in concepts:
            of_name.setdefault(self.name(each), {}).update(dict.fromkeys(self.terms(each)))
        return ((name, self._words["comma"].join(terms)) for name, terms in of_name.items())

    def name(self, concept: str) -> str:
        return self.terms(concept)[0]

    def clause(self, rule: Rule) -> Clause:
        match rule:
            case And(rules):
                return Clause(self._words["all_of"], self._clauses(rules))
            case Or(rules):
                return self._alike(rules) or Clause(self._words["any_of"], self._clauses(rules))
            case Not(inner):
                return Clause(self._words["none_of"], (self.clause(inner),))
            case AtLeast(count, rules):
                return Clause(self._words["at_least"].format(count=count), self._clauses(rules))
            case Weight(least, parts):
                return Clause(self._words["points"].format(count=f"{least:g}"), tuple(map(self._part, parts)))
            case _:
                return Clause(self._line(rule))

    def _clauses(self, rules: Iterable[Rule]) -> tuple[Clause, ...]:
        return tuple(map(self.clause, rules))

    def _alike(self, rules: Sequence[Rule]) -> Clause | None:
        """One line for concepts that are all looked for in one place."""
        mentions = [each for each in rules if isinstance(each, Has)]
        if len(mentions) < len(rules) or len({each.where for each in mentions}) > 1:
            return None
        return Clause(self._placed(mentions[0].where, self._any(each.concept for each in mentions)))

    def _part(self, part: Part) -> Clause:
        return Clause(self._words["part"].format(count=f"{part.weight:g}"), (self.clause(part.rule),))

    def _line(self, rule: Rule) -> str:
        match rule:
            case Has(concept, where):
                return self._placed(where, self._any([concept]))
            case Near(left, right, distance):
                sides = [self._any(each.concept for each in side) for side in (left, right)]
                near = self._words["near"].format(left=sides[0], right=sides[1], count=distance)
                return self._placed(left[0].where, near)
            case Places(count, exactly):
                return self._words["places_exactly" if exactly else "places_least"].format(count=count)
            case Is(fact, values):
                shown = [self._value(fact, each) for each in values]
                return self._words[f"fact_{fact}"].format(what=format_list(shown, "or", locale(self._language)))
        raise TypeError(f"no line of its own: {rule}")

    def _value(self, fact: Fact, value: str) -> str:
        if fact is Fact.PLACE:
            return country_name(value, self._language)
        if fact is Fact.ORGANISATION and (found := self._organisations.get(value)):
            names = found.names.get(self._language) or found.names.get(DEFAULT)
            return names[0] if names else value
        return language_name(value) if fact is Fact.LANGUAGE else value

    def _any(self, concepts: Iterable[str]) -> str:
        names = dict.fromkeys(self._words["quoted"].format(self.name(each)) for each in concepts)
        return str(format_list(list(names), "or", locale(self._language)))

    def _placed(self, where: Where, what: str) -> str:
        return what if where is Where.ANYWHERE else self._words[f"in_{where}"].format(what=what)
