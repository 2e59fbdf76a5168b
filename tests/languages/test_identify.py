"""A text is told its language by letters, models and the word of its source, in this order."""

from __future__ import annotations

import json
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pycld2
import pytest

from syndicator.languages.identify import Identified, identify
from syndicator.model.article import LanguageFrom

SENTENCES = {
    "kk-Cyrl": "Министрлік жаңа бағдарлама туралы хабарлады, деп жазады басылым",
    "kk-Latn": "Ministrlık jaña bağdarlama turaly habarlady jäne qazaq halqyna jetkızdı",
    "kk-Arab": "مينيسترلىك جاڭا باعدارلاما تۋرالى حابارلادى",
    "ru": "Министерство сообщило о начале новой программы обучения врачей",
    "en": "The ministry has announced a new programme for the training of doctors",
    "ar": "أعلنت الوزارة عن برنامج جديد لتدريب الأطباء في الجامعة",
    "he": "המשרד הודיע על תוכנית חדשה להכשרת רופאים באוניברסיטה",
    "fr": "Le ministère a annoncé un nouveau programme de formation des médecins",
    "tr": "Bakanlık doktorların eğitimi için yeni bir program açıkladı",
    "uk": "Міністерство оголосило про нову програму підготовки лікарів",
    "bg": "Министерството обяви нова програма за обучение на лекари в страната",
    "ky": "Министрлик дарыгерлерди даярдоо боюнча жаңы программа жарыялады",
    "zh": "卫生部宣布了一项新的医生培训计划",
    "el": "Το υπουργείο ανακοίνωσε ένα νέο πρόγραμμα εκπαίδευσης γιατρών",
}


@pytest.mark.parametrize(("language", "text"), SENTENCES.items())
def test_a_sentence_is_recognised(language: str, text: str) -> None:
    """Kazakh with its script, every other language by its primary subtag."""
    assert identify(text).language == language


def test_capitals_addresses_and_control_characters_do_not_mislead() -> None:
    """They are taken away before anything is counted; broken characters raise nothing."""
    assert (
        identify("МИНИСТЕРСТВО СООБЩИЛО О НАЧАЛЕ ПРОГРАММЫ\n\ud800\x00 https://example.org/news @ministry").language
        == "ru"
    )


@pytest.mark.parametrize("text", ["", "2026", "https://example.org/x", "—"])
def test_a_text_without_letters_is_what_its_source_says(text: str) -> None:
    """And unknown when the source says nothing, or nothing known."""
    assert identify(text) == Identified("und", 0.0, LanguageFrom.DETECTED)
    assert identify(text, declared="xx") == Identified("und", 0.0, LanguageFrom.DETECTED)
    assert identify(text, declared="kz") == Identified("kk-Cyrl", 0.0, LanguageFrom.DECLARED)
    assert identify(text, declared="kk-Latn").language == "kk-Latn"
    assert identify(text, declared="en_US").language == "en"


def test_a_tiny_text_is_unknown_unless_its_source_says() -> None:
    """A guess would be a false tag."""
    assert identify("Ok").language == "und"
    assert identify("Ok", declared="en") == Identified("en", identify("Ok").confidence, LanguageFrom.DECLARED)


def test_the_source_outweighs_a_hesitant_model_on_a_short_text() -> None:
    """Methods 1.4: below 80 characters and 0.9."""
    assert identify("Премьер-министр Япония", declared="kk").language == "kk-Cyrl"


def test_a_sure_model_outweighs_the_source() -> None:
    """A channel that claims English for everything is common."""
    found = identify(SENTENCES["ru"] * 3, declared="kk")
    assert (found.language, found.how) == ("ru", LanguageFrom.DETECTED)


def test_decisive_letters_beat_the_declaration() -> None:
    """Letters that only one language has."""
    assert identify("Ұлттық банк", declared="ru") == Identified("kk-Cyrl", 1.0, LanguageFrom.RULE)


def test_the_wrong_script_beats_the_declaration() -> None:
    """English on a Kazakh site stays English; so does it where the declared tag names another script."""
    assert identify("Breaking news from the capital today", declared="kk").language == "en"
    assert identify("Breaking news from the capital today", declared="ar").language == "en"
    assert identify("Новости столицы сегодня утром", declared="kk-Latn").language == "ru"


def test_only_allowed_languages_are_chosen_from() -> None:
    """As far as the letters permit any of them; the only one possible is taken at its word."""
    assert identify("Премьер-министр Япония", allowed=["kk", "ru"]).language == "ru"
    assert identify("Премьер-министр Япония", allowed=["kk"]) == Identified("kk-Cyrl", 1.0, LanguageFrom.DECLARED)
    assert identify(SENTENCES["he"], allowed=["kk", "ru"]).language == "he"
    assert identify(SENTENCES["kk-Cyrl"], allowed=["ru", "uk"]).language == "kk-Cyrl"


def test_a_declaration_outside_the_allowed_languages_is_ignored() -> None:
    """The operator's word is the stronger one."""
    assert identify("Новости дня", declared="bg", allowed=["ru", "kk"]).language == "ru"


def test_languages_that_no_model_knows_give_unknown() -> None:
    """Rundi and Swati are allowed here, and nothing can tell them apart."""
    assert identify("Ab cd ef", allowed=["rn", "ss"]).language == "und"


def test_a_model_that_refuses_is_done_without(monkeypatch: pytest.MonkeyPatch) -> None:
    """CLD2 raises for bytes it does not like."""

    def refuse(*_arguments: object, **_options: object) -> None:
        raise pycld2.error("input contains invalid UTF-8")

    monkeypatch.setattr(pycld2, "detect", refuse)
    assert identify(SENTENCES["ky"]).language in {"ky", "ru"}


def test_equal_texts_get_equal_answers_from_many_threads() -> None:
    """Models are loaded once and shared."""
    texts = list(SENTENCES.values()) * 8
    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(identify, texts)) == list(map(identify, texts))


@pytest.mark.shared
def test_real_sentences_are_recognised(shared: Path) -> None:
    """Ru, kk, en, ar and he: at least 99 of 100 sentences, and of headlines of seven words."""
    codes = {"kaz_Cyrl": "kk-Cyrl", "rus_Cyrl": "ru", "eng_Latn": "en", "arb_Arab": "ar", "heb_Hebr": "he"}
    right: Counter[tuple[str, bool]] = Counter()
    total: Counter[str] = Counter()
    with (shared / "data/langid/parallel_sentences.jsonl").open(encoding="utf-8") as lines:
        for row in filter(lambda row: row["lang"] in codes, map(json.loads, lines)):
            code, headline = codes[row["lang"]], " ".join(row["text"].split()[:7])
            total[code] += 1
            right[code, True] += identify(row["text"]).language == code
            right[code, False] += identify(headline).language == code
    assert {key: count / total[key[0]] for key, count in right.items() if count < 0.99 * total[key[0]]} == {}
