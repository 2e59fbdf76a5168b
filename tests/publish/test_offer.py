"""Stories as partners get them: ninjs that is valid and tells no more than it may."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker
from referencing import Registry, Resource

from syndicator.model.article import Image, SafeHtml
from syndicator.model.feed import FeedEntry, Version
from syndicator.model.offer import Change, Gone, Offer
from syndicator.publish.offer import ninjs, story_document, told, uri
from tests.web.site import FEEDS, HOME, NOON, RICH, entry

WORDS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20).filter(lambda text: text.strip())
ENTRIES = st.builds(
    entry,
    st.from_regex(r"[a-z]{1,8}", fullmatch=True),
    st.just("Title ").flatmap(lambda start: WORDS.map(lambda text: start + text)),
    language=st.sampled_from(["en", "kk-Cyrl", "kk-Arab", "ar", "he", "und"]),
    summary=WORDS | st.just(""),
    content=st.none() | WORDS.map(lambda text: SafeHtml(f"<p>{len(text)}</p>")),
    image=st.none() | st.just(Image("https://alpha.example/p.png", "image/png", "A")) | st.just(Image("x:y")),
    notice=WORDS | st.just(""),
    licence=st.sampled_from(["", "https://alpha.example/l", "not an address"]),
    source_homepage=st.sampled_from(["", "https://новости.example/"]),
    authors=st.lists(WORDS, max_size=2).map(tuple),
)


def offered(*entries: FeedEntry, feed: str = "medicine", nr: int = 7) -> Change:
    return Change(nr, NOON, Offer(feed, "s001", entries, None if entries else Gone.LEFT_FEED))


def objects(document: dict[str, Any]) -> Sequence[dict[str, Any]]:
    return [document, *document["associations"]]


@settings(deadline=None, max_examples=60)
@given(entries=st.lists(ENTRIES, min_size=1, max_size=3, unique_by=lambda each: each.id))
def test_every_news_object_is_whole(entries: list[FeedEntry]) -> None:
    """What conformance 216 names, each with its source, its terms, and an identity that is a URI."""
    document = ninjs(told([offered(*entries)], FEEDS), HOME)
    assert document["uri"] == "tag:example.org,2026-01-01:story/s001"
    assert (document["version"], document["versionCreated"]) == ("7", "2026-05-01T12:00:00Z")
    assert len(objects(document)) == len(entries)
    for each in objects(document):
        assert urlsplit(each["uri"]).scheme == "tag"
        assert each["uri"].isascii()
        assert each["pubStatus"] == "usable"
        assert each["headlines"][0]["value"].startswith("Title")
        assert each["infoSources"][0]["name"] == each["copyrightHolder"] == "Alpha"
        assert {"role": "web", "value": each["altIds"][-1]["value"]} == each["altIds"][-1]
        assert ("bodies" in each) == (each["representationType"] == "full")
        assert "http://cv.iptc.org/newscodes/mediatopic/20000464" in [
            subject.get("uri") for subject in each["subjects"]
        ]
        assert "embargoedUntil" not in each


@pytest.mark.shared
@settings(deadline=None, max_examples=60)
@given(entries=st.lists(ENTRIES, min_size=1, max_size=3, unique_by=lambda each: each.id))
def test_every_story_is_valid_by_the_schema_of_the_iptc(shared: Path, entries: list[FeedEntry]) -> None:
    """ninjs 3.1, formats of addresses and times included."""
    schema = json.loads((shared / "data/schemas/ninjs-schema_3.1.json").read_text())
    geometry: Resource[Any] = Resource.from_contents({"$schema": "https://json-schema.org/draft/2020-12/schema"})
    known: Registry[Any] = Registry().with_resource("https://geojson.org/schema/GeoJSON.json", geometry)
    validator = Draft202012Validator(schema, registry=known, format_checker=FormatChecker())
    validator.validate(ninjs(told([offered(*entries)], FEEDS), HOME))


def test_the_earliest_article_is_the_story_and_the_others_go_with_it() -> None:
    """Another language is told from another report in the same one."""
    late = entry("late", language="en-GB", published=NOON)
    document = ninjs(told([offered(late, entry("b"), RICH)], FEEDS), HOME)
    assert document["language"] == "en"
    assert [(each["language"], each["rel"]) for each in document["associations"]] == [
        ("ar", "otherLanguage"),
        ("en-GB", "relatedReport"),
    ]
    assert document["associations"][0]["bodies"][0]["contentType"] == "text/html"
    assert document["associations"][0]["rightsInfo"] == {"linkedRights": "https://alpha.example/licence"}
    assert "the full text" in document["associations"][0]["usageTerms"]
    assert "and no more" in document["usageTerms"]
    assert document["associations"][0]["renditions"] == [
        {"name": "main", "href": "https://alpha.example/p.png", "contentType": "image/png"}
    ]


def test_a_story_is_gone_when_every_feed_says_so() -> None:
    """It stands as long as one tells it; the last change counts for the reason."""
    gone = offered(nr=9, feed="law")
    assert told([offered(entry("a")), gone], FEEDS).gone is None
    assert told([offered(entry("a")), gone], FEEDS).version == 9
    assert told([gone], FEEDS).gone is Gone.LEFT_FEED
    assert told([offered(entry("a"), feed="elsewhere")], FEEDS).gone is Gone.FEED_ENDED


def test_ids_of_other_scripts_become_uris() -> None:
    """What is one already stays as it is."""
    assert (
        uri("tag:example.org,2026:новость%20") == "tag:example.org,2026:%D0%BD%D0%BE%D0%B2%D0%BE%D1%81%D1%82%D1%8C%20"
    )
    nowhere = Version("i", "p", "ftp://x", "T", "en", "S", NOON)
    strange = replace(entry("a"), public_id="tag:example.org,2026:хабар", versions=(nowhere,))
    document = ninjs(told([offered(entry("b", published=NOON - timedelta(days=1)), strange)], FEEDS), HOME)
    assert document["associations"][0]["uri"].isascii()
    assert story_document(told([offered(strange)], FEEDS), HOME)["articles"][0]["also"] == []
