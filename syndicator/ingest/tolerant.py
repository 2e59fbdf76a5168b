"""A feed that is not well-formed in, a document out, as feedparser understands it.

The only place that may call ``feedparser.parse``: it opens bytes and strings as paths and addresses, so it gets
``BytesIO`` alone; it raises for odd input, so entries are tried apart until only the poisonous ones are lost; it is
slow on floods, so they are cut before it sees them.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from html import unescape
from itertools import islice, pairwise
from typing import Any

import feedparser

from syndicator.ingest.gate import CHILDREN, SHORT, Gated, sections, unread
from syndicator.ingest.skips import skips
from syndicator.ingest.strict import minutes, plain
from syndicator.model.entry import Category, Document, Entry, Link, Markup, Origin, RawText, Tombstone
from syndicator.model.source import Limits, Outcome
from syndicator.ports import Unreadable

LARGEST = 2_000_000
"""Characters above which the tolerant reader is not tried: feedparser takes a second for each million, or worse."""

_FORMATS = (
    ("rss20", "rss20"),
    ("rss10", "rss10"),
    ("rss09", "rss09"),
    ("rss", "rss20"),
    ("atom10", "atom10"),
    ("atom0", "atom03"),
    ("atom", "atom10"),
)
_HTML = frozenset({"text/html", "application/xhtml+xml"})
_TAG = re.compile(r"<(/?)([A-Za-z][\w.:-]{0,60})")
_SHORT_FIELDS = frozenset({
    "author", "dc:creator", "itunes:author", "itunes:name", "itunes:email", "managingeditor", "webmaster", "name",
    "email", "category", "dc:subject", "guid", "id", "link", "title", "pubdate", "dc:date", "published", "updated",
    "uri", "url", "language", "dc:language", "ttl",
})  # fmt: skip
_REPEATED = frozenset({
    "category", "enclosure", "link", "atom:link", "author", "contributor", "dc:creator", "dc:subject", "dc:contributor",
    "media:content", "media:thumbnail", "media:group", "media:credit", "media:category", "source", "guid", "title",
})  # fmt: skip
"""Elements that feedparser keeps in lists it searches through."""
_LONGEST_TAG = 16_384
_LONGEST_SKIPS = 4_096
_TOMBSTONES = re.compile(r"""\sxmlns(?::([\w.-]{1,60}))?\s*=\s*["']http://purl\.org/atompub/tombstones/1\.0["']""")
_ATTRIBUTE = re.compile(r"""\s([\w:.-]{1,60})\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_COMMENT = re.compile(r"\s{0,100}<(?:[\w.-]{1,60}:)?comment(?:\s[^<>]{0,400})?>([^<>]{0,4096})<")
_CDATA = re.compile(r"\s{0,100}<!\[CDATA\[")


_BARE_TAILS = {"rss": "</channel></rss>", "feed": "</feed>"}


def read_tolerantly(gated: Gated, *, address: str, limits: Limits) -> Document | Unreadable:
    """Read a repaired document that is still not well-formed; :class:`Unreadable` (limits, parse) if that fails too."""
    if len(gated.text) > LARGEST:
        return Unreadable(
            Outcome.PARSE,
            f"The document is not well-formed and has more than {LARGEST} characters; ask for a valid feed.",
        )
    head, items, tail = split_entries(gated)
    wanted = [_bounded(item) for item in items[: limits.entries]]
    kept = [item for item in wanted if item is not None]
    notes = [*gated.notes, *_counted(len(wanted) - len(kept), "entries with floods of elements or attributes left out")]
    if len(items) > limits.entries:
        notes.append(unread(len(items) - limits.entries, limits.entries))
    safe_head = _bounded(head)
    if safe_head is None:
        return Unreadable(
            Outcome.LIMITS, "The document begins with a flood of elements or attributes; pause the source."
        )
    frame = _Frame.of(gated.root, safe_head, tail, address)
    if frame is None:
        return Unreadable(Outcome.PARSE, "Neither reader makes anything of the document; ask the publisher to mend it.")
    entries, lost = _isolate(frame, kept)
    notes += _counted(lost, "entries could not be read and were left out")
    dead = tuple(islice(_tombstones(gated), limits.entries))
    return replace(frame.document, entries=tuple(entries), tombstones=dead, notes=(*frame.document.notes, *notes))


def _counted(count: int, what: str) -> list[str]:
    return [f"{count} {what}"] if count else []


# --- cutting -------------------------------------------------------------------------------------------------------


def _entry_tag(gated: Gated) -> str:
    return "entry" if gated.root.rpartition(":")[2].lower() == "feed" else "item"


def split_entries(gated: Gated) -> tuple[str, list[str], str]:
    """(what comes before the first entry, the entries, what comes after the last), by their tags outside CDATA."""
    text = gated.text
    wanted = _entry_tag(gated)
    starts, end = [], -1
    for at, found in _tags(text):
        if found[2].rpartition(":")[2].lower() == wanted:
            if not found[1]:
                starts.append(at)
                end = -1
            elif end < 0 and starts:
                end = text.find(">", at) + 1
    if not starts:
        return text, [], ""
    bounds = [*starts, end if end > 0 else len(text)]
    return text[: starts[0]], [text[a:b] for a, b in pairwise(bounds)], text[bounds[-1] :]


def _tombstones(gated: Gated) -> Iterator[Tombstone]:
    """What is taken back (at:deleted-entry, RFC 6721), which feedparser passes over: outside of entries alone.

    Within an entry that is left open nothing is believed: the words of an entry must not take back another.
    """
    text = gated.text
    wanted = _entry_tag(gated)
    prefixes = {found[1] or "" for found in _TOMBSTONES.finditer(text)}
    inside = False
    for at, found in _tags(text) if prefixes else ():
        prefix, _, local = found[2].rpartition(":")
        if local.lower() == wanted:
            inside = not found[1]
        elif local == "deleted-entry" and prefix in prefixes and not found[1] and not inside:
            end = text.find(">", at, at + _LONGEST_TAG)
            told = {name: unescape(one or other).strip() for name, one, other in _ATTRIBUTE.findall(text[at:end])}
            if end >= 0 and 0 < len(told.get("ref", "")) <= SHORT:
                yield Tombstone(told["ref"], told.get("when", "")[:SHORT] or None, _comment(text, end))


def _comment(text: str, at: int) -> str | None:
    """The words that stand in the tombstone whose tag ends at *at*."""
    if text[at - 1] == "/":
        return None
    found = _COMMENT.match(text, at + 1)
    return unescape(found[1]).strip() or None if found else None


def _tags(text: str) -> Iterator[tuple[int, re.Match[str]]]:
    """(position, match) of every tag outside CDATA; comments must be gone."""
    at = 0
    for markup, piece in sections(text):
        if markup:
            yield from ((at + found.start(), found) for found in _TAG.finditer(piece))
        at += len(piece)


def _bounded(text: str) -> str | None:
    """The text with its short fields cut, or None when it is a flood."""
    counts: Counter[str] = Counter()
    pieces, done = [], 0
    for at, found in _tags(text):
        name = found[2].lower()
        end = text.find(">", at, at + _LONGEST_TAG)
        counts[name] += not found[1]
        if end < 0 or (name in _REPEATED and counts[name] > CHILDREN):
            return None
        if name in _SHORT_FIELDS and not found[1]:
            first, last = _run(text, end + 1)
            if last - first > SHORT:
                pieces.append(text[done : first + SHORT])
                done = last
    return "".join(pieces) + text[done:]


def _run(text: str, start: int) -> tuple[int, int]:
    """Where the text that follows a start tag begins and ends, inside CDATA or not."""
    cdata = _CDATA.match(text, start)
    first = cdata.end() if cdata else start
    last = text.find("]]>" if cdata else "<", first)
    return first, last if last >= 0 else len(text)


# --- parsing -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Frame:
    """What stands around the entries, known to be harmless."""

    head: str
    tail: str
    address: str
    document: Document

    @classmethod
    def of(cls, root: str, head: str, tail: str, address: str) -> _Frame | None:
        """The head as it is, or its first tag alone if the rest of it is poison."""
        local = root.rpartition(":")[2].lower()
        bare = head[: head.find(">") + 1] + ("<channel>" if local == "rss" else "")
        for first, last in ((head, tail), (bare, _BARE_TAILS.get(local, f"</{root}>"))):
            try:
                document = _parse(first + last, address)
            except Exception:  # noqa: S112 - feedparser raises whatever it likes
                continue
            if document.format:
                return cls(first, last, address, _skipping(document, first + last))
        return None

    def entries(self, items: list[str]) -> tuple[Entry, ...]:
        """Read entries inside this frame; raises whatever feedparser raises."""
        return _parse(self.head + "".join(items) + self.tail, self.address).entries


def _isolate(frame: _Frame, items: list[str]) -> tuple[list[Entry], int]:
    """(entries, how many were lost): halves are tried apart until only the poisonous ones are left over."""
    if not items:
        return [], 0
    try:
        return list(frame.entries(items)), 0
    except Exception:
        if len(items) == 1:
            return [], 1
    middle = len(items) // 2
    first, lost_first = _isolate(frame, items[:middle])
    second, lost_second = _isolate(frame, items[middle:])
    return first + second, lost_first + lost_second


def _parse(text: str, address: str) -> Document:
    headers = {"content-type": "application/xml; charset=utf-8"} | ({"content-location": address} if address else {})
    parsed = feedparser.parse(
        io.BytesIO(text.encode("utf-8", "replace")),
        response_headers=headers,
        sanitize_html=False,
        resolve_relative_uris=False,
    )
    version = next((ours for theirs, ours in _FORMATS if parsed.version.startswith(theirs)), "")
    feed = parsed.feed
    return Document(
        format=version,
        reader="tolerant",
        entries=tuple(_entry(entry, version.startswith("rss"), address) for entry in parsed.entries),
        id=_text(feed, "id"),
        title=plain(RawText(feed.get("title") or "", Markup.HTML)) or None,
        link=_text(feed, "link"),
        language=_text(feed, "language"),
        links=tuple(_links(feed)),
        ttl=minutes(*(_text(feed, key) for key in ("ttl", "sy_updateperiod", "sy_updatefrequency"))),
    )


def _skipping(document: Document, text: str) -> Document:
    """With the hours and days to be skipped, of which feedparser keeps the last one only."""
    found = skips(_inside(text, "skiphours", "hour"), _inside(text, "skipdays", "day"))
    return replace(document, skip_hours=found.hours, skip_days=found.days, notes=found.notes)


def _inside(text: str, outer: str, inner: str) -> list[str]:
    _, _, after = text.lower().partition(f"<{outer}>")
    return re.findall(rf"<{inner}>([^<>]{{1,20}})<", after[:_LONGEST_SKIPS].partition(f"</{outer}")[0])


def _entry(entry: Any, rss: bool, address: str) -> Entry:
    links = tuple(_links(entry))
    content = next((detail for detail in entry.get("content") or () if detail.get("value")), None)
    media = [each for key in ("media_content", "media_thumbnail") for each in entry.get(key) or ()]
    return Entry(
        guid=_text(entry, "id"),
        guid_is_link=bool(entry.get("guidislink")),
        link=_text(entry, "link"),
        title=_raw(entry.get("title_detail"), rss, address),
        summary=_raw(entry.get("summary_detail"), rss, address),
        content=_raw(content, rss, address),
        published=_text(entry, "published"),
        updated=_text(entry, "updated"),
        authors=tuple(_authors(entry)),
        categories=tuple(_categories(entry)),
        enclosures=tuple(link for link in links if link.rel == "enclosure")
        + tuple(Link(each["url"], "enclosure", each.get("type")) for each in media if each.get("url")),
        links=tuple(link for link in links if link.rel != "enclosure"),
        language=_text(entry, "language"),
        rights=_text(entry, "rights"),
        origin=_origin(entry.get("source")),
    )


def _text(holder: Any, key: str) -> str | None:
    """A field as it was written: ``dict.get`` because feedparser's own answers for absent dates with other ones."""
    value = dict.get(holder, key)
    return value.strip() or None if isinstance(value, str) else None


def _raw(detail: Any, rss: bool, address: str) -> RawText | None:
    """RSS is HTML whatever feedparser calls it; Atom says what it is."""
    if not detail or not (detail.get("value") or "").strip():
        return None
    html = rss or detail.get("type") in _HTML
    base = detail.get("base") or address or None
    return RawText(detail["value"].strip(), Markup.HTML if html else Markup.TEXT, detail.get("language"), base)


def _links(holder: Any) -> Iterator[Link]:
    for each in holder.get("links") or ():
        if href := _text(each, "href"):
            yield Link(
                href,
                each.get("rel") or "alternate",
                each.get("type"),
                each.get("hreflang"),
                each.get("title"),
                _number(each.get("length")),
            )


def _authors(entry: Any) -> Iterator[str]:
    for each in entry.get("authors") or ():
        name = each.get("name") or each.get("email")
        if name:
            yield name


def _categories(entry: Any) -> Iterator[Category]:
    for each in entry.get("tags") or ():
        if each.get("term"):
            yield Category(each["term"], each.get("scheme"), each.get("label"))


def _origin(source: Any) -> Origin | None:
    if not source:
        return None
    origin = Origin(_text(source, "id"), _text(source, "title"), _text(source, "link") or _text(source, "href"))
    return None if origin == Origin() else origin


def _number(value: Any) -> int | None:
    text = str(value).strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 15 else None
