"""A name service that misbehaves: look-ups for names below ``chaos.test``, in the shape that the guard asks for.

The first label of a name tells how it is answered; a label that is not in the table leads to the chaos server.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable, Mapping, Sequence

from syndicator.chaos.listeners import ZONE

Answer = Sequence[str] | Exception
Rule = Callable[[int], Answer]
"""The how-many-th look-up of a name, from 1 → what comes back. An empty address stands for the chaos server's."""

_HERE = ""


def always(*addresses: str) -> Rule:
    """The same answer every time."""
    return lambda _count: addresses


def _unknown(_count: int) -> Answer:
    return socket.gaierror(socket.EAI_NONAME, "Name or service not known")


def _failing(_count: int) -> Answer:
    return socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")


def _unspeakable(_count: int) -> Answer:
    return UnicodeError("label too long")


def _flipping(count: int) -> Answer:
    return (_HERE,) if count == 1 else ("10.0.0.1",)


RULES: Mapping[str, Rule] = {
    "nxdomain": _unknown,
    "servfail": _failing,
    "unspeakable": _unspeakable,
    "empty": always(),
    "nonsense": always("not an address"),
    "flip": _flipping,
    "mixed": always("8.8.8.8", "10.0.0.5"),
    "private": always("10.0.0.1"),
    "metadata": always("169.254.169.254"),
    "carrier": always("100.64.0.1"),
    "unspecified": always("0.0.0.0"),  # noqa: S104 - an answer, nothing is bound
    "multicast": always("224.0.0.1"),
    "v6-loopback": always("::1"),
    "v6-mapped": always("::ffff:127.0.0.1"),
    "v6-compatible": always("::127.0.0.1"),
    "v6-nat64": always("64:ff9b::7f00:1"),
    "v6-6to4": always("2002:7f00:1::1"),
    "v6-teredo": always("2001:0:7f00:1::1"),
    "v6-local": always("fd00:ec2::254"),
    "v6-link": always("fe80::1"),
    "many": always(*(f"10.9.0.{number}" for number in range(1, 101))),
}
SLOW: Mapping[str, float] = {"slow": 60.0}
"""Labels that are answered after so many seconds."""


class StubResolver:
    """Answers look-ups; give it to the fetcher in place of the machine's resolver."""

    def __init__(self, here: str = "127.0.0.1") -> None:
        self.asked: list[str] = []
        self._here = here

    async def __call__(self, host: str, port: int) -> Sequence[str]:  # noqa: ARG002
        """The addresses of *host*; raises OSError or UnicodeError as a resolver does."""
        name = host.lower().rstrip(".")
        self.asked.append(name)
        label, _, zone = name.partition(".")
        await asyncio.sleep(SLOW.get(label, 0))
        rule = RULES.get(label, always(_HERE)) if zone == ZONE else _OUTSIDE.get(name) or _spelled(name)
        answer = rule(self.asked.count(name))
        if isinstance(answer, Exception):
            raise answer
        return [address or self._here for address in answer]


_OUTSIDE: Mapping[str, Rule] = {"localhost": always(_HERE)}


def _spelled(name: str) -> Rule:
    """An address in one of the spellings that inet_aton(3) knows, as real resolvers do; anything else is unknown."""
    try:
        return always(socket.inet_ntoa(socket.inet_aton(name)))
    except OSError:
        return _unknown
