"""One tick for everything: what is due is read from our own column, polled within bounds, and published.

APScheduler only beats the time, with a single in-memory job: a persistent job store can stall for ever after one error,
and due times in our own table survive any kill (faults R01 to R06).
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta

from apscheduler.executors.asyncio import AsyncIOExecutor
from apscheduler.jobstores.memory import MemoryJobStore
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from syndicator.model.configuration import Configuration, Schedule
from syndicator.model.history import LONGEST_REST
from syndicator.model.report import PollReport, PublishReport
from syndicator.model.source import Outcome, Source, SourceState
from syndicator.pipeline import Editorial, Pipeline
from syndicator.ports import Dispatcher
from syndicator.schedule.dispatch import InProcess, OnPoll, by_host
from syndicator.schedule.timing import latest

_log = logging.getLogger(__name__)
_DEBOUNCE = 0.2
_PATIENCE = 30.0
"""Seconds until work that the store refused is tried again, doubled each time for polls."""
_LOOK_FOR_THE_OLD = 3600.0
"""Seconds until old texts are looked for again."""
_TURN = 300.0
"""Seconds until entries that wait their turn are looked at again."""
_STOP_WITHIN = 5.0
_FIRST_POLLS_WITHIN = timedelta(seconds=60)
_CLOCKS_DIFFER = timedelta(minutes=5)
"""How far ahead of us a moment that was written down may lie before the clock that gave it is called wrong."""

OnPublish = Callable[[Sequence[PublishReport]], None]


class Scheduler:
    """Polls sources when they are due and publishes what became dirty; one slow or broken source delays no other.

    A host is polled by one source at a time; those that are due stand in line before it, and the next one's poll begins
    as soon as the host has rested: a poll's deadline must not run while it waits for others.
    """

    def __init__(
        self,
        pipeline: Pipeline,
        *,
        elapsed: Callable[[], float],
        on_poll: OnPoll = lambda _: None,
        on_publish: OnPublish = lambda _: None,
    ) -> None:
        self.pipeline = pipeline
        self.started_at: datetime | None = None
        self._elapsed = elapsed
        self._last_tick = elapsed()
        self._on_poll = on_poll
        self.dispatcher: Dispatcher = InProcess(pipeline, on_poll=self._polled)
        self._on_publish = on_publish
        self._polling: dict[str, asyncio.Task[None]] = {}
        self._lines: dict[str, list[Source]] = {}
        self._occupied: set[str] = set()
        self._begun: set[str] = set()
        self._left_alone: set[str] = set()
        self._refused: dict[str, tuple[int, float]] = {}
        self._dirty = asyncio.Event()
        self._owed: Mapping[str, int] = {}
        self._publisher: asyncio.Task[None] | None = None
        self._later: asyncio.TimerHandle | None = None
        self._retagger: asyncio.Task[None] | None = None
        self._leaving: asyncio.Task[None] | None = None
        self._leaving_from = elapsed()
        self._beat = AsyncIOScheduler(
            jobstores={"default": MemoryJobStore()}, executors={"default": AsyncIOExecutor()}, timezone="UTC"
        )

    @property
    def polling(self) -> frozenset[str]:
        """Sources being polled at this moment."""
        return frozenset(self._polling)

    def since_tick(self) -> float:
        """Seconds since the last tick: the watchdog's measure."""
        return self._elapsed() - self._last_tick

    async def start(self) -> None:
        """Begin to tick, at once; returns immediately."""
        self.started_at = self.pipeline.clock.now()
        self._publisher = asyncio.create_task(self._publish_when_dirty())
        self._dirty.set()
        self._beat.add_job(
            self._tick,
            "interval",
            id="tick",
            seconds=self._configuration.schedule.tick.total_seconds(),
            next_run_time=self.started_at,
            max_instances=1,
            coalesce=True,
            misfire_grace_time=None,
        )
        self._beat.start()

    async def stop(self) -> None:
        """Take no new work, give running polls a few seconds, then abandon them: their state is as if never begun."""
        if self._beat.running:
            self._beat.pause()
            await asyncio.sleep(0)  # a tick just handed over begins: cancelled before that it would be a failed job
            self._beat.shutdown(wait=False)
            await asyncio.sleep(0)  # it takes effect at the loop's next turn; from then on no poll begins by a tick
        self._lines = {}
        tasks = [*self._polling.values(), *(each for each in (self._publisher, self._retagger, self._leaving) if each)]
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks, timeout=_STOP_WITHIN)

    def hurry(self) -> None:
        """Look at once for what is due: somebody has just planned a poll."""
        if self._beat.running and (beat := self._beat.get_job("tick")):
            beat.modify(next_run_time=self.pipeline.clock.now())

    async def adopt(self, editorial: Editorial) -> int:
        """Work with a changed configuration; returns how many articles were tagged anew."""
        count = await self.pipeline.adopt(editorial)
        self._lines = {}  # of sources as they were before; the next tick knows who is due
        self._dirty.set()
        return count

    async def publish(self) -> None:
        """Publish what is dirty now."""
        reports = await self.pipeline.publish()
        if reports:
            self._on_publish(reports)
        if any(report.refused for report in reports):
            self._publish_later()
        elif any(report.queued for report in reports):
            self._publish_later(_TURN)

    @property
    def _configuration(self) -> Configuration:
        return self.pipeline.editorial.configuration

    async def _tick(self) -> None:
        self._last_tick = self._elapsed()
        try:
            self._begun = set(self._polling)  # a poll that ends while states are read must not begin anew from old ones
            self._left_alone = set()  # the same for hosts that ask in the meantime not to be asked
            states = await asyncio.to_thread(self.pipeline.store.source_states)
            now = self.pipeline.clock.now()
            self.started_at = min(self.started_at or now, now)  # a clock that was ahead must not put off first polls
            waiting = due(self._configuration, states, now=now, started=self.started_at)
            self._lines = by_host(each for each in waiting if self._may(each))
            self._begin_polls()
            await self._look_into_outbox()
            await self._look_for_retagging()
            self._look_for_the_old()
        except asyncio.CancelledError:  # by stop() alone; raised on, it would be told as a failed job
            _log.debug("tick ended with the service")
        except Exception:  # the tick must go on beating, whatever one of them met
            _log.exception("tick failed")

    async def _look_into_outbox(self) -> None:
        """Other processes may have put something there; what is held back is not tried again and again."""
        owed = await asyncio.to_thread(self.pipeline.store.dirty)
        if owed != self._owed:
            self._dirty.set()
        self._owed = owed

    async def _look_for_retagging(self) -> None:
        """Other processes may ask for it; it runs beside the ticks."""
        left = await asyncio.to_thread(self.pipeline.store.retagging)
        if left and self._retagger is None:
            self._retagger = asyncio.create_task(self._retag())

    def _look_for_the_old(self) -> None:
        """A batch at a tick, beside it, while there are whole ones; then not for a while."""
        if self._leaving is None and self._elapsed() >= self._leaving_from:
            self._leaving = asyncio.create_task(self._let_go())

    async def _let_go(self) -> None:
        self._leaving_from = self._elapsed() + _LOOK_FOR_THE_OLD
        try:
            if await self.pipeline.print_anew() or await self.pipeline.let_go():
                self._leaving_from = self._elapsed()
        except Exception:  # they are a little older the next time
            _log.exception("old texts could not leave the store")
        finally:
            self._leaving = None

    async def _retag(self) -> None:
        try:
            while await self.pipeline.go_on_retagging():
                pass
        except Exception:  # what was reached is in the store, and the next tick goes on from there
            _log.exception("tagging anew failed")
        finally:
            self._retagger = None

    def _begin_polls(self) -> None:
        """While there are places: at each host that is free, of the source that has waited longest."""
        for host, line in self._lines.items():
            if len(self._polling) >= self._configuration.schedule.concurrency:
                return
            if line and host not in self._occupied:
                self._begin(line.pop(0), host)

    def _begin(self, source: Source, host: str) -> None:
        self._occupied.add(host)
        self._begun.add(source.id)
        task = self._polling[source.id] = asyncio.create_task(self._poll(source))
        task.add_done_callback(lambda _: self._ended(source, host))

    async def _poll(self, source: Source) -> None:
        try:
            await self.dispatcher.dispatch([source])
            self._refused.pop(source.id, None)
        except Exception:
            _log.exception("poll could not be recorded", extra={"source": source.id})
            count = self._refused.get(source.id, (0, 0.0))[0] + 1
            self._refused[source.id] = (count, self._elapsed() + min(3600.0, _PATIENCE * 2**count))

    def _ended(self, source: Source, host: str) -> None:
        """The place is free at once, the host after its rest: who waits for a host must not take a place."""
        del self._polling[source.id]
        rest = self._configuration.schedule.host_gap.total_seconds()
        asyncio.get_running_loop().call_later(rest, self._rested, host)
        self._begin_polls()

    def _rested(self, host: str) -> None:
        self._occupied.discard(host)
        self._begin_polls()

    def _may(self, source: Source) -> bool:
        """Whether a source that seems due is to be polled.

        A source whose poll could not be recorded has to wait: our store's fault is not the publisher's.
        """
        if source.id in self._begun or source.host in self._left_alone:
            return False
        return self._refused.get(source.id, (0, 0.0))[1] <= self._elapsed()

    def _polled(self, report: PollReport) -> None:
        self._on_poll(report)
        source = self._configuration.sources.get(report.source)
        if report.outcome is Outcome.RATE_LIMITED and source:
            self._left_alone.add(source.host)
            self._lines.pop(source.host, None)  # who stands in line there is due again when the host has rested
        if report.new or report.updated:
            self._dirty.set()

    async def _publish_when_dirty(self) -> None:
        while True:
            await self._dirty.wait()
            await asyncio.sleep(_DEBOUNCE)
            self._dirty.clear()
            try:
                await self.publish()
            except Exception:  # last good documents stay; the outbox keeps what is owed, and it is tried again
                _log.exception("publishing failed")
                self._publish_later()

    def _publish_later(self, seconds: float = _PATIENCE) -> None:
        """So long after the last publication: each of them would ask again for ever, with those that it leads to."""
        if self._later is not None:
            self._later.cancel()
        self._later = asyncio.get_running_loop().call_later(seconds, self._dirty.set)


def due(
    configuration: Configuration, states: Mapping[str, SourceState], *, now: datetime, started: datetime
) -> list[Source]:
    """Sources that are polled and whose time has come, the longest overdue first.

    A source never polled comes within the first minute, spread by the hash of its id so that a start is no storm.
    Sources of a host that asked to be left alone wait as long as it asked.
    """
    resting = rests(configuration, states, now=now)
    waiting = [
        (planned(source, states.get(source.id), configuration.schedule, now=now, started=started), source)
        for source in configuration.sources.values()
        if source.polled and source.host not in resting
    ]
    return [source for when, source in sorted(waiting, key=lambda pair: (pair[0], pair[1].id)) if when <= now]


def rests(configuration: Configuration, states: Mapping[str, SourceState], *, now: datetime) -> dict[str, datetime]:
    """Host → until when it is left alone, as it asked at the last poll of one of its sources (faults P01, P05).

    A rest that ends later than any that can begin now was written by a wrong clock.
    """
    found: dict[str, datetime] = {}
    for name, state in states.items():
        source, until = configuration.sources.get(name), state.rest_until
        if (
            source
            and until
            and state.address in (None, source.address)
            and now < until <= now + LONGEST_REST + _CLOCKS_DIFFER
        ):
            found[source.host] = max(until, found.get(source.host, until))
    return found


def planned(
    source: Source, state: SourceState | None, schedule: Schedule, *, now: datetime, started: datetime
) -> datetime:
    """When a source is to be polled next.

    What was planned at the last poll stands, but never beyond what the configuration of today allows after that poll:
    a shorter interval takes effect at once. A last poll that lies ahead of us was written by a wrong clock, and
    nothing planned by that clock is believed.
    """
    polled = state.last_poll if state is not None and state.address in (None, source.address) else None
    if state is None or state.next_poll is None or polled is None or polled > now + _CLOCKS_DIFFER:
        share = int.from_bytes(hashlib.blake2b(source.id.encode(), digest_size=4).digest()) / 2**32
        return started + share * min(source.interval or _FIRST_POLLS_WITHIN, _FIRST_POLLS_WITHIN)
    return min(state.next_poll, latest(source, state, schedule=schedule, polled=polled))
