"""Turkish: words in dates that CLDR lacks."""

from __future__ import annotations

from typing import Final

FILLERS: Final = frozenset({"günü", "saat", "tarihinde", "güncelleme", "yayınlanma", "yayın", "giriş", "tarihi"})
"""Words that may stand in a date and say nothing."""
