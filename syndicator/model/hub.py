"""Our own hub (WebSub, W3C Recommendation of 2018-01-23): what it grants, and what it makes of a request. Pure steps.

A *follower* is somebody else's subscription at our hub: a callback that is told of one document.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import blake2b
from urllib.parse import urlencode, urlsplit

OWN = "websub/hub"
"""The path of our own hub."""
VERIFICATION, CONTENT, DENIAL, PING = "hub-verification", "hub-content", "hub-denial", "hub-ping"
"""Kinds of deliveries."""
_LONGEST_ADDRESS = 2048
_LONGEST_SECRET = 199
"""Bytes (WebSub, 5.1)."""
_LONGEST_LEASE = 12
"""Digits."""
_EVERYBODY = 10
"""How many times as many requests are taken of all together as name callbacks at one host."""
_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class WebSub:
    """Who tells of our feeds' news, and what our own hub grants."""

    own: bool = False
    """Whether we are a hub."""
    others: tuple[str, ...] = ()
    """Addresses of the hubs that we tell of every change."""
    signature: str = "sha256"
    """The method by which what is delivered is signed."""
    lease: timedelta = timedelta(days=10)
    """Granted to who asks for none."""
    shortest: timedelta = timedelta(minutes=5)
    longest: timedelta = timedelta(days=30)
    per_host: int = 1000
    """Followers whose callbacks are at one host."""
    per_document: int = 10_000
    """Followers of one document."""
    requests: int = 60
    """Requests a minute that name callbacks at one host."""
    allow_private: tuple[str, ...] = ()
    """Private networks in which callbacks may lie."""
    allow_ports: tuple[int, ...] = (80, 443)

    def granted(self, seconds: int | None) -> timedelta:
        """The lease for who asks for one of so many *seconds*, or for none."""
        if seconds is None:
            return self.lease
        return timedelta(seconds=min(max(seconds, self.shortest.total_seconds()), self.longest.total_seconds()))


class Mode(StrEnum):
    """What a request is for."""

    SUBSCRIBE = "subscribe"
    UNSUBSCRIBE = "unsubscribe"


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a request is refused."""

    status: int
    reason: str
    """One sentence for whoever asked."""
    retry_after: int = 0
    """Seconds."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody asks of our hub, as it waits to be verified."""

    mode: Mode
    document: str
    """Its path in the output store."""
    hub_topic_url: str
    callback: str
    lease: int = 0
    """Seconds, as granted."""
    secret: str = ""

    @property
    def follower(self) -> str:
        """The id of the follower that it would make or end."""
        return identity(self.document, self.callback)

    def dumped(self) -> str:
        """As it waits in the queue."""
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def loaded(cls, text: str) -> Wanted:
        """What :meth:`dumped` wrote."""
        plain = json.loads(text)
        return cls(**{**plain, "mode": Mode(plain["mode"])})


@dataclass(frozen=True, slots=True)
class Follower:
    """Somebody who is told of a document's news. All times are UTC."""

    document: str
    hub_topic_url: str
    """The address by which it was asked for."""
    callback: str
    since: datetime
    expires: datetime
    secret: str = ""
    version: str = ""
    """What of the document was delivered last."""
    reached: datetime | None = None
    """When that was."""

    @property
    def id(self) -> str:
        """Names it in the store, and in the queue."""
        return identity(self.document, self.callback)


@dataclass(frozen=True, slots=True)
class Audience:
    """How many follow a document."""

    document: str
    followers: int
    never_reached: int
    """Followers to whom nothing has been delivered yet."""
    last_reached: datetime | None


def identity(document: str, callback: str) -> str:
    """The id of a follower: one for each document and callback (WebSub, 5.1)."""
    return blake2b(f"{document}\n{callback}".encode(), digest_size=16).hexdigest()


def host_of(address: str) -> str:
    """The host of an address; empty for what is none."""
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""


def version_of(document: bytes) -> str:
    """What tells one state of a document from another."""
    return blake2b(document, digest_size=16).hexdigest()


# --- what is asked -------------------------------------------------------------------------------------------------


def understood(fields: Mapping[str, str], documents: Mapping[str, str], terms: WebSub) -> Wanted | Refusal:
    """What a form asks for (WebSub, 5.1), or why it is refused. What is not known is passed over.

    *documents* are ours, the paths by their public addresses. Whether the callback may be dialled is not looked at.
    """
    asked = fields.get("hub.mode", "")
    if asked not in {each.value for each in Mode}:
        return Refusal(400, f"hub.mode is {asked[:40]!r}, but must be subscribe or unsubscribe")
    mode, topic, callback = Mode(asked), fields.get("hub.topic", ""), fields.get("hub.callback", "")
    if not topic:
        return Refusal(400, "hub.topic is missing: the address of one of our feeds, as its rel=self link says")
    fault = _callback_fault(callback)
    if fault:
        return Refusal(400, fault)
    document = documents.get(topic)
    if document is None:
        return Refusal(404, "hub.topic is none of our feeds: take the address that its rel=self link says")
    if mode is Mode.UNSUBSCRIBE:
        return Wanted(mode, document, topic, callback)
    seconds, secret = fields.get("hub.lease_seconds", ""), fields.get("hub.secret", "")
    if seconds and not (seconds.isascii() and seconds.isdigit() and len(seconds) <= _LONGEST_LEASE):
        return Refusal(400, "hub.lease_seconds is no number of seconds")
    if len(secret.encode()) > _LONGEST_SECRET:
        return Refusal(400, "hub.secret is too long: less than 200 bytes are allowed")
    lease = terms.granted(int(seconds) if seconds else None)
    return Wanted(mode, document, topic, callback, round(lease.total_seconds()), secret)


def _callback_fault(callback: str) -> str:
    if not callback:
        return "hub.callback is missing: the address where you want to be told"
    if len(callback) > _LONGEST_ADDRESS:
        return f"hub.callback is longer than {_LONGEST_ADDRESS} characters"
    if not callback.isascii() or not callback.isprintable() or " " in callback:
        return "hub.callback is no address: percent-encode what is neither a letter nor a digit of ASCII"
    if "#" in callback:
        return "hub.callback must not have a fragment"
    if not callback.lower().startswith(("https://", "http://")) or not host_of(callback):
        return "hub.callback must begin with https:// or http:// and name a host"
    return ""


class Allowance:
    """How many requests are still taken in this minute, of each host and of all."""

    def __init__(self) -> None:
        self._began: datetime | None = None
        self._taken: dict[str, int] = {}

    def wait(self, host: str, most: int, now: datetime) -> int:
        """Take one of the *most* for a host: 0, or the seconds to wait when there is none left."""
        if self._began is None or not timedelta() <= now - self._began < _MINUTE:
            self._began, self._taken = now, {}
        if self._taken.get(host, 0) >= most or sum(self._taken.values()) >= most * _EVERYBODY:
            return max(1, round((self._began + _MINUTE - now).total_seconds()))
        self._taken[host] = self._taken.get(host, 0) + 1
        return 0


# --- what is said to callbacks -------------------------------------------------------------------------------------


def question(wanted: Wanted, challenge: str) -> str:
    """The address by which a callback is asked whether it meant that (WebSub, 5.3)."""
    fields = {"hub.mode": wanted.mode.value, "hub.topic": wanted.hub_topic_url, "hub.challenge": challenge}
    if wanted.mode is Mode.SUBSCRIBE:
        fields["hub.lease_seconds"] = str(wanted.lease)
    return _extended(wanted.callback, fields)


def denial(callback: str, hub_topic_url: str, reason: str) -> str:
    """The address by which a callback is told that it is told of nothing, or of nothing more (WebSub, 5.2)."""
    return _extended(callback, {"hub.mode": "denied", "hub.topic": hub_topic_url, "hub.reason": reason})


def _extended(callback: str, fields: Mapping[str, str]) -> str:
    """With the query that it has (WebSub, 5.1.1)."""
    joint = "?" if "?" not in callback else "" if callback.endswith(("?", "&")) else "&"
    return f"{callback}{joint}{urlencode(fields)}"


def signed(body: bytes, secret: str, method: str) -> str:
    """The field X-Hub-Signature (WebSub, 7.1)."""
    return f"{method}={hmac.new(secret.encode(), body, method).hexdigest()}"
