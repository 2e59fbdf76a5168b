"""JSON Feed 1.1."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from syndicator.errors import PublishError
from syndicator.model.feed import Feed, Site, Version
from syndicator.publish.address import encoded, public, story_path
from syndicator.publish.ending import stubs
from syndicator.publish.fragments import Fragments
from syndicator.publish.heading import MEDIA_TYPES, Heading, heading, labels
from syndicator.publish.item import Item, items, optional
from syndicator.publish.reading import Row, checked

_VERSION = "https://jsonfeed.org/version/1.1"


_NO_ITEMS = b'\n "items": []'
"""As it stands in a document without any; no text holds a line break as it is."""


class JsonFormat:
    """Writes JSON Feed by hand: keys sorted, letters of all scripts as they are."""

    def __init__(self) -> None:
        self._fragments = Fragments()

    name = "json"
    suffix = "json"
    media_type = MEDIA_TYPES["json"]

    def render(self, feed: Feed, site: Site) -> bytes:
        """The document; equal feeds give equal bytes. Faulty entries are left out."""
        head = heading(feed, site, self.name)
        made, ended = items(feed).sound, stubs(feed, site)
        named = labels(feed, (each.entry.language for each in (*made, *ended)))
        told = self._fragments.of(
            [(each, (named[each.entry.language], site.address)) for each in made],
            lambda missing: [_fragment(_item(each, named, head, site)) for each in missing],
        )
        gone = [_fragment(_stub(each, named, head, site)) for each in ended]
        whole = _dumped(_document(feed, head)) + b"\n"
        entries = b",".join((*told, *gone))
        return whole.replace(_NO_ITEMS, _NO_ITEMS[:-1] + entries + b"\n ]", 1) if entries else whole

    def read_back(self, document: bytes) -> Sequence[Row]:
        """(id, link, title) of every item; raises PublishError for a faulty document."""
        try:
            found = json.loads(document)
            rows = [(str(item["id"]), str(item["url"]), str(item["title"])) for item in found["items"]]
        except (ValueError, KeyError, TypeError) as fault:
            raise PublishError(f"the document is no JSON Feed: {type(fault).__name__}: {fault}") from fault
        if found.get("version") != _VERSION:
            raise PublishError(f"the document is not of version {_VERSION}")
        return checked(rows)


def _dumped(value: Mapping[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, indent=1).encode()


def _fragment(made: Mapping[str, Any]) -> bytes:
    """An item as it stands in the list of a document, with the break before it."""
    return (b"\n" + _dumped(made)).replace(b"\n", b"\n  ")


def _document(feed: Feed, head: Heading) -> dict[str, Any]:
    document = {
        "version": _VERSION,
        "title": head.title,
        "description": head.description,
        "home_page_url": head.page,
        "feed_url": head.address,
        "icon": head.icon,
        "favicon": head.icon,
        "language": head.language,
        "authors": [{"name": head.publisher, "url": head.home}],
        "items": [],
        "_syndicator": {
            "about": _about(head),
            "id": head.id,
            "topic": feed.definition.topic,
            "subjects": list(feed.definition.subjects),
            "updated": head.updated.isoformat(),
        },
    }
    if head.previous:
        document["next_url"] = head.previous
    if head.hubs:
        document["hubs"] = [{"type": "WebSub", "url": hub} for hub in head.hubs]
    return document


def _item(item: Item, named: Mapping[str, str], head: Heading, site: Site) -> dict[str, Any]:
    made = {
        "id": item.id,
        "url": item.link,
        "title": item.title,
        "summary": item.summary,
        "content_html": item.html,
        "date_published": item.published.isoformat(),
        "date_modified": item.updated.isoformat(),
        "authors": [{"name": name} for name in item.authors],
        "language": item.entry.language,
        "tags": [named[item.entry.language]],
        "_syndicator": _extension(item, head, site),
    }
    if item.image:
        made["image"] = item.image.href
    return made


def _stub(item: Item, named: Mapping[str, str], head: Heading, site: Site) -> dict[str, Any]:
    made = _item(item, named, head, site)
    return {**made, "_syndicator": {**made["_syndicator"], "withdrawn": item.updated.isoformat()}}


def _extension(item: Item, head: Heading, site: Site) -> dict[str, Any]:
    entry = item.entry
    return {
        "about": _about(head),
        "story": encoded(public(site, story_path(entry.story))) if entry.story else None,
        "direction": entry.direction,
        "attribution": item.attribution,
        "source": {"id": entry.source_id, "name": item.source, "url": optional(entry.source_homepage)},
        "rights": {
            "notice": item.notice or None,
            "licence": optional(entry.licence),
            "full": entry.content is not None,
        },
        "also": [_version(each) for each in item.versions],
        "stands_in": entry.stands_in,
    }


def _version(version: Version) -> dict[str, Any]:
    return {
        "id": version.public_id,
        "url": version.link,
        "title": version.title,
        "language": version.language,
        "source": version.source_name,
        "translation": version.translation,
    }


def _about(head: Heading) -> str:
    return f"{head.home}#about"
