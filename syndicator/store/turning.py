"""What becomes of stories: merged by us or by an editor, split, kept apart; their past, and the pages that follow."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, insert, or_, select, update

from syndicator.model.story import By, ChangeKind, Pair, Standing, StoryChange, pair, with_reprints
from syndicator.store import lookups
from syndicator.store.codec import dump, load, to_moment, to_number
from syndicator.store.reads import chunked, resolved
from syndicator.store.tables import articles, bonds, is_storable, partings, stories, story_changes, story_pages
from syndicator.store.upsert import insert_new


def ensure_stories(connection: Connection, names: Collection[str]) -> dict[str, str]:
    """Make the stories that are missing; returns story → the one it was merged into, for those that were."""
    made = insert_new(connection, stories, [{"id": name} for name in sorted(names)])
    return resolved(connection, names) if made < len(names) else {}


# --- merging -------------------------------------------------------------------------------------------------------


def merge_found(connection: Connection, gone: str, kept: str, at: datetime | None) -> None:
    """Merge stories that were found to be one, unless an editor keeps them apart."""
    one, other = _standing(connection, gone, kept)
    if pair(one, other) not in parted(connection, {one}):
        _merge(connection, one, other)
        if at and one != other:
            _log(connection, StoryChange(at, ChangeKind.MERGED, kept, gone, By.LINKAGE))


def _standing(connection: Connection, *names: str) -> list[str]:
    """The ids that stand for these stories, which are made where they are missing."""
    merged = ensure_stories(connection, names)
    return [merged.get(name, name) for name in names]


def _merge(connection: Connection, gone: str, kept: str) -> None:
    """All articles of one story, all stories merged into it before, and what it is kept apart from go to the other."""
    if gone == kept:
        return
    connection.execute(update(articles).where(articles.c.story == gone).values(story=kept))
    moved = or_(stories.c.id == gone, stories.c.merged_into == gone)
    connection.execute(update(stories).where(moved).values(merged_into=kept))
    apart = {other for each in parted(connection, {gone}) for other in each} - {gone, kept}
    connection.execute(delete(partings).where(or_(partings.c.one == gone, partings.c.other == gone)))
    _part(connection, (pair(kept, each) for each in apart))
    _forget_suggestions(connection, kept, kept)
    owe_pages(connection, gone, kept)


def _forget_suggestions(connection: Connection, story: str, other: str) -> None:
    """Nothing is suggested between these any more.

    Asked by articles alone: an index by standing would be gone through from one end to the other.
    """
    here, there = (
        set(connection.scalars(select(articles.c.nr).where(articles.c.story == name))) for name in (story, other)
    )
    between = [
        (row.article, row.other)
        for numbers in chunked(here | there)
        for row in connection.execute(select(bonds).where(bonds.c.article.in_(numbers)))
        if row.standing == Standing.SUGGESTED
        and ((row.article in here and row.other in there) or (row.article in there and row.other in here))
    ]
    if between:
        ends = bonds.c.article == bindparam("one"), bonds.c.other == bindparam("two")
        connection.execute(delete(bonds).where(*ends), [{"one": one, "two": two} for one, two in between])


# --- what editors decide -------------------------------------------------------------------------------------------


def change(connection: Connection, wanted: StoryChange) -> None:
    """Do what an editor decided, and log it; what is so already stays as it is."""
    story, other = _standing(connection, wanted.story, wanted.other)
    done = _DO[wanted.kind](connection, story, other, wanted) if story != other else None
    if done:
        _log(connection, done)


def _merge_for_editor(connection: Connection, story: str, other: str, wanted: StoryChange) -> StoryChange:
    _merge(connection, other, story)
    return wanted


def _split(connection: Connection, story: str, other: str, wanted: StoryChange) -> StoryChange | None:
    """The articles go to the other story, and so do reprints of them that have come meanwhile.

    Whatever the first is kept apart from is no story of theirs either.
    """
    repeated = select(articles.c.id, articles.c.reprint_of).where(articles.c.story == story)
    here = {name: original for name, original in connection.execute(repeated)}  # noqa: C416
    moved = sorted(with_reprints(here, wanted.articles))
    for names in chunked(moved):
        connection.execute(update(articles).where(articles.c.id.in_(names)).values(story=other))
    if moved:
        apart = {each for two in parted(connection, {story}) for each in two} - {story, other}
        _part(connection, [pair(story, other), *(pair(other, each) for each in apart)])
        owe_pages(connection, story, other)
    return replace(wanted, articles=tuple(moved)) if moved else None


def _keep_apart(connection: Connection, story: str, other: str, wanted: StoryChange) -> StoryChange | None:
    known = parted(connection, {story})
    _part(connection, [pair(story, other)])
    _forget_suggestions(connection, story, other)
    owe_pages(connection, story, other)
    return wanted if pair(story, other) not in known else None


_DO = {ChangeKind.MERGED: _merge_for_editor, ChangeKind.SPLIT: _split, ChangeKind.APART: _keep_apart}


def _part(connection: Connection, pairs: Iterable[Pair]) -> None:
    insert_new(connection, partings, [{"one": one, "other": other} for one, other in sorted(set(pairs))])


def parted(connection: Connection, wanted: Collection[str]) -> frozenset[Pair]:
    """See :meth:`syndicator.ports.Store.parted`."""
    return lookups.parted(connection, wanted)


# --- the past ------------------------------------------------------------------------------------------------------


def _log(connection: Connection, done: StoryChange) -> None:
    row = {
        "at": to_number(done.at),
        "kind": done.kind.value,
        "by": done.by.value,
        "story": done.story,
        "other": done.other,
        "articles": dump(done.articles),
        "who": done.who,
        "why": done.why,
    }
    connection.execute(insert(story_changes), [row])


def changes_of(connection: Connection, story: str) -> list[StoryChange]:
    """See :meth:`syndicator.ports.Store.story_changes`."""
    kept = resolved(connection, {story}).get(story, story)
    names = [kept, *aliases(connection, {kept}).get(kept, ())]
    about = or_(story_changes.c.story.in_(names), story_changes.c.other.in_(names))
    return [_change(row) for row in connection.execute(select(story_changes).where(about).order_by(story_changes.c.nr))]


def _change(row: Any) -> StoryChange:
    names = load(tuple[str, ...], row.articles)
    of = row.story, row.other, By(row.by), names, row.who, row.why
    return StoryChange(to_moment(row.at), ChangeKind(row.kind), *of)


def aliases(connection: Connection, wanted: Collection[str]) -> dict[str, list[str]]:
    """See :meth:`syndicator.ports.Store.aliases`."""
    found: dict[str, list[str]] = defaultdict(list)
    for chunk in chunked(sorted(wanted)):
        question = select(stories.c.merged_into, stories.c.id).where(stories.c.merged_into.in_(chunk))
        for kept, gone in connection.execute(question.order_by(stories.c.id)):
            found[kept].append(gone)
    return dict(found)


def known(connection: Connection, wanted: Collection[str]) -> dict[str, str]:
    """See :meth:`syndicator.ports.Store.standing`."""
    return {
        name: merged_into or name
        for chunk in chunked(sorted(filter(is_storable, wanted)))
        for name, merged_into in connection.execute(
            select(stories.c.id, stories.c.merged_into).where(stories.c.id.in_(chunk))
        )
    }


# --- pages ---------------------------------------------------------------------------------------------------------


def owe_pages(connection: Connection, *names: str) -> None:
    """Put the pages of stories into their outbox."""
    connection.execute(insert(story_pages), [{"story": name} for name in sorted(names)])


def pages_owed(connection: Connection) -> dict[str, int]:
    """See :meth:`syndicator.ports.Store.story_pages_owed`."""
    latest = func.max(story_pages.c.nr)
    question = select(story_pages.c.story, latest).group_by(story_pages.c.story).order_by(story_pages.c.story)
    return {story: number for story, number in connection.execute(question)}  # noqa: C416


def pages_made(connection: Connection, made: Mapping[str, int]) -> None:
    """See :meth:`syndicator.ports.Store.story_pages_made`."""
    for story, number in made.items():
        connection.execute(delete(story_pages).where(story_pages.c.story == story, story_pages.c.nr <= number))
