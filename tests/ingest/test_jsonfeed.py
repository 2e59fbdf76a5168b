"""JSON Feed 1.0 and 1.1, and the ways JSON can be hostile."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndicator.ingest.jsonfeed import read_json
from syndicator.model.entry import Category, Document, Entry, Link, Markup, RawText
from syndicator.model.source import Limits, Outcome
from syndicator.ports import Unreadable

VERSION = "https://jsonfeed.org/version/1.1"
BASE = "https://news.example/feed.json"


def read(text: str, limits: Limits | None = None) -> Document:
    document = read_json(text, address=BASE, limits=limits or Limits())
    assert isinstance(document, Document), document
    return document


def entry(**fields: Any) -> Entry:
    (found,) = read(json.dumps({"version": VERSION, "items": [fields]})).entries
    return found


def test_a_feed_with_everything_is_read() -> None:
    document = read(
        json.dumps(
            {
                "version": VERSION,
                "title": "News",
                "home_page_url": "https://news.example/",
                "feed_url": BASE,
                "next_url": BASE + "?2",
                "language": "ar",
                "hubs": [{"type": "WebSub", "url": "https://hub.example/"}, {}],
                "items": [],
            }
        )
    )
    assert document == Document(
        format="json11",
        reader="strict",
        title="News",
        link="https://news.example/",
        language="ar",
        links=(Link(BASE, "self"), Link(BASE + "?2", "next"), Link("https://hub.example/", "hub", "WebSub")),
    )


@pytest.mark.parametrize(
    ("version", "expected"),
    [("https://jsonfeed.org/version/1", "json10"), ("http://jsonfeed.org/version/1.0/", "json10"), (VERSION, "json11"),
     ("https://jsonfeed.org/version/9", "json11")],
)  # fmt: skip
def test_versions_are_told_apart(version: str, expected: str) -> None:
    assert read(json.dumps({"version": version})).format == expected


def test_an_item_with_everything_is_read() -> None:
    found = entry(
        id="1",
        url="https://news.example/1",
        external_url="https://other.example/1",
        title="A < B",
        summary="Short",
        content_html="<p>Long</p>",
        content_text="no",
        date_published="2026-01-01T00:00:00Z",
        date_modified="2026-01-02T00:00:00Z",
        authors=[{"name": "N"}, {"url": "x"}],
        tags=["a", "", 1],
        language="kk",
        image="https://news.example/1.jpg",
        attachments=[
            {"url": "https://news.example/1.mp3", "mime_type": "audio/mpeg", "size_in_bytes": 5, "title": "T"},
            {"url": "https://news.example/2.mp3", "size_in_bytes": -1},
            {"mime_type": "x"},
        ],
    )
    assert found == Entry(
        guid="1",
        link="https://news.example/1",
        title=RawText("A < B", base=BASE),
        summary=RawText("Short", base=BASE),
        content=RawText("<p>Long</p>", Markup.HTML, base=BASE),
        published="2026-01-01T00:00:00Z",
        updated="2026-01-02T00:00:00Z",
        authors=("N",),
        categories=(Category("a"), Category("1")),
        enclosures=(
            Link("https://news.example/1.mp3", "enclosure", "audio/mpeg", title="T", length=5),
            Link("https://news.example/2.mp3", "enclosure"),
            Link("https://news.example/1.jpg", "enclosure"),
        ),
        links=(Link("https://other.example/1", "related"),),
        language="kk",
    )


def test_version_1_has_one_author() -> None:
    assert entry(author={"name": "N"}).authors == ("N",)


def test_text_stands_in_for_html() -> None:
    assert entry(content_text="a < b").content == RawText("a < b", base=BASE)


def test_numbers_as_ids_are_read_as_digits() -> None:
    assert (entry(id=7).guid, entry(id=True).guid, entry(id=None).guid) == ("7", None, None)


def test_fields_of_wrong_types_are_nothing() -> None:
    """X21: nothing is trusted to be what it should be."""
    found = entry(id={}, url=[], title=["x"], content_html=True, authors="x", attachments={"url": 1}, tags={"a": 1})
    assert found == Entry()


def test_items_that_are_no_objects_cost_only_themselves() -> None:
    document = read(f'{{"version": "{VERSION}", "items": [null, 1, {{"id": "a"}}, []]}}')
    assert [each.guid for each in document.entries] == ["a"]
    assert len(document.notes) == 3


def test_entries_beyond_the_limit_are_counted_and_left() -> None:
    document = read(f'{{"version": "{VERSION}", "items": [{{}}, {{}}, {{}}]}}', Limits(entries=2))
    assert (len(document.entries), document.notes) == (
        2,
        ("1 entries beyond the first 2 were not read; 'limits.entries' sets the bound",),
    )


def test_hostile_values_are_tamed() -> None:
    """X21: NaN, endless integers, duplicate keys, lone surrogates, control characters."""
    text = (
        f'{{"version": "{VERSION}", "items": [{{"id": NaN, "id": {"9" * 5000}, "title": "a", '
        '"title": "b\\ud800\\u0000c", "url": -Infinity, "summary": "x", "attachments": [{"url": "u", '
        '"size_in_bytes": 1e999}]}]}'
    )
    (found,) = read(text).entries
    assert (found.guid, found.link) == (None, None)
    assert found.title == RawText("b\ufffdc", base=BASE)
    assert found.enclosures == (Link("u", "enclosure"),)


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("{", Outcome.TRUNCATED),
        ('{"a": 1', Outcome.TRUNCATED),
        ("{a}", Outcome.PARSE),
        ('{"a": 1}}', Outcome.PARSE),
        ('{"a": 1}', Outcome.NOT_A_FEED),
        ('{"version": 1}', Outcome.NOT_A_FEED),
        ('{"version": "https://json.example/"}', Outcome.NOT_A_FEED),
        ('{"a":' * 100_000 + "1" + "}" * 100_000, Outcome.LIMITS),
    ],
)
def test_what_is_no_json_feed_has_a_reason(text: str, outcome: Outcome) -> None:
    result = read_json(text, address="", limits=Limits())
    assert isinstance(result, Unreadable)
    assert result.outcome is outcome


ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
        st.sampled_from(["id", "url", "title", "authors", "author", "name", "attachments", "tags", "items", "image"]),
        inner, max_size=4,
    ),
    max_leaves=12,
)  # fmt: skip


@given(ANY_JSON, ANY_JSON)
def test_no_values_make_it_raise(item: Any, hubs: Any) -> None:
    """Fuzz: any shape gives a document."""
    read(json.dumps({"version": VERSION, "items": [item, {"id": "good"}], "hubs": hubs}))
