"""The tolerant reader: feedparser, kept from doing harm."""

from __future__ import annotations

import time

import pytest

from syndicator.ingest.gate import Gated
from syndicator.ingest.tolerant import LARGEST, read_tolerantly, split_entries
from syndicator.model.entry import Category, Document, Entry, Link, Markup, Origin, RawText, Tombstone
from syndicator.model.source import Limits, Outcome
from syndicator.ports import Unreadable

BASE = "https://news.example/feed"
POISON = "<item><title>poison</title><gml:pos>1 2</gml:pos></item>"


def result(text: str, root: str = "rss", limits: Limits | None = None) -> Document | Unreadable:
    return read_tolerantly(Gated(text, root), address=BASE, limits=limits or Limits())


def read(text: str, root: str = "rss", limits: Limits | None = None) -> Document:
    document = result(text, root, limits)
    assert isinstance(document, Document), document
    return document


def rss(items: str, head: str = "<title>T</title>") -> str:
    return f'<rss version="2.0"><channel>{head}{items}</channel></rss>'


def titles(document: Document) -> list[str]:
    return [entry.title.value for entry in document.entries if entry.title]


def test_how_often_a_document_wants_to_be_read_is_read_by_either_reader_the_same_way() -> None:
    """Conformance 140: ttl, else the syndication module."""
    often = "<sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>2</sy:updateFrequency>"
    assert read(rss("<item><title>A <b></item>", often)).ttl == 720
    assert read(rss("<item><title>A <b></item>", f"{often}<ttl>15</ttl>")).ttl == 15
    assert read(rss("<item><title>A <b></item>", "<ttl>soon</ttl>")).ttl is None


def test_hours_and_days_to_be_skipped_are_read_by_either_reader_the_same_way() -> None:
    """RSS 2.0, skipHours and skipDays, which feedparser does not keep."""
    skips = (
        "<skipHours><hour> 3 </hour><hour>22</hour><hour>noon</hour></skipHours><skipDays><day>Sunday</day></skipDays>"
    )
    document = read(rss("<item><title>A <b></item>", skips))
    assert (document.skip_hours, document.skip_days) == ((3, 22), (6,))
    week = "".join(f"<hour>{each}</hour>" for each in range(24))
    document = read(rss("<item><title>A <b></item>", f"<skipHours>{week}</skipHours>"))
    assert (document.skip_hours, document.notes) == (
        (),
        ("it asks not to be read in all 24 hours of the day, which is ignored",),
    )


def test_what_is_taken_back_is_read_by_either_reader_the_same_way() -> None:
    """RFC 6721, which feedparser passes over; before, between and after the entries."""
    deleted = 'xmlns:at="http://purl.org/atompub/tombstones/1.0"'
    first = '<at:deleted-entry ref=" urn:a&amp;b " when=" 2026-05-01T10:00:00Z "><at:comment> x &lt; y </at:comment>'
    second, third = "<at:deleted-entry when='2026-05-02T10:00:00Z' ref='urn:c'/>", "<at:deleted-entry ref='urn:d' />"
    entry = "<entry><id>urn:e</id><title>A <b></title></entry>"
    feed = f'<feed xmlns="http://www.w3.org/2005/Atom" {deleted}><title>T</title>{first}</at:deleted-entry>'
    document = read(f"{feed}{entry}{second}{entry}{third}</feed>", "feed")
    assert document.tombstones == (
        Tombstone("urn:a&b", "2026-05-01T10:00:00Z", "x < y"),
        Tombstone("urn:c", "2026-05-02T10:00:00Z"),
        Tombstone("urn:d"),
    )
    assert len(document.entries) == 2
    own = '<deleted-entry xmlns="http://purl.org/atompub/tombstones/1.0" ref="urn:g"/>'
    assert read(rss(f"<item><title>A <b></item>{own}")).tombstones == (Tombstone("urn:g"),)
    limits = Limits(entries=1)
    assert len(read(f"{feed}{entry}{second}</feed>", "feed", limits).tombstones) == 1


@pytest.mark.parametrize(
    "faulty",
    [
        '<x:deleted-entry ref="urn:a"/>',
        "<at:deleted-entry/>",
        f'<at:deleted-entry ref="{"a" * 5000}"/>',
        '<![CDATA[<at:deleted-entry ref="urn:a"/>]]>',
        '<entry><content><at:deleted-entry ref="urn:a"/></content></entry>',
        '<entry><title>A <at:deleted-entry ref="urn:a"/>',
    ],
)
def test_what_is_no_tombstone_of_the_document_takes_nothing_back(faulty: str) -> None:
    """Of another vocabulary, of nothing, or in the words of an entry, which must not take back another."""
    head = '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:at="http://purl.org/atompub/tombstones/1.0">'
    entry = "<entry><id>urn:e</id><title>A <b></title></entry>"
    assert read(f"{head}<title>T</title>{entry}{faulty}</feed>", "feed").tombstones == ()


def test_what_is_not_well_formed_is_read_all_the_same() -> None:
    document = read(
        rss(
            "<item><title>A <b>bold</title><guid>https://a.example/1</guid><description>&lt;p&gt;x</description>"
            "<pubDate>02/02/2026</pubDate><dc:creator>N</dc:creator><category domain='d'>c</category>"
            "<enclosure url='https://a.example/1.mp3' type='audio/mpeg' length='5'>"
            "<media:content url='https://a.example/1.jpg'/><source url='https://b.example/feed'>B</source></item>",
            "<title>T &amp;amp; U</title><link>https://a.example/</link><language>kk</language><ttl>15</ttl>",
        )
    )
    assert (document.reader, document.format, document.title, document.link, document.language, document.ttl) == (
        "tolerant", "rss20", "T & U", "https://a.example/", "kk", 15,
    )  # fmt: skip
    (entry,) = document.entries
    assert (entry.guid, entry.guid_is_link, entry.link) == ("https://a.example/1", True, "https://a.example/1")
    assert entry.title is not None
    assert (entry.title.value, entry.title.markup) == ("A <b>bold", Markup.HTML)
    assert (entry.published, entry.updated) == ("02/02/2026", None)
    assert (entry.authors, entry.categories) == (("N",), (Category("c", "d"),))
    assert entry.enclosures[0] == Link("https://a.example/1.mp3", "enclosure", "audio/mpeg", length=5)
    assert entry.enclosures[1].href == "https://a.example/1.jpg"
    assert entry.origin == Origin(title="B", link="https://b.example/feed")


def test_atom_keeps_its_types() -> None:
    document = read(
        '<feed xmlns="http://www.w3.org/2005/Atom"><id>urn:f</id><entry xml:lang="ar"><id>urn:1</id>'
        '<title>A &lt; B</title><content type="html">&lt;p&gt;</content><summary/><b><updated>u</updated>'
        "<author><email>e@a.example</email></author></entry></feed>",
        "feed",
    )
    (entry,) = document.entries
    assert (document.format, document.id) == ("atom10", "urn:f")
    assert entry.title == RawText("A < B", Markup.TEXT, "ar", BASE)
    assert entry.content is not None
    assert (entry.content.markup, entry.summary, entry.updated) == (Markup.HTML, None, "u")
    assert entry.authors == ("e@a.example",)


def test_only_the_poisonous_entries_are_lost() -> None:
    """X10 and the fuzz target of part 6: with k poisoned of n items, n - k come out."""
    items = [POISON if number in (0, 7, 8, 19) else f"<item><title>{number}</b></title></item>" for number in range(20)]
    document = read(rss("".join(items)))
    assert [title.partition("<")[0] for title in titles(document)] == [
        str(n) for n in range(20) if n not in (0, 7, 8, 19)
    ]
    assert document.notes == ("4 entries could not be read and were left out",)


def test_a_poisonous_head_costs_only_itself() -> None:
    document = read(rss("<item><title>a</title></item>", "<title>T</title><gml:pos>1 2</gml:pos>"))
    assert (document.title, titles(document)) == (None, ["a"])


@pytest.mark.parametrize("text", ["<item>", "<rdf></rdf>", "<opml></opml>"])
def test_what_feedparser_does_not_know_is_unreadable(text: str) -> None:
    found = result(text, "feed")
    assert isinstance(found, Unreadable)
    assert found.outcome is Outcome.PARSE


def test_large_documents_are_not_tried() -> None:
    """X22: only under 2 MB."""
    found = result("<rss>" + " " * LARGEST)
    assert isinstance(found, Unreadable)
    assert found.outcome is Outcome.PARSE


def test_bodies_are_never_taken_for_paths() -> None:
    """X18: BytesIO only."""
    assert isinstance(result("/etc/passwd"), Unreadable)


def test_entries_are_split_by_their_tags_outside_cdata() -> None:
    first = "<item><title><![CDATA[</item><item>]]></title></item>"
    second = "<items><x:item>b</x:item> between "
    third = "<ITEM>c</ITEM>"
    assert split_entries(Gated(f"<rss>{first}{second}{third}</rss>", "rss")) == (
        "<rss>",
        [first + "<items>", second.removeprefix("<items>"), third],
        "</rss>",
    )


def test_an_entry_that_is_never_closed_ends_with_the_document() -> None:
    assert split_entries(Gated("<feed><entry>a<entry>b</feed>", "feed")) == (
        "<feed>",
        ["<entry>a", "<entry>b</feed>"],
        "",
    )
    assert split_entries(Gated("<feed></entry></feed>", "feed")) == ("<feed></entry></feed>", [], "")


def test_entries_beyond_the_limit_are_counted_and_left() -> None:
    document = read(rss("<item><title>a</title></item>" * 5), limits=Limits(entries=3))
    assert (len(document.entries), document.notes) == (
        3,
        ("2 entries beyond the first 3 were not read; 'limits.entries' sets the bound",),
    )


@pytest.mark.parametrize(
    "flood",
    ["<category>c</category>" * 201, "<enclosure url='u'/>" * 201, "<a " + "b='1' " * 5000 + ">", "<a" + "a" * 20_000],
)
def test_floods_cost_their_entry(flood: str) -> None:
    """X05, X06: feedparser searches its lists again for every element."""
    document = read(rss(f"<item><title>bad</title>{flood}</item><item><title>good</title></item>"))
    assert titles(document) == ["good"]
    assert "floods" in document.notes[0]


def test_a_flood_in_the_head_is_refused() -> None:
    found = result(rss("", "<category>c</category>" * 201))
    assert isinstance(found, Unreadable)
    assert found.outcome is Outcome.LIMITS


@pytest.mark.parametrize("text", ["x@" + "a." * 30_000 + "!", "<![CDATA[x@" + "a." * 30_000 + "!]]>"])
def test_short_fields_are_cut_before_feedparser_sees_them(text: str) -> None:
    """X07: its pattern for addresses takes minutes for 64 KB (feedparser issue 580)."""
    begun = time.process_time()
    (entry,) = read(rss(f"<item><title>a</b></title><author>{text}</author><title>b</title></item>")).entries
    assert time.process_time() - begun < 2
    assert len(entry.authors[0]) <= 4096


def test_nothing_is_sanitised_or_resolved_here() -> None:
    """Conformance 160: that is ours to do, later."""
    (entry,) = read(
        rss("<item><description>&lt;script&gt;x&lt;/script&gt;&lt;a href='y'&gt;</description></b></item>")
    ).entries
    assert entry.summary is not None
    assert "<script>x</script><a href='y'>" in entry.summary.value


def test_an_entry_may_be_empty() -> None:
    (entry,) = read(rss("<item></b></item>")).entries
    assert entry == Entry()
