"""The JSON-LD of a page in (schema.org), the articles that it lists out."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import unescape
from typing import Any

from syndicator.ingest.decode import clean_text
from syndicator.ingest.gate import CHILDREN, SHORT
from syndicator.ingest.page import Page, text_of
from syndicator.model.entry import Category, Entry, Link, Markup, RawText

_ARTICLES = ("Article", "BlogPosting", "Report")
"""How the names of types end that are articles: NewsArticle, ScholarlyArticle, LiveBlogPosting …"""
_PASSED_OVER = ("BreadcrumbList", "SiteNavigationElement", "FAQPage", "Organization", "Person")
_MOST_NODES = 20_000
LARGEST_BODY = 200_000
"""Characters of an article's text that are looked at."""
_TAG = re.compile(r"(?:<|&lt;)/?[a-z]{1,10}[ />&]", re.IGNORECASE)

Node = dict[str, Any]


def articles_of(page: Page) -> list[Entry]:
    """Articles, and the items of lists, in the order of the page; what has neither address nor title is passed over."""
    titles = _titles(page)
    found = (_entry(page, node, titles) for text in page.data for node in _nodes(text))
    return [entry for entry in found if entry is not None]


def article_of(page: Page) -> Entry | None:
    """What the data say of the article that the page is: of the first one they name."""
    return next((_told(page, node, page.base, _title(node)) for node in _articles(page)), None)


def body_of(page: Page) -> RawText | None:
    """The longest text that the data tell of an article."""
    bodies = (node["articleBody"] for node in _articles(page) if isinstance(node.get("articleBody"), str))
    body = max(bodies, key=len, default="")[:LARGEST_BODY]
    return RawText(unescape(clean_text(body)[0]), Markup.HTML if _TAG.search(body) else Markup.TEXT) if body else None


def _articles(page: Page) -> Iterator[Node]:
    return (node for text in page.data for node in _nodes(text) if _is(node, _ARTICLES))


def _titles(page: Page) -> dict[str, str]:
    """Address → the longest text that the page links to it with: lists often give addresses only."""
    titles: dict[str, str] = {}
    for link in page.root.iter("a"):
        address, text = page.absolute(link.get("href")), text_of(link)
        if address and len(text) > len(titles.get(address, "")):
            titles[address] = text
    return titles


def _nodes(text: str) -> Iterator[Node]:
    """Every node that may be an article, depth first, in order."""
    try:
        waiting: list[Any] = [json.loads(text, strict=False, parse_int=_nothing, parse_constant=_nothing)]
    except (ValueError, RecursionError):
        return
    for _ in range(_MOST_NODES):
        if not waiting:
            return
        node = waiting.pop()
        if isinstance(node, list):
            waiting.extend(reversed(node[:CHILDREN]))
        elif isinstance(node, dict) and not _is(node, _PASSED_OVER):
            article = _is(node, _ARTICLES)
            if article or _is(node, ("ListItem",)):
                yield node
            inner = () if article else tuple(node.items())
            waiting.extend(_inner(key, value) for key, value in reversed(inner) if isinstance(value, dict | list))


def _nothing(_: str) -> None:
    """Numbers say nothing here, and long ones take long to be read."""


def _inner(key: str, value: Any) -> Any:
    """The items of a list that are nothing but addresses, as items."""
    if key != "itemListElement" or not isinstance(value, list):
        return value
    return [{"@type": "ListItem", "url": each} if isinstance(each, str) else each for each in value]


def _is(node: Node, endings: tuple[str, ...]) -> bool:
    kinds = node.get("@type")
    return any(
        isinstance(each, str) and each.endswith(endings) for each in (kinds if isinstance(kinds, list) else [kinds])
    )


def _entry(page: Page, node: Node, titles: dict[str, str]) -> Entry | None:
    said = (node.get("url"), node.get("mainEntityOfPage"), node.get("item"), node.get("@id"))
    link = next((found for each in said if (found := page.absolute(_address(each)))), None)
    title = _title(node) or titles.get(link or "")
    return _told(page, node, link, title) if link and title else None


def _title(node: Node) -> str | None:
    return _text(node, "headline") or _text(node, "name")


def _told(page: Page, node: Node, link: str, title: str | None) -> Entry:
    summary = _text(node, "description")
    return Entry(
        link=link,
        title=RawText(title) if title else None,
        summary=RawText(summary) if summary else None,
        published=_text(node, "datePublished"),
        updated=_text(node, "dateModified"),
        authors=tuple(_names(node.get("author"))),
        categories=tuple(Category(each) for each in _names(node.get("articleSection"))),
        enclosures=tuple(_pictures(page, node)),
        language=_text(node, "inLanguage"),
    )


def _address(value: Any) -> str | None:
    if isinstance(value, dict):
        value = value.get("url") or value.get("@id")
    return value if isinstance(value, str) else None


def _text(node: Node, key: str) -> str | None:
    value = node.get(key)
    if not isinstance(value, str):
        return None
    return " ".join(unescape(clean_text(value[:SHORT])[0]).split()) or None


def _listed(value: Any) -> list[Any]:
    return value[:CHILDREN] if isinstance(value, list) else [value]


def _names(value: Any) -> Iterator[str]:
    for each in _listed(value):
        name = _text(each if isinstance(each, dict) else {"name": each}, "name")
        if name:
            yield name


def _pictures(page: Page, node: Node) -> Iterator[Link]:
    for each in _listed(node.get("image")):
        if href := page.absolute(_address(each)):
            yield Link(href, "enclosure", "image/*")
