"""The tree of an article's page in, its text out: found by trafilatura, or told whole by the page's own data.

Precision goes before recall: what a page says besides its article must not come into a feed; pictures are left out,
since with them come captions of other articles. trafilatura takes long to be imported, so only children that are asked
for texts hold it; its downloader is never used.
"""

from __future__ import annotations

import logging
from types import ModuleType

from lxml import etree

from syndicator.ingest import jsonld
from syndicator.ingest.page import Page
from syndicator.model.entry import Markup, RawText

_LONGER = 1.1
"""So many times the characters that were found, and the data's text is taken: it has no paragraphs."""
_LEAD = 300
"""Characters; what data tell in no more is a lead and no text, and what was found may be a part of it."""
_HEADING = 50
"""Characters; what is found in less is a heading without a text."""


def text_of_article(page: Page) -> RawText | None:
    """The text of the article that the page is; None when there is none."""
    found, told = _found(page, precisely=True), jsonld.body_of(page)
    if _HEADING <= _seen(found) <= _LEAD:
        found = _found(page, precisely=False)
    seen = _seen(found)
    if told is not None and _length(told.value) > max(_LEAD, _LONGER * seen):
        return told
    return RawText(found, Markup.HTML, base=page.base) if seen >= _HEADING else None


def _seen(markup: str) -> int:
    return _length("".join(map(str, etree.HTML(markup).itertext()))) if markup else 0


def _length(text: str) -> int:
    return len(" ".join(text.split()))


def _found(page: Page, *, precisely: bool) -> str:
    found = extractor().extract(
        etree.tostring(page.root, method="html", encoding="unicode"),
        output_format="html",
        favor_precision=precisely,
        include_comments=False,
        include_tables=True,
        include_formatting=True,
        include_links=True,
    )
    return found or ""


def extractor() -> ModuleType:
    """trafilatura, imported where it is needed and nowhere else; what it logs about pages is of no use to operators."""
    logging.getLogger("trafilatura").addHandler(logging.NullHandler())
    logging.getLogger("trafilatura").propagate = False
    import trafilatura  # noqa: PLC0415

    return trafilatura
