"""Persian: words in dates that CLDR lacks."""

from __future__ import annotations

from typing import Final

MONTHS: Final = {
    "آگوست": 8,
    "اوت": 8,
    "آگست": 8,
    "سپتمبر": 9,
    "اکتوبر": 10,
    "نومبر": 11,
    "دسمبر": 12,
    "جولای": 7,
    "جون": 6,
    "می": 5,
    "مه": 5,
    "ژوئیه": 7,
    "ژوئن": 6,
}
"""Other spellings of the Gregorian months."""
FILLERS: Final = frozenset({"ساعت", "روز", "سال", "مورخ", "تاریخ", "انتشار", "میلادی", "در"})
"""Words that may stand in a date and say nothing."""
