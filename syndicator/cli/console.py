"""How commands speak: results on standard output, everything else on standard error, colours on a terminal only."""

from __future__ import annotations

import difflib
import json
import logging
import re
import sys
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, is_dataclass
from datetime import UTC, datetime
from enum import Enum
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.cells import cell_len
from rich.console import Console, RenderableType
from rich.measure import Measurement
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from syndicator.cli.passage import isolated
from syndicator.errors import Problem
from syndicator.model.report import MIRROR, SITE, PublishReport

out = Console(highlight=False, soft_wrap=True)
err = Console(stderr=True, highlight=False, soft_wrap=True)

ConfigFolder = Annotated[
    Path, typer.Option("--config", envvar="SYNDICATOR_CONFIG", help="Folder of the configuration files.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Machine output, one object a line.")]

_ENDLESS = 1_000_000
_FOLDED = 24
"""Columns to which a cell that folds is narrowed before the lines of a table run beyond the terminal's edge."""

_FILLING = re.compile(r"(?: |\x1b\[[\d;]*m)+$", re.M)
"""Blanks at the end of a line, among what sets colours."""

_RECORD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}


def complain(text: str) -> None:
    """Say what is wrong, on standard error."""
    err.print(text, style="red", markup=False)


def tell_problem(problem: Problem) -> None:
    """Say what is wrong with a file, on standard error; on a terminal with the line at fault and a mark below it."""
    complain(str(problem))
    marked = pointed_at(problem, err.width) if err.is_terminal else ""
    if marked:
        err.print(marked, style="dim", markup=False)


def pointed_at(problem: Problem, width: int) -> str:
    """The line at fault and a caret; nothing where a caret would not stand under its sign: the line is too long, runs
    from right to left, or cannot be read any more.
    """
    try:
        lines = Path(problem.file).read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError):
        return ""
    line = lines[problem.line - 1] if 0 < problem.line <= len(lines) else ""
    if not line.isprintable() or isolated(line) != line or not 0 < cell_len(line) < width:
        return ""
    return f"{line}\n{' ' * cell_len(line[: problem.column - 1])}^"


def tell_published(report: PublishReport) -> None:
    """What publishing a feed, or the site's own documents, did; what was held back on standard error."""
    entries = f"{counted(report.entries, 'entry', 'entries')}, " if report.feed not in (SITE, MIRROR) else ""
    written = counted(len(report.written), "document", "documents")
    out.print(f"{report.feed}: {entries}{written} written", markup=False)
    for source, count in report.queued.items():
        waiting = counted(count, "entry waits for its turn", "entries wait their turn")
        complain(f"{report.feed}: of {source} {waiting}: it has more at once than 'limits.burst'")
    if report.held:
        complain(f"{report.feed}: held back, the last good documents stay: {report.held}")


def table_of(*names: str, right: Collection[str] = (), folds: Collection[str] = (), title: str | None = None) -> Table:
    """A table with these columns, the cells of *folds* alone in more lines than one where the terminal is narrow."""
    table = Table(box=None, header_style="bold", title=title, title_justify="left")
    for name in names:
        table.add_column(name, justify="right" if name in right else "left", overflow="fold", no_wrap=name not in folds)
    return table


def show_table(table: Table) -> None:
    """Print a table: where nobody looks, with its lines whole; on a terminal as wide as that is, or as it has to be.

    An id, a time or an address in two pieces can neither be found by ``grep`` nor be copied, so lines rather run beyond
    the edge, where the terminal breaks them.
    """
    whole = _longest(table)
    spare = sum(max(0, max(map(_longest, column.cells)) - _FOLDED) for column in table.columns if not column.no_wrap)
    table.width = whole if not out.is_terminal else min(whole, max(out.width, whole - spare))
    with out.capture() as drawn:
        out.print(table)
    out.file.write(_FILLING.sub(lambda found: found[0].replace(" ", ""), drawn.get()))  # blanks would be broken, too


def _longest(shown: RenderableType) -> int:
    """The columns that it takes up unbroken."""
    return Measurement.get(out, out.options.update(max_width=_ENDLESS), shown).maximum


def refuse_unknown(kind: str, names: Iterable[str], known: Collection[str]) -> None:
    """End the command with exit code 2 when a name is none of the *known*; says which, and what was meant."""
    for name in names:
        if name not in known:
            close = difflib.get_close_matches(name, known, 1)
            complain(f"no such {kind}: {name}" + (f"; did you mean {close[0]!r}?" if close else ""))
            raise typer.Exit(2)


def is_file(what: str) -> bool:
    """Whether it names a file; an address may be longer than the name of any."""
    try:
        return Path(what).is_file()
    except OSError:
        return False


_LINE_ENDS = {ord(each): f"\\u{ord(each):04x}" for each in "\x85\u2028\u2029"}
"""What other programs end a line at; within JSON they stand in strings only."""


def counted(number: int, one: str, more: str) -> str:
    """«1 entry», «2 entries»."""
    return f"{number} {one if number == 1 else more}"


def print_json(value: Any) -> None:
    """One object as one line on standard output."""
    text = json.dumps(plain(value), ensure_ascii=False).translate(_LINE_ENDS)
    sys.stdout.write(text.encode("utf-8", "backslashreplace").decode() + "\n")  # lone surrogates, as JSON escapes


def plain(value: Any) -> Any:
    """Values of the model as JSON has them; times in ISO 8601, UTC."""
    if is_dataclass(value) and not isinstance(value, type):
        return plain(asdict(value))
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime):
        return iso(value)
    if isinstance(value, Mapping):
        return {str(key): plain(each) for key, each in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [plain(each) for each in value]
    return value


def iso(when: datetime | None) -> str | None:
    """``2026-05-01T10:00:00Z``, or None."""
    return when.astimezone(UTC).replace(microsecond=0).isoformat().replace("+00:00", "Z") if when else None


def progress() -> Progress:
    """A bar on standard error; silent when that is no terminal."""
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=err,
        transient=True,
        disable=not err.is_terminal,
    )


class _Lines(logging.Formatter):
    """A line per record: for people on a terminal, as JSON elsewhere; no control character gets through."""

    def __init__(self, *, as_json: bool) -> None:
        super().__init__()
        self._as_json = as_json

    def format(self, record: logging.LogRecord) -> str:
        extra = {key: value for key, value in vars(record).items() if key not in _RECORD}
        text = record.getMessage()
        if record.exc_info:
            text += "\n" + self.formatException(record.exc_info)
        when = datetime.fromtimestamp(record.created, UTC)
        if self._as_json:
            line = {"time": iso(when), "level": record.levelname.lower(), "event": text, **plain(extra)}
            return json.dumps(line, ensure_ascii=False, default=str)
        fields = " ".join(f"{key}={value}" for key, value in extra.items() if value not in ("", None))
        visible = "".join(sign if sign.isprintable() or sign == "\n" else "�" for sign in f"{text} {fields}")
        return f"{when:%H:%M:%S} {record.levelname.lower():7} {visible}".rstrip()


def start_logging(*, verbose: bool = False) -> None:
    """Log to standard error."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Lines(as_json=not sys.stderr.isatty()))
    logging.basicConfig(level=logging.DEBUG if verbose else logging.INFO, handlers=[handler], force=True)
    for chatty in ("apscheduler", "httpx", "httpcore", "watchfiles", "alembic", "asyncio", "pymorphy3", "uvicorn"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
