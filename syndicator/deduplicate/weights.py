"""How much each feature of two articles says for one story: made by ``python -m tools.relation``."""

from __future__ import annotations

from typing import Final

BIAS: Final = "bias"
WITHIN: Final = {
    "bias": -5.858,
    "days-apart": 0.192,
    "numbers": 1.958,
    "names": 0.222,
    "places": 0.190,
    "numbers-alike": 0.106,
    "names-alike": 1.512,
    "organisations-alike": 3.222,
    "concepts-alike": 1.154,
    "other-numbers": 0.000,
    "other-organisations": 4.185,
    "other-places": 2.065,
    "words-alike": 7.078,
    "titles-told": 3.436,
    "one-source": 1.451,
}
ACROSS: Final = {
    "bias": -5.425,
    "days-apart": 0.645,
    "numbers": 5.158,
    "names": 0.000,
    "places": 7.963,
    "numbers-alike": 1.848,
    "names-alike": 7.966,
    "organisations-alike": 2.835,
    "concepts-alike": 4.024,
    "other-numbers": 0.252,
    "other-organisations": 1.333,
    "other-places": 1.652,
}
