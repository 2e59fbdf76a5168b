"""How much each feature of two articles says for one story: made by ``python -m tools.relation``."""

from __future__ import annotations

from typing import Final

BIAS: Final = "bias"
WITHIN: Final = {
    "bias": -3.275,
    "days-apart": 0.210,
    "numbers": 0.390,
    "names": 0.267,
    "organisations": 9.350,
    "numbers-alike": 0.210,
    "names-alike": 0.683,
    "places-alike": 0.115,
    "concepts-alike": 0.774,
    "words-alike": 7.995,
    "titles-alike": 0.000,
    "other-numbers": 1.011,
    "other-organisations": 3.277,
    "other-places": 2.194,
}
ACROSS: Final = {
    "bias": -3.177,
    "days-apart": 0.901,
    "numbers": 4.671,
    "names": 3.182,
    "organisations": 8.304,
    "numbers-alike": 3.080,
    "names-alike": 7.476,
    "places-alike": 1.882,
    "concepts-alike": 3.795,
    "other-numbers": 1.081,
    "other-organisations": 3.383,
    "other-places": 1.696,
}
