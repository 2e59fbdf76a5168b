"""What a poll makes of a source's state: what is counted, what is remembered, and how the source fares by it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from syndicator.model.health import judge
from syndicator.model.source import Outcome, SourceState

SHORTEST_REST = timedelta(minutes=1)
LONGEST_REST = timedelta(days=1)
"""Within these bounds a host that says when to come back is obeyed (faults P01, P05)."""
_MOST_RESTRAINT = 8.0
_EASING = 0.9
_NO_RESTRAINT_BELOW = 1.1


def succeeded(
    state: SourceState, outcome: Outcome, now: datetime, *, published: Iterable[datetime] = ()
) -> SourceState:
    """The state after a good poll that brought new articles of these moments."""
    moments = tuple(published)
    eased = state.restraint * _EASING
    counted = replace(
        state,
        outcome=outcome,
        message="",
        failures=0,
        failing_since=None,
        repeated=0,
        repeated_since=None,
        successes=state.successes + 1,
        polls=state.polls + 1,
        excused=False,
        rest_until=None,
        restraint=eased if eased >= _NO_RESTRAINT_BELOW else 1.0,
        rhythm=state.rhythm.after(moments, now),
        last_poll=now,
        last_success=now,
        last_new=now if moments else state.last_new,
    )
    return _judged(counted, now)


def failed(
    state: SourceState, outcome: Outcome, message: str, now: datetime, *, retry_after: int | None = None
) -> SourceState:
    """The state after a failed poll; *retry_after* is what the host asked for, in seconds."""
    again = state.outcome is outcome and state.repeated > 0
    refused = outcome is Outcome.RATE_LIMITED or (outcome is Outcome.BLOCKED and state.last_success is not None)
    counted = replace(
        state,
        outcome=outcome,
        message=message,
        failures=state.failures + 1,
        failing_since=state.failing_since or now,
        repeated=state.repeated + 1 if again else 1,
        repeated_since=state.repeated_since if again else now,
        successes=0,
        polls=state.polls + 1,
        excused=False,
        rest_until=now + rest(retry_after) if outcome is Outcome.RATE_LIMITED and retry_after is not None else None,
        restraint=min(2 * state.restraint, _MOST_RESTRAINT) if refused else state.restraint,
        last_poll=now,
    )
    return _judged(counted, now)


def excused(state: SourceState, outcome: Outcome, message: str, now: datetime) -> SourceState:
    """The state after a poll that failed by our own fault: nothing of it counts but that it was."""
    return replace(state, outcome=outcome, message=message, polls=state.polls + 1, excused=True, last_poll=now)


def rest(retry_after: int) -> timedelta:
    """How long a host is left alone that asks for so many seconds."""
    seconds = min(max(retry_after, SHORTEST_REST.total_seconds()), LONGEST_REST.total_seconds())
    return timedelta(seconds=seconds)


def _judged(state: SourceState, now: datetime) -> SourceState:
    health = judge(state, now)
    return state if health is state.health else replace(state, health=health, health_since=now)
