"""Addresses: safe to write down, and equal where the page is."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from syndicator.normalise.links import absolute, canonical, is_draft, mailbox

BASE = "https://example.org/news/feed.xml"


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://example.org/a?b=c&d=e#f", "https://example.org/a?b=c&d=e#f"),
        ("/a", "https://example.org/a"),
        ("a.html", "https://example.org/news/a.html"),
        ("//cdn.example.net/x", "https://cdn.example.net/x"),
        ("?p=1", "https://example.org/news/feed.xml?p=1"),
        (" \n https://Example.ORG \t", "https://example.org/"),
        ("https://example.org:443/a", "https://example.org/a"),
        ("http://example.org:8080/a", "http://example.org:8080/a"),
        (
            "https://пример.рф/жаңалық?с=т",
            "https://xn--e1afmkfd.xn--p1ai/%D0%B6%D0%B0%D2%A3%D0%B0%D0%BB%D1%8B%D2%9B?%D1%81=%D1%82",
        ),
        ("https://example.org/a%20b c", "https://example.org/a%20b%20c"),
        ("http://[2001:db8::1]/x", "http://[2001:db8::1]/x"),
        ("https://example.org./x", "https://example.org/x"),
    ],
)
def test_an_address_is_resolved_and_written_as_a_uri(address: str, expected: str) -> None:
    """ASCII hosts, percent-encoded paths (conformance 52, 169)."""
    assert absolute(address, BASE) == expected
    assert absolute(expected) == expected


@pytest.mark.parametrize(
    "address",
    [
        "",
        "   ",
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "java\nscript:alert(1)",
        "\x01javascript:alert(1)",
        "\u00a0javascript:alert(1)",
        "java\u00a0script:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "mailto:a@b.c",
        "http://",
        "http://:80/",
        "http:///x",
        "http://user:secret@example.org/",
        "http://example.org:99999/",
        "http://example.org:0/",
        "http://exa mple.org/",
        "http://example.org\\@evil/",
        "http://xn--/",
        "http://-x-.-/",
        "http://[::1/",
        "https://example.org/\u202egpj.exe",
        "https://example.org/" + "a" * 3_000,
    ],
)
def test_what_is_no_plain_http_address_is_refused(address: str) -> None:
    """Whatever it hides behind (faults S11, H05, H06, H19)."""
    assert absolute(address, BASE) is None


def test_a_relative_address_needs_a_base() -> None:
    """Without one it leads nowhere."""
    assert absolute("/a") is None


@pytest.mark.parametrize(
    "variant",
    [
        "http://example.org/a/b",
        "https://www.example.org/a/b/",
        "https://EXAMPLE.org:443/a/b#top",
        "https://m.example.org/a/b",
        "https://amp.example.org/a/b",
        "https://example.org/a/b/amp/",
        "https://example.org/amp/a/b",
        "https://example.org/a/b?amp=1",
        "https://example.org/a/b?utm_source=rss&utm_medium=feed",
        "https://example.org/a/b?fbclid=x&gclid=y&yclid=z&mc_cid=1&igshid=2&_openstat=3",
        "https://example.org/a/b?from=rss",
        "https://example.org/a/b;jsessionid=0123",
        "https://example.org/%61/b",
    ],
)
def test_variants_of_an_address_are_one(variant: str) -> None:
    """Scheme, www, mobile and AMP pages, tracking parameters, sessions (faults I01, I16)."""
    assert canonical(variant) == "https://example.org/a/b"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://example.org/?p=123", "https://example.org/?p=124"),
        ("https://example.org/a", "https://example.org/b"),
        ("https://example.org/a?from=2026-01-01", "https://example.org/a"),
        ("https://example.org/A", "https://example.org/a"),
        ("https://news.example.org/", "https://example.org/"),
    ],
)
def test_different_pages_stay_different(one: str, other: str) -> None:
    """What may change the page is kept."""
    assert canonical(one) != canonical(other)


def test_the_order_of_parameters_says_nothing() -> None:
    """They are sorted."""
    assert canonical("https://example.org/?b=2&a=1") == canonical("https://example.org/?a=1&b=2")


def test_what_is_no_address_has_no_canonical_form() -> None:
    """Empty, for a guid that is no address."""
    assert canonical("urn:uuid:1") == ""


def test_a_short_mobile_like_host_is_left_alone() -> None:
    """``m.kz`` is a domain, not the mobile page of ``kz``."""
    assert canonical("https://m.kz/a") == "https://m.kz/a"


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://example.org/?p=1&preview=true", True),
        ("https://example.org/?preview_id=7&preview_nonce=x", True),
        ("https://example.org/?p=1&%70review=true", True),
        ("https://example.org/?p=1", False),
        ("https://example.org/?p=1&of=preview", False),
        ("https://example.org/preview/", False),
        ("http://[bad?preview=true", False),
    ],
)
def test_previews_are_recognised(address: str, expected: bool) -> None:
    """Fault I24."""
    assert is_draft(address) is expected


def test_a_mailbox_is_an_address_and_nothing_else() -> None:
    """Headers and bodies written into it are dropped."""
    assert mailbox(" mailto:news@example.org?subject=x ") == "mailto:news@example.org"
    assert mailbox("mailto:two@example.org,three@example.org") is None
    assert mailbox("https://example.org/") is None


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet=st.characters(), max_size=60), st.sampled_from(["", BASE]))
def test_no_address_raises_and_folding_is_stable(tail: str, base: str) -> None:
    """Whatever a source writes."""
    for address in (tail, f"https://example.org/{tail}", f"http://{tail}"):
        written = absolute(address, base)
        assert written is None or (written.isascii() and absolute(written) == written)
        assert canonical(canonical(address)) == canonical(address)


PLAIN = st.builds(
    "{}://{}{}{}".format,
    st.sampled_from(["http", "https"]),
    st.sampled_from(["a.example", "www.a-b.example", "a.b.c1.example", "1.2.3.4"]),
    st.lists(
        st.sampled_from(["/", "/a", "/b.html", "/%D0%B0", "/.", "/..", "//", "/a;b=1", "/a b", "/é", "/~x", "/a:b@c"])
    ).map("".join),
    st.sampled_from(["", "?", "?a=1&b=%20", "?x=/y?z", "#top", "?a=1#b", "?q=[1]"]),
)


@given(PLAIN)
def test_an_address_that_is_well_written_stays_as_it_is(address: str) -> None:
    """The short way gives what the long one gives."""
    short = absolute(address)
    longer = absolute(f" {address}")
    assert short == longer
