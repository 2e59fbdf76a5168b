"""The operator's folders in, the whole configuration out, or everything that is wrong with it."""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from syndicator import __version__
from syndicator.cache import Cache
from syndicator.config.document import Document, Steps, parse, parsed, read, shown, text_of
from syndicator.config.embedding import embedding_of, unfit
from syndicator.config.mirror import mirror_of, unreachable
from syndicator.config.settings import (
    ApiSettings,
    ConceptsFile,
    FeedFile,
    OrganisationsFile,
    ScheduleSettings,
    SourcesFile,
    StoreSettings,
    SyndicatorFile,
    WebSubSettings,
)
from syndicator.config.sources import build_sources, limits_of
from syndicator.config.topics import (
    Known,
    Vocabulary,
    build_concepts,
    build_feed,
    build_organisations,
    former_ids,
    version_of,
)
from syndicator.config.validate import Checked, Findings, Override, check
from syndicator.config.values import OWN_HUB, written
from syndicator.errors import ConfigurationError, Problem
from syndicator.model.configuration import Configuration, Schedule
from syndicator.model.feed import FeedDefinition, Site
from syndicator.model.hub import OWN, WebSub
from syndicator.model.partner import ApiPolicy
from syndicator.model.source import Limits, Source
from syndicator.model.topic import Organisation, Topic

_M = TypeVar("_M", bound=BaseModel)
VARIABLES: Mapping[str, Steps] = {
    "SYNDICATOR_ADDRESS": ("service", "address"),
    "SYNDICATOR_CONTACT": ("service", "contact"),
    "SYNDICATOR_STORE": ("store", "address"),
    "SYNDICATOR_OUTPUT": ("output", "folder"),
}
"""Environment variables that override settings; an empty one counts as absent."""
KINDS = ("feed", "sitemap", "listing", "wordpress", "opml")
"""The kinds of sources that exist without extensions."""
_ID = re.compile(r"[a-z0-9-]{1,64}")
_NAME = re.compile(r"[a-z0-9-]+")
_NOWHERE = Site("", "http://localhost", "", "localhost", date.min)
"""Stands for a site whose settings are faulty; only problems come of it."""


@dataclass(frozen=True, slots=True)
class _Folders:
    """The files of a configuration, by what they hold."""

    syndicator: Path
    organisations: Path
    sources: tuple[Path, ...]
    concepts: tuple[Path, ...]
    feeds: tuple[Path, ...]

    def all(self) -> tuple[Path, ...]:
        optional = (self.organisations,) if self.organisations.exists() else ()
        return (self.syndicator, *optional, *self.sources, *self.concepts, *self.feeds)


def files(folder: Path, feeds: Path | None = None) -> tuple[Path, ...]:
    """Every file that makes up the configuration."""
    return _find(folder, feeds).all()


def folders(folder: Path, feeds: Path | None = None) -> tuple[Path, ...]:
    """Every folder whose files may make up the configuration, whether it exists or not."""
    return (folder, folder / "sources", folder / "concepts", _feeds(folder, feeds))


def ids(folder: Path) -> tuple[list[str], list[str]]:
    """The ids of sources and of feeds that are written there, sound or not: for completion, which must be quick."""
    found = _find(folder, None)
    return sorted(_ids(map(read, found.sources))), [path.stem for path in found.feeds]


def load(
    folder: Path,
    feeds: Path | None = None,
    environ: Mapping[str, str] = {},
    *,
    kinds: Collection[str] = KINDS,
    cache: Cache | None = None,
) -> Configuration:
    """The configuration in *folder*, with the feeds in *feeds* (the folder ``feeds`` beside it by default).

    *environ* may override single settings (:data:`VARIABLES`). Concepts and organisations without a fault are kept in
    the *cache*, if there is one. Raises :class:`ConfigurationError` with every problem
    of every file, and with what is sound beside them.
    """
    found = _find(folder, feeds)
    findings = Findings()
    findings.add(*_misnamed(found, folder, feeds))
    configuration = _configuration(found, environ, kinds, findings, cache)
    if findings.problems:
        raise ConfigurationError(tuple(dict.fromkeys(findings.problems)), configuration)
    return configuration


def read_sources(text: str, file: str, *, kinds: Collection[str] = KINDS) -> dict[str, Source]:
    """The sources that *text* would give as a file of ``config/sources/``, by id, under the service's default limits.

    Raises :class:`ConfigurationError` with every problem of the text; *file* is how they call it.
    """
    findings = Findings()
    sources = build_sources(_checked([parse(text, file)], SourcesFile, findings), Limits(), kinds, findings)
    if findings.problems:
        raise ConfigurationError(findings.problems)
    return sources


def _find(folder: Path, feeds: Path | None) -> _Folders:
    return _Folders(
        syndicator=folder / "syndicator.yaml",
        organisations=folder / "organisations.yaml",
        sources=_yaml_in(folder / "sources"),
        concepts=_yaml_in(folder / "concepts"),
        feeds=_yaml_in(_feeds(folder, feeds)),
    )


def _feeds(folder: Path, feeds: Path | None) -> Path:
    return feeds if feeds is not None else Path(os.path.abspath(folder)).parent / "feeds"


def _yaml_in(folder: Path, suffix: str = ".yaml") -> tuple[Path, ...]:
    if not folder.is_dir():
        return ()
    return tuple(sorted(path for path in folder.iterdir() if path.suffix == suffix and not path.name.startswith(".")))


def _misnamed(found: _Folders, folder: Path, feeds: Path | None) -> Iterator[Problem]:
    for where in folders(folder, feeds):
        for path in _yaml_in(where, ".yml"):
            yield Problem(shown(path), 0, 0, "", "is not read", f"call it {path.stem}.yaml")
    for path in found.feeds:
        if not _ID.fullmatch(path.stem):
            message = f"the file's name makes the feed's id, and {path.stem[:80]!r} is none"
            yield Problem(shown(path), 0, 0, "", message, "use up to 64 of a-z, 0-9 and hyphen")


def _configuration(
    found: _Folders, environ: Mapping[str, str], kinds: Collection[str], findings: Findings, cache: Cache | None
) -> Configuration:
    main = check(read(found.syndicator), SyndicatorFile, findings, overrides=_overrides(environ))
    settings = main.settings if main else None
    limits = limits_of(settings.limits, Limits()) if settings else Limits()
    source_files = [read(path) for path in found.sources]
    sources = build_sources(_checked(source_files, SourcesFile, findings), limits, kinds, findings)
    words = _words(found, findings, cache)
    known = Known(
        words.vocabulary,
        words.organisations,
        sources={*sources, *_ids(source_files)},
        organisation_names=words.organisation_names,
        unreadable=words.unreadable | _words_of_unreadable(source_files),
        default_language=settings.service.languages[0] if settings else None,
        organisations_version=version_of(words.organisations),
    )
    definitions, topics = _feeds_of(found.feeds, known, findings)
    if main and settings:
        findings.add(*_schedule_order(main), *_lease_order(main), *unfit(main), *unreachable(main))
    site = _site(settings) if settings else _NOWHERE
    return Configuration(
        site=site,
        store=settings.store.address if settings else "",
        output=settings.output.folder if settings else "",
        downloads=settings.output.downloads if settings else 0,
        mirror=mirror_of(settings.output.mirror) if settings and settings.output.mirror else None,
        sources=sources,
        concepts=words.vocabulary.concepts,
        topics=topics,
        feeds=definitions,
        organisations=words.organisations,
        schedule=_schedule(settings.schedule) if settings else Schedule(),
        limits=limits,
        keep=(settings.store if settings else StoreSettings()).keep,
        websub=_websub(settings.websub) if settings else WebSub(),
        embedding=embedding_of(settings.embedding) if settings and settings.embedding else None,
        api=_api(settings.api) if settings else ApiPolicy(),
        user_agent=f"syndicator/{__version__} (+{site.address}/bot; {site.contact})",
        files=tuple(shown(path) for path in found.all()),
    )


def _overrides(environ: Mapping[str, str]) -> dict[Steps, Override]:
    return {steps: Override(name, environ[name]) for name, steps in VARIABLES.items() if environ.get(name)}


def _checked(
    documents: Iterable[Document], model: type[_M], findings: Findings, depth: int | None = None
) -> Iterator[Checked[_M]]:
    for document in documents:
        checked = check(document, model, findings, depth=depth)
        if checked is not None:
            yield checked


@dataclass(frozen=True, slots=True)
class _Words:
    """Concepts and organisations, and what may be the name of one."""

    vocabulary: Vocabulary
    organisations: dict[str, Organisation]
    organisation_names: Collection[str]
    unreadable: frozenset[str]
    problems: tuple[Problem, ...]


def _words(found: _Folders, findings: Findings, cache: Cache | None) -> _Words:
    """Everything but a fault is the same whatever the files are called, so that only what has none is kept."""
    concepts = [text_of(path) for path in found.concepts]
    organisations = [text_of(found.organisations)] if found.organisations.exists() else []

    def made() -> _Words:
        return _words_of([*map(parsed, concepts)], [*map(parsed, organisations)])

    if cache is None:
        words = made()
    else:
        texts = [[each.text for each in documents] for documents in (concepts, organisations)]
        words = cache.get(cache.key("words", texts), made, when=lambda each: not each.problems)
    findings.add(*words.problems)
    return words


def _words_of(concepts: Sequence[Document], organisations: Sequence[Document]) -> _Words:
    findings = Findings()
    checked = _checked(concepts, ConceptsFile, findings, 2)
    vocabulary = build_concepts(checked, _keys(concepts, "concepts"), _words_of_unreadable(concepts), findings)
    built = build_organisations(next(_checked(organisations, OrganisationsFile, findings, 2), None))
    names = {*built, *_keys(organisations, "organisations")}
    return _Words(vocabulary, built, names, _words_of_unreadable(organisations), tuple(findings.problems))


def _feeds_of(
    paths: Iterable[Path], known: Known, findings: Findings
) -> tuple[dict[str, FeedDefinition], dict[str, Topic]]:
    definitions: dict[str, FeedDefinition] = {}
    topics: dict[str, Topic] = {}
    files = list(_checked(map(read, paths), FeedFile, findings, 1))
    findings.add(*former_ids(files))
    for file in files:
        definition, topic = build_feed(file, known, findings)
        definitions[definition.id] = definition
        if topic is not None:
            topics[topic.id] = topic
    return definitions, topics


def _keys(documents: Iterable[Document], section: str) -> set[str]:
    """The names defined in a section, sound or not."""
    sections = (document.root.data for document in documents if document.root is not None)
    mappings = (data.get(section) for data in sections if isinstance(data, dict))
    return {name for each in mappings if isinstance(each, dict) for name in each}


def _ids(documents: Iterable[Document]) -> set[str]:
    """The ids of sources, sound or not."""
    sections = (document.root.data for document in documents if document.root is not None)
    lists = (data.get("sources") for data in sections if isinstance(data, dict))
    entries = (entry for each in lists if isinstance(each, list) for entry in each if isinstance(entry, dict))
    return {entry["id"] for entry in entries if isinstance(entry.get("id"), str)}


def _words_of_unreadable(documents: Iterable[Document]) -> frozenset[str]:
    """Every word of files without a tree: a name among them may be right, so it is not called unknown."""
    texts = (document.text for document in documents if document.root is None)
    return frozenset(word for text in texts for word in _NAME.findall(text))


def _site(settings: SyndicatorFile) -> Site:
    service = settings.service
    return Site(
        name=service.name,
        address=service.address,
        contact=service.contact,
        authority=service.authority,
        since=service.since,
        languages=tuple(service.languages),
        hubs=tuple(f"{service.address}/{OWN}" if hub == OWN_HUB else hub for hub in settings.websub.hubs),
    )


def _websub(settings: WebSubSettings) -> WebSub:
    return WebSub(
        own=OWN_HUB in settings.hubs,
        others=tuple(hub for hub in settings.hubs if hub != OWN_HUB),
        signature=settings.signature,
        lease=settings.lease.usual,
        shortest=settings.lease.shortest,
        longest=settings.lease.longest,
        per_host=settings.per_host,
        per_document=settings.per_document,
        requests=settings.requests,
        allow_private=tuple(settings.allow_private),
        allow_ports=tuple(settings.allow_ports),
    )


def _schedule(settings: ScheduleSettings) -> Schedule:
    return Schedule(**{name: getattr(settings, name) for name in ScheduleSettings.model_fields})


def _api(settings: ApiSettings) -> ApiPolicy:
    return ApiPolicy(
        settings.access,
        settings.per_minute,
        settings.per_day,
        tuple(settings.allow_private),
        tuple(settings.allow_ports),
    )


def _schedule_order(main: Checked[SyndicatorFile]) -> Iterator[Problem]:
    schedule = main.settings.schedule
    if not schedule.minimum <= schedule.interval <= schedule.maximum:
        message = f"minimum {written(schedule.minimum)}, interval {written(schedule.interval)} and maximum"
        hint = "keep minimum, interval and maximum in this order"
        yield main.problem(("schedule",), f"{message} {written(schedule.maximum)} are out of order", hint)


def _lease_order(main: Checked[SyndicatorFile]) -> Iterator[Problem]:
    lease = main.settings.websub.lease
    if not lease.shortest <= lease.usual <= lease.longest:
        message = f"shortest {written(lease.shortest)}, usual {written(lease.usual)} and longest"
        hint = "keep shortest, usual and longest in this order"
        yield main.problem(("websub", "lease"), f"{message} {written(lease.longest)} are out of order", hint)
