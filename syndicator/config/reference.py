"""The settings as a page for people: ``python -m syndicator.config.reference FILE`` writes it.

It says what the JSON Schemas say that editors read (:mod:`syndicator.config.schema`): keys, values, defaults, meanings.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from syndicator.config.schema import schemas

_HEAD = """# Settings

Written by `make schemas` from what the program reads; editors that speak `yaml-language-server` show the same while you
write. Unknown keys are refused, with the key that was probably meant. Durations are a number and `s`, `m`, `h` or `d`
(`90s`, `15m`, `7d`), sizes a number of bytes, or of `kB` and `MB`.
"""
_PLACES: Mapping[str, tuple[str, str]] = {
    "syndicator.json": ("config/syndicator.yaml", "The service itself."),
    "sources.json": (
        "config/sources/*.yaml",
        "A file for each publisher. What stands beside `sources` holds for each of them; of mappings, key by key.",
    ),
    "concepts.json": ("config/concepts/*.yaml", "The words of the rules. [More](rules.md#terms)"),
    "organisations.json": ("config/organisations.yaml", "[More](places.md)"),
    "feed.json": ("feeds/*.yaml", "A file for each feed; its name is the feed's id. [More](feeds.md)"),
}
_KINDS = {
    "boolean": "true or false",
    "integer": "whole number",
    "number": "number",
    "string": "text",
    "object": "mapping",
}
Schema = Mapping[str, Any]


def page() -> str:
    """The text of the page."""
    parts = [_HEAD]
    for name, text in schemas().items():
        schema = json.loads(text)
        place, said = _PLACES[name]
        parts.append(f"\n## {place}\n\n{said}\n")
        parts += _section(schema, schema.get("$defs", {}))
    return "".join(parts)


def _section(
    schema: Schema, named: Mapping[str, Schema], path: str = "", above: Mapping[str, Any] | None = None
) -> Iterator[str]:
    """The table of a mapping's keys, then one for each mapping in it; what stands *above* likewise is not repeated."""
    every = schema["properties"]
    shared = every.keys() & (above or {}).keys()
    told = every.keys() - shared if len(shared) > 1 else every.keys()
    keys = {key: _resolved(each, named) for key, each in every.items() if key in told}
    yield "\n| key | value | default | |\n|---|---|---|---|\n"
    needed = schema.get("required", ())
    yield from (_row(key, each, named, needed=key in needed) for key, each in keys.items())
    if len(keys) < len(every):
        yield "\nAnd all keys that may stand beside it.\n"
    shown: dict[str, Schema] = {}
    for key, each in keys.items():
        inner, place = _inner(each, named, f"{path}{key}")
        if inner:
            yield f"\n### `{place}`\n"
            same = next((name for name, other in shown.items() if other["properties"] == inner["properties"]), None)
            yield from [f"\nAs `{same}`.\n"] if same else _section(inner, named, f"{place}.", every)
            shown[place] = inner


def _resolved(each: Schema, named: Mapping[str, Schema]) -> Schema:
    """What a key may hold, with what is said of it there before what is said of all of its kind."""
    options = [option for option in each.get("anyOf", ()) if option.get("type") != "null"]
    base = {name: value for name, value in each.items() if name not in ("anyOf", "$ref")}
    for other in [each.get("$ref"), *options[:1]]:
        found = named[other.rpartition("/")[2]] if isinstance(other, str) else other
        if found:
            base = {**_resolved(found, named), **base}
    return base


def _inner(each: Schema, named: Mapping[str, Schema], place: str) -> tuple[Schema | None, str]:
    """The mapping with keys of its own that a key holds, itself, in a list or under names; and where that is."""
    if "properties" in each:
        return each, place
    for within, mark in ((each.get("items"), "[]"), (_under_names(each), ".NAME")):
        if within:
            return _inner(_resolved(within, named), named, place + mark)
    return None, place


def _under_names(each: Schema) -> Schema | None:
    """What a mapping holds whose keys are names that operators give, or languages."""
    found = [*each.get("patternProperties", {}).values(), each.get("additionalProperties")]
    return next((value for value in found if isinstance(value, dict)), None)


def _row(key: str, each: Schema, named: Mapping[str, Schema], *, needed: bool) -> str:
    default = each.get("default")
    empty = default in (None, "", [], {})
    said = "needed" if needed else "" if empty else f"`{json.dumps(default, ensure_ascii=False).strip(chr(34))}`"
    meaning = " ".join(str(each.get("description", "")).split())
    meaning = meaning.replace("*", "\\*").replace("|", "\\|")
    return f"| `{key}` | {_value(each, named)} | {said} | {meaning} |\n"


def _value(each: Schema, named: Mapping[str, Schema]) -> str:
    if "enum" in each:
        return "one of " + ", ".join(f"`{value}`" for value in each["enum"])
    if each.get("type") == "array":
        return f"list: {_value(_resolved(each['items'], named), named)}"
    if under := _under_names(each):
        return f"mapping: {_value(_resolved(under, named), named)}"
    if "smhd" in each.get("pattern", ""):
        return "duration"
    like = f", like `{each['examples'][0]}`" if each.get("examples") else ""
    bounds = [f"{word} {each[name]}" for name, word in (("minimum", "from"), ("maximum", "to")) if name in each]
    return " ".join([_KINDS.get(str(each.get("type")), "text"), *bounds]) + like


def main(arguments: Sequence[str]) -> int:
    """Write the page into the file that *arguments* name; returns the exit code."""
    if len(arguments) != 1:
        print("usage: python -m syndicator.config.reference FILE", file=sys.stderr)
        return 2
    Path(arguments[0]).write_text(page(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
