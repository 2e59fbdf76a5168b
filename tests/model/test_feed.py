"""Titles of feeds per language."""

from __future__ import annotations

import pytest

from syndicator.errors import ConfigurationError, Problem
from syndicator.model.feed import Feed, FeedDefinition


@pytest.mark.parametrize(
    ("edition", "asked", "title"),
    [
        (None, None, "Medicine"),
        (None, "ru", "Медицина"),
        ("kk", "ru", "Медицина (қаз)"),
        ("kk-Latn", None, "Медицина (қаз)"),
        ("de", None, "Medicine"),
    ],
)
def test_a_title_is_in_the_editions_language_else_the_asked_one_else_the_first(
    edition: str | None, asked: str | None, title: str
) -> None:
    """A tag with a script falls back to its language."""
    titles = {"en": "Medicine", "ru": "Медицина", "kk": "Медицина (қаз)"}
    feed = Feed(FeedDefinition("m", "m", titles, titles), edition, None)
    assert (feed.title(asked), feed.description(asked)) == (title, title)


def test_a_problem_reads_as_place_path_message_and_hint() -> None:
    """The form every tool that follows file:line:column understands."""
    whole = Problem("a.yaml", 5, 3, "sources.language", "unknown key", "did you mean 'language'?")
    bare = Problem("environment", 0, 0, "", "odd")
    assert str(whole) == "a.yaml:5:3: sources.language: unknown key; did you mean 'language'?"
    assert str(ConfigurationError([whole, bare])) == f"{whole}\nenvironment: odd"
