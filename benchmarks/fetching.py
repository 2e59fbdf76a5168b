"""Fetching unchanged feeds of as many publishers, beside a bare httpx loop that sends the same conditional requests.

Every publisher has a loopback address of its own, so that neither side can use a connection twice, as in life.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import statistics
import time
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime
from multiprocessing.connection import Connection

import httpx

from syndicator.ingest.fetch import HttpFetch
from syndicator.ports import NotModified, Request

PUBLISHERS = 1000
ROUNDS = 5
USER_AGENT = "syndicator/bench (+https://news.example/bot)"
ACCEPT = "application/atom+xml, application/rss+xml, */*;q=0.1"
ETAG, DATE = '"v1"', "Fri, 01 May 2026 10:00:00 GMT"
_ANSWER = (
    f"HTTP/1.1 304 Not Modified\r\nETag: {ETAG}\r\nCache-Control: max-age=900\r\nConnection: close\r\n\r\n".encode()
)
_WRONG = b"HTTP/1.1 400 Not Conditional\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


class _Clock:
    def now(self) -> datetime:
        return datetime.now(UTC)


def fetching() -> None:
    """CPU of this process for every publisher asked once, one after the other, both ways in turn."""
    here, there = multiprocessing.Pipe()
    server = multiprocessing.get_context("spawn").Process(target=_serve, args=(there,), daemon=True)
    server.start()
    try:
        addresses = here.recv()
        ours, bare = asyncio.run(_both(addresses))
    finally:
        server.terminate()
        server.join()
    print(
        f"fetching       {1000 * ours:8.2f} ms of CPU for an unchanged feed   bare httpx {1000 * bare:.2f} ms", end=""
    )
    print(f"   ratio {ours / bare:5.2f}")


async def _both(addresses: Sequence[str]) -> tuple[float, float]:
    """Median seconds of CPU for one feed: ours, and bare httpx."""
    fetch = HttpFetch(USER_AGENT, clock=_Clock(), host_gap=0.0)
    ports = tuple({httpx.URL(addresses[0]).port or 80})
    fields = {"User-Agent": USER_AGENT, "Accept": ACCEPT, "Accept-Encoding": "gzip"}
    fields |= {"If-None-Match": ETAG, "If-Modified-Since": DATE}

    async def polite(address: str) -> bool:
        request = Request(address, ETAG, DATE, ACCEPT, allow_private=("127.0.0.0/8",), allow_ports=ports)
        return isinstance(await fetch.fetch(request), NotModified)

    async with httpx.AsyncClient(trust_env=False) as client:

        async def bare(address: str) -> bool:
            return (await client.get(address, headers=fields)).status_code == 304

        rounds = [(await _cost(polite, addresses), await _cost(bare, addresses)) for _ in range(ROUNDS)]
    await fetch.close()
    return statistics.median(each for each, _ in rounds), statistics.median(each for _, each in rounds)


async def _cost(ask: Callable[[str], Awaitable[bool]], addresses: Sequence[str]) -> float:
    began = time.process_time()
    answers = [await ask(address) for address in addresses]
    cost = time.process_time() - began
    assert all(answers)
    return cost / len(addresses)


def _serve(told: Connection) -> None:
    asyncio.run(_answer_for_ever(told))


async def _answer_for_ever(told: Connection) -> None:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        writer.write(_ANSWER if b'\r\nif-none-match: "v1"\r\n' in head.lower() else _WRONG)
        writer.close()

    hosts = [f"127.9.{number // 250}.{1 + number % 250}" for number in range(PUBLISHERS)]
    probe = await asyncio.start_server(answer, hosts[0], 0)
    port = probe.sockets[0].getsockname()[1]
    rest = await asyncio.start_server(answer, hosts[1:], port)
    told.send([f"http://{host}:{port}/feed.xml" for host in hosts])
    async with probe, rest:
        await asyncio.gather(probe.serve_forever(), rest.serve_forever())


if __name__ == "__main__":
    fetching()
