"""A topic proves itself by its examples."""

from __future__ import annotations

from syndicator.model.topic import Example
from syndicator.tag import check_examples
from tests.tag.articles import compiled, concept


def _messages(rule: str, *examples: Example) -> list[str]:
    topic = compiled(rule, concept("a", "alpha"), examples=examples)
    return [message for _, message in check_examples(topic, topic.topics["topic"])]


def test_examples_that_hold_say_nothing() -> None:
    """Included where they should be, excluded where not, places as given."""
    assert not _messages(
        "a",
        Example("alpha", "in France", "en", include=True, places=("FR",)),
        Example("beta", "", "en", include=False),
        Example("beta", "", "en", include=False, places=()),
    )


def test_an_example_that_is_not_found_says_what_is_missing() -> None:
    """In the words of the rule."""
    assert _messages("a and places >= 1", Example("beta", "", "en", include=True)) == [
        "not found: needs a; needs at least 1 country, found none"
    ]


def test_an_example_that_is_found_says_what_matched() -> None:
    """Concept and term, once each."""
    assert _messages("a", Example("alpha", "alpha", "en", include=False)) == ["found, because of a («alpha»)"]
    assert _messages("language:en", Example("x", "", "en", include=False)) == [
        "found, because of conditions without words"
    ]


def test_other_places_than_given_are_reported() -> None:
    """Sets are compared, not orders."""
    assert _messages("a", Example("alpha", "Spain, France", "en", include=True, places=("FR", "ES"))) == []
    assert _messages("a", Example("alpha", "Spain", "en", include=True, places=("FR", "ES"))) == [
        "places are ES, should be ES, FR"
    ]
    assert _messages("a", Example("alpha", "", "en", include=True, places=("FR",))) == ["places are none, should be FR"]
