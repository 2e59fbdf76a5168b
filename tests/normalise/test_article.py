"""An entry in, an article or the reason of its rejection out."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from syndicator.model.article import Alternate, Article, Dateline, Image, LanguageFrom, Rejected, Rejection
from syndicator.model.entry import Category, Entry, Link, Markup, Origin, RawText
from syndicator.model.source import Republish, Rights, Source
from syndicator.normalise import normalise

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
SOURCE = Source(
    id="kazinform-ru",
    name="Казинформ",
    publisher="Kazinform",
    kind="feed",
    address="https://example.org/feed.xml",
    timezone="Asia/Almaty",
    rights=Rights(Republish.EXCERPT, attribution="Казинформ"),
)
TEXT = "Министерство здравоохранения сообщило о начале новой программы обучения врачей в столице."
ENTRY = Entry(
    guid="urn:example:1",
    link="/news/1/?utm_source=rss",
    title=RawText("Врачей научат &amp; обучат"),
    content=RawText(f"<p>{TEXT}</p><p>Second.</p>", Markup.HTML),
    published="5 мая 2022 14:30",
)


def made(entry: Entry = ENTRY, source: Source = SOURCE, **options: object) -> Article:
    article = normalise(entry, source, now=NOW, address=SOURCE.address, **options)  # type: ignore[arg-type]
    assert isinstance(article, Article)
    return article


def refused(entry: Entry) -> Rejected:
    rejected = normalise(entry, SOURCE, now=NOW)
    assert isinstance(rejected, Rejected)
    return rejected


def again(article: Article) -> Entry:
    """An entry made of what came out."""
    return Entry(
        guid=article.guid,
        link=article.link,
        title=RawText(article.title),
        summary=RawText(article.summary),
        content=RawText(article.content, Markup.HTML),
        published=article.published.isoformat(),
        updated=article.updated.isoformat(),
        authors=article.authors,
        categories=article.categories,
        enclosures=article.enclosures,
    )


def test_an_entry_becomes_an_article() -> None:
    """Every field in its clean form, the rights of the source with it."""
    article = made(authority="example.org", since=date(2026, 2, 3))
    assert article.title == "Врачей научат & обучат"
    assert article.text == f"{TEXT}\n\nSecond."
    assert article.summary == f"{TEXT} Second."
    assert article.link == "https://example.org/news/1/?utm_source=rss"
    assert article.canonical == "https://example.org/news/1"
    assert article.identity == "guid:urn:example:1"
    assert article.public_id == f"tag:example.org,2026-02-03:{article.id}"
    assert (article.language, article.language_from, article.direction) == ("ru", LanguageFrom.DETECTED, "ltr")
    assert article.published == article.updated == datetime(2022, 5, 5, 8, 30, tzinfo=UTC)
    assert article.collected == NOW
    assert article.rights == SOURCE.rights
    assert article.notes == ()


def test_an_atom_id_is_kept_on_request() -> None:
    """And the id of ours does not depend on it."""
    assert made(keep_guid=True).public_id == "urn:example:1"
    assert made(keep_guid=True).id == made().id


@pytest.mark.parametrize(
    ("published", "updated", "expected", "note"),
    [
        ("2026-11-20T00:00:00Z", None, ("2026-11-20T00:00", "2026-11-20T00:00"), ()),
        ("2026-11-20T00:00:00Z", "2026-11-21T00:00:00Z", ("2026-11-20T00:00", "2026-11-21T00:00"), ()),
        ("2026-11-20T00:00:00Z", "2026-11-19T00:00:00Z", ("2026-11-20T00:00", "2026-11-20T00:00"), ()),
        ("2026-11-20T00:00:00Z", "2026-11-26T00:00:00Z", ("2026-11-20T00:00", "2026-11-25T12:00"), ()),
        (None, "2026-11-19T00:00:00Z", ("2026-11-19T00:00", "2026-11-19T00:00"), ()),
        ("nonsense", "2026-11-19T00:00:00Z", ("2026-11-19T00:00", "2026-11-19T00:00"), ()),
        ("2026-11-26T00:00:00Z", None, ("2026-11-25T12:00", "2026-11-25T12:00"), ("date-in-future",)),
        ("2099-01-01T00:00:00Z", None, ("2026-11-25T12:00", "2026-11-25T12:00"), ("date-in-future",)),
        ("2099-01-01T00:00:00Z", "2026-11-20T00:00:00Z", ("2026-11-20T00:00", "2026-11-20T00:00"), ()),
        ("Thu, 01 Jan 1970 00:00:00 GMT", None, ("2026-11-25T12:00", "2026-11-25T12:00"), ("date-too-old",)),
        (None, " ", ("2026-11-25T12:00", "2026-11-25T12:00"), ("date-missing",)),
        ("nonsense", None, ("2026-11-25T12:00", "2026-11-25T12:00"), ("date-unreadable",)),
    ],
)
def test_dates_stand_in_order(
    published: str | None, updated: str | None, expected: tuple[str, str], note: tuple[str, ...]
) -> None:
    """published ≤ updated ≤ collected; a missing date is that of the first sight (faults D03, D04)."""
    article = made(replace(ENTRY, published=published, updated=updated))
    moments = tuple(datetime.fromisoformat(text).replace(tzinfo=UTC) for text in expected)
    assert (article.published, article.updated, article.notes) == (*moments, note)


@pytest.mark.parametrize(
    ("entry", "link"),
    [
        (Entry(link="https://example.org/a"), "https://example.org/a"),
        (Entry(links=(Link("/b", type="text/html"), Link("/c"))), "https://example.org/b"),
        (Entry(link="javascript:alert(1)", links=(Link("/c"),)), "https://example.org/c"),
        (Entry(links=(Link("/e", type="application/pdf"), Link("/s", rel="self"))), None),
        (Entry(guid="https://example.org/d", guid_is_link=True), "https://example.org/d"),
        (Entry(guid="https://example.org/d"), None),
    ],
)
def test_the_link_is_an_absolute_page(entry: Entry, link: str | None) -> None:
    """The link, else an alternate page, else a permanent guid (conformance 170, fault H19)."""
    article = made(replace(entry, title=RawText("T")))
    assert article.link == link
    assert ("no-link" in article.notes) is (link is None)
    assert (article.canonical is None) is (link is None)


def test_a_title_is_made_of_the_text_where_there_is_none() -> None:
    """Of its first line, cut between words."""
    article = made(replace(ENTRY, title=None, content=RawText("<p>" + "Слово " * 100 + "</p><p>x</p>", Markup.HTML)))
    assert article.title.startswith("Слово Слово")
    assert len(article.title) <= 120


def test_the_summary_is_the_source_s_or_made_of_the_text() -> None:
    """Plain, at most 500 characters (conformance 38)."""
    long = RawText("<p>" + "Слово и дело. " * 100 + "</p>", Markup.HTML)
    assert made(replace(ENTRY, summary=RawText("<b>Коротко</b>", Markup.HTML))).summary == "Коротко"
    assert len(made(replace(ENTRY, content=long)).summary) <= 500
    assert made(replace(ENTRY, content=long)).summary.endswith("…")


def test_without_content_the_summary_is_the_text() -> None:
    """Many feeds have no more; a content without words does not count."""
    summary = RawText("Первый абзац.\n\nВторой <абзац>.")
    for content in (None, RawText("<img src=/a.png>", Markup.HTML)):
        article = made(replace(ENTRY, content=content, summary=summary))
        assert article.text == "Первый абзац.\n\nВторой <абзац>."
        assert article.content == "<p>Первый абзац.</p><p>Второй &lt;абзац&gt;.</p>"


def test_relative_links_resolve_against_base_then_link_then_document() -> None:
    """Conformance 169; a hostile base is ignored."""
    image = '<img src="a.png">'
    with_base = replace(ENTRY, content=RawText(image, Markup.HTML, base="https://cdn.example.net/x/"))
    hostile = replace(ENTRY, content=RawText(image, Markup.HTML, base="javascript:alert(1)"))
    assert made(with_base).image == Image("https://cdn.example.net/x/a.png", "image/png")
    assert made(hostile).image == Image("https://example.org/news/1/a.png", "image/png")
    assert made(replace(hostile, link=None)).image == Image("https://example.org/a.png", "image/png")


def test_content_beyond_the_bounds_is_left_out_with_a_note() -> None:
    """The news is kept; without a title or summary nothing is left of it."""
    deep = RawText("<div>" * 300 + "x", Markup.HTML)
    article = made(replace(ENTRY, content=deep, summary=RawText("Кратко")))
    assert (article.text, article.notes) == ("Кратко", ("content-too-deep",))
    assert refused(Entry(guid="1", content=deep)).reason is Rejection.TOO_LARGE


_CHINESE = "医学院与外国大学签署关于临床教学的长期合作协议并将交换学生和教师团队"


@pytest.mark.parametrize(
    ("lines", "title", "text"),
    [
        (
            ["Новости кафедры", "Врачи двух стран обсудили обучение", "Хайфа | Встреча прошла в пятницу."],
            "Врачи двух стран обсудили обучение",
            "Встреча прошла в пятницу.",
        ),
        (["Staff news", "It rained.", "The dean spoke."], "Staff news", "It rained.\n\nThe dean spoke."),
        (["学校新闻", _CHINESE, "仪式在周五举行。" * 9], _CHINESE, "仪式在周五举行。" * 9),
    ],
)
def test_the_name_of_a_section_above_the_headline_is_no_title(lines: list[str], title: str, text: str) -> None:
    """It goes with the headline, so that the dateline below is the beginning of the text."""
    markup = "".join(f"<p>{line}</p>" for line in lines)
    article = made(replace(ENTRY, title=None, summary=None, content=RawText(markup, Markup.HTML)))
    assert (article.title, article.text) == (title, text)


def test_an_entry_without_title_and_text_is_rejected() -> None:
    """There is nothing to publish."""
    assert (
        refused(Entry(guid="1", title=RawText(" "), content=RawText("<p></p>", Markup.HTML))).reason
        is Rejection.NO_TITLE
    )


@pytest.mark.parametrize(
    "entry", [Entry(link="https://example.org/?p=1&preview=true"), Entry(guid="https://example.org/?preview_id=1")]
)
def test_previews_are_rejected(entry: Entry) -> None:
    """Fault I24; the operator sees its title."""
    rejected = refused(replace(entry, title=RawText("<b>Draft</b>")))
    assert (rejected.reason, rejected.title, rejected.source) == (Rejection.DRAFT, "Draft", SOURCE.id)
    assert refused(entry).title == ""


def test_the_operator_s_language_is_the_first_prior_and_the_document_s_the_last() -> None:
    """On a short text; a tag that names no language is passed over."""
    short = Entry(guid="1", title=RawText("Премьер-министр Япония", language="xx"), language="bg")
    assert made(short, replace(SOURCE, language="kk")).language == "kk-Cyrl"
    assert made(short).language == "bg"
    assert made(replace(short, language=None), document_language="kk").language == "kk-Cyrl"
    assert made(short, replace(SOURCE, languages=("kk",))).language == "kk-Cyrl"


def test_a_hebrew_article_runs_from_right_to_left() -> None:
    """By its letters."""
    article = made(replace(ENTRY, title=RawText("המשרד הודיע על תוכנית"), content=None))
    assert (article.language, article.direction) == ("he", "rtl")


def test_alternates_are_other_pages_in_a_known_language() -> None:
    """hreflang made canonical, each once."""
    links = (
        Link("/kk/1", hreflang="kz"),
        Link("/kk/1", hreflang="kk"),
        Link("/en/1", hreflang="xx"),
        Link("javascript:x", hreflang="en"),
        Link("/news/1/?utm_source=rss", hreflang="ru"),
        Link("/self", rel="self", hreflang="en"),
        Link("/plain"),
    )
    assert made(replace(ENTRY, links=links)).alternates == (Alternate("https://example.org/kk/1", "kk"),)


def test_the_origin_of_an_aggregated_entry_is_kept_clean() -> None:
    """Conformance 172."""
    given = Origin("urn:x:1\n", "<b>Agency</b>", "javascript:x")
    assert made(replace(ENTRY, origin=given)).origin == Origin("urn:x:1", "Agency", None)
    assert made(replace(ENTRY, origin=Origin(link="/a"))).origin == Origin(None, None, "https://example.org/a")


def test_equal_words_have_equal_hashes_whatever_the_markup() -> None:
    """And different words different ones."""
    other = replace(ENTRY, content=RawText(f"<div><b>{TEXT.upper()}</b><br><br>Second!</div>", Markup.HTML))
    assert made(other).content_hash == made().content_hash
    assert made(replace(ENTRY, title=RawText("Другое"))).content_hash != made().content_hash


def test_every_short_field_is_plain_text() -> None:
    """Nothing in it is markup (fault H11)."""
    evil = "<img src=x onerror=alert(1)><b>Name</b>"
    article = made(replace(ENTRY, title=RawText(evil), authors=(evil,), categories=(Category(evil, None, evil),)))
    assert (article.title, article.authors, article.categories) == (
        "Name",
        ("Name",),
        (Category("Name", None, "Name"),),
    )


PIECES = [
    "<p>",
    "</p>",
    "<b>",
    "</b>",
    "&amp;",
    "&lt;",
    "&",
    "<",
    ">",
    " ",
    "\n",
    "word ",
    "слово ",
    "\u202e",
    "<br>",
    "e\u0301",
    "\u2066",
    "<pre>",
    "<td>",
]
TEXTS = st.lists(st.sampled_from(PIECES), max_size=20).map("".join)
RAW = st.builds(RawText, TEXTS, st.sampled_from(Markup))


@settings(max_examples=150, deadline=None)
@given(st.none() | RAW, st.none() | RAW, st.none() | RAW, st.text(max_size=20))
def test_normalising_again_changes_nothing(
    title: RawText | None, summary: RawText | None, content: RawText | None, name: str
) -> None:
    """An entry made of an article's own outputs gives the same article."""
    entry = Entry(
        guid="1", title=title, summary=summary, content=content, authors=(name,), categories=(Category(name),)
    )
    once = normalise(entry, SOURCE, now=NOW)
    if isinstance(once, Article):
        twice = made(again(once))
        for field in ("id", "title", "summary", "content", "text", "authors", "categories", "content_hash", "language"):
            assert getattr(twice, field) == getattr(once, field), field
        assert twice.published == once.published


def test_the_frame_of_the_page_and_the_dateline_are_no_part_of_the_text() -> None:
    """Kept are place, agency and day; content, text, summary and hash are those of the article alone."""
    body = f"<p>{TEXT}</p><p>Курс продлится шесть месяцев, сообщили в министерстве.</p>"
    plain = made(replace(ENTRY, content=RawText(body, Markup.HTML)))
    framed = f"<h1>Врачей научат & обучат</h1><p>Просмотров: 17</p><p><b>АСТАНА. 5 мая. КАЗИНФОРМ</b> – {body[3:]}"
    entry = replace(ENTRY, content=RawText(framed + "<p>Читайте также: Другая новость</p>", Markup.HTML))
    article = made(entry)
    assert article.dateline == Dateline("АСТАНА", "КАЗИНФОРМ", "2022-05-05")
    for field in ("content", "text", "summary", "content_hash"):
        assert getattr(article, field) == getattr(plain, field), field


@pytest.mark.parametrize(
    ("named", "canonical"),
    [
        ("https://www.example.org/news/врачи/", "https://example.org/news/%D0%B2%D1%80%D0%B0%D1%87%D0%B8"),
        ("https://m.example.org/ru/1?utm_source=x", "https://example.org/ru/1"),
        ("/ru/1", "https://example.org/ru/1"),
        ("https://elsewhere.example/1", "https://example.org/news/1"),
        ("javascript:alert(1)", "https://example.org/news/1"),
        ("", "https://example.org/news/1"),
    ],
)
def test_the_address_that_a_page_calls_its_own_is_compared(named: str, canonical: str) -> None:
    """RFC 6596, within one site: no source says what an article of another one is. Readers are sent where they were."""
    article = made(replace(ENTRY, links=(Link(named, "canonical"),)))
    assert article.canonical == canonical
    assert article.link == "https://example.org/news/1/?utm_source=rss"


def test_a_counter_that_moves_is_no_edit() -> None:
    """I18: the same article at every visit."""
    visits = [
        made(replace(ENTRY, content=RawText(f"<p>{TEXT}</p><p>👁 Просмотров: {views}</p>", Markup.HTML)))
        for views in (1, 99)
    ]
    assert visits[0] == visits[1]


def test_an_entry_without_a_date_is_of_the_day_of_its_dateline() -> None:
    """In the zone of the source; a date of the entry itself goes before it."""
    dated = RawText(f"АСТАНА. 5 мая 2022 года. КАЗИНФОРМ – {TEXT}")
    article = made(replace(ENTRY, content=dated, published=None))
    assert article.published == datetime(2022, 5, 4, 18, tzinfo=UTC)
    assert article.notes == ("date-of-dateline",)
    assert made(replace(ENTRY, content=dated)).published == datetime(2022, 5, 5, 8, 30, tzinfo=UTC)


def test_lines_that_the_operator_names_are_no_part_of_an_article() -> None:
    """With * for any text."""
    entry = replace(ENTRY, content=RawText(f"{TEXT}\n\nНаш телефон: 12-34\n\nЕщё одно предложение статьи."))
    article = made(entry, replace(SOURCE, tails=("наш телефон: *",)))
    assert article.text == f"{TEXT}\n\nЕщё одно предложение статьи."
    assert "телефон" in made(entry).text


def test_the_moment_of_collecting_is_in_utc() -> None:
    """Whatever zone the clock has."""
    east = NOW.astimezone(tz=None) if NOW.tzinfo is None else NOW + timedelta(0)
    article = normalise(ENTRY, SOURCE, now=east)
    assert isinstance(article, Article)
    assert article.collected.tzinfo is UTC
