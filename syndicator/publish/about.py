"""The page about a feed: what it contains and by which rule, from whom, how to have it, and how it is doing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from syndicator.languages.tags import tongue
from syndicator.model.feed import Site
from syndicator.publish.address import about_path, encoded, public
from syndicator.publish.component import snippet
from syndicator.publish.item import Item, optional
from syndicator.publish.pages import Edition, Page, in_other_languages, rendered, subscriptions, title
from syndicator.publish.plain import Rules, plain
from syndicator.publish.text import line
from syndicator.publish.words import spoken, words

_SHORTEST, _LONGEST = 14, 60
"""Days of a chart."""
_RISE = 100
"""Height of the tallest column."""
_COLOURS = 6
"""Languages that have a colour of their own; all others share the last."""
READERS: Mapping[str, str] = {
    "Feedly": "Follow Sources",
    "FreshRSS": "Subscription management › Add a feed",
    "Inoreader": "Add new › Feed",
    "NetNewsWire": "File › New Feed…",
    "newsboat": "~/.newsboat/urls",
    "Outlook": "RSS Feeds › Add a New RSS Feed…",
    "Thunderbird": "File › New › Feed Account…",
}
"""Common programs, and where in them a feed is added, in their own words."""


@dataclass(frozen=True, slots=True)
class Column:
    """A day of a chart: (place of the language, from where, height, count) of each language that has articles."""

    day: date
    at: int
    parts: tuple[tuple[int, float, float, int], ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """Articles by day, in columns, and language, one upon the other."""

    languages: tuple[str, ...]
    """The most frequent first."""
    columns: tuple[Column, ...]
    """Every day, the oldest first."""
    tallest: int
    rise: int = _RISE
    colours: int = _COLOURS


@dataclass(frozen=True, slots=True)
class Shown:
    """A source of a feed, and what is shown of its articles."""

    name: str
    language: str
    homepage: str | None
    count: int
    extent: str
    """The word for the most that is shown of an article."""
    credits: tuple[str, ...]
    """What it wants to be credited with beyond its name, and its notices."""
    licences: tuple[str, ...]


def about_page(told: Edition, rules: Rules, site: Site) -> bytes:
    """The page about an edition of a feed, with the rule of its topic in words if *rules* has it."""
    feed = told.feed
    topic = rules.topics.get(feed.definition.topic)
    language = spoken(feed.edition or site.languages[0])
    name = title(feed, feed.edition or site.languages[0])
    page = Page(
        language=language,
        title=words(language)["about_named"].format(title=name),
        description=line(feed.description(feed.edition or site.languages[0])),
        canonical=encoded(public(site, about_path(feed.definition.id, feed.edition))),
        alternates=(*in_other_languages(feed, site, about_path), *subscriptions(feed, site)),
    )
    return rendered(
        "about.html",
        page,
        site,
        feed=feed,
        name=name,
        rule=plain(topic.rule, rules, language) if topic else None,
        chart=chart(told.items),
        sources=sources(told.items),
        newest=max((each.published for each in told.items), default=None),
        articles=len(told.items),
        waiting=sum(feed.queued.values()),
        readers=READERS,
        snippet=snippet(feed, site),
    )


def chart(items: Sequence[Item]) -> Chart:
    """The days from the first of *items* to the last: two months of them at most, two weeks at least."""
    counted = Counter((each.published.date(), tongue(each.entry.language)) for each in items)
    last = max((day for day, _ in counted), default=None)
    if last is None:
        return Chart((), (), 0)
    span = (last - min(day for day, _ in counted)).days + 1
    days = [last - timedelta(days=each) for each in reversed(range(max(_SHORTEST, min(span, _LONGEST))))]
    frequent = Counter[str]()
    for (day, language), count in counted.items():
        frequent[language] += count if day >= days[0] else 0
    languages = tuple(sorted((each for each in frequent if frequent[each]), key=lambda each: (-frequent[each], each)))
    tallest = max(sum(counted[day, each] for each in languages) for day in days)
    columns = tuple(_column(day, at, languages, counted, _RISE / tallest) for at, day in enumerate(days))
    return Chart(languages, columns, tallest)


def _column(
    day: date, at: int, languages: Sequence[str], counted: Mapping[tuple[date, str], int], unit: float
) -> Column:
    parts = []
    below = 0
    for place, language in enumerate(languages):
        if count := counted.get((day, language), 0):
            parts.append((place, round(below * unit, 2), round(count * unit, 2), count))
            below += count
    return Column(day, at, tuple(parts))


def sources(items: Sequence[Item]) -> list[Shown]:
    """The sources of *items*, the most frequent first."""
    by_source: dict[str, list[Item]] = {}
    for each in items:
        by_source.setdefault(each.entry.source_id, []).append(each)
    return sorted(map(_shown, by_source.values()), key=lambda each: (-each.count, each.name))


def _shown(items: Sequence[Item]) -> Shown:
    first = items[0]
    named = (line(each.entry.attribution) for each in items)
    return Shown(
        name=first.source,
        language=first.entry.language,
        homepage=optional(first.entry.source_homepage),
        count=len(items),
        extent=min(map(_extent, items), key=_EXTENTS.index),
        credits=tuple(
            dict.fromkeys(
                each
                for each in (*(name for name in named if name != first.source), *(each.notice for each in items))
                if each
            )
        ),
        licences=tuple(dict.fromkeys(found for each in items if (found := optional(each.entry.licence)))),
    )


_EXTENTS = ("shown_full", "shown_excerpt", "shown_headline")


def _extent(item: Item) -> str:
    if item.entry.content is not None:
        return "shown_full"
    return "shown_excerpt" if item.entry.summary else "shown_headline"
