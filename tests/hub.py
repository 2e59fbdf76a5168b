"""A WebSub hub on loopback: it verifies who subscribes and pushes when the test says so."""

from __future__ import annotations

import hashlib
import hmac
import ssl
import urllib.error
import urllib.request
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler
from urllib.parse import parse_qs, urlencode

from tests.loopback import Running

_OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))


class Hub(Running):
    """Keeps subscriptions by callback; a context manager. *tls* makes it serve https, *redirect* sends everybody on."""

    def __init__(self, tls: ssl.SSLContext | None = None, *, status: int = 202, redirect: str = "") -> None:
        self.scheme = "https" if tls else "http"
        self.asked: list[dict[str, str]] = []
        """Every form, in order."""
        self.subscribers: dict[str, dict[str, str]] = {}
        """Callback → the form that was verified."""
        hub = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                length = int(self.headers["Content-Length"])
                fields = {name: values[0] for name, values in parse_qs(self.rfile.read(length).decode()).items()}
                self.send_response(307 if redirect else status)
                if redirect:
                    self.send_header("Location", redirect)
                self.send_header("Content-Length", "0")
                self.end_headers()
                if not redirect and status == 202:
                    hub.take(fields)

            def log_message(self, format: str, *args: object) -> None:
                pass

        super().__init__(Handler, tls)

    @property
    def address(self) -> str:
        """Where it takes forms."""
        return f"{self.scheme}://localhost:{self.port}/"

    def take(self, fields: dict[str, str]) -> None:
        """Verify at once, and do what was asked if the subscriber means it."""
        self.asked.append(fields)
        status, answer = self.verify(fields)
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
            "hub.lease_seconds": "864000",
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
