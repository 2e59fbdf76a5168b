"""English: a word is found by itself and by what its ending may stand on.

A stemmer would make «university» of «universal» and «train» of «training»; here only inflection is undone, and only
on the side of the text: «trained» is found by «train», not by «training».
"""

from __future__ import annotations

from syndicator.languages.analysers.folding import fold

_IRREGULAR = {
    "memoranda": "memorandum", "curricula": "curriculum", "syllabi": "syllabus", "criteria": "criterion",
    "alumni": "alumnus",
    "men": "man", "women": "woman", "children": "child", "people": "person", "theses": "thesis",
    "diagnoses": "diagnosis",
    "crises": "crisis", "analyses": "analysis", "taught": "teach", "held": "hold", "met": "meet", "built": "build",
    "made": "make", "gave": "give", "given": "give", "took": "take", "taken": "take", "wives": "wife", "lives": "life",
    "midwives": "midwife", "phds": "phd", "bases": "basis", "began": "begin", "begun": "begin", "led": "lead",
    "sought": "seek", "underwent": "undergo", "chose": "choose", "chosen": "choose", "feet": "foot", "news": "news",
    "bacteria": "bacterium",
}  # fmt: skip
_SPELLINGS = (
    ("isation", "ization"), ("ising", "izing"), ("ised", "ized"), ("ise", "ize"), ("programme", "program"), ("centre",
    "center"),
    ("paed", "ped"), ("labour", "labor"), ("haem", "hem"), ("gynaec", "gynec"), ("anaes", "anes"), ("defence",
    "defense"),
    ("licence", "license"), ("practise", "practice"), ("fellowships", "fellowship"), ("counsell", "counsel"),
)  # fmt: skip
_VOWELS = frozenset("aeiouy")


def index_keys(word: str) -> frozenset[str]:
    """The word in one spelling, its singular, and for a verb's ending what it may stand on."""
    spelled = _spelled(word)
    keys = {spelled, _singular(spelled)}
    for ending in ("ing", "ed"):
        if spelled.endswith(ending) and len(spelled) - len(ending) >= 3:
            keys.update(_verbs(spelled[: -len(ending)]))
    return frozenset(keys)


def query_keys(word: str) -> frozenset[str]:
    """The word in one spelling, and its singular."""
    spelled = _spelled(word)
    return frozenset((spelled, _singular(spelled)))


def _spelled(word: str) -> str:
    folded = fold(word)
    folded = folded.removesuffix("'").removesuffix("'s")
    for british, american in _SPELLINGS:
        if british in folded:
            folded = folded.replace(british, american)
    return folded


def _singular(word: str) -> str:
    irregular = _IRREGULAR.get(word)
    if irregular or len(word) < 4 or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return irregular or word
    if word.endswith("ies"):
        return word[:-3] + "y" if len(word) > 4 else word[:-1]
    if word.endswith(("sses", "shes", "ches", "xes", "zes")):
        return word[:-2]
    return word[:-1]


def _verbs(stem: str) -> tuple[str, ...]:
    if len(stem) > 3 and stem[-1] == stem[-2] and stem[-1] not in _VOWELS:
        return stem, stem[:-1]
    if stem.endswith("i"):
        return (stem[:-1] + "y",)
    return stem, stem + "e"
