"""YAML text in, a tree of values that know where they stand out.

The reading is that of YAML 1.2's core schema, narrowed: ``true`` and ``false`` are the only booleans, keys are the very
letters written (``no`` is Norwegian), dates are text, tags and merge keys are refused. Files above a megabyte, deep
nesting and swarms of aliases are refused before they cost anything. What is wrong becomes a
:class:`~syndicator.errors.Problem`; nothing is raised.
"""

from __future__ import annotations

import os
import re
from codecs import BOM_UTF8
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import reduce
from itertools import islice
from pathlib import Path
from typing import Any

import yaml

from syndicator.errors import Problem

LARGEST = 1_000_000
"""Bytes a file may have."""
_DEEPEST = 40
_MOST_NODES = 200_000
_MOST_ALIASED = 10_000
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_INTEGER = re.compile(r"[-+]?(?:0|[1-9][0-9]{0,17})")
_NUMBER = re.compile(r"[-+]?[0-9]{1,18}(?:\.[0-9]{0,18})?(?:[eE][-+]?[0-9]{1,2})?")
_WORDS = {"true": True, "false": False, "null": None, "~": None, "": None}
_NEVER = re.compile("(?!)")
_ESCAPES = {
    '"': re.compile(r"\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|\r?\n[ \t]*|.)"),
    "'": re.compile("''"),
}
"""How signs are written in quoted text, by the quote (YAML 1.2, section 5.7)."""
_REMEDIES = {
    "tab character": "indent with spaces, not tabs",
    "cannot start any token": "indent with spaces, not tabs; put text that begins with a sign in quotes",
    "mapping values are not allowed": "put text that holds ': ' in quotes",
    "alphabetic or numeric character": "put text that begins with * or & in quotes",
    "could not find expected ':'": "every line of a mapping is 'key: value'",
    "did not find expected key": "check that keys of one mapping are indented alike, and quotes are closed",
}

Step = str | int
Steps = tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """A place in a file, counted from 1."""

    line: int = 0
    column: int = 0


@dataclass(frozen=True, slots=True)
class Node:
    """A value with its place; mappings and lists also hold the nodes of what is in them."""

    data: Any
    mark: Mark
    path: str = ""
    keys: Mapping[Step, Mark] = field(default_factory=dict)
    children: Mapping[Step, Node] = field(default_factory=dict)
    start: int = 0
    """Index in the file's text."""
    end: int = 0
    style: str = ""
    size: int = 1

    def find(self, steps: Sequence[Step], *, key: bool = False) -> tuple[Mark, str]:
        """The place and dotted path of the value (or its key) at *steps*; of what holds it when there is none."""
        node, mark = self, self.mark
        for at, step in enumerate(steps):
            child = node.children.get(step)
            if child is None:
                return node.mark, reduce(joined, steps[at:], node.path)
            mark = node.keys[step] if key else child.mark
            node = child
        return mark, node.path

    def at(self, *steps: Step) -> Node:
        """The node at *steps*, which must exist."""
        node = self
        for step in steps:
            node = node.children[step]
        return node

    def without(self, cuts: Sequence[Sequence[Step]]) -> Node:
        """The same tree without what stands at *cuts*; what lacks something goes as a whole."""
        if isinstance(self.data, dict):
            kept = dict(self._kept(cuts))
            keys = {step: self.keys[step] for step in kept}
            data = {step: child.data for step, child in kept.items()}
            return replace(self, data=data, keys=keys, children=kept)
        children: dict[Step, Node] = dict(enumerate(child for _, child in self._kept(cuts)))
        marks = {step: child.mark for step, child in children.items()}
        return replace(self, data=[child.data for child in children.values()], keys=marks, children=children)

    def _kept(self, cuts: Sequence[Sequence[Step]]) -> Iterator[tuple[Step, Node]]:
        for step, child in self.children.items():
            inner = [cut[1:] for cut in cuts if cut[:1] == (step,)]
            if not inner:
                yield step, child
            elif all(cut and cut[0] in child.children for cut in inner):
                yield step, child.without(inner)


def joined(path: str, step: Step) -> str:
    """A dotted path one step longer: ``sources[0].language``."""
    if isinstance(step, int):
        return f"{path}[{step}]"
    return f"{path}.{step}" if path else step


@dataclass(frozen=True, slots=True)
class Document:
    """A file as far as it could be read; *root* is None when it could not."""

    file: str
    text: str = ""
    root: Node | None = None
    problems: tuple[Problem, ...] = ()

    def place_in(self, node: Node, column: int) -> Mark:
        """Where the character at *column* (from 1) of a text node stands in the file.

        Found by counting what is not white space, which neither indentation nor folding changes.
        """
        past = column > len(node.data)
        before = len("".join(node.data[: column - 1].split()))
        at = next(islice(self._letters(node), max(0, before - past), None)) + past
        line = self.text.count("\n", 0, at) + 1
        return Mark(line, at - self.text.rfind("\n", 0, at))

    def _letters(self, node: Node) -> Iterator[int]:
        """Where in the file each character of a text node begins that is not white space."""
        at, escapes = self._content(node), _ESCAPES.get(node.style, _NEVER)
        while True:
            escape = escapes.match(self.text, at)
            if not (_escaped(escape) if escape else self.text[at]).isspace():
                yield at
            at = escape.end() if escape else at + 1

    def _content(self, node: Node) -> int:
        if node.style in ("|", ">"):
            return self.text.index("\n", node.start) + 1
        return node.start + (node.style in ("'", '"'))


def _escaped(escape: re.Match[str]) -> str:
    """What an escape stands for, as far as it matters: white space or not."""
    if escape.lastindex:
        return chr(int(escape[escape.lastindex], 16))
    return " " if escape[0][1] in "tnvfr N_LP\r\n" else escape[0][1]


def shown(path: Path) -> str:
    """A path as people write it: relative to the working directory where it lies below."""
    absolute = Path(os.path.abspath(path))
    try:
        return absolute.relative_to(Path.cwd()).as_posix()
    except ValueError:
        return absolute.as_posix()


def read(path: Path) -> Document:
    """Read one file."""
    return parsed(text_of(path))


def parsed(document: Document) -> Document:
    """The tree of a text; a document with problems stays as it is."""
    return document if document.problems else parse(document.text, document.file)


def text_of(path: Path) -> Document:
    """Read one file without looking for its tree; a document with problems cannot be parsed."""
    file = shown(path)
    try:
        with path.open("rb") as stream:
            raw = stream.read(LARGEST + 1)
    except OSError as fault:
        message = (fault.strerror or type(fault).__name__).lower()
        hint = "name the folder of the configuration with --config" if isinstance(fault, FileNotFoundError) else ""
        return Document(file, problems=(Problem(file, 0, 0, "", f"cannot be read: {message}", hint),))
    raw = raw.removeprefix(BOM_UTF8)
    if len(raw) > LARGEST:
        problem = Problem(file, 0, 0, "", f"larger than {LARGEST} bytes", "part it into several files")
        return Document(file, problems=(problem,))
    try:
        text = raw.decode()
    except UnicodeDecodeError as fault:
        mark = _mark_of(raw[: fault.start].decode())
        problem = Problem(file, mark.line, mark.column, "", "not UTF-8", "save the file in the UTF-8 encoding")
        return Document(file, raw.decode("utf-8", "replace"), problems=(problem,))
    return Document(file, text)


def parse(text: str, file: str) -> Document:
    """Read YAML text."""
    odd = _UNPRINTABLE.search(text)
    if odd:
        mark = _mark_of(text[: odd.start()])
        message = f"the character U+{ord(odd.group()):04X} cannot stand in YAML"
        return Document(file, text, problems=(Problem(file, mark.line, mark.column, "", message, "remove it"),))
    builder = _Builder(file)
    root = None
    try:
        root = builder.build(yaml.parse(text, Loader=_LOADER))
    except _RefusedError as refused:
        builder.problems.append(refused.problem(file))
    except yaml.YAMLError as fault:
        builder.problems.append(_syntax(fault, text, file))
    return Document(file, text, root, tuple(builder.problems))


def resolve(text: str) -> str | int | float | bool | None:
    """The value of a plain scalar: YAML 1.2's core schema (section 10.3.2) without octal, hexadecimal, infinities."""
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.fullmatch(text):
        return int(text)
    if _NUMBER.fullmatch(text) and not text.lstrip("+-").isdigit():
        return float(text)
    return text


def _mark_of(before: str) -> Mark:
    return Mark(before.count("\n") + 1, len(before) - before.rfind("\n"))


def _mark(mark: Any) -> Mark:
    return Mark(mark.line + 1, mark.column + 1)


def _syntax(fault: Any, text: str, file: str) -> Problem:
    message = str(getattr(fault, "problem", None) or "cannot be read as YAML")
    found = getattr(fault, "problem_mark", None)
    mark = _mark(found) if found else Mark()
    hint = next((remedy for sign, remedy in _REMEDIES.items() if sign in message), "")
    begun = getattr(fault, "context_mark", None)
    if begun and "quoted scalar" in fault.context and "end of stream" in message:
        mark, message = _mark(begun), "the quote that begins here is never closed"
        hint = "close it with the same sign"
    elif begun and "flow" in fault.context:
        hint = f"the bracket of line {begun.line + 1} is not closed"
    elif found and "mapping values" in message and ": " not in text.split("\n")[found.line][: found.column]:
        hint = "indent its key as the keys beside it are"
    return Problem(file, mark.line, mark.column, "", f"not YAML: {message}", hint)


class _RefusedError(Exception):
    """The rest of the file cannot be read."""

    def __init__(self, message: str, mark: Mark, hint: str = "") -> None:
        super().__init__(message)
        self.message, self.mark, self.hint = message, mark, hint

    def problem(self, file: str) -> Problem:
        return Problem(file, self.mark.line, self.mark.column, "", self.message, self.hint)


class _Builder:
    """Builds the tree of one document from parser events."""

    def __init__(self, file: str) -> None:
        self.problems: list[Problem] = []
        self._file = file
        self._anchors: dict[str, Node] = {}
        self._nodes = 0
        self._aliased = 0

    def build(self, events: Iterator[Any]) -> Node:
        root = Node(None, Mark(1, 1))
        documents = 0
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise _RefusedError("a second document begins here", _mark(event.start_mark), "make it a file")
            elif isinstance(event, yaml.NodeEvent):
                root = self._node(event, events, "", 0)
        return root

    def _node(self, event: Any, events: Iterator[Any], path: str, depth: int) -> Node:
        mark = _mark(event.start_mark)
        if isinstance(event, yaml.AliasEvent):
            return self._alias(str(event.anchor), mark, path)
        if event.tag is not None:
            raise _RefusedError("tags are not accepted", mark, "write the plain value; put text in quotes")
        self._count(mark, depth)
        node = self._made(event, events, path, depth)
        if event.anchor is not None:
            self._anchors[event.anchor] = node
        return node

    def _count(self, mark: Mark, depth: int) -> None:
        self._nodes += 1
        if self._nodes > _MOST_NODES:
            raise _RefusedError(f"more than {_MOST_NODES} values", mark, "part it into several files")
        if depth > _DEEPEST:
            raise _RefusedError(f"nested deeper than {_DEEPEST} levels", mark)

    def _alias(self, anchor: str, mark: Mark, path: str) -> Node:
        node = self._anchors.get(anchor)
        if node is None:
            raise _RefusedError(
                f"no value is called &{anchor} before this", mark, "put text that begins with * in quotes"
            )
        self._aliased += node.size
        if self._aliased > _MOST_ALIASED:
            raise _RefusedError(f"aliases repeat more than {_MOST_ALIASED} values", mark, "write the values out")
        return replace(node, mark=mark, path=path)

    def _made(self, event: Any, events: Iterator[Any], path: str, depth: int) -> Node:
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event, path)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(event, events, path, depth)
        return self._mapping(event, events, path, depth)

    def _scalar(self, event: Any, path: str) -> Node:
        data = resolve(event.value) if event.implicit[0] else event.value
        return Node(
            data,
            _mark(event.start_mark),
            path,
            start=event.start_mark.index,
            end=event.end_mark.index,
            style=event.style or "",
        )

    def _sequence(self, event: Any, events: Iterator[Any], path: str, depth: int) -> Node:
        children: dict[Step, Node] = {}
        while not isinstance(inner := next(events), yaml.SequenceEndEvent):
            at = len(children)
            children[at] = self._node(inner, events, joined(path, at), depth + 1)
        marks = {at: child.mark for at, child in children.items()}
        data = [child.data for child in children.values()]
        return Node(data, _mark(event.start_mark), path, marks, children, size=_size(children))

    def _mapping(self, event: Any, events: Iterator[Any], path: str, depth: int) -> Node:
        keys: dict[Step, Mark] = {}
        children: dict[Step, Node] = {}
        while not isinstance(inner := next(events), yaml.MappingEndEvent):
            key, mark = self._key(inner)
            child = self._node(next(events), events, joined(path, key), depth + 1)
            if key in keys:
                first = f"the first one is in line {keys[key].line}"
                self.problems.append(
                    Problem(
                        self._file,
                        mark.line,
                        mark.column,
                        joined(path, key),
                        f"the key {key[:60]!r} stands twice",
                        first,
                    )
                )
            else:
                keys[key], children[key] = mark, child
        data = {key: child.data for key, child in children.items()}
        return Node(data, _mark(event.start_mark), path, keys, children, size=_size(children))

    def _key(self, event: Any) -> tuple[str, Mark]:
        mark = _mark(event.start_mark)
        if not isinstance(event, yaml.ScalarEvent) or event.tag is not None:
            raise _RefusedError("a key must be plain text", mark, "put it in quotes")
        return event.value, mark


def _size(children: Mapping[Step, Node]) -> int:
    return 1 + sum(child.size for child in children.values())
