"""What may be dialled: which addresses, ports and schemes, decided on what is really connected to.

A name is resolved once, every answer is judged, and the literal address is dialled, so that no second look-up can
lead elsewhere (faults S01 to S14). TLS still asks for the name.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
import threading
from collections.abc import Awaitable, Callable, Collection, Iterable, Sequence
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

import httpcore
import httpx

from syndicator.ingest.address import shown
from syndicator.model.source import Outcome
from syndicator.ports import FetchFailed

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network
Resolve = Callable[[str, int], Awaitable[Sequence[str]]]
"""Name and port → the literal addresses of every answer; raises OSError or UnicodeError when there is none."""

_NOT_PUBLIC_4 = tuple(
    IPv4Network(net)
    for net in (
        "0.0.0.0/8",  # this network
        "10.0.0.0/8",
        "100.64.0.0/10",  # carrier-grade NAT
        "127.0.0.0/8",
        "168.63.129.16/32",  # a cloud's host, although it looks public
        "169.254.0.0/16",  # link-local, among it the metadata services
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",  # documentation
        "192.31.196.0/24",  # AS112
        "192.52.193.0/24",  # AMT
        "192.88.99.0/24",  # 6to4 relays
        "192.168.0.0/16",
        "192.175.48.0/24",  # AS112
        "198.18.0.0/15",  # benchmarks
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, and broadcast
    )
)
_PUBLIC_6 = IPv6Network("2000::/3")
_NOT_PUBLIC_6 = tuple(
    IPv6Network(net)
    for net in (
        "2001::/23",  # protocol assignments, among them Teredo
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4: hides an IPv4 address
        "3fff::/20",  # documentation
    )
)
_MOST_ADDRESSES = 4
"""How many answers of one name are tried before giving up."""


class RefusedError(Exception):
    """A connection that must not, or could not, be made; carries what the operator is told."""

    def __init__(self, outcome: Outcome, message: str) -> None:
        super().__init__(message)
        self.outcome = outcome
        self.message = message


def public(address: Address) -> bool:
    """Whether an address belongs to the public Internet.

    ``ipaddress.is_global`` is no measure: it calls multicast, NAT64, 6to4 and ``::127.0.0.1`` global (fault S06).
    Addresses that carry an IPv4 address inside (mapped, NAT64, 6to4) are never public.
    """
    if isinstance(address, IPv4Address):
        return not any(address in net for net in _NOT_PUBLIC_4)
    return address in _PUBLIC_6 and not any(address in net for net in _NOT_PUBLIC_6)


def permitted(address: Address, private: Collection[Network]) -> bool:
    """Whether we may connect: the address is public, or within a network the operator opened for this source.

    An IPv4 address in the guise of IPv6 is never dialled, whatever the operator opened.
    """
    if isinstance(address, IPv6Address) and address.ipv4_mapped is not None:
        return False
    return public(address) or any(address in net for net in private if net.version == address.version)


def forbidden(host: str, private: Collection[str]) -> bool:
    """Whether a host is written as an address that may not be dialled; what a name leads to is seen when it is."""
    return _is_literal(host) and not permitted(ip_address(host), _networks(tuple(private)))


def admit(address: str, *, ports: Collection[int]) -> httpx.URL | FetchFailed:
    """The parsed address without its fragment, or why it is refused before anything is dialled.

    Only http and https, a host, no name or password, and a port the source allows (faults S08 to S11).
    """
    try:
        url = httpx.URL(address)
        host = url.host  # raises for a label that is no punycode
    except (httpx.InvalidURL, ValueError) as fault:
        return FetchFailed(Outcome.URL, f"the address {shown(address)} cannot be read: {shown(str(fault))}")
    if url.scheme not in ("http", "https"):
        scheme = f"the scheme {shown(url.scheme)}" if url.scheme else "no scheme"
        return FetchFailed(Outcome.SCHEME, f"{scheme} in {shown(address)}: only http:// and https:// are fetched")
    if url.userinfo:
        return FetchFailed(
            Outcome.USERINFO, f"the address of {_host(url)} carries a name or password, which is refused"
        )
    if not host:
        return FetchFailed(Outcome.URL, f"the address {shown(address)} names no host")
    port = url.port if url.port is not None else {"http": 80, "https": 443}[url.scheme]
    if port not in ports:
        allowed = ", ".join(map(str, sorted(ports)))
        return FetchFailed(
            Outcome.PORT,
            f"port {port} of {_host(url)} is not allowed (allowed: {allowed}); "
            "if the source really lives there, add the port to its 'allow_ports'",
        )
    return url.copy_with(fragment=None)


def _host(url: httpx.URL) -> str:
    return url.raw_host.decode("ascii", "replace") or "(no host)"


class SystemResolver:
    """The machine's resolver, on threads of its own: a slow name server must hold up neither other work nor the end.

    A look-up cannot be broken off. The threads of an executor are waited for when the process ends; these are not.
    """

    def __init__(self, at_once: int) -> None:
        self._places = asyncio.Semaphore(at_once)

    async def __call__(self, host: str, port: int) -> Sequence[str]:
        """Every address of *host*; raises what :func:`socket.getaddrinfo` raises."""
        await self._places.acquire()
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[list[str]] = loop.create_future()

        def settle(found: list[str] | OSError | UnicodeError) -> None:
            self._places.release()  # not before the thread is done, whoever still waits for it
            if answer.done():
                return
            if isinstance(found, list):
                answer.set_result(found)
            else:
                answer.set_exception(found)

        def work() -> None:
            found = _look_up(host, port)
            with contextlib.suppress(RuntimeError):  # the loop has ended, and nobody waits
                loop.call_soon_threadsafe(settle, found)

        threading.Thread(target=work, name="resolver", daemon=True).start()
        return await answer


def _look_up(host: str, port: int) -> list[str] | OSError | UnicodeError:
    try:
        answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as fault:
        return fault
    return list(dict.fromkeys(str(answer[4][0]) for answer in answers))


class GuardedBackend(httpcore.AsyncNetworkBackend):
    """Opens connections to permitted addresses only; raises :class:`RefusedError` for every other."""

    def __init__(self, resolve: Resolve, private: Collection[str] = ()) -> None:
        self._resolve = resolve
        self._private = _networks(tuple(private))
        self._network = httpcore.AnyIOBackend()
        self._opened: list[httpcore.AsyncNetworkStream] = []

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Resolve once, judge every answer, dial them in order until one connects, and look at who answered."""
        addresses = (await self._admitted(host, port))[:_MOST_ADDRESSES]
        share = None if timeout is None else timeout / len(addresses)
        failure: Exception | None = None
        for address in addresses:
            try:
                stream = await self._network.connect_tcp(str(address), port, share, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as fault:
                failure = failure or fault
                continue
            return await self._recognised(stream, address)
        raise failure or httpcore.ConnectError(host)

    async def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,  # noqa: ARG002
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,  # noqa: ARG002
    ) -> httpcore.AsyncNetworkStream:
        """Never (fault S14)."""
        raise RefusedError(Outcome.ADDRESS, f"local socket {shown(path)} refused")

    async def sleep(self, seconds: float) -> None:
        """Wait."""
        await asyncio.sleep(seconds)

    async def close(self) -> None:
        """Close whatever is open still: a handshake that was given up leaves its connection behind."""
        while self._opened:
            await self._opened.pop().aclose()

    async def _admitted(self, host: str, port: int) -> list[Address]:
        if not host:
            raise RefusedError(Outcome.URL, "the address names no host")
        addresses = [_parsed(host, answer) for answer in await self._answers(host, port)]
        for address in addresses:
            if not permitted(address, self._private):
                raise RefusedError(
                    Outcome.ADDRESS,
                    f"{shown(host)} leads to {address}, which is not a public address; "
                    "if the source really lives in your own network, add that network to its 'allow_private'",
                )
        return addresses

    async def _answers(self, host: str, port: int) -> Sequence[str]:
        if _is_literal(host):
            return (host,)
        try:
            answers = await self._resolve(host, port)
        except socket.gaierror as fault:
            raise RefusedError(Outcome.DNS, _dns_message(host, fault)) from fault
        except (OSError, UnicodeError) as fault:
            raise RefusedError(Outcome.DNS, f"the name {shown(host)} cannot be looked up: {fault}") from fault
        if not answers:
            raise RefusedError(Outcome.DNS, f"the name {shown(host)} has no address")
        return answers

    async def _recognised(self, stream: httpcore.AsyncNetworkStream, dialled: Address) -> httpcore.AsyncNetworkStream:
        peer = stream.get_extra_info("server_addr")
        if peer and ip_address(peer[0]) == dialled:
            self._opened.append(stream)
            return stream
        await stream.aclose()
        raise RefusedError(Outcome.ADDRESS, f"{dialled} was dialled, but another address answered")


@lru_cache(256)
def _networks(private: tuple[str, ...]) -> tuple[Network, ...]:
    return tuple(ip_network(net, strict=False) for net in private)


def _is_literal(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def _parsed(host: str, answer: str) -> Address:
    try:
        return ip_address(answer)
    except ValueError:
        raise RefusedError(
            Outcome.DNS, f"the name {shown(host)} has the address {shown(answer)}, which is none"
        ) from None


def _dns_message(host: str, fault: socket.gaierror) -> str:
    if fault.errno == socket.EAI_AGAIN:
        return f"the name {shown(host)} could not be looked up just now: the name server does not answer"
    return f"there is no host {shown(host)}: check the spelling of the address ({fault.strerror})"
