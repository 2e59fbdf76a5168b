"""The languages that Snowball has a stemmer for (Porter, https://snowballstem.org), through PyStemmer."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import Stemmer

from syndicator.languages.analysers.folding import fold

ALGORITHMS = {
    "ca": "catalan", "cs": "czech", "da": "danish", "de": "german", "el": "greek", "es": "spanish", "et": "estonian",
    "eu": "basque", "fa": "persian", "fi": "finnish", "fr": "french", "ga": "irish", "hi": "hindi", "hu": "hungarian",
    "hy": "armenian", "id": "indonesian", "it": "italian", "lt": "lithuanian", "ne": "nepali", "nl": "dutch",
    "no": "norwegian", "nb": "norwegian", "nn": "norwegian", "pl": "polish", "pt": "portuguese", "ro": "romanian",
    "sr": "serbian", "sv": "swedish", "ta": "tamil", "yi": "yiddish",
}  # fmt: skip
"""Primary language → name of its stemmer."""
_ARTICLES = frozenset((
    "l", "d", "j", "m", "n", "s", "t", "c", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu", "dell", "nell", "all", "dall",
    "sull", "un", "quest",
))  # fmt: skip
_ELIDED = {"fr": _ARTICLES, "it": _ARTICLES, "ca": _ARTICLES}
_SHORTEST = 3


def keys_of(language: str) -> Callable[[str], frozenset[str]]:
    """A word in, its stem out, for a language of :data:`ALGORITHMS`."""
    elided = _ELIDED.get(language, frozenset())

    def keys(word: str) -> frozenset[str]:
        return frozenset((_stem(language, _without_article(fold(word), elided)),))

    return keys


def _without_article(folded: str, elided: frozenset[str]) -> str:
    article, apostrophe, rest = folded.partition("'")
    return rest if apostrophe and article in elided else folded


def _stem(language: str, word: str) -> str:
    """The stem, unless next to nothing is left of the word."""
    stem = str(_stemmer(language).stemWord(word))
    return stem if len(stem) >= _SHORTEST else word


@cache
def _stemmer(language: str) -> Stemmer.Stemmer:
    return Stemmer.Stemmer(ALGORITHMS[language], 0)
