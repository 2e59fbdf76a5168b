"""Arabic: words in dates that CLDR lacks."""

from __future__ import annotations

from typing import Final

MONTHS: Final = {
    "نيسان": 4,
    "ابريل": 4,
    "اذار": 3,
    "اغسطس": 8,
    "آب": 8,
    "ايار": 5,
    "ايلول": 9,
    "يونية": 6,
    "يولية": 7,
    "جوان": 6,
}
"""Names of months as newspapers spell them, beside those of CLDR (Gregorian, Levantine, Maghrebi)."""
FILLERS: Final = frozenset(
    {"م", "الساعة", "في", "يوم", "عام", "سنة", "شهر", "نشر", "بتاريخ", "تاريخ", "النشر", "من", "بتوقيت"}
)
"""Words that may stand in a date and say nothing."""
ZONES: Final = {"غرينتش": "gmt", "جرينتش": "gmt"}
"""Names of zones in its own words."""
