"""Settings of concepts, organisations and feeds in, vocabulary and topics out."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from pydantic_core import PydanticCustomError

from syndicator.config.document import Steps
from syndicator.config.settings import (
    ConceptSettings,
    ConceptsFile,
    ExampleSettings,
    FeedFile,
    OrganisationsFile,
    Terms,
)
from syndicator.config.terms import TermError, expand
from syndicator.config.validate import Checked, Findings
from syndicator.config.values import country, language_tag
from syndicator.errors import Problem, RuleError, suggest
from syndicator.model.feed import FeedDefinition
from syndicator.model.rule import Fact, Is, Part, Rule, Weight, concepts_of, every, looked_for, parse_rule
from syndicator.model.sense import faults_of
from syndicator.model.topic import Concept, Example, Organisation, Term, Topic

_METHOD = 2
"""Part of every topic's version: raised when tagging sees texts differently with the same rules."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The sound concepts, and every name that stands somewhere, sound or not."""

    concepts: Mapping[str, Concept]
    names: Collection[str]
    unreadable: Collection[str] = frozenset()
    """Words of files that cannot be read: names that may be right."""

    def knows(self, name: str) -> bool:
        """Whether a mention of *name* is no fault of the one who mentions it."""
        return name in self.names or name in self.unreadable

    def closure(self, names: Iterable[str]) -> set[str]:
        """*names* and all they include."""
        found: set[str] = set()
        waiting = list(names)
        while waiting:
            name = waiting.pop()
            if name not in found:
                found.add(name)
                waiting.extend(self.concepts[name].include if name in self.concepts else ())
        return found


# --- concepts ------------------------------------------------------------------------------------------------------


def build_concepts(
    files: Iterable[Checked[ConceptsFile]], names: Collection[str], unreadable: Collection[str], findings: Findings
) -> Vocabulary:
    """All concepts; bad terms, names that stand twice, unknown and circular includes are findings."""
    concepts: dict[str, Concept] = {}
    places: dict[str, tuple[Checked[ConceptsFile], Steps]] = {}
    broken: set[str] = set()
    for file in files:
        for name, settings in file.settings.concepts.items():
            steps: Steps = ("concepts", name)
            if name in places:
                other, its = places[name]
                hint = f"the other one is {other.where(its)}; choose another name, or join them"
                findings.add(file.problem(steps, f"the concept {name!r} stands twice", hint, key=True))
                continue
            places[name] = file, steps
            concept, problems = _concept(file, steps, name, settings)
            findings.add(*problems)
            concepts[name] = concept
            broken |= {name} if problems else set()
    vocabulary = Vocabulary(concepts, {*names, *concepts}, unreadable)
    for name, (file, steps) in places.items():
        problems = list(_includes(file, steps, name, vocabulary))
        findings.add(*problems)
        broken |= {name} if problems else set()
    usable = concepts.keys() - broken
    sound = {name: concept for name, concept in concepts.items() if vocabulary.closure([name]) <= usable}
    return Vocabulary(sound, vocabulary.names, unreadable)


def _concept(
    file: Checked[ConceptsFile], steps: Steps, name: str, settings: ConceptSettings
) -> tuple[Concept, list[Problem]]:
    problems: list[Problem] = []
    terms = _terms(file, (*steps, "terms"), settings.terms, problems)
    unless = _terms(file, (*steps, "unless"), settings.unless, problems)
    if not settings.terms and not settings.include:
        problems.append(file.problem(steps, "a concept without terms", "add 'terms', or 'include'", key=True))
    subjects = tuple(settings.subjects)
    return Concept(name, terms, tuple(settings.include), unless, settings.description, subjects), problems


def _terms(
    file: Checked[ConceptsFile], steps: Steps, settings: Terms, problems: list[Problem]
) -> dict[str, tuple[Term, ...]]:
    made: dict[str, tuple[Term, ...]] = {}
    for language, shorthands in settings.items():
        terms: list[Term] = []
        for at, shorthand in enumerate(shorthands):
            try:
                terms.extend(expand(shorthand))
            except TermError as fault:
                problems.append(file.problem((*steps, language, at), fault.message, fault.hint))
        made[language] = tuple(dict.fromkeys(terms))
    return made


def _includes(file: Checked[ConceptsFile], steps: Steps, name: str, vocabulary: Vocabulary) -> Iterator[Problem]:
    for at, included in enumerate(vocabulary.concepts[name].include):
        here = (*steps, "include", at)
        if not vocabulary.knows(included):
            yield file.problem(here, f"unknown concept {included!r}", _meant(included, vocabulary.names))
        elif name in vocabulary.closure([included]):
            yield file.problem(here, f"{name!r} includes itself by {included!r}", "remove it from one of them")


def _meant(name: str, names: Collection[str]) -> str:
    return suggest(name, sorted(names), "define it in concepts/")


# --- organisations -------------------------------------------------------------------------------------------------


def build_organisations(file: Checked[OrganisationsFile] | None) -> dict[str, Organisation]:
    """All organisations by id."""
    if file is None:
        return {}
    return {
        name: Organisation(name, {language: tuple(names) for language, names in each.names.items()}, each.country)
        for name, each in file.settings.organisations.items()
    }


# --- feeds ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Known:
    """What a feed may speak of."""

    vocabulary: Vocabulary
    organisations: Mapping[str, Organisation]
    sources: Collection[str] = ()
    """Ids of sources, sound or not."""
    organisation_names: Collection[str] = ()
    """Ids of organisations, sound or not."""
    unreadable: Collection[str] = frozenset()
    """Words of their files that cannot be read."""
    default_language: str | None = None
    organisations_version: str = ""
    """A short hash of them (:func:`version_of`): rules may speak of any."""


def build_feed(file: Checked[FeedFile], known: Known, findings: Findings) -> tuple[FeedDefinition, Topic | None]:
    """A feed and its topic; no topic when its rule cannot be used."""
    id_ = Path(file.document.file).stem
    default = known.default_language
    if default and default not in file.settings.title:
        hint = f"add '{default}: ...'"
        findings.add(file.problem(("title",), f"no title in the default language {default!r}", hint))
    findings.add(*_repeated(file, "languages", file.settings.languages), *_fallback(file))
    topic = _topic(id_, file, known, findings)
    return _definition(id_, file.settings, _subjects(file.settings, topic, known.vocabulary)), topic


def _repeated(file: Checked[FeedFile], key: str, values: list[str]) -> Iterator[Problem]:
    for at, value in enumerate(values):
        if value in values[:at]:
            yield file.problem((key, at), f"{value!r} stands twice", "remove one")


def former_ids(files: Sequence[Checked[FeedFile]]) -> Iterator[Problem]:
    """Former ids that lead to two feeds, or that a feed has now."""
    taken = {Path(file.document.file).stem: "is the id of a feed" for file in files}
    for file in files:
        for at, each in enumerate(file.settings.formerly):
            if each in taken:
                yield file.problem(("formerly", at), f"{each!r} {taken[each]}", "remove it")
            taken.setdefault(each, f"is a former id of {Path(file.document.file).stem!r} already")


def _fallback(file: Checked[FeedFile]) -> Iterator[Problem]:
    """Editions that are none, and languages to fall back on that are the edition's own or stand twice."""
    for edition, languages in file.settings.fallback.items():
        if edition not in file.settings.languages:
            hint = f"add {edition} to 'languages', or remove it here"
            yield file.problem(("fallback", edition), f"{edition!r} is no edition of this feed", hint)
        for at, each in enumerate(languages):
            if each in (edition, *languages[:at]):
                why = "is the edition's own language" if each == edition else "stands twice"
                yield file.problem(("fallback", edition, at), f"{each!r} {why}", "remove it")


def _definition(id_: str, settings: FeedFile, subjects: tuple[str, ...]) -> FeedDefinition:
    return FeedDefinition(
        id=id_,
        topic=id_,
        titles=settings.title,
        descriptions=settings.description,
        languages=tuple(dict.fromkeys(settings.languages)),
        entries=settings.window.entries,
        hours=settings.window.hours,
        subjects=subjects,
        fallback={edition: tuple(languages) for edition, languages in settings.fallback.items()},
        formerly=tuple(settings.formerly),
        ended=settings.ended,
        review=settings.review is not None,
    )


def _subjects(settings: FeedFile, topic: Topic | None, vocabulary: Vocabulary) -> tuple[str, ...]:
    """Media Topics of the feed, then those of the concepts that its rule looks for."""
    names = sorted(vocabulary.closure(each.concept for each in looked_for(topic.rule))) if topic else []
    said = (code for name in names for code in vocabulary.concepts[name].subjects)
    return tuple(dict.fromkeys((*settings.subjects, *said)))


def _topic(id_: str, file: Checked[FeedFile], known: Known, findings: Findings) -> Topic | None:
    text, vocabulary = file.settings.rule, known.vocabulary
    try:
        rule = parse_rule(text)
        _refuse_hidden(file, text)
    except RuleError as fault:
        findings.add(_in_rule(file, fault))
        return None
    senseless = [*_senseless(rule), *_out_of_reach(rule, vocabulary)]
    findings.add(*(_in_rule(file, each) for each in (*senseless, *_unknown(rule, known))))
    used = vocabulary.closure(each.concept for each in concepts_of(rule))
    if senseless or not used <= vocabulary.concepts.keys():
        return None
    version = _version(text, [vocabulary.concepts[name] for name in sorted(used)], known.organisations_version)
    return Topic(id_, rule, tuple(_examples(file)), version)


def _in_rule(file: Checked[FeedFile], fault: RuleError) -> Problem:
    mark = file.document.place_in(file.node.at("rule"), fault.column)
    return Problem(file.document.file, mark.line, mark.column, "rule", fault.message, fault.hint)


def _refuse_hidden(file: Checked[FeedFile], text: str) -> None:
    """Folded text is one line to the rule language, so that a remark would hide all that follows it."""
    node = file.node.at("rule")
    source = file.document.text[node.start : node.end]
    if node.style != "|" and "\n" in source[source.find("#") :].rstrip() and "#" in text:
        raise RuleError("a remark in folded text hides all behind it", text.index("#") + 1, "write 'rule: |'")


def _unknown(rule: Rule, known: Known) -> Iterator[RuleError]:
    """Names in a rule that stand for nothing, in the order written."""
    for each in every(rule):
        if isinstance(each, Is):
            for value, column in zip(each.values, each.columns, strict=True):
                fault = _fault_of(each.fact, value, known)
                if fault is not None:
                    yield RuleError(fault[0], column, fault[1])
    for mention in concepts_of(rule):
        if not known.vocabulary.knows(mention.concept):
            hint = _meant(mention.concept, known.vocabulary.names)
            yield RuleError(f"unknown concept {mention.concept!r}", mention.column, hint)


@lru_cache(maxsize=256)
def _senseless(rule: Rule) -> tuple[RuleError, ...]:
    """What makes no sense in a rule; remembered, for most rules are the same when files are read anew."""
    return tuple(faults_of(rule))


def _out_of_reach(rule: Rule, vocabulary: Vocabulary) -> Iterator[RuleError]:
    """Weights that all parts together never reach, whatever terms are found."""
    for each in every(rule):
        if isinstance(each, Weight):
            most = sum(part.weight * _strongest(part, vocabulary) for part in each.parts if part.weight > 0)
            if most < each.least:
                hint = "lower it, or give parts and terms more weight"
                yield RuleError(f"all parts together weigh {most:g}, never {each.least:g}", each.column, hint)


def _strongest(part: Part, vocabulary: Vocabulary) -> float:
    """The weight of the strongest term that a part may find; a part without words weighs 1."""
    names = vocabulary.closure(each.concept for each in concepts_of(part.rule))
    concepts = (vocabulary.concepts[name] for name in names if name in vocabulary.concepts)
    terms = (term for concept in concepts for spoken in concept.terms.values() for term in spoken)
    return max((term.weight for term in terms), default=1.0)


def _fault_of(fact: Fact, value: str, known: Known) -> tuple[str, str] | None:
    if fact in (Fact.SOURCE, Fact.ORGANISATION):
        names = known.sources if fact is Fact.SOURCE else known.organisation_names
        if value in names or value in known.unreadable:
            return None
        otherwise = f"add the {fact.value}, or correct it"
        return f"unknown {fact.value} {value!r}", suggest(value.lower(), sorted(names), otherwise)
    try:
        (country if fact is Fact.PLACE else language_tag)(value)
    except PydanticCustomError as refused:
        context: Mapping[str, Any] = refused.context or {}
        return context["message"], context["hint"]
    return None


def _examples(file: Checked[FeedFile]) -> Iterator[Example]:
    for key, include in (("include", True), ("exclude", False)):
        settings: list[ExampleSettings] = getattr(file.settings.examples, key)
        for at, each in enumerate(settings):
            mark, _ = file.node.find(("examples", key, at))
            places = None if each.places is None else tuple(each.places)
            yield Example(
                each.title, each.text, each.language, include, places, mark.line, mark.column, each.address or ""
            )


def version_of(organisations: Mapping[str, Organisation]) -> str:
    """A short hash of all that is known of organisations."""
    return _hashed([[each.id, each.country, sorted(each.names.items())] for _, each in sorted(organisations.items())])


def _version(text: str, concepts: Iterable[Concept], organisations: str) -> str:
    """A short hash of all that the topic's finds depend on."""
    parts = [
        _METHOD,
        text.strip(),
        [[each.id, sorted(each.include), _plain(each.terms), _plain(each.unless)] for each in concepts],
        organisations,
    ]
    return _hashed(parts)


def _hashed(parts: list[Any]) -> str:
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()[:12]


def _plain(terms: Mapping[str, tuple[Term, ...]]) -> list[Any]:
    return [
        [language, sorted((each.text, each.exact, each.any_case, each.weight) for each in terms[language])]
        for language in sorted(terms)
    ]
