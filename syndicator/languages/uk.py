"""Ukrainian: words in dates that CLDR lacks."""

from __future__ import annotations

from typing import Final

FILLERS: Final = frozenset({"р", "рік", "року", "о", "об", "від", "опубліковано", "оновлено"})
"""Words that may stand in a date and say nothing."""
