"""RSS 2.0."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest
from lxml import etree

from syndicator import __version__
from syndicator.model.article import Image
from syndicator.publish.rss import RssFormat, rfc822
from tests.publish.format_contract import FormatContract
from tests.publish.newsroom import DEFINITION, SITE, attributes, entry, feed, full, mixed

NAMES = {
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "media": "http://search.yahoo.com/mrss/",
}
LANG = "{http://www.w3.org/XML/1998/namespace}lang"


class TestRss(FormatContract):
    """The contract, kept by RSS."""

    format = RssFormat()


def channel(*entries: object) -> etree._Element:
    made = feed(*entries) if entries else mixed()  # type: ignore[arg-type]
    found = etree.fromstring(RssFormat().render(made, SITE)).find("channel")
    assert found is not None
    return found


def item(made: object) -> etree._Element:
    found = channel(made).find("item")
    assert found is not None
    return found


def test_the_channel_says_what_it_is() -> None:
    """Link to the page, language, times of content and not of the run, image titled like the channel."""
    found = channel()
    told = {
        name: found.findtext(name, "") for name in ("link", "language", "ttl", "lastBuildDate", "pubDate", "generator")
    }
    assert told == {
        "link": "https://news.example.org/topics/medical-education",
        "language": "mul",
        "ttl": "15",
        "lastBuildDate": "Tue, 24 Nov 2026 11:05:00 +0000",
        "pubDate": "Tue, 24 Nov 2026 11:00:00 +0000",
        "generator": f"Syndicator {__version__}",
    }
    assert found.findtext("image/title") == found.findtext("title")
    assert [link.get("rel") for link in found.iterfind("atom:link", NAMES)] == ["self", *["alternate"] * 3]


def test_browsers_are_given_a_style_sheet() -> None:
    """CSS and never XSLT; it stands before the root."""
    document = RssFormat().render(mixed(), SITE)
    assert document.split(b"<rss")[0].endswith(b'<?xml-stylesheet type="text/css" href="/static/feed.css"?>')


def test_the_text_comes_after_the_description() -> None:
    """Both are there; the description is plain."""
    tags = [etree.QName(each).localname for each in item(full())]
    assert tags.index("description") < tags.index("encoded")
    assert "<" not in item(full()).findtext("description", "")


def test_a_code_sample_in_a_description_stays_one() -> None:
    """RSS 2.0 lets a description be HTML, and readers take it for that: what is plain is written accordingly (H12)."""
    found = item(entry(summary="Never write <script>evil()</script> & the like")).findtext("description", "")
    assert found.startswith("Never write &lt;script>evil()&lt;/script> & the like\n")
    assert channel().findtext("description") == DEFINITION.descriptions["en"]


def test_signs_of_markup_in_plain_texts_are_written_by_their_numbers() -> None:
    """RSS profile, character data: who resolves ``&lt;`` twice takes these for text still; the whole text is HTML."""
    named = replace(DEFINITION, titles={"en": "A & <b>B</b>"})
    told = full(title="5 < 6 &amp; 7 > 6", notice="<c>", link="https://herald.example/?a=1&b=2")
    document = RssFormat().render(feed(told, definition=named), SITE)
    assert b"<title>A &#x26; &#x3C;b&#x3E;B&#x3C;/b&#x3E;</title>" in document
    assert b"<title>5 &#x3C; 6 &#x26;amp; 7 &#x3E; 6</title>" in document
    assert b"<content:encoded>&lt;div lang=" in document
    assert b"CDATA" not in document
    assert b"<link>https://herald.example/?a=1&amp;b=2</link>" in document, "not every reader resolves numbers there"
    markup = rb"<content:encoded>.*?</content:encoded>|<link>.*?</link>|<[^>]*>"
    outside = re.sub(markup, b"", document, flags=re.DOTALL)
    assert set(re.findall(rb"&[^;]*;", outside)) == {b"&#x26;", b"&#x3C;", b"&#x3E;"}


def test_an_item_says_who_and_in_which_language() -> None:
    """dc:creator for names (author is for addresses), one language told twice, the source with its feed."""
    found = item(full("ar"))
    assert found.get(LANG) == found.findtext("dc:language", "", NAMES) == "ar"
    assert found.findtext("dc:creator", "", NAMES) == "A. Writer, B. Writer"
    assert found.findtext("dc:rights", "", NAMES) == "© ar"
    assert found.find("author") is None
    source = found.find("source")
    assert source is not None
    assert (source.get("url"), source.text) == ("https://ar.example.net/rss.xml", "صوت الجامعة")


def test_a_guid_is_no_link() -> None:
    """Nobody should try to open a tag URI."""
    guid = item(entry()).find("guid")
    assert guid is not None
    assert guid.get("isPermaLink") == "false"


def test_a_category_is_its_label() -> None:
    """Without a domain, which makes objects of strings in rss-parser; Media Topics stand on the channel."""
    categories = item(entry("kk-Cyrl")).findall("category")
    assert [(each.text, attributes(each)) for each in categories] == [("Медициналық білім", {})]
    assert [each.text for each in channel().findall("category")] == ["20000405", "20000216"]


def test_versions_stand_beside_the_link_and_never_instead() -> None:
    """The article's own address is the link; the others are atom:link, none of them an alternate."""
    found = item(full(via="https://wire.example/"))
    assert [each.get("rel") for each in found.iterfind("atom:link", NAMES)] == [*["related"] * 4, "via", "license"]


def test_a_source_without_an_address_is_not_named_falsely() -> None:
    """The url of source is required."""
    assert item(entry(source_address="x")).find("source") is None


def test_a_picture_of_unknown_type_has_none() -> None:
    """A type that is no picture's is not repeated."""
    picture = item(full(image=Image("https://i.example/1", "text/html"))).find("media:content", NAMES)
    assert picture is not None
    assert attributes(picture) == {"url": "https://i.example/1", "medium": "image"}


@pytest.mark.parametrize("hours", [0, 5, -3])
def test_dates_are_english_and_of_universal_time(hours: int) -> None:
    """RFC 822 with four digits of the year and the right day of the week, whatever the locale."""
    moment = datetime(2026, 2, 1, 12, tzinfo=timezone(timedelta(hours=hours)))
    assert rfc822(moment) == f"Sun, 01 Feb 2026 {12 - hours:02}:00:00 +0000"
