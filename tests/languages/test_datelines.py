"""Datelines of every form and language, and beginnings that only look like one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndicator.languages.datelines import dateline
from syndicator.model.article import Dateline

REST = "Doctors and teachers met for two days."
RUSSIAN = "Врачи и преподаватели провели два дня вместе."
ARABIC = "أطلقت الجامعة برنامجاً جديداً لتدريب الأطباء."
HEBREW = "האוניברסיטה השיקה תוכנית חדשה להכשרת רופאים."

DATELINES = [
    ("NUR-SULTAN. KAZINFORM – ", REST, "NUR-SULTAN", "KAZINFORM", ""),
    ("NUR-SULTAN. KAZINFORM — ", REST, "NUR-SULTAN", "KAZINFORM", ""),
    (" date 2022-05-05 NUR-SULTAN. KAZINFORM – ", REST, "NUR-SULTAN", "KAZINFORM", "2022-05-05"),
    ("2022-05-05 ASTANA – ", REST, "ASTANA", "", "2022-05-05"),
    ("Jerusalem | ", REST, "Jerusalem", "", ""),
    ("Jerusalem – ", REST, "Jerusalem", "", ""),
    ("JERUSALEM, May 5 – ", REST, "JERUSALEM", "", "2026-05-05"),
    ("LONDON (Reuters) - ", REST, "LONDON", "Reuters", ""),
    ("GENEVA/LONDON (Reuters) -- ", REST, "GENEVA, LONDON", "Reuters", ""),
    ("BEIJING, May 5 (Xinhua) -- ", REST, "BEIJING", "Xinhua", "2026-05-05"),
    ("MOSCOW, May 5. /TASS/. ", REST, "MOSCOW", "TASS", "2026-05-05"),
    ("HAIFA (via Kazinform) – ", REST, "HAIFA", "Kazinform", ""),
    ("DUBAI: ", REST, "DUBAI", "", ""),
    ("Dubai, May 5: ", REST, "Dubai", "", "2026-05-05"),
    ("Astana, Kazakhstan | ", REST, "Astana, Kazakhstan", "", ""),
    ("TALDYQORGHAN. KAZINFORM – ", REST, "TALDYQORGHAN", "KAZINFORM", ""),
    ("(Reuters) – ", REST, "", "Reuters", ""),
    ("АСТАНА. 5 мая. КАЗИНФОРМ – ", RUSSIAN, "АСТАНА", "КАЗИНФОРМ", "2026-05-05"),
    ("АСТАНА. КАЗИНФОРМ - ", RUSSIAN, "АСТАНА", "КАЗИНФОРМ", ""),
    ("МОСКВА, 5 мая - РИА Новости. ", RUSSIAN, "МОСКВА", "РИА Новости", "2026-05-05"),
    ("МОСКВА, 5 мая. /ТАСС/. ", RUSSIAN, "МОСКВА", "ТАСС", "2026-05-05"),
    ("ОШ, 12 марта. ", RUSSIAN, "ОШ", "", "2026-03-12"),
    ("28 апреля, Ташкент. ", RUSSIAN, "Ташкент", "", "2026-04-28"),
    ("АЛМАТЫ. ВЕСТНИК СТЕПИ – ", RUSSIAN, "АЛМАТЫ", "ВЕСТНИК СТЕПИ", ""),
    ("Иерусалим | ", RUSSIAN, "Иерусалим", "", ""),
    ("АСТАНА. ҚазАқпарат – ", "Елордада дәрігерлер бас қосты.", "АСТАНА", "ҚазАқпарат", ""),
    ("ТҮРКІСТАН. KAZINFORM – ", "Елордада дәрігерлер бас қосты.", "ТҮРКІСТАН", "KAZINFORM", ""),
    ("ASTANA. QazAqparat – ", "Elordada därigerler bas qosty.", "ASTANA", "QazAqparat", ""),
    ("القدس – ", ARABIC, "القدس", "", ""),
    ("القدس | ", ARABIC, "القدس", "", ""),
    ("القدس المحتلة - ", ARABIC, "القدس المحتلة", "", ""),
    ("رام الله - وفا - ", ARABIC, "رام الله", "وفا", ""),
    ("عمّان – ", ARABIC, "عمّان", "", ""),
    ("الرياض (واس) – ", ARABIC, "الرياض", "واس", ""),
    ("عمان، 5 أيار (بترا) – ", ARABIC, "عمان", "بترا", "2026-05-05"),
    ("ירושלים – ", HEBREW, "ירושלים", "", ""),
    ("תל אביב | ", HEBREW, "תל אביב", "", ""),
    ("ANKARA (AA) – ", "Doktorlar iki gün boyunca toplandı.", "ANKARA", "AA", ""),
    ("КИЇВ. Укрінформ – ", "Лікарі та викладачі зустрілися на два дні.", "КИЇВ", "Укрінформ", ""),
]


@pytest.mark.parametrize(("head", "rest", "place", "agency", "day"), DATELINES)
def test_a_dateline_is_told_by_its_form(head: str, rest: str, place: str, agency: str, day: str) -> None:
    """Place, agency and day as written; the text begins right after it."""
    found = dateline(head + rest, year=2026)
    assert found is not None
    assert found.dateline == Dateline(place, agency, day)
    assert (head + rest)[found.length :] == rest


NONE = [
    REST,
    "Астана – столица Казахстана и крупный научный центр страны.",
    "Astana – the capital of Kazakhstan – hosted the meeting.",
    "UNESCO – the agency for education and science – has published a report.",
    "ЮНЕСКО – это организация, которая занимается образованием и наукой.",
    "COVID-19 – a disease that changed medical education for ever.",
    "Kazakhstan – a country of steppes – has signed an agreement.",
    "Russia: what comes next for the universities of the country?",
    "Doctors of all the faculties of the university who met in Haifa on Monday – and nobody else – agreed on it.",
    "Doctors, nurses – everybody came to the opening of the centre.",
    "Israel and Kazakhstan – two countries, one programme of training.",
    "Medical education | what the new rules mean for all of you",
    "- Our students will train in Haifa, the rector said on Monday.",
    "Dubai, Kuwait City: what comes next for the universities of both?",
    "2026 – a year of changes for medical universities in the region.",
    "May 5 was the day on which doctors – all of them – met again.",
    "Сборная Казахстана сыграла вничью с Иорданией – 2:2, матч прошёл в Аммане.",
    "Бездорожье, темнота, минус двадцать – и пострадавший с травмой.",
    "الجامعة – كلية الطب – أطلقت برنامجاً جديداً لتدريب الأطباء.",
    "האוניברסיטה – הפקולטה לרפואה – השיקה תוכנית חדשה.",
    "ASTANA. KAZINFORM –",
    "ASTANA – Yes.",
    "",
]


@pytest.mark.parametrize("text", NONE)
def test_what_could_be_a_sentence_is_left_alone(text: str) -> None:
    """A word too many stays; a word of the article that is gone is lost."""
    assert dateline(text, year=2026) is None


def test_the_publisher_of_a_source_counts_as_an_agency() -> None:
    """Small agencies are in no list."""
    text = f"Taraz. Steppe Wire – {REST}"
    assert dateline(text, year=2026) is None
    found = dateline(text, year=2026, publisher="Steppe Wire")
    assert found is not None
    assert found.dateline == Dateline("Taraz", "Steppe Wire", "")


@given(st.text(max_size=300))
def test_any_text_has_one_or_none(text: str) -> None:
    """Nothing raises, and a dateline never takes all of a text."""
    found = dateline(text, year=2026)
    assert found is None or 0 < found.length < len(text)
