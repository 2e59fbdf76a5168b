"""A language in, the names of countries, peoples and cities in it out.

Names of countries are those of the Unicode CLDR (through babel); short names, peoples, cities and words to beware of
are our own tables, one per language. Contested cities (Jerusalem, Al-Quds, …) are left out on purpose: they are
places without a country, unless an operator lists an organisation there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import regex
from babel import Locale, UnknownLocaleError

from syndicator.languages.analysers.folding import fold
from syndicator.languages.atlas import TABLES, kk
from syndicator.languages.atlas.tables import NOWHERE, Names, lines, listed, parted
from syndicator.model.topic import Term
from syndicator.tag.terms import Kind, Meaning

_NO_TABLE = Names("")
_COUNTRY = regex.compile("[A-Z]{2}")
_BETWEEN = regex.compile(r"[()]|, | – | - ")
_OTHER_SCRIPTS = {"kk": ("kk_Arab",), "zh": ("zh_Hant",), "uz": ("uz_Cyrl",)}
_UNCOUNTED = frozenset((
    "AC", "AI", "AQ", "AS", "AW", "AX", "BL", "BM", "BQ", "BV", "CC", "CK", "CP", "CW", "CX", "DG", "EA", "EH", "EU",
    "EZ", "FK", "FO", "GF", "GG", "GI", "GP", "GS", "GU", "HM", "IC", "IM", "IO", "JE", "KY", "MF", "MO", "MP", "MQ",
    "MS", "NC", "NF", "NU", "PF", "PM", "PN", "PR", "RE", "SH", "SJ", "SX", "TA", "TC", "TF", "TK", "UM", "UN", "VG",
    "VI", "WF", "XA", "XB", "YT", "ZZ",
))  # fmt: skip
"""Territories that are not counted as countries; their names mislead (Jersey, Reunion)."""


def place_terms(language: str) -> Iterator[tuple[Meaning, Term]]:
    """Every name of a country, people or city in a primary language, and the phrases that only look like one."""
    names = TABLES.get(language, _NO_TABLE)
    doubtful = listed(names.doubtful)
    for code, name in (*_of_cldr(language), *lines(names.countries), *lines(names.cities)):
        yield _meant(code, name, doubtful, proper=True)
    for code, name in (*lines(names.peoples), *_derived(language, names)):
        yield _meant(code, name, doubtful, proper=names.cased_peoples)
    for name in parted(names.nowhere):
        yield _meant(NOWHERE, name, doubtful, proper=False)


def _meant(code: str, name: str, doubtful: frozenset[str], *, proper: bool) -> tuple[Meaning, Term]:
    bare = name.removeprefix("=")
    return (
        Meaning(Kind.PLACE, code, bare, proper=proper and not bare[0].islower(), needs_company=fold(bare) in doubtful),
        Term(bare, exact=bare != name),
    )


def _of_cldr(language: str) -> Iterator[tuple[str, str]]:
    """Names of countries by the Unicode CLDR; what stands in brackets is another name."""
    for written in (language, *_OTHER_SCRIPTS.get(language, ())):
        territories = _territories(written)
        whole = set(territories.values())  # «Hong Kong (China)» is no name of China
        for code, name in territories.items():
            if _COUNTRY.fullmatch(code) and code not in _UNCOUNTED:
                parts = (part.strip() for part in _BETWEEN.split(name))
                yield from ((code, part) for part in parts if part and (part == name or part not in whole))


def _territories(language: str) -> Mapping[str, str]:
    try:
        locale: Any = Locale.parse(language)
    except (UnknownLocaleError, ValueError):
        return {}
    return dict(locale.territories)


def _derived(language: str, names: Names) -> Iterator[tuple[str, str]]:
    """Words made of names by rule: Russian first halves («казахстанско-»), Kazakh «of the country»."""
    if language == "ru":
        yield from ((code, name[:-2] + "о") for code, name in lines(names.peoples) if name.endswith("кий"))
    if language == "kk":
        singles = [(code, name) for code, name in (*_of_cldr(language), *lines(names.countries)) if name.isalpha()]
        yield from ((code, name + ending) for code, name in singles for ending in kk.DERIVED)
