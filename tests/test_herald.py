"""Partners are told that stories changed: over real connections, signed, in order, until it arrives."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from syndicator import herald as herald_module
from syndicator.carrier import Carrier
from syndicator.herald import Herald
from syndicator.ingest.fetch import HttpFetch
from syndicator.model.delivery import Delivery
from syndicator.model.partner import Access, ApiPolicy, Partner, key_digest
from syndicator.model.webhook import WEBHOOK, Webhook, secret_of
from tests.follower import Follower, Told
from tests.test_carrier import Hands
from tests.web.site import NOON, Api, entry, opened

SECRET = secret_of(b"0123456789abcdef")


class Street:
    """Feeds that tell stories, and a partner who wants to know."""

    def __init__(self, api: Api, partner: Follower) -> None:
        self.api = api
        self.store = api.store
        self.partner = partner
        self.clock = Hands()
        self.clock.time = NOON
        policy = ApiPolicy(allow_private=("127.0.0.0/8",), allow_ports=(partner.port,))
        self.configuration = replace(api.configuration, api=policy)
        self.store.keep_partner(Partner("paper", key_digest("k"), NOON, feeds=("medicine",)))
        self.store.keep_webhook(Webhook("paper", partner.callback("/hook"), SECRET))

    def carry(self, *, after: float = 0) -> None:
        """Deliver what is due, as a service does that was started now."""
        self.clock.time += timedelta(seconds=after)

        async def once() -> None:
            web = HttpFetch("test", host_gap=0.0, per_host=8, clock=self.clock)
            herald = Herald(store=self.store, web=web, clock=self.clock, configuration=lambda: self.configuration)
            carrier = Carrier(self.store.queue, herald.couriers, clock=self.clock, chance=lambda: 0.0)
            try:
                await herald.tend()
                await carrier.once()
            finally:
                await carrier.close()
                await herald.close()
                await web.close()

        asyncio.run(once())

    def heard(self) -> list[list[str]]:
        """The stories of each delivery."""
        return [[change["id"] for change in body(each)["changes"]] for each in self.partner.told]


def body(told: Told) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(told.body)
    return found


@pytest.fixture
def street(tmp_path: Path) -> Iterator[Street]:
    with opened(tmp_path) as api, Follower() as partner:
        yield Street(api, partner)


def test_a_partner_is_told_which_stories_changed_and_where_to_read(street: Street) -> None:
    """Not what they say; nothing of other feeds; nothing when nothing is new."""
    street.api.tell("s001", entry("a", "Secret headline"))
    street.api.tell("s002", entry("b"), feed="law")
    street.api.tell("s003", entry("c"))
    street.api.tell("s003")
    street.carry()
    street.carry()
    [told] = street.partner.told
    assert told.path == "/hook"
    assert told.fields["content-type"] == "application/json"
    assert b"Secret" not in told.body
    assert [(each["id"], each["kind"], each["reason"]) for each in body(told)["changes"]] == [
        ("s001", "story", None),
        ("s003", "gone", "withdrawn"),
    ]
    address = body(told)["read"].removeprefix("https://news.example/w/api/v1")
    assert [each["id"] for each in street.api.ask(address).json()["changes"]] == ["s001", "s002", "s003"]


def test_what_is_told_is_signed_with_its_moment(street: Street) -> None:
    """As Standard Webhooks has it: HMAC-SHA256 of id, moment and body."""
    street.api.tell("s001", entry("a"))
    street.carry()
    [told] = street.partner.told
    name, moment = told.fields["webhook-id"], told.fields["webhook-timestamp"]
    assert moment == str(int(NOON.timestamp()))
    signature = hmac.digest(b"0123456789abcdef", f"{name}.{moment}.".encode() + told.body, hashlib.sha256)
    assert told.fields["webhook-signature"] == f"v1,{base64.b64encode(signature).decode()}"


def test_what_fails_is_tried_again_under_the_same_id(street: Street) -> None:
    """Later and signed anew; what changed meanwhile comes in the next one, also after a restart."""
    street.partner.status = 503
    street.api.tell("s001", entry("a"))
    street.api.tell("s002", entry("b"))
    street.carry()
    street.api.tell("s003", entry("c"))
    street.carry(after=5)
    assert street.heard() == [["s001", "s002"]]
    street.partner.status = 200
    street.carry(after=10)
    street.carry()
    assert street.heard() == [["s001", "s002"], ["s001", "s002"], ["s003"]]
    first, again, following = street.partner.told
    assert first.fields["webhook-id"] == again.fields["webhook-id"] != following.fields["webhook-id"]
    assert first.fields["webhook-timestamp"] != again.fields["webhook-timestamp"]
    assert first.body == again.body


def test_what_changed_again_is_told_by_the_next(street: Street) -> None:
    """A delivery that is tried again has nothing newer than before; one that has nothing left is not made."""
    street.partner.status = 500
    street.api.tell("s001", entry("a"))
    street.api.tell("s002", entry("b"))
    street.carry()
    street.api.tell("s001", entry("a", "Corrected"))
    street.carry(after=20)
    assert street.heard() == [["s001", "s002"], ["s002"]]
    street.api.tell("s002", entry("b", "Corrected"))
    street.partner.status = 200
    street.carry(after=60)
    assert street.heard()[2:] == [["s001", "s002"]]


def test_what_changes_in_other_feeds_is_passed_over(street: Street) -> None:
    """Nothing is sent, and it is not looked at again."""
    street.api.tell("s001", entry("a"), feed="law")
    street.carry()
    assert street.partner.told == []
    assert [each.told for each in street.store.webhooks()] == [1]
    street.api.tell("s002", entry("b"))
    street.carry()
    assert street.heard() == [["s002"]]


def test_what_waits_for_one_who_wants_it_no_more_is_dropped(street: Street) -> None:
    """It is put before and made after."""
    street.api.tell("s001", entry("a"))
    street.store.queue.put([Delivery(WEBHOOK, "paper", NOON)])
    street.store.drop_webhook("paper")
    street.carry()
    assert street.partner.told == []
    assert street.store.queue.counts() == {}


def test_many_changes_come_in_several_deliveries(street: Street, monkeypatch: pytest.MonkeyPatch) -> None:
    """One after the other, each once."""
    monkeypatch.setattr(herald_module, "CHANGES_AT_ONCE", 2)
    for number in range(5):
        street.api.tell(f"s00{number}", entry(f"a{number}"))
    street.carry()
    assert street.heard() == [["s000", "s001"], ["s002", "s003"], ["s004"]]
    assert len({each.fields["webhook-id"] for each in street.partner.told}) == 3


def test_who_says_gone_is_told_no_more(street: Street) -> None:
    """410 ends it for good."""
    street.partner.status = 410
    street.api.tell("s001", entry("a"))
    street.carry()
    assert street.store.webhooks() == []
    street.api.tell("s002", entry("b"))
    street.carry(after=60)
    assert len(street.partner.told) == 1


def test_only_who_may_read_is_told(street: Street) -> None:
    """Neither a partner whose key is good no more, nor anybody while the API is off."""
    street.api.tell("s001", entry("a"))
    [paper] = street.store.partners()
    street.store.keep_partner(replace(paper, revoked=NOON))
    street.carry()
    street.store.keep_partner(paper)
    policy = street.configuration.api
    street.configuration = replace(street.configuration, api=replace(policy, access=Access.OFF))
    street.carry()
    assert street.partner.told == []
    street.configuration = replace(street.configuration, api=policy)
    street.carry()
    assert street.heard() == [["s001"]]


def test_a_webhook_within_our_own_network_is_not_dialled(street: Street) -> None:
    """Unless the operator permits it: partners must not reach our machines through us."""
    street.configuration = replace(street.configuration, api=ApiPolicy())
    street.api.tell("s001", entry("a"))
    street.carry()
    assert street.partner.told == []
    [waiting] = street.store.queue.failing([WEBHOOK], 9)
    assert waiting.tries == 1


def test_a_new_address_begins_with_what_changes_from_now_on(street: Street) -> None:
    """An answer to the old one does not count for it."""
    street.api.tell("s001", entry("a"))
    last = street.store.last_change()
    [old] = street.store.webhooks()
    street.store.keep_webhook(Webhook("paper", street.partner.callback("/new"), secret_of(b"other"), last, last))
    street.store.keep_progress(replace(old, told=0))
    street.api.tell("s002", entry("b"))
    street.carry()
    assert street.heard() == [["s002"]]
    assert street.partner.told[0].path == "/new"
