"""One address for people and for readers: what a topic's address without an ending shows to whom (RFC 9110, 12.1).

Addresses with an ending always show the same. What was chosen is named in Content-Location, and what it was chosen by
in Vary.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from syndicator.model.feed import FeedDefinition, Site
from syndicator.publish.address import edition_path, encoded, feed_path, page_file, public, topic_path
from syndicator.publish.heading import MEDIA_TYPES
from syndicator.web.preferences import edition, form

_TOPIC = re.compile(r"/topics/([a-z0-9-]+)(?:/([A-Za-z0-9-]+))?/?", re.ASCII)
_PAGE = re.compile(r"topics/([a-z0-9-]+)(?:/([A-Za-z0-9-]+))?\.html", re.ASCII)
_FORMS = {
    "html": ("text/html",),
    "atom": (MEDIA_TYPES["atom"], "application/xml", "text/xml"),
    "rss": (MEDIA_TYPES["rss"],),
    "json": (MEDIA_TYPES["json"], "application/json"),
}
Feeds = Mapping[str, FeedDefinition]


@dataclass(frozen=True, slots=True)
class Choice:
    """What is shown at an address that has several things to show."""

    name: str
    """Of the document in the output store."""
    location: str
    """The path where it is always shown."""
    by: tuple[str, ...]
    """The header fields that it was chosen by."""


def chosen(path: str, accept: str, languages: str, feeds: Feeds) -> Choice | None:
    """What one who accepts that sees at *path*; None where there is nothing to choose from."""
    found = _TOPIC.fullmatch(path)
    definition = feeds.get(found[1]) if found else None
    if found is None or definition is None or found[2] not in definition.editions:
        return None
    language = found[2]
    by: tuple[str, ...] = ("accept",)
    if language is None and definition.languages:
        language, by = edition(languages, definition.languages), ("accept", "accept-language")
    kind = form(accept, _FORMS)
    if kind != "html":
        name = feed_path(definition.id, language, kind)
        return Choice(name, name, by)
    return Choice(page_file(topic_path(definition.id, language)), edition_path(definition.id, language), by)


def alternates(site: Site, name: str, feeds: Feeds) -> Iterator[str]:
    """Values of Link header fields by which the page *name* of a topic tells of its editions and their formats."""
    found = _PAGE.fullmatch(name)
    definition = feeds.get(found[1]) if found else None
    if found is None or definition is None or found[2] not in definition.editions:
        return
    for kind, media_type in MEDIA_TYPES.items():
        address = encoded(public(site, feed_path(definition.id, found[2], kind)))
        yield f'<{address}>; rel="alternate"; type="{media_type}"'
    for language in definition.languages:
        if language != found[2]:
            address = encoded(public(site, topic_path(definition.id, language)))
            yield f'<{address}>; rel="alternate"; type="text/html"; hreflang="{language}"'
