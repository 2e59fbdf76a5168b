"""A document and a settings model in, settings and problems out.

What pydantic finds is said in the words of the file: where, what, and what would be right. What is sound beside the
faults is kept, so that one run can report everything.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import UnionType
from typing import Any, Generic, TypeVar, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from syndicator.config.document import Document, Node, Steps
from syndicator.config.values import masked, quoted
from syndicator.errors import Problem, suggest

_M = TypeVar("_M", bound=BaseModel)
_LONGEST_PATH = 200
_CONSEQUENCES = frozenset({"missing", "too_short"})
"""Errors that come of leaving out faulty values, and are then no fault of the file."""
_KINDS: Mapping[type, str] = {
    bool: "true or false",
    str: "text",
    dict: "a mapping",
    list: "a list",
    type(None): "nothing",
}
_WANTED = {
    "string_type": "text",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "finite_number": "a number",
    "bool_type": "true or false",
    "list_type": "a list",
    "dict_type": "a mapping",
    "model_type": "a mapping",
}
_BOUNDS: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    "greater_than_equal": lambda context: f"must be at least {context['ge']}",
    "less_than_equal": lambda context: f"must be at most {context['le']}",
    "too_short": lambda _: "must not be empty",
    "string_too_short": lambda _: "must not be empty",
}


@dataclass(frozen=True, slots=True)
class Override:
    """A value that stands in for the file's."""

    variable: str
    value: str


@dataclass(frozen=True, slots=True)
class Checked(Generic[_M]):
    """The sound settings of a file, with the tree to point into."""

    document: Document
    node: Node
    settings: _M

    def problem(self, steps: Sequence[str | int], message: str, hint: str = "", *, key: bool = False) -> Problem:
        """A problem at the value (or the key) at *steps*."""
        mark, path = self.node.find(steps, key=key)
        return Problem(self.document.file, mark.line, mark.column, path, message, hint)

    def where(self, steps: Sequence[str | int]) -> str:
        """``file:line:column`` of the value at *steps*."""
        mark, _ = self.node.find(steps)
        return f"{self.document.file}:{mark.line}:{mark.column}"


@dataclass(slots=True)
class Findings:
    """The problems found so far, without secrets."""

    problems: list[Problem] = field(default_factory=list)

    def add(self, *found: Problem) -> None:
        """Keep problems."""
        for each in found:
            path, message, hint = masked(each.path)[:_LONGEST_PATH], masked(each.message), masked(each.hint)
            self.problems.append(replace(each, path=path, message=message, hint=hint))


def check(
    document: Document,
    model: type[_M],
    findings: Findings,
    *,
    depth: int | None = None,
    overrides: Mapping[Steps, Override] = {},
) -> Checked[_M] | None:
    """The settings in *document*, or None when nothing of it can be used.

    Faulty values are left out: those at most *depth* steps from the root with all they hold, or the very values.
    """
    findings.add(*document.problems)
    node, told, standing = document.root, set(document.problems), dict(overrides)
    while node is not None:
        try:
            settings = model.model_validate(_overridden(node.data, standing))
        except ValidationError as refused:
            errors = refused.errors(include_url=False)
            fresh = errors if node is document.root else [each for each in errors if each["type"] not in _CONSEQUENCES]
            found = {_problem(each, document, node, model, standing) for each in fresh}
            findings.add(*(found - told))
            told |= found
            node = _pruned(node, [_steps(each) for each in errors], depth, standing)
        else:
            return Checked(document, node, settings)
    return None


def _pruned(node: Node, cuts: Sequence[Steps], depth: int | None, standing: dict[Steps, Override]) -> Node | None:
    """The tree without the faulty values; None when it cannot shrink any more."""
    dropped = [standing.pop(cut) for cut in cuts if cut in standing]
    if () in cuts:
        return None
    pruned = node.without([cut[:depth] for cut in cuts])
    return pruned if dropped or pruned.data != node.data else None


def _overridden(data: Any, overrides: Mapping[Steps, Override]) -> Any:
    if not overrides or not isinstance(data, dict):
        return data
    changed = dict(data)
    for (section, key), override in overrides.items():
        inner = changed.get(section, {})
        if isinstance(inner, dict):
            changed[section] = {**inner, key: override.value}
    return changed


def _steps(error: ErrorDetails) -> Steps:
    return tuple(step for step in error["loc"] if step != "[key]")


def _problem(
    error: ErrorDetails, document: Document, node: Node, model: type[BaseModel], overrides: Mapping[Steps, Override]
) -> Problem:
    steps = _steps(error)
    message, hint = _words(error, model, steps)
    if steps in overrides:
        return Problem("environment", 0, 0, overrides[steps].variable, message, hint)
    names_key = error["type"] == "extra_forbidden" or error["loc"][-1:] == ("[key]",)
    mark, path = node.find(steps, key=names_key)
    return Problem(document.file, mark.line, mark.column, path, message, hint)


def _words(error: ErrorDetails, model: type[BaseModel], steps: Steps) -> tuple[str, str]:
    kind, context = error["type"], error.get("ctx", {})
    last = str(steps[-1]) if steps else ""
    if kind == "refused":
        return str(context["message"]), str(context["hint"])
    if kind == "extra_forbidden":
        keys = sorted(_model_at(model, steps[:-1]).model_fields)
        return f"unknown key {quoted(last)}", suggest(last, keys, f"known keys: {', '.join(keys)}")
    if kind == "missing":
        described = _model_at(model, steps[:-1]).model_fields[last].description or ""
        return f"missing key {last!r}", f"add it: {described}"
    if kind == "enum":
        return _choice(str(context["expected"]), error["input"])
    if kind in _WANTED:
        message, hint = _mistyped(_WANTED[kind], error["input"])
        if not steps and error["input"] is None:
            hint = "the file is empty: write its keys, or remove it"
        elif not hint and _is_model(at := _model_at(model, steps)):
            needed = [name for name, field in at.model_fields.items() if field.is_required()]
            hint = f"write its keys, as in {{{(needed or list(at.model_fields))[0]}: …}}"
        return message, hint
    bound = _BOUNDS.get(kind)
    return (bound(context) if bound else error["msg"]), ""


def _choice(expected: str, given: object) -> tuple[str, str]:
    choices = re.findall(r"'([^']*)'", expected)
    hint = suggest(given, choices) if isinstance(given, str) else ""
    return f"must be one of {', '.join(choices)}", hint


def _mistyped(wanted: str, given: object) -> tuple[str, str]:
    got = _KINDS.get(type(given), "a number")
    hint = ""
    if wanted == "text" and got in ("true or false", "a number"):
        hint = "put it in quotes"
    elif wanted == "a list" and got in ("text", "a number"):
        hint = "put it in brackets: [ ]"
    elif wanted == "true or false":
        hint = "write true or false, without quotes"
    elif got == "nothing":
        hint = "write a value, or remove the key"
    elif got == "text" and wanted.endswith("number"):
        hint = "write it without quotes and units"
    return f"expected {wanted}, got {got}", hint


def _model_at(model: type[BaseModel], steps: Steps) -> type[BaseModel]:
    """The settings model that *steps* lead to."""
    at: Any = model
    for step in steps:
        at = at.model_fields[step].annotation if _is_model(at) else get_args(at)[-1]
        if isinstance(at, UnionType):  # may be left out
            at = get_args(at)[0]
    return at  # type: ignore[no-any-return]


def _is_model(annotation: Any) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, BaseModel)
