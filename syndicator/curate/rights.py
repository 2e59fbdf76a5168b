"""Rights applied: what of an article may be shown, given what its source allows now and allowed when it came."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import takewhile

import regex

from syndicator.model.article import Article, Image, SafeHtml
from syndicator.model.source import Republish, Rights

SUMMARY = 500
"""The longest summary beside a full text, in characters."""

_WIDTH = {Republish.HEADLINE: 0, Republish.EXCERPT: 1, Republish.FULL: 2}
_GRAPHEME = regex.compile(r"\X")
_VOWELS_BEHIND = "\u0e33\u0eb3"
"""Letters of Thai and Lao that belong to what comes before, be it a space."""
_WORD_END = regex.compile(r"\s+\S*\Z")


@dataclass(frozen=True, slots=True)
class Shown:
    """What may be shown of one article."""

    summary: str
    content: SafeHtml | None
    image: Image | None


def narrower(one: Rights, other: Rights) -> Rights:
    """The rights both allow; the words (attribution, notice, licence) are those of *one*, else of *other*."""
    return Rights(
        republish=min(one.republish, other.republish, key=_WIDTH.__getitem__),
        excerpt=min(one.excerpt, other.excerpt),
        images=one.images and other.images,
        attribution=one.attribution or other.attribution,
        notice=one.notice or other.notice,
        licence=one.licence or other.licence,
    )


def is_shown_at_length(article: Article, rights: Rights) -> bool:
    """Whether *rights* let us show of *article* what is in its texts alone: ``content``, or ``text`` for a summary."""
    whole = rights.republish is Republish.FULL
    return whole or (rights.republish is Republish.EXCERPT and not article.summary)


def shown(article: Article, rights: Rights) -> Shown:
    """What *rights* let us show of *article*."""
    image = article.image if rights.images else None
    words = article.summary or article.text
    if rights.republish is Republish.FULL:
        return Shown(cut(words, SUMMARY), article.content or None, image)
    if rights.republish is Republish.EXCERPT:
        return Shown(cut(words, rights.excerpt), None, image)
    return Shown("", None, image)


def cut(text: str, limit: int) -> str:
    """*text* in at most *limit* characters, the ellipsis included.

    It is cut between words, or between grapheme clusters (UAX 29) when the first word alone is too long.
    """
    text = text.strip()
    if len(text) <= limit:
        return text
    room = limit - 1
    kept = cut_at_a_word(text, room) if room > 0 else ""
    if kept is None:
        kept = cut_at_a_cluster(text, room)
    return f"{kept.rstrip()}…" if kept.strip() else ""


def cut_at_a_word(text: str, room: int) -> str | None:
    """The words that fit, where plain letters follow a space: no cluster reaches across; None elsewhere."""
    head, last, following = text[:room], text[room - 1 : room], text[room]
    if following.isspace() or last.isspace():
        return head if _stands_apart(last) and _stands_apart(following) else None
    parts = head.rsplit(maxsplit=1)
    return parts[0] if len(parts) == 2 and _stands_apart(parts[1][0]) else None


def _stands_apart(letter: str) -> bool:
    """Whether a letter begins a cluster after a space, and ends one before a space, whatever else there is."""
    return letter.isascii() or (letter.isalnum() and letter not in _VOWELS_BEHIND)


def cut_at_a_cluster(text: str, room: int) -> str:
    """The words that fit, or the clusters, whatever they are made of."""
    clusters = takewhile(lambda found: found.end() <= room, _GRAPHEME.finditer(text))
    head = "".join(found.group() for found in clusters)
    return head if text[len(head) : len(head) + 1].isspace() else _WORD_END.sub("", head)
