"""The files in ``content/`` in, invented articles out.

A file holds the articles of one publisher in one language::

    name: Steppe News Agency
    language: en
    description: News from the steppe

    = residency-places-haifa
    title: Kazakh residents to train at Haifa hospital
    age: 5h

    First paragraph.

    Second paragraph.

``age`` is counted back from the start of the newsroom. ``appears: later`` holds an article back, ``corrected-title``
and ``corrected`` (one line per paragraph) say how it reads after its correction, ``reprint: FILE SLUG`` takes the text
of another and ``credit`` says whose it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cache
from itertools import count
from pathlib import Path

FOLDER = Path(__file__).parent / "content"
_FIRST_NUMBER = 101
_Fields = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Piece:
    """An invented article."""

    slug: str
    number: int
    """Unique among all pieces, as content systems count them."""
    language: str
    title: str
    paragraphs: tuple[str, ...]
    age: timedelta
    author: str
    category: str
    later: bool = False
    event: str = ""
    """Pieces of one event tell the same happening, in any language."""
    topics: tuple[str, ...] = ()
    """What it must be tagged with."""
    places: tuple[str, ...] = ()
    reprint: tuple[str, str] | None = None
    """File and slug of the article that this one reprints."""
    corrected_title: str = ""
    corrected: tuple[str, ...] = ()

    def reads(self, *, advanced: bool) -> tuple[str, tuple[str, ...]]:
        """Title and paragraphs, before or after the correction."""
        if advanced and self.corrected:
            return self.corrected_title, self.corrected
        return self.title, self.paragraphs


@dataclass(frozen=True, slots=True)
class Channel:
    """What one publisher writes in one language."""

    id: str
    name: str
    language: str
    description: str
    pieces: tuple[Piece, ...]


@cache
def channels() -> Mapping[str, Channel]:
    """All channels by the name of their file without ``.txt``."""
    numbers = count(_FIRST_NUMBER)
    files = {path.name.removesuffix(".txt"): path.read_text("utf-8") for path in sorted(FOLDER.glob("*.txt"))}
    read = {name: _channel(name, text, numbers) for name, text in files.items()}
    return {name: _with_reprints(channel, read) for name, channel in read.items()}


def _channel(name: str, text: str, numbers: Iterator[int]) -> Channel:
    head, *parts = text.split("\n= ")
    fields = _fields(head)
    language = _first(fields, "language")
    pieces = tuple(_piece(part, language, next(numbers)) for part in parts)
    return Channel(name, _first(fields, "name"), language, _first(fields, "description"), pieces)


def _piece(text: str, language: str, number: int) -> Piece:
    slug, _, rest = text.partition("\n")
    facts, *blocks = rest.strip().split("\n\n")
    fields = _fields(facts)
    texts = tuple(block for block in blocks if not block.startswith("corrected-title:"))
    correction = _fields("".join(block for block in blocks if block not in texts))
    reprint = _first(fields, "reprint").split()
    return Piece(
        slug=slug,
        number=number,
        language=language,
        title=_first(fields, "title"),
        paragraphs=texts or fields["credit"],
        age=timedelta(hours=int(_first(fields, "age").removesuffix("h")), minutes=number * 7 % 59),  # no two alike
        author=_first(fields, "author"),
        category=_first(fields, "category"),
        later=_first(fields, "appears") == "later",
        event=_first(fields, "event"),
        topics=tuple(_first(fields, "topics").split()),
        places=tuple(_first(fields, "places").split()),
        reprint=(reprint[0], reprint[1]) if reprint else None,
        corrected_title=_first(correction, "corrected-title"),
        corrected=correction.get("corrected", ()),
    )


def _fields(block: str) -> _Fields:
    """Lines of ``key: value``; a key may stand several times."""
    found: dict[str, tuple[str, ...]] = {}
    for line in block.splitlines():
        key, _, value = line.partition(":")
        found[key] = (*found.get(key, ()), value.strip())
    return found


def _first(fields: _Fields, key: str) -> str:
    return fields.get(key, ("",))[0]


def _with_reprints(channel: Channel, read: Mapping[str, Channel]) -> Channel:
    return replace(channel, pieces=tuple(_reprinted(piece, read) for piece in channel.pieces))


def _reprinted(piece: Piece, read: Mapping[str, Channel]) -> Piece:
    """The piece with the words of the one it reprints, and its own credit below them."""
    if piece.reprint is None:
        return piece
    file, slug = piece.reprint
    original = next(each for each in read[file].pieces if each.slug == slug)
    return replace(piece, paragraphs=original.paragraphs + piece.paragraphs)
