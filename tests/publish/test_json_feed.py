"""JSON Feed 1.1."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator

from syndicator.errors import PublishError
from syndicator.publish.json_feed import JsonFormat
from tests.publish.format_contract import FormatContract
from tests.publish.newsroom import SITE, editions, entry, feed, full, mixed


class TestJson(FormatContract):
    """The contract, kept by JSON Feed."""

    format = JsonFormat()

    def hubs(self, document: bytes) -> list[str]:
        """By the one protocol."""
        named = json.loads(document).get("hubs", [])
        assert {each["type"] for each in named} <= {"WebSub"}
        return [each["url"] for each in named]


def written(*entries: Any) -> Any:
    return json.loads(JsonFormat().render(feed(*entries), SITE))


def test_an_item_says_everything_once() -> None:
    """Text, dates, language, authors, picture."""
    made = written(full("he"))["items"][0]
    assert made["language"] == "he"
    assert made["authors"] == [{"name": "A. Writer"}, {"name": "B. Writer"}]
    assert made["image"] == "https://img.example.net/1.jpg"
    assert made["date_published"] == "2026-11-24T10:56:00+00:00"
    assert made["content_html"].startswith('<div lang="he" dir="rtl">')
    assert made["tags"] == ["חינוך רפואי"]


def test_our_extension_tells_what_the_format_cannot() -> None:
    """Story, versions, source, direction, attribution, rights; and where that is explained."""
    told = written(full("ar"))["items"][0]["_syndicator"]
    assert told["about"] == "https://news.example.org/#about"
    assert told["story"] == "https://news.example.org/stories/story1"
    assert told["direction"] == "rtl"
    assert told["source"] == {"id": "sawt-al-jami'a", "name": "صوت الجامعة", "url": "https://ar.example.net/"}
    assert told["rights"]["full"] is True
    assert [each["language"] for each in told["also"]] == ["en", "ru", "kk-Cyrl", "he"]
    assert told["stands_in"] is False
    assert written(entry())["items"][0]["_syndicator"]["rights"] == {"full": False, "licence": None, "notice": None}


def test_letters_stand_as_they_are() -> None:
    """No escapes: half the size, and people can read it."""
    assert "التعليم الطبي".encode() in JsonFormat().render(mixed(), SITE)


def test_another_version_is_refused() -> None:
    """A document that says it is something else."""
    document = JsonFormat().render(feed(entry()), SITE).replace(b"version/1.1", b"version/2")
    with pytest.raises(PublishError, match="version"):
        JsonFormat().read_back(document)


@pytest.mark.shared
def test_every_edition_is_valid_by_the_schema(shared: Path) -> None:
    """The schema of jsonfeed-schema, with formats checked."""
    schema = json.loads((shared / "data/schemas/schema-v1.1.json").read_text())
    validator = Draft7Validator(schema, format_checker=Draft7Validator.FORMAT_CHECKER)
    for each in editions():
        assert list(validator.iter_errors(json.loads(JsonFormat().render(each, SITE)))) == []
