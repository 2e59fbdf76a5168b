"""A rule and a reading in, the evidence that makes the rule true out, or nothing."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence

from syndicator.model.rule import And, AtLeast, Fact, Has, Near, Not, Or, Part, Places, Rule, Weight
from syndicator.tag.reading import Reading
from syndicator.tag.terms import Hit

_ROUNDING = 1e-9
FACTS: dict[Fact, Callable[[Reading], tuple[str, ...]]] = {
    Fact.PLACE: lambda reading: reading.countries.named,
    Fact.ORGANISATION: lambda reading: reading.organisations,
    Fact.SOURCE: lambda reading: (reading.source,),
    Fact.LANGUAGE: lambda reading: (reading.language, reading.language.split("-")[0]),
}
"""What a condition on a fact is compared with."""


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
        case Weight(least, parts):
            return _weighing(least, parts, reading)
        case Not(inner):
            return [] if evidence(inner, reading) is None else None
        case Near():
            return _near(rule, reading) or None
        case Places():
            return [] if _counted(rule, len(reading.countries.named)) else None
        case _:
            return [] if _folded(rule.values) & _folded(FACTS[rule.fact](reading)) else None


def _all(rules: Sequence[Rule], reading: Reading) -> list[Hit] | None:
    found: list[Hit] = []
    for rule in rules:
        hits = evidence(rule, reading)
        if hits is None:
            return None
        found.extend(hits)
    return found


def _at_least(count: int, rules: Sequence[Rule], reading: Reading) -> list[Hit] | None:
    found = [hits for rule in rules if (hits := evidence(rule, reading)) is not None]
    return [hit for each in found for hit in each] if len(found) >= count else None


def _weighing(least: float, parts: Sequence[Part], reading: Reading) -> list[Hit] | None:
    """The hits of the parts that add weight, when all parts that hold weigh enough."""
    held = weighed(parts, reading)
    if sum(weight for _, _, weight in held) < least - _ROUNDING:
        return None
    return [hit for part, hits, _ in held if part.weight > 0 for hit in hits]


def weighed(parts: Iterable[Part], reading: Reading) -> list[tuple[Part, list[Hit], float]]:
    """The parts that hold, with their hits and what they weigh: their weight times that of the strongest term."""
    found = ((part, evidence(part.rule, reading)) for part in parts)
    return [(part, hits, part.weight * _strongest(hits)) for part, hits in found if hits is not None]


def _strongest(hits: Iterable[Hit]) -> float:
    return max((hit.meaning.weight for hit in hits), default=1.0)


def _near(rule: Near, reading: Reading) -> list[Hit]:
    """The hits of both sides that have one of the other side close enough."""
    left, right = side(rule.left, reading), side(rule.right, reading)
    if not (left and right):
        return []
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


def side(mentions: Sequence[Has], reading: Reading) -> list[Hit]:
    """Where one side of ``near`` is said."""
    return [hit for each in mentions for hit in reading.hits(each.concept, each.where)]


def _counted(rule: Places, count: int) -> bool:
    return count == rule.count or (count > rule.count and not rule.exactly)


def _folded(values: Iterable[str]) -> set[str]:
    return {each.casefold() for each in values}
