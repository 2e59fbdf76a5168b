"""``syndicator source import`` and ``export``: lists of feeds, as readers of feeds exchange them (OPML)."""

from __future__ import annotations

import asyncio
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

import typer

from syndicator.bootstrap import TRIAL, load_editorial, open_reader, source_file, with_known_members
from syndicator.cli.console import ConfigFolder, complain, counted, err, out
from syndicator.ingest.guard import admit
from syndicator.ingest.opml import write_opml
from syndicator.languages.tags import canonical
from syndicator.model.configuration import Configuration
from syndicator.model.entry import Document, Entry
from syndicator.model.source import Source
from syndicator.normalise.text import plain_text
from syndicator.ports import FetchFailed, Form, Unreadable

_ODD = re.compile(r"[^a-z0-9]+")
_LONGEST_ID = 64


@dataclass(frozen=True, slots=True)
class _Skipped:
    """A feed of the list that becomes no source."""

    address: str
    reason: str
    known: bool = False
    """It is one already: no fault of the list."""


def import_sources(
    file: Annotated[Path, typer.Argument(metavar="FILE.opml", help="A list of feeds.", exists=True, dir_okay=False)],
    config: ConfigFolder = Path("config"),
    yes: Annotated[bool, typer.Option("--yes", help="Write the files without asking.")] = False,
) -> None:
    """Make a file in config/sources/ of each feed of a list that is no source yet."""
    configuration = load_editorial(config).configuration
    document = asyncio.run(_read(file))
    if isinstance(document, Unreadable):
        complain(f"{file}: {document.outcome.value}: {document.message}")
        raise typer.Exit(2)
    made = list(_made(document, configuration, config / "sources"))
    sources = [each for each in made if isinstance(each, Source)]
    skipped = [each for each in made if isinstance(each, _Skipped)]
    for source in sources:
        out.print(f"{source.id}: {source.name}: {source.address}", markup=False)
    for each in skipped:
        complain(f"left out: {each.address}: {each.reason}")
    what = counted(len(sources), "file", "files")
    if sources and not yes and not err.is_terminal:
        complain("nothing was written: say --yes, or answer on a terminal")
    elif sources and (yes or typer.confirm(f"Write {what}?", err=True)):
        for source in sources:
            file = config / "sources" / f"{source.id}.yaml"
            file.write_text(source_file(source, file), encoding="utf-8")
        err.print(f"written: {what}; set their rights, then run 'syndicator check'")
    raise typer.Exit(0 if all(each.known for each in skipped) else 1)


async def _read(file: Path) -> Document | Unreadable:
    """The list, read in a child: it comes from outside."""
    reader = open_reader()
    try:
        return await reader.read(file.read_bytes(), content_type="", address="", limits=TRIAL.limits, form=Form.OPML)
    finally:
        reader.close()


def _made(document: Document, configuration: Configuration, folder: Path) -> Iterator[Source | _Skipped]:
    """A source, or why there is none, for each feed of the list."""
    taken = {*configuration.sources, *(path.stem for path in folder.glob("*.yaml"))}
    known = {source.address: source.id for source in configuration.sources.values()}
    for entry in document.entries:
        address = entry.link or ""
        refused = admit(address, ports=TRIAL.allow_ports)
        if isinstance(refused, FetchFailed):
            yield _Skipped(address, refused.message)
        elif address in known:
            yield _Skipped(address, f"it is the source {known[address]!r} already", known=True)
        else:
            source = _source(entry, address, taken)
            taken.add(source.id)
            known[address] = source.id
            yield source


def _source(entry: Entry, address: str, taken: set[str]) -> Source:
    host = (urlsplit(address).hostname or "").removeprefix("www.")
    name = (plain_text(entry.title) if entry.title else "") or host
    homes = (link.href for link in entry.links)
    return Source(
        id=_free(host, address, taken),
        name=name,
        publisher=name,
        kind="feed",
        address=address,
        homepage=next((each for each in homes if not isinstance(admit(each, ports=(80, 443)), FetchFailed)), ""),
        language=canonical(entry.language) if entry.language else None,
    )


def _free(host: str, address: str, taken: set[str]) -> str:
    """An id made of the host's name; with the path, and then a number, where that is taken."""
    path = urlsplit(address).path
    named = (slug(host), slug(f"{host}-{path}"))
    numbered = (f"{slug(host)[: _LONGEST_ID - 5]}-{number}" for number in range(2, 10_000))
    return next(each for each in (*named, *numbered) if each not in taken)


def slug(text: str) -> str:
    """An id made of a text, most often a host's name."""
    return _ODD.sub("-", text.lower()).strip("-")[:_LONGEST_ID].strip("-") or "source"


def export_sources(config: ConfigFolder = Path("config")) -> None:
    """Write the enabled sources as OPML to standard output, for other readers of feeds."""
    configuration = with_known_members(load_editorial(config)).configuration
    enabled = [source for source in configuration.sources.values() if source.polled]
    sys.stdout.write(write_opml(enabled, configuration.site.name).decode())
