"""JSON Schemas of the settings files."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from syndicator.config.schema import FILES, main, schemas
from tests.config.conftest import SOUND
from tests.conftest import ROOT

KEPT = ROOT / "config" / "schema"


@pytest.mark.parametrize("name", FILES)
def test_the_schemas_kept_are_fresh(name: str) -> None:
    """``make schemas`` writes them anew."""
    assert (KEPT / name).read_text(encoding="utf-8") == schemas()[name]


def test_no_other_schema_is_kept() -> None:
    """What nothing generates goes stale."""
    assert {path.name for path in KEPT.iterdir()} == set(FILES)


@pytest.mark.parametrize("name", FILES)
def test_every_schema_is_valid(name: str) -> None:
    """By the metaschema that it names."""
    schema = json.loads(schemas()[name])
    jsonschema.validators.validator_for(schema).check_schema(schema)


def _keys(schema: Any, definitions: Any, path: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(schema, dict):
        for key, value in schema.get("properties", {}).items():
            named = definitions.get(value.get("$ref", "").rpartition("/")[2], {})
            yield f"{path}.{key}", value.get("description") or named.get("description", "")
        for key, value in schema.items():
            yield from _keys(value, definitions, f"{path}/{key}")


@pytest.mark.parametrize("name", FILES)
def test_every_key_has_a_description(name: str) -> None:
    """Editors show it where the key is written."""
    schema = json.loads(schemas()[name])
    described = dict(_keys(schema, schema.get("$defs", {})))
    assert described
    assert [key for key, text in described.items() if not text.endswith(".")] == []


@pytest.mark.parametrize(
    ("file", "schema"),
    [
        ("config/syndicator.yaml", "syndicator.json"),
        ("config/sources/steppe.yaml", "sources.json"),
        ("config/concepts/learning.yaml", "concepts.json"),
        ("config/organisations.yaml", "organisations.json"),
        ("feeds/doctors.yaml", "feed.json"),
    ],
)
def test_editors_accept_what_the_service_accepts(file: str, schema: str) -> None:
    """And refuse a key that the service would refuse."""
    data = yaml.load(SOUND[file], yaml.BaseLoader) if schema == "syndicator.json" else yaml.safe_load(SOUND[file])
    rules = json.loads(schemas()[schema])
    jsonschema.validate(data, rules)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**data, "langauge": "kk"}, rules)


def test_defaults_are_written_as_operators_write_them() -> None:
    """Durations with their unit."""
    definitions = json.loads(schemas()["syndicator.json"])["$defs"]
    assert definitions["ScheduleSettings"]["properties"]["maximum"]["default"] == "1d"


def test_the_module_writes_all_schemas_into_a_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """As ``make schemas`` does."""
    folder = tmp_path / "new" / "schema"
    assert main([str(folder)]) == 0
    assert {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir()} == schemas()
    assert main([]) == 2
    assert "usage" in capsys.readouterr().err


def test_the_module_runs_as_a_program() -> None:
    """With an exit code."""
    done = subprocess.run(
        [sys.executable, "-m", "syndicator.config.schema"], capture_output=True, check=False, cwd=ROOT
    )
    assert done.returncode == 2
