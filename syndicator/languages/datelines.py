"""Datelines: the place, the day and the agency that a dispatch begins with («АСТАНА. 5 мая. КАЗИНФОРМ – …»).

A dateline is told by its form, which is much the same in every language: a few short parts, every one of which is a
place, a day or an agency, before a dash, a bar, a colon or the first sentence. What could as well be a sentence is left
alone: «Астана – столица», "UNESCO – the agency", "Russia: what next?".
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto
from functools import cache, lru_cache
from importlib import import_module
from itertools import islice
from typing import Final

import regex

from syndicator.languages import LANGUAGES
from syndicator.languages.atlas import TABLES
from syndicator.languages.atlas.tables import lines
from syndicator.languages.dates import read_date
from syndicator.languages.datewords import fold
from syndicator.model.article import Dateline

_LONGEST: Final = 110
"""Characters of the head of a text that may be its dateline."""
_PART: Final = 64
"""Characters of one part of it: no name of a place has as many as 40."""
_TRIES: Final = 6
_REST: Final = 20
"""Characters that must follow."""
_SEPARATOR: Final = regex.compile(
    r"(?:(?P<dash>(?<=\s)-{1,2}(?=\s)|(?<=[\s)/])[–—-]{1,2}(?=\s)|[–—](?=\s))|(?P<bar>\|)|(?P<colon>:(?=\s))"
    r"|(?P<stop>(?<=[\p{L}\p{N})/])\.(?=\s)))\s*"
)
_PARTS: Final = regex.compile(r"[,،.;()/\[\]«»\"“”|:]+|\s[–—-]+\s|\b(?:via|through|через|по сообщению)\b")
_DAY_FIRST: Final = regex.compile(r"\s*(?:\p{L}{2,12}:?\s+)?(?P<day>(?:19|20)\d\d-\d\d-\d\d)\s+(?=\p{Lu}|\p{Lo})")
_CAPITALS: Final = regex.compile(r"[\p{Lu}\p{M}][\p{Lu}\p{M}'’ʻ.-]{2,}(?: [\p{Lu}\p{M}][\p{Lu}\p{M}'’ʻ.-]+){0,3}")
_WORDS: Final = regex.compile(r"\p{L}[\p{L}\p{M}'’ʻ״׳\"-]*(?: \p{L}[\p{L}\p{M}'’ʻ״׳\"-]*){0,3}")
_BEGINS: Final = regex.compile(r"[\p{P}\p{Z}]*[\p{Lu}\p{Lo}\p{N}]")


_BRACKETS: Final = ("(", "/", "[")


class _Part(Enum):
    CITY = auto()
    CAPITALS = auto()
    """A name in capitals that we do not know."""
    COUNTRY = auto()
    AGENCY = auto()
    DAY = auto()


@dataclass(frozen=True, slots=True)
class Head:
    """A dateline, and how many characters of the text it takes with what parts it from the text."""

    dateline: Dateline
    length: int


def dateline(text: str, *, year: int, publisher: str = "") -> Head | None:
    """Give the dateline that *text* begins with, or None; *year* completes a day, *publisher* counts as an agency."""
    first = text[: _LONGEST + _REST].partition("\n")[0]
    start, day = _day_before(first)
    agency, longest = fold(publisher), None
    for match in islice(_SEPARATOR.finditer(first, start, _LONGEST), _TRIES):
        head = first[start : match.start()].strip()
        found = _parts(head, year, agency)
        if found is None:
            break
        rest = text[match.end() :]
        if found and len(rest) >= _REST and _ACCEPTS[match.lastgroup or ""](found, head, rest):
            longest = Head(_made(found, day, year), match.end())
    return longest


def _day_before(first: str) -> tuple[int, str]:
    """Where the dateline begins after a day that a machine put before it («date 2022-05-05 NUR-SULTAN …»)."""
    match = _DAY_FIRST.match(first)
    return (match.end(), match["day"]) if match else (0, "")


def _parts(head: str, year: int, publisher: str) -> list[tuple[_Part, str]] | None:
    """Every part of *head* with what it is; None as soon as one is nothing of a dateline, empty for an empty head."""
    found = []
    for raw in _PARTS.split(head):
        part = raw.strip()
        if part:
            kind = _kind(part, year, publisher)
            if kind is None:
                return None
            found.append((kind, part))
    return found


@lru_cache(maxsize=1024)  # a head is read up to each of its separators, and those of a source are much the same
def _kind(part: str, year: int, publisher: str) -> _Part | None:
    if len(part) > _PART:
        return None
    folded = fold(part)
    if folded in _agencies() or (publisher and folded == publisher):
        return _Part.AGENCY
    if any(map(str.isdigit, part)):
        return _Part.DAY if _day(part, year) else None
    if folded in _cities():
        return _Part.CITY
    if folded in _countries():
        return _Part.COUNTRY
    return _Part.CAPITALS if _CAPITALS.fullmatch(part) else None


def _day(part: str, year: int) -> str:
    """The day that *part* names, with *year* if it names none; empty when it is no day."""
    found = read_date(part) or read_date(f"{part} {year}")
    return found.date().isoformat() if found and found.time() == datetime.min.time() else ""


def _made(found: list[tuple[_Part, str]], day: str, year: int) -> Dateline:
    """Beside a city that we know, another name in capitals is an agency that we do not know («АЛМАТЫ. DALA NEWS»)."""
    of_agencies = (_Part.AGENCY, _Part.CAPITALS) if _has(found, _Part.CITY) else (_Part.AGENCY,)
    agencies = [part for kind, part in found if kind in of_agencies]
    places = [part for kind, part in found if kind is not _Part.DAY and kind not in of_agencies]
    named = next((_day(part, year) for kind, part in found if kind is _Part.DAY), day)
    return Dateline(", ".join(places), ", ".join(agencies), named)


# --- what may stand before which separator --------------------------------------------------------------------------


def _has(found: list[tuple[_Part, str]], *kinds: _Part) -> bool:
    return any(kind in kinds for kind, _part in found)


def _is_cased(text: str) -> bool:
    return text.upper() != text.lower()


def _dash(found: list[tuple[_Part, str]], head: str, rest: str) -> bool:
    """«HAIFA (Reuters) – Doctors …»; a city alone only in capitals, in a script without, or before a new sentence."""
    if _has(found, _Part.AGENCY, _Part.DAY):
        return len(found) > 1 or head.isupper() or head.startswith(_BRACKETS)
    if not _has(found, _Part.CITY):
        return False
    return all(part.isupper() or not _is_cased(part) for _kind, part in found) or bool(_BEGINS.match(rest))


def _bar(found: list[tuple[_Part, str]], _head: str, _rest: str) -> bool:
    """Whatever is a place in part: a bar seldom stands in a sentence."""
    return _has(found, _Part.CITY, _Part.CAPITALS, _Part.AGENCY) or (_has(found, _Part.COUNTRY) and len(found) > 1)


def _colon(found: list[tuple[_Part, str]], _head: str, _rest: str) -> bool:
    """A city in capitals («DUBAI: …»), or two parts of which one is an agency or a day."""
    if len(found) > 1:
        return _has(found, _Part.AGENCY, _Part.DAY)
    return found[0][0] is _Part.CITY and found[0][1].isupper()


def _stop(found: list[tuple[_Part, str]], _head: str, _rest: str) -> bool:
    """A place with a day or an agency («ОШ, 12 марта. …»)."""
    named = _has(found, _Part.CITY, _Part.CAPITALS, _Part.COUNTRY)
    return named and _has(found, _Part.DAY, _Part.AGENCY)


_ACCEPTS: Final[dict[str, Callable[[list[tuple[_Part, str]], str, str], bool]]] = {
    "dash": _dash,
    "bar": _bar,
    "colon": _colon,
    "stop": _stop,
}


# --- names ---------------------------------------------------------------------------------------------------------


@cache
def _cities() -> frozenset[str]:
    tables = TABLES.values()
    of_tables = (fold(name.removeprefix("=")) for table in tables for _code, name in lines(table.cities))
    contested = (fold(name.strip()) for table in tables for name in table.contested.split(","))
    return frozenset((*of_tables, *contested)) - {""}


@cache
def _countries() -> frozenset[str]:
    named = (name for table in TABLES.values() for _code, name in lines(table.countries))
    return frozenset(fold(name.removeprefix("=")) for name in named)


@cache
def _agencies() -> frozenset[str]:
    modules = (import_module(f"syndicator.languages.{tag}") for tag, row in LANGUAGES.items() if row.words)
    names = (name for module in modules for name in getattr(module, "AGENCIES", "").split(";"))
    return frozenset(fold(" ".join(name.split())) for name in names if name.strip())
