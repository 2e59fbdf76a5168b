"""What every answer of the API has, whatever was asked: validators, codings, what browsers and caches may do with it.

An ASGI application around another one whose answers are small and whole.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, MutableMapping
from dataclasses import dataclass, field
from typing import Any

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response

from syndicator.errors import StoreError
from syndicator.web.asking import Asker, Desk
from syndicator.web.documents import CODINGS, SMALL, matches, negotiated, tagged
from syndicator.web.problems import Problem, response

Scope = MutableMapping[str, Any]
_log = logging.getLogger("syndicator")
_METHODS = "GET, HEAD, OPTIONS"
_OPEN = frozenset({"/openapi.json"})
"""Answered without a key even where one is needed, since it tells how to send one."""
_PUBLIC = {
    "access-control-allow-origin": "*",
    "access-control-expose-headers": "ETag, Link, RateLimit, RateLimit-Policy, Retry-After",
}
_OPTIONS = {**_PUBLIC, "allow": _METHODS}
_PREFLIGHT = {
    **_OPTIONS,
    "access-control-allow-methods": _METHODS,
    "access-control-allow-headers": "Accept, If-None-Match",
    "access-control-max-age": "86400",
}
_FOR_ALL = "max-age=30"
_FOR_ONE = "private, no-cache"
ASKER = "syndicator.asker"
"""Where an application inside finds who asks."""


class Answering:
    """Lets the application inside answer who may ask, and completes what it says."""

    def __init__(self, inner: Any, desk: Desk, *, base: Callable[[], str]) -> None:
        self._inner = inner
        self._desk = desk
        self._base = base

    async def __call__(self, scope: Scope, receive: Any, send: Any) -> None:
        """Answer one request."""
        answer = await self._answer(scope, receive)
        if scope["method"] == "HEAD":
            answer.headers["content-length"] = str(len(answer.body))
            answer.body = b""
        await answer(scope, receive, send)

    async def _answer(self, scope: Scope, receive: Any) -> Response:
        asked = Headers(scope=scope)
        if scope["method"] == "OPTIONS":
            is_preflight = "access-control-request-method" in asked
            return Response(status_code=204, headers=_PREFLIGHT if is_preflight else _OPTIONS)
        try:
            asker = await self._asker(scope, asked)
        except Problem as problem:
            return self._finished(self._told(problem, scope), asked, None)
        except StoreError as fault:
            _log.error("the API cannot be used: %s", fault)
            return self._finished(self._told(Problem("unavailable", headers={"retry-after": "5"}), scope), asked, None)
        return self._finished(await self._inside(scope, receive, asker), asked, asker)

    async def _asker(self, scope: Scope, asked: Headers) -> Asker | None:
        path = scope["path"].removeprefix(scope.get("root_path", ""))
        try:
            return await self._desk.ask(asked.get("authorization"), (scope.get("client") or ("",))[0])
        except Problem as problem:
            if problem.code == "key-missing" and path in _OPEN and "authorization" not in asked:
                return None
            raise

    def _told(self, problem: Problem, scope: Scope) -> Response:
        return response(problem, self._base(), scope["path"])

    async def _inside(self, scope: Scope, receive: Any, asker: Asker | None) -> Response:
        method = "GET" if scope["method"] == "HEAD" else scope["method"]
        taken = _Taken()
        try:
            await self._inner({**scope, "method": method, ASKER: asker}, receive, taken.send)
        except Exception:  # one request may fail, and the one who asked is told so in our words
            _log.exception("the API failed at %s", scope["path"])
            return self._told(Problem("our-fault"), scope)
        made = Response(bytes(taken.body), taken.status)
        made.raw_headers = [pair for pair in taken.headers if pair[0] != b"content-length"]
        return made

    def _finished(self, made: Response, asked: Headers, asker: Asker | None) -> Response:
        headers = made.headers
        headers["x-content-type-options"] = "nosniff"
        headers.add_vary_header("Accept-Encoding, Authorization")
        if asker:
            headers.update(asker.left.headers())
        if "authorization" not in asked:
            headers.update(_PUBLIC)
        if made.status_code == 405:
            headers["allow"] = _METHODS
        if made.status_code < 400:
            headers["cache-control"] = _FOR_ONE if "authorization" in asked else _FOR_ALL
        if made.status_code == 200:
            return _conditional(made, headers, asked)
        headers["content-length"] = str(len(made.body))
        return made


@dataclass(slots=True)
class _Taken:
    """What the application inside said."""

    status: int = 0
    headers: list[tuple[bytes, bytes]] = field(default_factory=list)
    body: bytearray = field(default_factory=bytearray)

    async def send(self, message: MutableMapping[str, Any]) -> None:
        """As ASGI has it."""
        if message["type"] == "http.response.start":
            self.status, self.headers = message["status"], list(message["headers"])
        else:
            self.body += message.get("body", b"")


def _conditional(made: Response, headers: MutableHeaders, asked: Headers) -> Response:
    """The answer with its validator in the coding that was asked for, or 304."""
    body = bytes(made.body)
    codings = ["identity", *(CODINGS if len(body) > SMALL else ())]
    coding = negotiated(asked.get("accept-encoding", ""), codings)
    tags = tagged(body, codings)
    headers["etag"] = tags[coding].decode()
    if "if-none-match" in asked and matches(asked["if-none-match"].encode("latin-1"), tags.values()):
        made.status_code, made.body = 304, b""
        del headers["content-type"]
        return made
    if coding != "identity":
        headers["content-encoding"] = coding
        made.body = CODINGS[coding](body)
    headers["content-length"] = str(len(made.body))
    return made
