"""A JSON Feed 1.0 or 1.1 in, a document out (jsonfeed.org/version/1.1), however hostile the JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from syndicator.ingest.decode import clean_text
from syndicator.ingest.gate import CHILDREN, SHORT, unread
from syndicator.model.entry import Category, Document, Entry, Link, Markup, RawText
from syndicator.model.source import Limits, Outcome
from syndicator.ports import Unreadable

_VERSIONS = {"1": "json10", "1.0": "json10", "1.1": "json11"}
_PREFIX = "jsonfeed.org/version/"


def read_json(text: str, *, address: str, limits: Limits) -> Document | Unreadable:
    """Read a JSON Feed; :class:`Unreadable` (parse, limits, not-a-feed) if it is none."""
    try:
        # NaN and Infinity are no JSON and become null; integers beyond 18 digits mean nothing to us
        root = json.loads(text, parse_constant=lambda _: None, parse_int=integer)
    except RecursionError:
        return Unreadable(Outcome.LIMITS, "The JSON is nested too deeply; pause the source and ask the publisher.")
    except ValueError as error:
        return _broken(text, str(error))
    version = root.get("version") if isinstance(root, dict) else None
    name = version.strip().rpartition(_PREFIX) if isinstance(version, str) else ("", "", "")
    if not name[1]:
        return Unreadable(Outcome.NOT_A_FEED, "The JSON is no JSON Feed: it has no version of jsonfeed.org.")
    return _document(root, _VERSIONS.get(name[2].rstrip("/"), "json11"), address, limits)


def integer(digits: str) -> int | None:
    """A number of JSON, unless it is so long that it means nothing."""
    return int(digits) if len(digits) <= 18 else None


def _broken(text: str, reason: str) -> Unreadable:
    if not text.endswith("}"):
        return Unreadable(Outcome.TRUNCATED, "The JSON ends too early; it will be read whole at one of the next polls.")
    return Unreadable(Outcome.PARSE, f"The JSON cannot be read: {reason[:200]}; ask the publisher to mend it.")


def _document(root: dict[str, Any], version: str, address: str, limits: Limits) -> Document:
    items = listed(root, "items")
    notes = []
    entries = []
    for item in items[: limits.entries]:
        try:
            entries.append(_entry(item, address))
        except Exception as error:
            notes.append(f"an entry could not be read and was left out: {type(error).__name__}")
    if len(items) > limits.entries:
        notes.append(unread(len(items) - limits.entries, limits.entries))
    return Document(
        format=version,
        reader="strict",
        entries=tuple(entries),
        title=string(root, "title"),
        link=string(root, "home_page_url"),
        language=string(root, "language"),
        links=tuple(_document_links(root)),
        notes=tuple(notes),
    )


def _document_links(root: dict[str, Any]) -> Iterator[Link]:
    for key, rel in (("feed_url", "self"), ("next_url", "next")):
        if href := string(root, key):
            yield Link(href, rel)
    for hub in listed(root, "hubs")[:CHILDREN]:
        if href := string(hub, "url"):
            yield Link(href, "hub", type=string(hub, "type"))


def _entry(item: Any, address: str) -> Entry:
    if not isinstance(item, dict):
        raise TypeError(type(item).__name__)
    external = string(item, "external_url")
    return Entry(
        guid=string(item, "id"),
        link=string(item, "url") or external,
        title=_raw(string(item, "title"), Markup.TEXT, address),
        summary=_raw(string(item, "summary", None), Markup.TEXT, address),
        content=_raw(string(item, "content_html", None), Markup.HTML, address)
        or _raw(string(item, "content_text", None), Markup.TEXT, address),
        published=string(item, "date_published"),
        updated=string(item, "date_modified"),
        authors=tuple(_authors(item)),
        categories=tuple(Category(term) for each in listed(item, "tags")[:CHILDREN] if (term := _value(each))),
        enclosures=tuple(_enclosures(item)),
        links=(Link(external, "related"),) if external else (),
        language=string(item, "language"),
    )


def _authors(item: dict[str, Any]) -> Iterator[str]:
    """1.1 has a list, 1.0 one author."""
    for author in (*listed(item, "authors")[:CHILDREN], item.get("author")):
        if name := string(author, "name"):
            yield name


def _enclosures(item: dict[str, Any]) -> Iterator[Link]:
    for each in listed(item, "attachments")[:CHILDREN]:
        if href := string(each, "url"):
            size = each.get("size_in_bytes")
            yield Link(
                href,
                "enclosure",
                type=string(each, "mime_type"),
                title=string(each, "title"),
                length=size if isinstance(size, int) and size >= 0 else None,
            )
    for key in ("image", "banner_image"):
        if href := string(item, key):
            yield Link(href, "enclosure")


def listed(holder: Any, key: str) -> list[Any]:
    """The list under a key; an empty one for anything else."""
    found = holder.get(key) if isinstance(holder, dict) else None
    return found if isinstance(found, list) else []


def string(holder: Any, key: str, longest: int | None = SHORT) -> str | None:
    """The text under a key, cut to *longest*; None for anything else."""
    found = holder.get(key) if isinstance(holder, dict) else None
    return _value(found, longest)


def _value(found: Any, longest: int | None = SHORT) -> str | None:
    """A string as it is, a number as digits (ids of hand-made feeds), anything else as nothing."""
    if isinstance(found, int | float) and not isinstance(found, bool):
        found = str(found)
    if not isinstance(found, str):
        return None
    return clean_text(found[:longest])[0].strip() or None


def _raw(value: str | None, markup: Markup, address: str) -> RawText | None:
    return RawText(value, markup, base=address or None) if value else None
