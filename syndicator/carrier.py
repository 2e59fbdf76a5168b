"""The carrier: brings what waits in the store's queue to those it is for, and tries again where that fails.

To have something of a new kind delivered: choose a name for the kind; put a
:class:`~syndicator.model.delivery.Delivery` into the queue (``store.queue.put``, or :func:`syndicator.store.queue.put`
within another transaction); and give the carrier a courier for that name, which looks up what is to be brought, makes
one request and says how it went. Turns, pauses, retries, claims and what a kill leaves are the carrier's business.
A delivery is made at least once: one that is killed between the answer and its record is made again, so that whoever
must not act twice has to be told by a stable id.

Nobody waits for a slow recipient but itself: everyone has a queue of their own, a host never has all the places, and
those that have failed come after those that have not.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections import Counter, deque
from collections.abc import Awaitable, Callable, Collection, Mapping
from datetime import datetime, timedelta

from syndicator.model.delivery import Delivery, Result, Undelivered, postponed
from syndicator.ports import Clock, Queue
from syndicator.press import Lane

Courier = Callable[[Delivery], Awaitable[Result]]
"""Makes one delivery; raises nothing for what the other side does."""

AT_ONCE = 128
PER_HOST = 8
WITHIN = 20.0
"""Seconds that one delivery may take."""
_CLAIM = timedelta(seconds=WITHIN + 10)
"""How long a delivery is nobody else's: what a killed carrier had in hand is made again after it."""
_LOOK = 5.0
"""Seconds between two looks at the queue, in which other processes may have put something."""

_BREATH = 0.05
"""Seconds between two claims while there is much to do: a claim looks at all that is due."""
_log = logging.getLogger("syndicator")


class Carrier:
    """Makes deliveries of the kinds that *couriers* know. *chance* gives numbers from 0 to 1; *heard* hears of each."""

    def __init__(
        self,
        queue: Queue,
        couriers: Mapping[str, Courier],
        *,
        clock: Clock,
        chance: Callable[[], float],
        heard: Callable[[Delivery, Result], None] = lambda _, __: None,
    ) -> None:
        self._queue = queue
        self._couriers = couriers
        self._clock = clock
        self._chance = chance
        self.heard = heard
        self._lane = Lane("carrier")
        self._woken = asyncio.Event()
        self._underway: dict[asyncio.Task[None], Delivery] = {}
        self._results: deque[tuple[Delivery, Result]] = deque()
        self._in_hand: set[Delivery] = set()
        """Those of which it is not known yet how they went."""

    def hurry(self) -> None:
        """There is something new to deliver."""
        self._woken.set()

    async def run(self) -> None:
        """Deliver until cancelled; what is underway then is let go of, and made by the next."""
        try:
            while True:
                self._woken.clear()
                if await self._begin():
                    await asyncio.sleep(_BREATH)
                else:
                    await self._pause()
        finally:
            await self._let_go()

    async def once(self) -> None:
        """Deliver what is due now, each once, and return; what fails waits in the queue."""
        began = self._clock.now()
        try:
            while await self._begin(began) or self._underway:
                await asyncio.wait(self._underway, return_when=asyncio.FIRST_COMPLETED)
        finally:
            await self._let_go()

    async def close(self) -> None:
        """Finish the record at hand."""
        await self._lane.close()

    async def _begin(self, moment: datetime | None = None) -> bool:
        """Claim what is due, now or at a *moment*, as much as there is room for; whether there was anything."""
        room = AT_ONCE - len(self._underway)
        if room <= 0:
            await asyncio.wait(self._underway, return_when=asyncio.FIRST_COMPLETED)
            return True
        hosts = Counter(delivery.host for delivery in self._underway.values())
        full = [host for host, number in hosts.items() if host and number >= PER_HOST]
        now = self._clock.now()
        claimed = await self._lane.run(
            self._queue.claim,
            tuple(self._couriers),
            moment or now,
            until=now + _CLAIM,
            most=room,
            each=PER_HOST,
            full=full,
        )
        for each in claimed:
            self._in_hand.add(each)
            task = asyncio.create_task(self._carry(each))
            self._underway[task] = each
            task.add_done_callback(self._ended)
        return bool(claimed)

    def _ended(self, task: asyncio.Task[None]) -> None:
        if task.cancelled():
            return
        self._underway.pop(task, None)
        self.hurry()
        if (fault := task.exception()) is not None:  # its claim ends, and it is made again
            _log.error("what became of a delivery could not be recorded", exc_info=fault)

    async def _pause(self) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_LOOK):
                await self._woken.wait()

    async def _carry(self, delivery: Delivery) -> None:
        try:
            async with asyncio.timeout(WITHIN):
                result = await self._couriers[delivery.kind](delivery)
        except TimeoutError:
            result = Undelivered(f"it took longer than {WITHIN:g} s")
        except Exception as fault:  # our own mistake must cost this delivery only
            result = Undelivered(f"a fault of ours, please report it: {type(fault).__name__}: {fault}")
        self._in_hand.discard(delivery)
        self._results.append((delivery, result))
        await asyncio.shield(self._lane.run(self._record))
        self.heard(delivery, result)

    def _record(self) -> None:
        """Record all that is known by now, in one transaction: whoever comes next finds nothing left to do."""
        done: list[Delivery] = []
        kept: list[Delivery] = []
        while self._results:
            delivery, result = self._results.popleft()
            later = self._later(delivery, result)
            (kept if later else done).append(later or delivery)
        if done or kept:
            self._queue.settle(done, kept)

    def _later(self, delivery: Delivery, result: Result) -> Delivery | None:
        if not isinstance(result, Undelivered):
            return None
        return postponed(delivery, result, self._clock.now(), spread=self._chance())

    async def _let_go(self) -> None:
        underway, self._underway = self._underway, {}
        for task in underway:
            task.cancel()
        await asyncio.gather(*underway, return_exceptions=True)
        in_hand, self._in_hand = self._in_hand, set()
        await self._lane.run(self._drop, in_hand)  # behind all records that are on their way

    def _drop(self, in_hand: Collection[Delivery]) -> None:
        if in_hand:
            self._queue.settle((), in_hand)
