"""Text made fit for every document: no character XML 1.0 forbids, no bidi control left open."""

from __future__ import annotations

import re
from html import escape
from unicodedata import combining

_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|[\ufeff\ufffd]")
"""What is no Char of XML 1.0, section 2.2 (lone surrogates among it), stray byte order marks, and what stands for lost
letters: readers take it for our fault, validators for a broken encoding."""
_STOPS = " \t\n.,;:!?…،؛؟–—-"
_BREAKS = re.compile("[ \t\r\n\x85\u2028\u2029]+")
_LIKE_A_REFERENCE = re.compile(r"&(?![\s&<]|$)")
"""What older parsers of HTML take for the beginning of a reference; newer ones look for its name."""
_LIKE_MARKUP = re.compile(r"</?[A-Za-z]|&#?\w")
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")
_OPENS = {**dict.fromkeys("\u202a\u202b\u202d\u202e", "\u202c"), **dict.fromkeys("\u2066\u2067\u2068", "\u2069")}


def swept(text: str) -> str:
    """*text* without characters that no XML document may hold."""
    return _FORBIDDEN.sub("", text)


def line(text: str) -> str:
    """*text* as one plain line: swept, without line breaks, and without bidi controls unless each is closed."""
    return balanced(_BREAKS.sub(" ", swept(text))).strip()


def prose(text: str) -> str:
    """*text* as plain paragraphs: swept, bidi controls closed or gone."""
    return balanced(swept(text).replace("\r\n", "\n").replace("\r", "\n")).strip()


def opening(text: str, most: int) -> str:
    """How *text* begins, in *most* signs at most: whole words and an ellipsis, where it does not end before."""
    if len(text) <= most:
        return text
    room = text[: most - 1]
    while combining(text[len(room)]):  # a letter keeps its marks
        room = room[:-1]
    words = room if text[len(room)].isspace() else room.rpartition(" ")[0] or room
    return balanced(words.rstrip(_STOPS)) + "…"


def readable(text: str) -> str:
    """*text* written so that it says the same when it is read as HTML; what says so already stays (``A & B``)."""
    return _LIKE_A_REFERENCE.sub("&amp;", text).replace("<", "&lt;")


def is_like_markup(text: str) -> bool:
    """Whether plain *text* speaks of markup, so that who guesses would take it for HTML (``<b>``, ``&nbsp;``)."""
    return _LIKE_MARKUP.search(text) is not None


def balanced(text: str) -> str:
    """*text* if its embeddings and isolates (UAX 9) are properly closed, else without any of those controls."""
    waiting: list[str] = []
    for control in _BIDI.findall(text):
        if control in _OPENS:
            waiting.append(_OPENS[control])
        elif not waiting or waiting.pop() != control:
            return _BIDI.sub("", text)
    return _BIDI.sub("", text) if waiting else text


def paragraphs(text: str) -> str:
    """Plain paragraphs, parted by blank lines, as HTML."""
    parts = (part.strip() for part in text.split("\n\n"))
    return "".join(f"<p>{escape(part)}</p>" for part in parts if part)
