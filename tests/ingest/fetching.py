"""What the tests of fetching share: a clock that stands still, and a fetcher that may dial loopback."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime
from typing import Any

from syndicator.chaos import ChaosServer
from syndicator.chaos.listeners import Door
from syndicator.ingest.fetch import HttpFetch
from syndicator.model.source import Limits, Outcome
from syndicator.ports import Fetched, FetchFailed, NotModified, Request

NOW = datetime(2026, 5, 1, 10, 0, tzinfo=UTC)
LOOPBACK = ("127.0.0.0/8",)
TLS = ssl.create_default_context()
Answer = Fetched | NotModified | FetchFailed


class StandingClock:
    """Always the same moment."""

    def now(self) -> datetime:
        return NOW


def request(server: ChaosServer, fault: str, *, run: str = "", deadline: float = 10.0, **more: Any) -> Request:
    """A request for a fault, allowed to reach the server."""
    return Request(
        server.address(fault, run=run),
        allow_private=LOOPBACK,
        allow_ports=(80, 443, server.ports[Door.HTTP]),
        limits=Limits(deadline=deadline),
        **more,
    )


def fetch(
    *requests: Request,
    resolve: Callable[[str, int], Awaitable[Sequence[str]]] | None = None,
    tls: ssl.SSLContext = TLS,
    host_gap: float = 0.0,
) -> list[Answer]:
    """Fetch all, one after the other, with one fetcher."""

    async def work() -> list[Answer]:
        fetcher = HttpFetch(
            "syndicator/test (+https://news.example/bot)",
            clock=StandingClock(),
            host_gap=host_gap,
            resolve=resolve,
            tls=tls,
        )
        try:
            return [await fetcher.fetch(each) for each in requests]
        finally:
            await fetcher.close()

    return asyncio.run(work())


def outcome(answer: Answer) -> Outcome:
    """How a fetch ended, as the outcome of a poll."""
    match answer:
        case Fetched():
            return Outcome.OK
        case NotModified():
            return Outcome.NOT_MODIFIED
        case FetchFailed():
            return answer.outcome


def fetched(answer: Answer) -> Fetched:
    """The answer, that must be a whole body."""
    assert isinstance(answer, Fetched), answer
    return answer


def failed(answer: Answer) -> FetchFailed:
    """The answer, that must be a failure."""
    assert isinstance(answer, FetchFailed), answer
    return answer
