"""Addresses as they are compared and as they are told. Light on purpose: reading children load no HTTP client."""

from __future__ import annotations

import re

_LONGEST_SHOWN = 200
_USERINFO = re.compile(r"//[^/?#]*@")


def shown(text: str) -> str:
    """Outside text, fit to stand in a message: quoted, bounded, no control characters, no password."""
    safe = _USERINFO.sub("//", text[:_LONGEST_SHOWN])
    return f"'{safe}'" if safe.isprintable() else ascii(safe)
