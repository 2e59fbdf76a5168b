"""Which of an editor's rulings count."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from syndicator.model.ruling import Ruling, RulingKind, Rulings
from syndicator.model.topic import Tagged
from tests.curate.newsroom import NOON, held

PINNED = Ruling(NOON, "space", RulingKind.PIN, story="s")
INCLUDED = Ruling(NOON, "space", RulingKind.INCLUDE, article="a")
LOST = replace(held("a", "s"), tagged=Tagged())


def undone(ruling: Ruling) -> Ruling:
    return replace(ruling, undone=True, at=ruling.at + timedelta(hours=1))


def test_what_counts_for_an_article_is_told_by_kind() -> None:
    """Its own rulings, and those on its story; none that were undone, and none on others."""
    made = Rulings([INCLUDED, PINNED])
    assert made.counting(LOST) == [PINNED, INCLUDED]
    assert made.counting(held("b", "s")) == [PINNED]
    assert made.counting(held("b")) == []
    assert Rulings([INCLUDED, PINNED, undone(PINNED)]).counting(LOST) == [INCLUDED]


def test_a_ruling_is_in_effect_for_exactly_what_it_names() -> None:
    """So that it is not made twice, nor undone where there is none."""
    made = Rulings([PINNED])
    assert made.effective(RulingKind.PIN, story="s") == PINNED
    assert made.effective(RulingKind.PIN, article="a") is None
    assert made.effective(RulingKind.DROP, story="s") is None
    assert Rulings([PINNED, undone(PINNED)]).effective(RulingKind.PIN, story="s") is None


def test_editors_bring_articles_into_a_feed() -> None:
    """What is included, and what is pinned where it has the topic."""
    assert Rulings([INCLUDED]).brings("space", LOST)
    assert not Rulings([PINNED]).brings("space", LOST)
    assert Rulings([PINNED]).brings("space", held("a", "s"))
    assert not Rulings([INCLUDED, undone(INCLUDED)]).brings("space", LOST)
    kinds = RulingKind.PIN, RulingKind.INCLUDE
    assert Rulings([INCLUDED, PINNED]).named(*kinds) == (frozenset("s"), frozenset("a"))
    assert Rulings([INCLUDED, undone(INCLUDED), PINNED]).named(RulingKind.INCLUDE) == (frozenset(), frozenset())
