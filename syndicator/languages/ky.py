"""Kyrgyz: words in dates that CLDR lacks, lines that pages put around articles, and news agencies."""

from __future__ import annotations

from typing import Final

MONTHS: Final = {
    "үчтүн айы": 1,
    "бирдин айы": 2,
    "жалган куран": 3,
    "чын куран": 4,
    "бугу": 5,
    "кулжа": 6,
    "теке": 7,
    "баш оона": 8,
    "аяк оона": 9,
    "тогуздун айы": 10,
    "жетинин айы": 11,
    "бештин айы": 12,
}
"""Names of the folk calendar."""
FILLERS: Final = frozenset({"ж", "жыл", "жылы", "жылдын", "саат", "күнү"})
"""Words that may stand in a date and say nothing."""
COUNTERS: Final = "көрүлдү; көрүүлөр; көрүүлөр саны; окулду; окулган; жолу окулду; комментарий; пикирлер"
"""What pages count beside a number: views, comments, minutes of reading."""
SHARES: Final = "бөлүшүү; бөлүшүңүз; достор менен бөлүшүү; жазылуу; жазылыңыз; толугураак; кененирээк"
"""What pages ask of their readers: whole lines."""
RELATED: Final = """
дагы окуңуз; ошондой эле окуңуз; окшош жаңылыктар; башка жаңылыктар; акыркы жаңылыктар; көп окулгандар;
тема боюнча; тегдер
"""
"""What stands above, or before a colon, other news."""
RIGHTS: Final = "бардык укуктар корголгон"
"""What a line says that keeps rights."""
AGENCIES: Final = "кабар; кыргыз кабар; азаттык; казинформ; 24.kg"
"""News agencies as datelines name them."""
