"""Patterns of paths, as robots.txt has them."""

from __future__ import annotations

import time

import pytest

from syndicator.ingest.patterns import Sieve, folded, matches, path_of


@pytest.mark.parametrize(
    ("pattern", "path", "fits"),
    [
        ("/", "/news/1", True),
        ("/news", "/news/1", True),
        ("/news/", "/news", False),
        ("/news$", "/news", True),
        ("/news$", "/news/1", False),
        ("*.html", "/a/b.html?x=1", True),
        ("*.html$", "/a/b.html?x=1", False),
        ("*.html$", "/a/b.html", True),
        ("/a*b*c", "/a-b-b-c-d", True),
        ("/a*b*c", "/a-c-b", False),
        ("/a*bb*", "/a-b", False),
        ("/a*a$", "/a", False),
        ("/a*a$", "/aa", True),
        ("/*?p=", "/?p=1", True),
        ("*", "/", True),
        ("$", "", True),
    ],
)
def test_a_pattern_is_a_beginning_with_wildcards_and_an_end(pattern: str, path: str, fits: bool) -> None:
    """RFC 9309, 2.2.2 and 2.2.3."""
    assert matches(folded(pattern), folded(path)) is fits


def test_one_spelling_is_compared() -> None:
    """RFC 9309, 2.2.2: octets escaped or not, in either case; also what operators write in their own script."""
    assert matches(folded("/новости/"), path_of("https://a.example/%d0%bd%D0%BE%D0%B2%D0%BE%D1%81%D1%82%D0%B8/1"))
    assert matches(folded("/%7Ejoe/"), path_of("https://a.example/~joe/x"))
    assert not matches(folded("/a%2Fb"), path_of("https://a.example/a/b"))


@pytest.mark.parametrize(
    ("address", "path"),
    [
        ("https://a.example", "/"),
        ("https://a.example/x?y=1#z", "/x?y=1"),
        ("https://[bad/x", "/"),
    ],
)
def test_path_and_query_count(address: str, path: str) -> None:
    """The host has no say, the fragment is never sent."""
    assert path_of(address) == path


def test_a_sieve_takes_what_is_wanted_and_leaves_what_is_not() -> None:
    """Without patterns everything comes through; an exclusion goes before."""
    addresses = [f"https://a.example/{path}" for path in ("news/1", "news/tag/2", "shop/3")]
    assert [Sieve((), ()).passes(each) for each in addresses] == [True, True, True]
    assert [Sieve(("/news/",), ("*/tag/",)).passes(each) for each in addresses] == [True, False, False]


def test_hostile_patterns_take_no_time() -> None:
    """A pattern of stars makes others try every split."""
    began = time.process_time()
    assert not matches("/" + "*a" * 5000 + "$", "/" + "a" * 4999 + "b")
    assert time.process_time() - began < 1
