"""Finding the text of an article in its page."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from lxml import etree

from syndicator.ingest.fulltext import text_of_article
from syndicator.ingest.page import Page, page_of
from syndicator.model.entry import Markup, RawText

PARAGRAPHS = [
    "The faculty of medicine opened a new department of family medicine on Monday, in the presence of many guests.",
    "Its head said that forty students would begin their training in the autumn, and that as many would follow.",
    "The ministry will pay for the building, which is to hold two lecture halls, a library and a small clinic.",
]
TEXT = "".join(f"<p>{each}</p>" for each in PARAGRAPHS)
AROUND = (
    "<header><nav><ul><li><a href='/a'>Home</a></li><li><a href='/b'>Sport</a></li></ul></nav></header>"
    "<main><h1>New department</h1><div class='content'>{text}</div></main>"
    "<aside><h3>Most read</h3><ul><li><a href='/c'>Another story</a></li></ul></aside>"
    "<footer><p>Imprint. All rights reserved.</p></footer>"
)


def article(text: str = TEXT, head: str = "") -> RawText | None:
    page = page_of(
        f"<html><head>{head}</head><body>{AROUND.format(text=text)}</body></html>".encode(), "", "https://a.example/1"
    )
    assert isinstance(page, Page)
    return text_of_article(page)


def plain(text: RawText | None) -> str:
    return "" if text is None else " ".join(map(str, etree.HTML(text.value).itertext()))


def data(**said: object) -> str:
    return f'<script type="application/ld+json">{json.dumps({"@type": "NewsArticle", **said})}</script>'


def test_the_text_is_found_and_what_stands_around_it_is_not() -> None:
    """As markup, whose links have the page's base."""
    found = article()
    assert found is not None
    assert (found.markup, found.base) == (Markup.HTML, "https://a.example/1")
    assert all(each in found.value for each in PARAGRAPHS)
    assert not any(each in found.value for each in ("Sport", "Most read", "Another story", "Imprint"))


def test_a_short_text_is_looked_for_twice() -> None:
    """What little was found with precision may be a part; what stands around it stays out all the same."""
    found = article(f"<p>{PARAGRAPHS[0]}</p>")
    assert found is not None
    assert PARAGRAPHS[0] in found.value
    assert "Most read" not in found.value


def test_the_data_of_a_page_tell_what_it_shows_in_part() -> None:
    """Only where they tell more than a tenth more, and no mere lead."""
    whole = " ".join(PARAGRAPHS * 3)
    told = article(head=data(articleBody=whole))
    assert told == RawText(whole)
    assert article(head=data(articleBody=PARAGRAPHS[0])) == article()
    assert article("", head=data(articleBody=PARAGRAPHS[0])) is None


def test_data_may_hold_markup() -> None:
    """Escaped or not; it is cleaned like any other."""
    told = article(head=data(articleBody=f"&lt;p&gt;{' word' * 90}&lt;/p&gt;"))
    assert told is not None
    assert (told.markup, told.value[:8]) == (Markup.HTML, "<p> word")


@pytest.mark.parametrize("text", ["", "<p>Short.</p>", "<img src='/a.jpg'>"])
def test_no_text_is_no_failure(text: str) -> None:
    """The entry stays as the source has it."""
    assert article(text) is None


def test_only_who_asks_for_texts_pays_for_what_finds_them() -> None:
    """The import takes longer than that of everything else."""
    command = "import sys, syndicator.cli, syndicator.ingest.child; sys.exit('trafilatura' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", command], check=False).returncode == 0


LONG = "".join(f"<p>{each}</p>" for each in PARAGRAPHS * 3)


def test_where_microdata_mark_the_text_it_is_all_there_is() -> None:
    """Also its parts that precision leaves out at its end; of several texts that are marked none is the article's."""
    end = "As was said at the opening, twenty further places will be added in the year that follows the first one."
    text = f"{LONG}<div class='bottom'><p>{end}</p></div>"
    assert end not in plain(article(f"<div>{text}</div>"))
    assert end in plain(article(f"<div itemprop='x articleBody'>{text}</div>"))
    assert end not in plain(article(f"<div itemprop='articleBody'>{text}</div><div itemprop='articleBody'>x</div>"))


def test_a_lead_in_a_header_belongs_to_the_text() -> None:
    """What precision leaves out before the text is prose of it; the heading is the title."""
    lead = "Family doctors have been missing in the villages of the region for ten years; now forty are to be trained."
    found = plain(article(f"<header><h2>Doctors</h2><p>{lead}</p></header>{LONG}"))
    assert lead in found
    assert "Doctors" not in found


def test_a_very_long_text_is_looked_for_once() -> None:
    """Time is bounded: what precision leaves out of it is not looked for."""
    lead = "Family doctors have been missing in the villages of the region for ten years; now forty are to be trained."
    many = "".join(f"<p>{number}. {PARAGRAPHS[0]}</p>" for number in range(2000))
    found = article(f"<header><p>{lead}</p></header>{many}")
    assert found is not None
    assert found.value.count(PARAGRAPHS[0]) == 2000
    assert lead not in found.value


@pytest.mark.parametrize(
    "name",
    ["e-content", "entry-content", "field-name-body", "field--name-body", "story-body", "article__body", "articleBody",
     "article-text", "post-content"],
)  # fmt: skip
def test_where_next_to_nothing_is_found_classes_tell_the_text(name: str) -> None:
    """Whatever it lies in; of several that have the class none is the article's."""
    body = f"<div class='x {name}'>{LONG}</div>"
    assert all(each in plain(article(f"<div class='comments'>{body}</div>")) for each in PARAGRAPHS)
    assert article(f"<div class='comments'>{LONG}</div>") is None
    assert article(f"<div class='comments'>{body}{body}</div>") is None


def test_words_do_not_run_together_at_a_link() -> None:
    """As they do in what trafilatura gives."""
    found = article(LONG + f"<p>{PARAGRAPHS[0]}<br>It is entitled <i>Family Medicine</i>, as is a book.</p>")
    assert "entitled Family Medicine" in " ".join(plain(found).split())


def test_a_page_inside_noscript_is_a_page() -> None:
    """One in the head that is not closed swallows the body; what is meant for browsers without scripts stays out."""
    whole = page_of(f"<html><head><noscript><div><p>x</p>{LONG}".encode(), "", "https://a.example/1")
    small = page_of(f"<body>{LONG}<noscript><p>Switch on</p></noscript>".encode(), "", "https://a.example/1")
    assert isinstance(whole, Page)
    assert isinstance(small, Page)
    assert PARAGRAPHS[0] in plain(text_of_article(whole))
    assert "Switch on" not in "".join(map(str, small.root.itertext()))
