"""The tree of an article's page in, its text out: found by trafilatura, or told whole by the page's own data.

What a page says besides its article must not come into a feed, and what the article says must not be lost, so
trafilatura is asked twice, for precision and for more, and the answers are joined (:mod:`syndicator.ingest.blocks`).
Where microdata mark the text, it is asked for more in there alone; where it finds next to nothing, the classes of
WordPress, Drupal and others tell where the text is. Pictures are left out, since with them come captions of other
articles. trafilatura takes long to be imported, so only children that read pages of articles hold it; its downloader is
never used.
"""

from __future__ import annotations

import logging
from types import ModuleType

from lxml import etree

from syndicator.ingest import jsonld
from syndicator.ingest.blocks import Block, block_of, blocks_of, completed, parted
from syndicator.ingest.page import Page
from syndicator.ingest.selector import select
from syndicator.model.entry import Markup, RawText

_LONGER = 1.1
"""So many times the characters that were found, and the data's text is taken: it has no paragraphs."""
_LEAD = 300
"""Characters; what data tell in no more is a lead and no text, and what precision finds in no more may be a part."""
_HEADING = 50
"""Characters; what is found in less is a heading without a text."""
_LONG = 200_000
"""Characters; a text so long is not looked for again, since each time may take seconds."""
_LOST = 0.2
"""Precision that leaves less of what is there has lost the text."""
_BODY = "[itemprop~=articleBody]"
_CLASSES = (
    ".e-content", ".entry-content", ".field-name-body", ".field--name-body", ".story-body", ".article__body",
    ".articleBody", ".article-text", ".post-content",
)  # fmt: skip
"""What marks the text of an article (microformats.org, WordPress, Drupal 7 and 8, publishers' own)."""


def text_of_article(page: Page) -> RawText | None:
    """The text of the article that the page is; None when there is none."""
    found, told = _found(page), jsonld.body_of(page)
    seen = _length(found)
    if told is not None and len(" ".join(told.value.split())) > max(_LEAD, _LONGER * seen):
        return told
    markup = parted("".join(each.markup for each in found), "".join(map(str, page.root.itertext())))
    return RawText(markup, Markup.HTML, base=page.base) if seen >= _HEADING else None


def _found(page: Page) -> list[Block]:
    careful, body = _asked(page.root, precisely=True), _only(page, _BODY)
    if _length(careful) > _LONG:
        return careful
    within = [] if body is None else _asked(body, precisely=False)
    if _length(within) >= max(_HEADING, _length(careful)):
        return within
    generous = _asked(page.root, precisely=False)
    if _length(careful) > max(_LEAD, _LOST * _length(generous)):
        return completed(careful, generous)
    found = max(careful, generous, key=_length)
    return found if _length(found) > _LEAD else max(found, _classed(page), key=_length)


def _classed(page: Page) -> list[Block]:
    element = next((found for each in _CLASSES if (found := _only(page, each)) is not None), None)
    return [] if element is None else _asked(element, precisely=False) or [block_of(element)]


def _only(page: Page, selector: str) -> etree._Element | None:
    """The only element that fits, those inside it aside; of several, none is the article's alone."""
    found = _outermost(select(page.root, selector))
    return found[0] if len(found) == 1 else None


def _outermost(elements: list[etree._Element]) -> list[etree._Element]:
    known = set(elements)
    return [each for each in elements if known.isdisjoint(each.iterancestors())]


def _length(blocks: list[Block]) -> int:
    return sum(len(each.text) for each in blocks)


def _asked(root: etree._Element, *, precisely: bool) -> list[Block]:
    found = extractor().extract(
        etree.tostring(root, method="html", encoding="unicode", with_tail=False),
        output_format="html",
        favor_precision=precisely,
        include_comments=False,
        include_tables=True,
        include_formatting=True,
        include_links=True,
    )
    return blocks_of(found or "")


def extractor() -> ModuleType:
    """trafilatura, imported where it is needed and nowhere else; what it logs about pages is of no use to operators."""
    logging.getLogger("trafilatura").addHandler(logging.NullHandler())
    logging.getLogger("trafilatura").propagate = False
    import trafilatura  # noqa: PLC0415

    return trafilatura
