"""Cursors: where a partner has got to among the changes, in a form that nobody has to understand."""

from __future__ import annotations

import base64
import binascii
import hashlib

_VERSION = b"\x01"
PATTERN = "^[A-Za-z0-9_-]{16,32}$"
"""What every cursor looks like."""


def cursor(reached: int) -> str:
    """The cursor of a change's number."""
    payload = _VERSION + reached.to_bytes(8, "big")
    return _written(payload + _seal(payload))


def reached(text: str) -> int | None:
    """The number behind a cursor of ours; None for anything else."""
    try:
        raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return None
    payload, seal = raw[:9], raw[9:]
    if len(payload) != 9 or payload[:1] != _VERSION or seal != _seal(payload) or _written(raw) != text:
        return None
    return int.from_bytes(payload[1:], "big")


def _written(raw: bytes) -> str:
    """The one way to write these bytes: the last letter of base64 has bits to spare."""
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def _seal(payload: bytes) -> bytes:
    """Tells a cursor that was copied in part, or made up; it guards nothing."""
    return hashlib.sha256(payload).digest()[:4]
