"""What changed in an article since we have it, in words that matter to a reader."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from syndicator.deduplicate.words import same_words, words
from syndicator.model.article import Article, Note

_BETWEEN_UPDATES = timedelta(hours=1)
"""``updated`` moves at most once an hour: some sources edit at every poll (fault I18)."""
_MOVED = "the address changed"
_TAIL = 6
"""Words of a last paragraph that may be a counter: «Views: 8K», «3 comments»."""


def changes(article: Article, earlier: Article) -> tuple[str, ...]:
    """What is new in *article*, as sentences; nothing for other case, punctuation, layout or counters."""
    found = {
        "the title changed": not same_words(article.title, earlier.title),
        "the text changed": article.text != earlier.text and _steady(article.text) != _steady(earlier.text),
        "the summary changed": article.summary != earlier.summary and _summary(article) != _summary(earlier),
        _MOVED: article.canonical is not None and article.canonical != earlier.canonical,
    }
    return tuple(sentence for sentence, holds in found.items() if holds)


def renewed(article: Article, earlier: Article, found: tuple[str, ...], now: datetime) -> Article:
    """*article* as the new state of *earlier*: what was minted once stays; ``updated`` moves when words changed."""
    return replace(
        article,
        id=earlier.id,
        public_id=earlier.public_id,
        source=earlier.source,
        identity=earlier.identity,
        published=earlier.published,
        collected=earlier.collected,
        updated=earlier.updated if found == (_MOVED,) else _updated(article, earlier, now),
        notes=_noted(article, earlier),
    )


def _noted(article: Article, earlier: Article) -> tuple[Note, ...]:
    """What is noted of its new state; its place in feeds stays, as its date does."""
    anew = tuple(each for each in article.notes if each is not Note.BACKLOG)
    return (*anew, *(each for each in earlier.notes if each is Note.BACKLOG))


def _updated(article: Article, earlier: Article, now: datetime) -> datetime:
    """When the source says it was, if that is after what we had and not to come; never before what we had."""
    says = earlier.updated < article.updated <= now
    moment = article.updated if says else max(now, earlier.updated)
    moved_before = earlier.updated > earlier.published
    return earlier.updated if moved_before and moment - earlier.updated < _BETWEEN_UPDATES else moment


def _steady(text: str) -> list[str]:
    """The words, without the numbers of a short last paragraph."""
    body, _, last = text.rstrip().rpartition("\n")
    tail = words(last)
    return words(body) + (_without_numbers(tail) if body and len(tail) <= _TAIL else tail)


def _summary(article: Article) -> list[str]:
    """The words; without numbers where there is a text, which says them as well, if they are no counter."""
    found = words(article.summary)
    return (
        _without_numbers(found) if article.text.strip() and article.text.strip() != article.summary.strip() else found
    )


def _without_numbers(found: list[str]) -> list[str]:
    return ["0" if any(each.isdigit() for each in word) else word for word in found]
