"""Stored articles on their way to edited rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

GONE = ""
"""Stands for the version of a topic that is defined no more."""


@dataclass(frozen=True, slots=True)
class Retagging:
    """What is to be tagged anew, and how far that has come: kept in the store, so that a kill costs one batch."""

    topics: Mapping[str, str]
    """Topic → the version of the rule that its tags are made with, or :data:`GONE`."""
    since: datetime
    """Articles collected before keep the tags they have."""
    began: datetime
    """Articles collected since were tagged with the same rules when they came."""
    after: str = ""
    """The id of the last article that is done; they go in order of their id."""
    done: int = 0

    def covers(self, other: Retagging) -> bool:
        """Whether nothing is left of *other* once this is done."""
        return self.since <= other.since and other.topics.items() <= self.topics.items()
