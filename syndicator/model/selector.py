"""Selectors of elements in a page: a part of CSS in, XPath 1.0 out.

::

    selectors = selector ("," selector)*
    selector  = compound ((" " | ">") compound)*
    compound  = (TAG | "*")? ("." CLASS | "#" ID | "[" NAME (("=" | "~=" | "^=" | "$=" | "*=") VALUE)? "]")*

What depends on order or on the reader's doings (``:nth-child``, ``:hover``) is not known: it breaks with the next
change of a page's design.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache

from syndicator.errors import SelectorError

_NAME = r"-?[^\W\d][\w-]*"
_TOKEN = re.compile(
    r"(?P<comma>\s*,\s*)|(?P<child>\s*>\s*)|(?P<space>\s+)|(?P<tag>\*|[A-Za-z][A-Za-z0-9-]*)"
    rf"|\.(?P<class>{_NAME})|\#(?P<id>{_NAME})"
    r"|\[\s*(?P<attribute>[A-Za-z_][\w:.-]*)\s*"
    r"(?:(?P<operator>[~^$*]?=)\s*(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)'|(?P<bare>[\w-]+))\s*)?\]"
)
_BETWEEN = {"child": "/", "space": "//"}
_HINT = 'use tags, .class, #id, [attribute="value"], blanks, > and commas'
_OPERATORS: Mapping[str, Callable[[str, str], str]] = {
    "=": lambda name, value: f"{name} = {value}",
    "~=": lambda name, value: f"contains(concat(' ', normalize-space({name}), ' '), concat(' ', {value}, ' '))",
    "^=": lambda name, value: f"starts-with({name}, {value})",
    "*=": lambda name, value: f"contains({name}, {value})",
    "$=": lambda name, value: f"substring({name}, string-length({name}) - string-length({value}) + 1) = {value}",
}


@lru_cache(maxsize=256)
def xpath_of(selectors: str) -> str:
    """The XPath of all elements below a context that fit; raises :class:`SelectorError` with the column."""
    path, compound, whole = "", "", []
    for found in _tokens(selectors):
        kind = found.lastgroup or ""
        if kind == "comma" or kind in _BETWEEN:
            _must(compound, found, "an element must come before this")
            path, compound = f"{path}{compound}{_BETWEEN.get(kind, '')}", ""
        if kind == "comma":
            whole.append(path)
            path = ""
        elif kind == "tag":
            _must(not compound, found, "a tag comes first")
            compound = found["tag"].lower()
        elif kind not in _BETWEEN:
            compound = (compound or "*") + _condition(found)
    if not compound:
        raise SelectorError("an element must come at the end", len(selectors) + 1, _HINT)
    return " | ".join(f".//{each}" for each in (*whole, path + compound))


def _tokens(selectors: str) -> Iterator[re.Match[str]]:
    text = selectors.rstrip()
    at = len(text) - len(text.lstrip())
    while at < len(text):
        found = _TOKEN.match(text, at)
        if found is None:
            raise SelectorError(f"{text[at : at + 20]!r} is not understood", at + 1, _HINT)
        yield found
        at = found.end()


def _must(holds: object, found: re.Match[str], message: str) -> None:
    if not holds:
        raise SelectorError(message, found.start() + 1, _HINT)


def _condition(found: re.Match[str]) -> str:
    if found["class"]:
        return f"[{_OPERATORS['~=']('@class', _literal(found['class'], found))}]"
    if found["id"]:
        return f"[@id = {_literal(found['id'], found)}]"
    name, operator = f"@{found['attribute']}", found["operator"]
    if operator is None:
        return f"[{name}]"
    value = next(each for each in (found["double"], found["single"], found["bare"]) if each is not None)
    return f"[{_OPERATORS[operator](name, _literal(value, found))}]"


def _literal(value: str, found: re.Match[str]) -> str:
    """A string of XPath, which knows no escapes."""
    _must(value, found, "an empty value fits nothing")
    return f"'{value}'" if "'" not in value else f'"{value}"'
