"""The page of a rehearsal: it needs nothing but itself, and whatever articles say stays words."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import lxml.html
import pytest

from syndicator.model.rehearsal import Compared, Counts, Effect, Rehearsal, Sample
from syndicator.model.topic import Evidence, Field
from syndicator.publish.rehearsal import bars, columns, rehearsal_page, shown
from tests.browser import Chromium
from tests.curate.newsroom import DEFINITION, NOON, article
from tests.loopback import Loopback

LONG = "word " * 100


def found(words: str, text: str, field: Field = Field.TEXT, concept: str = "c") -> Evidence:
    return Evidence(concept, words, field, text.index(words), text.index(words) + len(words))


def rehearsal(**changes: object) -> Rehearsal:
    text = f"{LONG}here is alpha and {LONG}there is beta {LONG}"
    hostile = '<script>evil()</script> & "alpha" \' onload=evil()'
    samples = (
        Sample(article("en", title="All of alpha", text=text), (found("alpha", text), found("beta", text))),
        Sample(
            article("ar", title="خبر عن ألفا", text="نص", language="ar", direction="rtl"),
            (Evidence("c", "ألفا", Field.TITLE, 7, 11),),
        ),
        Sample(article("bad", title=hostile, text=hostile, link=None, source="<b>"), (found("alpha", hostile),)),
    )
    dropped = replace(samples[0], missing=("needs <i>x</i>",))
    counts = Counts(1200, added=3, dropped=1, kept=40)
    made = Rehearsal(
        DEFINITION,
        NOON - timedelta(days=30),
        NOON,
        "v1",
        "v2",
        Compared(
            "space",
            counts,
            {"en": Counts(900, added=2, kept=40), "ar": Counts(200, added=1, dropped=1), "ru": Counts(100)},
            {"herald": counts, "<b>": Counts(1, added=1)},
            {NOON.date(): counts, date(2020, 1, 1): Counts(5, kept=5)},
            {
                Effect.ADDED: samples,
                Effect.DROPPED: (dropped,),
                Effect.KEPT: (),
            },
        ),
        source_names={"herald": "The Herald"},
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def read(made: Rehearsal) -> Any:
    """The page of a rehearsal as a tree."""
    return lxml.html.document_fromstring(rehearsal_page(made).decode())


def test_the_page_needs_nothing_but_itself() -> None:
    """No script, no picture, no other file; its policy admits its own style sheet and nothing else."""
    tree = read(rehearsal())
    assert tree.xpath("//script | //img | //link | //iframe | //@style | //@src | //style/@*") == []
    [style] = tree.xpath("//style")
    digest = base64.b64encode(hashlib.sha256((style.text or "").encode()).digest()).decode()
    [policy] = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy.startswith("default-src 'none'")
    assert f"style-src 'sha256-{digest}'" in policy
    assert "url(" not in (style.text or "")
    assert {link for link in tree.xpath("//@href") if not link.startswith("#")} == {
        "https://herald.example/en",
        "https://herald.example/ar",
    }


def test_numbers_and_samples_are_there_for_those_who_see_no_chart() -> None:
    """Tables with headings; directions and languages of the articles; what was found is marked and named."""
    tree = read(rehearsal())
    rows = {
        "".join(row.xpath("./th//text()")).strip(): ["".join(each.itertext()) for each in row.xpath("./td")[:4]]
        for row in tree.xpath("//table[1]/tbody/tr")
    }
    assert rows["English en"] == ["900", "0", "40", "+2"]
    assert rows["العربية ar"] == ["200", "−1", "0", "+1"]
    assert rows["The Herald herald"] == ["1,200", "−1", "40", "+3"]
    assert "Русский ru" not in rows, "what neither rule finds anything in is no row"
    [arabic] = tree.xpath("//article[@lang='ar']")
    assert (arabic.get("dir"), arabic.xpath(".//mark/text()")) == ("rtl", ["ألفا"])
    [dropped] = tree.xpath("//section[contains(@class, 'dropped')]//article")
    assert dropped.xpath(".//mark/text()") == ["alpha", "beta"]
    assert "needs <i>x</i>" in dropped.text_content()
    assert all(each.xpath("./title") for each in tree.xpath("//*[@role='img']"))
    levels = [int(each.tag[1]) for each in tree.xpath("//h1 | //h2 | //h3")]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_what_articles_say_stays_words() -> None:
    """In titles, texts, names of sources and whatever is missing."""
    tree = read(rehearsal())
    assert "<script>evil()</script>" in tree.text_content()
    assert tree.xpath("//*[@onload] | //b | //i") == []


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"live_version": None}, "No rule was live"),
        ({"live_version": "v2"}, "The rule on disk is the live one"),
        ({}, "Live version v1, edited version v2."),
        ({"also_edited": ("one", "two")}, "Rules of other feeds are edited too: one, two."),
    ],
)
def test_the_page_says_what_is_compared(changes: dict[str, object], words: str) -> None:
    """An operator who edited the wrong file sees it."""
    text = read(rehearsal(**changes)).text_content()
    assert words in re.sub(r"\s+", " ", text)


def test_nothing_found_is_a_page_too() -> None:
    """A new feed over an empty store."""
    nothing = Compared("space", Counts(), {}, {}, {}, dict.fromkeys(Effect, ()))
    assert b"Neither rule finds an article" in rehearsal_page(rehearsal(compared=nothing))


def test_a_browser_shows_it_within_its_own_policy(browser: Chromium) -> None:
    """Nothing runs and nothing is asked for, whatever the articles say; the style sheet is in force."""
    page = rehearsal_page(rehearsal())
    header = {"Content-Type": "text/html; charset=utf-8"}
    with Loopback(lambda *_: (200, header, page)) as web:
        script = "getComputedStyle(document.querySelector('rect.added')).fill"
        for keep in (True, False):
            seen = browser.visit(f"http://127.0.0.1:{web.port}/page", script, keep_policy=keep)
            assert seen.faults == []
            assert seen.said == "rgb(11, 110, 125)"


# --- charts ----------------------------------------------------------------------------------------------------------


def test_bars_share_one_scale_and_one_axis() -> None:
    """What is dropped lies left of it, what is kept and added to the right; the most changed row comes first."""
    made = bars({"a": Counts(9, kept=6), "b": Counts(9, added=2, dropped=2, kept=1), "none": Counts(9)}, {"a": "Alpha"})
    assert [(each.label, each.code) for each in made] == [("b", ""), ("Alpha", "a")]
    assert [each.kept[0] for each in made] == [25.0, 25.0]
    assert (made[0].dropped, made[0].kept, made[0].added) == ((0.0, 25.0), (25.0, 12.5), (37.5, 25.0))
    assert made[1].kept == (25.0, 75.0)


def test_very_many_rows_are_summed_up() -> None:
    """Hundreds of sources make no chart."""
    made = bars({f"s{at:03}": Counts(2, added=1, kept=1, dropped=at % 2) for at in range(100)}, {})
    assert len(made) == 20
    assert made[-1].label == "81 others"
    assert sum(each.counts.added for each in made) == sum(each.counts.kept for each in made) == 100
    assert sum(each.counts.articles for each in made) == 200


def test_columns_stand_for_every_day_of_the_period() -> None:
    """Days without articles keep their place; of very long periods the last days are drawn."""
    first, last = date(2026, 5, 1), date(2026, 5, 4)
    made = columns({last: Counts(9, added=1, kept=3), date(2026, 5, 2): Counts(2, dropped=2)}, first, last)
    assert [(each.day.day, each.at) for each in made] == [(1, 0), (2, 1), (3, 2), (4, 3)]
    assert [(each.kept, each.added, each.dropped) for each in made] == [(0, 0, 0), (0, 0, 50), (0, 0, 0), (75, 25, 0)]
    assert len(columns({}, date(2000, 1, 1), last)) == 401


# --- samples ---------------------------------------------------------------------------------------------------------


def passages(text: str, *evidence: Evidence) -> list[str]:
    sample = Sample(article(title="T", text=text), evidence)
    return [
        "".join(f"[{each.text}]" if each.concept else each.text for each in passage)
        for passage in shown(sample).passages
    ]


def test_passages_are_cut_between_words_and_joined_where_they_meet() -> None:
    """With a sign where the text goes on."""
    [whole] = passages("See alpha\nand beta.", found("alpha", "See alpha"), found("beta", "See alpha\nand beta."))
    assert whole == "See [alpha] and [beta]."
    text = f"{LONG}alpha {LONG}beta {LONG}"
    one, two = passages(text, found("alpha", text), found("beta", text))
    assert one == f"…{'word ' * 13}[alpha] {' '.join(['word'] * 13)}…"
    assert two.startswith("…word ")
    assert "[beta]" in two


def test_finds_that_overlap_are_marked_once() -> None:
    """The longer one of those that begin together."""
    text = "new medical school opens"
    assert passages(text, found("medical", text), found("medical school", text), found("school", text)) == [
        "new [medical school] opens"
    ]


def test_without_a_find_the_text_begins() -> None:
    """A rule of conditions without words has none."""
    assert passages("Short.") == ["Short."]
    [long] = passages(LONG)
    assert long.startswith("word word")
    assert long.endswith("…")


def test_scripts_without_spaces_are_cut_all_the_same() -> None:
    """There is no word to end at."""
    text = "字" * 300 + "学" + "字" * 300
    [passage] = passages(text, found("学", text))
    assert passage == f"…{'字' * 70}[学]{'字' * 70}…"


def test_only_the_first_passages_are_shown() -> None:
    """A long text full of finds makes no page."""
    text = f"alpha {LONG}" * 9
    evidence = [Evidence("c", "alpha", Field.TEXT, at.start(), at.end()) for at in re.finditer("alpha", text)]
    assert len(passages(text, *evidence)) == 4
