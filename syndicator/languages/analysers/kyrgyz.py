"""Kyrgyz: suffix chains; each suffix comes in four vowels by rounding harmony (Kara, Kyrgyz, 2003).

They are compared with а for every wide vowel and ы for every narrow one.
"""

from __future__ import annotations

from collections.abc import Iterator

from syndicator.languages.analysers.chains import Chain, suffixes
from syndicator.languages.analysers.folding import fold

_HARMONY = str.maketrans("еоөэиуү", "ааааыыы")
_VOWELS = frozenset("аыюяй")
_NARROW = frozenset("ы")
_HARD = frozenset("пткчшсхфцщ")
_RINGING = frozenset("лмнңзжгбдв")
_SONOROUS = _RINGING | frozenset("рй")
_CONSONANTS = _HARD | _SONOROUS
_VOICED = _VOWELS | _SONOROUS
_PERSONS = frozenset("мң")
_SLOTS = (
    (("лар", _VOWELS | frozenset("р")), ("дар", _RINGING), ("тар", _HARD)),
    (("сы м ң быз ңыз", _VOWELS), ("ы ым ың ыбыз ыңыз", _CONSONANTS)),
    (
        ("нын ны", _VOWELS),
        ("дын ды", _SONOROUS),
        ("тын ты ка та тан", _HARD),
        ("га да дан", _VOICED),
        ("на н нда нан", _NARROW),
        ("а", _PERSONS),
    ),
    (("дагы ныкы", _VOICED), ("дыкы", _SONOROUS), ("тагы тыкы", _HARD), ("ндагы", _NARROW)),
)
"""Plural, possessive, case, attributive: shapes, and the letters they follow."""
_SOFTENED = {"г": "к", "б": "п"}
_IRREGULAR = {"балдар": "бала"}
"""Plurals that no rule takes apart."""


def _unchanged(stem: str, suffix: str) -> Iterator[str]:
    """A last к or п softens before a vowel, «рун» becomes «рд»: «мурду» is of «мурун»."""
    if stem[-1] in _SOFTENED:
        yield stem[:-1] + _SOFTENED[stem[-1]]
    if stem.endswith("рд"):
        yield f"{stem[:-1]}{suffix[0]}н"


_CHAIN = Chain(suffixes(_SLOTS), level=_HARMONY, vowels=_VOWELS, changing=frozenset("ыиуү"), unchanged=_unchanged)


def index_keys(word: str) -> frozenset[str]:
    """The folded word and each stem it may be built on."""
    folded = fold(word)
    keys = frozenset((folded, *_CHAIN.stems(folded)))
    return keys.union(_IRREGULAR[key] for key in keys if key in _IRREGULAR)


def query_keys(word: str) -> frozenset[str]:
    """The folded word as it is."""
    return frozenset((fold(word),))
