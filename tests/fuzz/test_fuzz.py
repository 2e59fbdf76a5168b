"""A few of the samples that ``make fuzz`` tries by the hundred thousand."""

from __future__ import annotations

import pytest

from syndicator.config import load
from tests.conftest import ROOT
from tests.fuzz.generator import Generator
from tests.fuzz.targets import dates_hold, seconds_for


@pytest.mark.parametrize("seed", range(10))
def test_whatever_is_sent_ends_in_a_declared_way_and_in_time(seed: int) -> None:
    """Documents harmed in every way: entries, or one of the declared reasons; sound articles, or a reason."""
    generator, configuration = Generator(seed), load(ROOT / "config")
    for _ in range(40):
        seconds_for(generator.sample(), configuration)
        dates_hold(generator)


def test_equal_seeds_give_equal_samples() -> None:
    """So that a failure can be looked at again."""
    one, other = Generator(7), Generator(7)
    assert [one.sample() for _ in range(20)] == [other.sample() for _ in range(20)]
