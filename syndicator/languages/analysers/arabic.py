"""Arabic: letters written in several ways folded, particles and endings taken off, common broken plurals listed.

Light stemming after Larkey, Ballesteros and Connell (2002), kept as several keys instead of one. A lone final ي is
never taken off, or «إسرائيلي» (Israeli) would be found as «إسرائيل».
"""

from __future__ import annotations

from collections.abc import Iterator

from syndicator.languages.analysers.folding import fold

_LETTERS = str.maketrans("أإآٱىةؤئگکی", "اااايهويككي")
_PREFIXES = (
    "وبال", "وكال", "ولل", "وال", "فال", "بال", "كال", "فلل", "لل", "ال", "وب", "ول", "وك", "فب", "فل", "و", "ف", "ب",
    "ل", "ك", "س",
)  # fmt: skip
_ENDINGS = (
    ("ات", ""), ("ات", "ه"), ("اتها", ""), ("اته", ""), ("اتهم", ""), ("اتها", "ه"), ("اته", "ه"), ("اتهم", "ه"),
    ("اتنا", "ه"), ("اتنا", ""), ("يات", "ي"), ("يات", "يه"),
    ("تي", "ه"), ("تين", "ه"),
    ("تان", "ه"), ("تها", "ه"), ("ته", "ه"), ("تهم", "ه"), ("تنا", "ه"), ("تك", "ه"), ("يي", "ي"), ("ها", ""), ("هم",
    ""), ("هن", ""),
    ("هما", ""), ("نا", ""), ("كم", ""), ("ين", ""), ("ون", ""), ("ان", ""), ("وا", ""), ("ه", ""), ("ا", ""),
)  # fmt: skip
_BROKEN_PLURALS = {
    "اطباء": "طبيب", "طلاب": "طالب", "طلبه": "طالب", "منح": "منحه", "بحوث": "بحث", "ابحاث": "بحث", "برامج": "برنامج",
    "مشاريع": "مشروع",
    "مراكز": "مركز", "مدارس": "مدرسه", "معاهد": "معهد", "مناهج": "منهج", "دروس": "درس", "دورات": "دوره",
    "علوم": "علم", "وفود": "وفد",
    "وزراء": "وزير", "سفراء": "سفير", "رؤساء": "رييس", "روساء": "رييس", "مدراء": "مدير", "عمداء": "عميد",
    "خبراء": "خبير", "علماء": "عالم",
    "اساتذه": "استاذ", "مدرسون": "مدرس", "شركاء": "شريك", "اعضاء": "عضو", "دول": "دوله", "بلدان": "بلد",
    "شعوب": "شعب", "امراض": "مرض",
    "مرضى": "مريض", "مرضي": "مريض", "ادويه": "دواء", "عيادات": "عياده", "مشافي": "مشفي", "مستشفي": "مستشفي",
    "شهادات": "شهاده",
    "قضايا": "قضيه", "مواد": "ماده", "خطط": "خطه", "فرص": "فرصه", "ورش": "ورشه", "سبل": "سبيل", "جهود": "جهد",
    "عقود": "عقد",
    "اتفاقيات": "اتفاقيه", "مذكرات": "مذكره", "كليات": "كليه", "اقسام": "قسم", "فروع": "فرع", "مهن": "مهنه",
    "صيادله": "صيدلي",
    "جراحون": "جراح", "ممرضون": "ممرض", "قمم": "قمه", "خريجون": "خريج", "تخصصات": "تخصص", "مجالات": "مجال",
    "افاق": "افق", "موتمرات": "موتمر",
}  # fmt: skip
_SHORTEST = 3


def forms(word: str) -> tuple[str, ...]:
    """The folded word, and what is left of it without particles in front."""
    folded = _folded(word)
    rests = (folded[len(each) :] for each in _PREFIXES if folded.startswith(each))
    return (folded, *(rest for rest in rests if len(rest) >= _SHORTEST))


def index_keys(word: str) -> frozenset[str]:
    """Every form with and without its ending; a broken plural also by its singular."""
    keys = {key for form in forms(word) for key in _without_ending(form)}
    return frozenset(keys | {_BROKEN_PLURALS[key] for key in keys if key in _BROKEN_PLURALS})


def query_keys(word: str) -> frozenset[str]:
    """The word without the article, in the singular if it is a plural we know."""
    bare = _bare(_folded(word))
    return frozenset((_BROKEN_PLURALS.get(bare, bare),))


def _folded(word: str) -> str:
    return fold(word).translate(_LETTERS)


def _bare(folded: str) -> str:
    return folded[2:] if folded.startswith("ال") and len(folded) - 2 >= _SHORTEST else folded


def _without_ending(form: str) -> Iterator[str]:
    yield form
    for ending, instead in _ENDINGS:
        if form.endswith(ending) and len(form) - len(ending) + len(instead) >= _SHORTEST:
            yield form[: -len(ending)] + instead
