"""The service as operators run it: reload, refusal of a second instance, a clean end."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.setting import write_setting
from tests.loopback import Answer, Loopback, free_port
from tests.test_pipeline import Press, item

pytestmark = pytest.mark.journey


class Service:
    """``syndicator run`` in a process of its own."""

    def __init__(self, config: Path) -> None:
        self.config = config
        self.port = free_port()
        self.log = config.parent / "service.log"
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "syndicator", "run", "--config", str(config), "--port", str(self.port)],
                stdout=log,
                stderr=log,
            )

    def get(self, path: str) -> Any:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=5) as answer:
            return json.loads(answer.read())

    def until(self, path: str, holds: Callable[[Any], bool], seconds: float = 40) -> Any:
        """The answer once it is as wanted."""
        last: object = None
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            try:
                last = self.get(path)
            except (urllib.error.URLError, OSError) as away:
                last = away
            else:
                if holds(last):
                    return last
            time.sleep(0.1)
        pytest.fail(f"{path} stayed {last}\n{self.log.read_text()[-2000:]}")

    def titled(self, path: str, title: str) -> bool:
        """Whether the feed comes to have this title."""
        return bool(self.until(path, lambda feed: feed["title"] == title))

    def children(self) -> list[int]:
        """Process ids of everything the service started, by the parent it has."""
        pids = []
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit():
                try:
                    parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
                except (OSError, ValueError):
                    continue
                if parent == self.process.pid:
                    pids.append(int(entry.name))
        return pids


@pytest.fixture
def press() -> Iterator[Press]:
    with Press() as press:
        press.documents["a"] = item("1", "Medical universities sign agreement")
        yield press


@pytest.fixture
def service(tmp_path: Path, press: Press) -> Iterator[Service]:
    config = write_setting(tmp_path, {"a": f"http://127.0.0.1:{press.port}/a"}, port=press.port)
    text = (config / "sources/journey.yaml").read_text()
    (config / "sources/journey.yaml").write_text(text.replace("sources:", "interval: 1s\nsources:"))
    service = Service(config)
    service.until("/readyz", lambda state: state["ready"])
    yield service
    if service.process.poll() is None:
        service.process.send_signal(signal.SIGTERM)
        service.process.wait(10)


def _titles(document: Any) -> list[str]:
    return [item["title"] for item in document["items"]]


def test_the_log_says_where_the_service_listens_and_that_it_has_ended(service: Service) -> None:
    """Somebody who starts it by hand knows what to open, and whoever reads the log later when it worked."""
    service.process.send_signal(signal.SIGTERM)
    service.process.wait(10)
    events = {line["event"]: line for line in map(json.loads, service.log.read_text().splitlines())}
    started = events["service started"]
    assert started["listening"] == f"http://127.0.0.1:{service.port}/"
    feeds = len(list((service.config.parent / "feeds").glob("*.yaml")))
    assert (started["address"], started["sources"], started["feeds"]) == ("http://127.0.0.1:8000", 1, feeds)
    assert "service stopped" in events


def test_news_reaches_the_feed_and_a_good_edit_is_adopted_without_a_restart(service: Service, press: Press) -> None:
    """What is polled is published; a changed title of a feed is seen soon after the file is saved."""
    service.until("/feeds/medical-education.json", lambda feed: len(_titles(feed)) == 1)
    press.documents["a"] += item("2", "Doctors of two countries train together", "Kazakhstan and Israel: " * 3)
    feed = service.config.parent / "feeds/medical-education.yaml"
    text = feed.read_text(encoding="utf-8")
    old = service.until("/feeds/medical-education.en.json", lambda feed: bool(feed["title"]))["title"]
    feed.write_text(text.replace(old, "Learning medicine", 1), encoding="utf-8")
    service.until("/feeds/medical-education.en.json", lambda feed: feed["title"] == "Learning medicine")


def test_a_bad_edit_keeps_the_last_good_configuration_and_says_so(service: Service) -> None:
    """By file watch and by SIGHUP; the problem is named in /readyz with its place, and gone once mended."""
    broken = service.config / "sources/broken.yaml"
    broken.write_text("publisher: Broken\nsources:\n  - {id: broken, adress: 'https://b.example/'}\n")
    state = service.until("/readyz", lambda state: bool(state["configuration_problems"]))
    assert "broken.yaml:3:" in state["configuration_problems"][0]
    assert state["ready"]
    service.until("/feeds/medical-education.json", lambda feed: len(_titles(feed)) == 1)
    broken.unlink()
    service.process.send_signal(signal.SIGHUP)
    service.until("/readyz", lambda state: not state["configuration_problems"])


def test_a_folder_replaced_as_a_whole_is_read_anew_and_watched_on(service: Service) -> None:
    """As deployments swap it; a watch ends with the folder it was made for."""
    feeds = service.config.parent / "feeds"
    for title in ("Learning medicine", "Teaching medicine"):
        made = service.config.parent / "new"
        shutil.copytree(feeds, made)
        file = made / "medical-education.yaml"
        old = service.until("/feeds/medical-education.en.json", lambda feed: bool(feed["title"]))["title"]
        file.write_text(file.read_text(encoding="utf-8").replace(old, title, 1), encoding="utf-8")
        feeds.rename(service.config.parent / f"old-{title[:5]}")
        made.rename(feeds)
        assert service.titled("/feeds/medical-education.en.json", title)


def test_what_a_command_asks_for_is_published_by_the_service(service: Service) -> None:
    """A published document that was damaged is put right without a restart."""
    service.until("/feeds/medical-education.json", lambda feed: len(_titles(feed)) == 1)
    document = service.config.parent / "public/feeds/medical-education.json"
    document.write_text('{"items": []}')
    command = [sys.executable, "-m", "syndicator", "publish", "medical-education", "--config", str(service.config)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    assert "the running service publishes it" in done.stdout
    service.until("/feeds/medical-education.json", lambda feed: len(_titles(feed)) == 1)


def test_settings_that_wait_for_a_restart_are_named(service: Service) -> None:
    """Instead of being taken silently for granted."""
    file = service.config / "syndicator.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("host_gap: 0s", "host_gap: 2s"), encoding="utf-8")
    service.until("/readyz", lambda state: state["restart_needed_for"] == ["schedule.host_gap"])


def test_a_second_instance_is_refused_and_harms_nothing(service: Service) -> None:
    """Exit code 2 with words; the first goes on."""
    port = free_port()
    command = [sys.executable, "-m", "syndicator", "run", "--config", str(service.config), "--port", str(port)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert done.stderr.strip()
    assert service.get("/readyz")["ready"]


def test_a_taken_port_is_refused_in_words(service: Service, tmp_path: Path, press: Press) -> None:
    """Exit code 2, nothing started."""
    (tmp_path / "second").mkdir()
    config = write_setting(tmp_path / "second", {"a": f"http://127.0.0.1:{press.port}/a"}, port=press.port)
    command = [sys.executable, "-m", "syndicator", "run", "--config", str(config), "--port", str(service.port)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_the_service_ends_cleanly_within_ten_seconds_and_leaves_no_child(service: Service, number: int) -> None:
    """As a supervisor or Ctrl-C ends it."""
    service.until("/feeds/medical-education.json", lambda feed: len(_titles(feed)) == 1)
    children = service.children()
    assert children
    began = time.monotonic()
    service.process.send_signal(number)
    assert service.process.wait(10) == 0
    assert time.monotonic() - began < 10
    time.sleep(0.2)
    assert [pid for pid in children if Path(f"/proc/{pid}").exists() and _alive(pid)] == []
    assert "Traceback" not in service.log.read_text()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_neither_publishers_that_never_answer_nor_readers_that_never_read_keep_the_service_from_ending(
    tmp_path: Path, number: int
) -> None:
    """It ends within ten seconds, and that is no error: nobody is to be woken by a restart."""
    with socket.create_server(("127.0.0.1", 0), backlog=64) as silent:
        port = silent.getsockname()[1]
        hosts = [f"127.0.0.{number}" for number in range(1, 7)]
        sources = {f"s{place}": f"http://{host}:{port}/" for place, host in enumerate(hosts)}
        config = write_setting(tmp_path, sources, port=port)
        text = (config / "sources/journey.yaml").read_text()
        (config / "sources/journey.yaml").write_text(text.replace("sources:", "interval: 1s\nsources:"))
        service = Service(config)
        try:
            service.until("/readyz", lambda state: "s0" in state["polling"])
            (tmp_path / "public/large.png").write_bytes(bytes(64_000_000))
            with socket.create_connection(("127.0.0.1", service.port)) as reader:
                reader.sendall(b"GET /large.png HTTP/1.1\r\nHost: x\r\n\r\n")
                assert reader.recv(15) == b"HTTP/1.1 200 OK"
                service.process.send_signal(number)
                assert service.process.wait(10) == 0
        finally:
            service.process.kill()
            service.process.wait()
    told = service.log.read_text()
    assert "Traceback" not in told
    assert '"level": "error"' not in told


def test_killed_the_service_leaves_no_child(service: Service) -> None:
    """Children that read hostile documents die with their parent."""
    service.until("/feeds/medical-education.json", lambda feed: len(_titles(feed)) == 1)
    children = service.children()
    os.kill(service.process.pid, signal.SIGKILL)
    service.process.wait(10)
    end = time.monotonic() + 5
    while time.monotonic() < end and any(_alive(pid) for pid in children):
        time.sleep(0.1)
    assert [pid for pid in children if _alive(pid)] == []


def test_killed_and_started_again_the_service_asks_nobody_before_it_is_time(tmp_path: Path) -> None:
    """No burst at a start, and nothing asked for anew: what was planned is in the store (R06, conformance 138)."""
    asked: list[str] = []

    def answer(path: str, _validator: str | None) -> Answer:
        asked.append(path)
        return 200, {"ETag": '"v1"'}, f"<rss version='2.0'><channel>{item('1', path)}</channel></rss>".encode()

    with Loopback(answer) as publisher:
        names = [f"s{number}" for number in range(5)]
        config = write_setting(
            tmp_path, {name: f"http://127.0.0.1:{publisher.port}/{name}" for name in names}, port=publisher.port
        )
        text = (config / "sources/journey.yaml").read_text()
        (config / "sources/journey.yaml").write_text(text.replace("sources:", "interval: 1h\nsources:"))
        poll = [sys.executable, "-m", "syndicator", "poll", "--all", "--config", str(config)]
        subprocess.run(poll, capture_output=True, timeout=60, check=True)
        assert sorted(asked) == names
        for _ in range(2):
            service = Service(config)
            service.until("/readyz", lambda state: state["ready"])
            time.sleep(2)
            service.process.kill()
            service.process.wait(10)
        assert sorted(asked) == names


def test_restored_from_a_backup_the_service_announces_nothing_under_another_id(service: Service, press: Press) -> None:
    """A copy made while the service ran, put on an empty machine: what came after it has the ids and dates it had."""
    path, store = "/feeds/medical-education.json", service.config.parent / "journey.db"
    service.until(path, lambda feed: len(_titles(feed)) == 1)
    with closing(sqlite3.connect(store)) as live, closing(sqlite3.connect(store.with_suffix(".copy"))) as copy:
        live.backup(copy)
    press.documents["a"] = item("1", "Medical universities sign an agreement at last") + item(
        "2", "Medical students train abroad", "Kazakhstan and Israel: " * 3
    )
    lost = service.until(path, lambda feed: "at last" in str(feed) and len(_titles(feed)) == 2)
    service.process.kill()
    service.process.wait(10)
    for each in store.parent.glob("journey.db*"):
        each.unlink()
    store.with_suffix(".copy").rename(store)
    shutil.rmtree(service.config.parent / "public")
    again = Service(service.config)
    try:
        found = again.until(path, lambda feed: "at last" in str(feed) and len(_titles(feed)) == 2)
    finally:
        again.process.kill()
        again.process.wait(10)
    assert [_announced(each) for each in found["items"]] == [_announced(each) for each in lost["items"]]


def _announced(item: dict[str, Any]) -> tuple[str, ...]:
    return item["id"], item["url"], item["title"], item["date_published"]


def _alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"
