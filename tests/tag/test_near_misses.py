"""What missed a rule by one part."""

from __future__ import annotations

import pytest

from syndicator.tag import tag
from tests.tag.articles import article, compiled, concept

A, B, C = concept("a", "alpha"), concept("b", "beta"), concept("c", "gamma")


@pytest.mark.parametrize(
    ("rule", "text", "near"),
    [
        ("a and b", "alpha", True),
        ("a and b", "alpha beta", False),
        ("a and b", "gamma", False),
        ("a and b and c", "alpha", False),
        ("a and b and c", "alpha gamma", True),
        ("a or b", "gamma", False),
        ("a or (b and c)", "gamma", True),
        ("(a or b) and c", "beta", True),
        ("c and (a or b)", "gamma", True),
        ("a and not b", "alpha beta", True),
        ("a and not b", "beta", False),
        ("not a and not b", "alpha beta", False),
        ("at least 3 of (a, b, c)", "alpha gamma", True),
        ("at least 3 of (a, b, c)", "alpha", False),
        ("at least 2 of (a, b, c)", "beta", True),
        ("a near/1 b", "alpha one two three beta", True),
        ("a near/1 b", "alpha", True),
        ("a near/1 (b or c)", "gamma", True),
        ("c and a near/1 b", "gamma", False),
        ("c and a near/1 b", "alpha gamma", True),
        ("c and a near/1 b", "alpha beta", True),
        ("weight >= 3 of (a^2, b, c)", "alpha", True),
        ("weight >= 3 of (a^2, b, c)", "alpha gamma", False),
        ("weight >= 3 of (a^2, b, c)", "beta", True),
        ("weight >= 4 of (a^2, b, c)", "beta", False),
        ("weight >= 2 of (a^2, b^-1)", "alpha beta", False),
        ("c and weight >= 2 of (a^2, b)", "gamma alpha", False),
        ("b and weight >= 1 of (a^2, b)", "beta", False),
        ("c and weight >= 1 of (a^2, b)", "alpha", True),
        ("title:a", "alpha", True),
        ("title:a and b", "alpha", False),
        ("title:a and b", "alpha beta", True),
        ("a and places >= 2", "alpha in France", True),
        ("a and places >= 3", "alpha in France", False),
        ("a and places >= 1", "in France", False),
        ("a and places >= 1 and b", "alpha in France", True),
        ("a and language:ru", "alpha", True),
        ("a and language:ru and b", "alpha", False),
        ("(a and b) and language:ru", "alpha beta", True),
        ("(language:en and places >= 1) and c", "in France", False),
        ("(a or b) and language:ru", "beta", True),
        ("(language:en or a) and c", "alpha", False),
        ("at least 1 of (a, b) and language:ru", "beta", True),
        ("at least 2 of (language:en, a, b)", "", False),
        ("at least 2 of (a, b) and language:ru", "alpha gamma", False),
        ("weight >= 1 of (a, b) and language:ru", "beta", True),
        ("not c and language:ru", "beta", False),
        ("a near/1 b and language:ru", "alpha beta", True),
    ],
)
def test_a_near_miss_says_some_of_a_rule_and_lacks_one_part(rule: str, text: str, near: bool) -> None:
    """What says nothing of it in words is none, and neither is what holds."""
    assert tag(article(text), compiled(rule, A, B, C)).near_misses == (("topic",) if near else ())
