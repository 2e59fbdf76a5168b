"""Serving a published feed: our server beside nginx, which has the same bytes as files, each on one core.

    python -m benchmarks.serving [SECONDS]

nginx and wrk must be installed. Servers take turns on one core, wrk has another one. Rates by the clock suffer from
whatever else runs; the CPU time that a server takes for an answer does not, and a core to itself gives its reciprocal.
As a floor, uvicorn with an application that knows nothing but these bytes.
"""

from __future__ import annotations

import asyncio
import gzip
import os
import random
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import uvicorn

from syndicator.bootstrap import now
from syndicator.model.feed import Feed
from syndicator.publish import publish
from syndicator.publish.address import feed_links
from syndicator.publish.ending import successor
from syndicator.publish.output import FolderOutput
from syndicator.web import create_app
from syndicator.web.documents import Documents
from syndicator.web.metrics import Metrics
from syndicator.web.negotiation import alternates, chosen
from syndicator.web.server import Server
from tests.publish.newsroom import DEFINITION, SITE, entry, feed

ROUNDS = 5
ENTRIES = 50
CONNECTIONS = 16
NAME = f"feeds/{DEFINITION.id}.atom"
CORE, OTHER = "0", "1"
FEEDS = {DEFINITION.id: DEFINITION}
CONFIGURATION = """
worker_processes 1; daemon off; pid {folder}/pid; error_log {folder}/errors;
events {{ worker_connections 1024; }}
http {{
  types {{ application/atom+xml atom; }}
  access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000000; gzip_static on;
  client_body_temp_path {folder}/a; proxy_temp_path {folder}/b; fastcgi_temp_path {folder}/c;
  uwsgi_temp_path {folder}/d; scgi_temp_path {folder}/e;
  add_header Vary Accept-Encoding; add_header Cache-Control "max-age=900";
  server {{ listen 127.0.0.1:{port}; root {folder}; }}
}}
"""

UNLIKE = """
local n = 0
request = function()
  n = n + 1
  wrk.headers["User-Agent"] = "reader " .. n
  return wrk.format()
end
"""
"""No two requests in the same bytes."""


@dataclass(frozen=True, slots=True)
class Contender:
    """A server that runs."""

    name: str
    port: int
    process: int

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/{NAME}"

    def spent(self) -> float:
        """Seconds of CPU since it began."""
        fields = Path(f"/proc/{self.process}/stat").read_text().rpartition(")")[2].split()
        return sum(map(int, fields[11:13])) / os.sysconf("SC_CLK_TCK")


def document() -> Feed:
    """Fifty entries whose texts are drawn from three thousand words."""
    chance = random.Random(1)
    words = ["".join(chance.choices("aeinorstlkmdpu", k=chance.randint(2, 11))) for _ in range(3000)]
    made = (
        entry("en", n, title=" ".join(chance.choices(words, k=9)), summary=" ".join(chance.choices(words, k=45)))
        for n in range(1, ENTRIES + 1)
    )
    return feed(*made)


def ours(folder: Path) -> Server:
    """Our server as the service makes it."""
    documents = Documents(
        FolderOutput(folder),
        max_age=900,
        links=lambda name: (*feed_links(SITE, name), *alternates(SITE, name, FEEDS)),
        successor=lambda name: successor(FEEDS.values(), name, now().date()),
        choose=lambda path, accept, languages: chosen(path, accept, languages, FEEDS),
        standing=lambda: (FEEDS, now().date()),
    )
    return Server(create_app(documents, Metrics(), ready=lambda: {"ready": True}), documents)


def floor(folder: Path) -> uvicorn.Server:
    """uvicorn, and an application that knows these bytes only."""
    identity = (folder / NAME).read_bytes()
    coded = gzip.compress(identity, 6)
    fields = [(b"etag", b'"it"'), (b"content-type", b"application/atom+xml"), (b"vary", b"accept-encoding")]

    async def app(scope: Any, _receive: Any, send: Any) -> None:
        asked = dict(scope["headers"])
        if b"if-none-match" in asked:
            status, more, body = 304, [], b""
        else:
            body = coded if b"accept-encoding" in asked else identity
            status, more = 200, [(b"content-length", str(len(body)).encode())]
            more += [(b"content-encoding", b"gzip")] if body is coded else []
        await send({"type": "http.response.start", "status": status, "headers": fields + more})
        await send({"type": "http.response.body", "body": body})

    return uvicorn.Server(
        uvicorn.Config(app, http="httptools", log_config=None, access_log=False, lifespan="off", server_header=False)
    )


SERVERS: dict[str, Callable[[Path], uvicorn.Server]] = {"ours": ours, "bare uvicorn": floor}


def serve(name: str, folder: Path, port: int) -> None:
    """Run one of our own contenders in this process."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", port))
        listener.listen(512)
        asyncio.run(SERVERS[name](folder).serve(sockets=[listener]))


@contextmanager
def running(name: str, folder: Path) -> Iterator[Contender]:
    """A contender in a process of its own, bound to a core."""
    with socket.create_server(("127.0.0.1", 0)) as one:
        port = one.getsockname()[1]
    if name == "nginx":
        (folder / "nginx.conf").write_text(CONFIGURATION.format(folder=folder, port=port))
        command = [tool("nginx"), "-p", str(folder), "-c", "nginx.conf"]
    else:
        command = [sys.executable, "-m", "benchmarks.serving", name, str(folder), str(port)]
    with subprocess.Popen(["taskset", "-c", CORE, *command], stderr=subprocess.DEVNULL) as process:
        try:
            yield Contender(name, port, worker_of(process.pid, port))
        finally:
            process.terminate()


def worker_of(process: int, port: int) -> int:
    """The process that answers at *port*, once it does: nginx has one below that which was started."""
    for _ in range(200):
        time.sleep(0.05)
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/{NAME}").read()
        except OSError:
            continue
        children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
        return int(children[0]) if children else process
    raise SystemExit("a server does not answer")


def tool(name: str) -> str:
    """Where a program is."""
    found = shutil.which(name, path=f"{os.environ['PATH']}:/usr/sbin")
    if found is None:
        raise SystemExit(f"{name} is not installed")
    return found


def tag_of(contender: Contender, accepted: str) -> str:
    """The entity tag of what somebody has who accepts that coding."""
    asked = urllib.request.Request(contender.address, headers={"Accept-Encoding": accepted})
    with urllib.request.urlopen(asked) as answer:
        return str(answer.headers["ETag"])


def measured(contender: Contender, fields: dict[str, str], seconds: int) -> tuple[float, float]:
    """Answers a second by the clock, and microseconds of the server's CPU for each."""
    named = [part for name, value in fields.items() for part in ("-H", f"{name}: {value}")]
    if "User-Agent" in fields:
        named += ["-s", fields["User-Agent"]]
    before = contender.spent()
    wrk = ["taskset", "-c", OTHER, tool("wrk"), "-t1", f"-c{CONNECTIONS}", f"-d{seconds}", *named, contender.address]
    told = subprocess.run(wrk, check=True, capture_output=True, text=True).stdout
    spent = contender.spent() - before
    assert "Non-2xx" not in told, told
    count, rate = re.search(r"(\d+) requests in", told), re.search(r"Requests/sec:\s+([\d.]+)", told)
    assert count, told
    assert rate, told
    return float(rate[1]), 1_000_000 * spent / int(count[1])


def main(seconds: int) -> None:
    """Every contender in turns, several times; medians, and the median of the ratios within a turn."""
    with tempfile.TemporaryDirectory() as made, ExitStack() as stack:
        folder = Path(made)
        folder.chmod(0o755)
        publish([document()], SITE, FolderOutput(folder))
        identity = (folder / NAME).read_bytes()
        (folder / f"{NAME}.gz").write_bytes(gzip.compress(identity, 6))
        (folder / "unlike.lua").write_text(UNLIKE)
        print(f"{len(identity)} bytes, {len(gzip.compress(identity, 6))} in gzip; {CONNECTIONS} connections kept")
        contenders = [stack.enter_context(running(name, folder)) for name in ("nginx", *SERVERS)]
        kinds: dict[str, Callable[[Contender], dict[str, str]]] = {
            "full, identity": lambda _: {},
            "full, gzip": lambda _: {"Accept-Encoding": "gzip"},
            "304": lambda each: {"Accept-Encoding": "gzip", "If-None-Match": tag_of(each, "gzip")},
            "304, all unlike": lambda each: kinds["304"](each) | {"User-Agent": str(folder / "unlike.lua")},
        }
        for kind, fields in kinds.items():
            turns = [[measured(each, fields(each), seconds) for each in contenders] for _ in range(ROUNDS)]
            for place, each in enumerate(contenders):
                rate, cost = (statistics.median(turn[place][n] for turn in turns) for n in (0, 1))
                clock = statistics.median(turn[place][0] / turn[0][0] for turn in turns)
                share = statistics.median(turn[0][1] / turn[place][1] for turn in turns)
                print(
                    f"{kind:15} {each.name:13} {rate:8.0f}/s  {cost:6.1f} us of CPU   of nginx's rate: "
                    f"{clock:4.2f} by the clock, {share:4.2f} by CPU"
                )


if __name__ == "__main__":
    if sys.argv[1:2] and sys.argv[1] in SERVERS:
        serve(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))
    else:
        main(int(sys.argv[1]) if sys.argv[1:] else 3)
