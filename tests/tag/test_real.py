"""What the shipped concepts find in real and realistic articles."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from syndicator.config import load
from syndicator.model.configuration import Configuration
from syndicator.model.topic import Tagged
from syndicator.tag import Compiled, check_examples, compile_topics, tag
from tests.conftest import ROOT
from tests.tag.articles import article


@pytest.fixture(scope="module")
def configuration() -> Configuration:
    return load(ROOT / "config", environ={})


@pytest.fixture(scope="module")
def shipped(configuration: Configuration) -> Compiled:
    return compile_topics(configuration.concepts, configuration.topics, configuration.organisations)


def test_every_example_of_the_shipped_topics_holds(shipped: Compiled) -> None:
    """An operator starts from topics that prove themselves."""
    assert [message for topic in shipped.topics.values() for _, message in check_examples(shipped, topic)] == []


@pytest.mark.shared
@pytest.mark.parametrize(("about", "places"), [("IMET2000", {"PS", "GB"}), ("KAZINFORM", {"KZ", "IL"})])
def test_both_first_articles_get_both_topics_and_their_countries(
    shared: Path, shipped: Compiled, about: str, places: set[str]
) -> None:
    """What the service was first asked for."""
    tagged = _seed(shared, shipped, about)
    assert {each.topic for each in tagged.tags} == {"medical-education", "international-cooperation"}
    assert set(tagged.places) == places


def _seed(shared: Path, shipped: Compiled, about: str) -> Tagged:
    texts = [file.read_text(encoding="utf-8") for file in sorted((shared / "data" / "seeds").glob("*.txt"))]
    text = next(each for each in texts if about in each)
    lines = [line for line in text.splitlines() if line]
    title = next((line for line in lines[:3] if about in line and len(line) < 120), "")
    return tag(article("\n\n".join(line for line in lines if line != title), title=title), shipped)


@pytest.mark.shared
def test_countries_of_the_newsroom_are_found(shared: Path, shipped: Compiled) -> None:
    """At least nine of ten that are found are right, and nine of ten of all are found."""
    right = found = wanted = 0
    for line in (shared / "data" / "articles" / "newsroom.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        given = article(row["text"], title=row["title"], language=f"{row['lang']}-{row['script']}")
        places = set(tag(given, shipped).places)
        right += len(places & set(row["places"]))
        found += len(places)
        wanted += len(row["places"])
    assert right / found >= 0.9
    assert right / wanted >= 0.9
