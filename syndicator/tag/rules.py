"""A rule in, a judge out: what is asked many times a second whether the rule holds for what an article says.

A judge tells whether its rule holds, by what evidence, and how far an article that it does not hold for is from it. A
near miss says some of what the rule asks for, in words, and lacks one part: a concept, the nearness of two, a place
among its first words, a country, or the absence of what must not be said. Where a language has many of them and no
finds, terms are missing. Every article that comes is asked, so nothing is put into words here:
:mod:`syndicator.tag.missing` does that for those who ask.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from enum import IntEnum
from functools import lru_cache
from itertools import groupby, islice
from operator import attrgetter

from syndicator.model.rule import And, AtLeast, Fact, Has, Is, Near, Not, Or, Part, Places, Rule, Weight
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


class Miss(IntEnum):
    """How far an article is from a rule that does not hold for it; the greatest is the nearest."""

    FAR = 0
    """Two parts or more would have to be otherwise."""
    SILENT = 1
    """One would, and its words say no other."""
    NEAR = 2
    """One would, and its words say some of the rule."""


class Judge(ABC):
    """A rule, ready to be asked."""

    __slots__ = ()
    cost: int
    """How much work it is to ask, compared with others: the cheapest of several is asked first."""

    @abstractmethod
    def holds(self, reading: Reading) -> bool:
        """Whether the rule is true of an article."""

    def evidence(self, reading: Reading) -> list[Hit]:  # noqa: ARG002 - the words of an article make some rules true
        """The hits that make the rule true, of an article that it is true of; none where no words do."""
        return []

    def speaks(self, reading: Reading) -> bool:
        """Whether words make the rule true, of an article that it is true of."""
        return bool(self.evidence(reading))

    def missed(self, reading: Reading) -> Miss:  # noqa: ARG002 - facts are as they are
        """How far an article is from the rule, which is not true of it."""
        return Miss.SILENT


def judge(rule: Rule) -> Judge:
    """Make a rule ready to be asked."""
    match rule:
        case Has():
            return _Says([rule])
        case And(rules):
            return _All(rules)
        case Or(rules):
            first, *others = _alternatives(rules)
            return _Any([first, *others]) if others else first
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
    return asked.evidence(reading) if asked.holds(reading) else None


def _alternatives(rules: Iterable[Rule]) -> Iterator[Judge]:
    """A judge for each rule; concepts in a row that are looked for in the same part of the article share one."""
    for where, row in groupby(rules, key=lambda each: each.where if isinstance(each, Has) else None):
        if where is None:
            yield from map(judge, row)
        else:
            yield _Says([each for each in row if isinstance(each, Has)])


def _cheapest_first(judges: Iterable[Judge]) -> list[Judge]:
    return sorted(judges, key=attrgetter("cost"))


def _cost(judges: Iterable[Judge]) -> int:
    return 1 + sum(each.cost for each in judges)


class _Says(Judge):
    """Any of some concepts in one part of the article."""

    __slots__ = ("_any", "_concepts", "_said", "_where")
    cost = 1

    def __init__(self, mentions: Sequence[Has]) -> None:
        self._where = mentions[0].where
        self._said: Callable[[Reading], Set[str]] = attrgetter(self._where.value)
        self._concepts = [each.concept for each in mentions]
        self._any = frozenset(self._concepts)

    def holds(self, reading: Reading) -> bool:
        return not self._any.isdisjoint(self._said(reading))

    def evidence(self, reading: Reading) -> list[Hit]:
        said = self._said(reading)
        return [hit for each in self._concepts if each in said for hit in reading.hits(each, self._where)]

    def speaks(self, reading: Reading) -> bool:  # noqa: ARG002
        return True

    def missed(self, reading: Reading) -> Miss:
        return Miss.SILENT if self._any.isdisjoint(reading.anywhere) else Miss.NEAR


class _All(Judge):
    __slots__ = ("_cheapest", "_judges", "cost")

    def __init__(self, rules: Iterable[Rule]) -> None:
        self._judges = [judge(each) for each in rules]
        self._cheapest = _cheapest_first(self._judges)
        self.cost = _cost(self._judges)

    def holds(self, reading: Reading) -> bool:
        for each in self._cheapest:  # noqa: SIM110 - a generator is slower, and this is asked very often
            if not each.holds(reading):
                return False
        return True

    def evidence(self, reading: Reading) -> list[Hit]:
        return [hit for each in self._judges for hit in each.evidence(reading)]

    def speaks(self, reading: Reading) -> bool:
        return any(each.speaks(reading) for each in self._judges)

    def missed(self, reading: Reading) -> Miss:
        """As far as its one part that does not hold; what the others say counts too."""
        failing = [*islice((each for each in self._cheapest if not each.holds(reading)), 2)]
        if len(failing) > 1:
            return Miss.FAR
        miss = failing[0].missed(reading)
        others = (each for each in self._judges if each is not failing[0])
        return Miss.NEAR if miss is Miss.SILENT and any(each.speaks(reading) for each in others) else miss


class _Any(Judge):
    __slots__ = ("_cheapest", "_judges", "cost")

    def __init__(self, judges: Sequence[Judge]) -> None:
        self._judges = judges
        self._cheapest = _cheapest_first(judges)
        self.cost = _cost(judges)

    def holds(self, reading: Reading) -> bool:
        for each in self._cheapest:  # noqa: SIM110 - as above
            if each.holds(reading):
                return True
        return False

    def evidence(self, reading: Reading) -> list[Hit]:
        return [hit for each in self._judges if each.holds(reading) for hit in each.evidence(reading)]

    def speaks(self, reading: Reading) -> bool:
        return next(each for each in self._judges if each.holds(reading)).speaks(reading)

    def missed(self, reading: Reading) -> Miss:
        return _nearest(self._judges, reading)


def _nearest(judges: Iterable[Judge], reading: Reading) -> Miss:
    """The nearest of some that do not hold."""
    nearest = Miss.FAR
    for each in judges:
        nearest = max(nearest, each.missed(reading))
        if nearest is Miss.NEAR:
            break
    return nearest


class _Several(Judge):
    """At least so many of the rules."""

    __slots__ = ("_count", "_judges", "cost")

    def __init__(self, count: int, rules: Iterable[Rule]) -> None:
        self._count = count
        self._judges = [judge(each) for each in rules]
        self.cost = _cost(self._judges)

    def holds(self, reading: Reading) -> bool:
        return sum(each.holds(reading) for each in self._judges) >= self._count

    def evidence(self, reading: Reading) -> list[Hit]:
        return [hit for each in self._judges if each.holds(reading) for hit in each.evidence(reading)]

    def speaks(self, reading: Reading) -> bool:
        return any(each.holds(reading) and each.speaks(reading) for each in self._judges)

    def missed(self, reading: Reading) -> Miss:
        """As far as the nearest part, where it would be enough; what the others say counts too."""
        held = [each for each in self._judges if each.holds(reading)]
        if len(held) < self._count - 1:
            return Miss.FAR
        miss = _nearest((each for each in self._judges if each not in held), reading)
        return Miss.NEAR if miss is Miss.SILENT and any(each.speaks(reading) for each in held) else miss


class _Weighs(Judge):
    """The parts that hold weigh enough together."""

    __slots__ = ("_least", "_parts", "cost")

    def __init__(self, rule: Weight) -> None:
        self._least = rule.least
        self._parts = [(part, judge(part.rule)) for part in rule.parts]
        self.cost = _cost(each for _, each in self._parts)

    def holds(self, reading: Reading) -> bool:
        return self._enough(_weighed(self._parts, reading))

    def evidence(self, reading: Reading) -> list[Hit]:
        return [hit for part, hits, _ in _weighed(self._parts, reading) if part.weight > 0 for hit in hits]

    def speaks(self, reading: Reading) -> bool:
        return any(hits for _, hits, _ in _weighed(self._parts, reading))

    def missed(self, reading: Reading) -> Miss:
        """One part lacks where the heaviest of those that do not hold would be enough."""
        held = _weighed(self._parts, reading)
        short = self._least - sum(weight for _, _, weight in held)
        known = [part for part, _, _ in held]
        heaviest = max((part.weight for part, _ in self._parts if part not in known), default=0.0)
        if short > heaviest:
            return Miss.FAR
        return Miss.NEAR if any(hits for _, hits, _ in held) else Miss.SILENT

    def _enough(self, held: Iterable[tuple[Part, list[Hit], float]]) -> bool:
        return sum(weight for _, _, weight in held) >= self._least - _ROUNDING


def weighed(parts: Iterable[Part], reading: Reading) -> list[tuple[Part, list[Hit], float]]:
    """The parts that hold, with their hits and what they weigh: their weight times that of the strongest term."""
    return _weighed([(part, judge(part.rule)) for part in parts], reading)


def _weighed(parts: Iterable[tuple[Part, Judge]], reading: Reading) -> list[tuple[Part, list[Hit], float]]:
    found = [(part, each.evidence(reading)) for part, each in parts if each.holds(reading)]
    return [(part, hits, part.weight * _strongest(hits)) for part, hits in found]


def _strongest(hits: Iterable[Hit]) -> float:
    return max((hit.meaning.weight for hit in hits), default=1.0)


class _Not(Judge):
    __slots__ = ("_judge", "cost")

    def __init__(self, rule: Rule) -> None:
        self._judge = judge(rule)
        self.cost = self._judge.cost

    def holds(self, reading: Reading) -> bool:
        return not self._judge.holds(reading)


class _Close(Judge):
    """A concept of one side near one of the other."""

    __slots__ = ("_distance", "_left", "_right")
    cost = 10

    def __init__(self, rule: Near) -> None:
        self._left, self._right = list(_alternatives(rule.left)), list(_alternatives(rule.right))
        self._distance = rule.distance

    def holds(self, reading: Reading) -> bool:
        return bool(self.evidence(reading))

    def evidence(self, reading: Reading) -> list[Hit]:
        """The hits of both sides that have one of the other side close enough."""
        return reading.once(self, self._close)

    def _close(self, reading: Reading) -> list[Hit]:
        left = _hits(self._left, reading)
        right = _hits(self._right, reading) if left else []
        if not right:
            return []
        return [*_beside(left, right, self._distance), *_beside(right, left, self._distance)]

    def speaks(self, reading: Reading) -> bool:  # noqa: ARG002
        return True

    def missed(self, reading: Reading) -> Miss:
        said = any(each.missed(reading) is Miss.NEAR for each in (*self._left, *self._right))
        return Miss.NEAR if said else Miss.FAR


_close = lru_cache(4_096)(_Close)
"""Rules say the same in several places, and need not find it out as often."""


def _hits(side: Iterable[Judge], reading: Reading) -> list[Hit]:
    return [hit for each in side for hit in each.evidence(reading)]


def _beside(these: Iterable[Hit], those: Iterable[Hit], distance: int) -> Iterator[Hit]:
    """Of *these* hits the ones with one of *those* near; cost does not grow with the pairs that they make."""
    begins = sorted(hit.first for hit in those)
    ends = sorted(hit.last for hit in those)
    for hit in these:
        after, before = hit.last + 1, hit.first - 1
        if _any_between(begins, after, after + distance) or _any_between(ends, before - distance, before):
            yield hit


def _any_between(places: Sequence[int], least: int, most: int) -> bool:
    at = bisect_left(places, least)
    return at < len(places) and places[at] <= most


def side(mentions: Iterable[Has], reading: Reading) -> list[Hit]:
    """Where one side of ``near`` is said."""
    return _hits(_alternatives(mentions), reading)


class _Counts(Judge):
    """The number of countries."""

    __slots__ = ("_count", "_exactly")
    cost = 1

    def __init__(self, rule: Places) -> None:
        self._count, self._exactly = rule.count, rule.exactly

    def holds(self, reading: Reading) -> bool:
        count = len(reading.countries.named)
        return count == self._count or (count > self._count and not self._exactly)

    def missed(self, reading: Reading) -> Miss:
        return Miss.SILENT if abs(self._count - len(reading.countries.named)) == 1 else Miss.FAR


class _Fact(Judge):
    """A fact of the article is one of some values."""

    __slots__ = ("_told", "_values")
    cost = 2

    def __init__(self, rule: Is) -> None:
        self._told = FACTS[rule.fact]
        self._values = frozenset(map(str.casefold, rule.values))

    def holds(self, reading: Reading) -> bool:
        return not self._values.isdisjoint(map(str.casefold, self._told(reading)))
