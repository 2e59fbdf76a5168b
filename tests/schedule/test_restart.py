"""Killed and started again between any two polls, a service asks nobody more, sooner, or for more (R06, 138, 139)."""

from __future__ import annotations

import asyncio
import ssl
from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from syndicator.chaos import FAULTS, Authorities, ChaosServer
from syndicator.chaos.exchange import Seen
from syndicator.model.source import Source
from syndicator.pipeline import Editorial
from syndicator.schedule.service import due
from tests.chaos.corridor import HOUR, START, MovableClock, editorial_of, open_corridor, source_of

STATES = (
    "validators-strong",
    "validators-weak",
    "validators-commas",
    "validators-date",
    "validators-tag-changes",
    "validators-same-body",
    "validators-tag-dropped",
    "validators-date-dropped",
    "validators-renewed-by-304",
    "429-seconds",
    "410-after-success",
)
"""What a poller's server can do, by the address that it does it at (the nine states of the poller's rig, and two)."""
STEP = timedelta(minutes=10)
STEPS = 30


@dataclass(frozen=True)
class Asked:
    """A request, and the validators that it carried and was answered with."""

    at: datetime
    given: tuple[str | None, str | None]
    got: tuple[str | None, str | None]
    status: int | None


Log = dict[str, list[Asked]]


def life(editorial: Editorial, server: ChaosServer, tls: ssl.SSLContext, *, killed: bool) -> Log:
    """Five hours of a service that looks every ten minutes for what is due, with or without a kill before each look."""
    clock = MovableClock()
    log: Log = defaultdict(list)
    for steps in [1] * STEPS if killed else [STEPS]:
        asyncio.run(_live(editorial, server, tls, clock, log, steps))
    return log


async def _live(
    editorial: Editorial, server: ChaosServer, tls: ssl.SSLContext, clock: MovableClock, log: Log, steps: int
) -> None:
    """So many looks from one start to one end; what is not in the store is forgotten with it."""
    pipeline = open_corridor(editorial, clock, tls=tls)
    for _ in range(steps):
        clock.moment += STEP
        states = pipeline.store.source_states()
        for source in due(editorial.configuration, states, now=clock.moment, started=clock.moment - STEP):
            before = len(server.log)
            await pipeline.poll(source)
            log[source.id] += [_asked(seen, clock.moment) for seen in server.log[before:]]
    await pipeline.close()


def _asked(seen: Seen, at: datetime) -> Asked:
    got = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in seen.sent)}
    given = seen.headers.get("if-none-match"), seen.headers.get("if-modified-since")
    return Asked(at, given, (got.get("etag"), got.get("last-modified")), seen.status)


@pytest.fixture(scope="module")
def logs(authorities: Authorities, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[bool, Log]]:
    """Killed or not → what was asked of whom."""
    tls = ssl.create_default_context(cafile=str(authorities.pem))
    made = {}
    with ExitStack() as held:
        for killed in (False, True):
            server = held.enter_context(ChaosServer(FAULTS, authorities=authorities))
            folder = tmp_path_factory.mktemp("restart")
            made[killed] = life(_editorial(server, folder), server, tls, killed=killed)
        yield made


def _editorial(server: ChaosServer, folder: Path) -> Editorial:
    def source(name: str) -> Source:
        return replace(source_of(name, FAULTS[name], server), interval=HOUR)

    return editorial_of([source(name) for name in STATES], folder)


@pytest.mark.parametrize("name", STATES)
def test_a_kill_changes_nothing_of_what_is_asked_or_when(logs: dict[bool, Log], name: str) -> None:
    """All that a poll needs to know of those before it is in the store."""
    assert len(logs[True][name]) >= 2
    assert logs[True][name] == logs[False][name]


@pytest.mark.parametrize("name", STATES)
def test_after_the_first_success_every_request_carries_the_validators_last_given(
    logs: dict[bool, Log], name: str
) -> None:
    """Conformance 132 to 137: exactly those, no others, and none that the server has given up."""
    held: tuple[str | None, str | None] = (None, None)
    for request in logs[True][name]:
        assert request.given == held
        if request.status == 200:
            held = request.got
        elif name == "validators-renewed-by-304" and request.given == ('"v1"', None):
            held = ('"v2"', None)  # the one answer whose fields the server does not write down


@pytest.mark.parametrize("name", STATES)
def test_no_start_is_a_burst(logs: dict[bool, Log], name: str) -> None:
    """Between two requests lies the interval, or what the server asked for: after two minutes it may be asked again."""
    least = STEP if name == "429-seconds" else HOUR
    moments = [request.at for request in logs[True][name]]
    assert all(later - earlier >= least for earlier, later in pairwise(moments))
    assert moments[0] - START <= STEP
