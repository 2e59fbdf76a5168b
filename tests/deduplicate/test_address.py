"""Addresses as far as comparing needs them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndicator.deduplicate.address import folded, name_of, number_of, path_of, picture_of


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


@pytest.mark.parametrize(
    ("address", "number"),
    [
        ("https://en.inform.example/news/some-title_a3930264/", "3930264"),
        ("https://www.inform.example/en/amp/other-title_a3930264", "3930264"),
        ("https://example.org/?p=28157", "28157"),
        ("https://example.org/news.php?lang=ru&id=77", "77"),
        ("https://example.org/en/news/staff-news/28264/aqu-holds-meeting", "28264"),
        ("https://example.org/news/28264", "28264"),
        ("https://example.org/news/28264-aqu-holds-meeting.html", "28264"),
        ("https://example.org/news/aqu-holds-meeting-28264.html", "28264"),
        ("https://example.org/2022/05/05/aqu-holds-meeting", ""),
        ("https://example.org/20220505/aqu-holds-meeting", ""),
        ("https://example.org/20220505/aqu-holds-meeting-338211", "338211"),
        ("https://example.org/news/imet2000", ""),
        ("https://example.org/news/12", ""),
        ("https://example.org/content/7E00003a-ade9-4262-a517-8f5900483010", "7E00003a-ade9-4262-a517-8f5900483010"),
        ("https://example.org/economy/tomato-prices-trade-war-5ef5ad47", "5ef5ad47"),
        ("https://example.org/economy/tomato-prices-facade", ""),
        ("https://example.org", ""),
    ],
)
def test_the_number_that_a_site_gave_an_article_is_found(address: str, number: str) -> None:
    """Not a day, and not part of a word."""
    assert number_of(address) == number


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("https://example.org/articles/u-s-gdp-grew-5ab397ad", "u-s-gdp-grew-5ab397ad"),
        ("https://example.org/economy/2025/rates-fall-once-more.html?page=1", "rates-fall-once-more"),
        ("https://example.org/news/28264.html", "28264"),
        ("https://example.org/news/28264/latest", ""),
        ("https://example.org/news/weekly-digest", ""),
        ("https://example.org/?p=28264", ""),
        ("https://example.org", ""),
    ],
)
def test_a_page_has_a_name_if_that_tells_it_from_others(address: str, name: str) -> None:
    """Many words or a number; what a section may be called is the name of no article."""
    assert name_of(address) == name


@pytest.mark.parametrize(
    "address",
    [
        "https://cdn.example/up/2022/05/dean.jpg",
        "http://cdn.example/up/2022/05/dean-300x200.jpg",
        "https://cdn.example/up/2022/05/dean-scaled.jpg?w=640&h=480",
        "https://cdn.example/up/2022/05/dean_large.jpg#x",
    ],
)
def test_a_picture_is_known_in_all_its_sizes(address: str) -> None:
    """WordPress and image servers write sizes into names and parameters."""
    assert picture_of(address) == "cdn.example/up/2022/05/dean.jpg"


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
