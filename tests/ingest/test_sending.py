"""What is sent arrives as it is, once, where it was sent and nowhere else."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler

import pytest

from syndicator.ingest.fetch import HttpFetch
from syndicator.model.source import Limits, Outcome
from syndicator.ports import Accepted, Fetched, FetchFailed, NotModified, Parcel, Request
from tests.ingest.fetching import LOOPBACK, TLS, StandingClock
from tests.loopback import Running

Answer = Accepted | Fetched | NotModified | FetchFailed


class Letterbox(Running):
    """Keeps what is posted; its paths say what it answers: ``/status/body``, and ``/307`` sends on."""

    def __init__(self) -> None:
        self.got: list[tuple[str, dict[str, str], bytes]] = []
        box = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                length = int(self.headers["Content-Length"])
                box.got.append((self.path, {k.lower(): v for k, v in self.headers.items()}, self.rfile.read(length)))
                self.do_GET()

            def do_GET(self) -> None:
                status, _, body = self.path.strip("/").partition("/")
                self.send_response(int(status))
                if status.startswith("30"):
                    self.send_header("Location", "/200/moved")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body.encode())

            def log_message(self, format: str, *args: object) -> None:
                pass

        super().__init__(Handler)

    def request(self, path: str, *, redirects: int = 5, any_success: bool = False) -> Request:
        return Request(
            f"http://127.0.0.1:{self.port}/{path}",
            limits=Limits(redirects=redirects, deadline=10),
            allow_private=LOOPBACK,
            allow_ports=(self.port,),
            any_success=any_success,
        )


@pytest.fixture
def box() -> Iterator[Letterbox]:
    with Letterbox() as box:
        yield box


def run(work: Callable[[HttpFetch], object]) -> None:
    async def whole() -> None:
        fetch = HttpFetch("syndicator/test", clock=StandingClock(), host_gap=0, tls=TLS)
        await work(fetch)  # type: ignore[misc]

    asyncio.run(whole())


def sent(box: Letterbox, path: str, parcel: Parcel, *, redirects: int = 5) -> Answer:
    answers: list[Answer] = []

    async def work(fetch: HttpFetch) -> None:
        answers.append(await fetch.send(box.request(path, redirects=redirects), parcel))

    run(work)
    return answers[0]


def test_a_parcel_arrives_as_it_is(box: Letterbox) -> None:
    """Byte for byte, with its fields and its length, and nothing that asks for a coding."""
    body = "Новости\r\n".encode() + bytes(range(256))
    assert sent(box, "202", Parcel(body, {"Content-Type": "text/x", "X-Hub-Signature": "sha256=0"})) == Accepted()
    [(path, fields, got)] = box.got
    assert (path, got) == ("/202", body)
    assert (fields["content-type"], fields["x-hub-signature"]) == ("text/x", "sha256=0")
    assert fields["content-length"] == str(len(body))
    assert "content-encoding" not in fields


def test_a_form_is_sent_as_browsers_do(box: Letterbox) -> None:
    """In UTF-8, percent-encoded."""
    assert sent(box, "200", Parcel.form({"hub.topic": "https://a.example/?q=я&x=1"})) == Accepted()
    [(_, fields, got)] = box.got
    assert fields["content-type"] == "application/x-www-form-urlencoded"
    assert got == b"hub.topic=https%3A%2F%2Fa.example%2F%3Fq%3D%D1%8F%26x%3D1"


@pytest.mark.parametrize(("redirects", "paths"), [(5, ["/307", "/200/moved"]), (0, ["/307"])])
def test_what_is_sent_follows_redirects_only_where_it_may(box: Letterbox, redirects: int, paths: list[str]) -> None:
    """A hub may have moved (307, 308); a callback may not: there a redirect is a failure (WebSub, 7)."""
    answer = sent(box, "307", Parcel(b"x", {}), redirects=redirects)
    assert [path for path, _, _ in box.got] == paths
    assert isinstance(answer, Accepted) is bool(redirects)
    assert redirects or (isinstance(answer, FetchFailed) and answer.outcome is Outcome.REDIRECTS)


@pytest.mark.parametrize("status", [302, 404, 410, 500])
def test_what_is_not_taken_is_told(box: Letterbox, status: int) -> None:
    """Anything but 2xx."""
    answer = sent(box, str(status), Parcel(b"x", {}), redirects=0)
    assert isinstance(answer, FetchFailed)
    assert answer.status == status


@pytest.mark.parametrize("any_success", [True, False])
def test_the_body_of_any_success_may_be_an_answer(box: Letterbox, any_success: bool) -> None:
    """A challenge may come back with 201; of a document we ask more."""
    answers: list[Answer] = []

    async def work(fetch: HttpFetch) -> None:
        answers.append(await fetch.fetch(box.request("201/challenge", any_success=any_success)))

    run(work)
    [answer] = answers
    assert isinstance(answer, Fetched) is any_success
    assert not any_success or (isinstance(answer, Fetched) and answer.body == b"challenge")


def test_a_host_may_be_visited_by_several_at_once() -> None:
    """Callbacks of many subscribers share hosts; polls do not use this."""
    inside, most = 0, 0

    async def visit(fetch: HttpFetch) -> None:
        nonlocal inside, most
        async with fetch._turns.turn("hub.example"):
            inside += 1
            most = max(most, inside)
            await asyncio.sleep(0.01)
            inside -= 1

    async def whole() -> None:
        fetch = HttpFetch("syndicator/test", clock=StandingClock(), host_gap=0, per_host=3, tls=TLS)
        await asyncio.gather(*(visit(fetch) for _ in range(9)))

    asyncio.run(whole())
    assert most == 3
