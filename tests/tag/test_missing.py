"""What is said of an article that a rule passes over: the nearest way in, and the terms that came close."""

from __future__ import annotations

import time

import pytest

from syndicator.tag import shortfall, why_not
from tests.tag.articles import article, compiled, concept

A, B, C, D = (concept(name, word) for name, word in zip("abcd", ("alpha", "beta", "gamma", "delta"), strict=True))
FAR = "and so on " * 25


@pytest.mark.parametrize(
    ("rule", "text", "reasons"),
    [
        ("a", "", ["needs a"]),
        ("title:a", "", ["needs a in the title"]),
        ("lead:a", "", ["needs a in the title or opening"]),
        ("a and b and c", "beta", ["needs a", "needs c"]),
        ("a and (a or b)", "", ["needs a", "needs one of: a, b"]),
        ("a or b", "", ["needs one of: a, b"]),
        ("lead:(a or b) or title:c", "", ["needs one of: a, b in the title or opening, or c in the title"]),
        ("a or title:b or not c", "gamma", ["needs one of: a, or b in the title"]),
        ("(a and b) or place:KZ", "alpha", ["needs b"]),
        ("(a and b) or (c and d)", "gamma", ["needs d"]),
        ("(a and b and c) or at least 2 of (a, d)", "delta", ["needs 2 of 2, found d; missing a"]),
        ("a or (b and c)", "beta", ["needs a"]),
        ("title:a and b or c and d", "alpha beta", ["needs a in the title"]),
        ("at least 2 of (a, b, c)", "beta", ["needs 2 of 3, found b; missing a, c"]),
        ("at least 2 of (a, title:b, c near/2 d)", "", ["needs 2 of 3, found none; missing a, title:b, c near/2 d"]),
        ("weight >= 3 of (a^2, b, c)", "beta", ["needs a weight of 3, has 1: b 1; would add: a 2, c 1"]),
        ("weight >= 3 of (a^2, b)", "", ["needs a weight of 3, has 0: nothing; would add: a 2, b 1"]),
        ("weight >= 1 of (a^2, b^-2)", "alpha beta", ["needs a weight of 1, has 0: a 2, b -2"]),
        ("not b", "beta", ["must not have b («beta»)"]),
        ("a and not title:(b or c)", "alpha", []),
        ("not language:en", "", ["must not have language:en"]),
        ("a near/1 b", "", ["needs a near b", "needs b near a"]),
        ("a near/1 b", "alpha", ["needs b near a"]),
        ("a near/1 (b or c)", "alpha and so on beta", ["needs a and b or c within 1 words of each other"]),
        ("places >= 2", "Kazakhstan", ["needs at least 2 countries, found KZ"]),
        ("places = 1", "Kazakhstan, Chile", ["needs exactly 1 country, found KZ, CL"]),
        ("place:[KZ, IL]", "", ["needs place KZ or IL, has none"]),
        ("source:[x, y]", "", ["needs source x or y, has kazinform"]),
        ("language:ru", "", ["needs language ru, has en"]),
    ],
)  # fmt: skip
def test_the_nearest_way_in_is_said_in_words(rule: str, text: str, reasons: list[str]) -> None:
    """An operator reads what to add, not that something failed."""
    topic = compiled(rule, A, B, C, D)
    given = article(text, source="kazinform")
    assert why_not(given, topic, "topic") == reasons
    assert shortfall(given, topic, "topic").missing == tuple(reasons)


def _close(rule: str, text: str, title: str = "") -> list[tuple[str, str]]:
    topic = compiled(rule, A, B, concept("c", "doctor", unless=("doctor of law",)), concept("d", include=("c",)))
    found = shortfall(article(text, title=title), topic, "topic")
    whole = {"title": title, "text": text}
    return [(whole[each.evidence.field][each.evidence.start : each.evidence.end], each.because) for each in found.close]


def test_a_term_in_another_part_of_the_article_came_close() -> None:
    """It is said, but not where the rule looks."""
    assert _close("title:a", "Alpha.") == [("Alpha", "not in the title")]
    assert _close("lead:a and b", FAR + "alpha alpha") == [("alpha", "not in the title or opening")]
    assert _close("at least 2 of (title:a, b, lead:a)", FAR + "alpha") == [
        ("alpha", "not in the title"),
        ("alpha", "not in the title or opening"),
    ]


def test_a_term_that_does_not_count_there_came_close() -> None:
    """Its phrase is named, also where an included concept is meant."""
    assert _close("c", "A doctor of law") == [("doctor", "does not count within «doctor of law»")]
    assert _close("d and a", "A doctor of law", "Doctor of Law") == [
        ("Doctor", "does not count within «doctor of law»")
    ]
    assert _close("c", "doctors") == []
    assert _close("unknown", "doctors") == []


def test_two_terms_that_are_too_far_from_each_other_came_close() -> None:
    """The nearest two are told, with how far they are."""
    assert _close("a near/1 b", "alpha one two beta one two three alpha") == [("alpha", "b («beta») is 2 words away")]
    assert _close("a near/1 b", "beta one two alpha") == [("alpha", "b («beta») is 2 words away")]
    assert _close("a near/1 b", "beta", "alpha") == [("alpha", "b («beta») is in the title, the other in the text")]
    assert _close("a near/1 a", "alpha") == []


def test_what_came_close_in_a_text_full_of_terms_is_found_in_time() -> None:
    """A source that repeats terms cannot keep the others waiting."""
    topic = compiled("a near/1 b or c", A, B, concept("c", "doctor", unless=("doctor of law",)))
    long = article("alpha and so on beta and then a doctor of law. " * 5_000)
    began = time.thread_time()
    assert [each.because for each in shortfall(long, topic, "topic").close] == ["b («beta») is 3 words away"]
    assert time.thread_time() - began < 10


def test_five_that_came_close_are_told_at_most() -> None:
    """More would be no help."""
    names = [f"w{at}" for at in range(7)]
    rule = f"at least 7 of ({', '.join(f'title:{name}' for name in names)})"
    topic = compiled(rule, *(concept(name, f"word{name}") for name in names))
    text = " ".join(f"word{name}" for name in names)
    assert len(shortfall(article(text), topic, "topic").close) == 5


@pytest.mark.parametrize(
    ("rule", "text", "reason"),
    [
        ("a and b or title:a", "alpha", "needs a in the title"),
        ("a and b or title:c", "gamma", "needs c in the title"),
        ("(a and b) or (title:c and title:d)", "gamma delta", "needs c in the title"),
        ("a near/1 b or c and d", "alpha and so on beta gamma", "needs a and b within 1 words of each other"),
        ("a and b or at least 3 of (a, b, c, d)", "gamma delta", "needs 3 of 4, found c, d; missing a, b"),
        ("a and b or weight >= 3 of (c^2, d)", "delta", "needs a weight of 3, has 1: d 1; would add: c 2"),
        (
            "weight >= 9 of (a^2, b^8) or c and d and places >= 1",
            "alpha",
            "needs a weight of 9, has 2: a 2; would add: b 8",
        ),
        ("c and not a or b and (c or d)", "alpha gamma", "needs b"),
        ("a and language:ru or a and b and c", "alpha", "needs b"),
        ("a and places >= 3 or a and b", "alpha", "needs b"),
        ("a and b and c or a and places >= 1", "alpha", "needs at least 1 country, found none"),
    ],
)
def test_what_costs_least_to_mend_is_told(rule: str, text: str, reason: str) -> None:
    """Another part of the article costs less than a concept, a concept less than a country, a language most."""
    assert why_not(article(text), compiled(rule, A, B, C, D), "topic")[0] == reason
