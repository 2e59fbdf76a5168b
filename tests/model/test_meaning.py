"""What a text means, as a direction."""

from __future__ import annotations

import math
import random

import pytest

from syndicator.model.meaning import Meaning, likeness, meaning


def meant(*values: float, even: float = 0.0, model: str = "m") -> Meaning:
    found = meaning(model, even, values)
    assert found
    return found


def test_likeness_is_the_cosine() -> None:
    """As near as signed bytes come: within a hundredth, of 384 dimensions."""
    chance = random.Random(1)
    for _ in range(20):
        one, other = ([chance.gauss(0, 1) for _ in range(384)] for _ in range(2))
        other = [a + b for a, b in zip(one, other, strict=True)]
        product = sum(a * b for a, b in zip(one, other, strict=True))
        cosine = product / math.hypot(*one) / math.hypot(*other)
        assert likeness(meant(*one), meant(*other)) == pytest.approx(cosine, abs=0.01)


def test_what_says_nothing_is_none_at_all() -> None:
    """Some models find any two texts alike by 0.7: less speaks against one event, and never more than -1."""
    flat, steep = meant(1, 0, even=0.7), meant(1, 1, even=0.7)
    assert likeness(flat, steep) == pytest.approx((math.sqrt(0.5) - 0.7) / 0.3, abs=0.02)
    assert likeness(flat, meant(-1, 0, even=0.7)) == -1
    assert likeness(flat, flat) == pytest.approx(1)


def test_meanings_of_two_models_are_not_compared() -> None:
    """Neither are those of one name that are not of one length."""
    assert likeness(meant(1, 0), meant(1, 0, model="other")) is None
    assert likeness(meant(1, 0), meant(1, 0, 0)) is None


@pytest.mark.parametrize("values", [[], [0.0, 0.0], [math.nan, 1.0], [math.inf, 1.0]])
def test_what_points_nowhere_means_nothing(values: list[float]) -> None:
    """An empty text, or a model that broke."""
    assert meaning("m", 0.5, values) is None
