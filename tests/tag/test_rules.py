"""What makes a rule true, and what is said when it is not."""

from __future__ import annotations

import pytest

from syndicator.model.topic import Organisation
from syndicator.tag import tag, why_not
from tests.tag.articles import article, compiled, concept

A, B, C = concept("a", "alpha"), concept("b", "beta"), concept("c", "gamma")
ORGANISATIONS = {"club": Organisation("club", {"en": ("London Club",)}, "GB")}
FAR = "and so on " * 25


def _evidence(rule: str, text: str, title: str = "", language: str = "en") -> list[str] | None:
    topic = compiled(rule, A, B, C, organisations=ORGANISATIONS)
    given = article(text, title=title, language=language, source="kazinform")
    tags = tag(given, topic).tags
    assert bool(tags) == (why_not(given, topic, "topic") == [])
    return [each.term for each in tags[0].evidence] if tags else None


@pytest.mark.parametrize(
    ("rule", "text", "evidence"),
    [
        ("a", "alpha", ["alpha"]),
        ("a", "beta", None),
        ("a and b", "beta alpha", ["beta", "alpha"]),
        ("a and b", "alpha", None),
        ("a or b", "beta", ["beta"]),
        ("a or b", "gamma", None),
        ("lead:a and (lead:a or b)", "alpha", ["alpha"]),
        ("a and not b", "alpha gamma", ["alpha"]),
        ("a and not b", "alpha beta", None),
        ("at least 2 of (a, b, c)", "alpha gamma", ["alpha", "gamma"]),
        ("at least 2 of (a, b, c)", "alpha alpha", None),
        ("a near/2 b", "beta one two alpha", ["beta", "alpha"]),
        ("a near/2 b", "alpha one two three beta", None),
        ("a near/2 b", "alpha", None),
        ("(a or c) near/0 b", "gamma beta alpha", ["gamma", "beta", "alpha"]),
        ("a near/3 a", "alpha", None),
        ("places >= 2", "France and Spain", []),
        ("places >= 2", "France", None),
        ("places = 1", "France", []),
        ("places = 1", "France and Spain", None),
        ("place:[fr, es]", "France", []),
        ("place:IT", "France", None),
        ("organisation:club", "the London Club", []),
        ("source:kazinform", "", []),
        ("source:other", "", None),
        ("language:en", "", []),
        ("language:[ru, kk]", "", None),
    ],
)
def test_a_rule_is_judged_by_what_the_article_says(rule: str, text: str, evidence: list[str] | None) -> None:
    """Evidence is what made it true, in the order of the text."""
    assert _evidence(rule, text) == evidence


@pytest.mark.parametrize(
    ("rule", "text", "holds"),
    [
        ("weight >= 3 of (a^2, b, c^0.5)", "alpha beta", True),
        ("weight >= 3 of (a^2, b, c^0.5)", "alpha gamma", False),
        ("weight >= 3.5 of (a^2, b, c^0.5)", "alpha beta gamma", True),
        ("weight >= 3 of (a^2, b, c^-1)", "alpha beta gamma", False),
        ("weight >= 3 of (a^2, b^2, c^-1)", "alpha beta gamma", True),
        ("weight >= 2 of (a, places >= 1)", "alpha in France", True),
        ("weight >= 2 of (a near/1 b^2, c)", "alpha beta", True),
        ("weight >= 0.3 of (a^0.1, b^0.2)", "alpha beta", True),
        ("weight >= 2 of (a, b)", "alpha alpha", False),
        ("weight >= 1 of (language:en, a)", "", True),
    ],
)
def test_weights_of_the_parts_that_hold_add_up(rule: str, text: str, holds: bool) -> None:
    """Each part once, however often it is said; below zero it speaks against."""
    assert (_evidence(rule, text) is not None) is holds


def test_a_part_weighs_as_much_as_its_strongest_term() -> None:
    """Many weak terms of one concept are still one sign."""
    weak = concept("w", "hint^0.5", "clue^0.5", "proof^4")
    topic = compiled("weight >= 4 of (w, a)", weak, A)
    assert not tag(article("hint, clue, alpha"), topic).tags
    assert tag(article("proof"), topic).tags
    assert tag(article("hint, proof"), topic).tags


def test_what_speaks_against_is_no_evidence() -> None:
    """Only what adds weight is shown."""
    assert _evidence("weight >= 1 of (a^2, c^-1)", "alpha gamma") == ["alpha"]


def test_a_title_is_where_a_rule_may_look() -> None:
    """``title:`` looks nowhere else; ``lead:`` looks into the title and the first sixty words."""
    assert _evidence("title:a", "beta", "alpha") == ["alpha"]
    assert _evidence("title:a", "alpha", "beta") is None
    assert _evidence("lead:a", "beta", "alpha") == ["alpha"]
    assert _evidence("lead:a", "alpha " + FAR) == ["alpha"]
    assert _evidence("lead:a", FAR + "alpha") is None
    assert _evidence("a", FAR + "alpha") == ["alpha"]


def test_the_lead_of_a_text_read_by_letters_is_longer() -> None:
    """Sixty letters of Chinese are a sentence, not a lead."""
    topic = compiled("lead:c", concept("c", "合作", language="zh"))
    assert tag(article("字" * 100 + "合作", language="zh"), topic).tags
    assert not tag(article("字" * 130 + "合作", language="zh"), topic).tags


def test_nothing_in_the_title_is_near_anything_in_the_text() -> None:
    """They are two texts."""
    assert _evidence("a near/50 b", "beta", "alpha") is None


def test_languages_are_compared_by_their_primary_tag_too() -> None:
    """``language:kk`` holds for kk-Cyrl, ``language:kk-Latn`` does not."""
    assert _evidence("language:kk", "", language="kk-Cyrl") == []
    assert _evidence("language:kk-Latn", "", language="kk-Cyrl") is None


def test_countries_of_a_long_list_all_count_for_a_rule() -> None:
    """A forum of seven countries is international even if it is about its host."""
    assert _evidence("places >= 6", "France, Spain, Italy, Japan, China and Chile") == []


def test_an_unknown_topic_is_an_error() -> None:
    """Asking about nothing is a mistake of the caller."""
    with pytest.raises(KeyError):
        why_not(article(), compiled("a", A), "other")


@pytest.mark.parametrize(
    ("rule", "text", "holds"),
    [
        ("not a", "", True),
        ("places >= 1 and not a", "France", True),
        ("a or not b", "", True),
        ("at least 2 of (a, not b, language:en)", "", True),
        ("at least 2 of (a, b, language:en)", "", False),
        ("not a and b", "", False),
        ("a near/2 b", "", False),
    ],
)
def test_rules_that_need_no_words_are_judged_for_every_article(rule: str, text: str, holds: bool) -> None:
    """Other rules are looked at only when the article says one of their concepts."""
    assert (_evidence(rule, text) is not None) == holds
