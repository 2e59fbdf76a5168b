"""When to poll a source again: a function of how it publishes and how polls ended. It never stops (S22, P07, P08)."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime, timedelta

from apscheduler.triggers.cron import CronTrigger

from syndicator.model.configuration import Schedule
from syndicator.model.health import is_gone, often
from syndicator.model.history import rest
from syndicator.model.source import LIST, Outcome, Source, SourceState
from syndicator.schedule.skipping import after_skipped, was_put_off

_SOON = 300.0
"""Seconds after which a network of ours that was down is tried again."""
_LIST_EVERY = 86_400.0
_GONE_AGAIN = 7 * 86_400.0
_LINEAR_UP_TO = 4.0
_MOST_DOUBLINGS = 32

_SOFT, _TEMPORARY, _HARD = 0.25, 0.5, 1.0
_GRADES = {
    Outcome.BLOCKED: 3.0,
    Outcome.CLIENT_ERROR: _TEMPORARY,
    Outcome.CPU: _TEMPORARY,
    Outcome.DEADLINE: _SOFT,
    Outcome.DNS: _SOFT,
    Outcome.EMPTY: _SOFT,
    Outcome.INTERNAL: _SOFT,
    Outcome.NOT_A_FEED: _TEMPORARY,
    Outcome.PARSE: _TEMPORARY,
    Outcome.RATE_LIMITED: _HARD,
    Outcome.SERVER_ERROR: _SOFT,
    Outcome.TIMEOUT: _SOFT,
    Outcome.TLS: _TEMPORARY,
    Outcome.TRANSPORT: _SOFT,
    Outcome.TRUNCATED: _SOFT,
}
"""By how much of the interval each failure in a row makes the wait longer; whatever is not named here is hard.

Most failures pass by themselves, and live feeds do answer 404 for a day: waits grow by these steps at first, and are
doubled only later (the graded linear back-off of Media Cloud's rss-fetcher).
"""

_BENEATH_PUSHES = 6
"""By how much polls are rarer that are but the net beneath a hub's pushes."""
_SUNDAY_FIRST = ("sun", "mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True, slots=True)
class _Pace:
    """How long to wait, before chance has its share, and why."""

    seconds: float
    because: str


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

    *state* counts this poll already; *fresh_for* and *retry_after* are seconds, *ttl* is minutes; *spread*,
    from 0 to 1, is the chance by which times are parted: later, never sooner. A source with ``cron`` is polled at its
    times only, after a failure at the first one that the back-off allows. Hours and days that the publisher asks to
    skip are waited for, within the maximum, unless the operator named the times, or an interval below the minimum.
    """
    usual = _interval(source, state, schedule, now, fresh_for=fresh_for, ttl=ttl)
    failure = None if outcome.good else _after_failure(usual, state, outcome, _maximum(source, schedule), retry_after)
    wait = (failure or usual).seconds
    if source.cron:
        pause = timedelta(seconds=1 if outcome.good else wait)
        planned = _by_cron(source.cron, source.timezone, now + pause)
        if planned is not None:
            return planned
    longest = max(wait, schedule.maximum.total_seconds())
    meant = now + timedelta(seconds=min(wait * (1 + schedule.jitter * spread), longest))
    return meant if _is_express(source, schedule) else _put_off(state, meant, now + timedelta(seconds=longest))


def _put_off(state: SourceState, meant: datetime, latest: datetime) -> datetime:
    """After the hours and days that the publisher asks to skip, but not later than *latest*."""
    return min(after_skipped(state, meant), latest)


def _is_express(source: Source, schedule: Schedule) -> bool:
    """Whether the operator has said how often in spite of everybody: by an interval below the minimum."""
    return source.interval is not None and source.interval < schedule.minimum


def latest(source: Source, state: SourceState, *, schedule: Schedule, polled: datetime) -> datetime:
    """The latest time that :func:`next_poll` can have meant after the poll at *polled*, by this source and *schedule*.

    What the publisher asked for then is taken from *state*.
    """
    return next_poll(
        source,
        state,
        state.outcome or Outcome.OK,
        schedule=schedule,
        now=polled,
        fresh_for=_remembered(state, "fresh-for"),
        retry_after=_asked(state, polled),
        spread=1.0,
    )


def explain_next(
    source: Source, state: SourceState, *, schedule: Schedule, now: datetime, resting: bool = False
) -> str:
    """When the next poll is and why then, in words; *resting* when it waits for a host that asked to be left alone."""
    if state.next_poll is None or state.last_poll is None:
        return "soon, for the first time"
    left = (state.next_poll - now).total_seconds()
    when = "due now" if left <= 0 else f"in {_span(left)}"
    if resting:
        return f"{when}: its host asked to be left alone"
    reason = _reason(source, state, schedule, state.last_poll)
    if was_put_off(state, state.next_poll) and not source.cron and not _is_express(source, schedule):
        return f"{when}: after the hours or days that the publisher asks to skip (otherwise {reason})"
    return f"{when}: {reason}"


def _reason(source: Source, state: SourceState, schedule: Schedule, polled: datetime) -> str:
    outcome = state.outcome or Outcome.OK
    usual = _interval(source, state, schedule, polled, fresh_for=_remembered(state, "fresh-for"), ttl=None)
    if not outcome.good:
        maximum = _maximum(source, schedule)
        return _after_failure(usual, state, outcome, maximum, _asked(state, polled)).because
    if "hub" in state.hints and state.next_poll and (state.next_poll - polled).total_seconds() < usual.seconds:
        return "its hub tells of news"
    if source.cron and _by_cron(source.cron, source.timezone, polled):
        return f"at the times of its line '{source.cron}'"
    return f"every {_span(usual.seconds)}, {usual.because}"


def _interval(
    source: Source, state: SourceState, schedule: Schedule, now: datetime, *, fresh_for: int | None, ttl: int | None
) -> _Pace:
    """The operator's interval or the one learned, or longer when the publisher asks for it, within bounds (fault P14).

    An interval below the minimum is the operator's express wish: it stands as it is.
    """
    minimum, maximum = schedule.minimum.total_seconds(), _maximum(source, schedule)
    wanted = _wanted(source, state, schedule, now)
    if _is_express(source, schedule):
        return wanted
    minutes = ttl if ttl is not None else _remembered(state, "ttl")
    asked = float(min(max(fresh_for or 0, 60 * minutes), maximum))
    if wanted.seconds < asked > minimum:
        otherwise = f"every {_span(max(wanted.seconds, minimum))}, {wanted.because}"
        return _Pace(asked, f"as the publisher asks (otherwise {otherwise})")
    if wanted.seconds < minimum:
        return _Pace(minimum, f"the least that is configured, {wanted.because}")
    return wanted if wanted.seconds <= maximum else _Pace(maximum, f"the most that is configured, {wanted.because}")


def _wanted(source: Source, state: SourceState, schedule: Schedule, now: datetime) -> _Pace:
    """By the source's own rhythm, unless the operator says how often.

    The polls that a service can afford find all news soonest, on average, when each source's interval goes with the
    square root of the time between two of its publications (K. C. Sia, J. Cho and H.-K. Cho, Efficient Monitoring
    Algorithm for Fast News Alerts, IEEE TKDE 19(7), 2007). The interval of the schedule is the measure: a source that
    publishes once in it is polled once in it.
    """
    if source.interval:
        return _Pace(source.interval.total_seconds(), "as configured for it")
    if source.kind == LIST:
        return _Pace(_LIST_EVERY, "as lists of feeds seldom change")
    usual = schedule.interval.total_seconds()
    per_day = state.rhythm.per_day(now)
    if per_day is None:
        learned = _Pace(usual, "as its own rhythm is not known yet")
    else:
        learned = _Pace(math.sqrt(86_400 / per_day * usual), f"as it publishes {often(per_day)}")
    if state.pushed:
        learned = _Pace(learned.seconds * _BENEATH_PUSHES, f"{learned.because} and its hub tells us of news")
    if state.restraint <= 1:
        return learned
    return _Pace(learned.seconds * state.restraint, f"{learned.because} and has refused us")


def _after_failure(
    usual: _Pace, state: SourceState, outcome: Outcome, maximum: float, retry_after: int | None
) -> _Pace:
    if state.excused:
        return _Pace(min(usual.seconds, _SOON), "our own network failed")
    times = "a failure" if state.failures <= 1 else f"{state.failures} failures in a row"
    because = f"after {times} ({outcome.value})"
    if is_gone(state):
        return _Pace(max(maximum, _GONE_AGAIN), "seldom, as it says that it was ended")
    if outcome is Outcome.GONE:
        return _Pace(maximum, f"{because}, to hear whether it is meant")
    if outcome is Outcome.RATE_LIMITED and retry_after is not None:
        return _Pace(rest(retry_after).total_seconds(), f"{because}, when its host asks us to come again")
    score = max(state.failures, 1) * _GRADES.get(outcome, _HARD)
    doublings = min(max(0.0, score - _LINEAR_UP_TO), _MOST_DOUBLINGS)
    return _Pace(min(usual.seconds * (1 + min(score, _LINEAR_UP_TO)) * 2**doublings, maximum), because)


def _asked(state: SourceState, polled: datetime) -> int | None:
    """How many seconds of rest the host asked for at the last poll."""
    return round((state.rest_until - polled).total_seconds()) if state.rest_until else None


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
    """In the largest unit of which there are about two or more, so that rounding hides little."""
    for unit, size in (("days", 86_400), ("hours", 3_600), ("minutes", 60), ("seconds", 1)):
        if seconds >= 1.95 * size:
            return f"{round(seconds / size)} {unit}"
    return "a moment"
