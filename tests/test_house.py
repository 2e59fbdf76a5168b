"""What a machine can hold of the plan of the house."""

from __future__ import annotations

import ast
import re
import statistics
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer.main

from syndicator.acceptance import EYES
from syndicator.acceptance.faults import FAULTS
from syndicator.cli import app
from syndicator.model.acceptance import Act, Effect
from syndicator.model.article import Note, Rejection
from syndicator.model.offer import Gone
from syndicator.model.rule import KEYWORDS, Fact, Where
from syndicator.model.source import Health, Outcome
from syndicator.model.story import Guard
from syndicator.web.metrics import Metrics
from syndicator.web.problems import KINDS
from tests.conftest import ROOT

MODULES = sorted((ROOT / "syndicator").rglob("*.py"))
BANNED_NAMES = {"utils", "util", "helpers", "helper", "misc", "common", "manager", "managers"}


def _functions() -> Iterator[tuple[Path, ast.FunctionDef | ast.AsyncFunctionDef]]:
    for file in MODULES:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                yield file, node


def _length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (function.end_lineno or function.lineno) - function.body[0].lineno + 1


@pytest.mark.parametrize(
    "name",
    [
        "pyproject.toml",
        "Makefile",
        "Dockerfile",
        "README.md",
        "CHANGELOG.md",
        "CONTRIBUTING.md",
        "SECURITY.md",
        "LICENSE",
        "requirements.lock",
        "requirements-dev.lock",
        ".ci/run",
        "config/syndicator.yaml",
        "config/sources",
        "config/concepts",
        "config/schema",
        "feeds",
        "docs/glossary.md",
        "docs/decisions",
        "syndicator",
        "tests",
    ],
)
def test_the_top_level_holds_what_the_plan_names(name: str) -> None:
    """Operators and newcomers find things where the plan says."""
    assert (ROOT / name).exists()


def test_no_module_has_a_name_that_says_nothing() -> None:
    """A module is named for what it does."""
    parts = {part for file in MODULES for part in file.relative_to(ROOT).with_suffix("").parts}
    assert not parts & BANNED_NAMES


def test_every_module_says_what_it_is_for() -> None:
    """A docstring opens every module."""
    silent = [str(file) for file in MODULES if not ast.get_docstring(ast.parse(file.read_text(encoding="utf-8")))]
    assert silent == []


def test_functions_are_small() -> None:
    """Median at most 7 lines, nine in ten at most 31."""
    lengths = sorted(_length(function) for _, function in _functions())
    assert statistics.median(lengths) <= 7
    assert lengths[int(len(lengths) * 0.9)] <= 31


def test_tests_mirror_the_rooms() -> None:
    """Every room has a folder of tests."""
    rooms = {file.parent.name for file in (ROOT / "syndicator").glob("*/__init__.py")}
    tested = {file.name for file in (ROOT / "tests").iterdir() if file.is_dir()}
    assert rooms <= tested


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
def test_the_lock_is_pinned_by_hashes_and_names_no_index(name: str) -> None:
    """What is installed is what was chosen, wherever it is fetched from."""
    lock = (ROOT / name).read_text(encoding="utf-8")
    pins = [line for line in lock.splitlines() if re.match(r"[a-z0-9]", line)]
    assert pins
    assert all("==" in line and line.rstrip().endswith("\\") for line in pins)
    assert "--index-url" not in lock
    assert "://" not in lock


def test_feedparser_only_ever_sees_a_stream() -> None:
    """Bytes and strings are opened as paths and addresses (fault X18)."""
    calls = [
        (file.name, ast.unparse(node.args[0]))
        for file in MODULES
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "feedparser.parse"
    ]
    assert calls
    assert all(file == "tolerant.py" and argument.startswith(("io.BytesIO", "BytesIO")) for file, argument in calls)


def test_every_command_is_documented() -> None:
    """docs/reference/commands.md has a heading for every command."""
    text = (ROOT / "docs/reference/commands.md").read_text(encoding="utf-8")
    group = typer.main.get_command(app)
    names = []
    for name in group.list_commands(None):  # type: ignore[attr-defined]
        command = group.get_command(None, name)  # type: ignore[attr-defined]
        names += [f"{name} {inner}" for inner in command.commands] if hasattr(command, "commands") else [name]
    assert {"run", "story drop", "topics score"} <= set(names)
    assert [name for name in names if f"## syndicator {name}" not in text] == []


def test_every_outcome_and_reason_is_documented() -> None:
    """docs/reference/outcomes.md explains every code an operator can meet."""
    text = (ROOT / "docs/reference/outcomes.md").read_text(encoding="utf-8")
    codes = [*(outcome.value for outcome in Outcome), *(reason.value for reason in Rejection)]
    assert [code for code in codes if f"`{code}`" not in text] == []


def test_every_reader_act_effect_and_finding_is_documented() -> None:
    """docs/reference/acceptance.md explains all that doctor can say."""
    text = (ROOT / "docs/reference/acceptance.md").read_text(encoding="utf-8")
    assert [name for name in (*EYES, *Act, *Effect, *FAULTS) if f"`{name}`" not in text] == []


def test_every_problem_and_reason_of_the_api_is_documented() -> None:
    """docs/reference/api.md explains every code a partner can meet."""
    text = (ROOT / "docs/reference/api.md").read_text(encoding="utf-8")
    assert [code for code in (*KINDS, *(reason.value for reason in Gone)) if f"`{code}`" not in text] == []


def test_every_word_of_the_rule_language_is_documented() -> None:
    """docs/reference/rules.md shows every keyword and field."""
    text = (ROOT / "docs/reference/rules.md").read_text(encoding="utf-8")
    fields = [f"{each.value}:" for each in (Where.TITLE, Where.LEAD, *Fact)]
    assert [word for word in (*KEYWORDS, "near/", *fields) if word not in text] == []


def test_every_series_is_documented() -> None:
    """What a service tells of itself is of use to who knows what it is."""
    told = (ROOT / "docs/reference/http.md").read_text(encoding="utf-8")
    for series in Metrics().registry.collect():
        name = series.name + ("_total" if series.type == "counter" else "")
        assert re.search(rf"^\| `{name}[`{{]", told, re.M), name


def test_every_health_is_documented() -> None:
    """docs/reference/health.md explains every state an operator can meet."""
    text = (ROOT / "docs/reference/health.md").read_text(encoding="utf-8")
    assert [health.value for health in Health if f"`{health.value}`" not in text] == []


def test_every_guard_is_documented() -> None:
    """docs/reference/stories.md explains what keeps articles out of a story."""
    text = (ROOT / "docs/reference/stories.md").read_text(encoding="utf-8")
    assert [guard.value for guard in Guard if f"`{guard.value}`" not in text] == []


def test_no_file_names_a_path_of_one_machine() -> None:
    """The project speaks of itself alone."""
    folders = ("syndicator", "config", "feeds", "docs", "tests", ".ci", "benchmarks")
    files = [file for folder in folders for file in (ROOT / folder).rglob("*") if file.is_file()]
    texts = (file for file in files if file.suffix in {".py", ".md", ".yaml", ".toml", ".html", ".css", ".json", ""})
    home = re.compile(r"/(?:work|home|root)/[a-z]")
    assert [str(file) for file in texts if home.search(file.read_text(encoding="utf-8", errors="ignore"))] == []


def test_every_note_on_articles_is_documented() -> None:
    """docs/reference/articles.md explains every note that preview and explain print."""
    text = (ROOT / "docs/reference/articles.md").read_text(encoding="utf-8")
    assert [note for note in Note if f"`{note}`" not in text] == []


def test_every_attribute_property_and_part_of_the_element_is_documented() -> None:
    """docs/reference/embed.md names what pages may set."""
    script = (ROOT / "syndicator/publish/templates/embed.js").read_text(encoding="utf-8")
    text = (ROOT / "docs/reference/embed.md").read_text(encoding="utf-8")
    names = {
        *re.findall(r"--syndicator-[a-z-]+", script),
        *re.findall(r'part: "([a-z-]+)"', script),
        *re.findall(r'"([a-z]+)"', re.search(r"observedAttributes = \[(.*?)\]", script)[1]),  # type: ignore[index]
        "theme",
    }
    assert len(names) > 25
    assert [name for name in names if f"`{name}`" not in text] == []
