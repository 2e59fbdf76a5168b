"""Authors and categories are plain words."""

from __future__ import annotations

import pytest

from syndicator.model.entry import Category
from syndicator.normalise.people import authors, categories


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Jane Doe", "Jane Doe"),
        ("jane@example.org (Jane Doe)", "Jane Doe"),
        ("Jane Doe <jane@example.org>", "Jane Doe"),
        ("mailto:jane@example.org Jane", "Jane"),
        ("<b>Jane</b> &amp; John", "Jane & John"),
        ("Айгүл Қ. (Астана)", "Айгүл Қ. (Астана)"),
        ("<img src=x onerror=alert(1)>Jane", "Jane"),
    ],
)
def test_a_name_is_plain_and_without_its_address(written: str, name: str) -> None:
    """Conformance 66, fault H11."""
    assert authors([written]) == (name,)
    assert authors([name]) == (name,)


def test_names_come_once_and_addresses_alone_not_at_all() -> None:
    """An address is no name."""
    assert authors(["jane@example.org", "Jane", " Jane ", ""]) == ("Jane",)


def test_a_hostile_name_costs_nothing() -> None:
    """Fault X07."""
    assert authors(["x@" + "a." * 100_000 + "!"]) == ()


def test_categories_are_plain_and_come_once() -> None:
    """The label stands in for a missing term; empty ones go."""
    given = [
        Category("<i>News</i>", "https://example.org/scheme", "News &amp; more"),
        Category("", label="Label"),
        Category("  "),
        Category("Label", label="Label"),
    ]
    assert categories(given) == (
        Category("News", "https://example.org/scheme", "News & more"),
        Category("Label", None, "Label"),
    )
