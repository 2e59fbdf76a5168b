"""A WebSub subscriber on loopback: it confirms what it asked for, and keeps what it is told."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler
from urllib.parse import parse_qsl, urlsplit

from tests.loopback import Running


@dataclass(frozen=True)
class Told:
    """What a hub sent."""

    path: str
    """With the query."""
    fields: Mapping[str, str]
    body: bytes


class Follower(Running):
    """Its callbacks are all paths. A test may set how it answers; a context manager."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, dict[str, str]]] = []
        """Questions: the callback's path, and what the hub said."""
        self.told: list[Told] = []
        self.status = 200
        """For what is delivered."""
        self.fields: dict[str, str] = {}
        self.answer: Callable[[Mapping[str, str]], tuple[int, str]] = lambda said: (200, said["hub.challenge"])
        """To a question."""
        self.released = threading.Event()
        """Until it is set, callbacks whose path begins with ``/slow`` do not answer a delivery."""
        follower = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                parts = urlsplit(self.path)
                said = dict(parse_qsl(parts.query, keep_blank_values=True))
                follower.asked.append((parts.path, said))
                status, body = (200, "") if said["hub.mode"] == "denied" else follower.answer(said)
                self._answer(status, body.encode())

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                fields = {name.lower(): value for name, value in self.headers.items()}
                if self.path.startswith("/slow"):
                    follower.released.wait(30)
                follower.told.append(Told(self.path, fields, body))
                self._answer(follower.status, b"")

            def _answer(self, status: int, body: bytes) -> None:
                self.send_response(status)
                for name, value in follower.fields.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: object) -> None:
                pass

        super().__init__(Handler)

    def callback(self, path: str = "/callback") -> str:
        """The address of a callback."""
        return f"http://127.0.0.1:{self.port}{path}"

    def modes(self, path: str = "/callback") -> list[str]:
        """What was asked or said at a callback, in order."""
        return [said["hub.mode"] for at, said in self.asked if at == path]

    def __exit__(self, *_: object) -> None:
        self.released.set()
        super().__exit__()
