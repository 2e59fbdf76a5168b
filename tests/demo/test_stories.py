"""The demonstration's news are the stories that they tell, and no two of them are one."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime

import pytest

from syndicator.bootstrap import Grouper, article_of, load_editorial
from syndicator.demo.content import channels
from syndicator.model.article import Article
from tests.conftest import ROOT

NOW = datetime(2026, 5, 6, 12, tzinfo=UTC)
Told = tuple[str, str]
"""Event and story of an article."""


@pytest.fixture(scope="module")
def told() -> list[Told]:
    """Every article, the oldest first, one after the other into a fresh store."""
    editorial = load_editorial(ROOT / "config")
    pieces = [(name, channel, piece) for name, channel in channels().items() for piece in channel.pieces]
    found = []
    with Grouper(editorial) as grouper:
        for name, channel, piece in sorted(pieces, key=lambda each: -each[2].age):
            article = article_of(
                editorial.configuration,
                title=piece.title,
                text="\n\n".join(piece.paragraphs),
                language=channel.language,
                link=f"https://{name}.example/{piece.number}",
                published=(NOW - piece.age).isoformat(),
                source=name.split(".", 1)[0],
                identity=str(piece.number),
            )
            assert isinstance(article, Article)
            found.append((piece.event or piece.slug, grouper.add(article, piece.slug).story))
    return found


def test_no_two_events_are_one_story(told: list[Told]) -> None:
    """Twelve outlets on two subjects, in days: residents who leave are not residents whose places are agreed."""
    joined = [(one, other) for one, other in itertools.combinations(told, 2) if one[1] == other[1]]
    assert [(one[0], other[0]) for one, other in joined if one[0] != other[0]] == []


def test_most_reports_of_one_event_are_one_story(told: list[Told]) -> None:
    """Across six languages."""
    same = [one[1] == other[1] for one, other in itertools.combinations(told, 2) if one[0] == other[0]]
    assert sum(same) / len(same) >= 0.8
