"""Dates as sources write them: text in, a moment in UTC out, or nothing.

Understood are RFC 822 and 5322 (with its obsolete forms), RFC 3339 and ISO 8601 (calendar dates), asctime, JavaScript's
``toString``, Unix time in seconds and milliseconds, and dates with the names of months of every language that has
``calendars`` in the table, in digits of any script. Nothing is ever filled in from the present day: the answer depends
on the arguments alone, never on the clock, the zone or the locale of the machine.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from importlib import import_module
from types import ModuleType
from typing import Any, Final
from zoneinfo import ZoneInfo

from babel import Locale

from syndicator.languages import LANGUAGES
from syndicator.languages.zones import NAMES, offset

EARLIEST: Final = datetime(1990, 1, 1, tzinfo=UTC)
"""Older is taken for a mistake or another calendar (hijri, Jalali)."""
AHEAD: Final = timedelta(days=2)
"""How far after now a date may lie."""
_LONGEST: Final = 160
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_UNIX: Final = re.compile(r"(\d{10})(?:\.\d{1,6}|\d{3})?")
_COMPACT: Final = re.compile(r"(\d{4})(\d\d)(\d\d)(?:t?(\d\d)(\d\d)(\d\d)?)?(z|[+-]\d\d:?\d\d)?")
_COMMENT: Final = re.compile(r"\([^()]*\)")
_HALF: Final = re.compile(r"\b([ap])\.m\b\.?")
_TOKEN: Final = re.compile(
    r"(?P<time>\d{1,2}:\d\d(?::\d\d)?)(?:[.,]\d{1,9})?"
    r"|(?P<ymd>\d{4}([-/.])\d{1,2}\3\d{1,2})(?!\d)"
    r"|(?P<dmy>\d{1,2}([-/.])\d{1,2}\5\d{4})(?!\d)"
    r"|(?P<offset>[+-]\d{1,2}(?::?\d\d)?(?!\d))"
    r"|(?P<number>\d{1,4})(?:(?:st|nd|rd|th|er)\b)?(?!\d)"
    r"|(?P<word>[^\W\d_]+)"
    r"|(?P<gap>[\s,،.;؛|/–—·•'’׳״\[\]]+|-(?!\d))"
    r"|(?P<odd>.)",
    re.DOTALL,
)


def parse_date(text: str, *, zone: str = "UTC", now: datetime) -> datetime | None:
    """Read a date; a time without a zone is in *zone* (IANA name), a date without a time is midnight there.

    None when it cannot be read whole, does not exist (30 February), is in another calendar, is ambiguous, or lies
    before 1990 or more than two days after *now*. Raises :class:`zoneinfo.ZoneInfoNotFoundError` for an unknown *zone*.
    """
    folded = _fold(text[: _LONGEST + 1]).strip()
    moment = _moment(folded, ZoneInfo(zone)) if folded and len(text) <= _LONGEST else None
    return moment if moment and EARLIEST <= moment <= now + AHEAD else None


def _moment(folded: str, zone: ZoneInfo) -> datetime | None:
    unix = _UNIX.fullmatch(folded)
    if unix:
        return _EPOCH + timedelta(seconds=int(unix[1]))
    found = _read(_spread(folded))
    return found.moment(zone) if found else None


def _spread(folded: str) -> str:
    """Write the compact form of ISO 8601 with separators, and take away what says nothing."""
    compact = _COMPACT.fullmatch(folded)
    if compact:
        year, month, day, hour, minute, second, zone = compact.groups(default="")
        return f"{year}-{month}-{day}" + (f" {hour}:{minute}:{second or '00'}{zone}" if hour else "")
    halves = _HALF.sub(r"\1m", _COMMENT.sub(" ", folded))
    for phrase, joined in _words().phrases:
        halves = halves.replace(phrase, joined)
    return halves


def _fold(text: str) -> str:
    """Fold case, digits of every script, accents and vowel signs, and drop what cannot be seen."""
    plain = unicodedata.normalize("NFKD", text).casefold().replace("ı", "i")
    return "".join(_folded(letter) for letter in unicodedata.normalize("NFKD", plain))


def _folded(letter: str) -> str:
    if letter.isdecimal():
        return str(unicodedata.decimal(letter))
    return "" if unicodedata.category(letter) in ("Mn", "Cf") else letter


# --- what was found ------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Found:
    """The parts of a date, as they are found one after another."""

    numbers: list[int] = field(default_factory=list)
    months: set[int] = field(default_factory=set)
    month_after: int = 0
    """How many numbers stood before the name of the month."""
    date: tuple[int, int, int] | None = None
    time: tuple[int, int, int] | None = None
    half: int | None = None
    offset: timedelta | None = None
    name: str | None = None

    def moment(self, zone: ZoneInfo) -> datetime | None:
        """Put the parts together; None when they make no date."""
        date, clock = self.date or self._by_name(), self._clock()
        if date is None or clock is None or (self.date and (self.months or self.numbers)):
            return None
        try:
            local = datetime(*date) + clock  # noqa: DTZ001 - the zone follows
            ahead = self.offset if self.offset is not None else offset(self.name or "", local)
            return (local.replace(tzinfo=zone) if ahead is None else (local - ahead).replace(tzinfo=UTC)).astimezone(
                UTC
            )
        except (ValueError, OverflowError):
            return None

    def _by_name(self) -> tuple[int, int, int] | None:
        """Day and year around the name of a month: ``5 May 2022``, ``May 5, 2022``, ``2022 May 5``, ``5 May 22``."""
        if len(self.numbers) != 2 or len(self.months) != 1:
            return None
        (first, second), (month,) = self.numbers, self.months
        if first > 31:
            return first, month, second
        if second > 99:
            return second, month, first
        return (_century(second), month, first) if self.month_after == 1 else None

    def _clock(self) -> timedelta | None:
        """Time of day; 24:00 is the end of the day and :60 a leap second, as ISO 8601 and RFC 3339 have them."""
        hour, minute, second = self.time or (0, 0, 0)
        if self.half is not None:
            if not 1 <= hour <= 12:
                return None
            hour = hour % 12 + self.half
        in_day = hour < 24 or (hour, minute, second) == (24, 0, 0)
        return (
            timedelta(hours=hour, minutes=minute, seconds=second) if in_day and minute < 60 and second <= 60 else None
        )


def _century(year: int) -> int:
    """Two digits of a year (RFC 5322, section 4.3)."""
    return year + (2000 if year < 50 else 1900)


# --- reading -------------------------------------------------------------------------------------------------------


def _read(text: str) -> _Found | None:
    """Read all tokens; None as soon as one has no meaning in a date."""
    found = _Found()
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup or "odd"
        if not _READERS[kind](found, match[kind]):
            return None
    return found


def _time(found: _Found, token: str) -> bool:
    if found.time:
        return False
    hour, minute, *second = map(int, token.split(":"))
    found.time = hour, minute, second[0] if second else 0
    return True


def _ymd(found: _Found, token: str) -> bool:
    year, month, day = map(int, re.split(r"[-/.]", token))
    return _whole(found, (year, month, day))


def _dmy(found: _Found, token: str) -> bool:
    """Day first, as most of the world writes; with slashes only where no other reading is possible."""
    first, second, year = map(int, re.split(r"[-/.]", token))
    if "/" not in token or first > 12 or first == second:
        return _whole(found, (year, second, first))
    return second > 12 and _whole(found, (year, first, second))


def _whole(found: _Found, date: tuple[int, int, int]) -> bool:
    again = found.date is not None
    found.date = date
    return not again


def _offset(found: _Found, token: str) -> bool:
    """An offset follows a time or a zone name; else it is a number with a hyphen before it."""
    if found.time is None:
        return ":" not in token and _number(found, token[1:])
    digits = token[1:].replace(":", "")
    hours, minutes = (int(digits[:-2]), int(digits[-2:])) if len(digits) > 2 else (int(digits), 0)
    ahead = timedelta(hours=hours, minutes=minutes)
    if found.offset is not None or minutes > 59 or ahead > timedelta(hours=14):
        return False
    found.offset = -ahead if token[0] == "-" else ahead
    return True


def _number(found: _Found, token: str) -> bool:
    found.numbers.append(int(token))
    return True


def _word(found: _Found, token: str) -> bool:
    words = _words()
    if token in words.halves and found.time and found.half is None:
        found.half = words.halves[token]
    elif token in words.months:
        found.month_after = len(found.numbers)
        found.months.add(words.months[token])
    elif token in words.zones:
        found.name = words.zones[token]
    return token in words.all


_READERS: Final[dict[str, Callable[[_Found, str], bool]]] = {
    "time": _time,
    "ymd": _ymd,
    "dmy": _dmy,
    "offset": _offset,
    "number": _number,
    "word": _word,
    "gap": lambda _found, _token: True,
    "odd": lambda _found, _token: False,
}


# --- words ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Words:
    """Folded words of all languages that may stand in a date."""

    months: dict[str, int]
    phrases: tuple[tuple[str, str], ...]
    """Names of more than one word, and the same joined; the longest first."""
    halves: dict[str, int]
    zones: dict[str, str]
    all: frozenset[str]


@cache
def _words() -> _Words:
    modules = [import_module(f"syndicator.languages.{tag}") for tag, row in LANGUAGES.items() if row.words]
    calendars: list[Any] = [Locale.parse(name) for row in LANGUAGES.values() for name in row.calendars]
    months = _month_names(modules, calendars)
    joined = {name: name.replace(" ", "") for name in months if " " in name}
    halves = {_fold(word): hours for module in modules for word, hours in module.HALVES.items()}
    zones = {name: name for name in NAMES} | {
        _fold(word): name for module in modules for word, name in getattr(module, "ZONES", {}).items()
    }
    single = {name.replace(" ", ""): number for name, number in months.items()}
    fillers = {_fold(word) for module in modules for word in module.FILLERS} | _weekdays(calendars) | {"t"}
    phrases = tuple(sorted(joined.items(), key=lambda pair: (-len(pair[0]), pair)))
    return _Words(single, phrases, halves, zones, frozenset(single) | frozenset(halves) | frozenset(zones) | fillers)


def _month_names(modules: list[ModuleType], calendars: list[Any]) -> dict[str, int]:
    """Names in the form used in dates, in full and short, of CLDR, and those that the modules add."""
    names = [(name, number) for module in modules for name, number in module.MONTHS.items()]
    for calendar in calendars:
        for width in ("wide", "abbreviated"):
            names += [(name, number) for number, name in calendar.months["format"][width].items()]
    return {_fold(name).strip(".'׳״’"): number for name, number in names}


def _weekdays(calendars: list[Any]) -> set[str]:
    names = {
        _fold(name)
        for calendar in calendars
        for width in ("wide", "abbreviated")
        for name in calendar.days["format"][width].values()
    }
    return {word for name in names for word in re.findall(r"[^\W\d_]+", name)}
