"""How much each feature of two articles says for one story: made by ``python -m tools.relation``."""

from __future__ import annotations

from typing import Final

BIAS: Final = "bias"
WITHIN: Final = {
    "bias": -5.915,
    "days-apart": 0.139,
    "numbers": 1.857,
    "names": 0.116,
    "places": 0.000,
    "numbers-alike": 0.177,
    "names-alike": 1.718,
    "organisations-alike": 3.322,
    "concepts-alike": 1.217,
    "words-alike": 7.099,
    "titles-told": 3.461,
    "one-source": 1.472,
    "other-organisations": 4.074,
    "other-places": 2.070,
    "other-numbers": 0.000,
}
ACROSS: Final = {
    "bias": -5.541,
    "days-apart": 0.580,
    "numbers": 5.066,
    "names": 0.000,
    "places": 8.402,
    "numbers-alike": 2.006,
    "names-alike": 8.463,
    "organisations-alike": 2.849,
    "concepts-alike": 4.225,
    "other-organisations": 1.115,
    "other-places": 1.751,
    "other-numbers": 0.177,
}
