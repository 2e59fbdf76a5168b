"""The answer of a WordPress site's REST API in (developer.wordpress.org, posts), a document out."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from syndicator.ingest.decode import decode
from syndicator.ingest.gate import CHILDREN
from syndicator.ingest.jsonfeed import integer, listed, string
from syndicator.model.entry import Category, Document, Entry, Link, Markup, RawText
from syndicator.model.source import Limits, Options, Outcome
from syndicator.ports import Unreadable

POSTS = "wordpress"
"""The format of documents read here."""
_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}")
_TERMS = frozenset({"category", "post_tag"})


def read_posts(
    body: bytes, content_type: str, _address: str, limits: Limits, _options: Options | None
) -> Document | Unreadable:
    """Read a list of posts; an error or a page is :class:`Unreadable`."""
    decoded = decode(body, content_type)
    if isinstance(decoded, Unreadable):
        return decoded
    try:
        posts = json.loads(decoded.text, parse_int=integer, parse_constant=lambda _: None)
    except ValueError:
        return Unreadable(Outcome.NOT_A_FEED, "The answer is no JSON, as that of WordPress would be.")
    if not isinstance(posts, list):
        said = string(posts, "message") or string(posts, "code") or "something else"
        return Unreadable(Outcome.NOT_A_FEED, f"The answer is no list of posts, but: {said[:200]}.")
    entries = [entry for post in posts[: limits.entries] if (entry := _entry(post)) is not None]
    lost = len(posts[: limits.entries]) - len(entries)
    notes = (f"{lost} items that are no published posts were left out",) if lost else ()
    return Document(format=POSTS, reader="strict", entries=tuple(entries), notes=notes)


def _entry(post: Any) -> Entry | None:
    link = string(post, "link")
    if link is None or (string(post, "status") or "publish") != "publish":
        return None
    embedded = _holder(post, "_embedded")
    return Entry(
        guid=string(_holder(post, "guid"), "rendered"),
        link=link,
        title=_rendered(post, "title", link),
        summary=_rendered(post, "excerpt", link),
        content=_rendered(post, "content", link),
        published=_moment(post, "date_gmt"),
        updated=_moment(post, "modified_gmt"),
        authors=tuple(name for each in listed(embedded, "author")[:CHILDREN] if (name := string(each, "name"))),
        categories=tuple(_categories(embedded)),
        enclosures=tuple(_pictures(embedded)),
        links=tuple(_translations(post)),
        language=_language(string(post, "lang") or string(post, "wpml_current_locale")),
    )


def _holder(holder: Any, key: str) -> Any:
    return holder.get(key) if isinstance(holder, dict) else None


def _rendered(post: Any, key: str, link: str) -> RawText | None:
    """A text as the site shows it; what it shows only for a password is none."""
    holder = _holder(post, key)
    value = None if _holder(holder, "protected") is True else string(holder, "rendered", None)
    return RawText(value, Markup.HTML, base=link) if value else None


def _moment(post: Any, key: str) -> str | None:
    """A time of Greenwich, which WordPress writes without saying so."""
    found = _MOMENT.match(string(post, key) or "")
    return f"{found[0]}Z" if found else None


def _categories(embedded: Any) -> Iterator[Category]:
    for terms in listed(embedded, "wp:term")[:CHILDREN]:
        for term in terms[:CHILDREN] if isinstance(terms, list) else ():
            name = string(term, "name")
            if name and string(term, "taxonomy") in _TERMS:
                yield Category(name)


def _pictures(embedded: Any) -> Iterator[Link]:
    for each in listed(embedded, "wp:featuredmedia")[:CHILDREN]:
        if href := string(each, "source_url"):
            yield Link(href, "enclosure", string(each, "mime_type") or "image/*", title=string(each, "alt_text"))


def _translations(post: Any) -> Iterator[Link]:
    """The same post in other languages, as WPML tells them; Polylang tells numbers only."""
    for each in listed(post, "wpml_translations")[:CHILDREN]:
        href, language = string(each, "href"), _language(string(each, "locale"))
        if href and language:
            yield Link(href, hreflang=language)


def _language(locale: str | None) -> str | None:
    """``ar`` or ``pt_BR`` as a language tag."""
    return locale.replace("_", "-") if locale else None
