"""Articles and other small words that lose their vowel before a word: «l'université», «dell'università»."""

from __future__ import annotations

_ELIDED = frozenset((
    "l", "d", "j", "m", "n", "s", "t", "c", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu", "dell", "nell", "all", "dall",
    "sull", "un", "quest",
))  # fmt: skip


def without_article(folded: str) -> str:
    """The word after an elided one, or the word itself."""
    article, apostrophe, rest = folded.partition("'")
    return rest if apostrophe and article in _ELIDED else folded
