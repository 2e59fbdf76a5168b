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
    """CLDR locales whose names of months and weekdays are read in dates; empty where no dates are read."""
    words: bool = False
    """Whether the module of the same name holds words for dates that CLDR lacks."""

    @property
    def direction(self) -> str:
        """``ltr`` or ``rtl``, by its usual script."""
        return "rtl" if self.script in RTL_SCRIPTS else "ltr"


RTL_SCRIPTS: Final = frozenset({"Arab", "Hebr", "Syrc", "Thaa"})

_ROWS: Final = (
    Language("en", "English", "English", analyser="en", calendars=("en", "en_GB"), words=True),
    Language("ru", "Русский", "Russian", "Cyrl", analyser="ru", calendars=("ru",), words=True),
    Language("kk", "Қазақша", "Kazakh", "Cyrl", analyser="kk", calendars=("kk", "kk_Arab"), words=True),
    Language("ar", "العربية", "Arabic", "Arab", analyser="ar", calendars=("ar", "ar_LB", "ar_DZ", "ar_MA"), words=True),
    Language("he", "עברית", "Hebrew", "Hebr", analyser="he", calendars=("he",), words=True),
    Language("fr", "Français", "French", analyser="fr", calendars=("fr",), words=True),
    Language("tr", "Türkçe", "Turkish", analyser="tr", calendars=("tr",)),
    Language("uk", "Українська", "Ukrainian", "Cyrl", analyser="uk", calendars=("uk",), words=True),
    Language("ky", "Кыргызча", "Kyrgyz", "Cyrl", analyser="ky"),
    Language("uz", "O‘zbekcha", "Uzbek"),
    Language("tt", "Татарча", "Tatar", "Cyrl"),
    Language("az", "Azərbaycanca", "Azerbaijani"),
    Language("be", "Беларуская", "Belarusian", "Cyrl"),
    Language("fa", "فارسی", "Persian", "Arab", analyser="fa"),
    Language("ur", "اردو", "Urdu", "Arab", analyser="ur"),
    Language("ug", "ئۇيغۇرچە", "Uyghur", "Arab"),
    Language("ckb", "کوردیی ناوەندی", "Central Kurdish", "Arab"),
    Language("yi", "ייִדיש", "Yiddish", "Hebr", analyser="yi"),
    Language("de", "Deutsch", "German", analyser="de"),
    Language("es", "Español", "Spanish", analyser="es"),
    Language("it", "Italiano", "Italian", analyser="it"),
    Language("pt", "Português", "Portuguese", analyser="pt"),
    Language("zh", "中文", "Chinese", "Hani"),
    Language("ja", "日本語", "Japanese", "Hani"),
    Language("ko", "한국어", "Korean", "Hang"),
)

LANGUAGES: Final[dict[str, Language]] = {row.tag: row for row in _ROWS}
"""Every language known by name. A new one is a row here and, if it needs words of its own, a module."""
