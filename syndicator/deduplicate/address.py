"""Addresses as far as comparing articles needs them; outside addresses of any shape are taken."""

from __future__ import annotations

import re
from functools import lru_cache

_SCHEME = re.compile(r"^[a-z][a-z0-9+.-]*:(?=//)", re.IGNORECASE)
_TRACKING = re.compile(r"(?:utm_[a-z]+|fbclid|gclid|yclid)(?:=|$)", re.IGNORECASE)

_HOST = re.compile(r"[^/?]*")
_NUMBERS = (
    re.compile(r"[-_/=]([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?=[/&.]|$)", re.IGNORECASE),
    re.compile(r"_a(\d{5,10})(?=/|$)"),
    re.compile(r"\?(?:[^#]*&)?(?:p|id|nid|news_id|newsid|article_id|articleid|aid)=(\d{1,10})(?=&|$)"),
    re.compile(r"/(\d{5,10})(?=[/-][^/?]+/?(?:\?|$)|/?(?:\?|$))"),
    re.compile(r"[-_/](\d{5,10})(?:\.[a-z]{3,5})?/?(?=\?|$)"),
    re.compile(r"-((?=[a-f]*\d)(?=\d*[a-f])[0-9a-f]{8})(?:\.[a-z]{3,5})?/?(?=\?|$)"),
)
"""How sites write their own number of an article: a UUID (RFC 9562), Kazinform, WordPress and its like, before or after
the title in digits, or after it in eight hexadecimal ones."""
_SUFFIX = re.compile(r"\.[a-z]{3,5}$")
_BETWEEN_WORDS = re.compile("[-_]+")
_FEWEST_WORDS = 4
_DAY = re.compile(r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])")
_SIZE = re.compile(
    r"(?:[-_](?:\d{2,4}x\d{2,4}|scaled|thumb(?:nail)?|small|medium|large|xl))+(?=\.[a-z]{3,4}$)"
    r"|/(?:resize|thumbs?|thumbnails?|cache|styles)/[^/]*\d[^/]*(?=/)",
    re.IGNORECASE,
)
"""What says only how large a picture is."""


@lru_cache(maxsize=1024)
def folded(address: str) -> str:
    """Equal for addresses that differ in scheme, ``www.``, case of the host, tracking, fragment and trailing slash.

    Remembered: of an address several things are asked, and again when articles are compared.
    """
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


def name_of(address: str) -> str:
    """The name of the page at *address*, made of a title or holding its number; empty where others may have it, too."""
    name = _SUFFIX.sub("", path_of(address).partition("?")[0].rpartition("/")[2])
    number = number_of(address)
    telling = (number and number in name) or len(_BETWEEN_WORDS.findall(name)) >= _FEWEST_WORDS - 1
    return name if telling else ""


def picture_of(address: str) -> str:
    """The address of a picture, equal for all its sizes and for the parameters by which servers scale it."""
    return _SIZE.sub("", folded(address).partition("?")[0])
