"""Paths, public addresses and permanent ids."""

from __future__ import annotations

from dataclasses import replace

import pytest

from syndicator.publish.address import (
    encoded,
    feed_id,
    feed_links,
    feed_path,
    page_file,
    public,
    rooted,
    story_path,
    topic_path,
)
from tests.publish.newsroom import DEFINITION, SITE


def test_documents_lie_where_the_contract_says() -> None:
    """The contract's table of paths."""
    assert feed_path("x", None, "atom") == "feeds/x.atom"
    assert feed_path("x", "ar", "json") == "feeds/x.ar.json"
    assert page_file(topic_path("x", None)) == "topics/x.html"
    assert page_file(topic_path("x", "ar")) == "topics/x/ar.html"
    assert page_file(story_path("s1")) == "stories/s1.html"
    assert page_file("") == "index.html"


def test_links_within_the_site_keep_the_path_it_lives_under() -> None:
    """They name no host, so that the pages work wherever they are mirrored."""
    assert rooted(SITE, "opml.xml") == "/opml.xml"
    assert rooted(replace(SITE, address="https://example.org/news"), "") == "/news/"
    assert public(SITE, "opml.xml") == "https://news.example.org/opml.xml"


def test_feeds_name_their_hubs_and_themselves_in_header_fields() -> None:
    """Quoted: there are hubs that see nothing else (conformance 179, finding 2.18). Other documents have no hub."""
    site = replace(SITE, hubs=("https://news.example.org/websub/hub", "https://hub.example/?a=b"))
    assert feed_links(site, "feeds/x.ar.atom") == (
        '<https://news.example.org/websub/hub>; rel="hub"',
        '<https://hub.example/?a=b>; rel="hub"',
        '<https://news.example.org/feeds/x.ar.atom>; rel="self"',
    )
    assert feed_links(site, "topics/x") == feed_links(SITE, "feeds/x.atom") == ()


def test_a_feeds_id_does_not_know_its_address() -> None:
    """A tag URI (RFC 4151): it stays when the site moves or the title changes."""
    moved = replace(SITE, address="https://elsewhere.example", name="Other")
    assert feed_id(DEFINITION, None, moved) == "tag:example.org,2026-01-01:feed/medical-education"
    assert feed_id(DEFINITION, "ar", SITE) == "tag:example.org,2026-01-01:feed/medical-education/ar"


@pytest.mark.parametrize(
    ("address", "wanted"),
    [
        ("https://example.net/a%20b?x=1&y=%D0%B0#top", "https://example.net/a%20b?x=1&y=%D0%B0#top"),
        ("https://example.net/новости", "https://example.net/%D0%BD%D0%BE%D0%B2%D0%BE%D1%81%D1%82%D0%B8"),
        ("https://example.net/a b?q=100%", "https://example.net/a%20b?q=100%25"),
        ("https://Пример.рф:8443", "https://xn--e1afmkfd.xn--p1ai:8443/"),
        ("http://[2001:db8::1]/x", "http://[2001:db8::1]/x"),
        ("https://user:secret@example.net/", "https://example.net/"),
        ('https://example.net/"><script>', "https://example.net/%22%3E%3Cscript%3E"),
        (" HTTPS://example.net/x ", "https://example.net/x"),
    ],
)
def test_addresses_become_uris(address: str, wanted: str) -> None:
    """RFC 3987, section 3.1, and punycode for hosts; what is encoded already is not encoded again."""
    assert encoded(address) == wanted
    assert encoded(wanted) == wanted


@pytest.mark.parametrize(
    "address", ["", "/x", "javascript:alert(1)", "https://", "https://[x", "http://a:99999/", "http://a..b/"]
)
def test_what_is_no_web_address_is_refused(address: str) -> None:
    """Scripts, relative references, hosts and ports that cannot be."""
    with pytest.raises(ValueError):  # noqa: PT011 - the message is Python's own for some
        encoded(address)
