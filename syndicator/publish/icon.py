"""Our sign, drawn: three waves that spread from a point, as PNG and ICO."""

from __future__ import annotations

import math
import struct
import zlib
from functools import lru_cache

_GROUND = (15, 76, 92)
_SIGN = (250, 246, 238)
_WAVES = (0.26, 0.44, 0.62)
"""Radii of the waves, in parts of the side."""
_STROKE = 0.045
_DOT = 0.085
_CORNER = 0.2
_ORIGIN = (0.24, 0.76)


@lru_cache(maxsize=8)
def png(width: int, height: int) -> bytes:
    """The sign in the middle of a ground of *width* by *height* pixels, as PNG."""
    rows = b"".join(b"\0" + _row(y, width, height) for y in range(height))
    header = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", zlib.compress(rows, 9)) + _chunk(b"IEND", b"")
    )


def ico(side: int = 32) -> bytes:
    """The sign as an icon file that holds one PNG."""
    image = png(side, side)
    entry = struct.pack("<BBBBHHII", side, side, 0, 0, 1, 32, len(image), 22)
    return struct.pack("<HHH", 0, 1, 1) + entry + image


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _row(y: int, width: int, height: int) -> bytes:
    side = min(width, height)
    left = (width - side) / 2
    return b"".join(_pixel((x + 0.5 - left) / side, (y + 0.5) / side, width / side, side) for x in range(width))


def _pixel(x: float, y: float, aspect: float, side: int) -> bytes:
    """One pixel; *x* and *y* in parts of the side, edges smoothed over one pixel."""
    middle = aspect / 2
    ground = _smooth(
        _CORNER - math.hypot(max(abs(x - 0.5) - middle + _CORNER, 0), max(abs(y - 0.5) - 0.5 + _CORNER, 0)), side
    )
    sign = _smooth(_depth_in_sign(x, y), side)
    colour = (round(under + (over - under) * sign) for under, over in zip(_GROUND, _SIGN, strict=True))
    return bytes((*colour, round(255 * ground)))


def _depth_in_sign(x: float, y: float) -> float:
    """How deep a point lies inside the sign; negative outside."""
    east, north = x - _ORIGIN[0], _ORIGIN[1] - y
    distance = math.hypot(east, north)
    wave = max(_STROKE - abs(distance - radius) for radius in _WAVES)
    return max(_DOT - distance, min(wave, east + _STROKE, north + _STROKE))


def _smooth(depth: float, side: int) -> float:
    return min(max(depth * side + 0.5, 0.0), 1.0)
