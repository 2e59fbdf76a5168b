"""Addresses as they are compared and as they are told. Light on purpose: reading children load no HTTP client."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

_LONGEST_SHOWN = 200
_USERINFO = re.compile(r"//[^/?#]*@")


def host_of(address: str) -> str:
    """The host of an address as it is compared, without ``www.``; empty when it cannot be read."""
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def shown(text: str) -> str:
    """Outside text, fit to stand in a message: quoted, bounded, no control characters, no password."""
    safe = _USERINFO.sub("//", text[:_LONGEST_SHOWN])
    return f"'{safe}'" if safe.isprintable() else ascii(safe)
