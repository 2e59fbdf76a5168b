"""News with gold: invented ones of many outlets in eight languages, and pairs of real ones; which tell of one event."""

from __future__ import annotations

import itertools
import json
from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import pytest

from syndicator.bootstrap import Grouper, article_of, load_editorial
from syndicator.model.article import Article
from tests.conftest import ROOT

pytestmark = [pytest.mark.journey, pytest.mark.shared]


class Placed(NamedTuple):
    """An article of the set, and what was made of it."""

    gold: dict[str, Any]
    story: str
    verdict: str


@pytest.fixture(scope="module")
def placed(shared: Path) -> list[Placed]:
    """All articles in order of time, one after the other into a fresh store."""
    lines = (shared / "data" / "articles" / "newsroom.jsonl").read_text("utf-8").splitlines()
    rows = sorted(map(json.loads, lines), key=lambda row: datetime.fromisoformat(row["published"]))
    editorial = load_editorial(ROOT / "config")
    with Grouper(editorial) as grouper:
        return [_placed(grouper, row, editorial) for row in rows]


def _placed(grouper: Grouper, row: dict[str, Any], editorial: Any) -> Placed:
    article = article_of(
        editorial.configuration,
        title=row["title"],
        text=row["text"],
        language=row["lang"],
        link=row["url"],
        published=row["published"],
        source=row["outlet"],
        identity=row["id"],
    )
    assert isinstance(article, Article)
    grouped = grouper.add(article, row["id"])
    return Placed(row, grouped.story, grouped.verdict)


def _pairs(placed: list[Placed], *, within: bool) -> Iterator[tuple[bool, bool]]:
    """(is of one event, was put into one story) for pairs in one language, or in two."""
    for one, other in itertools.combinations(placed, 2):
        if (one.gold["lang"] == other.gold["lang"]) is within:
            yield one.gold["event"] == other.gold["event"], one.story == other.story


@pytest.mark.parametrize(("within", "precision", "recall"), [(True, 0.97, 0.9), (False, 0.97, 0.84)])
def test_reports_of_one_event_are_one_story(
    placed: list[Placed], within: bool, precision: float, recall: float
) -> None:
    """Precision leads: a wrong neighbour hides an article from its feed."""
    pairs = list(_pairs(placed, within=within))
    right = sum(gold and ours for gold, ours in pairs)
    assert right / sum(ours for _, ours in pairs) >= precision
    assert right / sum(gold for gold, _ in pairs) >= recall


@pytest.mark.parametrize(("kind", "least"), [("reprint", 0.95), ("translation", 0.85), ("update", 0.85)])
def test_kinds_of_relatives_are_told(placed: list[Placed], kind: str, least: float) -> None:
    """A reprint is no update, an update no translation."""
    ours = [each.verdict for each in placed if each.gold["kind"] == kind]
    assert ours.count(kind) / len(ours) >= least


def test_events_that_look_alike_stay_apart(shared: Path, placed: list[Placed]) -> None:
    """Two delegations in one week, two simulation centres, this year's forum and the next."""
    stories = defaultdict(set)
    for each in placed:
        stories[each.gold["event"]].add(each.story)
    pairs = json.loads((shared / "data" / "articles" / "hard_negatives.json").read_text("utf-8"))
    assert [pair["note"] for pair in pairs if stories[pair["a"]] & stories[pair["b"]]] == []


def test_real_reports_are_paired(shared: Path) -> None:
    """Of two outlets in one language, the same event or one that is very like it; one pair after the other."""
    lines = (shared / "data" / "articles" / "story_pairs_ru_en.jsonl").read_text("utf-8").splitlines()
    editorial = load_editorial(ROOT / "config")
    right = joined = wanted = 0
    with Grouper(editorial) as grouper:
        for number, row in enumerate(map(json.loads, lines)):
            one, other = (_story(grouper, editorial, row, part, number) for part in ("first", "second"))
            right += one == other and row["same_story"]
            joined += one == other
            wanted += row["same_story"]
    assert right / joined >= 0.86
    assert right / wanted >= 0.8


def _story(grouper: Grouper, editorial: Any, row: dict[str, Any], part: str, number: int) -> str:
    article = article_of(
        editorial.configuration,
        title=row[f"{part}_title"],
        text=row[f"{part}_text"],
        link=row[f"{part}_url"],
        published="2020-05-06T12:00:00+00:00",
        source=urlsplit(row[f"{part}_url"]).netloc,
        identity=f"{part}-{number}",
    )
    assert isinstance(article, Article)
    return grouper.add(article, f"{part}-{number}").story
