"""Russian: words in dates that CLDR lacks."""

from __future__ import annotations

from typing import Final

MONTHS: Final = {
    "январь": 1,
    "февраль": 2,
    "фев": 2,
    "март": 3,
    "апрель": 4,
    "май": 5,
    "июнь": 6,
    "июль": 7,
    "август": 8,
    "сентябрь": 9,
    "сен": 9,
    "октябрь": 10,
    "ноябрь": 11,
    "ноя": 11,
    "декабрь": 12,
}
"""Names of months beside those of CLDR: the nominative and the short forms of newspapers."""
HALVES: Final[dict[str, int]] = {}
FILLERS: Final = frozenset({"г", "год", "года", "в", "от", "мск", "опубликовано", "обновлено", "время"})
"""Words that may stand in a date and say nothing; Moscow time said in Cyrillic is a zone, see ``ZONES``."""
ZONES: Final = {"мск": "msk"}
"""Zone names in Russian letters, with the name they stand for."""
