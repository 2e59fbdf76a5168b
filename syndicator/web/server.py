"""Our own server: uvicorn, which answers published documents at once and hangs up on those who take too long."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import Iterator
from functools import partial
from typing import Any, cast

import uvicorn

from syndicator.web.connection import Connection
from syndicator.web.documents import Documents

_READERS_MAY_TAKE = 2.0
"""Seconds to finish an answer that is on its way when the server is told to end."""
_TEND_EVERY = 10
"""Ticks of uvicorn, of a tenth of a second each."""


class Server(uvicorn.Server):
    """Serves an ASGI application, and of it the *documents* at once. It leaves signals to whoever runs it."""

    def __init__(self, app: Any, documents: Documents, *, keep_alive: int = 5) -> None:
        connection = partial(Connection, documents=documents)
        super().__init__(
            uvicorn.Config(
                app,
                http=cast(type[asyncio.Protocol], connection),
                ws="none",
                log_config=None,
                access_log=False,
                server_header=False,
                lifespan="off",
                timeout_keep_alive=keep_alive,
            )
        )

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Capture nothing."""
        yield

    async def on_tick(self, counter: int) -> bool:
        """As uvicorn has it; and look after connections now and then."""
        if counter % _TEND_EVERY == 0:
            now = asyncio.get_running_loop().time()
            for connection in list(self.server_state.connections):
                cast(Connection, connection).tend(now)
        return await super().on_tick(counter)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Give those who still read a moment, then hang up: one who never reads must not keep the server from ending.

        The server's own time limit would cancel its work and tell every one of them as an error.
        """
        impatience = asyncio.get_running_loop().call_later(_READERS_MAY_TAKE, self._hang_up)
        await super().shutdown(sockets)
        impatience.cancel()

    def _hang_up(self) -> None:
        for connection in self.server_state.connections:
            connection.transport.abort()
