"""kill -9 at random moments: nothing lost, no id changed, every document valid at every read."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.conftest import ROOT


@pytest.mark.journey
def test_killed_again_and_again_the_service_loses_nothing() -> None:
    """The count can be raised with the environment variable KILLS; see tests/journeys/kill.py."""
    kills = os.environ.get("KILLS", "40")
    done = subprocess.run(
        [sys.executable, "-m", "tests.journeys.kill", "--kills", kills],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=900,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr[-2000:]
