"""A fault: one way to misbehave, and all that a poll of it must come to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from syndicator.chaos.exchange import Handler
from syndicator.chaos.listeners import Door
from syndicator.model.source import Health, Limits, Outcome


class Pace(StrEnum):
    """What a poll must do to the time of the next one. Sooner than the source's interval is never right."""

    USUAL = "usual"
    """At the source's interval."""
    LATER = "later"
    """At the interval or later, and later still with every failure in a row."""
    ASKED = "as asked"
    """When the publisher says, within our bounds."""
    SELDOM = "seldom"
    """At twice the interval or later."""


_PACES = {
    Outcome.OK: Pace.USUAL,
    Outcome.NOT_MODIFIED: Pace.USUAL,
    Outcome.BLOCKED: Pace.SELDOM,
    Outcome.GONE: Pace.SELDOM,
}
"""Where nothing else is said; whatever is not named here is later."""
_HEALTHS = {
    Outcome.BLOCKED: Health.BLOCKED,
    Outcome.MOVED: Health.QUARANTINED,
    Outcome.RATE_LIMITED: Health.SLOW,
}
"""Outcome → how a source fares by it that had not served us before; a failure of another kind may be an accident."""
_FAILING = 3
"""So many in a row are none."""


@dataclass(frozen=True, slots=True)
class Expected:
    """What a client of the best kind makes of a fault."""

    outcomes: tuple[Outcome, ...]
    """How polls one after the other end, an hour between them."""
    articles: int = 0
    """How many articles of the source are kept after the last of them."""
    titles: tuple[str, ...] = ()
    """Their titles, where these are what matters."""
    words: str = ""
    """What the text of every one of them has."""
    published: str = ""
    """The moment they are of (ISO 8601); ``seen`` for that of the first poll."""
    never: tuple[str, ...] = ()
    """What must stand nowhere in what is kept or published, in small letters."""
    note: str = ""
    """What the report of the last poll that brought a document tells, in part."""
    rejected: int = 0
    """How many entries the last poll left out."""
    updated: int = 0
    """How many articles the last poll changed."""
    pace: Pace | None = None
    """When nothing is said, the outcome's."""
    seconds: int = 0
    """How long the publisher asks to wait."""

    @property
    def health(self) -> Health:
        """The effect on the source's health, as operators are told it after the last poll."""
        served = any(outcome.good for outcome in self.outcomes)
        if self.outcome.refusal and served:
            return Health.SLOW
        well = Health.OK if served else Health.WAITING
        return _HEALTHS.get(self.outcome, Health.FAILING if self.failures >= _FAILING else well)

    @property
    def outcome(self) -> Outcome:
        """How the last poll ends."""
        return self.outcomes[-1]

    @property
    def next_poll(self) -> Pace:
        """The effect on the time of the next poll."""
        return self.pace or _PACES.get(self.outcome, Pace.LATER)

    @property
    def failures(self) -> int:
        """Failed polls since the last good one."""
        good = [number for number, outcome in enumerate(self.outcomes, 1) if outcome.good]
        return len(self.outcomes) - max(good, default=0)


def gives(
    articles: int = 3,
    *,
    then: tuple[Outcome, ...] = (),
    titles: tuple[str, ...] = (),
    words: str = "",
    published: str = "",
    never: tuple[str, ...] = (),
    note: str = "",
    rejected: int = 0,
    updated: int = 0,
    pace: Pace | None = None,
    seconds: int = 0,
) -> Expected:
    """The document is taken, *articles* of it are kept; further polls end as *then* says."""
    return Expected(
        (Outcome.OK, *then), articles, titles, words, published, never, note, rejected, updated, pace, seconds
    )


def fails(*outcomes: Outcome, articles: int = 0, pace: Pace | None = None, seconds: int = 0) -> Expected:
    """Polls end so; *articles* of an earlier good one stay."""
    return Expected(outcomes, articles, pace=pace, seconds=seconds)


@dataclass(frozen=True, slots=True)
class Fault:
    """A row of the catalogue."""

    row: str
    """The row of the fault table that it plays: S egress, B bodies, X documents, C characters, H content, P politeness,
    I identity, D dates."""
    does: str
    """What the server does, in a few words."""
    handler: Handler = field(repr=False)
    expected: Expected
    door: Door = Door.HTTP
    """Where it is served."""
    name: str = ""
    """The name, as :mod:`syndicator.chaos.names` answers for it, that must be looked up to meet the fault."""
    limits: Limits = Limits()
    """Bounds of the source that polls it: small ones where the fault is to run into them soon."""
    identity: str = "guid"
    """The identity policy of the source that polls it."""
    timezone: str = "UTC"
    """The zone of the source that polls it."""


Catalogue = Mapping[str, Fault]
"""Id → fault."""
