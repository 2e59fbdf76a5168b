"""A rule and a reading in, the evidence that makes the rule true, or what is missing, out."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence

from syndicator.model.rule import And, AtLeast, Fact, Has, Is, Near, Not, Or, Places, Rule, Where
from syndicator.tag.reading import Reading
from syndicator.tag.terms import Hit

_IN = {Where.ANYWHERE: "", Where.TITLE: " in the title", Where.LEAD: " in the title or the lead"}
_FACTS: dict[Fact, Callable[[Reading], tuple[str, ...]]] = {
    Fact.PLACE: lambda reading: reading.countries.named,
    Fact.ORGANISATION: lambda reading: reading.organisations,
    Fact.SOURCE: lambda reading: (reading.source,),
    Fact.LANGUAGE: lambda reading: (reading.language, reading.language.split("-")[0]),
}


def evidence(rule: Rule, reading: Reading) -> list[Hit] | None:
    """The hits that make *rule* true of an article, or None when it is false."""
    match rule:
        case Has(concept, where):
            return reading.hits(concept, where) or None
        case And(rules):
            return _all(rules, reading)
        case Or(rules):
            return _at_least(1, rules, reading)
        case AtLeast(count, rules):
            return _at_least(count, rules, reading)
        case Not(inner):
            return [] if evidence(inner, reading) is None else None
        case Near():
            return _near(rule, reading) or None
        case _:
            return None if _lacking(rule, reading) else []


def _all(rules: Sequence[Rule], reading: Reading) -> list[Hit] | None:
    found: list[Hit] = []
    for rule in rules:
        hits = evidence(rule, reading)
        if hits is None:
            return None
        found.extend(hits)
    return found


def _at_least(count: int, rules: Sequence[Rule], reading: Reading) -> list[Hit] | None:
    found = [each for each in (evidence(rule, reading) for rule in rules) if each is not None]
    return [hit for each in found for hit in each] if len(found) >= count else None


def _near(rule: Near, reading: Reading) -> list[Hit]:
    """The hits of both sides that have one of the other side close enough."""
    left, right = _side(rule.left, reading), _side(rule.right, reading)
    begins = sorted((hit.first, at) for at, hit in enumerate(right))
    ends = sorted((hit.last, at) for at, hit in enumerate(right))
    found: list[Hit] = []
    for one in left:
        after = _between(begins, one.last + 1, one.last + 1 + rule.distance)
        before = _between(ends, one.first - 1 - rule.distance, one.first - 1)
        for at in sorted(after + before):
            found += (one, right[at])
    return found


def _between(places: Sequence[tuple[int, int]], least: int, most: int) -> list[int]:
    """What stands at the places from *least* to *most*; cost does not grow with those elsewhere."""
    return [at for _, at in places[bisect_left(places, (least,)) : bisect_left(places, (most + 1,))]]


def _side(mentions: Sequence[Has], reading: Reading) -> list[Hit]:
    return [hit for each in mentions for hit in reading.hits(each.concept, each.where)]


def missing(rule: Rule, reading: Reading) -> list[str]:
    """What an article lacks to make *rule* true, in words; empty when nothing."""
    if evidence(rule, reading) is not None:
        return []
    match rule:
        case Has(concept, where):
            return [f"no term of {concept}{_IN[where]}"]
        case And(rules):
            return [each for part in rules for each in missing(part, reading)]
        case Or(rules):
            return [_any_of(rules, reading)]
        case AtLeast(count, rules):
            held = sum(evidence(each, reading) is not None for each in rules)
            return [f"needs at least {count} of {len(rules)}, found {held}: {_any_of(rules, reading)}"]
        case Not(inner):
            return [f"must not be so, but is: {_told(inner, reading)}"]
        case Near():
            return _apart(rule, reading)
        case _:
            return [_lacking(rule, reading)]


def _any_of(rules: Sequence[Rule], reading: Reading) -> str:
    """What is missing where one more part would do."""
    parts = list(_each_missing(rules, reading))
    return parts[0] if len(parts) == 1 else f"none of ({' | '.join(parts)})"


def _each_missing(rules: Sequence[Rule], reading: Reading) -> Iterator[str]:
    """What every part that does not hold lacks; concepts in one go."""
    for where in Where:
        absent = [
            each.concept for each in rules if isinstance(each, Has) and each.where is where and missing(each, reading)
        ]
        if absent:
            yield f"no term of {', '.join(absent)}{_IN[where]}"
    for rule in rules:
        lacks = [] if isinstance(rule, Has) else missing(rule, reading)
        if lacks:
            yield " and ".join(lacks)


def _told(rule: Rule, reading: Reading) -> str:
    """What makes a rule true, for people."""
    found = dict.fromkeys(f"{hit.meaning.id} («{hit.meaning.term}»)" for hit in evidence(rule, reading) or ())
    return ", ".join(found) or "a condition without words"


def _apart(rule: Near, reading: Reading) -> list[str]:
    sides = [(_names(side), _side(side, reading)) for side in (rule.left, rule.right)]
    absent = [f"no term of {name}" for name, hits in sides if not hits]
    return absent or [f"{sides[0][0]} and {sides[1][0]} are never within {rule.distance} words of each other"]


def _names(mentions: Sequence[Has]) -> str:
    return " or ".join(f"{each.concept}{_IN[each.where]}" for each in mentions)


def _lacking(rule: Places | Is, reading: Reading) -> str:
    """Why a condition without words does not hold, or nothing."""
    if isinstance(rule, Places):
        count = len(reading.countries.named)
        if count == rule.count or (count > rule.count and not rule.exactly):
            return ""
        wanted = f"{'exactly' if rule.exactly else 'at least'} {rule.count} countries"
        return f"needs {wanted}, found {_listed(reading.countries.named)}"
    facts = _FACTS[rule.fact](reading)
    if {each.casefold() for each in rule.values} & {each.casefold() for each in facts}:
        return ""
    return f"{rule.fact} is {_listed(facts)}, not {' or '.join(rule.values)}"


def _listed(values: Sequence[str]) -> str:
    return ", ".join(dict.fromkeys(values)) or "none"
