"""``syndicator story pin``, ``drop`` and the others: what editors decide of a feed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from syndicator.bootstrap import load_editorial
from syndicator.cli import app
from syndicator.model.topic import Tagged
from syndicator.ports import Store
from syndicator.store import open_store
from tests.cli.test_story import MEDICINE
from tests.journeys.setting import write_setting
from tests.store.samples import article, batch, decision, later

FEED = "medical-education"
SOUND = "Medical students learn anatomy"
"""A title for which the feed's rule holds."""


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """Two stories in the feed, one of two articles, and an article that its rule does not find."""
    config = write_setting(tmp_path, {"alpha": "http://127.0.0.1:1/", "beta": "http://127.0.0.1:1/b"}, port=1)
    with_store = open_store(load_editorial(config).configuration.store)
    told = [
        decision(article("a"), story="s-one"),
        decision(article("b", published=later(hours=3), source="beta", language="ar", direction="rtl"), story="s-one"),
        decision(article("c", published=later(hours=4), title=SOUND, language="en"), story="s-two"),
        decision(article("x", published=later(hours=5)), story="s-else"),
    ]
    tagged = {each.article.id: MEDICINE for each in told[:3]}
    with_store.apply(batch(told, tagged={**tagged, "id-x": Tagged()}))
    with_store.close()
    return config


@pytest.fixture
def store(config: Path) -> Iterator[Store]:
    """Beside the commands, as a running service has it."""
    store = open_store(load_editorial(config).configuration.store)
    yield store
    store.close()


def run(config: Path, *words: str, by: str = "anna") -> tuple[int, list[str], str]:
    """Exit code, lines of the output, and what is complained of."""
    signed = [] if words[0] in ("show", "waiting") else ["--by", by]
    result = CliRunner().invoke(app, ["story", *words, *signed, "--config", str(config)], catch_exceptions=False)
    return result.exit_code, result.stdout.splitlines(), result.stderr


def explained(config: Path, what: str) -> dict[str, Any]:
    result = CliRunner().invoke(app, ["explain", what, "--json", "--config", str(config)], catch_exceptions=False)
    found: dict[str, Any] = json.loads(result.stdout)["feeds"][FEED]
    return found


def titles(config: Path, edition: str = "") -> dict[str, str]:
    """Id → title in the published feed."""
    document = json.loads((config.parent / f"public/feeds/{FEED}{edition}.json").read_bytes())
    return {entry["id"].rpartition(":")[2]: entry["title"] for entry in document["items"]}


def require_review(config: Path) -> None:
    path = config.parent / f"feeds/{FEED}.yaml"
    path.write_text(f"review: required\n{path.read_text(encoding='utf-8')}", encoding="utf-8")


DECIDED = [
    (
        ["drop", FEED, "s-one"],
        "s-one, «News of a» (alpha) and 1 more, is dropped from medical-education",
        {"c"},
    ),
    (["drop", FEED, "id-a", "--only"], "«News of a» (alpha) is dropped from medical-education", {"b", "c"}),
    (
        ["hold", FEED, "/stories/s-two"],
        "s-two, «Medical students learn anatomy» (alpha), is held back from medical-education",
        {"a"},
    ),
    (["pin", FEED, "id-b", "--only"], "«News of b» (beta) is pinned in medical-education", {"b", "c"}),
    (["include", FEED, "id-x"], "«News of x» (alpha) is included in medical-education", {"a", "c", "x"}),
    (
        ["retitle", FEED, "id-c", "--title", "A \n better title"],
        "«Medical students learn anatomy» (alpha) is retitled in medical-education: A better title",
        {"a", "c"},
    ),
]


@pytest.mark.parametrize(("words", "said", "shown"), DECIDED)
def test_what_is_decided_is_published(config: Path, words: list[str], said: str, shown: set[str]) -> None:
    """In words for people; said once more, nothing changes; undone, each story has the entry it had before."""
    code, out, _ = run(config, *words)
    assert (code, out[0]) == (0, said)
    assert any(line.startswith(f"{FEED}: ") for line in out)
    assert titles(config).keys() == shown
    assert run(config, *words)[:2] == (0, ["nothing changes: it is so already"])
    back = [*words[:3], *(["--only"] if "--only" in words else []), "--undo"]
    code, out, _ = run(config, *back)
    assert (code, out[0]) == (0, f"{said.partition(FEED)[0]}{FEED} no more")
    told = "b" if "b" in shown else "a"
    assert titles(config) == {told: f"News of {told}", "c": SOUND}
    assert run(config, *back)[:2] == (0, ["nothing changes: it is so already"])


def test_a_retitled_entry_bears_the_title(config: Path) -> None:
    """A title is needed, or --undo, and not both."""
    run(config, "retitle", FEED, "id-c", "--title", "Better")
    assert titles(config) == {"a": "News of a", "c": "Better"}
    for wrong in ([], ["--title", "x", "--undo"]):
        code, _, err = run(config, "retitle", FEED, "id-c", *wrong)
        assert (code, "one of the two" in err) == (2, True)


def test_a_story_is_restored_with_all_its_articles(config: Path) -> None:
    """What was dropped by itself comes back, too."""
    run(config, "drop", FEED, "id-a", "id-b", "--only")
    assert titles(config).keys() == {"c"}
    _, out, _ = run(config, "drop", FEED, "s-one", "--undo")
    assert out[:2] == [
        "«News of a» (alpha) is dropped from medical-education no more",
        "«News of b» (beta) is dropped from medical-education no more",
    ]
    assert titles(config).keys() == {"a", "c"}


def test_a_decision_is_told_with_who_when_and_why(config: Path) -> None:
    """By explain and by show, as JSON, too."""
    run(config, "drop", FEED, "s-two", "--because", "an advertisement")
    told = explained(config, "id-c")
    assert (told["in"], told["because"]) == (False, ["dropped"])
    [made] = told["decisions"]
    assert made["because"].startswith("dropped from medical-education with its story, by anna on 20")
    assert made["because"].endswith(": an advertisement")
    kept = {key: made[key] for key in ("feed", "kind", "story", "article", "undone", "title", "who", "why")}
    assert kept == {
        "feed": FEED,
        "kind": "drop",
        "story": "s-two",
        "article": None,
        "undone": False,
        "title": "",
        "who": "anna",
        "why": "an advertisement",
    }
    result = CliRunner().invoke(app, ["explain", "id-c", "--config", str(config)], catch_exceptions=False)
    assert f"  {made['because']}" in result.stdout.splitlines()
    run(config, "drop", FEED, "s-two", "--undo")
    _, out, _ = run(config, "show", "s-two")
    assert out[-3:-1] == ["decisions", f"  s-two: {made['because']}"]
    assert "dropped from medical-education with its story no more, by anna on 20" in out[-1]
    assert [each["undone"] for each in json.loads(run(config, "show", "s-two", "--json")[1][0])["decisions"]] == [
        False,
        True,
    ]
    assert explained(config, "id-c")["decisions"] == []


def test_an_included_article_is_explained(config: Path) -> None:
    """It is in the feed because an editor put it there."""
    assert explained(config, "id-x")["in"] is False
    run(config, "include", FEED, "id-x")
    told = explained(config, "id-x")
    assert (told["in"], told["because"]) == (True, ["an editor put it there"])


def test_a_feed_under_review_shows_what_is_released(config: Path) -> None:
    """What waits is listed, the newest first; what is dropped waits no more."""
    require_review(config)
    _, out, _ = run(config, "waiting", FEED, "public-health")
    assert out == [
        "medical-education: 3 waiting",
        "  2026-03-01 10:00 «Medical students learn anatomy» (alpha), en",
        "    id-c  https://www.alpha.example/c?utm_source=rss",
        "  2026-03-01 09:00 «News of b» (beta), ar",
        "    id-b  https://www.alpha.example/b?utm_source=rss",
        "  2026-03-01 06:00 «News of a» (alpha), kk-Cyrl",
        "    id-a  https://www.alpha.example/a?utm_source=rss",
        "public-health: nothing waiting",
    ]
    status = CliRunner().invoke(app, ["status", "--config", str(config)], catch_exceptions=False)
    assert "done, 3 to review" in status.stdout
    _, out, _ = run(config, "release", FEED, "id-b")
    assert out[0] == "s-one, «News of a» (alpha) and 1 more, is released for medical-education"
    assert titles(config).keys() == {"a"}
    assert titles(config, ".ar").keys() == {"b"}
    _, out, _ = run(config, "waiting", "--json")
    assert [json.loads(line) for line in out] == [
        {
            "feed": FEED,
            "id": "id-c",
            "story": "s-two",
            "title": SOUND,
            "language": "en",
            "source": "alpha",
            "link": "https://www.alpha.example/c?utm_source=rss",
            "published": "2026-03-01T10:00:00Z",
            "held": None,
        }
    ]
    status = CliRunner().invoke(app, ["status", "--json", "--config", str(config)], catch_exceptions=False)
    feeds = json.loads(status.stdout)["feeds"]
    assert {each["feed"]: each["awaiting_review"] for each in feeds if each["awaiting_review"]} == {FEED: 1}
    run(config, "hold", FEED, "s-two", "--because", "who says so?")
    assert run(config, "waiting", FEED)[1][-1].endswith(": who says so?")
    run(config, "drop", FEED, "s-two")
    assert run(config, "waiting", FEED)[1] == ["medical-education: nothing waiting"]


def test_it_is_rehearsed_without_a_change(config: Path, store: Store) -> None:
    """In words and as JSON."""
    _, out, _ = run(config, "drop", FEED, "s-one", "--dry-run")
    assert out == [
        "s-one, «News of a» (alpha) and 1 more, would be dropped from medical-education",
        "feeds that would be made anew: medical-education; nothing was changed",
    ]
    _, out, _ = run(config, "drop", FEED, "s-one", "--dry-run", "--json")
    told = json.loads(out[0])
    assert (told["feeds"], told["dry_run"], told["left_to_service"]) == ([FEED], True, False)
    assert [(each["kind"], each["story"], each["who"]) for each in told["decisions"]] == [("drop", "s-one", "anna")]
    assert store.rulings({"s-one"}) == []


def test_a_running_service_publishes_it(config: Path, store: Store) -> None:
    """The command leaves it to it."""
    with_lock = open_store(load_editorial(config).configuration.store, exclusive=True)
    _, out, _ = run(config, "pin", FEED, "s-one")
    assert "the running service makes them anew within" in out[-1]
    assert json.loads(run(config, "hold", FEED, "s-one", "--json")[1][0])["left_to_service"]
    assert with_lock.dirty().keys() == {FEED}
    with_lock.close()


def test_names_that_stand_for_nothing_are_told(config: Path) -> None:
    """Feeds and stories; nothing is done."""
    code, _, err = run(config, "drop", FEED, "id-q", "id-r")
    assert (code, "id-q" in err, "id-r" in err) == (2, True, True)
    code, _, err = run(config, "drop", "medical-educatoin", "s-one")
    assert (code, "medical-education" in err) == (2, True)
    assert run(config, "include", FEED, "/stories/s-one")[0] == 2


def test_a_story_counts_as_decided_only_when_all_its_articles_are(config: Path) -> None:
    """An article put back by itself is out again when its story is dropped once more."""
    run(config, "drop", FEED, "s-one")
    run(config, "include", FEED, "id-a")
    assert titles(config).keys() == {"a", "c"}
    assert run(config, "drop", FEED, "s-one")[1][0].endswith("is dropped from medical-education")
    assert titles(config).keys() == {"c"}
