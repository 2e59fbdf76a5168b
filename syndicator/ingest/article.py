"""The page of one article in, what it says of it out: facts from its head, and its text if asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from lxml import etree

from syndicator.ingest import jsonld
from syndicator.ingest.fulltext import text_of_article
from syndicator.ingest.gate import CHILDREN
from syndicator.ingest.page import Page, date_of, page_of, picture_of, text_of
from syndicator.ingest.selector import select
from syndicator.model.entry import Document, Entry, Link, Markup, RawText
from syndicator.model.source import Fulltext, Limits, Options, PageOptions
from syndicator.ports import Unreadable

_Facts = Mapping[str, str]


def read_article(
    body: bytes, content_type: str, address: str, _limits: Limits, options: Options | None
) -> Document | Unreadable:
    """Read one page: a document of one entry, with its content if that is asked for and there.

    The document's title is the site's name, its link the address that the page says is its own.
    """
    page = page_of(body, content_type, address)
    if isinstance(page, Unreadable):
        return page
    facts = _facts(page)
    text, notes = _text(page, options if isinstance(options, PageOptions) else PageOptions())
    return Document(
        format="article",
        reader="strict",
        entries=(_entry(page, facts, text),),
        title=facts.get("og:site_name"),
        link=_canonical(page),
        language=page.language,
        notes=notes,
    )


def _entry(page: Page, facts: _Facts, text: RawText | None) -> Entry:
    """JSON-LD goes before Open Graph, which goes before what people see."""
    data = jsonld.article_of(page) or Entry()
    picture = page.absolute(facts.get("og:image"))
    summary = facts.get("og:description") or facts.get("description")
    return Entry(
        link=page.base,
        title=data.title or _raw(facts.get("og:title") or _heading(page) or page.title),
        summary=data.summary or _raw(summary),
        content=text,
        published=data.published or facts.get("article:published_time") or _date(page),
        updated=data.updated or facts.get("article:modified_time"),
        authors=data.authors or tuple(filter(None, (facts.get("author"),))),
        enclosures=data.enclosures or ((Link(picture, "enclosure", "image/*"),) if picture else ()),
        links=tuple(_alternates(page)),
        language=data.language or page.language or facts.get("og:locale", "").replace("_", "-") or None,
    )


def _facts(page: Page) -> _Facts:
    """What the head says, by name: Open Graph, and the names of old. The first of a name counts."""
    facts: dict[str, str] = {}
    for element in page.root.iter("meta"):
        name = (element.get("property") or element.get("name") or "").strip().lower()
        value = " ".join((element.get("content") or "").split())
        if name and value:
            facts.setdefault(name, value)
    return facts


def _canonical(page: Page) -> str | None:
    said = (each.get("href") for each in page.root.iter("link") if (each.get("rel") or "").lower() == "canonical")
    return page.absolute(next(said, None))


def _raw(text: str | None) -> RawText | None:
    return RawText(text) if text else None


def _heading(page: Page) -> str:
    """The only heading of the first order; of several, none speaks for the article."""
    headings = [text_of(each) for each in page.root.iter("h1")]
    return headings[0] if len(headings) == 1 else ""


def _date(page: Page) -> str | None:
    times = (each for article in page.root.iter("article", "main") for each in article.iter("time"))
    return date_of(next(times, None))


def _alternates(page: Page) -> Iterator[Link]:
    """The same article in other languages: what tells translations."""
    for element, _ in zip(page.root.iter("link"), range(CHILDREN), strict=False):
        href, language = page.absolute(element.get("href")), element.get("hreflang")
        if href and language and (element.get("rel") or "").lower() == "alternate":
            yield Link(href, hreflang=language)


def _selected(page: Page, selector: str) -> RawText | None:
    """What fits, as HTML; pictures that are loaded late are put in their place."""
    parts = select(page.root, selector)
    for part in parts:
        for image in part.iter("img"):
            image.set("src", picture_of(image) or "")
    markup = "".join(etree.tostring(each, method="html", encoding="unicode", with_tail=False) for each in parts)
    spoken = any(text_of(each) for each in parts)
    return RawText(markup, Markup.HTML, base=page.base) if spoken else None


def _text(page: Page, options: PageOptions) -> tuple[RawText | None, tuple[str, ...]]:
    """The text that is asked for, and a note when it had to be looked for elsewhere than where a selector points."""
    text = _TEXTS[options.fulltext](page, options.selector)
    if text is not None or options.fulltext is not Fulltext.AUTO or not options.selector:
        return text, ()
    return text_of_article(page), (f"the selector {options.selector!r} finds no text, which is looked for without it",)


_TEXTS: Mapping[Fulltext, Callable[[Page, str], RawText | None]] = {
    Fulltext.NEVER: lambda _page, _selector: None,
    Fulltext.FACTS: lambda _page, _selector: None,
    Fulltext.SELECTOR: _selected,
    Fulltext.AUTO: lambda page, selector: _selected(page, selector) if selector else text_of_article(page),
}
"""What is asked for → where the text comes from. """
