"""Japanese: words in dates that CLDR lacks."""

from __future__ import annotations

from typing import Final

FILLERS: Final = frozenset({"更新", "公開", "配信", "掲載"})
"""Words that may stand in a date and say nothing."""
UNITS: Final = {"年": "year", "月": "month", "日": "day", "時": "hour", "分": "minute", "秒": "second"}
"""Signs after a number."""
