"""Rules in words."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from syndicator.bootstrap import load_editorial
from syndicator.model.rule import Rule, every, parse_rule
from syndicator.model.topic import Concept, Organisation, Term
from syndicator.publish.plain import NO_RULES, Clause, Plain, Rules, plain
from syndicator.publish.words import WORDS
from tests.conftest import ROOT

CONCEPTS = {
    "nurse": Concept("nurse", {"en": (Term("nurse*"), Term("midwife")), "ar": (Term("ممرضة"),)}),
    "school": Concept("school", {}, include=("nurse",)),
    "crime": Concept("crime", {"*": (Term("crime"),)}),
}
ORGANISATIONS = {
    "who": Organisation("who", {"en": ("World Health Organization", "WHO"), "ru": ("ВОЗ",)}),
    "nameless": Organisation("nameless", {"fr": ("Sans nom",)}),
}
KNOWN = Rules({}, CONCEPTS, ORGANISATIONS)


def told(rule: str, language: str = "en") -> Plain:
    return plain(parse_rule(rule), KNOWN, language)


def lines(clause: Clause, depth: int = 0) -> Iterator[str]:
    yield "  " * depth + clause.text
    for each in clause.parts:
        yield from lines(each, depth + 1)


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("nurse", ["“nurse”"]),
        ("title:nurse or title:crime", ["In the title: “nurse” or “crime”"]),
        ("lead:nurse and not crime",
         ["All of these:", "  At the beginning: “nurse”", "  None of this:", "    “crime”"]),
        ("title:nurse or crime", ["One of these:", "  In the title: “nurse”", "  “crime”"]),
        ("nurse or places >= 2", ["One of these:", "  “nurse”", "  Countries it is about: at least 2"]),
        ("places = 1", ["Countries it is about: exactly 1"]),
        ("title:nurse near/5 (crime or other-thing)",
         ["In the title: “nurse” beside “crime” or “other thing” (words between: at most 5)"]),
        ("at least 2 of (nurse, crime, place:KZ)",
         ["At least 2 of these:", "  “nurse”", "  “crime”", "  About the country: Kazakhstan"]),
        ("weight >= 5 of (nurse^3, language:[ar, he])",
         ["Together at least 5 points:", "  Points: 3", "    “nurse”", "  Points: 1",
          "    In the language: العربية or עברית"]),
        ("source:herald or organisation:who", ["One of these:", "  From the source: herald",
                                               "  Names the organisation: World Health Organization"]),
        ("organisation:[nameless, other]", ["Names the organisation: nameless or other"]),
        ("place:XQ", ["About the country: XQ"]),
    ],
)  # fmt: skip
def test_a_rule_reads_like_a_list(rule: str, expected: list[str]) -> None:
    """Every kind of condition, each in a line of its own."""
    assert list(lines(told(rule).whole)) == expected


def test_concepts_are_called_by_their_first_term_in_the_language_of_the_page() -> None:
    """Those without one by what they include, by a term of every language, or by their id."""
    assert list(lines(told("nurse or crime or gone-missing", "ar").whole)) == ["«ممرضة» أو «crime» أو «gone missing»"]
    assert told("school").wanted == ("nurse",)
    assert told("nurse and school", "fr") == told("nurse and school", "en")


def test_what_is_looked_for_and_what_is_left_out_are_told_apart() -> None:
    """With some of the terms that each stands for, each once."""
    found = told("nurse and title:nurse and not (crime or title:crime)")
    assert (found.wanted, found.unwanted) == (("nurse",), ("crime",))
    assert found.terms == (("nurse", "nurse, midwife"), ("crime", "crime"))
    assert told("nurse or crime and school").terms == found.terms


@pytest.mark.parametrize("language", WORDS)
def test_the_rules_that_ship_can_be_told_in_every_language(language: str) -> None:
    """No concept falls back on its id, and no line is empty."""
    configuration = load_editorial(ROOT / "config").configuration
    known = Rules(configuration.topics, configuration.concepts, configuration.organisations)
    for topic in configuration.topics.values():
        found = plain(topic.rule, known, language)
        assert found.wanted
        assert all(text.strip() for text in lines(found.whole))
        assert len(list(lines(found.whole))) <= sum(1 for _ in every(topic.rule))
        for concept in {each.concept for each in every(topic.rule) if hasattr(each, "concept")}:
            assert configuration.concepts[concept].terms.get(language) or configuration.concepts[concept].include


def test_what_is_no_rule_has_no_line() -> None:
    """A new kind of condition needs words of its own."""

    class Other:
        pass

    other: Rule = Other()  # type: ignore[assignment]
    with pytest.raises(TypeError, match="no line of its own"):
        plain(other, NO_RULES, "en")
