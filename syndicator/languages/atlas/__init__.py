"""The names of countries, peoples and cities, one table per language, beside those of the Unicode CLDR."""

from __future__ import annotations

from collections.abc import Mapping

from syndicator.languages.atlas import ar, az, de, en, es, fa, he, kk, others, pl, ru, uz
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
    "uz": uz.NAMES,
    "de": de.NAMES,
    "es": es.NAMES,
    "pl": pl.NAMES,
    "fa": fa.NAMES,
    "az": az.NAMES,
}
"""Primary language → its table."""
