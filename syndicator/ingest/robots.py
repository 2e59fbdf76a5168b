"""robots.txt (RFC 9309): what a host lets us fetch besides what it publishes as feeds.

The parser of the standard library does not know the longest match, nor wildcards, nor merged groups; why not protego
is told in decision 14.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from urllib.parse import urljoin

from syndicator.ingest.patterns import folded, matches, path_of
from syndicator.model.source import Outcome, Source, SourceState
from syndicator.ports import (
    Collected,
    Failed,
    Fetch,
    Fetched,
    FetchFailed,
    Reader,
    Request,
    SourceKind,
    Unchanged,
)

TOKEN = "syndicator"  # noqa: S105 - the product token that robots.txt names us by
_LARGEST = 512 * 1024
"""Octets that are read: RFC 9309, 2.5, asks for 500 KiB at least."""
_EVERY = timedelta(hours=24)
"""RFC 9309, 2.4: what is remembered is not used for longer."""
_HINT = "robots"
_LONGEST_DELAY = 30.0
_NUMBER = re.compile(r"[0-9]{1,9}(?:\.[0-9]{1,9})?", re.ASCII)
_LINE = re.compile(r"[ \t]{0,40}([A-Za-z-]{1,40}(?: agent)?)[ \t]{0,40}[: \t][ \t]{0,40}([^\r\n#]{0,4096})")
_TOKEN = re.compile(r"[A-Za-z_-]{1,100}|\*")
_AGENT = frozenset({"user-agent", "useragent", "user agent"})
_RULES = {"allow": True} | dict.fromkeys(
    ("disallow", "dissallow", "dissalow", "disalow", "diasllow", "disallaw"), False
)
"""Names of rules, and the ways they are commonly misspelt → whether they allow."""
_NO_RULES = frozenset({Outcome.EMPTY, Outcome.REDIRECTS})
_BOMS = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}


@dataclass(frozen=True, slots=True)
class Robots:
    """What a robots.txt says to us."""

    rules: tuple[tuple[str, bool], ...] = ()
    """Folded pattern, whether it allows: of all groups that are meant for us."""
    sitemaps: tuple[str, ...] = ()
    delay: float = 0.0
    """Seconds between two requests that the host asks for at least (Crawl-delay, which RFC 9309 leaves open)."""

    def allows(self, address: str) -> bool:
        """Whether an address may be fetched: the longest pattern that fits says so, and of two as long the kinder."""
        path = path_of(address)
        fitting = [(len(pattern), allow) for pattern, allow in self.rules if matches(pattern, path)]
        return max(fitting, default=(0, True))[1]


def parse(body: bytes, token: str = TOKEN) -> Robots:
    """Read a robots.txt; whatever is none of its lines is passed over, so an HTML page forbids nothing."""
    ours = token.lower()
    groups: dict[str, list[tuple[str, bool]]] = {}
    delays: dict[str, float] = {}
    agents: set[str] = set()  # all names of a group with all its rules would take for ever
    sitemaps: list[str] = []
    ruled = False
    for name, value in _lines(_decoded(body)):
        if name in _AGENT:
            found = _TOKEN.match(value)
            agents = (set() if ruled else agents) | ({found[0].lower()} & {ours, "*"} if found else set())
            groups |= {each: groups.get(each, []) for each in agents}
            ruled = False
        elif name in _RULES:
            ruled = True
            for agent in agents if value else ():
                groups[agent].append((folded(value if value[0] in "/*" else f"/{value}"), _RULES[name]))
        elif name == "crawl-delay":
            delays |= {each: max(_seconds(value), delays.get(each, 0.0)) for each in agents}
        elif name == "sitemap" and value:
            sitemaps.append(value)
    meant = ours if ours in groups else "*"
    return Robots(tuple(groups.get(meant, ())), tuple(dict.fromkeys(sitemaps)), delays.get(meant, 0.0))


def _seconds(value: str) -> float:
    return min(float(value), _LONGEST_DELAY) if _NUMBER.fullmatch(value) else 0.0


def _decoded(body: bytes) -> str:
    wide = _BOMS.get(body[:2])
    if len(body) > _LARGEST:
        body = body[:_LARGEST].rpartition(b"\n")[0]  # half a line would be another rule
    return body.decode(wide or "utf-8-sig", "replace").lstrip("\ufeff")


def _lines(text: str) -> list[tuple[str, str]]:
    found = (_LINE.match(line) for line in text.splitlines())
    return [(each[1].lower(), each[2].strip()) for each in found if each]


async def robots_of(source: Source, address: str, fetch: Fetch) -> Robots | Failed:
    """The robots.txt of the host of *address*; Failed when it cannot be had, which forbids everything (2.3.1.4)."""
    answer = await fetch.fetch(Request.of(source, urljoin(address, "/robots.txt"), accept="text/plain, */*;q=0.5"))
    if isinstance(answer, Fetched):
        named = _TOKEN.match(source.user_agent or "")
        return parse(answer.body, named[0] if named else TOKEN)
    return _unknown(answer) if isinstance(answer, FetchFailed) and not _absent(answer) else Robots()


def _absent(answer: FetchFailed) -> bool:
    """Whether the host has no robots.txt, and so forbids nothing (2.3.1.3); 429 asks to go away, not to go on."""
    refused = answer.status is not None and 400 <= answer.status < 500 and answer.status != 429
    return refused or answer.outcome in _NO_RULES


def _unknown(answer: FetchFailed) -> Failed:
    return Failed(
        answer.outcome, f"robots.txt cannot be had, so nothing is fetched: {answer.message}", answer.retry_after
    )


def forbidden(address: str) -> Failed:
    """The failure that tells an operator what robots.txt says."""
    return Failed(
        Outcome.BLOCKED,
        f"robots.txt of the host asks us not to fetch {address[:200]}; ask the publisher for a feed, or for leave",
    )


@dataclass(frozen=True, slots=True)
class Obedient:
    """A kind that collects only what robots.txt allows; it is asked once a day."""

    kind: SourceKind
    asks: Callable[[Source], str] = lambda source: source.address
    """The address that the kind fetches."""

    async def collect(
        self, source: Source, state: SourceState, *, fetch: Fetch, reader: Reader, now: datetime
    ) -> Collected | Unchanged | Failed:
        """Ask for leave, then collect."""
        asked = _asked(source, state)
        if asked is None or now - asked >= _EVERY:
            address = self.asks(source)
            robots = await robots_of(source, address, fetch)
            if isinstance(robots, Failed):
                return robots
            if not robots.allows(address):
                return forbidden(address)
            asked = now
        result = await self.kind.collect(source, state, fetch=fetch, reader=reader, now=now)
        if isinstance(result, Failed):
            return result
        hints = result.state.hints | {_HINT: asked.isoformat()}
        return replace(result, state=replace(result.state, hints=hints))


def _asked(source: Source, state: SourceState) -> datetime | None:
    said = state.hints.get(_HINT) if state.address == source.address else None
    return datetime.fromisoformat(said) if said else None
