"""Fetching, against servers that misbehave."""

from __future__ import annotations

import asyncio
import gc
import socket
import ssl
import time
import tracemalloc
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from syndicator.chaos import FAULTS, Authorities, ChaosServer, StubResolver
from syndicator.chaos.documents import feed
from syndicator.chaos.listeners import ZONE, Certificate, Door
from syndicator.ingest import fetch as module
from syndicator.ingest.fetch import HttpFetch
from syndicator.model.source import Limits, Outcome
from syndicator.ports import NotModified, Request
from tests.ingest.fetching import LOOPBACK, TLS, Answer, StandingClock, failed, fetch, fetched, outcome, request
from tests.loopback import Loopback


@pytest.fixture(scope="module")
def server() -> Iterator[ChaosServer]:
    with ChaosServer(FAULTS) as running:
        yield running


# --- what is sent --------------------------------------------------------------------------------------------------


def test_a_request_says_who_we_are_and_nothing_more(server: ChaosServer) -> None:
    """Conformance 150 to 153: no cookies, Referer, pragma; gzip is all we take."""
    fetch(request(server, "good", run="polite", accept="application/rss+xml"))
    sent = server.log[-1].headers
    assert set(sent) == {"host", "user-agent", "accept", "accept-encoding", "connection"}
    assert sent["user-agent"] == "syndicator/test (+https://news.example/bot)"
    assert sent["accept"] == "application/rss+xml"
    assert sent["accept-encoding"] == "gzip"


def test_a_source_may_have_a_user_agent_of_its_own(server: ChaosServer) -> None:
    """P17."""
    fetch(request(server, "good", user_agent="reader of қаз"))
    assert server.log[-1].headers["user-agent"] == "reader of ???"


def test_validators_are_sent_byte_for_byte_and_answered_by_304(server: ChaosServer) -> None:
    """Conformance 132, 136: what came is what goes back."""
    [first] = fetch(request(server, "good"))
    body = fetched(first)
    assert (body.etag, body.last_modified) == ('W/"v1,a"', "Fri, 01 May 2026 10:00:00 GMT")
    [second] = fetch(replace(request(server, "good"), etag=body.etag, last_modified=body.last_modified))
    assert second == NotModified('W/"v1,a"', None, 900)
    sent = server.log[-1].headers
    assert (sent["if-none-match"], sent["if-modified-since"]) == (body.etag, body.last_modified)


@pytest.mark.parametrize("etag", ['"қаз"', "x" * 600, "a\r\nX-Evil: 1"])
def test_a_poisonous_validator_is_not_sent(server: ChaosServer, etag: str) -> None:
    """P12: an old state must not make every later poll fail."""
    [answer] = fetch(replace(request(server, "good"), etag=etag))
    assert fetched(answer).body == feed("good")
    assert "if-none-match" not in server.log[-1].headers


@pytest.mark.parametrize("fault", ["etag-10k", "etag-kazakh", "etag-twice"])
def test_a_hostile_etag_is_not_kept(server: ChaosServer, fault: str) -> None:
    """P12."""
    [answer] = fetch(request(server, fault))
    assert fetched(answer).etag is None


def test_proxies_of_the_environment_are_ignored(server: ChaosServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """S13: they would go around the guard."""
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9/")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9/")
    [answer] = fetch(request(server, "good"))
    assert outcome(answer) is Outcome.OK


# --- what comes back -----------------------------------------------------------------------------------------------


def test_a_whole_body_comes_with_all_the_server_says(server: ChaosServer) -> None:
    """Address, type and freshness."""
    body = fetched(fetch(request(server, "good"))[0])
    assert body.body == feed("good")
    assert body.address == server.address("good")
    assert body.content_type == "application/rss+xml"
    assert body.fresh_for == 3600
    assert body.moved_to is None


@pytest.mark.parametrize(
    "fault",
    [
        *("gzip", "gzip-x", "gzip-multi", "gzip-lie-once", "close-delimited-gzip", "chunked", "100-continue"),
        *("reset-once", "reset-mid-body-once"),
    ],
)
def test_whole_bodies_come_out_as_they_went_in(server: ChaosServer, fault: str) -> None:
    """B05, B06, B09: every member and chunk, and a second try without compression when the first is a lie."""
    [answer] = fetch(request(server, fault))
    assert fetched(answer).body == feed(fault)


def test_a_body_with_a_false_coding_is_asked_for_once_more_without(server: ChaosServer) -> None:
    """B06: one retry, not more."""
    before = len(server.asked("gzip-lie"))
    fetch(request(server, "gzip-lie"))
    codings = [seen.headers["accept-encoding"] for seen in server.asked("gzip-lie")[before:]]
    assert codings == ["gzip", "identity"]


@pytest.mark.parametrize(("fault", "times"), [("reset-mid-body", 2), ("chunk-cut", 2), ("404", 1), ("http09", 1)])
def test_what_broke_off_is_asked_for_once_more_and_no_refusal_is(server: ChaosServer, fault: str, times: int) -> None:
    """B09: one retry, then the schedule's patience."""
    fetch(request(server, fault, run="retry"))
    assert len([seen for seen in server.asked(fault) if seen.target.endswith("retry")]) == times


@pytest.mark.parametrize(
    ("fault", "moved"), [("redir-301", "/f/redir-301/2"), ("redir-mixed", "/f/redir-mixed/1"), ("redir-cookie", None)]
)
def test_only_permanent_redirects_tell_a_new_address(server: ChaosServer, fault: str, moved: str | None) -> None:
    """S18: the chain counts up to its first temporary hop."""
    body = fetched(fetch(request(server, fault))[0])
    assert body.moved_to == (server.origin() + moved if moved else None)


def test_a_redirect_that_is_met_again_ends_the_chase(server: ChaosServer) -> None:
    """S17: a circle is seen when it closes, not after the last hop that is allowed."""
    answer = failed(fetch(request(server, "redir-circle", run="once"))[0])
    assert answer.outcome is Outcome.REDIRECTS
    assert "circle" in answer.message
    assert len(server.asked("redir-circle")) == 3


def test_a_redirect_may_ask_for_patience(server: ChaosServer) -> None:
    """Conformance 141: Retry-After counts on a redirect too, beside what the answer says of its freshness."""
    assert fetched(fetch(request(server, "redir-patience"))[0]).fresh_for == 7200


@pytest.mark.parametrize(
    ("fault", "seconds"),
    [("429-seconds", 120), ("429-date", 3600), ("429-junk", None), ("503-retry", 120), ("404", None)],
)
def test_the_time_to_wait_is_handed_on(server: ChaosServer, fault: str, seconds: int | None) -> None:
    """P01, P05."""
    assert failed(fetch(request(server, fault))[0]).retry_after == seconds


def test_an_oversized_answer_is_told_with_the_number_and_the_setting(server: ChaosServer) -> None:
    """B19: an error that operators can act on."""
    message = failed(fetch(request(server, "too-large-announced"))[0]).message
    assert "8,000,000" in message
    assert "limits.wire" in message


def test_a_failure_behind_a_redirect_names_the_way(server: ChaosServer) -> None:
    """The operator sees where it ended."""
    message = failed(fetch(request(server, "redir-private-10"))[0]).message
    assert "after a redirect" in message
    assert "10.0.0.1" in message


# --- time and size -------------------------------------------------------------------------------------------------


def test_the_deadline_bounds_the_whole_way(server: ChaosServer) -> None:
    """B12: redirects and retries share one deadline."""

    async def slow(host: str, port: int) -> Sequence[str]:
        await asyncio.sleep(0.15)
        return ["127.0.0.1"]

    start = replace(
        request(server, "", deadline=0.4), address=f"http://n.test:{server.ports[Door.HTTP]}/f/redir-chain-short"
    )
    began = time.monotonic()
    assert failed(fetch(start, resolve=slow)[0]).outcome is Outcome.DEADLINE
    assert time.monotonic() - began < 5


def test_waiting_for_our_own_turn_does_not_count_against_a_source(server: ChaosServer) -> None:
    """P18: politeness is ours; two requests to one host are parted although the deadline is shorter than the gap."""
    first = len(server.log)
    two = [request(server, "good", run=run, deadline=0.8) for run in ("a", "b")]
    assert [outcome(answer) for answer in fetch(*two, host_gap=1.0)] == [Outcome.OK, Outcome.OK]
    times = [seen.at for seen in server.log[first:]]
    assert times[1] - times[0] >= 0.95


def test_a_dot_behind_a_name_makes_no_other_host_of_it(server: ChaosServer) -> None:
    """P18: the same name in another spelling waits in the same line."""
    first = len(server.log)
    spelled = [
        replace(request(server, "good"), address=server.address("good", host=host))
        for host in (f"news.{ZONE}", f"NEWS.{ZONE}.")
    ]
    fetch(*spelled, resolve=StubResolver(), host_gap=0.5)
    times = [seen.at for seen in server.log[first:]]
    assert times[1] - times[0] >= 0.45


def test_one_host_is_asked_once_at_a_time(server: ChaosServer) -> None:
    """P18: also when many sources live there and are polled at once."""

    async def work() -> float:
        fetcher = HttpFetch("t", clock=StandingClock(), host_gap=0.05, tls=TLS)
        began = time.monotonic()
        await asyncio.gather(*(fetcher.fetch(request(server, "good", run=str(n))) for n in range(4)))
        await fetcher.close()
        return time.monotonic() - began

    assert asyncio.run(work()) >= 0.15


def test_a_bomb_costs_little_memory(server: ChaosServer) -> None:
    """B01: half a gigabyte announced by half a megabyte is stopped after a few megabytes."""
    fetch(request(server, "gzip-bomb"))
    tracemalloc.start()
    try:
        [answer] = fetch(request(server, "gzip-bomb"))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert outcome(answer) is Outcome.BOMB
    assert peak < 20_000_000


def test_silence_is_a_timeout_before_the_deadline(server: ChaosServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """B13: a server that hangs is left sooner than one that is slow."""
    monkeypatch.setitem(module._TIMEOUTS, "read", 0.1)
    answer = failed(fetch(request(server, "hang-accept"))[0])
    assert answer.outcome is Outcome.TIMEOUT


def test_a_server_that_does_not_listen_is_a_transport_fault(server: ChaosServer) -> None:
    """Nobody at home."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    answer = failed(
        fetch(Request(f"http://127.0.0.1:{port}/", allow_private=LOOPBACK, allow_ports=(port,), limits=Limits()))[0]
    )
    assert answer.outcome is Outcome.TRANSPORT


# --- where it may go -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "2130706433", "0x7f000001", "127.1", "[::1]", "127。0。0。1"]
)
def test_loopback_is_refused_in_every_spelling(server: ChaosServer, host: str) -> None:
    """S01, S05, S07: what counts is the address that would be dialled."""
    before = len(server.log)
    answer = failed(
        fetch(Request(f"http://{host}:{server.ports[Door.HTTP]}/f/good", allow_ports=(server.ports[Door.HTTP],)))[0]
    )
    assert answer.outcome is Outcome.ADDRESS
    assert len(server.log) == before


def test_a_name_that_flips_between_hops_is_caught(server: ChaosServer) -> None:
    """S02, S03: every hop is resolved and judged anew."""
    answers = [["127.0.0.1"], ["10.0.0.1"]]

    async def flipping(host: str, port: int) -> Sequence[str]:
        return answers.pop(0)

    start = replace(request(server, "redir-301"), address=f"http://flip.test:{server.ports[Door.HTTP]}/f/redir-301")
    answer = failed(fetch(start, resolve=flipping)[0])
    assert answer.outcome is Outcome.ADDRESS


def test_an_unknown_name_is_a_dns_fault(server: ChaosServer) -> None:
    """S22."""

    async def nowhere(host: str, port: int) -> Sequence[str]:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    answer = failed(fetch(Request("http://nowhere.test/"), resolve=nowhere)[0])
    assert answer.outcome is Outcome.DNS
    assert "nowhere.test" in answer.message


def test_many_bad_addresses_never_raise() -> None:
    """Finding 9: whatever the operator or a redirect writes."""
    addresses = (
        "",
        "http://",
        "http://h:99999/",
        "http://xn--/",
        "http://" + "a" * 300 + "/",
        "javascript:x",
        "http://a..b/",
    )

    async def fails(host: str, port: int) -> Sequence[str]:
        raise UnicodeError("label too long")

    answers = fetch(*map(Request, addresses), resolve=fails)
    assert all(failed(answer).outcome is not Outcome.INTERNAL for answer in answers)


def test_our_own_mistakes_cost_one_fetch_only(server: ChaosServer) -> None:
    """The last resort: contained, and said to be ours."""

    async def broken(host: str, port: int) -> Sequence[str]:
        raise ExceptionGroup("several", [ZeroDivisionError("oh")])

    answer = failed(fetch(Request("http://news.test/"), resolve=broken)[0])
    assert answer.outcome is Outcome.INTERNAL
    assert "ZeroDivisionError" in answer.message


def test_a_mistake_outside_a_visit_is_contained_too(server: ChaosServer) -> None:
    """Bounds that make no sense."""
    hopeless = replace(request(server, "good"), limits=Limits(redirects=None))  # type: ignore[arg-type]
    assert failed(fetch(hopeless)[0]).outcome is Outcome.INTERNAL


# --- TLS -----------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def secure(authorities: Authorities) -> Iterator[ChaosServer]:
    with ChaosServer(FAULTS, authorities=authorities) as running:
        yield running


def over_tls(secure: ChaosServer, fault: str, tls: ssl.SSLContext) -> Answer:
    address = secure.address(fault, host=f"news.{ZONE}")
    wanted = Request(address, allow_private=LOOPBACK, allow_ports=tuple(secure.ports.values()), limits=Limits())
    return fetch(wanted, resolve=StubResolver(), tls=tls)[0]


def trusting(pem: Path) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=str(pem))


def test_tls_asks_for_the_name_although_the_address_is_dialled(secure: ChaosServer, authorities: Authorities) -> None:
    """S03, S21: the certificate is checked against the host's name."""
    assert fetched(over_tls(secure, "tls-good", trusting(authorities.pem))).body == feed("tls-good")
    assert secure.log[-1].headers["host"] == f"news.{ZONE}:{secure.ports[Door.HTTPS]}"


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        ("tls-other-name", "Hostname mismatch"),
        ("tls-expired", "expired"),
        ("tls-not-yet", "not yet valid"),
        ("tls-self-signed", "self-signed"),
        ("tls-unknown-authority", "unable to get local issuer"),
        ("tls-plain", "handshake failed"),
        ("tls-old", "handshake failed"),
    ],
)
def test_a_connection_that_is_not_safe_is_refused_with_the_reason(
    secure: ChaosServer, authorities: Authorities, fault: str, reason: str
) -> None:
    """S21: fail closed, and tell the operator what to tell the publisher."""
    answer = failed(over_tls(secure, fault, trusting(authorities.pem)))
    assert answer.outcome is Outcome.TLS
    assert reason in answer.message


def test_certificates_given_for_a_source_are_trusted_for_its_own_host_alone(
    secure: ChaosServer, authorities: Authorities
) -> None:
    """S21: pinned by the operator; a redirect to another host does not carry it along."""
    address = secure.address("tls-self-signed", host=f"news.{ZONE}")
    pinned = authorities.pem.with_name("self-signed.pem").read_text(encoding="ascii")
    with Loopback(lambda _path, _validator: (302, {"Location": address}, b"")) as elsewhere:
        ports = (*secure.ports.values(), elsewhere.port)
        wanted = Request(address, allow_private=LOOPBACK, allow_ports=ports, certificates=pinned)
        away = replace(wanted, address=f"http://127.0.0.1:{elsewhere.port}/")
        own, plain, other = fetch(wanted, replace(wanted, certificates=None), away, resolve=StubResolver())
    assert fetched(own).body == feed("tls-self-signed")
    assert failed(plain).outcome is Outcome.TLS
    assert failed(other).outcome is Outcome.TLS


def test_http_1_1_is_all_that_is_offered(authorities: Authorities) -> None:
    """Decision 12: a server that prefers HTTP/2 is not met half-way."""
    context = authorities.server("alpn", Certificate(f"*.{ZONE}"))
    context.set_alpn_protocols(["h2", "http/1.1"])

    async def tell(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        chosen = writer.get_extra_info("ssl_object").selected_alpn_protocol().encode()
        writer.write(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + chosen)
        writer.close()

    async def work() -> Answer:
        async with await asyncio.start_server(tell, "127.0.0.1", 0, ssl=context) as listening:
            port = listening.sockets[0].getsockname()[1]
            fetcher = HttpFetch("t", clock=StandingClock(), resolve=StubResolver(), tls=trusting(authorities.pem))
            address = f"https://news.{ZONE}:{port}/"
            return await fetcher.fetch(Request(address, allow_private=LOOPBACK, allow_ports=(port,)))

    assert fetched(asyncio.run(work())).body == b"http/1.1"


@pytest.mark.parametrize(("days", "told"), [(0, False), (15, False), (24, True)])
def test_a_certificate_that_ends_soon_is_told(
    secure: ChaosServer, authorities: Authorities, days: int, told: bool
) -> None:
    """S21: in the last fortnight, or the last quarter of a short life; the one here is made for 31 days."""

    class LaterClock:
        def now(self) -> datetime:
            return datetime.now(UTC) + timedelta(days=days)

    async def work() -> Answer:
        fetcher = HttpFetch("t", clock=LaterClock(), resolve=StubResolver(), tls=trusting(authorities.pem))
        address = secure.address("tls-good", host=f"news.{ZONE}")
        return await fetcher.fetch(
            Request(address, allow_private=LOOPBACK, allow_ports=tuple(secure.ports.values()), limits=Limits())
        )

    notes = fetched(asyncio.run(work())).notes
    assert [f"certificate of news.{ZONE} expires on" in each for each in notes] == [True] * told


def test_a_handshake_that_is_given_up_leaves_no_connection_behind(secure: ChaosServer) -> None:
    """S21: not even until somebody collects the garbage."""

    async def work() -> int:
        fetcher = HttpFetch("t", clock=StandingClock(), resolve=StubResolver(), tls=TLS)
        address = secure.address("tls-silent", host=f"news.{ZONE}")
        ports = tuple(secure.ports.values())
        limits = Limits(deadline=0.3)
        answer = await fetcher.fetch(Request(address, allow_private=LOOPBACK, allow_ports=ports, limits=limits))
        assert failed(answer).outcome is Outcome.DEADLINE
        await fetcher.close()
        gc.collect()  # an open transport would warn, and warnings are errors
        return len(secure.asked("tls-silent"))

    assert asyncio.run(work()) == 0


def test_a_fetcher_makes_its_own_trust_when_given_none() -> None:
    """The default context verifies."""
    fetcher = HttpFetch("t", clock=StandingClock())
    assert fetcher._tls.verify_mode is ssl.CERT_REQUIRED
    assert fetcher._tls.check_hostname
    asyncio.run(fetcher.close())
