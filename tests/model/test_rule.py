"""The rule language."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndicator.errors import RuleError
from syndicator.model import rule, sense
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
    parse_rule,
    written,
)
from syndicator.model.sense import faults_of
from tests.conftest import ROOT
from tests.model.rule_errors import golden, pointed, unproved

GOLDEN = golden(ROOT / "tests/model/rule_errors.txt")
WORDS = [*rule.KEYWORDS, "a", "b", "near/5", "title:", "place:", "2", "(", ")", "[", "]", ",", ">=", "=", "^2", "kk"]


def _bare(tree: Rule) -> str:
    """The shape of a tree, without columns."""
    match tree:
        case Has(concept, where, _):
            return concept if where is Where.ANYWHERE else f"{where}:{concept}"
        case And(rules):
            return "(" + " & ".join(map(_bare, rules)) + ")"
        case Or(rules):
            return "(" + " | ".join(map(_bare, rules)) + ")"
        case Not(inner):
            return "!" + _bare(inner)
        case Near(left, right, distance):
            return f"{'|'.join(map(_bare, left))} ~{distance} {'|'.join(map(_bare, right))}"
        case AtLeast(count, rules):
            return f"{count}of[{', '.join(map(_bare, rules))}]"
        case Weight(least, parts):
            return f"{least:g}w[{', '.join(f'{_bare(each.rule)}*{each.weight:g}' for each in parts)}]"
        case Places(count, exactly):
            return f"places{'=' if exactly else '>='}{count}"
        case Is(fact, values, _):
            return f"{fact}={','.join(values)}"


@pytest.mark.parametrize(
    ("text", "shape"),
    [
        ("medicine", "medicine"),
        ("a and b or c", "((a & b) | c)"),
        ("a AND (b Or c)", "(a & (b | c))"),
        ("not not a and b", "(!!a & b)"),
        ("a near/3 (b or c)", "a ~3 b|c"),
        ("title:a or lead:(b or c)", "(title:a | (lead:b | lead:c))"),
        ("at least 2 of (a, b and c, d)", "2of[a, (b & c), d]"),
        ("weight >= 2.5 of (a^3, b near/2 c, title:c^0.5, d^-1)", "2.5w[a*3, b ~2 c*1, title:c*0.5, d*-1]"),
        ("weight >= 2 of ((a or b)^3, a and c)", "2w[(a | b)*3, (a & c)*1]"),
        ("a NEAR/3 b and Title:c", "(a ~3 b & title:c)"),
        ("place:AT or place:[DE, AT] or language:or", "(place=AT | place=DE,AT | language=or)"),
        ("source:24-7", "source=24-7"),
        ("places >= 2 and places = 3", "(places>=2 & places=3)"),
        ("place: [KZ, IL] or place:PS", "(place=KZ,IL | place=PS)"),
        ("organisation:who and source:x-1 and language:kk-Cyrl", "(organisation=who & source=x-1 & language=kk-Cyrl)"),
        ("a # a remark\nor b", "(a | b)"),
    ],
)
def test_rules_are_read_as_written(text: str, shape: str) -> None:
    """``and`` binds more than ``or``; keywords ignore case; a hash opens a remark."""
    assert _bare(parse_rule(text)) == shape


def _judged(text: str) -> list[RuleError]:
    try:
        return list(faults_of(parse_rule(text)))
    except RuleError as fault:
        return [fault]


@pytest.mark.parametrize(("text", "told"), GOLDEN, ids=[text for text, _ in GOLDEN])
def test_a_faulty_rule_is_told_where_and_how(text: str, told: str) -> None:
    """Word by word as in rule_errors.txt: the caret stands under what is wrong."""
    assert pointed(text, _judged(text)) == told


def test_every_error_of_the_language_has_its_golden_message(monkeypatch: pytest.MonkeyPatch) -> None:
    """A new error, or a new hint, needs its line in rule_errors.txt."""
    assert unproved([rule, sense], monkeypatch, lambda: [_judged(text) for text, _ in GOLDEN]) == []
    told = "\n".join(each for _, each in GOLDEN)
    hints = {*rule._OTHER_SIGNS.values(), *rule._MISPLACED.values(), *rule._JOINTS.values()}
    assert [hint for hint in hints if f"; {hint}\n" not in f"{told}\n"] == []
    assert [field for field in rule._OTHER_FIELDS.values() if f"did you mean '{field}:'?" not in told] == []


@pytest.mark.parametrize(
    "text",
    [
        "a and not b",
        "(a or b) and not (a and b)",
        "places >= 1 and places = 1",
        "places = 0 and a",
        "language:kk and language:kk-Cyrl",
        "source:[a, b] and not source:a",
        "place:[KZ, IL] and places = 1",
        "place:KZ and place:IL",
        "not sport and language:en",
        "at least 2 of (a, not b, c)",
        "a near/5 a",
        "lead:a and not title:a",
        "weight >= 2 of (a, b, c^-1) and not d",
    ],
)
def test_a_rule_that_may_hold_or_not_makes_sense(text: str) -> None:
    """What looks odd may be meant."""
    assert list(faults_of(parse_rule(text))) == []


def test_a_rule_of_many_languages_and_countries_is_judged_at_once() -> None:
    """An article has one language: only one of the alternatives can hold, which must not be tried one by one."""
    codes = [f"{first}{second}" for first in "ABCDEGHJ" for second in "KLMNPQ"]
    ways = " or ".join(f"language:{code.lower()} and not place:[{code}, {code[::-1]}]" for code in codes)
    began = time.process_time()
    assert list(faults_of(parse_rule(f"places = 1 and ({ways}) and not title:a"))) == []
    assert time.process_time() - began < 2


def test_a_rule_that_would_take_too_long_to_judge_is_believed() -> None:
    """Pigeons in holes: that eight do not fit in seven takes more trials than a reload may wait for."""
    pigeons = range(8)
    holes = range(7)
    somewhere = " and ".join(f"({' or '.join(f'p{one}-{hole}' for hole in holes)})" for one in pigeons)
    crowded = " or ".join(
        f"(p{one}-{hole} and p{other}-{hole})" for hole in holes for one in pigeons for other in pigeons if one < other
    )
    began = time.process_time()
    assert list(faults_of(parse_rule(f"{somewhere} and not ({crowded})"))) == []
    assert time.process_time() - began < 10


@pytest.mark.parametrize(
    "text",
    [
        "title:(a or b) and lead:c",
        "(title:a or lead:b) and c",
        "title:(a or b) near/3 (c or d)",
        "not title:(a or b) or not (a and b)",
        "weight >= 2.5 of (title:(a or b)^2, (a or b)^0.5, a near/2 b, d^-1)",
        "at least 2 of (a or b, c and d, places = 3)",
    ],
)
def test_rules_are_written_as_operators_write_them(text: str) -> None:
    """With no more brackets than are needed."""
    assert written(parse_rule(text)) == text


RULES = st.recursive(
    st.one_of(
        st.builds(Has, st.sampled_from("abc"), st.sampled_from(Where)),
        st.builds(Places, st.integers(0, 3), st.booleans()),
        st.builds(
            lambda fact, values: Is(fact, tuple(values)),
            st.sampled_from(Fact),
            st.lists(st.sampled_from(["x", "kk-Latn"]), min_size=1, max_size=2),
        ),
        st.builds(
            lambda one, other, far: Near((Has(one),), (Has(other), Has("c")), far),
            *[st.sampled_from("ab")] * 2,
            st.integers(0, 9),
        ),
    ),
    lambda inner: st.one_of(
        st.builds(Not, inner),
        st.lists(inner, min_size=2, max_size=3).map(lambda rules: And(tuple(rules))),
        st.lists(inner, min_size=2, max_size=3).map(lambda rules: Or(tuple(rules))),
        st.lists(inner, min_size=1, max_size=3, unique=True).map(lambda rules: AtLeast(1, tuple(rules))),
        st.lists(inner, min_size=1, max_size=3, unique=True).map(
            lambda rules: Weight(2.5, tuple(Part(each, at + 0.5) for at, each in enumerate(rules)))
        ),
    ),
    max_leaves=8,
)


@given(RULES)
def test_a_rule_written_down_is_read_as_the_same(made: Rule) -> None:
    """Messages quote parts of rules as an operator would write them."""
    assert parse_rule(written(made)) == made


@given(st.text(alphabet="ab ()[],:^/*0123456789>=-#\n'") | st.lists(st.sampled_from(WORDS)).map(" ".join))
def test_whatever_is_written_is_read_or_refused(text: str) -> None:
    """With a column that lies in the text, or just behind it."""
    for fault in _judged(text):
        assert 1 <= fault.column <= len(text) + 1
        assert fault.message
        assert fault.hint


def test_every_concept_is_named_with_its_column() -> None:
    """The configuration checks them against the concepts there are."""
    tree = parse_rule("a and (b near/2 (c or d)) and not at least 1 of (e, places >= 2, place:KZ)")
    assert [(each.concept, each.column) for each in concepts_of(tree)] == [
        ("a", 1),
        ("b", 8),
        ("c", 18),
        ("d", 23),
        ("e", 50),
    ]


def test_a_rule_looks_for_what_speaks_for_an_article() -> None:
    """Not for what it refuses, nor for what weighs against it."""
    tree = parse_rule("title:a and not b and (c near/2 d or weight >= 2 of (e^2, f^-1)) and place:KZ")
    assert [each.concept for each in looked_for(tree)] == ["a", "c", "d", "e"]


def test_facts_are_the_four_of_the_language() -> None:
    """A new fact needs its reading in the tagger."""
    assert {fact.value for fact in Fact} == {"place", "organisation", "source", "language"}
