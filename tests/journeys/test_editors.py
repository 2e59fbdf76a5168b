"""Editors of the sample newsroom, with the real command line beside the running service, as readers see it."""

from __future__ import annotations

import json
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.browser import Chromium
from tests.journeys.conftest import Running, need, start_demo, stop

pytestmark = pytest.mark.journey

FEED = "medical-education"
CORRECTED = "Clydeside"
"""A word in the title of the article whose correction arrives meanwhile."""


@pytest.fixture(scope="module")
def newsroom(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A demonstration of our own, whose news arrives when editors have decided."""
    running = start_demo(tmp_path_factory.mktemp("editors") / "setting", "--news-after", "90")
    yield running
    if running.process.poll() is None:
        stop(running)


def story(running: Running, *words: str, code: int = 0) -> list[dict[str, Any]]:
    """What ``syndicator story`` says as JSON."""
    done = subprocess.run(
        [sys.executable, "-m", "syndicator", "story", *words, "--json", "--config", str(running.folder / "config")],
        capture_output=True, text=True, encoding="utf-8", timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == code, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def told(running: Running, edition: str = "en") -> dict[str, dict[str, Any]]:
    """Address → entry of an edition."""
    return {each["url"]: each for each in json.loads(running.get(f"/feeds/{FEED}.{edition}.json"))["items"]}


def leads_to(running: Running, page: str) -> str:
    """Where the address of a page ends after redirects; nowhere while there is none: pages follow their feeds."""
    try:
        with urllib.request.urlopen(page, timeout=10) as answer:
            assert answer.url.startswith(running.address)
            return str(answer.url)
    except urllib.error.HTTPError as missing:
        missing.close()
        return ""


def until(holds: Any, within: float = 150) -> None:
    deadline = time.monotonic() + within
    while not holds():
        assert time.monotonic() < deadline, "it never came to be so"
        time.sleep(0.3)


def test_what_editors_decide_reaches_readers_and_outlives_the_news(newsroom: Running, tmp_path: Path) -> None:
    """Two stories become one, an article leaves it again; polls, a correction and fresh news change nothing of it."""
    entries, kazakh = told(newsroom), told(newsroom, "kk")
    [two] = [each for each in entries.values() if CORRECTED in each["title"]]
    one = next(each for each in entries.values() if each["_syndicator"]["story"] != two["_syndicator"]["story"])
    pages = {each["_syndicator"]["story"] for each in (one, two)}
    assert len(pages) == 2

    [planned] = story(newsroom, "merge", one["url"], two["url"], "--dry-run")
    assert planned["dry_run"]
    [done] = story(newsroom, "merge", one["url"], two["url"])
    assert (done["left_to_service"], done["changes"][0]["by"]) == (True, "editor")
    kept = f"{newsroom.address}/stories/{done['story']}"
    until(lambda: all(leads_to(newsroom, page) == kept for page in pages))
    until(lambda: sum(each["_syndicator"]["story"] == kept for each in told(newsroom).values()) >= 1)
    assert (one["url"] in told(newsroom)) != (two["url"] in told(newsroom)), "one entry a story"
    assert story(newsroom, "merge", *sorted(pages))[0]["changes"] == []

    [done] = story(newsroom, "split", kept, two["url"])
    fresh = f"{newsroom.address}/stories/{done['changes'][0]['other']}"
    until(lambda: two["url"] in told(newsroom) and told(newsroom)[two["url"]]["_syndicator"]["story"] == fresh)
    until(lambda: leads_to(newsroom, fresh) == fresh)
    assert all(leads_to(newsroom, page) == kept for page in pages), "addresses stay what they were"
    assert told(newsroom)[two["url"]]["id"] == two["id"], "an article keeps its id"

    until(lambda: told(newsroom)[two["url"]]["title"] != two["title"])
    until(lambda: bool(told(newsroom, "kk").keys() - kazakh.keys()))
    [found] = story(newsroom, "show", fresh)
    assert [each["link"] for each in found["articles"]] == [two["url"]]
    assert found["articles"][0]["placed"]["kind"] == "split"
    [found] = story(newsroom, "show", kept)
    assert [each["kind"] for each in found["changes"]] == ["merged", "split"]
    assert two["url"] not in {each["link"] for each in found["articles"]}
    assert [each["kind"] for each in story(newsroom, "show", fresh)[0]["changes"]] == ["split"]
    refused = story(newsroom, "split", kept, two["url"])
    assert refused[0]["changes"] == []
    with Chromium(need("chromium"), tmp_path) as browser:
        sees_versions_side_by_side(browser, kept)


def sees_versions_side_by_side(browser: Chromium, page: str) -> None:
    """A column a language where there is room, one below the other where there is not, never wider than the window."""
    script = """(() => { const tops = [...document.querySelectorAll(".tongue")].map(each => each.offsetTop);
      return [tops.length, new Set(tops).size, document.documentElement.scrollWidth <= innerWidth,
        [...document.querySelectorAll(".tongue")].every(each => each.dir === getComputedStyle(each).direction)]; })()"""
    for width, columns in ((1200, True), (360, False)):
        browser.call("Emulation.setDeviceMetricsOverride", width=width, height=900, deviceScaleFactor=1, mobile=False)
        seen = browser.visit(page, script, keep_policy=True)
        count, rows, fits, turned = seen.said
        assert (fits, turned, seen.faults) == (True, True, [])
        assert rows < count or count == 1 if columns else rows == count


def test_the_old_address_is_a_redirect(newsroom: Running) -> None:
    """With a status that search engines understand."""
    gone = [
        each
        for each in (newsroom.folder / "var/public/stories").iterdir()
        if b'http-equiv="refresh"' in each.read_bytes()
    ]
    assert gone
    opener = urllib.request.build_opener(Still)
    with pytest.raises(urllib.error.HTTPError) as answered:
        opener.open(f"{newsroom.address}/stories/{gone[0].stem}", timeout=10)
    assert answered.value.code == 301
    answered.value.close()


class Still(urllib.request.HTTPRedirectHandler):
    """Follows nobody."""

    def redirect_request(self, *_: Any) -> None:
        """None: it stays where it is."""
        return
