"""kill -9 of a service with followers: what they are owed reaches them, whatever was killed when."""

from __future__ import annotations

import random
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from pathlib import Path
from urllib.parse import urlencode

import pytest

from syndicator.bootstrap import load_editorial, open_for_reading
from tests.follower import Follower
from tests.journeys.setting import write_setting
from tests.loopback import free_port
from tests.test_pipeline import Press, item

pytestmark = pytest.mark.journey

TITLES = ("sign agreement", "visit a hospital", "open a school", "meet in Almaty", "share a laboratory", "teach nurses")
_OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))


class Mortal:
    """A service that is killed and started again on the same store and port."""

    def __init__(self, folder: Path, press: Press, follower: Follower) -> None:
        self.port = free_port()
        self.config = write_setting(
            folder,
            {"a": f"http://127.0.0.1:{press.port}/a"},
            port=press.port,
            address=f"http://127.0.0.1:{self.port}",
        )
        for feed in (folder / "feeds").glob("*.yaml"):
            if feed.stem != "medical-education":
                feed.unlink()
        settings = self.config / "syndicator.yaml"
        text = settings.read_text().replace("{interval: 60m,", "{tick: 0.1s, interval: 1s,")
        bounds = f"websub: {{allow_private: [127.0.0.0/8], allow_ports: [{follower.port}], requests: 999}}\n"
        settings.write_text(text + bounds)
        sources = self.config / "sources/journey.yaml"
        sources.write_text(sources.read_text().replace("sources:", "interval: 1s\nsources:"))
        self.log = folder / "service.log"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        command = [sys.executable, "-m", "tests.journeys.killed_hub", str(self.config), str(self.port)]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(command, stdout=log, stderr=log)

    def kill(self) -> None:
        """Without a chance to clean up."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None

    def ask(self, path: str, form: dict[str, str] | None = None) -> str:
        data = urlencode(form).encode() if form else None
        with _OPENER.open(f"http://127.0.0.1:{self.port}{path}", data, timeout=5) as answer:
            return str(answer.read().decode())

    def followers(self) -> int:
        """How many there are, as the store knows."""
        with closing(open_for_reading(load_editorial(self.config).configuration)) as store:
            return sum(each.followers for each in store.followers.audiences())

    def until(self, holds: Callable[[], object], seconds: float = 60) -> None:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            try:
                if holds():
                    return
            except (urllib.error.URLError, OSError):
                pass
            time.sleep(0.05)
        pytest.fail(f"it never came to that\n{self.log.read_text()[-3000:]}")


@pytest.fixture
def press() -> Iterator[Press]:
    with Press() as press:
        yield press


@pytest.fixture
def follower() -> Iterator[Follower]:
    with Follower() as follower:
        yield follower


@pytest.fixture
def service(tmp_path: Path, press: Press, follower: Follower) -> Iterator[Mortal]:
    service = Mortal(tmp_path, press, follower)
    service.start()
    yield service
    service.kill()


def test_what_is_owed_is_delivered_after_any_kill(service: Mortal, press: Press, follower: Follower) -> None:
    """A request that was answered, a delivery that failed, one that was underway, and news at any moment."""
    topic = f"http://127.0.0.1:{service.port}/feeds/medical-education.json"
    subscription = {"hub.mode": "subscribe", "hub.topic": topic, "hub.callback": follower.callback("/slow")}
    confirm = follower.answer

    def never(_: Mapping[str, str]) -> tuple[int, str]:
        follower.released.wait(30)
        return 503, ""

    follower.answer = never

    service.until(lambda: '"ready":true' in service.ask("/readyz"))
    service.until(lambda: service.ask("/websub/hub", subscription))
    service.until(lambda: follower.asked)
    service.kill()
    follower.released.set()
    follower.answer = confirm
    service.start()
    service.until(service.followers)

    follower.status = 503
    publish(press, 0)
    service.until(lambda: told(follower, 0))
    service.kill()
    follower.told.clear()
    follower.status = 204
    service.start()
    service.until(lambda: told(follower, 0))

    follower.released.clear()
    publish(press, 1)
    service.until(lambda: '"title": "Medical universities visit' in service.ask("/feeds/medical-education.json"))
    time.sleep(0.3)
    service.kill()
    follower.told.clear()
    follower.released.set()
    service.start()
    service.until(lambda: told(follower, 1))

    chance = random.Random(7)
    for number in range(2, len(TITLES)):
        publish(press, number)
        time.sleep(chance.uniform(0, 2))
        service.kill()
        service.start()
        service.until(lambda: told(follower, number))  # noqa: B023
    bodies = [each.body for each in follower.told]
    assert len(bodies) - len(set(bodies)) <= len(TITLES), "at least once, seldom twice"


def publish(press: Press, number: int) -> None:
    """The source has one more article."""
    press.documents["a"] = press.documents.get("a", "") + item(str(number), f"Medical universities {TITLES[number]}")


def told(follower: Follower, number: int) -> bool:
    """Whether a delivery held that article."""
    return any(TITLES[number].encode() in each.body for each in follower.told)
