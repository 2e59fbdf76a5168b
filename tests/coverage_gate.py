"""Holds the coverage of branches: all of them in the pure rooms, nine in ten elsewhere."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import coverage

PURE = ("model", "languages", "normalise", "deduplicate", "tag", "curate", "acceptance")
PURE_FLOOR = 100.0
FLOOR = 90.0


@dataclass(frozen=True, slots=True)
class Room:
    """Covered and possible lines and branches of one room."""

    name: str
    covered: int
    possible: int
    missing: tuple[str, ...]

    @property
    def share(self) -> float:
        """Per cent."""
        return 100.0 * self.covered / self.possible if self.possible else 100.0

    @property
    def floor(self) -> float:
        """What is asked of this room."""
        return PURE_FLOOR if self.name in PURE else FLOOR


def rooms(data_file: Path, root: Path) -> list[Room]:
    """The coverage of every room, from a combined data file."""
    measured = coverage.Coverage(data_file=str(data_file))
    measured.load()
    sums: dict[str, list[int]] = {}
    missing: dict[str, list[str]] = {}
    for file in sorted((root / "syndicator").rglob("*.py")):
        parts = file.relative_to(root / "syndicator").parts
        room = parts[0].removesuffix(".py") if len(parts) == 1 else parts[0]
        numbers = measured._analyze(str(file)).numbers
        total = sums.setdefault(room, [0, 0])
        covered = numbers.n_executed + numbers.n_executed_branches
        possible = numbers.n_statements + numbers.n_branches
        total[0] += covered
        total[1] += possible
        if covered < possible:
            missing.setdefault(room, []).append(f"{'/'.join(parts)} {100 * covered // possible} %")
    return [Room(name, total[0], total[1], tuple(missing.get(name, ()))) for name, total in sums.items()]


def verdict(found: Iterable[Room]) -> tuple[list[str], bool]:
    """Lines for people, and whether every room stands above its floor."""
    lines, good = [], True
    for room in sorted(found, key=lambda each: each.name):
        enough = room.share >= room.floor
        good = good and enough
        detail = "" if enough else f"   below {room.floor:.0f} %: {', '.join(room.missing)}"
        lines.append(f"{room.name:14} {room.share:6.2f} %{detail}")
    return lines, good
