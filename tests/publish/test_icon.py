"""Our sign."""

from __future__ import annotations

import struct
import zlib

from syndicator.publish.icon import ico, png


def test_a_picture_has_the_size_asked_for() -> None:
    """A PNG of eight bits with transparency; the corners are clear, the middle is not."""
    image = png(80, 40)
    assert image.startswith(b"\x89PNG\r\n\x1a\n")
    assert struct.unpack(">II", image[16:24]) == (80, 40)
    start = image.index(b"IDAT") + 4
    (length,) = struct.unpack(">I", image[start - 8 : start - 4])
    pixels = zlib.decompress(image[start : start + length])
    assert len(pixels) == 40 * (1 + 80 * 4)
    assert pixels[4] == 0
    middle = 20 * (1 + 80 * 4) + 1 + 40 * 4
    assert pixels[middle + 3] == 255


def test_an_icon_holds_one_picture() -> None:
    """The directory of the file points at it."""
    icon = ico(16)
    assert icon[:6] == b"\0\0\1\0\1\0"
    size, offset = struct.unpack("<II", icon[14:22])
    assert icon[offset : offset + size] == png(16, 16)
