"""Endings of a language: a word in, what it may be without each ending it has out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator


class Endings:
    """A table of endings, what stands in the dictionary instead, and how many letters must be left before them."""

    def __init__(self, rows: Iterable[tuple[str, str, int]]) -> None:
        self._instead: dict[str, list[tuple[str, int]]] = {}
        for ending, instead, least in rows:
            self._instead.setdefault(ending, []).append((instead, least + len(ending)))
        lengths = {(ending[-1], -len(ending)) for ending in self._instead}
        self._starts = {last: sorted((at for each, at in lengths if each == last), reverse=True) for last, _ in lengths}
        """Last letter → where endings with it begin, counted from the end of the word."""

    def off(self, word: str) -> list[str]:
        """The word without each ending, and with what stands instead."""
        found: list[str] = []
        for start in self._starts.get(word[-1:], ()):
            for instead, shortest in self._instead.get(word[start:], ()):
                if len(word) >= shortest:
                    found.append(word[:start] + instead)
        return found


def rows(table: str, least: int) -> Iterator[tuple[str, str, int]]:
    """Rows of lines like ``al: ale ales aux``: what stands in the dictionary, and the endings it is written for."""
    for line in table.split(";"):
        instead, _, endings = line.partition(":")
        yield from ((ending, instead.strip(), least) for ending in endings.split())
