"""Texts as words, and fingerprints of them."""

from __future__ import annotations

from struct import unpack

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndicator.deduplicate.fingerprints import TRACES, containment, fingerprints, length, packed, traces
from syndicator.deduplicate.words import hash64, words
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
    """A hundred words and fewer."""
    text = " ".join(f"word{n}" for n in range(100))
    assert traces(text) == fingerprints(text) != frozenset()


@pytest.mark.parametrize("length", [200, 400, 600, 900, 1500, 5000])
def test_a_long_text_is_found_by_few_of_its_fingerprints(length: int) -> None:
    """As many as are bearable, whatever its length."""
    text = " ".join(f"word{n}" for n in range(length))
    assert 12 <= len(traces(text)) <= 1.2 * TRACES
    assert traces(text) < fingerprints(text)


@pytest.mark.parametrize("first", range(0, 541, 7))
def test_a_part_of_sixty_words_shares_one_of_them_wherever_it_was_cut_out(first: int) -> None:
    """Of a text of six hundred: windows are narrower than that."""
    told = [f"word{n}" for n in range(600)]
    assert traces(" ".join(told)) & traces(" ".join(told[first : first + 60]))


def test_what_is_packed_is_the_fingerprints() -> None:
    """Thirty-two bits of each."""
    found = unpack(f"<{len(packed(LONG)) // 4}I", packed(LONG))
    assert {each >> 32 & 0xFFFFFFFF for each in fingerprints(LONG)} == set(found)
    assert len(fingerprints(LONG)) == len(found)
    assert packed("too short") == b""
