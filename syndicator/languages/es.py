"""Spanish: words in dates that CLDR lacks."""

from __future__ import annotations

from typing import Final

MONTHS: Final = {"set": 9, "setiembre": 9}
"""The spelling of Peru and Uruguay."""
FILLERS: Final = frozenset({"de", "del", "el", "la", "las", "a", "h", "hs", "hrs", "horas", "publicado", "actualizado"})
"""Words that may stand in a date and say nothing."""
