"""Soak: thousands of polls of sources that misbehave; memory, descriptors, threads, children and files are counted.

Run with ``make soak``; it ends with 1 when anything grew, and after *minutes* at the latest.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import multiprocessing
import ssl
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from pathlib import Path

from syndicator.chaos import FAULTS, Authorities, ChaosServer
from tests.chaos.corridor import HOUR, MovableClock, Rounds, editorial_of, open_corridor, source_of

_ROWS = "SBP"
"""Egress, bodies and politeness: what the fetcher meets. Documents are read in children, whose faults are their own."""
_WARM = 2
"""Rounds before anything is counted: caches and children fill up."""
_MEMORY = 16_000
"""Kilobytes that the process may have grown by: allocators do not give everything back."""


@dataclass(frozen=True, slots=True)
class Possessions:
    """What the process has."""

    memory: int
    """Kilobytes."""
    descriptors: int
    threads: int
    children: int
    files: int
    """In the folder for temporary files."""

    def __str__(self) -> str:
        return (
            f"{self.memory / 1000:7.1f} MB, {self.descriptors} descriptors, {self.threads} threads, "
            f"{self.children} children, {self.files} temporary files"
        )


def possessions(temporary: Path) -> Possessions:
    """Counted after collecting the garbage."""
    gc.collect()
    status = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
    children = [child for task in Path("/proc/self/task").glob("*/children") for child in task.read_text().split()]
    return Possessions(
        int(status["VmRSS"].split()[0]),
        len(list(Path("/proc/self/fd").iterdir())),
        threading.active_count(),
        len(children),
        len(list(temporary.rglob("*"))),
    )


def grown(before: Possessions, after: Possessions) -> list[str]:
    """What there is more of."""
    counted = ("descriptors", "threads", "children", "files")
    more = [name for name in counted if getattr(after, name) > getattr(before, name)]
    return more + (["memory"] if after.memory > before.memory + _MEMORY else [])


async def soak(server: ChaosServer, folder: Path, tls: ssl.SSLContext, polls: int, minutes: float) -> list[str]:
    """Poll round by round, an hour of the sources' time apart; what grew after the first rounds."""
    temporary = folder / "tmp"
    clock, ends = MovableClock(), time.monotonic() + 60 * minutes
    sources = [
        source_of(name, fault, server, run="soak") for name, fault in server.faults.items() if fault.row[0] in _ROWS
    ]
    rounds = Rounds(open_corridor(editorial_of(sources, folder), clock, tls=tls), clock)
    done, began, warm = 0, time.monotonic(), possessions(temporary)
    while done < polls and time.monotonic() < ends:
        await rounds.poll([source.id for source in sources])
        rounds.told.clear()
        done += len(sources)
        clock.moment += HOUR
        now = possessions(temporary)
        warm = now if done <= _WARM * len(sources) else warm
        print(f"{done:6} polls, {time.monotonic() - began:5.0f} s: {now}", flush=True)
    await rounds.pipeline.close()
    return grown(warm, now)


def main() -> int:
    """Serve the faults from a process of their own, and soak."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--polls", type=int, default=10_000)
    parser.add_argument("--minutes", type=float, default=40.0)
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "tmp").mkdir()
        tempfile.tempdir = str(folder / "tmp")
        authorities = Authorities(folder, datetime.now(UTC))
        server = ChaosServer(FAULTS, authorities=authorities)
        here, there = multiprocessing.Pipe()
        serving = multiprocessing.get_context("fork").Process(target=_serve, args=(server, there), daemon=True)
        serving.start()
        server.ports = here.recv()
        tls = ssl.create_default_context(cafile=str(authorities.pem))
        at_first = possessions(folder / "tmp")
        try:
            more = asyncio.run(soak(server, folder, tls, wanted.polls, wanted.minutes))
            left = possessions(folder / "tmp")
        finally:
            serving.terminate()
            serving.join()
    print(f"before: {at_first}\nafter:  {left}")
    behind = [name for name in grown(at_first, left) if name != "memory"]
    print(f"grew: {', '.join(more) or 'nothing'}; left behind: {', '.join(behind) or 'nothing'}")
    return bool(more or behind)


def _serve(server: ChaosServer, told: Connection) -> None:
    with server:
        told.send(server.ports)
        threading.Event().wait()


if __name__ == "__main__":
    sys.exit(main())
