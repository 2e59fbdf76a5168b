"""Clues: what an article tells of the event behind it, in a form that articles in other languages have, too."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from syndicator.model.meaning import Meaning


class Clue(StrEnum):
    """Kinds of clues."""

    NUMBER = "number"
    """Of two digits and more, in ASCII digits; not the years around."""
    DATE = "date"
    """Days of the year that are said, as month and day: ``05-17``."""
    NAME = "name"
    """Skeletons of words that may be names (see :mod:`syndicator.languages.skeletons`)."""
    HEADLINE = "headline"
    """Those of names that stand in the title and in the text."""
    PLACE = "place"
    """ISO 3166-1 alpha-2 codes of the countries it is about."""
    ORGANISATION = "organisation"
    CONCEPT = "concept"
    TITLE = "title"
    """Words of the title as the analyser of the language sees them."""
    TERM = "term"
    """Words of title and text, likewise."""


SPOKEN = frozenset({Clue.TITLE, Clue.TERM})
"""Kinds that only articles in one language can share."""


@dataclass(frozen=True, slots=True)
class Clues:
    """What of an article is compared to find its story: small, so that many can be read at once."""

    language: str
    """BCP 47."""
    source: str
    published: datetime
    found: Mapping[Clue, Mapping[str, float]] = field(default_factory=dict)
    """Clue → how often it is said; of many the rarest. Kinds without any are left out."""
    meaning: Meaning | None = None
    """What it means, where the operator brings a model that tells."""


@dataclass(frozen=True, slots=True)
class Relative:
    """An article we have that shares clues with a new one."""

    id: str
    story: str
    clues: Clues
