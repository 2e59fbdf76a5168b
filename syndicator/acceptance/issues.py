"""Documents as readers have them: what was read of one in, the items that it tells out."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from datetime import datetime

from syndicator.languages.dates import read_date
from syndicator.model.acceptance import Issue, Told
from syndicator.model.entry import Document, Entry, RawText

Naming = Callable[[int, Entry], str]
"""Place and entry → what the entry is in truth."""


def by_place(place: int, _entry: Entry) -> str:
    """Of a document that nobody knows more of: every item is an article of its own."""
    return str(place)


def issue_of(document: Document, naming: Naming = by_place, withdrawn: Collection[str] = ()) -> Issue:
    """The items of a document; *withdrawn* are the ids of those that only say that they were."""
    return Issue(
        format=document.format.rstrip("0123456789"),
        title=document.title or "",
        link=document.link or "",
        items=tuple(_told(each, naming(place, each), withdrawn) for place, each in enumerate(document.entries)),
    )


def _told(entry: Entry, article: str, withdrawn: Collection[str]) -> Told:
    return Told(
        article=article,
        guid=entry.guid or "",
        link=entry.link or "",
        title=words(entry.title),
        text=words(entry.content) or words(entry.summary),
        date=entry.published or "",
        moment=moment(entry.published),
        updated=moment(entry.updated),
        guid_is_link=entry.guid_is_link,
        withdrawn=entry.guid in withdrawn,
    )


def words(text: RawText | None) -> str:
    """A text as it was written; empty without one."""
    return text.value if text else ""


def moment(written: str | None) -> datetime | None:
    """A date as written; None when it cannot be read."""
    return read_date(written) if written else None


def paired(first: Issue, again: Issue) -> Issue:
    """The issue *again*, its items named as in the *first*: by the id, else by the address, else by the title."""
    left = list(first.items)
    return replace(again, items=tuple(_named(each, left, place) for place, each in enumerate(again.items)))


def _named(told: Told, left: list[Told], place: int) -> Told:
    for other in _alike(told, left):
        left.remove(other)
        return replace(told, article=other.article)
    return replace(told, article=f"new {place}")


def _alike(told: Told, others: Sequence[Told]) -> list[Told]:
    for part in ("guid", "link", "title"):
        if own := getattr(told, part):
            found = [each for each in others if getattr(each, part) == own]
            if found:
                return found
    return []
