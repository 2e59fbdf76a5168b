"""Two spellings of one word have one folded form."""

from __future__ import annotations

import pytest

from syndicator.languages.analysers.folding import fold


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("co-operation", "Cooperation"),
        ("co\u2010operation", "cooperation"),
        ("учёный", "УЧЕНЫЙ"),
        ("за\u0301мок", "замок"),
        ("١٢٣", "123"),
        ("۴۵", "45"),
        ("१२", "12"),
        ("O’Neil", "O'Neil"),
        ("ארה״ב", "ארהב"),
        ('ארה"ב', "ארהב"),
        ("תַּלְמִיד", "תלמיד"),
        ("مُحَمَّد", "محمد"),
        ("جامـــعة", "جامعة"),
        ("ﻣﺤﻤﺪ", "محمد"),
        ("ＷＨＯ", "who"),
        ("coop\u00aderation", "cooperation"),
        ("s\u200bp\u200ba\u200bm", "spam"),
        ("İzmir", "izmir"),
        ("straße", "STRASSE"),
        ("cafe\u0301", "café"),
    ],
)
def test_spellings_fold_together(one: str, other: str) -> None:
    """Case, marks, digits, hyphens, width and invisible characters do not matter."""
    assert fold(one) == fold(other)


def test_latin_lookalikes_in_a_cyrillic_word_become_cyrillic() -> None:
    """«қaзaқ» typed with Latin a is found by its right spelling."""
    assert fold("қaзaқcтaн") == "қазақстан"


def test_cyrillic_lookalikes_in_a_latin_word_become_latin() -> None:
    """«sсience» with a Cyrillic с is found by its right spelling."""
    assert fold("sсience") == "science"


def test_accents_of_latin_letters_stay() -> None:
    """They tell words apart, and stemmers need them."""
    assert fold("Élève") != fold("Eleve")
