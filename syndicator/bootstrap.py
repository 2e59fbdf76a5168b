"""The composition root: the only place that picks concrete classes, reads the clock and draws by chance."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import logging
import os
import random
import secrets
import signal
import socket
import tempfile
import time
from collections.abc import Awaitable, Callable, Coroutine, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import uvicorn
import watchfiles

from syndicator.config import dump_source, folders, load, read_sources
from syndicator.errors import ConfigurationError, NoStoreError, Problem
from syndicator.ingest import KINDS, ingest
from syndicator.ingest.child import ChildReader
from syndicator.ingest.discover import Discovery, discover
from syndicator.ingest.fetch import HttpFetch
from syndicator.linkage import Linkage
from syndicator.model.article import Article, Rejected
from syndicator.model.configuration import Configuration
from syndicator.model.coverage import in_words
from syndicator.model.entry import Entry, RawText
from syndicator.model.feed import Feed
from syndicator.model.members import members_of, with_members
from syndicator.model.report import PollReport, PublishReport
from syndicator.model.source import LIST, Health, Outcome, Source, SourceState
from syndicator.model.topic import Example, Tagged
from syndicator.pipeline import Editorial, Pipeline, normalised
from syndicator.ports import Batch, Collected, Failed, Reader, Store, Unchanged, Unreadable
from syndicator.press import editions
from syndicator.publish.output import FolderOutput
from syndicator.schedule import InProcess, Scheduler
from syndicator.schedule.timing import next_poll
from syndicator.schedule.watchdog import Watchdog
from syndicator.store import open_store
from syndicator.tag import Compiled, blind, check_examples, compile_topics, tag, totals
from syndicator.web import create_app
from syndicator.web.callback import callback
from syndicator.web.documents import Documents
from syndicator.web.metrics import Metrics

_log = logging.getLogger("syndicator")
_LOOK_AT_FOLDERS = 2000
"""Milliseconds."""
_TEND_HUBS = 30.0
"""Seconds between two looks at what hubs are to be asked."""
_LOOK_INTO_LEDGER = 60.0
"""Seconds between two looks at what rules find."""
_READERS_MAY_TAKE = 2.0
"""Seconds to finish an answer that is on its way when the service is told to end."""
_STALLED = 70
"""Exit code that asks the supervisor for a restart (EX_SOFTWARE)."""


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """The present moment, UTC with zone."""
        return datetime.now(UTC)


# --- configuration -------------------------------------------------------------------------------------------------


def load_editorial(folder: Path, environ: Mapping[str, str] | None = None) -> Editorial:
    """The configuration with its topics compiled and their examples proved.

    Raises :class:`ConfigurationError` with every problem of the files and every example that fails.
    """
    configuration = _load(folder, environ)
    compiled = _compiled(configuration)
    problems = _problems(_failing(configuration, compiled))
    if problems:
        raise ConfigurationError(problems)
    return Editorial(configuration, compiled)


def load_beside(folder: Path, standing: Editorial) -> tuple[Editorial, list[Problem]]:
    """The configuration anew; of a rule that fails its examples the *standing* one is kept, and its problems are told.

    Raises :class:`ConfigurationError` as :func:`load_editorial` does where no standing rule would be as it was: it is
    new, or a concept of it has changed.
    """
    configuration = _load(folder, None)
    compiled = _compiled(configuration, standing.compiled)
    failing = _failing(configuration, compiled)
    if not failing:
        return Editorial(configuration, compiled), []
    if not all(_stands(topic, configuration, standing) for topic in failing):
        raise ConfigurationError(_problems(failing))
    kept = {topic: standing.configuration.topics[topic] for topic in failing}
    configuration = replace(configuration, topics={**configuration.topics, **kept})
    return Editorial(configuration, _compiled(configuration, compiled)), _problems(failing)


def _load(folder: Path, environ: Mapping[str, str] | None) -> Configuration:
    try:
        return load(folder, environ=os.environ if environ is None else environ, kinds=KINDS)
    except ConfigurationError as refused:
        sound: Configuration | None = refused.partial
        failing = _problems(_failing(sound, _compiled(sound))) if sound else []
        raise ConfigurationError([*refused.problems, *failing]) from None


def _compiled(configuration: Configuration, before: Compiled | None = None) -> Compiled:
    homes = {name: source.country for name, source in configuration.sources.items()}
    return compile_topics(configuration.concepts, configuration.topics, configuration.organisations, homes, before)


def _problems(failing: Mapping[str, list[Problem]]) -> list[Problem]:
    return [problem for problems in failing.values() for problem in problems]


def _failing(configuration: Configuration, compiled: Compiled) -> dict[str, list[Problem]]:
    """Topic → its examples that fail, of those with any."""
    files = {Path(file).stem: file for file in configuration.files if Path(file).parent.name == "feeds"}
    failing: dict[str, list[Problem]] = {}
    for topic in configuration.topics.values():
        for example, message in check_examples(compiled, topic):
            failing.setdefault(topic.id, []).append(_failed(files.get(topic.id, topic.id), example, message))
    return failing


def _failed(file: str, example: Example, message: str) -> Problem:
    whence = ", ".join(filter(None, (example.language, example.address)))
    return Problem(
        file,
        example.line,
        example.column,
        f"examples.{'include' if example.include else 'exclude'}",
        f"the rule fails its example {example.title[:60]!r} ({whence}): {message}",
        "mend the rule or its concepts, or correct the example",
    )


def _stands(topic: str, configuration: Configuration, standing: Editorial) -> bool:
    """Whether the standing rule of a topic would find in the new configuration what it finds now."""
    before = standing.configuration
    if topic not in before.topics or before.organisations != configuration.organisations:
        return False
    names = standing.compiled.concepts_behind(before.topics[topic])
    return all(before.concepts[name] == configuration.concepts.get(name) for name in names)


def with_known_members(editorial: Editorial) -> Editorial:
    """With the feeds that lists named at their last polls, as the store has them, if there is one."""
    configuration = editorial.configuration
    if all(each.kind != LIST for each in configuration.sources.values()):
        return editorial
    try:
        with contextlib.closing(open_for_reading(configuration)) as store:
            return replace(editorial, configuration=with_members(configuration, store.source_states()))
    except NoStoreError:
        return editorial


# --- the corridor and its ports ------------------------------------------------------------------------------------


def open_pipeline(editorial: Editorial, *, exclusive: bool = True) -> Pipeline:
    """A pipeline over the configured store and output.

    Raises :class:`~syndicator.errors.StoreError` when the store cannot be used, or another instance holds it.
    """
    configuration = editorial.configuration
    clock = SystemClock()

    def due(source: Source, state: SourceState, outcome: Outcome, **more: int | None) -> datetime:
        schedule = pipeline.editorial.configuration.schedule
        return next_poll(
            source,
            state,
            outcome,
            schedule=schedule,
            now=clock.now(),
            spread=random.random(),  # noqa: S311 - spreads load, guards nothing
            **more,
        )

    pipeline = Pipeline(
        editorial,
        store=open_store(configuration.store, exclusive=exclusive),
        fetch=open_fetch(configuration),
        reader=ChildReader(min(4, os.cpu_count() or 1)),
        output=FolderOutput(Path(configuration.output)),
        clock=clock,
        elapsed=time.monotonic,
        next_poll=due,
        mint=partial(secrets.token_urlsafe, 32),
    )
    return pipeline


def open_fetch(configuration: Configuration) -> HttpFetch:
    """The fetcher, introducing itself as the configuration says."""
    return HttpFetch(
        configuration.user_agent, host_gap=configuration.schedule.host_gap.total_seconds(), clock=SystemClock()
    )


# --- one document or text, nothing stored --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Preview:
    """What a source would give."""

    source: Source
    outcome: Outcome
    message: str = ""
    articles: tuple[tuple[Article, Tagged], ...] = ()
    rejected: tuple[Rejected, ...] = ()
    notes: tuple[str, ...] = ()
    hints: Mapping[str, str] = field(default_factory=dict)
    members: tuple[Source, ...] = ()
    """The sources that a list would stand for."""


async def preview_source(editorial: Editorial, source: Source) -> Preview:
    """Collect, normalise and tag what *source* offers now; nothing is stored."""
    fetch, reader = open_fetch(editorial.configuration), ChildReader(1)
    try:
        result = await ingest(source, SourceState(source.id), fetch=fetch, reader=reader, now=SystemClock().now())
    finally:
        reader.close()
        await fetch.close()
    return _previewed(editorial, source, result)


async def preview_file(editorial: Editorial, source: Source, body: bytes) -> Preview:
    """The same for the bytes of a feed document on disk."""
    reader = ChildReader(1)
    try:
        document = await reader.read(body, content_type="", address=source.address, limits=source.limits)
    finally:
        reader.close()
    if isinstance(document, Unreadable):
        return Preview(source, document.outcome, document.message)
    collected = Collected(
        document.entries,
        SourceState(source.id),
        language=document.language,
        format=document.format,
        notes=document.notes,
    )
    return _previewed(editorial, source, collected)


def _previewed(editorial: Editorial, source: Source, result: Collected | Unchanged | Failed) -> Preview:
    if isinstance(result, Failed):
        return Preview(source, result.outcome, result.message)
    if isinstance(result, Unchanged):
        return Preview(source, Outcome.NOT_MODIFIED)
    now = SystemClock().now()
    made = [normalised(entry, source, result, editorial.configuration, now) for entry in result.entries]
    articles = tuple((each, tag(each, editorial.compiled)) for each in made if isinstance(each, Article))
    rejected = tuple(each for each in made if isinstance(each, Rejected))
    members = tuple(members_of(source, {source.id: result.state}))
    return Preview(source, Outcome.OK, "", articles, rejected, result.notes, result.state.hints, members)


TRIAL = Source("trial", "Trial", "Trial", "feed", "https://trial.invalid/")
"""Stands for the source of texts that come from nowhere."""


def article_of(
    configuration: Configuration,
    *,
    title: str,
    text: str,
    language: str | None = None,
    link: str | None = None,
    published: str | None = None,
    source: str = "",
    identity: str | None = None,
    now: datetime | None = None,
) -> Article | Rejected:
    """An article made of plain text, as the rooms would see it."""
    entry = Entry(
        guid=identity or link or title or text[:80],
        link=link,
        title=RawText(title),
        content=RawText(text),
        published=published,
        language=language,
    )
    giver = replace(TRIAL, id=source or TRIAL.id, name=source or TRIAL.name)
    document = Collected((), SourceState(giver.id), address=link or giver.address)
    return normalised(entry, giver, document, configuration, now or SystemClock().now())


# --- the service ---------------------------------------------------------------------------------------------------


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
        self._cut_off = False
        self._heard = on_poll
        self._heard_publish = on_publish
        self._ready = False
        self._web: uvicorn.Server | None = None
        self._beside: list[asyncio.Task[None]] = []
        self.pipeline = open_pipeline(editorial)
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
            try:
                if before is not None:
                    await before(self)
                await self.scheduler.start()
                watchdog.start()
                self.background(self._tend_hubs())
                self._ready = True
                await serving
            finally:
                self._ready = False
                watchdog.stop()
                server.should_exit = True
                for task in self._beside:
                    task.cancel()
                await self.scheduler.stop()
                await asyncio.gather(serving, *self._beside, return_exceptions=True)
                await self.pipeline.close()

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
        await asyncio.to_thread(self._look_around)
        self.waiting = waiting_for_restart(self._started_with, configuration)
        if self.waiting:
            _log.warning("restart the service for the new %s", ", ".join(self.waiting))

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

    def _server(self) -> uvicorn.Server:
        minimum = self.pipeline.editorial.configuration.schedule.minimum.total_seconds()
        app = create_app(
            Documents(self.pipeline.output, max_age=int(min(900, minimum))),
            self.metrics,
            ready=self.state,
            more=[callback(self.pipeline.subscriber, on_push=self._on_push)],
        )
        return _Server(uvicorn.Config(app, log_config=None, access_log=False, server_header=False, lifespan="off"))

    def _patience(self) -> float:
        return max(60.0, 3 * self.pipeline.editorial.configuration.schedule.tick.total_seconds())

    async def _watch_signals(self, server: uvicorn.Server) -> None:
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
            except Exception:  # polls go on without hubs
                _log.exception("hubs could not be asked")
            await asyncio.sleep(_TEND_HUBS)

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

    def _on_poll(self, report: PollReport) -> None:
        self.metrics.polled(report, time.time())
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
        self._heard_publish(reports)


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


class _Server(uvicorn.Server):
    """Leaves signals to the service, which has more to stop than the web."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Capture nothing."""
        yield

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Give those who still read a moment, then hang up: one who never reads must not keep the service from ending.

        The server's own time limit would cancel its work and tell every one of them as an error.
        """
        impatience = asyncio.get_running_loop().call_later(_READERS_MAY_TAKE, self._hang_up)
        await super().shutdown(sockets)
        impatience.cancel()

    def _hang_up(self) -> None:
        for connection in self.server_state.connections:
            connection.transport.abort()


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


_OF_THE_PORT = frozenset({errno.EADDRINUSE, errno.EACCES})


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


async def poll_once(
    pipeline: Pipeline,
    sources: Sequence[Source],
    *,
    on_poll: Callable[[PollReport], None] = lambda _: None,
) -> list[PublishReport]:
    """Poll *sources* once within the configured bounds, publish, and return what publishing did."""
    await pipeline.adopt(pipeline.editorial)
    await InProcess(pipeline, on_poll=on_poll).dispatch(sources)
    return await pipeline.publish()


def open_for_reading(configuration: Configuration) -> Store:
    """The store, shared with a running service; raises :class:`~syndicator.errors.NoStoreError` when there is none."""
    return open_store(configuration.store, create=False)


def open_reader() -> Reader:
    """A reading child."""
    return ChildReader(1)


def now() -> datetime:
    """The present moment, for commands."""
    return SystemClock().now()


async def find_source(editorial: Editorial, source: Source, kind: str = "") -> tuple[Discovery, Preview | None]:
    """What should be collected from behind the source's address (of *kind*, if given), and what that would give now."""
    fetch, reader = open_fetch(editorial.configuration), ChildReader(1)
    try:
        found = await discover(source, fetch=fetch, reader=reader, now=SystemClock().now(), kind=kind)
    finally:
        reader.close()
        await fetch.close()
    if found.source is None or found.result is None:
        return found, None
    return found, _previewed(editorial, found.source, found.result)


def source_file(source: Source, file: Path) -> str:
    """The text of *file*, to be written into config/sources/, that holds this one source.

    Raises :class:`ConfigurationError` when it would be refused as soon as it is read.
    """
    text = dump_source(source)
    read_sources(text, str(file), kinds=KINDS)
    return text


def curated(configuration: Configuration, store: Store, feed: str) -> Feed:
    """A feed of all languages as it would be published now, with the reasons for what is left out."""
    return editions(configuration, store, configuration.feeds[feed])[0]


@dataclass(frozen=True, slots=True)
class Grouped:
    """Where an article belongs, in the ids of the one who asks."""

    story: str
    verdict: str
    of: str | None
    reasons: tuple[str, ...]


class Grouper:
    """Groups articles one after the other in a store of its own that is gone afterwards."""

    def __init__(self, editorial: Editorial) -> None:
        self._site = editorial.configuration.site
        self._compiled = editorial.compiled
        self._folder = tempfile.TemporaryDirectory(prefix="syndicator-")
        self._store = open_store(f"sqlite:///{self._folder.name}/trial.db")
        self._linkage = Linkage(self._store)
        self._names: dict[str, str] = {}

    def __enter__(self) -> Grouper:
        return self

    def __exit__(self, *_: object) -> None:
        self._store.close()
        self._folder.cleanup()

    def add(self, article: Article, name: str) -> Grouped:
        """The verdict on one more article, called *name* by the one who asks."""
        moment = article.published
        linked = self._linkage.link([article], self._compiled, self._site, moment)
        decision = linked.decisions[0]
        self._store.apply(
            Batch(
                SourceState(article.source),
                linked.decisions,
                linked.tagged,
                linked.clues,
                at=moment,
                same_story=linked.merged,
            )
        )
        self._names.setdefault(decision.article.id, name)
        kind = decision.verdict.kind.value
        of = decision.verdict.of
        return Grouped(
            self._names.get(decision.story, decision.story),
            "update" if kind == "known" else kind,
            self._names.get(of, of) if of else None,
            decision.verdict.reasons,
        )
