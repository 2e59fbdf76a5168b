"""Addresses as far as comparing articles needs them; outside addresses of any shape are taken."""

from __future__ import annotations

import re

_SCHEME = re.compile(r"^[a-z][a-z0-9+.-]*:(?=//)", re.IGNORECASE)
_TRACKING = re.compile(r"(?:utm_[a-z]+|fbclid|gclid|yclid)(?:=|$)", re.IGNORECASE)

_HOST = re.compile(r"[^/?]*")
_NUMBERS = (
    re.compile(r"_a(\d{5,10})(?=/|$)"),
    re.compile(r"\?(?:[^#]*&)?(?:p|id|nid|news_id|newsid|article_id|articleid|aid)=(\d{1,10})(?=&|$)"),
    re.compile(r"/(\d{5,10})(?=[/-][^/?]+/?(?:\?|$)|/?(?:\?|$))"),
    re.compile(r"[-_/](\d{5,10})(?:\.[a-z]{3,5})?/?(?=\?|$)"),
)
"""How sites write their own number of an article: Kazinform, WordPress and its like, and before or after the title."""
_DAY = re.compile(r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])")
_SIZE = re.compile(
    r"(?:[-_](?:\d{2,4}x\d{2,4}|scaled|thumb(?:nail)?|small|medium|large|xl))+(?=\.[a-z]{3,4}$)"
    r"|/(?:resize|thumbs?|thumbnails?|cache|styles)/[^/]*\d[^/]*(?=/)",
    re.IGNORECASE,
)
"""What says only how large a picture is."""


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


def number_of(address: str) -> str:
    """The number under which a site keeps the article at *address*, or nothing: it outlives titles, paths and hosts.

    A number that can be a day is none: all articles of that day have it.
    """
    found = (match[1] for pattern in _NUMBERS for match in pattern.finditer(folded(address)))
    return next((number for number in found if not _DAY.fullmatch(number)), "")


def picture_of(address: str) -> str:
    """The address of a picture, equal for all its sizes and for the parameters by which servers scale it."""
    return _SIZE.sub("", folded(address).partition("?")[0])
