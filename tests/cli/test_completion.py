"""Completion: a shell is offered what the operator's files hold."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from syndicator.cli import app
from tests.journeys.setting import write_setting

_SOURCES = {
    "agency-kk": "http://127.0.0.1:1/kk",
    "agency-ru": "http://127.0.0.1:1/ru",
    "vestnik": "http://127.0.0.1:1/v",
}


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("syndicator re", ["rehearse", "retag"]),
        ("syndicator tr", ["try"]),
        ("syndicator rehearse med", ["medical-education"]),
        ("syndicator publish nurs", ["nursing-and-midwifery"]),
        ("syndicator status age", ["agency-kk", "agency-ru"]),
        ("syndicator poll v", ["vestnik"]),
        ("syndicator preview nobody", []),
    ],
)
def test_what_is_begun_is_completed(typed: str, offered: list[str], tmp_path: Path) -> None:
    """Commands, ids of sources and ids of feeds, those of a faulty file too."""
    config = write_setting(tmp_path, _SOURCES, port=1)
    (tmp_path / "feeds/nursing-and-midwifery.yaml").write_text("title: [", encoding="utf-8")
    count = str(len(typed.split()) - 1)
    environ = {"_SYNDICATOR_COMPLETE": "complete_bash", "COMP_WORDS": typed, "COMP_CWORD": count}
    told = CliRunner().invoke(app, [], prog_name="syndicator", env={**environ, "SYNDICATOR_CONFIG": str(config)})
    assert told.stdout.split() == offered
