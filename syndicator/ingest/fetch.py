"""Fetch: an address in, a whole body, "not modified" or a reason out. The only home of httpx.

Nothing the other side does raises. Every hop of a redirect goes through the guard; a body is read raw and inflated
within bounds; the whole fetch ends by its deadline. Addresses are httpx's, connections those of httpcore beneath it: a
client would add a pool, cookies, redirects and decoding, all of which are done here, or not at all.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache

import httpcore
import httpx

from syndicator.ingest.address import shown
from syndicator.ingest.guard import GuardedBackend, RefusedError, Resolve, SystemResolver, admit
from syndicator.ingest.inflate import Body, BodyError, GzipBody, PlainBody, check_wire
from syndicator.ingest.turns import Turns
from syndicator.ingest.validators import Fields, digits, fresh_for, retry_after, sendable, validator
from syndicator.model.source import Limits, Outcome
from syndicator.ports import Accepted, Clock, Fetched, FetchFailed, NotModified, Parcel, Request

_TIMEOUTS = {"connect": 10.0, "read": 15.0, "write": 10.0, "pool": 10.0}
"""Seconds of silence; the deadline bounds the whole."""
_RESOLVERS = 16
_LONGEST_DETAIL = 200
_PERMANENT = frozenset({301, 308})
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_WHOLE = frozenset({200, 203})
_SAME_METHOD = frozenset({307, 308})
"""The only redirects that what is sent follows: the others would make it a question (RFC 9110, 15.4)."""

_STATUSES = {
    204: (Outcome.EMPTY, "the server says there is no content"),
    205: (Outcome.EMPTY, "the server says there is no content"),
    206: (Outcome.CLIENT_ERROR, "the server sent a part although the whole was asked for"),
    401: (Outcome.BLOCKED, "the server asks for a name and password: use an address that is open to us"),
    403: (
        Outcome.BLOCKED,
        "the server refuses us: perhaps too many requests, or our user agent is not welcome; ask the publisher",
    ),
    404: (Outcome.CLIENT_ERROR, "there is no such document: check the address; we go on asking, ever more seldom"),
    407: (Outcome.BLOCKED, "a proxy asks for a name and password"),
    410: (Outcome.GONE, "the document is gone for good: find its new address, or disable the source"),
    429: (Outcome.RATE_LIMITED, "the server says we ask too often"),
    451: (Outcome.BLOCKED, "the server may not show the document for legal reasons"),
}
_CLASSES = {
    2: (Outcome.CLIENT_ERROR, "the server gave an answer that is no document"),
    3: (Outcome.PROTOCOL, "the server redirects in a way that leads nowhere"),
    4: (Outcome.CLIENT_ERROR, "the server refuses the request"),
    5: (Outcome.SERVER_ERROR, "the server is in trouble; it is asked again later"),
}
_NO_STATUS = (Outcome.PROTOCOL, "the server answered with a status that does not exist")
_SECOND_TRY = {Outcome.ENCODING: "identity", Outcome.TRANSPORT: "gzip"}
"""What is wrong with a body that is asked for once more, in the next turn, and the coding then asked for."""
_EXPIRES_SOON = timedelta(days=14)
_EXPIRES_SHARE = 4
"""A certificate made for days is renewed late: the last quarter of its life is soon enough to speak of it."""
_CHALLENGES = ("cf-mitigated", "x-amzn-waf-action", "x-datadome", "x-sucuri-block")
"""Fields by which protection services own up to having stopped a request."""
_CHALLENGED = "a protection service demands a browser: ask the publisher to let our user agent pass"

_FAULTS: tuple[tuple[type[Exception], Outcome, str], ...] = (
    (httpcore.ConnectTimeout, Outcome.TIMEOUT, "{host} does not accept connections in time"),
    (httpcore.TimeoutException, Outcome.TIMEOUT, "{host} stopped answering"),
    (httpcore.ConnectError, Outcome.TRANSPORT, "{host} does not accept connections"),
    (httpcore.NetworkError, Outcome.TRANSPORT, "the connection to {host} broke"),
    (httpcore.ProtocolError, Outcome.PROTOCOL, "{host} does not speak proper HTTP: {fault}"),
    (httpx.InvalidURL, Outcome.URL, "the address at {host} cannot be read: {fault}"),
    (UnicodeError, Outcome.URL, "the address at {host} cannot be encoded: {fault}"),
)

Answer = Fetched | NotModified | Accepted | FetchFailed


@dataclass(frozen=True, slots=True)
class _Redirect:
    target: str
    permanent: bool
    wait: int | None
    """Seconds, when the server asks to be left alone for a while."""


@dataclass(slots=True)
class _Errand:
    """One fetch on its way."""

    request: Request
    coding: str
    left: float
    """Seconds left of the deadline."""
    again: str = ""
    """The coding to ask for in a second try, when what went wrong is worth one."""
    parcel: Parcel | None = None
    """What is sent, if anything is."""


class HttpFetch:
    """Implements :class:`~syndicator.ports.Fetch` over HTTP/1.1.

    *per_host* requests at a time per host, *host_gap* seconds between two. Waiting for our own turn does not count
    against a source's deadline; resolving, connecting, redirects and the body do. No cookies, no Referer, no proxies
    from the environment, certificates always verified.
    """

    def __init__(
        self,
        user_agent: str,
        *,
        clock: Clock,
        host_gap: float = 1.0,
        per_host: int = 1,
        resolve: Resolve | None = None,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self._user_agent = user_agent
        self._clock = clock
        self._turns = Turns(host_gap, at_once=per_host)
        self._resolve = resolve or SystemResolver(_RESOLVERS)
        self._tls = tls or httpx.create_ssl_context(trust_env=False)

    async def fetch(self, request: Request) -> Fetched | NotModified | FetchFailed:
        """Fetch one address; what broke off is asked for once more, and so is a body whose coding is wrong, plain."""
        answer = await self._run(_Errand(request, "gzip", request.limits.deadline))
        return answer if not isinstance(answer, Accepted) else FetchFailed(Outcome.INTERNAL, "nothing was sent")

    async def send(self, request: Request, parcel: Parcel) -> Accepted | FetchFailed:
        """Send something, once; any 2xx means that it was taken."""
        answer = await self._run(_Errand(request, "identity", request.limits.deadline, parcel=parcel))
        if isinstance(answer, (Accepted, FetchFailed)):
            return answer
        return FetchFailed(Outcome.PROTOCOL, "the server answered as if it had been asked for a document")

    async def _run(self, errand: _Errand) -> Answer:
        try:
            answer = await self._follow(errand)
            if errand.again and errand.parcel is None:
                errand.coding = errand.again
                answer = await self._follow(errand)
        except Exception as fault:  # our own mistake must cost this fetch only
            return _explained(fault, "the server")
        return answer

    async def close(self) -> None:
        """Nothing is left to let go of: connections are never kept."""

    async def _follow(self, errand: _Errand) -> Answer:
        """Visit the address and what it redirects to; a chain of only permanent redirects tells a new address."""
        address, moved_to, permanent = errand.request.address, None, True
        seen, wait = {address}, 0
        for hop in range(errand.request.limits.redirects + 1):
            answer = await self._hop(address, errand)
            if isinstance(answer, FetchFailed):
                return _after(answer, hop, address)
            if isinstance(answer, Accepted):
                return answer
            if not isinstance(answer, _Redirect):
                return replace(
                    answer, moved_to=moved_to, fresh_for=max(wait, answer.fresh_for or 0) or answer.fresh_for
                )
            address, permanent, wait = answer.target, permanent and answer.permanent, max(wait, answer.wait or 0)
            moved_to = address if permanent else moved_to
            if address in seen:
                return FetchFailed(Outcome.REDIRECTS, f"the redirects go round in a circle, by way of {shown(address)}")
            seen.add(address)
        bound = errand.request.limits.redirects
        return FetchFailed(Outcome.REDIRECTS, f"more than {bound} redirects in a row, the last one to {shown(address)}")

    async def _hop(self, address: str, errand: _Errand) -> Answer | _Redirect:
        url = admit(address, ports=errand.request.allow_ports)
        if isinstance(url, FetchFailed):
            return url
        if url.scheme == "http" and errand.request.address.lower().startswith("https:"):
            return FetchFailed(Outcome.DOWNGRADE, "a redirect leads from https to http, which is refused")
        return await self._visit(url, errand)

    async def _visit(self, url: httpx.URL, errand: _Errand) -> Answer | _Redirect:
        """One request, in turn and in time."""
        host = url.raw_host.decode("ascii").rstrip(".")
        clock = asyncio.get_running_loop().time
        async with self._turns.turn(host):
            began = clock()
            try:
                async with asyncio.timeout(errand.left):
                    return await self._ask(url, errand)
            except TimeoutError:
                deadline = errand.request.limits.deadline
                return FetchFailed(
                    Outcome.DEADLINE,
                    f"{host} did not deliver everything within {deadline:g} s; "
                    "'limits.deadline' of the source sets the bound",
                )
            except Exception as fault:
                errand.again = _second_try(fault)
                return _explained(fault, host)
            finally:
                errand.left -= clock() - began

    async def _ask(self, url: httpx.URL, errand: _Errand) -> Answer | _Redirect:
        async with self._exchange(url, errand) as response:
            fields = _fields(response)
            if errand.parcel is not None:
                return self._sent(url, response.status, fields)
            if response.status in _WHOLE or (errand.request.any_success and response.status // 100 == 2):
                body = await _body(response, fields, errand.request.limits)
                return self._fetched(url, fields, body, self._certificate(url, response))
            if response.status in _REDIRECTS and "location" in fields:
                wait = retry_after(fields, self._clock.now()) if "retry-after" in fields else None
                return _Redirect(_target(url, fields), response.status in _PERMANENT, wait)
            if response.status == 304:
                return self._not_modified(fields, errand.request, self._certificate(url, response))
            return self._failed(response.status, fields)

    @asynccontextmanager
    async def _exchange(self, url: httpx.URL, errand: _Errand) -> AsyncIterator[httpcore.Response]:
        """The head of the answer, its body still to be read, over a connection that nobody else uses."""
        target = httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path)
        fields = self._headers(url, errand)
        method, body = ("POST", errand.parcel.body) if errand.parcel else ("GET", None)
        request = httpcore.Request(method, target, headers=fields, content=body, extensions={"timeout": _TIMEOUTS})
        backend = GuardedBackend(self._resolve, errand.request.allow_private)
        connection = httpcore.AsyncHTTPConnection(target.origin, self._trust(url, errand), network_backend=backend)
        try:
            yield await connection.handle_async_request(request)
        finally:
            try:
                await connection.aclose()
            finally:
                await backend.close()

    def _trust(self, url: httpx.URL, errand: _Errand) -> ssl.SSLContext:
        """What the operator trusts for one host is not trusted where its redirects lead."""
        pinned = errand.request.certificates
        own = url.raw_host == httpx.URL(errand.request.address).raw_host
        return _trusting(pinned) if pinned and own else self._tls

    def _headers(self, url: httpx.URL, errand: _Errand) -> list[tuple[bytes, bytes]]:
        request = errand.request
        wanted = {
            "User-Agent": request.user_agent or self._user_agent,
            "Accept": request.accept,
            "Accept-Encoding": errand.coding,
            "Connection": "close",
            "If-None-Match": sendable(request.etag),
            "If-Modified-Since": sendable(request.last_modified),
        }
        if errand.parcel:
            wanted |= {**errand.parcel.fields, "Content-Length": str(len(errand.parcel.body))}
        said = [(name.encode(), value.encode("ascii", "replace")) for name, value in wanted.items() if value]
        return [(b"Host", url.netloc), *said]

    def _certificate(self, url: httpx.URL, response: httpcore.Response) -> tuple[str, ...]:
        """What is to be said of a certificate that holds: that it will not do so for long (fault S21)."""
        stream: httpcore.AsyncNetworkStream = response.extensions["network_stream"]
        tls: ssl.SSLObject | None = stream.get_extra_info("ssl_object")
        shown_by_peer = tls.getpeercert() if tls else None
        if not shown_by_peer:
            return ()
        first, last = (
            datetime.fromtimestamp(ssl.cert_time_to_seconds(str(shown_by_peer[name])), UTC)
            for name in ("notBefore", "notAfter")
        )
        if last - self._clock.now() > min(_EXPIRES_SOON, (last - first) / _EXPIRES_SHARE):
            return ()
        return (f"the certificate of {url.host} expires on {last:%Y-%m-%d}: tell the publisher",)

    def _fetched(self, url: httpx.URL, fields: Fields, body: bytes, notes: tuple[str, ...]) -> Fetched | FetchFailed:
        if not body or body.isspace():
            return FetchFailed(Outcome.EMPTY, "the document is empty; what was published stays", status=200)
        return Fetched(
            address=str(url),
            body=body,
            content_type=next(iter(fields.get("content-type", ())), ""),
            etag=validator(fields, "etag"),
            last_modified=validator(fields, "last-modified"),
            fresh_for=fresh_for(fields, self._clock.now()),
            links=tuple(fields.get("link", ())),
            notes=notes,
        )

    def _sent(self, url: httpx.URL, status: int, fields: Fields) -> Accepted | _Redirect | FetchFailed:
        """What became of what was sent; the body of the answer is nobody's business."""
        if status in _SAME_METHOD and "location" in fields:
            return _Redirect(_target(url, fields), permanent=False, wait=None)
        return Accepted() if status // 100 == 2 else self._failed(status, fields)

    def _not_modified(self, fields: Fields, request: Request, notes: tuple[str, ...]) -> NotModified | FetchFailed:
        if not (sendable(request.etag) or sendable(request.last_modified)):
            message = "the server says 'not modified' although it was not asked"
            return FetchFailed(Outcome.PROTOCOL, message, status=304)
        return NotModified(
            validator(fields, "etag"),
            validator(fields, "last-modified"),
            fresh_for(fields, self._clock.now()),
            notes=notes,
        )

    def _failed(self, status: int, fields: Fields) -> FetchFailed:
        wait = retry_after(fields, self._clock.now())
        outcome, message = _STATUSES.get(status) or _CLASSES.get(status // 100, _NO_STATUS)
        if any(name in fields for name in _CHALLENGES):
            outcome, message = Outcome.BLOCKED, _CHALLENGED
        elif status == 503 and wait is not None:
            outcome, message = Outcome.RATE_LIMITED, "the server is busy and says when to come back"
        return FetchFailed(outcome, f"{message} (HTTP {status})", wait, status)


@lru_cache(32)
def _trusting(certificates: str) -> ssl.SSLContext:
    context = httpx.create_ssl_context(trust_env=False)
    context.load_verify_locations(cadata=certificates)
    return context


async def _body(response: httpcore.Response, fields: Fields, limits: Limits) -> bytes:
    body = _collector(fields, limits)
    announced = digits(next(iter(fields.get("content-length", ())), ""))
    check_wire(announced or 0, limits)
    try:
        async for piece in response.aiter_stream():
            body.feed(piece)
    except httpcore.RemoteProtocolError as fault:
        raise BodyError(Outcome.TRANSPORT, f"the answer breaks off: {_brief(fault)}") from fault
    return body.finish()


def _collector(fields: Fields, limits: Limits) -> Body:
    """What takes the body's one coding, or none; more than one was never asked for (faults B02, B03)."""
    named = [each.strip().lower() for each in ",".join(fields.get("content-encoding", ())).split(",")]
    codings = [each for each in named if each not in ("", "identity")]
    if not codings:
        return PlainBody(limits)
    if codings in (["gzip"], ["x-gzip"]):
        return GzipBody(limits)
    raise BodyError(Outcome.ENCODING, f"the body is coded as {shown(', '.join(codings))}, but only gzip was asked for")


def _fields(response: httpcore.Response) -> Fields:
    fields: dict[str, list[str]] = {}
    for name, value in response.headers:
        fields.setdefault(name.decode("latin-1").lower(), []).append(value.decode("latin-1"))
    return fields


def _target(url: httpx.URL, fields: Fields) -> str:
    """Where a redirect leads. Raw UTF-8 in the field is taken as such, as browsers do.

    Only an address without a scheme is relative: joining ``http:///x`` would hide that it names no host (fault S09).
    """
    target = httpx.URL(fields["location"][0].encode("latin-1").decode("utf-8", "replace"))
    return str(target if target.scheme else url.join(target))


def _after(failure: FetchFailed, hops: int, address: str) -> FetchFailed:
    """The failure, with the way that led to it."""
    if not hops:
        return failure
    way = "a redirect" if hops == 1 else f"{hops} redirects"
    return replace(failure, message=f"{failure.message} (after {way}, at {shown(address)})")


def _explained(fault: BaseException, host: str) -> FetchFailed:
    """The outcome and the sentence for an exception; groups are judged by their first member (finding 9)."""
    while isinstance(fault, BaseExceptionGroup):
        fault = fault.exceptions[0]
    if isinstance(fault, (RefusedError, BodyError)):
        return FetchFailed(fault.outcome, fault.message)
    for cause in _causes(fault):
        if isinstance(cause, ssl.SSLError):
            return FetchFailed(Outcome.TLS, f"no safe connection to {host}: {_tls_reason(cause)}")
    for kind, outcome, sentence in _FAULTS:
        if isinstance(fault, kind):
            return FetchFailed(outcome, sentence.format(host=host, fault=_brief(fault)))
    return FetchFailed(Outcome.INTERNAL, f"a fault of ours, please report it: {type(fault).__name__}: {_brief(fault)}")


def _second_try(fault: Exception) -> str:
    """The coding to ask for once more: none when the first was a lie, the same when the answer broke off (B06, B09)."""
    if isinstance(fault, BodyError):
        return _SECOND_TRY.get(fault.outcome, "")
    return "gzip" if isinstance(fault, (httpcore.ReadError, httpcore.WriteError)) else ""


def _brief(fault: BaseException) -> str:
    """What an exception says, which may quote what the other side sent: one line, bounded."""
    return " ".join(str(fault)[:_LONGEST_DETAIL].split())


def _causes(fault: BaseException) -> Iterator[BaseException]:
    cause: BaseException | None = fault
    while cause is not None:
        yield cause
        cause = cause.__cause__ or cause.__context__


def _tls_reason(fault: ssl.SSLError) -> str:
    if isinstance(fault, ssl.SSLCertVerificationError):
        return f"its certificate is refused ({fault.verify_message})"
    return f"the TLS handshake failed ({(fault.reason or str(fault)).replace('_', ' ').lower()})"
