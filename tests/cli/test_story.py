"""``syndicator story``: what editors see and decide."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from syndicator.bootstrap import load_editorial
from syndicator.cli import app
from syndicator.cli.kinship import sentence
from syndicator.deduplicate import Rarity, clues
from syndicator.dossier import Tie
from syndicator.model.clues import Clue
from syndicator.model.configuration import Configuration
from syndicator.model.feed import Held
from syndicator.model.story import Guard, Standing
from syndicator.model.topic import Tag, Tagged
from syndicator.model.verdict import VerdictKind
from syndicator.ports import Store
from syndicator.publish.moving import destination
from syndicator.store import open_store
from tests.journeys.setting import write_setting
from tests.publish.newsroom import SITE
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


# --- looking at a story -----------------------------------------------------------------------------------------------


def with_clues(store: Store) -> None:
    """What the articles tell, and a reprint, a translation and a story merged by a report of both."""
    told = {
        "a": "Rector Sagyndykov signed for 128 places.",
        "b": "Ректор Сагындыков: 128 мест.",
        "c": "Rector Sagyndykov signed for 64 places.",
    }
    languages = {"a": "en", "b": "ru", "c": "en"}
    updates = [
        decision(
            article(name, language=languages[name], text=text, title=f"News of {name}", published=later(hours=hours)),
            VerdictKind.UPDATE,
            to=f"id-{name}",
        )
        for hours, (name, text) in enumerate(told.items())
    ]
    rarity = Rarity()
    found = {each.article.id: clues(each.article, MEDICINE, rarity) for each in updates}
    joined = bond("b", "a", Standing.JOINED, 0.93, features={"numbers": 2.5, "names": 1.5, "days-apart": -0.1})
    near = bond("c", "b", features={"names": 1.5, "other-numbers": -1.0, "weather": 0.1})
    copy = decision(article("r", published=later(hours=5)), VerdictKind.REPRINT, story="s-one", to="id-a")
    store.apply(batch([*updates, copy, decision(article("s-three"))], clues=found, bonds=(joined, near)))
    store.apply(batch(same_story=(("id-s-three", "s-one"),)))


def test_a_story_is_shown_with_why_each_article_belongs_to_it(config: Path, store: Store) -> None:
    """Feature by feature, with the words that both have; its past; what may be the same."""
    with_clues(store)
    code, out, _ = run(config, "show", "s-one")
    assert code == 0
    assert out.startswith("story s-one  http://127.0.0.1:8000/stories/s-one\nalso  id-s-three\n")
    assert "\nen English\n" in out
    assert "same-story" not in out
    assert (
        "new of «News of a» (alpha): numbers 128 shared; World Health Organization; Kazakhstan; "
        "names Сагындыков = Sagyndykov, Ректор = Rector; 1 h apart; likelihood .93" in out
    )
    assert "      numbers               +2.50  128\n" in out
    assert "      days-apart            -0.10\n" in out
    assert "reprint of id-a: a reason" in out
    assert "a report of both made its story id-s-three part of this one on 2026-03-01 06:00 UTC" in out
    assert "by linkage: id-s-three is part of s-one" in out
    assert "perhaps also\n  s-two: «News of c» (alpha), en\n" in out
    assert "numbers differ; 60 min apart" not in out
    assert "kept apart: too little speaks for one event" in out
    assert "      weather               +0.10\n" in out


def test_a_story_is_shown_as_json(config: Path, store: Store) -> None:
    """One object, with all that people see."""
    with_clues(store)
    found = first(run(config, "show", "https://www.alpha.example/a?utm_source=rss", "--json")[1])
    assert (found["story"], found["aliases"]) == ("s-one", ["id-s-three"])
    assert found["page"] == "http://127.0.0.1:8000/stories/s-one"
    assert (found["languages"], found["sources"]) == ({"en": 1, "ru": 1, "kk-Cyrl": 2}, {"alpha": 4})
    articles = {each["id"]: each for each in found["articles"]}
    tie = articles["id-b"]["tie"]
    assert (tie["of"], tie["likelihood"], tie["hours_apart"], tie["guard"]) == ("id-a", 0.93, 1.0, None)
    assert tie["features"][0] == {"feature": "numbers", "worth": 2.5, "shared": ["128"]}
    assert (articles["id-r"]["verdict"], articles["id-r"]["reprint_of"]) == ("reprint", "id-a")
    assert articles["id-s-three"]["placed"]["by"] == "linkage"
    [suggested] = found["suggested"]
    assert (suggested["story"], suggested["of"], suggested["guard"]) == ("s-two", "id-c", "unlikely")
    assert "numbers differ" in suggested["because"]


def test_what_an_editor_did_is_why_an_article_is_there(config: Path, store: Store) -> None:
    """Who split it off, and when; in the past of both stories."""
    with_clues(store)
    run(config, "split", "s-one", "id-b", "--by", "anna\x1b[31m", "--because", "two\nplaces")
    story = store.held({"id-b"})["id-b"].story
    code, out, _ = run(config, "show", story)
    assert code == 0
    assert "an editor (anna [31m) took it out of the story s-one on 20" in out
    assert " UTC: two places\n" in out
    assert "+2.50" not in out
    past = run(config, "show", "s-one")[1]
    assert f"by editor (anna [31m): id-b of s-one is the story {story}: two places\n" in past
    assert "an editor (anna [31m) took it out" in explain(config, "id-b")
    [told] = json.loads(run(config, "show", story, "--json")[1])["changes"]
    assert (told["by"], told["who"], told["why"]) == ("editor", "anna [31m", "two places")


def test_who_decides_is_whoever_is_logged_in(config: Path, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Unless another name is given; a decision of before names were kept has none."""
    monkeypatch.setenv("LOGNAME", "berta")
    run(config, "apart", "s-one", "s-two")
    run(config, "merge", "s-one", "s-two", "--by", "")
    assert [each.who for each in store.story_changes("s-one")] == ["berta", ""]
    past = run(config, "show", "s-one")[1]
    assert "by editor (berta): s-one and s-two are kept apart\n" in past
    assert "by editor: s-two is part of s-one\n" in past


def test_reprints_go_with_what_is_split_off(config: Path, store: Store) -> None:
    """And people are told which."""
    with_clues(store)
    out = run(config, "split", "s-one", "id-a", "--dry-run")[1]
    assert "id-a, id-r of s-one becomes the story " in out
    run(config, "split", "s-one", "id-a")
    held = store.held({"id-a", "id-r", "id-b"})
    assert held["id-a"].story == held["id-r"].story != held["id-b"].story


def explain(config: Path, *words: str) -> str:
    result = CliRunner().invoke(app, ["explain", *words, "--config", str(config)], catch_exceptions=False)
    assert result.exit_code == 0
    return result.stdout


def test_explain_says_why_an_article_is_in_its_story_and_what_kept_it_out_of_others(config: Path, store: Store) -> None:
    """In one sentence each; as JSON with every feature."""
    with_clues(store)
    assert "because       new of «News of a» (alpha): numbers 128 shared" in explain(config, "id-b")
    assert "perhaps also  News of c (alpha): " in explain(config, "id-b")
    store.apply(batch(bonds=(bond("c", "a", Standing.APART, 0.81, guard=Guard.SERIES, features={"names": 2.0}),)))
    out = explain(config, "id-c")
    assert "because       it begins the story" in out
    assert "apart from    News of a (alpha): " in out
    assert "likelihood .81; its source says it again, with other numbers" in out
    found = json.loads(explain(config, "id-c", "--json"))["kinship"]
    assert (found["verdict"], found["apart"]["of"], found["apart"]["guard"]) == ("new", "id-a", "series")
    assert [each["of"] for each in found["suggested"]] == ["id-b"]


@pytest.mark.parametrize("what", ["\0", "\udcff", "https://evil.example/stories/s-one", "x" * 5000, "\x1b[31m"])
def test_what_is_nobodys_is_said_so_and_nothing_of_it_reaches_the_terminal(config: Path, what: str) -> None:
    """People paste anything, and others let them paste it."""
    for command, code in ((["explain", what], 1), (["story", "show", what], 2)):
        result = CliRunner().invoke(app, [*command, "--config", str(config)], catch_exceptions=False)
        assert (result.exit_code, result.stdout) == (code, "")
        assert "has the id or address" in result.stderr
        assert "\x1b" not in result.stderr


@pytest.mark.parametrize(
    ("apart", "words"),
    [
        (timedelta(minutes=59), "59 min apart"),
        (timedelta(hours=3), "3 h apart"),
        (timedelta(days=3, hours=5), "3 days apart"),
    ],
)
def test_times_apart_are_told_as_people_do(apart: timedelta, words: str) -> None:
    """Minutes, hours, days."""
    one, other = (
        Held(article(name, published=later() + gap), "s", MEDICINE) for name, gap in (("a", apart), ("b", 0 * apart))
    )
    tie = Tie(bond("a", "b"), one, other, {Clue.ORGANISATION: ("nobody-knows",), Clue.PLACE: ("XX",)})
    configuration = Configuration(SITE, "", "", {}, {}, {}, {})
    assert sentence(tie, configuration) == f"nobody-knows; XX; {words}; likelihood .40"
