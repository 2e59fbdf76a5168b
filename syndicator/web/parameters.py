"""What partners may ask for: the parameters of the API, read strictly and told kindly."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from syndicator.publish.cursor import reached
from syndicator.web.problems import Problem

SLUG = r"^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$"
LANGUAGE = r"^[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8}){0,8}$"
STORY = r"^[A-Za-z0-9-]{1,64}$"
_MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)[Tt ](\d\d:\d\d):(\d\d)(?:\.(\d+))?(?:[Zz]|([+\- ])(\d\d):(\d\d))", re.ASCII)

_EARLIEST, _LATEST = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)


def moment(text: str) -> datetime:
    """The moment that a text of RFC 3339 names; a blank stands for the plus that forms decode to one.

    A leap second is the second before it, and what no calendar has is the first or last moment that ours has. Raises
    :class:`Problem` for what is no moment.
    """
    found = _MOMENT.fullmatch(text)
    if found is None:
        raise _bad("updated_since", "write a moment with its zone, as 2026-05-01T10:00:00Z")
    day, minute, second, fraction, sign, *offset = found.groups()
    try:
        local = datetime.fromisoformat(f"{day}T{minute}:{'59' if second == '60' else second}+00:00")
    except ValueError as fault:
        raise _bad("updated_since", str(fault)) from None
    exact = local + timedelta(microseconds=int((fraction or "0")[:6].ljust(6, "0")))
    away = timedelta(hours=int(offset[0] or 0), minutes=int(offset[1] or 0))
    try:
        return exact + away if sign == "-" else exact - away
    except OverflowError:
        return _LATEST if sign == "-" else _EARLIEST


def number(text: str) -> int:
    """The number of a change behind a cursor; raises :class:`Problem` when we never gave it."""
    found = reached(text)
    if found is None:
        raise Problem("unknown-cursor")
    return found


def prefers_ninjs(accept: str, media_type: str) -> bool:
    """Whether one who accepts that would rather have ninjs than JSON of our own."""
    weights: dict[str, float] = {}
    for each in accept.lower().split(","):
        kind, *parameters = (part.strip() for part in each.split(";"))
        weight = next((part.removeprefix("q=") for part in parameters if part.startswith("q=")), "1")
        weights[kind] = float(weight) if re.fullmatch(r"[01](\.\d{0,3})?", weight, re.ASCII) else 0.0
    ours = max(weights.get(kind, 0.0) for kind in ("application/json", "application/*", "*/*"))
    return 0 < weights.get(media_type, 0.0) >= ours


def _bad(parameter: str, detail: str) -> Problem:
    return Problem("bad-parameter", f"{parameter}: {detail}", parameter=parameter)
