"""The composition root: the only place that picks concrete classes, reads the clock and draws by chance."""

from __future__ import annotations

import contextlib
import hashlib
import os
import random
import secrets
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import lru_cache, partial
from itertools import islice
from pathlib import Path

from syndicator import __version__
from syndicator.cache import Cache, cache_folder
from syndicator.carrier import PER_HOST
from syndicator.config import dump_source, load, read_sources
from syndicator.embedding import OnnxEmbedder
from syndicator.errors import ConfigurationError, NoStoreError, Problem, PublishError
from syndicator.examination import Heard, as_served, of_address, of_feed, of_file
from syndicator.ingest import KINDS, ingest
from syndicator.ingest.child import ChildReader, DirectReader
from syndicator.ingest.discover import Discovery, discover
from syndicator.ingest.fetch import HttpFetch
from syndicator.linkage import Linkage
from syndicator.mirror import Describe, Lag, Mirror, lag
from syndicator.model.acceptance import Examination, Finding
from syndicator.model.article import Article, Rejected
from syndicator.model.configuration import Configuration, EmbeddingModel
from syndicator.model.entry import Entry, RawText
from syndicator.model.feed import Feed
from syndicator.model.members import members_of, with_members
from syndicator.model.partner import minted
from syndicator.model.report import MIRROR, PollReport, PublishReport
from syndicator.model.source import LIST, Outcome, Source, SourceState, named_port
from syndicator.model.topic import Example, Tagged
from syndicator.model.webhook import secret_of
from syndicator.pipeline import Editorial, Pipeline, identity_advice, normalised
from syndicator.ports import (
    Clock,
    Collected,
    Described,
    Embedder,
    Failed,
    OutputStore,
    Reader,
    Store,
    Unchanged,
    Unreadable,
)
from syndicator.press import editions
from syndicator.publish.address import archived_month
from syndicator.publish.archive import month_of
from syndicator.publish.objects import ObjectDepot
from syndicator.publish.output import FolderOutput
from syndicator.replaying import Replay, Stage, StageClock, published
from syndicator.schedule import InProcess
from syndicator.schedule.timing import next_poll
from syndicator.store import open_store
from syndicator.tag import Compiled, check_examples, compile_topics, tag
from syndicator.web.documents import cache_control, media_type


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
    cache = _cache(cache_folder(os.environ))
    configuration = _load(folder, environ, cache)
    compiled = _compiled(configuration)
    problems = _problems(_failing(configuration, compiled, cache))
    if problems:
        raise ConfigurationError(problems)
    return Editorial(configuration, compiled)


def load_beside(folder: Path, standing: Editorial) -> tuple[Editorial, list[Problem]]:
    """The configuration anew; of a rule that fails its examples the *standing* one is kept, and its problems are told.

    Raises :class:`ConfigurationError` as :func:`load_editorial` does where no standing rule would be as it was: it is
    new, or a concept of it has changed.
    """
    cache = _cache(cache_folder(os.environ))
    configuration = _load(folder, None, cache)
    compiled = _compiled(configuration, standing.compiled)
    failing = _failing(configuration, compiled, cache)
    if not failing:
        return Editorial(configuration, compiled), []
    if not all(_stands(topic, configuration, standing) for topic in failing):
        raise ConfigurationError(_problems(failing))
    kept = {topic: standing.configuration.topics[topic] for topic in failing}
    configuration = replace(configuration, topics={**configuration.topics, **kept})
    return Editorial(configuration, _compiled(configuration, compiled)), _problems(failing)


@lru_cache(maxsize=1)
def _cache(folder: Path) -> Cache:
    return Cache(folder)


def _load(folder: Path, environ: Mapping[str, str] | None, cache: Cache) -> Configuration:
    try:
        return load(folder, environ=os.environ if environ is None else environ, kinds=KINDS, cache=cache)
    except ConfigurationError as refused:
        sound: Configuration | None = refused.partial
        failing = _problems(_failing(sound, _compiled(sound), cache)) if sound else []
        raise ConfigurationError([*refused.problems, *failing]) from None


def _compiled(configuration: Configuration, before: Compiled | None = None) -> Compiled:
    homes = {name: source.country for name, source in configuration.sources.items()}
    return compile_topics(configuration.concepts, configuration.topics, configuration.organisations, homes, before)


def _problems(failing: Mapping[str, list[Problem]]) -> list[Problem]:
    return [problem for problems in failing.values() for problem in problems]


def _failing(configuration: Configuration, compiled: Compiled, cache: Cache) -> dict[str, list[Problem]]:
    """Topic → its examples that fail, of those with any; what was proved once is not proved again."""
    files = {Path(file).stem: file for file in configuration.files if Path(file).parent.name == "feeds"}
    failing: dict[str, list[Problem]] = {}
    for topic in configuration.topics.values():
        key = cache.key("proved", topic.id, topic.version, topic.examples)
        if cache.has(key):
            continue
        for example, message in check_examples(compiled, topic):
            failing.setdefault(topic.id, []).append(_failed(files.get(topic.id, topic.id), example, message))
        if topic.id not in failing:
            cache.mark(key)
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

    store = open_store(configuration.store, exclusive=exclusive)
    output = FolderOutput(Path(configuration.output))  # it sweeps: never before it is known that nobody else writes
    pipeline = Pipeline(
        editorial,
        store=store,
        fetch=open_fetch(configuration),
        reader=ChildReader(min(4, os.cpu_count() or 1)),
        output=output,
        clock=clock,
        elapsed=time.monotonic,
        next_poll=due,
        mint=partial(secrets.token_urlsafe, 32),
        post=HttpFetch(configuration.user_agent, host_gap=0.0, per_host=2 * PER_HOST, clock=clock),
        chance=random.random,
        embedder=open_embedder(configuration.embedding),
        mirror=open_mirror(configuration, output, clock),
    )
    return pipeline


def open_mirror(configuration: Configuration, output: OutputStore, clock: Clock) -> Mirror | None:
    """What puts documents where others serve them; None where nobody does."""
    if configuration.mirror is None:
        return None
    describe = described(configuration)
    return Mirror(
        output, ObjectDepot(configuration.mirror), mirror_record(configuration), clock=clock, describe=describe
    )


def mirror_record(configuration: Configuration) -> Path:
    """The file that says what was put: one for each place, so that nothing of another is taken for granted."""
    site = configuration.mirror
    named = hashlib.sha256(repr(site and (site.address, site.endpoint, site.endings)).encode()).hexdigest()[:12]
    return Path(configuration.output) / f".mirror-{named}.json"


def mirror_lag(configuration: Configuration) -> Lag | None:
    """How far the place from which others serve is behind; None without one, and before anything was published."""
    folder = Path(configuration.output)
    if configuration.mirror is None or not folder.is_dir():
        return None
    return lag(FolderOutput(folder, sweep=False), mirror_record(configuration), described(configuration))


def described(configuration: Configuration) -> Describe:
    """What readers are told of documents, from wherever they are served."""
    max_age = freshness(configuration)

    def describe(path: str) -> Described:
        return Described(media_type(path), cache_control(max_age, lasting=is_closed(path)))

    return describe


def is_closed(path: str) -> bool:
    """Whether at *path* there is an archive of a month that is over."""
    month = archived_month(path)
    return bool(month) and month < month_of(now())


def freshness(configuration: Configuration) -> int:
    """Seconds for which a copy of a document is good."""
    return int(min(900, configuration.schedule.minimum.total_seconds()))


def open_embedder(model: EmbeddingModel | None) -> Embedder | None:
    """What tells what articles mean, of a *model* of the operator's; None without.

    Raises :class:`~syndicator.errors.ConfigurationError` when it cannot be used.
    """
    return OnnxEmbedder(model) if model else None


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
    advice = identity_advice(source, [each for each, _ in articles])
    notes = (*result.notes, *filter(None, (advice,)))
    return Preview(source, Outcome.OK, "", articles, rejected, notes, result.state.hints, members)


TRIAL = Source("trial", "Trial", "Trial", "feed", "https://trial.invalid/")
"""Stands for the source of texts that come from nowhere."""


def trial_source(address: str, allow_private: tuple[str, ...] = ()) -> Source:
    """A source for an address nobody configured; beside the usual ports it may use the one that the address names."""
    ports = tuple(sorted({*TRIAL.allow_ports, *named_port(address)}))
    return replace(TRIAL, address=address, allow_private=allow_private, allow_ports=ports)


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


# --- what a partner's readers would do -----------------------------------------------------------------------------


async def examine_feed(
    editorial: Editorial, feed: str, *, served: bool, allow_private: tuple[str, ...], heard: Heard
) -> Examination:
    """What readers would make of a feed of ours, replayed in a folder that is gone afterwards.

    With *served* the public addresses are asked, too. Raises :class:`~syndicator.errors.PublishError` when nothing of
    it is published, and :class:`~syndicator.errors.NoStoreError` without a store.
    """
    configuration = editorial.configuration
    definition = configuration.feeds[feed]
    documents = published(definition, partial(_read_beside, Path(configuration.output)))
    if not documents:
        raise PublishError(f"{feed}: nothing of it is published yet: syndicator publish {feed}")
    now = SystemClock().now()
    with contextlib.closing(open_for_reading(configuration)) as store, contextlib.ExitStack() as left:
        folder = Path(left.enter_context(tempfile.TemporaryDirectory(prefix="syndicator-doctor-")))
        reader = left.enter_context(contextlib.closing(open_reader()))
        found = await _as_served(configuration, feed, documents, allow_private) if served else []
        replay = Replay(editorial, feed, store, documents, Stage(clock := StageClock(now), _opening(folder, clock)))
        try:
            return await of_feed(replay, TRIAL, reader, now, found=found, heard=heard)
        finally:
            await replay.close()


def _read_beside(folder: Path, path: str) -> bytes | None:
    """What lies at a path of an output folder that a running service may write to."""
    try:
        return (folder / path).read_bytes()
    except OSError:
        return None


async def _as_served(
    configuration: Configuration, feed: str, documents: Mapping[str, bytes], allow_private: tuple[str, ...]
) -> list[Finding]:
    fetch = open_fetch(configuration)
    try:
        source = trial_source(configuration.site.address, allow_private)
        return await as_served(documents, configuration.feeds[feed], configuration.site, source, fetch)
    finally:
        await fetch.close()


def _opening(folder: Path, clock: StageClock) -> Callable[[Editorial, OutputStore], Pipeline]:
    """Opens pipelines over a store in *folder* that ask nobody for anything."""

    def opened(editorial: Editorial, output: OutputStore) -> Pipeline:
        return Pipeline(
            editorial,
            store=open_store(f"sqlite:///{folder}/stage.db"),
            fetch=open_fetch(editorial.configuration),
            reader=DirectReader(),
            output=output,
            clock=clock,
            elapsed=time.monotonic,
            next_poll=lambda *_, **__: clock.now(),
            mint=partial(secrets.token_urlsafe, 32),
            post=open_fetch(editorial.configuration),
            chance=lambda: 0.5,
        )

    return opened


async def examine_address(address: str, allow_private: tuple[str, ...]) -> Examination:
    """What readers would make of the feed at an address; no configuration is needed."""
    fetch, reader = HttpFetch(f"syndicator/{__version__}", host_gap=1.0, clock=SystemClock()), ChildReader(1)
    try:
        return await of_address(trial_source(address, allow_private), fetch, reader, SystemClock().now())
    finally:
        reader.close()
        await fetch.close()


async def examine_file(file: Path) -> Examination:
    """What readers would make of a document on disk."""
    with contextlib.closing(open_reader()) as reader:
        return await of_file(file.read_bytes(), file.name, TRIAL, reader, SystemClock().now())


# --- the service ---------------------------------------------------------------------------------------------------


async def poll_once(
    pipeline: Pipeline,
    sources: Sequence[Source],
    *,
    on_poll: Callable[[PollReport], None] = lambda _: None,
) -> list[PublishReport]:
    """Poll *sources* once within the configured bounds, publish, and return what publishing did."""
    await pipeline.adopt(pipeline.editorial)
    await InProcess(pipeline, on_poll=on_poll).dispatch(sources)
    reports = await pipeline.publish()
    await pipeline.carrier.once()
    return [*reports, *await mirrored(pipeline)]


async def mirrored(pipeline: Pipeline) -> list[PublishReport]:
    """Put what is published where others serve it, once; what came of that, if there was anything to do."""
    if pipeline.mirror is None:
        return []
    done = await pipeline.mirror.once()
    held = f"{done.waiting} documents wait: {'; '.join(islice(done.failed.values(), 3))}" if done.failed else ""
    report = PublishReport(MIRROR, written=done.put, held=held, refused=bool(held))
    return [report] if done.put or done.removed or held else []


def open_for_reading(configuration: Configuration) -> Store:
    """The store, shared with a running service; raises :class:`~syndicator.errors.NoStoreError` when there is none."""
    return open_store(configuration.store, create=False)


def minted_key() -> str:
    """A new key for a partner."""
    return minted(secrets.token_urlsafe(32))


def minted_secret() -> str:
    """A new secret for what a partner is told."""
    return secret_of(secrets.token_bytes(32))


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
    return editions(configuration, store, configuration.feeds[feed], now())[0]


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
        self._linkage = Linkage(self._store, open_embedder(editorial.configuration.embedding))
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
        self._store.apply(replace(linked.batch(SourceState(article.source)), at=moment))
        self._names.setdefault(decision.article.id, name)
        kind = decision.verdict.kind.value
        of = decision.verdict.of
        return Grouped(
            self._names.get(decision.story, decision.story),
            "update" if kind == "known" else kind,
            self._names.get(of, of) if of else None,
            decision.verdict.reasons,
        )
