"""Topics: concepts, rules, and what they found in an article."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from syndicator.model.rule import Rule


@dataclass(frozen=True, slots=True)
class Term:
    """One way to say a concept in one language: words in a row.

    ``medic*`` is any word that begins so.
    """

    text: str
    exact: bool = False
    """No other form of its words counts: these very letters."""
    any_case: bool = False
    """Of an exact term: capitals and small letters are the same."""
    weight: float = 1.0
    """How much a find says, beside other terms."""


@dataclass(frozen=True, slots=True)
class Concept:
    """A named set of terms per language (BCP 47 primary tag, or ``*`` for every language)."""

    id: str
    terms: Mapping[str, tuple[Term, ...]]
    include: tuple[str, ...] = ()
    """Concepts whose terms count as terms of this one."""
    unless: Mapping[str, tuple[Term, ...]] = field(default_factory=dict)
    """A term inside one of these longer phrases does not count."""
    description: str = ""
    subjects: tuple[str, ...] = ()
    """IPTC Media Topics of feeds that look for it, as ``medtop:20000477``."""


@dataclass(frozen=True, slots=True)
class Organisation:
    """An organisation and its names per language."""

    id: str
    names: Mapping[str, tuple[str, ...]]
    country: str | None = None


@dataclass(frozen=True, slots=True)
class Example:
    """A text that must, or must not, be in a feed."""

    title: str
    text: str
    language: str
    include: bool
    places: tuple[str, ...] | None = None
    line: int = 0
    """Where it stands in its file, from 1."""
    column: int = 0
    address: str = ""
    """Where the text was published."""


@dataclass(frozen=True, slots=True)
class Topic:
    """An editorial subject: a rule over concepts, with examples that prove it."""

    id: str
    rule: Rule
    examples: tuple[Example, ...] = ()
    version: str = ""
    """Changes when the rule or any concept it uses changes."""


class Field(StrEnum):
    """Where in an article something was found."""

    TITLE = "title"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Evidence:
    """A term found: which, and where in the original text (``article.title`` or ``article.text``)."""

    concept: str
    term: str
    field: Field
    start: int
    end: int
    weight: float = 1.0
    """Of the term."""


@dataclass(frozen=True, slots=True)
class Tag:
    """A topic found in an article, and why."""

    topic: str
    score: float
    """The weights of the distinct terms that made its rule hold, those in the title twice."""
    evidence: tuple[Evidence, ...]
    version: str


@dataclass(frozen=True, slots=True)
class Mention:
    """A country or an organisation named, and where in the original text (``article.title`` or ``article.text``)."""

    of: str
    """ISO 3166-1 alpha-2 code of the country, or id of the organisation."""
    term: str
    field: Field
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class CloseCall:
    """A term that a rule missed by little."""

    evidence: Evidence
    because: str
    """Why it did not count."""


@dataclass(frozen=True, slots=True)
class Shortfall:
    """What an article lacks for a topic: the nearest way to it; nothing when it has the topic."""

    missing: tuple[str, ...] = ()
    """In words; every one of them is needed."""
    close: tuple[CloseCall, ...] = ()


@dataclass(frozen=True, slots=True)
class Tagged:
    """All that tagging says of one article."""

    tags: tuple[Tag, ...] = ()
    places: tuple[str, ...] = ()
    """ISO 3166-1 alpha-2 codes of the countries it is about, the most mentioned first."""
    organisations: tuple[str, ...] = ()
    place_mentions: tuple[Mention, ...] = ()
    """Where the countries in :attr:`places` are named, by themselves or by an organisation of theirs."""
    organisation_mentions: tuple[Mention, ...] = ()
    concepts: tuple[str, ...] = field(default=(), kw_only=True)
    """Those that rules ask for and the article says, whether a rule held or not; in order of their names."""
    near_misses: tuple[str, ...] = field(default=(), kw_only=True)
    """Topics whose rules one part more would have made true: counted in the coverage ledger, not kept."""

    def has(self, topic: str) -> bool:
        """Whether *topic* was found."""
        return any(tag.topic == topic for tag in self.tags)
