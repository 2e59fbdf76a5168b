"""What rules found, counted, and where they are blind."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import timedelta

import pytest

from syndicator.model.coverage import Coverage
from syndicator.model.rule import parse_rule
from syndicator.model.topic import Tag, Tagged, Topic
from syndicator.tag.coverage import CHANCE, blind, chance_of_none, counted, totals
from tests.tag.articles import MOMENT, article

DAY = MOMENT.date()
TAGGED = Tagged((Tag("a", 1.0, (), "v1"),), near_misses=("b",))


def _ledger(rule: str, **languages: tuple[int, int]) -> list[str]:
    """The languages in which a rule is blind that tagged so many of so many articles in each."""
    rows = [Coverage("a", name.replace("_", "-"), DAY, seen, tagged) for name, (seen, tagged) in languages.items()]
    return [each.language for each in blind(rows, {"a": Topic("a", parse_rule(rule))})]


def test_articles_are_counted_per_topic_language_and_day() -> None:
    """Scripts apart, regions together; a topic that found nothing has seen them all the same."""
    judged = [
        (article(language="en-GB"), TAGGED),
        (article(language="en"), Tagged()),
        (article(language="kk-Arab"), TAGGED),
        (replace(article(language="en"), collected=MOMENT + timedelta(days=1)), Tagged()),
    ]
    assert set(counted(judged, ["a", "b"])) == {
        Coverage("a", "en", DAY, 2, 1, 0),
        Coverage("a", "kk-Arab", DAY, 1, 1, 0),
        Coverage("a", "en", DAY + timedelta(days=1), 1, 0, 0),
        Coverage("b", "en", DAY, 2, 0, 1),
        Coverage("b", "kk-Arab", DAY, 1, 0, 1),
        Coverage("b", "en", DAY + timedelta(days=1), 1, 0, 0),
    }
    assert counted([], ["a"]) == ()


def test_days_are_added_up() -> None:
    """As status shows them."""
    rows = [Coverage("a", "en", DAY + timedelta(days=each), 10, each, 1) for each in range(3)]
    assert totals([*rows, Coverage("b", "ru", DAY, 4)]) == {
        "a": {"en": {"seen": 30, "tagged": 3, "near": 3}},
        "b": {"ru": {"seen": 4, "tagged": 0, "near": 0}},
    }


def test_a_rule_is_blind_where_finds_are_all_but_certain_and_there_are_none() -> None:
    """With what an operator needs to judge it."""
    rows = [
        Coverage("a", "en", DAY, 300, 30),
        Coverage("a", "ru", DAY, 100, 5),
        Coverage("a", "kk-Arab", DAY, 80, 0, 7),
        Coverage("a", "und", DAY, 900, 0),
        Coverage("gone", "en", DAY, 300, 30),
        Coverage("gone", "ru", DAY, 300, 0),
    ]
    [found] = blind(rows, {"a": Topic("a", parse_rule("c")), "new": Topic("new", parse_rule("c"))})
    assert (found.topic, found.language, found.seen, found.near) == ("a", "kk-Arab", 80, 7)
    assert (found.others_seen, found.others_tagged) == (400, 35)
    assert found.chance == pytest.approx(math.comb(400, 35) / math.comb(480, 35))


@pytest.mark.parametrize(
    ("languages", "found"),
    [
        ({"en": (300, 30), "ru": (60, 0)}, ["ru"]),
        ({"en": (300, 30), "ru": (60, 1)}, []),
        ({"en": (300, 30), "ru": (49, 0)}, []),
        ({"en": (300, 6), "ru": (60, 0)}, []),
        ({"en": (300, 6), "ru": (600, 0)}, ["ru"]),
        ({"en": (60, 4), "ru": (6000, 0)}, []),
        ({"en": (300, 30), "kk_Arab": (90, 0), "ru": (90, 0)}, ["kk-Arab", "ru"]),
        ({"en": (300, 0), "ru": (300, 0)}, []),
        ({"en": (0, 0), "ru": (300, 0)}, []),
    ],
)
def test_few_articles_or_few_finds_prove_nothing(languages: dict[str, tuple[int, int]], found: list[str]) -> None:
    """A small language and a rare topic are no blindness."""
    assert _ledger("c", **languages) == found


def test_the_chance_is_that_of_drawing_only_others() -> None:
    """Exactly, and never less than the power of the others' rate, which forgets that it is a guess."""
    for seen, found, others in ((50, 5, 60), (60, 30, 300), (1, 1, 1), (7, 3, 3)):
        exact = math.comb(others, found) / math.comb(seen + others, found)
        assert chance_of_none(seen, found, others) == pytest.approx(exact)
    assert chance_of_none(60, 5, 60) > (1 - 5 / 60) ** 60
    assert chance_of_none(10**6, 10**6, 10**6) < CHANCE / 1000


@pytest.mark.parametrize(
    ("rule", "found"),
    [
        ("c", ["ru"]),
        ("c and language:en", []),
        ("c and language:[en, ru]", ["ru"]),
        ("c and not language:ru", []),
        ("c or language:en", ["ru"]),
        ("c and source:alpha", []),
        ("c or source:alpha", ["ru"]),
        ("c and not source:alpha", ["ru"]),
        ("at least 2 of (c, language:en, source:alpha)", []),
        ("at least 2 of (c, d, source:alpha)", ["ru"]),
        ("c and not (language:ru or language:de)", []),
        ("c and not at least 2 of (language:ru, language:[ru, de], d)", []),
        ("c and not at least 2 of (language:ru, language:en, d)", ["ru"]),
        ("c near/3 d", ["ru"]),
    ],
)
def test_a_language_that_the_rule_leaves_out_is_none_it_is_blind_in(rule: str, found: list[str]) -> None:
    """And a rule for certain sources says nothing of languages."""
    assert _ledger(rule, en=(300, 30), ru=(90, 0)) == found
