"""Ukrainian: words in dates that CLDR lacks, lines that pages put around articles, and news agencies."""

from __future__ import annotations

from typing import Final

FILLERS: Final = frozenset({"р", "рік", "року", "о", "об", "від", "опубліковано", "оновлено"})
"""Words that may stand in a date and say nothing."""
COUNTERS: Final = """
перегляди; переглядів; перегляд; кількість переглядів; прочитано; коментарі; коментарів; поширень; час читання;
хв читання
"""
"""What pages count beside a number: views, comments, minutes of reading."""
SHARES: Final = """
поділитися; поширити; поділіться; поділіться з друзями; поділитись; скопіювати посилання; роздрукувати;
версія для друку; підписатися; підписуйтесь; підписуйтеся на наш telegram-канал; підписуйтесь на наш канал;
читати далі; докладніше; детальніше; залишити коментар; додати коментар; попередня новина; наступна новина
"""
"""What pages ask of their readers: whole lines."""
RELATED: Final = """
читайте також; дивіться також; за темою; матеріали за темою; новини за темою; схожі новини; схожі матеріали;
інші новини; останні новини; популярне; популярні новини; найпопулярніше; рекомендуємо; вас може зацікавити;
вам може бути цікаво; теги; мітки; ключові слова
"""
"""What stands above, or before a colon, other news."""
RIGHTS: Final = "усі права захищені; всі права захищені; при використанні матеріалів посилання обов'язкове"
"""What a line says that keeps rights."""
AGENCIES: Final = "укрінформ; унн; уніан; рбк-україна; рейтер"
"""News agencies as datelines name them."""
