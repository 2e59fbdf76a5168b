"""An invented publisher in, the documents it serves out: RSS 2.0, Atom 1.0 (RFC 4287), JSON Feed 1.1, page, sitemap.

Written by hand on purpose, each in the manner of the system it imitates, so that the service reads what the world
writes and not what its own publisher would have written.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from html import escape
from zoneinfo import ZoneInfo

from syndicator.demo.content import Piece
from syndicator.demo.outlets import Outlet
from syndicator.demo.pictures import HEIGHT, WIDTH, drawing

_EXCERPT_WORDS = 55


@dataclass(frozen=True, slots=True)
class Edition:
    """The newsroom at one moment: its address, its start, and whether the correction has come."""

    address: str
    now: datetime
    advanced: bool

    def pieces(self, outlet: Outlet) -> list[Piece]:
        """What an outlet shows, newest first."""
        shown = (piece for channel in outlet.channels for piece in channel.pieces if self.advanced or not piece.later)
        return sorted(shown, key=lambda piece: (piece.age, piece.number))

    def published(self, piece: Piece, outlet: Outlet) -> datetime:
        """When a piece came out, on its publisher's clock."""
        return (self.now - piece.age).astimezone(ZoneInfo(outlet.zone))

    def link(self, piece: Piece, outlet: Outlet) -> str:
        """The address of a piece's page."""
        return f"{self.address}{page_path(piece, outlet)}"

    def image(self, piece: Piece) -> str:
        """The address of a piece's picture."""
        return f"{self.address}{picture_path(piece)}"

    def title(self, piece: Piece) -> str:
        """The title as it reads now."""
        return piece.reads(advanced=self.advanced)[0]

    def paragraphs(self, piece: Piece) -> tuple[str, ...]:
        """The text as it reads now."""
        return piece.reads(advanced=self.advanced)[1]


def page_path(piece: Piece, outlet: Outlet) -> str:
    """Where a piece's page lies; outlets of several languages part them by folders."""
    folder = f"{piece.language}/" if len(outlet.files) > 1 else ""
    return f"{outlet.home}{folder}{piece.slug}"


def picture_path(piece: Piece) -> str:
    """Where a piece's picture lies; pieces of one event show the same."""
    return f"/pictures/{piece.slug}.png"


def feed(outlet: Outlet, edition: Edition) -> bytes:
    """An outlet's feed; that of a broken one ends too soon."""
    body = _WRITERS[outlet.form](outlet, edition).encode()
    return body[: len(body) * 2 // 3] if outlet.broken else body


def markup(piece: Piece, outlet: Outlet, edition: Edition) -> str:
    """A piece's picture and text as HTML, with what its publisher puts there beside."""
    text = "\n".join(f"<p>{escape(paragraph, quote=False)}</p>" for paragraph in edition.paragraphs(piece))
    picture = f'<p><img src="{edition.image(piece)}" width="{WIDTH}" height="{HEIGHT}" alt=""></p>\n'
    return picture + text + (_tracker(piece, edition) if outlet.tracks else "")


def _tracker(piece: Piece, edition: Edition) -> str:
    pixel = f"{edition.address}/gazette/pixel.gif?piece={piece.number}"
    return (
        '\n<script>document.write("<p>Subscribe to the Gazette!</p>")</script>'
        f'\n<p onclick="alert(1)">Follow us</p><img src="{pixel}" width="1" height="1" alt="">'
    )


def _rss(outlet: Outlet, edition: Edition) -> str:
    return _rss_document(outlet, edition, _rss_item, "")


def _wordpress(outlet: Outlet, edition: Edition) -> str:
    pace = "\n<sy:updatePeriod>hourly</sy:updatePeriod>\n<sy:updateFrequency>1</sy:updateFrequency>"
    return _rss_document(outlet, edition, _wordpress_item, pace)


def _rss_document(outlet: Outlet, edition: Edition, item: Callable[[Piece, Outlet, Edition], str], pace: str) -> str:
    channel, pieces = outlet.channels[0], edition.pieces(outlet)
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
  xmlns:atom="http://www.w3.org/2005/Atom" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/">
<channel>
<title>{escape(channel.name)}</title>
<atom:link href="{edition.address}{outlet.path}" rel="self" type="application/rss+xml" />
<link>{edition.address}{outlet.home}</link>
<description>{escape(channel.description)}</description>
<language>{channel.language}</language>
<lastBuildDate>{format_datetime(edition.published(pieces[0], outlet))}</lastBuildDate>{pace}
{"".join(item(piece, outlet, edition) for piece in pieces)}</channel>
</rss>
"""


def _rss_item(piece: Piece, outlet: Outlet, edition: Edition) -> str:
    link = edition.link(piece, outlet)
    return f"""<item>
<title>{escape(edition.title(piece))}</title>
<link>{link}</link>
<guid isPermaLink="true">{link}</guid>
<pubDate>{format_datetime(edition.published(piece, outlet))}</pubDate>
<dc:creator>{escape(piece.author)}</dc:creator>
<category>{escape(piece.category)}</category>
<description>{escape(markup(piece, outlet, edition))}</description>
<enclosure url="{edition.image(piece)}" type="image/png" length="{len(drawing(piece.slug))}" />
</item>
"""


def _wordpress_item(piece: Piece, outlet: Outlet, edition: Edition) -> str:
    words = " ".join(edition.paragraphs(piece)).split()[:_EXCERPT_WORDS]
    return f"""<item>
<title>{escape(edition.title(piece))}</title>
<link>{edition.link(piece, outlet)}</link>
<dc:creator><![CDATA[{piece.author}]]></dc:creator>
<pubDate>{format_datetime(edition.published(piece, outlet).astimezone(UTC))}</pubDate>
<category><![CDATA[{piece.category}]]></category>
<guid isPermaLink="false">{edition.address}{outlet.home}?p={piece.number}</guid>
<description><![CDATA[<p>{escape(" ".join(words))} [&hellip;]</p>]]></description>
<content:encoded><![CDATA[{markup(piece, outlet, edition)}]]></content:encoded>
</item>
"""


def _atom(outlet: Outlet, edition: Edition) -> str:
    channel, pieces = outlet.channels[0], edition.pieces(outlet)
    return f"""<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{channel.language}">
<title>{escape(channel.name)}</title>
<subtitle>{escape(channel.description)}</subtitle>
<id>tag:hospital.example,2020:news</id>
<updated>{edition.published(pieces[0], outlet).isoformat()}</updated>
<author><name>{escape(channel.name)}</name></author>
<link rel="self" type="application/atom+xml" href="{edition.address}{outlet.path}" />
<link rel="alternate" type="text/html" href="{edition.address}{outlet.home}" />
{"".join(_atom_entry(piece, outlet, edition) for piece in pieces)}</feed>
"""


def _atom_entry(piece: Piece, outlet: Outlet, edition: Edition) -> str:
    when = edition.published(piece, outlet).isoformat()
    return f"""<entry>
<title>{escape(edition.title(piece))}</title>
<id>tag:hospital.example,2020:news/{piece.number}</id>
<link rel="alternate" type="text/html" href="{edition.link(piece, outlet)}" />
<published>{when}</published>
<updated>{when}</updated>
<author><name>{escape(piece.author)}</name></author>
<category term="{escape(piece.category)}" />
<summary>{escape(edition.paragraphs(piece)[0])}</summary>
<content type="html">{escape(markup(piece, outlet, edition))}</content>
</entry>
"""


def _listing(outlet: Outlet, edition: Edition) -> str:
    """A page as a designer makes it: readable for people, and for those who know its class names."""
    channel = outlet.channels[0]
    return f"""<!doctype html>
<html lang="{channel.language}">
<head><meta charset="utf-8"><title>{escape(channel.name)}: news</title></head>
<body>
<nav><h2><a href="{outlet.home}">{escape(channel.name)}</a></h2></nav>
<main>
{"".join(_card(piece, outlet, edition) for piece in edition.pieces(outlet))}</main>
</body>
</html>
"""


def _card(piece: Piece, outlet: Outlet, edition: Edition) -> str:
    return f"""<div class="teaser teaser-{piece.number}">
<div class="teaser__picture"><img src="{picture_path(piece)}" alt=""></div>
<h3 class="teaser__title"><a href="{page_path(piece, outlet)}?from=news">{escape(edition.title(piece))}</a></h3>
<p class="teaser__day">{edition.published(piece, outlet):%d %B %Y, %H:%M}</p>
<p class="teaser__lead">{escape(edition.paragraphs(piece)[0])}</p>
</div>
"""


def _sitemap(outlet: Outlet, edition: Edition) -> str:
    """News for search engines (sitemaps.org, with Google's extension), and pages that are none."""
    channel = outlet.channels[0]
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
  xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"
  xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
<url><loc>{edition.address}{outlet.home}</loc></url>
{"".join(_url(piece, outlet, channel.name, edition) for piece in edition.pieces(outlet))}</urlset>
"""


def _url(piece: Piece, outlet: Outlet, publication: str, edition: Edition) -> str:
    return f"""<url><loc>{edition.link(piece, outlet)}</loc>
<news:news>
<news:publication><news:name>{escape(publication)}</news:name><news:language>{piece.language}</news:language></news:publication>
<news:publication_date>{edition.published(piece, outlet).isoformat()}</news:publication_date>
<news:title>{escape(edition.title(piece))}</news:title>
<news:keywords>{escape(piece.category)}</news:keywords>
</news:news>
<image:image><image:loc>{edition.image(piece)}</image:loc></image:image>
</url>
"""


def _json(outlet: Outlet, edition: Edition) -> str:
    channel = outlet.channels[0]
    document = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": channel.name,
        "description": channel.description,
        "language": channel.language,
        "home_page_url": f"{edition.address}{outlet.home}",
        "feed_url": f"{edition.address}{outlet.path}",
        "items": [_json_item(piece, outlet, edition) for piece in edition.pieces(outlet)],
    }
    return json.dumps(document, ensure_ascii=False, indent=1)


def _json_item(piece: Piece, outlet: Outlet, edition: Edition) -> Mapping[str, object]:
    return {
        "id": f"urn:council:{piece.number}",
        "url": edition.link(piece, outlet),
        "title": edition.title(piece),
        "content_html": markup(piece, outlet, edition),
        "summary": edition.paragraphs(piece)[0],
        "image": edition.image(piece),
        "date_published": edition.published(piece, outlet).isoformat(),
        "authors": [{"name": piece.author}],
        "tags": [piece.category],
        "language": piece.language,
    }


_WRITERS: Mapping[str, Callable[[Outlet, Edition], str]] = {
    "rss": _rss,
    "wordpress": _wordpress,
    "atom": _atom,
    "json": _json,
    "listing": _listing,
    "sitemap": _sitemap,
}
MEDIA_TYPES = {
    "rss": "application/rss+xml",
    "wordpress": "application/rss+xml",
    "atom": "application/atom+xml",
    "json": "application/feed+json",
    "listing": "text/html",
    "sitemap": "application/xml",
}
"""What an outlet's news are written in → its media type."""
FEEDS = frozenset({"rss", "wordpress", "atom", "json"})
"""Those of them that are feeds."""
