"""The lists of known differences, and what is held against them."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

_FOLDER = Path(__file__).parent / "known"
LISTS = tuple(sorted(file.stem for file in _FOLDER.glob("*.toml")))
_SHOWN = 40


def known(name: str) -> dict[str, str]:
    """Case → reason, from one list; AssertionError when a case is listed twice or a kind without a reason."""
    kinds = tomllib.loads((_FOLDER / f"{name}.toml").read_text(encoding="utf-8"))["kinds"]
    assert all(kind["reason"].strip() and kind["cases"] for kind in kinds)
    cases = Counter(case for kind in kinds for case in kind["cases"])
    assert [case for case, count in cases.items() if count > 1] == []
    return {case: kind["reason"] for kind in kinds for case in kind["cases"]}


def settle(found: Mapping[str, object], name: str) -> None:
    """Hold differences (case → what was seen) against the list of that name."""
    listed = known(name)
    unexpected = {case: seen for case, seen in found.items() if case not in listed}
    vanished = sorted(set(listed) - set(found))
    lines = [f"  {case}: {seen}" for case, seen in list(unexpected.items())[:_SHOWN]]
    assert not unexpected, "\n".join([f"{len(unexpected)} differences are not in known/{name}.toml:", *lines])
    assert not vanished, f"these differences of known/{name}.toml occur no more: {vanished[:_SHOWN]}"
