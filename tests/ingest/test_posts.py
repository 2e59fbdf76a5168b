"""Reading what the API of WordPress answers."""

from __future__ import annotations

import json
from typing import Any

import pytest

from syndicator.ingest.read import read_document
from syndicator.model.entry import Category, Document, Link, Markup
from syndicator.model.source import Limits, Outcome
from syndicator.ports import Form, Unreadable

POST: dict[str, Any] = {
    "date_gmt": "2026-05-01T08:00:00",
    "modified_gmt": "2026-05-02T09:00:00",
    "status": "publish",
    "link": "https://a.example/one/",
    "guid": {"rendered": "https://a.example/?p=1"},
    "title": {"rendered": "Students &#038; teachers"},
    "excerpt": {"rendered": "<p>About [&hellip;]</p>", "protected": False},
    "content": {"rendered": "<p>Text</p>", "protected": False},
    "wpml_current_locale": "pt_BR",
    "wpml_translations": [{"locale": "ar", "href": "https://a.example/ar/one/"}, {"locale": "ru"}, 5],
    "_embedded": {
        "author": [{"name": "Ann"}, {"code": "rest_user_invalid_id"}],
        "wp:term": [
            [{"name": "Health", "taxonomy": "category"}, {"name": "x", "taxonomy": "post_format"}],
            [{"name": "nursing", "taxonomy": "post_tag"}, {"taxonomy": "post_tag"}],
            5,
        ],
        "wp:featuredmedia": [
            {"source_url": "https://a.example/1.jpg", "mime_type": "image/jpeg", "alt_text": "A hall"},
            {"code": "rest_forbidden"},
        ],
    },
}


def answer(*posts: Any) -> bytes:
    return json.dumps(list(posts)).encode()


def read(body: bytes, limits: Limits | None = None) -> Document:
    document = read_document(body, form=Form.POSTS, limits=limits)
    assert isinstance(document, Document), document
    return document


def test_a_post_gives_everything_an_entry_has() -> None:
    """Titles and texts as HTML, times of Greenwich, people, subjects, picture, translations."""
    (entry,) = read(answer(POST)).entries
    assert (entry.guid, entry.link, entry.language) == ("https://a.example/?p=1", "https://a.example/one/", "pt-BR")
    assert entry.title is not None
    assert (entry.title.value, entry.title.markup) == ("Students &#038; teachers", Markup.HTML)
    assert entry.content is not None
    assert (entry.content.value, entry.content.base) == ("<p>Text</p>", "https://a.example/one/")
    assert (entry.published, entry.updated) == ("2026-05-01T08:00:00Z", "2026-05-02T09:00:00Z")
    assert (entry.authors, entry.categories) == (("Ann",), (Category("Health"), Category("nursing")))
    assert entry.enclosures == (Link("https://a.example/1.jpg", "enclosure", "image/jpeg", title="A hall"),)
    assert entry.links == (Link("https://a.example/ar/one/", hreflang="ar"),)


def test_texts_behind_a_password_are_none() -> None:
    """The title is public."""
    (entry,) = read(answer(POST | {"content": {"rendered": "<p>Secret</p>", "protected": True}, "lang": "ar"})).entries
    assert entry.content is None
    assert entry.title is not None
    assert entry.language == "ar"


def test_what_is_no_published_post_is_left_out_and_counted() -> None:
    """One poisoned item costs one item."""
    document = read(answer(POST, POST | {"status": "draft"}, {"title": "x"}, "text", None))
    assert len(document.entries) == 1
    assert document.notes == ("4 items that are no published posts were left out",)
    assert len(read(answer(POST, POST), Limits(entries=1)).entries) == 1


def test_a_post_with_nothing_but_an_address_is_one() -> None:
    """Fields lack or are of another kind than they should be."""
    (entry,) = read(answer({"link": "https://a.example/2", "title": 5, "date_gmt": "soon", "_embedded": []})).entries
    assert (entry.title, entry.published, entry.authors, entry.language) == (None, None, (), None)


def test_no_posts_are_no_failure() -> None:
    """Nothing changed."""
    assert read(b"[]").entries == ()


@pytest.mark.parametrize(
    ("body", "outcome", "words"),
    [
        (b"<html>", Outcome.NOT_A_FEED, "no JSON"),
        (b'{"code": "rest_no_route", "message": "No route was found"}', Outcome.NOT_A_FEED, "No route was found"),
        (b'{"code": "rest_disabled"}', Outcome.NOT_A_FEED, "rest_disabled"),
        (b"5", Outcome.NOT_A_FEED, "something else"),
        (b"", Outcome.EMPTY, "empty"),
        (b"[" * 100_000, Outcome.LIMITS, "nested too deeply"),
    ],
)
def test_other_answers_are_refused_with_what_they_say(body: bytes, outcome: Outcome, words: str) -> None:
    """Errors of the API come with a message."""
    result = read_document(body, form=Form.POSTS)
    assert isinstance(result, Unreadable)
    assert result.outcome is outcome
    assert words in result.message
