"""Text made fit for every document."""

from __future__ import annotations

from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from syndicator.publish.text import balanced, line, opening, paragraphs, prose, readable, swept

any_text = st.text(st.characters(codec=None, exclude_categories=()), max_size=80)


@given(any_text)
def test_no_swept_text_is_too_much_for_xml(text: str) -> None:
    """Control characters, noncharacters and lone surrogates are gone: lxml takes what is left (XML 1.0, 2.2)."""
    element = etree.Element("title")
    element.text = swept(text)
    assert etree.fromstring(etree.tostring(element)).tag == "title"


@pytest.mark.parametrize(
    ("text", "most", "found"),
    [
        ("one two", 7, "one two"),
        ("one two three", 8, "one two…"),
        ("one two three", 9, "one two…"),
        ("one two. three", 11, "one two…"),
        ("قال، ثم مضى", 8, "قال، ثم…"),
        ("longestwordofall", 5, "long…"),
        ("新聞新聞新聞", 4, "新聞新…"),
        ("ааааа́ааа", 6, "аааа…"),
    ],
)
def test_a_text_begins_with_whole_words(text: str, most: int, found: str) -> None:
    """And says that it goes on; no letter without its marks."""
    assert opening(text, most) == found


@given(any_text, st.integers(2, 80))
def test_a_beginning_is_never_longer_than_asked_for(text: str, most: int) -> None:
    """Whatever is in it."""
    assert len(opening(text, most)) <= most


def test_letters_and_joiners_survive_byte_for_byte() -> None:
    """ZWNJ, ZWJ, Arabic diacritics, Kazakh letters and emoji beyond the basic plane are text."""
    text = "می\u200cخواهم كِتَابٌ әғқңөұүһі 👩\u200d⚕️ a\u00a0b"
    assert line(text) == text


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("a\x00b\x0bc", "abc"),
        ("a\ufffeb\ufeffc", "abc"),
        ("it\ufffds \ufffd\ufffd", "its"),
        ("a\ud800b", "ab"),
        ("two\n lines\r\n\tin one", "two lines in one"),
        ("  around  ", "around"),
        ("a\u2028b\x85c", "a b c"),
    ],
)
def test_a_line_is_one_line(text: str, wanted: str) -> None:
    """A title has no breaks and nothing that is invisible to readers and fatal to documents."""
    assert line(text) == wanted


@pytest.mark.parametrize("text", ["\u2067שלום\u2069 a", "\u202bשלום\u202c", "\u2068a\u202ab\u202c\u2069", "plain"])
def test_closed_bidi_controls_stay(text: str) -> None:
    """They order the text as its author meant."""
    assert balanced(text) == text


@pytest.mark.parametrize("text", ["\u202ea", "a\u202c", "\u2067a\u202c", "\u2067a\u2069\u2069"])
def test_open_bidi_controls_are_taken_out(text: str) -> None:
    """They would turn around whatever a reader's page shows after the title."""
    assert balanced(text) == "a"


def test_paragraphs_become_markup_once() -> None:
    """Blank lines part paragraphs; signs of markup are escaped; nothing else is added."""
    assert paragraphs(prose("5 < 6\r\n\r\nAT&T\n\n\n\n")) == "<p>5 &lt; 6</p><p>AT&amp;T</p>"
    assert paragraphs("") == ""


@given(st.lists(st.sampled_from(["&", "#", "x", "amp", "lt", "copy", ";", "<", ">", "img", "1", " "])).map("".join))
def test_readable_text_says_the_same_as_html(text: str) -> None:
    """No tag begins in it, and references stand for what was there."""
    assert "<" not in readable(text)
    assert unescape(readable(text)) == text


def test_readable_text_is_changed_no_more_than_needed() -> None:
    """Readers that take it for plain text show it as it was, too."""
    assert readable("A & B > C, && D &") == "A & B > C, && D &"
    assert readable("<b> &amp; &copy &unknown; AT&T &!") == "&lt;b> &amp;amp; &amp;copy &amp;unknown; AT&amp;T &amp;!"
