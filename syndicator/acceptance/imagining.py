"""What may happen to a feed of which nothing but a document is known: the document in, scenes of its life out.

Its publisher is taken to be as careful as the document shows: an item keeps its id, if it has one, whatever happens to
its words; one without stays without.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from syndicator.model.acceptance import Act, Issue, Scene, Told

_LATER = timedelta(hours=1)
_BEGAN = datetime(2026, 1, 1, tzinfo=UTC)
"""Where the document has no dates; nothing is made of it but an order."""
_MARK = " (another version)"
_NEWS = "news"
_LATECOMER = "latecomer"


def imagined(name: str, first: Issue, again: Issue | None = None) -> list[Scene]:
    """Scenes of the document called *name*; *again* is what a second look at it brought, named as the *first*."""
    looked = again or first
    return [
        Scene(Act.SUBSCRIBED, {name: first}),
        Scene(Act.POLLED_AGAIN, {name: looked}),
        *_changes(name, looked),
    ]


@dataclass(slots=True)
class _Life:
    """The document as it is at the moment."""

    name: str
    issue: Issue

    def scene(self, act: Act, about: str, items: Sequence[Told]) -> Scene:
        self.issue = replace(self.issue, items=tuple(items))
        return Scene(act, {self.name: self.issue}, frozenset({about}))

    def changed(self, act: Act, place: int, **changes: object) -> Scene:
        """The scene in which the item at a *place* is told otherwise."""
        items = list(self.issue.items)
        at = place % len(items)
        items[at] = replace(items[at], **changes, updated=_later(items[at]))  # type: ignore[arg-type]
        return self.scene(act, items[at].article, items)


def _changes(name: str, issue: Issue) -> Iterator[Scene]:
    if not issue.items:
        return
    life = _Life(name, issue)
    told = issue.items
    yield life.changed(Act.CORRECTED, 0, text=told[0].text + _MARK)
    second, third = told[1 % len(told)], told[2 % len(told)]
    yield life.changed(Act.REWRITTEN, 1, title=second.title + _MARK)
    yield life.changed(Act.READDRESSED, 2, link=third.link and third.link + "?moved")
    yield life.scene(Act.NEWS, _NEWS, [_fresh(issue, _NEWS, _newest(issue) + _LATER), *life.issue.items])
    items = list(life.issue.items)
    late = _fresh(issue, _LATECOMER, _newest(issue) - timedelta(seconds=1))
    yield life.scene(Act.LATECOMER, _LATECOMER, [*items[:2], late, *items[2:]])
    gone = told[-1].article
    yield life.scene(Act.WITHDRAWN, gone, [each for each in life.issue.items if each.article != gone])


def _newest(issue: Issue) -> datetime:
    return max((each.moment for each in issue.items if each.moment), default=_BEGAN)


def _fresh(issue: Issue, name: str, when: datetime) -> Told:
    """A new item, with an id and a date if the others have them."""
    has_ids = any(each.guid for each in issue.items)
    dated = any(each.moment for each in issue.items)
    return Told(
        article=name,
        guid=f"tag:imagined.invalid,2026:{name}" if has_ids else "",
        link=f"https://imagined.invalid/{name}",
        title=name,
        text=name,
        date=when.isoformat() if dated else "",
        moment=when if dated else None,
        updated=when if any(each.updated for each in issue.items) else None,
    )


def _later(told: Told) -> datetime | None:
    """A date of change after the one that it has; none where it has none."""
    return told.updated + _LATER if told.updated else None
