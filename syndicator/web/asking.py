"""Who asks the API: by a key, or without one; and whether there is anything left of the quota."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from syndicator.errors import StoreError
from syndicator.model.configuration import Configuration
from syndicator.model.partner import Access, Partner, Standing, key_digest
from syndicator.ports import Store
from syndicator.web.problems import Problem
from syndicator.web.quota import Left, Quota, Quotas, neighbourhood

FRESH_FOR = 5.0
"""Seconds for which what was read of partners is believed: a key revoked elsewhere is refused after at most so many."""
_CHALLENGE = 'Bearer realm="syndicator"'
_BAD_KEY = {"www-authenticate": f'{_CHALLENGE}, error="invalid_token"'}
_REFUSALS = {Standing.EXPIRED: "key-expired", Standing.REVOKED: "key-revoked"}


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks, and what is left to him."""

    partner: Partner | None
    left: Left


class Desk:
    """Knows partners by their keys, and counts what is asked."""

    def __init__(
        self,
        store: Store,
        configuration: Callable[[], Configuration],
        *,
        now: Callable[[], datetime],
        elapsed: Callable[[], float],
    ) -> None:
        self._store = store
        self._configuration = configuration
        self._now = now
        self._elapsed = elapsed
        self._quotas = Quotas()
        self._by_digest: Mapping[str, Partner] = {}
        self._read_at: float | None = None
        self._reading = asyncio.Lock()

    async def ask(self, authorization: str | None, address: str) -> Asker:
        """Who asks, one request less; raises :class:`Problem` for a bad key, no key where one is needed, and too many.

        Raises :class:`~syndicator.errors.StoreError` when it cannot be found out.
        """
        policy, now = self._configuration().api, self._now()
        if policy.access is Access.OFF:
            raise Problem("api-off")
        if authorization is not None:
            partner = await self._partner(authorization, now)
            quota = Quota(partner.per_minute, partner.per_day)
            return Asker(partner, self._counted(partner.id, quota, now, partner=True))
        if policy.access is Access.KEYS:
            raise Problem("key-missing", headers={"www-authenticate": _CHALLENGE})
        who = f"@{neighbourhood(address)}"  # no id of a partner begins so
        return Asker(None, self._counted(who, Quota(policy.per_minute, policy.per_day), now))

    def _counted(self, who: str, quota: Quota, now: datetime, *, partner: bool = False) -> Left:
        left = self._quotas.take(who, quota, now, partner=partner)
        if not left.granted:
            raise Problem("too-many-requests", headers=left.headers(), violated_policies=left.exceeded())
        return left

    async def _partner(self, authorization: str, now: datetime) -> Partner:
        scheme, _, key = authorization.strip().partition(" ")
        if scheme.lower() != "bearer" or not key.strip():
            raise Problem("key-missing", headers={"www-authenticate": _CHALLENGE})
        known = await self._known()
        partner = known.get(key_digest(key.strip()))
        if partner is None:
            raise Problem("key-unknown", headers=_BAD_KEY)
        standing = partner.standing(now)
        if standing is not Standing.GOOD:
            raise Problem(_REFUSALS[standing], headers=_BAD_KEY)
        return partner

    async def _known(self) -> Mapping[str, Partner]:
        """Partners by the digest of their keys, as they stood a few seconds ago."""
        async with self._reading:
            if self._read_at is None:
                self._quotas.restore(await asyncio.to_thread(self._store.usage, self._now().date()))
            if self._read_at is None or self._elapsed() - self._read_at >= FRESH_FOR:
                begun = self._elapsed()
                found = await asyncio.to_thread(self._store.partners)
                self._by_digest = {each.key_digest: each for each in found}
                self._read_at = begun
        return self._by_digest

    async def write_down(self) -> None:
        """Add what partners asked for to the store; what it refuses, which it raises, is added the next time."""
        used = self._quotas.counted()
        try:
            await asyncio.to_thread(self._store.count_usage, used)
        except StoreError:
            self._quotas.count(used)
            raise
