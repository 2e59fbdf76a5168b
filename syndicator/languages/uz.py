"""Uzbek: words in dates that CLDR lacks."""

from __future__ import annotations

from typing import Final

MONTHS: Final = {"sentyabr": 9, "oktyabr": 10, "iyn": 6, "iyl": 7, "сентябр": 9, "октябр": 10}
"""Older spellings."""
FILLERS: Final = frozenset({"yil", "yili", "y", "soat", "da", "kuni", "йил", "соат", "куни"})
"""Words that may stand in a date and say nothing."""
