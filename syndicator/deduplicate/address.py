"""Addresses as far as comparing articles needs them; outside addresses of any shape are taken."""

from __future__ import annotations

import re

_SCHEME = re.compile(r"^[a-z][a-z0-9+.-]*:(?=//)", re.IGNORECASE)
_TRACKING = re.compile(r"(?:utm_[a-z]+|fbclid|gclid|yclid)(?:=|$)", re.IGNORECASE)

_HOST = re.compile(r"[^/?]*")


def folded(address: str) -> str:
    """Equal for addresses that differ in scheme, ``www.``, case of the host, tracking, fragment and trailing slash."""
    plain = _SCHEME.sub("", address.strip()).lstrip("/").partition("#")[0]
    place, _, query = plain.partition("?")
    host, _, path = place.partition("/")
    kept = "&".join(part for part in query.split("&") if part and not _TRACKING.match(part))
    shown = f"{host.lower().removeprefix('www.')}/{path}".rstrip("/")
    return f"{shown}?{kept}" if kept else shown


def path_of(address: str) -> str:
    """What follows the host, folded; empty for a front page, which is the address of no single article."""
    plain = folded(address)
    return _HOST.sub("", plain, count=1).lstrip("/")
