"""JSON Schemas of the settings files, for editors: ``python -m syndicator.config.schema FOLDER`` writes them."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

from pydantic.json_schema import GenerateJsonSchema

from syndicator.config.settings import (
    ConceptsFile,
    FeedFile,
    OrganisationsFile,
    Settings,
    SourcesFile,
    SyndicatorFile,
)
from syndicator.config.values import written

FILES: Mapping[str, type[Settings]] = {
    "syndicator.json": SyndicatorFile,
    "sources.json": SourcesFile,
    "concepts.json": ConceptsFile,
    "organisations.json": OrganisationsFile,
    "feed.json": FeedFile,
}


class _Generator(GenerateJsonSchema):
    """Writes defaults as they are written in settings, and no titles, which would repeat the keys."""

    def encode_default(self, dft: Any) -> Any:
        if isinstance(dft, timedelta):
            return written(dft)
        if isinstance(dft, Settings):
            return {}
        return super().encode_default(dft)

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ARG002 - pydantic's signature
        return False


def schemas() -> dict[str, str]:
    """The text of every schema by file name."""
    return {name: _text(model) for name, model in FILES.items()}


def _text(model: type[Settings]) -> str:
    schema = {"$schema": GenerateJsonSchema.schema_dialect, **model.model_json_schema(schema_generator=_Generator)}
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def main(arguments: Sequence[str]) -> int:
    """Write all schemas into the folder that *arguments* name; returns the exit code."""
    if len(arguments) != 1:
        print("usage: python -m syndicator.config.schema FOLDER", file=sys.stderr)
        return 2
    folder = Path(arguments[0])
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in schemas().items():
        (folder / name).write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
