"""Reports: what a poll or a publication did, for people and machines."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from syndicator.model.article import Rejected
from syndicator.model.source import Outcome


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
    left_out: dict[str, str] = field(default_factory=dict)
