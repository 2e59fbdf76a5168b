"""Reading the page of one article."""

from __future__ import annotations

from syndicator.ingest.read import read_document
from syndicator.model.entry import Document, Entry, Link, Markup
from syndicator.model.source import Fulltext, PageOptions
from syndicator.ports import Form, Unreadable

ADDRESS = "https://a.example/news/1"
HEAD = (
    '<title>Title | Site</title><meta property="og:title" content=" A  title ">'
    '<meta property="og:image" content="/1.jpg"><meta name="Description" content="In short">'
    '<meta property="article:published_time" content="2026-05-01T10:00:00Z">'
    '<meta property="article:modified_time" content="2026-05-02"><meta name="author" content="Ann"><meta content="x">'
    '<link rel="alternate" hreflang="ar" href="/ar/1"><link rel="alternate" hreflang="x"><link rel="next" href="/2">'
)
BODY = (
    '<h1>A heading</h1><div class="text"><p>One.</p><img src="data:x" data-src="/2.jpg"></div><p>Not this.</p>'
    '<div class="text">Two.</div>'
)


def read(head: str = HEAD, body: str = BODY, options: PageOptions | None = None, language: str = "kk") -> Entry:
    text = f"<html lang='{language}'><head>{head}</head><body>{body}</body></html>"
    document = read_document(text.encode(), address=ADDRESS, form=Form.ARTICLE, options=options)
    assert isinstance(document, Document), document
    (entry,) = document.entries
    return entry


def title(entry: Entry) -> str | None:
    return entry.title.value if entry.title else None


def test_the_head_says_what_the_article_is() -> None:
    """Open Graph, the names of old, and the same article in other languages."""
    entry = read()
    assert (entry.link, title(entry), entry.language) == (ADDRESS, "A title", "kk")
    assert entry.summary is not None
    assert entry.summary.value == "In short"
    assert (entry.published, entry.updated, entry.authors) == ("2026-05-01T10:00:00Z", "2026-05-02", ("Ann",))
    assert entry.enclosures == (Link("https://a.example/1.jpg", "enclosure", "image/*"),)
    assert entry.links == (Link("https://a.example/ar/1", hreflang="ar"),)
    assert entry.content is None


def test_data_go_before_the_head() -> None:
    """The first article that JSON-LD names, with an address or without."""
    data = (
        '<script type="application/ld+json">[{"@type": "WebPage", "name": "Site"}, {"@type": "NewsArticle", '
        '"headline": "Headline", "datePublished": "2026-04-01", "author": {"name": "Bea"}, "inLanguage": "ru"}, '
        '{"@type": "NewsArticle", "headline": "Another"}]</script>'
    )
    entry = read(HEAD + data)
    assert (title(entry), entry.published, entry.authors, entry.language) == ("Headline", "2026-04-01", ("Bea",), "ru")
    assert entry.link == ADDRESS
    assert title(read(HEAD + '<script type="application/ld+json">{"@type": "Article"}</script>')) == "A title"


def test_without_a_head_people_see_a_heading_and_a_date() -> None:
    """Of several headings none speaks for the article; then the page's title does."""
    entry = read("<title>T</title>", "<h1>One</h1><main><time datetime='2026-05-01'>x</time></main>", language="")
    assert (title(entry), entry.published, entry.language) == ("One", "2026-05-01", None)
    assert title(read("<title>T</title>", "<h1>One</h1><h1>Two</h1>")) == "T"
    assert title(read("", "<p>x")) is None
    assert read('<meta property="og:locale" content="ar_AE">', "<p>x", language="").language == "ar-AE"


def test_the_text_is_where_the_selector_points() -> None:
    """All of it, with pictures that are loaded late; nothing when nothing is said there."""
    entry = read(options=PageOptions(Fulltext.SELECTOR, ".text"))
    assert entry.content is not None
    assert (entry.content.markup, entry.content.base) == (Markup.HTML, ADDRESS)
    assert "One." in entry.content.value
    assert "Two." in entry.content.value
    assert 'src="/2.jpg"' in entry.content.value
    assert "Not this" not in entry.content.value
    assert read(options=PageOptions(Fulltext.SELECTOR, ".other")).content is None
    assert read(body="<div class=text><img></div>", options=PageOptions(Fulltext.SELECTOR, ".text")).content is None


STORY = "<p>" + "The valley was under water for a week, and nobody had seen such a spring before. " * 8 + "</p>"


def texts(selector: str) -> tuple[str, tuple[str, ...]]:
    """The text found with a selector to begin with, and the notes."""
    body = f"<html><body><div class=lead>A flood.</div><article><h1>Flood</h1>{STORY}</article></body></html>"
    options = PageOptions(Fulltext.AUTO, selector)
    document = read_document(body.encode(), address=ADDRESS, form=Form.ARTICLE, options=options)
    assert isinstance(document, Document)
    content = document.entries[0].content
    return content.value if content else "", document.notes


def test_a_selector_goes_before_what_is_found_without_one() -> None:
    """And where it finds nothing, the text is found as if there were none, with a note."""
    assert texts(".lead") == ('<div class="lead">A flood.</div>', ())
    found, notes = texts(".gone")
    assert (found, notes) == (
        texts("")[0],
        ("the selector '.gone' finds no text, which is looked for without it",),
    )
    assert "The valley was under water" in found
    assert texts("")[1] == ()


def test_what_is_no_page_is_refused() -> None:
    """As everywhere."""
    assert isinstance(read_document(b"{}", form=Form.ARTICLE), Unreadable)
