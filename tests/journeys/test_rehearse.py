"""Editing a rule of the sample newsroom with the real command line: check, rehearse, apply."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.browser import Chromium
from tests.journeys.conftest import Running, start_demo, stop
from tests.loopback import Loopback, free_port

pytestmark = pytest.mark.journey

FEED = "medical-education"
RULE = "title:(medical-education or medical-student or residency) or hospital"


def run(*words: str, config: Path, code: int = 0) -> str:
    """What the program says on standard output; nothing may end otherwise than expected."""
    done = subprocess.run(
        [sys.executable, "-m", "syndicator", *words, "--config", str(config)],
        capture_output=True, text=True, encoding="utf-8", timeout=240, check=False,
    )  # fmt: skip
    assert done.returncode == code, done.stderr
    return done.stdout


def edit(config: Path, rule: str = RULE) -> None:
    """Another rule for the feed, whose examples go with the old one."""
    file = config.parent / f"feeds/{FEED}.yaml"
    head = file.read_text("utf-8").partition("\nrule:")[0]
    file.write_text(f"{head}\nrule: {rule}\n", encoding="utf-8")


def copy_of(folder: Path, target: Path) -> Path:
    """A draft of a configuration, over the same store."""
    for part in ("config", "feeds"):
        shutil.copytree(folder / part, target / part)
    return target / "config"


def entries(folder: Path) -> dict[str, dict[str, Any]]:
    document = json.loads((folder / f"var/public/feeds/{FEED}.json").read_bytes())
    return {each["id"]: each for each in document["items"]}


def until(holds: Callable[[], bool], within: float = 240) -> None:
    deadline = time.monotonic() + within
    while not holds():
        assert time.monotonic() < deadline, "it never came to be so"
        time.sleep(0.2)


@pytest.fixture(scope="module")
def newsroom(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a demonstration that polled once and ended."""
    folder = tmp_path_factory.mktemp("demo") / "setting"
    command = [
        sys.executable,
        "-m",
        "syndicator",
        "demo",
        "--once",
        "--folder",
        str(folder),
        "--port",
        str(free_port()),
    ]
    subprocess.run(command, capture_output=True, timeout=240, check=True)
    return folder


def test_an_edit_is_rehearsed_looked_at_and_applied(newsroom: Path, tmp_path: Path, browser: Chromium) -> None:
    """What the rehearsal foretold is what happens; what was published keeps its id and dates."""
    draft, page = copy_of(newsroom, tmp_path / "draft"), tmp_path / "rehearsal.html"
    before = entries(newsroom)
    edit(draft)
    run("check", config=draft)
    foretold = json.loads(run("rehearse", FEED, "--json", "--html", str(page), config=draft))
    assert foretold["total"]["added"] > 0
    assert foretold["total"]["dropped"] > 0
    assert len(foretold["languages"]) >= 5
    with Loopback(lambda *_: (200, {"Content-Type": "text/html; charset=utf-8"}, page.read_bytes())) as web:
        script = "[document.querySelectorAll('mark').length, document.querySelectorAll('article').length]"
        seen = browser.visit(f"http://127.0.0.1:{web.port}/", script, keep_policy=True)
    assert seen.faults == []
    assert all(number > 0 for number in seen.said)
    assert entries(newsroom) == before
    told, *_ = (json.loads(line) for line in run("retag", FEED, "--json", config=draft).splitlines())
    assert told["articles"] == foretold["total"]["articles"]
    again = json.loads(run("rehearse", FEED, "--json", config=draft))
    assert again["total"] == {
        "articles": foretold["total"]["articles"],
        "added": 0,
        "dropped": 0,
        "kept": foretold["total"]["added"] + foretold["total"]["kept"],
    }
    after = entries(newsroom)
    assert after.keys() != before.keys()
    for name in after.keys() & before.keys():
        assert after[name]["date_published"] == before[name]["date_published"]
    dates = [each["date_published"] for each in after.values()]
    assert dates == sorted(dates, reverse=True)
    status = json.loads(run("status", "--json", config=draft))
    [covered] = [each["coverage"] for each in status["feeds"] if each["feed"] == FEED]
    assert sum(each["seen"] for each in covered.values()) == told["articles"]
    assert sum(each["tagged"] for each in covered.values()) == again["total"]["kept"]


def test_beside_a_service_a_draft_is_rehearsed_and_the_saved_edit_taken_up(tmp_path: Path) -> None:
    """And what the service already works with it tags anew when it is asked."""
    running: Running = start_demo(tmp_path / "setting", "--news-after", "86400")
    try:
        folder, live = running.folder, running.folder / "config"
        draft = copy_of(folder, tmp_path / "draft")
        before = entries(folder)
        edit(draft)
        foretold = json.loads(run("rehearse", FEED, "--json", config=draft))
        assert foretold["total"]["added"] > 0
        run("retag", FEED, config=draft, code=2)
        assert entries(folder) == before, "nothing has happened yet"
        edit(live)
        until(lambda: json.loads(run("rehearse", FEED, "--json", config=live))["total"]["added"] == 0)
        until(lambda: entries(folder).keys() != before.keys())
        run("retag", FEED, "--since", "2020-01-01", config=live)
        until(lambda: json.loads(run("status", "--json", config=live))["retagging"] is None)
    finally:
        assert stop(running) == 0
