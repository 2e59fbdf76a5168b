"""The names of countries, peoples and cities, one table per language, beside those of the Unicode CLDR."""

from __future__ import annotations

from collections.abc import Mapping

from syndicator.languages.atlas import ar, en, he, kk, others, ru
from syndicator.languages.atlas.tables import Names

TABLES: Mapping[str, Names] = {
    "en": en.NAMES,
    "ru": ru.NAMES,
    "kk": kk.NAMES,
    "ar": ar.NAMES,
    "he": he.NAMES,
    "fr": others.FRENCH,
    "tr": others.TURKISH,
    "zh": others.CHINESE,
    "ky": others.KYRGYZ,
    "uk": others.UKRAINIAN,
}
"""Primary language → its table."""
