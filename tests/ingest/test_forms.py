"""Every form that bytes are read as, damaged in every way: a document or a reason, never a fault of ours."""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from syndicator.ingest.read import read_document
from syndicator.ingest.robots import parse
from syndicator.model.source import Fulltext, Limits, ListingOptions, Options, Outcome, PageOptions, SitemapOptions
from syndicator.ports import Form, Unreadable
from tests.ingest.test_article import BODY, HEAD
from tests.ingest.test_listing import LIST, SELECTORS, cards, data, page
from tests.ingest.test_opml import LIST as OUTLINES
from tests.ingest.test_posts import POST, answer
from tests.ingest.test_urlset import NEWS, index

ADDRESS = "https://a.example/"
DATA = json.dumps([{"@type": "NewsArticle", "url": f"/{at}", "headline": "x", "image": [5]} for at in "abc"])
OFFERS = page("<a href=/rss>x</a>", "<link rel=alternate type=application/rss+xml href=f>")
SAMPLES: Mapping[str, tuple[Form, bytes, Options | None]] = {
    "sitemap": (Form.SITEMAP, NEWS.encode(), SitemapOptions(include=("/news/*",), newest=1)),
    "index": (Form.SITEMAP, index("<loc>/1.xml</loc><lastmod>2026-05-01</lastmod>").encode(), None),
    "compressed": (Form.SITEMAP, gzip.compress(NEWS.encode(), mtime=0), None),
    "selected": (Form.LISTING, LIST.encode(), SELECTORS),
    "links": (Form.LISTING, page(cards()).encode(), ListingOptions()),
    "data": (Form.LISTING, data(DATA).encode(), None),
    "posts": (Form.POSTS, answer(POST, POST), None),
    "offers": (Form.OFFERS, OFFERS.encode(), None),
    "list of feeds": (Form.OPML, OUTLINES.encode(), None),
    "article": (Form.ARTICLE, page(BODY, HEAD).encode(), PageOptions(Fulltext.SELECTOR, ".text")),
}  # fmt: skip
MUTATION = st.tuples(st.integers(0, 3000), st.integers(0, 30), st.binary(max_size=8))


def damaged(body: bytes, mutations: list[tuple[int, int, bytes]]) -> bytes:
    for at, length, new in mutations:
        place = at % (len(body) + 1)
        body = body[:place] + new + body[place + length :]
    return body


@pytest.mark.parametrize("name", SAMPLES)
@settings(max_examples=60, deadline=None)
@given(mutations=st.lists(MUTATION, min_size=1, max_size=6))
def test_no_damage_makes_a_reader_raise(name: str, mutations: list[tuple[int, int, bytes]]) -> None:
    """Bytes cut out and put in anywhere."""
    form, body, options = SAMPLES[name]
    result = read_document(damaged(body, mutations), address=ADDRESS, form=form, options=options)
    assert not (isinstance(result, Unreadable) and result.outcome is Outcome.INTERNAL), result


@pytest.mark.parametrize("form", Form)
@settings(max_examples=30, deadline=None)
@given(body=st.binary(max_size=400))
def test_no_noise_makes_a_reader_raise(form: Form, body: bytes) -> None:
    """Anything may lie at an address."""
    result = read_document(body, content_type="text/html; charset=x", address=ADDRESS, form=form, limits=Limits())
    assert not (isinstance(result, Unreadable) and result.outcome is Outcome.INTERNAL), result


@given(mutations=st.lists(MUTATION, min_size=1, max_size=6), path=st.text(max_size=60))
def test_no_robots_file_raises(mutations: list[tuple[int, int, bytes]], path: str) -> None:
    """It is read in this very process, since it needs no parser."""
    body = damaged(b"\xef\xbb\xbfUser-agent: *\nDisallow: /a*b$\nAllow: /%7e\nSitemap: /x\n" * 3, mutations)
    assert parse(body).allows(ADDRESS + path) in (True, False)
