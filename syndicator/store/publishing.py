"""What publishing asks for every feed that changed: from the index, in statements that are made once, and of articles
all but their texts, which few entries show."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Text, bindparam, func, or_, select

from syndicator.languages.tags import primary
from syndicator.model.article import Article, SafeHtml
from syndicator.model.feed import ANY_EDITION, Held
from syndicator.model.ruling import SHOWING
from syndicator.model.topic import Tag, Tagged
from syndicator.model.withdrawal import Withdrawal
from syndicator.store.asking import Among, asked
from syndicator.store.codec import load, to_moment, to_number
from syndicator.store.reads import held_of, names_in, resolved
from syndicator.store.tables import announced, articles, revisions, rulings, stories, tags

OUTLINES = 16_384
"""Of how many articles all but the texts is remembered: two to three kilobytes each."""
_State = tuple[int | None, int | None]


class Outlines:
    """Articles without their texts, as they are in one store: reading them is most of what curating a feed takes."""

    def __init__(self, room: int = OUTLINES) -> None:
        self._room = room
        self._known: dict[int, tuple[_State, Article]] = {}

    def of(self, connection: Connection, states: Mapping[int, _State]) -> dict[int, Article]:
        """Number → article, given the state of each: its last revision, and when it departed.

        A document is never changed without one of these (:mod:`syndicator.store.writes`, ``leaving``).
        """
        found = {number: self._known.get(number) for number in states}
        told = {number: each[1] for number, each in found.items() if each and each[0] == states[number]}
        missing = states.keys() - told.keys()
        for number, document in asked(connection, _documents, numbers=missing) if missing else ():
            told[number] = replace(load(Article, document), content=SafeHtml(""), text="")
            self._known[number] = states[number], told[number]
        while len(self._known) > self._room:
            self._forget_every_other()
        return told

    def _forget_every_other(self) -> None:
        """Of what comes round again and again, and is more than there is room for, half is found then; if the oldest
        were forgotten, nothing would be."""
        for number in list(self._known)[::2]:
            self._known.pop(number, None)


def _documents(among: Among) -> Select[Any]:
    return select(articles.c.nr, articles.c.article).where(among(articles.c.nr, "numbers"))


def outlines(connection: Connection, known: Outlines, wanted: Collection[str]) -> dict[str, list[Held]]:
    """See :meth:`syndicator.ports.Store.outlines`."""
    merged = resolved(connection, wanted)
    asked_for = {story: merged.get(story, story) for story in wanted}
    rows = asked(connection, _outlined, stories=set(asked_for.values()))
    told = known.of(connection, {row[0]: row[-2:] for row in rows})
    tagged = _tags(connection, told)
    found: dict[str, list[Held]] = defaultdict(list)
    for number, _, _, story, reprint_of, places, organisations, withdrawn, *_ in sorted(rows, key=_by_age):
        of_article = Tagged(tuple(tagged.get(number, ())), names_in(places), names_in(organisations))
        taken_back = load(Withdrawal, withdrawn) if withdrawn else None
        found[story].append(Held(told[number], story, of_article, reprint_of, taken_back))
    return {story: found[kept] for story, kept in asked_for.items() if kept in found}


def _by_age(row: Any) -> tuple[int, str]:
    return row[1], row[2]


def _outlined(among: Among) -> Select[Any]:
    own = revisions.c.article == articles.c.nr
    return select(
        articles.c.nr,
        articles.c.published,
        articles.c.id,
        articles.c.story,
        articles.c.reprint_of,
        articles.c.places,
        articles.c.organisations,
        articles.c.withdrawn,
        select(func.max(revisions.c.nr)).where(own).scalar_subquery(),
        articles.c.departed,
    ).where(among(articles.c.story, "stories"))


def _tags(connection: Connection, numbers: Iterable[int]) -> dict[int, list[Tag]]:
    """Article → its tags, without evidence."""
    found: dict[int, list[Tag]] = defaultdict(list)
    for article, topic, score, version in asked(connection, _tagging, numbers=set(numbers)):
        found[article].append(Tag(topic, score, (), version))
    return found


def _tagging(among: Among) -> Select[Any]:
    told = select(tags.c.article, tags.c.topic, tags.c.score, tags.c.version)
    return told.where(among(tags.c.article, "numbers")).order_by(tags.c.article, tags.c.position)


# --- what is newest ------------------------------------------------------------------------------------------------


def latest(
    connection: Connection, topic: str, *, entries: int, hours: int, language: str | None = None
) -> dict[str, str]:
    """See :meth:`syndicator.ports.Store.latest`."""
    wanted = {"topic": topic, "language": primary(language) if language else None}
    newest = asked(connection, _newest, **wanted)
    if not newest:
        return {}
    since = newest[0][0] - to_number(to_moment(0) + timedelta(hours=hours))
    recent = asked(connection, _recent, since=since, **wanted)[0][0]
    return dict(asked(connection, _latest, most=max(entries, recent), **wanted))


def _newest(_: Among) -> Select[Any]:
    return _of_topic(tags.c.published).order_by(tags.c.published.desc()).limit(1)


def _recent(_: Among) -> Select[Any]:
    return _of_topic(func.count()).where(tags.c.published >= bindparam("since"))


def _latest(_: Among) -> Select[Any]:
    told = _of_topic(articles.c.id, articles.c.story)
    return told.order_by(tags.c.published.desc(), articles.c.id.desc()).limit(bindparam("most"))


def _of_topic(*columns: Any) -> Select[Any]:
    language = bindparam("language", type_=Text)
    return (
        select(*columns)
        .select_from(tags.join(articles, tags.c.article == articles.c.nr))
        .where(tags.c.topic == bindparam("topic"), or_(language.is_(None), articles.c.language == language))
    )


# --- what was announced --------------------------------------------------------------------------------------------


def announced_in(connection: Connection, feed: str, names: Collection[str]) -> dict[str, dict[str, datetime]]:
    """See :meth:`syndicator.ports.Store.announced`."""
    found: dict[str, dict[str, datetime]] = {}
    for article, edition, at in asked(connection, _announced, feed=feed, names=set(names)) if names else ():
        found.setdefault(article, {})[edition] = to_moment(at)
    return found


def _announced(among: Among) -> Select[Any]:
    """By the articles: a feed may have announced a hundred times as many."""
    told = select(articles.c.id, announced.c.edition, announced.c.at).join_from(announced, articles)
    named = select(articles.c.nr).where(among(articles.c.id, "names"))
    return told.where(announced.c.feed == bindparam("feed"), announced.c.article.in_(named))


def announced_from(connection: Connection, feed: str, edition: str, since: datetime) -> frozenset[str]:
    """See :meth:`syndicator.ports.Store.announced_from`."""
    return frozenset(
        name for (name,) in asked(connection, _announced_from, **_edition(feed, edition), since=to_number(since))
    )


def _announced_from(among: Among) -> Select[Any]:
    told = select(articles.c.id).join_from(announced, articles)
    return told.where(*_of_edition(among), announced.c.at >= bindparam("since"))


def retracted(connection: Connection, feed: str, edition: str) -> list[Held]:
    """See :meth:`syndicator.ports.Store.retracted`."""
    gone = [name for (name,) in asked(connection, _retracted, **_edition(feed, edition))]
    held = held_of(connection, gone) if gone else {}
    return [held[name] for name in sorted(held)]


def _retracted(among: Among) -> Select[Any]:
    return select(articles.c.id).join_from(announced, articles).where(*_of_edition(among), _withdrawn())


def announcements(connection: Connection, feed: str, edition: str) -> tuple[datetime | None, list[datetime]]:
    """See :meth:`syndicator.ports.Store.announcements`."""
    wanted = _edition(feed, edition)
    ((first,),) = asked(connection, _first, **wanted)
    kinds = [each.value for each in SHOWING]
    gone = asked(connection, _gone, **wanted)
    decided = (asked(connection, each, **wanted, kinds=kinds) for each in (_decided_of_articles, _decided_of_stories))
    moments = sorted(moment for rows in (gone, *decided) for (moment,) in rows)
    return None if first is None else to_moment(first), [to_moment(each) for each in moments]


def _first(among: Among) -> Select[Any]:
    return select(func.min(announced.c.at)).where(*_of_edition(among))


def _gone(among: Among) -> Select[Any]:
    return select(announced.c.at).where(*_of_edition(among), _withdrawn())


def _decided_of_articles(among: Among) -> Select[Any]:
    """When each article was announced of which editors decided afterwards, once for each decision."""
    told = announced.join(rulings, rulings.c.article == announced.c.article)
    return select(announced.c.at).select_from(told).where(*_decided_since(among))


def _decided_of_stories(among: Among) -> Select[Any]:
    """Likewise of the decisions on its story."""
    standing = func.coalesce(stories.c.merged_into, rulings.c.story)
    told = (
        rulings.join(stories, stories.c.id == rulings.c.story)
        .join(articles, articles.c.story == standing)
        .join(announced, announced.c.article == articles.c.nr)
    )
    return select(announced.c.at).select_from(told).where(*_decided_since(among))


def _decided_since(among: Among) -> tuple[ColumnElement[bool], ...]:
    matter = among(rulings.c.kind, "kinds"), rulings.c.at > announced.c.at
    return *_of_edition(among), rulings.c.feed == bindparam("feed"), *matter


def _of_edition(among: Among) -> tuple[ColumnElement[bool], ...]:
    return announced.c.feed == bindparam("feed"), among(announced.c.edition, "editions")


def _withdrawn() -> ColumnElement[bool]:
    """Of those few, whatever else was ever announced."""
    return announced.c.article.in_(select(articles.c.nr).where(articles.c.withdrawn.is_not(None)))


def _edition(feed: str, edition: str) -> dict[str, object]:
    return {"feed": feed, "editions": (edition, ANY_EDITION)}
