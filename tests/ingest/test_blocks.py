"""Joining a careful and a generous telling of one text."""

from __future__ import annotations

import pytest

from syndicator.ingest.blocks import blocks_of, completed, parted

ONE = "The faculty of medicine opened a new department of family medicine on Monday, in the presence of many guests."
TWO = "Its head said that forty students would begin their training in the autumn, and that as many would follow them."
LEAD = (
    "A new department is to train the family doctors whom the villages of the region have been without for ten years."
)
LINKS = f"<p><a href='/1'>{LEAD[:90]}</a></p>"


def told(*blocks: str) -> str:
    return "<html><body>" + "".join(each if each.startswith("<") else f"<p>{each}</p>" for each in blocks) + "</body>"


def joined(careful: str, generous: str) -> list[str]:
    return [each.text for each in completed(blocks_of(careful), blocks_of(generous))]


@pytest.mark.parametrize(
    ("generous", "expected"),
    [
        (told(LEAD, ONE, TWO), [LEAD, ONE, TWO]),
        (told("<h1>Title</h1>", "By Ann", ONE, TWO), [ONE, TWO]),
        (told(LINKS, ONE, TWO), [ONE, TWO]),
        (told(ONE, "<h2><a href='#two'>Two</a></h2>", TWO), [ONE, "Two", TWO]),
        (told(ONE, LEAD, TWO), [ONE, LEAD, TWO]),
        (told(ONE, "Read more", LINKS, f"<table><tr><td>{LEAD}</td></tr></table>", TWO), [ONE, TWO]),
        (told(ONE, TWO, LEAD), [ONE, TWO]),
    ],
    ids=["lead", "title and byline", "teaser", "heading inside", "prose inside", "no prose inside", "after the end"],
)
def test_what_precision_left_out_comes_back_where_it_belongs(generous: str, expected: list[str]) -> None:
    """Leads before it, headings and prose inside it; nothing that links elsewhere, and nothing after its end."""
    assert joined(told(ONE, TWO), generous) == expected


def test_of_different_texts_the_careful_one_counts() -> None:
    """Also when there is no other, or none at all."""
    assert joined(told(ONE, TWO), told(ONE, LEAD)) == [ONE, TWO]
    assert joined(told(ONE), "") == [ONE]
    assert joined("", told(ONE)) == []


def test_text_that_stands_in_no_element_is_a_block() -> None:
    """As markup that says nothing else than the text."""
    found = blocks_of("<html><body>a &lt;b&gt; &amp; c<h3>H</h3> tail<p> </p></body></html>")
    assert [(each.tag, each.text) for each in found] == [("p", "a <b> & c"), ("h3", "H"), ("p", "tail")]
    assert found[0].markup == "<p>a &lt;b&gt; &amp; c</p>"


@pytest.mark.parametrize(
    ("markup", "text", "expected"),
    [
        ("the<i>book</i>of", "the book of", "the <i>book</i> of"),
        ("<b>3</b><a href='/x'>hours</a>", "3 hours", "<b>3</b><a href='/x'> hours</a>"),
        ("V<b>enezuela</b>", "in Venezuela", "V<b>enezuela</b>"),
        ("气象<b>局</b>说", "气象局说", "气象<b>局</b>说"),
        ("<p>one</p><p>two</p>", "", "<p>one</p><p>two</p>"),
    ],
)
def test_words_that_ran_together_at_a_tag_are_parted(markup: str, text: str, expected: str) -> None:
    """Unless they are one in the page: initials in bold, and scripts without spaces."""
    assert parted(markup, text) == expected
