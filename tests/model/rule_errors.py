"""The golden messages of the rule language: faulty rules with a caret under what is wrong, and what is said of it."""

from __future__ import annotations

import ast
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from types import FrameType, ModuleType

import pytest

from syndicator.errors import RuleError

_SPEAKING = {"RuleError", "_take", "_whole", "_weight", "_mentions"}
"""Calls that make an error, or are handed its words."""


def golden(file: Path) -> list[tuple[str, str]]:
    """Rules and, for each, the text with carets; blocks are parted by an empty line."""
    blocks = file.read_text(encoding="utf-8").rstrip("\n").split("\n\n")
    return [("\n".join(line for line in block.split("\n") if not _is_caret(line)), block) for block in blocks]


def _is_caret(line: str) -> bool:
    return line.lstrip(" ").startswith("^ ")


def pointed(text: str, faults: Iterable[RuleError]) -> str:
    """A rule with a caret, and the words, below each line at fault."""
    lines = text.split("\n")
    told = [(text.count("\n", 0, fault.column - 1), fault) for fault in faults]
    for line, fault in sorted(told, key=lambda each: (-each[0], -each[1].column)):
        column = fault.column - 1 - (text.rfind("\n", 0, fault.column - 1) + 1)
        lines.insert(line + 1, f"{' ' * column}^ {fault.message}{'; ' if fault.hint else ''}{fault.hint}")
    return "\n".join(lines)


def unproved(modules: Iterable[ModuleType], monkeypatch: pytest.MonkeyPatch, run: Callable[[], object]) -> list[str]:
    """Where *modules* make a :class:`RuleError` that *run* did not come by."""
    seen: set[tuple[str, int]] = set()
    original = RuleError.__init__

    def remembered(fault: RuleError, *arguments: object) -> None:
        frame: FrameType | None = sys._getframe(1)
        while frame is not None:
            seen.add((frame.f_code.co_filename, frame.f_lineno))
            frame = frame.f_back
        original(fault, *arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(RuleError, "__init__", remembered)
    run()
    files = [str(module.__file__) for module in modules]
    return [
        f"{Path(file).name}:{call.lineno}"
        for file in files
        for call in _speaking(file)
        if not any((file, line) in seen for line in range(call.lineno, (call.end_lineno or call.lineno) + 1))
    ]


def _speaking(file: str) -> Iterator[ast.Call]:
    for node in ast.walk(ast.parse(Path(file).read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name in _SPEAKING:
                yield node
