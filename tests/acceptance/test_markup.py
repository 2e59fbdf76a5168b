"""What a partner's page would make of markup."""

from __future__ import annotations

import pytest

from syndicator.acceptance.markup import faults_of


@pytest.mark.parametrize(
    ("markup", "found"),
    [
        ("<script>alert(1)</script>", ["<script>"]),
        ('<p onclick="x()">t</p>', ["<p onclick>"]),
        ('<img src="https://a.example/b.jpg" onerror=x>', ["<img onerror>"]),
        ('<a href="javascript:x()">t</a>', ["javascript:"]),
        ('<a href=" java\tscript:x()">t</a>', ["javascript:"]),
        ('<iframe src="https://a.example/"></iframe>', ["<iframe>"]),
        ('<a href="data:text/html,x">t</a>', ["data:"]),
        ("<form action='https://a.example/'><b>t</b></form>", ["<form>"]),
        ('<p>t</p><a href="https://a.example/?q=javascript:">t</a>', []),
        ('<a href="mailto:a@example.org">t</a>', []),
    ],
)
def test_what_runs_is_found(markup: str, found: list[str]) -> None:
    """In elements, handlers and addresses."""
    assert faults_of(markup).active == found


def test_addresses_that_are_not_whole_are_found() -> None:
    """Fragments lead to the page itself, and stay."""
    assert faults_of('<a href="/a">t</a><a href="#b">t</a><img src="c.jpg"><a href="">t</a>').relative == [
        "/a",
        "c.jpg",
    ]


def test_pictures_are_looked_at_closely() -> None:
    """Those over plain http, without an address, and within the text."""
    faults = faults_of('<img src="http://a.example/b.jpg"><img alt="x"><img src="data:image/png;base64,AA">')
    assert faults.plain == ["http://a.example/b.jpg"]
    assert faults.broken == ["<img> without src", "<img> within the text (data:)"]
    assert faults.active == []


def test_a_link_over_plain_http_is_nothing_to_browsers() -> None:
    """It blocks no page."""
    assert faults_of('<a href="http://a.example/">t</a>').plain == []


def test_the_direction_is_that_of_the_outermost_element() -> None:
    """What stands within it says nothing of the whole."""
    assert faults_of('<div dir="rtl"><p dir="ltr">t</p></div>').directions == {"rtl"}
    assert faults_of("<p><b dir=rtl>t</b></p>").directions == {""}
    assert faults_of("text alone").directions == set()
