"""The settings as a page for people."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from syndicator.config.reference import main, page
from syndicator.config.schema import schemas
from tests.conftest import ROOT

KEPT = ROOT / "docs" / "reference" / "settings.md"


def test_the_page_kept_is_fresh() -> None:
    """``make schemas`` writes it anew."""
    assert KEPT.read_text(encoding="utf-8") == page()


@pytest.mark.parametrize("name", schemas())
def test_every_key_is_told_with_what_it_means(name: str) -> None:
    """Those of mappings in lists and under names among them."""
    schema = json.loads(schemas()[name])
    rows = set(page().splitlines())
    for each in (schema, *(named for named in schema["$defs"].values() if "properties" in named)):
        for key, said in each["properties"].items():
            assert any(row.startswith(f"| `{key}` | ") and row[-4:-2].strip() for row in rows), key
            if said.get("description"):
                meaning = re.escape(said["description"].replace("*", "\\*").replace("|", "\\|"))
                assert any(re.search(rf"{meaning} \|$", row) for row in rows), key


def test_values_and_defaults_are_told_as_they_are_written() -> None:
    """What is needed, what may be chosen, durations, lists and mappings."""
    rows = page().splitlines()
    for row in (
        "| `name` | text | needed | The service's name, shown on every page. |",
        "| `minimum` | duration | `15m` | The shortest interval. |",
        "| `description` | mapping: text |  | What the feed is about, per language. |",
        "| `allow_ports` | list: whole number from 1 to 65535 | `[80, 443]` | The ports its address may use. |",
        "### `concepts.NAME`",
        "### `sources[]`",
        "As `examples.include[]`.",
    ):
        assert row in rows
    republish = next(row for row in rows if row.startswith("| `republish`"))
    assert "one of `headline`, `excerpt`, `full` | `headline`" in republish


def test_it_is_a_program(tmp_path: Path) -> None:
    """The page goes into the file that is named."""
    done = subprocess.run([sys.executable, "-m", "syndicator.config.reference", str(tmp_path / "x.md")], check=True)
    assert (done.returncode, (tmp_path / "x.md").read_text(encoding="utf-8")) == (0, page())


def test_without_a_file_nothing_is_written(capsys: pytest.CaptureFixture[str]) -> None:
    """Exit code 2."""
    assert main([]) == 2
    assert "usage" in capsys.readouterr().err
