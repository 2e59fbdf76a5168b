"""Hashes of words, made letter by letter: equal where words are."""

from __future__ import annotations

import sys

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from syndicator.deduplicate.letters import MOST, hashed
from syndicator.deduplicate.words import weight, words
from tests.deduplicate.articles import LONG

_PIECES = st.text() | st.sampled_from(
    [
        "Мoсква,",
        "й\u0306",
        "\u0301",
        "don't",
        "北京",
        "ﬁn\u200be",
        "a\u00a0b",
        "´",
        "№ 7",
        "Straße",
        "ѧ\u200da",
        "👩‍⚕️",
        "\ud800",
    ]
)


def told(text: str) -> list[int]:
    return [int(each) for each in hashed(text)[0]]


@given(st.lists(_PIECES).map(" ".join) | st.lists(_PIECES).map("".join))
@example("")
@example("a\u0301б")
def test_hashes_are_those_of_the_words(text: str) -> None:
    """In whatever way a text has to be folded: as many, equal where the words are, with their weight."""
    found = words(text)
    assert told(text) == [each for word in found for each in told(word)]
    assert hashed(text)[1] == weight(found)


@pytest.mark.parametrize("plane", range(0, sys.maxunicode + 1, 0x10000))
def test_every_letter_there_is_is_folded_as_words_are(plane: int) -> None:
    """One after the other between two words, alone and within one."""
    letters = [chr(each) for each in range(plane, plane + 0x10000)]
    step = 1 if plane == 0 else 17  # beyond the first plane all are folded by words themselves
    for each in letters[::step]:
        text = f"ab{each}cd {each}"
        assert told(text) == told(" ".join(words(text))), hex(ord(each))
        assert len(told(text)) == len(words(text)), hex(ord(each))


def test_different_words_have_different_hashes() -> None:
    """Letters count by their place, and hashes are the same on every machine."""
    several = ["ward", "draw", "drawer", "a", "aa", "aaa", "1", "11", "рад", "дар", "год", "годы", "قلم", "ملق"]
    assert len({*told(" ".join(several))}) == len(several)
    assert told("syndicator") == [1301290918]


def test_a_text_without_an_end_is_looked_at_in_part() -> None:
    """As far as is bearable."""
    assert len(told("a " * MOST)) == MOST // 2
    assert len(told("京" * MOST)) == MOST // 2  # a space between each two
    assert told(LONG)[:3] == told(LONG[:40])[:3]
