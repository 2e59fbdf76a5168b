"""Taking turns: one request at a time per host, or a few, with a gap between two (fault P18)."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass


@dataclass(slots=True)
class _Line:
    places: asyncio.Semaphore
    waiting: int = 0
    free_at: float = 0.0


class Turns:
    """The lines before hosts. A line that nobody needs any more is forgotten."""

    def __init__(self, gap: float, *, at_once: int = 1) -> None:
        self._gap = gap
        self._at_once = at_once
        self._lines: dict[str, _Line] = {}

    @asynccontextmanager
    async def turn(self, host: str) -> AsyncIterator[None]:
        """Wait in line for *host*, first come first served; within the block a place at the host is ours."""
        clock = asyncio.get_running_loop().time
        line = self._lines.get(host) or self._lines.setdefault(host, _Line(asyncio.Semaphore(self._at_once)))
        line.waiting += 1
        try:
            async with line.places:
                await asyncio.sleep(max(0.0, line.free_at - clock()))
                try:
                    yield
                finally:
                    line.free_at = clock() + self._gap
        finally:
            line.waiting -= 1
            self._forget_idle(clock())

    def _forget_idle(self, now: float) -> None:
        idle = [host for host, line in self._lines.items() if not line.waiting and line.free_at <= now]
        for host in idle:
            del self._lines[host]
