"""Italian: words in dates that CLDR lacks."""

from __future__ import annotations

from typing import Final

MONTHS: Final = {"sett": 9}
"""Short forms of newspapers."""
FILLERS: Final = frozenset({"il", "lo", "di", "del", "alle", "ore", "h", "pubblicato", "aggiornato"})
"""Words that may stand in a date and say nothing."""
