"""``syndicator chaos``: a server that misbehaves, to try a set-up against."""

from __future__ import annotations

import signal
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer

from syndicator.bootstrap import now
from syndicator.chaos import FAULTS, Authorities, ChaosServer
from syndicator.chaos.certificates import available
from syndicator.chaos.page import as_json, in_tables
from syndicator.cli.console import AsJson, err, out, print_json


def chaos(
    host: Annotated[str, typer.Option(help="Address to listen on; keep it on loopback.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="The first of the ports to listen on.", min=0, max=65_000)] = 8099,
    seed: Annotated[str, typer.Option(help="Other news for the same faults; the same seed gives the same bytes.")] = "",
    only_list: Annotated[bool, typer.Option("--list", help="Print the faults and exit.")] = False,
    machine: AsJson = False,
) -> None:
    """Serve faults by address, with what a poll of each must come to, until interrupted."""
    with _server(host, port, seed) as server:
        if only_list:
            _tell(server, machine=machine)
            return
        with _asked_to_end() as end, server:
            _tell(server, machine=machine)
            err.print(f"\nThe index is at {server.origin()}/ and the log at /_log; stop it with Ctrl-C.")
            end.wait()


@contextmanager
def _server(host: str, port: int, seed: str) -> Iterator[ChaosServer]:
    """The server, not yet started, with certificates where they can be made."""
    with tempfile.TemporaryDirectory(prefix="syndicator-chaos-") as folder:
        authorities = Authorities(Path(folder), now()) if available() else None
        if authorities is None:
            err.print("[yellow]There is no command 'openssl': faults of certificates are left out.[/]")
        yield ChaosServer(FAULTS, host=host, port=port, authorities=authorities, seed=seed)


@contextmanager
def _asked_to_end() -> Iterator[threading.Event]:
    """Set by SIGINT and SIGTERM."""
    end = threading.Event()
    earlier = {number: signal.signal(number, lambda *_: end.set()) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield end
    finally:
        for number, handler in earlier.items():
            signal.signal(number, handler)


def _tell(server: ChaosServer, *, machine: bool) -> None:
    origins = server.origins()
    if machine:
        for name, fault in server.faults.items():
            print_json(as_json(name, fault, origins))
        return
    for title, faults in in_tables(server.faults):
        out.print(f"[bold]{title}[/]")
        for name, fault in faults.items():
            out.print(_line(as_json(name, fault, origins)), markup=False)
        out.print()
    out.print(f"{len(server.faults)} faults")


def _line(told: dict[str, Any]) -> str:
    outcomes, fares = " ".join(told["outcomes"]), f"{told['health']:<11} {told['next_poll']:<9}"
    return f"{told['address']:<52} {outcomes:<14} {told['articles']:>3}  {fares} {told['does']}"
