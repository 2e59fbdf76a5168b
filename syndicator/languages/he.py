"""Hebrew: words in dates that CLDR lacks."""

from __future__ import annotations

from typing import Final

_NAMES: Final = (
    "ינואר ינו",
    "פברואר פבר",
    "מרץ מארס מרס",
    "אפריל אפר",
    "מאי",
    "יוני",
    "יולי",
    "אוגוסט אוג",
    "ספטמבר ספט",
    "אוקטובר אוק",
    "נובמבר נוב",
    "דצמבר דצמ",
)

MONTHS: Final = {
    prefix + name: number
    for number, names in enumerate(_NAMES, 1)
    for name in names.split()
    for prefix in ("", "ב", "ל")
}
"""Names of months, also with the prepositions "in" and "of" grown on, as dates are written."""
FILLERS: Final = frozenset(
    {"יום", "ביום", "בשעה", "שעה", "ב", "פורסם", "עודכן", "בתאריך", "תאריך", "א", "ג", "ד", "ה", "ו", "שבת"}
)
"""Words that may stand in a date and say nothing: day, hour, published, and weekdays by their letter."""
