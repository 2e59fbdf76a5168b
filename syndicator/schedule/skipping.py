"""Hours and days in which a publisher asks not to be polled (RSS 2.0, skipHours and skipDays), as it is remembered."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from syndicator.model.source import SourceState

_HOUR = timedelta(hours=1)
_HOURS, _DAYS = 24, 7


def after_skipped(state: SourceState, moment: datetime) -> datetime:
    """*moment*, or the first one after it that does not lie in a skipped hour or on a skipped day, both UTC."""
    hours, days = _said(state, "skip-hours", _HOURS), _said(state, "skip-days", _DAYS)
    while _lies(moment, hours, days):
        moment = _hour_of(moment) + _HOUR
    return moment


def was_put_off(state: SourceState, moment: datetime) -> bool:
    """Whether *moment* is when a skipped time ends: a poll that was meant for an earlier moment comes then."""
    hours, days = _said(state, "skip-hours", _HOURS), _said(state, "skip-days", _DAYS)
    return moment == _hour_of(moment) and _lies(moment - _HOUR, hours, days) and not _lies(moment, hours, days)


def _lies(moment: datetime, hours: frozenset[int], days: frozenset[int]) -> bool:
    there = moment.astimezone(UTC)
    return there.hour in hours or there.weekday() in days


def _hour_of(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(minute=0, second=0, microsecond=0).astimezone(moment.tzinfo)


def _said(state: SourceState, hint: str, all_of_them: int) -> frozenset[int]:
    """The numbers of a hint; none if they leave no time to poll."""
    named = set(state.hints.get(hint, "").split())
    said = frozenset(each for each in range(all_of_them) if str(each) in named)
    return said if len(said) < all_of_them else frozenset()
