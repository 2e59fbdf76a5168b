"""Articles to be compared with, by their keys: those we have, and those of the same poll."""

from __future__ import annotations

from collections.abc import Iterable

from syndicator.model.verdict import Candidate, Key, KeyKind


class Index:
    """Candidates by key."""

    def __init__(self, candidates: Iterable[Candidate]) -> None:
        self._by_key: dict[Key, dict[str, Candidate]] = {}
        for candidate in candidates:
            self.add(candidate)

    def add(self, candidate: Candidate) -> None:
        """Let later articles be compared with this one; one with the same id takes the place of the other."""
        for key in candidate.keys:
            self._by_key.setdefault(key, {})[candidate.article.id] = candidate

    def sharing(self, wanted: Iterable[Key], kind: KeyKind) -> list[Candidate]:
        """Those that share a key of the kind, the earliest first."""
        if not self._by_key:
            return []
        found: dict[str, Candidate] = {}
        for key in wanted:
            if key.kind is kind and (having := self._by_key.get(key)):
                found.update(having)
        return sorted(found.values(), key=lambda each: (each.article.published, each.article.id))
