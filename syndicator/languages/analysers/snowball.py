"""The languages that Snowball has a stemmer for (Porter, https://snowballstem.org), through PyStemmer."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import Stemmer

from syndicator.languages.analysers.elision import without_article
from syndicator.languages.analysers.folding import fold

ALGORITHMS = {
    "ca": "catalan", "cs": "czech", "da": "danish", "el": "greek", "et": "estonian",
    "eu": "basque", "fa": "persian", "fi": "finnish", "ga": "irish", "hi": "hindi", "hu": "hungarian",
    "hy": "armenian", "id": "indonesian", "it": "italian", "lt": "lithuanian", "ne": "nepali", "nl": "dutch",
    "no": "norwegian", "nb": "norwegian", "nn": "norwegian", "pl": "polish", "pt": "portuguese", "ro": "romanian",
    "sr": "serbian", "sv": "swedish", "ta": "tamil", "yi": "yiddish",
}  # fmt: skip
"""Primary language → name of its stemmer."""
_ELIDING = frozenset(("it", "ca"))
_SHORTEST = 3


def keys_of(language: str) -> Callable[[str], frozenset[str]]:
    """A word in, its stem out, for a language of :data:`ALGORITHMS`."""

    def keys(word: str) -> frozenset[str]:
        folded = fold(word)
        return frozenset((_stem(language, without_article(folded) if language in _ELIDING else folded),))

    return keys


def _stem(language: str, word: str) -> str:
    """The stem, unless next to nothing is left of the word."""
    stem = str(_stemmer(language).stemWord(word))
    return stem if len(stem) >= _SHORTEST else word


@cache
def _stemmer(language: str) -> Stemmer.Stemmer:
    return Stemmer.Stemmer(ALGORITHMS[language], 0)
