"""Characters: what may stand in a text, and in a text of one line.

Every function is idempotent: what comes out goes through unchanged.
"""

from __future__ import annotations

import html
import re
import unicodedata
from typing import Final

import regex

_FORBIDDEN: Final = regex.compile(
    r"[\p{Cs}\p{Co}\p{Noncharacter_Code_Point}\uFEFF\x00-\x08\x0B\x0C\x0E-\x1F\x7F-\x84\x86-\x9F]"
)
"""What XML 1.0 (section 2.2) forbids or discourages, private use, and the byte order mark."""
_WINDOWS: Final = {code: bytes((code,)).decode("cp1252", "ignore") or chr(code) for code in range(0x80, 0xA0)}
"""What is meant by the control characters of ISO 8859-1 (HTML Living Standard, 13.2.5.80): ``&#146;`` and its like."""
_EMBEDDINGS: Final = re.compile("[\u202a-\u202e]")
_OPENING: Final = "\u2066\u2067\u2068"
_CLOSING: Final = "\u2069"
_ISOLATES: Final = re.compile(f"[{_OPENING}{_CLOSING}]")
_HEAPED: Final = regex.compile(r"(\p{M}{8})\p{M}+")
_ENTITY: Final = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});")


def clean(text: str) -> str:
    """Compose (NFC), with line ends as ``\\n`` and nothing in it that a document may not hold."""
    if _is_printable(text):  # most texts: nothing to take out
        return unicodedata.normalize("NFC", text)
    meant = text.translate(_WINDOWS).replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", _FORBIDDEN.sub("", meant))


def is_clean(text: str) -> bool:
    """Whether :func:`clean` would leave every part of *text* as it is; false also where that is not seen at once."""
    return _is_printable(text) and unicodedata.is_normalized("NFC", text)


def _is_printable(text: str) -> bool:
    return text.replace("\n", "").replace("\xa0", "").isprintable()


def line(text: str) -> str:
    """Clean *text* for one line: single spaces, no bidi control left open, at most eight marks on a letter."""
    heaped = _HEAPED.sub(r"\1", clean(balanced(text)))
    return clean(" ".join(heaped.split()))


def balanced(text: str) -> str:
    """Take out embeddings and overrides (U+202A to U+202E), and isolates without their other half (UAX 9)."""
    if text.isprintable():  # which none of them is
        return text
    plain = _EMBEDDINGS.sub("", text)
    lonely: set[int] = set()
    opened: list[int] = []
    for match in _ISOLATES.finditer(plain):
        if match[0] != _CLOSING:
            opened.append(match.start())
        elif opened:
            opened.pop()
        else:
            lonely.add(match.start())
    lonely.update(opened)
    return "".join(letter for at, letter in enumerate(plain) if at not in lonely) if lonely else plain


def decoded(text: str) -> str:
    """Decode references that a source left in plain text (``AT&amp;T``); only whole ones, with their semicolon."""
    return _ENTITY.sub(lambda match: html.unescape(match[0]), text)
