"""``syndicator story``: what editors see and decide."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from syndicator.bootstrap import load_editorial
from syndicator.cli import app
from syndicator.model.topic import Tag, Tagged
from syndicator.ports import Store
from syndicator.publish.moving import destination
from syndicator.store import open_store
from tests.journeys.setting import write_setting
from tests.store.samples import article, batch, bond, decision, later

MEDICINE = Tagged((Tag("medical-education", 1, (), "v1"),), ("KZ",), ("who",))


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """Two stories, one of two articles, one of which may be the other's."""
    config = write_setting(tmp_path, {"alpha": "http://127.0.0.1:1/", "beta": "http://127.0.0.1:1/b"}, port=1)
    with_store = open_store(load_editorial(config).configuration.store)
    told = [
        decision(article("a"), story="s-one"),
        decision(article("b", published=later(hours=3), source="beta", language="ar", direction="rtl"), story="s-one"),
        decision(article("c", published=later(days=1)), story="s-two"),
    ]
    with_store.apply(batch(told, tagged={each.article.id: MEDICINE for each in told}, bonds=(bond("c", "b"),)))
    with_store.close()
    return config


@pytest.fixture
def store(config: Path) -> Iterator[Store]:
    """Beside the commands, as a running service has it."""
    store = open_store(load_editorial(config).configuration.store)
    yield store
    store.close()


def run(config: Path, *words: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, ["story", *words, "--config", str(config)], catch_exceptions=False)
    return result.exit_code, result.stdout, result.stderr


def first(text: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(text.splitlines()[0])
    return found


def test_a_rehearsed_merge_changes_nothing(config: Path, store: Store) -> None:
    """It shows who would stay, what would come to it, and which feeds would be made anew."""
    code, out, _ = run(config, "merge", "s-two", "s-one", "--dry-run")
    assert code == 0
    assert "s-two becomes part of s-one" in out
    assert "News of c" in out
    assert "medical-education" in out
    assert "nothing was changed" in out
    code, out, _ = run(config, "merge", "s-two", "s-one", "--dry-run", "--json")
    found = first(out)
    assert (found["story"], found["dry_run"], found["left_to_service"]) == ("s-one", True, False)
    assert [(each["kind"], each["by"], each["other"]) for each in found["changes"]] == [("merged", "editor", "s-two")]
    assert store.standing({"s-two"}) == {"s-two": "s-two"}
    assert store.dirty() == {}


def test_a_merge_is_published_and_kept(config: Path, store: Store) -> None:
    """By the id or the address of a story, or by one of its articles; once more, nothing is left to do."""
    code, out, _ = run(config, "merge", "https://www.alpha.example/c?utm_source=rss", "/stories/s-one", "--json")
    assert (code, first(out)["story"]) == (0, "s-one")
    assert {json.loads(line).get("feed") for line in out.splitlines()[1:]} >= {"medical-education", "(site)"}
    assert len(store.story("s-two")) == 3
    page = (config.parent / "public/stories/s-two.html").read_bytes()
    assert destination(page) == "/stories/s-one"
    code, out, _ = run(config, "merge", "s-two", "s-one")
    assert (code, out) == (0, "nothing changes: it is so already\n")


def test_a_split_begins_a_story_of_its_own(config: Path, store: Store) -> None:
    """In words for people."""
    code, out, _ = run(config, "split", "s-one", "id-b")
    [held] = [each for each in store.articles(since=later()) if each.article.id == "id-b"]
    assert code == 0
    assert f"id-b of s-one is the story {held.story}" in out
    assert "medical-education: " in out
    assert (config.parent / f"public/stories/{held.story}.html").exists()


def test_stories_are_kept_apart(config: Path, store: Store) -> None:
    """The suggestion goes."""
    assert store.suggested({"s-one"})
    code, out, _ = run(config, "apart", "s-one", "s-two")
    assert (code, "s-one and s-two are kept apart" in out) == (0, True)
    assert store.suggested({"s-one"}) == {}


def test_beside_a_running_service_it_is_decided_here_and_published_there(config: Path, store: Store) -> None:
    """The service looks into the outbox at every tick."""
    store.close()
    service = open_store(load_editorial(config).configuration.store, exclusive=True)
    code, out, _ = run(config, "merge", "s-one", "s-two")
    assert (code, "the running service makes them anew within" in out) == (0, True)
    assert service.standing({"s-two"}) == {"s-two": "s-one"}
    assert "medical-education" in service.dirty()
    code, out, _ = run(config, "split", "s-one", "id-c", "--json")
    assert first(out)["left_to_service"] is True
    service.close()


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("merge", "s-one"), "name two or more"),
        (("apart", "s-one"), "name two or more"),
        (("merge", "s-one", "nobody"), "has the id or address 'nobody'"),
        (("merge", "s-one", "https://evil.example/stories/s-two"), "syndicator explain"),
        (("apart", "s-one", "id-a"), "these are one story"),
        (("split", "s-one", "id-none"), "'id-none'"),
        (("split", "s-one", "id-c"), "syndicator story apart s-one s-two"),
        (("split", "s-one", "id-a", "id-b"), "none stay"),
        (("split", "\udcff", "id-a"), "no stored story"),
        (("split", "s-one", "\0"), "no stored article"),
    ],
)
def test_what_cannot_be_is_refused_with_what_can(config: Path, store: Store, words: tuple[str, ...], says: str) -> None:
    """Exit code 2, and nothing is changed."""
    code, out, err = run(config, *words)
    assert (code, out) == (2, "")
    assert says in err
    assert store.dirty() == {}
