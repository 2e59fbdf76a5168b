"""Settings of publishers in, sources out."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

from syndicator.config.document import Steps
from syndicator.config.settings import LimitsSettings, Settings, SourceDefaults, SourceSettings, SourcesFile
from syndicator.config.validate import Checked, Findings
from syndicator.errors import Problem, suggest
from syndicator.model.source import (
    OPTIONS,
    Fulltext,
    Limits,
    ListingOptions,
    Options,
    PageOptions,
    Source,
    usual_rights,
)

_PLAIN = SourceDefaults.model_fields.keys() - {"rights", "limits", "pages", *OPTIONS}
"""Keys inherited as a whole; of the others, each of their own keys is inherited by itself."""
_SCHEDULE = frozenset({"interval", "cron"})
"""A source that sets one of these inherits neither."""


def limits_of(settings: LimitsSettings, base: Limits) -> Limits:
    """*base* with what *settings* say."""
    said = {name: getattr(settings, name) for name in settings.model_fields_set}
    return replace(base, **{name: _seconds(value) for name, value in said.items()})


def _seconds(value: Any) -> Any:
    return value.total_seconds() if isinstance(value, timedelta) else value


def build_sources(
    files: Iterable[Checked[SourcesFile]], limits: Limits, kinds: Collection[str], findings: Findings
) -> dict[str, Source]:
    """All sources by id; ids and feeds that stand twice and keys that contradict each other are findings."""
    sources: dict[str, Source] = {}
    places: dict[str, str] = {}
    feeds: dict[str, str] = {}
    for file in files:
        findings.add(*_two_schedules(file, file.settings, ()), *_unused(file))
        for at, settings in enumerate(file.settings.sources):
            steps: Steps = ("sources", at)
            source = _source(file.settings, settings, limits)
            findings.add(*_two_schedules(file, settings, steps), *_contradictions(file, steps, settings, source, kinds))
            if source.id in places:
                hint = f"the other one is {places[source.id]}; choose another id"
                findings.add(file.problem((*steps, "id"), f"the source id {source.id!r} stands twice", hint))
            else:
                findings.add(*_collected_twice(file, steps, source, feeds))
                places[source.id] = file.where((*steps, "id"))
                sources[source.id] = source
    return sources


def _collected_twice(
    file: Checked[SourcesFile], steps: Steps, source: Source, feeds: dict[str, str]
) -> Iterator[Problem]:
    """A feed that is two sources: whose rights and language count would hang on which of them is polled first.

    A page or a sitemap may well be read by two, each with selectors or patterns of its own. *feeds* are the places of
    those met before, by address; this one's is added.
    """
    if source.kind == "feed" and source.enabled:
        place = file.where((*steps, "address"))
        first = feeds.setdefault(source.address, place)
        if first != place:
            hint = f"the other one is {first}; remove one of them, or switch it off"
            yield file.problem((*steps, "address"), "two sources collect this address", hint)


def _source(file: SourcesFile, settings: SourceSettings, limits: Limits) -> Source:
    inherited, own = _said(file), _said(settings)
    if _SCHEDULE & own.keys():
        inherited = {name: value for name, value in inherited.items() if name not in _SCHEDULE}
    plain = {"kind": "feed", **inherited, **own}
    return Source(
        id=settings.id,
        name=settings.name or file.publisher,
        publisher=file.publisher,
        address=settings.address,
        rights=replace(usual_rights(plain["kind"]), **{**_set(file.rights), **_set(settings.rights)}),
        limits=limits_of(settings.limits, limits_of(file.limits, limits)),
        options=_options(plain["kind"], file, settings),
        pages=PageOptions(**{**_set(file.pages), **_set(settings.pages)}),
        **plain,
    )


def _options(kind: str, file: SourcesFile, settings: SourceSettings) -> Options | None:
    """What is said under the key that is called like the kind."""
    made = OPTIONS.get(kind)
    return made(**{**_set(getattr(file, kind)), **_set(getattr(settings, kind))}) if made else None


def _said(settings: SourceDefaults) -> dict[str, Any]:
    """What the operator wrote of the keys that a source may inherit."""
    return {name: value for name, value in _set(settings).items() if name in _PLAIN}


def _set(settings: Settings) -> dict[str, Any]:
    values = {name: getattr(settings, name) for name in settings.model_fields_set}
    return {name: tuple(value) if isinstance(value, list) else value for name, value in values.items()}


def _two_schedules(file: Checked[SourcesFile], settings: SourceDefaults, steps: Steps) -> Iterator[Problem]:
    if settings.interval is not None and settings.cron is not None:
        yield file.problem((*steps, "cron"), "interval and cron together", "keep one of them", key=True)


def _unused(file: Checked[SourcesFile]) -> Iterator[Problem]:
    """Settings for a kind, written once for the file, of which it has no source."""
    kinds = {each.kind if "kind" in each.model_fields_set else file.settings.kind for each in file.settings.sources}
    for name in (OPTIONS.keys() & file.settings.model_fields_set) - kinds:
        message = f"settings for the kind {name!r}, but no source of this file is of that kind"
        yield file.problem((name,), message, f"write 'kind: {name}', or remove them", key=True)


def _contradictions(
    file: Checked[SourcesFile], steps: Steps, settings: SourceSettings, source: Source, kinds: Collection[str]
) -> Iterator[Problem]:
    if not source.enabled and not source.reason.strip():
        yield file.problem(_said_at(file, steps, "enabled"), "disabled without a reason", "add 'reason: ...'")
    for name in (OPTIONS.keys() & settings.model_fields_set) - {source.kind}:
        message = f"settings for the kind {name!r}, but this source is of the kind {source.kind!r}"
        yield file.problem((*steps, name), message, f"write 'kind: {name}', or remove them", key=True)
    if isinstance(source.options, ListingOptions) and not source.options.item and source.options != ListingOptions():
        yield file.problem(_said_at(file, steps, "listing"), "selectors without 'item'", "say what holds one article")
    wants = source.pages.fulltext is Fulltext.SELECTOR
    if source.pages.fulltext is not Fulltext.AUTO and wants != bool(source.pages.selector):
        message = "'fulltext: selector' and 'selector' go together"
        yield file.problem(_said_at(file, steps, "pages"), message, "say both, or neither, or 'fulltext: auto'")
    if source.kind not in kinds:
        hint = suggest(source.kind, kinds, f"known kinds: {', '.join(sorted(kinds))}")
        yield file.problem(_said_at(file, steps, "kind"), f"unknown kind {source.kind!r}", hint)
    allowed = {_primary(each) for each in source.languages}
    if source.language and allowed and _primary(source.language) not in allowed:
        message = f"{source.language!r} is not among the source's languages"
        yield file.problem(_said_at(file, steps, "language"), message, "add it to 'languages', or correct it")


def _said_at(file: Checked[SourcesFile], steps: Steps, key: str) -> Steps:
    """Where a source's key was written: at the source, or once for its file."""
    return (*steps, key) if key in file.node.at(*steps).children else (key,)


def _primary(tag: str) -> str:
    return tag.split("-", maxsplit=1)[0]
