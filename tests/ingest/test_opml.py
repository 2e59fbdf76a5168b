"""Lists of feeds, in and out."""

from __future__ import annotations

from dataclasses import replace

import pytest

from syndicator.ingest.opml import write_opml
from syndicator.ingest.read import read_document
from syndicator.model.entry import Category, Document, Link
from syndicator.model.source import Outcome, Source
from syndicator.ports import Form, Unreadable

LIST = """<?xml version="1.0" encoding="UTF-8"?>
<opml version="1.0"><head><title> My feeds </title></head><body>
<outline text="Universities"><outline title="Кампус" text="x" type="rss" xmlUrl=" https://a.example/feed?x=1&amp;y=2 "
 htmlUrl="https://a.example/" language="ru"/></outline>
<outline text="Second" xmlurl="https://b.example/feed"/><outline text="A folder"/></body></opml>"""
SOURCE = Source("a", "Кампус «А»", "University", "feed", "https://a.example/feed?x=1&y=2", language="ru")


def read(text: bytes | str) -> Document:
    document = read_document(text if isinstance(text, bytes) else text.encode(), form=Form.OPML)
    assert isinstance(document, Document), document
    return document


def test_every_feed_of_a_list_is_an_entry_with_its_groups() -> None:
    """OPML 1.0 and 2.0; folders are none."""
    document = read(LIST)
    first, second = document.entries
    assert (document.format, document.title) == ("opml", "My feeds")
    assert first.title is not None
    assert (first.link, first.title.value, first.language) == ("https://a.example/feed?x=1&y=2", "Кампус", "ru")
    assert (first.categories, first.links) == ((Category("Universities"),), (Link("https://a.example/"),))
    assert (second.link, second.categories) == ("https://b.example/feed", ())


def test_a_list_that_is_not_quite_well_formed_is_repaired() -> None:
    """Bare ampersands are common in addresses."""
    assert read(LIST.replace("&amp;", "&")).entries == read(LIST).entries
    assert read("<opml><body><outline xmlUrl='x'/></body></opml>").title is None


@pytest.mark.parametrize(
    ("text", "outcome"),
    [("<rss/>", Outcome.NOT_A_FEED), ("{}", Outcome.NOT_A_FEED), ("<opml><body>", Outcome.TRUNCATED)],
)
def test_what_is_no_list_is_refused(text: str, outcome: Outcome) -> None:
    """By its root."""
    result = read_document(text.encode(), form=Form.OPML)
    assert isinstance(result, Unreadable)
    assert result.outcome is outcome
    assert "OPML" in result.message or "</opml>" in result.message


def test_sources_are_written_by_publisher_and_read_back() -> None:
    """What is no feed is a link, which no reader subscribes to."""
    other = replace(SOURCE, id="b", name="B", kind="listing", homepage="https://a.example/", language=None)
    written = write_opml([SOURCE, other, replace(SOURCE, publisher="Agency")], "Campus & News")
    assert b'<outline text="B" title="B" type="link" url="https://a.example/feed?x=1&amp;y=2" htmlUrl=' in written
    document = read(written)
    assert document.title == "Campus & News"
    assert [each.categories[0].term for each in document.entries] == ["Agency", "University"]
    assert {each.link for each in document.entries} == {SOURCE.address}
    assert {each.title.value for each in document.entries if each.title} == {SOURCE.name}
