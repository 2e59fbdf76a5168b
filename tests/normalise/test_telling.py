"""A text of an entry in, what it tells out."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from syndicator.model.article import Dateline
from syndicator.model.entry import Markup, RawText
from syndicator.normalise.markup import words
from syndicator.normalise.telling import Setting, Telling, tell

FRAME = Setting("A title", 2026, "A publisher", ())
PIECES = [
    "ASTANA",
    " – ",
    "KAZINFORM",
    ". ",
    "<b>",
    "</b>",
    "<p>",
    "</p>",
    "<br>",
    "\n",
    "&amp;",
    "Doctors and teachers met. ",
    "|",
]


@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
def test_text_and_markup_say_the_same(markup: str) -> None:
    """Whatever was taken out of one was taken out of the other."""
    told = tell(RawText(f"ASTANA. KAZINFORM – {markup}", Markup.HTML), "https://a.example/", FRAME)
    assert isinstance(told, Telling)
    assert told.text == words(told.content)


def test_lines_of_plain_text_are_its_paragraphs() -> None:
    """As in markup, with datelines, frames and all."""
    told = tell(RawText("Views: 8K\n\nASTANA – Doctors met on Monday.\n\nThey agreed."), "", FRAME)
    assert told == Telling(
        told.content if isinstance(told, Telling) else told,  # type: ignore[arg-type]
        "Doctors met on Monday.\n\nThey agreed.",
        Dateline("ASTANA"),
    )


def test_a_dateline_that_markup_writes_otherwise_stays() -> None:
    """An accent after a tag is one sign with its letter in words, two in markup: neither loses what the other has."""
    told = tell(RawText("<p>ASTANA<b>\u0301</b> – Doctors met on Monday.</p>", Markup.HTML), "", FRAME)
    assert isinstance(told, Telling)
    assert (told.text, told.dateline) == ("ASTANÁ – Doctors met on Monday.", None)
    assert told.text == words(told.content)
