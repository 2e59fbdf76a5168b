"""The words of our own that readers see, per language; names of languages, directions and dates."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
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
        "missing": "There is nothing at this address",
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
        "about_feed": "About this feed",
        "about_named": "About the feed “{title}”",
        "contains": "What it contains",
        "rule": "Its rule in words",
        "rule_intro": "A rule chooses the articles, and the same one for all sources. A word in quotation marks "
        "stands for all words that say the same, in every form and in every language.",
        "rule_wanted": "It looks for articles about: {these}.",
        "rule_unwanted": "It leaves out what speaks of: {these}.",
        "rule_full": "The rule in full",
        "rule_terms": "What the words stand for",
        "all_of": "All of these:",
        "any_of": "One of these:",
        "none_of": "None of this:",
        "at_least": "At least {count} of these:",
        "points": "Together at least {count} points:",
        "part": "Points: {count}",
        "in_title": "In the title: {what}",
        "in_lead": "At the beginning: {what}",
        "near": "{left} beside {right} (words between: at most {count})",
        "places_least": "Countries it is about: at least {count}",
        "places_exactly": "Countries it is about: exactly {count}",
        "fact_place": "About the country: {what}",
        "fact_organisation": "Names the organisation: {what}",
        "fact_source": "From the source: {what}",
        "fact_language": "In the language: {what}",
        "comma": ", ",
        "quoted": "“{}”",
        "sources": "Sources and rights",
        "sources_intro": "Whose articles are in the feed now, and how much of them their publishers let us show. "
        "All rights stay with the publishers.",
        "source_name": "Source",
        "articles": "Articles",
        "shown": "Shown",
        "rights": "Credit and rights",
        "shown_full": "whole text",
        "shown_excerpt": "excerpt",
        "shown_headline": "headline",
        "licence": "licence",
        "readers": "In your news reader",
        "readers_hint": "Paste one of the addresses there. The last column says where, in the words of the program.",
        "reader": "Program",
        "where": "Where",
        "embed": "On your own site",
        "embed_hint": "Copy these lines into your page. Readers without scripts see the link.",
        "health": "How it is doing",
        "outlets": "Sources",
        "newest": "Newest article",
        "waiting": "Waiting their turn",
        "hubs": "New articles are told at once (WebSub)",
        "chart": "Articles by day",
        "chart_title": "Articles of each day by language; the table below has the numbers.",
        "numbers": "Numbers by day",
        "day": "Day",
        "tallest": "Most in one day: {count}",
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
        "missing": "По этому адресу ничего нет",
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
        "about_feed": "Об этой ленте",
        "about_named": "О ленте «{title}»",
        "contains": "Что в ней",
        "rule": "Правило отбора словами",
        "rule_intro": "Статьи отбирает правило, одно и то же для всех источников. Слово в кавычках обозначает "
        "все слова с тем же смыслом – в любой форме и на любом языке.",
        "rule_wanted": "Отбираются статьи на темы: {these}.",
        "rule_unwanted": "Не отбираются статьи на темы: {these}.",
        "rule_full": "Правило целиком",
        "rule_terms": "Что означают слова",
        "all_of": "Всё перечисленное:",
        "any_of": "Что-то одно из перечисленного:",
        "none_of": "Ничего из этого:",
        "at_least": "Из перечисленного не менее {count}:",
        "points": "Вместе не менее {count} баллов:",
        "part": "Баллы: {count}",
        "in_title": "В заголовке: {what}",
        "in_lead": "В начале: {what}",
        "near": "{left} рядом с {right} (слов между ними: не более {count})",
        "places_least": "Стран, о которых идёт речь: не менее {count}",
        "places_exactly": "Стран, о которых идёт речь: ровно {count}",
        "fact_place": "О стране: {what}",
        "fact_organisation": "Названа организация: {what}",
        "fact_source": "Из источника: {what}",
        "fact_language": "На языке: {what}",
        "comma": ", ",
        "quoted": "«{}»",
        "sources": "Источники и права",
        "sources_intro": "Чьи статьи сейчас в ленте и сколько из них разрешают показывать издатели. Все права "
        "остаются за издателями.",
        "source_name": "Источник",
        "articles": "Статьи",
        "shown": "Показано",
        "rights": "Указание источника и права",
        "shown_full": "полный текст",
        "shown_excerpt": "отрывок",
        "shown_headline": "заголовок",
        "licence": "лицензия",
        "readers": "В вашей программе для чтения новостей",
        "readers_hint": "Вставьте туда один из адресов. Где именно – сказано в последнем столбце словами самой "
        "программы.",
        "reader": "Программа",
        "where": "Где",
        "embed": "На вашем сайте",
        "embed_hint": "Скопируйте эти строки на свою страницу. Читатели без скриптов увидят ссылку.",
        "health": "Состояние ленты",
        "outlets": "Источники",
        "newest": "Самая новая статья",
        "waiting": "Ждут своей очереди",
        "hubs": "О новых статьях сообщается сразу (WebSub)",
        "chart": "Статьи по дням",
        "chart_title": "Статьи каждого дня по языкам; числа – в таблице ниже.",
        "numbers": "Числа по дням",
        "day": "День",
        "tallest": "Больше всего за день: {count}",
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
        "missing": "Бұл мекенжайда ештеңе жоқ",
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
        "about_feed": "Осы лента туралы",
        "about_named": "«{title}» лентасы туралы",
        "contains": "Мұнда не бар",
        "rule": "Ережесі сөзбен",
        "rule_intro": "Мақалаларды ереже іріктейді, ол барлық дереккөзге бірдей. Тырнақшадағы сөз мағынасы "
        "бірдей барлық сөзді білдіреді – кез келген тұлғада, кез келген тілде.",
        "rule_wanted": "Мына тақырыптағы мақалалар ізделеді: {these}.",
        "rule_unwanted": "Мына тақырыптағы мақалалар алынбайды: {these}.",
        "rule_full": "Ереже толығымен",
        "rule_terms": "Сөздер нені білдіреді",
        "all_of": "Мыналардың бәрі:",
        "any_of": "Мыналардың бірі:",
        "none_of": "Мыналардың ешқайсысы емес:",
        "at_least": "Мыналардың кемінде {count}:",
        "points": "Барлығы кемінде {count} ұпай:",
        "part": "Ұпай: {count}",
        "in_title": "Тақырыпта: {what}",
        "in_lead": "Басында: {what}",
        "near": "{left}, қасында {right} (арасындағы сөз саны: ең көбі {count})",
        "places_least": "Мақалада сөз болатын елдер саны: кемінде {count}",
        "places_exactly": "Мақалада сөз болатын елдер саны: дәл {count}",
        "fact_place": "Ел: {what}",
        "fact_organisation": "Аталған ұйым: {what}",
        "fact_source": "Дереккөз: {what}",
        "fact_language": "Тілі: {what}",
        "comma": ", ",
        "quoted": "«{}»",
        "sources": "Дереккөздер мен құқықтар",
        "sources_intro": "Қазір лентада кімдердің мақалалары бар және баспагерлер олардың қаншасын көрсетуге "
        "рұқсат береді. Барлық құқық баспагерлерде қалады.",
        "source_name": "Дереккөз",
        "articles": "Мақалалар",
        "shown": "Көрсетілгені",
        "rights": "Дереккөзді көрсету және құқықтар",
        "shown_full": "толық мәтін",
        "shown_excerpt": "үзінді",
        "shown_headline": "тақырып",
        "licence": "лицензия",
        "readers": "Жаңалықтар оқитын бағдарламада",
        "readers_hint": "Мекенжайлардың бірін сонда қойыңыз. Қай жерге екені соңғы бағанда бағдарламаның өз "
        "сөзімен жазылған.",
        "reader": "Бағдарлама",
        "where": "Қай жерде",
        "embed": "Өз сайтыңызда",
        "embed_hint": "Осы жолдарды өз бетіңізге көшіріңіз. Скриптсіз оқырмандар сілтемені көреді.",
        "health": "Лентаның жай-күйі",
        "outlets": "Дереккөздер",
        "newest": "Ең жаңа мақала",
        "waiting": "Кезегін күтіп тұр",
        "hubs": "Жаңа мақалалар туралы бірден хабарланады (WebSub)",
        "chart": "Мақалалар күн бойынша",
        "chart_title": "Әр күннің мақалалары тіл бойынша; сандары төмендегі кестеде.",
        "numbers": "Күн бойынша сандар",
        "day": "Күн",
        "tallest": "Бір күндегі ең көбі: {count}",
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
        "missing": "لا يوجد شيء في هذا العنوان",
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
        "وفي خلاصات JSON يذكر الحقل \u200e_syndicator القصة وصيغها الأخرى والمصدر والحقوق.",
        "about_feed": "عن هذه الخلاصة",
        "about_named": "عن خلاصة «{title}»",
        "contains": "ما فيها",
        "rule": "قاعدتها بالكلمات",
        "rule_intro": "تختار المقالاتِ قاعدةٌ واحدة لكل المصادر. والكلمة بين علامتي التنصيص تمثل كل الكلمات التي "
        "لها المعنى نفسه، بكل صيغها وبكل لغة.",
        "rule_wanted": "تُختار المقالات التي تتحدث عن: {these}.",
        "rule_unwanted": "وتُستبعد المقالات التي تتحدث عن: {these}.",
        "rule_full": "القاعدة كاملة",
        "rule_terms": "ما تمثله الكلمات",
        "all_of": "كل ما يلي:",
        "any_of": "واحد مما يلي:",
        "none_of": "لا شيء مما يلي:",
        "at_least": "مما يلي {count} على الأقل:",
        "points": "المجموع {count} نقاط على الأقل:",
        "part": "النقاط: {count}",
        "in_title": "في العنوان: {what}",
        "in_lead": "في البداية: {what}",
        "near": "{left} بالقرب من {right} (عدد الكلمات بينهما: {count} على الأكثر)",
        "places_least": "عدد البلدان التي يتناولها المقال: {count} على الأقل",
        "places_exactly": "عدد البلدان التي يتناولها المقال: {count} بالضبط",
        "fact_place": "عن البلد: {what}",
        "fact_organisation": "تُذكر المؤسسة: {what}",
        "fact_source": "من المصدر: {what}",
        "fact_language": "باللغة: {what}",
        "comma": "، ",
        "quoted": "«{}»",
        "sources": "المصادر والحقوق",
        "sources_intro": "أصحاب المقالات الموجودة في الخلاصة الآن، وما يسمح الناشرون بعرضه منها. وتبقى جميع "
        "الحقوق للناشرين.",
        "source_name": "المصدر",
        "articles": "المقالات",
        "shown": "المعروض",
        "rights": "الإسناد والحقوق",
        "shown_full": "النص كاملًا",
        "shown_excerpt": "مقتطف",
        "shown_headline": "العنوان",
        "licence": "الرخصة",
        "readers": "في قارئ الأخبار لديك",
        "readers_hint": "الصق أحد العناوين هناك. ويبين العمود الأخير الموضع بكلمات البرنامج نفسه.",
        "reader": "البرنامج",
        "where": "الموضع",
        "embed": "في موقعك",
        "embed_hint": "انسخ هذه الأسطر إلى صفحتك. ومن لا تعمل لديه النصوص البرمجية يرى الرابط.",
        "health": "حال الخلاصة",
        "outlets": "المصادر",
        "newest": "أحدث مقال",
        "waiting": "في الانتظار",
        "hubs": "يُعلن عن المقالات الجديدة فورًا (WebSub)",
        "chart": "المقالات حسب اليوم",
        "chart_title": "مقالات كل يوم حسب اللغة؛ والأرقام في الجدول أدناه.",
        "numbers": "الأرقام حسب اليوم",
        "day": "اليوم",
        "tallest": "أكثرها في يوم واحد: {count}",
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
        "missing": "אין דבר בכתובת הזאת",
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
        "בעדכוני JSON השדה \u200e_syndicator מציין את הסיפור, את גרסאותיו האחרות, את המקור ואת הזכויות.",
        "about_feed": "על העדכון הזה",
        "about_named": 'על העדכון "{title}"',
        "contains": "מה יש בו",
        "rule": "הכלל שלו במילים",
        "rule_intro": "את הכתבות בוחר כלל, אחד לכל המקורות. מילה במירכאות מייצגת את כל המילים שמשמעותן זהה, בכל "
        "צורה ובכל שפה.",
        "rule_wanted": "נבחרות כתבות על: {these}.",
        "rule_unwanted": "לא נבחרות כתבות על: {these}.",
        "rule_full": "הכלל במלואו",
        "rule_terms": "מה מייצגות המילים",
        "all_of": "כל אלה:",
        "any_of": "אחד מאלה:",
        "none_of": "אף אחד מאלה:",
        "at_least": "לפחות {count} מאלה:",
        "points": "יחד לפחות {count} נקודות:",
        "part": "נקודות: {count}",
        "in_title": "בכותרת: {what}",
        "in_lead": "בפתיחה: {what}",
        "near": "{left} ליד {right} (מילים ביניהן: {count} לכל היותר)",
        "places_least": "מדינות שהכתבה עוסקת בהן: לפחות {count}",
        "places_exactly": "מדינות שהכתבה עוסקת בהן: בדיוק {count}",
        "fact_place": "על המדינה: {what}",
        "fact_organisation": "מוזכר הארגון: {what}",
        "fact_source": "מן המקור: {what}",
        "fact_language": "בשפה: {what}",
        "comma": ", ",
        "quoted": '"{}"',
        "sources": "מקורות וזכויות",
        "sources_intro": "של מי הכתבות שבעדכון כעת, וכמה מהן מתירים המו״לים להציג. כל הזכויות שמורות למו״לים.",
        "source_name": "מקור",
        "articles": "כתבות",
        "shown": "מה מוצג",
        "rights": "קרדיט וזכויות",
        "shown_full": "הטקסט המלא",
        "shown_excerpt": "קטע",
        "shown_headline": "כותרת",
        "licence": "רישיון",
        "readers": "בקורא החדשות שלכם",
        "readers_hint": "הדביקו שם אחת מהכתובות. העמודה האחרונה אומרת היכן, במילים של התוכנה.",
        "reader": "תוכנה",
        "where": "היכן",
        "embed": "באתר שלכם",
        "embed_hint": "העתיקו את השורות האלה אל הדף שלכם. מי שאצלו אין סקריפטים יראה את הקישור.",
        "health": "מצב העדכון",
        "outlets": "מקורות",
        "newest": "הכתבה החדשה ביותר",
        "waiting": "ממתינות לתורן",
        "hubs": "על כתבות חדשות מודיעים מיד (WebSub)",
        "chart": "כתבות לפי יום",
        "chart_title": "כתבות בכל יום לפי שפה; המספרים בטבלה שלמטה.",
        "numbers": "מספרים לפי יום",
        "day": "יום",
        "tallest": "הרבה ביותר ביום אחד: {count}",
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
def locale(language: str) -> Locale:
    """What a library knows of :func:`spoken`."""
    return Locale.parse(spoken(language))


def country_name(code: str, language: str) -> str:
    """A country's name in *language*; its code where nobody knows."""
    return str(locale(language).territories.get(code, code))


def day(moment: datetime, language: str) -> str:
    """The day in UTC, as *language* writes it."""
    return str(format_date(moment.astimezone(UTC), format="long", locale=locale(language)))


def short_day(when: date, language: str) -> str:
    """A day in few letters."""
    return str(format_date(when, format="medium", locale=locale(language)))


def day_and_time(moment: datetime, language: str) -> str:
    """Both, with the comma of *language* between them."""
    return f"{day(moment, language)}{words(language)['comma']}{clock(moment, language)}"


def clock(moment: datetime, language: str) -> str:
    """Hours and minutes in UTC."""
    return str(format_time(moment.astimezone(UTC), format="HH:mm", tzinfo=UTC, locale=locale(language)))
