"""The page of one article in, what it says of it out: facts from its head and marks, and its text if asked for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from lxml import etree

from syndicator.ingest import head, jsonld, microdata, microformats
from syndicator.ingest.dating import date_by_heading, day_of, first_date, scripted_date, shown
from syndicator.ingest.fulltext import text_of_article
from syndicator.ingest.page import Page, date_of, page_of, picture_of, text_of
from syndicator.ingest.selector import select
from syndicator.model.entry import Document, Entry, Link, Markup, RawText
from syndicator.model.source import Fulltext, Limits, Options, PageOptions
from syndicator.ports import Unreadable


def read_article(
    body: bytes, content_type: str, address: str, _limits: Limits, options: Options | None
) -> Document | Unreadable:
    """Read one page: a document of one entry, with its content if that is asked for and there.

    The document's title is the site's name, its link the address that the page says is its own.
    """
    page = page_of(body, content_type, address)
    if isinstance(page, Unreadable):
        return page
    facts = head.facts_of(page)
    canonical = head.canonical_of(page, facts)
    text, notes = _text(page, options if isinstance(options, PageOptions) else PageOptions())
    return Document(
        format="article",
        reader="strict",
        entries=(_entry(page, facts, canonical, text),),
        title=head.site_of(facts) or jsonld.site_of(page),
        link=canonical,
        language=page.language,
        notes=notes,
    )


_SITE = re.compile(r"\s?(?:[|»«·•]|\s[–—-]\s)")
"""What parts a headline from the name of the site or of the section; a colon does not, the headline goes on there."""
_FACTS = ("title", "summary", "authors", "categories", "enclosures", "language")


def _entry(page: Page, facts: head.Facts, canonical: str | None, text: RawText | None) -> Entry:
    """Who is first to say a thing is believed: JSON-LD, the page, its head, microdata, microformats, what is seen."""
    tellers = (
        jsonld.article_of(page, canonical), Entry(language=page.language), head.article_of(page, facts),
        microdata.article_of(page), microformats.entry_of(page), _seen(page), head.dated(facts),
    )  # fmt: skip
    told = [each for each in tellers if each is not None]
    day = day_of((page.base, canonical))
    published = first_date((each.published for each in told), day) or (day and day.isoformat()) or date_by_heading(page)
    if not published or not any(each.authors for each in told):
        told.append(shown(page))
    said = {name: next(filter(None, (getattr(each, name) for each in told)), None) for name in _FACTS}
    said["title"] = _without_site(page, said["title"])
    return Entry(
        link=page.base,
        content=text,
        links=(*head.alternates_of(page), *((Link(canonical, "canonical"),) if canonical else ())),
        published=published or told[-1].published or scripted_date(page),
        updated=first_date(each.updated for each in told),
        **{name: value for name, value in said.items() if value},
    )


def _seen(page: Page) -> Entry:
    """What people see: a heading, a date, names that are links to people."""
    title = _heading(page) or page.title
    return Entry(
        title=RawText(title) if title else None,
        published=_date(page),
        authors=tuple(dict.fromkeys(_people(page))),
    )


def _heading(page: Page) -> str:
    """The only heading of the first order; of several, none speaks for the article."""
    headings = [text_of(each) for each in page.root.iter("h1")]
    return headings[0] if len(headings) == 1 else ""


def _without_site(page: Page, title: RawText | None) -> RawText | None:
    """A title that begins with a heading of the page, and says after a bar or a dash where that stands: the heading."""
    told = title.value if title else ""
    headings = (text_of(each) for each in page.root.iter("h1", "h2"))
    found = [each for each in headings if each and told.startswith(each) and _SITE.match(told, len(each))]
    return RawText(max(found, key=len)) if found else title


def _date(page: Page) -> str | None:
    times = (each for article in page.root.iter("article", "main") for each in article.iter("time"))
    return date_of(next(times, None))


def _people(page: Page) -> Iterator[str]:
    return (name for each in select(page.root, "a[rel~=author]") if (name := text_of(each)))


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
