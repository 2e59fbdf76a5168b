"""English: words in dates that CLDR lacks."""

from __future__ import annotations

from typing import Final

MONTHS: Final = {"sept": 9}
"""Names of months beside those of CLDR."""
HALVES: Final = {"am": 0, "pm": 12}
"""Words that say which half of the day a time of twelve hours is in, with the hours to add."""
FILLERS: Final = frozenset(
    {"at", "on", "of", "the", "date", "published", "updated", "posted", "tues", "weds", "thur", "thurs"}
)
"""Words that may stand in a date and say nothing."""
