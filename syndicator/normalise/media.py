"""Media: the enclosures of an entry, and the picture that stands for it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final
from urllib.parse import urlsplit

from syndicator.model.article import Image, SafeHtml
from syndicator.model.entry import Link
from syndicator.normalise.links import absolute
from syndicator.normalise.markup import pictures
from syndicator.normalise.text import plain

_TYPE: Final = re.compile(r"[a-z0-9][a-z0-9.+-]{0,63}/[a-z0-9][a-z0-9.+-]{0,63}")
_LARGEST: Final = 1 << 40
_BY_SUFFIX: Final = {
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "gif": "image/gif",
    "webp": "image/webp",
    "avif": "image/avif",
    "mp3": "audio/mpeg",
    "m4a": "audio/mp4",
    "ogg": "audio/ogg",
    "mp4": "video/mp4",
    "webm": "video/webm",
    "pdf": "application/pdf",
}
"""What a file's name says of its type: the fixed part of what systems disagree about."""


def enclosures(links: Iterable[Link], base: str) -> tuple[Link, ...]:
    """Give the enclosures with an http(s) address, each once, with a type and a length where these can be true."""
    found = {link.href: link for link in _enclosures(links, base)}
    return tuple(found.values())


def lead_image(entry_enclosures: Sequence[Link], content: SafeHtml) -> Image | None:
    """Give the first picture among the enclosures, else the first one of the content."""
    attached = (Image(link.href, link.type, link.title or "") for link in entry_enclosures if _is_image(link))
    shown = (replace(image, type=_by_suffix(image.href)) for image in pictures(content))
    return next(attached, None) or next(shown, None)


def _enclosures(links: Iterable[Link], base: str) -> Iterator[Link]:
    for link in links:
        href = absolute(link.href, base)
        if href:
            title = plain(link.title) if link.title else None
            yield Link(
                href, "enclosure", _type(link.type) or _by_suffix(href), title=title, length=_length(link.length)
            )


def _type(written: str | None) -> str | None:
    bare = (written or "").partition(";")[0].strip().lower()
    return bare if _TYPE.fullmatch(bare) else None


def _by_suffix(href: str) -> str | None:
    return _BY_SUFFIX.get(urlsplit(href).path.rpartition(".")[2].lower())


def _length(length: int | None) -> int | None:
    return length if length is not None and 0 < length < _LARGEST else None


def _is_image(link: Link) -> bool:
    return (link.type or "").startswith("image/")
