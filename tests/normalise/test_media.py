"""Enclosures are validated, and one picture stands for an article."""

from __future__ import annotations

import pytest

from syndicator.model.article import Image, SafeHtml
from syndicator.model.entry import Link
from syndicator.normalise.media import enclosures, lead_image

BASE = "https://example.org/news/1"
CONTENT = SafeHtml('<p>x</p><img src="https://example.org/in.png" alt="In">')


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        (
            Link("/a.mp3", "enclosure", "audio/mpeg", length=10, title="<b>T</b>"),
            Link("https://example.org/a.mp3", "enclosure", "audio/mpeg", title="T", length=10),
        ),
        (Link("/a.jpg", length=-1), Link("https://example.org/a.jpg", "enclosure", "image/jpeg")),
        (Link("/a", type="Image/PNG; q=1", length=1 << 50), Link("https://example.org/a", "enclosure", "image/png")),
        (Link("/a", type="nonsense", length=0), Link("https://example.org/a", "enclosure")),
    ],
)
def test_an_enclosure_has_what_can_be_true(link: Link, expected: Link) -> None:
    """Type by its syntax or its suffix, length by its bounds (fault H20)."""
    assert enclosures([link], BASE) == (expected,)


def test_enclosures_without_an_address_are_dropped_and_none_comes_twice() -> None:
    """http(s) only."""
    assert enclosures([Link("javascript:x"), Link("/a"), Link("/a")], BASE) == (
        Link("https://example.org/a", "enclosure"),
    )


def test_the_lead_image_is_attached_or_the_first_one_shown() -> None:
    """Enclosures first, then the content."""
    attached = enclosures([Link("/a.mp3"), Link("/a.webp", title="A")], BASE)
    assert lead_image(attached, CONTENT) == Image("https://example.org/a.webp", "image/webp", "A")
    assert lead_image((), CONTENT) == Image("https://example.org/in.png", "image/png", "In")
    assert lead_image((), SafeHtml("<p>x</p>")) is None
