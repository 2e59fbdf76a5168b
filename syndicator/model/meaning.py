"""What a text means, as a model of the operator's tells it: a direction that texts of one meaning share."""

from __future__ import annotations

from array import array
from base64 import b64decode, b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import isfinite, sqrt
from operator import mul
from typing import Final

_MOST: Final = 127
_REMEMBERED: Final = 1024


@dataclass(frozen=True, slots=True)
class Meaning:
    """Told of one article, once: meanings of different models are never compared."""

    model: str
    """Name of the model that told it."""
    even: float
    """The cosine of two of its meanings that says nothing: more speaks for one event, less against."""
    direction: str
    """A signed byte for each dimension, in Base64: a quarter of what single precision takes, and as good."""


def meaning(model: str, even: float, values: Sequence[float]) -> Meaning | None:
    """The meaning that a model gave as numbers; None when they point nowhere."""
    most = max(map(abs, values), default=0.0)
    if not most or not all(map(isfinite, values)):
        return None
    parts = array("b", (round(each / most * _MOST) for each in values))
    return Meaning(model, even, b64encode(parts.tobytes()).decode("ascii"))


def likeness(one: Meaning, other: Meaning) -> float | None:
    """How alike two meanings are: 1 the same, 0 as two of any articles, never below -1; None of different models."""
    ones, others = _parts(one.direction), _parts(other.direction)
    if one.model != other.model or len(ones[0]) != len(others[0]):
        return None
    cosine: float = sum(map(mul, ones[0], others[0])) / (ones[1] * others[1])
    return max(-1.0, (cosine - one.even) / (1 - one.even))


@lru_cache(_REMEMBERED)
def _parts(direction: str) -> tuple[array[int], float]:
    """The parts and their Euclidean length."""
    parts = array("b", b64decode(direction))
    return parts, sqrt(sum(map(mul, parts, parts)))
