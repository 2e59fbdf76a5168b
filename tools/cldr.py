"""Writes ``calendars.json`` anew: the words for dates that the Unicode CLDR has, of every language in the table.

Run as ``make calendars`` after a change of the table or of babel. The service reads that file only, for the whole data
of forty locales take ten times as long to load. Read here is what each locale itself says, without what it inherits:
babel resolves inherited aliases in data that locales share, so that the names of one show up in the next.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

from babel import localedata

from syndicator.languages import LANGUAGES

_CONTEXTS: Final = ("format", "stand-alone")
_WIDTHS: Final = ("wide", "abbreviated")


def calendars() -> str:
    """Give the text of ``calendars.json``: language → names of the twelve months, of weekdays, of the day's halves.

    Names are those of dates and those that stand alone, in full and short. Months that CLDR writes as a number with a
    sign (``5月``) are left out: they are read by the sign.
    """
    tables = {tag: _table(row.calendars) for tag, row in LANGUAGES.items() if row.calendars}
    return json.dumps(tables, ensure_ascii=False, indent=1) + "\n"


def _table(names: Iterable[str]) -> dict[str, Any]:
    locales = [localedata.load(name, merge_inherited=False) for name in names]
    months, days, halves = (list(_named(locales, what)) for what in ("months", "days", "day_periods"))
    return {
        "months": [_once(names[n] for names in months if n in names) for n in range(1, 13)],
        "weekdays": _once(name for names in days for name in names.values()),
        "halves": {half: _once(names[half] for names in halves if half in names) for half in ("am", "pm")},
    }


def _named(locales: Iterable[Any], what: str) -> Iterator[dict[Any, str]]:
    """Give the names that each locale has, for every context and width in which it has any of its own."""
    for locale in locales:
        for context in _CONTEXTS:
            widths = locale.get(what, {}).get(context, {})
            yield from (widths[width] for width in _WIDTHS if isinstance(widths, dict) and width in widths)


def _once(names: Iterable[str]) -> list[str]:
    return sorted({name for name in names if not any(letter.isdigit() for letter in name)})


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(calendars(), encoding="utf-8")
