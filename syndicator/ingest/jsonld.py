"""The JSON-LD of a page in (schema.org), the articles that it lists out."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import unescape
from itertools import islice
from typing import Any

from syndicator.ingest.decode import clean_text
from syndicator.ingest.gate import CHILDREN, SHORT
from syndicator.ingest.page import Page, text_of
from syndicator.model.entry import Category, Entry, Link, Markup, RawText

ARTICLES = ("Article", "BlogPosting", "Report")
"""How the names of types end that are articles: NewsArticle, ScholarlyArticle, LiveBlogPosting …"""
_PASSED_OVER = ("BreadcrumbList", "SiteNavigationElement", "FAQPage", "Organization", "Person")
_REFERRING = ("author", "publisher")
_MOST_NODES = 20_000
_MOST_SITES = 5
"""Nodes that are asked for the name of the site."""
LARGEST_BODY = 200_000
"""Characters of an article's text that are looked at."""
_TAG = re.compile(r"(?:<|&lt;)/?[a-z]{1,10}[ />&]", re.IGNORECASE)
_TAG_OF_LANGUAGE = re.compile(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8}){0,4}")

Node = dict[str, Any]


def articles_of(page: Page) -> list[Entry]:
    """Articles, and the items of lists, in the order of the page; what has neither address nor title is passed over."""
    titles = _titles(page)
    found = (_entry(page, node, titles) for text in page.data for node in _nodes(text))
    return [entry for entry in found if entry is not None]


def article_of(page: Page, canonical: str | None = None) -> Entry | None:
    """What the data say of the article that the page is: of the one with its address, else of the first they name."""
    found = list(islice(_articles(page), CHILDREN))
    own = {page.base, canonical} - {None}
    node = next((each for each in found if _link(page, each) in own), found[0] if found else None)
    return None if node is None else _told(page, _resolved(page, node), page.base, _title(node))


def site_of(page: Page) -> str | None:
    """The name of who publishes the article, or of the site."""
    nodes = (node for text in page.data for node in _nodes(text, (*ARTICLES, "WebSite")))
    said = (_site(page, node) for node in islice(nodes, _MOST_SITES))
    return next(filter(None, said), None)


def _site(page: Page, node: Node) -> str | None:
    return _named(_resolved(page, node).get("publisher")) if _is(node, ARTICLES) else _title(node)


def _named(value: Any) -> str | None:
    return next(_names(value), None)


def _resolved(page: Page, node: Node) -> Node:
    """The node, with people and publishers that it only refers to (JSON-LD 1.1, 2.6) in their place."""
    referring = {key: node[key] for key in _REFERRING if _refers(node.get(key))}
    if not referring:
        return node
    known = {each["@id"]: each for each in _everything(page) if isinstance(each.get("@id"), str) and "name" in each}
    return node | {key: [_referred(each, known) for each in _listed(value)] for key, value in referring.items()}


def _refers(value: Any) -> bool:
    return any(isinstance(each, dict) and "@id" in each and "name" not in each for each in _listed(value))


def _referred(value: Any, known: dict[str, Node]) -> Any:
    name = value.get("@id") if isinstance(value, dict) else None
    return known.get(name, value) if isinstance(name, str) else value


def _everything(page: Page) -> Iterator[Node]:
    return (node for text in page.data for node in _nodes(text, None))


def body_of(page: Page) -> RawText | None:
    """The longest text that the data tell of an article."""
    bodies = (node["articleBody"] for node in _articles(page) if isinstance(node.get("articleBody"), str))
    body = max(bodies, key=len, default="")[:LARGEST_BODY]
    return RawText(unescape(clean_text(body)[0]), Markup.HTML if _TAG.search(body) else Markup.TEXT) if body else None


def _articles(page: Page) -> Iterator[Node]:
    return (node for text in page.data for node in _nodes(text) if _is(node, ARTICLES))


def _titles(page: Page) -> dict[str, str]:
    """Address → the longest text that the page links to it with: lists often give addresses only."""
    titles: dict[str, str] = {}
    for link in page.root.iter("a"):
        address, text = page.absolute(link.get("href")), text_of(link)
        if address and len(text) > len(titles.get(address, "")):
            titles[address] = text
    return titles


def _nodes(text: str, kinds: tuple[str, ...] | None = (*ARTICLES, "ListItem")) -> Iterator[Node]:
    """Every node of some kinds, which may be articles, or of all, depth first, in order."""
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
        elif isinstance(node, dict) and (kinds is None or not _is(node, _PASSED_OVER)):
            article = kinds is not None and _is(node, ARTICLES)
            if kinds is None or _is(node, kinds):
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
    link = _link(page, node)
    title = _title(node) or titles.get(link or "")
    return _told(page, node, link, title) if link and title else None


def _link(page: Page, node: Node) -> str | None:
    said = (node.get("url"), node.get("mainEntityOfPage"), node.get("item"), node.get("@id"))
    return next((found for each in said if (found := page.absolute(_address(each)))), None)


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
        language=_language(node.get("inLanguage")),
    )


def _language(value: Any) -> str | None:
    """A tag; a language that is a thing of its own has one as its other name (schema.org, Language)."""
    said = (
        _text(each if isinstance(each, dict) else {"alternateName": each}, "alternateName") for each in _listed(value)
    )
    return next((each for each in said if each and _TAG_OF_LANGUAGE.fullmatch(each)), None)


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
