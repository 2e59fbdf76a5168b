"""Spanish: a word is found by itself, by its masculine and singular, and for a verb's ending by its infinitive.

Accents are left out, for they come and go («nación», «naciones»; «joven», «jóvenes»), but ñ is a letter. Only
inflection is undone (Nueva gramática de la lengua española, 2009: gender and number, regular conjugation).
"""

from __future__ import annotations

from syndicator.languages.analysers.endings import Endings, rows
from syndicator.languages.analysers.folding import fold

_ACCENTS = str.maketrans("áéíóúü", "aeiouu")
_NOMINAL = (
    *rows(": s es; z: ces", 2),
    *rows(
        "ico: ica icas; ivo: iva ivas; oso: osa osas; ado: ada adas; ario: aria arias; ero: era eras; evo: eva evas;"
        "ino: ina inas; ano: ana anas; eno: ena enas; eño: eña eñas; iño: iña iñas; stro: stra stras; ijo: ija ijas;"
        "or: ora oras; es: esa esas; an: ana anas; on: ona onas; ol: ola olas; uno: una unas; ado: ados;"
        "ido: idos idas",
        1,
    ),
)  # fmt: skip
_VERBAL = (
    *rows(
        "ar: o as a amos an e aste o aron aba aban ado ada ados adas ando ara aran aria arian en es aremos", 3
    ),
    *rows(
        "er: io ieron ido ida idos idas iendo e en ia ian era eran eria erian emos; "
        "ir: io ieron ido ida idos idas iendo e en ia ian ira iran iria irian imos",
        3,
    ),
)  # fmt: skip
_IN_TEXTS, _ASKED = Endings((*_NOMINAL, *_VERBAL)), Endings(_NOMINAL)


def index_keys(word: str) -> frozenset[str]:
    """The word, what it may be the plural or feminine of, and the verbs it may be a form of."""
    return _IN_TEXTS.keys(_folded(word))


def query_keys(word: str) -> frozenset[str]:
    """The word, and what it may be the plural or feminine of."""
    return _ASKED.keys(_folded(word))


def _folded(word: str) -> str:
    return fold(word).translate(_ACCENTS)
