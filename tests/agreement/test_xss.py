"""Lists of payloads that others collected (bleach's, feedparser's), from a source to the browser: nothing runs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import etree

from tests.browser import Chromium
from tests.outlet import FORMATS, KINDS, TOLD, Outlet, body_of, unstable

pytestmark = [pytest.mark.journey, pytest.mark.shared]
_XHTML = "http://www.w3.org/1999/xhtml"


def _of_bleach(folder: Path) -> Iterator[str]:
    """What stands before the line ``--``."""
    for file in sorted(folder.glob("*.test")):
        yield file.read_text(encoding="utf-8").partition("\n--\n")[0]


def _of_feedparser(folder: Path) -> Iterator[str]:
    """Every text of its documents that is markup, however it is enclosed."""
    for file in sorted(folder.glob("*.xml")):
        root = etree.fromstring(file.read_bytes(), etree.XMLParser(recover=True, resolve_entities=False))
        for element in root.iter("{*}*"):
            inner = [child for child in element if child.tag == f"{{{_XHTML}}}div"]
            written = [etree.tostring(child, method="html", encoding="unicode", with_tail=False) for child in inner]
            yield from (text for text in (element.text or "", *written) if "<" in text)


@pytest.fixture(scope="module")
def payloads(shared: Path) -> list[str]:
    known = shared / "data/feeds/suites/feedparser_tests/wellformed/sanitize"
    return list(dict.fromkeys((*_of_bleach(shared / "data/web/xss_bleach"), *_of_feedparser(known))))


def test_every_payload_is_carried_by_an_entry(outlet: Outlet, payloads: list[str]) -> None:
    """Two lists, each payload once."""
    assert len(payloads) > 200
    assert outlet.carried() == list(range(len(payloads)))


@pytest.mark.parametrize("folder", ["index", "topics/", "feeds/"])
def test_nothing_runs_where_a_browser_is_shown_what_we_publish(outlet: Outlet, browser: Chromium, folder: str) -> None:
    """Pages of topics hold every entry, and so does each feed."""
    assert outlet.faults(browser, folder) == {}


@pytest.mark.parametrize("format", TOLD)
def test_nothing_runs_in_a_reader_that_believes_us(
    outlet: Outlet, browser: Chromium, payloads: list[str], format: str
) -> None:
    """What the format calls HTML, put into a page as it is."""
    seen = outlet.read(browser, format)
    pieces, kinds = seen.said
    assert seen.faults == []
    assert pieces >= len(payloads)
    assert set(kinds) <= KINDS


def test_the_same_reader_catches_what_was_not_cleaned(outlet: Outlet, browser: Chromium) -> None:
    """The control: the lists as they are run in the same reader."""
    seen = outlet.read(browser, "raw")
    assert len(seen.faults) > 20
    assert not set(seen.said[1]) <= KINDS


@pytest.mark.parametrize("format", FORMATS)
def test_what_is_published_stays_as_it_is_when_it_is_cleaned_again(outlet: Outlet, format: str) -> None:
    """sanitise(parse(publish(x))) == x (fault H12)."""
    assert unstable(body_of(html) for html in outlet.contents(format)) == []
