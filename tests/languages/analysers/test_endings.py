"""Tables of endings, and articles before an apostrophe."""

from __future__ import annotations

import pytest

from syndicator.languages.analysers.elision import without_article
from syndicator.languages.analysers.endings import Endings, rows

ENDINGS = Endings((*rows("al: aux; : s x", 2), *rows("er: ent", 3)))


@pytest.mark.parametrize(
    ("word", "without"),
    [
        ("journaux", ["journau", "journal"]),
        ("mots", ["mot"]),
        ("signent", ["signer"]),
        ("os", []),
        ("vent", []),
        ("mot", []),
        ("", []),
    ],
)
def test_each_ending_comes_off_where_enough_is_left(word: str, without: list[str]) -> None:
    """What stands in the dictionary takes its place; shorter endings come first."""
    assert sorted(ENDINGS.off(word)) == sorted(without)


@pytest.mark.parametrize(
    ("folded", "word"),
    [("l'école", "école"), ("qu'accord", "accord"), ("dell'arte", "arte"), ("aujourd'hui", "aujourd'hui"), ("o", "o")],
)
def test_an_article_before_an_apostrophe_comes_off(folded: str, word: str) -> None:
    """Only words that are known to lose their vowel."""
    assert without_article(folded) == word
