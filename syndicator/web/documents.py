"""Serves the output store: the published bytes with strong validators, conditional answers and prepared codings.

Plain ASGI, because a framework's route costs more than everything else about a static document.
"""

from __future__ import annotations

import gzip
import hashlib
import re
import sys
from collections import OrderedDict
from collections.abc import Callable, Collection, Iterable, Mapping, MutableMapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from enum import Enum
from functools import partial
from typing import Any

import brotli

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

from syndicator.ports import OutputStore, Stamp
from syndicator.publish.address import MISSING
from syndicator.publish.moving import destination
from syndicator.web.negotiation import Choice
from syndicator.web.preferences import coding
from syndicator.web.visitors import Visitors

Scope = MutableMapping[str, Any]
Headers = list[tuple[bytes, bytes]]
Links = Callable[[str], Sequence[str]]
"""A document's name → what its Link header fields say."""

CHOSEN_BY = (b"accept", b"accept-encoding", b"accept-language")
"""The fields of requests that the form of an answer may depend on."""
SMALL = 200
"""Bytes that are not worth being compressed."""
CODINGS: Mapping[str, Callable[[bytes], bytes]] = {
    "gzip": partial(gzip.compress, compresslevel=6, mtime=0),
    "br": partial(brotli.compress, quality=5),
    "zstd": partial(zstd.compress, level=9),
}
_LIKED = ("br", "zstd", "gzip")
"""What makes our documents smallest comes first."""
_MOST_KEPT = 64_000_000
"""Bytes of documents kept in memory, before they are compressed; the ones asked for longest ago are read anew."""
_MOST_ANSWERS = 4096
_LONGEST_ASKED = 2000
"""Who asks in more bytes than that is answered without being remembered."""
_CONTROLS = re.compile(rb"[\x00-\x1f\x7f]")
_NO_TIME = datetime(1970, 1, 1, tzinfo=UTC)
_TAG = re.compile(rb'(?:W/)?"[^"]*"')
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
_ALLOW = (b"allow", b"GET, HEAD, OPTIONS")
_PREFLIGHT = (
    (b"access-control-allow-methods", b"GET, HEAD, OPTIONS"),
    (b"access-control-allow-headers", b"If-None-Match, If-Modified-Since"),
)
_POLICY_DATA = b"default-src 'none'; style-src 'self'; sandbox"


@dataclass(slots=True)
class Prepared:
    """A document as it is sent: its bytes per coding, each with an entity tag of its own (RFC 9110, 8.8.3)."""

    stamp: Stamp
    bodies: dict[str, bytes]
    """Those that somebody asked for."""
    tags: Mapping[str, bytes]
    """Of all codings there are."""
    modified: bytes
    leads_to: str | None = None
    """The path of another page that took its place."""

    def body(self, coding: str) -> bytes:
        """The bytes in a coding, compressed once."""
        found = self.bodies.get(coding)
        if found is None:
            found = self.bodies[coding] = CODINGS[coding](self.bodies["identity"])
        return found


class Reply(Enum):
    """What of an answer is sent."""

    WHOLE = "whole"
    HEAD = "head"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class Answer:
    """What everybody is answered who asks for the same in the same words."""

    name: str
    document: Prepared
    tag: bytes
    """Of the document in the coding that is sent: a reader with another has no copy of this."""
    whole: Headers
    """Of the document."""
    unchanged: Headers
    """Of the news that there is none."""
    body: bytes
    whole_lines: bytes
    """As it is written in HTTP/1.1."""
    unchanged_lines: bytes

    def is_known(self, none_match: bytes | None, since: bytes | None) -> bool:
        """Whether the reader's copy is still good (RFC 9110, 13.2.2): entity tags first, dates only without them."""
        if none_match is not None:
            return none_match == self.tag or matches(none_match, (self.tag,))
        then = _date(since) if since else None
        return then is not None and self._changed <= then

    def is_refused(self, match: bytes | None, unmodified_since: bytes | None) -> bool:
        """Whether the reader wants it only as it was (RFC 9110, 13.1.1 and 13.1.4): tags compared strongly."""
        if match is not None:
            return match.strip() != b"*" and self.tag not in _TAG.findall(match)
        then = _date(unmodified_since) if unmodified_since else None
        return then is not None and self._changed > then

    @property
    def _changed(self) -> datetime:
        return self.document.stamp.modified.replace(microsecond=0)


def tagged(data: bytes, codings: Iterable[str]) -> dict[str, bytes]:
    """A strong entity tag for each coding of *data*."""
    digest = hashlib.sha256(data).hexdigest()[:32]
    return {each: f'"{digest}{"" if each == "identity" else "-" + each}"'.encode() for each in codings}


def prepare(data: bytes, suffix: str, stamp: Stamp) -> Prepared:
    """Tag each coding by the hash of what it says."""
    codings = ["identity", *(CODINGS if suffix in _COMPRESSED and len(data) > SMALL else ())]
    modified = format_datetime(stamp.modified.astimezone(UTC).replace(microsecond=0), usegmt=True)
    leads_to = destination(data) if suffix == "html" else None
    return Prepared(stamp, {"identity": data}, tagged(data, codings), modified.encode(), leads_to)


class Documents:
    """An ASGI application over an output store.

    What documents are like but for their bytes is told by functions: *links*, the values of their Link fields;
    *lasting*, whether they never change; *successor*, where they are now (see
    :func:`~syndicator.publish.ending.successor`); *choose*, what is shown at a path to one with these fields Accept and
    Accept-Language, where there is a choice. *standing* gives something else as soon as any of them may. *visitors*
    counts who asks.
    """

    def __init__(
        self,
        output: OutputStore,
        *,
        max_age: int,
        links: Links = lambda _: (),
        lasting: Callable[[str], bool] = lambda _: False,
        successor: Callable[[str], str | None] = lambda _: None,
        choose: Callable[[str, str, str], Choice | None] = lambda *_: None,
        standing: Callable[[], object] = lambda: None,
        visitors: Visitors | None = None,
    ) -> None:
        self.visitors = visitors or Visitors(most=lambda: 0, now=lambda: _NO_TIME)
        self._output = output
        self._max_age = max_age
        self._lasting = lasting
        self._successor = successor
        self._links = links
        self._choose = choose
        self._standing = standing
        self._stood: object = None
        self._prepared: OrderedDict[str, Prepared] = OrderedDict()
        self._kept = 0
        self._answers: dict[tuple[str, bytes, bytes, bytes], Answer] = {}
        self._requests: dict[bytes, tuple[Answer, Reply]] = {}

    async def __call__(self, scope: Scope, receive: Any, send: Any) -> None:  # noqa: ARG002 - the ASGI signature
        """Answer one request."""
        address = (scope.get("client") or ("",))[0]
        status, headers, body = self.answer(scope["method"], scope["path"], _joined(scope["headers"]), address)
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else body})

    def answer(
        self, method: str, path: str, asked: Mapping[bytes, bytes], address: str = ""
    ) -> tuple[int, Headers, bytes]:
        """(status, headers, body) for a request from an address; the body of HEAD is what GET would send."""
        if method == "OPTIONS":
            return 204, [*_cors(), _ALLOW, *(_PREFLIGHT if b"access-control-request-method" in asked else ())], b""
        if method not in ("GET", "HEAD"):
            return _plain(405, b"only GET and HEAD\n", _ALLOW)
        found = self.find(path, *(asked.get(field, b"") for field in CHOSEN_BY))
        if found is None:
            return self._elsewhere(path, asked.get(b"accept", b""))
        agent = asked.get(b"user-agent", b"").decode("latin-1")
        self.visitors.listen(found.name, agent)
        if found.is_refused(asked.get(b"if-match"), asked.get(b"if-unmodified-since")):
            status, headers, body = _plain(412, b"it is not as it was\n")
        elif found.is_known(asked.get(b"if-none-match"), asked.get(b"if-modified-since")):
            status, headers, body = 304, found.unchanged, b""
        elif method == "GET" and (seconds := self.visitors.wait(found.name, address, agent)):
            status, headers, body = _too_often(seconds)
        else:
            status, headers, body = 200, found.whole, found.body
        self.visitors.count(found.name, status)
        return status, headers, body

    def find(self, path: str, accept: bytes, coding: bytes, language: bytes) -> Answer | None:
        """How what is at *path* is sent to one with these fields of :data:`CHOSEN_BY`; None where there is nothing."""
        asked = (path, accept, coding, language)
        known = self._answers.get(asked)
        return known if known is not None and self._holds(known) else self._answer(asked)

    def recall(self, request: bytes) -> tuple[Answer, Reply] | None:
        """The answer to a request that came in these very bytes before, while it is still the right one."""
        known = self._requests.get(request)
        return known if known is not None and self._holds(known[0]) else None

    def remember(self, request: bytes, answer: Answer, reply: Reply) -> None:
        """Keep how a whole request, in its bytes, has just been answered."""
        if len(request) <= _LONGEST_ASKED:
            if len(self._requests) >= _MOST_ANSWERS:
                self._requests.clear()
            self._requests[request] = answer, reply

    def _holds(self, answer: Answer) -> bool:
        """Whether an answer is still the right one: nothing is, as soon as what documents are served by has changed."""
        standing = self._standing()
        if standing != self._stood:
            self._forget_answers()
            self._stood = standing
            return False
        return self._output.stamp(answer.name) == answer.document.stamp

    def _forget_answers(self) -> None:
        self._answers.clear()
        self._requests.clear()

    def _answer(self, asked: tuple[str, bytes, bytes, bytes]) -> Answer | None:
        path, accept, coding, language = asked
        choice = self._choose(path, accept.decode("latin-1"), language.decode("latin-1"))
        name = located(path)
        if choice and self._find(choice.name):
            name = choice.name
        elif choice and name:  # there is nothing of what was chosen
            choice = replace(choice, name=name, location=name)
        if name is None or self._successor(name) is not None:
            return None
        found = self._find(name)
        if found is None or found.leads_to:
            return None
        made = self._made(name, found, choice, (accept, coding))
        if len(self._answers) >= _MOST_ANSWERS:
            self._answers.clear()
        if sum(map(len, asked)) <= _LONGEST_ASKED:
            self._answers[asked] = made
        return made

    def _elsewhere(self, path: str, accept: bytes) -> tuple[int, Headers, bytes]:
        """What is answered where no document is to be sent; a browser gets a page that people can read."""
        name = located(path)
        moved = self._successor(name) if name is not None else None
        if moved is not None:
            return _moved(moved)
        found = self._find(name) if name is not None else None
        if found is not None and found.leads_to:
            return _plain(301, b"moved\n", (b"location", found.leads_to.encode()))
        page = self._find(MISSING) if _is_browser(accept) else None
        if page is None:
            return _plain(404, b"no such document\n", (b"vary", b"accept"))
        return _page(404, page.bodies["identity"])

    def _find(self, name: str) -> Prepared | None:
        stamp = self._output.stamp(name)
        known = self._prepared.get(name)
        if known is not None and known.stamp == stamp:
            self._prepared.move_to_end(name)
            return known
        self._forget(name)
        data = self._output.read(name) if stamp is not None else None
        if stamp is None or data is None:
            return None
        self._prepared[name] = made = prepare(data, name.rpartition(".")[2], stamp)
        self._kept += len(data)
        while self._kept > _MOST_KEPT and len(self._prepared) > 1:
            self._forget(next(iter(self._prepared)))
        return made

    def _forget(self, name: str) -> None:
        """Neither the document nor any answer that holds it stays in memory."""
        gone = self._prepared.pop(name, None)
        if gone is not None:
            self._kept -= len(gone.bodies["identity"])
            self._forget_answers()

    def _made(self, name: str, found: Prepared, choice: Choice | None, asked: tuple[bytes, bytes]) -> Answer:
        accept, wanted = asked
        coding = negotiated(wanted.decode("latin-1"), found.tags)
        suffix = name.rpartition(".")[2]
        unchanged = [
            (b"etag", found.tags[coding]),
            (b"last-modified", found.modified),
            (b"cache-control", cache_control(self._max_age, lasting=self._lasting(name)).encode()),
            (b"vary", _varies(suffix, choice)),
            (b"x-content-type-options", b"nosniff"),
            (b"referrer-policy", b"no-referrer"),
            (b"content-security-policy", _POLICY_PAGE if _is_page(suffix, accept) else _POLICY_DATA),
            *_cors(),
            *((b"link", link.encode()) for link in self._links(name)),
        ]
        if choice:
            unchanged.append((b"content-location", f"/{choice.location}".encode()))
        body = found.body(coding)
        whole = [
            *unchanged,
            (b"content-length", str(len(body)).encode()),
            (b"content-type", media_type(name, accept).encode()),
        ]
        if coding != "identity":
            whole.append((b"content-encoding", coding.encode()))
        return Answer(name, found, found.tags[coding], whole, unchanged, body, _written(whole), _written(unchanged))


def located(path: str) -> str | None:
    """The document's name in the output store for a request's path; None when no document can have it."""
    name = path.strip("/") if path != "/" else "index.html"
    if not _SAFE.fullmatch(name) or any(part.startswith(".") for part in name.split("/")):
        return None
    return name if name.rpartition(".")[2] in MEDIA_TYPES else f"{name}.html"


def media_type(name: str, accept: bytes = b"") -> str:
    """The registered type; a browser, which asks for HTML first, gets feeds as XML so that it applies their style."""
    suffix = name.rpartition(".")[2]
    if suffix in ("atom", "rss") and _is_browser(accept):
        return _XML
    return "application/jose+json" if name.endswith(_MANIFEST) else _NAMED.get(name, MEDIA_TYPES[suffix])


def cache_control(max_age: int, *, lasting: bool) -> str:
    """For how many seconds a copy is good (RFC 9111, 5.2).

    What lasts is kept a day unasked (RFC 8246): what is withdrawn of it must be gone then.
    """
    return (
        "max-age=86400, immutable" if lasting else f"max-age={max_age}, stale-while-revalidate=60, stale-if-error=86400"
    )


def negotiated(accept: str, there: Collection[str]) -> str:
    """The coding to send, of those that are *there*."""
    return coding(accept, there, _LIKED)


def matches(wanted: bytes, tags: Collection[bytes]) -> bool:
    """Whether the value of If-None-Match names one of the *tags*, compared weakly."""
    named = {tag.removeprefix(b"W/") for tag in _TAG.findall(wanted)}
    return wanted.strip() == b"*" or not named.isdisjoint(tags)


def _joined(lines: Iterable[tuple[bytes, bytes]]) -> dict[bytes, bytes]:
    """Header fields by name; lines of one name are one list (RFC 9110, 5.3)."""
    fields: dict[bytes, bytes] = {}
    for name, value in lines:
        fields[name] = fields[name] + b", " + value if name in fields else value
    return fields


def _date(value: bytes) -> datetime | None:
    """A date of HTTP; None for anything else, and for several, which count for none (RFC 9110, 13.1.3)."""
    if value.count(b",") > 1:
        return None
    try:
        when = parsedate_to_datetime(value[:64].decode("latin-1"))
        return when.astimezone(UTC) if when.tzinfo else when.replace(tzinfo=UTC)
    except (ValueError, TypeError, IndexError, OverflowError):  # whatever a stranger may write there
        return None


def _is_browser(accept: bytes) -> bool:
    return accept.lower().startswith(b"text/html")


def _is_page(suffix: str, accept: bytes) -> bool:
    return suffix == "html" or (suffix in ("atom", "rss") and _is_browser(accept))


def _varies(suffix: str, choice: Choice | None) -> bytes:
    """What an answer depends on, and nothing else (RFC 9110, 12.5.5)."""
    by = choice.by if choice else ("accept",) if suffix in ("atom", "rss") else ()
    return ", ".join(("accept-encoding", *by)).encode()


def _written(headers: Headers) -> bytes:
    if any(_CONTROLS.search(value) for _, value in headers):
        raise ValueError(f"no header section: {headers!r}")
    return b"".join(b"%b: %b\r\n" % pair for pair in headers) + b"\r\n"


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


def _too_often(seconds: int) -> tuple[int, Headers, bytes]:
    text = b"you have had this feed often enough in this hour; ask with If-None-Match whether it has changed\n"
    return _plain(429, text, (b"retry-after", str(seconds).encode()))


def _page(status: int, page: bytes) -> tuple[int, Headers, bytes]:
    """A page in place of the words that programs get."""
    _, headers, _ = _plain(status, page, (b"vary", b"accept"), (b"content-security-policy", _POLICY_PAGE))
    return status, [(b"content-type", MEDIA_TYPES["html"].encode()), *headers[1:]], page


def _plain(status: int, text: bytes, *more: tuple[bytes, bytes]) -> tuple[int, Headers, bytes]:
    headers = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"content-length", str(len(text)).encode()),
        (b"x-content-type-options", b"nosniff"),
        (b"cache-control", b"max-age=60"),
    ]
    return status, [*headers, *_cors(), *more], text
