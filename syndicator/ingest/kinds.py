"""The kinds of sources. To add one, write its module and add a row."""

from __future__ import annotations

from collections.abc import Mapping

from syndicator.ingest.document import PAGES, DocumentKind
from syndicator.ingest.lists import ListKind
from syndicator.ingest.robots import Obedient
from syndicator.ingest.sitemap import SitemapKind
from syndicator.ingest.wordpress import WordPressKind, posts_address
from syndicator.model.source import LIST
from syndicator.ports import Form, SourceKind

KINDS: Mapping[str, SourceKind] = {
    "feed": DocumentKind(),
    "sitemap": SitemapKind(),
    "listing": Obedient(DocumentKind(Form.LISTING, PAGES)),
    "wordpress": Obedient(WordPressKind(), posts_address),
    LIST: ListKind(),
}
