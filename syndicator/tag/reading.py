"""What an article says: concepts, organisations and countries, with their places, and which concepts it says where."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import cached_property

from syndicator.model.rule import Where
from syndicator.tag.places import Countries
from syndicator.tag.terms import Hit


@dataclass(frozen=True)
class Reading:
    """What an article says."""

    source: str
    language: str
    said: Mapping[str, list[Hit]]
    """Concept → where it is said, its included concepts among it."""
    countries: Countries
    organisations: tuple[str, ...]
    organisation_hits: Sequence[Hit]
    title_ends: int
    """The first word behind the title."""
    lead_ends: int
    """The first word behind the lead."""
    _within: dict[tuple[str, int], list[Hit]] = field(default_factory=dict)
    _found: dict[object, list[Hit]] = field(default_factory=dict)

    @cached_property
    def anywhere(self) -> Set[str]:
        """The concepts that it says."""
        return frozenset(self.said)

    @cached_property
    def title(self) -> Set[str]:
        """The concepts said in the title."""
        return self._before(self.title_ends)

    @cached_property
    def lead(self) -> Set[str]:
        """The concepts said in the title or the first words of the text."""
        return self._before(self.lead_ends)

    def _before(self, ends: int) -> Set[str]:
        return frozenset(each for each, hits in self.said.items() for hit in hits if hit.last < ends)

    def hits(self, concept: str, where: Where) -> list[Hit]:
        """Where a concept is said in one part of the article."""
        said = self.said.get(concept, [])
        if where is Where.ANYWHERE or not said:
            return said
        ends = self.lead_ends if where is Where.LEAD else self.title_ends
        if (concept, ends) not in self._within:
            self._within[concept, ends] = [hit for hit in said if hit.last < ends]
        return self._within[concept, ends]

    def once(self, asked: object, find: Callable[[Reading], list[Hit]]) -> list[Hit]:
        """What *find* finds, looked for once however often the same object asks."""
        if asked not in self._found:
            self._found[asked] = find(self)
        return self._found[asked]
