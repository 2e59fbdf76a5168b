"""What each language finds, and what it must not find: phrases written for these tests."""

from __future__ import annotations

import pytest

from syndicator.languages.analysers import arabic, english, hebrew, kazakh, russian, snowball
from tests.languages.matching import found

FOUND = [
    ("ru", "учебный план", "работа над новыми учебными планами"),
    ("ru", "медицинская сестра", "не хватает медицинских сестёр"),
    ("ru", "ординатор", "ОРДИНАТОРАМИ стали"),
    ("ru", "COVID", "при COVID легче"),
    ("kk", "мейіргер", "мейіргерлерімізді оқыту"),
    ("kk", "емхана", "емханаларындағы кезек"),
    ("kk", "оқу бағдарламасы", "жаңа оқу бағдарламаларын бекітті"),
    ("kk", "медицина университеті", "Медицина университетінің ректоры"),
    ("kk", "ғалым", "ғалымдармен кездесу"),
    ("kk", "кітап", "кітабында айтылған"),
    ("kk", "мүмкіндік", "мүмкіндігін берді"),
    ("kk", "халық", "халқының саны"),
    ("kk", "пән", "жаңа пәндер"),
    ("kk", "мейіргер", "meıirgerler"),
    ("kk", "дәрігер", "därigerlerdi oqıtw"),
    ("kk", "білім", "bilimniñ sapasy"),
    ("kk", "білім", "بىلىمنىڭ ساپاسى"),
    ("kk", "университет", "ۋنيۆەرسيتەتتە وقيدى"),
    ("kk", "Израиль", "Izraıldiñ elshisi"),
    ("kk", "Италия", "يتاليادا"),
    ("ky", "окутуу", "окутууну баштады"),
    ("ky", "өлкө", "өлкөлөрдүн башчылары"),
    ("ky", "Өзбекстан", "Өзбекстандын президенти"),
    ("ky", "китеп", "китебинде"),
    ("ar", "ممرض", "تدريب الممرضين"),
    ("ar", "طالب", "لطلاب الطب"),
    ("ar", "كلية", "بكليات الطب"),
    ("ar", "اتفاقية", "اتفاقيتي تعاون"),
    ("ar", "خبير", "والخبراء الأجانب"),
    ("ar", "دراسة", "دراساتهم العليا"),
    ("ar", "الأطباء", "طبيب واحد"),
    ("ar", "إدارة", "اداره المشفى"),
    ("he", "בית ספר", "בתי הספר לרפואה"),
    ("he", "רופא", "לרופאים ולרופאות"),
    ("he", "אחות", "והאחות"),
    ("he", "התמחות", "בהתמחות הקלינית"),
    ("he", "מכללה", "המכללות החדשות"),
    ("he", "אוניברסיטה", "באוניברסיטת חיפה"),
    ("he", "אשפוז", "האשפוזים"),
    ("he", "אישה", "לנשים"),
    ("en", "medical school", "Medical Schools’ deans"),
    ("en", "train", "nurses are trained"),
    ("en", "study", "they studied abroad"),
    ("en", "study", "two studies"),
    ("en", "class", "both classes"),
    ("en", "plan", "planning a visit"),
    ("en", "exchange", "exchanging staff"),
    ("en", "curriculum", "new curricula"),
    ("en", "organization", "the organisation"),
    ("en", "training programme", "training programs"),
    ("en", "tie", "close ties"),
    ("en", "doctor", "the doctor's"),
    ("uk", "лікарня", "у лікарні"),
    ("uk", "навчальна програма", "навчальної програми"),
    ("uk", "здоров'я", "здоров’я"),
    ("fr", "étudiant", "l'étudiante et l’étudiant"),
    ("tr", "öğrenci", "ÖĞRENCİLER"),
    ("tr", "İzmir", "İzmir’de"),
    ("de", "Krankenhaus", "Krankenhäuser"),
    ("zh", "医学院", "北京大学医学院成立"),
    ("ka", "უნივერსიტეტი", "უნივერსიტეტი"),
]

NOT_FOUND = [
    ("ru", "посол", "после обеда"),
    ("ru", "учебный план", "план и учебный год"),
    ("ru", "врач", "врачебный"),
    ("kk", "кітап", "кітапхана"),
    ("kk", "дәріс", "дәрі"),
    ("kk", "білік", "білім"),
    ("kk", "тіл", "тілек"),
    ("ky", "окуу", "окуя"),
    ("ar", "الصين", "صيانة"),
    ("ar", "روسيا", "روسي الجنسية"),
    ("ar", "علم", "علماني"),
    ("he", "הסכם", "בהסכמה"),
    ("he", "רופא", "רפואה"),
    ("en", "university", "universal"),
    ("en", "training", "a train"),
    ("en", "new", "the news agency is"),
    ("en", "medical", "medically"),
    ("uk", "лікар", "лікарня"),
    ("tr", "Butan", "bu"),
]


@pytest.mark.parametrize(("language", "query", "text"), FOUND)
def test_an_inflected_phrase_isfound(language: str, query: str, text: str) -> None:
    """The dictionary form finds every form, in every script of the language."""
    assert found(language, query, text)


@pytest.mark.parametrize(("language", "query", "text"), NOT_FOUND)
def test_a_similar_word_is_notfound(language: str, query: str, text: str) -> None:
    """What only looks alike stays apart."""
    assert not found(language, query, text)


def test_a_word_in_other_letters_is_only_itself_in_russian() -> None:
    """No dictionary forms are guessed for Kazakh or Latin words."""
    assert russian.index_keys("дәрігерлер") == {"дәрігерлер"}
    assert russian.index_keys("WHO") == {"who"}


def test_a_kazakh_stem_without_a_vowel_is_none() -> None:
    """«стра» is not «ст» with an ending."""
    assert kazakh.index_keys("стта") == {"стта"}


def test_kazakh_suffixes_keep_vowel_harmony() -> None:
    """A stem in е takes no suffix in а; one syllable in а may stand for ә and takes either."""
    assert "мектеп" not in kazakh.index_keys("мектепта")
    assert "пан" in kazakh.index_keys("пәнге")
    assert "астана" not in kazakh.index_keys("астанаге")


def test_both_ways_of_kazakh_latin_are_read() -> None:
    """Alphabets use ı and i the other way round; a word is found by either reading."""
    assert set(kazakh.forms("birlik")) == {"бырлык", "бирлик"}
    assert set(kazakh.forms("BIRLIK")) == {"бырлык", "бирлик"}
    assert kazakh.forms("бірлік") == ("бырлык",)


def test_clitics_come_off_for_beginnings_of_words() -> None:
    """``forms`` is what ``medic*`` is compared with."""
    assert "رفقه" in arabic.forms("والرفقة")
    assert "רפואית" in hebrew.forms("הרפואית")


def test_short_words_keep_their_letters() -> None:
    """Taking particles off must leave something that is a word."""
    assert arabic.forms("ولد") == ("ولد",)
    assert arabic.query_keys("الف") == {"الف"}
    assert english.index_keys("is") == {"is"}
    assert english.index_keys("dies") >= {"die"}


def test_stemmers_of_all_listed_languages_exist() -> None:
    """The table names what PyStemmer has."""
    assert all(snowball.keys_of(language)("abcdef") for language in snowball.ALGORITHMS)
