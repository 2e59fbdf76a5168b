"""The service as a process of its own, on the sample newsroom."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.conftest import lacking
from tests.loopback import free_port

FEEDS = ("medical-education", "international-cooperation")


@dataclass(frozen=True, slots=True)
class Running:
    """A service that runs."""

    address: str
    folder: Path
    process: subprocess.Popen[bytes]

    def get(self, path: str) -> bytes:
        """The body behind a path."""
        with urllib.request.urlopen(self.address + path, timeout=10) as answer:
            body: bytes = answer.read()
        return body


def need(command: str) -> str:
    """The path of a program; the test is skipped without it, and fails in CI."""
    found = shutil.which(command)
    if found is None:
        lacking(f"{command} is not installed")
    return found


def start_demo(folder: Path, *more: str) -> Running:
    """Start ``syndicator demo`` and wait until it is ready."""
    port = free_port()
    command = [sys.executable, "-m", "syndicator", "demo", "--folder", str(folder), "--port", str(port), *more]
    log = (folder.parent / "demo.log").open("wb")
    process = subprocess.Popen(command, stdout=log, stderr=log)
    log.close()
    running = Running(f"http://127.0.0.1:{port}", folder, process)
    until = time.monotonic() + 90
    while time.monotonic() < until and process.poll() is None:
        try:
            running.get("/readyz")
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
        else:
            return running
    process.kill()
    pytest.fail("the demonstration did not become ready: " + (folder.parent / "demo.log").read_text()[-2000:])


def stop(running: Running, within: float = 10.0) -> int:
    """SIGTERM; the exit code."""
    running.process.send_signal(signal.SIGTERM)
    return running.process.wait(within)


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A demonstration whose newsroom stands still."""
    running = start_demo(tmp_path_factory.mktemp("demo") / "setting", "--news-after", "86400")
    yield running
    if running.process.poll() is None:
        stop(running)


@pytest.fixture(scope="session", params=FEEDS)
def feed(request: pytest.FixtureRequest) -> str:
    """The name of each feed."""
    name: str = request.param
    return name
