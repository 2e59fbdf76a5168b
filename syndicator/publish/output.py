"""The output store as a folder: a reader sees the old document or the new one, and a power cut leaves one of them."""

from __future__ import annotations

import contextlib
import errno
import os
import re
import stat
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from syndicator.ports import Stamp

_PART = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]{0,199}")
_TEMPORARY = ".tmp"
_MOST_SEEN = 10_000
_SECOND = 1_000_000_000
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

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._seen: dict[str, _Seen] = {}
        folder.mkdir(parents=True, exist_ok=True)
        for path in folder.rglob(f".*{_TEMPORARY}"):  # left by a process that died while writing
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
        if self.read(path) == data:
            return False
        *folders, name = _parts(path)
        with self._directory(folders, create=True) as directory:
            temporary = f".{name}.{os.getpid()}{_TEMPORARY}"
            try:
                _write_durably(temporary, data, directory)
                _date_after(temporary, name, directory)
                os.replace(temporary, name, src_dir_fd=directory, dst_dir_fd=directory)
            except BaseException:
                with contextlib.suppress(FileNotFoundError):
                    os.unlink(temporary, dir_fd=directory)
                raise
            os.fsync(directory)
        return True

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


def _write_durably(name: str, data: bytes, directory: int) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
    with os.fdopen(os.open(name, flags, 0o644, dir_fd=directory), "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _date_after(temporary: str, name: str, directory: int) -> None:
    """Let the new document be younger by a second at least: HTTP dates of changes know no fractions."""
    try:
        old = os.stat(name, dir_fd=directory, follow_symlinks=False).st_mtime_ns // _SECOND
    except FileNotFoundError:
        return
    new = os.stat(temporary, dir_fd=directory, follow_symlinks=False).st_mtime_ns
    if new // _SECOND <= old:
        os.utime(temporary, ns=((old + 1) * _SECOND,) * 2, dir_fd=directory, follow_symlinks=False)
