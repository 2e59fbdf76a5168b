"""Endings of a language: a word in, what it may be without each ending it has out."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator


class Starts(dict[str, tuple[int, ...]]):
    """The last two letters of a word → where endings may begin in it, counted from its end, the shortest first."""

    def __init__(self, endings: Collection[str]) -> None:
        for last in {each[-2:] for each in endings}:
            fitting = (each for each in endings if last.endswith(each) or (len(last) > 1 and each.endswith(last)))
            self[last] = tuple(sorted({-len(each) for each in fitting}, reverse=True))

    def __missing__(self, last: str) -> tuple[int, ...]:
        """Where only an ending of one letter may begin, if any; nothing is remembered."""
        return self.get(last[-1:], ())


class Endings:
    """A table of endings, what stands in the dictionary instead, and how many letters must be left before them."""

    def __init__(self, rows: Iterable[tuple[str, str, int]]) -> None:
        self._instead: dict[str, list[tuple[str, int]]] = {}
        for ending, instead, least in rows:
            self._instead.setdefault(ending, []).append((instead, least + len(ending)))
        self._starts = Starts(self._instead)

    def off(self, word: str) -> list[str]:
        """The word without each ending, and with what stands instead."""
        found: list[str] = []
        for start in self._starts[word[-2:]]:
            for instead, shortest in self._instead.get(word[start:], ()):
                if len(word) >= shortest:
                    found.append(word[:start] + instead)
        return found

    def keys(self, word: str) -> frozenset[str]:
        """The word, and what it may be without its ending."""
        return frozenset((word, *self.off(word)))


def rows(table: str, least: int) -> Iterator[tuple[str, str, int]]:
    """Rows of lines like ``al: ale ales aux``: what stands in the dictionary, and the endings it is written for."""
    for line in table.split(";"):
        instead, _, endings = line.partition(":")
        yield from ((ending, instead.strip(), least) for ending in endings.split())
