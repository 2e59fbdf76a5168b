"""Letters that only one language has decide; letters that it lacks rule it out."""

from __future__ import annotations

import pytest

from syndicator.languages.letters import decide, excluded


@pytest.mark.parametrize(
    ("script", "text", "language"),
    [
        ("Cyrl", "қазақстан республикасының үкіметі", "kk"),
        ("Cyrl", "ұлттық банк", "kk"),
        ("Cyrl", "газета «ұлт» вышла вчера в большом количестве экземпляров по всей стране", None),
        ("Cyrl", "башҡортостан ҡалаһы", "ba"),
        ("Cyrl", "җәмгыять һәм мәдәният үсеше", "tt"),
        ("Cyrl", "ҷумҳурии тоҷикистон", "tg"),
        ("Cyrl", "чӑваш республики ҫӗнӗ хыпарсем", "cv"),
        ("Cyrl", "україна та її сусіди", "uk"),
        ("Cyrl", "беларускі ўрад прыняў", "be"),
        ("Cyrl", "новости дня", None),
        ("Arab", "قازاقستان رەسپۋبليكاسى ۇكىمەتى", "kk"),
        ("Arab", "ئۇيغۇر ئاپتونوم رايونى خەۋەر", "ug"),
        ("Arab", "هەواڵی کوردستان ڕۆژ", "ckb"),
        ("Arab", "ئەمە یەک کەسە بەشی", "ckb"),
        ("Arab", "پاکستان کے وزیر نے کہا ہے", "ur"),
        ("Arab", "د افغانستان ښځې او ځوانان", "ps"),
        ("Arab", "بیر کیتاب ایله گلدیلر", "az"),
        ("Arab", "أخبار اليوم", None),
        ("Hebr", "אַ ייִדישע צייטונג װאָס", "yi"),
        ("Hebr", "חדשות היום", None),
        ("Latn", "qazaqstan respublikasynyñ ükımetı", "kk"),
        ("Latn", "bala jäne ana", "kk"),
        ("Latn", "türkmenistanyň ýaşaýjylary öý", None),
        ("Latn", "o‘zbekiston bo‘yicha yangiliklar", "uz"),
        ("Latn", "o'connor and o'brien were there", None),
        ("Latn", "azərbaycan xəbərləri", "az"),
        ("Latn", "ışık doğudan yükselir", None),
        ("Hani", "日本のニュース", "ja"),
        ("Hani", "中国新闻", "zh"),
        ("Hang", "한국 소식", "ko"),
        ("Thai", "ข่าว", None),
    ],
)
def test_letters_decide_or_leave_it_open(script: str, text: str, language: str | None) -> None:
    """Methods 1.3: a share of the letters is asked for, so that a name in a long text decides nothing."""
    assert decide(script, text) == language


def test_an_alphabet_rules_languages_out() -> None:
    """Russian has no ө; Serbian has ј in nearly every headline; other scripts rule nothing out."""
    assert {"ru", "sr"} <= excluded("Cyrl", "өкмөт жана эл")
    assert "sr" not in excluded("Cyrl", "јуче у београду")
    assert excluded("Latn", "text") == frozenset()
