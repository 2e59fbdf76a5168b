"""English: a word is found by itself and by what its ending may stand on.

A stemmer would make «university» of «universal» and «train» of «training»; here only inflection is undone, and only
on the side of the text: «trained» is found by «train», not by «training».
"""

from __future__ import annotations

import re

from syndicator.languages.analysers.folding import fold

_IRREGULAR_PLURALS = {
    "memoranda": "memorandum", "curricula": "curriculum", "syllabi": "syllabus", "crises": "crisis",
    "criteria": "criterion",
    "phenomena": "phenomenon", "bacteria": "bacterium", "strata": "stratum", "alumni": "alumnus",
    "stimuli": "stimulus", "nuclei": "nucleus", "fungi": "fungus", "foci": "focus", "appendices": "appendix",
    "indices": "index", "matrices": "matrix", "vertebrae": "vertebra", "larvae": "larva",
    "men": "man", "women": "woman", "children": "child", "people": "person", "feet": "foot", "teeth": "tooth",
    "geese": "goose", "mice": "mouse", "lice": "louse", "oxen": "ox",
    "wives": "wife", "midwives": "midwife", "lives": "life", "knives": "knife", "halves": "half", "calves": "calf",
    "leaves": "leaf", "loaves": "loaf", "shelves": "shelf", "selves": "self", "scarves": "scarf", "thieves": "thief",
    "wolves": "wolf", "hooves": "hoof", "wharves": "wharf", "phds": "phd", "news": "news",
}  # fmt: skip
_IRREGULAR_VERBS = {
    "arise": "arose arisen", "awake": "awoke awoken", "bear": "bore borne", "beat": "beaten", "become": "became",
    "begin": "began begun", "bend": "bent", "bite": "bit bitten", "bleed": "bled", "blow": "blew blown",
    "break": "broke broken", "breed": "bred", "bring": "brought", "build": "built", "buy": "bought",
    "catch": "caught", "choose": "chose chosen", "come": "came", "creep": "crept", "deal": "dealt", "dig": "dug",
    "do": "did done", "draw": "drew drawn", "drink": "drank drunk", "drive": "drove driven", "eat": "ate eaten",
    "fall": "fell fallen", "feed": "fed", "feel": "felt", "fight": "fought", "find": "found", "flee": "fled",
    "fly": "flew flown", "forbid": "forbade forbidden", "forget": "forgot forgotten", "freeze": "froze frozen",
    "get": "got gotten", "give": "gave given", "go": "went gone", "grow": "grew grown", "hang": "hung",
    "hear": "heard", "hide": "hid hidden", "hold": "held", "keep": "kept", "know": "knew known", "lead": "led",
    "lend": "lent", "lose": "lost", "make": "made", "mean": "meant", "meet": "met", "pay": "paid",
    "ride": "rode ridden",
    "rise": "risen", "run": "ran", "say": "said", "see": "seen", "seek": "sought", "sell": "sold", "send": "sent",
    "shake": "shook shaken", "shoot": "shot", "sing": "sang sung", "sink": "sank sunk", "sit": "sat", "sleep": "slept",
    "speak": "spoke spoken", "spend": "spent", "stand": "stood", "steal": "stole stolen",
    "stick": "stuck", "strike": "struck stricken", "strive": "strove striven", "swear": "swore sworn",
    "swim": "swam swum",
    "take": "took taken", "teach": "taught", "tear": "tore torn", "tell": "told", "think": "thought",
    "throw": "threw thrown", "undergo": "underwent undergone", "undertake": "undertook undertaken",
    "understand": "understood", "wake": "woke woken", "wear": "wore worn", "win": "won",
    "withdraw": "withdrew withdrawn",
    "write": "wrote written",
}  # fmt: skip
"""Base → past and participle; those that are words of their own more often (left, saw, rose, wound) are not listed."""
_BASES = {form: base for base, forms in _IRREGULAR_VERBS.items() for form in forms.split()}
_SPELLINGS = (
    ("isation", "ization"), ("ising", "izing"), ("ised", "ized"), ("ysing", "yzing"), ("ysed", "yzed"),
    ("programme", "program"), ("centre",
    "center"),
    ("paed", "ped"), ("labour", "labor"), ("haem", "hem"), ("gynaec", "gynec"), ("anaes", "anes"), ("defence",
    "defense"),
    ("licence", "license"), ("practise", "practice"), ("counsell", "counsel"),
)  # fmt: skip
_SHORTEST_BRITISH = 5
_VOWELS = frozenset("aeiouy")
_LATIN = re.compile("[a-z]")
"""Words of other letters, which stand in texts of other languages, have no endings of English."""


def index_keys(word: str) -> frozenset[str]:
    """The word in one spelling, its singular, and for a verb's ending what it may stand on."""
    spelled = _spelled(word)
    if not _LATIN.search(spelled):
        return frozenset((spelled,))
    keys = {spelled, *_singulars(spelled)}
    if spelled in _BASES:
        keys.add(_BASES[spelled])
    for ending in ("ing", "ed"):
        if spelled.endswith(ending) and len(spelled) - len(ending) >= 3:
            keys.update(_verbs(spelled[: -len(ending)]))
    return frozenset(keys)


def query_keys(word: str) -> frozenset[str]:
    """The word in one spelling, and its singular."""
    spelled = _spelled(word)
    return frozenset((spelled, *_singulars(spelled)))


def _spelled(word: str) -> str:
    folded = fold(word)
    folded = folded.removesuffix("'").removesuffix("'s")
    if len(folded) < _SHORTEST_BRITISH or not _LATIN.search(folded) or folded in _IRREGULAR_PLURALS:
        return folded
    for british, american in _SPELLINGS:
        if british in folded:
            folded = folded.replace(british, american)
    if folded.endswith(("ise", "yse")):
        return f"{folded[:-2]}ze"
    if folded.endswith("ises"):
        return f"{folded[:-3]}zes"
    return folded


def _singulars(word: str) -> tuple[str, ...]:
    """What a word may be the plural of."""
    if word in _IRREGULAR_PLURALS:
        return (_IRREGULAR_PLURALS[word],)
    if len(word) < 4 or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return ()
    if word.endswith("ies"):
        return (word[:-3] + "y",) if len(word) > 4 else (word[:-1],)
    if word.endswith(("sses", "shes", "ches", "xes")):
        return (word[:-2],)
    if word.endswith(("ses", "zes", "oes")):
        return word[:-1], word[:-2], f"{word[:-2]}is"
    return (word[:-1],)


def _verbs(stem: str) -> tuple[str, ...]:
    if len(stem) > 3 and stem[-1] == stem[-2] and stem[-1] not in _VOWELS:
        return stem, stem[:-1]
    if stem.endswith("i"):
        return (stem[:-1] + "y",)
    return stem, stem + "e"
