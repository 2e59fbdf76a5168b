"""Ukrainian: words in dates that CLDR lacks."""

from __future__ import annotations

from typing import Final

MONTHS: Final = {
    "січень": 1,
    "лютий": 2,
    "березень": 3,
    "квітень": 4,
    "травень": 5,
    "червень": 6,
    "липень": 7,
    "серпень": 8,
    "вересень": 9,
    "жовтень": 10,
    "листопад": 11,
    "грудень": 12,
}
"""Names of months beside those of CLDR: the nominative."""
HALVES: Final[dict[str, int]] = {}
FILLERS: Final = frozenset({"р", "рік", "року", "о", "об", "від", "опубліковано"})
"""Words that may stand in a date and say nothing."""
