"""What may stand in a text, and in a text of one line."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from syndicator.normalise.characters import balanced, clean, decoded, line


def test_a_text_is_composed_and_holds_nothing_forbidden() -> None:
    """NFC; no control character, surrogate, noncharacter, private use or byte order mark (XML 1.0, section 2.2)."""
    assert clean("e\u0301\x00\x08\x0b\x7f\x81\ud800\ufffe\uffff\ue000\ufeff\r\nx\ry\tz") == "é\nx\ny\tz"


def test_control_characters_that_mean_marks_of_windows_are_those_marks() -> None:
    """``&#146;`` is an apostrophe to every browser, and no character at all to XML."""
    assert clean("don\x92t\x85 \x93so\x94") == "don’t… “so”"


@pytest.mark.parametrize("text", ["می‌خواهم", "क्‍ष", "\u200eabc\u200f", "қазақ ә ғ ұ", "بِسْمِ", "👨‍👩‍👧"])
def test_what_writing_needs_is_kept(text: str) -> None:
    """Joiners, direction marks, vowel signs and Kazakh letters (conformance 3, fault C07)."""
    assert clean(text) == text
    assert line(text) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\u202eb\u202cc", "abc"),
        ("\u2068name\u2069", "\u2068name\u2069"),
        ("\u2068a\u2067b\u2069", "\u2068ab\u2069".replace("\u2068", "", 1).replace("a", "a\u2067", 1)),
        ("\u2069a\u2066b", "ab"),
        ("plain", "plain"),
    ],
)
def test_bidi_controls_are_balanced(text: str, expected: str) -> None:
    """Embeddings and overrides go, isolates stay in pairs."""
    assert balanced(text) == expected


def test_a_line_is_one_line_with_few_marks() -> None:
    """White space is single, and no letter carries more than eight marks (fault C09)."""
    assert line("  a\n\t b\u00a0c ") == "a b c"
    assert line("x" + "\u0316" * 30) == "x" + "\u0316" * 8


def test_only_whole_references_are_decoded() -> None:
    """``&copy`` without a semicolon may be anything."""
    assert decoded("AT&amp;T &#1110; &#x456; R&D &copy2022 &nonsense;") == "AT&T і і R&D &copy2022 &nonsense;"


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet=st.characters(), max_size=80))
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    """Idempotent, lone surrogates and all."""
    assert clean(clean(text)) == clean(text)
    assert line(line(text)) == line(text)
