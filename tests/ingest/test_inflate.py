"""Inflating within bounds."""

from __future__ import annotations

import gzip

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from syndicator.chaos.documents import bomb, feed
from syndicator.ingest.inflate import Body, BodyError, GzipBody, PlainBody
from syndicator.model.source import Limits, Outcome

ZIPPED = gzip.compress(feed("seed"), mtime=0)


def taken(body: Body, data: bytes, size: int = 1 << 16) -> bytes:
    for start in range(0, len(data), size):
        body.feed(data[start : start + size])
    return body.finish()


def refusal(body: Body, data: bytes, size: int = 1 << 16) -> Outcome:
    with pytest.raises(BodyError) as caught:
        taken(body, data, size)
    assert caught.value.message
    return caught.value.outcome


@given(data=st.binary(max_size=4000), members=st.integers(1, 4), size=st.integers(1, 500))
@settings(max_examples=60, deadline=None)
def test_any_body_comes_out_as_it_went_in(data: bytes, members: int, size: int) -> None:
    """Whatever the members and however the bytes arrive (B05)."""
    cut = len(data) // members + 1
    parts = [data[start : start + cut] for start in range(0, len(data) or 1, cut)]
    wire = b"".join(gzip.compress(part) for part in parts)
    assert taken(GzipBody(Limits()), wire, size) == data


def test_a_body_larger_than_a_step_comes_out_whole() -> None:
    """Output may be left inside the decompressor when all input is taken."""
    data = bytes(range(256)) * 2000
    assert taken(GzipBody(Limits()), gzip.compress(data)) == data


@pytest.mark.parametrize("length", range(1, len(ZIPPED), 7))
def test_a_cut_is_found_wherever_it_is(length: int) -> None:
    """B04: half a body must never look whole."""
    assert refusal(GzipBody(Limits()), ZIPPED[:length]) is Outcome.TRUNCATED


@pytest.mark.parametrize("size", [1, 2, 3, 1 << 16])
def test_zeros_after_the_end_are_padding(size: int) -> None:
    """As gzip itself has it."""
    assert taken(GzipBody(Limits()), ZIPPED + b"\0" * 20, size) == feed("seed")


@pytest.mark.parametrize("tail", [b"x", b"<!-- cached -->", b"\x1f", b"\0\0x"])
@pytest.mark.parametrize("size", [1, 1 << 16])
def test_anything_else_after_the_end_is_refused(tail: bytes, size: int) -> None:
    """B06."""
    assert refusal(GzipBody(Limits()), ZIPPED + tail, size) is Outcome.ENCODING


def test_what_is_no_gzip_is_refused() -> None:
    """B06: the header lies."""
    assert refusal(GzipBody(Limits()), feed("seed")) is Outcome.ENCODING


def test_a_bomb_is_found_by_its_ratio() -> None:
    """B01: half a gigabyte of blanks in half a megabyte."""
    assert refusal(GzipBody(Limits()), bomb()) is Outcome.BOMB


def test_a_small_body_may_inflate_a_lot() -> None:
    """The ratio is looked at from the first megabyte on."""
    blanks = b" " * 900_000
    assert taken(GzipBody(Limits()), gzip.compress(blanks)) == blanks


def test_an_inflated_body_has_a_bound() -> None:
    """B19: the message names the number and the setting."""
    body = GzipBody(Limits(inflated=1000))
    with pytest.raises(BodyError, match=r"1,000 bytes.*limits\.inflated") as caught:
        taken(body, gzip.compress(feed("seed", 100)))
    assert caught.value.outcome is Outcome.TOO_LARGE


@pytest.mark.parametrize("kind", [PlainBody, GzipBody])
def test_the_wire_has_a_bound(kind: type[PlainBody] | type[GzipBody]) -> None:
    """B11: counted before anything is inflated."""
    assert refusal(kind(Limits(wire=100)), ZIPPED * 9) is Outcome.TOO_LARGE


def test_a_swarm_of_tiny_members_is_refused() -> None:
    """Each costs time, however little it holds."""
    assert refusal(GzipBody(Limits()), gzip.compress(b"") * 2000) is Outcome.ENCODING


def test_a_plain_body_is_taken_as_it_is() -> None:
    """No coding, no change."""
    assert taken(PlainBody(Limits()), feed("seed"), 100) == feed("seed")


def test_nothing_inflates_to_nothing() -> None:
    """An empty body is the fetcher's matter."""
    assert taken(GzipBody(Limits()), b"") == b""
