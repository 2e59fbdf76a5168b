"""The canary: when hosts that were well fail all at once, it is we who are cut off, and nobody is blamed (R22)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from syndicator.model.source import Outcome, Source, SourceState

_AT_ONCE = timedelta(minutes=10)
_HOSTS = 3
"""So many different hosts do not break within one short time by accident."""


@dataclass(frozen=True, slots=True)
class Unreached:
    """A source that was well before its host could not be reached."""

    source: Source
    before: SourceState
    at: datetime


Canary = tuple[Unreached, ...]
"""What could not be reached since a host was last reached, in order of time."""


def heard(canary: Canary, source: Source, before: SourceState, outcome: Outcome, now: datetime) -> Canary:
    """The canary after one more poll.

    Whoever answers, well or not, proves that the network works. Who was in trouble before, or was never reached,
    proves nothing; neither does a poll that ends before the network comes into play.
    """
    if outcome in _PROVES_NOTHING:
        return canary
    if not outcome.unreached:
        return ()
    lately = tuple(each for each in canary if now - each.at <= _AT_ONCE and each.source.id != source.id)
    was_well = before.failures == 0 and before.last_success is not None
    return (*lately, Unreached(source, before, now)) if was_well else lately


def is_ours(canary: Canary, outcome: Outcome) -> bool:
    """Whether a poll that ended so just now failed by our own fault."""
    return outcome.unreached and len({each.source.host for each in canary}) >= _HOSTS


_PROVES_NOTHING = frozenset(
    {Outcome.ADDRESS, Outcome.PORT, Outcome.SCHEME, Outcome.URL, Outcome.USERINFO, Outcome.INTERNAL, Outcome.DEADLINE}
)
