"""Where hubs reach us: they verify what we asked of them, and tell us of news (WebSub, 5.3 and 7)."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Protocol

from fastapi import APIRouter, Request, Response
from starlette.background import BackgroundTask
from starlette.requests import ClientDisconnect

from syndicator.model.subscription import Seal
from syndicator.subscriber import CALLBACK

_PATH = f"{CALLBACK}{{token}}"
_LONGEST_CHALLENGE = 4096
_LARGEST = 32_000_000
"""Bytes of one push; they are counted and never kept."""
_WITHIN = 30.0
"""Seconds to push them."""
_PLAIN = {"x-content-type-options": "nosniff", "cache-control": "no-store"}


class Hubs(Protocol):
    """Who knows what hubs may tell us: see :class:`syndicator.subscriber.Subscriber`."""

    async def verify(self, token: str, said: Mapping[str, str]) -> str | None:
        """What to answer to a hub that verifies, or None."""
        ...

    async def seal(self, token: str, signature: str) -> Seal | None:
        """What proves a pushed body, or None."""
        ...


def callback(hubs: Hubs, *, on_push: Callable[[str, bool], Awaitable[None]]) -> APIRouter:
    """The routes; *on_push* is told the token of a push and whether it was genuine, after the hub has its answer."""
    router = APIRouter()

    @router.get(_PATH)
    async def verify(token: str, request: Request) -> Response:
        answer = await hubs.verify(token, dict(request.query_params))
        if answer is None or len(answer) > _LONGEST_CHALLENGE:
            return Response(status_code=404, headers=_PLAIN)
        return Response(answer, media_type="text/plain", headers=_PLAIN)

    @router.post(_PATH)
    async def push(token: str, request: Request) -> Response:
        seal = await hubs.seal(token, request.headers.get("x-hub-signature", ""))
        if seal is None:
            return Response(status_code=410, headers=_PLAIN)
        refused = await _drained(request, seal)
        if refused:
            return Response(status_code=refused, headers=_PLAIN)
        return Response(status_code=202, headers=_PLAIN, background=BackgroundTask(on_push, token, seal.is_genuine()))

    return router


async def _drained(request: Request, seal: Seal) -> int:
    """Pass the body by the seal, keeping nothing of it; the status of a refusal, or 0."""
    size = 0
    try:
        async with asyncio.timeout(_WITHIN):
            async for piece in request.stream():
                size += len(piece)
                if size > _LARGEST:
                    return 413
                seal.feed(piece)
    except (TimeoutError, ClientDisconnect):
        return 408
    return 0
