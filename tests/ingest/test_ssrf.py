"""No connection is ever opened to an address that is not public: every dial of the network backend is recorded.

The chaos server plays the publisher on 127.0.0.2, which the source is allowed; a second one on 127.0.0.1 plays the
inner network, and keeps a secret. Faults S01 to S14.
"""

from __future__ import annotations

import socket
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import httpcore
import httpx
import pytest

from syndicator.chaos import Authorities, ChaosServer, Fault, StubResolver
from syndicator.chaos.answers import landing, redirects, serves
from syndicator.chaos.documents import feed, just
from syndicator.chaos.fault import Catalogue, fails, gives
from syndicator.chaos.listeners import ZONE, Door
from syndicator.chaos.names import RULES
from syndicator.model.source import Limits, Outcome
from syndicator.ports import Request
from tests.ingest.fetching import TLS, fetch, outcome

PUBLISHER = "127.0.0.2"
LITERALS = (
    # loopback, private and special networks of IPv4, in every spelling
    "127.0.0.1", "127.0.0.1.", "127.1", "127.0.1", "2130706433", "0x7f000001", "0x7f.1", "017700000001", "0", "0.0.0.0",
    "localhost", "LOCALHOST", "localhost.", "10.0.0.1", "10.1", "167772161", "172.16.0.1", "172.31.255.255",
    "192.168.1.1", "169.254.169.254", "2852039166", "0xa9fea9fe", "100.64.0.1", "168.63.129.16", "192.0.0.8",
    "192.88.99.1", "198.18.0.1", "198.51.100.1", "203.0.113.1", "224.0.0.1", "240.0.0.1", "255.255.255.255",
    # digits and dots of other scripts
    "127。0。0。1", "127．0．0．1", "①②⑦.⓪.⓪.①", "１２７.0.0.1", "१२७.0.0.1",
    # IPv6, and IPv4 hidden in it
    "[::1]", "[::]", "[0:0:0:0:0:0:0:1]", "[::127.0.0.1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]",
    "[::ffff:0:127.0.0.1]", "[64:ff9b::127.0.0.1]", "[64:ff9b:1::7f00:1]", "[2002:7f00:1::1]", "[2001:0:7f00:1::1]",
    "[fd00:ec2::254]",
    "[fc00::1]", "[fe80::1]", "[fe80::1%25lo]", "[fec0::1]", "[ff02::1]", "[100::1]", "[2001:db8::1]", "[3fff::1]",
    "[4000::1]", "[::ffff:169.254.169.254]",
)  # fmt: skip
SOLEMN = (
    "http://good.example@127.0.0.1:{port}/", "http://good.example\\@127.0.0.1:{port}/", "http:///f/secret",
    "http://:{port}/f/secret", "http://127.0.0.1:{port}#@good.example/", "http://127.0.0.1:22/", "http://127.0.0.1:99999/",
    "file:///etc/passwd", "gopher://127.0.0.1:{port}/_GET", "ftp://127.0.0.1/", "javascript:fetch('/')", "data:,x",
    "unix:///run/docker.sock", "http+unix://%2Frun%2Fdocker.sock/", "//127.0.0.1:{port}/f/secret", "dict://127.0.0.1:{port}/",
)  # fmt: skip
"""Addresses that mean to be read in two ways."""
_SECRET = Fault("S01", "keeps a secret", serves(just("SECRET")), gives(0))


@dataclass
class Dials:
    """What the network backend was asked to connect to."""

    addresses: list[str] = field(default_factory=list)


@pytest.fixture
def dials(monkeypatch: pytest.MonkeyPatch) -> Dials:
    """Connections to the publisher are made, all others are recorded and refused: none must leave this machine."""
    real, made = httpcore.AnyIOBackend.connect_tcp, Dials()

    async def recorded(
        self: httpcore.AnyIOBackend, host: str, *rest: object, **more: object
    ) -> httpcore.AsyncNetworkStream:
        made.addresses.append(host)
        if host != PUBLISHER:
            raise httpcore.ConnectError("recorded")
        return await real(self, host, *rest, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(httpcore.AnyIOBackend, "connect_tcp", recorded)
    return made


@pytest.fixture(scope="module")
def inner() -> Iterator[ChaosServer]:
    with ChaosServer({"secret": _SECRET}) as running:
        yield running


def _redirecting(targets: Sequence[str]) -> Catalogue:
    return {
        str(number): Fault("S02", "redirects", redirects(each), fails(Outcome.ADDRESS))
        for number, each in enumerate(targets)
    }


@pytest.fixture(scope="module")
def targets(inner: ChaosServer) -> list[str]:
    port = inner.ports[Door.HTTP]
    literal = [f"http://{host}:{port}/f/secret" for host in LITERALS]
    return literal + [each.format(port=port) for each in SOLEMN]


@pytest.fixture(scope="module")
def publisher(targets: list[str], authorities: Authorities) -> Iterator[ChaosServer]:
    rebinding = Fault(
        "S03", "redirects to itself", landing(redirects("{address}/x"), serves(feed)), fails(Outcome.ADDRESS)
    )
    faults = {**_redirecting(targets), "rebinding": rebinding}
    with ChaosServer(faults, host=PUBLISHER, authorities=authorities) as running:
        yield running


def wanted(address: str, *servers: ChaosServer) -> Request:
    """A request of a source that lives at the publisher's and nowhere else."""
    ports = (80, 443, *(port for server in servers for port in server.ports.values()))
    limits = Limits(deadline=10)
    return Request(address, allow_private=(f"{PUBLISHER}/32",), allow_ports=ports, limits=limits)


def test_no_source_reaches_an_inner_address(
    targets: list[str], inner: ChaosServer, publisher: ChaosServer, dials: Dials
) -> None:
    """S01, S05 to S11: in no spelling, whatever the machine's own resolver makes of it."""
    requests = [wanted(each, inner, publisher) for each in targets]
    secure = [wanted(each.replace("http://", "https://"), inner, publisher) for each in targets]
    answers = fetch(*requests, *secure)
    assert dials.addresses == []
    assert {outcome(each) for each in answers} <= {
        Outcome.ADDRESS, Outcome.URL, Outcome.DNS, Outcome.PORT, Outcome.SCHEME, Outcome.USERINFO,
    }  # fmt: skip


def test_no_redirect_reaches_an_inner_address(
    targets: list[str], inner: ChaosServer, publisher: ChaosServer, dials: Dials
) -> None:
    """S02: every hop is judged as the first one is."""
    names = [name for name in publisher.faults if name.isdecimal()]
    answers = fetch(*(wanted(publisher.address(name), inner, publisher) for name in names))
    assert set(dials.addresses) == {PUBLISHER}
    assert [outcome(each) for each in answers if outcome(each).good] == []
    assert inner.log == []


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_no_name_leads_to_an_inner_address(publisher: ChaosServer, dials: Dials, scheme: str) -> None:
    """S03, S04, S06: private answers, mixed answers, IPv4 hidden in IPv6; with and without TLS."""
    names = [label for label in RULES if label != "flip"]
    answers = fetch(*(wanted(f"{scheme}://{label}.{ZONE}/", publisher) for label in names), resolve=StubResolver())
    assert dials.addresses == []
    assert {outcome(each) for each in answers} == {Outcome.ADDRESS, Outcome.DNS}


def test_a_name_that_turns_inward_between_hops_is_not_followed(publisher: ChaosServer, dials: Dials) -> None:
    """S03: DNS rebinding; the first answer is the publisher's, the second an inner one."""
    address = publisher.address("rebinding", host=f"flip.{ZONE}")
    [answer] = fetch(wanted(address, publisher), resolve=StubResolver(PUBLISHER))
    assert dials.addresses == [PUBLISHER]
    assert outcome(answer) is Outcome.ADDRESS


def test_a_public_address_is_dialled_literally(dials: Dials) -> None:
    """The record works: what may be dialled is, by its address and not by its name."""

    async def outside(host: str, port: int) -> Sequence[str]:
        return ["8.8.8.8", "2606:4700::1111"]

    [answer] = fetch(Request("https://news.example/"), resolve=outside)
    assert dials.addresses == ["8.8.8.8", "2606:4700::1111"]
    assert outcome(answer) is Outcome.TRANSPORT


def test_tls_asks_for_the_name_it_was_given_and_no_other(publisher: ChaosServer, dials: Dials) -> None:
    """S03, S21: a certificate for another name is refused although the address is right."""
    name = f"news.{ZONE}"
    address = f"https://{name}:{publisher.ports[Door.OTHER_NAME]}/f/rebinding"
    [answer] = fetch(wanted(address, publisher), resolve=StubResolver(PUBLISHER), tls=TLS)
    assert dials.addresses == [PUBLISHER]
    assert outcome(answer) is Outcome.TLS


# --- control: without the guard the secret is out --------------------------------------------------------------------


def test_a_naive_client_is_breached_by_a_redirect(inner: ChaosServer, publisher: ChaosServer) -> None:
    """The list means something: the same redirects lead a client without the guard to the secret."""
    with httpx.Client(follow_redirects=True, trust_env=False) as client:
        assert client.get(publisher.address("0")).text == "SECRET"


def test_a_client_that_checks_before_it_fetches_is_breached_by_rebinding(
    inner: ChaosServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Finding 8: the second look-up, that of the connection, is the one that counts."""
    answers = ["8.8.8.8", "127.0.0.1", "127.0.0.1"]

    def flipping(host: object, port: int, *_: object, **__: object) -> list[tuple[object, ...]]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (answers.pop(0), port))]

    monkeypatch.setattr(socket, "getaddrinfo", flipping)
    port = inner.ports[Door.HTTP]
    checked = socket.getaddrinfo("rebinding.test", port)[0][4][0]
    assert checked == "8.8.8.8"
    with httpx.Client(trust_env=False) as client:
        assert client.get(f"http://rebinding.test:{port}/f/secret").text == "SECRET"
