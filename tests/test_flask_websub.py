"""Flask-WebSub, which is among the implementations that the W3C counted, as a subscriber of ours and as our hub."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from syndicator.service import Service
from tests.flasks import FlaskHub, FlaskSubscriber
from tests.test_bootstrap import Visitor
from tests.test_hub import FEED, VISIT, Street, street, until

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
