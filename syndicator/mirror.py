"""The mirror: puts what is published where others serve it, and takes away there what is withdrawn here.

The folder is what counts, and a record beside it says what was put. Whatever differs is put: after a publication, and
at the next start what a killed process did not come to. Archives go first, then pages, then the feeds that lead to
them, the first page last; what is withdrawn goes when all else is there. A document that cannot be put does not stop
the others, and is tried again, later each time.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import json
import os
import threading
from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Any

from syndicator.errors import DepotError
from syndicator.ports import Clock, Depot, Described, OutputStore
from syndicator.press import Lane
from syndicator.publish.address import archived_month

_AT_ONCE = 8
"""Documents that are on their way at once."""
_ENOUGH = 5
"""Documents one after the other for which the store cannot be reached: the others wait."""
_SOON, _LATE = 5.0, 600.0
"""Seconds until what failed is tried again, the first time and at most."""
_ORDER = ("static/", "stories/", "topics/", "feeds/")
_LAST = ("opml.xml", "sitemap.xml", "index.html")
Describe = Callable[[str], Described]


@dataclass(frozen=True, slots=True)
class Put:
    """What was put of one document."""

    state: str
    """Of the document in the folder."""
    content: str
    """Tells what was put, and what was said of it, from anything else."""
    version: str
    """What the store called it."""


_UNKNOWN = Put("", "", "")
"""Something, perhaps."""


@dataclass(slots=True)
class Record:
    """What was put, and what could not be."""

    put: dict[str, Put] = field(default_factory=dict)
    failed: dict[str, str] = field(default_factory=dict)
    """Path → why."""
    since: str = ""
    """When the first of what fails now failed, ISO 8601."""


@dataclass(frozen=True, slots=True)
class Brought:
    """What one round did."""

    put: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    failed: Mapping[str, str] = field(default_factory=dict)
    waiting: int = 0
    """Documents that are not there yet as they are here, or still there; those that failed among them."""


class Mirror:
    """Keeps a depot in step with the output store.

    *record* is the file in which it is kept what was put; *describe* says of a path what readers are told of it.
    """

    def __init__(self, output: OutputStore, depot: Depot, record: Path, *, clock: Clock, describe: Describe) -> None:
        self.depot = depot
        self._output = output
        self._file = record
        self._clock = clock
        self._describe = describe
        self._lane = Lane("mirror")
        self._closing = threading.Event()
        self._news = asyncio.Event()
        self._verified = False

    def hurry(self) -> None:
        """Something was published."""
        self._news.set()

    async def close(self) -> None:
        """Finish the documents at hand."""
        self._closing.set()
        await self._lane.close()

    async def once(self) -> Brought:
        """One round."""
        return await self._lane.run(self.bring)

    async def run(self, heard: Callable[[Brought], object]) -> None:
        """Round after round, after every publication and, while something fails, later each time."""
        pause = _SOON
        while True:
            self._news.clear()
            done = await self.once()
            heard(done)
            if done.waiting:
                await _within(self._news.wait(), pause)
                pause = min(2 * pause, _LATE)
            else:
                pause = _SOON
                await self._news.wait()

    def bring(self) -> Brought:
        """Put what differs, and take away what is no more; what fails is in what it returns, and in the record."""
        record = read_record(self._file)
        doubt = self._verify(record)
        paths = frozenset(self._output.paths())
        due = [path for path in paths if self._differs(path, record)]
        gone = sorted(record.put.keys() - paths)
        round_ = _Round(self._closing)
        put: list[str] = []
        with ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="mirror") as threads:
            for some in _in_order(due, record.failed):
                self._begin(some, record)
                for path, known, made in threads.map(lambda path: self._put(path, record, round_), some):
                    if made is not None:
                        record.put[path] = made
                        put.extend([path] if known is None or known.content != made.content else [])
                write_record(self._file, record)
            if not round_.faults and not self._closing.is_set():  # then nothing leads to what is no more
                list(threads.map(lambda path: self._remove(path, round_), gone))
        removed = [path for path in gone if path in round_.removed]
        for path in removed:
            del record.put[path]
        record.failed = doubt | round_.faults
        record.since = (record.since or self._clock.now().isoformat()) if record.failed else ""
        write_record(self._file, record)
        waiting = [path for path in due if self._differs(path, record)]
        return Brought(tuple(put), tuple(removed), record.failed, len(waiting) + len(gone) - len(removed))

    def _verify(self, record: Record) -> dict[str, str]:
        """Once in the life of a process: forget what is not there, or is there as another; why that is not known."""
        if self._verified:
            return {}
        try:
            there = self.depot.versions(record.put)
        except DepotError as fault:
            return {"": str(fault)}
        for path, each in list(record.put.items()):
            if path not in there:
                del record.put[path]
            elif there[path] != each.version:
                record.put[path] = _UNKNOWN
        self._verified = True
        return {}

    def _begin(self, some: Iterable[str], record: Record) -> None:
        """Record what may be there from now on, so that it is taken away when it has to be, whoever is killed."""
        for path in some:
            record.put.setdefault(path, _UNKNOWN)
        write_record(self._file, record)

    def _differs(self, path: str, record: Record) -> bool:
        return _is_behind(record.put.get(path), self._state(path))

    def _state(self, path: str) -> str | None:
        return _state_of(path, self._output, self._describe)

    def _put(self, path: str, record: Record, round_: _Round) -> tuple[str, Put | None, Put | None]:
        """What was known of a document, and what is now: None where it could not be put, or is gone meanwhile."""
        known, state, data = record.put.get(path), self._state(path), self._output.read(path)
        if state is None or data is None or not round_.goes_on():
            return path, known, None
        described = self._describe(path)
        content = hashlib.sha256(_said(described).encode() + b"\0" + data).hexdigest()
        if known is not None and known.content == content:
            return path, known, Put(state, content, known.version)
        try:
            version = self.depot.put(path, data, described)
        except DepotError as fault:
            round_.failed(path, fault)
            return path, known, None
        round_.reached()
        return path, known, Put(state, content, version)

    def _remove(self, path: str, round_: _Round) -> None:
        if not round_.goes_on():
            return
        try:
            self.depot.remove(path)
        except DepotError as fault:
            round_.failed(path, fault)
        else:
            round_.removed.add(path)


class _Round:
    """What came of one round so far; several threads tell it."""

    def __init__(self, closing: threading.Event) -> None:
        self.faults: dict[str, str] = {}
        self.removed: set[str] = set()
        self._closing = closing
        self._unreached = 0

    def goes_on(self) -> bool:
        """Whether the next document is worth an attempt."""
        return self._unreached < _ENOUGH and not self._closing.is_set()

    def failed(self, path: str, fault: DepotError) -> None:
        """A document could not be put, or taken away."""
        self.faults[path] = str(fault)
        self._unreached += fault.unreachable

    def reached(self) -> None:
        """The store took something."""
        self._unreached = 0


@dataclass(frozen=True, slots=True)
class Lag:
    """How far a depot is behind."""

    documents: int
    """That differ."""
    since: str
    """When the first of those that fail failed; empty when none does."""
    failed: Mapping[str, str]


def lag(output: OutputStore, record: Path, describe: Describe) -> Lag:
    """How far a depot is behind *output* by its *record*; nothing is asked of it."""
    known = read_record(record)
    paths = frozenset(output.paths())
    differ = [path for path in paths if _is_behind(known.put.get(path), _state_of(path, output, describe))]
    return Lag(len(differ) + len(known.put.keys() - paths), known.since, known.failed)


def _state_of(path: str, output: OutputStore, describe: Describe) -> str | None:
    """What tells a document, and what is said of it, from an earlier one; None when it is gone."""
    stamp = output.stamp(path)
    return None if stamp is None else f"{stamp.version} {_said(describe(path))}"


def _is_behind(known: Put | None, state: str | None) -> bool:
    """Whether what was put is another than what is there."""
    return state is not None and (known is None or known.state != state)


def _in_order(due: Iterable[str], failed: Collection[str]) -> Iterable[list[str]]:
    """The documents in groups, each of which is to be there before the next; what failed before comes last in its."""
    ranked = sorted(due, key=lambda path: (_rank(path), path in failed, path))
    return (list(some) for _, some in groupby(ranked, key=_rank))


def _rank(path: str) -> int:
    if path in _LAST:
        return len(_ORDER) + 2 + _LAST.index(path)
    if archived_month(path):
        return 0
    return 1 + next((at for at, folder in enumerate(_ORDER) if path.startswith(folder)), 0)


def _said(described: Described) -> str:
    return f"{described.media_type}; {described.freshness}"


def read_record(file: Path) -> Record:
    """The record; an empty one where there is none, or it is damaged: then all is put anew."""
    try:
        told: dict[str, Any] = json.loads(file.read_bytes())
        return Record({path: Put(*each) for path, each in told["put"].items()}, told["failed"], told["since"])
    except (OSError, ValueError, KeyError, TypeError):
        return Record()


def write_record(file: Path, record: Record) -> None:
    """Replace the record at once; a power cut may take it back, and then more is put than need be."""
    told = {
        "put": {path: [each.state, each.content, each.version] for path, each in sorted(record.put.items())},
        "failed": record.failed,
        "since": record.since,
    }
    temporary = file.with_suffix(f".{os.getpid()}.tmp")
    temporary.write_text(json.dumps(told, indent=0), "utf-8")
    os.replace(temporary, file)


async def _within(news: Awaitable[object], seconds: float) -> None:
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(news, seconds)
