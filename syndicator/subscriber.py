"""The subscriber: has hubs tell us of their sources' news (WebSub, W3C Recommendation of 2018-01-23).

What is to be done is decided in :mod:`syndicator.model.subscription`; here hubs are asked and their answers kept. A
push is a hint: the source is polled, and nothing of what was pushed is read.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta

from syndicator.model.configuration import Configuration
from syndicator.model.source import Source
from syndicator.model.subscription import (
    LEASE,
    Plan,
    Seal,
    Standing,
    Subscription,
    Wish,
    asked_again,
    awaits,
    confirmed,
    denied,
    plan,
    told,
)
from syndicator.ports import Clock, FetchFailed, Parcel, Request, Send, Store
from syndicator.press import Lane

CALLBACK = "/websub/callback/"
"""Where hubs reach us, before the token."""
PUSHES_APART = timedelta(seconds=60)
"""However often a hub pushes, its source is polled no sooner after its last poll."""
_AT_ONCE = 8


class Subscriber:
    """Keeps one running subscription for every source that names a hub.

    *mint* gives unguessable texts of at most 100 characters that may stand in an address. Reads and writes go through
    the corridor's lane: polls look at subscriptions, too.
    """

    def __init__(self, *, store: Store, send: Send, clock: Clock, corridor: Lane, mint: Callable[[], str]) -> None:
        self._store = store
        self._send = send
        self._clock = clock
        self._corridor = corridor
        self._mint = mint

    # --- towards hubs ----------------------------------------------------------------------------------------------

    async def tend(self, configuration: Configuration) -> None:
        """Begin, renew, ask again and end what is due; what a hub answers is kept, never raised."""
        steps = await self._corridor.run(self._plan, configuration)
        for each in steps.forget:
            await self._corridor.run(self._store.forget_subscription, each.token)
        bound = asyncio.Semaphore(_AT_ONCE)

        async def ask(subscription: Subscription, standing: Standing) -> None:
            async with bound:
                await self._ask(configuration, asked_again(subscription, self._clock.now(), standing=standing))

        await asyncio.gather(
            *(
                ask(self._subscription(each), Standing.PENDING)
                for each in steps.begin
                if _reaches_us(each, configuration)
            ),
            *(ask(each, Standing.PENDING) for each in steps.ask),
            *(ask(each, Standing.LEAVING) for each in steps.leave),
        )

    def _plan(self, configuration: Configuration) -> Plan:
        known = self._store.subscriptions()
        states = self._store.source_states()
        return plan(configuration.sources.values(), states, known, self._clock.now())

    def _subscription(self, wish: Wish) -> Subscription:
        """A new one; its secret would be everybody's if it were sent over http (WebSub, 5.1)."""
        secret = self._mint() if wish.hub.startswith("https:") else ""
        now = self._clock.now()
        return Subscription(self._mint(), wish.source.id, wish.hub, wish.hub_topic_url, now, secret, tries=0)

    async def _ask(self, configuration: Configuration, subscription: Subscription) -> None:
        """It is kept before the hub is asked: the hub may verify before it answers."""
        await self._corridor.run(self._store.keep_subscription, subscription)
        request = _request(configuration.sources.get(subscription.source), subscription.hub)
        answer = await self._send.send(request, Parcel.form(_fields(subscription, configuration.site.address)))
        if isinstance(answer, FetchFailed):
            await self._corridor.run(self._refused, subscription, answer.message)

    def _refused(self, subscription: Subscription, message: str) -> None:
        if self._store.subscription(subscription.token) == subscription:
            self._store.keep_subscription(replace(subscription, reason=message))

    # --- what hubs say ---------------------------------------------------------------------------------------------

    async def verify(self, token: str, said: Mapping[str, str]) -> str | None:
        """What to answer to a hub that asks whether we meant it (WebSub, 5.3); None when we did not."""
        return await self._corridor.run(self._verify, token, said)

    def _verify(self, token: str, said: Mapping[str, str]) -> str | None:
        subscription = self._store.subscription(token)
        mode, topic = said.get("hub.mode", ""), said.get("hub.topic", "")
        if subscription is None or topic != subscription.hub_topic_url:
            return None
        now = self._clock.now()
        if mode == "denied":
            reason = " ".join(said.get("hub.reason", "")[:200].split())
            self._store.keep_subscription(denied(subscription, reason, now), poll_at=now)
            return ""
        challenge = said.get("hub.challenge", "")
        if not challenge or not awaits(subscription, mode, topic):
            return None
        if subscription.standing is Standing.LEAVING:
            self._store.forget_subscription(token)
        else:
            self._store.keep_subscription(confirmed(subscription, said.get("hub.lease_seconds", ""), now))
        return challenge

    async def seal(self, token: str, signature: str) -> Seal | None:
        """What proves a body that is pushed to *token*; None when nobody is to push there."""
        subscription = await asyncio.to_thread(self._store.subscription, token)
        if subscription is None or subscription.standing in (Standing.LEAVING, Standing.DENIED):
            return None
        return Seal(subscription.secret, signature)

    async def told(self, token: str) -> str | None:
        """Plan a poll of the source whose hub has just pushed; its id, or None when nobody is subscribed so."""
        return await self._corridor.run(self._told, token)

    def _told(self, token: str) -> str | None:
        subscription = self._store.subscription(token)
        if subscription is None:
            return None
        now = self._clock.now()
        last = self._store.source_state(subscription.source).last_poll
        poll_at = max(now, min(last, now) + PUSHES_APART) if last else now
        self._store.keep_subscription(told(subscription, now), poll_at=poll_at)
        return subscription.source


def _reaches_us(wish: Wish, configuration: Configuration) -> bool:
    """Callbacks are served over https; but an operator's own network may do without."""
    return configuration.site.address.startswith("https:") or bool(wish.source.allow_private)


def _request(source: Source | None, hub: str) -> Request:
    """Within the bounds of the source; what its operator trusts for one host is not trusted for another."""
    if source is None:
        return Request(hub)
    request = Request.of(source, hub, accept="*/*")
    return request if replace(source, address=hub).host == source.host else replace(request, certificates=None)


def _fields(subscription: Subscription, site: str) -> dict[str, str]:
    leaving = subscription.standing is Standing.LEAVING
    fields = {
        "hub.mode": "unsubscribe" if leaving else "subscribe",
        "hub.topic": subscription.hub_topic_url,
        "hub.callback": f"{site.rstrip('/')}{CALLBACK}{subscription.token}",
    }
    if not leaving:
        fields["hub.lease_seconds"] = str(round(LEASE.total_seconds()))
        if subscription.secret:
            fields["hub.secret"] = subscription.secret
    return fields
