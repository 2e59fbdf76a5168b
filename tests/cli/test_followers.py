"""What commands tell of those who follow our documents, and what they do for them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from syndicator.bootstrap import load_editorial
from syndicator.model import delivery as delivery_module
from syndicator.model.delivery import Delivery
from syndicator.model.hub import CONTENT, Follower
from syndicator.store import open_store
from tests import follower as rig
from tests.cli.test_commands import Shell
from tests.journeys.setting import write_setting
from tests.test_pipeline import Press, item

NOW = datetime.now(UTC).replace(microsecond=0)
DOCUMENT = "feeds/medical-education.atom"


@pytest.fixture
def press() -> Iterator[Press]:
    with Press() as press:
        press.documents["a"] = item("1", "Medical universities sign agreement")
        yield press


@pytest.fixture
def config(tmp_path: Path, press: Press) -> Path:
    return write_setting(tmp_path, {"a": f"http://127.0.0.1:{press.port}/a"}, port=press.port)


def test_status_tells_who_follows_and_what_fails(config: Path) -> None:
    """By host: the rest of a callback's address may be a secret."""
    shell = Shell()
    follower = Follower(DOCUMENT, "", "https://reader.example/secret", NOW, NOW + timedelta(days=1))
    store = open_store(load_editorial(config).configuration.store)
    store.followers.follow(follower, host="reader.example", per_host=9, per_document=9)
    store.followers.announce({DOCUMENT: "1"}, NOW, {})
    store.queue.put([Delivery("hub-ping", "hub", NOW, "…", host="hub.example")])
    [failing] = store.queue.claim([CONTENT], NOW, until=NOW + timedelta(minutes=1), most=9, each=9)
    store.queue.settle([], [replace(failing, due=NOW + timedelta(hours=1), tries=3, message="HTTP 500")])
    store.close()
    _, out, _ = shell.run("status", "--json", "--config", str(config))
    found = json.loads(out)
    assert found["followers"] == [{"document": DOCUMENT, "followers": 1, "never_reached": 1, "last_reached": None}]
    assert found["deliveries"] == {
        "hub-content": {"waiting": 1, "failing": 1},
        "hub-ping": {"waiting": 1, "failing": 0},
    }
    [told] = found["failing"]
    assert (told["kind"], told["host"], told["subject"]) == ("hub-content", "reader.example", DOCUMENT)
    assert (told["tries"], told["message"]) == (3, "HTTP 500")
    assert datetime.fromisoformat(told["next_try"]) - datetime.fromisoformat(told["waits_since"]) == timedelta(hours=1)
    _, out, _ = shell.run("status", "--config", str(config))
    words = " ".join(out.split())
    assert "2 deliveries to make, 1 of which have failed so far" in words
    assert "HTTP 500" in words
    assert "secret" not in words


def test_commands_tell_the_hubs_of_others_before_they_end(config: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Sites that are published from cron have no service that would do it; what fails waits for the next command."""
    monkeypatch.setattr(delivery_module, "FIRST_PAUSE", timedelta(microseconds=1))
    shell = Shell()
    with rig.Follower() as hub:
        settings = config / "syndicator.yaml"
        more = f"websub: {{hubs: ['{hub.callback()}'], allow_private: [127.0.0.0/8], allow_ports: [{hub.port}]}}\n"
        settings.write_text(settings.read_text() + more)
        hub.status = 503
        assert shell.run("poll", "--all", "--config", str(config))[0] == 0
        assert len(hub.told) == 1, "one failure is enough for a hub"
        _, out, _ = shell.run("status", "--json", "--config", str(config))
        [(kind, counts)] = json.loads(out)["deliveries"].items()
        assert (kind, counts["failing"] > 0, counts["waiting"]) == ("hub-ping", True, len(documents(config)))
        hub.status = 202
        assert shell.run("publish", "--all", "--config", str(config))[0] == 0
        _, out, _ = shell.run("status", "--json", "--config", str(config))
        assert json.loads(out)["deliveries"] == {}
        assert {told.body for told in hub.told} >= {body(path) for path in documents(config)}


def documents(config: Path) -> list[str]:
    return [path.name for path in (config.parent / "public/feeds").iterdir() if path.is_file()]


def body(name: str) -> bytes:
    address = f"http%3A%2F%2F127.0.0.1%3A8000%2Ffeeds%2F{name}"
    return f"hub.mode=publish&hub.url={address}&hub.topic={address}".encode()
