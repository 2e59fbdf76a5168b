"""How much each feature of two articles says for one story: made by ``python -m tools.relation``."""

from __future__ import annotations

from typing import Final

BIAS: Final = "bias"
WITHIN: Final = {
    "bias": -3.001,
    "days-apart": 0.213,
    "numbers": 0.298,
    "names": 0.778,
    "organisations": 4.097,
    "numbers-alike": 0.292,
    "names-alike": 0.472,
    "places-alike": 0.117,
    "concepts-alike": 0.609,
    "words-alike": 7.074,
    "titles-alike": 0.000,
    "other-numbers": 1.184,
    "other-organisations": 2.699,
    "other-places": 2.027,
}
ACROSS: Final = {
    "bias": -3.103,
    "days-apart": 0.870,
    "numbers": 6.584,
    "names": 4.713,
    "organisations": 5.220,
    "numbers-alike": 2.687,
    "names-alike": 6.322,
    "places-alike": 1.484,
    "concepts-alike": 4.084,
    "other-numbers": 1.017,
    "other-organisations": 2.169,
    "other-places": 1.653,
}
