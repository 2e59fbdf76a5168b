"""Decisive letters: letters that only one language has answer before any statistics are asked.

Every rule wants a share of the letters, so that a foreign name in a long text decides nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Final

import regex

_KAZAKH: Final = frozenset("әғқңөұүһі")
_KANA: Final = regex.compile(r"[\p{Hiragana}\p{Katakana}]")
_UYGHUR: Final = re.compile(r"[ېۈغخ]|\bئ")
_UZBEK: Final = re.compile(r"[og][ʻʼ’‘'`](?=[a-z])")
_UNLIKE_UZBEK: Final = re.compile(r"w|c(?!h)")
_BARE_Q: Final = re.compile(r"q(?!u)")
_KAZAKH_WORDS: Final = re.compile(r"\b(?:jäne|jáne|nemese|üşın|úshin|jyldyñ|jylğy|jylǵy)\b")
_YIDDISH: Final = re.compile(r"[װױײ]|א[ַָ](?!.*[\u05b0-\u05b6])")


def decide(script: str, text: str) -> str | None:
    """Give the language that the letters of lower-case *text*, mostly of *script*, decide on; None when they do not."""
    rule = _RULES.get(script)
    return rule(text) if rule else None


def excluded(script: str, text: str) -> frozenset[str]:
    """Give the languages whose alphabets lack letters that lower-case *text* uses again and again."""
    if script != "Cyrl":
        return frozenset()
    unserbian = frozenset() if _SERBIAN.search(text) else frozenset({"sr"})
    return unserbian.union(*(lacking for letters, lacking in _LACKING if _share(text, letters) > 0.015))


_SERBIAN: Final = re.compile(r"[јљњћђџ]")
"""Rare is the Serbian headline without any of these."""
_LACKING: Final = tuple(
    (letters, frozenset(lacking.split()))
    for letters, lacking in (
        ("ыэё", "bg sr mk uk"),
        ("йяюьщ", "sr mk"),
        ("ъ", "sr mk uk be"),
        ("іїєґ", "ru bg sr mk ky tt ba tg mn"),
        ("әғқңөұүһ", "ru uk be bg sr mk"),
        ("ҳӣӯҷў", "ru uk bg sr mk kk ky tt mn"),
        ("ғқ", "ky tt mn"),
        ("ңә", "tg mn"),
        ("өү", "tg"),
        ("ијљњћђџќѓ", "be"),
        ("јљњћђџќѓ", "ru uk bg"),
    )
)
"""Cyrillic letters → languages that do not have them."""


def _share(text: str, letters: str | frozenset[str]) -> float:
    found = sum(map(text.count, letters))
    return found / _letters(text) if found else 0.0


def _cyrillic(text: str) -> str | None:
    has = set(text).intersection
    if (has("ұ") or (has("қғ") and has("і"))) and _share(text, _KAZAKH) > 0.05:
        return "kk"
    return next((tag for tag, holds in _CYRILLIC.items() if holds(text)), None)


_CYRILLIC: Final[dict[str, Callable[[str], bool]]] = {
    "cv": lambda text: _share(text, "ӑӗӳ") > 0.03,
    "ba": lambda text: _share(text, "ҙҫҡ") > 0.01,
    "tt": lambda text: "җ" in text and _share(text, "әөүҗңһ") > 0.05,
    "tg": lambda text: _share(text, "ӣӯҷ") > 0.01,
    "uk": lambda text: (
        not set("ыэъў").intersection(text) and _share(text, "ґїє") > 0.005 and _share(text, "ґїєі") > 0.03
    ),
    "be": lambda text: "ў" in text and not set("иқҳ").intersection(text) and _share(text, "ўыі") > 0.05,
}


def _arabic(text: str) -> str | None:
    found = next((tag for tag, letters, share in _ARABIC if _share(text, letters) > share), None)
    if found is None and "ە" in text and set("یک").intersection(text) and _share(text, "ەیک") > 0.1:
        return "ckb"
    if found is None and _share(text, "ەۇۋڭې") > 0.05:
        return "ug" if _UYGHUR.search(text) else "kk"
    if found is None and len(_AZERI.findall(text)) > 0.15 * (text.count(" ") + 1):
        return "az"
    return found


_AZERI: Final = re.compile(
    r"\b(?:بیر|ایله|اوچون|اولان|اولاراق|ایدی|کیمی|چوخ|سونرا|گؤره|\w{2,}(?:لر|لار|دیر|لری|لاری|نین|ینده|ینین|دی))\b"
)
_ARABIC: Final = (
    ("ckb", "ێڕڵ", 0.01),
    ("sd", "ٿڄڃڻڏڙٻڀ", 0.02),
    ("ps", "ټډړښځڼ", 0.02),
    ("ur", "ٹڈڑںے", 0.015),
)


def _hebrew(text: str) -> str | None:
    """Yiddish has letters of its own; without them the models tell it from Hebrew."""
    return "yi" if _YIDDISH.search(text) else None


def _latin(text: str) -> str | None:
    if len(_UZBEK.findall(text)) >= 2 and not _UNLIKE_UZBEK.search(text):
        return "uz"
    if _share(text, "ə") > 0.01:
        return "az"
    return "kk" if _kazakh_in_latin(text) else None


def _kazakh_in_latin(text: str) -> bool:
    """Turkish shares ğ, ş and ı, Finnish ä, Turkmen ä and ş: two marks have to be there, one not Turkish."""
    if _KAZAKH_WORDS.search(text):
        return True
    if "ý" in text and set(text).intersection("äöüş"):
        return False
    bare = len(_BARE_Q.findall(text))
    own = set(text).intersection("ñūŋǵä") | ({"q"} if bare else set())
    marks = own | set(text).intersection("ğşıáýú")
    share = _share(text, "ñūŋǵğşäı") + bare / _letters(text)
    return bool(own) and len(marks) >= 2 and share > 0.03 and _share(text, "cçwxəňž") < 0.01


@lru_cache(maxsize=16)
def _letters(text: str) -> int:
    """How many letters, one at least; remembered, as one rule after another asks for those of the same text."""
    others = (letter for letter in set(text) if not letter.isalpha())
    return len(text) - sum(map(text.count, others)) or 1


def _han(text: str) -> str:
    return "ja" if len(_KANA.findall(text)) > 0.05 * _letters(text) else "zh"


_RULES: Final[dict[str, Callable[[str], str | None]]] = {
    "Cyrl": _cyrillic,
    "Arab": _arabic,
    "Hebr": _hebrew,
    "Latn": _latin,
    "Hani": _han,
    "Hang": lambda _text: "ko",
}
