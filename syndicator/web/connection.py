"""A connection of our own server: published documents are answered as soon as their request is read.

uvicorn's connection on httptools does all there is of HTTP. Before it makes of a request what ASGI wants, and a task,
it is looked here whether a document is asked for by nothing more than GET or HEAD: then the same bytes are written at
once that :class:`~syndicator.web.documents.Documents` would have sent. Whatever is not that simple goes the usual way.
A request that comes in the very bytes of an earlier one, as readers of one make poll, is not even read again.

What uvicorn leaves to a proxy is bounded here: how large the head of a request may be, how long a request may take to
come, and how long an answer may lie unread.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import re
import socket
from collections import OrderedDict
from enum import Enum
from http import HTTPStatus
from typing import Any

from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol, RequestResponseCycle
from uvicorn.server import ServerState

from syndicator.web.documents import Answer, Documents, Reply

LARGEST_HEAD = 65_536
"""Bytes of a request before its body."""
MOST_FIELDS = 100
HEAD_WITHIN = 10.0
"""Seconds from the first byte of a request to the last one of its head."""
BODY_WITHIN = 60.0
READ_WITHIN = 60.0
"""Seconds in which a reader must take something of what is ready for it."""
_BY_THE_KERNEL = hasattr(os, "memfd_create") and hasattr(socket, "TCP_CORK")
"""Linux."""
_LARGE, _LARGEST, _MOST_FILES = 65_536, 4_000_000, 16
"""Bytes of bodies that the kernel sends out of files in memory, and how many of those there are."""
_MOST_SAID = 16_000_000
"""Bytes of answers that are put together and kept for a second."""
_USUAL = frozenset(
    {b"content-length", b"transfer-encoding", b"expect", b"upgrade", b"if-match", b"if-unmodified-since"}
)
"""Who sends any of these is answered the usual way."""
_METHODS = frozenset({b"GET", b"HEAD"})
_ADDRESS = re.compile(rb"/(?:[A-Za-z0-9._-][A-Za-z0-9._/-]*)?")


class Awaited(Enum):
    """What of a request comes next."""

    BEGINNING = "beginning"
    HEAD = "head"
    BODY = "body"


class Connection(HttpToolsProtocol):
    """One connection, over which *documents* are answered at once."""

    def __init__(self, *, documents: Documents, **named: Any) -> None:
        super().__init__(**named)
        self._documents = documents
        self._awaited = Awaited.BEGINNING
        self._since: float | None = None
        """Since when that is awaited, as :meth:`tend` saw it first."""
        self._begun = 0
        """Requests that began in the piece at hand."""
        self._replied: tuple[Answer, Reply] | None = None
        """How the request at hand was answered at once."""
        self._over = False
        """Whether the request that is being read has its answer already."""
        self._size = 0
        """Bytes of its head in earlier pieces."""
        self._piece = 0
        self._untaken = (0, 0.0)

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """What is written in two pieces goes out at once.

        asyncio sees to that only where the socket that listens says that it speaks TCP, which those of
        ``socket.create_server`` do not; without it every answer over ASGI waits 40 ms for an acknowledgement.
        """
        super().connection_made(transport)
        with contextlib.suppress(OSError):  # it may be over already
            transport.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def data_received(self, data: bytes) -> None:
        """As uvicorn does, but a head must come to an end; and what was asked before has its answer at once."""
        whole = self._awaited is Awaited.BEGINNING
        if whole and self._is_free():
            known = self._recalled(data)
            if known is not None and not self._is_limited(*known):
                self._since = None
                self._reply(*known)
                return
        self._piece, self._begun = len(data), 0
        super().data_received(data)
        if self._awaited is Awaited.HEAD:
            self._size += self._piece
            if self._size > LARGEST_HEAD:
                self._refuse(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE)
        elif whole and self._begun == 1 and self._replied:
            self._documents.remember(data, *self._replied)

    def tend(self, now: float) -> None:
        """Hang up on one who takes too long; to be called every second or so, with the time of the loop."""
        ready = self.transport.get_write_buffer_size()
        if ready:
            self._hurry_reader(ready, now)
            return
        self._untaken = (0, now)
        if self._since is None:
            self._since = now
        waited = now - self._since
        if self._awaited is Awaited.BODY:
            if waited > BODY_WITHIN:
                self.transport.abort()
        elif self._is_answering():
            self._since = None
        elif self._awaited is Awaited.HEAD and waited > HEAD_WITHIN:
            self._refuse(HTTPStatus.REQUEST_TIMEOUT)
        elif self._awaited is Awaited.BEGINNING and waited > self.timeout_keep_alive:
            self.transport.close()

    def _hurry_reader(self, ready: int, now: float) -> None:
        seen, since = self._untaken
        if ready != seen:
            self._untaken = (ready, now)
        elif now - since > READ_WITHIN:
            self.transport.abort()

    # --- what the parser calls -------------------------------------------------------------------------------------

    def on_message_begin(self) -> None:
        """Only what an answer at once needs."""
        self._await(Awaited.HEAD)
        self._begun += 1
        self._over, self._replied = False, None
        self._size = -self._piece  # this piece may hold whole requests before it
        self.url = b""
        self.headers = []

    def on_header(self, name: bytes, value: bytes) -> None:
        """Keep a field."""
        self.headers.append((name.lower(), value))

    def on_headers_complete(self) -> None:
        """Answer, or go the usual way."""
        self._await(Awaited.BODY)
        if self._is_too_large():
            self._refuse(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE)
        elif not self._is_answered_at_once():
            url, headers = self.url, self.headers
            super().on_message_begin()
            self.url = url
            for name, value in headers:
                super().on_header(name, value)
            super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        """What comes after an answer is nobody's."""
        if not self._over:
            super().on_body(body)

    def on_message_complete(self) -> None:
        """The next request may come."""
        self._await(Awaited.BEGINNING)
        if not self._over:
            super().on_message_complete()

    def on_response_complete(self) -> None:
        """The time until the next request counts from here."""
        self._since = None
        super().on_response_complete()

    def _await(self, what: Awaited) -> None:
        self._awaited, self._since = what, None

    def _unsupported_upgrade_warning(self) -> None:
        """Whoever would rather speak another protocol is answered in this one (RFC 9110, 7.8), and nobody is warned.

        What came behind such a request is lost with the parser, so it is the last one.
        """
        if not self._over:
            self.cycle.keep_alive = False

    # --- answers at once -------------------------------------------------------------------------------------------

    def _is_answered_at_once(self) -> bool:
        fields = dict(self.headers)
        if len(fields) < len(self.headers) or not _USUAL.isdisjoint(fields) or not self._is_plain():
            return False
        said = fields.get
        path = self.url.decode("ascii")
        accepted = said(b"accept", b""), said(b"accept-encoding", b""), said(b"accept-language", b"")
        try:
            found = self._documents.find(path, *accepted)
        except (OSError, ValueError):  # it will fail again the usual way, which says so
            return False
        if found is None:
            return False
        reply = Reply.HEAD if self.parser.get_method() == b"HEAD" else Reply.WHOLE
        visitors, agent = self._documents.visitors, said(b"user-agent", b"").decode("latin-1")
        if found.is_known(said(b"if-none-match"), said(b"if-modified-since")):
            reply = Reply.UNCHANGED
        elif reply is Reply.WHOLE and self._has_to_wait(found.name, agent, said(b"x-forwarded-for")):
            return False
        visitors.listen(found.name, agent)
        self._over = True
        self._replied = found, reply
        self._reply(found, reply)
        return True

    def _has_to_wait(self, document: str, agent: str, forwarded: bytes | None) -> bool:
        """Whether the usual way has to decide: it tells those who want a document too often, and believes proxies."""
        visitors = self._documents.visitors
        if forwarded is None:
            return visitors.wait(document, self._address(), agent) > 0
        return visitors.limits(document, forwarded.rpartition(b",")[2].strip().decode("latin-1"))

    def _is_limited(self, answer: Answer, reply: Reply) -> bool:
        return reply is Reply.WHOLE and self._documents.visitors.limits(answer.name, self._address())

    def _address(self) -> str:
        return self.client[0] if self.client else ""

    def _recalled(self, data: bytes) -> tuple[Answer, Reply] | None:
        try:
            return self._documents.recall(data)
        except OSError:  # likewise
            return None

    def _reply(self, answer: Answer, reply: Reply) -> None:
        self.server_state.total_requests += 1
        self._documents.visitors.count(answer.name, 304 if reply is Reply.UNCHANGED else 200)
        self._unset_keepalive_if_required()
        second = _second(self.server_state)
        if reply is Reply.WHOLE and _BY_THE_KERNEL and _LARGE <= len(answer.body) <= _LARGEST:
            self._send(second.said(answer, Reply.HEAD), answer.body)
        else:
            self.transport.write(second.said(answer, reply))

    def _send(self, head: bytes, body: bytes) -> None:
        """Both, without the body being copied into the kernel, as far as the connection takes it at once."""
        line, sent = self.transport.get_extra_info("socket"), 0
        with contextlib.suppress(OSError):  # whatever has happened to the connection, writing meets it, too
            line.setsockopt(socket.IPPROTO_TCP, socket.TCP_CORK, 1)
        self.transport.write(head)
        if not self.transport.get_write_buffer_size():
            with contextlib.suppress(OSError):
                sent = os.sendfile(line.fileno(), _files.of(body), 0, len(body))
        if sent < len(body):
            self.transport.write(memoryview(body)[sent:])
        with contextlib.suppress(OSError):
            line.setsockopt(socket.IPPROTO_TCP, socket.TCP_CORK, 0)

    def _is_plain(self) -> bool:
        """Whether nothing but a path is asked for, over a connection that goes on and has nothing else to do."""
        return (
            self.parser.get_method() in _METHODS
            and _ADDRESS.fullmatch(self.url) is not None
            and self.parser.get_http_version() == "1.1"
            and self.parser.should_keep_alive()
            and self._is_free()
        )

    def _is_free(self) -> bool:
        return not (self._is_answering() or self.flow.write_paused or self.transport.is_closing())

    def _is_answering(self) -> bool:
        cycle: RequestResponseCycle | None = self.cycle
        return bool(self.pipeline) or not (cycle is None or cycle.response_complete)

    # --- refusals --------------------------------------------------------------------------------------------------

    def _is_too_large(self) -> bool:
        if len(self.headers) > MOST_FIELDS:
            return True
        if self._size + 2 * self._piece <= LARGEST_HEAD:
            return False
        return len(self.url) + sum(len(name) + len(value) for name, value in self.headers) > LARGEST_HEAD

    def _refuse(self, status: HTTPStatus) -> None:
        """Say why, and hang up; behind an answer that is under way nothing can be said."""
        self._over = True
        if not (self._is_answering() or self.transport.is_closing()):
            text = status.phrase.lower().encode()
            self.transport.write(
                b"%bcontent-type: text/plain; charset=utf-8\r\ncontent-length: %d\r\nconnection: close\r\n\r\n%b"
                % (STATUS_LINE[status], len(text), text)
            )
        self.transport.close()


class _Files:
    """The large bodies asked for last, as files in memory."""

    def __init__(self) -> None:
        self._kept: OrderedDict[int, tuple[bytes, int]] = OrderedDict()

    def of(self, body: bytes) -> int:
        """The descriptor of a file that holds *body*; raises OSError where there is no room for it."""
        known = self._kept.get(id(body))
        if known is not None:
            self._kept.move_to_end(id(body))
            return known[1]
        made = os.memfd_create("document")
        try:
            with os.fdopen(os.dup(made), "wb") as file:
                file.write(body)
        except OSError:
            os.close(made)
            raise
        self._kept[id(body)] = body, made
        if len(self._kept) > _MOST_FILES:
            os.close(self._kept.popitem(last=False)[1][1])
        return made


_files = _Files()


class _Second:
    """What is said while the date is the same: an answer is put together once."""

    def __init__(self, fields: list[tuple[bytes, bytes]]) -> None:
        self.fields = fields
        """What uvicorn puts before all others: the date."""
        self._lines = b"".join(b"%b: %b\r\n" % pair for pair in fields)
        self._said: dict[tuple[int, Reply], tuple[Answer, bytes]] = {}
        self._size = 0

    def said(self, answer: Answer, reply: Reply) -> bytes:
        """All of an answer as it is written."""
        known = self._said.get((id(answer), reply))
        if known is not None:
            return known[1]
        status, lines = (304, answer.unchanged_lines) if reply is Reply.UNCHANGED else (200, answer.whole_lines)
        made = b"".join((STATUS_LINE[status], self._lines, lines, answer.body if reply is Reply.WHOLE else b""))
        self._size += len(made)
        if self._size <= _MOST_SAID:
            self._said[id(answer), reply] = answer, made
        return made


_now = _Second([])


def _second(state: ServerState) -> _Second:
    global _now  # noqa: PLW0603 - it follows from what is given
    if _now.fields is not state.default_headers:
        _now = _Second(state.default_headers)
    return _now
