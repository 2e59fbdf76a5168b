"""A lock on a file that dies with its process."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path
from weakref import WeakSet

from syndicator.errors import AlreadyRunningError

_held: WeakSet[FileLock] = WeakSet()


class FileLock:
    """An exclusive ``flock``: the kernel lets go of it when the process ends, however that happens."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._descriptor: int | None = None

    def acquire(self) -> None:
        """Take the lock; nothing happens when we have it. Raises :class:`AlreadyRunningError`."""
        if self._descriptor is not None:
            return
        descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.pread(descriptor, 20, 0).decode("ascii", "replace").strip()
            os.close(descriptor)
            raise AlreadyRunningError(_refusal(self._path, holder)) from None
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"{os.getpid()}\n".encode("ascii"), 0)
        self._descriptor = descriptor
        _held.add(self)

    def release(self) -> None:
        """Let go of the lock, if we have it. The file stays: removing it would let two processes in."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None


def _refusal(path: Path, holder: str) -> str:
    who = f"process {holder}" if holder.isdigit() else "another process"
    return f"{who} works on this store already (it holds {path}): stop it first, or wait for it to end"


def _forget_in_child() -> None:
    """A forked child shares its parent's lock and would keep it when the parent is killed."""
    for lock in _held:
        lock.release()


os.register_at_fork(after_in_child=_forget_in_child)
