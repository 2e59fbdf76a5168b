"""Clean text in, the feed document inside it out; or the reason why there is none.

Nothing here builds a tree. What is junk around the document goes, what is dangerous in it is refused (entity
declarations, depth, floods of attributes), and what is commonly wrong in it can be repaired.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.entities import html5
from typing import Any
from xml.parsers import expat

from syndicator.model.source import Outcome
from syndicator.ports import Unreadable

DEPTH = 64
ATTRIBUTES = 64
CHILDREN = 200
"""Children of an entry that are looked at."""
SHORT = 4096
"""Characters of a title, a name, an id and the like."""

_JUNK = frozenset({"br", "b"})
"""What PHP writes around its warnings."""
_NAME = re.compile(r"[A-Za-z_][\w.:-]{0,100}")
_CLOSED = re.compile(r"[ \t\r\n]*>")
_PAGE_TITLE = re.compile(r"<title[^<>]{0,200}>([^<]{1,200})", re.IGNORECASE)
_SPECIAL = re.compile(r"<!\[CDATA\[|<!--")
_AMPERSAND = re.compile(r"&(?:(#[xX][0-9a-fA-F]{1,8}|#[0-9]{1,10}|[A-Za-z][A-Za-z0-9]{1,31});)?")
_STRAY = re.compile(r"<(?![A-Za-z_:/!?\u0080-\U0010ffff])")
_XML_NAMES = frozenset({"amp", "lt", "gt", "quot", "apos"})
_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_PREFIXED = re.compile(r"[<\s]([A-Za-z_][\w.-]{0,40}):[\w.-]{1,60}(?=[\s=/>])")
_DECLARED = re.compile(r"xmlns:([A-Za-z_][\w.-]{0,40})")
_NAMESPACE = re.compile(r"""xmlns(?::[\w.-]{1,40})?=["'][^"'<>]{1,200}["']""")
_NAMESPACES = {
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "media": "http://search.yahoo.com/mrss/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "sy": "http://purl.org/rss/1.0/modules/syndication/",
}
_CUT_SHORT = frozenset({
    expat.errors.codes[expat.errors.XML_ERROR_NO_ELEMENTS],
    expat.errors.codes[expat.errors.XML_ERROR_UNCLOSED_TOKEN],
    expat.errors.codes[expat.errors.XML_ERROR_PARTIAL_CHAR],
    expat.errors.codes[expat.errors.XML_ERROR_UNCLOSED_CDATA_SECTION],
})  # fmt: skip
_HOSTILE = "the source is broken or hostile: pause it and ask the publisher"


def unread(left: int, bound: int) -> str:
    """The note on entries that were left out because a document has too many (fault B19)."""
    return f"{left} entries beyond the first {bound} were not read; 'limits.entries' sets the bound"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A kind of document that is looked for."""

    name: str
    roots: frozenset[str]
    """In small letters, without prefix."""
    formats: str
    """For messages."""


FEED = Wanted("feed", frozenset({"rss", "rdf", "feed"}), "RSS, Atom or JSON Feed")
SITEMAP = Wanted("sitemap", frozenset({"urlset", "sitemapindex"}), "a sitemap")
OPML = Wanted("list of feeds", frozenset({"opml"}), "OPML")


@dataclass(frozen=True, slots=True)
class Gated:
    """A document that may be read: XML from its root to its end without prolog, or JSON."""

    text: str
    root: str
    """The name of the root as written; ``{`` for JSON."""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Malformed:
    """Why XML is not well-formed."""

    message: str
    truncated: bool = False


@dataclass(frozen=True, slots=True)
class _Tag:
    start: int
    name: str
    doctype: bool = False


def gate(text: str, wanted: Wanted = FEED) -> Gated | Unreadable:
    """Find the wanted document in a text; :class:`Unreadable` (not-a-feed, dtd, truncated, empty) if there is none."""
    stripped = text.strip("\ufeff \t\r\n")
    if not stripped:
        return Unreadable(Outcome.EMPTY, "The document is empty; ask the publisher, and look at the address again.")
    if stripped[0] == "{":
        return Gated(stripped, "{")
    root = _root(stripped, wanted)
    return root if isinstance(root, Unreadable) else _trim(stripped, root)


def _root(text: str, wanted: Wanted) -> _Tag | Unreadable:
    """The first real element, which must be a wanted one: markup further inside a page never counts."""
    for tag in _tags(text):
        local = tag.name.rpartition(":")[2].lower()
        if tag.doctype:
            if _has_subset(text, tag.start):
                return Unreadable(
                    Outcome.DTD, "The document declares entities in a DOCTYPE, which is refused; ask for a plain feed."
                )
        elif local in wanted.roots:
            return tag
        elif local not in _JUNK:
            page = local in ("html", "head", "body", "title", "meta")
            return _page(text, wanted) if page else _other(tag.name, wanted)
    return Unreadable(
        Outcome.NOT_A_FEED,
        f"The document holds no {wanted.name} and no markup at all; look at the address in a browser.",
    )


def _tags(text: str) -> Iterator[_Tag]:
    """Start tags and DOCTYPEs of the beginning, past comments, instructions and end tags."""
    at = text.find("<")
    while at >= 0:
        if text.startswith("<!--", at):
            end = text.find("-->", at)
        else:
            end = text.find(">", at)
            doctype = text[at : at + 9].lower() == "<!doctype"
            name = _NAME.search(text, at + 9, at + 120) if doctype else _NAME.match(text, at + 1)
            if name:
                yield _Tag(at, name.group(), doctype)
        at = text.find("<", end) if end >= 0 else -1


def _has_subset(text: str, start: int) -> bool:
    end = text.find(">", start)
    return "[" in text[start : end if end >= 0 else len(text)]


def _page(text: str, wanted: Wanted) -> Unreadable:
    found = _PAGE_TITLE.search(text[:100_000])
    title = f" titled “{' '.join(found.group(1).split())[:120]}”" if found and found.group(1).strip() else ""
    return Unreadable(
        Outcome.NOT_A_FEED,
        f"The address gives a web page{title}, not a {wanted.name}; "
        f"open it in a browser and look for the {wanted.name}'s own address.",
    )


def _other(name: str, wanted: Wanted) -> Unreadable:
    return Unreadable(
        Outcome.NOT_A_FEED,
        f"The document is <{name}>, not {wanted.formats}; look for the {wanted.name}'s own address.",
    )


def _trim(text: str, root: _Tag) -> Gated | Unreadable:
    end = _end(text, root)
    if end < 0:
        return Unreadable(
            Outcome.TRUNCATED,
            f"The document ends before </{root.name}>; it will be read whole at one of the next polls.",
        )
    notes = []
    if not text.startswith(("<?xml", "<!", "<" + root.name)):
        notes.append("junk before the document was cut off")
    if text[end:].strip() and not text[end:].lstrip().startswith("<!--"):
        notes.append("junk after the document was cut off")
    return Gated(text[root.start : end], root.name, tuple(notes))


def _end(text: str, root: _Tag) -> int:
    """Where the last closing tag of the root ends, or -1."""
    at = len(text)
    while (at := text.rfind("</" + root.name, root.start, at)) >= 0:
        closed = _CLOSED.match(text, at + 2 + len(root.name))
        if closed:
            return closed.end()
    first = text.find(">", root.start)
    return first + 1 if first > 0 and text[first - 1] == "/" else -1


class _TooMuchError(Exception):
    """Raised inside expat to stop it."""


def prescan(data: bytes) -> Malformed | Unreadable | None:
    """Look at a whole document without building anything: None when it is well-formed and within bounds."""
    parser = expat.ParserCreate("utf-8")
    parser.ordered_attributes = True
    depth = 0

    def start(_name: str, attributes: list[Any]) -> None:
        nonlocal depth
        depth += 1
        if depth > DEPTH:
            raise _TooMuchError(f"elements lie more than {DEPTH} levels deep")
        if len(attributes) > 2 * ATTRIBUTES:
            raise _TooMuchError(f"an element has more than {ATTRIBUTES} attributes")

    def end(_name: str) -> None:
        nonlocal depth
        depth -= 1

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    try:
        parser.Parse(data, True)
    except _TooMuchError as reason:
        return Unreadable(Outcome.LIMITS, f"In the document {reason}; {_HOSTILE}.")
    except expat.ExpatError as error:
        return Malformed(str(error), error.code in _CUT_SHORT)
    return None


def repair(gated: Gated) -> Gated:
    """Mend what is commonly wrong: bare ``&`` and ``<``, HTML's entities, impossible characters, unbound prefixes."""
    pieces = [_mend(piece) if markup else piece for markup, piece in sections(gated.text)]
    return Gated(_bind("".join(pieces), gated.root), gated.root, gated.notes)


def sections(text: str) -> Iterator[tuple[bool, str]]:
    """(is markup, piece) in order: CDATA sections come apart from the rest, comments do not come at all."""
    at = 0
    while found := _SPECIAL.search(text, at):
        cdata = found.group() != "<!--"
        end = text.find("]]>" if cdata else "-->", found.end())
        if end < 0:
            break
        yield True, text[at : found.start()]
        if cdata:
            yield False, text[found.start() : end + 3]
        at = end + 3
    yield True, text[at:]


def _mend(markup: str) -> str:
    spaceless = _NAMESPACE.sub(lambda found: "".join(found.group().split()), markup)
    return _STRAY.sub("&lt;", _AMPERSAND.sub(_reference, spaceless))


def _reference(found: re.Match[str]) -> str:
    name = found.group(1)
    if name is None:
        return "&amp;"
    if name[0] == "#":
        code = int(name[2:], 16) if name[1] in "xX" else int(name[1:])
        return f"&#{code};" if _is_character(code) else "\ufffd"
    if name in _XML_NAMES:
        return found.group()
    characters = html5.get(name + ";")
    return "".join(_ESCAPES.get(each, each) for each in characters) if characters else f"&amp;{name};"


def _is_character(code: int) -> bool:
    """Char of XML 1.0, section 2.2."""
    return code in (9, 10, 13) or 0x20 <= code <= 0xD7FF or 0xE000 <= code <= 0xFFFD or 0x10000 <= code <= 0x10FFFF


def _bind(text: str, root: str) -> str:
    used = {prefix for markup, piece in sections(text) if markup for prefix in _PREFIXED.findall(piece)}
    unbound = sorted(used - set(_DECLARED.findall(text)) - {"xml", "xmlns"})
    at = 1 + len(root)
    declared = "".join(f' xmlns:{each}="{_NAMESPACES.get(each, "urn:unbound:" + each)}"' for each in unbound[:32])
    return text[:at] + declared + text[at:]
