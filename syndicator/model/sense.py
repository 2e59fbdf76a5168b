"""A rule in, what is wrong with its sense out: parts that can never hold, always hold, or hold for everything else.

What a rule asks of an article are questions with yes or no as answers. A part makes sense when some answers make it
true and others false; they are looked for by trying (Davis, Logemann and Loveland, 1962), with what one answer says of
others: what is in the title is in the article, an article has one source, and two places are not one. A rule that would
take too long is believed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import combinations

from syndicator.errors import RuleError
from syndicator.model.rule import (
    And,
    AtLeast,
    Fact,
    Has,
    Is,
    Near,
    Not,
    Or,
    Places,
    Rule,
    Weight,
    Where,
    every,
    parts_of,
    written,
)

_SHOWN = 60
_MOST = 20_000
"""Nodes looked at for one rule; some hundredths of a second."""
_WIDER = {Where.TITLE: (Where.LEAD, Where.ANYWHERE), Where.LEAD: (Where.ANYWHERE,), Where.ANYWHERE: ()}
_Answers = Mapping[Rule, bool]


def faults_of(rule: Rule) -> Iterator[RuleError]:
    """What makes no sense in a rule: its smallest parts that never or always hold, else what the whole rule lacks."""
    constant = list(_constant_parts(rule, _Trials()))
    yield from constant
    if not constant and _value(rule, {each: each == Places(0, exactly=True) for each in _questions(rule)}):
        hint = "begin with what it is about: a and not b"
        yield RuleError("the rule holds for articles that say nothing it names", rule.column, hint)


def _constant_parts(rule: Rule, trials: _Trials) -> Iterator[RuleError]:
    found = [fault for part in parts_of(rule) for fault in _constant_parts(part, trials)]
    yield from found
    if found or isinstance(rule, (Has, Is)):
        return
    what = written(rule) if len(written(rule)) <= _SHOWN else f"{written(rule)[:_SHOWN]}…"
    if not trials.can(rule, be=True):
        yield RuleError(f"{what!r} can never hold", rule.column, "remove it, or what it contradicts")
    elif not trials.can(rule, be=False):
        yield RuleError(f"{what!r} always holds", rule.column, "remove it")


class _Trials:
    """Tries answers, a bounded number of times."""

    def __init__(self) -> None:
        self._left = _MOST

    def can(self, rule: Rule, *, be: bool) -> bool:
        """Whether some answers make *rule* what it is to *be*; believed when too many have been tried."""
        likely, size = dict(_likely(rule, be)), sum(1 for _ in every(rule))
        if _value(rule, _agreeing(likely)) is be:
            return True
        questions = _questions(rule)

        def tried(answers: _Answers) -> bool:
            self._left -= size
            value = _value(rule, answers)
            if value is not None or self._left < 0:
                return value in (be, None)
            question = questions[len(answers)]
            guesses = ({**answers, question: answer} for answer in (likely[question], not likely[question]))
            return any(_agree(guess) and tried(guess) for guess in guesses)

        return tried({})


def _likely(rule: Rule, be: bool) -> Iterator[tuple[Rule, bool]]:
    """The answers that make a rule what it is to *be*, if each may be given without regard to the others."""
    if isinstance(rule, Not):
        yield from _likely(rule.rule, not be)
        return
    yield from ((question, be) for question in _asked(rule))
    for part in parts_of(rule):
        yield from _likely(part, be)


def _agreeing(likely: _Answers) -> dict[Rule, bool]:
    """The answers, turned round where one article cannot give them beside those before."""
    answers: dict[Rule, bool] = {}
    for question, answer in likely.items():
        answers[question] = answer
        answers[question] = answer if _agree(answers) else not answer
    return answers


# --- questions -----------------------------------------------------------------------------------------------------


def _questions(rule: Rule) -> list[Rule]:
    """What a rule asks of an article, once each."""
    return list(dict.fromkeys(question for part in every(rule) for question in _asked(part)))


def _asked(rule: Rule) -> Sequence[Rule]:
    """What a node asks by itself: whether its words are near, whether a value is so."""
    match rule:
        case Is(fact, values):
            return [Is(fact, (value,)) for value in values]
        case Has() | Near() | Places() | Weight():
            return [rule]
        case _:
            return []


# --- answers -------------------------------------------------------------------------------------------------------


def _value(rule: Rule, answers: _Answers) -> bool | None:
    """Whether a rule holds by the answers so far; None while they leave it open."""
    match rule:
        case And(rules):
            return _enough(len(rules), [_value(each, answers) for each in rules])
        case Or(rules):
            return _enough(1, [_value(each, answers) for each in rules])
        case AtLeast(count, rules):
            return _enough(count, [_value(each, answers) for each in rules])
        case Not(inner):
            value = _value(inner, answers)
            return None if value is None else not value
        case Near(left, right):
            return _enough(3, [_value(Or(left), answers), _value(Or(right), answers), answers.get(rule)])
        case Weight(_, parts):
            adding = tuple(part.rule for part in parts if part.weight > 0)
            return _enough(2, [_value(Or(adding), answers), answers.get(rule)])
        case Is(fact, values):
            return _enough(1, [answers.get(Is(fact, (value,))) for value in values])
        case _:
            return answers.get(rule)


def _enough(count: int, values: Sequence[bool | None]) -> bool | None:
    if values.count(True) >= count:
        return True
    return False if len(values) - values.count(False) < count else None


def _agree(answers: _Answers) -> bool:
    """Whether one article can give all these answers."""
    yes = [question for question, answer in answers.items() if answer]
    facts: dict[Fact, list[str]] = {fact: [] for fact in Fact}
    for each in yes:
        if isinstance(each, Is):
            facts[each.fact] += each.values
    return (
        all(answers.get(wider, True) for each in yes if isinstance(each, Has) for wider in _wider(each))
        and len({each.casefold() for each in facts[Fact.SOURCE]}) <= 1
        and all(_one_language(one, other) for one, other in combinations(facts[Fact.LANGUAGE], 2))
        and _can_be_counted(answers, len(facts[Fact.PLACE]))
    )


@lru_cache(maxsize=4096)
def _wider(question: Has) -> tuple[Has, ...]:
    """What is in the title is in the opening and in the article."""
    return tuple(replace(question, where=where) for where in _WIDER[question.where])


def _one_language(one: str, other: str) -> bool:
    """Whether one text can be in both: «kk-Cyrl» is also «kk»."""
    shorter, longer = sorted((one.casefold(), other.casefold()), key=len)
    return longer == shorter or longer.startswith(f"{shorter}-")


def _can_be_counted(answers: _Answers, named: int) -> bool:
    """Whether there is a number of places, not less than are *named*, that fits the answers."""
    counts = [(each, answer) for each, answer in answers.items() if isinstance(each, Places)]
    most = max((each.count for each, _ in counts), default=0) + named + 1
    tried = {named, most, *(number for each, _ in counts for number in (each.count - 1, each.count, each.count + 1))}
    return any(
        number >= named
        and all(
            (number == each.count or (number > each.count and not each.exactly)) is answer for each, answer in counts
        )
        for number in tried
    )
