"""The strict reader: what each element of each format becomes."""

from __future__ import annotations

import base64

import pytest

from syndicator.ingest import strict
from syndicator.ingest.strict import plain, read_xml
from syndicator.model.entry import Category, Document, Entry, Link, Markup, Origin, RawText, Tombstone
from syndicator.model.source import Limits, Outcome
from syndicator.ports import Unreadable

NAMESPACES = (
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
    'xmlns:media="http://search.yahoo.com/mrss/" xmlns:atom="http://www.w3.org/2005/Atom" '
    'xmlns:itunes="http://www.itunes.com/DTDs/Podcast-1.0.dtd" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/" '
    'xmlns:dcterms="http://purl.org/dc/terms/" xmlns:odd="urn:odd" xmlns:xhtml="http://www.w3.org/1999/xhtml"'
)
BASE = "https://news.example/feed"


def read(text: str, limits: Limits | None = None) -> Document:
    document = read_xml(text.encode(), address=BASE, limits=limits or Limits())
    assert isinstance(document, Document), document
    return document


def rss(item: str, head: str = "", attributes: str = 'version="2.0"') -> Document:
    return read(f"<rss {attributes} {NAMESPACES}><channel>{head}<item>{item}</item></channel></rss>")


def item(text: str) -> Entry:
    (entry,) = rss(text).entries
    return entry


def atom(text: str, attributes: str = "") -> Entry:
    (entry,) = read(
        f'<feed xmlns="http://www.w3.org/2005/Atom" {NAMESPACES} {attributes}><entry>{text}</entry></feed>'
    ).entries
    return entry


def html(value: str) -> RawText:
    return RawText(value, Markup.HTML, base=BASE)


# --- formats and heads ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "version"),
    [
        ('<rss version="2.0"><channel/></rss>', "rss20"),
        ('<rss version="0.91"><channel/></rss>', "rss09"),
        ("<rss/>", "rss20"),
        ('<RSS version="2.0"><channel/></RSS>', "rss20"),
        ('<rss version="2.0"><channel xmlns="http://backend.userland.com/rss2"/></rss>', "rss20"),
        ('<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"/>', "rss10"),
        (
            '<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
            '<channel xmlns="http://my.netscape.com/rdf/simple/0.9/"/></r:RDF>',
            "rss09",
        ),
        ('<feed xmlns="http://www.w3.org/2005/Atom"/>', "atom10"),
        ('<a:feed xmlns:a="http://www.w3.org/2005/Atom"/>', "atom10"),
        ('<feed version="0.3" xmlns="http://purl.org/atom/ns#"/>', "atom03"),
        ("<feed/>", "atom10"),
    ],
)
def test_every_format_is_told_from_the_others(text: str, version: str) -> None:
    document = read(text)
    assert (document.format, document.reader, document.entries) == (version, "strict", ())


def test_the_head_of_rss_is_read() -> None:
    document = rss(
        "<title>x</title>",
        "<title>News &amp;amp; <![CDATA[<b>more</b>]]></title><link> https://news.example/ </link>"
        "<language>kk</language><ttl>30</ttl>"
        '<atom:link rel="self" href="https://news.example/feed"/><atom:link rel="hub" href="https://hub.example/"/>',
    )
    assert (document.title, document.link, document.language, document.ttl) == (
        "News & more", "https://news.example/", "kk", 30,
    )  # fmt: skip
    assert [(link.rel, link.href) for link in document.links] == [("self", BASE), ("hub", "https://hub.example/")]


def test_the_head_of_atom_is_read() -> None:
    document = read(
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="ar" xml:base="https://a.example/">'
        '<id>urn:x</id><title type="html">A &amp;lt; B</title><link href="page"/><link rel="self" href="feed"/></feed>'
    )
    assert (document.id, document.title, document.link, document.language) == (
        "urn:x", "A < B", "https://a.example/page", "ar",
    )  # fmt: skip


def test_tombstones_are_read() -> None:
    """RFC 6721, in Atom and in RSS; one that names nothing is none, and a long id is folded as that of an entry is."""
    deleted = 'xmlns:at="http://purl.org/atompub/tombstones/1.0"'
    dead = f'<at:deleted-entry {deleted} ref=" urn:a " when=" 2026-05-01T10:00:00Z "><at:comment>x</at:comment>'
    found = read(
        f'<feed xmlns="http://www.w3.org/2005/Atom">{dead}</at:deleted-entry>'
        f'<at:deleted-entry {deleted} ref="{"g" * 5000}"/><at:deleted-entry {deleted}/></feed>'
    ).tombstones
    assert found[0] == Tombstone("urn:a", "2026-05-01T10:00:00Z", "x")
    assert (found[1].guid[:11], found[1].when, len(found)) == ("urn:sha256:", None, 2)
    (one,) = rss("", head=f"{dead}</at:deleted-entry>").tombstones
    assert one.guid == "urn:a"


def test_xml_lang_wins_over_other_words_on_language() -> None:
    """Conformance 171: xml:lang, then dc:language, then the channel's language."""
    assert rss("", "<language>en</language><dc:language>kk</dc:language>").language == "kk"
    assert rss("", "<language>en</language>", 'version="2.0" xml:lang="ru"').language == "ru"


@pytest.mark.parametrize(
    ("head", "minutes"),
    [
        ("<ttl> 60 </ttl>", 60),
        ("<ttl>soon</ttl>", None),
        ("<sy:updatePeriod>\n hourly </sy:updatePeriod><sy:updateFrequency>2</sy:updateFrequency>", 30),
        ("<sy:updatePeriod>Daily</sy:updatePeriod><sy:updateFrequency>0</sy:updateFrequency>", 1440),
        ("<sy:updatePeriod>never</sy:updatePeriod>", None),
        ("", None),
    ],
)
def test_the_time_to_live_is_in_minutes(head: str, minutes: int | None) -> None:
    """Conformance 140: ttl, else the syndication module."""
    assert rss("", head).ttl == minutes


def test_hours_and_days_to_be_skipped_are_read() -> None:
    """RSS 2.0, skipHours and skipDays: what is neither hour nor day says nothing."""
    hours = (
        "<skipHours><hour> 3 </hour><hour>22</hour><hour>3</hour><hour>noon</hour><hour>25</hour><hour/></skipHours>"
    )
    document = rss("", f"{hours}<skipDays><day>Sunday</day><day> saturday </day><day>Сенбі</day></skipDays>")
    assert (document.skip_hours, document.skip_days, document.notes) == ((3, 22), (5, 6), ())
    assert (rss("").skip_hours, rss("").skip_days) == ((), ())


def test_items_of_rss_1_lie_beside_the_channel() -> None:
    document = read(
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" '
        f'{NAMESPACES}><channel rdf:about="x"><title>T</title><items><rdf:Seq/></items></channel>'
        '<item rdf:about="https://a.example/1"><title>One</title><link>https://a.example/1</link>'
        "<dc:date>2026-01-01</dc:date><dc:subject>s</dc:subject></item></rdf:RDF>"
    )
    (entry,) = document.entries
    assert document.title == "T"
    assert (entry.guid, entry.guid_is_link, entry.link) == ("https://a.example/1", False, "https://a.example/1")
    assert (entry.published, entry.categories) == ("2026-01-01", (Category("s"),))


# --- entries of RSS ------------------------------------------------------------------------------------------------


def test_an_item_with_everything_is_read() -> None:
    entry = item(
        "<title>A &lt;b&gt;bold&lt;/b&gt; title</title><link>https://a.example/1</link>"
        '<guid isPermaLink="false">id-1</guid><description>&lt;p&gt;Short&lt;/p&gt;</description>'
        "<content:encoded><![CDATA[<p>Long</p>]]></content:encoded><pubDate>Mon, 02 Feb 2026 10:00:00 +0500</pubDate>"
        "<atom:updated>2026-02-03T00:00:00Z</atom:updated><dc:creator>Айгүл</dc:creator><dc:creator>Bob</dc:creator>"
        '<author>x@a.example (Bob)</author><category domain="urn:d">One</category><category/>'
        '<comments>https://a.example/1#c</comments><source url="https://b.example/feed">B</source>'
        "<dc:language>kk</dc:language><dc:rights>© A</dc:rights>"
        '<enclosure url="https://a.example/1.mp3" type="audio/mpeg" length="123"/>'
    )
    assert entry == Entry(
        guid="id-1",
        link="https://a.example/1",
        title=html("A <b>bold</b> title"),
        summary=html("<p>Short</p>"),
        content=html("<p>Long</p>"),
        published="Mon, 02 Feb 2026 10:00:00 +0500",
        updated="2026-02-03T00:00:00Z",
        authors=("Айгүл", "Bob", "x@a.example (Bob)"),
        categories=(Category("One", "urn:d"),),
        enclosures=(Link("https://a.example/1.mp3", "enclosure", "audio/mpeg", length=123),),
        links=(Link("https://a.example/1#c", "replies"),),
        language="kk",
        rights="© A",
        origin=Origin(title="B", link="https://b.example/feed"),
    )


@pytest.mark.parametrize(
    ("text", "guid", "is_link", "link"),
    [
        ("<guid>https://a.example/1</guid>", "https://a.example/1", True, "https://a.example/1"),
        ('<guid isPermaLink="FALSE">https://a.example/1</guid>', "https://a.example/1", False, None),
        ("<guid>17</guid>", "17", False, None),
        ("<guid>0</guid><link/>", "0", False, None),
        ("<guid/><guid> b </guid>", "b", False, None),
        ("<atom:id>urn:1</atom:id>", "urn:1", False, None),
        ('<atom:link href="https://a.example/1"/>', None, False, "https://a.example/1"),
        ("<link>https://a.example/l</link><guid>https://a.example/g</guid>", "https://a.example/g", True,
         "https://a.example/l"),
        ('<link href="https://a.example/1"/>', None, False, "https://a.example/1"),
        ("", None, False, None),
    ],
)  # fmt: skip
def test_guid_and_link_stand_in_for_each_other(text: str, guid: str | None, is_link: bool, link: str | None) -> None:
    """Conformance 170: a permalink is the link of an item that has no other."""
    entry = item(text)
    assert (entry.guid, entry.guid_is_link, entry.link) == (guid, is_link, link)


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        ("<dc:title>t</dc:title>", "title", html("t")),
        ("<media:title>t</media:title>", "title", html("t")),
        ('<atom:title type="text">t</atom:title>', "title", RawText("t", base=BASE)),
        ("<itunes:summary>s</itunes:summary>", "summary", html("s")),
        ("<atom:summary>s</atom:summary>", "summary", RawText("s", base=BASE)),
        ('<atom:content type="html">&lt;p/&gt;</atom:content>', "content", html("<p/>")),
        ("<xhtml:body><xhtml:p>x</xhtml:p><xhtml:br/></xhtml:body>", "content", html("<p>x</p><br>")),
        ("<description>a <b>c</b> &amp;lt; d</description>", "summary", html("a <b>c</b> &amp;lt; d")),
        ("<title>  </title>", "title", None),
        ("<body><p>x</p></body>", "content", html("<p>x</p>")),
        ("<fullitem>&lt;p&gt;x</fullitem>", "content", html("<p>x")),
        ("<summary>s</summary>", "summary", html("s")),
        ("<dc:author>A</dc:author>", "authors", ("A",)),
        (
            '<itunes:category text="T"><itunes:category text="G"/></itunes:category>',
            "categories",
            (Category("T"), Category("G")),
        ),
        ("<pubdate>2026-02-03</pubdate>", "published", "2026-02-03"),
        ("<TITLE>t</TITLE>", "title", html("t")),
        ("<dcterms:modified>m</dcterms:modified>", "updated", "m"),
        ("<dcterms:issued>i</dcterms:issued>", "published", "i"),
        ("<source/>", "origin", None),
        ("<atom:author><atom:name>N</atom:name></atom:author>", "authors", ("N",)),
        ("<itunes:author>N</itunes:author>", "authors", ("N",)),
        ('<media:category scheme="s" label="l">c</media:category>', "categories", (Category("c", "s", "l"),)),
        ('<atom:category term="t"/>', "categories", (Category("t"),)),
        ("<odd:title>no</odd:title>", "title", None),
    ],
)
def test_modules_fill_what_rss_left_empty(text: str, field: str, value: object) -> None:
    assert getattr(item(text), field) == value


def test_late_descriptions_do_not_repeat_the_content() -> None:
    assert item("<content:encoded>c</content:encoded><media:description>d</media:description>").summary is None


# --- entries of Atom -----------------------------------------------------------------------------------------------


def test_an_entry_with_everything_is_read() -> None:
    entry = atom(
        '<id>urn:1</id><title>A &lt; B</title><link rel="edit" href="https://a.example/edit"/>'
        '<link href="https://a.example/1" hreflang="en" title="One"/>'
        '<link rel="enclosure" href="https://a.example/1.jpg" type="image/jpeg" length="5"/>'
        '<summary type="html">&lt;p&gt;s&lt;/p&gt;</summary><content type="text">c</content>'
        "<published>2026-01-01T00:00:00Z</published><updated>2026-01-02T00:00:00Z</updated>"
        "<author><name>N</name><email>n@a.example</email></author><author><email>e@a.example</email></author>"
        '<contributor><name>C</name></contributor><category term="t" scheme="s" label="l"/><rights>© A</rights>'
        "<source><id>urn:b</id><title>B</title><link rel='self' href='https://b.example/feed'/></source>",
    )
    assert entry == Entry(
        guid="urn:1",
        link="https://a.example/1",
        title=RawText("A < B", base=BASE),
        summary=html("<p>s</p>"),
        content=RawText("c", base=BASE),
        published="2026-01-01T00:00:00Z",
        updated="2026-01-02T00:00:00Z",
        authors=("N", "e@a.example"),
        categories=(Category("t", "s", "l"),),
        enclosures=(Link("https://a.example/1.jpg", "enclosure", "image/jpeg", length=5),),
        links=(Link("https://a.example/edit", "edit"), Link("https://a.example/1", hreflang="en", title="One")),
        rights="© A",
        origin=Origin("urn:b", "B", "https://b.example/feed"),
    )


@pytest.mark.parametrize(
    ("links", "expected"),
    [
        ('<link rel="self" href="https://a.example/s"/><link href="https://a.example/p"/>', "https://a.example/p"),
        (
            '<link type="application/json" href="https://a.example/j"/>'
            '<link type="text/html" href="https://a.example/h"/>',
            "https://a.example/h",
        ),
        ('<link rel="http://www.iana.org/assignments/relation/alternate" href="https://a.example/p"/>',
         "https://a.example/p"),
        ('<link rel="enclosure" href="https://a.example/e"/>', None),
        ("<link>https://a.example/1</link>", "https://a.example/1"),
        ("<link/><id>https://a.example/1</id>", "https://a.example/1"),
        ("<id>urn:1</id>", None),
    ],
)  # fmt: skip
def test_the_alternate_page_is_the_link(links: str, expected: str | None) -> None:
    """Conformance 170: rel=alternate, text/html first; never an enclosure."""
    assert atom(links).link == expected


@pytest.mark.parametrize(
    ("element", "expected"),
    [
        ("<content>a &amp;lt; b</content>", RawText("a &lt; b", base=BASE)),
        ('<content type="text/plain">a</content>', RawText("a", base=BASE)),
        ('<content type="text/html">&lt;i&gt;</content>', html("<i>")),
        (
            '<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">a &lt; <b class="x">c</b><br/><p/></div>'
            "</content>",
            html('a &lt; <b class="x">c</b><br><p></p>'),
        ),
        (
            '<content type="xhtml"><xhtml:div><xhtml:p>a</xhtml:p>tail</xhtml:div></content>',
            html("<p>a</p>tail"),
        ),
        ('<content type="xhtml">x <div>y</div></content>', html("x <div>y</div>")),
        ('<content type="image/png">AAAA</content>', None),
        ('<content type="plain">a</content>', RawText("a", base=BASE)),
        ('<content type="video/mp4" src="https://a.example/v"/>', None),
        (
            '<content xml:lang="kk" xml:base="sub/">x</content>',
            RawText("x", language="kk", base="https://news.example/sub/"),
        ),
    ],
)
def test_text_constructs_keep_their_markup(element: str, expected: RawText | None) -> None:
    """RFC 4287, section 3.1: text, html and xhtml, the last without its wrapper."""
    assert atom(element).content == expected


@pytest.mark.parametrize(
    ("attributes", "value", "expected"),
    [
        ('type="text/html" mode="escaped"', "&lt;b&gt;", html("<b>")),
        ('type="application/x-html" mode="escaped"', "&lt;b&gt;", html("<b>")),
        ('type="text/html" mode="base64"', base64.b64encode("<b>қ</b>".encode()).decode(), html("<b>қ</b>")),
        ('mode="base64"', base64.b64encode(b"plain\0").decode(), RawText("plain", base=BASE)),
        ('mode="base64"', "A", None),
        ('type="application/xhtml+xml" mode="xml"', "<p>x</p>", html("<p>x</p>")),
        ("", "x", RawText("x", base=BASE)),
    ],
)
def test_modes_of_atom_03_are_undone(attributes: str, value: str, expected: RawText | None) -> None:
    (entry,) = read(
        f'<feed version="0.3" xmlns="http://purl.org/atom/ns#"><entry><content {attributes}>{value}</content>'
        "<issued>i</issued><modified>m</modified></entry></feed>"
    ).entries
    assert entry.content == expected
    assert (entry.published, entry.updated) == ("i", "m")


def test_the_media_group_stands_in_for_title_and_summary() -> None:
    entry = atom(
        "<media:group><media:title>no</media:title><media:description>d</media:description>"
        '<media:thumbnail url="https://a.example/t.jpg"/></media:group>'
    )
    assert (entry.title, entry.summary) == (None, RawText("d", base=BASE))
    assert entry.enclosures == (Link("https://a.example/t.jpg", "enclosure"),)


def test_an_empty_source_is_no_origin() -> None:
    assert atom("<source><updated>x</updated></source>").origin is None


def test_persons_without_elements_are_names() -> None:
    assert atom("<author>N</author>").authors == ("N",)
    assert atom("<contributor><name>C</name></contributor><dc:creator>D</dc:creator>").authors == ("C", "D")


# --- media, bases, languages ---------------------------------------------------------------------------------------


def test_media_are_collected_once_wherever_they_hang() -> None:
    """Media RSS: contents, groups, thumbnails; videos without a type say so."""
    entry = item(
        '<media:content url="https://a.example/1.jpg" medium="image" fileSize="9">'
        '<media:thumbnail url="https://a.example/1s.jpg"/></media:content>'
        '<media:group><media:content url="https://a.example/v" medium="video" lang="kk"/></media:group>'
        '<media:content/><enclosure/><enclosure url="https://a.example/1.jpg" type="image/jpeg"/>'
        '<itunes:image href="https://a.example/cover.jpg"/>'
        '<atom:link rel="enclosure" href="https://a.example/x.pdf" type="application/pdf"/>'
    )
    assert entry.enclosures == (
        Link("https://a.example/1.jpg", "enclosure", "image/jpeg"),
        Link("https://a.example/x.pdf", "enclosure", "application/pdf"),
        Link("https://a.example/v", "enclosure", "video/*", "kk"),
        Link("https://a.example/1s.jpg", "enclosure"),
        Link("https://a.example/cover.jpg", "enclosure"),
    )


@pytest.mark.parametrize(
    ("outer", "inner", "link"),
    [
        ("", "", "page"),
        ('xml:base="https://a.example/x/"', "", "https://a.example/x/page"),
        ('xml:base="https://a.example/x/"', 'xml:base="y/"', "https://a.example/x/y/page"),
        ('xml:base="https://[a"', "", "https://news.example/page"),
    ],
)
def test_links_are_resolved_against_xml_base_alone(outer: str, inner: str, link: str) -> None:
    """Conformance 169: what is relative to the document stays so, the caller knows where that came from."""
    text = f"<rss {outer}><channel><item {inner}><link>page</link><comments>page</comments></item></channel></rss>"
    assert read(text).entries[0].link == link
    assert read(text).entries[0].links == (Link(link, "replies"),)
    text = f'<feed xmlns="http://www.w3.org/2005/Atom" {outer}><entry {inner}><link href="page"/></entry></feed>'
    assert read(text).entries[0].link == link


@pytest.mark.parametrize(
    ("base", "said", "link"),
    [
        ('xml:base="https://a.example/x/"', "true", "https://a.example/x/7"),
        ('xml:base="https://a.example/x/"', "", None),
        ("", "true", None),
    ],
)
def test_an_id_relative_to_xml_base_is_a_link_only_if_it_is_called_one(base: str, said: str, link: str | None) -> None:
    """Every id is a permalink by default (RSS 2.0), so that only an express word counts."""
    entry = read(f'<rss {base}><channel><item><guid isPermaLink="{said}">7</guid></item></channel></rss>').entries[0]
    assert (entry.guid, entry.link) == ("7", link)


def test_an_address_that_cannot_be_joined_stays_as_it_is() -> None:
    text = '<rss xml:base="https://a.example/"><channel><item><link>//[x</link></item></channel></rss>'
    assert read(text).entries[0].link == "//[x"


def test_languages_are_those_of_the_entry_and_of_each_text() -> None:
    entry = atom('<title xml:lang="ar">t</title>', 'xml:lang="ru"')
    assert (entry.language, entry.title and entry.title.language) == (None, "ar")


# --- bounds and faults ---------------------------------------------------------------------------------------------


def test_entries_beyond_the_limit_are_counted_and_left() -> None:
    """X19."""
    document = read("<rss><channel>" + "<item/>" * 7 + "</channel></rss>", Limits(entries=5))
    assert len(document.entries) == 5
    assert document.notes == ("2 entries beyond the first 5 were not read; 'limits.entries' sets the bound",)


def test_floods_of_elements_are_thinned() -> None:
    """X06: and what stands behind the flood is still read."""
    document = rss("<category>c</category>" * 300 + "<title>t</title>" + "<odd:x/>" * 201)
    (entry,) = document.entries
    assert entry.title == html("t")
    assert len(document.notes) == 2
    assert len(entry.categories) == 200


def test_short_fields_are_cut() -> None:
    """X20: titles and names are cut, addresses left out, ids hashed."""
    long = "x" * 5000
    document = rss(
        f"<title>{long}</title><author>{long}</author><link>https://a.example/{long}</link><guid>{long}</guid>"
    )
    (entry,) = document.entries
    assert entry.title is not None
    assert (len(entry.title.value), len(entry.authors[0]), entry.link) == (4096, 4096, None)
    assert entry.guid is not None
    assert entry.guid.startswith("urn:sha256:")
    assert len(document.notes) == 4


def test_an_entry_that_fails_costs_only_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    """X10: even for a fault of our own."""
    original = strict._rss_title

    def poisoned(fields: strict.Fields, base: str) -> RawText | None:
        title = original(fields, base)
        if title and "poison" in title.value:
            raise ZeroDivisionError
        return title

    monkeypatch.setattr(strict, "_rss_title", poisoned)
    titles = ["a", "poison", "b", "poison"]
    document = read("<rss><channel>" + "".join(f"<item><title>{t}</title></item>" for t in titles) + "</channel></rss>")
    assert [entry.title and entry.title.value for entry in document.entries] == ["a", "b"]
    assert document.notes == ("an entry could not be read and was left out: ZeroDivisionError (2 times)",)


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("<rss><a:b/></rss>", Outcome.PARSE),
        ("<rss>", Outcome.PARSE),
        ("<opml/>", Outcome.NOT_A_FEED),
        ("<rss><channel><title>" + "x" * 10_100_000 + "</title></channel></rss>", Outcome.LIMITS),
    ],
    ids=["unbound prefix", "cut", "other root", "endless text"],
)
def test_what_cannot_be_read_has_a_reason(text: str, outcome: Outcome) -> None:
    result = read_xml(text.encode(), address="", limits=Limits())
    assert isinstance(result, Unreadable)
    assert result.outcome is outcome


def test_entities_and_files_are_never_opened() -> None:
    """X02, should the gate ever let one pass."""
    text = b'<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss><channel><title>a&x;b</title></channel></rss>'
    result = read_xml(text, address="", limits=Limits())
    assert isinstance(result, Unreadable)
    assert result.outcome is Outcome.DTD


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (RawText(" a\n b "), "a b"),
        (RawText("a <b>c</b> &amp; &lt;d", Markup.HTML), "a c & <d"),
        (RawText("1 < 2"), "1 < 2"),
        (RawText("a<script>x()</SCRIPT > b<style>p{}</style> c<!-- d", Markup.HTML), "a b c"),
        (RawText("a <script>" * 400 + "b" * 9_000, Markup.HTML), "a"),
    ],
)
def test_plain_words_for_names(text: RawText, expected: str) -> None:
    assert plain(text) == expected
