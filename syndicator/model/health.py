"""How a source fares: a judgement over its history, slow to condemn and slow to acquit, and the same in words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from syndicator.model.rhythm import DAY
from syndicator.model.source import Health, Outcome, SourceState

_ENOUGH = 3
"""So many failures in a row are no accident (fault P20)."""
_RECOVERED = 2
"""So many good polls in a row end it."""
_GONE_FOR = timedelta(hours=48)
_REFUSED_FOR = timedelta(days=3)
"""So long after it last served us a publisher that refuses us may mean less often; then it means not at all."""
_MOVED_FOR = DAY
_STRETCHED = 2.0
"""An interval so much longer than it would be is what :attr:`Health.SLOW` tells."""

Sign = Callable[[SourceState, datetime], bool]


def judge(state: SourceState, now: datetime) -> Health:
    """How the source of *state*, which counts its last poll already, fares; the gravest sign speaks."""
    well = Health.OK if state.last_success else Health.WAITING  # what has never worked is not known to work
    return next((health for health, shown in _SIGNS.items() if shown(state, now)), well)


def is_gone(state: SourceState) -> bool:
    """Whether 410 was said again and again for two days: a deployment that went wrong says it, too (fault P07)."""
    said_so = state.outcome is Outcome.GONE and state.repeated >= _ENOUGH
    lasting = state.last_poll and state.repeated_since and state.last_poll - state.repeated_since >= _GONE_FOR
    return bool(said_so and lasting) or _stays(state, Health.GONE)


def _quarantined(state: SourceState, _: datetime) -> bool:
    poisonous = state.outcome is Outcome.INTERNAL and state.repeated >= _ENOUGH
    return poisonous or "quarantined" in state.hints or _stays(state, Health.QUARANTINED)


def _blocked(state: SourceState, now: datetime) -> bool:
    shut = state.outcome is Outcome.BLOCKED and not _served_lately(state, now)
    return shut or _stays(state, Health.BLOCKED)


def _failing(state: SourceState, now: datetime) -> bool:
    asked_too_often = state.outcome is not None and state.outcome.refusal and _served_lately(state, now)
    return (state.failures >= _ENOUGH and not asked_too_often) or _stays(state, Health.FAILING)


def _moved(state: SourceState, now: datetime) -> bool:
    since = state.hints.get("moved-since")
    return "moved-to" in state.hints and (since is None or now - datetime.fromisoformat(since) >= _MOVED_FOR)


def _silent(state: SourceState, now: datetime) -> bool:
    ends = state.rhythm.silent_after()
    return ends is not None and now > ends


def _slow(state: SourceState, _: datetime) -> bool:
    return state.restraint >= _STRETCHED or (state.health is Health.SLOW and state.restraint > 1)


def _stays(state: SourceState, health: Health) -> bool:
    """Whether what was found earlier is not yet disproved."""
    return state.health is health and state.successes < _RECOVERED


def _served_lately(state: SourceState, now: datetime) -> bool:
    return state.last_success is not None and now - state.last_success < _REFUSED_FOR


_SIGNS: dict[Health, Sign] = {
    Health.QUARANTINED: _quarantined,
    Health.GONE: lambda state, _: is_gone(state),
    Health.BLOCKED: _blocked,
    Health.FAILING: _failing,
    Health.MOVED: _moved,
    Health.SILENT: _silent,
    Health.SLOW: _slow,
}
"""In order of gravity."""


def told(state: SourceState) -> str:
    """The health in a sentence for operators; empty when there is nothing to say."""
    words = _WORDS.get(state.health)
    return words(state) if words else state.message or state.hints.get("identity", "")


def often(per_day: float) -> str:
    """``about 12 times a day``."""
    for unit, days in (("day", 1), ("week", 7), ("month", 30)):
        if per_day * days >= 1:
            times = round(per_day * days)
            return f"about once a {unit}" if times == 1 else f"about {times} times a {unit}"
    return "less than once a month"


def _of_silence(state: SourceState) -> str:
    last = state.rhythm.last
    per_day = state.rhythm.per_day(last) if last else None
    if last is None or per_day is None:
        return ""
    return f"nothing new since {last:%Y-%m-%d}, though it used to publish {often(per_day)}; perhaps it moved"


def _of_move(state: SourceState) -> str:
    return f"it says that it moved to {state.hints.get('moved-to')}; correct its address"


def _of_restraint(state: SourceState) -> str:
    refusal = f" ({state.message})" if state.message else ""
    return f"it refused us, so it is asked {state.restraint:.1f} times less often for a while{refusal}"


_WORDS: dict[Health, Callable[[SourceState], str]] = {
    Health.SLOW: _of_restraint,
    Health.SILENT: _of_silence,
    Health.MOVED: _of_move,
    Health.QUARANTINED: lambda state: state.hints.get("quarantined") or state.message,
}
"""Where the last failure's own message says too little."""
