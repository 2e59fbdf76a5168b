"""Reading a document from its bytes: every stage in turn, and nothing ever raised."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from syndicator.ingest import read as reading
from syndicator.ingest.read import read_document
from syndicator.model.entry import Document
from syndicator.model.source import Limits, Outcome
from syndicator.ports import Unreadable

RSS = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Жаңалықтар</title>
<item><title>Бірінші &amp;amp; екінші</title><link>https://a.example/1</link><guid>https://a.example/1</guid>
<description><![CDATA[<p>Мәтін <b>мен</b> сурет</p>]]></description><dc:creator>Айгүл</dc:creator>
<pubDate>Mon, 02 Feb 2026 10:00:00 +0500</pubDate><enclosure url="https://a.example/1.jpg" type="image/jpeg"/></item>
<item><title>Second</title><category>x</category><link>https://a.example/2</link></item></channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="ar"><title>أخبار</title><id>urn:f</id>
<entry><id>urn:1</id><title type="html">عنوان &lt;b&gt;</title><link href="https://a.example/1"/>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>نص</p></div></content></entry></feed>"""
JSON = '{"version": "https://jsonfeed.org/version/1.1", "items": [{"id": "1", "content_html": "<p>שלום</p>"}]}'


def read(text: str, limits: Limits | None = None) -> Document:
    document = read_document(text.encode(), address="https://a.example/feed", limits=limits)
    assert isinstance(document, Document), document
    return document


def refused(body: bytes, content_type: str = "") -> Unreadable:
    result = read_document(body, content_type=content_type)
    assert isinstance(result, Unreadable), result
    return result


@pytest.mark.parametrize(("text", "version", "count"), [(RSS, "rss20", 2), (ATOM, "atom10", 1), (JSON, "json11", 1)])
def test_good_documents_are_read_strictly(text: str, version: str, count: int) -> None:
    document = read(text)
    assert (document.format, document.reader, len(document.entries), document.notes) == (version, "strict", count, ())


@pytest.mark.parametrize(
    "fault",
    ["R&D", "&nbsp;", "&#1114112;", "a < b", "<odd:x/>", "<!-- -- -->", "\x0b", "&bogus;"],
)
def test_repairable_documents_are_still_read_strictly(fault: str) -> None:
    """X09, X12, X13, X22: mended, then strict again; the note says so."""
    document = read(RSS.replace("Second", "Second" + fault))
    assert (document.reader, len(document.entries), document.entries[1].link) == ("strict", 2, "https://a.example/2")
    assert document.notes


def test_other_documents_are_read_tolerantly() -> None:
    """X22: the reader is marked, so that operators see degraded sources."""
    document = read(RSS.replace("Second", "Second <b>"))
    assert (document.reader, len(document.entries)) == ("tolerant", 2)
    assert "tolerantly" in document.notes[0]


def test_notes_of_all_stages_come_together() -> None:
    document = read("Notice: x\n" + RSS.replace("Second", "\x01 & <b>"))
    assert len(document.notes) == 3


@pytest.mark.parametrize(
    ("body", "outcome"),
    [
        (b"", Outcome.EMPTY),
        (b" \r\n", Outcome.EMPTY),
        (b"\x1f\x8b\x08\x00garbage", Outcome.NOT_A_FEED),
        (b"/etc/passwd", Outcome.NOT_A_FEED),
        (b"/dev/zero", Outcome.NOT_A_FEED),
        (b"http://127.0.0.1/", Outcome.NOT_A_FEED),
        (b"<html><body><rss version='2.0'/></body></html>", Outcome.NOT_A_FEED),
        (RSS.encode()[:-9], Outcome.TRUNCATED),
        (b"<rss><channel><item><title><![CDATA[x</rss>", Outcome.TRUNCATED),
        (b'<!DOCTYPE x [<!ENTITY a "b">]><rss>&a;</rss>', Outcome.DTD),
        (b"<rss>" + b"<a>" * 99 + b"</a>" * 99 + b"</rss>", Outcome.LIMITS),
        (b"<rss><a/>&" + b"<a>" * 99 + b"</a>" * 99 + b"</rss>", Outcome.LIMITS),
        ('<?xml version="1.0" encoding="rot13"?><rss>é</rss>'.encode("latin-1"), Outcome.CHARSET),
        (b'{"version": "https://jsonfeed.org/version/1"', Outcome.TRUNCATED),
        (b"<rss><channel><x></channel></rss>" + b" " * 10 + b"<rss>" + b"x" * 2_000_000 + b"</rss>", Outcome.PARSE),
    ],
)  # fmt: skip
def test_every_failure_has_its_reason(body: bytes, outcome: Outcome) -> None:
    """The codes of part 4 of the fault catalogue, each with a sentence for the operator."""
    found = refused(body)
    assert found.outcome is outcome
    assert found.message.endswith(".")


@pytest.mark.parametrize(
    ("error", "outcome"),
    [(MemoryError(), Outcome.LIMITS), (RecursionError(), Outcome.LIMITS), (KeyError("x"), Outcome.INTERNAL)],
)
def test_what_nobody_foresaw_is_contained(monkeypatch: pytest.MonkeyPatch, error: Exception, outcome: Outcome) -> None:
    def failing(*_: object) -> None:
        raise error

    monkeypatch.setattr(reading, "gate", failing)
    assert refused(b"<rss/>").outcome is outcome


@pytest.mark.parametrize("k", [1, 3])
def test_poisonous_entries_cost_only_themselves(k: int) -> None:
    """X10: with k poisoned of n items, n - k come out, though the document is not well-formed."""
    good = [f"<item><title>{number}</title><b></item>" for number in range(10)]
    poison = "<item><title>x</title><gml:pos>1 2</gml:pos></item>"
    document = read("<rss version='2.0'><channel>" + "".join(good) + poison * k + "</channel></rss>")
    assert [entry.title and entry.title.value for entry in document.entries] == [str(number) for number in range(10)]


@pytest.mark.parametrize(
    "flood",
    [
        "<!-- ",
        "<author>x@a.a.a",
        "<category>c</category>",
        "<item>",
        "&#",
        "<a b='1' ",
        "<![CDATA[",
        "]]>",
        "<b>",
        "</item>",
    ],
)
def test_floods_are_read_or_refused_in_time(flood: str) -> None:
    """Findings 3 and X04 to X08: the child is killed after 5 s, and none of these should come near that."""
    body = "<rss version='2.0'><channel><item><title>a</b></title>" + flood * (200_000 // len(flood))
    begun = time.process_time()
    read_document((body + "</item></channel></rss>").encode())
    bound = 4 if sys.gettrace() is None else 8  # measuring coverage doubles what reading costs
    assert time.process_time() - begun < bound


MUTATION = st.tuples(st.integers(0, 2000), st.integers(0, 30), st.binary(max_size=8))


@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from([RSS, ATOM, JSON]), st.lists(MUTATION, min_size=1, max_size=6), st.sampled_from(["utf-8", "utf-16"])
)
def test_no_damage_makes_it_raise(text: str, mutations: list[tuple[int, int, bytes]], codec: str) -> None:
    """Fuzz target of part 6: bytes cut out and put in anywhere give a document or a reason, never ``internal``."""
    body = text.encode(codec)
    for at, length, new in mutations:
        place = at % (len(body) + 1)
        body = body[:place] + new + body[place + length :]
    result = read_document(body, content_type="text/xml")
    assert not (isinstance(result, Unreadable) and result.outcome is Outcome.INTERNAL), result


TOKENS = st.sampled_from(
    ["<item>", "</item>", "<title>", "</title>", "<![CDATA[", "]]>", "&amp;", "&#0;", "<b", ">", "/>", "<!--", "-->",
     "<media:content url='", "<dc:date>", "<psc:chapters>", "<psc:chapter/>", "<gml:pos>", "</gml:pos>", "</width>",
     "<source>", "<author>", "<link", "x@y"]
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(st.lists(TOKENS, max_size=25).map("".join))
def test_no_markup_makes_it_raise(middle: str) -> None:
    """Structure-aware: feedparser raises for a fifth of such inputs (finding 2)."""
    good = "<item><title>good</title></item>"
    result = read_document(f"<rss version='2.0'><channel>{good}{middle}{good}</channel></rss>".encode())
    assert not (isinstance(result, Unreadable) and result.outcome is Outcome.INTERNAL), result


def feeds(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_file() and path.name != "PROVENANCE.md")


@pytest.mark.shared
def test_real_feeds_are_read(shared: Path) -> None:
    """What real publishers send: nearly all of it strictly, nothing with an unforeseen fault."""
    results = [read_document(path.read_bytes()) for path in feeds(shared / "data" / "feeds" / "real")]
    documents = [result for result in results if isinstance(result, Document)]
    assert not [result for result in results if isinstance(result, Unreadable) and result.outcome is Outcome.INTERNAL]
    assert len(documents) >= 480
    assert sum(document.reader == "strict" for document in documents) >= 0.98 * len(documents)
