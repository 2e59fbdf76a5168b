"""Kyrgyz: words in dates that CLDR lacks."""

from __future__ import annotations

from typing import Final

MONTHS: Final = {
    "үчтүн айы": 1,
    "бирдин айы": 2,
    "жалган куран": 3,
    "чын куран": 4,
    "бугу": 5,
    "кулжа": 6,
    "теке": 7,
    "баш оона": 8,
    "аяк оона": 9,
    "тогуздун айы": 10,
    "жетинин айы": 11,
    "бештин айы": 12,
}
"""Names of the folk calendar."""
FILLERS: Final = frozenset({"ж", "жыл", "жылы", "жылдын", "саат", "күнү"})
"""Words that may stand in a date and say nothing."""
