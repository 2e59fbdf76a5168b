"""Words with their places, and one table of analysers."""

from __future__ import annotations

import pytest

from syndicator.languages.analysis import ANALYSERS, Word, analyser, words


def _texts(text: str) -> list[str]:
    return [word.text for word in words(text)]


def test_words_point_into_the_text_they_were_read_from() -> None:
    """``text[start:end]`` is the word, whatever stands before it."""
    text = "«Қазақ» — 医学 مُحَمَّد, e-learning: naïve 🩺 x"
    assert all(text[word.start : word.end] == word.text for word in words(text))


def test_a_hyphen_parts_words() -> None:
    """So that «Tel-Aviv» and «Tel Aviv» are the same two words."""
    assert _texts("Tel-Aviv врачи-стажёры תל־אביב") == ["Tel", "Aviv", "врачи", "стажёры", "תל", "אביב"]


def test_a_hyphen_after_a_prefix_joins() -> None:
    """«co-operation» is one word, and a prefix of a prefix too."""
    assert _texts("co-operation, inter-university; Non-Co-operative") == [
        "co-operation",
        "inter-university",
        "Non-Co-operative",
    ]


def test_a_prefix_alone_stays_a_word() -> None:
    """A dangling hyphen joins nothing."""
    assert _texts("pre- and post-graduate, co-") == ["pre", "and", "post-graduate", "co"]


def test_apostrophes_stay_inside_words() -> None:
    """Possessives, elisions and transliterations are one word each."""
    assert _texts("student’s l'université O'zbek") == ["student’s", "l'université", "O'zbek"]
    assert _texts("O‘zbekiston go`zal «‚Dialog‘»") == ["O‘zbekiston", "go`zal", "Dialog"]


def test_a_double_quote_belongs_to_hebrew_abbreviations_only() -> None:
    """Elsewhere it is a quotation mark."""
    assert _texts('ארה"ב אמר "שלום" ABC"DEF') == ['ארה"ב', "אמר", "שלום", "ABC", "DEF"]


def test_vowel_points_and_invisible_characters_stay_in_their_word() -> None:
    """A word is not cut where a mark or a soft hyphen stands."""
    assert _texts("مُحَمَّد תַּלְמִיד coop\u00aderation") == ["مُحَمَّد", "תַּלְמִיד", "coop\u00aderation"]


@pytest.mark.parametrize("text", ["医学教育", "ひらがな", "서울대", "แพทย์"])
def test_scripts_without_spaces_give_a_word_per_letter(text: str) -> None:
    """So that a phrase is found inside a sentence nobody has cut."""
    assert _texts(text) == list(text)


def test_other_words_in_such_a_text_stay_whole() -> None:
    """Latin names among Chinese letters are words."""
    assert _texts("世卫WHO2024年") == ["世", "卫", "WHO2024", "年"]


def test_combining_vowels_of_indian_scripts_stay_in_their_word() -> None:
    """Marks of scripts beyond the quick pattern are read by the thorough one."""
    assert _texts("हिन्दी शिक्षा") == ["हिन्दी", "शिक्षा"]


def test_an_empty_text_has_no_words() -> None:
    """Nothing in, nothing out."""
    assert words("") == []
    assert words("—…!") == []


def test_a_word_is_a_plain_tuple() -> None:
    """Text, start and end, in this order."""
    assert words("a bc")[1] == Word("bc", 2, 4) == ("bc", 2, 4)


@pytest.mark.parametrize("language", sorted(ANALYSERS))
def test_every_analyser_finds_a_word_by_itself(language: str) -> None:
    """Whatever a language does to words, equal words meet."""
    keys = analyser(language)
    for word in ("Образование", "education", "التعليم", "חינוך", "ماسالا", "білім", "éducation", "ab"):
        assert keys.index_keys(word) & keys.query_keys(word)
        assert keys.forms(word)


def test_scripts_of_a_language_share_its_analyser() -> None:
    """``kk-Cyrl``, ``kk-Latn`` and ``kk-Arab`` are one."""
    assert analyser("kk-Cyrl") is analyser("kk-Latn") is analyser("kk-Arab") is analyser("kk")


def test_a_language_without_an_analyser_is_matched_by_folded_words() -> None:
    """Case and marks do not matter, endings do."""
    keys = analyser("ka")
    assert keys is analyser("xx")
    assert keys.index_keys("Mkhedruli") == keys.query_keys("MKHEDRULI") == {"mkhedruli"}
    assert keys.forms("ABC") == ("abc",)
