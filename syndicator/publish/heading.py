"""What a feed document says of itself, the same in every format."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, time

from syndicator.model.entry import Link
from syndicator.model.feed import Feed, Site
from syndicator.publish.address import encoded, feed_id, feed_path, page_of, public, rooted
from syndicator.publish.text import line

GENERATOR = "Syndicator"
TTL = 15
"""Minutes for which a reader may keep a copy."""
MULTIPLE = "mul"
"""The language of a document that mixes languages (ISO 639-2)."""
MEDIA_TOPICS = "http://cv.iptc.org/newscodes/mediatopic/"
MEDIA_TYPES = {"atom": "application/atom+xml", "rss": "application/rss+xml", "json": "application/feed+json"}


@dataclass(frozen=True, slots=True)
class Heading:
    """A feed's own title, addresses and dates."""

    id: str
    title: str
    description: str
    language: str
    """Of the entries."""
    own_language: str
    """Of the title and description."""
    updated: datetime
    address: str
    """Of this very document."""
    page: str
    publisher: str
    home: str
    stylesheet: str
    icon: str
    logo: str
    topic: str
    topics: str
    """Scheme of our categories."""
    links: tuple[Link, ...]
    """This document, its hubs, its other formats, and last its page: newsboat takes the last alternate for it."""
    hubs: tuple[str, ...]
    subjects: tuple[str, ...]
    """IPTC Media Topic codes."""
    is_archive: bool = False
    """An archive that leads to another: the first of all does not say that it is one (RFC 5005, section 4)."""
    previous: str | None = None
    """The address of the archive before this document, in the same format."""


def heading(feed: Feed, site: Site, name: str) -> Heading:
    """The heading of *feed* in the format called *name*."""
    main = site.languages[0]
    addresses = {each: _address(feed, each, feed.month, site) for each in MEDIA_TYPES}
    previous = _address(feed, name, feed.previous, site) if feed.previous else None
    title = line(feed.title(main)) or feed.definition.id
    page = encoded(page_of(feed, site))
    hubs = () if feed.month else tuple(map(encoded, site.hubs))
    others = tuple(
        Link(addresses[each], "alternate", type_, title=title) for each, type_ in MEDIA_TYPES.items() if each != name
    )
    return Heading(
        id=feed_id(feed.definition, feed.edition, site),
        title=title,
        description=line(feed.description(main)) or title,
        language=feed.edition or MULTIPLE,
        own_language=feed.edition or main,
        updated=_moment(feed, site),
        address=addresses[name],
        page=page,
        publisher=line(site.name),
        home=encoded(public(site, "")),
        stylesheet=rooted(site, "static/feed.css"),
        icon=encoded(public(site, "static/icon.png")),
        logo=encoded(public(site, "static/logo.png")),
        topic=feed.definition.topic,
        topics=public(site, "topics/"),
        links=(
            Link(addresses[name], "self", MEDIA_TYPES[name]),
            *(Link(hub, "hub") for hub in hubs),
            *([Link(_address(feed, name, "", site), "current", MEDIA_TYPES[name])] if feed.month else []),
            *([Link(previous, "prev-archive", MEDIA_TYPES[name])] if previous else []),
            *others,
            Link(page, "alternate", "text/html"),
        ),
        hubs=hubs,
        subjects=tuple(subject.rpartition(":")[2] for subject in feed.definition.subjects),
        is_archive=bool(feed.month and feed.previous),
        previous=previous,
    )


def _address(feed: Feed, format: str, month: str, site: Site) -> str:
    return encoded(public(site, feed_path(feed.definition.id, feed.edition, format, month)))


def labels(feed: Feed, languages: Iterable[str]) -> dict[str, str]:
    """Each of *languages* → the feed's title as a category of an entry in it."""
    return {each: line(feed.title(each)) or feed.definition.id for each in set(languages)}


def _moment(feed: Feed, site: Site) -> datetime:
    """When the feed last changed; one that never held anything began with the site."""
    began = datetime.combine(site.since, time(), UTC)
    latest = max((each.at for each in feed.retracted), default=began)
    return max(feed.updated or began, latest).astimezone(UTC).replace(microsecond=0)
