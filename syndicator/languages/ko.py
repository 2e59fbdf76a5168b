"""Korean: words in dates that CLDR lacks."""

from __future__ import annotations

from typing import Final

FILLERS: Final = frozenset({"입력", "수정", "등록", "기사입력"})
"""Words that may stand in a date and say nothing."""
UNITS: Final = {"년": "year", "월": "month", "일": "day", "시": "hour", "분": "minute", "초": "second"}
"""Signs after a number."""
