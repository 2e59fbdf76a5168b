"""Names across scripts: a word in, the classes of its consonants out, so that «Swansea», «Суонси» and «سوانزي» meet.

Hebrew and Arabic do not write short vowels, and no two alphabets cut consonants alike; what is left of a name in all
of them is the order of eight classes of consonants (in the manner of Soundex, US patent 1261167, with classes wide
enough for four scripts). Skeletons are evidence, never proof: several in common make a story, one does not.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

SHORTEST: Final = 3
"""Classes that a skeleton needs to tell anything."""
_CLASSES: Final = {
    "p": "bpfvбпфвпبپفבפףڤۆ",
    "t": "dtдтðדטתدتطضذثٹڈ",
    "k": "gkqxкгхқғҳقكغخحگکקכךגڭ",
    "s": "szjсзцшщжчҷسزصشجظچژזסצץש",
    "l": "lлلל",
    "r": "rрرרڑ",
    "m": "mмمמם",
    "n": "nнңنںנן",
}
_CLASS_OF: Final = {letter: name for name, letters in _CLASSES.items() for letter in letters}
_KAZAKH_ARABIC: Final = {**_CLASS_OF, "ع": "k", "ۋ": ""}
"""Kazakh writes ғ with the letter that is silent in other languages of the Arabic script."""
_PAIRS: Final = re.compile("sch|tch|sh|ch|zh|dg(?=e)|dj|dzh|tz|ts|kh|gh|th|ph|ck|дж|тч|тс|ד?[גזצ]['׳’]|c(?=[eiy])|x")
_PAIR_CLASS: Final = {
    "kh": "k",
    "gh": "k",
    "th": "t",
    "ph": "p",
    "ck": "k",
    "x": "ks",
}
_TURKISH: Final = frozenset(("tr", "az"))
"""Languages in which c is the sound of j."""


@lru_cache(maxsize=32_768)
def skeleton(word: str, language: str = "") -> str:
    """The consonants of *word* as classes, doubled ones once; empty when there are fewer than three.

    *language* is a BCP 47 tag: a few letters stand for other sounds in it.
    """
    plain = unicodedata.normalize("NFKD", word.casefold())
    hard_c = "s" if language.split("-", 1)[0] in _TURKISH else "k"
    classes = _KAZAKH_ARABIC if language == "kk-Arab" else _CLASS_OF
    found = ""
    for letter in _PAIRS.sub(lambda pair: _PAIR_CLASS.get(pair[0], "s"), plain):
        each = hard_c if letter == "c" else classes.get(letter, "")
        if each and not found.endswith(each):
            found += each
    return found if len(found) >= SHORTEST else ""
