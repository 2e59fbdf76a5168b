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

_LOCATIVE: Final = (
    "қаңтарда ақпанда наурызда сәуірде мамырда маусымда шілдеде тамызда қыркүйекте қазанда қарашада желтоқсанда"
)

MONTHS: Final = {
    name: number
    for months in (_LATIN, _LOCATIVE.split())
    for number, names in enumerate(months, 1)
    for name in names.split()
}
"""Names of months in Latin letters (alphabets of 2018 and 2021) and "in May", which CLDR lacks."""
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
        "уақыты",
        "уақытымен",
        "бойынша",
        "j",
        "jyl",
        "jyly",
        "jylǵy",
        "jylğy",
        "saǵat",
        "sağat",
    }
    | {"düisenbı", "seisenbı", "särsenbı", "beisenbı", "jūma", "senbı", "jeksenbı"}
    | {"جىل", "جىلى", "جىلعى", "ساعات"}
)
"""Words that may stand in a date and say nothing: year, hour, published, and weekdays in Latin letters."""
ZONES: Final = {"астана": "almt"}
"""Names of zones in its own words; Almaty is in the Russian ones."""
