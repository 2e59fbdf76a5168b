"""Two tellings of one text in, a careful one and a generous one; the text out: what belongs to it and nothing else.

The careful telling leaves out what stands in a page's header and what is mostly links, and with them leads and
headings; the generous one takes teasers and forms for text, mostly after the end. So the careful one says where the
text begins and ends, and the generous one what is between, and what prose leads to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from lxml import etree

from syndicator.ingest.page import HEADINGS

_ALIKE = 0.8
"""So much of the careful telling, by characters, has to be in the generous one for them to be of one text."""
_PROSE = 80
"""Characters; paragraphs and lists that are shorter are names, dates and buttons."""
_LINKED = 0.5
"""A block with more of its characters in links points elsewhere."""
_ABUTTING = re.compile(r"(\w{1,40})((?:</?(?:a|b|code|em|i|strong|sub|sup|u)(?: [^<>]{0,2048})?>){1,8})(?=(\w{1,40}))")
_MOST_ABUTTING = 1000
_LISTS = ("ul", "ol", "blockquote", "pre")


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, a heading, a list: what stands in a body."""

    tag: str
    text: str
    markup: str
    linked: float
    """The share of its characters that are in links."""


def blocks_of(markup: str) -> list[Block]:
    """The blocks of a page that was reduced to its text, those without words left out."""
    root = etree.HTML(markup) if markup else None
    body = None if root is None else root.find("body")
    return [] if body is None else [each for each in _blocks(body) if each.text]


def _blocks(body: etree._Element) -> Iterator[Block]:
    yield _bare(body.text)
    for element in body:
        yield block_of(element)
        yield _bare(element.tail)


def _bare(text: str | None) -> Block:
    """Text that stands in no element."""
    read = " ".join((text or "").split())
    return Block("p", read, f"<p>{escape(read, quote=False)}</p>", 0.0)


def block_of(element: etree._Element) -> Block:
    """An element as one block."""
    text = _text(element)
    linked = sum(len(_text(each)) for each in element.iter("a")) / max(1, len(text))
    markup = etree.tostring(element, method="html", encoding="unicode", with_tail=False)
    return Block(str(element.tag), text, markup, linked)


def _text(element: etree._Element) -> str:
    return " ".join("".join(map(str, element.itertext())).split())


def completed(careful: list[Block], generous: list[Block]) -> list[Block]:
    """The careful telling with what it left out; unchanged where the generous one is of something else."""
    known = {each.text for each in careful}
    places = [place for place, each in enumerate(generous) if each.text in known]
    shared = sum(len(generous[place].text) for place in places)
    if not places or shared < _ALIKE * sum(map(len, known)):
        return careful
    first, last = places[0], places[-1]
    leads = [each for each in generous[:first] if each.tag == "p" and _is_prose(each)]
    return leads + [each for each in generous[first : last + 1] if each.text in known or _belongs(each)]


def _belongs(block: Block) -> bool:
    """Whether what stands between blocks of a text is of it."""
    return block.tag in HEADINGS or (block.tag in ("p", *_LISTS) and _is_prose(block))


def _is_prose(block: Block) -> bool:
    return len(block.text) >= _PROSE and block.linked < _LINKED


def parted(markup: str, text: str) -> str:
    """The markup with a space where words have run together at a tag: the page's text does not have them as one."""

    def part(found: re.Match[str]) -> str:
        before, tags, after = found.groups()
        if before + after in text:
            return found.group()
        return f"{before}{tags} " if tags.startswith("</") else f"{before} {tags}"

    return _ABUTTING.sub(part, markup, count=_MOST_ABUTTING)
