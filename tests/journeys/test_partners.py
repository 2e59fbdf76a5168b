"""Partners of a running service: what they get is what feeds show, and a key taken back is good no more."""

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

from tests.follower import Follower
from tests.journeys.setting import write_setting
from tests.journeys.test_service import Service
from tests.test_pipeline import Press, item

pytestmark = pytest.mark.journey

FEED = "medical-education"


@pytest.fixture
def press() -> Iterator[Press]:
    with Press() as press:
        press.documents["a"] = item("1", "Medical universities sign agreement")
        yield press


@pytest.fixture
def service(tmp_path: Path, press: Press) -> Iterator[Service]:
    config = write_setting(tmp_path, {"a": f"http://127.0.0.1:{press.port}/a"}, port=press.port)
    sources = config / "sources/journey.yaml"
    sources.write_text(sources.read_text().replace("sources:", "interval: 1s\nsources:"))
    with (config / "syndicator.yaml").open("a") as main:
        main.write("api: {per_minute: 10000, per_day: 1000000}\n")
    service = Service(config)
    service.until("/readyz", lambda state: state["ready"])
    yield service
    service.process.terminate()
    service.process.wait(10)


def partner(service: Service, *words: str) -> Any:
    """What the command says, beside the running service."""
    program = [sys.executable, "-m", "syndicator", "partner", *words, "--json", "--config", str(service.config)]
    done = subprocess.run(program, capture_output=True, text=True, check=True, timeout=60)
    return json.loads(done.stdout)


def status(service: Service, path: str, key: str = "") -> int:
    request = urllib.request.Request(f"http://127.0.0.1:{service.port}/api/v1{path}")
    if key:
        request.add_header("Authorization", f"Bearer {key}")
    try:
        with urllib.request.urlopen(request, timeout=5) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as refused:
        return refused.code


def test_a_partner_gets_what_feeds_show_and_hears_of_every_change(service: Service, press: Press) -> None:
    """An edit is the next change; a source switched off leaves a tombstone."""
    changes = "/api/v1/changes"
    page = service.until(changes, lambda page: bool(page["changes"]))
    [change] = page["changes"]
    assert FEED in change["story"]["feeds"]
    shown = service.get(f"/feeds/{FEED}.json")["items"]
    assert [each["id"] for each in change["story"]["articles"]] == [each["id"] for each in shown]
    press.documents["a"] = item("1", "Medical universities of two countries sign agreement")
    edited = service.until(f"{changes}?cursor={page['cursor']}", lambda page: bool(page["changes"]))
    assert edited["changes"][0]["id"] == change["id"]
    assert "of two countries" in edited["changes"][0]["story"]["articles"][0]["title"]
    sources = service.config / "sources/journey.yaml"
    sources.write_text(sources.read_text().replace("id: a,", "id: a, enabled: false, reason: asked to,"))
    gone = service.until(f"{changes}?cursor={edited['cursor']}", lambda page: bool(page["changes"]))
    assert (gone["changes"][0]["id"], gone["changes"][0]["reason"]) == (change["id"], "withdrawn")
    assert status(service, f"/stories/{change['id']}") == 410


def test_a_partner_is_told_at_its_own_address_when_there_is_something_to_read(service: Service, press: Press) -> None:
    """Soon after the feed shows it; what it reads then by its key is what it was told of."""
    with Follower() as paper:
        with (service.config / "syndicator.yaml").open() as main:
            text = main.read()
        allowed = f"allow_private: [127.0.0.0/8], allow_ports: [{paper.port}], per_minute: 10000"
        (service.config / "syndicator.yaml").write_text(text.replace("per_minute: 10000", allowed))
        service.until("/api/v1/changes", lambda page: bool(page["changes"]))
        key = partner(service, "add", "paper")["key"]
        partner(service, "webhook", "paper", paper.callback("/hook"))
        press.documents["a"] = item("1", "Medical universities of two countries sign agreement")
        until = time.monotonic() + 40
        while not paper.told:
            assert time.monotonic() < until, service.log.read_text()[-2000:]
            time.sleep(0.1)
    [change] = json.loads(paper.told[0].body)["changes"]
    assert (change["kind"], paper.told[0].path) == ("story", "/hook")
    assert status(service, f"/stories/{change['id']}", key) == 200
    told = service.get(f"/api/v1/stories/{change['id']}")
    assert "of two countries" in told["articles"][0]["title"]


def test_a_key_taken_back_is_refused_within_ten_seconds(service: Service) -> None:
    """By the service as it runs; what was asked for by it is in the report."""
    key = partner(service, "add", "paper", "--per-minute", "1000")["key"]
    until = time.monotonic() + 10
    while status(service, "/feeds", key) != 200:
        assert time.monotonic() < until
        time.sleep(0.1)
    partner(service, "revoke", "paper")
    revoked = time.monotonic()
    answered = 0
    while status(service, "/feeds", key) != 401:
        answered += 1
        assert time.monotonic() - revoked < 10
        time.sleep(0.1)
    until = time.monotonic() + 20
    while partner(service, "report", "paper")["answered"] < answered + 1:
        assert time.monotonic() < until
        time.sleep(0.5)
