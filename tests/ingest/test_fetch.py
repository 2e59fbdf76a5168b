"""Fetching, against servers that misbehave."""

from __future__ import annotations

import asyncio
import socket
import ssl
import threading
import time
import tracemalloc
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from syndicator.ingest import fetch as module
from syndicator.ingest.fetch import HttpFetch
from syndicator.model.source import Limits, Outcome
from syndicator.ports import NotModified, Request
from tests.chaos.faults import FAULTS, feed, redirect
from tests.chaos.server import ChaosServer, Fault
from tests.ingest.certificates import Authority
from tests.ingest.fetching import LOOPBACK, TLS, StandingClock, failed, fetch, fetched, outcome, request


@pytest.fixture(scope="module")
def server() -> Iterator[ChaosServer]:
    with ChaosServer(FAULTS) as running:
        yield running


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_every_fault_ends_as_it_must(server: ChaosServer, fault: Fault) -> None:
    """Nothing is raised, the outcome is the fault's, and a failure is explained to the operator."""
    slow = fault.outcome is Outcome.DEADLINE
    began = time.monotonic()
    [answer] = fetch(request(server, fault.id, run="matrix", deadline=0.3 if slow else 10))
    assert outcome(answer) is (Outcome.OK if fault.at_reading else fault.outcome)
    assert time.monotonic() - began < 8
    if outcome(answer) is not Outcome.OK:
        assert 20 < len(failed(answer).message) < 500


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
    assert fetched(answer).body == feed()
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
    assert body.body == feed()
    assert body.address == server.address("good")
    assert body.content_type == "application/rss+xml"
    assert body.fresh_for == 3600
    assert body.moved_to is None


@pytest.mark.parametrize(
    ("fault", "expected"), [("gzip", feed(40)), ("gzip-multi", feed(40)), ("gzip-lie-once", feed())]
)
def test_compressed_bodies_come_out_whole(server: ChaosServer, fault: str, expected: bytes) -> None:
    """B05, B06: every member, and a second try without compression when the first is a lie."""
    [answer] = fetch(request(server, fault))
    assert fetched(answer).body == expected


def test_a_body_with_a_false_coding_is_asked_for_once_more_without(server: ChaosServer) -> None:
    """B06: one retry, not more."""
    before = len(server.asked("gzip-lie"))
    fetch(request(server, "gzip-lie"))
    codings = [seen.headers["accept-encoding"] for seen in server.asked("gzip-lie")[before:]]
    assert codings == ["gzip", "identity"]


@pytest.mark.parametrize(
    ("fault", "moved"), [("redir-301", "/f/redir-301/2"), ("redir-mixed", "/f/redir-mixed/1"), ("redir-cookie", None)]
)
def test_only_permanent_redirects_tell_a_new_address(server: ChaosServer, fault: str, moved: str | None) -> None:
    """S18: the chain counts up to its first temporary hop."""
    body = fetched(fetch(request(server, fault))[0])
    assert body.moved_to == (server.origin + moved if moved else None)


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
    assert "9,000,000" in message
    assert "limits.wire" in message


def test_a_failure_behind_a_redirect_names_the_way(server: ChaosServer) -> None:
    """The operator sees where it ended."""
    message = failed(fetch(request(server, "redir-private"))[0]).message
    assert "after a redirect" in message
    assert "10.0.0.1" in message


# --- time and size -------------------------------------------------------------------------------------------------


def test_the_deadline_bounds_the_whole_way(server: ChaosServer) -> None:
    """B12: redirects and retries share one deadline."""

    async def slow(host: str, port: int) -> Sequence[str]:
        await asyncio.sleep(0.15)
        return ["127.0.0.1"]

    start = replace(request(server, "", deadline=0.4), address=f"http://n.test:{server.port}/f/redir-relative")
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
    answer = failed(fetch(Request(f"http://{host}:{server.port}/f/good", allow_ports=(server.port,)))[0])
    assert answer.outcome is Outcome.ADDRESS
    assert len(server.log) == before


def test_a_name_that_flips_between_hops_is_caught(server: ChaosServer) -> None:
    """S02, S03: every hop is resolved and judged anew."""
    answers = [["127.0.0.1"], ["10.0.0.1"]]

    async def flipping(host: str, port: int) -> Sequence[str]:
        return answers.pop(0)

    start = replace(request(server, "redir-301"), address=f"http://flip.test:{server.port}/f/redir-relative")
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
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("tls"))


async def everything_here(host: str, port: int) -> Sequence[str]:
    return ["127.0.0.1"]


def over_tls(server: ChaosServer, fault: str = "good", host: str = "news.test") -> Request:
    return replace(request(server, fault), address=f"https://{host}:{server.port}/f/{fault}")


def trusting(pem: Path) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=str(pem))


def test_tls_asks_for_the_name_although_the_address_is_dialled(authority: Authority) -> None:
    """S03, S21: the certificate is checked against the host's name."""
    with ChaosServer(FAULTS, tls=authority.server("news.test")) as server:
        [answer] = fetch(over_tls(server), resolve=everything_here, tls=trusting(authority.pem))
        assert fetched(answer).body == feed()
        assert server.log[-1].headers["host"] == f"news.test:{server.port}"


@pytest.mark.parametrize(
    ("name", "days", "trusted", "reason"),
    [
        ("other.test", 2, True, "Hostname mismatch"),
        ("news.test", -1, True, "expired"),
        ("news.test", 2, False, "unable to get local issuer"),
    ],
)
def test_a_certificate_that_does_not_hold_is_refused(
    authority: Authority, name: str, days: int, trusted: bool, reason: str
) -> None:
    """S21: fail closed, with the reason."""
    with ChaosServer(FAULTS, tls=authority.server(name, days=days)) as server:
        trust = trusting(authority.pem) if trusted else TLS
        answer = failed(fetch(over_tls(server), resolve=everything_here, tls=trust)[0])
    assert answer.outcome is Outcome.TLS
    assert reason in answer.message


def test_a_server_without_tls_is_a_tls_fault(server: ChaosServer) -> None:
    """S21: plain HTTP behind https."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]

        def speak_plainly() -> None:
            connection, _ = listener.accept()
            with connection:
                connection.recv(100)
                connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")

        thread = threading.Thread(target=speak_plainly)
        thread.start()
        plain = Request(f"https://127.0.0.1:{port}/", allow_private=LOOPBACK, allow_ports=(port,))
        answer = failed(fetch(plain)[0])
        thread.join()
    assert answer.outcome is Outcome.TLS


def test_a_redirect_from_https_to_http_is_refused(authority: Authority, server: ChaosServer) -> None:
    """S12: nobody on the way may take the safety away."""
    down = {"down": Fault("down", Outcome.DOWNGRADE, redirect(server.address("good")))}
    with ChaosServer(down, tls=authority.server("news.test")) as secure:
        wanted = replace(over_tls(secure, "down"), allow_ports=(secure.port, server.port))
        answer = failed(fetch(wanted, resolve=everything_here, tls=trusting(authority.pem))[0])
    assert answer.outcome is Outcome.DOWNGRADE


def test_a_fetcher_makes_its_own_trust_when_given_none() -> None:
    """The default context verifies."""
    fetcher = HttpFetch("t", clock=StandingClock())
    assert fetcher._tls.verify_mode is ssl.CERT_REQUIRED
    assert fetcher._tls.check_hostname
    asyncio.run(fetcher.close())
