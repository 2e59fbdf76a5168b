"""Lines of the frame in every language, and lines of articles that look a little like them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndicator.languages.tails import Frame, frame

LINES = [
    ("Views: 8K", Frame.COUNTER),
    ("views: 1,234", Frame.COUNTER),
    ("12 345 views", Frame.COUNTER),
    ("1.2k views · 14 comments", Frame.COUNTER),
    ("3 min read", Frame.COUNTER),
    ("👁 315 просмотров", Frame.COUNTER),
    ("Просмотров: 1 024", Frame.COUNTER),
    ("Количество просмотров – 17", Frame.COUNTER),
    ("Просмотры: 8 тыс.", Frame.COUNTER),
    ("Қаралды: 56", Frame.COUNTER),
    ("56 рет оқылды", Frame.COUNTER),
    ("Qaraldy: 56", Frame.COUNTER),
    ("قارالدى: ٥٦", Frame.COUNTER),
    ("المشاهدات: ٥٥", Frame.COUNTER),
    ("عدد القراءات 1200", Frame.COUNTER),
    ("צפיות: 3", Frame.COUNTER),
    ("120 צפיות", Frame.COUNTER),
    ("1.024 görüntülenme", Frame.COUNTER),
    ("阅读量：1024", Frame.COUNTER),
    ("Share this article", Frame.SHARE),
    ("Share this article:", Frame.SHARE),
    ("► SHARE", Frame.SHARE),
    ("Поделиться", Frame.SHARE),
    ("Подписывайтесь на наш Telegram-канал!", Frame.SHARE),
    ("Нашли ошибку? Выделите её и нажмите Ctrl+Enter.", Frame.SHARE),
    ("Бөлісу:", Frame.SHARE),
    ("شارك الخبر", Frame.SHARE),
    ("שתפו את הכתבה", Frame.SHARE),
    ("Haberi paylaş", Frame.SHARE),
    ("You May Also Like", Frame.RELATED),
    ("Latest News", Frame.RELATED),
    ("Читайте также:", Frame.RELATED),
    ("Ұқсас жаңалықтар", Frame.RELATED),
    ("ۇقساس جاڭالىقتار", Frame.RELATED),
    ("أخبار ذات صلة", Frame.RELATED),
    ("اقرأ أيضًا:", Frame.RELATED),
    ("קראו גם", Frame.RELATED),
    ("İlgili Haberler", Frame.RELATED),
    ("相关新闻", Frame.RELATED),
    ("Read also: A memorandum was signed in Almaty", Frame.POINTER),
    ("Читайте также: В Алматы подписан меморандум о сотрудничестве", Frame.POINTER),
    ("اقرأ أيضا: توقيع مذكرة تفاهم في عمان", Frame.POINTER),
    ("קראו גם: נחתם מזכר הבנות בחיפה", Frame.POINTER),
    ("© 2026 Example University. All rights reserved.", Frame.RIGHTS),
    ("Copyright 2026 Example University", Frame.RIGHTS),
    ("Все права защищены. При использовании материалов ссылка обязательна.", Frame.RIGHTS),
    ("جميع الحقوق محفوظة لجامعة المثال ٢٠٢٦", Frame.RIGHTS),
    ("כל הזכויות שמורות לאוניברסיטה", Frame.RIGHTS),
]


@pytest.mark.parametrize(("line", "expected"), LINES)
def test_lines_of_the_frame_are_known_in_every_language(line: str, expected: Frame) -> None:
    """With the marks and numbers that pages put around them."""
    assert frame(line) is expected


@pytest.mark.parametrize(
    "line",
    [
        "",
        "The university has 8K students.",
        "Views of the medical faculty differ on 12 points.",
        "12 students read the oath.",
        "Share of women among doctors: 62 per cent",
        "Related: the ministry's order of May, which the faculty applies, says that all residents are to be trained.",
        "More than 350 took part",
        "News of the visit spread at once.",
        "Новости о визите пришли утром.",
        "Просмотр документа занял 5 минут у комиссии.",
        "The law on copyright was discussed by 40 lawyers.",
        "350",
        "2026",
    ],
)
def test_lines_of_articles_are_not(line: str) -> None:
    """What is taken out wrongly is lost."""
    assert frame(line) is None


@given(st.text(max_size=260))
def test_any_line_is_something_or_nothing(line: str) -> None:
    """Nothing raises."""
    assert frame(line) in (None, *Frame)
