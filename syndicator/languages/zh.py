"""Chinese: words in dates that CLDR lacks."""

from __future__ import annotations

from typing import Final

FILLERS: Final = frozenset({"发布", "發布", "时间", "時間", "发布时间", "更新", "于", "於"})
"""Words that may stand in a date and say nothing."""
UNITS: Final = {
    "年": "year",
    "月": "month",
    "日": "day",
    "号": "day",
    "號": "day",
    "时": "hour",
    "時": "hour",
    "点": "hour",
    "點": "hour",
    "分": "minute",
    "秒": "second",
}
"""Signs after a number."""
