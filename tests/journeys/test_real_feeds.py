"""Five hundred documents of real sites, many of them faulty, served on loopback and polled by the service."""

from __future__ import annotations

import hashlib
import io
import json
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import feedparser
import pytest

from tests.journeys.setting import write_setting

pytestmark = [pytest.mark.journey, pytest.mark.shared]


class Library:
    """Serves files with validators and keeps a log of what was asked."""

    def __init__(self, files: dict[str, Path]) -> None:
        self.files = files
        self.conditional: Counter[str] = Counter()
        self.plain: Counter[str] = Counter()
        library = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                library.serve(self, self.path.strip("/"))

            def log_message(self, format: str, *args: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port: int = self._server.server_address[1]
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()

    def serve(self, request: BaseHTTPRequestHandler, name: str) -> None:
        body = self.files[name].read_bytes()
        tag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
        asked = request.headers.get("If-None-Match")
        (self.conditional if asked else self.plain)[name] += 1
        same = asked == tag
        request.send_response(304 if same else 200)
        request.send_header("ETag", tag)
        if not same:
            request.send_header("Content-Type", "application/xml")
            request.send_header("Content-Length", str(len(body)))
        request.end_headers()
        if not same:
            request.wfile.write(body)

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


@pytest.fixture(scope="module")
def library(shared: Path) -> Iterator[Library]:
    files = sorted(file for file in (shared / "data/feeds/real").rglob("*") if file.is_file() and file.suffix != ".md")
    library = Library({f"real-{number}": file for number, file in enumerate(files)})
    yield library
    library.close()


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
    addresses = {name: f"http://127.0.0.1:{library.port}/{name}" for name in library.files}
    config = write_setting(tmp_path, addresses, port=library.port)
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
    published = {file: file.read_bytes() for file in (tmp_path / "public").rglob("*") if file.is_file()}
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
