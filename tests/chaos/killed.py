"""What is killed: a process that polls what is due and then waits for its end."""

from __future__ import annotations

import asyncio
import ssl
import time
from collections.abc import Sequence
from datetime import datetime, timedelta
from multiprocessing.connection import Connection
from pathlib import Path

from syndicator.model.source import Source
from syndicator.schedule.service import due
from tests.chaos.corridor import MovableClock, Rounds, editorial_of, open_corridor

HOST_GAP = 0.05
"""Seconds between two requests to one host."""


def poll_what_is_due(folder: Path, sources: Sequence[Source], moment: datetime, told: Connection) -> None:
    """Poll over the store in *folder* at *moment*; tells (source, outcome, next poll) of each, and never ends."""
    told.send(asyncio.run(_polled(folder, sources, moment)))
    time.sleep(3600)


async def _polled(folder: Path, sources: Sequence[Source], moment: datetime) -> list[tuple[str, str, datetime | None]]:
    clock = MovableClock(moment)
    editorial = editorial_of(sources, folder)
    pipeline = open_corridor(editorial, clock, tls=ssl.create_default_context(), host_gap=HOST_GAP)
    rounds = Rounds(pipeline, clock)
    states = pipeline.store.source_states()
    wanted = due(editorial.configuration, states, now=moment, started=moment - timedelta(days=1))
    await rounds.poll([source.id for source in wanted])
    reports = [each for told in rounds.told.values() for each in told.reports]
    return [(each.source, each.outcome.value, each.next_poll) for each in reports]
