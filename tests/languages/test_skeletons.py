"""Names meet across scripts by their consonants."""

from __future__ import annotations

import pytest

from syndicator.languages.skeletons import skeleton


@pytest.mark.parametrize(
    "name",
    [
        {"en": "Swansea", "ru": "Суонси", "ar": "سوانزي", "he": "סוונסי"},
        {"en": "Nazarbayev", "ru": "Назарбаев", "kk-Latn": "Nazarbaıev", "kk-Arab": "نازاربايەۆ", "he": "נזרבייב"},
        {"en": "Shymkent", "ru": "Шымкент", "kk-Cyrl": "Шымкент", "kk-Arab": "شىمكەنت"},
        {"en": "Erdogan", "tr": "Erdoğan", "ru": "Эрдоган", "ar": "أردوغان"},
        {"en": "Cambridge", "ru": "Кембридж", "he": "קמברידג'"},
        {"en": "Carmon", "ru": "Кармон", "ar": "كارمون", "he": "כרמון"},
    ],
)
def test_a_name_has_one_skeleton_in_all_scripts(name: dict[str, str]) -> None:
    """Vowels, doubled letters and letters of one class make no difference."""
    assert len({skeleton(word, language) for language, word in name.items()}) == 1


def test_letters_sound_as_their_language_reads_them() -> None:
    """Turkish c is the sound of j; Kazakh writes ғ with a letter that Arabic does not sound."""
    assert skeleton("Cemal", "tr") == "sml"
    assert skeleton("Camilla", "en") == "kml"
    assert (skeleton("عالىم", "kk-Arab"), skeleton("Ғалым", "kk-Cyrl")) == ("klm", "klm")


def test_short_words_tell_nothing() -> None:
    """Of two consonants there are too many names."""
    assert skeleton("Haifa") == skeleton("of") == skeleton("") == ""
