"""Rare clues weigh more than common ones."""

from __future__ import annotations

from syndicator.deduplicate import rarity as module
from syndicator.deduplicate.rarity import Rarity
from syndicator.model.clues import Clue, Clues
from tests.deduplicate.articles import DAWN


def clues(language: str = "en", **found: list[str]) -> Clues:
    return Clues(language, "alpha", DAWN, {Clue(kind): dict.fromkeys(each, 1.0) for kind, each in found.items()})


def test_what_many_articles_have_weighs_less() -> None:
    """The more articles have it, the less it tells."""
    rarity = Rarity()
    for number in range(20):
        rarity.add(clues(term=["university", f"word{number}"]))
    assert rarity.weight("en", Clue.TERM, "word3", 1) > 2 * rarity.weight("en", Clue.TERM, "university", 1)


def test_words_are_rare_in_their_own_language() -> None:
    """A word that is common in one language says nothing of another; places are counted over all."""
    rarity = Rarity()
    for _ in range(50):
        rarity.add(clues("en-GB", term=["gift"], place=["KZ"]))
    assert rarity.weight("de", Clue.TERM, "gift", 1) > rarity.weight("en", Clue.TERM, "gift", 1)
    assert rarity.weight("de", Clue.PLACE, "KZ", 1) == rarity.weight("en", Clue.PLACE, "KZ", 1)


def test_short_words_are_believed_to_be_common_before_any_is_known() -> None:
    """The first articles of a new store must not be tied together by «the» and «of»."""
    assert Rarity().weight("en", Clue.TERM, "of", 1) < Rarity().weight("en", Clue.TERM, "delegation", 1) / 3


def test_what_is_said_often_weighs_more_and_nothing_weighs_less_than_nothing() -> None:
    """As in every scheme of this family."""
    rarity = Rarity()
    assert rarity.weight("en", Clue.TERM, "harvest", 4) > rarity.weight("en", Clue.TERM, "harvest", 1)
    for _ in range(400):
        rarity.add(clues(term=["a"]))
    assert rarity.weight("en", Clue.TERM, "a", 0.01) == 0


def test_what_was_rare_once_is_forgotten() -> None:
    """Half of the weight of the past goes when enough has been seen; what was seen once goes altogether."""
    rarity = Rarity()
    for number in range(module._MOST):
        rarity.add(clues(number=["12", str(number)]))
    assert rarity._seen["number"] == {"12": module._MOST // 2}
    assert rarity._articles["number"] == module._MOST // 2
