"""Our own hub's address: requests to be told of our feeds' news, and to be told no more (WebSub, 5.1)."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from typing import Protocol
from urllib.parse import parse_qsl

from fastapi import APIRouter, Request, Response
from starlette.background import BackgroundTask
from starlette.requests import ClientDisconnect

from syndicator.model.hub import OWN, Refusal

_LARGEST = 20_000
"""Bytes of a form."""
_MOST_FIELDS = 100
_WITHIN = 10.0
"""Seconds to send it."""
_FORM = "application/x-www-form-urlencoded"
_NAMES = frozenset({"hub.mode", "hub.topic", "hub.callback", "hub.lease_seconds", "hub.secret"})


class Counter(Protocol):
    """Who takes requests: see :class:`syndicator.hub.Hub`."""

    async def ask(self, fields: Mapping[str, str]) -> Refusal | None:
        """None when the request will be verified, else why not."""
        ...


def hub(counter: Counter, *, on_request: Callable[[], None]) -> APIRouter:
    """The routes; *on_request* hears of each request that was taken, after whoever asked has the answer."""
    router = APIRouter()

    @router.post(f"/{OWN}")
    async def ask(request: Request) -> Response:
        fields = await _fields(request)
        refused = fields if isinstance(fields, Refusal) else await counter.ask(fields)
        if refused is not None:
            return _refused(refused)
        taken = _answer(202, "it will be verified\n")
        taken.background = BackgroundTask(_run, on_request)
        return taken

    @router.api_route(f"/{OWN}", methods=["GET", "HEAD"])
    async def explain() -> Response:
        return _answer(405, "This is a WebSub hub: POST hub.mode, hub.topic and hub.callback here.\n", allow="POST")

    return router


async def _fields(request: Request) -> dict[str, str] | Refusal:
    """What the form says by the names we know; one given twice is refused, for nobody could tell what is meant."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != _FORM:
        return Refusal(415, f"send a form: Content-Type {_FORM}")
    body = await _body(request)
    if isinstance(body, Refusal):
        return body
    try:
        pairs = parse_qsl(body.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=_MOST_FIELDS)
    except ValueError:
        return Refusal(400, f"the form cannot be read: percent-encoded UTF-8, at most {_MOST_FIELDS} fields")
    known = [(name, value) for name, value in pairs if name in _NAMES]
    if len({name for name, _ in known}) < len(known):
        return Refusal(400, "a field is given twice")
    if any("\0" in value for _, value in known):
        return Refusal(400, "a field holds a NUL")
    return dict(known)


async def _body(request: Request) -> bytes | Refusal:
    body = bytearray()
    try:
        async with asyncio.timeout(_WITHIN):
            async for piece in request.stream():
                body += piece
                if len(body) > _LARGEST:
                    return Refusal(413, f"the form is larger than {_LARGEST} bytes")
    except (TimeoutError, ClientDisconnect):
        return Refusal(408, f"the form did not arrive within {_WITHIN:g} s")
    return bytes(body)


def _refused(refusal: Refusal) -> Response:
    wait = {"retry-after": str(refusal.retry_after)} if refusal.retry_after else {}
    return _answer(refusal.status, f"{refusal.reason}\n", **wait)


async def _run(work: Callable[[], None]) -> None:
    work()  # in the event loop, and not on a thread


def _answer(status: int, text: str, **fields: str) -> Response:
    headers = {"x-content-type-options": "nosniff", "cache-control": "no-store", **fields}
    return Response(text, status_code=status, media_type="text/plain", headers=headers)
