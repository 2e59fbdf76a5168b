"""The form that our hub takes, as bytes on the wire."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from typing import Any

import pytest
from fastapi import FastAPI

from syndicator.model.hub import Refusal
from syndicator.web import hub as hub_module
from syndicator.web.hub import hub

FORM = b"application/x-www-form-urlencoded"
Message = MutableMapping[str, Any]


class Desk:
    """Takes what it is asked, or refuses everything."""

    def __init__(self, refusal: Refusal | None = None) -> None:
        self.taken: list[Mapping[str, str]] = []
        self.heard = 0
        self._refusal = refusal

    async def ask(self, fields: Mapping[str, str]) -> Refusal | None:
        self.taken.append(fields)
        return self._refusal

    def hear(self) -> None:
        self.heard += 1


def answered(
    desk: Desk, receive: Callable[[], Awaitable[Message]], content_type: bytes = FORM
) -> tuple[int, dict[bytes, bytes], bytes]:
    """Status, fields and body of the answer to one POST."""
    app = FastAPI(openapi_url=None)
    app.include_router(hub(desk, on_request=desk.hear))
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    scope = {
        "type": "http",
        "method": "POST",
        "path": "/websub/hub",
        "raw_path": b"/websub/hub",
        "query_string": b"",
        "headers": [(b"content-type", content_type)],
        "http_version": "1.1",
        "scheme": "http",
        "server": ("127.0.0.1", 80),
        "client": ("127.0.0.1", 1),
    }
    asyncio.run(app(scope, receive, send))
    return sent[0]["status"], dict(sent[0]["headers"]), b"".join(each.get("body", b"") for each in sent[1:])


def posted(desk: Desk, body: bytes, content_type: bytes = FORM) -> tuple[int, dict[bytes, bytes], bytes]:
    async def receive() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    return answered(desk, receive, content_type)


def test_what_we_know_is_taken_over_and_nothing_else() -> None:
    """In UTF-8; whoever waits for requests hears of it (conformance 183, 185)."""
    desk = Desk()
    body = b"hub.mode=subscribe&hub.topic=%D1%8F&hub.callback=a%26b&hub.secret=&x=1&hub.verify=sync&hub.verify=async"
    status, fields, text = posted(desk, body, FORM + b"; charset=UTF-8")
    assert (status, text) == (202, b"it will be verified\n")
    assert fields[b"content-type"] == b"text/plain; charset=utf-8"
    assert desk.taken == [{"hub.mode": "subscribe", "hub.topic": "я", "hub.callback": "a&b", "hub.secret": ""}]
    assert desk.heard == 1


def test_a_refusal_says_why_and_when_to_come_back() -> None:
    """As plain text that no browser takes for a page."""
    desk = Desk(Refusal(429, "<b>too often</b>", 17))
    status, fields, text = posted(desk, b"hub.mode=subscribe")
    assert (status, text, fields[b"retry-after"]) == (429, b"<b>too often</b>\n", b"17")
    assert (fields[b"content-type"], fields[b"x-content-type-options"]) == (b"text/plain; charset=utf-8", b"nosniff")
    assert desk.heard == 0


@pytest.mark.parametrize(
    ("body", "content_type", "status"),
    [
        (b"hub.mode=a&hub.mode=b", FORM, 400),
        (b"hub.topic=%ff", FORM, 400),
        ("hub.topic=я".encode(), FORM, 400),
        (b"hub.topic=a%00b", FORM, 400),
        (b"a=1&" * 101, FORM, 400),
        (b"x" * 20_001, FORM, 413),
        (b'{"hub.mode": "subscribe"}', b"application/json", 415),
    ],
)
def test_what_is_no_form_goes_no_further(body: bytes, content_type: bytes, status: int) -> None:
    """4xx with a reason."""
    desk = Desk()
    assert posted(desk, body, content_type)[0] == status
    assert desk.taken == []


def test_who_never_ends_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """A form that trickles holds nothing up."""
    monkeypatch.setattr(hub_module, "_WITHIN", 0.05)

    async def receive() -> Message:
        await asyncio.sleep(0.02)
        return {"type": "http.request", "body": b"a", "more_body": True}

    assert answered(Desk(), receive)[0] == 408


def test_who_hangs_up_leaves_nothing_behind() -> None:
    """Half a form is none."""
    desk = Desk()

    async def receive() -> Message:
        return {"type": "http.disconnect"}

    assert answered(desk, receive)[0] == 408
    assert desk.taken == []
