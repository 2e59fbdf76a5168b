"""Languages: one row per language that the newsroom reads, one module per language that needs words of its own.

Importing this package loads nothing heavy; models and calendars are loaded on first use.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Language:
    """What there is to know of a language before any text is seen."""

    tag: str
    """BCP 47 primary subtag."""
    name: str
    """Its own name."""
    english: str
    script: str = "Latn"
    """ISO 15924 code of the script it is written in when nothing else is said."""
    analyser: str = ""
    """Key of the analyser that finds its inflected words; empty where folded words must do."""
    calendars: tuple[str, ...] = ()
    """CLDR locales whose names of months and weekdays are read in dates; empty where CLDR has none."""
    words: bool = False
    """Whether the module of the same name holds words for dates that CLDR lacks."""

    @property
    def direction(self) -> str:
        """``ltr`` or ``rtl``, by its usual script."""
        return "rtl" if self.script in RTL_SCRIPTS else "ltr"


RTL_SCRIPTS: Final = frozenset({"Arab", "Hebr", "Syrc", "Thaa"})

_ARABIC: Final = ("ar", "ar_LB", "ar_DZ", "ar_MA", "ar_MR")
"""The Gregorian months of Egypt and the Gulf, of the Levant, and three of the Maghreb."""

_ROWS: Final = (
    Language("en", "English", "English", analyser="en", calendars=("en", "en_GB", "en_CA"), words=True),
    Language("ru", "Русский", "Russian", "Cyrl", analyser="ru", calendars=("ru",), words=True),
    Language("kk", "Қазақша", "Kazakh", "Cyrl", analyser="kk", calendars=("kk", "kk_Arab"), words=True),
    Language("ar", "العربية", "Arabic", "Arab", analyser="ar", calendars=_ARABIC, words=True),
    Language("he", "עברית", "Hebrew", "Hebr", analyser="he", calendars=("he",), words=True),
    Language("fr", "Français", "French", analyser="fr", calendars=("fr", "fr_CA"), words=True),
    Language("tr", "Türkçe", "Turkish", analyser="tr", calendars=("tr",), words=True),
    Language("uk", "Українська", "Ukrainian", "Cyrl", analyser="uk", calendars=("uk",), words=True),
    Language("ky", "Кыргызча", "Kyrgyz", "Cyrl", analyser="ky", calendars=("ky",), words=True),
    Language("uz", "O‘zbekcha", "Uzbek", analyser="uz", calendars=("uz", "uz_Cyrl"), words=True),
    Language("tt", "Татарча", "Tatar", "Cyrl", calendars=("tt",)),
    Language("az", "Azərbaycanca", "Azerbaijani", calendars=("az",)),
    Language("be", "Беларуская", "Belarusian", "Cyrl", calendars=("be",)),
    Language("fa", "فارسی", "Persian", "Arab", analyser="fa", calendars=("fa", "fa_AF"), words=True),
    Language("ur", "اردو", "Urdu", "Arab", analyser="ur", calendars=("ur",)),
    Language("ug", "ئۇيغۇرچە", "Uyghur", "Arab", calendars=("ug",)),
    Language("ckb", "کوردیی ناوەندی", "Central Kurdish", "Arab", calendars=("ckb",)),
    Language("yi", "ייִדיש", "Yiddish", "Hebr", analyser="yi", calendars=("yi",)),
    Language("de", "Deutsch", "German", analyser="de", calendars=("de", "de_AT"), words=True),
    Language("es", "Español", "Spanish", analyser="es", calendars=("es", "es_MX"), words=True),
    Language("it", "Italiano", "Italian", analyser="it", calendars=("it",), words=True),
    Language("pt", "Português", "Portuguese", analyser="pt", calendars=("pt", "pt_PT"), words=True),
    Language("zh", "中文", "Chinese", "Hani", calendars=("zh", "zh_Hant"), words=True),
    Language("ja", "日本語", "Japanese", "Hani", calendars=("ja",), words=True),
    Language("ko", "한국어", "Korean", "Hang", calendars=("ko",), words=True),
    Language("pl", "Polski", "Polish", analyser="pl", calendars=("pl",), words=True),
)

LANGUAGES: Final[dict[str, Language]] = {row.tag: row for row in _ROWS}
"""Every language known by name. A new one is a row here and, if it needs words of its own, a module."""
