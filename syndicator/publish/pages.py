"""Pages for people: the feeds, a topic in all languages or one, a story. Rendered by Jinja2 with escaping on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from syndicator.languages.tags import primary, tongue
from syndicator.model.article import Image
from syndicator.model.entry import Link
from syndicator.model.feed import Feed, FeedDefinition, Site, Version, language_of
from syndicator.publish.address import (
    about_path,
    edition_path,
    encoded,
    feed_path,
    public,
    rooted,
    story_path,
    topic_path,
)
from syndicator.publish.heading import MEDIA_TYPES
from syndicator.publish.item import Item, items
from syndicator.publish.text import line, opening, prose
from syndicator.publish.versions import side_by_side
from syndicator.publish.words import clock, day, day_and_time, direction, language_name, short_day, spoken, words

_TEMPLATES = Path(__file__).parent / "templates"
_LATEST = 3
"""Headlines shown per feed on the first page."""
_MENTIONED = 6
"""Versions named beside an article; its story's page names all."""
_OPENING = 200
"""Signs of a summary on a page of many articles."""
_LIGHT = 51_500
"""Bytes of articles on a page that is to weigh less than 60 kB, with what stands around them."""
_MARKUP, _MENTION, _PICTURE, _HEADING = 400, 45, "x" * 80, 100
"""Bytes of elements and attributes: of a card, of another language or source, of a picture, of a day."""
_FORMAT_NAMES = {"atom": "Atom", "rss": "RSS", "json": "JSON Feed"}


@dataclass(frozen=True, slots=True)
class Edition:
    """A feed with its entries made ready, once for all pages."""

    feed: Feed
    items: tuple[Item, ...]


def edition(feed: Feed) -> Edition:
    """*feed* made ready for pages."""
    return Edition(feed, items(feed).sound)


@dataclass(frozen=True, slots=True)
class Page:
    """What every page has."""

    language: str
    title: str
    description: str
    canonical: str
    """Empty where it is shown at any address."""
    alternates: tuple[Link, ...] = ()
    """The same page in other languages, and the documents that hold its content."""

    @property
    def direction(self) -> str:
        """ltr or rtl."""
        return direction(self.language)


@dataclass(frozen=True, slots=True)
class Card:
    """An entry as a page shows it: title, who and when, its summary, its other versions."""

    item: Item
    summary: str
    credit: str
    """What the source wants to be credited with, when that is more than its name, which stands there anyway."""
    image: Image | None
    elsewhere: tuple[str, ...]
    """The other languages that its story is in."""
    beside: tuple[Version, ...]
    """Versions in its own, and in languages that nobody knows."""

    @property
    def weight(self) -> int:
        """About how many bytes of a page it takes."""
        image = self.item.image
        texts = [self.summary, self.credit, self.item.title, self.item.source, self.item.link, self.item.notice]
        texts += [each.source_name for each in self.beside]
        texts += [image.href, image.alt, _PICTURE] if self.image and image else []
        return _MARKUP + _MENTION * (len(self.elsewhere) + len(self.beside)) + sum(len(each.encode()) for each in texts)


def index_page(editions: Sequence[Edition], site: Site) -> bytes:
    """All feeds, as their *editions* of all languages have them, each with its newest headlines."""
    language = spoken(site.languages[0])
    page = Page(language, line(site.name), words(language)["feeds"], encoded(public(site, "")))
    shown = [(each.feed, each.items[:_LATEST]) for each in editions]
    return rendered("index.html", page, site, shown=shown)


def bot_page(site: Site) -> bytes:
    """Who we are and how to stop us, for publishers who find our User-Agent in their logs."""
    page = Page("en", "About our reader", f"How {line(site.name)} reads feeds", encoded(public(site, "bot")))
    return rendered("bot.html", page, site, contact=line(site.contact.removeprefix("mailto:")))


def missing_page(site: Site) -> bytes:
    """What people see where nothing is, in every language of the site: in which of them they ask is not looked at."""
    languages = list(dict.fromkeys(map(spoken, site.languages)))
    page = Page(languages[0], words(languages[0])["missing"], "", "")
    return rendered("missing.html", page, site, languages=[(each, words(each)) for each in languages])


def topic_page(shown: Edition, site: Site) -> bytes:
    """The articles of a feed, day by day."""
    feed = shown.feed
    language = feed.edition or site.languages[0]
    page = Page(
        language=spoken(language),
        title=title(feed, language),
        description=line(feed.description(language)),
        canonical=encoded(public(site, topic_path(feed.definition.id, feed.edition))),
        alternates=(*in_other_languages(feed, site), *subscriptions(feed, site)),
    )
    dated = [(day(each.published, page.language), _card(each)) for each in shown.items]
    days = groupby(_light(dated), lambda each: each[0])
    parted = [(name, [card for _, card in cards]) for name, cards in days]
    return rendered("topic.html", page, site, feed=feed, days=parted)


def moved_page(story: str, site: Site) -> bytes:
    """The page of a story that is part of another now: it leads to that one's."""
    language = spoken(site.languages[0])
    page = Page(language, words(language)["moved"], "", encoded(public(site, story_path(story))))
    return rendered("moved.html", page, site, destination=rooted(site, story_path(story)))


def story_page(
    story: str,
    told: Sequence[Item],
    topics: Sequence[FeedDefinition],
    site: Site,
    perhaps: Sequence[tuple[str, Version]] = (),
) -> bytes:
    """One story: its versions language by language, then what may be the same (address and version of each).

    It is written in the language of the articles when they have only one, else in the site's first.
    """
    spoken_in = {each.entry.language for each in told}
    language = spoken(spoken_in.pop() if len(spoken_in) == 1 else site.languages[0])
    groups = [
        (
            group.language,
            [(replace(_card(each), elsewhere=(), beside=()), again) for each, again in group.entries],
            group.others,
        )
        for group in side_by_side(told, (language, *site.languages))
    ]
    cards = sorted(
        (card for _, entries, _ in groups for card, _ in entries),
        key=lambda each: (each.item.published, each.item.id),
    )
    lead = next((card for card in cards if primary(card.item.entry.language) == language), cards[0])
    page = Page(language, lead.item.title, lead.summary, encoded(public(site, story_path(story))))
    return rendered("story.html", page, site, lead=lead, groups=groups, topics=topics, perhaps=perhaps)


def subscriptions(feed: Feed, site: Site) -> tuple[Link, ...]:
    """The feed's documents in every format."""
    name = title(feed, feed.edition or site.languages[0])
    return tuple(
        Link(
            encoded(public(site, feed_path(feed.definition.id, feed.edition, each))),
            "alternate",
            MEDIA_TYPES[each],
            title=f"{name} ({format_name})",
        )
        for each, format_name in _FORMAT_NAMES.items()
    )


def title(feed: Feed, language: str) -> str:
    """The feed's title on pages in *language*; its id if it has none."""
    return line(feed.title(language)) or feed.definition.id


def in_other_languages(feed: Feed, site: Site, path: Callable[[str, str | None], str] = topic_path) -> Iterable[Link]:
    """The page at *path* of every edition, itself among them, and for everybody else that of all languages."""
    for each in feed.definition.editions:
        address = encoded(public(site, path(feed.definition.id, each)))
        yield Link(address, "alternate", hreflang=each or "x-default")


def _card(item: Item) -> Card:
    credit = "" if line(item.entry.attribution) in ("", item.source) and not item.entry.agency else item.attribution
    mentioned = item.versions[:_MENTIONED]
    ours = {tongue(item.entry.language), "und"}
    return Card(
        item,
        prose(item.entry.summary),
        credit,
        item.image,
        elsewhere=tuple(dict.fromkeys(each for each in map(_tongue_of, mentioned) if each not in ours)),
        beside=tuple(each for each in mentioned if _tongue_of(each) in ours),
    )


def _tongue_of(version: Version) -> str:
    return tongue(version.language)


def _light(dated: Sequence[tuple[str, Card]]) -> Iterator[tuple[str, Card]]:
    """Cards with their days as a page of many has them: only beginnings of summaries, and headlines alone of the oldest
    where it would get heavy."""
    begun = [(name, replace(card, summary=opening(card.summary, _OPENING))) for name, card in dated]
    bare = [replace(card, summary="", image=None) for _, card in begun]
    room = _LIGHT - _HEADING * len({name for name, _ in dated}) - sum(each.weight for each in bare)
    for (name, whole), headline in zip(begun, bare, strict=True):
        room -= whole.weight - headline.weight
        yield name, whole if room >= 0 else headline


def _utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


# --- rendering -----------------------------------------------------------------------------------------------------


def rendered(template: str, page: Page, site: Site, **values: Any) -> bytes:
    """A page by its template and what that one needs beside what all pages have."""
    html = (
        environment()
        .get_template(template)
        .render(
            page=page,
            site=site,
            words=words(page.language),
            link=lambda path: rooted(site, path),
            topic_path=topic_path,
            edition_path=edition_path,
            about_path=about_path,
            story_path=story_path,
            subscriptions=subscriptions,
            format_names=tuple(_FORMAT_NAMES.values()),
            **values,
        )
    )
    return html.encode()


@lru_cache(maxsize=1)
def environment() -> Environment:
    """The templates, with escaping on."""
    made = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters |= {
        "day": day,
        "short_day": short_day,
        "clock": clock,
        "day_and_time": day_and_time,
        "utc": _utc,
        "direction": direction,
        "language_name": language_name,
        "told": _told,
    }
    made.filters["line"] = line
    return made


def _told(text: str, texts: Mapping[str, str], asked: str, page: str) -> str | Markup:
    """A *text* chosen among *texts* for *asked*, with its language and direction if they are not those of the *page*.

    It stands in the line as one word of the page's would, so that its end is where the page's lines begin or end.
    """
    said = language_of(texts, asked)
    if not said or primary(said) == primary(page):
        return text
    return Markup('<bdi lang="{}" dir="{}">{}</bdi>').format(said, direction(said), text)
