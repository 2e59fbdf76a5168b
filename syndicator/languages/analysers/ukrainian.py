"""Ukrainian: every ending of nouns and adjectives taken off.

There is no free dictionary to lean on and Snowball has no Ukrainian; the endings are those of the declensions.
"""

from __future__ import annotations

from syndicator.languages.analysers.folding import fold

_ENDINGS = (
    "ього", "ьому", "іями",
    "ами", "ями", "ові", "еві", "єві", "ого", "ому", "ьою", "ьої", "ією", "іям", "іях", "ими",
    "ем", "єм", "ом", "ою", "ею", "єю", "ам", "ям", "ах", "ях", "ів", "їв", "ий", "ій", "им", "ім", "ої", "ії", "ію",
    "ія", "их", "іх",
    "а", "я", "о", "е", "и", "і", "ї", "у", "ю", "й", "ь", "є",
)  # fmt: skip
_SHORTEST = 3


def index_keys(word: str) -> frozenset[str]:
    """The word, and the word without each ending it has."""
    folded = fold(word).replace("'", "")
    ends = (ending for ending in _ENDINGS if folded.endswith(ending) and len(folded) - len(ending) >= _SHORTEST)
    return frozenset((folded, *(folded[: -len(ending)] for ending in ends)))


query_keys = index_keys
