"""Issues as bytes: what the acceptance room sees, written as RSS or Atom for programs of others."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from xml.sax.saxutils import escape

from syndicator.model.acceptance import Issue, Told

NOON = datetime(2026, 5, 1, 12, 0, tzinfo=UTC)


def told(number: int, **changes: object) -> Told:
    """The item of a number, newer ones having lower numbers."""
    moment = NOON - timedelta(hours=number)
    fields: dict[str, object] = {
        "article": str(number),
        "guid": f"tag:example.org,2026:{number}",
        "link": f"https://example.org/{number}",
        "title": f"Headline {number}",
        "text": f"Text of {number}.",
        "date": format_datetime(moment),
        "moment": moment,
    }
    return Told(**{**fields, **changes})  # type: ignore[arg-type]


def issue(*items: Told, format: str = "rss", **changes: object) -> Issue:
    """A document of these items."""
    fields: dict[str, object] = {"format": format, "title": "Feed", "link": "https://example.org/", "items": items}
    return Issue(**{**fields, **changes})  # type: ignore[arg-type]


def without_ids(of: Issue) -> Issue:
    """The same items, none with an id."""
    return Issue(of.format, of.title, of.link, tuple(_without_id(each) for each in of.items))


def _without_id(of: Told) -> Told:
    return told(int(of.article), guid="")


def written(of: Issue) -> bytes:
    """The document as bytes."""
    return (_rss(of) if of.format == "rss" else _atom(of)).encode()


def _rss(of: Issue) -> str:
    items = "".join(f"<item>{''.join(_rss_item(each))}</item>" for each in of.items)
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>{escape(of.title)}</title>'
        f"<link>{escape(of.link)}</link><description>d</description>{items}</channel></rss>"
    )


def _rss_item(of: Told) -> Iterator[str]:
    if of.guid:
        yield f'<guid isPermaLink="{str(of.guid_is_link).lower()}">{escape(of.guid)}</guid>'
    yield f"<link>{escape(of.link)}</link>" if of.link else ""
    yield f"<title>{escape(of.title)}</title>" if of.title else ""
    yield f"<description>{escape(of.text)}</description>" if of.text else ""
    yield f"<pubDate>{format_datetime(of.moment)}</pubDate>" if of.moment else ""


def _atom(of: Issue) -> str:
    items = "".join(f"<entry>{''.join(_atom_entry(each))}</entry>" for each in of.items)
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><feed xmlns="http://www.w3.org/2005/Atom"><id>tag:example.org,2026:f</id>'
        f"<title>{escape(of.title)}</title><updated>2026-05-01T12:00:00Z</updated>"
        f'<link href="{escape(of.link)}"/>{items}</feed>'
    )


def _atom_entry(of: Told) -> Iterator[str]:
    yield f"<id>{escape(of.guid)}</id>" if of.guid else ""
    yield f'<link href="{escape(of.link)}"/>' if of.link else ""
    yield f"<title>{escape(of.title)}</title>" if of.title else ""
    yield f"<summary>{escape(of.text)}</summary>" if of.text else ""
    moment = of.updated or of.moment
    yield f"<updated>{moment.isoformat()}</updated>" if moment else ""
    yield f"<published>{of.moment.isoformat()}</published>" if of.moment else ""
