"""What may be dialled, and what is dialled."""

from __future__ import annotations

import asyncio
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from ipaddress import ip_address, ip_network

import httpcore
import httpx
import pytest

from syndicator.ingest.address import shown
from syndicator.ingest.guard import GuardedBackend, RefusedError, SystemResolver, admit, forbidden, permitted, public
from syndicator.model.source import Outcome
from syndicator.ports import FetchFailed

PUBLIC = ("1.1.1.1", "8.8.8.8", "172.32.0.1", "100.128.0.1", "168.63.129.17", "2606:4700::1111", "2a00:1450::1")
NOT_PUBLIC = (
    "0.0.0.0",
    "10.1.2.3",
    "100.64.0.1",
    "127.0.0.1",
    "127.255.255.255",
    "168.63.129.16",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.8",
    "192.0.2.1",
    "192.31.196.1",
    "192.52.193.1",
    "192.88.99.1",
    "192.168.1.1",
    "192.175.48.1",
    "198.18.0.1",
    "198.51.100.1",
    "203.0.113.1",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::127.0.0.1",
    "::ffff:8.8.8.8",
    "::ffff:127.0.0.1",
    "64:ff9b::808:808",
    "64:ff9b:1::1",
    "100::1",
    "2001::1",
    "2001:db8::1",
    "2002:7f00:1::",
    "3fff::1",
    "fc00::1",
    "fd00:ec2::254",
    "fe80::1",
    "fec0::1",
    "ff02::1",
    "4000::1",
)


@pytest.mark.parametrize("address", PUBLIC)
def test_an_address_of_the_internet_is_public(address: str) -> None:
    """S06: what is not on a list of special networks may be dialled."""
    assert public(ip_address(address))
    assert permitted(ip_address(address), ())


@pytest.mark.parametrize("address", NOT_PUBLIC)
def test_an_address_of_a_special_network_is_not_public(address: str) -> None:
    """S06: private, local, reserved, multicast and every way to hide an IPv4 address in IPv6."""
    assert not public(ip_address(address))
    assert not permitted(ip_address(address), ())


def test_an_operator_can_open_a_network_for_a_source() -> None:
    """S01: 'allow_private' opens exactly what it names."""
    private = [ip_network("10.0.0.0/24"), ip_network("::1/128")]
    assert permitted(ip_address("10.0.0.9"), private)
    assert permitted(ip_address("::1"), private)
    assert not permitted(ip_address("10.0.1.9"), private)


def test_an_ipv4_address_in_ipv6_dress_is_never_dialled() -> None:
    """S06: not even where the operator opened all of IPv6."""
    assert not permitted(ip_address("::ffff:127.0.0.1"), [ip_network("::/0"), ip_network("0.0.0.0/0")])


@pytest.mark.parametrize(
    ("address", "outcome"),
    [
        ("file:///etc/passwd", Outcome.SCHEME),
        ("ftp://news.example/feed", Outcome.SCHEME),
        ("javascript:alert(1)", Outcome.SCHEME),
        ("news.example/feed", Outcome.SCHEME),
        ("//news.example/feed", Outcome.SCHEME),
        ("http:///feed", Outcome.URL),
        ("http://:80/", Outcome.URL),
        ("http://[::1", Outcome.URL),
        ("http://0177.0.0.1/", Outcome.URL),
        ("http://①②⑦.0.0.1/", Outcome.URL),
        ("http://news.example:99999/", Outcome.PORT),
        ("http://news.example:6379/", Outcome.PORT),
        ("http://news.example:0/", Outcome.PORT),
        ("http://good.example@127.0.0.1/", Outcome.USERINFO),
        ("http://good.example\\@127.0.0.1/", Outcome.USERINFO),
        ("http://name:secret@news.example/", Outcome.USERINFO),
        ("http://a\0b/", Outcome.URL),
        ("http://xn--/", Outcome.URL),
    ],
)
def test_an_address_outside_the_policy_is_refused_before_anything_is_dialled(address: str, outcome: Outcome) -> None:
    """S08 to S11: scheme, host, port and userinfo."""
    refused = admit(address, ports=(80, 443))
    assert isinstance(refused, FetchFailed)
    assert refused.outcome is outcome
    assert "secret" not in refused.message


@pytest.mark.parametrize(
    ("address", "parsed"),
    [
        ("HTTP://News.Example/feed#top", "http://news.example/feed"),
        (
            "https://қаз.example/жаңалық?q=1",
            "https://xn--80ao21a.example/%D0%B6%D0%B0%D2%A3%D0%B0%D0%BB%D1%8B%D2%9B?q=1",
        ),
        ("https://news.example:443/", "https://news.example/"),
        ("http://news.example:8080/feed", "http://news.example:8080/feed"),
    ],
)
def test_a_sound_address_is_admitted_without_its_fragment(address: str, parsed: str) -> None:
    """Names in any script and ports the source allows."""
    url = admit(address, ports=(80, 443, 8080))
    assert isinstance(url, httpx.URL)
    assert str(url) == parsed


def test_outside_text_is_shown_without_passwords_and_control_characters() -> None:
    """A06: a message may be logged, so it holds neither."""
    assert shown("http://name:secret@host/x") == "'http://host/x'"
    assert shown("a\x1b[31m") == r"'a\x1b[31m'"
    assert len(shown("x" * 5000)) == 202


# --- the backend ---------------------------------------------------------------------------------------------------


class ScriptedResolver:
    """Gives a prepared answer per look-up, the last one for ever."""

    def __init__(self, *answers: Sequence[str] | Exception) -> None:
        self.answers = list(answers)
        self.calls = 0

    async def __call__(self, host: str, port: int) -> Sequence[str]:
        answer = self.answers[min(self.calls, len(self.answers) - 1)]
        self.calls += 1
        if isinstance(answer, Exception):
            raise answer
        return answer


@contextmanager
def listening(host: str = "127.0.0.1") -> Iterator[int]:
    with socket.create_server((host, 0)) as listener:
        yield int(listener.getsockname()[1])


def dial(backend: GuardedBackend, port: int, host: str = "news.example") -> str:
    """The address that answered."""

    async def work() -> str:
        stream = await backend.connect_tcp(host, port, timeout=2)
        try:
            return str(stream.get_extra_info("server_addr")[0])
        finally:
            await stream.aclose()

    return asyncio.run(work())


def refusal(backend: GuardedBackend, port: int = 80, host: str = "news.example") -> RefusedError:
    with pytest.raises(RefusedError) as caught:
        dial(backend, port, host)
    return caught.value


def test_a_name_is_resolved_once_and_its_literal_address_dialled() -> None:
    """S03: a resolver that flips after the check is not asked again."""
    flipping = ScriptedResolver(["127.0.0.2"], ["127.0.0.1"])
    with listening("127.0.0.2") as port:
        assert dial(GuardedBackend(flipping, ["127.0.0.2/32"]), port) == "127.0.0.2"
    assert flipping.calls == 1


def test_a_rebound_name_is_refused() -> None:
    """S03: public at the first look-up, loopback at the next connection."""
    backend = GuardedBackend(ScriptedResolver(["127.0.0.1"]))
    with listening() as port:
        assert refusal(backend, port).outcome is Outcome.ADDRESS


def test_one_bad_answer_poisons_all() -> None:
    """S04: a name with a public and a private address."""
    refused = refusal(GuardedBackend(ScriptedResolver(["8.8.8.8", "10.0.0.5"])))
    assert refused.outcome is Outcome.ADDRESS
    assert "10.0.0.5" in refused.message
    assert "allow_private" in refused.message


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "169.254.169.254", "::ffff:127.0.0.1"])
def test_a_literal_address_is_judged_without_asking_the_resolver(host: str) -> None:
    """S01: loopback and metadata services."""
    resolver = ScriptedResolver(["8.8.8.8"])
    assert refusal(GuardedBackend(resolver), host=host).outcome is Outcome.ADDRESS
    assert resolver.calls == 0


def test_an_empty_host_is_refused() -> None:
    """S09: the system's resolver takes it for loopback."""
    assert refusal(GuardedBackend(ScriptedResolver(["127.0.0.1"])), host="").outcome is Outcome.URL


@pytest.mark.parametrize(
    "answer",
    [
        socket.gaierror(socket.EAI_NONAME, "Name or service not known"),
        socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution"),
        UnicodeError("label too long"),
        (),
        ("nonsense",),
    ],
)
def test_a_name_without_an_address_is_a_fault_of_dns(answer: Sequence[str] | Exception) -> None:
    """S22: NXDOMAIN, a silent name server, names that cannot be asked for."""
    assert refusal(GuardedBackend(ScriptedResolver(answer))).outcome is Outcome.DNS


def test_the_next_address_is_tried_when_one_does_not_connect() -> None:
    """A name may have addresses that are down."""
    with listening("127.0.0.3") as port:
        backend = GuardedBackend(ScriptedResolver(["127.0.0.2", "127.0.0.3"]), ["127.0.0.0/8"])
        assert dial(backend, port) == "127.0.0.3"


def test_the_first_failure_is_told_when_no_address_connects() -> None:
    """Nothing listens anywhere."""
    with listening() as port:
        pass
    backend = GuardedBackend(ScriptedResolver(["127.0.0.2", "127.0.0.3"]), ["127.0.0.0/8"])
    with pytest.raises(httpcore.ConnectError):
        dial(backend, port)


def test_a_peer_that_is_not_the_one_dialled_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """S03: whatever stands between, the connection must end where it was meant to."""
    real = httpcore.AnyIOBackend.connect_tcp

    async def elsewhere(self: httpcore.AnyIOBackend, host: str, *rest: object) -> httpcore.AsyncNetworkStream:
        return await real(self, "127.0.0.1", *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(httpcore.AnyIOBackend, "connect_tcp", elsewhere)
    with listening() as port:
        refused = refusal(GuardedBackend(ScriptedResolver(["127.0.0.2"]), ["127.0.0.0/8"]), port)
    assert refused.outcome is Outcome.ADDRESS


def test_local_sockets_are_refused() -> None:
    """S14: no transport but TCP."""
    with pytest.raises(RefusedError):
        asyncio.run(GuardedBackend(ScriptedResolver(())).connect_unix_socket("/run/docker.sock"))


def test_waiting_is_left_to_the_loop() -> None:
    """The backend's own pause, that the pool may ask for."""
    asyncio.run(GuardedBackend(ScriptedResolver(())).sleep(0))


# --- the system's resolver -----------------------------------------------------------------------------------------


def test_the_system_is_asked_for_every_address_once() -> None:
    """What it raises comes out too."""
    assert "127.0.0.1" in asyncio.run(_looked_up("localhost"))
    with pytest.raises(UnicodeError):
        asyncio.run(_looked_up("a..b"))


async def _looked_up(host: str) -> Sequence[str]:
    found = await SystemResolver(1)(host, 80)
    assert len(found) == len(set(found))
    return found


def test_no_more_look_ups_run_at_once_than_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    """One that nobody waits for any more keeps its place until it ends: a dead name server must not gather threads."""
    running, most = 0, 0
    lock = threading.Lock()

    def slow(*_: object, **__: object) -> list[object]:
        nonlocal running, most
        with lock:
            running += 1
            most = max(most, running)
        time.sleep(0.1)
        with lock:
            running -= 1
        return [(0, 0, 0, "", ("192.0.2.1", 80))]

    monkeypatch.setattr(socket, "getaddrinfo", slow)

    async def many() -> list[Sequence[str]]:
        resolver = SystemResolver(2)
        for _ in range(3):
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(0.01):
                    await resolver("n.example", 80)
        return await asyncio.gather(*(resolver("n.example", 80) for _ in range(5)))

    assert asyncio.run(many()) == [["192.0.2.1"]] * 5
    assert most == 2


def test_a_name_server_that_does_not_answer_keeps_no_process_from_ending() -> None:
    """A look-up cannot be broken off, so that its thread must not be waited for."""
    program = (
        "import asyncio, socket, time\n"
        "from syndicator.ingest.guard import SystemResolver\n"
        "socket.getaddrinfo = lambda *_, **__: time.sleep(120)\n"
        "async def ask():\n"
        "    async with asyncio.timeout(0.1):\n"
        "        await SystemResolver(1)('n.example', 80)\n"
        "try:\n"
        "    asyncio.run(ask())\n"
        "except TimeoutError:\n"
        "    print('asked')\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "asked\n", "")


@pytest.mark.parametrize(
    ("host", "refused"),
    [
        ("127.0.0.1", True),
        ("::1", True),
        ("::ffff:127.0.0.1", True),
        ("10.1.2.3", False),
        ("93.184.215.14", False),
        ("localhost", False),
        ("", False),
    ],
)
def test_an_address_that_may_not_be_dialled_is_known_before_it_is(host: str, refused: bool) -> None:
    """A name is judged by what it leads to, when it does."""
    assert forbidden(host, ("10.0.0.0/8",)) is refused
