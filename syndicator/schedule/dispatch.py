"""Where polls run. In this process for now; workers elsewhere are another class behind the same port."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

from syndicator.model.report import PollReport
from syndicator.model.source import Source
from syndicator.pipeline import Pipeline

OnPoll = Callable[[PollReport], None]


class InProcess:
    """Runs polls in this event loop, as many at once as configured; implements :class:`syndicator.ports.Dispatcher`."""

    def __init__(self, pipeline: Pipeline, *, on_poll: OnPoll = lambda _: None) -> None:
        self._pipeline = pipeline
        self._on_poll = on_poll

    async def dispatch(self, sources: Sequence[Source]) -> None:
        """Poll these sources; returns when all are done. Raises what the store raises when a poll cannot be kept."""
        bound = asyncio.Semaphore(self._pipeline.editorial.configuration.schedule.concurrency)

        async def one(source: Source) -> None:
            async with bound:
                self._on_poll(await self._pipeline.poll(source))

        await asyncio.gather(*(one(source) for source in sources))
