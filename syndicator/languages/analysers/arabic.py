"""Arabic: letters written in several ways folded, particles and endings taken off, common broken plurals listed.

Light stemming after Larkey, Ballesteros and Connell (2002), kept as several keys instead of one. A lone final ي is
never taken off, or «إسرائيلي» (Israeli) would be found as «إسرائيل». Broken plurals follow no rule that can be undone
(Ryding, A Reference Grammar of Modern Standard Arabic, 2005, 7.3): those that news is full of are listed.
"""

from __future__ import annotations

from collections.abc import Iterator

from syndicator.languages.analysers.endings import Endings
from syndicator.languages.analysers.folding import fold

_LETTERS = str.maketrans("أإآٱىةؤئگکی", "اااايهويككي")
_PREFIXES = frozenset((
    "وبال", "وكال", "ولل", "وال", "فال", "بال", "كال", "فلل", "لل", "ال", "وب", "ول", "وك", "فب", "فل", "و", "ف", "ب",
    "ل", "ك", "س",
))  # fmt: skip
_ENDINGS = (
    ("ات", ""), ("ات", "ه"), ("اتها", ""), ("اته", ""), ("اتهم", ""), ("اتها", "ه"), ("اته", "ه"), ("اتهم", "ه"),
    ("اتنا", "ه"), ("اتنا", ""), ("يات", "ي"), ("يات", "يه"),
    ("تي", "ه"), ("تين", "ه"),
    ("تان", "ه"), ("تها", "ه"), ("ته", "ه"), ("تهم", "ه"), ("تنا", "ه"), ("تك", "ه"), ("يي", "ي"), ("ها", ""), ("هم",
    ""), ("هن", ""),
    ("هما", ""), ("نا", ""),
    ("كم", ""), ("ين", ""), ("ون", ""), ("ان", ""), ("وا", ""), ("و", ""), ("ه", ""), ("ا", ""),
)  # fmt: skip
_BROKEN = """
طبيب اطباء; طالب طلاب طلبه; منحه منح; بحث بحوث ابحاث; برنامج برامج; مشروع مشاريع; مركز مراكز; مدرسه مدارس;
معهد معاهد; منهج مناهج; درس دروس; علم علوم; وفد وفود; وزير وزراء; سفير سفراء; رييس رؤساء روساء; مدير مدراء;
عميد عمداء; خبير خبراء; عالم علماء; استاذ اساتذه; شريك شركاء; عضو اعضاء; دوله دول; بلد بلدان; شعب شعوب;
مرض امراض; مريض مرضي; دواء ادويه; مشفي مشافي; قضيه قضايا; ماده مواد; خطه خطط; فرصه فرص;
ورشه ورش; سبيل سبل; جهد جهود; عقد عقود; قسم اقسام; فرع فروع; مهنه مهن; صيدلي صيادله; قمه قمم; افق افاق;
مدينه مدن; كتاب كتب; بنك بنوك; حزب احزاب; قانون قوانين; حرب حروب; عام اعوام; شهر اشهر شهور; يوم ايام; نظام انظمه;
اسبوع اسابيع; سنه سنين سنوات; ولد اولاد; طفل اطفال; رجل رجال; امراه نساء; شاب شباب شبان; شخص اشخاص; عامل عمال;
تاجر تجار; زعيم زعماء; ملك ملوك; امير امراء; قاضي قضاه; نايب نواب; شاعر شعراء; فريق فرق; نادي انديه;
هدف اهداف; بطل ابطال; عدو اعداء; صديق اصدقاء; جار جيران; ضيف ضيوف; جيش جيوش; جندي جنود; ضابط ضباط; سلاح اسلحه;
صاروخ صواريخ; قنبله قنابل; شهيد شهداء; قتيل قتلي; جريح جرحي; اسير اسري; ضحيه ضحايا; حد حدود; منطقه مناطق;
قريه قري; حي احياء; شارع شوارع; طريق طرق; جسر جسور; بيت بيوت; منزل منازل; مبني مباني; مصنع مصانع; مكتب مكاتب;
متحف متاحف; مسجد مساجد; كنيسه كنايس; فندق فنادق; مطعم مطاعم; ملعب ملاعب; سوق اسواق; سعر اسعار; سهم اسهم;
مال اموال; قرض قروض; ربح ارباح; دين ديون اديان; رسم رسوم; ضريبه ضرايب; مورد موارد; سلعه سلع; حقل حقول; بير ابار;
نهر انهار; بحر بحار; جبل جبال; جزيره جزر; شجره اشجار; محصول محاصيل; قلب قلوب; عين عيون; يد ايدي; راس رءوس رووس;
وجه وجوه; صوره صور; خبر اخبار; نبا انباء; صحيفه صحف; جريده جرايد; قناه قنوات; فيلم افلام; حرف حروف; اسم اسماء;
رقم ارقام; عدد اعداد; نسبه نسب; راي اراء; فكره افكار; سبب اسباب; نتيجه نتايج; حل حلول; مشكله مشاكل;
حادث حوادث; حق حقوق; امر اوامر امور; شان شوون; عمل اعمال; وظيفه وظايف; مهمه مهام; قنصل قناصل;
بند بنود; شرط شروط; مرسوم مراسيم; تقرير تقارير; وثيقه وثايق; محكمه محاكم; سجن سجون; جريمه جرايم; تهمه تهم;
شاهد شهود; نص نصوص; فصل فصول; باب ابواب; صف صفوف; جايزه جوايز; منصب مناصب; رابطه روابط; تاريخ تواريخ; اثر اثار;
فن فنون; قصه قصص; قبيله قبايل; امه امم; مذهب مذاهب; نوع انواع; شكل اشكال; لون الوان; جزء اجزاء; سيد ساده;
سفينه سفن; ميناء موانيء مواني; ساحل سواحل; صندوق صناديق; مصدر مصادر; مجلس مجالس; معرض معارض; موقع مواقع;
موسم مواسم; منبر منابر; مرحله مراحل; عنصر عناصر; جهاز اجهزه; قايد قاده; حاكم حكام; ساكن سكان; خادم خدم;
حارس حراس; عاصمه عواصم; قاعده قواعد; ظاهره ظواهر; جانب جوانب; دافع دوافع; مجال مجالات; تخصص تخصصات; موتمر موتمرات
"""
"""Singular and its broken plurals, in folded letters."""
_SINGULARS: dict[str, list[str]] = {}
for _singular, *_plurals in map(str.split, _BROKEN.split(";")):
    for _plural in _plurals:
        _SINGULARS.setdefault(_plural, []).append(_singular)
_FEMININE = "ات"
"""Ending of the sound feminine plural: «دورات», courses, of «دورة»."""
_SHORTEST = 3
_LONGEST_PREFIX = 4
_OFF = Endings((ending, instead, _SHORTEST - len(instead)) for ending, instead in _ENDINGS)


def forms(word: str) -> tuple[str, ...]:
    """The folded word, and what is left of it without particles in front."""
    folded = _folded(word)
    rests = [folded[length:] for length in range(1, _LONGEST_PREFIX + 1) if folded[:length] in _PREFIXES]
    return (folded, *(rest for rest in rests if len(rest) >= _SHORTEST))


def index_keys(word: str) -> frozenset[str]:
    """Every form with and without its ending; a broken plural also by its singular."""
    keys = {key for form in forms(word) for key in _without_ending(form)}
    return frozenset(keys.union(*(_SINGULARS[key] for key in keys if key in _SINGULARS)))


def query_keys(word: str) -> frozenset[str]:
    """The word without the article, and in the singular if it is a plural we know, or one that may end in ة then."""
    bare = _bare(_folded(word))
    stem = bare.removesuffix(_FEMININE)
    feminine = (f"{stem}ه",) if stem != bare and len(stem) >= _SHORTEST else ()
    return frozenset((*_SINGULARS.get(bare, (bare,)), *feminine))


def _folded(word: str) -> str:
    return fold(word).replace("ئو", "ؤو").translate(_LETTERS)


def _bare(folded: str) -> str:
    return folded[2:] if folded.startswith("ال") and len(folded) - 2 >= _SHORTEST else folded


def _without_ending(form: str) -> Iterator[str]:
    yield form
    yield from _OFF.off(form)
