"""The API keeps to its own description, whatever is sent: schemathesis with all its checks."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import uvicorn

from syndicator.model.partner import Access
from tests.loopback import free_port
from tests.web.site import HOME, RICH, Api, entry, opened


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """Where the API answers over HTTP, with stories of every kind."""
    port = free_port()
    with opened(tmp_path) as api:
        fill(api)
        api.configuration = replace(api.configuration, site=replace(HOME, address=f"http://127.0.0.1:{port}"))
        server = uvicorn.Server(uvicorn.Config(api.app, port=port, log_config=None, lifespan="off"))
        thread = threading.Thread(target=server.run)
        thread.start()
        while not server.started:
            time.sleep(0.01)
        yield f"http://127.0.0.1:{port}/api/v1"
        server.should_exit = True
        thread.join()


def fill(api: Api) -> None:
    api.allow(Access.PUBLIC, 1_000_000, 1_000_000)
    for number in range(9):
        api.tell(f"s00{number}", RICH, entry(f"e{number}", language="kk-Cyrl", source="beta"))
    api.tell("s001")
    api.merge("s002", "s003")


def test_whatever_is_sent_is_answered_as_described(address: str, tmp_path: Path) -> None:
    """Every check there is, in every phase: what is right is accepted, what is wrong is refused, and how."""
    asked = ["run", f"{address}/openapi.json", "--checks", "all", "--max-examples", "40", "--seed", "1", "--no-color"]
    program = [sys.executable, "-m", "schemathesis.cli", *asked]
    done = subprocess.run(program, capture_output=True, text=True, cwd=tmp_path, check=False, timeout=240)
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
