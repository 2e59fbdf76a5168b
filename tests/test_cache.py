"""The cache: what is kept is what was made, and nothing that is wrong with the folder stops anybody."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from syndicator import cache as module
from syndicator.cache import Cache, cache_folder


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(tmp_path / "cache")


def _kept(cache: Cache, key: str, made: list[int], *, good: bool = True) -> list[int]:
    return cache.get(key, lambda: made, when=lambda _: good)


def test_what_is_kept_is_not_made_again(cache: Cache, tmp_path: Path) -> None:
    """By another process either."""
    key = cache.key("numbers", ["a"])
    assert _kept(cache, key, [1]) == [1]
    assert _kept(cache, key, [2]) is _kept(cache, key, [3])
    again = Cache(tmp_path / "cache")
    assert _kept(again, again.key("numbers", ["a"]), [3]) == [1]


def test_what_is_not_good_enough_is_not_kept(cache: Cache) -> None:
    """Faulty files are looked at anew each time."""
    assert _kept(cache, "k", [1], good=False) == [1]
    assert _kept(cache, "k", [2]) == [2]


def test_keys_hang_on_what_a_thing_is_made_of_and_by_which_program(
    cache: Cache, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A change of either makes another key."""
    assert cache.key("a", ["b"]) != cache.key("a", ["c"])
    before = cache.key("a")
    monkeypatch.setattr(module, "_installed", lambda _: "99")
    assert Cache(tmp_path / "cache").key("a") != before


def test_marks_stay(cache: Cache) -> None:
    """What has been proved."""
    assert not cache.has("m")
    cache.mark("m")
    assert cache.has("m")


@pytest.mark.parametrize("harm", [b"", b"\x80\x05cnowhere\nNothing\n.", b"not a pickle"])
def test_a_harmed_piece_is_made_anew(cache: Cache, tmp_path: Path, harm: bytes) -> None:
    """Whatever was written over it."""
    _kept(cache, "k", [1])
    (tmp_path / "cache/k").write_bytes(harm)
    assert _kept(Cache(tmp_path / "cache"), "k", [2]) == [2]
    assert _kept(Cache(tmp_path / "cache"), "k", [3]) == [2]


def test_a_folder_that_others_can_write_is_not_believed(cache: Cache, tmp_path: Path) -> None:
    """Nor written to: a piece may hold code."""
    _kept(cache, "k", [1])
    (tmp_path / "cache").chmod(0o777)
    assert _kept(Cache(tmp_path / "cache"), "k", [2]) == [2]
    assert not cache.has("k")
    cache.mark("m")
    assert not (tmp_path / "cache/m").exists()


def test_without_a_folder_everything_is_made(tmp_path: Path) -> None:
    """A read-only home stops nobody."""
    (tmp_path / "file").touch()
    cache = Cache(tmp_path / "file/cache")
    assert _kept(cache, "k", [1]) == [1]
    cache.mark("m")
    assert not cache.has("m")


def test_what_was_used_longest_ago_goes_first(cache: Cache, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The folder does not grow for ever."""
    monkeypatch.setattr(module, "_KEPT", 2)
    for age, name in ((300, "a"), (200, "b")):
        cache.mark(name)
        os.utime(tmp_path / "cache" / name, (1_000_000_000 - age,) * 2)
    assert cache.has("a")
    cache.mark("c")
    assert [cache.has(name) for name in "abc"] == [True, False, True]


def test_caches_lie_where_the_user_has_them(tmp_path: Path) -> None:
    """XDG_CACHE_HOME, else .cache at home."""
    assert cache_folder({"XDG_CACHE_HOME": "/c", "HOME": "/h"}) == Path("/c/syndicator")
    assert cache_folder({"HOME": "/h"}) == Path("/h/.cache/syndicator")
    assert cache_folder({}) == Path("~/.cache/syndicator").expanduser()


def test_a_library_that_is_not_there_has_no_version() -> None:
    """Its absence is part of the key."""
    assert module._installed("no-such-library") == ""
    assert module._installed("pyyaml")
