"""The shape of the tables of names, and the words that tell persons from places."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from syndicator.languages.analysers.folding import fold

NOWHERE = "-"
"""Code of names that hold a country's name but mean none («Indian Ocean»)."""


@dataclass(frozen=True, slots=True)
class Names:
    """Names in one language, as lines of an ISO 3166-1 code and what it is called, parted by commas.

    ``=US`` is matched letter by letter.
    """

    countries: str
    """Names beside those of CLDR."""
    peoples: str = ""
    """Peoples, inhabitants and adjectives."""
    cities: str = ""
    """Capitals and large cities, and parts of countries."""
    contested: str = ""
    """Cities that are places without a country, parted by commas."""
    nowhere: str = ""
    """Longer phrases that mean no country, parted by commas."""
    doubtful: str = ""
    """Names that more often mean something else, parted by commas: they count beside a certain one."""
    cased_peoples: bool = False
    """Peoples and adjectives are written with a capital."""


def lines(table: str) -> Iterator[tuple[str, str]]:
    """Code and name for every name of a table."""
    for line in table.strip().splitlines():
        code, _, names = line.strip().partition(" ")
        yield from ((code, name.strip()) for name in names.split(",") if name.strip())


def listed(names: str) -> frozenset[str]:
    """The names of a list parted by commas or lines, folded."""
    return frozenset(fold(name.strip()) for name in names.replace("\n", ",").split(",") if name.strip())


TITLES = frozenset((
    "dr", "prof", "professor", "mr", "mrs", "ms", "miss", "sir", "dame", "lord", "sheikh", "д-р", "проф", "г-н",
    "г-жа", "доктор", "د", "أد", "الدكتور", "الدكتورة", "الأستاذ", "פרופ", "פרופ'", 'ד"ר', "דר", "מר", "גב'",
))  # fmt: skip
"""What stands before a person's name."""
GIVEN_NAMES = frozenset({"Jordan", "Chad", "Israel", "India", "Georgia", "Paris", "Sydney", "Austin", "Florence"})
"""Names of places that people bear too: after another capitalised word they are a person's."""
LOWER_WORDS = listed("""
in, to, from, the, and, of, for, with, between, via, across, at, on, by, after, as, but, while, when, both, near,
inside,
east, west, north, south, eastern, western, northern, southern, central, neighbouring, neighboring, that, if, or, like,
visiting, kingdom, republic
""")
"""Words that may be capitalised before the name of a place."""
