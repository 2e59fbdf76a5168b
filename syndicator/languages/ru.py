"""Russian: words in dates that CLDR lacks."""

from __future__ import annotations

from typing import Final

MONTHS: Final = {"фев": 2, "сен": 9, "ноя": 11}
"""Short forms of newspapers."""
FILLERS: Final = frozenset({"г", "год", "года", "в", "от", "по", "опубликовано", "обновлено", "время", "времени"})
"""Words that may stand in a date and say nothing."""
ZONES: Final = {"мск": "msk", "астаны": "almt", "астане": "almt", "алматы": "almt"}
"""Zone names in Russian letters, with the name they stand for; Astana has the time of Almaty."""
