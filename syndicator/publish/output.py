"""The output store as a folder: a reader sees the old document or the new one, and a power cut leaves one of them."""

from __future__ import annotations

import contextlib
import errno
import os
import re
import stat
import threading
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple, TypeVar

from syndicator.ports import Stamp

_T = TypeVar("_T")
_R = TypeVar("_R")

_PART = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]{0,199}")
_TEMPORARY = ".tmp"
_MOST_SEEN = 10_000
_SECOND = 1_000_000_000
_AT_ONCE = 64
"""Documents that are on their way to the disk together."""
_THREADS = 8
_ABSENT = frozenset({errno.ENOENT, errno.ENOTDIR, errno.ELOOP})


class _Seen(NamedTuple):
    """A document that was looked for along a way without links; it is the same one as long as its state is."""

    place: str
    state: tuple[int, ...]
    stamp: Stamp


class FolderOutput:
    """Implements :class:`~syndicator.ports.OutputStore`.

    Names consist of ASCII letters, digits, ``.``, ``_`` and ``-`` and do not begin with a dot, so that no path leads
    out of the folder; symbolic links are never followed. Writing under another name raises ValueError, and reading
    finds nothing there.
    """

    def __init__(self, folder: Path, *, sweep: bool = True) -> None:
        """Sweep away what a process left that died while writing; not where another one may be writing."""
        self.folder = folder
        self._seen: dict[str, _Seen] = {}
        self._local = threading.local()
        self._disk = ThreadPoolExecutor(_THREADS, thread_name_prefix="disk")
        folder.mkdir(parents=True, exist_ok=True)
        for path in folder.rglob(f".*{_TEMPORARY}") if sweep else ():
            path.unlink(missing_ok=True)

    def stamp(self, path: str) -> Stamp | None:
        """The state of the document at *path*, or None when there is none."""
        seen = self._seen.get(path)
        if seen is not None and _state(seen.place) == seen.state:
            return seen.stamp
        with self._opened(path) as document:
            if document is None:
                self._seen.pop(path, None)
                return None
            found = os.fstat(document)
        if len(self._seen) >= _MOST_SEEN:
            self._seen.clear()
        self._seen[path] = seen = _Seen(os.path.join(self.folder, path), _told(found), _stamp(found))
        return seen.stamp

    def read(self, path: str) -> bytes | None:
        """The bytes at *path*, or None when there is none."""
        with self._opened(path) as document:
            return None if document is None else _read(document)

    def write(self, path: str, data: bytes) -> bool:
        """Replace the document at once and durably; False when the bytes are the same already.

        Raises OSError when the system refuses (disk full, read-only): the old document stays, no remains are left.
        """
        together: _Together | None = getattr(self._local, "together", None)
        if together is not None and any(each.path == path for each in together.begun):
            together.finish()
        if self.read(path) == data:
            return False
        *folders, name = _parts(path)
        with self._directory(folders, create=True) as directory:
            begun = _Begun(path, name, f".{name}.{os.getpid()}{_TEMPORARY}", os.dup(directory))
        begun.write(data)
        if together is not None:
            together.add(begun)
            return True
        alone = _Together(self._disk)
        alone.add(begun)
        alone.finish()
        if alone.failed:
            raise alone.failed[path]
        return True

    @contextlib.contextmanager
    def together(self) -> Iterator[Mapping[str, OSError]]:
        """Documents that this thread writes meanwhile are replaced, and on the disk, when it is over, or a bit before.

        The disk is waited for once for many of them. What comes of it are those that the system refused after
        :meth:`write`, which stay as they were.
        """
        together = self._local.together = _Together(self._disk)
        try:
            yield together.failed
        finally:
            self._local.together = None
            together.finish()

    def remove(self, path: str) -> None:
        """Take a document away; nothing happens when there is none."""
        *folders, name = _parts(path)
        with contextlib.suppress(FileNotFoundError), self._directory(folders) as directory:
            os.unlink(name, dir_fd=directory)
            os.fsync(directory)

    def paths(self) -> Iterable[str]:
        """Every document's path, in order."""
        candidates = (Path(folder, name) for folder, _, names in os.walk(self.folder) for name in names)
        plain = (path for path in candidates if _PART.fullmatch(path.name) and path.is_file() and not path.is_symlink())
        return sorted(path.relative_to(self.folder).as_posix() for path in plain)

    @contextlib.contextmanager
    def _opened(self, path: str) -> Iterator[int | None]:
        """A descriptor of the document, or None when there is none, or something that is no plain file."""
        document = self._open(path)
        try:
            yield document if document is not None and stat.S_ISREG(os.fstat(document).st_mode) else None
        finally:
            if document is not None:
                os.close(document)

    def _open(self, path: str) -> int | None:
        try:
            *folders, name = _parts(path)
            with self._directory(folders) as directory:
                return os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=directory)
        except ValueError:  # asked for from outside: no such name can have a document
            return None
        except OSError as fault:
            if fault.errno in _ABSENT:
                return None
            raise

    @contextlib.contextmanager
    def _directory(self, folders: list[str], *, create: bool = False) -> Iterator[int]:
        """A descriptor of a folder, reached step by step without following symbolic links."""
        current = os.open(self.folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            for name in folders:
                if create:
                    _make_folder(name, current)
                below = os.open(name, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=current)
                os.close(current)
                current = below
            yield current
        finally:
            os.close(current)


@dataclass(frozen=True, slots=True)
class _Begun:
    """A document that is written beside the one it is to replace."""

    path: str
    name: str
    temporary: str
    directory: int
    """A descriptor of its own."""

    def write(self, data: bytes) -> None:
        """Write the bytes; leaves nothing when that fails."""
        try:
            flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
            with os.fdopen(os.open(self.temporary, flags, 0o644, dir_fd=self.directory), "wb") as file:
                file.write(data)
        except BaseException:
            self.undo()
            os.close(self.directory)
            raise

    def sync(self) -> OSError | None:
        """Have the bytes on the disk; why they are not."""
        try:
            file = os.open(self.temporary, os.O_RDONLY | os.O_NOFOLLOW, dir_fd=self.directory)
            try:
                os.fsync(file)
            finally:
                os.close(file)
        except OSError as fault:
            return fault
        return None

    def replace(self) -> None:
        """Take the place of the old document."""
        _date_after(self.temporary, self.name, self.directory)
        os.replace(self.temporary, self.name, src_dir_fd=self.directory, dst_dir_fd=self.directory)

    def undo(self) -> None:
        """Leave nothing behind."""
        with contextlib.suppress(FileNotFoundError):
            os.unlink(self.temporary, dir_fd=self.directory)


class _Together:
    """Documents that are to be on the disk together; *threads* wait for it."""

    def __init__(self, threads: ThreadPoolExecutor) -> None:
        self._threads = threads
        self.begun: list[_Begun] = []
        self.failed: dict[str, OSError] = {}

    def add(self, begun: _Begun) -> None:
        self.begun.append(begun)
        if len(self.begun) >= _AT_ONCE:
            self.finish()

    def finish(self) -> None:
        """Replace what was begun, each only when its bytes are on the disk, then have the folders there, too."""
        begun, self.begun = self.begun, []
        folders: dict[tuple[int, int], list[_Begun]] = defaultdict(list)
        try:
            for each, fault in zip(begun, self._all(_Begun.sync, begun), strict=True):
                try:
                    if fault is not None:
                        raise fault
                    each.replace()
                except OSError as refused:
                    self.failed[each.path] = refused
                    each.undo()
                else:
                    found = os.fstat(each.directory)
                    folders[found.st_dev, found.st_ino].append(each)
            replaced = list(folders.values())
            for some, fault in zip(replaced, self._all(_sync_folder, replaced), strict=True):
                self.failed.update({each.path: fault for each in some} if fault else {})
        finally:
            for each in begun:
                os.close(each.directory)

    def _all(self, work: Callable[[_T], _R], things: Sequence[_T]) -> list[_R]:
        """*work* on each of the *things*, several at once: the disk takes them together."""
        if len(things) < 2:
            return [work(each) for each in things]
        return list(self._threads.map(work, things))


def _sync_folder(replaced: Sequence[_Begun]) -> OSError | None:
    """Have the names of documents of one folder on the disk; why they are not."""
    try:
        os.fsync(replaced[0].directory)
    except OSError as fault:
        return fault
    return None


def _parts(path: str) -> list[str]:
    parts = path.split("/")
    if not all(_PART.fullmatch(part) for part in parts):
        raise ValueError(f"no name for a document: {path[:200]!r}")
    return parts


def _make_folder(name: str, within: int) -> None:
    with contextlib.suppress(FileExistsError):
        os.mkdir(name, mode=0o755, dir_fd=within)
        os.fsync(within)


def _told(found: os.stat_result) -> tuple[int, ...]:
    return found.st_ino, found.st_mtime_ns, found.st_size, found.st_dev, found.st_mode


def _state(place: str) -> tuple[int, ...] | None:
    try:
        return _told(os.lstat(place))
    except OSError:  # whoever looks again is told what it is
        return None


def _stamp(found: os.stat_result) -> Stamp:
    version = f"{found.st_mtime_ns:x}-{found.st_size:x}-{found.st_ino:x}"
    return Stamp(version, datetime.fromtimestamp(found.st_mtime_ns // _SECOND, UTC))


def _read(document: int) -> bytes:
    with os.fdopen(os.dup(document), "rb") as file:
        return file.read()


def _date_after(temporary: str, name: str, directory: int) -> None:
    """Let the new document be younger by a second at least: HTTP dates of changes know no fractions."""
    try:
        old = os.stat(name, dir_fd=directory, follow_symlinks=False).st_mtime_ns // _SECOND
    except FileNotFoundError:
        return
    new = os.stat(temporary, dir_fd=directory, follow_symlinks=False).st_mtime_ns
    if new // _SECOND <= old:
        os.utime(temporary, ns=((old + 1) * _SECOND,) * 2, dir_fd=directory, follow_symlinks=False)
