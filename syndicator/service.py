"""The running service: polls, the web, hubs and reloads in one event loop."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import gc
import logging
import os
import signal
import socket
import time
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import watchfiles

from syndicator.bootstrap import freshness, is_closed, load_beside, now, open_pipeline
from syndicator.config import folders
from syndicator.errors import ConfigurationError, Problem
from syndicator.mirror import Brought
from syndicator.model.configuration import Configuration
from syndicator.model.coverage import in_words
from syndicator.model.delivery import Delivered, Delivery, Result, Undelivered
from syndicator.model.report import PollReport, PublishReport
from syndicator.model.source import Health, Outcome
from syndicator.pipeline import Editorial
from syndicator.publish.address import feed_links, public, served_at
from syndicator.publish.ending import successor
from syndicator.schedule import Scheduler
from syndicator.schedule.watchdog import Watchdog
from syndicator.tag import blind, totals
from syndicator.web import create_app
from syndicator.web.answering import Answered
from syndicator.web.api import PATH, partner_api
from syndicator.web.asking import Desk
from syndicator.web.callback import callback
from syndicator.web.catalogue import Catalogue
from syndicator.web.documents import Documents
from syndicator.web.hub import hub
from syndicator.web.metrics import Metrics
from syndicator.web.negotiation import Choice, alternates, chosen
from syndicator.web.server import Server
from syndicator.web.visitors import Visitors

_log = logging.getLogger("syndicator")

_LOOK_AT_FOLDERS = 2000
"""Milliseconds."""

_TEND_HUBS = 30.0
"""Seconds between two looks at what hubs are to be asked."""

_CARRY_AGAIN = 5.0
"""Seconds until deliveries are made again after a fault of ours."""

_LOOK_INTO_LEDGER = 60.0
"""Seconds between two looks at what rules find."""

_WRITE_USAGE_DOWN = 10.0
"""Seconds between two times that what partners asked for is added to the store."""

_STALLED = 70
"""Exit code that asks the supervisor for a restart (EX_SOFTWARE)."""

_OF_THE_PORT = frozenset({errno.EADDRINUSE, errno.EACCES})


class Service:
    """The running whole: scheduler, web and hot reload in one event loop."""

    def __init__(
        self,
        folder: Path,
        *,
        listener: socket.socket,
        editorial: Editorial,
        on_poll: Callable[[PollReport], None] = lambda _: None,
        on_publish: Callable[[Sequence[PublishReport]], None] = lambda _: None,
    ) -> None:
        self.folder = folder
        self._listener = listener
        self.metrics = Metrics()
        self.problems: tuple[Problem, ...] = ()
        self.waiting: tuple[str, ...] = ()
        """Settings changed since the start that take effect after a restart."""
        self._started_with = editorial.configuration
        self._reloading = asyncio.Lock()
        self._told: dict[str, Outcome] = {}
        self._held: dict[str, str] = {}
        self._queued: dict[str, frozenset[str]] = {}
        self._cut_off = False
        self._unmirrored = ""
        self._heard = on_poll
        self._heard_publish = on_publish
        self._ready = False
        self._web: Server | None = None
        self._beside: list[asyncio.Task[None]] = []
        self.pipeline = open_pipeline(editorial)
        self.pipeline.carrier.heard = self._on_delivery
        self._visitors = Visitors(most=lambda: self._configuration().downloads, now=now)
        self._desk = Desk(self.pipeline.store, self._configuration, now=now, elapsed=time.monotonic)
        self.scheduler = Scheduler(
            self.pipeline, elapsed=time.monotonic, on_poll=self._on_poll, on_publish=self._on_publish
        )

    async def run(self, *, before: Callable[[Service], Awaitable[None]] | None = None) -> None:
        """Serve until SIGTERM or SIGINT, then stop cleanly; *before* runs once all is up but the ticking."""
        server = self._web = self._server()
        watchdog = Watchdog(self.scheduler.since_tick, limit=self._patience(), on_stall=lambda: os._exit(_STALLED))
        await self.scheduler.adopt(self.pipeline.editorial)
        await asyncio.to_thread(self._look_around)
        with self._listener as listener:
            serving = asyncio.create_task(server.serve(sockets=[listener]))
            self.background(self._watch_files())
            self.background(self._watch_signals(server))
            self.background(self._watch_ledger())
            self.background(asyncio.to_thread(self._settle))
            try:
                if before is not None:
                    await before(self)
                await self.scheduler.start()
                watchdog.start()
                self.background(self._tend_hubs())
                self.background(self._carry())
                self.background(self._mirror())
                self.background(self._count_usage())
                self._ready = True
                _log.info("service started", extra=self._whereabouts())
                await serving
            finally:
                self._ready = False
                watchdog.stop()
                server.should_exit = True
                for task in self._beside:
                    task.cancel()
                await self.scheduler.stop()
                await asyncio.gather(serving, *self._beside, return_exceptions=True)
                await self._write_usage_down()
                await self.pipeline.close()
                _log.info("service stopped")

    def _whereabouts(self) -> dict[str, object]:
        """Where it listens, under which address the world knows it, and what it has to do."""
        configuration = self._configuration()
        return {
            "listening": f"{served_at(*self._listener.getsockname()[:2])}/",
            "address": configuration.site.address,
            "sources": sum(source.polled for source in configuration.sources.values()),
            "feeds": len(configuration.feeds),
        }

    def stop(self) -> None:
        """Ask the running service to end; :meth:`run` returns soon after."""
        if self._web is not None:
            self._web.should_exit = True

    def background(self, work: Coroutine[Any, Any, None]) -> None:
        """Run *work* beside the service, until it ends or the service does."""
        self._beside.append(asyncio.create_task(work))

    async def reload(self) -> None:
        """Read the configuration anew; a bad edit keeps the last good one and says so, and so does our own failure."""
        async with self._reloading:
            try:
                editorial, failing = await asyncio.to_thread(load_beside, self.folder, self.pipeline.editorial)
                count = await self.scheduler.adopt(editorial)
            except ConfigurationError as refused:
                self._refused(refused.problems)
            except Exception as fault:  # whoever waits for the next edit must live to see it
                _log.exception("configuration could not be adopted")
                self._refused([Problem(str(self.folder), 0, 0, "", f"{type(fault).__name__}: {fault}", "send SIGHUP")])
            else:
                await self._adopted(editorial.configuration, count)
                if failing:
                    self._refused(failing, "a rule fails its examples, its last good one stays")

    def _refused(
        self, problems: Sequence[Problem], what: str = "configuration refused, the last good one stays"
    ) -> None:
        self.problems = tuple(problems)
        self.metrics.configuration_ok.set(0)
        for problem in problems:
            _log.error("%s: %s", what, problem)

    async def _adopted(self, configuration: Configuration, retagged: int) -> None:
        self.problems = ()
        self.metrics.configuration_ok.set(1)
        _log.info("configuration adopted", extra={"sources": len(configuration.sources), "retagged": retagged})
        await asyncio.to_thread(self._settle)
        await asyncio.to_thread(self._look_around)
        self.waiting = waiting_for_restart(self._started_with, configuration)
        if self.waiting:
            _log.warning("restart the service for the new %s", ", ".join(self.waiting))

    def _settle(self) -> None:
        """Make ready what the first article of each source's language would wait for, and keep it for good.

        Collecting garbage stops all threads for as long as it takes to look through everything there is: a second,
        where rules are many. What stands now is not looked through again: neither what a service starts with nor what
        takes its place, which would otherwise be looked through while the first articles wait. What is garbage by now
        would be kept for good with the rest, so it is collected first.
        """
        editorial = self.pipeline.editorial
        for source in editorial.configuration.sources.values():
            for language in filter(None, (source.language, *source.languages)):
                editorial.compiled.lookout(language)
        gc.collect()
        gc.freeze()

    def _look_around(self) -> None:
        """What the store says of all sources; it may take a while, so it runs beside the event loop."""
        self._warn_of_strays()
        self._tell_how_all_fare()

    def _warn_of_strays(self) -> None:
        """Articles of a source that is configured no more leave the feeds; a new id makes them news once more."""
        kept = self.pipeline.store.counts()["articles"]
        for source in sorted(kept.keys() - self.pipeline.editorial.configuration.sources.keys()):
            _log.warning(
                "source %s is configured no more, and its %d articles leave the feeds; if it was given a new id, give "
                "it the old one again, or everything it has will be announced as new",
                *(source, kept[source]),
            )

    def state(self) -> dict[str, Any]:
        """What /readyz says."""
        return {
            "ready": self._ready,
            "polling": sorted(self.scheduler.polling),
            "configuration_problems": [str(problem) for problem in self.problems],
            "restart_needed_for": list(self.waiting),
        }

    def _server(self) -> Server:
        documents = Documents(
            self.pipeline.output,
            max_age=freshness(self.pipeline.editorial.configuration),
            links=self._links,
            lasting=is_closed,
            successor=self._successor,
            choose=self._choose,
            standing=self._standing,
            visitors=self._visitors,
        )
        app = create_app(
            documents,
            self.metrics,
            ready=self.state,
            more=[
                callback(self.pipeline.subscriber, on_push=self._on_push),
                hub(self.pipeline.hub, on_request=self.pipeline.carrier.hurry),
            ],
            below={
                PATH: partner_api(
                    Catalogue(self.pipeline.store, self._configuration),
                    self._desk,
                    elapsed=time.monotonic,
                    heard=self._on_answer,
                )
            },
        )
        return Server(app, documents)

    def _standing(self) -> tuple[Configuration, date]:
        """What documents are served by: their bytes apart, answers stay the same as long as this does."""
        return self.pipeline.editorial.configuration, now().date()

    def _successor(self, name: str) -> str | None:
        configuration = self.pipeline.editorial.configuration
        found = successor(configuration.feeds.values(), name, now().date())
        return public(configuration.site, found.removesuffix(".html")) if found else found

    def _links(self, name: str) -> Sequence[str]:
        configuration = self.pipeline.editorial.configuration
        return (*feed_links(configuration.site, name), *alternates(configuration.site, name, configuration.feeds))

    def _choose(self, path: str, accept: str, languages: str) -> Choice | None:
        return chosen(path, accept, languages, self.pipeline.editorial.configuration.feeds)

    def _patience(self) -> float:
        return max(60.0, 3 * self.pipeline.editorial.configuration.schedule.tick.total_seconds())

    async def _watch_signals(self, server: Server) -> None:
        loop = asyncio.get_running_loop()
        asked = asyncio.Event()
        loop.add_signal_handler(signal.SIGHUP, asked.set)
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, partial(setattr, server, "should_exit", True))
        while True:
            await asked.wait()
            asked.clear()
            await self.reload()

    async def _watch_files(self) -> None:
        while True:  # anew when a folder comes, goes or is replaced: a watch ends with the folder it was made for
            watched = _identities(folders(self.folder))
            changes = watchfiles.awatch(
                *watched,
                watch_filter=_is_yaml,
                debounce=400,
                step=100,
                recursive=False,
                yield_on_timeout=True,
                rust_timeout=_LOOK_AT_FOLDERS,
            )
            try:
                async for change in changes:
                    if change:
                        await self.reload()
                    if _identities(folders(self.folder)) != watched:
                        break
            except OSError as fault:  # the system has no watches left
                _log.warning("files cannot be watched, send SIGHUP after an edit: %s", fault)
                return
            await self.reload()

    async def _tend_hubs(self) -> None:
        while True:
            try:
                await self.pipeline.subscriber.tend(self.pipeline.editorial.configuration)
                await self.pipeline.hub.tend()
                await self.pipeline.herald.tend()
                await asyncio.to_thread(self._tell_of_followers)
                self.metrics.visited(self._visitors.answers(), self._visitors.claims())
            except Exception:  # polls go on without hubs
                _log.exception("hubs could not be looked after")
            await asyncio.sleep(_TEND_HUBS)

    async def _carry(self) -> None:
        while True:
            try:
                await self.pipeline.carrier.run()
            except Exception:  # what waits in the queue goes on waiting
                _log.exception("deliveries could not be made")
            await asyncio.sleep(_CARRY_AGAIN)

    async def _mirror(self) -> None:
        while mirror := self.pipeline.mirror:
            try:
                await mirror.run(partial(self._on_mirror, mirror.depot.name))
            except Exception:  # what is published stays in the folder
                _log.exception("what is published could not be put into %s", mirror.depot.name)
            await asyncio.sleep(_CARRY_AGAIN)

    def _on_mirror(self, name: str, done: Brought) -> None:
        """One line for a round that did something, and one when it begins to fail, or fails otherwise."""
        self.metrics.mirrored(name, done.waiting, len(done.failed), now().timestamp())
        if done.put or done.removed:
            told = {"put": len(done.put), "removed": len(done.removed), "waiting": done.waiting}
            _log.info("put where others serve it", extra=told)
        first = next(iter(done.failed.values()), "")
        if first and first != self._unmirrored:
            _log.warning("%d documents wait to be put where others serve them: %s", done.waiting, first)
        self._unmirrored = first

    def _configuration(self) -> Configuration:
        return self.pipeline.editorial.configuration

    async def _count_usage(self) -> None:
        while True:
            await asyncio.sleep(_WRITE_USAGE_DOWN)
            await self._write_usage_down()

    async def _write_usage_down(self) -> None:
        try:
            await self._desk.write_down()
        except Exception:  # partners get their answers all the same
            _log.exception("what partners asked for could not be written down")

    async def _watch_ledger(self) -> None:
        told: frozenset[tuple[str, str]] = frozenset()
        while True:
            try:
                told = await asyncio.to_thread(self._tell_of_coverage, told)
            except Exception:  # polls go on uncounted
                _log.exception("the coverage ledger could not be read")
            await asyncio.sleep(_LOOK_INTO_LEDGER)

    def _tell_of_coverage(self, told: frozenset[tuple[str, str]]) -> frozenset[tuple[str, str]]:
        """Set the metrics; one line in the log when a rule is found to be blind in a language."""
        ledger, topics = self.pipeline.store.coverage(), self.pipeline.editorial.configuration.topics
        found = blind(ledger, topics)
        self.metrics.covered({name: each for name, each in totals(ledger).items() if name in topics}, found)
        for each in found:
            if (each.topic, each.language) not in told:
                _log.warning("%s", in_words(each))
        return frozenset((each.topic, each.language) for each in found)

    async def _on_push(self, token: str, genuine: bool) -> None:
        source = await self.pipeline.subscriber.told(token) if genuine else None
        self.metrics.pushed(heeded=source is not None)
        if source is None:
            _log.warning("a push was not heeded: %s", "nobody is subscribed" if genuine else "its signature is wrong")
            return
        _log.debug("the hub of %s tells of news", source)
        self.scheduler.hurry()

    def _on_delivery(self, delivery: Delivery, result: Result) -> None:
        self.metrics.delivered(delivery.kind, good=isinstance(result, Delivered))
        if isinstance(result, Undelivered):
            level = logging.DEBUG if delivery.tries else logging.INFO
            _log.log(level, "%s to %s failed: %s", delivery.kind, delivery.host, result.message)

    def _on_answer(self, answered: Answered) -> None:
        self.metrics.answered(
            answered.route, answered.method, answered.status, answered.seconds, exceeded=answered.exceeded
        )

    def _tell_of_followers(self) -> None:
        store = self.pipeline.store
        self.metrics.followed(store.followers.audiences())
        self.metrics.waiting(store.queue.counts())

    def _on_poll(self, report: PollReport) -> None:
        self.metrics.polled(report, now().timestamp())
        self._tell_of_network(report)
        _tell_of_health(report)
        ended = Outcome.OK if report.outcome.good or report.excused else report.outcome
        changed = self._told.get(report.source, Outcome.OK) != ended
        self._told[report.source] = ended
        loud = report.new or report.updated or (changed and report.outcome is not Outcome.NOT_MODIFIED)
        _log.log(logging.INFO if loud else logging.DEBUG, "polled %s", report.source, extra=_fields(report))
        self._heard(report)

    def _tell_of_network(self, report: PollReport) -> None:
        """One line when we are cut off, and one when we are not any more, however many sources are due meanwhile."""
        if report.excused and not self._cut_off:
            self._cut_off = True
            _log.warning("our own network seems to be down: no source is blamed, polls go on every few minutes")
        elif self._cut_off and not report.excused and not report.outcome.unreached:
            self._cut_off = False
            _log.info("our own network is back")

    def _tell_how_all_fare(self) -> None:
        states = self.pipeline.store.source_states()
        sources = self.pipeline.editorial.configuration.sources.values()
        self.metrics.fare(
            {
                each.id: states[each.id].health if each.id in states else Health.WAITING
                for each in sources
                if each.polled
            }
            | {each.id: Health.DISABLED for each in sources if not each.polled}
        )

    def _on_publish(self, reports: Sequence[PublishReport]) -> None:
        self.metrics.published(reports)
        for report in reports:
            if report.held and self._held.get(report.feed) != report.held:
                _log.warning("publication of %s held back: %s", report.feed, report.held)
            elif report.written:
                _log.info("published %s", report.feed, extra={"entries": report.entries, "files": len(report.written)})
            self._held[report.feed] = report.held
            self._tell_of_queue(report)
        self._heard_publish(reports)

    def _tell_of_queue(self, report: PublishReport) -> None:
        """One line when a source has more for a feed than it may announce at once, and none while that is so (I22)."""
        for source in sorted(report.queued.keys() - self._queued.get(report.feed, frozenset())):
            _log.warning(
                "source %s has %d entries more for %s than it may announce in an hour; they wait their turn",
                *(source, report.queued[source], report.feed),
            )
        self._queued[report.feed] = frozenset(report.queued)


def _tell_of_health(report: PollReport) -> None:
    """One line when a source falls ill or recovers, and none while it stays as it is (faults P20, R24)."""
    changes = (report.health_before, report.health)
    if report.health is report.health_before or changes == (Health.WAITING, Health.OK):
        return
    level = logging.INFO if report.health is Health.OK else logging.WARNING
    was = report.health_before.value
    _log.log(
        level,
        "source %s is %s now, it was %s",
        report.source,
        report.health.value,
        was,
        extra={"detail": report.message},
    )


def _fields(report: PollReport) -> dict[str, Any]:
    return {
        "outcome": report.outcome.value,
        "detail": report.message,
        "entries": report.entries,
        "new": report.new,
        "updated": report.updated,
        "duplicates": report.duplicates,
        "rejected": len(report.rejected),
        "seconds": report.seconds,
    }


def waiting_for_restart(old: Configuration, new: Configuration) -> tuple[str, ...]:
    """The settings that differ and are only looked at when the service starts."""
    looked_at: dict[str, Callable[[Configuration], object]] = {
        "service.contact": lambda each: each.user_agent,
        "store.address": lambda each: each.store,
        "output.folder": lambda each: each.output,
        "output.mirror": lambda each: each.mirror,
        "schedule.tick": lambda each: each.schedule.tick,
        "schedule.host_gap": lambda each: each.schedule.host_gap,
    }
    return tuple(name for name, setting in looked_at.items() if setting(old) != setting(new))


def _identities(paths: Sequence[Path]) -> dict[Path, tuple[int, int]]:
    """The folders that exist, each with what tells it from a later one of the same name."""
    found = {}
    for path in paths:
        with contextlib.suppress(OSError):
            status = path.stat()
            found[path] = (status.st_dev, status.st_ino)
    return found


def _is_yaml(_change: watchfiles.Change, path: str) -> bool:
    return path.endswith((".yaml", ".yml"))


def listen(host: str, port: int, *, tries: int = 1) -> socket.socket:
    """A listening socket at *port*, or at the first free one of *tries* ports from there.

    Raises OSError, with what the system says and the option that helps, if there is none.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    for candidate in range(port, port + tries):
        try:
            listener = socket.create_server((host, candidate), family=family, backlog=512)
        except (OSError, UnicodeError) as fault:
            refused = fault
            if getattr(fault, "errno", None) not in _OF_THE_PORT:
                break
        else:
            listener.setblocking(False)
            return listener
    raise OSError(_cannot_listen(host, port, refused))


def _cannot_listen(host: str, port: int, refused: OSError | UnicodeError) -> str:
    number = getattr(refused, "errno", None)
    option = "--port" if number in _OF_THE_PORT else "--host"
    said = os.strerror(number) if number and number > 0 else str(getattr(refused, "strerror", refused))
    reason = said.partition(" (while ")[0]  # the standard library adds the address, which is named already
    return f"cannot listen on {host} port {port}: {reason}; choose another with {option}"
