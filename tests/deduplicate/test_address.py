"""Addresses as far as comparing needs them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndicator.deduplicate.address import folded, path_of


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org/a/b",
        "http://www.Example.org/a/b/",
        "//example.org/a/b#top",
        "https://example.org/a/b?utm_source=rss&fbclid=1",
    ],
)
def test_variants_of_an_address_are_folded(address: str) -> None:
    """Scheme, www, case of the host, slash, fragment and tracking do not name another page."""
    assert folded(address) == "example.org/a/b"


def test_parameters_that_name_a_page_stay() -> None:
    """WordPress names its pages by ?p=1."""
    assert folded("https://example.org/?p=1&utm_medium=x") == "example.org?p=1"


@pytest.mark.parametrize(
    ("address", "path"),
    [
        ("https://example.org", ""),
        ("https://example.org/", ""),
        ("https://example.org/?utm_source=rss", ""),
        ("https://example.org/?p=1", "?p=1"),
        ("https://www.example.org/a/B?c=1", "a/B?c=1"),
        ("", ""),
    ],
)
def test_a_front_page_has_no_path(address: str, path: str) -> None:
    """Only what follows the host tells one article from another."""
    assert path_of(address) == path


@given(st.text())
def test_any_text_is_folded(address: str) -> None:
    """Addresses from outside never raise."""
    path_of(folded(address))
