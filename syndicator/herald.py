"""The herald: tells partners who want it that stories have changed, through the queue of deliveries.

One delivery is under way for a partner at a time. What it tells is settled when it is first made, so that it has the
same id and the same end however often it is tried; what changes meanwhile is told by the next.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from syndicator.model.configuration import Configuration
from syndicator.model.delivery import Delivered, Delivery, Result, Undelivered
from syndicator.model.feed import FeedDefinition
from syndicator.model.hub import host_of
from syndicator.model.offer import Listing
from syndicator.model.partner import Access, Partner, Standing
from syndicator.model.source import Limits
from syndicator.model.webhook import WEBHOOK, Webhook, signed
from syndicator.ports import Accepted, Clock, Parcel, Request, Store, Web
from syndicator.press import Lane
from syndicator.publish.address import public
from syndicator.publish.cursor import cursor
from syndicator.publish.offer import Told, change_document, told

CHANGES_AT_ONCE = 50
_ANSWER = Limits(wire=64_000, inflated=64_000, redirects=0, deadline=10.0)
"""For what the other side answers: nobody reads it."""


@dataclass(frozen=True, slots=True)
class _Message:
    webhook: Webhook
    body: bytes
    more: bool


class Herald:
    """Puts deliveries into the queue, and knows how they are made. *configuration* gives the one in use now."""

    def __init__(self, *, store: Store, web: Web, clock: Clock, configuration: Callable[[], Configuration]) -> None:
        self._store = store
        self._web = web
        self._clock = clock
        self._configuration = configuration
        self._lane = Lane("herald")
        self.couriers = {WEBHOOK: self._deliver}

    async def close(self) -> None:
        """Finish the step at hand."""
        await self._lane.close()

    async def tend(self) -> None:
        """Have everybody told who has not heard of the last change: also after a kill, which forgets to."""
        await self._lane.run(self.call)

    def call(self) -> None:
        """The same, where one may wait for the store."""
        last, now = self._store.last_change(), self._clock.now()
        wanting = {each.id for each in self._store.partners() if self._may_be_told(each)}
        behind = [each for each in self._store.webhooks() if each.told < last and each.partner in wanting]
        self._store.queue.put(
            [Delivery(WEBHOOK, each.partner, now, host=host_of(each.address), put=now) for each in behind]
        )

    async def _deliver(self, delivery: Delivery) -> Result:
        message = await self._lane.run(self._due, delivery.recipient)
        if message is None:
            return Delivered()
        webhook, policy = message.webhook, self._configuration().api
        request = Request(
            webhook.address, limits=_ANSWER, allow_private=policy.allow_private, allow_ports=policy.allow_ports
        )
        fields = {"Content-Type": "application/json", **signed(webhook, message.body, self._clock.now())}
        answer = await self._web.send(request, Parcel(message.body, fields))
        if isinstance(answer, Accepted):
            await self._lane.run(self._heard, message)
        elif answer.status == 410:
            await self._lane.run(self._store.drop_webhook, webhook.partner)
        else:
            return Undelivered(f"HTTP {answer.status}" if answer.status else answer.message, answer.retry_after)
        return Delivered()

    def _heard(self, message: _Message) -> None:
        self._store.keep_progress(replace(message.webhook, told=message.webhook.reaching))
        if message.more:
            self.call()

    def _due(self, name: str) -> _Message | None:
        """What a partner is to be told next; None when there is nothing, or nobody to be told."""
        webhook = next((each for each in self._store.webhooks() if each.partner == name), None)
        partner = next((each for each in self._store.partners() if each.id == name), None)
        while webhook and partner and self._may_be_told(partner):
            listing = self._next(partner, webhook)
            webhook = _settled(webhook, listing)
            within = [story for story, nr in listing.stories if nr <= webhook.reaching]
            stories = [told(listing.offers[story], self._feeds) for story in within]
            if stories:
                self._store.keep_progress(webhook)
                more = webhook.reaching < listing.last
                return _Message(webhook, self._body(webhook, stories), more)
            webhook = replace(webhook, told=webhook.reaching)
            self._store.keep_progress(webhook)
            if webhook.told >= listing.last:
                return None
        return None

    def _may_be_told(self, partner: Partner) -> bool:
        good = partner.standing(self._clock.now()) is Standing.GOOD
        return good and self._configuration().api.access is not Access.OFF

    @property
    def _feeds(self) -> Mapping[str, FeedDefinition]:
        return self._configuration().feeds

    def _next(self, partner: Partner, webhook: Webhook) -> Listing:
        feeds = partner.readable(frozenset(self._feeds) | self._store.feeds_known())
        return self._store.changes(feeds, after=webhook.told, most=CHANGES_AT_ONCE)

    def _body(self, webhook: Webhook, stories: list[Told]) -> bytes:
        address = public(self._configuration().site, f"api/v1/changes?cursor={cursor(webhook.told)}")
        document = {"changes": [change_document(each) for each in stories], "read": address}
        return json.dumps(document, ensure_ascii=False).encode()


def _settled(webhook: Webhook, listing: Listing) -> Webhook:
    """With the end of what it is told next: that of a delivery under way, or of the page."""
    if webhook.reaching > webhook.told:
        return webhook
    return replace(webhook, reaching=listing.reached if listing.more else max(listing.last, webhook.told))
