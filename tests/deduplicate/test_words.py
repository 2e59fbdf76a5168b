"""Texts as words, and fingerprints of them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndicator.deduplicate.words import TRACES, containment, fingerprints, hash64, length, traces, words
from syndicator.model.verdict import ENOUGH, KeyKind
from tests.deduplicate.articles import LONG, OTHER


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Health Ministry", "health — MINISTRY!"),
        ("Қазақстан", "қазақстан"),
        ("مدرسة طبية", "مَدْرَسَة طبيـــة"),
        ("בית ספר", "בֵּית סֵפֶר"),
        ("zero width", "zero wi\u200bdth"),
        ("ﬁne", "fine"),
        ("Straße", "STRASSE"),
        ("Новости медицины", "H\u043eвocти мeдицины"),
        ("Қазақстан мектебі", "Қaзaқcтaн мeктeбi"),
    ],
)
def test_words_are_equal_whatever_case_accents_joiners_and_lookalikes(one: str, other: str) -> None:
    """Variants that look the same do not evade comparison (fault I15)."""
    assert words(one) == words(other) != []


def test_scripts_without_spaces_are_cut_into_characters() -> None:
    """Chinese, Japanese and Thai give one word a character, beside whole words of other scripts."""
    assert words("北京2026年 WHO") == ["北", "京", "2026", "年", "who"]
    assert len(words("ไทย")) == 3


def test_single_characters_count_half_a_word() -> None:
    """A Chinese text of sixty characters is about as long as one of thirty words."""
    assert length("医学教育" * 10) == 20
    assert length("a b c d") == 4


def test_hashes_are_the_same_on_every_machine() -> None:
    """What is stored is found again after a restart, and fits a signed column of 64 bits."""
    assert hash64("syndicator") == -65290807736903197
    assert all(-(2**63) <= value < 2**63 for value in fingerprints(LONG))


def test_a_text_shorter_than_a_window_has_no_fingerprints() -> None:
    """Ten words are the fewest that fill a window."""
    assert fingerprints("one two three four five six seven eight nine") == frozenset()
    assert len(fingerprints("one two three four five six seven eight nine ten")) == 1


def test_an_excerpt_is_contained_in_its_whole() -> None:
    """Feeds often carry the lead only."""
    excerpt = " ".join(LONG.split()[:45])
    assert containment(fingerprints(excerpt), fingerprints(LONG)) > 0.9
    assert containment(fingerprints(OTHER), fingerprints(LONG)) == 0
    assert containment(frozenset(), fingerprints(LONG)) == 0


def test_very_long_texts_are_fingerprinted_in_part() -> None:
    """No source fills the store with one article."""
    long = " ".join(f"word{number}" for number in range(5000))
    assert len(fingerprints(long)) < 600


@given(st.text())
def test_any_text_has_words(text: str) -> None:
    """Texts from outside never raise."""
    assert all(word and not word.isspace() for word in words(text))


def test_a_short_text_is_found_by_all_its_fingerprints() -> None:
    """Two hundred words and fewer."""
    text = " ".join(f"word{n}" for n in range(200))
    assert traces(text) == fingerprints(text)


def test_a_long_text_is_found_by_those_of_its_lead_and_the_least_of_the_others() -> None:
    """As many as are bearable, whatever its length."""
    told = [f"word{n}" for n in range(900)]
    found, lead = traces(" ".join(told)), fingerprints(" ".join(told[:64]))
    others = fingerprints(" ".join(told)) - lead
    assert len(found) == TRACES
    assert lead < found
    assert found - lead == set(sorted(others)[: TRACES - len(lead)])


@pytest.mark.parametrize(("first", "last"), [(0, 50), (0, 300), (200, 400), (250, 350), (500, 600), (100, 600)])
def test_a_part_of_a_long_text_shares_enough_of_them(first: int, last: int) -> None:
    """Cut at its end, its beginning or both."""
    told = [f"word{n}" for n in range(600)]
    shared = traces(" ".join(told)) & traces(" ".join(told[first:last]))
    assert len(shared) >= ENOUGH[KeyKind.FINGERPRINT]
