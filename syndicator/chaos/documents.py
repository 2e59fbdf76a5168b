"""Documents by seed: the same seed gives the same bytes, different seeds different news."""

from __future__ import annotations

import gzip
import hashlib
import json
import zlib
from collections.abc import Callable, Sequence
from functools import cache
from html import escape
from typing import Any

Document = Callable[[str], bytes]
"""A seed, the id of the fault, → the bytes of its document."""

DAY = "Fri, 01 May 2026 10:00:00 GMT"
ISO_DAY = "2026-05-01T10:00:00+00:00"
_SITE = "https://news.example"
_WORDS = (
    "harbour", "council", "morning", "budget", "river", "museum", "teacher", "winter", "bridge", "engine",
    "garden", "minister", "orchard", "village", "signal", "railway", "lantern", "market", "journey", "island",
    "captain", "library", "festival", "mountain", "window", "student", "carpenter", "weather", "station",
    "theatre", "painter", "highway", "medicine", "forest", "airport", "bakery", "kitchen", "paper", "letter",
    "doctor", "farmer", "valley", "castle", "compass", "voyage", "harvest", "meadow", "glacier", "turbine",
    "archive", "quarry", "pasture", "workshop", "satellite", "monument", "aqueduct", "tribunal",
)  # fmt: skip
"""What news is made of."""


def _picks(seed: str, count: int) -> list[str]:
    digest = hashlib.shake_128(seed.encode("utf-8", "replace")).digest(count)
    return [_WORDS[byte % len(_WORDS)] for byte in digest]


@cache
def title(seed: str, number: int) -> str:
    """The title of one piece of news."""
    return f"Chaos {seed} {number}: {' '.join(_picks(f'{seed}/{number}', 4))}"


@cache
def text(seed: str, number: int) -> str:
    """Its text, of a length that can be compared."""
    return f"In the {' '.join(_picks(f'{seed}:{number}', 50))}."


def item(
    seed: str,
    number: int = 0,
    *,
    headline: str | None = None,
    link: str | None = None,
    guid: str | None = None,
    date: str | None = DAY,
    body: str | None = None,
    more: str = "",
) -> str:
    """An item of RSS. Every part is markup as it stands; ``""`` leaves a part out, None takes the usual one."""
    address = f"{_SITE}/{seed}/{number}"
    parts = {
        "title": title(seed, number) if headline is None else headline,
        "link": address if link is None else link,
        "guid": address if guid is None else guid,
        "pubDate": date,
        "description": text(seed, number) if body is None else body,
    }
    inner = "".join(f"<{name}>{value}</{name}>" for name, value in parts.items() if value)
    return f"<item>{inner}{more}</item>"


def rss(*items: str, head: str = "", root: str = "", declaration: str = '<?xml version="1.0"?>') -> str:
    """A document of RSS around items."""
    channel = f"<title>Chaos</title><link>{_SITE}/</link><description>d</description>"
    return f'{declaration}<rss version="2.0"{root}><channel>{channel}{head}{"".join(items)}</channel></rss>'


def feed(seed: str, entries: int = 3) -> bytes:
    """A sound document."""
    return rss(*(item(seed, number) for number in range(entries))).encode()


def sized(entries: int) -> Document:
    """A sound document of so many entries."""
    return lambda seed: feed(seed, entries)


def made(build: Callable[[str], str]) -> Document:
    """The text that *build* makes of the seed, in UTF-8."""
    return lambda seed: build(seed).encode()


def channel(build: Callable[[str], Sequence[str]], *, head: str = "", root: str = "") -> Document:
    """A document of the items that *build* makes of the seed."""
    return made(lambda seed: rss(*build(seed), head=head, root=root))


def just(data: bytes | str) -> Document:
    """The same bytes for every seed."""
    body = data.encode() if isinstance(data, str) else data
    return lambda _seed: body


def json_feed(seed: str, **more: Any) -> dict[str, Any]:
    """A sound JSON Feed; *more* replaces its parts."""
    items = [
        {
            "id": f"{_SITE}/{seed}/{number}",
            "url": f"{_SITE}/{seed}/{number}",
            "title": title(seed, number),
            "content_text": text(seed, number),
            "date_published": ISO_DAY,
        }
        for number in range(3)
    ]
    return {"version": "https://jsonfeed.org/version/1.1", "title": "Chaos", "items": items} | more


def as_json(build: Callable[[str], Any]) -> Document:
    """What *build* makes of the seed, as JSON."""
    return lambda seed: json.dumps(build(seed)).encode()


def atom(*entries: str, root: str = "") -> str:
    """A document of Atom around entries."""
    head = f"<title>Chaos</title><id>{_SITE}/atom</id><updated>{ISO_DAY}</updated>"
    return f'<feed xmlns="http://www.w3.org/2005/Atom"{root}>{head}{"".join(entries)}</feed>'


def atom_entry(seed: str, number: int = 0, *, headline: str | None = None, content: str | None = None) -> str:
    """An entry of Atom; parts are markup as it stands, elements with their tags."""
    address = f"{_SITE}/{seed}/{number}"
    heading = f"<title>{title(seed, number)}</title>" if headline is None else headline
    told = f"<content>{text(seed, number)}</content>" if content is None else content
    return f"<entry><id>{address}</id>{heading}<link href='{address}'/><updated>{ISO_DAY}</updated>{told}</entry>"


# --- what is done to documents -------------------------------------------------------------------------------------


def gzipped(document: Document) -> Document:
    """Compressed."""
    return lambda seed: gzip.compress(document(seed), mtime=0)


def in_members(document: Document, count: int = 2) -> Document:
    """Compressed in several members one after the other (RFC 1952, 2.2)."""

    def pack(seed: str) -> bytes:
        data = document(seed)
        size = len(data) // count + 1
        return b"".join(gzip.compress(data[at : at + size], mtime=0) for at in range(0, len(data), size))

    return pack


def deflated(document: Document) -> Document:
    """Compressed without the frame of gzip."""
    return lambda seed: zlib.compress(document(seed))


def cut(document: Document, end: int) -> Document:
    """Without its last bytes."""
    return lambda seed: document(seed)[:-end]


def around(before: bytes, document: Document, after: bytes = b"") -> Document:
    """With something before and after it."""
    return lambda seed: before + document(seed) + after


def replaced(document: Document, old: bytes, new: bytes) -> Document:
    """With every *old* replaced by *new*."""
    return lambda seed: document(seed).replace(old, new)


def encoded(document: Document, charset: str, declared: str | None = None) -> Document:
    """In another charset; *declared* is what its XML declaration says, nothing when empty."""

    def encode(seed: str) -> bytes:
        body = document(seed).decode().partition("?>")[2]
        label = charset if declared is None else declared
        declaration = f'<?xml version="1.0" encoding="{label}"?>' if label else '<?xml version="1.0"?>'
        return (declaration + body).encode(charset)

    return encode


@cache
def bomb(megabytes: int = 512) -> bytes:
    """Gzip that inflates to this many megabytes of blanks: one flushed block, again and again."""
    packer = zlib.compressobj(9, wbits=31)
    head = packer.compress(b"") + packer.flush(zlib.Z_FULL_FLUSH)
    block = packer.compress(b" " * (1 << 20)) + packer.flush(zlib.Z_FULL_FLUSH)
    return head + block * megabytes


def escaped(markup: str) -> str:
    """Markup as it stands in the description of RSS."""
    return escape(markup, quote=False)
