"""The invented articles."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, datetime
from functools import cache

import pytest

from syndicator.config import load
from syndicator.demo.configuration import defaults
from syndicator.demo.content import Channel, Piece, channels
from syndicator.model.article import Article, LanguageFrom, SafeHtml
from syndicator.tag import Compiled, compile_topics, tag

_DAY = datetime(2026, 11, 25, tzinfo=UTC)
_PIECES = [(channel, piece) for channel in channels().values() for piece in channel.pieces]
_each_piece = pytest.mark.parametrize(
    ("channel", "piece"), _PIECES, ids=[f"{channel.id}-{piece.slug}" for channel, piece in _PIECES]
)


@cache
def _compiled() -> Compiled:
    shipped = load(defaults() / "config")
    return compile_topics(shipped.concepts, shipped.topics, shipped.organisations)


def _article(piece: Piece, *, advanced: bool) -> Article:
    title, paragraphs = piece.reads(advanced=advanced)
    return Article(
        id="1",
        public_id="1",
        source="demo",
        identity="1",
        guid=None,
        link=None,
        canonical=None,
        title=title,
        summary="",
        content=SafeHtml(""),
        text="\n\n".join(paragraphs),
        language=piece.language,
        language_from=LanguageFrom.DECLARED,
        direction="ltr",
        published=_DAY,
        updated=_DAY,
        collected=_DAY,
    )


def test_there_is_enough_to_read_in_all_languages() -> None:
    """At least forty articles; English, French, Russian, Kazakh, Arabic and Hebrew."""
    assert len(_PIECES) >= 40
    assert {channel.language for channel, _ in _PIECES} == {"en", "fr", "ru", "kk", "ar", "he"}


@_each_piece
def test_an_article_is_whole_and_of_an_ordinary_length(channel: Channel, piece: Piece) -> None:
    """A title, an author, a category, and 120 to 300 words, before and after its correction."""
    assert piece.title
    assert piece.author
    assert piece.category
    for advanced in (False, True):
        words = " ".join(piece.reads(advanced=advanced)[1]).split()
        assert 120 <= len(words) <= 300


def test_numbers_and_names_of_articles_are_unique() -> None:
    """Content systems count their articles; pages need paths of their own."""
    assert len({piece.number for _, piece in _PIECES}) == len(_PIECES)
    assert len({(channel.id, piece.slug) for channel, piece in _PIECES}) == len(_PIECES)


def test_several_events_are_told_in_several_languages() -> None:
    """At least four events, each in two to five languages."""
    told = defaultdict(set)
    for channel, piece in _PIECES:
        if piece.event:
            told[piece.event].add(channel.language)
    assert sum(len(languages) >= 2 for languages in told.values()) >= 4
    assert max(len(languages) for languages in told.values()) <= 5


def test_one_article_is_corrected_and_one_comes_later() -> None:
    """A correction changes title and text; nothing else changes while the newsroom runs."""
    (corrected,) = [piece for _, piece in _PIECES if piece.corrected]
    assert corrected.reads(advanced=True) != corrected.reads(advanced=False)
    assert corrected.corrected_title not in ("", corrected.title)
    assert sum(piece.later for _, piece in _PIECES) == 1


def test_a_reprint_holds_the_words_of_the_original_and_a_credit() -> None:
    """The university republishes the agency."""
    (reprint,) = [piece for _, piece in _PIECES if piece.reprint]
    assert reprint.reprint is not None
    file, slug = reprint.reprint
    (original,) = [piece for piece in channels()[file].pieces if piece.slug == slug]
    assert reprint.paragraphs[:-1] == original.paragraphs
    assert "Steppe News Agency" in reprint.paragraphs[-1]


@_each_piece
def test_the_shipped_topics_find_what_they_should_and_no_more(channel: Channel, piece: Piece) -> None:
    """Every article is tagged with exactly the topics written beside it; sports, weather and campus with none."""
    for advanced in (False, True):
        tagged = tag(_article(piece, advanced=advanced), _compiled())
        assert {each.topic for each in tagged.tags} == set(piece.topics)
