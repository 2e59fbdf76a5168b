"""Words in their context, on one line."""

from __future__ import annotations

import pytest

from syndicator.cli.passage import isolated, one_line, passage

LONG = "one two three four five six seven eight nine ten eleven WORD twelve thirteen fourteen fifteen sixteen seventeen"


def _shown(text: str, word: str, *, coloured: bool = False) -> str:
    start = text.index(word)
    return passage(text, start, start + len(word), coloured=coloured).plain


def test_the_word_stands_in_brackets_or_in_colour() -> None:
    """Whoever sees no colours sees the brackets."""
    assert _shown("The medical school opens", "medical school") == "The ⟦medical school⟧ opens"
    line = passage("The medical school opens", 4, 18, coloured=True)
    assert line.plain == "The medical school opens"
    assert [(each.start, each.end, each.style) for each in line.spans] == [(4, 18, "bold green")]


def test_the_context_is_cut_between_words() -> None:
    """Dots say that something is left out."""
    assert _shown(LONG, "WORD") == "… five six seven eight nine ten eleven ⟦WORD⟧ twelve thirteen fourteen fifteen …"
    assert _shown(LONG, "one two") == "⟦one two⟧ three four five six seven eight nine …"
    assert _shown(LONG, "seventeen") == "… thirteen fourteen fifteen sixteen ⟦seventeen⟧"
    assert _shown("字" * 60 + "合作" + "字" * 60, "合作") == f"…{'字' * 40}⟦合作⟧{'字' * 40}…"


@pytest.mark.parametrize("between", ["\n\n", "\t ", "\x1b", "\u2028", " \x00\x07 "])
def test_the_line_stays_one_and_commands_nothing(between: str) -> None:
    """Whatever a terminal would obey is a space."""
    assert _shown(f"a{between}b{between}c", "b") == "a ⟦b⟧ c"
    assert _shown("ar\u00adts", "ar\u00adts") == "⟦ar\u00adts⟧"


def test_text_from_right_to_left_does_not_turn_the_line() -> None:
    """Isolates keep the columns in their places (UAX 9)."""
    assert _shown("كلية الطب", "الطب") == "\u2068كلية ⟦الطب⟧\u2069"
    assert _shown("בית ספר", "ספר", coloured=True) == "\u2068בית ספר\u2069"
    assert isolated("כותרת") == "\u2068כותרת\u2069"
    assert isolated("Заголовок") == "Заголовок"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (" a\n\tb\x1b[31m ", "a b [31m"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("a\u202eb", "ab"),
        ("\u2067שלום\u2069!", "שלום!"),
    ],
)
def test_what_others_wrote_becomes_one_line(text: str, line: str) -> None:
    """It moves no cursor and turns nothing around it; a Persian word stays spelt as it was."""
    assert one_line(text) == line
