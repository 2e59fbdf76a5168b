"""Kyrgyz: every stem that the rest of the word can be a chain of suffixes of.

The chain is that of Kazakh (plural, possessive, case, attributive), but each suffix comes in four vowels by rounding
harmony: they are compared with а for every wide vowel and ы for every narrow one.
"""

from __future__ import annotations

from collections.abc import Iterator

from syndicator.languages.analysers.folding import fold

_HARMONY = str.maketrans("еоөэиуү", "ааааыыы")
_SLOTS = (
    "лар дар тар",
    "ы сы м ң ым ың быз ыбыз ңыз ыңыз",
    "нын дын тын га ка на а ны ды ты н да та нда дан тан нан",
    "дагы тагы ндагы ныкы дыкы тыкы",
)
"""Plural, possessive, case, attributive: the order in which they follow the stem."""
_BY_LAST_LETTER: dict[str, list[tuple[int, str]]] = {}
for _slot, _shapes in enumerate(_SLOTS):
    for _shape in _shapes.split():
        _BY_LAST_LETTER.setdefault(_shape[-1], []).append((_slot, _shape))
_SOFTENED = {"г": "к", "б": "п"}
_SHORTEST = 3


def index_keys(word: str) -> frozenset[str]:
    """The folded word and each stem it may be built on."""
    folded = fold(word)
    return frozenset((folded, *_stems(folded, folded.translate(_HARMONY), len(_SLOTS))))


def query_keys(word: str) -> frozenset[str]:
    """The folded word as it is."""
    return frozenset((fold(word),))


def _stems(word: str, levelled: str, below: int) -> Iterator[str]:
    """Stems of *word* under suffixes of the slots before *below*; *levelled* is the word with two vowels only."""
    for slot, shape in _BY_LAST_LETTER.get(levelled[-1:], ()):
        stem = word[: -len(shape)]
        if slot < below and len(stem) >= _SHORTEST and levelled.endswith(shape):
            yield stem
            if shape[0] == "ы" and stem[-1] in _SOFTENED:
                yield stem[:-1] + _SOFTENED[stem[-1]]
            yield from _stems(stem, levelled[: -len(shape)], slot)
