"""What must hold for every sample, whatever it is."""

from __future__ import annotations

import time
from datetime import UTC, datetime

from syndicator.ingest.decode import decode
from syndicator.ingest.read import read_document
from syndicator.languages.dates import parse_date
from syndicator.model.article import Article, Rejected, Rejection
from syndicator.model.configuration import Configuration
from syndicator.model.entry import Document
from syndicator.model.source import Limits, Outcome, Source
from syndicator.normalise import normalise
from syndicator.ports import Unreadable
from tests.fuzz.generator import Generator, Sample

LONGEST = 5.0
"""Seconds of CPU: what the reading child allows one document."""
NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
_SOURCE = Source("fuzz", "Fuzz", "Fuzz", "feed", "https://news.example/feed")
_UNREADABLE = frozenset(
    {
        Outcome.EMPTY,
        Outcome.NOT_A_FEED,
        Outcome.TRUNCATED,
        Outcome.PARSE,
        Outcome.LIMITS,
        Outcome.DTD,
        Outcome.CHARSET,
    }
)
"""How reading may end without a document; internal is not among them."""


def seconds_for(sample: Sample, configuration: Configuration) -> float:
    """Seconds of CPU that decoding, reading and normalising took; raises AssertionError for what does not hold."""
    began = time.process_time()
    _decoded(sample)
    document = read_document(sample.body, content_type=sample.content_type, address=_SOURCE.address, limits=Limits())
    if isinstance(document, Unreadable):
        assert document.outcome in _UNREADABLE, document
        assert document.message
    else:
        _normalised(document, configuration)
    took = time.process_time() - began
    assert took < LONGEST, f"it took {took:.1f} s"
    return took


def _decoded(sample: Sample) -> None:
    decoded = decode(sample.body, sample.content_type)
    if not isinstance(decoded, Unreadable):
        assert "\x00" not in decoded.text
        decoded.text.encode()  # no lone surrogates


def _normalised(document: Document, configuration: Configuration) -> None:
    for entry in document.entries:
        made = normalise(
            entry,
            _SOURCE,
            now=NOW,
            document_language=document.language,
            address=_SOURCE.address,
            authority=configuration.site.authority,
            since=configuration.site.since,
            keep_guid=document.format.startswith("atom"),
        )
        if isinstance(made, Rejected):
            assert made.reason is not Rejection.ERROR
        else:
            _sound(made)


def _sound(article: Article) -> None:
    assert article.title
    assert article.published <= NOW
    assert article.published.tzinfo is UTC
    for text in (article.title, article.text, article.content, article.summary, article.public_id):
        text.encode()
        assert "\x00" not in text
    assert "<script" not in article.content.lower()
    assert article.link is None or article.link.startswith(("http://", "https://")), article.link


def dates_hold(generator: Generator) -> None:
    """A date is read the same twice, lies within the range of plausible dates, or is none."""
    text = generator.text()
    made = parse_date(text, zone="Asia/Almaty", now=NOW)
    assert made == parse_date(text, zone="Asia/Almaty", now=NOW)
    assert made is None or made.tzinfo is not None
