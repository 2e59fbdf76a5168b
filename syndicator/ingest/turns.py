"""Taking turns: one request at a time per host, with a gap between two (fault P18)."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field


@dataclass(slots=True)
class _Line:
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    waiting: int = 0
    free_at: float = 0.0


class Turns:
    """The lines before hosts. A line that nobody needs any more is forgotten."""

    def __init__(self, gap: float) -> None:
        self._gap = gap
        self._lines: dict[str, _Line] = {}

    @asynccontextmanager
    async def turn(self, host: str) -> AsyncIterator[None]:
        """Wait in line for *host*, first come first served; within the block the host is ours alone."""
        clock = asyncio.get_running_loop().time
        line = self._lines.setdefault(host, _Line())
        line.waiting += 1
        try:
            async with line.lock:
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
