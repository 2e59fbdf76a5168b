"""Rights applied to an article."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndicator.curate.rights import SUMMARY, cut, cut_at_a_cluster, cut_at_a_word, narrower, shown
from syndicator.model.article import Image
from syndicator.model.source import Republish, Rights
from tests.curate.newsroom import article

LEVELS = list(Republish)
rights = st.builds(
    Rights, st.sampled_from(LEVELS), st.integers(0, 1000), st.booleans(), st.text(max_size=3), st.text(max_size=3)
)


@given(rights, rights)
def test_rights_are_only_ever_narrowed(one: Rights, other: Rights) -> None:
    """Of two statements of rights the narrower holds, in every respect."""
    both = narrower(one, other)
    for each in (one, other):
        assert LEVELS.index(both.republish) <= LEVELS.index(each.republish)
        assert both.excerpt <= each.excerpt
        assert both.images <= each.images


def test_the_words_are_those_of_today() -> None:
    """Attribution, notice and licence come from the first, and from the second where the first says nothing."""
    both = narrower(
        Rights(attribution="New", notice=""), Rights(attribution="Old", notice="© Old", licence="https://l")
    )
    assert (both.attribution, both.notice, both.licence) == ("New", "© Old", "https://l")


def test_a_headline_shows_no_text() -> None:
    """Whoever allows the headline allows nothing of the text."""
    allowed = shown(article(), Rights(Republish.HEADLINE, images=True))
    assert (allowed.summary, allowed.content) == ("", None)


def test_an_excerpt_shows_no_more_than_agreed() -> None:
    """An excerpt is cut to the agreed length and there is no full text."""
    allowed = shown(article(summary="word " * 100), Rights(Republish.EXCERPT, excerpt=30))
    assert allowed.content is None
    assert allowed.summary == "word word word word word word…"


def test_without_a_summary_the_text_is_excerpted() -> None:
    """An article without a summary of its own begins with its text."""
    assert shown(article(summary="", text="Words."), Rights(Republish.EXCERPT)).summary == "Words."


def test_full_rights_show_content_and_a_short_summary() -> None:
    """With full rights the content is shown; the summary stays short."""
    allowed = shown(article(summary="word " * 500), Rights(Republish.FULL))
    assert allowed.content == "<p>The whole text.</p>"
    assert len(allowed.summary) <= SUMMARY


def test_pictures_need_a_permission_of_their_own() -> None:
    """Images are shown only where the source allows images, whatever else it allows."""
    picture = Image("https://img.example.net/1.jpg")
    assert shown(article(image=picture), Rights(Republish.FULL)).image is None
    assert shown(article(image=picture), Rights(Republish.FULL, images=True)).image is picture


@pytest.mark.parametrize(
    ("text", "limit", "wanted"),
    [
        ("short", 5, "short"),
        ("two words", 8, "two…"),
        ("two words more", 10, "two words…"),
        ("unbroken", 4, "unb…"),
        ("ааа ббб", 6, "ааа…"),
        ("👩‍⚕️👩‍⚕️", 6, "👩‍⚕️…"),
        ("👩‍⚕️", 3, ""),
        ("anything", 0, ""),
    ],
)
def test_text_is_cut_between_words_or_clusters(text: str, limit: int, wanted: str) -> None:
    """Cut at the last word end that fits, within a long word between grapheme clusters."""
    assert cut(text, limit) == wanted


LETTERS = "ab \u0434\u05d0\u0e01\u0e33\u0301\u200d\U0001f468\U0001f1f0\U0001f1ff\u0600\r\n\u00a0.,-\u1100\u1161\u0903"


@given(st.text(st.sampled_from(LETTERS), min_size=2, max_size=30), st.data())
def test_most_texts_are_cut_without_a_look_at_their_clusters(text: str, data: st.DataObject) -> None:
    """With the same result: letters, spaces, marks, joiners, flags, vowels that stand behind, in any order."""
    room = data.draw(st.integers(1, len(text) - 1))
    fast = cut_at_a_word(text, room)
    assert fast is None or fast.rstrip() == cut_at_a_cluster(text, room).rstrip()


@given(st.text(max_size=40), st.integers(1, 45))
def test_a_cut_never_exceeds_its_limit(text: str, limit: int) -> None:
    """The ellipsis counts."""
    assert len(cut(text, limit)) <= limit or text.strip() == ""
