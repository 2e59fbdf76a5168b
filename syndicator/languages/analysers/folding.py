"""A word in, its folded form out: what two spellings of one word share.

NFKC and case folding (Unicode Standard Annex 15, section 5.18 of the core specification); digits of every script become
ASCII; invisible characters, vowel points, harakat and tatweel vanish; hyphens inside a word vanish (``co-operation`` is
``cooperation``), and so do lines under it that plain text stresses it with; ``ё`` is ``е``; letters of another script
that only look right are put right.
"""

from __future__ import annotations

import re
import unicodedata

import regex

_APOSTROPHES = dict.fromkeys(map(ord, "’‘ʼʹ`´′׳＇"), "'")
_DROPPED = regex.compile(r"[\p{Cf}\p{Pd}\"_\u05F4\u05BE\u0640]|(?<=[\p{Cyrillic}\p{Hebrew}\p{Arabic}])\p{Mn}+|\u0307")
_TATWEEL = "\u0640"
_PLAIN = re.compile(
    "[а-яәғқңөұүһіїєґўҳҷӣӯҙҫҡҗ]+|[א-ת]+|[\u0621-\u063a\u0641-\u064aٹپچڈڑژکگڭںھہۆۇۈۋیېےە]+|"
    "[0-9a-zà-öø-ÿāăąćčďđēęěğīıłńňōőœřśşšťūůűýźżžǵ]+"
)
"""Words of one script that are their own folded form."""
_CYRILLIC = regex.compile(r"\p{Cyrillic}")
_LATIN = regex.compile(r"\p{Latin}")
_TO_CYRILLIC = str.maketrans("aceioxpyhkmtb", "асеіохрункмтв")
_TO_LATIN = str.maketrans("асеіохрукмт", "aceioxpykmt")


def fold(word: str) -> str:
    """The folded form of one word; empty when nothing but marks is left."""
    folded = word.casefold().replace("ё", "е")
    if (folded.isascii() and folded.isalnum()) or _PLAIN.fullmatch(folded):
        return folded
    folded = unicodedata.normalize("NFKC", folded).casefold().translate(_APOSTROPHES)
    if not folded.isalnum() or _TATWEEL in folded:
        folded = _DROPPED.sub("", folded)
    folded = folded.replace("ё", "е")
    return _one_script(_ascii_digits(folded))


def _ascii_digits(text: str) -> str:
    if text.isascii():
        return text
    return "".join(str(unicodedata.decimal(each)) if each.isdecimal() else each for each in text)


def _one_script(text: str) -> str:
    """Cyrillic and Latin letters do not mix in one word: the fewer ones are lookalikes."""
    cyrillic = 0 if text.isascii() else len(_CYRILLIC.findall(text))
    latin = len(_LATIN.findall(text)) if cyrillic else 0
    if not latin:
        return text
    return text.translate(_TO_CYRILLIC if cyrillic >= latin else _TO_LATIN)
