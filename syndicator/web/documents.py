"""Serves the output store: the published bytes with strong validators, conditional answers and prepared codings.

Plain ASGI, because a framework's route costs more than everything else about a static document.
"""

from __future__ import annotations

import gzip
import hashlib
import re
from collections.abc import Callable, Collection, Iterable, Mapping, MutableMapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from functools import partial
from typing import Any

import brotli

from syndicator.ports import OutputStore, Stamp
from syndicator.publish.moving import destination

Scope = MutableMapping[str, Any]
Headers = list[tuple[bytes, bytes]]
Links = Callable[[str], Sequence[str]]
"""A document's name → what its Link header fields say."""

SMALL = 200
"""Bytes that are not worth being compressed."""
CODINGS: Mapping[str, Callable[[bytes], bytes]] = {
    "gzip": partial(gzip.compress, compresslevel=6, mtime=0),
    "br": partial(brotli.compress, quality=5),
}
_SAFE = re.compile(r"[A-Za-z0-9._/-]{0,300}")
_XML = "application/xml; charset=utf-8"
MEDIA_TYPES: Mapping[str, str] = {
    "atom": "application/atom+xml; charset=utf-8",
    "css": "text/css; charset=utf-8",
    "html": "text/html; charset=utf-8",
    "ico": "image/x-icon",
    "js": "text/javascript; charset=utf-8",
    "json": "application/feed+json; charset=utf-8",
    "png": "image/png",
    "rss": "application/rss+xml; charset=utf-8",
    "svg": "image/svg+xml",
    "txt": "text/plain; charset=utf-8",
    "xml": _XML,
}
_NAMED = {"opml.xml": "text/x-opml; charset=utf-8", "archive-keys.json": "application/jwk-set+json"}
_MANIFEST = "/archive/manifest.json"
_FEEDS = frozenset({"atom", "rss", "json"})
_COMPRESSED = frozenset({"atom", "css", "html", "js", "json", "rss", "svg", "txt", "xml"})
_POLICY_PAGE = (
    b"default-src 'none'; style-src 'self'; img-src 'self' https: http:; base-uri 'none'; form-action 'none'; "
    b"frame-ancestors 'none'"
)
_PREFLIGHT = (
    (b"access-control-allow-methods", b"GET, HEAD, OPTIONS"),
    (b"access-control-allow-headers", b"If-None-Match, If-Modified-Since"),
)
_POLICY_DATA = b"default-src 'none'; style-src 'self'; sandbox"


@dataclass(frozen=True, slots=True)
class Prepared:
    """A document ready to be sent: its bytes per coding, each with an entity tag of its own (RFC 9110, 8.8.3)."""

    stamp: Stamp
    bodies: Mapping[str, bytes]
    tags: Mapping[str, bytes]
    modified: bytes
    leads_to: str | None = None
    """The path of another page that took its place."""


def tagged(data: bytes, codings: Iterable[str]) -> dict[str, bytes]:
    """A strong entity tag for each coding of *data*."""
    digest = hashlib.sha256(data).hexdigest()[:32]
    return {each: f'"{digest}{"" if each == "identity" else "-" + each}"'.encode() for each in codings}


def prepare(data: bytes, suffix: str, stamp: Stamp) -> Prepared:
    """Compress once, tag each coding by the hash of what it says."""
    bodies = {"identity": data}
    if suffix in _COMPRESSED and len(data) > SMALL:
        bodies |= {coding: code(data) for coding, code in CODINGS.items()}
    tags = tagged(data, bodies)
    modified = format_datetime(stamp.modified.astimezone(UTC).replace(microsecond=0), usegmt=True)
    return Prepared(stamp, bodies, tags, modified.encode(), destination(data) if suffix == "html" else None)


class Documents:
    """An ASGI application over an output store."""

    def __init__(
        self,
        output: OutputStore,
        *,
        max_age: int,
        links: Links = lambda _: (),
        lasting: Callable[[str], bool] = lambda _: False,
        successor: Callable[[str], str | None] = lambda _: None,
    ) -> None:
        self._output = output
        self._max_age = max_age
        self._lasting = lasting
        self._successor = successor
        self._links = links
        self._prepared: dict[str, Prepared] = {}

    async def __call__(self, scope: Scope, receive: Any, send: Any) -> None:  # noqa: ARG002 - the ASGI signature
        """Answer one request."""
        status, headers, body = self.answer(scope["method"], scope["path"], _joined(scope["headers"]))
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else body})

    def answer(self, method: str, path: str, asked: Mapping[bytes, bytes]) -> tuple[int, Headers, bytes]:
        """(status, headers, body) for a request; the body of HEAD is what GET would send."""
        if method == "OPTIONS":
            return 204, [*_cors(), *_PREFLIGHT], b""
        if method not in ("GET", "HEAD"):
            return _plain(405, b"only GET and HEAD\n", (b"allow", b"GET, HEAD, OPTIONS"))
        name = located(path)
        if name is not None and (moved := self._successor(name)) is not None:
            return _moved(moved)
        found = self._find(name) if name is not None else None
        if name is None or found is None:
            return _plain(404, b"no such document\n")
        if found.leads_to:
            return _plain(301, b"moved\n", (b"location", found.leads_to.encode()))
        suffix = name.rpartition(".")[2]
        coding = negotiated(asked.get(b"accept-encoding", b"").decode("latin-1"), found.bodies)
        headers = self._headers(name, suffix, found, coding, asked)
        if not_modified(asked, found):
            return 304, headers, b""
        body = found.bodies[coding]
        described = [(b"content-length", str(len(body)).encode()), (b"content-type", media_type(name, asked).encode())]
        if coding != "identity":
            described.append((b"content-encoding", coding.encode()))
        return 200, headers + described, body

    def _find(self, name: str) -> Prepared | None:
        stamp = self._output.stamp(name)
        if stamp is None:
            self._prepared.pop(name, None)
            return None
        known = self._prepared.get(name)
        if known is not None and known.stamp == stamp:
            return known
        data = self._output.read(name)
        if data is None:
            return None
        self._prepared[name] = made = prepare(data, name.rpartition(".")[2], stamp)
        return made

    def _freshness(self, name: str) -> bytes:
        """A document that lasts is kept a day unasked (RFC 8246): what is withdrawn of it must be gone then."""
        if self._lasting(name):
            return b"max-age=86400, immutable"
        return f"max-age={self._max_age}, stale-while-revalidate=60, stale-if-error=86400".encode()

    def _headers(self, name: str, suffix: str, found: Prepared, coding: str, asked: Mapping[bytes, bytes]) -> Headers:
        vary = b"accept-encoding" + (b", accept" if suffix in ("atom", "rss") else b"")
        headers = [
            (b"etag", found.tags[coding]),
            (b"last-modified", found.modified),
            (b"cache-control", self._freshness(name)),
            (b"vary", vary),
            (b"x-content-type-options", b"nosniff"),
            (b"referrer-policy", b"no-referrer"),
            (b"content-security-policy", _POLICY_PAGE if _is_page(suffix, asked) else _POLICY_DATA),
            *_cors(),
        ]
        headers.extend((b"link", link.encode()) for link in self._links(name))
        return headers


def located(path: str) -> str | None:
    """The document's name in the output store for a request's path; None when no document can have it."""
    name = path.strip("/") if path != "/" else "index.html"
    if not _SAFE.fullmatch(name) or any(part.startswith(".") for part in name.split("/")):
        return None
    return name if name.rpartition(".")[2] in MEDIA_TYPES else f"{name}.html"


def media_type(name: str, asked: Mapping[bytes, bytes]) -> str:
    """The registered type; a browser, which asks for HTML first, gets feeds as XML so that it applies their style."""
    suffix = name.rpartition(".")[2]
    if suffix in ("atom", "rss") and _is_browser(asked):
        return _XML
    return "application/jose+json" if name.endswith(_MANIFEST) else _NAMED.get(name, MEDIA_TYPES[suffix])


def negotiated(accept: str, bodies: Collection[str]) -> str:
    """The coding to send (RFC 9110, 12.5.3): br, then gzip, where accepted with a weight above nought."""
    weights: dict[str, float] = {}
    for part in accept.lower().split(","):
        coding, _, parameters = part.strip().partition(";")
        weights[coding.strip()] = _weight(parameters)
    usable = [each for each in ("br", "gzip") if each in bodies and weights.get(each, weights.get("*", 0.0)) > 0]
    return max(usable, key=lambda each: weights.get(each, weights.get("*", 0.0)), default="identity")


def not_modified(asked: Mapping[bytes, bytes], found: Prepared) -> bool:
    """Whether the reader's copy is still good (RFC 9110, 13.2.2): entity tags first, dates only without them."""
    if b"if-none-match" in asked:
        return matches(asked[b"if-none-match"], found.tags.values())
    since = _date(asked.get(b"if-modified-since", b""))
    return since is not None and found.stamp.modified.replace(microsecond=0) <= since


def matches(wanted: bytes, tags: Collection[bytes]) -> bool:
    """Whether the value of If-None-Match names one of the *tags*, compared weakly."""
    named = {tag.removeprefix(b"W/") for tag in re.findall(rb'(?:W/)?"[^"]*"', wanted)}
    return wanted.strip() == b"*" or not named.isdisjoint(tags)


def _joined(lines: Iterable[tuple[bytes, bytes]]) -> dict[bytes, bytes]:
    """Header fields by name; lines of one name are one list (RFC 9110, 5.3)."""
    fields: dict[bytes, bytes] = {}
    for name, value in lines:
        fields[name] = fields[name] + b", " + value if name in fields else value
    return fields


def _date(value: bytes) -> datetime | None:
    try:
        when = parsedate_to_datetime(value[:64].decode("latin-1"))
        return when.astimezone(UTC) if when.tzinfo else when.replace(tzinfo=UTC)
    except (ValueError, TypeError, IndexError, OverflowError):  # whatever a stranger may write there
        return None


def _weight(parameters: str) -> float:
    name, _, value = parameters.strip().partition("=")
    if name.strip() != "q":
        return 1.0
    try:
        return float(value)
    except ValueError:
        return 0.0


def _is_browser(asked: Mapping[bytes, bytes]) -> bool:
    return asked.get(b"accept", b"").lower().startswith(b"text/html")


def _is_page(suffix: str, asked: Mapping[bytes, bytes]) -> bool:
    return suffix == "html" or (suffix in ("atom", "rss") and _is_browser(asked))


def _cors() -> Headers:
    return [
        (b"access-control-allow-origin", b"*"),
        (b"access-control-expose-headers", b"ETag, Link, Last-Modified"),
        (b"cross-origin-resource-policy", b"cross-origin"),
    ]


def _moved(address: str) -> tuple[int, Headers, bytes]:
    """Another address for good, and 301, which readers store while they do not store 308; or gone, without any.

    The connection ends: rss-parser never does after a redirect on one that is kept.
    """
    if not address:
        return _plain(410, b"this feed has ended\n")
    return _plain(301, b"moved\n", (b"location", address.encode()), (b"connection", b"close"))


def _plain(status: int, text: bytes, *more: tuple[bytes, bytes]) -> tuple[int, Headers, bytes]:
    headers = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"content-length", str(len(text)).encode()),
        (b"x-content-type-options", b"nosniff"),
        (b"cache-control", b"max-age=60"),
    ]
    return status, [*headers, *_cors(), *more], text
