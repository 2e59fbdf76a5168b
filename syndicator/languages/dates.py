"""Dates as sources write them: text in, a moment in UTC out, or nothing.

Understood are RFC 822 and 5322 (with its obsolete forms), RFC 3339 and ISO 8601 (calendar dates), asctime, JavaScript's
``toString``, Unix time in seconds and milliseconds, and dates with the names of months of every language in the table,
in digits of any script. Nothing is ever filled in from the present day, and nothing relative is guessed at: the answer
depends on the arguments alone, never on the clock, the zone or the locale of the machine.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from syndicator.languages.datewords import fold, words
from syndicator.languages.zones import offset

EARLIEST: Final = datetime(1990, 1, 1, tzinfo=UTC)
"""Older is taken for a mistake or another calendar (hijri, Jalali)."""
AHEAD: Final = timedelta(days=2)
"""How far after now a date may lie."""
_LONGEST: Final = 160
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_UNIX: Final = re.compile(r"(\d{10})(?:\.\d{1,6}|\d{3})?")
_USUAL: Final = re.compile(
    r"(?:(?:mon|tue|wed|thu|fri|sat|sun), )?(?P<day>\d\d) (?P<month>[a-z]{3}) (?P<year>20\d\d) "
    r"(?P<time>\d\d:\d\d:\d\d) (?:(?P<hours>[+-](?:0\d|1[0-3]))(?P<minutes>[0-5]\d)|gmt)"
)
"""What nearly every feed of RSS writes (RFC 5322, section 3.3)."""
_MONTHS: Final = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_COMPACT_DATE: Final = re.compile(r"(\d{4})(\d\d)(\d\d)(?=$|[t ]\d|\d{4})")
_COMPACT_TIME: Final = re.compile(r"(?<=\d-\d\d)[t ]?(\d\d)(\d\d)(\d\d)?(?=$|[.,]\d|\s?[z+-])")
_COMMENT: Final = re.compile(r"\((?:[^()\\]|\\.)*\)", re.DOTALL)
_ZONE_NAMED_TOO: Final = re.compile(r"(?<=[z\d])\[[!a-z_/+=\d-]+\]$")
"""The suffix of RFC 9557: ``2022-05-05T14:30:00+05:00[Asia/Almaty]``."""
_MILITARY: Final = re.compile(r"(?:[a-z]{3},?\s*)?\d{1,2}\s[a-z]{3}\s\d{2,4}\s\d\d:\d\d(?::\d\d)?(?=\s[a-ik-y]$)")
"""Before a zone of one letter, which says nothing (RFC 5322, section 4.3: it shall count as ``-0000``)."""
_TOKEN: Final = re.compile(
    r"(?P<gap>[\s,،、.;؛|/–—·•'’׳״\[\]]+|[:-](?!\d))"
    r"|(?P<word>[^\W\d_]+)"
    r"|(?P<time>\d{1,2}(?:\s?:\s?\d{1,2}){1,2}|\d{1,2}\s?h\s?\d\d)(?:[.,]\d{1,9})?(?!\d)"
    r"|(?P<ymd>\d{4}(?:-\d{1,2}-|/\d{1,2}/|\.\s?\d{1,2}\.\s?)\d{1,2})(?!\d)"
    r"|(?P<dmy>\d{1,2}(?:-\d{1,2}-|/\d{1,2}/|\.\s?\d{1,2}\.\s?)\d{4})(?!\d)"
    r"|(?P<dotted>\d{1,2}\.\d\d)(?![.\d])"
    r"|(?P<offset>[+-]\d{1,2}(?::?\d\d)?(?!\d))"
    r"|(?P<number>\d{1,4})(?:(?:st|nd|rd|th|er)\b)?(?!\d)"
    r"|(?P<odd>.)",
    re.DOTALL,
)


def parse_date(text: str, *, zone: str = "UTC", now: datetime) -> datetime | None:
    """Read a date; a time without a zone is in *zone* (IANA name), a date without a time is midnight there.

    None when it cannot be read (see :func:`read_date`) or is not :func:`plausible` at *now*.
    Raises :class:`zoneinfo.ZoneInfoNotFoundError` for an unknown *zone*.
    """
    moment = read_date(text, zone=zone)
    return moment if moment and plausible(moment, now) else None


def plausible(moment: datetime, now: datetime) -> bool:
    """Say whether something can be of *moment*: neither before 1990 nor more than two days after *now*."""
    return EARLIEST <= moment <= now + AHEAD


def read_date(text: str, *, zone: str = "UTC") -> datetime | None:
    """Read a date of any year of our era as :func:`parse_date` does, however little it can be true.

    None when it cannot be read whole, does not exist (30 February), or is ambiguous.
    """
    folded = fold(text[: _LONGEST + 1]).strip()
    return _moment(folded, ZoneInfo(zone)) if folded and len(text) <= _LONGEST else None


def _moment(folded: str, zone: ZoneInfo) -> datetime | None:
    unix = _UNIX.fullmatch(folded)
    if unix:
        return _EPOCH + timedelta(seconds=int(unix[1]))
    if usual := _usual(folded):
        return usual
    found = _read(_plain(folded))
    return found.moment(zone) if found else None


def _usual(folded: str) -> datetime | None:
    """Read the date of most feeds at once; whatever is odd about it is left to the reading of all others."""
    match = _USUAL.fullmatch(folded)
    if match is None or match["month"] not in _MONTHS:
        return None
    month, zone = _MONTHS.index(match["month"]) + 1, f"{match['hours'] or '+00'}:{match['minutes'] or '00'}"
    try:
        return datetime.fromisoformat(f"{match['year']}-{month:02}-{match['day']}T{match['time']}{zone}").astimezone(
            UTC
        )
    except ValueError:
        return None


def _plain(folded: str) -> str:
    """Write compact forms of ISO 8601 with separators, and take away what says nothing."""
    if "(" in folded:
        folded = _without_comments(folded)
    dated = _COMPACT_DATE.sub(r"\1-\2-\3", folded, count=1)
    timed = _COMPACT_TIME.sub(lambda match: f" {match[1]}:{match[2]}:{match[3] or '00'}", dated, count=1)
    once = _ZONE_NAMED_TOO.sub("", timed)
    military = _MILITARY.match(once)
    return f"{military[0]} utc" if military else words().spread(once)


def _without_comments(text: str) -> str:
    """Take comments away, from the innermost outwards (RFC 5322, section 3.2.2)."""
    count = 1
    while count:
        text, count = _COMMENT.subn(" ", text)
    return text.strip()


# --- what was found ------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Found:
    """The parts of a date, as they are found one after another."""

    numbers: list[int] = field(default_factory=list)
    months: set[int] = field(default_factory=set)
    maybe: set[int] = field(default_factory=set)
    """Months whose names are names of weekdays, too (``mar`` is March, martes and mardi): they count without others."""
    month_after: int = 0
    """How many numbers stood before the name of the month."""
    date: tuple[int, int, int] | None = None
    time: tuple[int, int, int] | None = None
    half: int | None = None
    offset: timedelta | None = None
    beyond: timedelta = timedelta()
    """What is added to the zone that is named: two hours in ``MSK+2``."""
    name: str | None = None
    last: str = ""
    """Kind of the token before this one, gaps aside."""
    apart: bool = True
    """Whether a gap lies between the token before and this one."""

    def moment(self, zone: ZoneInfo) -> datetime | None:
        """Put the parts together; None when they make no date."""
        date, clock = self.date or self._by_name(), self._clock()
        if date is None or clock is None or (self.date and (self.months or self.numbers)):
            return None
        try:
            local = datetime(*date) + clock  # noqa: DTZ001 - the zone follows
            ahead = self.offset if self.offset is not None else self._ahead(local, zone)
            return (local.replace(tzinfo=zone) if ahead is None else (local - ahead).replace(tzinfo=UTC)).astimezone(
                UTC
            )
        except (ValueError, OverflowError):
            return None

    def _ahead(self, local: datetime, zone: ZoneInfo) -> timedelta | None:
        """How far the zone that is named was ahead; None when it is that of the source, or may be."""
        if self.name is None or self.name == (zone.tzname(local) or "").lower():
            return None
        ahead = offset(self.name, local)
        return None if ahead is None else ahead + self.beyond

    def _by_name(self) -> tuple[int, int, int] | None:
        """Day and year around the name of a month: ``5 May 2022``, ``May 5, 2022``, ``2022 May 5``, ``5 May 22``."""
        months = self.months or self.maybe
        if len(self.numbers) != 2 or len(months) != 1:
            return None
        (first, second), (month,) = self.numbers, months
        if first > 31:
            return first, month, second
        if second > 999:
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
    """Two or three digits of a year (RFC 5322, section 4.3)."""
    return year + (2000 if year < 50 else 1900)


# --- reading -------------------------------------------------------------------------------------------------------


def _read(text: str) -> _Found | None:
    """Read all tokens; None as soon as one has no meaning in a date."""
    found = _Found()
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup or "odd"
        if kind == "gap":
            found.apart = True
        elif kind == "odd" or not _READERS[kind](found, match[kind]):
            return None
        else:
            found.last, found.apart = kind, False
    return found


def _time(found: _Found, token: str) -> bool:
    if found.time:
        return False
    hour, minute, *second = map(int, re.split(r"[:h.]", token))
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
    grown_on = found.last == "word" and not found.apart
    if found.time is None or (grown_on and found.name is None):
        return ":" not in token and _number(found, token[1:])
    digits = token[1:].replace(":", "")
    hours, minutes = (int(digits[:-2]), int(digits[-2:])) if len(digits) > 2 else (int(digits), 0)
    ahead = timedelta(hours=hours, minutes=minutes) * (-1 if token[0] == "-" else 1)
    if found.offset is not None or found.beyond or minutes > 59 or abs(ahead) > timedelta(hours=14):
        return False
    if grown_on and found.name == "msk":
        found.beyond = ahead
    else:
        found.offset = ahead
    return True


def _number(found: _Found, token: str) -> bool:
    """A year of four digits that begins with 0 is no short one, but what programs print for no date at all."""
    found.numbers.append(int(token))
    return len(token) < 4 or token[0] != "0"


def _word(found: _Found, token: str) -> bool:
    known = words()
    if token in known.units and found.last == "number" and _unit(found, known.units[token]):
        return True
    if token in known.halves and found.half is None and (found.time or token not in known.fillers):
        found.half = known.halves[token]
    elif token in known.months:
        found.month_after = len(found.numbers)
        (found.maybe if token in known.weekdays else found.months).add(known.months[token])
    elif token in known.zones:
        found.name = known.zones[token]
    else:
        return token in known.weekdays or token in known.fillers or token in known.halves
    return True


def _unit(found: _Found, unit: str) -> bool:
    """Give the number before it the meaning of a sign: ``2022年5月5日14时30分``."""
    number = found.numbers[-1]
    if unit == "year":
        return number > 999
    if unit != "day":
        found.numbers.pop()
    if unit == "month":
        found.month_after = len(found.numbers)
        found.months.add(number)
    elif unit == "hour":
        found.time = number, 0, 0
    elif unit in ("minute", "second"):
        hour, minute, _second = found.time or (99, 0, 0)
        found.time = (hour, number, 0) if unit == "minute" else (hour, minute, number)
    return 1 <= number <= 12 if unit == "month" else True


_READERS: Final[dict[str, Callable[[_Found, str], bool]]] = {
    "time": _time,
    "dotted": _time,
    "ymd": _ymd,
    "dmy": _dmy,
    "offset": _offset,
    "number": _number,
    "word": _word,
}
