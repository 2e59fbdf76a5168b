"""The rule language."""

from __future__ import annotations

import pytest

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
    Where,
    concepts_of,
    parse_rule,
)


def _bare(rule: Rule) -> str:
    """The shape of a tree, without columns."""
    match rule:
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
        ("places >= 2 and places = 3", "(places>=2 & places=3)"),
        ("place: [KZ, IL] or place:PS", "(place=KZ,IL | place=PS)"),
        ("organisation:who and source:x-1 and language:kk-Cyrl", "(organisation=who & source=x-1 & language=kk-Cyrl)"),
        ("a # a remark\nor b", "(a | b)"),
    ],
)
def test_rules_are_read_as_written(text: str, shape: str) -> None:
    """``and`` binds more than ``or``; keywords ignore case; a hash opens a remark."""
    assert _bare(parse_rule(text)) == shape


@pytest.mark.parametrize(
    ("text", "column", "part"),
    [
        ("", 1, "expected a concept"),
        ("a and", 6, "the rule ends"),
        ("a b", 3, "expected 'and', 'or'"),
        ("(a", 3, "expected ')'"),
        ("a & b", 3, "unexpected character '&'"),
        ("places 2", 8, "'>=' or '='"),
        ("places >= x", 11, "expected a number"),
        ("at least 3 of (a, b)", 10, "can never hold"),
        ("at least 0 of (a)", 10, "can never hold"),
        ("at a", 4, "'least'"),
        ("a near/3 (b and c)", 10, "only concepts joined by 'or'"),
        ("title:not a", 7, "expected a concept"),
        ("place:[KZ", 10, "',' or ']'"),
        ("a near/2 b near/2 c", 12, "expected 'and', 'or'"),
    ],
)
def test_a_rule_that_cannot_be_read_names_the_column(text: str, column: int, part: str) -> None:
    """Columns count from 1."""
    with pytest.raises(RuleError) as caught:
        parse_rule(text)
    assert caught.value.column == column
    assert part in str(caught.value)


def test_every_concept_is_named_with_its_column() -> None:
    """The configuration checks them against the concepts there are."""
    rule = parse_rule("a and (b near/2 (c or d)) and not at least 1 of (e, places >= 2, place:KZ)")
    assert [(each.concept, each.column) for each in concepts_of(rule)] == [
        ("a", 1),
        ("b", 8),
        ("c", 18),
        ("d", 23),
        ("e", 50),
    ]


def test_facts_are_the_four_of_the_language() -> None:
    """A new fact needs its reading in the tagger."""
    assert {fact.value for fact in Fact} == {"place", "organisation", "source", "language"}
