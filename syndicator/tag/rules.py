"""A rule in, a judge out: what is asked many times a second whether the rule holds for what an article says.

A judge gives its verdict at one go: whether its rule holds, and if not, how far the article is from it; and it tells by
what evidence a rule holds. A near miss says some of what the rule asks for, in words, and lacks one part: a concept,
the nearness of two, a place among its first words, a country, or the absence of what must not be said. Where a language
has many of them and no finds, terms are missing. Every article that comes is asked, so nothing is put into words here:
:mod:`syndicator.tag.missing` does that for those who ask.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from enum import IntEnum
from functools import lru_cache
from itertools import groupby
from math import inf
from operator import attrgetter

from syndicator.model.rule import And, AtLeast, Fact, Has, Is, Near, Not, Or, Part, Places, Rule, Weight
from syndicator.tag.reading import WHERES, Reading
from syndicator.tag.terms import Hit

_ROUNDING = 1e-9
FACTS: dict[Fact, Callable[[Reading], tuple[str, ...]]] = {
    Fact.PLACE: lambda reading: reading.countries.named,
    Fact.ORGANISATION: lambda reading: reading.organisations,
    Fact.SOURCE: lambda reading: (reading.source,),
    Fact.LANGUAGE: lambda reading: (reading.language, reading.language.split("-")[0]),
}
"""What a condition on a fact is compared with."""


class Verdict(IntEnum):
    """Whether a rule holds for an article, or how far that is from it; the greatest of those that do not is nearest."""

    FAR = 0
    """Two parts or more would have to be otherwise."""
    SILENT = 1
    """One would, and its words say no other."""
    NEAR = 2
    """One would, and its words say some of the rule."""
    HOLDS = 3
    """The rule is true, whatever the article says."""
    SPEAKS = 4
    """The words of the article make it true."""


_FAR, _SILENT, _NEAR, _HOLDS, _SPEAKS = Verdict


class Judge(ABC):
    """A rule, ready to be asked."""

    __slots__ = ()
    cost: int
    """How much work it is to ask, compared with others: of several that must hold the cheapest is asked first."""

    @abstractmethod
    def ask(self, reading: Reading) -> Verdict:
        """Whether the rule is true of an article, and how far it is from it."""

    def evidence(self, reading: Reading) -> list[Hit]:  # noqa: ARG002 - the words of an article make some rules true
        """The hits that make the rule true, of an article that it is true of; none where no words do."""
        return []


def judge(rule: Rule) -> Judge:
    """Make a rule ready to be asked."""
    match rule:
        case Has():
            return _Says([rule])
        case And(rules):
            return _All(rules)
        case Or(rules):
            return _any(rules)
        case AtLeast(count, rules):
            return _Several(count, rules)
        case Weight():
            return _Weighs(rule)
        case Not(inner):
            return _Not(inner)
        case Near():
            return _close(rule)
        case Places():
            return _Counts(rule)
        case _:
            return _Fact(rule)


def evidence(rule: Rule, reading: Reading) -> list[Hit] | None:
    """The hits that make *rule* true of an article, or None when it is false."""
    asked = judge(rule)
    return asked.evidence(reading) if asked.ask(reading) >= _HOLDS else None


def _any(rules: Iterable[Rule]) -> Judge:
    first, *others = _alternatives(rules)
    return _Any([first, *others]) if others else first


def _alternatives(rules: Iterable[Rule]) -> Iterator[Judge]:
    """A judge for each rule; concepts in a row that are looked for in the same part of the article share one."""
    for where, row in groupby(rules, key=lambda each: each.where if isinstance(each, Has) else None):
        if where is None:
            yield from map(judge, row)
        else:
            yield _Says([each for each in row if isinstance(each, Has)])


def _cost(judges: Iterable[Judge]) -> int:
    return 1 + sum(each.cost for each in judges)


class _Says(Judge):
    """Any of some concepts in one part of the article."""

    __slots__ = ("_any", "_at", "_concepts", "_where")
    cost = 1

    def __init__(self, mentions: Sequence[Has]) -> None:
        self._where = mentions[0].where
        self._at = WHERES.index(self._where)
        self._concepts = [each.concept for each in mentions]
        self._any = frozenset(self._concepts)

    def ask(self, reading: Reading) -> Verdict:
        if not self._any.isdisjoint(reading.heard[self._at]):
            return _SPEAKS
        return _SILENT if self._at == 0 or self._any.isdisjoint(reading.heard[0]) else _NEAR

    def evidence(self, reading: Reading) -> list[Hit]:
        said = reading.heard[self._at]
        return [hit for each in self._concepts if each in said for hit in reading.hits(each, self._where)]


class _All(Judge):
    __slots__ = ("_cheapest", "_judges", "cost")

    def __init__(self, rules: Iterable[Rule]) -> None:
        self._judges = [judge(each) for each in rules]
        self._cheapest = sorted(self._judges, key=attrgetter("cost"))
        self.cost = _cost(self._judges)

    def ask(self, reading: Reading) -> Verdict:
        """As far as its one part that does not hold; what the others say counts too."""
        failing, told = None, _HOLDS
        for each in self._cheapest:
            verdict = each.ask(reading)
            if verdict is _SPEAKS:
                told = _SPEAKS
            elif verdict is not _HOLDS:
                if failing is not None:
                    return _FAR
                failing = verdict
        if failing is None:
            return told
        return _NEAR if failing is _SILENT and told is _SPEAKS else failing

    def evidence(self, reading: Reading) -> list[Hit]:
        return [hit for each in self._judges for hit in each.evidence(reading)]


class _Any(Judge):
    __slots__ = ("_judges", "cost")

    def __init__(self, judges: Sequence[Judge]) -> None:
        self._judges = judges
        self.cost = _cost(judges)

    def ask(self, reading: Reading) -> Verdict:
        """What the first part says that holds, or the nearest of them."""
        nearest = _FAR
        for each in self._judges:
            verdict = each.ask(reading)
            if verdict > nearest:
                if verdict >= _HOLDS:
                    return verdict
                nearest = verdict
        return nearest

    def evidence(self, reading: Reading) -> list[Hit]:
        return _of_those_that_hold(self._judges, reading)


def _of_those_that_hold(judges: Iterable[Judge], reading: Reading) -> list[Hit]:
    return [hit for each in judges if each.ask(reading) >= _HOLDS for hit in each.evidence(reading)]


class _Several(Judge):
    """At least so many of the rules."""

    __slots__ = ("_count", "_judges", "cost")

    def __init__(self, count: int, rules: Iterable[Rule]) -> None:
        self._count = count
        self._judges = [judge(each) for each in rules]
        self.cost = _cost(self._judges)

    def ask(self, reading: Reading) -> Verdict:
        """As far as the nearest part, where it would be enough; what the others say counts too."""
        lacking, nearest, told = self._count, _FAR, _HOLDS
        for each in self._judges:
            verdict = each.ask(reading)
            if verdict >= _HOLDS:
                lacking -= 1
                told = max(told, verdict)
            elif verdict > nearest:
                nearest = verdict
        if lacking <= 0:
            return told
        if lacking > 1:
            return _FAR
        return _NEAR if nearest is _SILENT and told is _SPEAKS else nearest

    def evidence(self, reading: Reading) -> list[Hit]:
        return _of_those_that_hold(self._judges, reading)


class _Weighs(Judge):
    """The parts that hold weigh enough together."""

    __slots__ = ("_least", "_parts", "cost")

    def __init__(self, rule: Weight) -> None:
        self._least = rule.least
        self._parts = [(part, judge(part.rule)) for part in rule.parts]
        self.cost = _cost(each for _, each in self._parts)

    def ask(self, reading: Reading) -> Verdict:
        """One part lacks where the heaviest of those that do not hold would be enough."""
        held = _weighed(self._parts, reading)
        speaks = any(hits for _, hits, _ in held)
        weighs = sum(weight for _, _, weight in held)
        if weighs >= self._least - _ROUNDING:
            return _SPEAKS if speaks else _HOLDS
        known = [part for part, _, _ in held]
        heaviest = max((part.weight for part, _ in self._parts if part not in known), default=0.0)
        if self._least - weighs > heaviest:
            return _FAR
        return _NEAR if speaks else _SILENT

    def evidence(self, reading: Reading) -> list[Hit]:
        return [hit for part, hits, _ in _weighed(self._parts, reading) if part.weight > 0 for hit in hits]


def weighed(parts: Iterable[Part], reading: Reading) -> list[tuple[Part, list[Hit], float]]:
    """The parts that hold, with their hits and what they weigh: their weight times that of the strongest term."""
    return _weighed([(part, judge(part.rule)) for part in parts], reading)


def _weighed(parts: Iterable[tuple[Part, Judge]], reading: Reading) -> list[tuple[Part, list[Hit], float]]:
    found = [(part, each.evidence(reading)) for part, each in parts if each.ask(reading) >= _HOLDS]
    return [(part, hits, part.weight * _strongest(hits)) for part, hits in found]


def _strongest(hits: Iterable[Hit]) -> float:
    return max((hit.meaning.weight for hit in hits), default=1.0)


class _Not(Judge):
    __slots__ = ("_judge", "cost")

    def __init__(self, rule: Rule) -> None:
        self._judge = judge(rule)
        self.cost = self._judge.cost

    def ask(self, reading: Reading) -> Verdict:
        return _SILENT if self._judge.ask(reading) >= _HOLDS else _HOLDS


class _Close(Judge):
    """A concept of one side near one of the other."""

    __slots__ = ("_distance", "_left", "_right")
    cost = 10

    def __init__(self, rule: Near) -> None:
        self._left, self._right = _any(rule.left), _any(rule.right)
        self._distance = rule.distance

    def ask(self, reading: Reading) -> Verdict:
        left, right = self._left.ask(reading), self._right.ask(reading)
        if left is right is _SPEAKS and self.evidence(reading):
            return _SPEAKS
        return _NEAR if left >= _NEAR or right >= _NEAR else _FAR

    def evidence(self, reading: Reading) -> list[Hit]:
        """The hits of both sides that have one of the other side close enough."""
        return reading.once(self, self._close)

    def _close(self, reading: Reading) -> list[Hit]:
        left, right = self._left.evidence(reading), self._right.evidence(reading)
        found = _beside(left, right, self._distance)
        return [*found, *_beside(right, left, self._distance)] if found else []


_close = lru_cache(4_096)(_Close)
"""Rules say the same in several places, and need not find it out as often."""


def _beside(these: Iterable[Hit], those: Iterable[Hit], distance: int) -> list[Hit]:
    """Of *these* hits the ones with one of *those* near; cost does not grow with the pairs that they make."""
    begins = [*sorted([hit.first for hit in those]), inf]
    ends = [-inf, *sorted([hit.last for hit in those])]
    reach = distance + 1
    return [
        hit
        for hit in these
        if begins[bisect_right(begins, hit.last)] <= hit.last + reach
        or ends[bisect_left(ends, hit.first) - 1] >= hit.first - reach
    ]


def side(mentions: Sequence[Has], reading: Reading) -> list[Hit]:
    """Where one side of ``near`` is said."""
    return _any(mentions).evidence(reading)


class _Counts(Judge):
    """The number of countries."""

    __slots__ = ("_count", "_exactly")
    cost = 1

    def __init__(self, rule: Places) -> None:
        self._count, self._exactly = rule.count, rule.exactly

    def ask(self, reading: Reading) -> Verdict:
        more = len(reading.countries.named) - self._count
        if more == 0 or (more > 0 and not self._exactly):
            return _HOLDS
        return _SILENT if abs(more) == 1 else _FAR


class _Fact(Judge):
    """A fact of the article is one of some values."""

    __slots__ = ("_told", "_values")
    cost = 2

    def __init__(self, rule: Is) -> None:
        self._told = FACTS[rule.fact]
        self._values = frozenset(map(str.casefold, rule.values))

    def ask(self, reading: Reading) -> Verdict:
        return _SILENT if self._values.isdisjoint(map(str.casefold, self._told(reading))) else _HOLDS
