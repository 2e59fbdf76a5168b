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
    "sr": "serbian", "sv": "swedish", "ta": "tamil", "tr": "turkish", "yi": "yiddish",
}  # fmt: skip
"""Primary language → name of its stemmer."""
_ARTICLES = frozenset((
    "l", "d", "j", "m", "n", "s", "t", "c", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu", "dell", "nell", "all", "dall",
    "sull", "un", "quest",
))  # fmt: skip
_ELIDED = {"fr": _ARTICLES, "it": _ARTICLES, "ca": _ARTICLES}
_SHORTEST = 3
_TURKISH = str.maketrans({"İ": "i", "I": "ı"})


def keys_of(language: str) -> Callable[[str], frozenset[str]]:
    """A word in, its stem out, for a language of :data:`ALGORITHMS`."""
    elided = _ELIDED.get(language, frozenset())

    def keys(word: str) -> frozenset[str]:
        return frozenset(_stem(language, each) for each in _cases(language, word, elided))

    return keys


def _cases(language: str, word: str, elided: frozenset[str]) -> tuple[str, ...]:
    """Folded; a Turkish capital I is read both ways, for foreign names stand in Turkish texts too."""
    folded = fold(word)
    article, apostrophe, rest = folded.partition("'")
    if language == "tr":
        return article, fold(word.translate(_TURKISH)).partition("'")[0]
    if apostrophe and article in elided:
        return (rest,)
    return (folded,)


def _stem(language: str, word: str) -> str:
    """The stem, unless next to nothing is left of the word (Turkish «Butan» would be «bu», this)."""
    stem = str(_stemmer(language).stemWord(word))
    return stem if len(stem) >= _SHORTEST else word


@cache
def _stemmer(language: str) -> Stemmer.Stemmer:
    return Stemmer.Stemmer(ALGORITHMS[language], 0)
