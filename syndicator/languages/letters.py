"""Decisive letters: letters that only one language has answer before any statistics are asked.

Every rule wants a share of the letters, so that a foreign name in a long text decides nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Final

import regex

from syndicator.languages.scripts import counts

_KAZAKH: Final = frozenset("әғқңөұүһі")
_KANA: Final = regex.compile(r"[\p{Hiragana}\p{Katakana}]")
_UZBEK: Final = re.compile(r"[og][ʻʼ’‘'`](?=[a-z])")
_UNLIKE_UZBEK: Final = re.compile(r"[wçğışöü]|c(?!h)")
_KAZAKH_WORDS: Final = re.compile(r"\b(?:jäne|jáne|nemese|üşın|úshin|jyldyñ|jylğy|jylǵy)\b")
_YIDDISH: Final = re.compile(r"[װױײ]|א[ַָ](?!.*[\u05b0-\u05b6])")


def decide(script: str, text: str) -> str | None:
    """Give the language that the letters of lower-case *text*, mostly of *script*, decide on; None when they do not."""
    rule = _RULES.get(script)
    return rule(text) if rule else None


def excluded(script: str, text: str) -> frozenset[str]:
    """Give the languages whose alphabets lack letters that lower-case *text* uses again and again."""
    lacking = [tags for letters, tags in _LACKING.get(script, ()) if _share(text, letters) > 0.015]
    return frozenset().union(*lacking)


def unlikely(script: str, text: str) -> frozenset[str]:
    """Give the languages that hardly a headline is in without a letter of theirs, and lower-case *text* has none."""
    return frozenset(tag for tag, letters in _USUAL.get(script, {}).items() if not letters.search(text))


_USUAL: Final = {
    script: {tag: re.compile(f"[{letters}]") for tag, letters in usual.items()}
    for script, usual in {
        "Cyrl": {"sr": "јљњћђџ", "mk": "јѓќљњџѕ", "ba": "ҙҫҡғ"},
        "Latn": {"az": "əqx", "tt": "äöüşıñ"},
        "Hebr": {"yi": "עײױװ"},
    }.items()
}
"""Script → language → letters of which any headline in it has one."""
_LACKING: Final = {
    script: tuple((letters, frozenset(lacking.split())) for letters, lacking in rows)
    for script, rows in {
        "Cyrl": (
            ("ыэё", "bg sr mk uk"),
            ("йяюьщ", "sr mk"),
            ("ъ", "sr mk uk be"),
            ("іїєґ", "ru bg sr mk ky tt ba tg mn uz"),
            ("әғқңөұүһ", "ru uk be bg sr mk"),
            ("ҳӣӯҷў", "ru uk bg sr mk kk ky tt mn"),
            ("ғқ", "ky tt mn"),
            ("ңә", "tg mn uz"),
            ("өү", "tg uz"),
            ("ијљњћђџќѓ", "be"),
            ("јљњћђџќѓ", "ru uk bg"),
        ),
        "Arab": (
            ("ەۇۋڭۆۈې", "ar fa ur sd az"),
            ("ەۇۋڭۆۈ", "ps"),
            ("ہٹڈڑںے", "ar fa az kk ckb"),
            ("ةإ", "fa ur az"),
        ),
        "Latn": (
            ("ãõ", "es it fr en ca gl tr"),
            ("ñ¿¡", "pt it fr en ca"),
            ("ğış", "en fr de es it pt ca no nl et fi cs pl sv"),
            ("wâ", "kk"),
        ),
    }.items()
}
"""Script → letters, and the languages written in it that do not have them."""


def _has(text: str, letters: str) -> bool:
    return any(letter in text for letter in letters)


def _share(text: str, letters: str | frozenset[str]) -> float:
    found = sum(map(text.count, letters))
    return found / _letters(text) if found else 0.0


def _cyrillic(text: str) -> str | None:
    if ("ұ" in text or (_has(text, "қғ") and "і" in text)) and _share(text, _KAZAKH) > 0.05:
        return "kk"
    return next((tag for tag, holds in _CYRILLIC.items() if holds(text)), None)


_CYRILLIC: Final[dict[str, Callable[[str], bool]]] = {
    "cv": lambda text: _share(text, "ӑӗӳ") > 0.03,
    "ba": lambda text: _share(text, "ҙҫҡ") > 0.01,
    "tt": lambda text: "җ" in text and _share(text, "әөүҗңһ") > 0.05,
    "tg": lambda text: _share(text, "ӣӯҷ") > 0.01,
    "uk": lambda text: not _has(text, "ыэъў") and _share(text, "ґїє") > 0.005 and _share(text, "ґїєі") > 0.03,
    "be": lambda text: "ў" in text and not _has(text, "иқҳ") and _share(text, "ўыі") > 0.05,
}


def _arabic(text: str) -> str | None:
    found = next((tag for tag, letters, share in _ARABIC if _share(text, letters) > share), None)
    if found is None and "ە" in text and _has(text, "یک") and _share(text, "ەیک") > 0.1:
        return "ckb"
    if found is None and _share(text, "ەۇۋڭې") > 0.05:
        return _uyghur_or_kazakh(text)
    return found or _with_persian_letters(text)


def _with_persian_letters(text: str) -> str | None:
    """Tell Urdu and Azerbaijani by their words from Persian, which is left to the models."""
    if _URDU.search(text):
        return "ur"
    if "ی" not in text:
        return None
    found = 2 * len(_AZERI.findall(text)) + len(_AZERI_TOO.findall(text))
    return "az" if found >= max(2, 0.07 * text.count(" ")) else None


def _uyghur_or_kazakh(text: str) -> str | None:
    """Uyghur begins vowels with ئ and has ې ۈ غ خ ھ; Kazakh writes ع for غ, and ء before words with front vowels."""
    uyghur, kazakh = len(_UYGHUR.findall(text)), len(_KAZAKH_IN_ARABIC.findall(text))
    if uyghur == kazakh:
        return None if uyghur or "چ" in text else "kk"
    return "ug" if uyghur > kazakh else "kk"


_UYGHUR: Final = re.compile(r"[ېۈغخئھ]|\b(?:بۇ|ۋە)\b")
_KAZAKH_IN_ARABIC: Final = re.compile(r"[عحءۆ]|\b(?:بۇل|جانە|مەن|ول)\b")
_AZERI: Final = re.compile(
    r"\b(?:بیر|چوخ\w*|گؤره|گوره|آیری|اوچون|ائ[دلتی]\w+|اولار\w*|اولان|اولور|اولسو\w+|اولمو\w+|داها|اونون|اونلار|سونرا|بویوک|یاخ[جچ]ی"
    r"|\w{2,}للر|\w{3,}(?:ماق|ماخ|جاخ|لاری|لارین|لرین|لردن|سینده|ننر))\b"
)
"""Words and endings of Azerbaijani that neither Persian nor Urdu has."""
_AZERI_TOO: Final = re.compile(
    r"\b(?:بو|وار|اونا|ایکی|سیز|کیمی|یوخ\w*|ایله|ایدی|لر|لار|لری|نین|\w{3,}(?:لار|لری|سیز|دیر|لارا|لره|دلر|انن|ینن|لدی|لیر))\b"
)
"""And those that they hardly have."""
_URDU: Final = re.compile(r"\b(?:اور|آپ|اپن[ےیا]|کا|بھی|تھ[اےی])\b")
_ARABIC: Final = (
    ("ky", "ۅۉ", 0.01),
    ("ckb", "ێڕڵ", 0.01),
    ("sd", "ٿڄڃڻڏڙٻڀ", 0.02),
    ("ps", "ټډړښځڼ", 0.02),
    ("ur", "ٹڈڑںےہ", 0.015),
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
    """Tell by the shapes of words: no one letter is Kazakh's alone, and only few are Turkish's, Azeri's or Turkmen's.

    Kazakh has y between consonants, where others have ı; ı beside front vowels, where Turkish has i; q, ñ, ū and -iia.
    """
    if _KAZAKH_WORDS.search(text):
        return True
    if "ň" in text or ("ý" in text and _has(text, "äöüş")):
        return False
    if not _MAYBE_KAZAKH.search(text) or not _KAZAKH_ONLY.search(text):
        return False
    own, foreign = len(_KAZAKH_SHAPES.findall(text)), len(_UNLIKE_KAZAKH.findall(text))
    return own - 2 * foreign >= max(2, 0.25 * len(_WORD.findall(text)))


_WORD: Final = re.compile(r"[^\W\d_]+")
_VOWEL_Y: Final = "[bdfgğhjklmnñŋǵpqrsştvz]y(?![aeiouäöüūıyý])"
_HARMONY: Final = "ı[a-zğşñ]*[eöüä]|[eöüä][a-zğşñ]*ı"
_KAZAKH_SHAPES: Final = re.compile(
    rf"\b(?=\w*(?:[ñūŋǵ]|q(?!u)|iia|{_VOWEL_Y}|{_HARMONY}))\w+"
    r"|\b(?:men|bır|dep|kerek|jyl|ol|osy|bul|köp|kün|jer|eger|onda|emes|jaña|öz|ötken|keiın|keremet)\b"
)
_KAZAKH_ONLY: Final = re.compile(
    rf"[ūŋǵ]|iia|q(?!u)\w*{_VOWEL_Y}|{_VOWEL_Y}\w*(?:q(?!u)|[ñğş])|[ğşñ]\w*{_VOWEL_Y}|{_HARMONY}|ñ\w*[ğşqıä]"
)
"""What a word of no other language has; Iraqi and military in one headline are not enough."""
_MAYBE_KAZAKH: Final = re.compile("ū|ŋ|ǵ|ñ|ğ|ş|ı|q(?!u)|iia")
"""One of these is in all of them, and hardly one in English: looked for first, in a tenth of the time."""
_UNLIKE_KAZAKH: Final = re.compile(r"\b\w*(?:[çwxýžəâîłźż]|c(?!h)|[og][ʻʼ’‘'`])\w*")


@lru_cache(maxsize=16)
def _letters(text: str) -> int:
    """How many letters, one at least; remembered, as one rule after another asks for those of the same text."""
    return sum(counts(text).values()) or 1


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
