"""What tells an entry from the others of its source."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest

from syndicator.model.source import IdentityPolicy
from syndicator.normalise.identity import Clues, article_id, identity, public_id, short_guid

CLUES = Clues("https://example.org/?p=123", "https://example.org/news/1", "A title", "2026-01-02", "0123")
SINCE = date(2026, 1, 1)


@pytest.mark.parametrize(
    ("policy", "key"),
    [
        (IdentityPolicy.GUID, "https://example.org?p=123"),
        (IdentityPolicy.LINK, "https://example.org/news/1"),
    ],
)
def test_the_policy_says_what_counts_first(policy: IdentityPolicy, key: str) -> None:
    """Fault I03: a source whose guids are random is told by its links."""
    assert identity(CLUES, policy) == key


def test_title_and_day_may_count_first() -> None:
    """A title of another day is another entry (fault I13)."""
    key = identity(CLUES, IdentityPolicy.TITLE_DATE)
    assert key == identity(replace(CLUES, title="«a  TITLE»", guid="x", link=None), IdentityPolicy.TITLE_DATE)
    assert key != identity(replace(CLUES, day="2026-01-09"), IdentityPolicy.TITLE_DATE)


def test_without_the_first_means_the_next_is_taken() -> None:
    """Guid, link, title and day, content (fault I04)."""
    without_guid = replace(CLUES, guid=None)
    without_link = replace(without_guid, link=None)
    assert identity(without_guid, IdentityPolicy.GUID) == "https://example.org/news/1"
    assert identity(without_link, IdentityPolicy.GUID).startswith("title:")
    assert identity(replace(without_link, title="—"), IdentityPolicy.GUID) == "text:0123"


@pytest.mark.parametrize(
    "variant",
    [
        "http://example.org/?p=123",
        "https://www.example.org/?p=123",
        "HTTPS://EXAMPLE.ORG?p=123",
        "https://example.org/?p=123&utm_source=rss",
    ],
)
def test_variants_of_a_guid_are_one(variant: str) -> None:
    """Fault I01."""
    assert identity(replace(CLUES, guid=variant), IdentityPolicy.GUID) == identity(CLUES, IdentityPolicy.GUID)


def test_a_guid_that_is_no_address_keeps_its_letters() -> None:
    """They may differ in case alone."""
    assert identity(replace(CLUES, guid="aB"), IdentityPolicy.GUID) == "guid:aB"


@pytest.mark.parametrize(
    ("guid", "expected"), [(None, None), ("", None), (" \n ", None), ("0", "0"), (" a\n b ", "a b"), ("a\x00b", "ab")]
)
def test_a_blank_guid_is_none_and_zero_is_one(guid: str | None, expected: str | None) -> None:
    """Fault I06."""
    assert short_guid(guid) == expected


def test_a_guid_of_a_megabyte_is_known_by_its_hash() -> None:
    """Fault I08."""
    assert re.fullmatch("sha256:[0-9a-f]{64}", short_guid("x" * 1_000_000) or "")


def test_the_id_is_sixteen_letters_and_never_changes() -> None:
    """A golden id: the same in every release (fault O07)."""
    assert article_id("kazinform-ru", "https://example.org/news/1") == GOLDEN
    assert article_id("other", "https://example.org/news/1") != GOLDEN


GOLDEN = "om33le5wmp4c5e3c"


@pytest.mark.parametrize(
    "guid",
    [
        "urn:uuid:60a76c80-d399-11d9-b93c-0003939e0af6",
        "tag:source.example,2026:1",
        "https://example.org/%D0%B6?a=b#c",
        "https://example.org/жаңалық",
    ],
)
def test_an_atom_id_is_republished_unchanged(guid: str) -> None:
    """RFC 4287, section 4.2.6 (conformance 12, 14, 15)."""
    assert public_id("abc", guid, authority="example.org", since=SINCE) == guid


@pytest.mark.parametrize(
    "guid",
    [
        None,
        "",
        "123",
        "urn:x",
        "javascript:alert(1)",
        "https://",
        "https://a/ b",
        "https://a/<b>",
        "urn:uuid:" + "1" * 2_000,
        "tag:a\u202e,2026:1",
    ],
)
def test_what_is_no_permanent_iri_gets_a_tag_of_ours(guid: str | None) -> None:
    """RFC 4151 (conformance 13)."""
    assert public_id("abc", guid, authority="example.org", since=SINCE) == "tag:example.org,2026-01-01:abc"


@pytest.mark.parametrize("guid", ["tag:example.org,2026-01-01:victim", "TAG:Example.ORG,2024:x"])
def test_no_source_can_name_its_article_with_our_authority(guid: str) -> None:
    """Ids are foreseeable: a claim on one would block the article it belongs to."""
    assert public_id("abc", guid, authority="example.org", since=SINCE) == "tag:example.org,2026-01-01:abc"
