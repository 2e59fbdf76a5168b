"""How commands speak."""

from __future__ import annotations

import io
import json
import logging
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

import pytest

from syndicator.cli.console import _Lines, iso, plain, print_json, start_logging
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
