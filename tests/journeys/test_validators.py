"""Every document of the sample newsroom stands other people's validators; the W3C's is run by ``make validate``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from html5lib.html5parser import HTMLParser
from lxml import etree

from tests.journeys.conftest import Running
from tests.journeys.validators import Site, entries_in, faults_by_schema, faults_of_ninjs, read_by_ruby

pytestmark = pytest.mark.journey
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"


@pytest.fixture(scope="module")
def site(demo: Running) -> Site:
    return Site(demo.folder / "config", demo.folder / "var/public", demo.address)


def test_the_strict_parser_of_ruby_reads_every_document(site: Site) -> None:
    """It refuses what others let pass: elements that stand twice, dates and links that are none."""
    read = read_by_ruby(site, site.paths(".rss", ".atom"))
    assert len(read) >= 24
    assert read == {path: str(entries_in(path)) for path in read}


@pytest.mark.shared
def test_every_document_is_valid_by_its_schema(site: Site, shared: Path) -> None:
    """JSON Feed 1.1, RFC 4287, sitemaps.org."""
    assert faults_by_schema(site, shared / "data/schemas") == {}


@pytest.mark.shared
def test_every_story_is_valid_ninjs(site: Site, shared: Path) -> None:
    """As partners get it."""
    number, faults = faults_of_ninjs(site, shared / "data/schemas")
    assert number > 10
    assert faults == {}


def test_what_rss_calls_html_is_read_without_a_fault(site: Site) -> None:
    """By a parser that forgives nothing, the one in the W3C's validator: nor what older ones took for a reference."""
    for text in _html(site):
        HTMLParser(strict=True).parseFragment(text)


def _html(site: Site) -> Iterator[str]:
    for path in site.paths(".rss"):
        for item in etree.parse(site.public / path).iter("item"):
            yield from (item.findtext("description", ""), item.findtext(CONTENT, ""))
