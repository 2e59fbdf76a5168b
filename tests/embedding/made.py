"""Small models in ONNX form, made byte by byte: a table of directions, from which each token takes its own.

An ONNX file is a message of Protocol Buffers (onnx.proto3): fields of numbers, and of bytes with their length.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from pathlib import Path

from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.normalizers import Lowercase
from tokenizers.pre_tokenizers import Whitespace

_FLOAT, _INT64 = 1, 7
FILL, UNKNOWN = "[PAD]", "[UNK]"
MEANINGS: Mapping[str, Sequence[float]] = {
    FILL: (9, 9, 9),  # would be heard, if it were not left out
    UNKNOWN: (0.1, 0.1, 0.1),
    "flood": (1, 0, 0),
    "наводнение": (1, 0, 0),
    "harvest": (0, 1, 0),
    "урожай": (0, 1, 0),
    "query": (0, 0, 1),
}
"""Word → what it means, the same in both languages."""


def make_model(
    folder: Path, *, inputs: Sequence[str] = ("input_ids", "attention_mask"), output: str = "last_hidden_state"
) -> Path:
    """A model and its tokenizer in a new folder; *folder*."""
    folder.mkdir(parents=True)
    (folder / "model.onnx").write_bytes(_model(list(MEANINGS.values()), inputs, output))
    tokenizer = Tokenizer(WordLevel({word: number for number, word in enumerate(MEANINGS)}, UNKNOWN))
    tokenizer.normalizer = Lowercase()
    tokenizer.pre_tokenizer = Whitespace()
    tokenizer.save(str(folder / "tokenizer.json"))
    return folder


def _model(table: Sequence[Sequence[float]], inputs: Sequence[str], output: str) -> bytes:
    values = b"".join(struct.pack("<f", each) for row in table for each in row)
    directions = _number(1, len(table)) + _number(1, len(table[0])) + _number(2, _FLOAT) + _text(8, "table")
    node = _text(1, "table") + _text(1, inputs[0]) + _text(2, output) + _text(4, "Gather")
    graph = (
        _bytes(1, node)
        + _text(2, "made")
        + _bytes(5, directions + _bytes(9, values))
        + b"".join(_bytes(11, _value(each, _INT64, ("texts", "tokens"))) for each in inputs)
        + _bytes(12, _value(output, _FLOAT, ("texts", "tokens", "parts")))
    )
    return _number(1, 8) + _bytes(7, graph) + _bytes(8, _text(1, "") + _number(2, 13))


def _value(name: str, kind: int, shape: Sequence[str]) -> bytes:
    dimensions = b"".join(_bytes(1, _text(2, each)) for each in shape)
    return _text(1, name) + _bytes(2, _bytes(1, _number(1, kind) + _bytes(2, dimensions)))


def _number(field: int, value: int) -> bytes:
    return _varint(field << 3) + _varint(value)


def _text(field: int, value: str) -> bytes:
    return _bytes(field, value.encode())


def _bytes(field: int, value: bytes) -> bytes:
    return _varint(field << 3 | 2) + _varint(len(value)) + value


def _varint(value: int) -> bytes:
    made = b""
    while value > 0x7F:
        made += bytes((value & 0x7F | 0x80,))
        value >>= 7
    return made + bytes((value,))
