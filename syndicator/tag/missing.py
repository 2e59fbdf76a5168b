"""A rule and a reading in, the nearest way to make the rule true out: what is missing, in words.

Every part that does not hold costs something: a concept that is not said 1, one that is said in another part of the
article less, a language that cannot change much. Of alternatives the cheapest is told (the whole tree, as Lucene's
``explain`` has it, nobody reads); concepts of which any one would do are told together.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from operator import attrgetter
from typing import NamedTuple

from syndicator.model.rule import And, AtLeast, Fact, Has, Near, Not, Or, Places, Rule, Weight, Where, written
from syndicator.tag.reading import Reading
from syndicator.tag.rules import FACTS, evidence, side, weighed
from syndicator.tag.terms import Hit

IN = {Where.ANYWHERE: "", Where.TITLE: " in the title", Where.LEAD: " in the title or opening"}
"""Where a concept is looked for, in words."""
_ELSEWHERE = 0.5
_FORBIDDEN = 2.0
_FACT = {Fact.PLACE: 1.5, Fact.ORGANISATION: 1.5, Fact.SOURCE: 4.0, Fact.LANGUAGE: 4.0}
_COUNTRY = 1.5


class Gap(NamedTuple):
    """What a rule lacks."""

    cost: float
    lines: tuple[str, ...]
    """Sentences, every one of which is needed."""
    wanted: tuple[Has, ...] = ()
    """Mentions of concepts that would help."""
    apart: tuple[Near, ...] = ()
    """Conditions whose two sides are said, too far from each other."""


def gap(rule: Rule, reading: Reading) -> Gap | None:
    """The nearest way to make *rule* true of an article; None when it is."""
    if evidence(rule, reading) is not None:
        return None
    match rule:
        case Has():
            return Gap(_price(rule, reading), (f"needs {_named([rule])}",), (rule,))
        case And(rules):
            return _joined(_gaps(rules, reading))
        case Or(rules):
            return _nearest(rules, reading)
        case AtLeast():
            return _too_few(rule, reading)
        case Weight():
            return _too_light(rule, reading)
        case Not(inner):
            return Gap(_FORBIDDEN, (f"must not have {_found(inner, reading)}",))
        case Near():
            return _apart(rule, reading)
        case Places():
            return _uncounted(rule, reading.countries.named)
        case _:
            line = f"needs {rule.fact} {' or '.join(rule.values)}, has {_listed(FACTS[rule.fact](reading))}"
            return Gap(_FACT[rule.fact], (line,))


def _gaps(rules: Iterable[Rule], reading: Reading) -> list[Gap]:
    return [each for rule in rules if (each := gap(rule, reading)) is not None]


def _joined(gaps: Sequence[Gap]) -> Gap:
    """All of them have to be closed."""
    return Gap(
        sum(each.cost for each in gaps),
        tuple(dict.fromkeys(line for each in gaps for line in each.lines)),
        tuple(dict.fromkeys(has for each in gaps for has in each.wanted)),
        tuple(dict.fromkeys(near for each in gaps for near in each.apart)),
    )


def _price(rule: Has, reading: Reading) -> float:
    return _ELSEWHERE if reading.hits(rule.concept, Where.ANYWHERE) else 1.0


def _nearest(rules: Sequence[Rule], reading: Reading) -> Gap:
    """The cheapest alternative; concepts that would do stand together, when one of them is as cheap as any."""
    ways = list(_ways(rules))
    mentions = tuple(rule for rule in ways if isinstance(rule, Has))
    gaps = _gaps([rule for rule in ways if not isinstance(rule, Has)], reading)
    if mentions:
        cost = min(_price(each, reading) for each in mentions)
        line = f"needs one of: {_named(mentions)}" if len(mentions) > 1 else f"needs {_named(mentions)}"
        gaps.insert(0, Gap(cost, (line,), mentions))
    return min(gaps, key=lambda each: each.cost)


def _ways(rules: Iterable[Rule]) -> Iterator[Rule]:
    """The alternatives, those within alternatives among them."""
    for rule in rules:
        yield from _ways(rule.rules) if isinstance(rule, Or) else (rule,)


def _too_few(rule: AtLeast, reading: Reading) -> Gap:
    held = [each for each in rule.rules if evidence(each, reading) is not None]
    gaps = sorted(_gaps(rule.rules, reading), key=lambda each: each.cost)
    nearest = _joined(gaps[: rule.count - len(held)])
    lacking = [each for each in rule.rules if each not in held]
    line = f"needs {rule.count} of {len(rule.rules)}, found {_several(held)}; missing {_several(lacking)}"
    return Gap(nearest.cost, (line,), _joined(gaps).wanted, _joined(gaps).apart)


def _too_light(rule: Weight, reading: Reading) -> Gap:
    """Parts that do not hold close the gap, the heaviest first."""
    held = weighed(rule.parts, reading)
    has = sum(weight for _, _, weight in held)
    told = ", ".join(f"{written(part.rule)} {weight:g}" for part, _, weight in held) or "nothing"
    known = [part for part, _, _ in held]
    open_ = sorted(
        (each for each in rule.parts if each.weight > 0 and each not in known), key=lambda each: -each.weight
    )
    line = f"needs a weight of {rule.least:g}, has {has:g}: {told}"
    if open_:
        line += f"; would add: {', '.join(f'{written(each.rule)} {each.weight:g}' for each in open_)}"
    wanted = _joined(_gaps([each.rule for each in open_], reading))
    return Gap(_parts_to(rule.least - has, [each.weight for each in open_]), (line,), wanted.wanted, wanted.apart)


def _parts_to(lacking: float, weights: Iterable[float]) -> float:
    """How many of *weights* make up for what is lacking; one more where all of them do not."""
    count = 1.0
    for weight in weights:
        lacking -= weight
        if lacking <= 0:
            break
        count += 1
    return count


def _apart(rule: Near, reading: Reading) -> Gap:
    sides = ((rule.left, rule.right), (rule.right, rule.left))
    absent = [(one, other) for one, other in sides if not side(one, reading)]
    if not absent:
        line = f"needs {_any(rule.left)} and {_any(rule.right)} within {rule.distance} words of each other"
        return Gap(_ELSEWHERE, (line,), (), (rule,))
    lines = tuple(f"needs {_any(one)} near {_any(other)}" for one, other in absent)
    return Gap(float(len(absent)), lines, tuple(has for one, _ in absent for has in one))


def _uncounted(rule: Places, named: Sequence[str]) -> Gap:
    wanted = f"{'exactly' if rule.exactly else 'at least'} {rule.count} {'country' if rule.count == 1 else 'countries'}"
    return Gap(_COUNTRY * abs(rule.count - len(named)), (f"needs {wanted}, found {_listed(named)}",))


# --- words ---------------------------------------------------------------------------------------------------------


def _named(mentions: Iterable[Has]) -> str:
    """``a, b in the title, or c``: concepts by where they are looked for."""
    places: dict[Where, list[str]] = {}
    for each in mentions:
        places.setdefault(each.where, []).append(each.concept)
    return ", or ".join(f"{', '.join(names)}{IN[where]}" for where, names in places.items())


def _any(mentions: Sequence[Has]) -> str:
    return " or ".join(f"{each.concept}{IN[each.where]}" for each in mentions)


def _several(rules: Sequence[Rule]) -> str:
    return ", ".join(map(written, rules)) or "none"


def _found(rule: Rule, reading: Reading) -> str:
    """What makes a rule true, for people."""
    return ", ".join(dict.fromkeys(map(_quoted, evidence(rule, reading) or ()))) or written(rule)


def _quoted(hit: Hit) -> str:
    return f"{hit.meaning.id} («{hit.meaning.term}»)"


def _listed(values: Sequence[str]) -> str:
    return ", ".join(dict.fromkeys(values)) or "none"


def nearest_pairs(left: Iterable[Hit], right: Iterable[Hit]) -> Iterator[tuple[int, Hit, Hit]]:
    """For each find of one side the nearest of the other behind it and before it, with the words between them."""
    begins = sorted(right, key=attrgetter("first"))
    ends = sorted(begins, key=attrgetter("last"))
    for one in left:
        behind = bisect_right(begins, one.last, key=attrgetter("first"))
        before = bisect_left(ends, one.first, key=attrgetter("last")) - 1
        yield from ((other.first - one.last - 1, one, other) for other in begins[behind : behind + 1])
        yield from ((one.first - other.last - 1, one, other) for other in ends[max(0, before) : before + 1])
