"""French: words in dates that CLDR lacks."""

from __future__ import annotations

from typing import Final

FILLERS: Final = frozenset({"le", "à", "h", "publié", "mis", "jour"})
"""Words that may stand in a date and say nothing."""
