"""A story as partners get it: in our own words, and as ninjs 3.1 (https://iptc.org/standards/ninjs/).

Pure functions of what is offered: equal offers give equal documents.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote

from syndicator.languages.tags import tongue
from syndicator.model.article import Image
from syndicator.model.feed import FeedDefinition, Site
from syndicator.model.offer import Change, Gone
from syndicator.publish.address import encoded, public, story_path
from syndicator.publish.item import Item, item, optional
from syndicator.publish.text import prose

_MEDIA_TOPIC = "http://cv.iptc.org/newscodes/mediatopic/"
_OF_URIS = ":/?#[]@!$&'()*+,;=~%"
_STANDARD = {
    "name": "ninjs",
    "version": "3.1",
    "schema": "http://www.iptc.org/std/ninjs/ninjs-schema_3.1.json#",
}


@dataclass(frozen=True, slots=True)
class Told:
    """A story as the feeds that somebody may read tell it."""

    story: str
    version: int
    """Higher with every change that these feeds saw."""
    changed: datetime
    feeds: tuple[FeedDefinition, ...]
    """Those that tell it; none when it is gone."""
    items: tuple[Item, ...]
    """Its articles, the earliest first."""
    gone: Gone | None = None
    into: str | None = None


def told(changes: Sequence[Change], definitions: Mapping[str, FeedDefinition]) -> Told:
    """One story out of what feeds offer of it, one feed at least; an article that several tell comes once."""
    latest = max(changes, key=lambda each: each.nr)
    standing = [each for each in changes if each.offer.gone is None and each.offer.feed in definitions]
    entries = {entry.id: entry for each in sorted(standing, key=lambda each: each.nr) for entry in each.offer.entries}
    ordered = sorted(entries.values(), key=lambda entry: (entry.published, entry.id))
    return Told(
        story=latest.offer.story,
        version=latest.nr,
        changed=latest.at,
        feeds=tuple(definitions[each.offer.feed] for each in standing),
        items=tuple(map(item, ordered)),
        gone=None if standing else latest.offer.gone or Gone.FEED_ENDED,
        into=None if standing else latest.offer.into,
    )


# --- in our own words ----------------------------------------------------------------------------------------------


def feed_document(definition: FeedDefinition, site: Site) -> dict[str, Any]:
    """What there is to know of a feed before asking for its stories."""
    return {
        "id": definition.id,
        "titles": dict(definition.titles),
        "descriptions": dict(definition.descriptions),
        "editions": list(definition.languages),
        "subjects": [_media_topic(each) for each in definition.subjects],
        "page": encoded(public(site, f"topics/{definition.id}")),
        "stories": encoded(public(site, f"api/v1/stories?feed={definition.id}")),
    }


def story_document(story: Told, site: Site) -> dict[str, Any]:
    """A story with its articles."""
    return {
        "id": story.story,
        "version": str(story.version),
        "changed": stamp(story.changed),
        "page": encoded(public(site, story_path(story.story))),
        "feeds": [each.id for each in story.feeds],
        "articles": [_article(each) for each in story.items],
    }


def change_document(story: Told) -> dict[str, Any]:
    """That a story changed, or is gone, and when; not what it says."""
    return {
        "id": story.story,
        "changed": stamp(story.changed),
        "kind": "gone" if story.gone else "story",
        "reason": story.gone.value if story.gone else None,
        "merged_into": story.into,
    }


def _article(made: Item) -> dict[str, Any]:
    entry = made.entry
    return {
        "id": made.id,
        "link": made.link,
        "title": made.title,
        "summary": prose(entry.summary),
        "content_html": made.html if entry.content is not None else None,
        "language": entry.language,
        "direction": entry.direction,
        "published": stamp(made.published),
        "updated": stamp(made.updated),
        "authors": list(made.authors),
        "source": {"id": entry.source_id, "name": made.source, "homepage": optional(entry.source_homepage)},
        "attribution": made.attribution,
        "notice": made.notice or None,
        "licence": optional(entry.licence),
        "image": {"href": made.image.href, "alt": made.image.alt} if made.image else None,
        "also": [
            {"link": each.link, "title": each.title, "language": each.language, "source": each.source_name}
            for each in made.versions
        ],
    }


def stamp(moment: datetime) -> str:
    """RFC 3339, in whole seconds of UTC: ``2026-05-01T10:00:00Z``."""
    return moment.replace(microsecond=0).isoformat().replace("+00:00", "Z")


# --- ninjs ---------------------------------------------------------------------------------------------------------


def ninjs(story: Told, site: Site) -> dict[str, Any]:
    """The story as one news object: its earliest article, the others associated with it."""
    first, *others = story.items
    return {
        "uri": f"tag:{site.authority},{site.since.isoformat()}:story/{story.story}",
        "standard": _STANDARD,
        "profile": "syndicator-story",
        "version": str(story.version),
        "versionCreated": stamp(story.changed),
        "firstCreated": stamp(first.published),
        **_news_object(first, story),
        "altIds": [
            {"role": "story", "value": story.story},
            {"role": "article", "value": first.id},
            {"role": "web", "value": first.link},
        ],
        "associations": [_associated(each, first, story) for each in others],
    }


def _associated(made: Item, first: Item, story: Told) -> dict[str, Any]:
    same_tongue = tongue(made.entry.language) == tongue(first.entry.language)
    return {
        "name": made.title,
        "rel": "relatedReport" if same_tongue else "otherLanguage",
        "uri": uri(made.id),
        "firstCreated": stamp(made.published),
        "versionCreated": stamp(max(made.updated, made.published)),
        **_news_object(made, story),
        "altIds": [{"role": "article", "value": made.id}, {"role": "web", "value": made.link}],
    }


def _news_object(made: Item, story: Told) -> dict[str, Any]:
    entry, full = made.entry, made.entry.content is not None
    found: dict[str, Any] = {
        "type": "text",
        "representationType": "full" if full else "partial",
        "pubStatus": "usable",
        "language": entry.language,
        "contentCreated": stamp(made.published),
        "title": made.title,
        "headlines": [{"role": "main", "contentType": "text/plain", "value": made.title}],
        "by": ", ".join(made.authors),
        "subjects": _subjects(story.feeds, entry.language),
        "infoSources": [_source(made)],
        "copyrightHolder": made.source,
        "usageTerms": _terms(made, full=full),
        "descriptions": [{"role": "summary", "contentType": "text/plain", "value": made.summary}],
    }
    if full:
        found["bodies"] = [{"role": "main", "contentType": "text/html", "value": made.html}]
    if made.notice:
        found["copyrightNotice"] = made.notice
    if licence := optional(entry.licence):
        found["rightsInfo"] = {"linkedRights": licence}
    if made.image:
        found["renditions"] = [_rendition(made.image)]
    return found


def _rendition(image: Image) -> dict[str, Any]:
    return {"name": "main", "href": image.href} | ({"contentType": image.type} if image.type else {})


def _terms(made: Item, *, full: bool) -> str:
    what = "the full text" if full else "what is given here, and no more,"
    return f"You may republish {what} with the line “{made.attribution}” and a link to {made.link}"


def _source(made: Item) -> dict[str, Any]:
    homepage = optional(made.entry.source_homepage)
    return {"name": made.source, "role": "publisher", **({"uri": homepage} if homepage else {})}


def _subjects(feeds: Sequence[FeedDefinition], language: str) -> list[dict[str, Any]]:
    """The feeds by their titles, then the Media Topics that they are about, each once."""
    ours = [{"name": each.title(language), "rel": "about", "literal": each.id} for each in feeds]
    topics = dict.fromkeys(_media_topic(subject) for each in feeds for subject in each.subjects)
    return [*ours, *({"uri": each, "rel": "about"} for each in topics)]


def _media_topic(subject: str) -> str:
    return f"{_MEDIA_TOPIC}{subject.removeprefix('medtop:')}"


def uri(iri: str) -> str:
    """An IRI in the letters of a URI (RFC 3987, section 3.1)."""
    return quote(iri, safe=_OF_URIS)
