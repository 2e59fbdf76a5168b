"""German: words in dates that CLDR lacks."""

from __future__ import annotations

from typing import Final

MONTHS: Final = {"jan": 1, "febr": 2, "märz": 3, "jun": 6, "jul": 7, "sept": 9}
"""Short forms of newspapers."""
FILLERS: Final = frozenset(
    {"am", "den", "der", "um", "uhr", "vom", "von", "veröffentlicht", "aktualisiert", "stand", "h"}
)
"""Words that may stand in a date and say nothing."""
ZONES: Final = {"mez": "cet", "mesz": "cest"}
"""Names of zones in its own words."""
