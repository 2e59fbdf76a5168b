"""What every answer of the API has, whatever was asked: validators, codings, what browsers and caches may do with it.

An ASGI application around another one whose answers are small and whole.
"""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping, MutableMapping
from dataclasses import dataclass, field
from typing import Any

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.routing import compile_path

from syndicator.errors import StoreError
from syndicator.model.partner import Partner
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
_COUNTED = frozenset({"GET", "HEAD", "OPTIONS"})
_LONGEST_ASKED = 1000
_MOST_GIVEN = 10_000
"""Answers of which it is remembered who has them."""
_FOR_ALL = "max-age=30"
_FOR_ONE = "private, no-cache"
ASKER = "syndicator.asker"
"""Where an application inside finds who asks."""


@dataclass(frozen=True, slots=True)
class Answered:
    """What is counted of an answer."""

    route: str
    """The path with names in place of what differs."""
    method: str
    status: int
    seconds: float
    exceeded: tuple[str, ...] = ()
    """Of which quotas it was one request too many."""


class Answering:
    """Lets the application inside answer who may ask, and completes what it says.

    *state* gives something else as soon as any answer may be another; while it does not, whoever has an answer of this
    service is told so without its being made again. It is read before an answer is made, so that what changes
    meanwhile is found to be new.
    """

    def __init__(
        self,
        inner: Any,
        desk: Desk,
        *,
        base: Callable[[], str],
        state: Callable[[], object],
        routes: Iterable[str],
        elapsed: Callable[[], float],
        heard: Callable[[Answered], None],
    ) -> None:
        self._inner = inner
        self._desk = desk
        self._base = base
        self._state = state
        self._routes = [(compile_path(each)[0], each) for each in routes]
        self._elapsed = elapsed
        self._heard = heard
        self._given: OrderedDict[_Asked, _Given] = OrderedDict()

    async def __call__(self, scope: Scope, receive: Any, send: Any) -> None:
        """Answer one request."""
        began = self._elapsed()
        answer, exceeded = await self._answer(scope, receive)
        seconds = self._elapsed() - began
        method = scope["method"] if scope["method"] in _COUNTED else "other"
        self._heard(Answered(self._route(scope), method, answer.status_code, seconds, exceeded))
        if scope["method"] == "HEAD":
            answer.headers["content-length"] = str(len(answer.body))
            answer.body = b""
        await answer(scope, receive, send)

    def _route(self, scope: Scope) -> str:
        path = scope["path"].removeprefix(scope.get("root_path", ""))
        return next((route for pattern, route in self._routes if pattern.match(path)), "other")

    async def _answer(self, scope: Scope, receive: Any) -> tuple[Response, tuple[str, ...]]:
        asked = Headers(scope=scope)
        if scope["method"] == "OPTIONS":
            is_preflight = "access-control-request-method" in asked
            return Response(status_code=204, headers=_PREFLIGHT if is_preflight else _OPTIONS), ()
        try:
            asker = await self._asker(scope, asked)
        except Problem as problem:
            exceeded = tuple(problem.more.get("violated_policies", ()))
            return self._finished(self._told(problem, scope), asked, None), exceeded
        except StoreError as fault:
            _log.error("the API cannot be used: %s", fault)
            closed = Problem("unavailable", headers={"retry-after": "5"})
            return self._finished(self._told(closed, scope), asked, None), ()
        return await self._given_to(asker, scope, receive, asked), ()

    async def _given_to(self, asker: Asker | None, scope: Scope, receive: Any, asked: Headers) -> Response:
        """The answer, made only where one who has it already cannot be told so."""
        key = _Asked.of(scope, asked, asker)
        try:
            state = await asyncio.to_thread(self._state)
        except StoreError:  # whoever makes the answer will say so
            state = None
        known = self._given.get(key)
        if known is not None and known.state == state and _has(asked, known.tags):
            self._given.move_to_end(key)
            made = Response(b"", 200)
            made.raw_headers = list(known.headers)
            return self._finished(made, asked, asker, known.tags)
        made = await self._inside(scope, receive, asker)
        tags = _tags(bytes(made.body)) if made.status_code == 200 else {}
        if tags and state is not None and key.size <= _LONGEST_ASKED:
            self._given[key] = _Given(state, tags, tuple(made.raw_headers))
            self._given.move_to_end(key)
            if len(self._given) > _MOST_GIVEN:
                self._given.popitem(last=False)
        return self._finished(made, asked, asker, tags)

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

    def _finished(
        self, made: Response, asked: Headers, asker: Asker | None, tags: Mapping[str, bytes] = {}
    ) -> Response:
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
        if tags:
            return _conditional(made, headers, asked, tags)
        headers["content-length"] = str(len(made.body))
        return made


@dataclass(frozen=True, slots=True)
class _Asked:
    """Whatever of a request an answer depends on."""

    path: str
    query: bytes
    accept: str
    partner: Partner | None

    @property
    def size(self) -> int:
        return len(self.path) + len(self.query) + len(self.accept)

    @classmethod
    def of(cls, scope: Scope, asked: Headers, asker: Asker | None) -> _Asked:
        return cls(scope["path"], scope["query_string"], asked.get("accept", ""), asker.partner if asker else None)


@dataclass(frozen=True, slots=True)
class _Given:
    """What is remembered of an answer: not what it said."""

    state: object
    tags: Mapping[str, bytes]
    headers: tuple[tuple[bytes, bytes], ...]


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


def _tags(body: bytes) -> dict[str, bytes]:
    return tagged(body, ["identity", *(CODINGS if len(body) > SMALL else ())])


def _has(asked: Headers, tags: Mapping[str, bytes]) -> bool:
    """Whether who asks has the answer already, in the coding that is asked for."""
    tag = tags[negotiated(asked.get("accept-encoding", ""), tags)]
    return "if-none-match" in asked and matches(asked["if-none-match"].encode("latin-1"), (tag,))


def _conditional(made: Response, headers: MutableHeaders, asked: Headers, tags: Mapping[str, bytes]) -> Response:
    """The answer with its validator in the coding that was asked for, or 304."""
    coding = negotiated(asked.get("accept-encoding", ""), tags)
    headers["etag"] = tags[coding].decode()
    if _has(asked, tags):
        made.status_code, made.body = 304, b""
        del headers["content-type"]
        return made
    if coding != "identity":
        headers["content-encoding"] = coding
        made.body = CODINGS[coding](bytes(made.body))
    headers["content-length"] = str(len(made.body))
    return made
