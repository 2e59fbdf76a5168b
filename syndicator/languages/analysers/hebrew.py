"""Hebrew: prefixed particles and endings taken off, final letters folded.

A word is found by every part that may be its dictionary form; no dictionary is used. A final ה is never taken off, or
הסכמה (consent) would be found as הסכם (agreement).
"""

from __future__ import annotations

from collections.abc import Iterator

from syndicator.languages.analysers.folding import fold

_FINALS = str.maketrans("ךםןףץ", "כמנפצ")
_PREFIXES = (
    "ו", "ה", "ב", "כ", "ל", "מ", "ש", "וה", "וב", "וכ", "ול", "ומ", "וש", "שה", "שב", "שכ", "של", "שמ", "מה", "כש",
    "לכש", "כשה", "ושה", "ושב", "ושל", "ושמ", "וכש", "ומה", "בה", "לה", "שבה", "שלה",
)  # fmt: skip
_ENDINGS = (
    ("ייה", "יה"), ("ויות", "ות"), ("יות", "ייה"), ("יותי", "ית"), ("יות", "ית"), ("יות", "יה"), ("יות", ""), ("אות",
    "ה"), ("אות", "א"), ("ותי", ""), ("ות", "ה"),
    ("ות", ""), ("ות", "ת"), ("יימ", "י"), ("ימ", ""), ("ימ", "ה"), ("ימ", "י"), ("ית", ""), ("ית", "י"), ("ת", "ה"),
    ("ת", ""), ("י", ""), ("י", "ה"),
    ("ו", ""), ("ו", "ה"), ("יו", ""), ("תו", "ה"), ("תה", "ה"), ("יהמ", ""), ("יה", ""), ("נו", ""), ("ינו", ""),
    ("תמ", "ה"),
)  # fmt: skip
_IRREGULAR = {
    "נשימ": "אישה", "אנשימ": "איש", "ערימ": "עיר", "ערי": "עיר", "בתי": "בית", "בתימ": "בית", "בני": "בנ",
    "בנות": "בת", "אנשי": "איש",
    "ימי": "יומ", "ימימ": "יומ", "שנימ": "שנה", "שנות": "שנה", "אבות": "אב", "שמות": "שמ", "ראשי": "ראש", "נשי": "אישה",
}  # fmt: skip
_SHORTEST = 2
_PLURALS = frozenset(("ימ", "ות"))


def forms(word: str) -> tuple[str, ...]:
    """The folded word, and what is left of it without particles in front."""
    folded = fold(word).translate(_FINALS)
    rests = (folded[len(each) :] for each in _PREFIXES if folded.startswith(each))
    return (folded, *(rest for rest in rests if len(rest) >= _SHORTEST))


def index_keys(word: str) -> frozenset[str]:
    """Every form with and without its ending."""
    return frozenset(key for form in forms(word) for key in _without_ending(form))


def query_keys(word: str) -> frozenset[str]:
    """The folded word as it is."""
    return frozenset((fold(word).translate(_FINALS),))


def _without_ending(form: str) -> Iterator[str]:
    yield form
    if form in _IRREGULAR:
        yield _IRREGULAR[form]
    for ending, instead in _ENDINGS:
        if form.endswith(ending) and len(form) - len(ending) >= (_SHORTEST if ending in _PLURALS else _SHORTEST + 1):
            yield form[: -len(ending)] + instead
