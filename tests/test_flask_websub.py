"""Flask-WebSub, which is among the implementations that the W3C counted, as a subscriber of ours and as our hub."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from syndicator.bootstrap import load_editorial
from syndicator.model.subscription import Standing
from syndicator.ports import Batch
from syndicator.service import Service
from tests.flasks import FlaskHub, FlaskSubscriber
from tests.journeys.setting import write_setting
from tests.loopback import Answer, Loopback, free_port
from tests.test_bootstrap import Visitor, serve
from tests.test_hub import FEED, SIGNED, VISIT, Street, street, until

__all__ = ["street"]


@pytest.fixture(autouse=True)
def _quiet(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    with caplog.at_level(logging.ERROR, "werkzeug"):
        yield


def test_it_discovers_subscribes_is_told_and_unsubscribes(street: Street, tmp_path: Path) -> None:
    """All of it at our own hub, in every format."""

    async def story(service: Service, visitor: Visitor) -> None:
        with FlaskSubscriber(tmp_path) as peer:
            street.settings(f"{{allow_private: [127.0.0.0/8], allow_ports: [{peer.port}]}}")
            await service.reload()
            topics = [street.topic(suffix) for suffix in ("atom", "rss", "json")]
            names = [await asyncio.to_thread(peer.subscribe, topic) for topic in topics]
            await until(lambda: len(peer.events) == 3)
            assert sorted(peer.events) == sorted(("subscribe", topic) for topic in topics)
            await street.publish(service, VISIT)
            await until(lambda: len(peer.told) == 3)
            published = [(await visitor.get(f"/{FEED}.{suffix}")).content for suffix in ("atom", "rss", "json")]
            assert sorted(peer.told) == sorted(published)
            for name in names:
                await asyncio.to_thread(peer.unsubscribe, name)
            await until(lambda: service.pipeline.store.followers.audiences() == [])
            assert peer.events.count(("unsubscribe", topics[0])) == 1

    street.live(story)


def test_it_is_told_when_a_feed_is_no_more(street: Street, tmp_path: Path) -> None:
    """hub.mode=denied, with our reason."""

    async def story(service: Service, _: Visitor) -> None:
        with FlaskSubscriber(tmp_path) as peer:
            street.settings(f"{{allow_private: [127.0.0.0/8], allow_ports: [{peer.port}]}}")
            await service.reload()
            await asyncio.to_thread(peer.subscribe, street.topic())
            await until(lambda: peer.events)
            (street.folder / f"{FEED}.yaml").unlink()
            await service.reload()
            await service.pipeline.hub.tend()
            await until(lambda: ("denied", "this feed, or this hub, is no more") in peer.events)

    street.live(story)


def test_its_hub_is_pinged_and_tells_its_subscribers(street: Street, tmp_path: Path) -> None:
    """It fetches our feed when we say so, and passes it on (finding 2.18: it wants our header fields)."""
    with ExitStack() as opened:
        hub = opened.enter_context(FlaskHub(tmp_path))
        peer = opened.enter_context(FlaskSubscriber(tmp_path))
        street.settings(f"{{hubs: ['{hub.address}/hub'], allow_private: [127.0.0.0/8], allow_ports: [{hub.port}]}}")

        async def story(service: Service, visitor: Visitor) -> None:
            await until(lambda: service.pipeline.store.queue.counts() == {})
            await asyncio.to_thread(peer.subscribe, street.topic())
            await until(lambda: peer.events == [("subscribe", street.topic())])
            await street.publish(service, VISIT)
            await until(lambda: peer.told)
            assert peer.told[-1] == (await visitor.get(f"/{FEED}.atom")).content
            await until(lambda: service.pipeline.store.queue.counts() == {})
            await asyncio.to_thread(hub.tasks.rest)

        street.live(story)


def test_its_hub_tells_us_of_a_sources_news(tmp_path: Path) -> None:
    """We subscribe there, and poll when it pushes (conformance 198 to 206)."""
    items = [SIGNED]
    with ExitStack() as opened:
        hub = opened.enter_context(FlaskHub(tmp_path))

        def answer(path: str, _validator: str | None) -> Answer:
            links = f'<{hub.address}/hub>; rel="hub", <http://127.0.0.1:{source.port}/{path}>; rel="self"'
            document = f"<rss version='2.0'><channel><title>t</title>{''.join(items)}</channel></rss>"
            return 200, {"Link": links, "Content-Type": "application/rss+xml"}, document.encode()

        source = opened.enter_context(Loopback(answer))
        port = free_port()
        address = f"http://127.0.0.1:{source.port}/a"
        config = write_setting(tmp_path, {"a": address}, port=source.port, address=f"http://127.0.0.1:{port}")
        file = config / "sources/journey.yaml"
        file.write_text(file.read_text().replace(f"[{source.port}]", f"[{source.port}, {hub.port}]"))

        async def story(service: Service, visitor: Visitor) -> None:
            store, configuration = service.pipeline.store, service.pipeline.configuration
            await service.scheduler.dispatcher.dispatch(list(configuration.sources.values()))
            await service.pipeline.subscriber.tend(configuration)
            await until(lambda: [each.standing for each in store.subscriptions("a")] == [Standing.ACTIVE])
            await asyncio.to_thread(hub.tasks.rest)  # it writes down who subscribed after it was answered
            state = store.source_state("a")
            assert state.last_poll is not None
            store.apply(Batch(replace(state, last_poll=state.last_poll - timedelta(minutes=10))))
            items.append(VISIT)
            async with httpx.AsyncClient(trust_env=False) as client:
                news = {"hub.mode": "publish", "hub.topic": address}
                assert (await client.post(f"{hub.address}/hub", data=news)).status_code == 202
            await visitor.until(f"/{FEED}.json", lambda answer: "visit a hospital" in answer.text)
            await asyncio.to_thread(hub.tasks.rest)
            assert store.subscriptions("a")[0].pushes == 1

        serve(config, load_editorial(config), story, port=port)
