"""Polish: words in dates that CLDR lacks."""

from __future__ import annotations

from typing import Final

MONTHS: Final = {"wrzes": 9}
"""Short forms of newspapers."""
FILLERS: Final = frozenset({"r", "rok", "roku", "dnia", "o", "godz", "godzina", "opublikowano", "w"})
"""Words that may stand in a date and say nothing."""
