"""The words of our own."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from syndicator.publish.words import WORDS, clock, credit, day, day_and_time, direction, language_name, spoken, words


def test_every_language_has_every_word() -> None:
    """A missing word would show up as a fault of one language's pages only."""
    for table in WORDS.values():
        assert table.keys() == WORDS["en"].keys()
        assert all(table.values())
        assert "{name}" in table["source"]


@pytest.mark.parametrize("language", [each for each in WORDS if direction(each) == "rtl"])
def test_a_name_of_ours_stays_whole_in_a_line_from_right_to_left(language: str) -> None:
    """An underscore between letters of both directions goes with those of the line (UAX 9), to the wrong end of it."""
    for text in WORDS[language].values():
        assert "_" not in text.replace("\u200e_", "")


@pytest.mark.parametrize(
    ("language", "wanted"),
    [
        ("ar", "1 مايو 2026، 10:00"),
        ("he", "1 במאי 2026, 10:00"),
        ("kk", "2026\u202fж. 1 мамыр, 10:00"),
        ("en", "May 1, 2026, 10:00"),
    ],
)
def test_a_day_and_a_time_have_the_languages_own_comma_between_them(language: str, wanted: str) -> None:
    """That of Arabic is another sign."""
    assert day_and_time(datetime(2026, 5, 1, 10, tzinfo=UTC), language) == wanted


def test_the_nearest_language_answers() -> None:
    """Itself, its primary language, English."""
    assert (spoken("kk-Latn"), spoken("ar"), spoken("fr")) == ("kk", "ar", "en")
    assert words("he-IL") is WORDS["he"]


@pytest.mark.parametrize(
    ("language", "wanted"),
    [
        ("en", "Source: X"),
        ("ru", "Источник: X"),
        ("kk-Cyrl", "Дереккөз: X"),
        ("kk-Latn", "Derekköz: X"),
        ("kk-Arab", "دەرەككوز: X"),
        ("ar", "المصدر: X"),
        ("he", "מקור: X"),
        ("fr", "Source: X"),
    ],
)
def test_sources_are_credited_in_the_readers_script(language: str, wanted: str) -> None:
    """A Kazakh reader of Arabic letters does not read Cyrillic."""
    assert credit("X", language) == wanted


@pytest.mark.parametrize(
    ("language", "wanted"),
    [
        ("ar", "rtl"),
        ("he", "rtl"),
        ("kk-Arab", "rtl"),
        ("ar-Latn", "ltr"),
        ("kk", "ltr"),
        ("en-GB", "ltr"),
        ("und", "ltr"),
    ],
)
def test_direction_follows_the_script(language: str, wanted: str) -> None:
    """The script that is said, else the one the language is commonly written in."""
    assert direction(language) == wanted


@pytest.mark.parametrize(
    ("language", "wanted"),
    [
        ("ru", "Русский"),
        ("en", "English"),
        ("kk-Cyrl", "Қазақша (кирилл)"),
        ("fr", "Français"),
        ("zz", "zz"),
        ("x_y", "x_y"),
    ],
)
def test_languages_are_named_in_themselves(language: str, wanted: str) -> None:
    """So that their readers find them; a tag nobody knows stands for itself."""
    assert language_name(language) == wanted


@pytest.mark.parametrize(
    ("language", "wanted"),
    [
        ("en", "February 1, 2026"),
        ("ru", "1 февраля 2026\u202fг."),
        ("he", "1 בפברואר 2026"),
        ("fr", "February 1, 2026"),
    ],
)
def test_days_are_written_as_the_language_writes_them(language: str, wanted: str) -> None:
    """In universal time, whatever the zone of the moment."""
    moment = datetime(2026, 2, 2, 2, 30, tzinfo=timezone(timedelta(hours=5)))
    assert day(moment, language) == wanted
    assert clock(moment, language) == "21:30"


def test_kazakh_and_arabic_days_name_their_month() -> None:
    """By the tables of CLDR."""
    moment = datetime(2026, 2, 1, tzinfo=UTC)
    assert "ақпан" in day(moment, "kk-Cyrl")
    assert "فبراير" in day(moment, "ar")
