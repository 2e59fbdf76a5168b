"""Words of dates mean one thing in all languages together."""

from __future__ import annotations

import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

from syndicator.languages import LANGUAGES, datewords
from syndicator.languages.dates import read_date
from syndicator.languages.datewords import CALENDARS, calendars, fold, words
from tests.conftest import ROOT


def test_the_calendars_are_those_of_the_table_and_of_cldr(tmp_path: Path) -> None:
    """``make calendars`` leaves the file as it is; in a process of its own, for babel mixes locales that were used."""
    made = tmp_path / "calendars.json"
    subprocess.run([sys.executable, "-m", "tools.cldr", str(made)], check=True, cwd=ROOT)
    assert made.read_text(encoding="utf-8") == CALENDARS.read_text(encoding="utf-8"), "run: make calendars"


def test_letters_beyond_the_bound_are_folded_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only so many are remembered, for texts may hold any."""
    monkeypatch.setattr(datewords, "_MOST_LETTERS", 0)
    assert fold("\u1c50\u1d2c") == "0a"
    assert 0x1C50 not in datewords._FOLDED


@pytest.mark.parametrize("tag", calendars())
def test_every_month_of_every_language_is_read(tag: str) -> None:
    """As CLDR writes it in dates and alone, in full and short."""
    for month, names in enumerate(calendars()[tag]["months"], 1):
        read = {name: read_date(f"5 {name} 2022") for name in names}
        assert {name: moment and (moment.month, moment.day) for name, moment in read.items()} == dict.fromkeys(
            names, (month, 5)
        )


@pytest.mark.parametrize("tag", calendars())
def test_every_weekday_of_every_language_says_nothing(tag: str) -> None:
    """Before a date or after it, whichever day it names."""
    for name in calendars()[tag]["weekdays"]:
        assert read_date(f"{name}, 2022-05-05") == read_date(f"2022-05-05 {name}") == read_date("2022-05-05"), name


def test_no_name_means_two_months_or_both_halves_of_the_day() -> None:
    """Words of all languages are looked up together."""
    months: dict[str, set[int]] = {}
    halves: dict[str, set[str]] = {}
    for table in calendars().values():
        for number, names in enumerate(table["months"], 1):
            for name in names:
                months.setdefault(fold(name).strip(". "), set()).add(number)
        for half, names in table["halves"].items():
            for name in names:
                halves.setdefault(fold(name).strip(". "), set()).add(half)
    for tag in (row.tag for row in LANGUAGES.values() if row.words):
        for name, number in getattr(import_module(f"syndicator.languages.{tag}"), "MONTHS", {}).items():
            months.setdefault(fold(name), set()).add(number)
    assert [name for name, meant in months.items() if len(meant) > 1] == []
    assert [name for name, meant in halves.items() if len(meant) > 1] == []


def test_no_zone_is_named_like_another_word() -> None:
    """A weekday that counts as a zone would move the time by hours."""
    known = words()
    assert not set(known.zones) & {*known.months, *known.weekdays, *known.halves, *known.units}


def test_reading_dates_loads_no_library_of_locales() -> None:
    """Children that read feeds start fast."""
    code = (
        "import sys; from syndicator.languages.dates import read_date; assert read_date('5 мая 2022');"
        "print({'babel', 'fasttext', 'pycld2', 'regex'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
