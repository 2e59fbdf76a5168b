"""Real feeds, read by us and by feedparser: ids, links, titles and dates."""

from __future__ import annotations

import calendar
import html
import io
import re
import warnings
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from unittest import mock

import feedparser
import pytest

from syndicator.ingest.read import read_document
from syndicator.languages.dates import parse_date
from syndicator.model.entry import Entry
from syndicator.model.source import Limits
from syndicator.normalise.text import plain_text
from syndicator.ports import Unreadable
from tests.agreement.differences import settle

pytestmark = [pytest.mark.shared, pytest.mark.filterwarnings("ignore::DeprecationWarning:feedparser")]

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
_TAG = re.compile(r"<[^>]+>")


@dataclass
class Comparison:
    """What was compared, and every difference by case."""

    entries: int = 0
    same: int = 0
    differences: Counter[str] = field(default_factory=Counter)


@pytest.fixture(scope="module")
def comparison(shared: Path) -> Comparison:
    folder = shared / "data/feeds/real"
    made = Comparison()
    for file in sorted(each for each in folder.rglob("*") if each.is_file() and each.suffix != ".md"):
        _compare(made, file.relative_to(folder).as_posix(), file.read_bytes())
    return made


def _compare(made: Comparison, name: str, body: bytes) -> None:
    theirs = _by_feedparser(body)
    ours = read_document(body, limits=replace(Limits(), entries=5_000))
    if isinstance(ours, Unreadable):
        made.differences.update([f"{name}: {ours.outcome.value}"] if theirs else [])
        return
    if len(theirs) != len(ours.entries):
        made.differences[f"{name}: {len(ours.entries)} entries, not {len(theirs)}"] += 1
    for their_entry, our_entry in zip(theirs, ours.entries, strict=False):
        fields = list(_differing(their_entry, our_entry))
        made.entries += 1
        made.same += not fields
        made.differences.update(f"{name}: {each}" for each in fields)


def _by_feedparser(body: bytes) -> list[Any]:
    """Its entries, as it reads them from bytes; it raises for some input, and then it has none.

    It guesses encodings with a package that we do not need; where one of the tests' programs brings it, it is not used.
    """
    with warnings.catch_warnings(), mock.patch("feedparser.encodings.lazy_chardet_encoding", None):
        warnings.simplefilter("ignore")
        try:
            return list(feedparser.parse(io.BytesIO(body), sanitize_html=False).entries)
        except Exception:
            return []


def _differing(theirs: Any, ours: Entry) -> Iterator[str]:
    if _bare(theirs, "id") != (ours.guid or ""):
        yield "guid"
    if _bare(theirs, "link") != (ours.link or ""):
        yield "link"
    if _words(_bare(theirs, "title")) != _words(plain_text(ours.title) if ours.title else ""):
        yield "title"
    moment = _moment(theirs)
    if moment and moment not in (read_date(ours.published), read_date(ours.updated)):
        yield "date"


def _bare(theirs: Any, key: str) -> str:
    """A field as it was read; ``dict.get``, because feedparser's own answers for absent fields with others."""
    return (dict.get(theirs, key) or "").strip()


def _words(text: str) -> str:
    return " ".join(html.unescape(_TAG.sub("", html.unescape(text))).split())


def _moment(theirs: Any) -> datetime | None:
    found = dict.get(theirs, "published_parsed") or dict.get(theirs, "updated_parsed")
    return datetime.fromtimestamp(calendar.timegm(found), UTC) if found else None


def read_date(text: str | None) -> datetime | None:
    """The moment that a date as written stands for."""
    return parse_date(text, now=NOW) if text else None


def test_at_least_99_in_100_entries_agree_in_id_link_title_and_date(comparison: Comparison) -> None:
    """Feedparser gets the bytes and nothing else, as we do."""
    assert comparison.entries > 8_000
    assert comparison.same / comparison.entries >= 0.99


def test_every_difference_is_known_with_its_reason(comparison: Comparison) -> None:
    """A new one is a fault of ours until it is explained; one that is gone is taken off the list."""
    counted = {f"{case} ({count})" if count > 1 else case: count for case, count in comparison.differences.items()}
    settle(counted, "real")
