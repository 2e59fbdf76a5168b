"""A source in, the commented YAML of its file out."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import fields
from datetime import timedelta
from enum import Enum
from typing import Any

from syndicator.config.document import resolve
from syndicator.config.settings import (
    LimitsSettings,
    PagesSettings,
    RightsSettings,
    Settings,
    SourceDefaults,
    SourceSettings,
    SourcesFile,
)
from syndicator.config.values import written
from syndicator.model.source import OPTIONS, Limits, Options, PageOptions, Rights, Source, usual_rights

_PLAIN = re.compile(r"[^\W_](?:[\w/.+-]|:(?=[\w/])| (?=[\w]))*")
_UNSAFE = re.compile(r"[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
_FIRST = ("name", "address")
_LIMIT_DURATIONS = ("deadline", "reading")


def dump_source(source: Source) -> str:
    """The text of a file for ``config/sources/`` that holds *source*: what differs from the defaults, with comments.

    :func:`syndicator.config.load` reads an equal source from it, given that the service's limits are the defaults.
    """
    lines = ["# yaml-language-server: $schema=../schema/sources.json"]
    lines += _commented(SourcesFile, "publisher", _scalar(source.publisher), "")
    lines += ["sources:", *_commented(SourceSettings, "id", _scalar(source.id), "  - ")]
    for name, value in _said(source):
        lines += _commented(SourceSettings, name, value, "    ")
    return "\n".join(lines) + "\n"


def _commented(model: type[Settings], name: str, value: str, indent: str) -> list[str]:
    comment = str(model.model_fields[name].description)
    return [f"{' ' * len(indent)}# {comment}", f"{indent}{name}: {value}"]


def _said(source: Source) -> Iterator[tuple[str, str]]:
    defaults = {each.name: each.default for each in fields(Source)} | {"kind": "feed"}
    defaults["rights"] = usual_rights(source.kind)
    defaults |= {kind: make() for kind, make in OPTIONS.items()}
    for name in (*_FIRST, *SourceDefaults.model_fields):
        value = getattr(source, name) if name not in OPTIONS else _options(source, name)
        usual = value == defaults[name] and name != "rights"  # what an operator has to look at stands there
        if usual or (name == "name" and value == source.publisher):
            continue
        yield name, _block(str(value)) if name == "certificates" else _value(value, source.kind)


def _block(text: str) -> str:
    """Lines as they are, set in below their key, if a block would hold them unchanged."""
    *lines, last = text.split("\n")
    plain = not last and all(line and line.isascii() and line.isprintable() and line == line.strip() for line in lines)
    return "\n".join(["|", *(f"{' ' * 6}{line}" for line in lines)]) if plain else _scalar(text)


def _options(source: Source, kind: str) -> Options:
    """What the source says of this kind: the defaults, if it is of another one."""
    return source.options if source.kind == kind and source.options else OPTIONS[kind]()


def _value(value: Any, kind: str) -> str:
    if isinstance(value, Rights):
        return _mapping(_differing(value, usual_rights(kind)) | {"republish": value.republish}, RightsSettings)
    if isinstance(value, Limits):
        said = {
            name: timedelta(seconds=each) if name in _LIMIT_DURATIONS else each
            for name, each in _differing(value, Limits()).items()
        }
        return _mapping(said, LimitsSettings)
    if isinstance(value, PageOptions):
        return _mapping(_differing(value, PageOptions()), PagesSettings)
    if isinstance(value, Options):
        return _mapping(_differing(value, OPTIONS[kind]()), type(SourceDefaults.model_fields[kind].default))
    if isinstance(value, tuple):
        return f"[{', '.join(map(_scalar, value))}]"
    return _scalar(value)


def _differing(value: Any, default: Any) -> dict[str, Any]:
    names = (each.name for each in fields(value))
    return {name: getattr(value, name) for name in names if getattr(value, name) != getattr(default, name)}


def _mapping(values: Mapping[str, Any], model: type[Settings]) -> str:
    return "{" + ", ".join(f"{name}: {_scalar(values[name])}" for name in model.model_fields if name in values) + "}"


def _scalar(value: Any) -> str:
    if isinstance(value, timedelta):
        return written(value)
    if isinstance(value, Enum):
        value = value.value
    if not isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if _PLAIN.fullmatch(value) and resolve(value) == value:
        return value
    quoted = json.dumps(value, ensure_ascii=False)
    return _UNSAFE.sub(lambda found: f"\\u{ord(found.group()):04x}", quoted)
