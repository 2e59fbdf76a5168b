"""Hubs tell a running service of news: subscribed, verified, pushed, renewed and ended over real connections."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qsl

import httpx
import pytest

from syndicator.bootstrap import load_editorial
from syndicator.chaos.certificates import Authorities
from syndicator.chaos.listeners import Certificate
from syndicator.model.configuration import Configuration
from syndicator.model.feed import Site
from syndicator.model.source import Source, SourceState
from syndicator.model.subscription import Standing, Subscription
from syndicator.ports import Accepted, Batch, Parcel, Request, Store
from syndicator.press import Lane
from syndicator.service import Service
from syndicator.store import open_store
from syndicator.subscriber import Subscriber
from tests.hub import Hub
from tests.journeys.setting import write_setting
from tests.loopback import Answer, Loopback, free_port
from tests.test_bootstrap import Visitor, serve
from tests.test_pipeline import item

Visit = Callable[[Service, Visitor], Awaitable[None]]


@dataclass
class Publisher:
    """A feed that names its hub in a header field, and counts who asks for it."""

    hub: str
    items: str = item("1", "Medical universities sign agreement")
    asked: int = 0

    def answer(self, _path: str, _validator: str | None) -> Answer:
        self.asked += 1
        document = f"<rss version='2.0'><channel><title>t</title>{self.items}</channel></rss>"
        links = f'<{self.hub}>; rel="hub", <http://localhost/the-feed>; rel="self"'
        return 200, {"Link": links, "Content-Type": "application/rss+xml"}, document.encode()


class Street:
    """A publisher, its hub and the service that collects from it."""

    def __init__(self, folder: Path, hub: Hub, *, certificates: Path | None = None) -> None:
        self.hub = hub
        self.publisher = Publisher(hub.address)
        self._port = free_port()
        with contextlib.ExitStack() as opened:
            opened.enter_context(hub)
            server = opened.enter_context(Loopback(self.publisher.answer))
            self.config = write_setting(
                folder,
                {"a": f"http://localhost:{server.port}/a"},
                port=server.port,
                address=f"http://127.0.0.1:{self._port}",
            )
            self._closing = opened.pop_all()
        sources = self.config / "sources/journey.yaml"
        text = sources.read_text().replace(f"[{server.port}]", f"[{server.port}, {hub.port}]")
        text = text.replace("[127.0.0.0/8]", "[127.0.0.0/8, '::1/128']")
        if certificates:
            pem = certificates.read_text().replace("\n", "\n  ")
            text = text.replace("sources:", f"certificates: |\n  {pem}\nsources:")
        sources.write_text(text)

    def __enter__(self) -> Street:
        return self

    def __exit__(self, *_: object) -> None:
        self._closing.close()

    def live(self, visit: Visit) -> None:
        """Run the service while *visit* lasts."""
        serve(self.config, load_editorial(self.config), visit, port=self._port)

    async def subscribed(self, service: Service, hub: Hub | None = None) -> Subscription:
        """The running subscription, once there is one; the source is polled and hubs are looked at there and then."""
        await self.polled(service)
        async with asyncio.timeout(20):
            while True:
                await service.pipeline.subscriber.tend(service.pipeline.editorial.configuration)
                known = service.pipeline.store.subscriptions("a")
                running = [each for each in known if each.standing is Standing.ACTIVE]
                if running and (hub or self.hub).subscribers:
                    return running[-1]
                await asyncio.sleep(0.1)

    async def polled(self, service: Service) -> None:
        """A poll, whatever is due."""
        sources = service.pipeline.editorial.configuration.sources
        await service.scheduler.dispatcher.dispatch(list(sources.values()))

    async def push(self, *items: str, signature: str | None = None) -> list[int]:
        """The publisher has more items, and the hub says so."""
        self.publisher.items += "".join(items)
        return await asyncio.to_thread(self.hub.push, b"<rss/>", signature=signature)


@pytest.fixture
def street(tmp_path: Path) -> Iterator[Street]:
    with Street(tmp_path, Hub()) as street:
        yield street


def two_items(answer: httpx.Response) -> bool:
    return answer.is_success and len(answer.json()["items"]) == 2


FEED = "/feeds/medical-education.json"
LATE = timedelta(minutes=10)


def earlier(service: Service) -> None:
    """Let the last poll have been a while ago: a source is not polled twice within a minute."""
    store = service.pipeline.store
    state = store.source_state("a")
    assert state.last_poll is not None
    store.apply(Batch(replace(state, last_poll=state.last_poll - LATE)))


def test_what_a_hub_tells_of_is_published_within_seconds(street: Street) -> None:
    """Subscribed by header, verified, pushed: the source is polled although it is due in an hour (WebSub, 4 to 7)."""

    async def visit(service: Service, visitor: Visitor) -> None:
        subscription = await street.subscribed(service)
        assert street.hub.asked[0]["hub.topic"] == "http://localhost/the-feed"
        assert "hub.secret" not in street.hub.asked[0], "nothing secret is sent over http (WebSub, 5.1)"
        earlier(service)
        assert await street.push(item("2", "Medical students visit a hospital")) == [202]
        await visitor.until(FEED, two_items)
        [after] = service.pipeline.store.subscriptions("a")
        assert (after.token, after.pushes, after.missed) == (subscription.token, 1, 0)
        state = service.pipeline.store.source_state("a")
        assert state.pushed, "from now on polls are the net beneath"
        assert state.next_poll is not None
        assert state.last_poll is not None
        assert state.next_poll - state.last_poll >= timedelta(hours=6)
        assert 'syndicator_pushes_total{result="heeded"} 1.0' in (await visitor.get("/metrics")).text

    street.live(visit)


def test_what_is_pushed_over_https_is_signed(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """A push with a false signature is answered as any other, and nothing follows (conformance 201, 203)."""
    folder = tmp_path / "authorities"
    folder.mkdir()
    authorities = Authorities(folder, datetime.now(UTC))
    tls = authorities.server("hub", Certificate(name="localhost"))

    with caplog.at_level(logging.WARNING), Street(tmp_path, Hub(tls), certificates=authorities.pem) as street:

        async def visit(service: Service, visitor: Visitor) -> None:
            await street.subscribed(service)
            assert len(street.hub.asked[0]["hub.secret"]) < 200
            earlier(service)
            before = street.publisher.asked
            for false in ("sha256=" + "0" * 64, "md5=0", "nonsense"):
                assert await street.push(signature=false) == [202]
            async with asyncio.timeout(10):
                while caplog.text.count("its signature is wrong") < 3:
                    await asyncio.sleep(0.05)
            assert service.pipeline.store.subscriptions("a")[0].pushes == 0
            assert street.publisher.asked == before
            assert await street.push(item("2", "Medical students visit a hospital")) == [202]
            await visitor.until(FEED, two_items)

        street.live(visit)


def test_a_storm_of_pushes_is_one_poll(street: Street) -> None:
    """A hub that pushes without end must not make us a burden to the publisher."""

    async def visit(service: Service, _: Visitor) -> None:
        await street.subscribed(service)
        earlier(service)
        before, store = street.publisher.asked, service.pipeline.store
        polled = store.source_state("a").last_poll
        for number in range(20):
            await street.push(item(f"storm-{number}", "Medical students visit a hospital"))
        async with asyncio.timeout(30):
            while store.subscriptions("a")[0].pushes < 20 or store.source_state("a").last_poll == polled:
                await asyncio.sleep(0.05)
        await asyncio.sleep(1)  # in which a poll for each push would come
        assert 1 <= street.publisher.asked - before <= 2
        state = store.source_state("a")
        assert state.next_poll is not None
        assert state.last_poll is not None
        assert timedelta(seconds=50) <= state.next_poll - state.last_poll <= timedelta(seconds=70)

    street.live(visit)


def test_nobody_else_can_subscribe_us_or_end_what_we_have(street: Street) -> None:
    """Only what was asked is verified (WebSub, 5.3.1); other callbacks are no callbacks."""

    async def visit(service: Service, visitor: Visitor) -> None:
        subscription = await street.subscribed(service)
        fields = street.hub.asked[0]
        for changed in ({"mode": "unsubscribe"}, {"topic": "http://localhost/other"}, {"mode": ""}, {"challenge": ""}):
            assert (await asyncio.to_thread(street.hub.verify, fields, **changed))[0] == 404, changed
        stranger = {**fields, "hub.callback": fields["hub.callback"] + "x"}
        assert (await asyncio.to_thread(street.hub.verify, stranger))[0] == 404
        assert (await visitor.get("/websub/callback/")).status_code == 404
        assert service.pipeline.store.subscription(subscription.token) == subscription

    street.live(visit)


def test_what_a_hub_asks_is_given_back_as_plain_text(street: Street) -> None:
    """A challenge must not become a page of ours."""

    async def visit(service: Service, visitor: Visitor) -> None:
        token = (await street.subscribed(service)).token
        question = "?hub.mode=subscribe&hub.topic=http://localhost/the-feed&hub.challenge=<script>alert(1)</script>"
        answer = await visitor.get(f"/websub/callback/{token}{question}")
        assert answer.text == "<script>alert(1)</script>"
        assert answer.headers["content-type"].startswith("text/plain")
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert (await visitor.get(f"/websub/callback/{token}{question}{'x' * 5000}")).status_code == 404

    street.live(visit)


def test_a_subscription_of_a_source_that_is_taken_out_is_ended(street: Street) -> None:
    """The hub lets go, and what it pushes nonetheless is refused for good."""

    async def visit(service: Service, visitor: Visitor) -> None:
        token = (await street.subscribed(service)).token
        configuration = service.pipeline.editorial.configuration
        without = replace(configuration, sources={"a": replace(configuration.sources["a"], push=False)})
        await service.pipeline.subscriber.tend(without)
        async with asyncio.timeout(10):
            while service.pipeline.store.subscription(token) or street.hub.subscribers:  # told before the hub is done
                await asyncio.sleep(0.05)
        assert [each["hub.mode"] for each in street.hub.asked] == ["subscribe", "unsubscribe"]
        service.pipeline.editorial = replace(service.pipeline.editorial, configuration=without)

    street.live(visit)


def test_a_hub_that_revokes_is_relied_on_no_more(street: Street) -> None:
    """The source is polled at once, for pushes may have been lost (conformance 207)."""

    async def visit(service: Service, visitor: Visitor) -> None:
        token = (await street.subscribed(service)).token
        earlier(service)
        before = street.publisher.asked
        said = "?hub.mode=denied&hub.topic=http://localhost/the-feed&hub.reason=You+are%0Anot+welcome"
        assert (await visitor.get(f"/websub/callback/{token}{said}")).status_code == 200
        subscription = service.pipeline.store.subscription(token)
        assert subscription is not None
        assert subscription.standing is Standing.DENIED
        assert subscription.reason == "the hub refuses: You are not welcome"
        assert await street.push() == [410]
        async with asyncio.timeout(15):
            while street.publisher.asked == before:
                await asyncio.sleep(0.05)

    street.live(visit)


def test_news_that_a_hub_does_not_tell_of_is_counted_against_it(street: Street) -> None:
    """Silent hubs are found out (conformance 205): after three misses polls are as frequent as ever."""

    async def visit(service: Service, _: Visitor) -> None:
        await street.subscribed(service)
        earlier(service)
        await street.push(item("2", "Medical students visit a hospital"))
        store = service.pipeline.store
        async with asyncio.timeout(15):
            while not store.source_state("a").pushed:
                await asyncio.sleep(0.05)
        for number, relied_on in ((1, True), (2, True), (3, False)):
            street.publisher.items += item(f"silent-{number}", f"Medical news number {number}")
            await street.polled(service)
            assert store.subscriptions("a")[0].missed == number
            assert store.source_state("a").pushed is relied_on

    street.live(visit)


# --- without a service ---------------------------------------------------------------------------------------------


@dataclass
class Mail:
    """Takes every form, and remembers it."""

    sent: list[tuple[Request, dict[str, str]]] = field(default_factory=list)

    async def send(self, request: Request, parcel: Parcel) -> Accepted:
        self.sent.append((request, dict(parse_qsl(parcel.body.decode()))))
        return Accepted()


class Calendar:
    """A clock that the test moves."""

    moment = datetime(2026, 5, 1, 10, tzinfo=UTC)

    def now(self) -> datetime:
        return self.moment


SOURCE = Source("a", "A", "A", "feed", "https://a.example/feed", certificates="PEM")
STATE = SourceState("a", address=SOURCE.address, hints={"hub": "https://hub.example/"})


def tended(store: Store, mail: Mail, source: Source, site: str = "https://news.example") -> None:
    """One look at hubs."""
    configuration = Configuration(
        Site("News", site, "", "news.example", datetime(2026, 1, 1).date(), ("en",)),
        "",
        "",
        {source.id: source},
        {},
        {},
        {},
    )

    async def once() -> None:
        lane = Lane("test")
        names = iter(f"word-{number}" for number in range(9))
        subscriber = Subscriber(store=store, send=mail, clock=Calendar(), corridor=lane, mint=names.__next__)
        await subscriber.tend(configuration)
        await lane.close()

    asyncio.run(once())


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = open_store(f"sqlite:///{tmp_path}/s.db")
    store.apply(Batch(STATE))
    yield store
    store.close()


def test_a_hub_is_asked_with_a_secret_of_the_subscription_s_own(store: Store) -> None:
    """The callback is unguessable, the lease ten days, and what is trusted for one host is not for another."""
    mail = Mail()
    tended(store, mail, SOURCE)
    [(request, fields)] = mail.sent
    assert fields == {
        "hub.mode": "subscribe",
        "hub.topic": "https://a.example/feed",
        "hub.callback": "https://news.example/websub/callback/word-1",
        "hub.lease_seconds": "864000",
        "hub.secret": "word-0",
    }
    assert (request.address, request.certificates) == ("https://hub.example/", None)
    tended(store, mail, SOURCE)
    assert len(mail.sent) == 1, "it has an hour to verify"


@pytest.mark.parametrize(
    ("site", "private", "expected"),
    [("https://news.example", (), 1), ("http://127.0.0.1:8000", (), 0), ("http://10.0.0.5", ("10.0.0.0/8",), 1)],
)
def test_hubs_are_asked_only_where_they_reach_us(
    store: Store, site: str, private: tuple[str, ...], expected: int
) -> None:
    """Over https, or within the operator's own network."""
    mail = Mail()
    tended(store, mail, replace(SOURCE, allow_private=private), site)
    assert len(mail.sent) == expected


def test_a_hub_that_refuses_is_remembered_with_its_reason(tmp_path: Path) -> None:
    """For 'status SOURCE'; a form follows 307 with its method, and no other redirect."""
    with Street(tmp_path, Hub(status=422)) as street:

        async def visit(service: Service, _: Visitor) -> None:
            await street.polled(service)
            async with asyncio.timeout(20):
                while not (known := service.pipeline.store.subscriptions("a")) or not known[0].reason:
                    await service.pipeline.subscriber.tend(service.pipeline.editorial.configuration)
                    await asyncio.sleep(0.1)
            assert known[0].reason == "the server refuses the request (HTTP 422)"
            assert known[0].standing is Standing.PENDING

        street.live(visit)


def test_a_hub_that_has_moved_is_followed_with_the_form(tmp_path: Path) -> None:
    """307 and 308 keep method and body (conformance 199)."""
    with Hub() as real, Street(tmp_path, Hub(redirect=real.address)) as street:
        sources = street.config / "sources/journey.yaml"
        sources.write_text(sources.read_text().replace(f"{street.hub.port}]", f"{street.hub.port}, {real.port}]"))

        async def visit(service: Service, _: Visitor) -> None:
            await street.subscribed(service, real)
            assert list(real.subscribers) == [real.asked[0]["hub.callback"]]

        street.live(visit)
