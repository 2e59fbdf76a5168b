"""Atom 1.0."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree
from lxml.html import fragment_fromstring

from syndicator.errors import PublishError
from syndicator.model.article import SafeHtml
from syndicator.publish.atom import AtomFormat
from tests.publish.format_contract import FormatContract
from tests.publish.newsroom import DEFINITION, SITE, attributes, editions, entry, feed, full, mixed

NAMES = {"a": "http://www.w3.org/2005/Atom", "media": "http://search.yahoo.com/mrss/"}
LANG = "{http://www.w3.org/XML/1998/namespace}lang"


class TestAtom(FormatContract):
    """The contract, kept by Atom."""

    format = AtomFormat()


def written(*entries: object, edition: str | None = None) -> etree._Element:
    made = feed(*entries, edition=edition) if entries else mixed()  # type: ignore[arg-type]
    return etree.fromstring(AtomFormat().render(made, SITE))


def test_the_document_names_itself_and_its_page_last() -> None:
    """One self; the page is the last alternate, because newsboat and liferea take the last."""
    links = [(link.get("rel"), link.get("type"), link.get("href")) for link in written().iterfind("a:link", NAMES)]
    base = "https://news.example.org/feeds/medical-education"
    assert links == [
        ("self", "application/atom+xml", f"{base}.atom"),
        ("alternate", "application/rss+xml", f"{base}.rss"),
        ("alternate", "application/feed+json", f"{base}.json"),
        ("alternate", "text/html", "https://news.example.org/topics/medical-education"),
    ]


def test_mixed_languages_are_declared_as_such() -> None:
    """The feed is of several languages, its title of one, each entry of its own."""
    root = written()
    assert root.get(LANG) == "mul"
    assert root.find("a:title", NAMES).get(LANG) == "en"  # type: ignore[union-attr]
    assert {each.get(LANG) for each in root.iterfind("a:entry", NAMES)} == {"en", "ru", "kk-Cyrl", "ar", "he"}
    arabic = written(entry("ar"), edition="ar")
    assert arabic.get(LANG) == "ar"
    assert arabic.findtext("a:title", "", NAMES) == "التعليم الطبي"


@pytest.mark.parametrize("text", ["Write </p> & <br>", "A&nbsp;B & C", "Q&A", "&#39;"])
def test_what_only_looks_like_html_is_declared_so_that_nobody_guesses(text: str) -> None:
    """RFC 4287, section 3.1.1: summary and subtitle say the same as HTML; titles stay text for all readers."""
    named = replace(DEFINITION, descriptions={"en": text})
    root = etree.fromstring(AtomFormat().render(feed(entry(title=text, summary=text), definition=named), SITE))
    told = [root.find("a:subtitle", NAMES), root.find("a:entry/a:summary", NAMES)]
    assert [each.get("type") for each in told if each is not None] == ["html", "html"]
    for each in told:
        assert fragment_fromstring(each.text, create_parent=True)[0].text_content() == text  # type: ignore[union-attr]
    title = root.find("a:entry/a:title", NAMES)
    assert title is not None
    assert (title.text, title.get("type")) == (text, None)


def test_a_plain_summary_stays_text() -> None:
    """An ampersand or a number that is less than another is no HTML."""
    summary = written(entry(summary="5 < 6, A & B")).find("a:entry/a:summary", NAMES)
    assert summary is not None
    assert (summary.text or "").startswith("5 < 6, A & B\n")
    assert summary.get("type") is None


def test_entry_links_keep_every_attribute() -> None:
    """feedgen 1.0 would lose all but href."""
    link = written(full()).findall("a:entry/a:link", NAMES)[1]
    assert attributes(link) == {
        "rel": "related",
        "type": "text/html",
        "hreflang": "ru",
        "title": "Степной вестник: Три университета откроют общий симуляционный центр",
        "href": "https://ru.example.net/1",
    }


def test_the_source_is_named_in_full() -> None:
    """RFC 4287, section 4.2.11: id, title, updated and links of the feed it comes from."""
    source = written(full()).find("a:entry/a:source", NAMES)
    assert source is not None
    assert [etree.QName(each).localname for each in source] == ["id", "title", "updated", "link", "link"]
    assert source.findtext("a:id", "", NAMES) == "https://en.example.net/rss.xml"


def test_a_source_without_an_address_is_not_half_named() -> None:
    """What has no feed of its own, and one that has no page."""
    assert written(entry(source_address="")).find("a:entry/a:source", NAMES) is None
    assert len(written(entry(source_homepage="")).findall("a:entry/a:source/a:link", NAMES)) == 1


def test_categories_have_term_scheme_and_label() -> None:
    """Our topic with its title in the entry's language; IPTC Media Topics by code."""
    found = written(full("ru")).findall("a:entry/a:category", NAMES)
    assert [attributes(each) for each in found] == [
        {
            "term": "medical-education",
            "scheme": "https://news.example.org/topics/",
            "label": "Медицинское образование",
        },
        {"term": "20000405", "scheme": "http://cv.iptc.org/newscodes/mediatopic/"},
        {"term": "20000216", "scheme": "http://cv.iptc.org/newscodes/mediatopic/"},
    ]


def test_the_picture_is_named_once() -> None:
    """As Media RSS, and not again when the text shows it; without a picture the prefix is not declared."""
    picture = written(full()).find("a:entry/media:content", NAMES)
    assert picture is not None
    assert attributes(picture) == {"url": "https://img.example.net/1.jpg", "type": "image/jpeg", "medium": "image"}
    shown = full(content=SafeHtml('<p><img src="https://img.example.net/1.jpg"></p>'))
    assert written(shown).find("a:entry/media:content", NAMES) is None
    assert b"search.yahoo" not in AtomFormat().render(feed(entry()), SITE)


def test_a_link_that_is_missing_is_noticed() -> None:
    """Our own reading refuses an entry that leads nowhere."""
    document = AtomFormat().render(feed(entry()), SITE).replace(b'rel="alternate"', b'rel="related"')
    with pytest.raises(PublishError, match="lacks"):
        AtomFormat().read_back(document)


@pytest.mark.shared
def test_every_edition_is_valid_by_the_grammar_of_the_rfc(shared: Path) -> None:
    """RFC 4287, appendix B."""
    grammar = etree.RelaxNG(etree.parse(str(shared / "data/schemas/atom-rfc4287.rng")))
    for each in editions():
        root = etree.fromstring(AtomFormat().render(each, SITE))
        grammar.assertValid(root)
