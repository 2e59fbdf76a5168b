"""How commands speak."""

from __future__ import annotations

import io
import json
import logging
import re
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from rich.console import Console
from rich.text import Text

from syndicator.cli import console
from syndicator.cli.console import (
    _Lines,
    is_file,
    iso,
    plain,
    pointed_at,
    print_json,
    show_table,
    start_logging,
    table_of,
    tell_problem,
    tell_published,
)
from syndicator.errors import Problem
from syndicator.model.report import PublishReport
from syndicator.model.source import Outcome


@dataclass(frozen=True)
class Thing:
    outcome: Outcome
    when: datetime
    names: frozenset[str]


def test_values_of_the_model_become_json() -> None:
    """Enums by value, times in UTC, sets as lists."""
    when = datetime(2026, 5, 1, 15, 0, 0, 123, tzinfo=timezone(timedelta(hours=5)))
    assert plain(Thing(Outcome.OK, when, frozenset({"a"}))) == {
        "outcome": "ok", "when": "2026-05-01T10:00:00Z", "names": ["a"],
    }  # fmt: skip
    assert iso(None) is None


def test_an_object_is_one_line_to_every_program(capsys: pytest.CaptureFixture[str]) -> None:
    """Unicode knows more ends of lines than JSON does (UAX 14)."""
    print_json({"title": "a\u2028b\u2029c\x85d\n\ud800"})
    (line,) = capsys.readouterr().out.splitlines()
    assert json.loads(line) == {"title": "a\u2028b\u2029c\x85d\n\ud800"}


@pytest.mark.parametrize(
    ("line", "column", "shown"),
    [
        ("rule: a nera/5 b", 9, "rule: a nera/5 b\n        ^"),
        ("rule: 合作 and b", 10, "rule: 合作 and b\n           ^"),
        ("title: {en: x", 99, "title: {en: x\n             ^"),
        ("rule: שלום and b", 12, ""),
        ("rule: \x1b[31m", 7, ""),
        ("x" * 80, 5, ""),
        ("", 1, ""),
    ],
)
def test_a_caret_stands_under_the_sign_at_fault(tmp_path: Path, line: str, column: int, shown: str) -> None:
    """Where it would stand elsewhere, there is none."""
    file = tmp_path / "feed.yaml"
    file.write_text(f"# first\n{line}\n", encoding="utf-8")
    assert pointed_at(Problem(str(file), 2, column, "", "odd"), 80) == shown


def test_there_is_no_caret_without_a_place(tmp_path: Path) -> None:
    """A file that is gone or no text, a line that is not there, a problem of the environment."""
    file = tmp_path / "feed.yaml"
    assert pointed_at(Problem(str(file), 1, 1, "", "odd"), 80) == ""
    file.write_bytes(b"rule: \xff\n")
    assert pointed_at(Problem(str(file), 1, 1, "", "odd"), 80) == ""
    file.write_text("rule: a\n")
    assert pointed_at(Problem(str(file), 9, 1, "", "odd"), 80) == ""
    assert pointed_at(Problem("environment", 0, 0, "SYNDICATOR_STORE", "odd"), 80) == ""


def test_a_problem_is_one_line_and_has_its_caret_on_a_terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Programs read one line a problem."""
    (tmp_path / "feed.yaml").write_text("rule: a nera/5 b\n")
    monkeypatch.chdir(tmp_path)
    told = []
    for terminal in (False, True):
        said = io.StringIO()
        monkeypatch.setattr(console, "err", Console(file=said, force_terminal=terminal, width=80))
        for line in (1, 0):
            tell_problem(Problem("feed.yaml", line, 9, "rule", "unknown word"))
        told.append(Text.from_ansi(said.getvalue()).plain.splitlines())
    first, second = "feed.yaml:1:9: rule: unknown word", "feed.yaml: rule: unknown word"
    assert told == [[first, second], [first, "rule: a nera/5 b", "        ^", second]]


def _record(**extra: object) -> logging.LogRecord:
    return logging.makeLogRecord({"msg": "polled \x1b[31m%s", "args": ("x",), "levelname": "INFO", **extra})


def test_logs_are_json_lines_where_nobody_reads_along() -> None:
    """Values are fields."""
    line = json.loads(_Lines(as_json=True).format(_record(outcome="ok")))
    assert (line["event"], line["outcome"], line["level"]) == ("polled \x1b[31mx", "ok", "info")


def test_control_characters_of_titles_never_reach_a_terminal() -> None:
    """A title must not paint the operator's screen."""
    line = _Lines(as_json=False).format(_record(outcome="ok", message_of_source=""))
    assert "\x1b" not in line
    assert line.endswith("outcome=ok")


def test_exceptions_are_logged_with_their_trace() -> None:
    """Surprises are worth a trace."""
    try:
        raise ValueError("odd")
    except ValueError as fault:
        record = _record(exc_info=(type(fault), fault, fault.__traceback__))
    assert "ValueError: odd" in json.loads(_Lines(as_json=True).format(record))["event"]


def test_logging_goes_to_standard_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """Results and logs never mix."""
    stream = io.StringIO()
    monkeypatch.setattr("sys.stderr", stream)
    start_logging(verbose=True)
    logging.getLogger("syndicator").debug("here")
    assert json.loads(stream.getvalue())["event"] == "here"
    logging.getLogger().handlers.clear()


def test_an_address_may_be_longer_than_the_name_of_any_file(tmp_path: Path) -> None:
    """It names none, and that is no failure."""
    (tmp_path / "text").touch()
    assert is_file(str(tmp_path / "text"))
    assert not is_file(str(tmp_path))
    assert not is_file(f"https://news.example/{'x' * 5000}")
    assert not is_file("\0")


def test_entries_that_wait_their_turn_are_told(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """I22: whose they are, and which setting says so; beside the feed's own line, as it is no failure."""
    monkeypatch.setattr(console, "err", Console(stderr=True, soft_wrap=True))
    monkeypatch.setattr(console, "out", Console(soft_wrap=True))
    tell_published(PublishReport("news", entries=50, queued={"herald": 7}))
    out, err = capsys.readouterr()
    assert out == "news: 50 entries, 0 documents written\n"
    assert err == "news: of herald 7 entries wait their turn: it has more at once than 'limits.burst'\n"


def _shown(monkeypatch: pytest.MonkeyPatch, width: int, *, terminal: bool) -> list[str]:
    """The lines of a table with an address and a message, as they are written."""
    written = io.StringIO()
    made = Console(
        file=written,
        width=width,
        force_terminal=terminal,
        color_system="standard" if terminal else None,
        soft_wrap=True,
    )
    monkeypatch.setattr(console, "out", made)
    table = table_of("source", "address", "message", folds=("message",))
    table.add_row(
        "quds-ar", "https://news.example.org/ar/rss.xml", "the host asked us to wait until tomorrow, and we do"
    )
    show_table(table)
    assert written.getvalue().endswith("\n")
    return written.getvalue().splitlines()


_ROW = " quds-ar  https://news.example.org/ar/rss.xml  the host asked us to wait until tomorrow, and we do"


def test_lines_of_tables_are_whole_where_no_terminal_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever a width is taken for there, every line can be found and cut by other programs."""
    assert _shown(monkeypatch, 40, terminal=False)[1:] == [_ROW]


@pytest.mark.parametrize(("width", "lines"), [(200, 1), (80, 2), (40, 3)])
def test_on_a_narrow_terminal_messages_fold_and_addresses_do_not(
    monkeypatch: pytest.MonkeyPatch, width: int, lines: int
) -> None:
    """What is copied is in one piece; where there is no room for it, the terminal breaks the line."""
    rows = [re.sub(r"\x1b\[[0-9;]*m", "", row) for row in _shown(monkeypatch, width, terminal=True)[1:]]
    assert rows == [row.rstrip() for row in rows]
    assert len(rows) == lines
    assert rows[0].startswith(" quds-ar  https://news.example.org/ar/rss.xml  the host")
    assert " ".join("".join(f"{row[46:]} " for row in rows).split()) == _ROW[47:]
