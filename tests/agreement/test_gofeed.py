"""Gofeed's own suite, run against our reader: each document has what must come out beside it, as JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from syndicator.ingest.read import read_document
from syndicator.model.entry import Category, Document, Entry, Link, Markup, Origin, RawText
from syndicator.normalise import people
from syndicator.normalise.characters import clean
from syndicator.normalise.markup import Excess, sanitise
from syndicator.normalise.text import plain, plain_text
from syndicator.ports import Unreadable
from tests.agreement.differences import settle
from tests.agreement.test_real import read_date

pytestmark = pytest.mark.shared

_VERSION, _URL = re.compile(rb'"version": "(1\.[01])"'), rb'"version": "https://jsonfeed.org/version/\1"'
"""How the suite tells the version of a JSON Feed, and how the specification does."""

Fact = Callable[[Any], bool]
"""Whether what is expected is what we have."""


def _same(ours: object, theirs: object) -> bool:
    return (ours or "") == (theirs or "")


def _texts(raw: RawText | None, theirs: str) -> bool:
    """The same once both are cleaned as articles are, or the same plain words."""
    if raw is None:
        return not theirs.strip()
    ours = sanitise(clean(raw.value), raw.base or "") if raw.markup is Markup.HTML else clean(raw.value)
    wanted = sanitise(theirs, raw.base or "") if raw.markup is Markup.HTML else theirs.strip()
    return not isinstance(ours, Excess) and ours == wanted


def _second_best(raw: RawText | None, theirs: str) -> bool:
    """The text of an entry that has the same as HTML, too, is not asked for."""
    return raw is not None and (raw.markup is Markup.HTML or _texts(raw, theirs))


def _words(ours: str | None, theirs: str) -> bool:
    return plain(ours or "") == plain_text(RawText(theirs, Markup.HTML))


def _dates(text: str | None, theirs: str) -> bool:
    return read_date(text) == read_date(theirs)


def _links(ours: tuple[Link, ...], theirs: list[Any]) -> bool:
    """Each expected link, as an address or with its attributes, is among ours."""
    return all(any(_linked(link, each) for link in ours) for each in theirs)


def _linked(link: Link, theirs: Any) -> bool:
    if isinstance(theirs, str):
        return link.href == theirs
    given = {"href": link.href, "url": link.href, "rel": link.rel, "type": link.type, "title": link.title}
    given |= {"hreflang": link.hreflang, "length": str(link.length) if link.length is not None else None}
    return all(_same(given.get(name), value) for name, value in theirs.items())


def _named(names: tuple[str, ...], theirs: Any) -> bool:
    """Persons by their names; e-mail and web addresses of persons are not kept."""
    wanted = theirs if isinstance(theirs, list) else [theirs]
    told = [
        each["name"] if isinstance(each, dict) else each for each in wanted if isinstance(each, str) or "name" in each
    ]
    return set(people.authors(tuple(told))) <= set(people.authors(names))


def _categories(ours: tuple[Category, ...], theirs: list[Any]) -> bool:
    """Each expected category, as a term or with its attributes, is among ours."""
    return all(any(_categorised(category, each) for category in ours) for each in theirs)


def _categorised(category: Category, theirs: Any) -> bool:
    wanted = {"term": theirs} if isinstance(theirs, str) else theirs
    given = {"scheme": category.scheme, "domain": category.scheme, "label": category.label}
    terms = [value for name, value in wanted.items() if name in ("term", "value")]
    return all(_words(category.term, each) for each in terms) and all(
        _same(given[name], value) for name, value in wanted.items() if name in given
    )


def _origin(origin: Origin | None, theirs: Mapping[str, Any]) -> bool:
    given = origin or Origin()
    return _same(given.id, theirs.get("id")) and _words(given.title, theirs.get("title", ""))


def _guid(entry: Entry, theirs: Any) -> bool:
    return _same(entry.guid, theirs["value"] if isinstance(theirs, dict) else theirs)


def _content(entry: Entry, theirs: Any) -> bool:
    return _texts(entry.content, theirs.get("value", "") if isinstance(theirs, dict) else theirs)


def _of_entry(entry: Entry) -> dict[str, Fact]:
    replies = next((link.href for link in entry.links if link.rel == "replies"), None)
    links = (*entry.links, *entry.enclosures, Link(entry.link or ""))
    published = entry.published or entry.updated
    return {
        "title": partial(_texts, entry.title),
        "description": partial(_texts, entry.summary),
        "summary": partial(_texts, entry.summary),
        "content": partial(_content, entry),
        "content_html": partial(_texts, entry.content),
        "content_text": partial(_second_best, entry.content),
        "link": partial(_same, entry.link),
        "url": partial(_same, entry.link),
        "external_url": lambda theirs: _links(links, [theirs]),
        "links": partial(_links, links),
        "guid": partial(_guid, entry),
        "id": partial(_same, entry.guid),
        "author": partial(_named, entry.authors),
        "authors": partial(_named, entry.authors),
        "categories": partial(_categories, entry.categories),
        "tags": partial(_categories, entry.categories),
        "comments": partial(_same, replies),
        "rights": partial(_words, entry.rights),
        "source": partial(_origin, entry.origin),
        "pubDate": partial(_dates, published),
        "pubDateParsed": partial(_dates, published),
        "published": partial(_dates, published),
        "publishedParsed": partial(_dates, published),
        "updated": partial(_dates, entry.updated or entry.published),
        "updatedParsed": partial(_dates, entry.updated or entry.published),
        "date_published": partial(_dates, entry.published),
        "date_modified": partial(_dates, entry.updated),
        "enclosure": lambda theirs: _links(entry.enclosures, [theirs]),
        "enclosures": partial(_links, entry.enclosures),
        "attachments": lambda theirs: _links(entry.enclosures, [each["url"] for each in theirs]),
        "image": lambda theirs: _links(entry.enclosures, [theirs["url"] if isinstance(theirs, dict) else theirs]),
        "banner_image": lambda theirs: _links(entry.enclosures, [theirs]),
    }


def _version(format_: str, theirs: str) -> bool:
    """``rss20`` is 2.0; the versions of RSS before 1.0 are one to us."""
    digits = format_.lstrip("abcdefghijklmnopqrstuvwxyz")
    return theirs.replace(".", "").startswith(digits) or not theirs


def _of_document(document: Document) -> dict[str, Fact]:
    links = (*document.links, Link(document.link or ""))
    own = next((link.href for link in document.links if link.rel == "self"), None)
    kind = document.format.rstrip("0123456789")
    return {
        "title": partial(_words, document.title),
        "link": partial(_same, document.link),
        "home_page_url": partial(_same, document.link),
        "feedLink": partial(_same, own),
        "feed_url": partial(_same, own),
        "next_url": lambda theirs: _links(links, [theirs]),
        "links": partial(_links, links),
        "id": partial(_same, document.id),
        "language": partial(_same, document.language),
        "ttl": partial(_same, str(document.ttl)),
        "feedType": partial(_same, kind),
        "feedVersion": partial(_version, document.format),
        "version": lambda theirs: _version(document.format, theirs.rpartition("/")[2]),
    }


# --- cases ---------------------------------------------------------------------------------------------------------


def _missing(facts: Mapping[str, Fact], expected: Mapping[str, Any], where: str) -> Iterator[str]:
    for name, value in expected.items():
        fact = facts.get(name)
        if fact is None:
            yield f"{where}.{name} is not kept"
        elif not fact(value):
            yield f"{where}.{name}"


def _differences(body: bytes, expected: Mapping[str, Any]) -> list[str]:
    document = read_document(body)
    if isinstance(document, Unreadable):
        return [document.outcome.value]
    items = expected.get("items") or expected.get("entries") or []
    found = [] if len(items) == len(document.entries) else [f"{len(document.entries)} entries, not {len(items)}"]
    head = {name: value for name, value in expected.items() if name not in ("items", "entries")}
    found += _missing(_of_document(document), head, "feed")
    for item, entry in zip(items, document.entries, strict=False):
        found += _missing(_of_entry(entry), item, "entry")
    return list(dict.fromkeys(found))


def _pairs(folder: Path) -> Iterator[tuple[str, bytes, Mapping[str, Any]]]:
    """(name, document, what must come out)"""
    for file in sorted(folder.rglob("*.xml")):
        answer = file.with_suffix(".json")
        if answer.exists():
            yield _pair(folder, file, answer)
    for answer in sorted(folder.rglob("*_expected.json")):
        file = answer.with_name(answer.name.replace("_expected", ""))
        yield _pair(folder, file if file.exists() else answer, answer)


def _pair(folder: Path, file: Path, answer: Path) -> tuple[str, bytes, Mapping[str, Any]]:
    expected = json.loads(answer.read_text(encoding="utf-8-sig"))
    return file.relative_to(folder).as_posix(), _VERSION.sub(_URL, file.read_bytes()), expected


@pytest.fixture(scope="module")
def found(shared: Path) -> dict[str, list[str]]:
    pairs = _pairs(shared / "data/feeds/suites/gofeed_testdata")
    return {name: _differences(body, expected) for name, body, expected in pairs}


def test_every_case_passes_or_is_listed_with_its_reason(found: dict[str, list[str]]) -> None:
    """What our model has no room for is counted by fact, the rest by case."""
    assert len(found) > 300
    cases = {f"{name}: {each}": each for name, seen in found.items() for each in seen if "not kept" not in each}
    settle(cases, "gofeed")


def test_facts_that_we_do_not_keep_are_listed_with_their_reason(found: dict[str, list[str]]) -> None:
    """A fact that comes to be kept, or another that is missed, changes the list."""
    unkept = [each.removesuffix(" is not kept") for seen in found.values() for each in seen if "not kept" in each]
    settle(dict.fromkeys(unkept, "not kept"), "gofeed_unkept")
