"""Withdrawals: articles that are kept, and published no more."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class WithdrawnBy(StrEnum):
    """Who took an article back."""

    PUBLISHER = "publisher"
    """Its source, by a tombstone (RFC 6721); listed by it once more, the article is back."""
    EDITOR = "editor"
    """One of us; nothing but an editor brings it back."""


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """An article is in no feed and on no page any more."""

    at: datetime
    by: WithdrawnBy
    who: str = ""
    """The editor's name."""
    why: str = ""
    """What the publisher's tombstone or the editor says."""
