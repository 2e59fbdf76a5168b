"""What counts as a change, and what an update keeps."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from syndicator.deduplicate.changes import changes, renewed
from syndicator.model.article import Note
from tests.deduplicate.articles import DAWN, LONG, NOW, article


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Body of the news.", "Body of  the news"),
        ("Body of the news.", "BODY “of” the — news"),
        ("Body of the news.\n\nViews: 8K", "Body of the news.\n\nViews: 9K"),
        ("Body of the news.\n\n1 024 просмотра", "Body of the news.\n\n2 048 просмотра"),
    ],
)
def test_punctuation_layout_and_counters_are_no_change(before: str, after: str) -> None:
    """A publisher's machine edits often (fault I18)."""
    assert changes(article(text=after, summary="Lead"), article(text=before, summary="Lead")) == ()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("The toll rose to 8", "The toll rose to 9"),
        ("Body of the news.", "Body of the news was corrected."),
        ("Body.\n\nThe ministry counts 8 hurt in the district", "Body.\n\nThe ministry counts 9 hurt in the district"),
    ],
)
def test_words_and_numbers_of_the_news_are_a_change(before: str, after: str) -> None:
    """A number that is news is never taken for a counter."""
    assert changes(article(text=after), article(text=before))[0] == "the text changed"


def test_numbers_of_a_summary_are_no_change_where_the_text_says_the_same() -> None:
    """«3 comments» after a lead."""
    before, after = article(text=LONG, summary="Lead. 3 comments"), article(text=LONG, summary="Lead. 4 comments")
    assert changes(after, before) == ()
    assert changes(replace(after, summary="Another lead"), before) == ("the summary changed",)
    assert changes(replace(after, text=""), replace(before, text="")) == ("the summary changed",)


def test_a_new_title_and_address_are_named() -> None:
    """Reasons are sentences."""
    assert changes(article(title="Other", canonical="https://alpha.example/b"), article()) == (
        "the title changed",
        "the address changed",
    )
    assert changes(article(canonical=None), article()) == ()


def test_an_update_keeps_what_was_minted_once() -> None:
    """Id, public id, source, identity, published and collected never change."""
    before = article()
    later = article("b", published=NOW, collected=NOW, source="alpha", text="New words")
    after = renewed(later, before, ("the text changed",), NOW)
    kept = ("id", "public_id", "source", "identity", "published", "collected")
    assert [getattr(after, name) for name in kept] == [getattr(before, name) for name in kept]
    assert after.text == "New words"


def test_an_update_keeps_its_place_in_feeds() -> None:
    """I21: what was undated at the first poll of its source is not put on top by an edit; nothing else is put back."""
    undated = article(notes=(Note.BACKLOG, Note.DATE_MISSING))
    later = article(text="New words", notes=(Note.NO_LINK, Note.BACKLOG))
    assert renewed(later, undated, ("the text changed",), NOW).notes == (Note.NO_LINK, Note.BACKLOG)
    assert renewed(later, article(), ("the text changed",), NOW).notes == (Note.NO_LINK,)


def test_updated_is_what_the_source_says_if_it_can_be() -> None:
    """Else the present moment; never to come, never before what we had."""
    before, found = article(), ("the text changed",)
    noon = DAWN + timedelta(hours=6)
    assert renewed(article(updated=noon), before, found, NOW).updated == noon
    assert renewed(article(updated=NOW + timedelta(days=1)), before, found, NOW).updated == NOW
    assert renewed(article(updated=DAWN - timedelta(days=1)), before, found, NOW).updated == NOW
    assert renewed(article(), article(updated=NOW), found, DAWN).updated == NOW


def test_updated_moves_at_most_once_an_hour_and_for_words_only() -> None:
    """A source that edits at every poll does not stay on top (fault I18)."""
    before = article(updated=NOW - timedelta(minutes=20))
    assert renewed(article(), before, ("the text changed",), NOW).updated == before.updated
    assert renewed(article(), article(), ("the address changed",), NOW).updated == DAWN
