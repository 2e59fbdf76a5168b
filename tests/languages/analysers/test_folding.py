"""Two spellings of one word have one folded form."""

from __future__ import annotations

import unicodedata

import pytest

from syndicator.languages.analysers.folding import _PLAIN, fold


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
        ("_stressed_", "stressed"),
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


def test_what_is_taken_for_plain_is_its_own_folded_form() -> None:
    """The quick way out knows only letters that neither normalisation nor case folding changes."""
    letters = [chr(number) for number in range(0x80, 0xFFFF) if _PLAIN.fullmatch(chr(number))]
    assert len(letters) > 150
    assert [each for each in letters if unicodedata.normalize("NFKC", each).casefold() != each] == []
