"""What an article says: concepts, organisations and countries, with their places, and which concepts it says where."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field

from syndicator.model.rule import Where
from syndicator.tag.places import Countries
from syndicator.tag.terms import Hit


@dataclass(frozen=True, slots=True)
class Reading:
    """What an article says."""

    source: str
    language: str
    said: Mapping[str, list[Hit]]
    """Concept → where it is said, its included concepts among it."""
    anywhere: Set[str]
    """The same concepts."""
    title: Set[str]
    """Those said in the title."""
    lead: Set[str]
    """Those said in the title or the first words of the text."""
    countries: Countries
    organisations: tuple[str, ...]
    organisation_hits: Sequence[Hit]
    title_ends: int
    """The first word behind the title."""
    lead_ends: int
    """The first word behind the lead."""
    _within: dict[tuple[str, int], list[Hit]] = field(default_factory=dict)

    def hits(self, concept: str, where: Where) -> list[Hit]:
        """Where a concept is said in one part of the article."""
        said = self.said.get(concept, [])
        if where is Where.ANYWHERE or not said:
            return said
        ends = self.lead_ends if where is Where.LEAD else self.title_ends
        if (concept, ends) not in self._within:
            self._within[concept, ends] = [hit for hit in said if hit.last < ends]
        return self._within[concept, ends]
