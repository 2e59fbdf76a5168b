"""An entry made ready to be written: clean texts, encoded addresses, links with all their attributes.

Every format writes the same items, so that the formats of one feed cannot disagree.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import lru_cache
from html import escape
from weakref import WeakValueDictionary

from syndicator.languages.tags import tongue
from syndicator.model.article import Image
from syndicator.model.entry import Link
from syndicator.model.feed import Feed, FeedEntry, Version
from syndicator.publish.address import encoded
from syndicator.publish.text import line, paragraphs, prose, swept
from syndicator.publish.words import SCRIPTS_SPOKEN, also_in, credit, direction, language_name, spoken

_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+")
_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8}){0,8}")
_RELATIVE = re.compile(r'<[a-z][^<>]*\s(?:href|src|cite)="(?!https?://|mailto:)[^"]*"')
"""A tag with an address that only means something on the source's own page."""
_IMAGE = re.compile(r"image/[a-z0-9.+-]+")


@dataclass(frozen=True, slots=True, weakref_slot=True)
class Item:
    """What the formats write of one entry."""

    entry: FeedEntry
    id: str
    link: str
    title: str
    summary: str
    """Plain text, closed by the line that names the source."""
    html: str
    """The same or the whole text as markup, with its language and direction on the outermost element."""
    published: datetime
    updated: datetime
    authors: tuple[str, ...]
    source: str
    attribution: str
    notice: str
    image: Image | None
    versions: tuple[Version, ...]
    """Those that can be linked, their texts clean like the entry's own."""
    links: tuple[Link, ...]
    """The article itself first; its other versions, where it was seen, and its licence after."""


@dataclass(frozen=True, slots=True)
class Items:
    """The sound entries of a feed, and why the others are not written."""

    sound: tuple[Item, ...]
    faulty: dict[str, str]


def items(feed: Feed) -> Items:
    """Every entry made ready; one that cannot be is left out with its reason and costs the others nothing."""
    return _items(_Very(feed.entries))


class _Very:
    """These very entries, told apart from equal ones: that costs less than to look at them."""

    __slots__ = ("entries",)

    def __init__(self, entries: tuple[FeedEntry, ...]) -> None:
        self.entries = entries

    def __hash__(self) -> int:
        return id(self.entries)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Very) and other.entries is self.entries


@lru_cache(maxsize=32)  # every format, and the report, asks anew
def _items(very: _Very) -> Items:
    sound: dict[str, Item] = {}
    faulty: dict[str, str] = {}
    for entry in very.entries:
        try:
            made = item(entry)
        except (ValueError, OverflowError) as fault:
            faulty[entry.id] = f"faulty: {fault}"
            continue
        if made.id in sound:
            faulty[entry.id] = "faulty: its id is taken"
        else:
            sound[made.id] = made
    return Items(tuple(sound.values()), faulty)


_living: WeakValueDictionary[FeedEntry, Item] = WeakValueDictionary()
"""All that anybody holds, such as the fragments and pages of what is published: however much that is, it is not made
again, as what goes round in a cache that is too small for it always is."""


@lru_cache(maxsize=8192)  # of what nobody holds, the latest
def item(entry: FeedEntry) -> Item:
    """One entry made ready, the same for equal entries: the editions of a feed share theirs, and most stay as they are.

    Raises ValueError when it lacks an id, a title, a link or a zone in its dates, or when an address in its text is
    relative.
    """
    made = _living.get(entry)
    if made is None:
        made = _living[entry] = _made(entry)
    return made


def _made(entry: FeedEntry) -> Item:
    if not is_iri(entry.public_id):
        raise ValueError("its id is no IRI")
    if not is_language(entry.language):
        raise ValueError("its language is no language tag")
    link = encoded(entry.link)
    source = line(entry.source_name) or entry.source_id
    named = line(entry.attribution)
    agency = line(entry.agency)
    attribution = "".join(
        (
            credit(source, entry.language) if named in ("", source) else named,
            f" ({agency})" if agency else "",
            f" [{language_name(entry.language)}]" if entry.stands_in else "",
        )
    )
    published = _utc(entry.published)
    versions = tuple(_versions(entry))
    return Item(
        entry=entry,
        id=entry.public_id,
        link=link,
        title=_title(entry),
        summary="\n\n".join(part for part in (prose(entry.summary), attribution) if part),
        html=_html(entry, attribution, link, versions),
        published=published,
        updated=max(_utc(entry.updated), published),
        authors=tuple(name for name in map(line, entry.authors) if name) or (source,),
        source=source,
        attribution=attribution,
        notice=line(entry.notice),
        image=_image(entry.image),
        versions=versions,
        links=tuple(_links(entry, link, versions)),
    )


def is_iri(text: str) -> bool:
    """Whether *text* can be an id as it is (RFC 4287, section 4.2.6)."""
    return _IRI.fullmatch(text) is not None and swept(text) == text


def is_language(tag: str) -> bool:
    """Whether *tag* has the form of a language tag (RFC 5646, section 2.1)."""
    return _LANGUAGE.fullmatch(tag) is not None


def _title(entry: FeedEntry) -> str:
    title = line(entry.title)
    if not title:
        raise ValueError("it has no title")
    return title


def _utc(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("a date has no zone")
    return moment.astimezone(UTC).replace(microsecond=0)


def _html(entry: FeedEntry, attribution: str, link: str, versions: Sequence[Version]) -> str:
    body = swept(entry.content) if entry.content else paragraphs(prose(entry.summary))
    if relative := _RELATIVE.search(body):
        raise ValueError(f"its text has a link that leads nowhere by itself: {relative[0][:200]}")
    credited = f'<p><a href="{escape(link)}">{escape(attribution)}</a></p>'
    return (
        f'<div lang="{escape(entry.language)}" dir="{escape(entry.direction)}">'
        f"{body}{credited}{_in_other_languages(entry.language, versions)}</div>"
    )


def _in_other_languages(language: str, versions: Sequence[Version]) -> str:
    """A line that leads to the story in every other language, by the first version in it; nothing without any."""
    first = {tongue(each.language): each for each in reversed(versions) if each.language != "und"}
    first.pop(tongue(language), None)
    links = [_link_in(first[each]) for each in sorted(first)]
    if not links:
        return ""
    ours = language if language in SCRIPTS_SPOKEN else spoken(language)
    return f'<p lang="{ours}" dir="{direction(ours)}">{escape(also_in(language))}: {" · ".join(links)}</p>'


def _link_in(version: Version) -> str:
    tag = escape(version.language)
    name = escape(language_name(version.language))
    return f'<a href="{escape(version.link)}" hreflang="{tag}" lang="{tag}" dir="{direction(tag)}">{name}</a>'


def _image(image: Image | None) -> Image | None:
    address = optional(image.href) if image else None
    if image is None or address is None:
        return None
    kind = image.type if image.type and _IMAGE.fullmatch(image.type) else None
    return Image(address, kind, line(image.alt))


def _versions(entry: FeedEntry) -> Iterator[Version]:
    yield from filter(None, map(made_ready, entry.versions))


def made_ready(version: Version) -> Version | None:
    """A version with its texts clean and its address encoded; None when it cannot be linked."""
    address = optional(version.link)
    if address is None:
        return None
    return replace(
        version,
        public_id=swept(version.public_id),
        link=address,
        title=line(version.title),
        language=version.language if is_language(version.language) else "und",
        source_name=line(version.source_name),
    )


def _links(entry: FeedEntry, link: str, versions: Sequence[Version]) -> Iterator[Link]:
    yield Link(link, "alternate", "text/html", entry.language)
    for each in versions:
        yield Link(each.link, "related", "text/html", each.language, f"{each.source_name}: {each.title}")
    if via := optional(entry.via):
        yield Link(via, "via")
    if licence := optional(entry.licence):
        yield Link(licence, "license")


def optional(address: str | None) -> str | None:
    """The address encoded, or None when it is no web address."""
    try:
        return encoded(address or "")
    except ValueError:
        return None


def newest(made: Sequence[Item], otherwise: datetime) -> datetime:
    """When the newest of the items was published."""
    return max((each.published for each in made), default=otherwise)
