"""A well-formed XML feed in, a document out: RSS 0.9x, 1.0 and 2.0, Atom 0.3 and 1.0, with the usual modules.

Sources: RSS 2.0 (RSS Advisory Board), RSS 1.0 (RSS-DEV), RFC 4287 and its draft 0.3, Dublin Core, content, Media RSS
1.5, RFC 5005's and WebSub's links, tombstones (RFC 6721). Each entry stands alone: what goes wrong in one costs that
one only.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from html import unescape
from itertools import islice
from urllib.parse import urljoin

from lxml import etree

from syndicator.ingest.gate import CHILDREN, SHORT, unread
from syndicator.ingest.skips import skips
from syndicator.model.entry import Category, Document, Entry, Link, Markup, Origin, RawText, Tombstone
from syndicator.model.source import Limits, Outcome
from syndicator.ports import Unreadable

_ATOM = "http://www.w3.org/2005/atom"
_ATOM03 = "http://purl.org/atom/ns"
_RSS10 = "http://purl.org/rss/1.0"
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns"
_ABOUT = f"{{{_RDF}#}}about"
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_BASE = "{http://www.w3.org/XML/1998/namespace}base"
_PREFIXES = {
    _ATOM: "atom:",
    _ATOM03: "atom:",
    _RDF: "rdf:",
    _RSS10: "",
    "http://my.netscape.com/rdf/simple/0.9": "",
    "http://channel.netscape.com/rdf/simple/0.9": "",
    "http://backend.userland.com/rss2": "",
    "http://purl.org/rss/1.0/modules/content": "content:",
    "http://purl.org/dc/elements/1.1": "dc:",
    "http://purl.org/dc/elements/1.0": "dc:",
    "http://purl.org/dc/terms": "dcterms:",
    "http://search.yahoo.com/mrss": "media:",
    "http://video.search.yahoo.com/mrss": "media:",
    "http://www.itunes.com/dtds/podcast-1.0.dtd": "itunes:",
    "http://purl.org/rss/1.0/modules/syndication": "sy:",
    "http://www.w3.org/1999/xhtml": "xhtml:",
    "http://backend.userland.com/creativecommonsrssmodule": "cc:",
    "http://web.resource.org/cc": "cc:",
    "http://purl.org/atompub/tombstones/1.0": "at:",
}
"""Namespaces in lower case without a closing ``/`` or ``#``: publishers get both wrong."""
_UPDATE_MINUTES = {"hourly": 60, "daily": 1440, "weekly": 10080, "monthly": 43200, "yearly": 525600}
_CONTENTS = ("content:encoded", "xhtml:body", "xhtml:div", "body", "fullitem")
_HTML_TYPES = frozenset({"html", "text/html", "application/xhtml+xml", "xhtml"})
_MARKUP = re.compile(r"<(script|style)\b.*?(?:</\1\s*>|$)|<!--.*?(?:-->|$)|<[^<>]*>", re.DOTALL | re.IGNORECASE)
_DIGITS = re.compile(r"[0-9]{1,15}")

Fields = dict[str, list[etree._Element]]


@dataclass(slots=True)
class _Reading:
    """What holds for the whole document, and the notes that come up on the way."""

    address: str
    home: str
    """The namespace of the format, whatever it is."""
    prefix: str
    """What names of that namespace begin with: ``atom:`` or nothing."""
    names: dict[str, str] = field(default_factory=dict)
    notes: dict[str, int] = field(default_factory=dict)

    def note(self, text: str) -> None:
        self.notes[text] = self.notes.get(text, 0) + 1

    def told(self) -> tuple[str, ...]:
        return tuple(text if count == 1 else f"{text} ({count} times)" for text, count in self.notes.items())

    def name(self, tag: str) -> str:
        """The short name of a tag: ``title``, ``atom:link``, ``dc:creator``; ``?`` for what we do not know."""
        short = self.names.get(tag)
        if short is None:
            space, local = _split(tag)
            prefix = self.prefix if space == self.home else _PREFIXES.get(space, "?" if space else "")
            short = self.names[tag] = prefix + local
        return short

    def fields(self, element: etree._Element) -> Fields:
        """The children by name, in one pass."""
        found: Fields = {}
        names = self.names
        for child in element:
            found.setdefault(names.get(child.tag) or self.name(child.tag), []).append(child)
        if len(element) > CHILDREN:
            self._thin(found)
        return found

    def _thin(self, found: Fields) -> None:
        for name, elements in found.items():
            if len(elements) > CHILDREN:
                self.note(f"only the first {CHILDREN} <{name.lstrip('?')}> of an entry were read")
                del elements[CHILDREN:]


def _split(tag: str) -> tuple[str, str]:
    """(namespace, name) in small letters: publishers write ``pubdate`` and ``Item``, too."""
    space, _, local = tag.lower().rpartition("}")
    return space[1:].rstrip("/#"), local


def read_xml(data: bytes, *, address: str, limits: Limits) -> Document | Unreadable:
    """Read a well-formed document without prolog; :class:`Unreadable` (parse, limits, dtd, not-a-feed) if not."""
    root = tree_of(data)
    return root if isinstance(root, Unreadable) else read_tree(root, address=address, limits=limits)


def tree_of(data: bytes) -> etree._Element | Unreadable:
    """The root of a well-formed document without prolog; :class:`Unreadable` (parse, limits, dtd) if it is not."""
    try:
        root = etree.fromstring(data, _parser())
    except etree.XMLSyntaxError as error:
        if "Resource limit" in str(error.msg):
            return Unreadable(Outcome.LIMITS, "A text in the document is too long to be read; pause the source.")
        return Unreadable(Outcome.PARSE, f"The document is not well-formed XML: {error.msg}.")
    if root.getroottree().docinfo.internalDTD is not None:
        return Unreadable(Outcome.DTD, "The document has a DOCTYPE that was not cut off, which is refused.")
    return root


def _parser() -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )


def read_tree(root: etree._Element, *, address: str, limits: Limits) -> Document | Unreadable:
    """Read a parsed document."""
    local = _split(root.tag)[1]
    frame = _FRAMES.get(local)
    if frame is None:
        return Unreadable(
            Outcome.NOT_A_FEED, f"The document is <{local}>, not RSS or Atom; look for the feed's address."
        )
    version, home, parents = frame(root)
    reading = _Reading(address, home, "atom:" if version.startswith("atom") else "")
    return replace(_document(reading, root, parents, limits.entries), format=version)


def _feed(root: etree._Element) -> _Frame:
    space = _split(root.tag)[0]
    old = space == _ATOM03 or root.get("version") in ("0.1", "0.2", "0.3")
    return "atom03" if old else "atom10", space, [root]


def _rss(root: etree._Element) -> _Frame:
    channels = [child for child in root if _split(child.tag)[1] == "channel"]
    home = _split((channels or [root])[0].tag)[0]
    return "rss09" if root.get("version", "").startswith("0.9") else "rss20", home, [*channels, root]


def _rdf(root: etree._Element) -> _Frame:
    channels = [child for child in root if _split(child.tag)[1] == "channel"]
    home = _split(channels[0].tag)[0] if channels else _RSS10
    return "rss09" if "netscape" in home else "rss10", home, [*channels, root]


_Frame = tuple[str, str, list[etree._Element]]
"""(format, namespace of the format, elements that hold entries and facts about the document)"""
_FRAMES: dict[str, Callable[[etree._Element], _Frame]] = {"feed": _feed, "rss": _rss, "rdf": _rdf}


def _document(reading: _Reading, root: etree._Element, parents: list[etree._Element], limit: int) -> Document:
    build, wanted = (_atom_entry, "atom:entry") if reading.prefix else (_rss_entry, "item")
    outer = _base(root, reading.address)
    base = outer if parents[0] is root else _base(parents[0], outer)
    items, meta = _sorted_children(reading, parents, wanted)
    entries = []
    for item in items[:limit]:
        try:
            entries.append(build(reading, item, base))
        except Exception as error:
            reading.note(f"an entry could not be read and was left out: {type(error).__name__}")
    if len(items) > limit:
        reading.note(unread(len(items) - limit, limit))
    head = _head(reading, meta, base, parents[0].get(_LANGUAGE) or root.get(_LANGUAGE))
    return replace(head, entries=tuple(entries), notes=reading.told())


def _sorted_children(
    reading: _Reading, parents: Iterable[etree._Element], wanted: str
) -> tuple[list[etree._Element], Fields]:
    """(entries, everything else): RSS 1.0 keeps its items beside the channel, RSS 2.0 inside."""
    items: list[etree._Element] = []
    meta: Fields = {}
    for parent in parents:
        for child in parent:
            name = reading.name(child.tag)
            if name == wanted:
                items.append(child)
            elif name != "channel":
                kept = meta.setdefault(name, [])
                if len(kept) < CHILDREN:
                    kept.append(child)
    return items, meta


# --- the document's head -------------------------------------------------------------------------------------------


def _head(reading: _Reading, meta: Fields, base: str, language: str | None) -> Document:
    links = _links(meta.get("atom:link", ()), base)
    title = _first_text(meta, ("title", "dc:title"), Markup.HTML, base) or _construct(meta, ("atom:title",), base)
    skipped = skips(_children(meta, "skiphours"), _children(meta, "skipdays"))
    for note in skipped.notes:
        reading.note(note)
    return Document(
        format="",
        reader="strict",
        tombstones=tuple(_tombstones(reading, meta.get("at:deleted-entry", ()))),
        id=_short(reading, _text(meta, "atom:id")),
        title=(plain(title) or None) if title else None,
        link=_text(meta, "link") or _alternate(links),
        language=language or _text(meta, "dc:language", "language"),
        links=links,
        ttl=minutes(_text(meta, "ttl"), _text(meta, "sy:updateperiod"), _text(meta, "sy:updatefrequency")),
        skip_hours=skipped.hours,
        skip_days=skipped.days,
    )


def _tombstones(reading: _Reading, elements: Iterable[etree._Element]) -> Iterator[Tombstone]:
    for element in elements:
        if guid := _identifier(reading, (element.get("ref") or "").strip()):
            when, comment = element.get("when"), _text(reading.fields(element), "at:comment")
            yield Tombstone(guid, _short(reading, when and when.strip()), _short(reading, comment))


def _children(meta: Fields, name: str) -> list[str]:
    """What the children of a field of the document's head say."""
    return [_content(child) or "" for outer in meta.get(name, ()) for child in islice(outer, CHILDREN)]


def minutes(ttl: str | None, period: str | None, frequency: str | None) -> int | None:
    """How often a document wants to be read: what its ttl says, else its sy:updatePeriod and sy:updateFrequency."""
    said = _number(ttl)
    every = _UPDATE_MINUTES.get((period or "").strip().lower())
    return every // max(1, _number(frequency) or 1) if said is None and every else said


def plain(text: RawText) -> str:
    """A text in plain words on one line: good enough for a name, not for publishing."""
    value = text.value[:SHORT]
    value = unescape(_MARKUP.sub("", value)) if text.markup is Markup.HTML else value
    return " ".join(value.split())


# --- entries -------------------------------------------------------------------------------------------------------


def _rss_entry(reading: _Reading, item: etree._Element, base: str) -> Entry:
    fields = reading.fields(item)
    base = _base(item, base)
    guid, is_link = _guid(reading, fields, item)
    links = _links(fields.get("atom:link", ()), base)
    comments = _address(reading, _text(fields, "comments"), item, base)
    # <link href="…"/> without a namespace is Atom in RSS, too
    link = _text(fields, "link") or _alternate(links) or _alternate(_links(fields.get("link", ()), base))
    summary = _first_text(fields, ("description",), Markup.HTML, base) or _construct(fields, ("atom:summary",), base)
    content = _first_text(fields, _CONTENTS, Markup.HTML, base) or _construct(fields, ("atom:content",), base)
    late = ("summary", "dc:description", "itunes:summary", "media:description", "itunes:subtitle")
    return Entry(
        guid=guid,
        guid_is_link=is_link,
        link=_address(reading, link or (guid if is_link else None), item, base),
        title=_shortened(reading, _rss_title(fields, base)),
        summary=summary or (None if content else _first_text(fields, late, Markup.HTML, base)),
        content=content,
        published=_short(
            reading, _text(fields, "pubdate", "dc:date", "dcterms:issued", "atom:published", "dcterms:created")
        ),
        updated=_short(reading, _text(fields, "atom:updated", "dcterms:modified")),
        authors=_rss_authors(reading, fields),
        categories=tuple(_categories(reading, fields)),
        enclosures=_enclosures(fields, links),
        links=tuple(each for each in links if each.rel != "enclosure")
        + ((Link(comments, "replies"),) if comments else ()),
        language=item.get(_LANGUAGE) or _text(fields, "dc:language"),
        rights=_short(reading, _text(fields, "dc:rights", "copyright", "atom:rights", "media:copyright", "cc:license")),
        origin=_rss_origin(fields),
    )


def _rss_title(fields: Fields, base: str) -> RawText | None:
    title = _first_text(fields, ("title",), Markup.HTML, base) or _construct(fields, ("atom:title",), base)
    return title or _first_text(fields, ("dc:title", "media:title", "itunes:title"), Markup.HTML, base)


def _guid(reading: _Reading, fields: Fields, item: etree._Element) -> tuple[str | None, bool]:
    """(id, whether it is a permalink): RSS 2.0 says that it is unless it says it is not.

    An id that is no address is one only if it is called a permalink where xml:base tells what it is relative to.
    """
    for element in fields.get("guid", ()):
        value = _content(element)
        if value:
            said = (element.get("isPermaLink") or element.get("ispermalink") or "").strip().lower()
            relative = said == "true" and element.base is not None
            return _identifier(reading, value), said != "false" and (relative or _web(value) is not None)
    return _identifier(reading, item.get(_ABOUT) or _text(fields, "atom:id", "dc:identifier")), False


def _web(guid: str | None) -> str | None:
    """An id that can be opened: the link of entries that have no other."""
    return guid if guid and guid.startswith(("http://", "https://")) else None


def _rss_authors(reading: _Reading, fields: Fields) -> tuple[str, ...]:
    names = ("dc:creator", "author", "dc:author", "itunes:author")
    named = [_content(each) for name in names for each in fields.get(name, ())]
    return _unique(reading, [*named, *_persons(reading, fields)])


def _rss_origin(fields: Fields) -> Origin | None:
    for element in fields.get("source", ()):
        title, link = _content(element), (element.get("url") or "").strip()
        if title or link:
            return Origin(title=title, link=link or None)
    return None


def _atom_entry(reading: _Reading, entry: etree._Element, base: str) -> Entry:
    fields = reading.fields(entry)
    base = _base(entry, base)
    guid = _identifier(reading, _text(fields, "atom:id"))
    links = _links(fields.get("atom:link", ()), base)
    return Entry(
        guid=guid,
        link=_address(reading, _alternate(links) or _web(guid), entry, ""),
        title=_shortened(
            reading,
            _construct(fields, ("atom:title",), base) or _first_text(fields, ("media:title",), Markup.TEXT, base),
        ),
        summary=_construct(fields, ("atom:summary",), base) or _media_description(reading, fields, base),
        content=_construct(fields, ("atom:content",), base),
        published=_short(reading, _text(fields, "atom:published", "atom:issued", "dc:date", "atom:created")),
        updated=_short(reading, _text(fields, "atom:updated", "atom:modified", "dcterms:modified")),
        authors=_unique(
            reading, [*_persons(reading, fields), *(_content(each) for each in fields.get("dc:creator", ()))]
        ),
        categories=tuple(_categories(reading, fields)),
        enclosures=_enclosures(fields, links),
        links=tuple(each for each in links if each.rel != "enclosure"),
        language=entry.get(_LANGUAGE) or _text(fields, "dc:language"),
        rights=_short(reading, _text(fields, "atom:rights", "atom:copyright", "dc:rights", "cc:license")),
        origin=_atom_origin(reading, fields, base),
    )


def _media_description(reading: _Reading, fields: Fields, base: str) -> RawText | None:
    """YouTube and its like put the text into the media group."""
    groups = [reading.fields(group) for group in fields.get("media:group", ())]
    for each in (fields, *groups):
        found = _first_text(each, ("media:description",), Markup.TEXT, base)
        if found:
            return found
    return None


def _atom_origin(reading: _Reading, fields: Fields, base: str) -> Origin | None:
    for element in fields.get("atom:source", ()):
        inner = reading.fields(element)
        links = _links(inner.get("atom:link", ()), _base(element, base))
        title = _construct(inner, ("atom:title",), base)
        own = next((link.href for link in links if link.rel == "self"), None)
        origin = Origin(_text(inner, "atom:id"), plain(title) if title else None, _alternate(links) or own)
        if origin != Origin():
            return origin
    return None


def _persons(reading: _Reading, fields: Fields) -> Iterator[str | None]:
    for name in ("atom:author", "atom:contributor") if "atom:author" not in fields else ("atom:author",):
        for person in fields.get(name, ()):
            inner = reading.fields(person)
            yield _text(inner, "atom:name", "atom:email") or (None if len(person) else _content(person))


def _unique(reading: _Reading, names: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for each in names if (name := _short(reading, each))))


def _categories(reading: _Reading, fields: Fields) -> Iterator[Category]:
    for element in fields.get("category", ()):
        if term := _short(reading, _content(element)):
            yield Category(term, element.get("domain"))
    for element in fields.get("atom:category", ()):
        if term := _short(reading, (element.get("term") or _content(element) or "").strip()):
            yield Category(term, element.get("scheme"), element.get("label"))
    for name in ("dc:subject", "media:category"):
        for element in fields.get(name, ()):
            if term := _short(reading, _content(element)):
                yield Category(term, element.get("scheme"), element.get("label"))
    nested = (inner for outer in fields.get("itunes:category", ()) for inner in outer.iter())
    for element in islice(nested, CHILDREN):
        if term := _short(reading, (element.get("text") or "").strip()):
            yield Category(term)


# --- links and media -----------------------------------------------------------------------------------------------


def _links(elements: Iterable[etree._Element], base: str) -> tuple[Link, ...]:
    found = []
    for element in elements:
        href = (element.get("href") or element.text or "").strip()  # Atom that is written as if it were RSS
        if href:
            own = _base(element, base)
            found.append(
                Link(
                    href=_resolved(href, own, element),
                    rel=(element.get("rel") or "alternate").strip().rpartition("/relation/")[2] or "alternate",
                    type=element.get("type"),
                    hreflang=element.get("hreflang"),
                    title=element.get("title"),
                    length=_number(element.get("length")),
                )
            )
    return tuple(found)


def _alternate(links: Iterable[Link]) -> str | None:
    """The page of an entry: rel=alternate, of type HTML if several (RFC 4287, section 4.2.7.2)."""
    pages = [link for link in links if link.rel == "alternate"]
    html = next((link.href for link in pages if (link.type or "").lower() in _HTML_TYPES), None)
    return html or (pages[0].href if pages else None)


def _enclosures(fields: Fields, links: Iterable[Link]) -> tuple[Link, ...]:
    found = [_enclosure(each, "length") for each in fields.get("enclosure", ())]
    found += [link for link in links if link.rel == "enclosure"]
    found += [_enclosure(each, "fileSize") for each in _media(fields)]
    itunes = (element.get("href") for element in fields.get("itunes:image", ()))
    found += [Link(href.strip(), "enclosure") for href in itunes if href]
    unique: dict[str, Link] = {}
    for link in found:
        if link is not None:
            unique.setdefault(link.href, link)
    return tuple(unique.values())[:CHILDREN]


def _media(fields: Fields) -> Iterator[etree._Element]:
    """Contents, those of groups, then thumbnails, wherever they hang."""
    for name in ("content", "thumbnail"):
        yield from fields.get(f"media:{name}", ())
        for outer in (*fields.get("media:group", ()), *fields.get("media:content", ())):
            yield from (each for each in outer if _split(each.tag)[1] in (name, "group") and each.get("url"))


def _enclosure(element: etree._Element, length: str) -> Link | None:
    href = (element.get("url") or element.get("href") or "").strip()
    if not href:
        return None
    medium = element.get("medium")
    kind = element.get("type") or (f"{medium}/*" if medium in ("video", "audio") else None)
    return Link(href, "enclosure", kind, element.get("lang"), length=_number(element.get(length)))


def _address(reading: _Reading, link: str | None, element: etree._Element, base: str) -> str | None:
    """The entry's address; one that is too long to be true is none."""
    if link and len(link) > SHORT:
        reading.note(f"an address of more than {SHORT} characters was left out")
        return None
    return _resolved(link, base, element) if link and base else link


def _resolved(href: str, base: str, element: etree._Element) -> str:
    """Relative to xml:base where there is one; otherwise as written."""
    if element.base is None or ":" in href[:12]:
        return href
    try:
        return urljoin(base, href)
    except ValueError:
        return href


def _base(element: etree._Element, outer: str) -> str:
    own = element.get(_BASE)
    if not own:
        return outer
    try:
        return urljoin(outer, own.strip())
    except ValueError:
        return outer


# --- texts ---------------------------------------------------------------------------------------------------------


def _text(fields: Fields, *names: str) -> str | None:
    """The first of the named fields that says anything."""
    for name in names:
        for element in fields.get(name, ()):
            value = _content(element)
            if value:
                return value
    return None


def _content(element: etree._Element) -> str | None:
    value = element.text if not len(element) else "".join(map(str, element.itertext()))
    return value.strip() or None if value else None


def _first_text(fields: Fields, names: Iterable[str], markup: Markup, base: str) -> RawText | None:
    """The first of the named fields that says anything, with inline markup serialised."""
    for name in names:
        for element in fields.get(name, ()):
            written = Markup.HTML if len(element) else markup
            value = (_inner(element) if len(element) else element.text or "").strip()
            if value:
                return RawText(value, written, element.get(_LANGUAGE), _base(element, base) or None)
    return None


def _inner(element: etree._Element) -> str:
    """What is inside an element, as HTML without namespaces; the element is empty afterwards."""
    for each in element.iterdescendants():
        each.tag = each.tag.rpartition("}")[2]
    # in a tree of its own: lxml would write all declarations of the document on each child otherwise
    alone = etree.Element("div")
    alone.text = element.text
    alone.extend(list(element))
    etree.cleanup_namespaces(alone)
    return etree.tostring(alone, method="html", encoding="unicode")[len("<div>") : -len("</div>")]


def _construct(fields: Fields, names: Iterable[str], base: str) -> RawText | None:
    """An Atom text construct or content (RFC 4287, sections 3.1 and 4.1.3; draft 0.3 with its modes)."""
    for element in (element for name in names for element in fields.get(name, ())):
        kind = (element.get("type") or "text").strip().lower()
        value, markup = _atom_value(element, kind)
        if value and value.strip():
            return RawText(value.strip(), markup, element.get(_LANGUAGE), _base(element, base) or None)
    return None


def _atom_value(element: etree._Element, kind: str) -> tuple[str | None, Markup]:
    if element.get("mode") == "base64":
        return _unbase64(element.text or ""), Markup.HTML if kind in _HTML_TYPES else Markup.TEXT
    if len(element):
        only = element[0] if len(element) == 1 else None
        wrapped = only is not None and _split(only.tag)[1] == "div" and not (element.text or "").strip()
        return _inner(only if wrapped and only is not None else element), Markup.HTML
    if kind in _HTML_TYPES or (element.get("mode") == "escaped" and "html" in kind):
        return element.text, Markup.HTML
    other = "/" in kind and not kind.startswith("text/")
    return None if other else element.text, Markup.TEXT


def _unbase64(text: str) -> str | None:
    try:
        return base64.b64decode(text, validate=False).decode("utf-8", "replace").replace("\0", "")
    except (binascii.Error, ValueError):
        return None


def _short(reading: _Reading, value: str | None) -> str | None:
    if value and len(value) > SHORT:
        reading.note(f"a field was cut to {SHORT} characters")
        return value[:SHORT]
    return value or None


def _shortened(reading: _Reading, text: RawText | None) -> RawText | None:
    if text and len(text.value) > SHORT:
        reading.note(f"a title was cut to {SHORT} characters")
        return replace(text, value=text.value[:SHORT])
    return text


def _identifier(reading: _Reading, value: str | None) -> str | None:
    """An id, folded to its hash when it is absurdly long: cut short, two of them could become one."""
    if value and len(value) > SHORT:
        reading.note(f"an id of more than {SHORT} characters was replaced by its hash")
        return "urn:sha256:" + hashlib.sha256(value.encode()).hexdigest()
    return value or None


def _number(text: str | None) -> int | None:
    found = _DIGITS.fullmatch(text.strip()) if text else None
    return int(found.group()) if found else None
