"""Selectors: a part of CSS in, XPath out."""

from __future__ import annotations

import pytest
from lxml import etree

from syndicator.errors import SelectorError
from syndicator.model.selector import xpath_of

PAGE = etree.fromstring(
    """<html><body><div id="main" class="list  news&#9;wide">
    <article class="card big" data-id="7"><h2><a href="/1">one</a></h2><p lang="kk">a</p></article>
    <article class="cards" data-id="17"><h2><a href="/2">two</a></h2></article>
    <div class="новости"><a href="/3.pdf" title="it's">three</a></div></div></body></html>"""
)


def found(selector: str) -> list[str]:
    """The text of what fits, in the order of the page."""
    elements = PAGE.xpath(xpath_of(selector))
    assert isinstance(elements, list)
    return ["".join(map(str, each.itertext())) for each in elements if isinstance(each, etree._Element)]


@pytest.mark.parametrize(
    ("selector", "texts"),
    [
        ("a", ["one", "two", "three"]),
        ("H2", ["one", "two"]),
        (".card", ["onea"]),
        ("article.card.big", ["onea"]),
        (".wide a", ["one", "two", "three"]),
        ("#main > div > a", ["three"]),
        ("#main>a", []),
        ("  .card  h2 ", ["one"]),
        (".card a, .новости a", ["one", "three"]),
        ("*[lang]", ["a"]),
        ("[lang=kk]", ["a"]),
        ("[data-id='7'] a", ["one"]),
        ('a[href^="/"]', ["one", "two", "three"]),
        ('a[href$=".pdf"]', ["three"]),
        ('[data-id*="7"] a', ["one", "two"]),
        ("[class~=news] p", ["a"]),
        ('[title="it\'s"]', ["three"]),
        ("p, p", ["a"]),
    ],
)
def test_elements_are_found_as_css_finds_them(selector: str, texts: list[str]) -> None:
    """Selectors Level 3: types, classes, ids, attributes, descendants, children, groups."""
    assert found(selector) == texts


@pytest.mark.parametrize(
    ("selector", "column", "message"),
    [
        ("", 1, "must come at the end"),
        ("  ", 3, "must come at the end"),
        ("a >", 4, "must come at the end"),
        ("a,", 3, "must come at the end"),
        ("> a", 1, "must come before this"),
        ("a, , b", 4, "must come before this"),
        ("a > > b", 5, "must come before this"),
        ("a:hover", 2, "':hover' is not understood"),
        ("a[href", 2, "is not understood"),
        (".1a", 1, "is not understood"),
        ("[x]a", 4, "a tag comes first"),
        ("a[title='']", 2, "an empty value"),
    ],
)
def test_what_is_not_known_is_refused_at_its_place(selector: str, column: int, message: str) -> None:
    """Better than a page that seems to be empty."""
    with pytest.raises(SelectorError, match="use tags") as refused:
        xpath_of(selector)
    assert (refused.value.column, message in refused.value.message) == (column, True), refused.value
