"""Hours and days in which a document asks not to be read: RSS 2.0, skipHours and skipDays. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

_HOUR = re.compile(r"[0-9]{1,2}")
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_HOURS = 24


@dataclass(frozen=True, slots=True)
class Skips:
    """Hours of the day and days of the week (Monday is 0), UTC, in order; and what the operator should hear."""

    hours: tuple[int, ...]
    days: tuple[int, ...]
    notes: tuple[str, ...]


def skips(hours: Iterable[str], days: Iterable[str]) -> Skips:
    """What ``<hour>`` and ``<day>`` elements say; what says nothing is passed over, and so is a wish never to be read.

    Hours are 0 to 23 in RSS 2.0 and 1 to 24 in RSS 0.91, so that 24 is midnight as well.
    """
    said = {int(each) % _HOURS for each in map(str.strip, hours) if _HOUR.fullmatch(each) and int(each) <= _HOURS}
    names = {_DAYS.index(name) for each in days if (name := each.strip().lower()) in _DAYS}
    notes = [_for_ever("24 hours of the day")] * (len(said) == _HOURS)
    notes += [_for_ever("7 days of the week")] * (len(names) == len(_DAYS))
    return Skips(
        tuple(sorted(said)) if len(said) < _HOURS else (),
        tuple(sorted(names)) if len(names) < len(_DAYS) else (),
        tuple(notes),
    )


def _for_ever(what: str) -> str:
    return f"it asks not to be read in all {what}, which is ignored"
