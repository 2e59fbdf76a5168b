"""A telling: one of the texts of an entry made safe, without what the page put around it and without its dateline."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import regex

from syndicator.languages.datelines import dateline
from syndicator.model.article import Dateline, SafeHtml
from syndicator.model.entry import Markup, RawText
from syndicator.normalise.characters import clean
from syndicator.normalise.markup import Excess, clean_markup, paragraphs, settled, words
from syndicator.normalise.trimming import trimmed, without_head

_ALL: Final = "*"


@dataclass(frozen=True, slots=True)
class Telling:
    """What an entry tells, as markup and in words."""

    content: SafeHtml = SafeHtml("")
    text: str = ""
    dateline: Dateline | None = None


@dataclass(frozen=True, slots=True)
class Setting:
    """What is known of the article and of its source before the text is read."""

    title: str
    year: int
    """Of the article: datelines seldom name it."""
    publisher: str
    tails: tuple[str, ...]
    """Lines that the operator calls no part of any article; ``*`` is any text."""


def tell(raw: RawText, base: str, setting: Setting) -> Telling | Excess:
    """Read one text of an entry, links resolved against *base*."""
    cleaned = clean_markup(raw.value if raw.markup is Markup.HTML else paragraphs(clean(raw.value)), base)
    if isinstance(cleaned, Excess):
        return cleaned
    text = words(cleaned)
    content = trimmed(cleaned, text, title=setting.title, is_tail=_is_tail(setting.tails))
    if content is not cleaned:
        text = words(content)
    said = None
    if head := dateline(text, year=setting.year, publisher=setting.publisher):
        bare = without_head(content, text[: head.length])
        if bare is not content:
            content, text, said = bare, text[head.length :].lstrip(), head.dateline
    safe = settled(content)
    return Telling(safe, text if safe == content else words(safe), said)


@lru_cache(maxsize=256)
def _is_tail(tails: tuple[str, ...]) -> Callable[[str], bool] | None:
    if not tails:
        return None
    either = "|".join(".*".join(map(regex.escape, " ".join(tail.split()).split(_ALL))) for tail in tails)
    pattern = regex.compile(f"(?:{either})", regex.IGNORECASE)
    return lambda line: pattern.fullmatch(" ".join(line.split())) is not None
