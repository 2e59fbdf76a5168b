"""Patterns of paths as robots.txt has them (RFC 9309, 2.2.3): a beginning, ``*`` for anything, ``$`` for the end.

Matching takes time in proportion to the lengths of pattern and path, whatever either holds.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from urllib.parse import quote, urlsplit

_OCTET = re.compile("%([0-9A-Fa-f]{2})")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_SAFE = "%/?#[]@!$&'()*+,;=:|~"


def path_of(address: str) -> str:
    """Path and query of an address as they are compared; ``/`` when it cannot be read."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return "/"
    return folded((parts.path or "/") + (f"?{parts.query}" if parts.query else ""))


def folded(text: str) -> str:
    """A path or a pattern in the one spelling that is compared: octets beyond ASCII escaped, others not."""
    return _OCTET.sub(_octet, quote(text, safe=_SAFE, errors="replace"))


def _octet(found: re.Match[str]) -> str:
    character = chr(int(found[1], 16))
    return character if character in _UNRESERVED else f"%{found[1].upper()}"


def matches(pattern: str, path: str) -> bool:
    """Whether a folded path fits a folded pattern."""
    anchored = pattern.endswith("$")
    first, *others = (pattern[:-1] if anchored else pattern).split("*")
    if not path.startswith(first):
        return False
    at = len(first)
    last = others.pop() if others else None
    for piece in others:
        found = path.find(piece, at)
        if found < 0:
            return False
        at = found + len(piece)
    if not anchored:
        return last is None or path.find(last, at) >= 0
    return len(path) == at if last is None else path.endswith(last) and at + len(last) <= len(path)


class Sieve:
    """Lets through the addresses that fit one of *include* (all, when there is none) and none of *exclude*."""

    def __init__(self, include: Collection[str], exclude: Collection[str]) -> None:
        self._include = tuple(map(folded, include))
        self._exclude = tuple(map(folded, exclude))

    def passes(self, address: str) -> bool:
        """Whether this address comes through."""
        path = path_of(address)
        wanted = not self._include or any(matches(each, path) for each in self._include)
        return wanted and not any(matches(each, path) for each in self._exclude)
