"""Hebrew: prefixed particles and endings taken off, final letters folded.

A word is found by every part that may be its dictionary form; no dictionary is used. A final ה is taken off common
adjectives only, or הסכמה (consent) would be found as הסכם (agreement). Endings are those of Glinert (The Grammar of
Modern Hebrew, 1989); that a ו is doubled after a particle is a rule of the Academy's spelling without points.
"""

from __future__ import annotations

from collections.abc import Iterator

from syndicator.languages.analysers.endings import Endings
from syndicator.languages.analysers.folding import fold

_FINALS = str.maketrans("ךםןףץ", "כמנפצ")
_PREFIXES = frozenset((
    "ו", "ה", "ב", "כ", "ל", "מ", "ש", "וה", "וב", "וכ", "ול", "ומ", "וש", "שה", "שב", "שכ", "של", "שמ", "מה", "כש",
    "לכש", "כשה", "ושה", "ושב", "ושל", "ושמ", "וכש", "ומה", "בה", "לה", "שבה", "שלה",
))  # fmt: skip
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
    "בנות": "בת", "אנשי": "איש", "אחיות": "אחות", "פי": "פה", "פיו": "פה", "פני": "פנימ", "מי": "מימ", "צדדימ": "צד",
    "צדדי": "צד", "תארימ": "תואר", "תארי": "תואר", "לבבות": "לב", "שרי": "שר", "גלי": "גל", "דפי": "דפ", "ידי": "יד",
    "ימי": "יומ", "ימימ": "יומ", "שנימ": "שנה", "שנות": "שנה", "אבות": "אב", "שמות": "שמ", "ראשי": "ראש", "נשי": "אישה",
    "שנתיימ": "שנה", "תכנית": "תוכנית", "תכניות": "תוכנית",
}  # fmt: skip
_PAIRED = "אוזנ עינ יד רגל ברכ כתפ כנפ שפה שנ שבוע חודש יומ שעה פעמ"
"""Nouns of parts of the body and of times that have a dual."""
_FEMININE_IN_HE = """
גדול קטנ טוב רע חדש ישנ חזק חלש ארוכ קצר גבוה נמוכ רחב עשיר עני יקר זול כבד מהיר חשוב נחוצ ראוי מוכנ בטוח ברור נכונ
שלמ רב ראשונ אחרונ לבנ שחור אדומ ירוק כחול צהוב עמוק שקט רגיל נדיר שכיח מתוק חמוצ עתיק צעיר זקנ בכיר קרוב רחוק פתוח
סגור אמור עלול צריכ יחיד נעימ חכמ בריא עצומ נפלא גרוע הגונ תלול ערוכ רופא חריפ דחופ זר חמור פשוט מסוכנ
"""
"""Common adjectives, and a profession, whose feminine has a ה more."""
_LEMMAS = {
    **_IRREGULAR,
    **{f"{each.removesuffix('ה')}{'ת' if each.endswith('ה') else ''}יימ": each for each in _PAIRED.split()},
    **{f"{each}ה": each for each in _FEMININE_IN_HE.split()},
}
_SHORTEST = 2
_PLURALS = frozenset(("ימ", "ות"))
_LONGEST_PREFIX = 3
_OFF = Endings(
    (ending, instead, _SHORTEST if instead or ending in _PLURALS else _SHORTEST + 1) for ending, instead in _ENDINGS
)


def forms(word: str) -> tuple[str, ...]:
    """The folded word, and what is left of it without particles in front."""
    folded = fold(word).translate(_FINALS)
    rests = [folded[length:] for length in range(1, _LONGEST_PREFIX + 1) if folded[:length] in _PREFIXES]
    return (folded, *(_single(rest) for rest in rests if len(rest) >= _SHORTEST))


def index_keys(word: str) -> frozenset[str]:
    """Every form with and without its ending."""
    return frozenset(key for form in forms(word) for key in _without_ending(form))


def query_keys(word: str) -> frozenset[str]:
    """The folded word as it is."""
    folded = fold(word).translate(_FINALS)
    return frozenset((folded,))


def _single(rest: str) -> str:
    """A ו that begins a word is doubled after a particle."""
    return rest[1:] if rest.startswith("וו") else rest


def _without_ending(form: str) -> Iterator[str]:
    yield form
    if form in _LEMMAS:
        yield _LEMMAS[form]
    yield from _OFF.off(form)
