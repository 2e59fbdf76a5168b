"""The gate: what is around the document, what must not be in it, and what can be mended."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndicator.ingest.gate import Gated, Malformed, gate, prescan, repair, sections
from syndicator.model.source import Outcome
from syndicator.ports import Unreadable

RSS = '<rss version="2.0"><channel><title>t</title></channel></rss>'


def gated(text: str) -> Gated:
    result = gate(text)
    assert isinstance(result, Gated), result
    return result


def refused(text: str) -> Unreadable:
    result = gate(text)
    assert isinstance(result, Unreadable), result
    return result


@pytest.mark.parametrize(
    "around",
    [
        "{}",
        '<?xml version="1.0" encoding="utf-8"?>\n{}',
        "\ufeff\ufeff\n\n{}\n\n",
        "<!-- made by hand --><?xml-stylesheet href='a>b'?>{}<!-- cached -->",
        '<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://my.netscape.com/rss-0.91.dtd">{}',
        "<!DOCTYPE html>{}",
    ],
)
def test_what_may_stand_around_a_document_goes_without_a_note(around: str) -> None:
    """X03: a public DOCTYPE is accepted and never fetched; prolog, comments and blank lines mean nothing."""
    assert gated(around.format(RSS)) == Gated(RSS, "rss")


@pytest.mark.parametrize(
    ("around", "where"),
    [
        (
            "<br />\n<b>Warning</b>: include() in <b>/a.php</b> on line <b>3</b><br />\n<?xml version='1.0'?>{}",
            "before",
        ),
        ("Notice: undefined\n{}", "before"),
        ("{}<script>var a = '<rss>';</script>", "after"),
        ("{}</html>", "after"),
    ],
)
def test_junk_around_a_document_is_cut_off_and_noted(around: str, where: str) -> None:
    """X14: PHP warnings, scripts of counters."""
    result = gated(around.format(RSS))
    assert result.text == RSS
    assert result.notes == (f"junk {where} the document was cut off",)


@pytest.mark.parametrize("name", ["rss", "feed", "rdf:RDF", "atom:feed", "RSS"])
def test_every_root_of_a_feed_is_known(name: str) -> None:
    text = f"<{name} a='b'><x/></{name} >"
    assert gated(text) == Gated(text, name)


def test_an_empty_root_is_a_whole_document() -> None:
    assert gated("<rss version='2.0'/>").root == "rss"


def test_json_is_passed_on() -> None:
    assert gated(' {"version": 1} ') == Gated('{"version": 1}', "{")


def test_a_web_page_is_no_feed_and_its_title_is_told() -> None:
    """X16: maintenance pages, captive portals and logins come with status 200."""
    result = refused("<!DOCTYPE html><html><head><title>\n Site  down </title></head><body></body></html>")
    assert result.outcome is Outcome.NOT_A_FEED
    assert "“Site down”" in result.message


def test_a_feed_inside_a_page_does_not_count() -> None:
    """X17: the first real element decides."""
    result = refused(f"<!-- x --><html><body><pre>{RSS}</pre></body></html>")
    assert result.outcome is Outcome.NOT_A_FEED
    assert refused(f"<div>{RSS}</div>").outcome is Outcome.NOT_A_FEED


def test_a_feed_inside_a_comment_does_not_count() -> None:
    assert refused(f"<!-- {RSS} --><urlset></urlset>").message.startswith("The document is <urlset>")


@pytest.mark.parametrize(
    "text", ["/etc/passwd", "http://127.0.0.1/", "no markup", "<!-- never closed <rss>", "< <", "[1]"]
)
def test_text_without_an_element_is_no_feed(text: str) -> None:
    """X18: a body that is a path or an address is only a text."""
    assert refused(text).outcome is Outcome.NOT_A_FEED


@pytest.mark.parametrize("text", ["", " \n", "\ufeff"])
def test_nothing_is_empty(text: str) -> None:
    assert refused(text).outcome is Outcome.EMPTY


@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE rss [<!ENTITY a "b">]>',
        '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE rss [<!ENTITY % p SYSTEM "http://127.0.0.1/x.dtd"> %p;]>',
        '<!doctype rss SYSTEM "a.dtd" [',
    ],
)
def test_entity_declarations_are_refused(doctype: str) -> None:
    """X01, X02: before any parser sees them."""
    assert refused(f"<?xml version='1.0'?>{doctype}{RSS}").outcome is Outcome.DTD


@pytest.mark.parametrize("text", [RSS[:-1], RSS[:-6], RSS[:30], "<rss", "<rss version='2.0'>", "<rss></rsss>"])
def test_a_document_without_its_end_is_truncated(text: str) -> None:
    """X15, B10: half a document is never read; the last good one stays."""
    assert refused(text).outcome is Outcome.TRUNCATED


def test_a_well_formed_document_passes_the_scan() -> None:
    assert prescan(RSS.encode()) is None


def test_depth_is_bounded() -> None:
    """X04."""
    assert prescan(b"<a>" * 64 + b"</a>" * 64) is None
    result = prescan(b"<a>" * 65 + b"</a>" * 65)
    assert isinstance(result, Unreadable)
    assert (result.outcome, "64 levels" in result.message) == (Outcome.LIMITS, True)


def test_attributes_are_bounded() -> None:
    """X05."""
    attributes = " ".join(f'a{number}="1"' for number in range(65))
    result = prescan(f"<a {attributes}/>".encode())
    assert isinstance(result, Unreadable)
    assert result.outcome is Outcome.LIMITS


@pytest.mark.parametrize(
    ("text", "truncated"),
    [("<a><b></a>", False), ("<a>&nbsp;</a>", False), ("<a><![CDATA[x</a>", True), ("<a>", True), ("<a b='", True)],
)
def test_the_scan_tells_broken_from_cut_short(text: str, truncated: bool) -> None:
    result = prescan(text.encode())
    assert isinstance(result, Malformed)
    assert result.truncated is truncated


@pytest.mark.parametrize(
    ("broken", "mended"),
    [
        ("R&D", "R&amp;D"),
        ("a & b", "a &amp; b"),
        ("&nbsp;&eacute;&hellip;", "\u00a0é…"),
        ("&lt;&amp;&gt;&quot;&apos;", "&lt;&amp;&gt;&quot;&apos;"),
        ("&LT;&AMP;", "&lt;&amp;"),
        ("&unheardof;", "&amp;unheardof;"),
        ("&#1114112;&#x110000;&#0;&#xd800;&#xFFFE;", "\ufffd" * 5),
        ("&#8217;&#x2019;&#9;", "&#8217;&#8217;&#9;"),
        ("&#99999999999999;", "&amp;#99999999999999;"),
        ("a < b <3", "a &lt; b &lt;3"),
        ("<![CDATA[R&D &nbsp; < ]]> & <![CDATA[]]>", "<![CDATA[R&D &nbsp; < ]]> &amp; <![CDATA[]]>"),
        ("a<!-- -- & -->b", "ab"),
    ],
)
def test_common_faults_are_mended(broken: str, mended: str) -> None:
    """X09, X13: outside CDATA only; comments, which may hold what XML forbids in them, go."""
    assert repair(Gated(f"<rss>{broken}</rss>", "rss")).text == f"<rss>{mended}</rss>"


def test_unbound_prefixes_are_bound() -> None:
    """X22: with their usual meaning where they have one."""
    text = repair(Gated('<rss xmlns:a="urn:a"><a:b/><dc:creator odd:x="1">c:d</dc:creator><xml:c/></rss>', "rss")).text
    assert text.startswith('<rss xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:odd="urn:unbound:odd" xmlns:a=')
    assert prescan(text.encode()) is None


def test_blanks_inside_namespaces_go() -> None:
    text = repair(Gated("<rss xmlns:g='http://g.example/ns\n ' xmlns=\"http://a .example\"/>", "rss")).text
    assert text == "<rss xmlns:g='http://g.example/ns' xmlns=\"http://a.example\"/>"


@given(st.lists(st.sampled_from(["<![CDATA[", "]]>", "<!--", "-->", "a", "<b>", "&"]), max_size=30).map("".join))
def test_sections_lose_nothing_but_comments(text: str) -> None:
    together = "".join(piece for _, piece in sections(text))
    assert len(together) <= len(text)
    assert together == text or "<!--" in text


@pytest.mark.parametrize(
    "piece", ["<!--", "<![CDATA[", "<", "&", "<br>", "<!DOCTYPE ", "</rss", "<rss ", "&#", "xmlns:a='"]
)
def test_no_flood_takes_long(piece: str) -> None:
    """Part 6: 50 ms for 100 KB; ten times as much here because the machine may be busy."""
    text = piece * (100_000 // len(piece))
    begun = time.process_time()
    gate(text)
    repair(Gated("<rss>" + text + "</rss>", "rss"))
    assert time.process_time() - begun < 0.5
