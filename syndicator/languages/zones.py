"""Zone names: what the abbreviations in dates of feeds mean, with the history that matters for news since 1990."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

_HOURS: Final = {
    "z": 0,
    "ut": 0,
    "utc": 0,
    "gmt": 0,
    "wet": 0,
    "west": 1,
    "bst": 1,
    "cet": 1,
    "cest": 2,
    "eet": 2,
    "eest": 3,
    "idt": 3,
    "trt": 3,
    "msd": 4,
    "samt": 4,
    "gst": 4,
    "aqtt": 5,
    "orat": 5,
    "yekt": 5,
    "uzt": 5,
    "pkt": 5,
    "kgt": 6,
    "omst": 6,
    "novt": 7,
    "krat": 7,
    "irkt": 8,
    "yakt": 9,
    "vlat": 10,
    "jst": 9,
    "kst": 9,
    "hkt": 8,
    "sgt": 8,
    "est": -5,
    "edt": -4,
    "cst": -6,
    "cdt": -5,
    "mst": -7,
    "mdt": -6,
    "pst": -8,
    "pdt": -7,
}
"""Abbreviation → hours from UTC. The North American ones are those of RFC 822, section 5.1."""

_CHANGED: Final[dict[str, tuple[tuple[str, int], ...]]] = {
    # Kazakhstan has been on one time, UTC+5, since 1 March 2024; before, Almaty and Astana were on UTC+6.
    "almt": (("", 6), ("2024-03-01", 5)),
    "qyzt": (("", 6), ("2018-12-21", 5)),
    # Moscow's "permanent summer" of 2011 to 2014.
    "msk": (("", 3), ("2011-03-27T02", 4), ("2014-10-26T02", 3)),
}
"""Abbreviation → (local time from which, ISO 8601, hours from UTC), the latest last."""

AMBIGUOUS: Final = frozenset({"ist", "ast"})
"""Israel or India, Arabia or the Atlantic: the zone of the source decides."""

NAMES: Final = frozenset(_HOURS) | frozenset(_CHANGED) | AMBIGUOUS
"""Every abbreviation that is understood, in lower case."""


def offset(name: str, local: datetime) -> timedelta | None:
    """Give what zone *name* was ahead of UTC at the naive *local* time; None when the name is ambiguous."""
    if name in _CHANGED:
        return timedelta(hours=[hours for since, hours in _CHANGED[name] if since <= local.isoformat()][-1])
    return timedelta(hours=_HOURS[name]) if name in _HOURS else None
