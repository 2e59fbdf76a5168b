"""Scripts are counted by letters, and tell the direction."""

from __future__ import annotations

import sys

import pytest

from syndicator.languages import scripts
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
    ("tag", "script", "expected"),
    [
        ("kk-Arab", None, "rtl"),
        ("kk-Cyrl", "Arab", "ltr"),
        ("ar", "Arab", "rtl"),
        ("und", "Hebr", "rtl"),
        ("he", "Latn", "ltr"),
        ("ar", None, "rtl"),
        ("en", None, "ltr"),
        ("xx", None, "ltr"),
    ],
)
def test_direction_comes_from_script_then_letters_then_language(tag: str, script: str | None, expected: str) -> None:
    """A named script decides; a text without letters runs as its language does."""
    assert direction(tag, script) == expected


def test_letters_that_are_counted_at_one_stroke_are_of_one_script() -> None:
    """As each is by itself, and beside any other; the others are counted one by one."""
    for script, run in scripts._RUNS.items():
        letters = run.findall("".join(map(chr, range(sys.maxunicode + 1))))
        assert {letter for each in letters for letter in each if counts(letter) != {script: 1}} == set()
    assert counts("Ωβ ab ꙁж ﻡم") == {"Grek": 2, "Latn": 2, "Cyrl": 2, "Arab": 2}


def test_more_letters_than_are_remembered_are_counted_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was remembered is forgotten, and looked up anew."""
    monkeypatch.setattr(scripts, "_KEPT", 1)
    assert counts("\uab30\ua64d\ufb21") == {"Latn": 1, "Cyrl": 1, "Hebr": 1}
