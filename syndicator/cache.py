"""What takes seconds to work out and comes out alike every time, kept between starts in the user's cache folder.

Each piece is a file named by a hash of all that it depends on: what it was made of, this program's own files, and the
libraries that had a hand in it. Nothing has to be invalidated, anything may be deleted at any time, and a folder that
cannot be written or is somebody else's means that the work is done anew.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import pickle
import sys
import tempfile
from collections.abc import Callable, Iterable, Mapping
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, TypeVar

_T = TypeVar("_T")
_LIBRARIES = ("babel", "dawg2", "pydantic", "pymorphy3", "pymorphy3-dicts-ru", "pymorphy3-dicts-uk", "pyyaml", "regex")
"""What has a hand in reading rules and in analysing words."""
_KEPT = 500
"""Files; those used longest ago go first."""


def cache_folder(environ: Mapping[str, str]) -> Path:
    """Where the user's caches lie (XDG Base Directory Specification)."""
    base = environ.get("XDG_CACHE_HOME") or os.path.join(environ.get("HOME") or os.path.expanduser("~"), ".cache")
    return Path(base) / "syndicator"


class Cache:
    """A folder of pieces; never raises for what is the folder's fault."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._made_by = hashlib.sha256(repr(_program()).encode("utf-8", "surrogatepass")).hexdigest()
        self._last: tuple[str, Any] | None = None
        """What was last asked for: files read anew have mostly not changed."""

    def key(self, *parts: object) -> str:
        """A name for what is made of *parts*, whose ``repr`` must tell them apart."""
        return hashlib.sha256(repr((self._made_by, parts)).encode("utf-8", "surrogatepass")).hexdigest()[:40]

    def has(self, key: str) -> bool:
        """Whether something is kept under *key*; it counts as used."""
        try:
            os.utime(self._folder / key)
        except OSError:
            return False
        return self._is_ours()

    def mark(self, key: str) -> None:
        """Keep that *key* was here."""
        self._write(key, b"")

    def get(self, key: str, make: Callable[[], _T], *, when: Callable[[_T], bool]) -> _T:
        """What is kept under *key*; else what *make* gives, which is kept if it is good enough (*when*)."""
        if self._last is None or self._last[0] != key:
            self._last = key, self._kept(key, make, when)
        found: _T = self._last[1]
        if not when(found):
            self._last = None
        return found

    def _kept(self, key: str, make: Callable[[], _T], when: Callable[[_T], bool]) -> _T:
        if self.has(key):
            with contextlib.suppress(Exception):  # a harmed file may raise anything, and is made anew
                kept: _T = pickle.loads((self._folder / key).read_bytes())  # noqa: S301 - our own, as .pyc files are
                return kept
        made = make()
        if when(made):
            self._write(key, pickle.dumps(made, protocol=5))
        return made

    def _is_ours(self) -> bool:
        """Whether nobody else can write here: what lies here is believed."""
        status = self._folder.stat()
        return status.st_uid == os.geteuid() and not status.st_mode & 0o022

    def _write(self, key: str, content: bytes) -> None:
        with contextlib.suppress(OSError):
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            if not self._is_ours():
                return
            with tempfile.NamedTemporaryFile(dir=self._folder, prefix=".", delete=False) as file:
                file.write(content)
            os.replace(file.name, self._folder / key)
            self._forget()

    def _forget(self) -> None:
        files = [(entry.stat().st_mtime, entry.path) for entry in os.scandir(self._folder)]
        for _, path in sorted(files)[:-_KEPT]:
            os.unlink(path)


def _program() -> tuple[Any, ...]:
    """What tells this program from one that might work it out differently."""
    folder = Path(__file__).parent
    files = sorted((str(path), (status := path.stat()).st_mtime_ns, status.st_size) for path in _files(folder))
    return sys.version, files, [(name, _installed(name)) for name in _LIBRARIES]


def _files(folder: Path) -> Iterable[Path]:
    return (path for path in folder.rglob("*") if path.suffix in (".py", ".json", ".txt") and path.is_file())


def _installed(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""
