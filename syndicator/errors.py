"""Every exception of Syndicator.

Failures that are expected (a source is down, an entry is odd) are values with an
:class:`~syndicator.model.source.Outcome` or a reason, not exceptions. What is raised::

    SyndicatorError
    ├── ConfigurationError      the operator's files or settings are wrong; carries every problem found
    ├── RuleError               a topic rule cannot be read; carries the column
    ├── StoreError              the database refuses: wrong schema, corrupt, locked by another instance
    │   ├── AlreadyRunningError      another instance holds the store
    │   └── NoStoreError             there is no store yet, and it was not to be made
    └── PublishError            a document we rendered does not stand our own reading of it
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing wrong with the configuration, with its place and its remedy.

    ``str(problem)`` is ``file:line:column: path: message; hint``. Lines and columns count from 1; 0 means unknown.
    """

    file: str
    line: int
    column: int
    path: str
    message: str
    hint: str = ""

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}:{self.column}: " if self.line else f"{self.file}: "
        path = f"{self.path}: " if self.path else ""
        return f"{place}{path}{self.message}" + (f"; {self.hint}" if self.hint else "")


class SyndicatorError(Exception):
    """The root of all exceptions raised on purpose."""


class ConfigurationError(SyndicatorError):
    """The configuration is refused; :attr:`problems` lists everything found, in order of file and line.

    :attr:`partial` is the configuration as far as it is sound, for finding more problems in the same run, never to be
    worked with; None when there is none.
    """

    def __init__(self, problems: Sequence[Problem], partial: Any = None) -> None:
        self.problems = tuple(sorted(problems))
        self.partial = partial
        super().__init__("\n".join(str(problem) for problem in self.problems))


class RuleError(SyndicatorError):
    """A topic rule cannot be read.

    :attr:`column` counts from 1 within the text; :attr:`hint` says what would be accepted.
    """

    def __init__(self, message: str, column: int, hint: str = "") -> None:
        self.message = message
        self.column = column
        self.hint = hint
        super().__init__(f"column {column}: {message}" + (f"; {hint}" if hint else ""))


class StoreError(SyndicatorError):
    """The database cannot be used as it is; the message says what to do."""


class AlreadyRunningError(StoreError):
    """Another instance works on the same store."""


class NoStoreError(StoreError):
    """There is no store yet; only whoever polls makes one."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name}: there is no store yet: start the service, or poll once")


class DepotError(SyndicatorError):
    """Where others serve our documents something went wrong; :attr:`unreachable` if it would with any other, too."""

    def __init__(self, message: str, *, unreachable: bool = False) -> None:
        self.unreachable = unreachable
        super().__init__(message)


class PublishError(SyndicatorError):
    """A rendered document was read back and found faulty; the published one stays."""


def suggest(word: str, known: Iterable[str], otherwise: str = "") -> str:
    """``did you mean 'x'?`` for the known word that is nearest, or *otherwise*."""
    near = difflib.get_close_matches(word[:80], list(known), n=1)
    return f"did you mean {near[0]!r}?" if near else otherwise
