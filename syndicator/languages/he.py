"""Hebrew: words in dates that CLDR lacks."""

from __future__ import annotations

from typing import Final

_NAMES: Final = (
    "ינואר",
    "פברואר",
    "מרץ מארס מרס",
    "אפריל",
    "מאי",
    "יוני",
    "יולי",
    "אוגוסט",
    "ספטמבר",
    "אוקטובר",
    "נובמבר",
    "דצמבר",
)

MONTHS: Final = {
    prefix + name: number
    for number, names in enumerate(_NAMES, 1)
    for name in names.split()
    for prefix in ("", "ב", "ל")
}
"""Names of months, also with the prepositions "in" and "of" grown on, as dates are written."""
HALVES: Final[dict[str, int]] = {}
FILLERS: Final = frozenset(
    {"יום", "ביום", "בשעה", "שעה", "ב", "פורסם", "עודכן", "בתאריך", "תאריך", "א", "ג", "ד", "ה", "ו", "שבת"}
)
"""Words that may stand in a date and say nothing: day, hour, published, and weekdays by their letter."""
