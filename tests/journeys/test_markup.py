"""Nothing of a source's markup ever runs: a payload in every field, from the source to the browser (faults H01 to H16).

The control runs the same payloads uncleaned in the same browser and reader, and must be caught.
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote
from urllib.request import urlopen

import pytest

from syndicator.chaos import ChaosServer
from syndicator.chaos.catalogue.content import TABLE
from syndicator.ingest.read import read_document
from syndicator.model.entry import Document
from tests.browser import Chromium
from tests.journeys.payloads import PAYLOADS
from tests.outlet import FORMATS, KINDS, TOLD, Outlet, body_of, unstable

pytestmark = pytest.mark.journey
HOSTILE = {name: fault for name, fault in TABLE.items() if fault.row <= "H16"}


def _of_the_catalogue() -> Iterator[str]:
    """The texts of our own faults of content, as a reader of feeds has them."""
    with ChaosServer(HOSTILE) as chaos:
        for name in HOSTILE:
            with urlopen(chaos.address(name), timeout=10) as answer:
                document = read_document(answer.read())
            assert isinstance(document, Document), name
            for entry in document.entries:
                texts = [raw.value for raw in (entry.title, entry.summary, entry.content) if raw]
                names = [category.term for category in entry.categories]
                yield from (text for text in (*texts, *entry.authors, *names) if {"<", "&"} & set(text))


@pytest.fixture(scope="module")
def payloads() -> list[str]:
    ours = [payload for group in PAYLOADS.values() for payload in group]
    return list(dict.fromkeys([*ours, *_of_the_catalogue()]))


def test_every_payload_is_carried_by_an_entry(outlet: Outlet, payloads: list[str]) -> None:
    """A payload costs neither its own entry nor another."""
    assert len(payloads) >= len(HOSTILE) + sum(map(len, PAYLOADS.values()))
    assert outlet.carried() == list(range(len(payloads)))


@pytest.mark.parametrize("folder", ["index", "topics/", "stories/", "feeds/"])
def test_nothing_runs_where_a_browser_is_shown_what_we_publish(outlet: Outlet, browser: Chromium, folder: str) -> None:
    """Pages and feed documents, without their content security policy: nothing is called, opened or asked for."""
    assert outlet.paths(folder)
    assert outlet.faults(browser, folder) == {}


@pytest.mark.parametrize("format", TOLD)
def test_nothing_runs_in_a_reader_that_believes_us(outlet: Outlet, browser: Chromium, format: str) -> None:
    """It puts what the format calls HTML into its page as it is; the browser makes nothing of it that is not listed."""
    seen = outlet.read(browser, format)
    pieces, kinds = seen.said
    assert seen.faults == []
    assert pieces >= len(outlet.payloads)
    assert set(kinds) <= KINDS


@pytest.mark.parametrize("format", FORMATS)
def test_what_is_published_stays_as_it_is_when_it_is_cleaned_again(outlet: Outlet, format: str) -> None:
    """sanitise(parse(publish(x))) == x (fault H12)."""
    contents = [body_of(html) for html in outlet.contents(format)]
    assert len(contents) == len(outlet.payloads)
    assert unstable(contents) == []


CAUGHT = [
    ("<script>alert(1)</script>", "alert 1"),
    ("<img src=x onerror=alert(2)>", "alert 2"),
    ("<p onclick=alert(3)>x</p>", "alert 3"),
    ('<a href=" java\tscript:alert(4)">x</a>', "alert 4"),
    ('<svg><a xlink:href="javascript:alert(5)">x</a></svg>', "alert 5"),
    ("<iframe srcdoc='<script>alert(6)</script>'></iframe>", "alert 6"),
    ("<iframe src='data:text/html,<script>alert(7)</script>'></iframe>", "alert 7"),
    ("<details open ontoggle=alert(8)>x</details>", "alert 8"),
    ("<style>p{background:url(https://evil.example/9)}</style><p>x", "asked for Image: https://evil.example/9"),
    ("<link rel=stylesheet href=https://evil.example/10>", "asked for Stylesheet: https://evil.example/10"),
    ("<meta http-equiv=refresh content='0;url=https://evil.example/11'>", "went to https://evil.example/11"),
    ("<script>open('https://evil.example/12')</script>", "open https://evil.example/12"),
    ("<a href=https://evil.example/ id=a></a><script>a.click()</script>", "went to https://evil.example/"),
    ("<iframe src=https://evil.example/14></iframe>", "asked for Document: https://evil.example/14"),
    ("<h1><font><h2>x</h2></font></h1><img src=https://evil.example/15>", ""),
]


@pytest.mark.parametrize(("markup", "fault"), CAUGHT)
def test_the_same_browser_catches_what_was_not_cleaned(
    outlet: Outlet, browser: Chromium, markup: str, fault: str
) -> None:
    """The control: without our cleaning each kind of payload is seen, and what is harmless is not."""
    faults = browser.visit(f"{outlet.address}/raw?markup={quote(markup)}").faults
    assert (fault in faults) if fault else not faults


def test_the_same_reader_catches_what_was_not_cleaned(outlet: Outlet, browser: Chromium) -> None:
    """The control: the payloads as the source sent them run in the reader, and change its page."""
    seen = outlet.read(browser, "raw")
    assert len([fault for fault in seen.fired if fault == "alert 1"]) > 50
    assert any(fault.startswith("changes when read again") for fault in seen.fired)
    assert {"svg ", "img onerror", "form ", "p style"} <= set(seen.said[1])


def test_the_policy_of_our_pages_holds_what_would_slip_through(outlet: Outlet, browser: Chromium) -> None:
    """The second net (fault H16): a script that nothing has cleaned stands in a page and does not run."""
    markup = "<script>alert(1)</script><img src=x onerror=alert(2)><iframe srcdoc='<script>alert(3)</script>'></iframe>"
    seen = browser.visit(f"{outlet.address}/raw?markup={quote(markup)}", keep_policy=True)
    assert not [fault for fault in seen.fired if fault.startswith("alert")]
