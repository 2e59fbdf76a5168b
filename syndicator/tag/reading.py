"""What an article says: concepts, organisations and countries, with their places, and which concepts it says where."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass, field

from syndicator.model.rule import Where
from syndicator.tag.places import Countries
from syndicator.tag.terms import Hit

WHERES = Where.ANYWHERE, Where.TITLE, Where.LEAD


@dataclass(frozen=True)
class Reading:
    """What an article says."""

    source: str
    language: str
    said: Mapping[str, list[Hit]]
    """Concept → where it is said, its included concepts among it, in order of the text."""
    countries: Countries
    organisations: tuple[str, ...]
    organisation_hits: Sequence[Hit]
    title_ends: int
    """The first word behind the title."""
    lead_ends: int
    """The first word behind the lead."""
    heard: tuple[Set[str], ...] = ()
    """For each of :data:`WHERES` the concepts that are said there."""
    _within: dict[tuple[str, int], list[Hit]] = field(default_factory=dict)
    _found: dict[object, list[Hit]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Gather what most rules ask for, for each of :data:`WHERES`."""
        object.__setattr__(self, "heard", (frozenset(self.said), *map(self._before, (self.title_ends, self.lead_ends))))

    def _before(self, ends: int) -> Set[str]:
        """Concepts said before a word: mostly their first place tells."""
        return frozenset(
            [
                concept
                for concept, hits in self.said.items()
                if hits[0].first < ends and (hits[0].last < ends or any(hit.last < ends for hit in hits))
            ]
        )

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
