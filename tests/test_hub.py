"""Our own hub and hubs of others are told of what we publish, over real connections.

The numbers are those of the list of tests for hubs at websub.rocks.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
from collections.abc import Awaitable, Callable, Collection, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qsl, urlencode

import httpx
import pytest

from syndicator.bootstrap import load_editorial
from syndicator.errors import StoreError
from syndicator.model import delivery as delivery_module
from syndicator.model.hub import CONTENT, PING, identity
from syndicator.model.hub import Follower as Subscription
from syndicator.service import Service
from tests.follower import Follower, Told
from tests.journeys.setting import write_setting
from tests.loopback import free_port
from tests.test_bootstrap import Visitor, serve
from tests.test_pipeline import Press, item

FEED = "feeds/medical-education"
SIGNED = item("1", "Medical universities sign agreement")
VISIT = item("2", "Medical students visit a hospital")
THIRD = item("3", "Medical school opens in Almaty")
Story = Callable[[Service, Visitor], Awaitable[None]]


@dataclass
class Street:
    """A source, the service that publishes what it has, and somebody who follows."""

    folder: Path
    press: Press
    follower: Follower
    port: int

    def settings(self, text: str) -> None:
        """Replace what syndicator.yaml says of hubs."""
        file = self.folder / "config/syndicator.yaml"
        file.write_text(file.read_text().partition("websub:")[0] + f"websub: {text}\n")

    def live(self, story: Story) -> None:
        """Run the service while *story* lasts; what the source has at first is published when it begins."""
        config = self.folder / "config"

        async def whole(service: Service, visitor: Visitor) -> None:
            await self.publish(service)
            await story(service, visitor)

        serve(config, load_editorial(config), whole, port=self.port)

    def topic(self, suffix: str = "atom") -> str:
        return f"http://127.0.0.1:{self.port}/{FEED}.{suffix}"

    async def publish(self, service: Service, *items: str, feeds: Collection[str] | None = None) -> None:
        """The source has more, and we publish it, in all *feeds* that it concerns or in those named."""
        self.press.documents["a"] = self.press.documents.get("a", "") + "".join(items)
        sources = service.pipeline.editorial.configuration.sources
        await service.scheduler.dispatcher.dispatch(list(sources.values()))
        await service.pipeline.publish(feeds)

    async def ask(self, **fields: str) -> httpx.Response:
        """Ask our hub; what is not said is usual."""
        form = {"mode": "subscribe", "topic": self.topic(), "callback": self.follower.callback()} | fields
        return await self.post({f"hub.{name}": value for name, value in form.items() if value != "none"})

    async def post(self, form: dict[str, str] | str, **more: str) -> httpx.Response:
        headers = {"content-type": "application/x-www-form-urlencoded", **more}
        async with httpx.AsyncClient(trust_env=False) as client:
            text = form if isinstance(form, str) else urlencode(form)
            return await client.post(f"http://127.0.0.1:{self.port}/websub/hub", content=text, headers=headers)

    async def subscribed(self, service: Service, **fields: str) -> Subscription:
        """Subscribe, and wait until that is verified."""
        answer = await self.ask(**fields)
        assert (answer.status_code, answer.text) == (202, "it will be verified\n")
        document = fields.get("topic", self.topic()).removeprefix(f"http://127.0.0.1:{self.port}/")
        name = identity(document, fields.get("callback", self.follower.callback()))
        async with asyncio.timeout(20):
            while (found := service.pipeline.store.followers.find(name)) is None:
                await asyncio.sleep(0.02)
        return found


@pytest.fixture
def street(tmp_path: Path) -> Iterator[Street]:
    port = free_port()
    with Press() as press, Follower() as follower:
        press.documents["a"] = SIGNED
        address = f"http://127.0.0.1:{port}"
        write_setting(tmp_path, {"a": f"http://127.0.0.1:{press.port}/a"}, port=press.port, address=address)
        for feed in (tmp_path / "feeds").glob("*.yaml"):  # two are enough, and ready sooner
            if feed.stem not in ("medical-education", "international-cooperation"):
                feed.unlink()
        street = Street(tmp_path, press, follower, port)
        street.settings(f"{{allow_private: [127.0.0.0/8], allow_ports: [{follower.port}], requests: 1000}}")
        yield street


async def until(holds: Callable[[], object]) -> None:
    async with asyncio.timeout(20):
        while not holds():
            await asyncio.sleep(0.02)


async def served(visitor: Visitor, suffix: str) -> httpx.Response:
    return await visitor.get(f"/{FEED}.{suffix}")


def test_100_who_subscribes_is_asked_and_then_told(street: Street) -> None:
    """The whole document as readers get it, with its type and its links, and nothing of how it was served."""

    async def story(service: Service, visitor: Visitor) -> None:
        before = datetime.now(UTC)
        found = await street.subscribed(service)
        [(_, said)] = street.follower.asked
        assert (said["hub.mode"], said["hub.topic"]) == ("subscribe", street.topic())
        assert said["hub.lease_seconds"] == "864000", "ten days, and never without end"
        assert len(said["hub.challenge"]) >= 43
        assert abs(found.expires - before - timedelta(days=10)) < timedelta(minutes=1)
        assert street.follower.told == [], "what was there before is no news"
        await street.publish(service, VISIT)
        await until(lambda: street.follower.told)
        [told] = street.follower.told
        answer = await served(visitor, "atom")
        assert told.body == answer.content
        assert b"visit a hospital" in told.body
        assert told.fields["content-type"] == answer.headers["content-type"] == "application/atom+xml; charset=utf-8"
        links = f'<http://127.0.0.1:{street.port}/websub/hub>; rel="hub", <{street.topic()}>; rel="self"'
        assert told.fields["link"] == links
        assert answer.headers.get_list("link") == links.split(", ")
        assert "x-hub-signature" not in told.fields
        assert told.fields.keys().isdisjoint({"content-encoding", "transfer-encoding", "etag", "vary", "cache-control"})

    street.live(story)


@pytest.mark.parametrize("method", ["sha256", "sha512"])
def test_101_who_gave_a_secret_can_tell_that_it_was_us(street: Street, method: str) -> None:
    """Signed by the configured method, sha256 without one (conformance 191)."""
    if method != "sha256":
        street.settings(f"{{allow_private: [127.0.0.0/8], allow_ports: [{street.follower.port}], signature: {method}}}")

    async def story(service: Service, _: Visitor) -> None:
        await street.subscribed(service, secret="not so secret: тайна")
        await street.publish(service, VISIT)
        await until(lambda: street.follower.told)
        [told] = street.follower.told
        expected = hmac.new("not so secret: тайна".encode(), told.body, method).hexdigest()
        assert told.fields["x-hub-signature"] == f"{method}={expected}"

    street.live(story)


def test_102_what_a_hub_does_not_know_it_passes_over(street: Street) -> None:
    """Even when it is said twice."""

    async def story(service: Service, _: Visitor) -> None:
        form = {"hub.mode": "subscribe", "hub.topic": street.topic(), "hub.callback": street.follower.callback()}
        extra = "&foo=bar&hub.verify=sync&hub.verify=async&hub.verify_token="
        assert (await street.post(urlencode(form) + extra)).status_code == 202
        await until(service.pipeline.store.followers.audiences)

    street.live(story)


def test_103_who_subscribes_again_before_the_end_has_one_subscription(street: Street) -> None:
    """With the lease and the secret of the last time; told once (conformance 188)."""

    async def story(service: Service, _: Visitor) -> None:
        first = await street.subscribed(service, secret="old", lease_seconds="600")
        await street.ask(secret="new", lease_seconds="7200")
        await until(lambda: street.follower.modes() == ["subscribe"] * 2)
        store = service.pipeline.store
        await until(lambda: (now := store.followers.find(first.id)) and now.expires > first.expires)
        assert [each.followers for each in store.followers.audiences()] == [1]
        await street.publish(service, VISIT)
        await until(lambda: street.follower.told)
        await asyncio.sleep(0.5)
        [told] = street.follower.told
        assert told.fields["x-hub-signature"] == "sha256=" + hmac.new(b"new", told.body, hashlib.sha256).hexdigest()

    street.live(story)


def test_104_who_unsubscribes_is_asked_and_told_no_more(street: Street) -> None:
    """Nobody else can end it (conformance 189)."""

    async def story(service: Service, _: Visitor) -> None:
        found = await street.subscribed(service)
        street.follower.answer = lambda said: (404, "")
        assert (await street.ask(mode="unsubscribe")).status_code == 202
        await until(lambda: street.follower.modes() == ["subscribe", "unsubscribe"])
        await street.publish(service, VISIT)
        await until(lambda: len(street.follower.told) == 1)
        assert "hub.lease_seconds" not in street.follower.asked[-1][1]
        street.follower.answer = lambda said: (200, said["hub.challenge"])
        await street.ask(mode="unsubscribe")
        await until(lambda: service.pipeline.store.followers.find(found.id) is None)
        await street.publish(service, THIRD)
        await until(lambda: service.pipeline.store.queue.counts() == {})
        assert len(street.follower.told) == 1

    street.live(story)


@pytest.mark.parametrize("suffix", ["rss", "json"])
def test_105_106_every_format_is_delivered_as_what_it_is(street: Street, suffix: str) -> None:
    """XML or not."""

    async def story(service: Service, visitor: Visitor) -> None:
        await street.subscribed(service, topic=street.topic(suffix))
        await street.publish(service, VISIT)
        await until(lambda: street.follower.told)
        [told] = street.follower.told
        answer = await served(visitor, suffix)
        assert told.body == answer.content
        assert told.fields["content-type"] == answer.headers["content-type"]
        assert f'<{street.topic(suffix)}>; rel="self"' in told.fields["link"]

    street.live(story)


# --- what is asked -------------------------------------------------------------------------------------------------


def test_what_cannot_be_granted_is_refused_at_once_with_a_reason(street: Street) -> None:
    """As plain text, and nobody is asked anything (conformance 184)."""

    async def story(service: Service, visitor: Visitor) -> None:
        callback = street.follower.callback()
        for status, reason, fields in (
            (400, "hub.mode", {"mode": "publish"}),
            (400, "hub.mode", {"mode": "none"}),
            (400, "hub.topic is missing", {"topic": "none"}),
            (404, "none of our feeds", {"topic": "https://elsewhere.example/feed"}),
            (404, "none of our feeds", {"topic": street.topic("html")}),
            (400, "hub.callback is missing", {"callback": "none"}),
            (400, "begin with https", {"callback": "ftp://h.example/"}),
            (400, "begin with https", {"callback": "http://[::1/"}),
            (400, "fragment", {"callback": f"{callback}#x"}),
            (400, "no address", {"callback": f"{callback}/a b"}),
            (400, "longer than", {"callback": f"{callback}/{'a' * 2048}"}),
            (400, "one of the ports", {"callback": "http://127.0.0.1:1/"}),
            (400, "no name or password", {"callback": callback.replace("http://", "http://u:p@")}),
            (400, "lease_seconds", {"lease_seconds": "ten days"}),
            (400, "lease_seconds", {"lease_seconds": "-1"}),
            (400, "less than 200 bytes", {"secret": "я" * 100}),
        ):
            answer = await street.ask(**fields)
            assert (answer.status_code, reason in answer.text) == (status, True), (fields, answer.text)
            assert answer.headers["content-type"] == "text/plain; charset=utf-8"
        assert (await visitor.get("/websub/hub")).status_code == 405
        assert (await street.post("x" * 30_000)).status_code == 413
        assert (await street.post("{}", **{"content-type": "application/json"})).status_code == 415
        for form in ("hub.mode=subscribe&hub.mode=unsubscribe", "hub.topic=%ff", "hub.topic=a%00b", "a&" * 200):
            assert (await street.post(form)).status_code == 400, form
        assert service.pipeline.store.queue.counts() == {}
        assert street.follower.asked == []

    street.live(story)


def test_a_secret_of_199_bytes_is_taken(street: Street) -> None:
    """Less than 200 (WebSub, 5.1)."""

    async def story(service: Service, _: Visitor) -> None:
        assert (await street.subscribed(service, secret="s" * 199)).secret == "s" * 199

    street.live(story)


def test_without_the_challenge_nothing_changes(street: Street) -> None:
    """2xx and exactly the challenge; a redirect is no answer (conformance 187)."""
    answers = [(200, "wrong"), (200, ""), (404, "right"), (302, "right"), (200, "right ")]

    async def story(service: Service, _: Visitor) -> None:
        for number, (status, text) in enumerate(answers):
            street.follower.fields = {"Location": "/moved"} if status == 302 else {}
            street.follower.answer = lambda said: (status, text.replace("right", said["hub.challenge"]))  # noqa: B023
            await street.ask(callback=street.follower.callback(f"/{number}"))
            await until(lambda: service.pipeline.store.queue.counts() == {})
            assert street.follower.modes(f"/{number}") == ["subscribe"]
        assert service.pipeline.store.followers.audiences() == []
        assert street.follower.modes("/moved") == []

    street.live(story)


def test_any_success_confirms_and_no_challenge_is_used_twice(street: Street) -> None:
    """201 is 2xx, too."""
    street.follower.answer = lambda said: (201, said["hub.challenge"])

    async def story(service: Service, _: Visitor) -> None:
        await street.subscribed(service)
        await street.subscribed(service)
        await until(lambda: len(street.follower.asked) == 2)
        assert len({said["hub.challenge"] for _, said in street.follower.asked}) == 2

    street.live(story)


def test_a_callback_that_is_away_for_a_moment_is_asked_again(street: Street, monkeypatch: pytest.MonkeyPatch) -> None:
    """503 is neither yes nor no."""
    monkeypatch.setattr(delivery_module, "FIRST_PAUSE", timedelta(seconds=0.2))
    answers = [503, 200]
    street.follower.answer = lambda said: (answers.pop(0), said["hub.challenge"])

    async def story(service: Service, _: Visitor) -> None:
        await street.subscribed(service)
        assert street.follower.modes() == ["subscribe", "subscribe"]

    street.live(story)


def test_the_query_of_a_callback_is_kept(street: Street) -> None:
    """In questions, with & and not a second ?, and in deliveries (conformance 186)."""

    async def story(service: Service, _: Visitor) -> None:
        await street.subscribed(service, callback=street.follower.callback("/callback?id=7&x=%3F"))
        [(path, said)] = street.follower.asked
        assert (path, said["id"], said["x"], said["hub.mode"]) == ("/callback", "7", "?", "subscribe")
        await street.publish(service, VISIT)
        await until(lambda: street.follower.told)
        assert street.follower.told[0].path == "/callback?id=7&x=%3F"

    street.live(story)


def test_leases_have_bounds(street: Street) -> None:
    """What is granted is said in the question (conformance 190)."""

    async def story(service: Service, _: Visitor) -> None:
        for asked, granted in (("1", 300), ("3600", 3600), ("999999999999", 2_592_000)):
            callback = street.follower.callback(f"/{asked}")
            found = await street.subscribed(service, lease_seconds=asked, callback=callback)
            assert street.follower.asked[-1][1]["hub.lease_seconds"] == str(granted)
            assert found.expires - found.since == timedelta(seconds=granted)

    street.live(story)


def test_a_private_callback_is_not_dialled_unless_the_operator_says_so(street: Street) -> None:
    """Neither by its number, which is seen at once, nor by a name (conformance 196)."""
    street.settings(f"{{allow_ports: [{street.follower.port}]}}")

    async def story(service: Service, _: Visitor) -> None:
        for host, status in (("127.0.0.1", 400), ("[::1]", 400), ("localhost", 202), ("2130706433", 202)):
            callback = f"http://{host}:{street.follower.port}/callback"
            assert (await street.ask(callback=callback)).status_code == status, host
        await until(lambda: service.pipeline.store.queue.counts() == {})
        assert street.follower.asked == []
        assert service.pipeline.store.followers.audiences() == []

    street.live(story)


def test_who_asks_too_often_is_told_when_to_come_back(street: Street) -> None:
    """A hub must not be a means to flood somebody's callback."""
    street.settings(f"{{allow_private: [127.0.0.0/8], allow_ports: [{street.follower.port}], requests: 3}}")

    async def story(_service: Service, _visitor: Visitor) -> None:
        answers = [await street.ask(callback=street.follower.callback(f"/{number}")) for number in range(5)]
        assert [each.status_code for each in answers] == [202, 202, 202, 429, 429]
        assert 1 <= int(answers[-1].headers["retry-after"]) <= 60

    street.live(story)


@pytest.mark.parametrize("bound", ["per_host", "per_document"])
def test_who_is_one_too_many_is_denied(street: Street, bound: str) -> None:
    """The others stay, and may renew (conformance 195)."""
    street.settings(
        f"{{allow_private: [127.0.0.0/8], allow_ports: [{street.follower.port}], {bound}: 2, requests: 100}}"
    )

    async def story(service: Service, _: Visitor) -> None:
        for number in range(2):
            await street.subscribed(service, callback=street.follower.callback(f"/{number}"))
        await street.ask(callback=street.follower.callback("/2"))
        await until(lambda: street.follower.modes("/2") == ["subscribe", "denied"])
        said = street.follower.asked[-1][1]
        assert said["hub.topic"] == street.topic()
        assert said["hub.reason"] == "there are too many subscriptions already"
        await street.ask(callback=street.follower.callback("/1"))
        await until(lambda: street.follower.modes("/1") == ["subscribe", "subscribe"])
        await until(lambda: service.pipeline.store.queue.counts() == {})
        assert [each.followers for each in service.pipeline.store.followers.audiences()] == [2]

    street.live(story)


# --- what is told --------------------------------------------------------------------------------------------------


def test_only_what_changed_is_told_and_only_once(street: Street) -> None:
    """Publishing the same again, and starting anew, is no news."""

    async def first(service: Service, _: Visitor) -> None:
        await street.subscribed(service)
        await street.publish(service, VISIT)
        await until(lambda: street.follower.told)
        await service.pipeline.publish(list(service.pipeline.configuration.feeds))
        await until(lambda: service.pipeline.store.queue.counts() == {})

    async def second(service: Service, _: Visitor) -> None:
        await service.pipeline.publish(list(service.pipeline.configuration.feeds))
        await until(lambda: service.pipeline.store.queue.counts() == {})

    street.live(first)
    street.live(second)
    assert len(street.follower.told) == 1


def test_news_that_could_not_be_announced_is_announced_later(street: Street, monkeypatch: pytest.MonkeyPatch) -> None:
    """The new bytes are there, and then the store refuses, as if we had been killed in between (conformance 181)."""

    def refuse(*_: object) -> int:
        raise StoreError("the disk is full")

    async def story(service: Service, visitor: Visitor) -> None:
        await street.subscribed(service)
        with monkeypatch.context() as broken:
            broken.setattr(service.pipeline.store.followers, "announce", refuse)
            with pytest.raises(StoreError):
                await street.publish(service, VISIT, feeds=["medical-education"])
            assert "visit a hospital" in (await served(visitor, "atom")).text
        await service.pipeline.publish()
        await until(lambda: street.follower.told)
        assert b"visit a hospital" in street.follower.told[0].body

    street.live(story)


def test_who_is_away_is_told_the_latest_when_back(street: Street, monkeypatch: pytest.MonkeyPatch) -> None:
    """Once, however often it changed meanwhile; the operator sees who is away (conformance 194)."""
    monkeypatch.setattr(delivery_module, "FIRST_PAUSE", timedelta(seconds=0.5))
    street.follower.status = 500

    async def story(service: Service, visitor: Visitor) -> None:
        await street.subscribed(service)
        await street.publish(service, VISIT)
        queue = service.pipeline.store.queue
        await until(lambda: queue.failing([CONTENT], 9))
        [failing] = queue.failing([CONTENT], 9)
        assert (failing.host, failing.message) == ("127.0.0.1", "HTTP 500")
        await street.publish(service, THIRD)
        street.follower.status = 204
        before = len(street.follower.told)
        await until(lambda: queue.counts() == {})
        after = street.follower.told[before:]
        assert [b"opens in Almaty" in told.body for told in after] == [True]
        await until(lambda: service.pipeline.store.followers.audiences()[0].last_reached)
        metrics = (await visitor.get("/metrics")).text
        assert 'syndicator_deliveries_total{kind="hub-content",result="delivered"} 1.0' in metrics
        assert 'syndicator_deliveries_total{kind="hub-content",result="failed"}' in metrics

    street.live(story)


def test_gone_ends_a_subscription_and_a_redirect_is_a_failure(street: Street) -> None:
    """410 is a farewell; where a redirect leads was verified by nobody (conformance 194)."""
    street.follower.status, street.follower.fields = 307, {"Location": "/elsewhere"}

    async def story(service: Service, _: Visitor) -> None:
        found = await street.subscribed(service)
        await street.publish(service, VISIT)
        queue = service.pipeline.store.queue
        await until(lambda: queue.failing([CONTENT], 9))
        assert queue.failing([CONTENT], 9)[0].message == "it redirects, which is no answer"
        assert [told.path for told in street.follower.told] == ["/callback"]
        street.follower.status = 410
        queue.recall(CONTENT, [found.id])
        await street.publish(service, THIRD)
        await until(lambda: service.pipeline.store.followers.find(found.id) is None)
        await until(lambda: queue.counts() == {})

    street.live(story)


def test_slow_callbacks_stall_nobody(street: Street) -> None:
    """Six that do not answer, and one that does: at the same host (conformance 196)."""

    async def story(service: Service, _: Visitor) -> None:
        for number in range(6):
            await street.subscribed(service, callback=street.follower.callback(f"/slow/{number}"))
        with Follower() as quick:
            street.settings(f"{{allow_private: ['127.0.0.0/8'], allow_ports: [{street.follower.port}, {quick.port}]}}")
            await service.reload()
            callback = f"http://localhost:{quick.port}/callback"
            street.settings(
                f"{{allow_private: ['127.0.0.0/8', '::1/128'], allow_ports: [{street.follower.port}, {quick.port}]}}"
            )
            await service.reload()
            await street.subscribed(service, callback=callback)
            began = asyncio.get_running_loop().time()
            await street.publish(service, VISIT)
            await until(lambda: quick.told)
            assert asyncio.get_running_loop().time() - began < 10
            assert street.follower.told == []

    street.live(story)


def test_leases_that_ended_are_forgotten(street: Street) -> None:
    """Nobody is told after the end."""

    async def story(service: Service, _: Visitor) -> None:
        found = await street.subscribed(service)
        store = service.pipeline.store
        over = replace(found, expires=datetime.now(UTC) - timedelta(seconds=1))
        assert store.followers.follow(over, host="127.0.0.1", per_host=9, per_document=9)
        await street.publish(service, VISIT)
        await service.pipeline.hub.tend()
        assert store.followers.find(found.id) is None
        assert street.follower.told == []

    street.live(story)


@pytest.mark.parametrize("ending", ["feed", "hub"])
def test_who_follows_what_is_no_more_is_told_so(street: Street, ending: str) -> None:
    """A feed that is removed, or the hub (conformance 195)."""

    async def story(service: Service, visitor: Visitor) -> None:
        await street.subscribed(service)
        if ending == "feed":
            (street.folder / f"{FEED}.yaml").unlink()
        else:
            street.settings("{hubs: []}")
        await service.reload()
        if ending == "hub":
            assert "link" not in (await served(visitor, "atom")).headers
            assert (await street.ask()).status_code == 404
            street.settings(
                f"{{hubs: ['https://h.example'], allow_private: [127.0.0.0/8], allow_ports: [{street.follower.port}]}}"
            )
            await service.reload()
        await service.pipeline.hub.tend()
        await until(lambda: street.follower.modes() == ["subscribe", "denied"])
        assert street.follower.asked[-1][1]["hub.topic"] == street.topic()
        assert service.pipeline.store.followers.audiences() == []

    street.live(story)


def test_who_follows_a_feed_that_moves_is_told_where_it_is(street: Street) -> None:
    """What is delivered names the new address; the old one may be renewed and ended there (WebSub, 6.1)."""
    new = f"http://127.0.0.1:{street.port}/feeds/doctors.atom"

    async def story(service: Service, visitor: Visitor) -> None:
        found = await street.subscribed(service, secret="kept")
        file = street.folder / f"{FEED}.yaml"
        (street.folder / "feeds/doctors.yaml").write_text(f"{file.read_text()}\nformerly: [medical-education]\n")
        file.unlink()
        await service.reload()
        await service.pipeline.publish(["doctors"])
        await service.pipeline.hub.tend()
        await until(lambda: street.follower.told)
        [told] = street.follower.told
        answer = await visitor.get("/feeds/doctors.atom")
        assert told.body == answer.content
        assert told.fields["link"] == f'<http://127.0.0.1:{street.port}/websub/hub>; rel="hub", <{new}>; rel="self"'
        assert told.fields["x-hub-signature"] == "sha256=" + hmac.new(b"kept", told.body, hashlib.sha256).hexdigest()
        assert (await served(visitor, "atom")).headers["location"] == new
        moved = service.pipeline.store.followers.find(identity("feeds/doctors.atom", street.follower.callback()))
        assert moved is not None
        assert (moved.expires, moved.hub_topic_url) == (found.expires, street.topic())
        await street.publish(service, VISIT)
        await until(lambda: len(street.follower.told) == 2)
        assert (await street.ask(lease_seconds="600")).status_code == 202
        assert (await street.ask(mode="unsubscribe")).status_code == 202
        await until(lambda: street.follower.modes() == ["subscribe", "subscribe", "unsubscribe"])
        assert {said["hub.topic"] for _, said in street.follower.asked} == {street.topic()}
        await until(lambda: service.pipeline.store.followers.audiences() == [])

    street.live(story)


def test_who_follows_a_feed_that_ended_long_ago_is_told_so(street: Street) -> None:
    """After a farewell; nobody can follow it any more."""

    async def story(service: Service, _: Visitor) -> None:
        await street.subscribed(service)
        file = street.folder / f"{FEED}.yaml"
        rest = file.read_text()
        for ended in (datetime.now(UTC).date() - timedelta(days=1), date(2026, 1, 1)):
            file.write_text(f"{rest}\nended: {ended}\n")
            await service.reload()
            await service.pipeline.publish(["medical-education"])
            await service.pipeline.hub.tend()
        await until(lambda: street.follower.modes() == ["subscribe", "denied"])
        assert [b"/ended" in each.body for each in street.follower.told] == [True]
        assert (await street.ask()).status_code == 404
        assert service.pipeline.store.followers.audiences() == []

    street.live(story)


# --- hubs of others ------------------------------------------------------------------------------------------------


def test_hubs_of_others_are_named_and_told_after_the_new_bytes_are_there(
    street: Street, monkeypatch: pytest.MonkeyPatch
) -> None:
    """hub.url for the old ones, hub.topic for the new; again when they are away (conformance 181)."""
    monkeypatch.setattr(delivery_module, "FIRST_PAUSE", timedelta(seconds=0.2))
    hub = street.follower.callback("/hub")
    street.settings(f"{{hubs: ['{hub}'], allow_private: [127.0.0.0/8], allow_ports: [{street.follower.port}]}}")
    street.follower.status = 503

    def pinged() -> list[Told]:
        return [told for told in street.follower.told if b"medical-education.atom" in told.body]

    async def story(service: Service, visitor: Visitor) -> None:
        await until(lambda: service.pipeline.store.queue.failing([PING], 1))
        street.follower.status = 204
        await until(pinged)
        [told] = pinged()
        form = {"hub.mode": "publish", "hub.url": street.topic(), "hub.topic": street.topic()}
        assert told.body.decode() == urlencode(form)
        answer = await served(visitor, "atom")
        assert answer.headers.get_list("link") == [f'<{hub}>; rel="hub"', f'<{street.topic()}>; rel="self"']
        assert f'<link rel="hub" href="{hub}"/>' in answer.text
        await until(lambda: service.pipeline.store.queue.counts() == {})
        await service.pipeline.publish(list(service.pipeline.configuration.feeds))
        assert service.pipeline.store.queue.counts() == {}, "nothing changed"

    street.live(story)


def test_hubs_of_others_are_told_of_the_addresses_that_a_feed_had(street: Street) -> None:
    """Their subscribers know no other one, and are led to the new one there."""
    hub = street.follower.callback("/hub")
    street.settings(f"{{hubs: ['{hub}'], allow_private: [127.0.0.0/8], allow_ports: [{street.follower.port}]}}")
    file = street.folder / f"{FEED}.yaml"
    file.write_text(f"{file.read_text()}\nformerly: [doctors]\n")

    async def story(service: Service, _: Visitor) -> None:
        await until(lambda: street.follower.told and service.pipeline.store.queue.counts() == {})
        topics = {dict(parse_qsl(told.body.decode()))["hub.topic"] for told in street.follower.told}
        assert {street.topic(), street.topic().replace("medical-education", "doctors")} <= topics

    street.live(story)
