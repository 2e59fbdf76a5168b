"""Five hundred documents of real sites, many of them faulty, served on loopback and polled by the service."""

from __future__ import annotations

import hashlib
import io
import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

import feedparser
import pytest

from tests.journeys.setting import write_setting
from tests.loopback import Answer, Loopback

pytestmark = [pytest.mark.journey, pytest.mark.shared]


class Library:
    """Files with validators, and a log of what was asked."""

    def __init__(self, files: dict[str, Path]) -> None:
        self.files = files
        self.conditional: Counter[str] = Counter()
        self.plain: Counter[str] = Counter()

    def answer(self, name: str, validator: str | None) -> Answer:
        """The file, or 304 to a reader that has it."""
        body = self.files[name].read_bytes()
        tag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
        (self.conditional if validator else self.plain)[name] += 1
        return 304 if validator == tag else 200, {"ETag": tag, "Content-Type": "application/xml"}, body


@pytest.fixture(scope="module")
def library(shared: Path) -> Library:
    files = sorted(file for file in (shared / "data/feeds/real").rglob("*") if file.is_file() and file.suffix != ".md")
    return Library({f"real-{number}": file for number, file in enumerate(files)})


def _poll(config: Path) -> tuple[dict[str, dict[str, object]], dict[str, object]]:
    done = subprocess.run(
        [sys.executable, "-m", "syndicator", "poll", "--all", "--json", "--config", str(config)],
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert done.returncode in (0, 1), done.stderr[-2000:]
    assert "Traceback" not in done.stderr, done.stderr[-2000:]
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    return {line["source"]: line for line in lines if "source" in line}, lines[-1]


def test_every_document_is_read_or_refused_with_a_code_and_a_second_poll_is_conditional(
    library: Library, tmp_path: Path
) -> None:
    """No crash, no exception that escapes, nothing new from unchanged documents."""
    with Loopback(library.answer) as server:
        addresses = {name: f"http://127.0.0.1:{server.port}/{name}" for name in library.files}
        _polled_twice(library, write_setting(tmp_path, addresses, port=server.port))


def _polled_twice(library: Library, config: Path) -> None:
    first, _ = _poll(config)
    assert set(first) == set(library.files)
    assert [name for name, line in first.items() if line["outcome"] == "internal"] == []
    assert [line for line in first.values() if line["outcome"] != "ok" and not line.get("message")] == []
    unread = [
        name for name, line in first.items() if line["outcome"] != "ok" and _read_by_feedparser(library.files[name])
    ]
    codes = {name: (library.files[name].name, first[name]["outcome"]) for name in unread}
    assert all(outcome for _, outcome in codes.values())
    library.conditional.clear()
    library.plain.clear()
    published = {file: file.read_bytes() for file in (config.parent / "public").rglob("*") if file.is_file()}
    second, total = _poll(config)
    read = {name for name, line in first.items() if line["outcome"] == "ok"}
    assert read & library.plain.keys() == set()
    assert {second[name]["outcome"] for name in read} == {"not-modified"}
    assert sum(int(str(second[name]["new"])) + int(str(second[name]["updated"])) for name in read) == 0
    assert total["published"] == 0
    assert {file: file.read_bytes() for file in published} == published


def _read_by_feedparser(file: Path) -> bool:
    try:
        return bool(feedparser.parse(io.BytesIO(file.read_bytes())).entries)
    except Exception:
        return False
