"""What an article tells of its event."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from syndicator.deduplicate import Rarity, around, clue_keys, clues
from syndicator.model.article import Article
from syndicator.model.clues import Clue, Clues
from syndicator.model.topic import Tagged
from syndicator.model.verdict import KeyKind
from tests.deduplicate.articles import DAWN, article

NOTHING = Tagged()


def told(of: Article, tagged: Tagged = NOTHING) -> Clues:
    return clues(of, tagged, Rarity())


def found(kind: Clue, text: str, *, title: str = "", language: str = "en") -> set[str]:
    return set(told(article(text=text, title=title, language=language)).found.get(kind, ()))


def test_numbers_are_read_in_any_digits_and_grouping() -> None:
    """«78 914», «78,914» and «٧٨٩١٤» are one number; a single digit and the years around are none."""
    for text in ("78 914 grants", "78,914 grants", "78914 grants", "٧٨٩١٤ منحة"):
        assert found(Clue.NUMBER, text) == {"78914"}
    assert found(Clue.NUMBER, "11,8 and 11.8 billion in 2026, 3 visits, 2031", title="X") == {"11.8", "2031"}


def test_numbers_with_a_group_of_three_after_a_point_are_thousands_only_when_they_can_be() -> None:
    """«1.420» is, «3.1415» is not."""
    assert found(Clue.NUMBER, "1.420 students; pi is 3.1415") == {"1420", "3.1415"}


def test_names_are_words_with_a_capital_or_any_longer_word_of_scripts_without() -> None:
    """As written and as the analyser cuts them down."""
    assert "smknt" in found(Clue.NAME, "He came to Shymkent.")
    assert found(Clue.NAME, "he came to shymkent.") == set()
    assert "sns" in found(Clue.NAME, "بجامعة سوانزي في", language="ar")
    assert "smknt" in found(Clue.NAME, "شىمكەنت قالاسى", language="kk-Arab")


def test_names_are_counted_and_those_of_the_title_are_told_apart() -> None:
    """Who is in the title is said twice more; a name whose two skeletons are one is counted once."""
    of = told(article(title="Opens Shymkent", text="He left Shymkent for Karaganda. Karaganda waits."))
    assert of.found[Clue.NAME]["smknt"] == 3
    assert of.found[Clue.NAME]["krknt"] == 2
    assert set(of.found[Clue.HEADLINE]) == {"smknt"}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "It opened on 17 May."),
        ("en", "It opened on May 17th, 2026."),
        ("en", "The 17th of May was the day."),
        ("ru", "Открытие состоялось 17 мая."),
        ("ru", "Открылся 17-го мая"),
        ("kk-Cyrl", "17 мамырда ашылды"),
        ("ar", "افتتح يوم ١٧ مايو"),
        ("he", "נפתח ב-17 במאי"),
        ("fr", "ouvert le 17 mai"),
        ("es", "abrió el 17 de mayo"),
    ],
)
def test_days_of_the_year_are_the_same_in_all_languages(language: str, text: str) -> None:
    """By the names of months that CLDR has, in any form and in the digits of any script."""
    assert found(Clue.DATE, text, title="X", language=language) == {"05-17"}


def test_what_is_no_day_of_the_year_is_no_date() -> None:
    """Neither a day that no month has, nor a number beside the month of another language («out»: October)."""
    assert found(Clue.DATE, "45 May things; 0 May; the 17 students; 17 out of 20", title="17") == set()


def test_what_was_found_by_tagging_is_told() -> None:
    """Places, organisations and concepts are the same in every language."""
    told_of = told(article(), Tagged((), ("KZ", "IL"), ("who",), concepts=("training",)))
    assert {
        kind: set(each) for kind, each in told_of.found.items() if kind in {"place", "organisation", "concept"}
    } == {
        Clue.PLACE: {"KZ", "IL"},
        Clue.ORGANISATION: {"who"},
        Clue.CONCEPT: {"training"},
    }


def test_the_title_counts_double_and_forms_of_a_word_meet() -> None:
    """A word shares its weight among its keys."""
    terms = told(article(title="Universities", text="The university opens.")).found[Clue.TERM]
    assert terms["university"] > terms["opens"]


def test_of_many_clues_the_rarest_are_kept() -> None:
    """A long text cannot fill the store."""
    text = " ".join(f"word{number} Person{number}son" for number in range(400))
    told_of = told(article(title=" ".join(f"headline{number}" for number in range(20)), text=text))
    assert {kind: len(each) for kind, each in told_of.found.items()}[Clue.TERM] == 128
    assert len(told_of.found[Clue.NAME]) <= 32


def test_an_article_without_words_tells_nothing_of_them() -> None:
    """Kinds without any are left out."""
    assert told(article(title="", text="")).found == {}


def test_keys_are_of_the_same_days() -> None:
    """An article is found by those of its period and the periods beside it, and by no others."""
    rarity = Rarity()
    one = clues(
        article(text="Delegation of Semey visits Rambam in Haifa"), Tagged((), ("KZ", "IL"), ("rambam",)), rarity
    )
    day_of = {days: replace(one, published=DAWN.replace(day=1 + days)) for days in (2, 9)}
    own = clue_keys(one, rarity)
    assert {key.kind for key in own} == {KeyKind.TERM}
    assert own < around(own)
    assert own & around(clue_keys(day_of[2], rarity)) == own
    assert not own & around(clue_keys(day_of[9], rarity))


def test_places_are_keys_in_pairs() -> None:
    """One country alone is in too many articles of these days."""
    rarity = Rarity()

    def shared(*places: str) -> int:
        one, other = (
            clue_keys(clues(article(title=title, text=""), Tagged((), places), rarity), rarity)
            for title in ("spring", "autumn")
        )
        return len(one & other)

    assert (shared("KZ"), shared("KZ", "IL"), shared("KZ", "IL", "TR")) == (0, 1, 3)


def test_keys_of_one_period_lie_beside_each_other() -> None:
    """Those of later days come after: the store writes and reads where today's are."""
    rarity = Rarity()
    days = [article(published=DAWN + timedelta(days=3 * number)) for number in range(3)]
    by_day = [{key.hash for key in clue_keys(told(each), rarity)} for each in days]
    assert max(by_day[0]) < min(by_day[1])
    assert max(by_day[1]) < min(by_day[2])
