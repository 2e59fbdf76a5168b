"""Inflate gzip bodies within bounds, piece by piece: bytes as they come in, the whole body out.

An HTTP library's own decoder inflates a whole chunk before anybody can look at its size, drops every member but the
first and passes over a cut (faults B01 to B06).
"""

from __future__ import annotations

import zlib
from typing import Protocol

from syndicator.model.source import Limits, Outcome

_STEP = 1 << 16
_RATIO_FROM = 1_000_000
_MOST_MEMBERS = 1024
_GZIP = 16 + zlib.MAX_WBITS


class BodyError(Exception):
    """The body cannot or must not be taken; carries what the operator is told."""

    def __init__(self, outcome: Outcome, message: str) -> None:
        super().__init__(message)
        self.outcome = outcome
        self.message = message


class Body(Protocol):
    """Collects a body."""

    def feed(self, piece: bytes) -> None:
        """Take what came over the wire; raises :class:`BodyError` beyond the limits."""
        ...

    def finish(self) -> bytes:
        """The whole body; raises :class:`BodyError` when a part is missing."""
        ...


class PlainBody:
    """A body without any coding, bounded by the wire limit."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._pieces: list[bytes] = []
        self._wire = 0

    def feed(self, piece: bytes) -> None:
        """Take a piece; raises TOO_LARGE beyond ``limits.wire``."""
        self._wire += len(piece)
        check_wire(self._wire, self._limits)
        self._pieces.append(piece)

    def finish(self) -> bytes:
        """The whole body."""
        return b"".join(self._pieces)


class GzipBody:
    """A gzip body (RFC 1952) of one or more members, inflated in small steps.

    Raises TOO_LARGE beyond ``limits.wire`` or ``limits.inflated``, BOMB beyond ``limits.ratio``, ENCODING for what is
    no gzip, and TRUNCATED, at the end, for a cut.
    """

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._pieces: list[bytes] = []
        self._wire = 0
        self._inflated = 0
        self._members = 0
        self._open: zlib._Decompress | None = None
        self._between = b""

    def feed(self, piece: bytes) -> None:
        """Take a piece of the gzip stream."""
        self._wire += len(piece)
        check_wire(self._wire, self._limits)
        while piece:
            piece = self._inflate(self._open, piece) if self._open else self._next_member(piece)

    def finish(self) -> bytes:
        """The whole body, all members."""
        if self._open is not None:
            raise BodyError(Outcome.TRUNCATED, f"the compressed body breaks off after {self._wire:,} bytes")
        if self._between:
            raise BodyError(Outcome.ENCODING, "the compressed body is followed by something else")
        return b"".join(self._pieces)

    def _next_member(self, piece: bytes) -> bytes:
        """Begin a member when one begins here. Zeros between members are padding, as gzip itself has it."""
        piece = self._between + piece
        if self._members:
            piece = piece.lstrip(b"\0")
        if self._members and len(piece) < 2:
            self._between = piece
            return b""
        if self._members and piece[:2] != b"\x1f\x8b":
            raise BodyError(Outcome.ENCODING, "the compressed body is followed by something else")
        if self._members == _MOST_MEMBERS:
            raise BodyError(Outcome.ENCODING, f"the compressed body has more than {_MOST_MEMBERS:,} parts")
        self._members += 1
        self._between = b""
        self._open = zlib.decompressobj(_GZIP)
        return piece

    def _inflate(self, member: zlib._Decompress, piece: bytes) -> bytes:
        """Inflate the piece step by step; what lies behind the end of the member comes out."""
        while True:
            step = self._step(member, piece)
            if member.eof:
                self._open = None
                return member.unused_data
            piece = member.unconsumed_tail
            if not piece and len(step) < _STEP:
                return b""

    def _step(self, member: zlib._Decompress, piece: bytes) -> bytes:
        try:
            step = member.decompress(piece, _STEP)
        except zlib.error as fault:
            raise BodyError(Outcome.ENCODING, f"the body is said to be gzip, but is not ({fault})") from fault
        self._inflated += len(step)
        self._check_inflated()
        self._pieces.append(step)
        return step

    def _check_inflated(self) -> None:
        if self._inflated > max(_RATIO_FROM, self._limits.ratio * self._wire):
            raise BodyError(
                Outcome.BOMB,
                f"{self._wire:,} compressed bytes became more than {self._inflated:,}: more than {self._limits.ratio} "
                "for one, so it was taken for a bomb; 'limits.ratio' of the source sets the bound",
            )
        if self._inflated > self._limits.inflated:
            raise BodyError(
                Outcome.TOO_LARGE,
                f"the document is larger than {self._limits.inflated:,} bytes once inflated; "
                "'limits.inflated' of the source sets the bound",
            )


def check_wire(size: int, limits: Limits) -> None:
    """Raise TOO_LARGE when *size* bytes are more than the source may send."""
    if size > limits.wire:
        raise BodyError(
            Outcome.TOO_LARGE,
            f"the answer has {size:,} bytes or more, and {limits.wire:,} are allowed; "
            "'limits.wire' of the source sets the bound",
        )
