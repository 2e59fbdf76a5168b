"""OPML 2.0 (opml.org/spec2), the format in which readers of feeds exchange what they read: sources in, sources out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from lxml import etree

from syndicator.ingest.gate import OPML, SHORT
from syndicator.ingest.wellformed import root_of
from syndicator.model.entry import Category, Document, Entry, Link, RawText
from syndicator.model.source import Limits, Options, Source
from syndicator.ports import Unreadable


def read_opml(
    body: bytes, content_type: str, _address: str, limits: Limits, _options: Options | None
) -> Document | Unreadable:
    """Read a list of feeds: an entry for each, in order, its groups as categories, addresses as written."""
    root = root_of(body, content_type, OPML, limits)
    if isinstance(root, Unreadable):
        return root
    title = next((element.text for element in root.iter("title")), None)
    return Document(
        format="opml",
        reader="strict",
        entries=tuple(_entries(root)),
        title=(title or "").strip() or None,
        notes=tuple(_notes(root)),
    )


def _notes(root: etree._Element) -> Iterator[str]:
    """Lists that are to be included (opml.org/spec2, inclusion) are nobody's to add to what the operator chose."""
    inner = sum((each.get("type") or "").strip().lower() == "include" for each in root.iter("outline"))
    if inner:
        yield f"{inner} lists within the list are not followed"


def _entries(root: etree._Element) -> Iterator[Entry]:
    for outline in root.iter("outline"):
        address = _said(outline, "xmlUrl") or _said(outline, "xmlurl")
        if address:
            title = _said(outline, "title") or _said(outline, "text")
            home = _said(outline, "htmlUrl")
            groups = (_said(each, "text") or _said(each, "title") for each in outline.iterancestors("outline"))
            yield Entry(
                link=address,
                title=RawText(title) if title else None,
                categories=tuple(Category(name) for name in groups if name),
                links=(Link(home),) if home else (),
                language=_said(outline, "language"),
            )


def _said(outline: etree._Element, name: str) -> str | None:
    return (outline.get(name) or "").strip()[:SHORT] or None


def write_opml(sources: Iterable[Source], title: str) -> bytes:
    """A list of *sources*, grouped by publisher. What is no feed is a link, so that no reader subscribes to it."""
    root = etree.Element("opml", version="2.0")
    etree.SubElement(etree.SubElement(root, "head"), "title").text = title
    body = etree.SubElement(root, "body")
    for publisher, group in groupby(sorted(sources, key=lambda each: each.publisher), lambda each: each.publisher):
        outline = etree.SubElement(body, "outline", text=publisher)
        for source in group:
            etree.SubElement(outline, "outline", _attributes(source))
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def _attributes(source: Source) -> dict[str, str]:
    kind = (
        {"type": "rss", "xmlUrl": source.address} if source.kind == "feed" else {"type": "link", "url": source.address}
    )
    more = {"htmlUrl": source.homepage, "language": source.language}
    return {"text": source.name, "title": source.name} | kind | {name: value for name, value in more.items() if value}
