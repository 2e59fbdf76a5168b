"""The shape of the tables of names, and the words that tell persons from places."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import regex

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


def parted(names: str) -> list[str]:
    """The names of a list parted by commas or lines."""
    return [name.strip() for name in names.replace("\n", ",").split(",") if name.strip()]


def listed(names: str) -> frozenset[str]:
    """The names of a list parted by commas or lines, folded."""
    return frozenset(map(fold, parted(names)))


TITLES = frozenset((
    "dr", "prof", "professor", "mr", "mrs", "ms", "miss", "sir", "dame", "lord", "sheikh", "д-р", "проф", "г-н",
    "г-жа", "доктор", "د", "أد", "الدكتور", "الدكتورة", "الأستاذ", "פרופ", "פרופ'", 'ד"ר', "דר", "מר", "גב'",
))  # fmt: skip
"""What stands before a person's name."""
GIVEN_NAMES = frozenset({
    "Jordan", "Chad", "Israel", "India", "Georgia", "Paris", "Sydney", "Austin", "Florence", "Milan", "Kenya",
})  # fmt: skip
"""Names of places that people bear too: after another capitalised word they are a person's."""
LOWER_WORDS = listed("""
in, to, from, the, and, of, for, with, between, via, across, at, on, by, after, as, but, while, when, both, near,
inside,
east, west, north, south, eastern, western, northern, southern, central, neighbouring, neighboring, that, if, or,
like,
visiting, kingdom, republic
""")
"""Words that may be capitalised before the name of a place."""

SURNAMED = frozenset({"Jordan", "Chad", "Georgia", "Paris", "Sydney", "Florence", "Milan"})
"""Those of them that are a person's before another capitalised word, unless that is one of :data:`OFFICES`."""
OFFICES = listed("""
academy, agency, airlines, airways, airport, ambassador, army, association, authority, bank, board, business, cabinet,
central, centre, center, chamber, city, climate, club, college, council, customs, deputy, development, education,
embassy, exchange, federation, football, foreign, foundation, government, health, higher, hospital, institute,
international, investment, king, kingdom, legislative, media, medical, ministry, minister, national, nursing, oil,
olympic, opera, parliament, police, president, prime, red, river, royal, school, senate, society, state, summit,
supreme, times, tourism, trade, university, valley, visits, signs, and, today
""")
"""What follows the name of a country and is no surname."""
_STATES = (
    "Alabama|Alaska|Arizona|Arkansas|California|Colorado|Connecticut|Delaware|Florida|Idaho|Illinois|Indiana|Iowa|Kansas|"
    "Kentucky|Louisiana|Maine|Maryland|Massachusetts|Michigan|Minnesota|Mississippi|Missouri|Montana|Nebraska|Nevada|"
    "New Hampshire|New Jersey|New Mexico|North Carolina|North Dakota|Ohio|Oklahoma|Oregon|Pennsylvania|Rhode Island|"
    "South Carolina|South Dakota|Tennessee|Texas|Utah|Vermont|Virginia|West Virginia|Wisconsin|Wyoming|"
    "AK|CT|FL|IA|KS|MI|N[DHJVY]|OH|RI|TX|UT|VT|W[AIVY]|"
    r"Ala\.|Calif\.|Conn\.|Fla\.|Ga\.|Ill\.|Ind\.|Mass\.|Mich\.|Minn\.|Pa\.|Tenn\.|Tex\.|Wis\."
)
"""States and such abbreviations of them as are no codes of countries."""
_STATE = regex.compile(
    rf",[ ](?:{_STATES})(?!\w)|,[ ]Georgia(?!\w)(?<=(?:Athens|Rome|Dublin|Vienna|Cairo|Augusta|Savannah),[ ]Georgia)"
    r"|,?[ ]\(?штат[ ]\p{Lu}\w+"
)
_BEFORE_STATE = ", ", " штат", " (штат"


def state_after(text: str, at: int) -> regex.Match[str] | None:
    """What behind the name of a town, which ends at *at*, says that it is in the United States.

    Georgia is their state only where it must be.
    """
    return _STATE.match(text, at) if text.startswith(_BEFORE_STATE, at) else None


NEIGHBOURS: Mapping[str, tuple[str, frozenset[str]]] = {
    "GE": ("US", frozenset({"AM", "AZ", "UA", "MD", "KZ", "UZ", "KG", "TJ", "TM", "BY", "RU", "TR"})),
    "OM": ("JO", frozenset({"SA", "AE", "QA", "KW", "BH", "YE"})),
}
"""Country whose name is another's too → that other one, and those it is named beside."""
