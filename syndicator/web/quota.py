"""Quotas: how often somebody may ask in a minute and a day, and what is left of it. Time is an argument."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from ipaddress import IPv6Address, ip_address

from syndicator.model.partner import Usage

MINUTE, DAY = 60, 86_400
_MOST = 100_000
"""As many are counted one by one; whoever comes after them on the same day shares what one has."""
_OTHERS = "(others)"


@dataclass(frozen=True, slots=True)
class Quota:
    """How many requests."""

    per_minute: int
    per_day: int


@dataclass(frozen=True, slots=True)
class Left:
    """What is left after a request, or that it was one too many."""

    quota: Quota
    minute: int
    """Requests left in this minute."""
    day: int
    until_minute: int
    """Seconds until the next minute begins."""
    until_day: int
    granted: bool = True

    def headers(self) -> dict[str, str]:
        """RateLimit and RateLimit-Policy (draft-ietf-httpapi-ratelimit-headers), and Retry-After for one too many."""
        policy = f'"minute";q={self.quota.per_minute};w={MINUTE}, "day";q={self.quota.per_day};w={DAY}'
        left = f'"minute";r={self.minute};t={self.until_minute}, "day";r={self.day};t={self.until_day}'
        wait = str(self.until_minute if self.day else self.until_day)
        return {"ratelimit-policy": policy, "ratelimit": left} | ({} if self.granted else {"retry-after": wait})

    def exceeded(self) -> list[str]:
        """The policies that were violated."""
        return [name for name, left in (("minute", self.minute), ("day", self.day)) if not left]


@dataclass(slots=True)
class Quotas:
    """Counts requests, in windows that begin with the minute and with the day (UTC)."""

    _minute: int = -1
    _day: int = -1
    _in_minute: Counter[str] = field(default_factory=Counter)
    _in_day: Counter[str] = field(default_factory=Counter)
    _answered: Counter[tuple[str, int]] = field(default_factory=Counter)
    _refused: Counter[tuple[str, int]] = field(default_factory=Counter)

    def restore(self, used: Iterable[Usage]) -> None:
        """Go on from what was counted before a restart."""
        for each in used:
            self._in_day[each.partner] += each.answered

    def take(self, who: str, quota: Quota, now: datetime, *, partner: bool = False) -> Left:
        """Count one request of somebody, if there is one left."""
        seconds = int(now.timestamp())
        self._turn(seconds)
        if who not in self._in_day and len(self._in_day) >= _MOST:
            who = _OTHERS
        granted = self._in_minute[who] < quota.per_minute and self._in_day[who] < quota.per_day
        if granted:
            self._in_minute[who] += 1
            self._in_day[who] += 1
        if partner:
            (self._answered if granted else self._refused)[who, now.toordinal()] += 1
        return Left(
            quota,
            max(0, quota.per_minute - self._in_minute[who]),
            max(0, quota.per_day - self._in_day[who]),
            MINUTE - seconds % MINUTE,
            DAY - seconds % DAY,
            granted,
        )

    def _turn(self, seconds: int) -> None:
        """Forget what was counted in windows that are over."""
        minute, day = seconds // MINUTE, seconds // DAY
        if minute != self._minute:
            self._minute = minute
            self._in_minute.clear()
        if self._day not in (-1, day):
            self._in_day.clear()
        self._day = day

    def count(self, used: Iterable[Usage]) -> None:
        """Have this counted once more."""
        for each in used:
            self._answered[each.partner, each.day.toordinal()] += each.answered
            self._refused[each.partner, each.day.toordinal()] += each.refused

    def counted(self) -> Collection[Usage]:
        """What partners asked for since the last call."""
        names = self._answered.keys() | self._refused.keys()
        found = [
            Usage(who, datetime.fromordinal(day).date(), self._answered[who, day], self._refused[who, day])
            for who, day in sorted(names)
        ]
        self._answered.clear()
        self._refused.clear()
        return found


def neighbourhood(address: str) -> str:
    """By whom requests without a key are counted: an address of IPv4; of IPv6 the network that one subscriber has."""
    try:
        found = ip_address(address)
    except ValueError:
        return "elsewhere"
    if isinstance(found, IPv6Address):
        return str(found.ipv4_mapped) if found.ipv4_mapped else f"{IPv6Address(int(found) >> 64 << 64)}/64"
    return str(found)
