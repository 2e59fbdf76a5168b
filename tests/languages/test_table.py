"""The table of languages agrees with what stands beside it."""

from __future__ import annotations

import subprocess
import sys
from importlib import import_module

import pytest
from babel import Locale

from syndicator.languages import LANGUAGES, Language
from syndicator.languages.analysis import ANALYSERS
from syndicator.languages.tags import canonical
from syndicator.languages.zones import NAMES


@pytest.mark.parametrize("row", LANGUAGES.values(), ids=lambda row: str(row.tag))
def test_a_row_names_things_that_exist(row: Language) -> None:
    """Tags are canonical, calendars known to CLDR, and a language has an analyser exactly if its row names it."""
    assert canonical(row.tag) == row.tag
    assert row.analyser == (row.tag if row.tag in ANALYSERS else "")
    for calendar in row.calendars:
        Locale.parse(calendar)


OF_DATES = {"FILLERS", "MONTHS", "HALVES", "ZONES", "UNITS"}
OF_FRAMES = {"COUNTERS", "SHARES", "RELATED", "RIGHTS", "AGENCIES"}
"""What a module may say: of dates, and, in lists with semicolons, of what pages put around articles."""


@pytest.mark.parametrize("row", [row for row in LANGUAGES.values() if row.words], ids=lambda row: str(row.tag))
def test_a_language_with_words_has_a_module_with_them(row: Language) -> None:
    """One module per language, all of one shape."""
    module = import_module(f"syndicator.languages.{row.tag}")
    names = {name for name in vars(module) if name.isupper() and not name.startswith("_")}
    assert {"FILLERS"} <= names <= OF_DATES | OF_FRAMES
    assert all(isinstance(getattr(module, name), str) for name in names & OF_FRAMES)
    assert all(1 <= number <= 12 for number in getattr(module, "MONTHS", {}).values())
    assert set(getattr(module, "HALVES", {}).values()) <= {0, 12}
    assert set(getattr(module, "ZONES", {}).values()) <= NAMES
    assert set(getattr(module, "UNITS", {}).values()) <= {"year", "month", "day", "hour", "minute", "second"}


def test_direction_follows_the_usual_script() -> None:
    """Arabic and Hebrew run from right to left."""
    assert [tag for tag in ("en", "ru", "kk", "ar", "he") if LANGUAGES[tag].direction == "rtl"] == ["ar", "he"]


def test_importing_the_table_loads_nothing_heavy() -> None:
    """Models and calendars wait for their first use."""
    code = "import sys, syndicator.languages; print({'fasttext', 'pycld2', 'babel', 'regex'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
