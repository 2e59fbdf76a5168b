"""Kazakh in its three scripts: words in dates that CLDR lacks."""

from __future__ import annotations

from typing import Final

_LATIN: Final = (
    "qaŋtar qańtar qañtar",
    "aqpan",
    "nauryz",
    "säuır sáýir sáuir säuir",
    "mamyr",
    "mausym maýsym",
    "şılde shilde şilde",
    "tamyz",
    "qyrküiek qyrkúıek qyrkúiek",
    "qazan",
    "qaraşa qarasha",
    "jeltoqsan",
)

MONTHS: Final = {name: number for number, names in enumerate(_LATIN, 1) for name in names.split()}
"""Names of months in Latin letters (alphabets of 2018 and 2021), which CLDR lacks."""
HALVES: Final[dict[str, int]] = {}
FILLERS: Final = frozenset(
    {
        "ж",
        "жыл",
        "жылы",
        "жылғы",
        "жылдың",
        "сағат",
        "сағ",
        "жарияланды",
        "j",
        "jyl",
        "jyly",
        "jylǵy",
        "jylğy",
        "saǵat",
        "sağat",
    }
    | {"جىل", "جىلى", "جىلعى", "ساعات"}
)
"""Words that may stand in a date and say nothing: year, hour, published."""
