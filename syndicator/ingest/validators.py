"""What HTTP header fields say about sending again, and when: validators, freshness, waiting times. Pure.

Fields come from outside: whatever does not follow the grammar counts as absent.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

Fields = Mapping[str, Sequence[str]]
"""Names in small letters → the values of every line of that name."""

_LONGEST_VALIDATOR = 512
_MOST_DIGITS = 10
_LONGEST_DATE = 64
_EPOCH_FROM = 1_000_000_000
"""A rate-limit reset at or above this many seconds is a moment since 1970, not a span."""


def validator(fields: Fields, name: str) -> str | None:
    """The one value of a validator field, byte for byte (RFC 9110, 8.8), if it can be sent back; else None."""
    values = fields.get(name, ())
    return sendable(values[0]) if len(values) == 1 else None


def sendable(value: str | None) -> str | None:
    """A validator that is safe to send: printable ASCII of bounded length; anything else would poison every later poll.

    (Fault P12: a stored ETag that cannot be encoded fails for ever.)
    """
    if value and len(value) <= _LONGEST_VALIDATOR and value.isascii() and value.isprintable():
        return value
    return None


def fresh_for(fields: Fields, now: datetime) -> int | None:
    """Seconds the answer stays fresh: max-age less Age, else Expires less Date (RFC 9111, 4.2); None when unsaid."""
    directives = [each.strip().lower() for each in ",".join(fields.get("cache-control", ())).split(",")]
    if "no-cache" in directives or "no-store" in directives:
        return None
    for directive in directives:
        name, _, value = directive.partition("=")
        seconds = digits(value.strip().strip('"')) if name.strip() == "max-age" else None
        if seconds is not None:
            return max(0, seconds - (digits(_first(fields, "age")) or 0))
    return _until(_first(fields, "expires"), _date(fields, now))


def retry_after(fields: Fields, now: datetime) -> int | None:
    """Seconds a server asks us to wait: Retry-After (RFC 9110, 10.2.3), else a rate-limit reset; not clamped.

    A date counts from the server's own Date, so that a wrong clock on either side does no harm.
    """
    asked = _first(fields, "retry-after")
    if asked:
        seconds = digits(asked)
        return seconds if seconds is not None else _until(asked, _date(fields, now))
    reset = digits(_first(fields, "x-ratelimit-reset") or _first(fields, "ratelimit-reset"))
    if reset is None or reset < _EPOCH_FROM:
        return reset
    return max(0, reset - int(_date(fields, now).timestamp()))


def digits(text: str) -> int | None:
    """A number written in at most ten ASCII digits, else None."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS else None


def http_date(text: str) -> datetime | None:
    """A date in any form that HTTP has had (RFC 9110, 5.6.7), else None."""
    if not text.isascii() or len(text) > _LONGEST_DATE:
        return None
    try:
        when = parsedate_to_datetime(text)
        return (when if when.tzinfo else when.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _first(fields: Fields, name: str) -> str:
    return next(iter(fields.get(name, ())), "").strip()


def _date(fields: Fields, now: datetime) -> datetime:
    return http_date(_first(fields, "date")) or now


def _until(text: str, start: datetime) -> int | None:
    when = http_date(text)
    return max(0, int((when - start).total_seconds())) if when else None
