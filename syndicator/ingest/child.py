"""Reading in children that can be killed: hostile bytes are never parsed in the process that holds the store.

Why not a pool from a library: the pools there are share one channel and its lock between workers, so a child that dies
at the wrong moment stalls the others, and they start children by running the parent's main module again. Here a nursery
(one process that has the reading modules loaded and does nothing else) forks a child for the asking; each child has a
socket of its own, so that killing one is all there is to do. No child outlives its parent, however that ends: the
nursery ends when its socket closes, and the kernel ends the children with the nursery (prctl(2), PR_SET_PDEATHSIG).
"""

from __future__ import annotations

import asyncio
import contextlib
import ctypes
import gc
import io
import os
import pickle
import resource
import signal
import socket
import subprocess
import sys
import threading
import warnings
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.connection import Connection
from typing import Any

from syndicator.ingest.dating import reader
from syndicator.ingest.fulltext import extractor
from syndicator.ingest.read import read_document
from syndicator.model.entry import Document
from syndicator.model.source import Fulltext, Limits, Options, Outcome, PageOptions
from syndicator.ports import Form, Unreadable

MEMORY = 768 * 1024 * 1024
"""Bytes of address space a child may take beyond what it starts with."""
TASKS = 200
"""Documents a child reads before another one takes its place, so that leaks in parsers do not add up."""

_PR_SET_PDEATHSIG = 1
_CLONE_NEWUSER, _CLONE_NEWNET = 0x10000000, 0x40000000
_ANSWERS = frozenset({
    ("syndicator.model.entry", "Category"),
    ("syndicator.model.entry", "Document"),
    ("syndicator.model.entry", "Entry"),
    ("syndicator.model.entry", "Link"),
    ("syndicator.model.entry", "Markup"),
    ("syndicator.model.entry", "Origin"),
    ("syndicator.model.entry", "RawText"),
    ("syndicator.model.entry", "Tombstone"),
    ("syndicator.model.source", "Outcome"),
    ("syndicator.ports", "Unreadable"),
})  # fmt: skip
"""All that a child may send: one that was taken over cannot make its parent run anything."""
_START = "import sys; from syndicator.ingest.child import nurse; nurse(int(sys.argv[1]), int(sys.argv[2]))"
_PATIENCE = 15.0
"""Seconds for the nursery to load and fork: much on a busy machine, never for ever."""

Answer = Document | Unreadable
_Request = tuple[bytes, str, str, Limits, Form, Options | None]


class DirectReader:
    """Reads in this very process: for bytes we made ourselves, and for tests."""

    async def read(
        self,
        body: bytes,
        *,
        content_type: str,
        address: str,
        limits: Limits,
        form: Form = Form.FEED,
        options: Options | None = None,
    ) -> Answer:
        """Read one document."""
        return read_document(
            body, content_type=content_type, address=address, limits=limits, form=form, options=options
        )

    def close(self) -> None:
        """Nothing to end."""


class ChildReader:
    """Reads in children with bounded time and memory.

    A document that takes longer than ``limits.reading`` gives ``cpu``, one whose reading takes too much memory or kills
    the child gives ``limits``; the next one is read by a fresh child.
    """

    def __init__(self, workers: int = 2, *, tasks: int = TASKS, memory: int = MEMORY) -> None:
        self._tasks = tasks
        self._memory = memory
        self._threads = ThreadPoolExecutor(workers, thread_name_prefix="reading")
        self._lock = threading.Lock()
        self._closed = False
        self._idle: list[_Child] = []
        self._busy: set[_Child] = set()
        self._nursery = _Nursery(memory)

    async def read(
        self,
        body: bytes,
        *,
        content_type: str,
        address: str,
        limits: Limits,
        form: Form = Form.FEED,
        options: Options | None = None,
    ) -> Answer:
        """Read one document."""
        request = (body, content_type, address, limits, form, options)
        loop = asyncio.get_running_loop()
        try:
            answer = loop.run_in_executor(self._threads, self._ask, request)
        except RuntimeError:
            return _closing()
        return await answer

    def close(self) -> None:
        """End all children and wait for them; reads under way give ``internal``."""
        with self._lock:
            self._closed = True
            for child in self._idle:
                child.close()
            for child in self._busy:
                child.kill()
            self._idle.clear()
        self._threads.shutdown(wait=True)
        self._nursery.close()

    def _ask(self, request: _Request) -> Answer:
        """Have a child read; once more when it dies, since it may have been killed for no fault of the document."""
        failure = _KILLED
        for _ in range(2):
            try:
                child = self._take(_reads_article(request))
            except OSError as error:
                failure = Unreadable(
                    Outcome.INTERNAL, f"No reading process could be started ({error}); look at the host."
                )
                continue
            if child is None:
                return _closing()
            answer = child.ask(request)
            self._give_back(child)
            if answer is not None:
                return answer
        return failure

    def _take(self, finding: bool) -> _Child | None:
        """A child; one that holds what finds texts and dates if the page of an article is to be read."""
        with self._lock:
            if self._closed:
                return None
            if not self._nursery.alive:
                self._nursery.close()
                self._nursery = _Nursery(self._memory)
            fit = [each for each in self._idle if each.finding or not finding]
            child = fit[-1] if fit else self._nursery.child(finding)
            if fit:
                self._idle.remove(child)
            elif self._idle:
                self._idle.pop().close()  # one comes, one goes
            self._busy.add(child)
            return child

    def _give_back(self, child: _Child) -> None:
        with self._lock:
            self._busy.discard(child)
            if child.alive and child.asked < self._tasks and not self._closed:
                self._idle.append(child)
                return
        child.close()


def _reads_article(request: _Request) -> bool:
    options = request[5]
    return isinstance(options, PageOptions) and options.fulltext is not Fulltext.NEVER


_KILLED = Unreadable(
    Outcome.LIMITS,
    "Reading the document killed the reading process twice, probably for want of memory; pause the source.",
)


def _closing() -> Unreadable:
    return Unreadable(Outcome.INTERNAL, "The reader was closed; the document is read at the next poll.")


class _Child:
    """The parent's end of a reading process."""

    def __init__(self, connection: Connection, pid: int, *, finding: bool = False) -> None:
        self._connection = connection
        self.finding = finding
        self._pid = pid
        self.alive = True
        self.asked = 0

    def ask(self, request: _Request) -> Answer | None:
        """The answer, or None when the child died."""
        self.asked += 1
        seconds = request[3].reading
        try:
            self._connection.send(request)
            if not self._connection.poll(seconds):
                self.kill()
                return Unreadable(
                    Outcome.CPU,
                    f"Reading took more than {seconds:g} seconds and was stopped; pause the source or ask why.",
                )
            return _loads(self._connection.recv_bytes())
        except (EOFError, OSError):
            self.alive = False
        except pickle.UnpicklingError:
            self.kill()
        return None

    def kill(self) -> None:
        """End the process at once, whatever it is doing."""
        if self.alive:
            self.alive = False
            # something to read means that it has ended, and its number may be another process's by now, or that it has
            # answered, and then it ends because its socket closes
            if not self._connection.poll(0):
                with contextlib.suppress(ProcessLookupError):
                    os.kill(self._pid, signal.SIGKILL)

    def close(self) -> None:
        """End the process and let go of its socket, on which no thread may be waiting."""
        self.kill()
        self._connection.close()


class _Nursery:
    """The parent's end of the process that forks children."""

    def __init__(self, memory: int) -> None:
        self._socket, theirs = socket.socketpair()
        self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and our own code
            [sys.executable, "-P", "-c", _START, str(theirs.fileno()), str(memory)],
            pass_fds=[theirs.fileno()],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            start_new_session=True,
        )
        theirs.close()
        self._socket.settimeout(_PATIENCE)
        self._finding = False

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    def child(self, finding: bool = False) -> _Child:
        """A fresh child; OSError when there can be none, and then the nursery is given up.

        What finds texts takes long to load: the nursery does it when it is first asked for, and all children have it
        from then on.
        """
        self._finding = self._finding or finding
        ours, theirs = socket.socketpair()
        try:
            with theirs:
                socket.send_fds(self._socket, [b"f" if self._finding else b"c"], [theirs.fileno()])
            answer = self._socket.recv(8)
            if len(answer) != 8:
                raise ConnectionError("the nursery of reading processes has ended")
        except OSError:
            ours.close()
            self.close()
            raise
        return _Child(Connection(ours.detach()), int.from_bytes(answer, "big"), finding=self._finding)

    def close(self) -> None:
        self._socket.close()
        self._process.kill()
        self._process.wait()


class _Answers(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        if (module, name) not in _ANSWERS:
            raise pickle.UnpicklingError(f"{module}.{name} is no answer")
        return super().find_class(module, name)


def _loads(data: bytes) -> Answer:
    answer = _Answers(io.BytesIO(data)).load()
    if not isinstance(answer, Document | Unreadable):
        raise pickle.UnpicklingError("no answer")
    return answer


# --- the other side ------------------------------------------------------------------------------------------------


def nurse(descriptor: int, memory: int) -> None:
    """The nursery's main: fork a child for every socket that comes in, and end when the parent's end closes."""
    warnings.simplefilter("ignore")
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    _hide()
    gc.collect()
    gc.freeze()
    with socket.socket(fileno=descriptor) as control:
        while True:
            message, descriptors, _, _ = socket.recv_fds(control, 1, 1)
            if not message:
                return
            if message == b"f":
                _find()
            pid = os.fork()
            if not pid:
                control.close()
                _be_child(descriptors[0], os.getppid(), memory)
            os.close(descriptors[0])
            control.sendall(pid.to_bytes(8, "big"))


def _find() -> None:
    """Load what finds texts and dates."""
    extractor()
    reader()


def _be_child(descriptor: int, parent: int, memory: int) -> None:
    try:
        confine(parent, memory)
        serve(Connection(descriptor))
    finally:
        os._exit(0)


def serve(connection: Connection, read: Callable[..., Answer] = read_document) -> None:
    """Read what is asked for until the other end closes."""
    while True:
        try:
            body, content_type, address, limits, form, options = connection.recv()
        except (EOFError, OSError):
            return
        answer = read(body, content_type=content_type, address=address, limits=limits, form=form, options=options)
        connection.send_bytes(pickle.dumps(answer, pickle.HIGHEST_PROTOCOL))


def confine(parent: int, memory: int) -> None:
    """Bind this process to its parent's life, and bound what it may take: memory, no core dump, no files to write."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:
            os._exit(0)
        with open("/proc/self/statm", encoding="ascii") as statm:
            memory += int(statm.read().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))


def _hide() -> None:
    """Be the first to go when memory runs out, and have no network, where the system lets us."""
    with contextlib.suppress(OSError), open("/proc/self/oom_score_adj", "w", encoding="ascii") as score:
        score.write("500")
    if sys.platform == "linux":
        ctypes.CDLL(None).unshare(_CLONE_NEWUSER | _CLONE_NEWNET)
