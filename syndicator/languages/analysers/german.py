"""German: a word is found by itself, by what its ending may stand on, with its umlaut and without.

Only inflection is undone (Duden, Die Grammatik: declension of nouns and adjectives, weak verbs). An umlaut is undone
where a plural may have brought it: before -e, -er, -en and -ern, and in words in -er, -el and -en.
"""

from __future__ import annotations

from syndicator.languages.analysers.endings import Endings, rows
from syndicator.languages.analysers.folding import fold

_UMLAUTS = str.maketrans("äöü", "aou")
_DECLENSION = (
    *rows(": e en er ern es em s ens; e: en; er: ern; el: eln", 3),
    *rows(": in innen; in: innen; nis: nisse nissen nisses; um: en; ium: ien", 3),
)
_CONJUGATION = tuple(rows("en: e t st te ten tet test et ete eten", 3))
_IN_TEXTS, _VERBS = Endings((*_DECLENSION, *_CONJUGATION)), Endings(_CONJUGATION)
_NOUNS_ASKED = Endings(rows(": en n e; e: en", 3))
_ADJECTIVES_ASKED = Endings(rows(": e", 3))
_UMLAUTED = ("e", "n", "r", "el")


def index_keys(word: str) -> frozenset[str]:
    """The word, what it may be a form of, and the same without an umlaut where a plural may have brought it."""
    folded = fold(word)
    stems = [folded, *_IN_TEXTS.off(folded)]
    if folded.startswith("ge"):
        stems += _VERBS.off(folded[2:])
    if not folded.isascii() and folded.endswith(_UMLAUTED):
        stems += [stem.translate(_UMLAUTS) for stem in stems]
    return frozenset(stems)


def query_keys(word: str) -> frozenset[str]:
    """The word, and without an ending of a plural for a noun, which German capitalises, or of an adjective."""
    endings = _NOUNS_ASKED if word[:1].isupper() else _ADJECTIVES_ASKED
    return endings.keys(fold(word))
