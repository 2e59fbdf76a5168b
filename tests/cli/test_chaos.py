"""``syndicator chaos``, as an operator calls it."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
import time
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from typer.testing import CliRunner

from syndicator.chaos import FAULTS
from syndicator.chaos.listeners import Door
from syndicator.cli import app
from syndicator.cli import chaos as module
from syndicator.cli.chaos import chaos
from tests.loopback import free_row


def called(*words: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, ["chaos", *words], catch_exceptions=False)
    return result.exit_code, result.stdout, result.stderr


def test_the_faults_are_listed_for_people() -> None:
    """Every fault with its address and its outcome, under the title of its table."""
    code, out, _ = called("--list")
    assert code == 0
    assert "Hostile content" in out
    assert "http://127.0.0.1:8099/f/gzip-bomb" in out
    assert out.rstrip().endswith(f"{len(FAULTS)} faults")


def test_the_faults_are_listed_for_programs() -> None:
    """One object a line, as /_faults has them."""
    code, out, _ = called("--list", "--json", "--port", "9000")
    found = {each["id"]: each for each in map(json.loads, out.splitlines())}
    assert code == 0
    assert found.keys() == FAULTS.keys()
    assert found["gzip-bomb"]["address"] == "http://127.0.0.1:9000/f/gzip-bomb"
    assert found["tls-expired"]["address"].startswith("https://127.0.0.1:90")


def test_a_seed_gives_other_news() -> None:
    """For a second try against a store that knows the first news."""
    code, out, _ = called("--list", "--seed", "7")
    assert (code, f"{len(FAULTS)} faults" in out) == (0, True)
    with module._server("127.0.0.1", 0, "7") as server, server:
        news = [urlopen(f"{server.address('good')}{more}", timeout=10).read() for more in ("", "?seed=7", "?seed=8")]
    assert news[0] == news[1] != news[2]


def test_without_openssl_the_rest_is_served(monkeypatch: pytest.MonkeyPatch) -> None:
    """And the operator is told what is left out."""
    monkeypatch.setattr(module, "available", lambda: False)
    code, out, err = called("--list", "--json")
    assert code == 0
    assert "openssl" in err
    assert "tls-expired" not in out


def test_it_serves_until_it_is_asked_to_end(capsys: pytest.CaptureFixture[str]) -> None:
    """In this very process: the answer to a request, then SIGTERM; and signals mean what they meant before."""
    port, before = free_row(len(Door)), signal.getsignal(signal.SIGTERM)
    seen: list[int] = []

    def ask_and_end() -> None:
        while signal.getsignal(signal.SIGTERM) is before:
            time.sleep(0.02)
        while not seen:
            with contextlib.suppress(URLError), urlopen(f"http://127.0.0.1:{port}/f/good", timeout=10) as answer:
                seen.append(answer.status)
        os.kill(os.getpid(), signal.SIGTERM)

    asking = threading.Thread(target=ask_and_end)
    asking.start()
    chaos(port=port, machine=True)
    asking.join()
    assert seen == [200]
    assert "Ctrl-C" in capsys.readouterr().err
    assert signal.getsignal(signal.SIGTERM) is before


def test_ctrl_c_ends_it_without_a_word_of_python() -> None:
    """Exit code 0: this is how it is meant to end."""
    command = [sys.executable, "-m", "syndicator", "chaos", "--port", str(free_row(len(Door)))]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        told = ""
        while "Ctrl-C" not in told:
            told += process.stderr.readline() or pytest.fail(told)
        process.send_signal(signal.SIGINT)
        rest = process.stderr.read()
        assert process.wait(20) == 0
    assert "Traceback" not in told + rest


def test_an_address_that_is_not_ours_is_told() -> None:
    """Exit code 2, in words."""
    port = free_row(len(Door))
    command = [sys.executable, "-m", "syndicator", "chaos", "--host", "192.0.2.1", "--port", str(port)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert done.stderr.strip()
