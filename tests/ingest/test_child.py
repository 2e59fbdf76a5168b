"""Reading in children: they can be killed, they are bounded, and none outlives its parent."""

from __future__ import annotations

import asyncio
import io
import os
import pickle
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Coroutine, Iterator
from multiprocessing import Pipe, get_context
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import pytest

from syndicator.ingest import child
from syndicator.ingest.child import ChildReader, DirectReader, serve
from syndicator.model.entry import Document
from syndicator.model.source import Fulltext, Limits, Outcome, PageOptions
from syndicator.ports import Form, Reader, Unreadable

GOOD = b"<rss version='2.0'><channel><title>T</title><item><title>a</title></item></channel></rss>"
SLOW = (
    b"<rss version='2.0'><channel>"
    + b"<item><title>a</b></title><x>&lt;p&gt;</x></item>" * 30_000
    + b"</channel></rss>"
)
"""Megabytes that are not well-formed: seconds of work."""
LARGE = (
    b"<rss version='2.0'><channel><item><title>a</title><description>"
    + b"x" * 9_000_000
    + b"</description></item></channel></rss>"
)

PARENT = """
import asyncio, signal, sys
from syndicator.ingest.child import ChildReader
from syndicator.model.source import Limits

async def main():
    reader = ChildReader(2)
    try:
        await asyncio.gather(*(reader.read(b"<rss/>", content_type="", address="", limits=Limits()) for _ in range(4)))
        print("ready", flush=True)
        await asyncio.sleep(60)
    finally:
        reader.close()
        print("closed", flush=True)

signal.signal(signal.SIGINT, signal.default_int_handler)  # shells have background jobs ignore it
try:
    asyncio.run(main())
except KeyboardInterrupt:
    sys.exit(130)
"""


async def read(reader: Reader, body: bytes = GOOD, seconds: float = 10.0) -> Document | Unreadable:
    return await reader.read(
        body, content_type="", address="https://a.example/", limits=Limits(reading=seconds, entries=9**9)
    )


def outcome(result: Document | Unreadable) -> Outcome:
    assert isinstance(result, Unreadable), type(result)
    return result.outcome


def descendants(pid: int) -> list[int]:
    """Every process below *pid* that still runs."""
    parents = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            state, parent = (folder / "stat").read_text().rpartition(")")[2].split()[:2]
        except OSError:
            continue
        if state != "Z":
            parents[int(folder.name)] = int(parent)
    found = [pid]
    for each in found:
        found += [child for child, parent in parents.items() if parent == each]
    return found[1:]


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def soon(condition: Callable[[], bool], seconds: float = 5.0) -> bool:
    end = time.monotonic() + seconds
    while not condition() and time.monotonic() < end:
        time.sleep(0.01)
    return condition()


@pytest.fixture
def reader() -> Iterator[ChildReader]:
    children = ChildReader(1)
    yield children
    children.close()


def run(work: Coroutine[Any, Any, Any]) -> Any:
    return asyncio.run(work)


def nursery_of(reader: ChildReader) -> int:
    """The pid of the process that forks children; other tests of this process may have left a service running."""
    return reader._nursery._process.pid


def child_of(reader: ChildReader) -> int:
    """The pid of the only child."""
    (pid,) = descendants(nursery_of(reader))
    return pid


def test_a_document_is_read_in_another_process(reader: ChildReader) -> None:
    result = run(read(reader))
    assert isinstance(result, Document)
    assert result == run(read(DirectReader()))
    assert child_of(reader) != os.getpid()


def test_a_document_that_takes_too_long_is_given_up_and_the_next_is_read_at_once(reader: ChildReader) -> None:
    """X11: killed at the limit; the source gets a strike, not the service."""

    async def scenario() -> None:
        await read(reader)
        begun = time.monotonic()
        assert outcome(await read(reader, SLOW, 0.3)) is Outcome.CPU
        assert time.monotonic() - begun < 10
        begun = time.monotonic()
        assert isinstance(await read(reader), Document)
        assert time.monotonic() - begun < 10

    run(scenario())


def test_a_slow_document_does_not_delay_others() -> None:
    async def scenario() -> None:
        reader = ChildReader(2)
        await asyncio.gather(read(reader), read(reader))
        slow = asyncio.create_task(read(reader, SLOW, 3))
        await asyncio.sleep(0.05)
        for _ in range(5):
            assert isinstance(await read(reader), Document)
        assert not slow.done()
        assert outcome(await slow) is Outcome.CPU
        reader.close()

    run(scenario())


def test_a_document_that_takes_too_much_memory_is_refused() -> None:
    async def scenario() -> None:
        reader = ChildReader(1, memory=20_000_000)
        assert outcome(await read(reader, LARGE)) is Outcome.LIMITS
        assert isinstance(await read(reader), Document)
        reader.close()

    run(scenario())


def test_a_child_that_was_killed_is_replaced_without_a_failure(reader: ChildReader) -> None:
    """R10: the kernel, short of memory, takes the children first; no source is to blame."""

    async def scenario() -> None:
        await read(reader)
        os.kill(child_of(reader), signal.SIGKILL)
        assert isinstance(await read(reader), Document)

    run(scenario())


def test_a_document_whose_child_dies_each_time_is_to_blame(reader: ChildReader) -> None:
    async def scenario() -> None:
        await read(reader)
        work = asyncio.create_task(read(reader, SLOW))
        for _ in range(2):
            await asyncio.sleep(0.3)
            os.kill(child_of(reader), signal.SIGKILL)
        assert outcome(await work) is Outcome.LIMITS
        assert isinstance(await read(reader), Document)

    run(scenario())


def test_a_nursery_that_was_killed_is_replaced(reader: ChildReader) -> None:
    async def scenario() -> None:
        await read(reader)
        nursery = nursery_of(reader)
        young = child_of(reader)
        os.kill(nursery, signal.SIGKILL)
        assert soon(lambda: not alive(nursery) and not alive(young))
        assert isinstance(await read(reader), Document)

    run(scenario())


def test_a_child_is_replaced_after_its_share_of_documents() -> None:
    """So that leaks in parsers do not add up."""

    async def scenario() -> None:
        reader = ChildReader(1, tasks=2)
        pids = []
        for _ in range(4):
            await read(reader)
            pids.append(descendants(nursery_of(reader)))
        assert pids[0] != pids[2]
        reader.close()

    run(scenario())


def test_a_child_is_confined(reader: ChildReader) -> None:
    """B2 of the threat model: little memory, no core dumps, no files to write, first to go when memory runs out."""
    run(read(reader))
    folder = Path(f"/proc/{child_of(reader)}")
    limits = (folder / "limits").read_text()
    assert " ".join(limits.partition("Max core file size")[2].split()[:2]) == "0 0"
    assert " ".join(limits.partition("Max file size")[2].split()[:2]) == "0 0"
    assert int(limits.partition("Max address space")[2].split()[0]) < 2_000_000_000
    assert int((folder / "oom_score_adj").read_text()) >= 500


def test_texts_are_found_by_children_that_were_made_for_it(reader: ChildReader) -> None:
    """A child that is there gives way to one that holds what finds texts; from then on all do."""
    text = " ".join(["The faculty opened a new department on Monday, in the presence of many guests."] * 3)
    page = f"<html><body><article><h1>New</h1><p>{text}</p></article></body></html>".encode()
    run(read(reader))
    first = child_of(reader)
    auto = PageOptions(Fulltext.AUTO)
    wanted = Limits(reading=60)
    document = run(reader.read(page, content_type="", address="", limits=wanted, form=Form.ARTICLE, options=auto))
    assert isinstance(document, Document), document
    assert document.entries[0].content is not None
    assert text in document.entries[0].content.value
    assert soon(lambda: not alive(first))
    second = child_of(reader)
    assert isinstance(run(read(reader)), Document)
    assert child_of(reader) == second


def test_closing_leaves_no_child_and_ends_reads_under_way() -> None:
    async def scenario() -> None:
        reader = ChildReader(2)
        await read(reader)
        started = [nursery_of(reader), *descendants(nursery_of(reader))]
        under_way = asyncio.create_task(read(reader, SLOW))
        await asyncio.sleep(0.1)
        begun = time.monotonic()
        await asyncio.to_thread(reader.close)
        assert time.monotonic() - begun < 10
        assert outcome(await under_way) is Outcome.INTERNAL
        assert outcome(await read(reader)) is Outcome.INTERNAL
        assert soon(lambda: not any(map(alive, started)))

    run(scenario())


def test_a_reader_that_was_never_used_closes() -> None:
    ChildReader(1).close()


def test_no_process_outlives_a_parent_that_is_killed() -> None:
    """kill -9 of the parent runs no code of ours: the kernel and closed sockets have to do it."""
    with started() as parent:
        below = descendants(parent.pid)
        assert len(below) == 3
        parent.kill()
        parent.wait()
        assert soon(lambda: not any(map(alive, below)))


def test_interrupting_the_terminal_ends_everything_cleanly() -> None:
    """Ctrl-C goes to the whole group of the terminal: the parent decides, the children say nothing."""
    with started() as parent:
        below = descendants(parent.pid)
        os.killpg(parent.pid, signal.SIGINT)
        output, errors = parent.communicate(timeout=30)
        assert (parent.returncode, output, errors) == (130, "closed\n", "")
        assert soon(lambda: not any(map(alive, below)))


def started() -> subprocess.Popen[str]:
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert parent.stdout is not None
    assert parent.stdout.readline() == "ready\n"
    return parent


def test_children_answer_until_their_parent_hangs_up() -> None:
    ours, theirs = Pipe()
    serving = threading.Thread(target=serve, args=(theirs,))
    serving.start()
    ours.send((GOOD, "", "", Limits(), Form.FEED, None))
    assert isinstance(pickle.loads(ours.recv_bytes()), Document)
    ours.close()
    serving.join(5)
    assert not serving.is_alive()


def test_the_nursery_forks_a_child_for_every_socket_until_its_own_closes() -> None:
    control, theirs = socket.socketpair()
    nursery = get_context("spawn").Process(target=nurse_on, args=(theirs,))
    nursery.start()
    theirs.close()
    ours, childs = socket.socketpair()
    socket.send_fds(control, [b"c"], [childs.fileno()])
    childs.close()
    pid = int.from_bytes(control.recv(8), "big")
    connection = Connection(ours.detach())
    connection.send((GOOD, "", "", Limits(), Form.FEED, None))
    assert isinstance(pickle.loads(connection.recv_bytes()), Document)
    connection.close()
    assert soon(lambda: not alive(pid))
    control.close()
    nursery.join(5)
    assert nursery.exitcode == 0


def nurse_on(control: socket.socket) -> None:
    child.nurse(control.detach(), 100_000_000)


def test_a_nursery_that_has_ended_is_given_up() -> None:
    nursery = child._Nursery(100_000_000)
    nursery._process.kill()
    with pytest.raises(OSError, match=r"ended|Broken pipe|reset"):
        nursery.child()
    assert not nursery.alive


def test_a_child_that_sends_something_else_is_killed() -> None:
    """Should hostile bytes ever take one over."""
    ours, theirs = Pipe()
    with subprocess.Popen(["sleep", "60"]) as process:
        taken_over = child._Child(ours, process.pid)
        theirs.send_bytes(pickle.dumps(os.system))
        assert taken_over.ask((GOOD, "", "", Limits(), Form.FEED, None)) is None
        assert process.wait(5) == -signal.SIGKILL
    taken_over.close()
    theirs.close()


@pytest.mark.parametrize("answer", [os.system, {"a": 1}, io.BytesIO])
def test_a_child_cannot_make_its_parent_run_anything(answer: object) -> None:
    """Whoever takes over a child may send what he likes: only answers are unpickled."""
    with pytest.raises(pickle.UnpicklingError):
        child._loads(pickle.dumps(answer))


def test_a_host_that_cannot_start_processes_is_told(monkeypatch: pytest.MonkeyPatch, reader: ChildReader) -> None:
    def refuse(*_: object) -> None:
        raise BlockingIOError("Resource temporarily unavailable")

    monkeypatch.setattr(child._Nursery, "child", refuse)
    result = run(read(reader))
    assert outcome(result) is Outcome.INTERNAL
    assert "look at the host" in result.message


def test_a_child_loads_no_more_than_it_reads_with() -> None:
    """Every start waits for it: no HTTP client, and what finds texts and dates only where a page is to be read."""
    late = {"httpx", "httpcore", "trafilatura", "htmldate", "dateparser", "syndicator.languages.dates"}
    code = f"import sys, syndicator.ingest.child; print(*{late} & sys.modules.keys())"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.split() == []
