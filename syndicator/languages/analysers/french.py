"""French: a word is found by itself, by its masculine and singular, and for a verb's ending by its infinitive.

A stemmer would make «France» of «francs» and «médecin» of «médecine»; here only inflection is undone (Grevisse, Le Bon
Usage: feminine and plural of nouns and adjectives, first and second conjugation).
"""

from __future__ import annotations

from syndicator.languages.analysers.elision import without_article
from syndicator.languages.analysers.endings import Endings, rows
from syndicator.languages.analysers.folding import fold

_NOMINAL = (
    *rows(": s x; al: aux; ail: aux", 2),
    *rows("eur: euse euses; eux: euse euses; teur: trice trices; if: ive ives; eau: elle elles; er: ère ères", 2),
    *rows(
        "el: elle elles; en: enne ennes; on: onne onnes; et: ète ètes ette ettes; eur: eure eures; é: ée ées;"
        "al: ale ales; ain: aine aines; ais: aise aises; ois: oise oises; and: ande andes; gnol: gnole gnoles;"
        "il: ile iles; un: une unes",
        2,
    ),
    *rows("ant: ante antes; ent: ente entes; at: ate ates; u: ue ues; an: ane anes; anc: anche anches", 3),
)
_VERBAL = (
    *rows(
        "er: e es ons ez ent é ée és ées ant ait ais aient ions iez a ai as âmes èrent era erai eras eront erons erez"
        " erait erais eraient",
        3,
    ),
    *rows("ir: i ie is ies it issons issez issent issait issant irent ira iront irait", 3),
)
_IN_TEXTS, _ASKED = Endings((*_NOMINAL, *_VERBAL)), Endings(_NOMINAL)


def index_keys(word: str) -> frozenset[str]:
    """The word, what it may be the plural or feminine of, and the verb it may be a form of."""
    return _IN_TEXTS.keys(_folded(word))


def query_keys(word: str) -> frozenset[str]:
    """The word, and what it may be the plural or feminine of."""
    return _ASKED.keys(_folded(word))


def _folded(word: str) -> str:
    return without_article(fold(word)).replace("œ", "oe")
