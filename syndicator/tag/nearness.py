"""A rule and a reading in, whether the article missed the rule by one part out.

A near miss says some of what the rule asks for, in words, and lacks one part: a concept, the nearness of two, a place
among its first words, a country, or the absence of what must not be said. Where a language has many of them and no
finds, terms are missing. Every article that comes is asked, so nothing is put into words here:
:mod:`syndicator.tag.missing` does that for those who ask.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from syndicator.model.rule import And, AtLeast, Has, Near, Or, Places, Rule, Weight, Where
from syndicator.tag.reading import Reading
from syndicator.tag.rules import evidence, weighed


class _Standing(NamedTuple):
    """How an article stands to a rule; the least is the nearest."""

    lacking: int
    """Parts that would have to be otherwise."""
    unsaid: int
    """Minus the parts that its words do say."""


_SAID, _ELSEWHERE, _ABSENT, _FAR = _Standing(0, -1), _Standing(1, -1), _Standing(1, 0), _Standing(2, 0)


def is_near_miss(rule: Rule, reading: Reading) -> bool:
    """Whether one part more would make *rule*, which is false, true of an article that says some of it."""
    if isinstance(rule, Or):
        return any(is_near_miss(each, reading) for each in rule.rules)
    if isinstance(rule, Has):
        return rule.concept in reading.said
    standing = _standing(rule, reading)
    return standing.lacking == 1 and standing.unsaid < 0


def _standing(rule: Rule, reading: Reading) -> _Standing:
    match rule:
        case Has(concept, where):
            if concept not in reading.said:
                return _ABSENT
            return _SAID if where is Where.ANYWHERE or reading.hits(concept, where) else _ELSEWHERE
        case Near(left, right):
            said = any(each.concept in reading.said for each in left) + any(
                each.concept in reading.said for each in right
            )
            lacking = 2 - said if said < 2 else int(evidence(rule, reading) is None)
            return _Standing(lacking, -said)
        case And(rules):
            return _together(_standing(each, reading) for each in rules)
        case Or(rules):
            return _nearest(rules, reading)
        case AtLeast(count, rules):
            return _together(sorted(_standing(each, reading) for each in rules)[:count])
        case Weight():
            return _weighing(rule, reading)
        case Places(count):
            return _Standing(abs(count - len(reading.countries.named)) if evidence(rule, reading) is None else 0, 0)
        case _:
            return _Standing(int(evidence(rule, reading) is None), 0)


def _weighing(rule: Weight, reading: Reading) -> _Standing:
    """One part lacks where the heaviest of those that do not hold would be enough."""
    held = weighed(rule.parts, reading)
    short = rule.least - sum(weight for _, _, weight in held)
    known = [part for part, _, _ in held]
    heaviest = max((part.weight for part in rule.parts if part not in known), default=0.0)
    said = sum(bool(hits) for _, hits, _ in held)
    return _Standing(0 if evidence(rule, reading) is not None else 1 if short <= heaviest else 2, -said)


def _nearest(rules: Iterable[Rule], reading: Reading) -> _Standing:
    """The first that holds, or the nearest."""
    nearest = _FAR
    for rule in rules:
        nearest = min(nearest, _standing(rule, reading))
        if not nearest.lacking:
            break
    return nearest


def _together(standings: Iterable[_Standing]) -> _Standing:
    """All of them; as soon as two parts lack, nobody needs to know more."""
    lacking = unsaid = 0
    for each in standings:
        lacking += each.lacking
        unsaid += each.unsaid
        if lacking > 1:
            return _FAR
    return _Standing(lacking, unsaid)
