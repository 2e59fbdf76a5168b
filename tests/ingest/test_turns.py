"""Taking turns before hosts."""

from __future__ import annotations

import asyncio

import pytest

from syndicator.ingest.turns import Turns


def test_one_host_serves_one_at_a_time_in_order_with_a_gap() -> None:
    """P18: many sources on one host are no burst."""
    events: list[tuple[str, int, float]] = []

    async def visit(turns: Turns, number: int) -> None:
        clock = asyncio.get_running_loop().time
        async with turns.turn("news.example"):
            events.append(("in", number, clock()))
            await asyncio.sleep(0.01)
            events.append(("out", number, clock()))

    async def work() -> None:
        turns = Turns(0.05)
        await asyncio.gather(*(visit(turns, number) for number in range(3)))

    asyncio.run(work())
    assert [(what, number) for what, number, _ in events] == [(w, n) for n in range(3) for w in ("in", "out")]
    assert all(events[n][2] - events[n - 1][2] >= 0.045 for n in (2, 4))


def test_hosts_do_not_wait_for_each_other() -> None:
    """A slow host holds up nobody else."""

    async def work() -> None:
        turns = Turns(5)
        async with turns.turn("slow.example"), asyncio.timeout(0.2), turns.turn("quick.example"):
            pass

    asyncio.run(work())


def test_a_host_nobody_asks_for_is_forgotten() -> None:
    """Memory does not grow with every host ever seen."""

    async def work() -> int:
        turns = Turns(0.0)
        for number in range(50):
            async with turns.turn(f"h{number}.example"):
                pass
        await asyncio.sleep(0.001)
        async with turns.turn("last.example"):
            return len(turns._lines)

    assert asyncio.run(work()) == 1


def test_the_gap_outlives_an_idle_line() -> None:
    """Coming back at once still waits."""

    async def work() -> float:
        turns, clock = Turns(0.05), asyncio.get_running_loop().time
        async with turns.turn("a.example"):
            pass
        began = clock()
        async with turns.turn("b.example"):
            pass
        async with turns.turn("a.example"):
            return clock() - began

    assert asyncio.run(work()) >= 0.045


def test_a_failure_gives_the_turn_back() -> None:
    """Whoever is cancelled or fails does not block the host."""

    async def work() -> None:
        turns = Turns(0.0)
        with pytest.raises(ValueError, match="oh"):
            async with turns.turn("a.example"):
                raise ValueError("oh")
        async with asyncio.timeout(0.2), turns.turn("a.example"):
            pass

    asyncio.run(work())
