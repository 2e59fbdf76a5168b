"""The soak notices what grows."""

from __future__ import annotations

import tempfile
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.soak import Possessions, grown, possessions

BEFORE = Possessions(memory=100_000, descriptors=10, threads=2, children=2, files=0)


@pytest.mark.parametrize("name", ["descriptors", "threads", "children", "files"])
def test_one_more_of_anything_is_growth(name: str) -> None:
    """And fewer is none."""
    assert grown(BEFORE, replace(BEFORE, **{name: getattr(BEFORE, name) + 1})) == [name]
    assert grown(BEFORE, replace(BEFORE, **{name: getattr(BEFORE, name) - 1})) == []


def test_memory_may_grow_a_little() -> None:
    """Allocators do not give everything back."""
    assert grown(BEFORE, replace(BEFORE, memory=110_000)) == []
    assert grown(BEFORE, replace(BEFORE, memory=120_000)) == ["memory"]


def test_what_the_process_has_is_counted(tmp_path: Path) -> None:
    """A leak of each kind that can be made here is seen: the control of the soak."""
    before = possessions(tmp_path)
    done = threading.Event()
    thread = threading.Thread(target=done.wait)
    thread.start()
    try:
        with tempfile.NamedTemporaryFile(dir=tmp_path):
            after = possessions(tmp_path)
    finally:
        done.set()
        thread.join()
    assert grown(before, after) == ["descriptors", "threads", "files"]
