"""What people and rules say of the same articles in, how far they agree out: precision, recall and F1."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Labels:
    """What people say of an article."""

    id: str
    language: str
    topics: Collection[str]
    places: Collection[str] = ()
    """Countries it is about; none is no judgement."""
    confident: bool | None = None
    """Whether they are sure, if they say so."""


@dataclass(slots=True)
class Count:
    """Answers of a rule against those of people."""

    right: int = 0
    false: int = 0
    missed: int = 0

    def add(self, wanted: Collection[str], found: Collection[str]) -> None:
        """Count what was wanted and what was found in one article."""
        both = len(set(wanted) & set(found))
        self.right += both
        self.false += len(set(found)) - both
        self.missed += len(set(wanted)) - both

    @property
    def precision(self) -> float | None:
        """The share of what was found that is right; None when nothing was found."""
        return _share(self.right, self.right + self.false)

    @property
    def recall(self) -> float | None:
        """The share of what was wanted that was found; None when nothing was wanted."""
        return _share(self.right, self.right + self.missed)

    @property
    def f1(self) -> float | None:
        """The harmonic mean of both (van Rijsbergen, Information Retrieval, 1979, chapter 7)."""
        return _share(2 * self.right, 2 * self.right + self.false + self.missed)


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


class Mistake(NamedTuple):
    """An article in which a rule and people do not agree."""

    id: str
    topic: str
    wanted: bool
    """Whether people say it has the topic."""


@dataclass(slots=True)
class TopicAgreement:
    """How a topic fares, over all articles and in each language."""

    all: Count = field(default_factory=Count)
    confident: Count = field(default_factory=Count)
    """Where people were sure."""
    languages: defaultdict[str, Count] = field(default_factory=lambda: defaultdict(Count))


class Agreement:
    """Adds up how rules fare against labels."""

    def __init__(self, topics: Iterable[str]) -> None:
        self.topics = {each: TopicAgreement() for each in topics}
        self.places = Count()
        self.without = 0
        """Articles that have no topic."""
        self.alarms = 0
        """Those of them that were given one all the same."""

    def add(self, labels: Labels, topics: Collection[str], places: Sequence[str]) -> list[Mistake]:
        """Count what was found in an article; the topics that are not as people say."""
        for topic, agreement in self.topics.items():
            wanted, found = ({topic} & set(each) for each in (labels.topics, topics))
            counts = [agreement.all, agreement.languages[labels.language]]
            for count in [*counts, agreement.confident] if labels.confident else counts:
                count.add(wanted, found)
        if labels.places:
            self.places.add(labels.places, places)
        judged = [topic for topic in self.topics if topic in topics]
        self.without += not labels.topics
        self.alarms += not labels.topics and bool(judged)
        return [
            Mistake(labels.id, topic, topic in labels.topics)
            for topic in self.topics
            if (topic in labels.topics) != (topic in topics)
        ]
