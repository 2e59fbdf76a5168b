"""Facts of an article in its page, told in many ways: each alone is understood, and of several the best is believed."""

from __future__ import annotations

import pytest

from syndicator.ingest.read import read_document
from syndicator.model.entry import Document, Entry, Link
from syndicator.ports import Form

ADDRESS = "https://a.example/news/1"
MICRODATA = (
    '<div itemscope itemtype="https://schema.org/NewsArticle"><h1 itemprop="headline">Headline</h1>'
    '<meta itemprop="datePublished" content="2026-05-01"><time itemprop="dateModified" datetime="2026-05-02">x</time>'
    '<span itemprop="author" itemscope itemtype="https://schema.org/Person"><b itemprop="name">Ann</b></span>'
    '<span itemprop="author">Bea</span><span itemprop="articleSection">Health</span>'
    '<p itemprop="description">In short</p><meta itemprop="inLanguage" content="pl">'
    '<div itemprop="image" itemscope><img src="/1.jpg"></div>'
    '<div itemprop="comment" itemscope><i itemprop="datePublished">2026-06-01</i><b itemprop="headline">Re</b></div>'
    "</div>"
)
ENTRY = (
    '<article class="h-entry"><h2 class="p-name">Name</h2><time class="dt-published" datetime="2026-05-01">May</time>'
    '<span class="p-author">Ann</span><a class="p-category">Health</a><img class="u-photo" src="/1.jpg"></article>'
)


def document(head: str = "", body: str = "", address: str = ADDRESS) -> Document:
    text = f"<html><head>{head}</head><body>{body}</body></html>"
    found = read_document(text.encode(), address=address, form=Form.ARTICLE)
    assert isinstance(found, Document), found
    return found


def entry(head: str = "", body: str = "") -> Entry:
    return document(head, body).entries[0]


def meta(name: str, value: str, key: str = "name") -> str:
    return f'<meta {key}="{name}" content="{value}">'


def data(text: str) -> str:
    return f'<script type="application/ld+json">{text}</script>'


@pytest.mark.parametrize(
    "name", ["og:title", "twitter:title", "DC.Title", "dcterms.title", "citation_title", "parsely-title"]
)
def test_the_head_tells_the_title(name: str) -> None:
    """In any vocabulary, whatever the name of the attribute."""
    for key in ("name", "property"):
        found = entry("<title>Page</title>" + meta(name, "Told", key)).title
        assert found is not None
        assert found.value == "Told"


@pytest.mark.parametrize(
    "name",
    ["article:published_time", "datePublished", "parsely-pub-date", "sailthru.date", "cXenseParse:recs:publishtime",
     "publisheddate", "pubdate", "DC.date.issued", "dc:date.created", "dcterms.issued", "date", "DC.Date"],
)  # fmt: skip
def test_the_head_tells_when_the_article_was_published(name: str) -> None:
    """The date of publication goes before what is called a date and no more."""
    assert entry(meta(name, "2026-05-01T10:00:00Z")).published == "2026-05-01T10:00:00Z"
    assert entry(meta("date", "2026-06-01") + meta("article:published_time", "2026-05-01")).published == "2026-05-01"


@pytest.mark.parametrize("name", ["article:modified_time", "og:updated_time", "dateModified", "last-modified"])
def test_the_head_tells_when_the_article_was_changed(name: str) -> None:
    """Apart from when it was published."""
    found = entry(meta(name, "2026-05-02") + meta("date", "2026-05-01"))
    assert (found.published, found.updated) == ("2026-05-01", "2026-05-02")


def test_a_date_that_cannot_be_read_is_passed_over() -> None:
    """The next one to tell is believed."""
    assert entry(meta("article:published_time", "{{ date }}") + meta("date", "2026-05-01")).published == "2026-05-01"


@pytest.mark.parametrize("name", ["author", "article:author", "parsely-author", "DC.creator", "citation_author"])
def test_the_head_tells_the_authors(name: str) -> None:
    """All of them once; the address of a profile is no name."""
    head = meta(name, "Ann") + meta(name, "Bea") + meta(name, "Ann")
    assert entry(head).authors == ("Ann", "Bea")
    assert entry(meta("article:author", "https://social.example/ann") + meta("byl", "Ann")).authors == ("Ann",)
    assert entry(meta("author", "http://[bad")).authors == ()


def test_the_head_tells_section_and_tags() -> None:
    """As categories: kept, never trusted."""
    head = (
        meta("article:section", "Health", "property") + meta("article:tag", "Doctors") + meta("article:tag", "Health")
    )
    assert [each.term for each in entry(head).categories] == ["Health", "Doctors"]


@pytest.mark.parametrize("name", ["og:image", "og:image:secure_url", "og:image:url", "twitter:image"])
def test_the_head_tells_the_picture(name: str) -> None:
    """Also as a link."""
    for head in (meta(name, "/1.jpg"), '<link rel="image_src" href="/1.jpg">'):
        assert [each.href for each in entry(head).enclosures] == ["https://a.example/1.jpg"]


def test_the_page_tells_its_own_address_and_site() -> None:
    """The link goes before Open Graph, the head before the data."""
    link = '<link rel="canonical" href="/c">'
    graph = meta("og:url", "/o", "property") + meta("og:site_name", "Press", "property")
    publisher = data('{"@type": "NewsArticle", "publisher": {"name": "Publisher"}}')
    found = document(link + graph + publisher)
    assert (found.link, found.title) == ("https://a.example/c", "Press")
    assert document(graph).link == "https://a.example/o"
    assert document(publisher).title == "Publisher"
    assert document(data('{"@graph": [{"@type": "WebSite", "name": "Site"}]}')).title == "Site"
    assert (document().link, document().title) == (None, None)


def test_the_address_that_a_page_calls_its_own_is_a_link_of_its_entry() -> None:
    """RFC 6596: later rooms compare it; whether it is believed is for them to say."""
    assert Link("https://a.example/own", "canonical") in entry('<link rel="canonical" href="/own">').links


def test_other_languages_are_links_with_a_language() -> None:
    """Whatever else the link is to its page."""
    head = '<link rel="alternate nofollow" hreflang=" kk " href="/kk/1"><link rel="stylesheet" hreflang="ru" href="/r">'
    assert [(each.href, each.hreflang) for each in entry(head).links] == [("https://a.example/kk/1", "kk")]


@pytest.mark.parametrize(
    ("head", "language"),
    [
        (meta("content-language", "kk, ru", "http-equiv"), "kk"),
        (meta("DC.language", "pl"), "pl"),
        (meta("og:locale", "ar_AE"), "ar-AE"),
        (data('{"@type": "Article", "inLanguage": {"@type": "Language", "alternateName": "el"}}'), "el"),
        (data('{"@type": "Article", "inLanguage": "English"}'), None),
    ],
)
def test_the_page_tells_its_language(head: str, language: str | None) -> None:
    """A tag of one, not its name."""
    assert entry(head).language == language


def test_microdata_tell_of_the_article_and_not_of_its_parts() -> None:
    """People are items of their own or names; comments say nothing of the article."""
    found = entry(body=MICRODATA)
    assert found.title is not None
    assert found.summary is not None
    assert (found.title.value, found.summary.value, found.language) == ("Headline", "In short", "pl")
    assert (found.published, found.updated, found.authors) == ("2026-05-01", "2026-05-02", ("Ann", "Bea"))
    assert [each.term for each in found.categories] == ["Health"]
    assert [each.href for each in found.enclosures] == ["https://a.example/1.jpg"]


def test_the_only_entry_of_a_page_tells_of_it() -> None:
    """Of several, which are those of a list, none does; a link of its own is not needed."""
    found = entry(body=ENTRY)
    assert found.title is not None
    assert (found.title.value, found.published, found.authors) == ("Name", "2026-05-01", ("Ann",))
    assert [each.term for each in found.categories] == ["Health"]
    assert [each.href for each in found.enclosures] == ["https://a.example/1.jpg"]
    assert entry(body=ENTRY + ENTRY).categories == ()


def test_people_whom_a_link_names_are_authors() -> None:
    """Where nothing else tells them."""
    body = '<a rel="author" href="/ann">Ann</a><a rel="nofollow author" href="/bea">Bea</a>'
    assert entry(body=body).authors == ("Ann", "Bea")
    assert entry(meta("author", "Cem"), body).authors == ("Cem",)


def test_data_may_refer_to_people_they_name_elsewhere() -> None:
    """By @id, as many plugins write it."""
    graph = (
        '{"@graph": [{"@type": "Article", "author": {"@id": "#ann"}, "publisher": {"@id": "#p"}}, '
        '{"@type": "Person", "@id": "#ann", "name": "Ann"}, {"@type": "Organization", "@id": "#p", "name": "Press"}]}'
    )
    found = document(data(graph))
    assert (found.entries[0].authors, found.title) == (("Ann",), "Press")


def test_of_several_articles_in_the_data_the_one_with_the_page_s_address_is_meant() -> None:
    """Related ones may be listed before it; without addresses the first is meant."""
    both = (
        '[{"@type": "NewsArticle", "headline": "Other", "url": "/news/2"}, '
        '{"@type": "NewsArticle", "headline": "This", "mainEntityOfPage": {"@id": "/news/1"}}]'
    )
    found = entry(data(both)).title
    assert found is not None
    assert found.value == "This"


@pytest.mark.parametrize(
    ("body", "address"),
    [
        ("<p>Published on 1 May 2026</p>", ADDRESS),
        ("<p>Veröffentlicht: 01.05.2026</p>", ADDRESS),
        ("<p>x</p>", "https://a.example/2026/05/01/x"),
    ],
)
def test_a_date_that_is_only_seen_is_found(body: str, address: str) -> None:
    """As people read it, or in the page's address."""
    assert document(body=body, address=address).entries[0].published == "2026-05-01"


def test_without_a_date_there_is_none() -> None:
    """Neither the day of the reading is taken for one, nor a year in small print."""
    assert entry(body="<p>Nothing is said here of when it was written.</p>").published is None
    assert entry(body="<p>Text.</p><footer>© 2024 Press</footer>").published is None


DAY = "https://a.example/2026/05/01/title"


@pytest.mark.parametrize("name", ["date", "DC.date", "dcterms.date"])
def test_what_is_only_called_a_date_goes_behind_what_is_seen(name: str) -> None:
    """It may be that of a change."""
    changed = meta(name, "2026-05-03")
    assert entry(changed).published == "2026-05-03"
    assert entry(changed, '<main><time datetime="2026-05-01">1 May</time></main>').published == "2026-05-01"


@pytest.mark.parametrize(
    ("told", "address", "published"),
    [
        ("2026-05-04T10:00:00Z", DAY, "2026-05-04T10:00:00Z"),
        ("2019-04-11", DAY, "2026-05-01"),
        ("2026-05-20", "https://a.example/2026-05-01-title", "2026-05-01"),
        ("2019-04-11", "https://a.example/2026/15/41/title", "2019-04-11"),
        ("2019-04-11", "https://a.example/2026/05/title", "2019-04-11"),
        ("2019-04-11", "https://a.example/1/?from=/2026/05/01/", "2019-04-11"),
    ],
)
def test_a_date_far_from_the_day_in_the_address_is_another_article_s(told: str, address: str, published: str) -> None:
    """What lies within a week of it says more than it does."""
    assert document(meta("article:published_time", told), address=address).entries[0].published == published


def test_the_page_s_own_address_tells_the_day_as_well() -> None:
    """Where the one that was fetched does not."""
    assert entry(f'<link rel="canonical" href="{DAY}">').published == "2026-05-01"


@pytest.mark.parametrize(
    ("body", "published"),
    [
        ("<h1>Title</h1><div>Share</div><div>By Ann Lee, 20.09.2025</div><p>Since 22.09.2020</p>", "20.09.2025"),
        ("<span>١ مايو ٢٠٢٦</span><h1>Title</h1><p>Text</p>", "١ مايو ٢٠٢٦"),
        ("<i>3 May 2020</i><i>1 May 2026</i><h1>Title</h1><p>Text</p>", "1 May 2026"),
        ("<i>3 May 2020</i><h1>Title</h1><i>1 May 2026</i>", "1 May 2026"),
    ],
)
def test_a_date_beside_the_heading_is_the_article_s(body: str, published: str) -> None:
    """Below it before above, near before far, in digits of any script."""
    assert entry(body=body).published == published


@pytest.mark.parametrize(
    "body",
    [
        "<h1>Title</h1><p>28 January 1975</p>",
        "<h1>Title</h1><p>1554545454</p>",
        "<h1>Title</h1>" + "<p>Text</p>" * 12 + "<p>Hall 5</p>",
    ],
)
def test_a_number_beside_the_heading_is_no_date(body: str) -> None:
    """Nor a birthday, nor what may be a moment in seconds."""
    assert entry(body=body).published is None


@pytest.mark.parametrize("key", ["publishedDate", "datePublished", "published_at", "publishDate", "pubDate"])
@pytest.mark.parametrize("state", ['{{"{}": "{}"}}', 'let state = "{{\\"{}\\":\\"{}\\"}}"'])
def test_what_scripts_call_a_publication_is_believed_last(key: str, state: str) -> None:
    """A page may be drawn from its state alone; what else tells a date goes before it, and a bare year is none."""
    script = f"<script>{state.format(key, '2026-05-01T10:00:00Z')}</script>"
    assert entry(body=script).published == "2026-05-01T10:00:00Z"
    assert entry(meta("pubdate", "2026-04-30"), script).published == "2026-04-30"
    assert entry(body=f"<script>{state.format(key, '01/01/2004')}</script>").published is None


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("Rates fall | The Paper", "Rates fall"),
        ("Rates fall – The Paper", "Rates fall"),
        ("Rates fall - World - The Paper", "Rates fall"),
        ("Rates fall» The Paper", "Rates fall"),
        ("Rates fall", "Rates fall"),
        ("Rates fall: The Paper explains", "Rates fall: The Paper explains"),
        ("Rates fall-off | The Paper", "Rates fall-off | The Paper"),
        ("The Paper | Rates fall", "The Paper | Rates fall"),
    ],
)
@pytest.mark.parametrize("tag", ["h1", "h2"])
def test_the_name_of_the_site_behind_a_title_is_left_out(title: str, shown: str, tag: str) -> None:
    """Where a heading of the page says where the title ends."""
    for head in (f"<title>{title}</title>", meta("og:title", title)):
        found = entry(head, f"<h2></h2><h2>Rates</h2><{tag}>Rates fall</{tag}><h1>A</h1><h1>B</h1>").title
        assert found is not None
        assert found.value == shown
