"""What readers get of an article is what the sanitiser would give: parsing what was published changes nothing."""

from __future__ import annotations

import io
import json
from dataclasses import replace

import feedparser
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from syndicator.model.article import SafeHtml
from syndicator.model.entry import Markup, RawText
from syndicator.normalise.markup import Excess, sanitise
from syndicator.normalise.telling import Setting, tell
from syndicator.publish.formats import FORMATS
from tests.normalise.test_markup import ATTACKS, PIECES
from tests.outlet import body_of
from tests.publish.newsroom import SITE, feed, full

FRAME = Setting("Students train together", 2026, "Kazinform", ("Read more*", "Photo: *"))
TELLING = [
    "<p>ALMATY. KAZINFORM – ", "<b>ALMATY. KAZINFORM –</b>", "Students train together", "Share on Facebook",
    "<p>Read more here</p>", "Photo: x", "<pre><b>Photo: x</b>\n", "<pre><i>ASTANA. KAZINFORM – </i>\n\n", "<br>",
    "<a href=/x>Read more</a>", "<img src=/p.png>", "Doctors and nurses have trained together since the spring. ",
    "&amp;lt;b&amp;gt;", "]]>", "&#13;", "\r\n", "\t", "\u2028", "\x85", "\u00a0", "</pre>", "</p>",
]  # fmt: skip
FORMAT = pytest.mark.parametrize("format", sorted(FORMATS))


def _published(content: SafeHtml, format: str) -> str:
    """The content of an entry, after it was published and read by other people's reader."""
    document = FORMATS[format].render(feed(replace(full(), content=content)), SITE)
    if format == "json":
        return body_of(json.loads(document)["items"][0]["content_html"])
    parsed = feedparser.parse(io.BytesIO(document), sanitize_html=False, resolve_relative_uris=False)
    return body_of(parsed.entries[0].content[0].value)


def _told(markup: str) -> SafeHtml:
    """What an article of *markup* holds, its frame and dateline gone."""
    told = tell(RawText(markup, Markup.HTML), "https://example.org/news/1", FRAME)
    assert not isinstance(told, Excess)
    return told.content


@FORMAT
@pytest.mark.parametrize("attack", ATTACKS)
def test_what_is_read_of_an_attack_is_what_was_published_and_clean(format: str, attack: str) -> None:
    """sanitise(parse(publish(x))) == x (fault H12)."""
    content = _told(f"<p>Students train.</p>{attack}")
    assert sanitise(_published(content, format)) == content


@FORMAT
@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from([*PIECES, *TELLING]), min_size=1, max_size=20).map("".join))
def test_what_is_read_is_what_was_published_and_clean(format: str, markup: str) -> None:
    """The same for what nobody thought of, and for articles whose frame or dateline was cut out."""
    content = _told(markup)
    if content:
        assert sanitise(_published(content, format)) == content
