"""Plain text: read, cut and folded."""

from __future__ import annotations

import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st

from syndicator.model.entry import Markup, RawText
from syndicator.normalise.text import folded, plain, plain_text, shorten


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (RawText("AT&T, 5 < 6 and 7 > 3"), "AT&T, 5 < 6 and 7 > 3"),
        (RawText("AT&amp;T"), "AT&T"),
        (RawText("AT&amp;amp;amp;T &quot;x&quot;"), 'AT&T "x"'),
        (RawText("AT&amp;T", Markup.HTML), "AT&T"),
        (RawText("AT&amp;amp;T", Markup.HTML), "AT&T"),
        (RawText("<b>Bold</b> news"), "Bold news"),
        (RawText("&lt;b&gt;Bold&lt;/b&gt; news"), "Bold news"),
        (RawText("Line<br>break"), "Line break"),
        (RawText("How the <video> element works"), "How the <video> element works"),
        (RawText("<p>One</p><p>two <i>three</i></p>", Markup.HTML), "One two three"),
        (RawText("<script>alert(1)</script>News"), "News"),
        (RawText("a\u202eb"), "ab"),
        (RawText("<b>" * 300 + "x" + "</b>" * 300, Markup.HTML), ""),
    ],
)
def test_a_title_becomes_plain_text(raw: RawText, expected: str) -> None:
    """Markup is read away, left-over references decoded (conformance 168, fault H11)."""
    assert plain_text(raw) == expected


def test_a_huge_title_is_cut_before_it_is_read() -> None:
    """Fault X20."""
    assert len(plain("x" * 10_000_000)) == 4_096


@pytest.mark.parametrize(
    ("text", "longest", "expected"),
    [
        ("short", 10, "short"),
        ("one two three", 9, "one two…"),
        ("one, two three", 6, "one…"),
        ("abcdefghijkl", 6, "abcde…"),
        ("a" * 4 + "e\u0301\u0301\u0301" + "zz", 7, "aaaa…"),
        ("\u0301" * 80, 10, "…"),
    ],
)
def test_a_text_is_cut_between_words_and_never_inside_a_letter(text: str, longest: int, expected: str) -> None:
    """Fault C11, conformance 38."""
    assert shorten(text, longest) == expected


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=120), st.integers(5, 60))
def test_a_cut_text_is_short_and_made_of_whole_letters(text: str, longest: int) -> None:
    """And cutting it again changes nothing."""
    short = shorten(text, longest)
    assert len(short) <= longest
    assert shorten(short, longest) == short
    if short != text:
        clusters = regex.findall(r"\X", text)
        wholes = {"".join(clusters[:count]) for count in range(len(clusters) + 1)}
        assert any(
            whole.startswith(short[:-1]) and not whole[len(short) - 1 :].strip(" \n\t,;:–—-") for whole in wholes
        )


def test_folding_leaves_bare_words() -> None:
    """Case, compatibility forms and everything between words are gone."""
    assert folded("«ＡＳＴＡＮＡ» – Straße, №5!") == "astana strasse no5"
    assert folded("Ａ☞b → c_d") == "a b c d"
    assert folded("हिन्दी, 5 €") == "हिन्दी 5"
    assert folded("zero\u200b-wi\u00addth\u2060s") == "zero widths"
    assert folded("") == ""


PIECES = [*"ab<>/&;#=\"' \nltgtamp", "<b>", "</b>", "&lt;", "&amp;", "<br>", "<p title='"]


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
def test_plain_text_stays_as_it_is(text: str) -> None:
    """Reading the result again changes nothing, whatever it was made of."""
    once = plain_text(RawText(text, Markup.HTML))
    assert plain(once) == once
    assert plain(plain(text)) == plain(text)
