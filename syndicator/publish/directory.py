"""Documents for machines about all feeds: OPML 2.0, sitemap, robots.txt."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from lxml import etree

from syndicator.model.feed import FeedDefinition, Site
from syndicator.publish.address import encoded, feed_path, public, topic_path
from syndicator.publish.feedgen_bridge import child
from syndicator.publish.heading import MULTIPLE
from syndicator.publish.text import line, readable

_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_MOST_PAGES = 50_000
"""As many addresses as one sitemap may hold (sitemaps.org)."""


def opml(definitions: Sequence[FeedDefinition], site: Site) -> bytes:
    """All feeds and their editions as OPML 2.0, ready to be imported by a news reader."""
    root = etree.Element("opml", version="2.0")
    child(child(root, "head"), "title", line(site.name))
    body = child(root, "body")
    for definition in definitions:
        group = child(body, "outline", text=readable(_title(definition, site.languages[0])))
        for edition in definition.editions:
            _outline(group, definition, edition, site)
    return _written(root)


def _outline(group: etree._Element, definition: FeedDefinition, edition: str | None, site: Site) -> None:
    language = edition or site.languages[0]
    title = _title(definition, language)
    child(
        group,
        "outline",
        type="rss",
        text=readable(title),
        title=readable(title),
        description=readable(line(definition.description(language))) or None,
        language=edition or MULTIPLE,
        xmlUrl=encoded(public(site, feed_path(definition.id, edition, "rss"))),
        htmlUrl=encoded(public(site, topic_path(definition.id, edition))),
    )


def _title(definition: FeedDefinition, language: str) -> str:
    return line(definition.title(language)) or definition.id


def sitemap(pages: Iterable[tuple[str, datetime | None]], site: Site) -> bytes:
    """The pages, as paths with the time of their last change, as a sitemap."""
    root = etree.Element(f"{{{_SITEMAP}}}urlset", nsmap={None: _SITEMAP})  # type: ignore[dict-item]
    for path, changed in list(pages)[:_MOST_PAGES]:
        url = child(root, f"{{{_SITEMAP}}}url")
        child(url, f"{{{_SITEMAP}}}loc", encoded(public(site, path)))
        if changed:
            child(url, f"{{{_SITEMAP}}}lastmod", changed.astimezone(UTC).replace(microsecond=0).isoformat())
    return _written(root)


def robots(site: Site) -> bytes:
    """robots.txt (RFC 9309): everything published may be fetched, the console is nobody's business."""
    return f"User-agent: *\nDisallow: /console/\n\nSitemap: {encoded(public(site, 'sitemap.xml'))}\n".encode()


def _written(root: etree._Element) -> bytes:
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True))
