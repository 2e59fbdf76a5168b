"""``syndicator doctor``: what a partner's WordPress, Drupal or reader would do with a feed; nothing is published."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from string import ascii_lowercase
from typing import Annotated, Any

import typer
from rich.table import Table
from rich.text import Text

from syndicator.acceptance import EYES
from syndicator.bootstrap import examine_address, examine_feed, examine_file, load_editorial, with_known_members
from syndicator.cli.completion import begun_feed
from syndicator.cli.console import ConfigFolder, counted, is_file, out, plain, print_json, progress, refuse_unknown
from syndicator.cli.passage import isolated, one_line
from syndicator.config import ids
from syndicator.model.acceptance import Act, Effect, Examination, Finding, Grade, Sight
from syndicator.publish.text import opening

_NAMED = 4
"""Documents of a finding that a terminal shows by name."""
_EXAMPLE = 120
"""Signs of an example that it shows."""
_COLOURS = {Grade.PROBLEM: "bold red", Grade.WARNING: "yellow", Grade.NOTE: "cyan"}
_SIGNS: Mapping[Effect, tuple[str, str]] = {
    Effect.TWICE: ("2", "shows an article twice"),
    Effect.LOST: ("0", "misses articles"),
    Effect.STALE: ("=", "keeps the old words"),
    Effect.KEPT: ("k", "keeps what was withdrawn"),
    Effect.NEW: ("+", "shows what is new"),
    Effect.UPDATED: ("~", "takes the new words"),
    Effect.REPLACED: ("x", "shows the note that it was withdrawn"),
    Effect.REMOVED: ("-", "shows it no more"),
    Effect.NOTHING: ("·", "nothing changes"),
}
"""Effect → its sign and what that means; of several documents the first here is shown."""
_ACTS: Mapping[Act, str] = {
    Act.SUBSCRIBED: "first look",
    Act.POLLED_AGAIN: "second look",
    Act.CORRECTED: "text corrected",
    Act.COUNTED: "counter goes up",
    Act.REWRITTEN: "headline by the source",
    Act.READDRESSED: "other address",
    Act.RETITLED: "headline by an editor",
    Act.REPRINTED: "duplicate of another source",
    Act.NEWS: "news",
    Act.LATECOMER: "news that comes late",
    Act.WITHDRAWN: "withdrawal",
    Act.RESTORED: "restart from the store",
    Act.AWAY: "look after a long while",
    Act.MONTH_CLOSED: "month and archive closed",
    Act.MOVED: "move to another id",
}


def doctor(
    feed: Annotated[
        str,
        typer.Argument(
            metavar="FEED|URL|FILE", help="Id of a feed, or any feed's address or document.", autocompletion=begun_feed
        ),
    ],
    served: Annotated[
        bool,
        typer.Option("--served", help="Ask the feed's public addresses, too, whether they give what is published."),
    ] = False,
    allow_private: Annotated[
        list[str] | None, typer.Option(help="Network (CIDR) that is asked although it is private.")
    ] = None,
    config: ConfigFolder = Path("config"),
    as_json: Annotated[bool, typer.Option("--json", help="Machine output, one object.")] = False,
) -> None:
    """Replay edits, duplicates, withdrawals and restarts, and tell what a partner's readers would make of each.

    It happens in a folder that is gone afterwards: nothing is stored or published. Exit code 1 where a partner would
    see duplicates, miss articles, or run what a source wrote.
    """
    made = _examined(feed, config, served=served, allow_private=tuple(allow_private or ()))
    if as_json:
        print_json(as_object(made))
    else:
        _show(made)
    raise typer.Exit(0 if made.accepted else 1)


def _examined(feed: str, config: Path, *, served: bool, allow_private: tuple[str, ...]) -> Examination:
    if feed.startswith(("http://", "https://")):
        return asyncio.run(examine_address(feed, allow_private))
    if is_file(feed) and feed not in ids(config)[1]:
        return asyncio.run(examine_file(Path(feed)))
    editorial = with_known_members(load_editorial(config))
    refuse_unknown("feed", [feed], editorial.configuration.feeds)
    with _heard() as heard:
        return asyncio.run(examine_feed(editorial, feed, served=served, allow_private=allow_private, heard=heard))


@contextmanager
def _heard() -> Iterator[Callable[[Act], None]]:
    """A bar that goes on with every act."""
    with progress() as bar:
        task = bar.add_task("replaying", total=len(Act))
        yield lambda _: bar.advance(task)


def as_object(made: Examination) -> dict[str, Any]:
    """An examination as ``--json`` prints it."""
    readers = dict.fromkeys(each.reader for each in made.sights)
    return {
        "feed": made.feed,
        "accepted": made.accepted,
        "documents": dict(made.documents),
        "findings": [plain(each) for each in made.findings],
        "readers": [
            {
                "reader": name,
                "name": EYES[name].name,
                "is_site": EYES[name].is_site,
                "sights": [_sight(each) for each in made.sights if each.reader == name],
            }
            for name in readers
        ],
        "skipped": {act.value: why for act, why in made.skipped.items()},
    }


def _sight(sight: Sight) -> dict[str, Any]:
    return {name: value for name, value in plain(sight).items() if name != "reader"}


# --- for people ----------------------------------------------------------------------------------------------------


def _show(made: Examination) -> None:
    items = max(made.documents.values(), default=0)
    documents = counted(len(made.documents), "document", "documents")
    out.print(Text.assemble((made.feed, "bold"), f": {documents}, {items} items"))
    if made.sights:
        out.print()
        out.print(_table(made.sights))
        _explain(made)
    for each in made.findings:
        _show_finding(each)
    out.print(_verdict(made))


def _table(sights: Sequence[Sight]) -> Table:
    """A line for each reader, a column for each act, with the gravest sign of all documents."""
    acts = [act for act in Act if any(each.act is act for each in sights)]
    table = Table(box=None, header_style="bold", pad_edge=False, padding=(0, 1, 0, 0))
    table.add_column("what readers do", min_width=28)
    for letter in ascii_lowercase[: len(acts)]:
        table.add_column(letter)
    for reader in dict.fromkeys(each.reader for each in sights):
        of_reader = [each for each in sights if each.reader == reader]
        table.add_row(EYES[reader].name, *(_sign([each for each in of_reader if each.act is act]) for act in acts))
    return table


def _sign(sights: Sequence[Sight]) -> Text:
    """The gravest: what the feed brings the reader to before what it does anyhow."""
    worst = min(sights, key=_gravity, default=None)
    if worst is None:
        return Text(" ")
    mark = "!" if _is_grave(worst) and not worst.anyhow else ""
    return Text(_SIGNS[worst.effect][0] + mark, _colour(worst))


def _gravity(sight: Sight) -> tuple[bool, int]:
    return sight.anyhow or not _is_grave(sight), list(_SIGNS).index(sight.effect)


def _is_grave(sight: Sight) -> bool:
    return sight.effect in (Effect.TWICE, Effect.LOST)


def _colour(sight: Sight) -> str:
    if _is_grave(sight):
        return "yellow" if sight.anyhow else "bold red"
    return {Effect.STALE: "yellow", Effect.KEPT: "yellow", Effect.NOTHING: "dim"}.get(sight.effect, "green")


def _explain(made: Examination) -> None:
    """What letters and signs stand for."""
    acts = [act for act in Act if any(each.act is act for each in made.sights)]
    named = [f"{letter} {_ACTS[act]}" for letter, act in zip(ascii_lowercase, acts, strict=False)]
    effects = {each.effect for each in made.sights}
    signs = [f"{sign} {means}" for effect, (sign, means) in _SIGNS.items() if effect in effects]
    out.print()
    for line in (*_lines(named), *_lines(signs)):
        out.print(line, style="dim", markup=False)
    out.print("with a mark (!): because of the feed; without, the reader does so with every feed", style="dim")
    for why in dict.fromkeys(made.skipped.values()):
        unplayed = ", ".join(_ACTS[act] for act, each in made.skipped.items() if each == why)
        out.print(f"not played, because {why}: {unplayed}", style="dim", markup=False)


def _lines(parts: Sequence[str], width: int = 100) -> Iterator[str]:
    """The parts, as many in a line as fit."""
    line = ""
    for each in parts:
        if line and len(line) + len(each) > width:
            yield line
            line = ""
        line += ("   " if line else "") + each
    yield line


def _show_finding(finding: Finding) -> None:
    many = f" ({finding.count})" if finding.count > 1 else ""
    colour = _COLOURS[finding.grade]
    out.print(Text.assemble((f"\n{finding.grade.value}  ", colour), f"{finding.message}{many}"))
    out.print(f"  → {finding.remedy}", markup=False)
    for each in finding.examples:
        out.print(Text(f"  {isolated(opening(one_line(each), _EXAMPLE))}"), style="dim")
    if finding.documents:
        more = len(finding.documents) - _NAMED
        named = ", ".join(finding.documents[:_NAMED]) + (f" and {more} more" if more > 0 else "")
        out.print(f"  in {named}", style="dim", markup=False)


def _verdict(made: Examination) -> Text:
    count = sum(each.grade is Grade.PROBLEM for each in made.findings)
    if made.accepted:
        return Text(
            "\naccepted: no partner would see duplicates, miss articles or run what a source wrote", "bold green"
        )
    return Text(f"\nnot accepted: {counted(count, 'problem', 'problems')}", "bold red")
