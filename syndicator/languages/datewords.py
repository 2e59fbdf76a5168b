"""Words of dates: what the names of months, weekdays, zones and the like mean, in all languages of the table at once.

They come from ``calendars.json``, which :mod:`tools.cldr` makes, and from the modules of languages, for
what newspapers write and CLDR lacks.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any, Final

from syndicator.languages import LANGUAGES
from syndicator.languages.zones import NAMES

CALENDARS: Final = Path(__file__).with_name("calendars.json")
_HALVES: Final = {"am": 0, "pm": 12}
_LETTERS: Final = re.compile(r"[^\W\d_]+")
_BETWEEN: Final = r"[\s.'’׳״-]{0,3}"
"""What may stand between the words of one name."""
_ALONE: Final = r"(?<![^\W\d_])(?:{})(?![^\W\d_])"
_GLUED: Final = re.compile(r"[\u1100-\u11ff\u2e80-\u2fdf\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
"""Letters of scripts that put no blank between words (Hangul in folded texts is in single letters)."""
_NEVER: Final = re.compile(r"(?!)")


@dataclass(frozen=True, slots=True)
class Words:
    """Folded words of all languages that may stand in a date."""

    months: dict[str, int]
    weekdays: frozenset[str]
    halves: dict[str, int]
    """Which half of the day a time of twelve hours is in: the hours to add."""
    zones: dict[str, str]
    units: dict[str, str]
    """Signs after a number: ``year``, ``month``, ``day``, ``hour``, ``minute`` or ``second``."""
    fillers: frozenset[str]
    """Words that say nothing."""
    names: re.Pattern[str]
    """Names of more than one word."""
    ascii_names: re.Pattern[str]
    """Those of them that a text in ASCII can hold."""
    glued: re.Pattern[str]
    """Words that stand without blanks between them."""

    def spread(self, text: str) -> str:
        """Write every name in folded *text* as one word, with blanks around those that have none."""
        if text.isascii():
            return self.ascii_names.sub(_join, text)
        joined = self.names.sub(_join, text)
        return self.glued.sub(r" \g<0> ", joined) if _GLUED.search(joined) else joined


def fold(text: str) -> str:
    """Fold case, digits of every script, accents, vowel signs and minus signs; drop what cannot be seen."""
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKD", text).casefold()
    return unicodedata.normalize("NFKD", plain).translate(_FOLDED)


_MOST_LETTERS: Final = 20_000


class _Folded(dict[int, str]):
    """Letter → what it is folded to, looked up once for each of the first so many; texts may hold any."""

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        if letter.isdecimal():
            folded = str(unicodedata.decimal(letter))
        else:
            folded = "" if unicodedata.category(letter) in ("Mn", "Cf") else letter
        if len(self) < _MOST_LETTERS:
            self[code] = folded
        return folded


_FOLDED: Final = _Folded(zip(map(ord, "ı−‐‑"), "i---", strict=True))


def _join(match: re.Match[str]) -> str:
    return _word(match[0])


def _word(name: str) -> str:
    """Give the letters of a *name*: ``segunda-feira`` → ``segundafeira``."""
    return "".join(_LETTERS.findall(name))


def calendars() -> dict[str, Any]:
    """Read ``calendars.json``: language → ``months`` (twelve lists of names), ``weekdays`` and ``halves``."""
    tables: dict[str, Any] = json.loads(CALENDARS.read_text(encoding="utf-8"))
    return tables


@cache
def words() -> Words:
    """Read all words, once."""
    tables = calendars().values()
    modules = [import_module(f"syndicator.languages.{tag}") for tag, row in LANGUAGES.items() if row.words]
    months = {fold(name): number for name, number in _months(tables, modules)}
    weekdays = [fold(name) for table in tables for name in table["weekdays"]]
    halves = {fold(name): hours for name, hours in _halves(tables, modules)}
    units = {fold(sign): unit for module in modules for sign, unit in getattr(module, "UNITS", {}).items()}
    zones = {fold(name): zone for module in modules for name, zone in getattr(module, "ZONES", {}).items()}
    names = [*months, *weekdays, *halves]
    glued = [_word(name) for name in (*names, *units) if _GLUED.search(name)]
    return Words(
        months={_word(name): number for name, number in months.items()},
        weekdays=frozenset(map(_word, weekdays)),
        halves={_word(name): hours for name, hours in halves.items()},
        zones={name: name for name in NAMES} | zones,
        units=units,
        fillers=frozenset(fold(word) for module in modules for word in module.FILLERS) | {"t"},
        names=_of_many_words(names),
        ascii_names=_of_many_words(filter(str.isascii, names)),
        glued=_longest_first(map(re.escape, glued), "{}"),
    )


def _months(tables: Iterable[Any], modules: Iterable[ModuleType]) -> Iterator[tuple[str, int]]:
    for table in tables:
        yield from ((name, number) for number, names in enumerate(table["months"], 1) for name in names)
    for module in modules:
        yield from getattr(module, "MONTHS", {}).items()


def _halves(tables: Iterable[Any], modules: Iterable[ModuleType]) -> Iterator[tuple[str, int]]:
    for table in tables:
        yield from ((name, _HALVES[half]) for half, names in table["halves"].items() for name in names)
    for module in modules:
        yield from getattr(module, "HALVES", {}).items()


def _of_many_words(names: Iterable[str]) -> re.Pattern[str]:
    parts = filter(lambda found: len(found) > 1, map(_LETTERS.findall, names))
    return _longest_first((_BETWEEN.join(found) for found in parts), _ALONE)


def _longest_first(patterns: Iterable[str], around: str) -> re.Pattern[str]:
    ordered = sorted(set(patterns), key=lambda pattern: (-len(pattern), pattern))
    return re.compile(around.replace("{}", "|".join(ordered))) if ordered else _NEVER
