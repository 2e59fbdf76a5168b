"""The main job on the sample newsroom, as a user starts it."""

from __future__ import annotations

import json
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from tests.journeys.conftest import FEEDS, Running, start_demo, stop

pytestmark = pytest.mark.journey


def _items(running: Running, feed: str) -> dict[str, dict[str, str]]:
    return {item["id"]: item for item in json.loads(running.get(f"/feeds/{feed}.json"))["items"]}


def test_the_demonstration_publishes_every_document_it_promises(demo: Running, feed: str) -> None:
    """Three formats, all languages and each edition, the pages, the list of feeds."""
    for language in ("", ".en", ".ru", ".kk", ".ar", ".he"):
        for suffix in ("atom", "rss", "json"):
            assert demo.get(f"/feeds/{feed}{language}.{suffix}")
    for language in ("en", "ru", "kk", "ar", "he"):
        assert f'lang="{language}"'.encode() in demo.get(f"/topics/{feed}/{language}")
    assert b"opml" in demo.get("/opml.xml")
    assert b"<html" in demo.get("/")


def test_every_edition_has_entries_in_its_language_only(demo: Running, feed: str) -> None:
    """Five languages come in and go out."""
    for language in ("en", "ru", "kk", "ar", "he"):
        items = json.loads(demo.get(f"/feeds/{feed}.{language}.json"))["items"]
        assert items, language
        assert {item["language"].split("-")[0] for item in items} == {language}


def test_publishers_without_a_feed_are_in_the_feeds(demo: Running) -> None:
    """A page that lists news and a sitemap bring articles like feeds do."""
    items = json.loads(demo.get("/feeds/medical-education.en.json"))["items"]
    assert any("/lakes/" in item["url"] for item in items)
    items = json.loads(demo.get("/feeds/medical-education.ru.json"))["items"]
    (first, *_) = [item for item in items if "/vestnik/" in item["url"]]
    assert "симуляционный центр" in first["summary"], "its text comes from its page"


def test_a_poll_of_an_unchanged_feed_costs_a_304(demo: Running, feed: str) -> None:
    """Strong validators over real HTTP."""
    with urllib.request.urlopen(f"{demo.address}/feeds/{feed}.atom") as first:
        tag = first.headers["ETag"]
    again = urllib.request.Request(f"{demo.address}/feeds/{feed}.atom", headers={"If-None-Match": tag})
    with pytest.raises(urllib.error.HTTPError) as answered, urllib.request.urlopen(again):
        pass
    assert answered.value.code == 304
    answered.value.close()


def test_explain_says_why_a_published_article_is_in_its_feed(demo: Running) -> None:
    """While the service runs, the store is open to questions."""
    article = next(iter(_items(demo, FEEDS[0]).values()))
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "syndicator",
            "explain",
            article["url"],
            "--json",
            "--config",
            str(demo.folder / "config"),
        ],
        capture_output=True,
        timeout=60,
        check=True,
    )
    found = json.loads(done.stdout)
    assert found["feeds"][FEEDS[0]]["in"] is True
    assert all(one["words"] for topic in found["topics"] for one in topic["evidence"])


def test_a_correction_and_a_new_article_reach_the_feeds_without_doubles(tmp_path: Path) -> None:
    """An edit keeps its id and its date; what is new is added; SIGTERM ends all cleanly within ten seconds."""
    running = start_demo(tmp_path / "setting", "--news-after", "1")
    try:
        feeds = [f"{feed}.{edition}" for feed in FEEDS for edition in ("en", "kk")]
        before = {feed: _items(running, feed) for feed in feeds}
        until = time.monotonic() + 75
        while time.monotonic() < until:
            after = {feed: _items(running, feed) for feed in feeds}
            edited = [
                key
                for feed in feeds
                for key, item in after[feed].items()
                if key in before[feed] and item["title"] != before[feed][key]["title"]
            ]
            added = [key for feed in feeds for key in after[feed] if key not in before[feed]]
            if edited and added:
                break
            time.sleep(0.5)
        assert edited
        assert added
        for feed in feeds:
            for key in set(edited) & before[feed].keys():
                assert after[feed][key]["date_published"] == before[feed][key]["date_published"]
            assert set(before[feed]) <= set(after[feed])
    finally:
        began = time.monotonic()
        code = stop(running)
    assert code == 0
    assert time.monotonic() - began < 10
