"""Scripts are counted by letters, and tell the direction."""

from __future__ import annotations

import sys

import pytest

from syndicator.languages import RTL_SCRIPTS, scripts
from syndicator.languages.scripts import counts, direction, main_script


def test_only_letters_are_counted() -> None:
    """Digits and signs belong to no script."""
    assert counts("Abc 123 где!") == {"Latn": 3, "Cyrl": 3}


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("Қазақстан", "Cyrl"),
        ("قازاقستان", "Arab"),
        ("ישראל", "Hebr"),
        ("日本語のニュース", "Hani"),
        ("한국", "Hang"),
        ("Новости IBM Watson", "Cyrl"),
        ("2026", None),
        ("", None),
    ],
)
def test_the_main_script_is_that_of_most_letters(text: str, script: str | None) -> None:
    """Latin counts half, for names are written in it anywhere."""
    assert main_script(text) == script


@pytest.mark.parametrize(
    ("tag", "text", "expected"),
    [
        ("kk-Arab", "", "rtl"),
        ("kk-Cyrl", "قازاق", "ltr"),
        ("ar", "أخبار", "rtl"),
        ("und", "חדשות", "rtl"),
        ("ar", "", "rtl"),
        ("en", "", "ltr"),
        ("xx", "", "ltr"),
    ],
)
def test_direction_comes_from_script_then_letters_then_language(tag: str, text: str, expected: str) -> None:
    """A named script decides; a text without letters runs as its language does."""
    assert direction(tag, text) == expected


def test_every_letter_runs_as_its_script_does_whatever_the_language() -> None:
    """One is enough, where there is no other."""
    for letter in filter(str.isalpha, map(chr, range(sys.maxunicode + 1))):
        if script := main_script(letter):
            assert direction("he", letter) == ("rtl" if script in RTL_SCRIPTS else "ltr"), letter


def test_more_letters_than_are_remembered_are_counted_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was remembered is forgotten, and looked up anew."""
    monkeypatch.setattr(scripts, "_KEPT", 1)
    assert counts("\uab30\ua64d\ufb21") == {"Latn": 1, "Cyrl": 1, "Hebr": 1}
