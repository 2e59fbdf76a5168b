"""``syndicator source``: list sources, and add one from an address."""

from __future__ import annotations

import asyncio
import re
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urljoin, urlsplit

import typer
from rich.markup import escape

from syndicator.bootstrap import (
    TRIAL,
    Preview,
    find_source,
    load_editorial,
    source_file,
    trial_source,
    with_known_members,
)
from syndicator.cli.console import AsJson, ConfigFolder, complain, err, out, print_json, show_table, table_of
from syndicator.cli.exchange import export_sources, import_sources, slug
from syndicator.cli.preview import show
from syndicator.ingest import KINDS
from syndicator.model.source import Source
from syndicator.pipeline import Editorial
from syndicator.publish.address import encoded

_ID = re.compile(r"[a-z0-9-]{1,64}")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_LONGEST_NAME = 200
_FILE: Any = {"exists": True, "dir_okay": False, "readable": True}

app = typer.Typer(help="List sources, add one, or exchange them with other readers.", no_args_is_help=True)
app.command("import")(import_sources)
app.command("export")(export_sources)


@app.command("list")
def list_sources(config: ConfigFolder = Path("config"), as_json: AsJson = False) -> None:
    """List the configured sources."""
    sources = with_known_members(load_editorial(config)).configuration.sources.values()
    if as_json:
        for source in sources:
            print_json(
                {
                    "source": source.id,
                    "name": source.name,
                    "publisher": source.publisher,
                    "kind": source.kind,
                    "address": source.address,
                    "language": source.language,
                    "enabled": source.polled,
                    "reason": source.unpolled_because,
                    "member_of": source.member_of or None,
                }
            )
        return
    table = table_of("source", "name", "language", "rights", "address", folds=("name",))
    for source in sources:
        style = None if source.polled else "dim"
        address = source.address if source.polled else f"disabled: {source.unpolled_because}"
        cells = (source.id, source.name, source.language or "–", source.rights.republish.value, address)
        table.add_row(*map(escape, cells), style=style)
    show_table(table)


@app.command("add")
def add(
    address: Annotated[str, typer.Argument(metavar="URL", help="A feed, a sitemap, or any page of the site.")],
    *,
    name: Annotated[str, typer.Option("--id", help="Id of the source; made of the host's name without it.")] = "",
    kind: Annotated[
        str, typer.Option(help="Only sources of this kind: feed, sitemap, listing, wordpress or opml.")
    ] = "",
    config: ConfigFolder = Path("config"),
    yes: Annotated[bool, typer.Option("--yes", help="Write the file without asking.")] = False,
    allow_private: Annotated[list[str] | None, typer.Option(help="Network (CIDR) the address may be in.")] = None,
    certificates: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Certificates (PEM) by which its host is trusted.", **_FILE)
    ] = None,
) -> None:
    """Find what can be collected from behind an address, show what it gives, and propose a file for config/sources/."""
    if name and not _ID.fullmatch(name):
        complain(f"{name!r} is no id of a source: use up to 64 of a-z, 0-9 and hyphen")
        raise typer.Exit(2)
    if kind and kind not in KINDS:
        complain(f"no kind is called {kind!r}; there are: {', '.join(sorted(KINDS))}")
        raise typer.Exit(2)
    editorial = load_editorial(config)
    tried = replace(trial_source(address, tuple(allow_private or ())), certificates=_trusted(certificates))
    discovery, made = asyncio.run(find_source(editorial, tried, kind))
    if made is None or discovery.found is None:
        complain(f"no feed found behind {address}, nor anything else to collect from:")
        for each, why in discovery.tried:
            complain(f"  {each.kind} {each.address}: {why}")
        raise typer.Exit(1)
    show(made, as_json=False)
    found = discovery.found
    err.print(f"a source of the kind {found.kind}, {found.how}: {found.address}", markup=False)
    for other in discovery.others:
        err.print(f"also offered: {other.address} {other.title}", markup=False)
    _propose(editorial, made, name, config, write=yes)


def _trusted(file: Path | None) -> str | None:
    """The certificates in *file*; raises ConfigurationError when the settings would refuse them."""
    if file is None:
        return None
    text = file.read_text(encoding="utf-8", errors="replace")
    source_file(replace(TRIAL, certificates=text), file)
    return text


def _propose(editorial: Editorial, made: Preview, name: str, config: Path, *, write: bool) -> None:
    source = _proposed(made, name)
    target = config / "sources" / f"{source.id}.yaml"
    if source.id in editorial.configuration.sources or target.exists():
        complain(f"a source {source.id!r} or the file {target} exists already; choose another with --id")
        raise typer.Exit(2)
    for other in editorial.configuration.sources.values():
        if source.kind == other.kind == "feed" and other.enabled and other.address == source.address:
            complain(f"the source {other.id!r} collects {source.address} already")
            raise typer.Exit(2)
    text = source_file(source, target)
    out.print(f"\n[bold]{target}[/]\n")
    out.print(text, markup=False)
    if not write and not err.is_terminal:
        complain("nothing was written: say --yes, or answer on a terminal")
    elif write or typer.confirm("Write this file?", err=True):
        target.parent.mkdir(exist_ok=True)
        target.write_text(text, encoding="utf-8")
        err.print(f"written: {target}; set its rights, then run 'syndicator check'")


def _proposed(made: Preview, name: str) -> Source:
    """The source as it was tried, with the names that the publisher gives, as far as settings can hold them."""
    host = (urlsplit(made.source.address).hostname or "source").removeprefix("www.")
    title = " ".join(_CONTROL.sub(" ", made.hints.get("title", "")).split())[:_LONGEST_NAME] or host
    languages = sorted({article.language for article, _ in made.articles if article.language != "und"})
    return replace(
        made.source,
        id=name or slug(host),
        name=title,
        publisher=title,
        homepage=_homepage(made),
        language=languages[0] if len(languages) == 1 else None,
    )


def _homepage(made: Preview) -> str:
    """The page that the feed names, with the feed's own address as its base; nothing when that is no web address."""
    try:
        return encoded(urljoin(made.source.address, made.hints.get("link", ""))) if made.hints.get("link") else ""
    except ValueError:
        return ""
