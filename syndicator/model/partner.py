"""Partners: who may ask the API by a key, for what, and how often. Pure; keys themselves are never kept."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

KEY_PREFIX = "syk_"
"""By which a key is known where it turns up: in a log, in a repository."""


class Access(StrEnum):
    """Whom the API answers."""

    PUBLIC = "public"
    """Everybody; who has a key may ask more often."""
    KEYS = "keys"
    """Those who have a key."""
    OFF = "off"
    """Nobody."""


@dataclass(frozen=True, slots=True)
class ApiPolicy:
    """What the operator decides about the API."""

    access: Access = Access.PUBLIC
    per_minute: int = 30
    """Requests of one address without a key."""
    per_day: int = 2000
    allow_private: tuple[str, ...] = ()
    """Private networks in which webhooks may lie."""
    allow_ports: tuple[int, ...] = (80, 443)


@dataclass(frozen=True, slots=True)
class Partner:
    """One who has a key."""

    id: str
    key_digest: str
    created: datetime
    name: str = ""
    feeds: tuple[str, ...] = ()
    """Those it may read; empty means all, also those of the future."""
    per_minute: int = 120
    per_day: int = 20_000
    expires: datetime | None = None
    revoked: datetime | None = None

    def standing(self, now: datetime) -> Standing:
        """Whether its key is good at a moment."""
        if self.revoked is not None and self.revoked <= now:
            return Standing.REVOKED
        return Standing.EXPIRED if self.expires is not None and self.expires <= now else Standing.GOOD

    def readable(self, feeds: Collection[str]) -> frozenset[str]:
        """Those of *feeds* that it may read."""
        return frozenset(feeds) & frozenset(self.feeds or feeds)


class Standing(StrEnum):
    """How a key stands."""

    GOOD = "good"
    EXPIRED = "expired"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True)
class Usage:
    """What a partner asked for on one day (UTC)."""

    partner: str
    day: date
    answered: int = 0
    refused: int = 0
    """For asking too often."""


def minted(secret: str) -> str:
    """The key made of a *secret* that nobody can guess."""
    return f"{KEY_PREFIX}{secret}"


def key_digest(key: str) -> str:
    """What is kept of a key: it cannot be turned back, and as keys are long and drawn by chance, needs no salt."""
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()
