"""A file of labelled articles in, its rows out, or everything that is wrong with them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from syndicator.config.document import shown
from syndicator.errors import ConfigurationError, Problem

_BOM = b"\xef\xbb\xbf"
_KINDS = {"id": str, "title": str, "text": str, "lang": str, "confidence": str, "topics": list, "places": list}
_NAMES: Mapping[type, str] = {str: "text", list: "a list of texts"}
_OPTIONAL = frozenset({"title", "text", "lang", "confidence", "places"})


def labelled(path: Path) -> list[dict[str, Any]]:
    """The rows of JSON lines with ``id``, ``topics``, ``title`` or ``text``; and ``lang``, ``places``, ``confidence``.

    Raises :class:`ConfigurationError` with everything wrong in any line, and OSError.
    """
    rows: list[dict[str, Any]] = []
    problems: list[Problem] = []
    lines: dict[str, int] = {}
    for number, line in enumerate(path.read_bytes().removeprefix(_BOM).split(b"\n"), 1):
        if not line.strip():
            continue
        row, found = _read(line)
        if not found and lines.setdefault(row["id"], number) != number:
            found = [("id", f"{row['id']!r} stands twice", f"the first one is in line {lines[row['id']]}")]
        problems += (Problem(shown(path), number, 1, *each) for each in found)
        rows.append(row)
    if not rows:
        problems.append(Problem(shown(path), 0, 0, "", "no articles", "write a JSON object a line"))
    if problems:
        raise ConfigurationError(problems)
    return rows


def _read(line: bytes) -> tuple[dict[str, Any], list[tuple[str, str, str]]]:
    """The row of a line, and what is wrong with it: key, message, hint."""
    try:
        row = json.loads(line.decode())
    except UnicodeDecodeError:
        return {}, [("", "not UTF-8", "save the file in the UTF-8 encoding")]
    except ValueError as fault:
        return {}, [("", f"not JSON: {fault}", "write a JSON object a line")]
    if not isinstance(row, dict):
        return {}, [("", "no object", 'write {"id": …, "title": …, "text": …, "topics": […]}')]
    return row, list(_faults(row))


def _faults(row: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    for key, kind in _KINDS.items():
        value = row.get(key)
        if value is None and key in _OPTIONAL:
            continue
        if key not in row:
            yield key, "missing", f"add {_NAMES[kind]}"
        elif not _is(value, kind):
            yield key, f"expected {_NAMES[kind]}", "an empty list says that it has none" if kind is list else ""
    if not row.get("title") and not row.get("text"):
        yield "text", "neither title nor text", "an article needs one of them"


def _is(value: object, kind: type) -> bool:
    if isinstance(value, list):
        return kind is list and all(isinstance(each, str) for each in value)
    return isinstance(value, kind)
