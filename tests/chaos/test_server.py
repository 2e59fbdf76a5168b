"""The chaos server itself: what it says of its faults, and that it plays them the same way every time."""

from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import Iterator
from http.client import HTTPConnection

import pytest

from syndicator.chaos import FAULTS, Authorities, ChaosServer, StubResolver
from syndicator.chaos.listeners import CERTIFICATES, ZONE, Door
from tests.loopback import free_row


@pytest.fixture(scope="module")
def server() -> Iterator[ChaosServer]:
    with ChaosServer(FAULTS) as running:
        yield running


def get(server: ChaosServer, target: str, host: str = "127.0.0.1", **fields: str) -> tuple[int, bytes]:
    connection = HTTPConnection("127.0.0.1", server.ports[Door.HTTP], timeout=5)
    named = {"Host": f"{host}:{server.ports[Door.HTTP]}"} if host else {"Host": ""}
    connection.request("GET", target, headers=named | {name.replace("_", "-"): value for name, value in fields.items()})
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer.status, body


def test_the_catalogue_is_told_to_programs(server: ChaosServer) -> None:
    """/_faults: every fault with its address and what is expected."""
    status, body = get(server, "/_faults")
    found = {each["id"]: each for each in json.loads(body)}
    assert status == 200
    assert found.keys() == server.faults.keys()
    port = server.ports[Door.HTTP]
    assert found["429-seconds"] == {
        "id": "429-seconds",
        "row": "P01",
        "does": "429, come again in two minutes",
        "address": f"http://127.0.0.1:{port}/f/429-seconds",
        "outcomes": ["rate-limited"],
        "articles": 0,
        "failures": 1,
        "health": "slow",
        "next_poll": "as asked",
        "seconds": 120,
    }
    assert found["dns-unknown"]["address"] == f"http://nxdomain.{ZONE}:{port}/f/dns-unknown"


def test_the_catalogue_is_shown_to_people(server: ChaosServer) -> None:
    """/: a page with a link to every fault."""
    status, body = get(server, "/")
    assert status == 200
    assert body.decode().count("<tr><td><a href=") == len(server.faults)


def test_what_was_asked_is_told(server: ChaosServer) -> None:
    """/_log: with fields, the time and the answer."""
    get(server, "/f/404?run=told", User_Agent="me")
    [seen] = [each for each in json.loads(get(server, "/_log")[1]) if each["target"] == "/f/404?run=told"]
    assert (seen["method"], seen["status"], seen["door"]) == ("GET", 404, "http")
    assert seen["headers"]["user-agent"] == "me"
    assert seen["at"] >= 0
    assert any(each.startswith("Content-Length") for each in seen["sent"])


@pytest.mark.parametrize("target", ["/nothing", "/f/", "/f/nothing"])
def test_what_is_no_fault_is_not_found(server: ChaosServer, target: str) -> None:
    """A slip in an address is not taken for a fault."""
    assert get(server, target)[0] == 404


def test_every_run_begins_anew(server: ChaosServer) -> None:
    """Two who try a fault do not disturb each other."""
    assert [get(server, f"/f/flap?run={run}")[0] for run in "aabab"] == [500, 200, 500, 502, 200]


def test_the_same_fault_gives_the_same_bytes_and_another_one_others(server: ChaosServer) -> None:
    """Nothing is left to chance."""
    assert get(server, "/f/atom") == get(server, "/f/atom")
    assert get(server, "/f/chunked")[1] != get(server, "/f/http10")[1]


@pytest.mark.parametrize("fault", ["good", "atom", "chunked", "guid-random", "etag-always-new", "json"])
def test_a_seed_gives_other_news_the_same_every_time(server: ChaosServer, fault: str) -> None:
    """``?seed=`` in an address; without one, nothing differs from run to run."""
    seen = {seed: get(server, f"/f/{fault}?run=a{seed}")[1] for seed in ("", "&seed=7", "&seed=8")}
    assert len(set(seen.values())) == 3
    assert {seed: get(server, f"/f/{fault}?run=b{seed}")[1] for seed in seen} == seen


def test_a_server_has_a_seed_of_its_own(server: ChaosServer) -> None:
    """Which one in an address goes before."""
    with ChaosServer(FAULTS, seed="7") as seeded:
        assert get(seeded, "/f/good") == get(server, "/f/good?seed=7")
        assert get(seeded, "/f/good?seed=8") == get(server, "/f/good?seed=8")


def test_redirects_stay_on_the_name_the_client_used(server: ChaosServer) -> None:
    """So that a fault met by name goes on by name; a name that is none is not repeated."""
    connection = HTTPConnection("127.0.0.1", server.ports[Door.HTTP], timeout=5)
    for host, expected in (("a.test", "a.test"), ("<b>", "127.0.0.1")):
        connection.request("GET", "/f/redir-loop", headers={"Host": f"{host}:1"})
        answer = connection.getresponse()
        answer.read()
        assert answer.headers["Location"] == f"http://{expected}:{server.ports[Door.HTTP]}/f/redir-loop"
    connection.close()


def test_doors_lie_side_by_side_from_the_port_that_is_asked_for(authorities: Authorities) -> None:
    """Operators open a range of ports."""
    first = free_row(len(Door))
    with ChaosServer(FAULTS, port=first, authorities=authorities) as server:
        assert sorted(server.ports.values()) == list(range(first, first + len(Door)))


def test_without_certificates_their_faults_are_left_out(server: ChaosServer) -> None:
    """The program needs no openssl for the rest."""
    left_out = {name for name, fault in FAULTS.items() if fault.door in CERTIFICATES}
    assert FAULTS.keys() - server.faults.keys() == left_out
    assert len(left_out) < 10


def test_a_port_that_is_taken_is_refused() -> None:
    """With the system's own words, and nothing left open."""
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(OSError, match="in use"):
        ChaosServer(FAULTS, port=taken.getsockname()[1]).__enter__()


def test_the_server_speaks_ipv6(authorities: Authorities) -> None:
    """Where there is a loopback of that kind."""
    try:
        server = ChaosServer(FAULTS, host="::1").__enter__()
    except OSError:
        pytest.skip("there is no ::1 here")
    try:
        assert server.address("good") == f"http://[::1]:{server.ports[Door.HTTP]}/f/good"
    finally:
        server.__exit__(None, None, None)


# --- names ---------------------------------------------------------------------------------------------------------


def look_up(resolver: StubResolver, name: str) -> list[str]:
    return list(asyncio.run(resolver(name, 80)))


@pytest.mark.parametrize(
    ("name", "answers"),
    [
        (f"anything.{ZONE}", ["127.0.0.9"]),
        (f"Anything.{ZONE}.", ["127.0.0.9"]),
        (f"mixed.{ZONE}", ["8.8.8.8", "10.0.0.5"]),
        (f"empty.{ZONE}", []),
        ("localhost", ["127.0.0.9"]),
        ("2130706433", ["127.0.0.1"]),
        ("0x7f.1", ["127.0.0.1"]),
    ],
)
def test_names_are_answered_by_their_first_label(name: str, answers: list[str]) -> None:
    """Unknown labels lead to the server; numbers are read as real resolvers read them."""
    assert look_up(StubResolver("127.0.0.9"), name) == answers


def test_a_name_flips_from_one_look_up_to_the_next() -> None:
    """DNS rebinding."""
    resolver = StubResolver()
    assert [look_up(resolver, f"flip.{ZONE}") for _ in range(3)] == [["127.0.0.1"], ["10.0.0.1"], ["10.0.0.1"]]
    assert resolver.asked == [f"flip.{ZONE}"] * 3


@pytest.mark.parametrize("name", [f"nxdomain.{ZONE}", f"servfail.{ZONE}", "news.example", "chaos.test"])
def test_names_that_do_not_exist_or_fail_raise_as_the_system_does(name: str) -> None:
    """The guard turns it into words."""
    with pytest.raises(socket.gaierror):
        look_up(StubResolver(), name)
