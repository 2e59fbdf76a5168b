"""How the analysers fare on phrases, treebanks and entities that others made: floors lie just below the figures."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.languages.treebanks import PHRASES, countries, phrases, treebank

pytestmark = pytest.mark.shared


@pytest.mark.parametrize("language", PHRASES)
def test_inflected_phrases_are_found_and_near_misses_are_not(shared: Path, language: str) -> None:
    """Every phrase of the list, without a false find."""
    figures = phrases(shared, language)
    assert (figures.missed, figures.wrong) == ([], [])
    assert figures.recall > phrases(shared, language, plain=True).recall


@pytest.mark.parametrize(
    ("language", "precision", "recall"),
    [("kk-Cyrl", 0.95, 0.99), ("kk-Latn", 0.95, 0.99), ("kk-Arab", 0.95, 0.99), ("he", 0.86, 0.95)],
)
def test_words_of_a_treebank_are_found_by_their_lemmas(
    shared: Path, language: str, precision: float, recall: float
) -> None:
    """Nouns, names and adjectives of a Universal Dependencies treebank, each lemma asked for."""
    figures = treebank(shared, language)
    assert figures.precision >= precision
    assert figures.recall >= recall
    assert figures.f1 > treebank(shared, language, plain=True).f1 + 0.1


def test_kazakh_is_found_alike_in_its_three_scripts(shared: Path) -> None:
    """Latin and Arabic letters, transliterated here, lose no more than a hundredth."""
    scripts = [treebank(shared, f"kk-{script}").f1 for script in ("Cyrl", "Latn", "Arab")]
    assert max(scripts) - min(scripts) < 0.01


def test_what_is_found_as_a_country_in_kazakh_news_is_one(shared: Path) -> None:
    """Names of persons and common words are not taken for countries."""
    assert countries(shared) >= 0.99
    assert countries(shared) > countries(shared, plain=True)
