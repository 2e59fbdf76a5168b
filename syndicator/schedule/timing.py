"""When to poll a source again: pure functions of how the last poll ended. It never stops (faults S22, P07, P08)."""

from __future__ import annotations

from datetime import datetime, timedelta

from apscheduler.triggers.cron import CronTrigger

from syndicator.model.configuration import Schedule
from syndicator.model.source import Outcome, Source, SourceState

_SOONEST_RETRY = 60.0
_LATEST_RETRY = 86_400.0
_MOST_DOUBLINGS = 64

_TEMPORARY = 1.5
_HARD = 2.0
_GROWTH = {
    Outcome.BLOCKED: 4.0,
    Outcome.CPU: _TEMPORARY,
    Outcome.DEADLINE: _TEMPORARY,
    Outcome.DNS: _TEMPORARY,
    Outcome.EMPTY: _TEMPORARY,
    Outcome.INTERNAL: _TEMPORARY,
    Outcome.NOT_A_FEED: _TEMPORARY,
    Outcome.PARSE: _TEMPORARY,
    Outcome.SERVER_ERROR: _TEMPORARY,
    Outcome.TIMEOUT: _TEMPORARY,
    Outcome.TRANSPORT: _TEMPORARY,
    Outcome.TRUNCATED: _TEMPORARY,
}
"""What the interval is multiplied by at each failure in a row; whatever is not named here is hard."""

_SUNDAY_FIRST = ("sun", "mon", "tue", "wed", "thu", "fri", "sat", "sun")


def next_poll(
    source: Source,
    state: SourceState,
    outcome: Outcome,
    *,
    schedule: Schedule,
    now: datetime,
    fresh_for: int | None = None,
    retry_after: int | None = None,
    ttl: int | None = None,
    spread: float,
) -> datetime:
    """When to poll *source* again.

    *state* counts this poll's failure already; *fresh_for* and *retry_after* are seconds, *ttl* is minutes; *spread*,
    from 0 to 1, is the chance by which times are parted: later, never sooner. A source with ``cron`` is polled at its
    times only, after a failure at the first one that the back-off allows.
    """
    if outcome.good:
        wait = _interval(source, state, schedule, fresh_for=fresh_for, ttl=ttl)
    else:
        wait = _back_off(source, state, outcome, schedule, retry_after)
    if source.cron:
        pause = timedelta(seconds=1 if outcome.good else wait)
        planned = _by_cron(source.cron, source.timezone, now + pause)
        if planned is not None:
            return planned
    latest = max(wait, schedule.maximum.total_seconds())
    return now + timedelta(seconds=min(wait * (1 + schedule.jitter * spread), latest))


def latest(source: Source, state: SourceState, *, schedule: Schedule, polled: datetime) -> datetime:
    """The latest time that :func:`next_poll` can have meant after the poll at *polled*, by this source and *schedule*.

    What the publisher asked for then is taken from *state*; how long a server that felt asked too often wanted to be
    left alone is not kept, so that the longest such wait counts.
    """
    outcome = state.outcome or Outcome.OK
    return next_poll(
        source,
        state,
        outcome,
        schedule=schedule,
        now=polled,
        fresh_for=_remembered(state, "fresh-for"),
        retry_after=int(_LATEST_RETRY) if outcome is Outcome.RATE_LIMITED else None,
        spread=1.0,
    )


def explain_next(state: SourceState, now: datetime) -> str:
    """When the next poll is and why then, in words."""
    if state.next_poll is None:
        return "soon, for the first time"
    left = (state.next_poll - now).total_seconds()
    when = "due now" if left <= 0 else f"in {_span(left)}"
    if not state.failures or state.outcome is None:
        return when
    times = "a failure" if state.failures == 1 else f"{state.failures} failures in a row"
    return f"{when}, after {times} ({state.outcome.value})"


def _interval(
    source: Source, state: SourceState, schedule: Schedule, *, fresh_for: int | None, ttl: int | None
) -> float:
    """The operator's interval, or longer when the publisher asks for it, within bounds (fault P14).

    An interval below the minimum is the operator's express wish: it stands as it is.
    """
    wanted = _base(source, schedule)
    minimum, maximum = schedule.minimum.total_seconds(), _maximum(source, schedule)
    if source.interval and wanted < minimum:
        return wanted
    minutes = ttl if ttl is not None else _remembered(state, "ttl")
    return min(max(wanted, minimum, fresh_for or 0, 60 * minutes), maximum)


def _back_off(
    source: Source, state: SourceState, outcome: Outcome, schedule: Schedule, retry_after: int | None
) -> float:
    maximum = _maximum(source, schedule)
    if outcome is Outcome.GONE:
        return maximum
    if outcome is Outcome.RATE_LIMITED and retry_after is not None:
        return min(max(float(retry_after), _SOONEST_RETRY), _LATEST_RETRY)
    failures = min(max(state.failures, 1), _MOST_DOUBLINGS)
    return min(_base(source, schedule) * _GROWTH.get(outcome, _HARD) ** failures, maximum)


def _base(source: Source, schedule: Schedule) -> float:
    return (source.interval or schedule.interval).total_seconds()


def _maximum(source: Source, schedule: Schedule) -> float:
    return max(schedule.maximum, source.interval or schedule.maximum).total_seconds()


def _remembered(state: SourceState, hint: str) -> int:
    """A number that the publisher gave at the last poll (``ttl``: a 304 does not repeat it); 0 without one."""
    text = state.hints.get(hint, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 20 else 0


def _by_cron(cron: str, timezone: str, earliest: datetime) -> datetime | None:
    """The first time of a cron line at or after *earliest*; None for a line that cannot be read or never comes."""
    try:
        trigger = CronTrigger.from_crontab(_named_weekdays(cron), timezone=timezone)
        planned: datetime | None = trigger.get_next_fire_time(None, earliest)
    except (ValueError, LookupError):
        return None
    return planned.astimezone(earliest.tzinfo) if planned else None


def _named_weekdays(cron: str) -> str:
    """The line with weekdays by name: crontab counts them from Sunday, APScheduler 3 from Monday (its issue 286)."""
    *fields, weekdays = cron.split() or [""]
    return " ".join([*fields, weekdays if _is_named(weekdays) else ",".join(map(_days, weekdays.split(",")))])


def _is_named(weekdays: str) -> bool:
    return weekdays == "*" or any(sign.isalpha() for sign in weekdays)


def _days(part: str) -> str:
    """``1-5/2`` as ``mon,wed,fri``; raises ValueError or IndexError for what is no part of a crontab field."""
    span, _, step = part.replace("*", "0-6").partition("/")
    first, _, last = span.partition("-")
    return ",".join(_SUNDAY_FIRST[day] for day in range(int(first), int(last or first) + 1, int(step or 1)))


def _span(seconds: float) -> str:
    """In the largest unit of which there are two or more, so that rounding hides little."""
    for unit, size in (("days", 86_400), ("hours", 3_600), ("minutes", 60), ("seconds", 1)):
        if seconds >= 2 * size:
            return f"{round(seconds / size)} {unit}"
    return "a moment"
