"""A source's rhythm: how often it publishes, learned from when its articles were published, kept in five numbers.

The rate is an exponentially weighted mean over weeks, so that nights and weekends are part of it, and a silence lowers
it by and by; what appears within a few minutes is one publication, so that a burst does not look like a rush.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

DAY = timedelta(days=1)
_HALVES_IN = timedelta(days=7)
"""A publication counts half as much after a week: one weekend lies in every such span."""
_ONE_PUBLICATION = timedelta(minutes=5)
_KNOWN_FROM = 3
"""Fewer publications make no rhythm."""
_LEAST_COUNTED = 0.1
_STRAYS_FROM = 5
_LONGEST_HALVES_IN = timedelta(days=30)
_NEVER_SILENT_WITHIN = timedelta(days=3)
"""A weekend and a holiday are no silence, even of a source that publishes by the minute."""
_MEAN_GAPS = 4
_LONGEST_GAPS = 2


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How often a source publishes; blank as long as nothing was heard."""

    count: int = 0
    """Publications heard."""
    weight: float = 0.0
    """Their number at :attr:`last`, each counted the less the older it is."""
    since: datetime | None = None
    """The earliest of them."""
    last: datetime | None = None
    """The latest of them."""
    longest: float = 0.0
    """The longest pause between two, in seconds; it fades within months."""

    def after(self, published: Iterable[datetime], now: datetime) -> Rhythm:
        """The rhythm once articles published at these moments were heard; what claims to come later counts as now."""
        moments = sorted(min(each, now) for each in published)
        rhythm = self
        for moment in moments if self.count else _without_stray(moments):
            rhythm = rhythm._with(moment)
        return rhythm

    def _with(self, moment: datetime) -> Rhythm:
        if self.last is None or self.since is None:
            return Rhythm(1, 1.0, moment, moment)
        if abs(moment - self.last) <= _ONE_PUBLICATION:
            return self
        if moment < self.last:
            weight = self.weight + _fade(self.last - moment, _HALVES_IN)
            return replace(self, count=self.count + 1, weight=weight, since=min(self.since, moment))
        pause = moment - self.last
        return Rhythm(
            self.count + 1,
            self.weight * _fade(pause, _HALVES_IN) + 1,
            self.since,
            moment,
            max(pause.total_seconds(), self.longest * _fade(pause, _LONGEST_HALVES_IN)),
        )

    def per_day(self, now: datetime) -> float | None:
        """Publications a day as of *now*; None as long as too few were heard. Never zero.

        The weights of all publications but the first, which opens the count, over the weight of the time between it and
        the last; less half a publication, since the time of one is the moment when most of it is counted. When the next
        one is overdue, the rate begins to fade.
        """
        if self.count < _KNOWN_FROM or self.last is None or self.since is None:
            return None
        span = self.last - self.since
        first = _fade(span, _HALVES_IN)
        days = (_HALVES_IN / DAY) / math.log(2) * (1 - _fade(max(span, DAY), _HALVES_IN))
        often = max(self.weight - first - (1 - first) / 2, _LEAST_COUNTED) / days
        overdue = now - self.last - DAY / often
        return often * _fade(max(overdue, timedelta(0)), _HALVES_IN)

    def silent_after(self) -> datetime | None:
        """From when on a silence is longer than this source's own habit; None as long as that is not known."""
        if self.last is None or (often := self.per_day(self.last)) is None:
            return None
        habit = max(_MEAN_GAPS * DAY.total_seconds() / often, _LONGEST_GAPS * self.longest)
        return self.last + max(timedelta(seconds=habit), _NEVER_SILENT_WITHIN)


def _fade(age: timedelta, halves_in: timedelta) -> float:
    """What is left of one after *age*; never nothing."""
    return float(0.5 ** min(age / halves_in, 100.0))


def _without_stray(moments: list[datetime]) -> list[datetime]:
    """Without the oldest when it lies apart: an article that stays on top of a document for years is no rhythm."""
    apart = len(moments) >= _STRAYS_FROM and moments[1] - moments[0] > moments[-1] - moments[1]
    return moments[1:] if apart else moments
