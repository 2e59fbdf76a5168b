"""Finds the feeds behind a page: ``<link rel="alternate">`` in its head (HTML, 4.6.7 and feed autodiscovery)."""

from __future__ import annotations

from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import urljoin

_TYPES = ("application/atom+xml", "application/rss+xml", "application/feed+json", "application/rdf+xml")
_READ = 512_000
"""Characters of a page looked at: heads are short."""


@dataclass(frozen=True, slots=True)
class FoundFeed:
    """A feed that a page offers."""

    address: str
    title: str
    type: str


def feeds_of_page(page: str, address: str) -> list[FoundFeed]:
    """The feeds a page names, in its own order, addresses absolute; comment feeds last."""
    parser = _Head(address)
    parser.feed(page[:_READ])
    found = list({each.address: each for each in parser.found}.values())
    return sorted(found, key=lambda each: "comment" in (each.title + each.address).lower())


class _Head(HTMLParser):
    def __init__(self, address: str) -> None:
        super().__init__()
        self.base = address
        self.found: list[FoundFeed] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "base" and values.get("href"):
            self.base = urljoin(self.base, values["href"])
        kind = values.get("type", "").partition(";")[0].strip().lower()
        if tag == "link" and "alternate" in values.get("rel", "").lower().split() and kind in _TYPES:
            self.found.append(FoundFeed(urljoin(self.base, values.get("href", "")), values.get("title", ""), kind))
