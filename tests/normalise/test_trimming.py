"""What the page put around an article goes, in text and markup; the article stays as it is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndicator.model.article import SafeHtml
from syndicator.normalise.markup import Excess, sanitise, settled, words
from syndicator.normalise.trimming import repeated, trimmed, without_head

BODY = (
    "<p>The rectors of two universities signed an agreement on the training of doctors on Monday.</p>"
    "<p>The first students will come in September, the ministry said.</p>"
)
TITLE = "Two universities train doctors"


def trim(markup: str, *, title: str = TITLE) -> str:
    safe = sanitise(markup, "https://a.example/")
    assert not isinstance(safe, Excess)
    made = settled(trimmed(safe, words(safe), title=title))
    assert sanitise(made) == made, "what is left is as safe as it was"
    return made


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        pytest.param(f"<p>Views: 8K</p>{BODY}", BODY, id="a counter above"),
        pytest.param(f"{BODY}<p>👁 1 024</p><p>Просмотров: 77</p>", BODY + "<p>👁 1 024</p>", id="a counter below"),
        pytest.param(f"<h1>{TITLE}</h1><p>Views: 8K<br></p>{BODY}", BODY, id="the title once more"),
        pytest.param(f"<h2>TWO UNIVERSITIES train doctors.</h2>{BODY}", BODY, id="in other letters"),
        pytest.param(f"<p>Home</p><p>Staff news</p><h1>{TITLE}</h1>{BODY}", BODY, id="its section above it"),
        pytest.param(f"<p>It rained.</p><h1>{TITLE}</h1>{BODY}", f"<p>It rained.</p>{BODY}", id="below a sentence"),
        pytest.param(f"{BODY}<div><span>Share</span></div>", BODY, id="an invitation"),
        pytest.param(
            f"{BODY}<p><strong>You may also like</strong></p><ul><li><a href='/1'>Other news</a></li>"
            "<li><a href='/2'>Yet other news</a></li></ul>",
            BODY,
            id="links below a heading",
        ),
        pytest.param(
            f"{BODY}<p>Share this article</p><p>Ambassador visits the campus</p><p>Latest news</p><p>A University</p>",
            BODY,
            id="headlines to the end",
        ),
        pytest.param(
            f"{BODY}<p>Read also: <a href='/3'>Nurses train in Haifa</a></p><p>The programme lasts six years.</p>",
            BODY + "<p>The programme lasts six years.</p>",
            id="a pointer in the middle",
        ),
        pytest.param(
            f"{BODY}<h3>Related articles</h3><ul><li><a href='/1'>One</a></li></ul><p>The dean spoke last of all.</p>",
            BODY + "<p>The dean spoke last of all.</p>",
            id="links in the middle",
        ),
        pytest.param(
            f"<p>{'The dean spoke at length. ' * 9}<br>Views: 9<br>Share</p>",
            f"<p>{('The dean spoke at length. ' * 9).strip()}</p>",
            id="lines parted by breaks",
        ),
        pytest.param(f"{BODY}<p>© 2026 A University. All rights reserved.</p>", BODY, id="rights"),
        pytest.param(
            f"{BODY}<p>You may also like</p><p><img src='/1.png'><a href='/4'>Other</a></p>",
            BODY,
            id="pictures of others",
        ),
    ],
)
def test_the_frame_goes(markup: str, expected: str) -> None:
    """Text, elements that are empty then, and nothing else."""
    assert trim(markup) == expected


@pytest.mark.parametrize(
    "markup",
    [
        pytest.param(BODY, id="no frame"),
        pytest.param(f"<h3>Latest news</h3>{BODY}", id="a heading of ours"),
        pytest.param("<p>Views: 8K</p><p>Share</p>", id="nothing but frame"),
        pytest.param("<p>Share this article</p><p>A.</p>", id="hardly anything but frame"),
        pytest.param(
            f"{BODY}<h3>Topics</h3><p>Anatomy and histology were first of all.</p>", id="a word that headings have"
        ),
        pytest.param(f"{BODY}<table><tr><td>1</td><td></td></tr></table>", id="empty cells"),
    ],
)
def test_what_may_be_the_article_stays(markup: str) -> None:
    """Letter by letter."""
    assert trim(markup) == sanitise(markup)


def test_a_title_without_words_is_repeated_by_nothing() -> None:
    """Signs are no words, and a line of others is not the same."""
    assert trim(f"<p>***</p>{BODY}", title="—") == f"<p>***</p>{BODY}"
    assert trim(f"<p>Views: 8K</p><p>***</p>{BODY}", title="—") == f"<p>***</p>{BODY}"


def test_lines_of_the_operators_choice_go() -> None:
    """Every site has its own."""
    safe = SafeHtml(f"{BODY}<p>Our news in Telegram</p>")
    assert trimmed(safe, words(safe), title="", is_tail=lambda line: line.startswith("Our news")) == BODY


@given(
    st.lists(
        st.sampled_from(
            ["<p>", "</p>", "<b>", "</b>", "<a href='/x'>", "</a>", "<br>", "<li>", "<ul>", "</ul>", "<div>", "</div>",
             "Views: 8", "Share", "Related news", "One sentence of it.", " ", "<img src='/i.png'>", TITLE, "&amp;"]
        ),
        max_size=30,
    ).map("".join)
)  # fmt: skip
def test_trimming_is_safe_and_done_once(markup: str) -> None:
    """Whatever the order of tags: safe HTML comes out, and goes through unchanged a second time."""
    safe = sanitise(markup, "https://a.example/")
    assert not isinstance(safe, Excess)
    made = settled(trimmed(safe, words(safe), title=TITLE))
    assert sanitise(made) == made
    assert set(words(made).split()) <= set(words(safe).split())


@pytest.mark.parametrize(
    ("markup", "head", "expected"),
    [
        ("<p>ASTANA – Doctors met.</p>", "ASTANA – ", "<p>Doctors met.</p>"),
        ("<p><strong>ASTANA. KAZINFORM</strong> – Doctors met.</p>", "ASTANA. KAZINFORM – ", "<p>Doctors met.</p>"),
        ("<p><b>AT&amp;T</b> | Doctors met.</p>", "AT&T | ", "<p>Doctors met.</p>"),
        ("<p>ASTANA\n –  <i>Doctors</i> met.</p>", "ASTANA – ", "<p><i>Doctors</i> met.</p>"),
        ("<p>Doctors met.</p>", "ASTANA – ", "<p>Doctors met.</p>"),
        ("<p>ASTANA</p>", "ASTANA – ", "<p>ASTANA</p>"),
        ("<p>ASTANA</p><p> – Doctors met.</p>", "ASTANA – ", "<p>Doctors met.</p>"),
        ("<pre><b>ASTANA –</b>\nDoctors met.</pre>", "ASTANA – ", "<pre>Doctors met.</pre>"),
    ],
)
def test_a_head_is_taken_out_of_markup(markup: str, head: str, expected: str) -> None:
    """However it is marked up; not when the markup begins otherwise."""
    assert settled(without_head(SafeHtml(markup), head)) == expected


def test_lines_that_stand_in_many_texts_are_proposed_as_tails() -> None:
    """In three at least, and in a third of all."""
    texts = [
        f"News number {number}.\n\nOur hotline: 103\n\nOnce" if number < 4 else f"News {number}" for number in range(9)
    ]
    assert repeated(texts) == ["Our hotline: 103", "Once"]
    assert repeated(texts[:2]) == []
    assert repeated(texts * 1, share=0.5) == []
