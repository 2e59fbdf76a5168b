"""Who reads the feeds: how many readers services say they read for, and who downloads what has not changed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import ip_address

from syndicator.web.quota import neighbourhood

_CLAIM = re.compile(r"(?<![\w.])(\d{1,9}) (?:subscriber|reader|follower)s?\b", re.IGNORECASE)
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9._-]{0,19}(?: [A-Za-z][A-Za-z0-9._-]{0,19}){0,3}")
_STANDS = timedelta(days=2)
"""How long a claim stands: services that read for others ask at least once a day."""
_SERVICES = 50
"""The most services whose claims for one document are kept; there are some dozens of them."""
_CLAIMS = 20_000
_READERS = 50_000
"""The most readers whose downloads are counted in an hour; whoever comes after them is not limited."""
_HOUR = 3600


@dataclass(frozen=True, slots=True)
class Claim:
    """What a service says: it asks for so many readers of its own."""

    service: str
    readers: int


def claim(agent: str) -> Claim | None:
    """What the User-Agent of a service says of those it reads for; None when it says nothing.

    The form is no standard, but what all of them do: ``Name/1.0 (+address; 12 subscribers; feed-id=7)``.
    """
    found, name = _CLAIM.search(agent[:500]), _NAME.match(agent)
    return Claim(name[0], int(found[1])) if found and name else None


class Visitors:
    """Counts what is asked of feeds; holds no address for longer than an hour.

    *most* says how many times an hour one reader may have a feed whole, 0 for any number; *now* what time it is.
    """

    def __init__(self, *, most: Callable[[], int], now: Callable[[], datetime]) -> None:
        self._most = most
        self._now = now
        self._claims: dict[tuple[str, str], tuple[int, datetime]] = {}
        self._services: Counter[str] = Counter()
        self._answers: Counter[tuple[str, int]] = Counter()
        self._hour = -1
        self._downloads: Counter[tuple[str, str, str]] = Counter()

    def count(self, document: str, status: int) -> None:
        """Count one answer."""
        if is_feed(document):
            self._answers[document, status] += 1

    def listen(self, document: str, agent: str) -> None:
        """Keep what the name of a reader claims."""
        said = claim(agent) if is_feed(document) else None
        if said is None:
            return
        key = (document, said.service)
        if key not in self._claims:
            if self._services[document] >= _SERVICES or len(self._claims) >= _CLAIMS:
                return
            self._services[document] += 1
        self._claims[key] = (said.readers, self._now())

    def answers(self) -> Mapping[tuple[str, int], int]:
        """(document, status) → how many since the last call."""
        told, self._answers = self._answers, Counter()
        return told

    def claims(self) -> Mapping[tuple[str, str], int]:
        """(document, service) → the readers it last claimed, where it asked within two days."""
        now = self._now()
        for key in [key for key, (_, at) in self._claims.items() if now - at > _STANDS]:
            del self._claims[key]
            self._services[key[0]] -= 1
        return {key: readers for key, (readers, _) in sorted(self._claims.items())}

    def limits(self, document: str, address: str) -> bool:
        """Whether it is counted how often somebody there has *document* whole.

        Those of private networks are not limited, for a proxy of ours would be counted as one reader.
        """
        return self._most() > 0 and is_feed(document) and _is_public(address)

    def wait(self, document: str, address: str, agent: str) -> int:
        """Seconds a reader has to wait who wants the whole *document* once more than he may; 0 for none.

        Counted by address and name together, since many readers share an address. A refusal is no download.
        """
        if not self.limits(document, address):
            return 0
        hour, passed = divmod(int(self._now().timestamp()), _HOUR)
        if hour != self._hour:
            self._hour = hour
            self._downloads.clear()
        key = (document, neighbourhood(address), agent[:200])
        if self._downloads[key] >= self._most():
            return _HOUR - passed
        if key in self._downloads or len(self._downloads) < _READERS:
            self._downloads[key] += 1
        return 0


def is_feed(document: str) -> bool:
    """Whether readers subscribe to a document."""
    return document.startswith("feeds/") and "/archive/" not in document


def _is_public(address: str) -> bool:
    try:
        return ip_address(address).is_global
    except ValueError:
        return False
