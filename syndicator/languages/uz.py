"""Uzbek: words in dates that CLDR lacks, lines that pages put around articles, and news agencies."""

from __future__ import annotations

from typing import Final

MONTHS: Final = {"sentyabr": 9, "oktyabr": 10, "iyn": 6, "iyl": 7, "сентябр": 9, "октябр": 10}
"""Older spellings."""
FILLERS: Final = frozenset({"yil", "yili", "y", "soat", "da", "kuni", "йил", "соат", "куни"})
"""Words that may stand in a date and say nothing."""
COUNTERS: Final = """
ko'rildi; ko‘rildi; ko'rishlar; ko‘rishlar; ko'rishlar soni; o'qildi; o‘qildi; izohlar; кўрилди; кўришлар;
кўришлар сони; ўқилди; изоҳлар
"""
"""What pages count beside a number: views, comments, minutes of reading."""
SHARES: Final = """
ulashish; ulashing; do'stlarga ulashish; do‘stlarga ulashing; obuna bo'ling; obuna bo‘ling;
kanalimizga obuna bo‘ling; batafsil; улашиш; улашинг; обуна бўлинг; батафсил
"""
"""What pages ask of their readers: whole lines."""
RELATED: Final = """
o'xshash yangiliklar; o‘xshash yangiliklar; boshqa yangiliklar; so'nggi yangiliklar; so‘nggi yangiliklar;
ko'p o'qilgan; ko‘p o‘qilgan; mavzuga oid; mavzu bo‘yicha; shuningdek o‘qing; teglar; ўхшаш янгиликлар;
бошқа янгиликлар; сўнгги янгиликлар; кўп ўқилган; мавзуга оид; теглар
"""
"""What stands above, or before a colon, other news."""
RIGHTS: Final = "barcha huquqlar himoyalangan; барча ҳуқуқлар ҳимояланган"
"""What a line says that keeps rights."""
AGENCIES: Final = "uza; oʻza; o‘za; kun.uz; ўза; уза"
"""News agencies as datelines name them."""
