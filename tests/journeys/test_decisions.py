"""An editor of a feed under review, by the real command line, between polls of a real publisher."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.setting import write_setting
from tests.test_pipeline import Press, item

pytestmark = pytest.mark.journey

FEED = "medical-education"
SIGNED = "Medical universities sign agreement"
TERM = "Medical students of Paris and Rome spend a term abroad"
ABROAD = "Deans in France and Italy agreed on medical education: students of medicine will spend a term abroad."
RAIN = "It rained on the campus for three days, and the river rose."
RULE = re.compile(r"(?ms)^rule:.*")


def run(config: Path, *words: str) -> list[dict[str, Any]]:
    """What the program says as JSON."""
    done = subprocess.run(
        [sys.executable, "-m", "syndicator", *words, "--json", "--config", str(config)],
        capture_output=True, text=True, encoding="utf-8", timeout=240, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def shown(config: Path) -> dict[str, dict[str, Any]]:
    """Title → entry of the published feed."""
    document = json.loads((config.parent / f"public/feeds/{FEED}.json").read_bytes())
    return {each["title"]: each for each in document["items"]}


def archived(config: Path) -> str:
    """All archives of the feed in one text."""
    folder = config.parent / f"public/feeds/{FEED}/archive"
    return "".join(path.read_text(encoding="utf-8") for path in sorted(folder.glob("2*.json")))


def edit(config: Path, *, rule: str | None = None) -> None:
    """The feed is under review from now on; with another *rule*, its examples go with the old one."""
    file = config.parent / f"feeds/{FEED}.yaml"
    text = file.read_text("utf-8")
    text = text if text.startswith("review") else f"review: required\n{text}"
    file.write_text(RULE.sub(f"rule: {rule}\n", text) if rule else text, encoding="utf-8")


def test_what_an_editor_decides_outlasts_polls_rules_and_merges(tmp_path: Path) -> None:
    """Nothing comes before it is released; what is dropped, put in and retitled stays so, whatever happens."""
    with Press() as press:
        where = {name: f"http://127.0.0.1:{press.port}/{name}" for name in ("a", "b")}
        config = write_setting(tmp_path, where, port=press.port)
        edit(config)
        press.documents["a"] = item("1", SIGNED) + item("2", TERM, ABROAD) + item("3", "Rain on the campus", RAIN)
        run(config, "poll", "--all")
        assert shown(config) == {}
        waiting = {each["title"]: each for each in run(config, "story", "waiting", FEED)}
        assert waiting.keys() == {SIGNED, TERM}

        run(config, "story", "release", FEED, waiting[SIGNED]["id"], waiting[TERM]["id"], "--by", "anna")
        assert shown(config).keys() == {SIGNED, TERM}
        run(config, "story", "include", FEED, "https://news.example/3", "--because", "our students help")
        run(config, "story", "release", FEED, "https://news.example/3")
        run(config, "story", "retitle", FEED, "https://news.example/3", "--title", "Students help after the rain")
        assert shown(config).keys() == {SIGNED, TERM, "Students help after the rain"}
        before = shown(config)["Students help after the rain"]
        assert before["date_modified"] > before["date_published"]

        # its source edits what was put into the feed, and the edit is published under the editor's title
        press.documents["a"] = item("1", SIGNED) + item("2", TERM, ABROAD) + item("3", "Rain again", RAIN + " Twice.")
        run(config, "poll", "--all")
        assert "Twice" in json.dumps(shown(config)["Students help after the rain"])

        # a story that is dropped stays away: from the archive, with another rule, and with the story it is merged into
        assert TERM in archived(config)
        run(config, "story", "drop", FEED, waiting[TERM]["story"], "--because", "an advertisement")
        assert TERM not in json.dumps(shown(config)) + archived(config)
        edit(config, rule="medical-education or medical-student")
        run(config, "retag", FEED)
        assert shown(config).keys() == {SIGNED, "Students help after the rain"}
        [explained] = run(config, "explain", "https://news.example/2")
        [decision] = [each for each in explained["feeds"][FEED]["decisions"] if each["kind"] == "drop"]
        assert (explained["feeds"][FEED]["because"], decision["why"]) == (["dropped"], "an advertisement")
        run(config, "story", "merge", waiting[SIGNED]["story"], waiting[TERM]["story"])
        assert shown(config).keys() == {"Students help after the rain"}
        run(config, "story", "drop", FEED, waiting[SIGNED]["story"], "--undo")
        assert len(shown(config).keys() & {SIGNED, TERM}) == 1
        [found] = run(config, "story", "show", waiting[SIGNED]["id"])
        assert [(each["kind"], each["undone"]) for each in found["decisions"]] == [
            ("release", False),
            ("release", False),
            ("drop", False),
            ("drop", True),
        ]
