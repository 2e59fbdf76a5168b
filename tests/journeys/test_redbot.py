"""REDbot finds nothing bad on any kind of path (conformance, part B)."""

from __future__ import annotations

import re
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.conftest import Running, start_demo, stop
from tests.journeys.redbot import Request, look
from tests.loopback import Loopback

pytestmark = pytest.mark.journey
FEED = "/feeds/medical-education"
_BR = (("Accept-Encoding", "br"),)
_GZIP = (("Accept-Encoding", "gzip"),)
_ZSTD = (("Accept-Encoding", "zstd"),)
_FORM = (("Content-Type", "application/x-www-form-urlencoded"),)
_FOREIGN = (("Origin", "https://page.example"),)
_PREFLIGHT = (*_FOREIGN, ("Access-Control-Request-Method", "GET"))
_EXCUSED = {
    "STATUS_BAD_REQUEST": "what is asked for is no request",
    "STATUS_UNSUPPORTED_MEDIA_TYPE": "what is sent is no form",
}
"""Warnings about the question, not about the answer, and of whom they speak."""

Row = tuple[str, str, tuple[tuple[str, str], ...], str, int]
TABLE: list[Row] = [
    ("GET", "/", (), "", 200),
    ("GET", "/topics/medical-education", (), "", 200),
    ("GET", "/topics/medical-education", _BR, "", 200),
    ("GET", "/topics/medical-education/ar", _GZIP, "", 200),
    ("GET", "/topics/medical-education/about", (), "", 200),
    ("GET", "/topics/medical-education/he/about", (), "", 200),
    ("GET", "{story}", (), "", 200),
    ("GET", "{merged}", (), "", 301),
    ("GET", "/bot", (), "", 200),
    *(("GET", f"{FEED}{at}.{suffix}", (), "", 200) for at in ("", ".ar") for suffix in ("rss", "atom", "json")),
    *(
        ("GET", f"{FEED}.{suffix}", coded, "", 200)
        for coded in (_BR, _GZIP, _ZSTD)
        for suffix in ("rss", "atom", "json")
    ),
    ("GET", f"{FEED}.rss", (("Accept", "text/html"),), "", 200),
    ("GET", f"{FEED}.rss?utm_source=x", (), "", 200),
    ("GET", f"{FEED}.rss", _FOREIGN, "", 200),
    ("GET", f"{FEED}.rss", (("If-None-Match", "*"),), "", 304),
    ("GET", f"{FEED}.atom", (*_GZIP, ("If-None-Match", "*")), "", 304),
    *(("HEAD", path, (), "", 200) for path in ("/", f"{FEED}.rss", f"{FEED}.json", "/api/v1/feeds", "/healthz")),
    ("GET", f"{FEED}/archive/{{month}}.atom", (), "", 200),
    ("GET", f"{FEED}/archive/{{month}}.json", _BR, "", 200),
    ("GET", f"{FEED}/archive/manifest.json", (), "", 200),
    ("GET", "/archive-keys.json", (), "", 200),
    ("GET", "/feeds/doctors.rss", (), "", 301),
    ("GET", "/topics/doctors", (), "", 301),
    ("GET", "/feeds/student-mobility.rss", (), "", 410),
    ("GET", "/topics/student-mobility", (), "", 410),
    *(("GET", path, (), "", 200) for path in ("/opml.xml", "/sitemap.xml", "/robots.txt", "/favicon.ico")),
    *(("GET", path, _BR, "", 200) for path in ("/embed.js", "/static/feed.css", "/opml.xml")),
    ("GET", "/static/icon.png", (), "", 200),
    ("GET", "/nothing", (), "", 404),
    ("GET", "/feeds/nothing.rss", (), "", 404),
    ("POST", f"{FEED}.rss", _FORM, "a=b", 405),
    ("OPTIONS", f"{FEED}.rss", (), "", 204),
    ("OPTIONS", f"{FEED}.rss", _PREFLIGHT, "", 204),
    ("GET", "/api/v1/feeds", (), "", 200),
    ("GET", "/api/v1/feeds", _BR, "", 200),
    ("GET", "/api/v1/stories?lang=ar", (), "", 200),
    ("GET", "/api/v1{story}", (), "", 200),
    ("GET", "/api/v1{story}?profile=ninjs", (), "", 200),
    ("GET", "/api/v1{merged}", (), "", 301),
    ("GET", "/api/v1/changes", _GZIP, "", 200),
    ("GET", "/api/v1/openapi.json", (), "", 200),
    ("GET", "/api/v1/problems/unknown-story", (), "", 200),
    ("GET", "/api/v1/stories?cursor=x", (), "", 400),
    ("GET", "/api/v1/feeds", (("Authorization", "Bearer x"),), "", 401),
    ("GET", "/api/v1/nothing", (), "", 404),
    ("DELETE", "/api/v1/feeds", (), "", 405),
    ("OPTIONS", "/api/v1/feeds", (), "", 204),
    ("OPTIONS", "/api/v1/feeds", _PREFLIGHT, "", 204),
    ("GET", "/websub/hub", (), "", 405),
    ("POST", "/websub/hub", _FORM, "hub.mode=subscribe", 400),
    ("POST", "/websub/hub", (("Content-Type", "text/plain"),), "x", 415),
    ("GET", "/websub/callback/unknown", (), "", 404),
    ("POST", "/websub/callback/unknown", (("Content-Type", "application/atom+xml"),), "<feed/>", 410),
    *(("GET", path, (), "", 200) for path in ("/healthz", "/readyz", "/metrics")),
]
"""(method, path, header fields, body, status)"""


def _run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "syndicator", *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)


def _arranged(folder: Path) -> None:
    """One feed has moved, one has ended, and the API counts to more than REDbot asks."""
    moved, ended = folder / "feeds/medical-education.yaml", folder / "feeds/student-mobility.yaml"
    moved.write_text(moved.read_text("utf-8") + "formerly: [doctors]\n", "utf-8")
    ended.write_text(ended.read_text("utf-8") + "ended: 2026-01-02\n", "utf-8")
    with (folder / "config/syndicator.yaml").open("a", encoding="utf-8") as settings:
        settings.write("api: {access: public, per_minute: 100000, per_day: 1000000}\n")


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Running, dict[str, str]]]:
    """The sample newsroom's site, with what moved, ended and was merged in it; and names of things in it."""
    folder = tmp_path_factory.mktemp("redbot") / "setting"
    demo = start_demo(folder, "--news-after", "86400")
    stop(demo)
    _arranged(folder)
    config = str(folder / "config")
    stories = sorted(path.stem for path in (folder / "var/public/stories").glob("*.html"))[:2]
    _run("story", "merge", *stories, "--config", config)
    month = next((folder / "var/public/feeds/medical-education/archive").glob("*.atom")).stem
    port = demo.address.rpartition(":")[2]
    with (folder.parent / "run.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "syndicator", "run", "--config", config, "--port", port], stdout=log, stderr=log
        )
    running = Running(demo.address, folder, process)
    try:
        merged = _merged(running, stories)
        (story,) = set(stories) - {merged}
        yield running, {"story": f"/stories/{story}", "merged": f"/stories/{merged}", "month": month}
    finally:
        stop(running)


def _merged(running: Running, stories: list[str]) -> str:
    """Which of the stories leads to the other, once it does."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        for story in stories:
            try:
                with urllib.request.urlopen(f"{running.address}/stories/{story}", timeout=10) as answer:
                    if not answer.url.endswith(story):
                        return story
            except (urllib.error.URLError, OSError):
                pass
        time.sleep(0.2)
    pytest.fail((running.folder.parent / "run.log").read_text()[-2000:])


@pytest.fixture(scope="module")
def told(service: tuple[Running, dict[str, str]]) -> dict[Row, dict[str, Any]]:
    """What REDbot says of each row."""
    running, names = service
    requests: list[Request] = [
        (method, running.address + path.format(**names), fields, body) for method, path, fields, body, _ in TABLE
    ]
    return dict(zip(TABLE, look(requests), strict=True))


def _name(row: Row) -> str:
    method, path, fields, _, status = row
    return " ".join([method, path, *(f"{name}={value}" for name, value in fields), str(status)])


@pytest.mark.parametrize("row", TABLE, ids=_name)
def test_nothing_bad_is_found(told: dict[Row, dict[str, Any]], row: Row) -> None:
    """Neither in the answer nor in those to further requests; a warning is about the question alone."""
    assert int(told[row]["status"]) == row[-1], told[row]
    assert [text for level, _, text in told[row]["notes"] if level == "bad"] == []
    warnings = [(name, text) for level, name, text in told[row]["notes"] if level == "warning"]
    assert [text for name, text in warnings if name not in _EXCUSED] == []


@pytest.mark.parametrize("path", [f"{FEED}.rss", f"{FEED}.atom", f"{FEED}.json", "/", "/opml.xml", "/api/v1/feeds"])
def test_what_a_poll_saves_is_seen(told: dict[Row, dict[str, Any]], path: str) -> None:
    """It looks, and sees that conditional requests and compression work."""
    notes = {text for _, _, text in told["GET", path, (), "", 200]["notes"]}
    assert "If-None-Match conditional requests are supported." in notes
    assert any(re.match(r"Content negotiation for gzip compression is supported, saving \d+%", text) for text in notes)


def test_the_control_is_caught() -> None:
    """What is badly served is found."""
    fields = {"Cache-Control": "max-age=60, no-store", "Access-Control-Allow-Methods": "GET"}
    with Loopback(lambda *_: (200, fields, b"x")) as server:
        (found,) = look([("GET", f"http://127.0.0.1:{server.port}/", (), "")])
    levels = {(level, name) for level, name, _ in found["notes"]}
    assert {("bad", "CORS_PREFLIGHT_ONLY"), ("warning", "CC_CONFLICTING")} <= levels
