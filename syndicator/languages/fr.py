"""French: words in dates that CLDR lacks."""

from __future__ import annotations

from typing import Final

MONTHS: Final[dict[str, int]] = {}
HALVES: Final[dict[str, int]] = {}
FILLERS: Final = frozenset({"le", "à", "publié", "mis", "jour"})
"""Words that may stand in a date and say nothing."""
