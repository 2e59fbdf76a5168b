"""The words of our own that readers see, per language; names of languages, directions and dates."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_time

DEFAULT = "en"

WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "skip": "Skip to content",
        "home": "All feeds",
        "languages": "Languages",
        "all_languages": "All languages",
        "subscribe": "Subscribe",
        "subscribe_hint": "Copy an address into your news reader.",
        "feeds": "Curated feeds",
        "empty": "Nothing has been published here yet.",
        "also": "See also",
        "also_in": "In other languages",
        "withdrawn": "Withdrawn",
        "withdrawn_hint": "This article was taken back by its publisher or by our editors.",
        "ended": "This feed has ended",
        "ended_hint": "No new entries will appear here. You can unsubscribe.",
        "translation": "translation",
        "story": "The whole story",
        "versions": "Who reports it",
        "moved": "This story is part of another now",
        "perhaps": "Perhaps also",
        "reprints": "Reprints",
        "latest": "Latest articles",
        "opml": "All feeds as OPML",
        "utc": "Times are in UTC.",
        "updated": "Updated",
        "source": "Source: {name}",
        "about_title": "About these feeds",
        "about": "Every entry links to the original article. What is shown of it is what its publisher allows. "
        "In JSON feeds, the member _syndicator names the story, its other versions, the source and the rights.",
    },
    "ru": {
        "skip": "Перейти к содержанию",
        "home": "Все ленты",
        "languages": "Языки",
        "all_languages": "Все языки",
        "subscribe": "Подписаться",
        "subscribe_hint": "Скопируйте адрес в программу для чтения новостей.",
        "feeds": "Тематические ленты",
        "empty": "Здесь пока ничего не опубликовано.",
        "also": "Читайте также",
        "also_in": "На других языках",
        "withdrawn": "Отозвано",
        "withdrawn_hint": "Эту статью отозвали издатель или наша редакция.",
        "ended": "Эта лента закрыта",
        "ended_hint": "Новых записей здесь больше не будет. Вы можете отписаться.",
        "translation": "перевод",
        "story": "Весь сюжет",
        "versions": "Кто об этом сообщает",
        "moved": "Этот сюжет объединён с другим",
        "perhaps": "Возможно, об этом же",
        "reprints": "Перепечатки",
        "latest": "Последние статьи",
        "opml": "Все ленты в формате OPML",
        "utc": "Время указано по UTC.",
        "updated": "Обновлено",
        "source": "Источник: {name}",
        "about_title": "Об этих лентах",
        "about": "Каждая запись ведёт на оригинальную статью. Показано столько, сколько разрешает издатель. "
        "В лентах JSON поле _syndicator называет сюжет, другие его версии, источник и права.",
    },
    "kk": {
        "skip": "Мазмұнға өту",
        "home": "Барлық ленталар",
        "languages": "Тілдер",
        "all_languages": "Барлық тілдер",
        "subscribe": "Жазылу",
        "subscribe_hint": "Мекенжайды жаңалықтар оқитын бағдарламаға көшіріңіз.",
        "feeds": "Тақырыптық ленталар",
        "empty": "Мұнда әзірге ештеңе жарияланған жоқ.",
        "also": "Тағы оқыңыз",
        "also_in": "Басқа тілдерде",
        "withdrawn": "Қайтарып алынды",
        "withdrawn_hint": "Бұл мақаланы баспагер немесе біздің редакция қайтарып алды.",
        "ended": "Бұл лента жабылды",
        "ended_hint": "Мұнда жаңа жазбалар шықпайды. Жазылымнан бас тартуға болады.",
        "translation": "аударма",
        "story": "Толық сюжет",
        "versions": "Бұл туралы кім жазды",
        "moved": "Бұл сюжет басқасымен біріктірілді",
        "perhaps": "Бәлкім, бұл да осы туралы",
        "reprints": "Көшіріп басқандар",
        "latest": "Соңғы мақалалар",
        "opml": "Барлық ленталар OPML түрінде",
        "utc": "Уақыт UTC бойынша көрсетілген.",
        "updated": "Жаңартылды",
        "source": "Дереккөз: {name}",
        "about_title": "Бұл ленталар туралы",
        "about": "Әр жазба түпнұсқа мақалаға сілтейді. Баспагер рұқсат еткен көлемде ғана көрсетіледі. "
        "JSON ленталарында _syndicator өрісі сюжетті, оның басқа нұсқаларын, дереккөзді және құқықтарды атайды.",
    },
    "ar": {
        "skip": "انتقل إلى المحتوى",
        "home": "كل الخلاصات",
        "languages": "اللغات",
        "all_languages": "كل اللغات",
        "subscribe": "اشترك",
        "subscribe_hint": "انسخ عنوانًا إلى قارئ الأخبار لديك.",
        "feeds": "خلاصات مختارة",
        "empty": "لم يُنشر شيء هنا بعد.",
        "also": "اقرأ أيضًا",
        "also_in": "بلغات أخرى",
        "withdrawn": "سُحبت المادة",
        "withdrawn_hint": "سحب الناشر أو محررونا هذه المادة.",
        "ended": "أُغلقت هذه الخلاصة",
        "ended_hint": "لن تظهر هنا مواد جديدة. يمكنك إلغاء الاشتراك.",
        "translation": "ترجمة",
        "story": "القصة كاملة",
        "versions": "من كتب عنها",
        "moved": "أصبحت هذه القصة جزءًا من قصة أخرى",
        "perhaps": "ربما أيضًا",
        "reprints": "إعادات نشر",
        "latest": "أحدث المقالات",
        "opml": "كل الخلاصات بصيغة OPML",
        "utc": "الأوقات بالتوقيت العالمي المنسق (UTC).",
        "updated": "آخر تحديث",
        "source": "المصدر: {name}",
        "about_title": "عن هذه الخلاصات",
        "about": "كل مادة تحيل إلى المقال الأصلي، ولا يُعرض منها إلا ما يسمح به الناشر. "
        "وفي خلاصات JSON يذكر الحقل _syndicator القصة وصيغها الأخرى والمصدر والحقوق.",
    },
    "he": {
        "skip": "דילוג לתוכן",
        "home": "כל העדכונים",
        "languages": "שפות",
        "all_languages": "כל השפות",
        "subscribe": "הרשמה",
        "subscribe_hint": "העתיקו כתובת אל קורא החדשות שלכם.",
        "feeds": "עדכונים לפי נושא",
        "empty": "עדיין לא פורסם כאן דבר.",
        "also": "קראו גם",
        "also_in": "בשפות נוספות",
        "withdrawn": "הוסר מפרסום",
        "withdrawn_hint": "הכתבה הוסרה מפרסום בידי המו״ל או בידי העורכים שלנו.",
        "ended": "העדכון הזה נסגר",
        "ended_hint": "לא יופיעו כאן פריטים חדשים. אפשר לבטל את המינוי.",
        "translation": "תרגום",
        "story": "הסיפור המלא",
        "versions": "מי מדווח על כך",
        "moved": "הסיפור הזה הוא כעת חלק מסיפור אחר",
        "perhaps": "אולי גם",
        "reprints": "פרסומים חוזרים",
        "latest": "הכתבות האחרונות",
        "opml": "כל העדכונים כ-OPML",
        "utc": "השעות לפי UTC.",
        "updated": "עודכן",
        "source": "מקור: {name}",
        "about_title": "על העדכונים האלה",
        "about": "כל פריט מקשר לכתבה המקורית, ומוצג ממנה רק מה שהמו״ל מתיר. "
        "בעדכוני JSON השדה _syndicator מציין את הסיפור, את גרסאותיו האחרות, את המקור ואת הזכויות.",
    },
}

SCRIPTS_SPOKEN: Mapping[str, Mapping[str, str]] = {
    "kk-Latn": {"source": "Derekköz: {name}", "also_in": "Basqa tılderde"},
    "kk-Arab": {"source": "دەرەككوز: {name}", "also_in": "باسقا تىلدەردە"},
}
"""Words that entries need, in further scripts of our languages."""
NAMES: Mapping[str, str] = {
    "kk": "Қазақша",
    "kk-Cyrl": "Қазақша (кирилл)",
    "kk-Latn": "Qazaqşa",
    "kk-Arab": "قازاقشا",
    "mul": "—",
    "und": "—",
}
"""Names of languages that a library does not know, or does not tell from their scripts."""
RTL_LANGUAGES = frozenset(["ar", "arc", "ckb", "dv", "fa", "he", "ks", "nqo", "ps", "sd", "syr", "ug", "ur", "yi"])
RTL_SCRIPTS = frozenset(["Arab", "Aran", "Hebr", "Nkoo", "Syrc", "Thaa"])


def spoken(language: str) -> str:
    """The language of ours nearest to *language*: itself, its primary language, or English."""
    return next((each for each in (language, language.split("-", maxsplit=1)[0]) if each in WORDS), DEFAULT)


def words(language: str) -> Mapping[str, str]:
    """The table of :func:`spoken`."""
    return WORDS[spoken(language)]


def credit(name: str, language: str) -> str:
    """The line that names a source, in *language* where we know how to say it."""
    return (SCRIPTS_SPOKEN.get(language) or words(language))["source"].format(name=name)


def also_in(language: str) -> str:
    """What stands before links to other languages, in *language* where we know how to say it."""
    return (SCRIPTS_SPOKEN.get(language) or words(language))["also_in"]


def direction(language: str) -> str:
    """ltr or rtl, by the script of a BCP 47 tag, else by the script the language is commonly written in."""
    primary, *rest = language.split("-")
    scripts = [part.title() for part in rest if len(part) == 4 and part.isalpha()]
    right_to_left = scripts[0] in RTL_SCRIPTS if scripts else primary.lower() in RTL_LANGUAGES
    return "rtl" if right_to_left else "ltr"


@lru_cache(maxsize=256)
def language_name(language: str) -> str:
    """A language's name in itself; the tag where nobody knows."""
    if language in NAMES:
        return NAMES[language]
    try:
        name = Locale.parse(language, sep="-").get_display_name()
    except (UnknownLocaleError, ValueError):
        return language
    return name[:1].upper() + name[1:] if name else language


@lru_cache(maxsize=64)
def _locale(language: str) -> Locale:
    return Locale.parse(spoken(language))


def day(moment: datetime, language: str) -> str:
    """The day in UTC, as *language* writes it."""
    return str(format_date(moment.astimezone(UTC), format="long", locale=_locale(language)))


def clock(moment: datetime, language: str) -> str:
    """Hours and minutes in UTC."""
    return str(format_time(moment.astimezone(UTC), format="HH:mm", tzinfo=UTC, locale=_locale(language)))
