"""Reports: what a poll or a publication did, for people and machines."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from syndicator.model.article import Rejected
from syndicator.model.source import Health, Outcome

SITE = "(site)"
"""Stands for a feed's name in the report of the site's own documents."""
MIRROR = "(mirror)"
"""Likewise, in the report of what was put where others serve it."""


@dataclass(frozen=True, slots=True)
class PollReport:
    """What polling one source did."""

    source: str
    outcome: Outcome
    message: str = ""
    entries: int = 0
    new: int = 0
    updated: int = 0
    duplicates: int = 0
    """Reprints of articles of other sources."""
    rejected: tuple[Rejected, ...] = ()
    seconds: float = 0.0
    next_poll: datetime | None = None
    conditional: bool = False
    notes: tuple[str, ...] = ()
    excused: bool = False
    """It failed by our own fault, and the source is not blamed."""
    health: Health = Health.WAITING
    """How the source fares after it."""
    health_before: Health = Health.WAITING


@dataclass(frozen=True, slots=True)
class Attempt:
    """What is kept of one poll for whoever asks later why."""

    at: datetime
    """When it ended."""
    outcome: Outcome
    message: str = ""
    seconds: float = 0.0
    conditional: bool = False
    entries: int = 0
    new: int = 0
    updated: int = 0
    rejected: int = 0
    excused: bool = False
    health: Health = Health.WAITING
    next_poll: datetime | None = None


def attempted(report: PollReport, at: datetime) -> Attempt:
    """What is kept of a poll that ended at *at*."""
    return Attempt(
        at,
        report.outcome,
        report.message,
        report.seconds,
        report.conditional,
        report.entries,
        report.new,
        report.updated,
        len(report.rejected),
        report.excused,
        report.health,
        report.next_poll,
    )


@dataclass(frozen=True, slots=True)
class PublishReport:
    """What publishing one feed did."""

    feed: str
    entries: int = 0
    written: tuple[str, ...] = ()
    """Paths whose bytes changed."""
    held: str = ""
    """Why the published documents were left as they were, or empty."""
    held_editions: tuple[str | None, ...] = ()
    """The editions (None: that of all languages) whose documents were left as they were."""
    refused: bool = False
    """The system refused to write: trying again later may help."""
    queued: dict[str, int] = field(default_factory=dict)
    """Source → how many of its entries wait their turn (fault I22)."""
    left_out: dict[str, str] = field(default_factory=dict)
    versions: Mapping[str, str] = field(default_factory=dict)
    """Paths of the feed's documents → what tells the bytes that readers get now from others."""
