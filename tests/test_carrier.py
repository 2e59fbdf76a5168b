"""What waits in the queue is brought: in turn, again where it failed, and by the next where the carrier was stopped."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from syndicator import carrier as carrier_module
from syndicator.carrier import AT_ONCE, PER_HOST, Carrier, Courier
from syndicator.errors import StoreError
from syndicator.model.delivery import Delivered, Delivery, Result, Undelivered
from syndicator.ports import Store
from syndicator.store import open_store

NOON = datetime(2026, 11, 3, 12, tzinfo=UTC)


class Hands:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.time = NOON

    def now(self) -> datetime:
        return self.time


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = open_store(f"sqlite:///{tmp_path}/store.db")
    yield store
    store.close()


@pytest.fixture
def clock() -> Hands:
    return Hands()


def to(recipient: str, key: str = "", *, host: str = "") -> Delivery:
    return Delivery("letter", recipient, NOON, f"for {recipient}", key, host or recipient)


def carrying(store: Store, courier: Courier, clock: Hands) -> Carrier:
    return Carrier(store.queue, {"letter": courier}, clock=clock, chance=lambda: 0.0)


@asynccontextmanager
async def at_work(carrier: Carrier) -> AsyncIterator[None]:
    """The carrier runs within the block."""
    running = asyncio.create_task(carrier.run())
    try:
        async with asyncio.timeout(20):
            yield
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        await carrier.close()


async def until(holds: Callable[[], bool]) -> None:
    while not holds():
        await asyncio.sleep(0.01)


def test_what_is_put_is_brought_once(store: Store, clock: Hands) -> None:
    """Whoever is brought something is brought it once, and the queue is empty."""
    brought: list[str] = []
    heard: list[Result] = []

    async def courier(delivery: Delivery) -> Result:
        brought.append(delivery.subject)
        return Delivered()

    async def story() -> None:
        carrier = carrying(store, courier, clock)
        carrier.heard = lambda _, result: heard.append(result)
        async with at_work(carrier):
            store.queue.put([to("a"), to("b")])
            carrier.hurry()
            await until(lambda: len(heard) == 2)

    asyncio.run(story())
    assert sorted(brought) == ["for a", "for b"]
    assert store.queue.counts() == {}


def test_a_failure_is_tried_again_later(store: Store, clock: Hands) -> None:
    """Not at once, and with its reason for the operator to see."""
    answers: list[Result] = [Undelivered("the line is dead"), Delivered()]

    async def courier(_: Delivery) -> Result:
        return answers.pop(0)

    async def story() -> None:
        carrier = carrying(store, courier, clock)
        store.queue.put([to("a")])
        await carrier.once()
        assert [(each.tries, each.message) for each in store.queue.failing(["letter"], 9)] == [(1, "the line is dead")]
        await carrier.once()
        assert len(answers) == 1, "it is not due yet"
        clock.time += timedelta(seconds=10)
        await carrier.once()
        assert store.queue.counts() == {}
        await carrier.close()

    asyncio.run(story())


def test_a_slow_recipient_stalls_nobody_else(store: Store, clock: Hands) -> None:
    """Not even when its whole host is slow and has more recipients than there are places (conformance 196)."""
    never = asyncio.Event()
    brought: list[str] = []

    async def courier(delivery: Delivery) -> Result:
        if delivery.host == "slow":
            await never.wait()
        brought.append(delivery.recipient)
        return Delivered()

    async def story() -> None:
        carrier = carrying(store, courier, clock)
        store.queue.put([to(f"slow-{number}", host="slow") for number in range(200)])
        async with at_work(carrier):
            carrier.hurry()
            await until(lambda: len(carrier._underway) >= PER_HOST)
            store.queue.put([to(f"quick-{number}", host=f"host-{number % 7}") for number in range(100)])
            carrier.hurry()
            await until(lambda: len(brought) == 100)
            assert sum(each.host == "slow" for each in carrier._underway.values()) < PER_HOST * 2

    asyncio.run(story())
    assert store.queue.counts() == {"letter": (200, 0)}


def test_one_recipient_gets_what_it_gets_in_order(store: Store, clock: Hands) -> None:
    """One at a time; when one fails the later ones wait behind it."""
    brought: list[str] = []
    failures = ["2"]
    inside = 0

    async def courier(delivery: Delivery) -> Result:
        nonlocal inside
        inside += 1
        assert inside == 1
        await asyncio.sleep(0.001)
        inside -= 1
        if delivery.key in failures:
            failures.remove(delivery.key)
            return Undelivered("not now")
        brought.append(delivery.key)
        return Delivered()

    async def story() -> None:
        carrier = carrying(store, courier, clock)
        store.queue.put([to("a", str(number)) for number in range(5)])
        await carrier.once()
        assert brought == ["0", "1"]
        clock.time += timedelta(seconds=10)
        await carrier.once()
        await carrier.close()

    asyncio.run(story())
    assert brought == ["0", "1", "2", "3", "4"]


def test_what_is_put_while_it_is_being_brought_is_brought_again(store: Store, clock: Hands) -> None:
    """The latest counts, and is never lost."""
    brought: list[str] = []

    async def courier(delivery: Delivery) -> Result:
        if not brought:
            store.queue.put([Delivery("letter", "a", NOON, "newer", host="a")])
        brought.append(delivery.subject)
        return Delivered()

    async def story() -> None:
        carrier = carrying(store, courier, clock)
        store.queue.put([to("a")])
        await carrier.once()
        await carrier.close()

    asyncio.run(story())
    assert brought == ["for a", "newer"]


def test_what_was_underway_when_the_carrier_was_stopped_is_made_at_once_by_the_next(store: Store, clock: Hands) -> None:
    """A service that is told to end lets go of its claims."""
    never = asyncio.Event()

    async def stuck(_: Delivery) -> Result:
        await never.wait()
        return Delivered()

    async def quick(_: Delivery) -> Result:
        return Delivered()

    async def story() -> None:
        first = carrying(store, stuck, clock)
        store.queue.put([to("a")])
        async with at_work(first):
            await until(lambda: bool(first._underway))
        assert store.queue.counts() == {"letter": (1, 0)}
        second = carrying(store, quick, clock)
        await second.once()
        await second.close()

    asyncio.run(story())
    assert store.queue.counts() == {}


@pytest.mark.parametrize("fault", ["late", "broken"])
def test_a_courier_that_fails_us_costs_its_delivery_only(
    store: Store, clock: Hands, fault: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One that never returns, or raises."""
    monkeypatch.setattr(carrier_module, "WITHIN", 0.05)

    async def late(delivery: Delivery) -> Result:
        await (asyncio.sleep(60) if delivery.recipient == "a" else asyncio.sleep(0))
        return Delivered()

    async def broken(delivery: Delivery) -> Result:
        if delivery.recipient == "a":
            raise LookupError("no such thing")
        return Delivered()

    async def story() -> None:
        carrier = carrying(store, {"late": late, "broken": broken}[fault], clock)
        store.queue.put([to("a"), to("b")])
        await carrier.once()
        await carrier.close()

    asyncio.run(story())
    [left] = store.queue.failing(["letter"], 9)
    assert left.recipient == "a"
    assert {"late": "longer than", "broken": "LookupError: no such thing"}[fault] in left.message


def test_a_store_that_refuses_the_record_leaves_the_delivery_waiting(
    store: Store, clock: Hands, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """It is made again when the claim ends, and the log says so."""

    def refuse(*_: object) -> None:
        raise StoreError("the disk is full")

    async def courier(_: Delivery) -> Result:
        return Delivered()

    async def story() -> None:
        carrier = carrying(store, courier, clock)
        store.queue.put([to("a")])
        monkeypatch.setattr(store.queue, "settle", refuse)
        with caplog.at_level(logging.ERROR):
            await carrier.once()
        await carrier.close()

    asyncio.run(story())
    assert "the disk is full" in caplog.text
    assert store.queue.counts() == {"letter": (1, 0)}


def test_after_a_fault_of_the_store_the_carrier_can_run_again(
    store: Store, clock: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was underway is let go of, and takes up no room."""
    released = asyncio.Event()
    brought: list[str] = []

    async def courier(delivery: Delivery) -> Result:
        await released.wait()
        brought.append(delivery.recipient)
        return Delivered()

    def refuse(*_: object, **__: object) -> None:
        raise StoreError("the disk is full")

    async def story() -> None:
        carrier = carrying(store, courier, clock)
        store.queue.put([to(str(number)) for number in range(AT_ONCE)])
        running = asyncio.create_task(carrier.run())
        await until(lambda: bool(carrier._underway))
        store.queue.put([to("late")])
        with monkeypatch.context() as broken:
            broken.setattr(store.queue, "claim", refuse)
            released.set()
            with pytest.raises(StoreError):
                await running
        async with at_work(carrier):
            await until(lambda: store.queue.counts() == {})

    asyncio.run(story())
    assert set(brought) == {"late", *map(str, range(AT_ONCE))}


def test_what_ends_while_a_record_is_made_is_recorded_together(
    store: Store, clock: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A store that is slow to write must not make a queue of its own."""
    settle = store.queue.settle
    records: list[int] = []

    def slowly(done: Collection[Delivery], kept: Collection[Delivery] = ()) -> None:
        records.append(len(done) + len(kept))
        time.sleep(0.05)
        settle(done, kept)

    async def courier(_: Delivery) -> Result:
        return Delivered()

    async def story() -> None:
        monkeypatch.setattr(store.queue, "settle", slowly)
        carrier = carrying(store, courier, clock)
        store.queue.put([to(str(number)) for number in range(60)])
        await carrier.once()
        await carrier.close()

    asyncio.run(story())
    assert sum(records) == 60
    assert len(records) < 10
    assert store.queue.counts() == {}


def test_two_carriers_share_the_work(store: Store, clock: Hands) -> None:
    """Several workers may take from one queue: nothing is brought twice."""
    brought: list[str] = []

    async def courier(delivery: Delivery) -> Result:
        await asyncio.sleep(0.001)
        brought.append(delivery.recipient)
        return Delivered()

    async def story() -> None:
        carriers = [carrying(store, courier, clock) for _ in range(2)]
        store.queue.put([to(str(number)) for number in range(150)])
        once: list[Awaitable[None]] = [each.once() for each in carriers]
        await asyncio.gather(*once)
        for each in carriers:
            await each.close()

    asyncio.run(story())
    assert sorted(brought) == sorted(str(number) for number in range(150))
