"""A small newsroom in five languages: feeds made by hand for the tests of publishing."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from lxml import etree

from syndicator.model.article import Image, SafeHtml
from syndicator.model.feed import Feed, FeedDefinition, FeedEntry, Site, Version

SITE = Site(
    name="Open Syndicate",
    address="https://news.example.org",
    contact="desk@example.org",
    authority="example.org",
    since=date(2026, 1, 1),
    languages=("en", "ru", "kk", "ar", "he"),
)

DEFINITION = FeedDefinition(
    id="medical-education",
    topic="medical-education",
    titles={
        "en": "Medical education",
        "ru": "Медицинское образование",
        "kk": "Медициналық білім",
        "ar": "التعليم الطبي",
        "he": "חינוך רפואי",
    },
    descriptions={
        "en": "Training of doctors and nurses in Central Asia and the Middle East",
        "ru": "Подготовка врачей и медсестёр в Центральной Азии и на Ближнем Востоке",
        "kk": "Орталық Азия мен Таяу Шығыста дәрігерлер мен мейіргерлерді даярлау",
        "ar": "تدريب الأطباء والممرضين في آسيا الوسطى والشرق الأوسط",
        "he": "הכשרת רופאים ואחיות במרכז אסיה ובמזרח התיכון",
    },
    languages=("en", "ru", "kk", "ar", "he"),
    subjects=("medtop:20000405", "medtop:20000216"),
)

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)

TEXTS = {
    "en": (
        "Three universities share one simulation centre & its staff",
        "Students from Almaty, Amman and Jerusalem will train on the same patient simulators from spring. "
        "The centre opens its doors to nurses first.",
    ),
    "ru": (
        "Три университета откроют общий симуляционный центр",
        "Студенты из Алматы, Аммана и Иерусалима с весны будут учиться на одних и тех же симуляторах.",
    ),
    "kk-Cyrl": (
        "Үш университет ортақ симуляциялық орталық ашады",
        "Алматы, Амман және Иерусалим студенттері көктемнен бастап бір тренажерлерде оқиды.",
    ),
    "ar": (
        "ثلاث جامعات تفتتح مركزًا مشتركًا للمحاكاة الطبية",
        "سيتدرب طلاب من ألماتي وعمّان والقدس على أجهزة المحاكاة نفسها ابتداءً من الربيع.",
    ),
    "he": (
        "שלוש אוניברסיטאות פותחות מרכז סימולציה משותף",
        "סטודנטים מאלמטי, מעמאן ומירושלים יתאמנו החל באביב על אותם מדמי מטופלים.",
    ),
}
SOURCES = {
    "en": ("steppe-herald", "Steppe Herald"),
    "ru": ("stepnoy-vestnik", "Степной вестник"),
    "kk-Cyrl": ("dala-jarshysy", "Дала жаршысы"),
    "ar": ("sawt-al-jami'a", "صوت الجامعة"),
    "he": ("kol-hakampus", "קול הקמפוס"),
}


def entry(language: str = "en", number: int = 1, /, **changes: object) -> FeedEntry:
    """An entry in *language*; whatever is given in *changes* replaces what it would have."""
    title, summary = TEXTS[language]
    source, name = SOURCES[language]
    when = NOON - timedelta(hours=number, minutes=list(TEXTS).index(language))
    fields: dict[str, object] = {
        "id": f"a{number}-{language.lower()}",
        "public_id": f"tag:example.org,2026-01-01:a{number}-{language.lower()}",
        "story": f"story{number}",
        "link": f"https://{language.lower()}.example.net/новости/{number}?id={number}",
        "title": title if number == 1 else f"{title} ({number})",
        "summary": summary,
        "content": None,
        "language": language,
        "direction": "rtl" if language in ("ar", "he") else "ltr",
        "published": when,
        "updated": when + timedelta(minutes=5 * number),
        "source_id": source,
        "source_name": name,
        "source_address": f"https://{language.lower()}.example.net/rss.xml",
        "source_homepage": f"https://{language.lower()}.example.net/",
        "attribution": name,
        "versions": versions(language, number),
    }
    return FeedEntry(**{**fields, **changes})  # type: ignore[arg-type]


def full(language: str = "en", number: int = 1, /, **changes: object) -> FeedEntry:
    """An entry whose source lets us publish the whole text and a picture."""
    text = TEXTS[language][1]
    content = SafeHtml(f'<p>{text}</p><blockquote cite="https://example.net/"><bdi>{text}</bdi></blockquote>')
    image = Image(f"https://img.example.net/{number}.jpg", "image/jpeg", "Students")
    more = {"content": content, "image": image, "authors": ("A. Writer", "B. Writer"), "notice": f"© {language}"}
    return entry(language, number, **{**more, "licence": "https://creativecommons.org/licenses/by/4.0/", **changes})


def versions(language: str, number: int) -> tuple[Version, ...]:
    """The other languages of the same story."""
    return tuple(
        Version(
            id=f"a{number}-{other.lower()}",
            public_id=f"tag:example.org,2026-01-01:a{number}-{other.lower()}",
            link=f"https://{other.lower()}.example.net/{number}",
            title=TEXTS[other][0],
            language=other,
            source_name=SOURCES[other][1],
            published=NOON - timedelta(days=number, hours=list(TEXTS).index(other)),
            translation=other == "ru",
        )
        for other in TEXTS
        if other != language
    )


def feed(*entries: FeedEntry, edition: str | None = None, definition: FeedDefinition = DEFINITION) -> Feed:
    """A feed of these entries."""
    updated = max((each.updated for each in entries), default=None)
    return Feed(definition, edition, updated, entries)


def mixed() -> Feed:
    """A feed of all languages with headlines, excerpts and full texts."""
    made = [entry(language, 1) for language in TEXTS]
    made += [full(language, 2) for language in TEXTS]
    made += [entry(language, 3, summary="") for language in TEXTS]
    return feed(*sorted(made, key=lambda each: each.published, reverse=True))


def editions() -> list[Feed]:
    """The feed of all languages and one per language."""
    everything = mixed()
    return [
        everything,
        *(
            feed(*(each for each in everything.entries if each.language.split("-")[0] == edition), edition=edition)
            for edition in DEFINITION.languages
        ),
    ]


def attributes(element: etree._Element) -> dict[str, str]:
    """The attributes of an element."""
    return {str(name): str(value) for name, value in element.attrib.items()}
