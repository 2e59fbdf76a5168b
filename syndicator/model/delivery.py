"""Deliveries: what is to be brought to somebody over HTTP, now or when they can be reached again. Pure steps.

What is brought is said by reference (*subject*): whoever makes the request looks it up when it is made.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

FIRST_PAUSE = timedelta(seconds=10)
"""After the first failure; doubled with each further one."""
LONGEST_PAUSE = timedelta(hours=6)
_MOST_DOUBLINGS = 12
_SPREAD = 0.2
"""The share of a pause that chance adds, so that those who failed together are not tried together."""
_LONGEST_MESSAGE = 300


@dataclass(frozen=True, slots=True)
class Delivery:
    """One thing to be brought to one recipient. All times are UTC."""

    kind: str
    """Who knows how to bring it."""
    recipient: str
    """Whose turn it takes: a recipient gets one delivery at a time. At most 200 characters."""
    due: datetime
    """Not before."""
    subject: str = ""
    """What is to be brought."""
    key: str = ""
    """What tells it from others of its kind to the same recipient: one that is put again takes the earlier one's place.

    Empty, for what only the latest of counts; a stable id, for what must all arrive. At most 200 characters.
    """
    host: str = ""
    """With whom the recipient shares a machine."""
    until: datetime | None = None
    """From when on it is given up; without it, never."""
    put: datetime | None = None
    """Since when it waits."""
    tries: int = 0
    """How often it failed in a row."""
    message: str = ""
    """How it failed last."""
    number: int = 0
    """Given by the queue."""
    generation: int = 0
    """How often it was put again: given by the queue."""


@dataclass(frozen=True, slots=True)
class Delivered:
    """It was brought, or nobody wants it any more."""


@dataclass(frozen=True, slots=True)
class Undelivered:
    """Why it could not be brought."""

    message: str
    """One sentence for the operator."""
    retry_after: int | None = None
    """Seconds, as the recipient asked."""
    final: bool = False
    """Trying again will not help."""


Result = Delivered | Undelivered


def postponed(delivery: Delivery, failure: Undelivered, now: datetime, *, spread: float) -> Delivery | None:
    """The delivery as it waits for its next try; None when it is given up. *spread* is from 0 to 1, by chance."""
    if failure.final:
        return None
    pause = min(FIRST_PAUSE * (1 << min(delivery.tries, _MOST_DOUBLINGS)), LONGEST_PAUSE) * (1 + _SPREAD * spread)
    asked = timedelta(seconds=min(max(failure.retry_after or 0, 0), LONGEST_PAUSE.total_seconds()))
    due = now + max(pause, asked)
    if delivery.until is not None and due >= delivery.until:
        return None
    return replace(delivery, due=due, tries=delivery.tries + 1, message=failure.message[:_LONGEST_MESSAGE])
