"""Where polls run. In this process for now; workers elsewhere are another class behind the same port."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence

from syndicator.model.report import PollReport
from syndicator.model.source import Outcome, Source
from syndicator.pipeline import Pipeline

OnPoll = Callable[[PollReport], None]


class InProcess:
    """Runs polls in this event loop, as many at once as configured; implements :class:`syndicator.ports.Dispatcher`."""

    def __init__(self, pipeline: Pipeline, *, on_poll: OnPoll = lambda _: None) -> None:
        self._pipeline = pipeline
        self._on_poll = on_poll

    async def dispatch(self, sources: Sequence[Source]) -> None:
        """Poll these sources, those of one host one after the other; returns when all are done.

        A poll's deadline runs from its start, so none may start only to stand in line for its host, and what waits for
        its host takes no place from others. Raises what the store raises when a poll cannot be kept.
        """
        schedule = self._pipeline.editorial.configuration.schedule
        bound = asyncio.Semaphore(schedule.concurrency)

        async def line(sources: Sequence[Source]) -> None:
            for place, source in enumerate(sources):
                if place:
                    await asyncio.sleep(schedule.host_gap.total_seconds())
                async with bound:
                    report = await self._pipeline.poll(source)
                    self._on_poll(report)
                if report.outcome is Outcome.RATE_LIMITED:
                    self._leave_alone(sources[place + 1 :])
                    return

        await asyncio.gather(*map(line, by_host(sources).values()))

    def _leave_alone(self, sources: Sequence[Source]) -> None:
        """The others of a host that has just told us to come later: nothing is asked, nothing is recorded."""
        message = "not polled: its host has just asked to be left alone for a while; try again later"
        for source in sources:
            self._on_poll(PollReport(source.id, Outcome.RATE_LIMITED, message))


def by_host(sources: Iterable[Source]) -> dict[str, list[Source]]:
    """Host → its sources; hosts in order of their first source, sources in the order given."""
    lines: dict[str, list[Source]] = {}
    for source in sources:
        lines.setdefault(source.host, []).append(source)
    return lines
