"""The documents of the invented publishers."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from syndicator.config import load
from syndicator.demo.configuration import write_configuration
from syndicator.demo.documents import FEEDS, Edition, feed
from syndicator.demo.outlets import OUTLETS, Outlet
from syndicator.demo.pages import article_page, front_page, start_page
from syndicator.demo.pictures import PIXEL, drawing
from syndicator.ingest.read import read_document
from syndicator.languages.dates import parse_date
from syndicator.model.entry import Document
from syndicator.ports import Form

_NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
_EDITION = Edition("http://127.0.0.1:9", _NOW, advanced=False)
_ATOM = "{http://www.w3.org/2005/Atom}"
_CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
_XML = ("rss", "wordpress", "atom")
_SOUND = [outlet for outlet in OUTLETS.values() if outlet.form in _XML and not outlet.broken]


@pytest.mark.parametrize("outlet", _SOUND, ids=lambda outlet: str(outlet.id))
def test_an_xml_feed_is_well_formed_and_holds_every_article(outlet: Outlet) -> None:
    """One entry per article, newest first."""
    root = ET.fromstring(feed(outlet, _EDITION))
    titles = [each.text for each in root.iter("title" if outlet.form != "atom" else f"{_ATOM}title")][1:]
    assert titles == [piece.title for piece in _EDITION.pieces(outlet)]


def test_a_university_writes_as_wordpress_does() -> None:
    """Excerpt and full text apart, and a guid that is no link."""
    item = ET.fromstring(feed(OUTLETS["university-ar"], _EDITION)).find("channel/item")
    assert item is not None
    guid, full = item.find("guid"), item.findtext(_CONTENT)
    assert guid is not None
    assert guid.get("isPermaLink") == "false"
    assert "/university/ar/?p=" in (guid.text or "")
    assert full is not None
    assert full.count("<p>") > 3
    assert "[&hellip;]" in (item.findtext("description") or "")


def test_an_agency_begins_with_its_dateline() -> None:
    """City, agency, dash."""
    first = ET.fromstring(feed(OUTLETS["agency-kk"], _EDITION)).findtext("channel/item/description") or ""
    assert "АСТАНА. «ДАЛА» – " in first


def test_the_council_writes_json_in_two_languages() -> None:
    """JSON Feed 1.1 with a language per item."""
    document = json.loads(feed(OUTLETS["council"], _EDITION))
    assert document["version"] == "https://jsonfeed.org/version/1.1"
    assert {item["language"] for item in document["items"]} == {"en", "fr"}


def test_the_gazette_carries_a_script_and_a_pixel() -> None:
    """What a service must strip."""
    text = feed(OUTLETS["gazette"], _EDITION).decode()
    assert "&lt;script&gt;" in text
    assert "pixel.gif" in text
    assert "onclick" in text


def test_the_lantern_breaks_off() -> None:
    """Its document does not parse."""
    with pytest.raises(ET.ParseError):
        ET.fromstring(feed(OUTLETS["lantern"], _EDITION))


def test_dates_are_counted_back_from_now_on_the_publisher_s_clock() -> None:
    """Nothing lies in the future, and the newsroom always looks fresh."""
    for outlet in OUTLETS.values():
        for piece in _EDITION.pieces(outlet):
            age = _NOW - _EDITION.published(piece, outlet)
            assert timedelta(0) <= age <= timedelta(hours=48)
    newest = _EDITION.published(_EDITION.pieces(OUTLETS["agency-kk"])[0], OUTLETS["agency-kk"])
    assert newest.utcoffset() == timedelta(hours=5)


def test_an_article_page_says_its_language_direction_and_kin() -> None:
    """lang, dir, canonical, picture, and hreflang links to the other languages of the same publisher."""
    outlet = OUTLETS["agency-ru"]
    piece = next(each for each in _EDITION.pieces(outlet) if each.event == "residency-places")
    page = article_page(piece, outlet, _EDITION).decode()
    assert '<html lang="ru" dir="ltr">' in page
    assert 'rel="canonical"' in page
    assert "/pictures/residency-places-haifa.png" in page
    assert all(f'hreflang="{language}"' in page for language in ("kk", "ru", "en"))
    hebrew = OUTLETS["hospital-he"]
    assert 'lang="he" dir="rtl"' in article_page(_EDITION.pieces(hebrew)[0], hebrew, _EDITION).decode()


@pytest.mark.parametrize("name", ["lakes", "vestnik"])
def test_what_is_no_feed_is_read_as_its_source_says(name: str, tmp_path: Path) -> None:
    """By the selectors and patterns that the demo's own configuration holds."""
    source = load(write_configuration(tmp_path, _EDITION.address, "http://127.0.0.1:8000")).sources[name]
    document = read_document(
        feed(OUTLETS[name], _EDITION), address=source.address, form=Form(source.kind), options=source.options
    )
    assert isinstance(document, Document)
    pieces = _EDITION.pieces(OUTLETS[name])
    assert [entry.title.value for entry in document.entries if entry.title] == [piece.title for piece in pieces]
    assert [len(entry.enclosures) for entry in document.entries] == [1, 1, 1]
    for entry, piece in zip(document.entries, pieces, strict=True):
        published = parse_date(entry.published or "", zone=source.timezone, now=_NOW)
        assert published == (_NOW - piece.age).replace(second=0)


def test_a_front_page_points_to_its_news() -> None:
    """So that the feed behind a page can be discovered; a sitemap is named in robots.txt alone."""
    for outlet in OUTLETS.values():
        page = front_page(outlet, _EDITION).decode()
        assert (f'href="{outlet.path}"' in page) is (outlet.form != "sitemap")
        assert ('rel="alternate"' in page) is (outlet.form in FEEDS)
        assert f'href="{outlet.home}"' in start_page().decode()


def test_pictures_are_images_and_differ() -> None:
    """A PNG per name, and a GIF of one pixel."""
    assert drawing("a").startswith(b"\x89PNG\r\n\x1a\n")
    assert drawing("a") != drawing("b")
    assert PIXEL.startswith(b"GIF89a")
