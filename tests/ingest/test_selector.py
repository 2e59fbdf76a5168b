"""Selectors of elements: that CSS finds in our trees what it should."""

from __future__ import annotations

import pytest
from lxml import etree

from syndicator.ingest.selector import select

PAGE = etree.HTML(
    """<html><body><div id="main" class="list  news&#9;wide">
    <article class="card big" data-id="7"><h2><a href="/1">one</a></h2><p lang="kk">a</p></article>
    <article class="cards" data-id="17"><h2><a href="/2">two</a></h2></article>
    <div class="новости"><a href="/3.pdf" title="it's">three</a></div></div></body></html>""",
    etree.HTMLParser(),
)


def found(selector: str) -> list[str]:
    """The text of what fits, in the order of the page."""
    return ["".join(map(str, each.itertext())) for each in select(PAGE, selector)]


@pytest.mark.parametrize(
    ("selector", "texts"),
    [
        ("H2", ["one", "two"]),
        ("article.card.big", ["onea"]),
        ("#main > div > a", ["three"]),
        (".card a, .новости a", ["one", "three"]),
        ('a[href$=".pdf"]', ["three"]),
        ("[class~=news] p", ["a"]),
        ('[title="it\'s"]', ["three"]),
        ("p, p", ["a"]),
        ("article:not(.card)", ["two"]),
        ("article:has(p) a", ["one"]),
        ("a:hover", []),
    ],
)
def test_elements_are_found_as_css_finds_them(selector: str, texts: list[str]) -> None:
    """In the order of the page, each once."""
    assert found(selector) == texts


def test_only_what_lies_below_the_context_is_found() -> None:
    """The item itself is none of its parts, and neither is its neighbour."""
    item = select(PAGE, "article")[0]
    assert [each.tag for each in select(item, "article, a")] == ["a"]
