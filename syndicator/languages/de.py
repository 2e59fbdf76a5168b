"""German: words in dates that CLDR lacks, lines that pages put around articles, and news agencies."""

from __future__ import annotations

from typing import Final

MONTHS: Final = {"jan": 1, "febr": 2, "märz": 3, "jun": 6, "jul": 7, "sept": 9}
"""Short forms of newspapers."""
FILLERS: Final = frozenset(
    {"am", "den", "der", "um", "uhr", "vom", "von", "veröffentlicht", "aktualisiert", "stand", "h"}
)
"""Words that may stand in a date and say nothing."""
ZONES: Final = {"mez": "cet", "mesz": "cest"}
"""Names of zones in its own words."""
COUNTERS: Final = "aufrufe; ansichten; kommentare; kommentar; mal gelesen; min lesezeit; lesezeit"
"""What pages count beside a number: views, comments, minutes of reading."""
SHARES: Final = """
teilen; artikel teilen; beitrag teilen; diesen artikel teilen; auf facebook teilen; drucken; link kopieren;
per e-mail senden; folgen sie uns; folgen sie uns auf; newsletter abonnieren; abonnieren; weiterlesen;
mehr erfahren; mehr lesen; kommentar schreiben; vorheriger artikel; nächster artikel; nach oben
"""
"""What pages ask of their readers: whole lines."""
RELATED: Final = """
lesen sie auch; auch interessant; mehr zum thema; weitere artikel; weitere nachrichten; ähnliche artikel;
verwandte artikel; das könnte sie auch interessieren; das könnte sie interessieren; aktuelle nachrichten;
meistgelesen; schlagwörter; schlagworte
"""
"""What stands above, or before a colon, other news."""
RIGHTS: Final = "alle rechte vorbehalten"
"""What a line says that keeps rights."""
AGENCIES: Final = "dpa; afp; apa; sda; epd; kna; reuters"
"""News agencies as datelines name them."""
