"""Letters that only one language has decide; letters that it lacks rule it out."""

from __future__ import annotations

import pytest

from syndicator.languages.letters import decide, excluded, unlikely


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
        ("Arab", "قوانین همچنین برای زندانیان است", None),
        ("Arab", "هر نماینده و نماینده دیگر در آینده", None),
        ("Arab", "او اولین شخصی بود که گزارش اولیه داد", None),
        ("Arab", "وزیراعظم اور صدر", "ur"),
        ("Arab", "قىرعىزدار ۅز تىلىندە سۉيلۅيت", "ky"),
        ("Arab", "بۇ يىل بازاردا، ەتى", "ug"),
        ("Arab", "چەمپيون جەڭدى، ەل قۋاندى", None),
        ("Arab", "أخبار اليوم", None),
        ("Hebr", "אַ ייִדישע צייטונג װאָס", "yi"),
        ("Hebr", "חדשות היום", None),
        ("Latn", "qazaqstan respublikasynyñ ükımetı", "kk"),
        ("Latn", "bala jäne ana", "kk"),
        ("Latn", "qatarlar qalyñ qar astynda", "kk"),
        ("Latn", "köbınese jergılıktı dükender ashyq", "kk"),
        ("Latn", "angliia men ispaniia kelıstı", "kk"),
        ("Latn", "qazaqtyng qalasynda qys qatty", "kk"),
        ("Latn", "el niño español del año más pequeño", None),
        ("Latn", "iraqi military enters qatar embassy", None),
        ("Latn", "army in iraq and qatar", None),
        ("Latn", "bazarda qaz olduğu haqda", None),
        ("Latn", "kitaby öwrenmäge synanyşyp", None),
        ("Latn", "the system of physics and crystals", None),
        ("Latn", "türkmenistanyň ýaşaýjylary öý", None),
        ("Latn", "bodo'nun yüzü ve bodo'nun sesi", None),
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
    """Russian has no ө, Arabic no ە, English no ğ; other scripts rule nothing out."""
    assert "ru" in excluded("Cyrl", "өкмөт жана эл")
    assert {"ar", "fa"} <= excluded("Arab", "ۇكىمەت جانە ەل")
    assert "en" in excluded("Latn", "dağ ışığı")
    assert excluded("Grek", "κείμενο") == frozenset()


def test_a_language_without_any_of_its_letters_is_unlikely() -> None:
    """Serbian has ј, Bashkir ҙ and Azerbaijani ə in nearly every headline."""
    assert {"sr", "mk", "ba"} <= unlikely("Cyrl", "новости дня")
    assert "sr" not in unlikely("Cyrl", "јуче у београду")
    assert "az" in unlikely("Latn", "güney amerika")
    assert unlikely("Grek", "κείμενο") == frozenset()
