"""A WebSub hub on loopback: it verifies who subscribes and pushes when the test says so."""

from __future__ import annotations

import hashlib
import hmac
import ssl
import threading
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode

_OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))


@dataclass
class Hub:
    """Keeps subscriptions by callback; a context manager. *tls* makes it serve https."""

    tls: ssl.SSLContext | None = None
    lease: str = "864000"
    status: int = 202
    redirect: str = ""
    """Where every request is sent on to, by 307."""
    asked: list[dict[str, str]] = field(default_factory=list)
    """Every form, in order."""
    challenges: list[str] = field(default_factory=list)
    """What subscribers answered when they were asked whether they meant it."""
    subscribers: dict[str, dict[str, str]] = field(default_factory=dict)
    """Callback → the form that was verified."""

    def __post_init__(self) -> None:
        hub = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                length = int(self.headers["Content-Length"])
                fields = {name: values[0] for name, values in parse_qs(self.rfile.read(length).decode()).items()}
                self.send_response(307 if hub.redirect else hub.status)
                if hub.redirect:
                    self.send_header("Location", hub.redirect)
                self.send_header("Content-Length", "0")
                self.end_headers()
                if not hub.redirect and hub.status == 202:
                    hub.take(fields)

            def log_message(self, format: str, *args: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        if self.tls:
            self._server.socket = self.tls.wrap_socket(self._server.socket, server_side=True)
        self.port: int = self._server.server_address[1]
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    @property
    def address(self) -> str:
        """Where it takes forms."""
        return f"{'https' if self.tls else 'http'}://localhost:{self.port}/"

    def __enter__(self) -> Hub:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def take(self, fields: dict[str, str]) -> None:
        """Verify at once, and do what was asked if the subscriber means it."""
        self.asked.append(fields)
        status, answer = self.verify(fields)
        self.challenges.append(answer)
        if status == 200 and answer == f"challenge-{len(self.asked)}":
            if fields["hub.mode"] == "subscribe":
                self.subscribers[fields["hub.callback"]] = fields
            else:
                self.subscribers.pop(fields["hub.callback"], None)

    def verify(self, fields: Mapping[str, str], **changed: str) -> tuple[int, str]:
        """Ask the subscriber whether it meant what *fields* say (WebSub, 5.3)."""
        question = {
            "hub.mode": fields["hub.mode"],
            "hub.topic": fields["hub.topic"],
            "hub.challenge": f"challenge-{len(self.asked)}",
            "hub.lease_seconds": self.lease,
        } | {f"hub.{name}": value for name, value in changed.items()}
        return _ask(urllib.request.Request(f"{fields['hub.callback']}?{urlencode(question)}"))

    def push(self, body: bytes, *, signature: str | None = None) -> list[int]:
        """Send a document to every subscriber, signed as each one asked; returns the answers' statuses."""
        return [self._push_to(callback, fields, body, signature) for callback, fields in self.subscribers.items()]

    def _push_to(self, callback: str, fields: Mapping[str, str], body: bytes, signature: str | None) -> int:
        headers = {"Content-Type": "application/rss+xml", "Content-Encoding": "gzip"}  # untrue, as some hubs send it
        if signature is None and "hub.secret" in fields:
            signature = "sha256=" + hmac.new(fields["hub.secret"].encode(), body, hashlib.sha256).hexdigest()
        if signature:
            headers["X-Hub-Signature"] = signature
        return _ask(urllib.request.Request(callback, body, headers))[0]


def _ask(request: urllib.request.Request) -> tuple[int, str]:
    try:
        with _OPENER.open(request, timeout=10) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as refused:
        with refused:
            return refused.code, refused.read().decode()
