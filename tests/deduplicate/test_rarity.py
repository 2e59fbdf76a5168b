"""Rare clues weigh more than common ones."""

from __future__ import annotations

import pytest

from syndicator.deduplicate import rarity as module
from syndicator.deduplicate.rarity import Rarity
from syndicator.model.clues import Clue, Clues
from tests.deduplicate.articles import DAWN


def clues(language: str = "en", **found: list[str]) -> Clues:
    return Clues(language, "alpha", DAWN, {Clue(kind): dict.fromkeys(each, 1.0) for kind, each in found.items()})


def weight(rarity: Rarity, language: str, kind: Clue, clue: str, count: float) -> float:
    """Of one clue alone."""
    return rarity.weights(language, kind, {clue: count})[clue]


def test_what_many_articles_have_weighs_less() -> None:
    """The more articles have it, the less it tells."""
    rarity = Rarity()
    for number in range(20):
        rarity.add(clues(term=["university", f"word{number}"]))
    assert weight(rarity, "en", Clue.TERM, "word3", 1) > 2 * weight(rarity, "en", Clue.TERM, "university", 1)


def test_words_are_rare_in_their_own_language() -> None:
    """A word that is common in one language says nothing of another; places are counted over all."""
    rarity = Rarity()
    for _ in range(50):
        rarity.add(clues("en-GB", term=["gift"], place=["KZ"]))
    assert weight(rarity, "de", Clue.TERM, "gift", 1) > weight(rarity, "en", Clue.TERM, "gift", 1)
    assert weight(rarity, "de", Clue.PLACE, "KZ", 1) == weight(rarity, "en", Clue.PLACE, "KZ", 1)


def test_short_words_are_believed_to_be_common_before_any_is_known() -> None:
    """The first articles of a new store must not be tied together by «the» and «of»."""
    assert weight(Rarity(), "en", Clue.TERM, "of", 1) < weight(Rarity(), "en", Clue.TERM, "delegation", 1) / 3


@pytest.mark.parametrize(
    ("kind", "common", "rare"),
    [
        (Clue.NUMBER, "17", "87"),  # may be a day of the month
        (Clue.NUMBER, "87", "187"),
        (Clue.NUMBER, "1300", "1347"),
        (Clue.NAME, "tlp", "tlpn"),
        (Clue.NAME, "tlpn", "tlpns"),
        (Clue.CONCEPT, "agreement", "tlpns"),
    ],
)
def test_the_form_of_a_clue_says_how_rare_it_may_be(kind: Clue, common: str, rare: str) -> None:
    """What may mean many things tells less: chance alone makes it alike."""
    other = Clue.NAME if kind is Clue.CONCEPT else kind
    assert weight(Rarity(), "en", kind, common, 1) < weight(Rarity(), "ru", other, rare, 1)


def test_a_rare_clue_tells_as_much_in_a_large_store_as_in_a_small_one() -> None:
    """Weights of features are fitted once: what they are weights of must not grow with what has been read."""
    new, old = Rarity(), Rarity()
    for _ in range(9_000):
        old.add(clues(number=["20"], name=["tlpn"]))
    for kind, clue in ((Clue.NUMBER, "1347"), (Clue.NAME, "mskrts")):
        assert weight(old, "en", kind, clue, 1) == pytest.approx(weight(new, "en", kind, clue, 1), rel=0.1)


def test_what_is_said_often_weighs_more_and_nothing_weighs_less_than_nothing() -> None:
    """As in every scheme of this family."""
    rarity = Rarity()
    assert weight(rarity, "en", Clue.TERM, "harvest", 4) > weight(rarity, "en", Clue.TERM, "harvest", 1)
    for _ in range(400):
        rarity.add(clues(term=["a"]))
    assert weight(rarity, "en", Clue.TERM, "a", 0.01) == 0


def test_what_was_rare_once_is_forgotten() -> None:
    """Half of the weight of the past goes when enough has been seen; what was seen once goes altogether."""
    rarity = Rarity()
    for number in range(module._MOST):
        rarity.add(clues(number=["12", str(number)]))
    assert rarity._seen["number"] == {"12": module._MOST // 2}
    assert rarity._articles["number"] == module._MOST // 2
