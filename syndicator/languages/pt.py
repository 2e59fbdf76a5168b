"""Portuguese: words in dates that CLDR lacks."""

from __future__ import annotations

from typing import Final

FILLERS: Final = frozenset({"de", "do", "da", "as", "h", "hs", "feira", "publicado", "atualizado", "em"})
"""Words that may stand in a date and say nothing."""
