"""Feedparser's own suite, run against our reader: each case says in its first comment what must come out."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pytest

from syndicator.ingest.decode import decode
from syndicator.ingest.read import read_document
from syndicator.languages.tags import canonical
from syndicator.model.entry import Document, Link, Markup, Origin, RawText
from syndicator.normalise import people
from syndicator.normalise.characters import clean
from syndicator.normalise.markup import Excess, sanitise
from syndicator.normalise.text import plain, plain_text
from syndicator.ports import Unreadable
from tests.agreement.differences import settle
from tests.agreement.test_real import read_date

pytestmark = pytest.mark.shared

_SAID = re.compile(r"Expect:\s*(.*?)\s*(?:-->|\n)")
_HEADER = re.compile(r"Header:\s*([\w-]+):[ \t]*(.*)")
_HERE = "http://127.0.0.1:8097/"
"""Where the suite's server would stand: its base addresses say so."""


class NotKeptError(Exception):
    """What is asked for is not part of our model."""


class Like(str):
    """A word of ours that also equals what says the same in other words."""

    alike: Callable[[str], bool]

    @classmethod
    def of(cls, value: str | None, alike: Callable[[str], bool]) -> Like | None:
        if value is None:
            return None
        made = cls(value)
        made.alike = alike
        return made

    def __eq__(self, other: object) -> bool:
        return str.__eq__(self, other) is True or (isinstance(other, str) and self.alike(other))

    __hash__ = str.__hash__


def _text(raw: RawText | None) -> Like | None:
    """A text that equals what is the same once both are cleaned as articles are, links resolved."""
    return Like.of(raw.value, partial(_cleaned_alike, raw)) if raw else None


def _cleaned_alike(raw: RawText, other: str) -> bool:
    ours, theirs = sanitise(clean(raw.value), raw.base or _HERE), sanitise(other, _HERE)
    return raw.markup is Markup.HTML and not isinstance(ours, Excess) and ours == theirs


def _words(value: str | None) -> Like | None:
    """Plain words that equal markup with the same words."""
    return Like.of(value, lambda other: plain_text(RawText(other, Markup.HTML)) == plain(value or ""))


def _address(value: str | None, base: str) -> Like | None:
    """An address that equals what it is relative to the document: we resolve when we normalise."""
    return Like.of(value, lambda other: urljoin(base, value or "") == other)


@dataclass(frozen=True, slots=True)
class Charset:
    """An encoding that equals every other by which the bytes say the same."""

    body: bytes
    text: str

    def __eq__(self, other: object) -> bool:
        try:
            return self.body.decode(str(other)).lstrip("\ufeff") == self.text
        except (UnicodeDecodeError, LookupError):
            return False

    __hash__ = None  # type: ignore[assignment]


class View(Mapping[str, Any]):
    """Facts under the names that feedparser gives them; whatever we do not keep says so."""

    def __init__(self, facts: Mapping[str, Any], where: str) -> None:
        self._facts = facts
        self._where = where

    def __getitem__(self, key: str) -> Any:
        if key not in self._facts:
            raise NotKeptError(f"{self._where}.{key}")
        return self._facts[key]

    def __getattr__(self, key: str) -> Any:
        return self[key]

    def __contains__(self, key: object) -> bool:
        return self._facts.get(str(key)) not in (None, "", [])

    def __iter__(self) -> Iterator[str]:
        return (key for key in self._facts if key in self)

    def __len__(self) -> int:
        return len(list(iter(self)))

    def has_key(self, key: str) -> bool:
        return key in self


# --- our document in feedparser's words ----------------------------------------------------------------------------


def _detail(raw: RawText | None, outer: str | None) -> View:
    html = raw is not None and raw.markup is Markup.HTML
    kind = Like.of("text/html" if html else "text/plain", lambda other: html and "html" in other)
    said = raw.language if raw and raw.language is not None else outer
    return View({"value": _text(raw), "type": kind, "base": raw and raw.base, "language": said or None}, "text")


def _link(link: Link, base: str) -> View:
    facts = {"href": _address(link.href, base), "rel": link.rel, "type": link.type, "hreflang": link.hreflang}
    return View({**facts, "title": link.title, "length": link.length and str(link.length)}, "link")


def _dates(name: str, text: str | None) -> dict[str, Any]:
    moment = read_date(text)
    return {name: text, f"{name}_parsed": moment and (*moment.utctimetuple()[:8], 0)}


def _authors(names: tuple[str, ...]) -> dict[str, Any]:
    found = [View({"name": name}, "author") for name in people.authors(names)]
    first = found[0] if found else View({"name": None}, "author")
    return {"author": first["name"], "author_detail": first, "authors": found}


def _source(origin: Origin | None) -> View:
    given = origin or Origin()
    facts = {"id": given.id, "title": _words(given.title), "link": given.link, "href": given.link, "url": given.link}
    return View(facts, "source")


def _entry(document: Document, number: int, base: str) -> View:
    entry = document.entries[number]
    telling = entry.summary or entry.content
    language = document.language if entry.language is None else entry.language
    tags = [View({"term": each.term, "scheme": each.scheme, "label": each.label}, "tag") for each in entry.categories]
    replies = next((link.href for link in entry.links if link.rel == "replies"), None)
    facts = {
        "id": entry.guid,
        "guid": entry.guid,
        "guidislink": entry.guid_is_link,
        "link": _address(entry.link, base),
        "links": [_link(each, base) for each in (*entry.links, *entry.enclosures)],
        "enclosures": [_link(each, base) for each in entry.enclosures],
        "title": _text(entry.title),
        "title_detail": _detail(entry.title, language),
        "summary": _text(telling),
        "summary_detail": _detail(telling, language),
        "description": _text(telling),
        "content": [_detail(entry.content, language)] if entry.content else [],
        "tags": tags,
        "category": tags[0]["term"] if tags else None,
        "comments": _address(replies, base),
        "language": entry.language,
        "rights": _words(entry.rights),
        "copyright": _words(entry.rights),
        "source": _source(entry.origin),
        **_dates("published", entry.published),
        **_dates("updated", entry.updated or entry.published),
        **_authors(entry.authors),
    }
    return View(facts, "entry")


def _feed(document: Document, base: str) -> View:
    own = [Link(document.link)] if document.link else []
    facts = {
        "id": document.id,
        "guid": document.id,
        "title": _words(document.title or ""),
        "link": _address(document.link, base),
        "links": [_link(each, base) for each in document.links or own],
        "language": Like.of(document.language, lambda other: canonical(other) == canonical(document.language or "")),
        "ttl": document.ttl and str(document.ttl),
    }
    return View(facts, "feed")


# --- cases ---------------------------------------------------------------------------------------------------------


def _ends(file: Path) -> str:
    """How a case ends: ``passed``, ``failed``, the code of a refusal, or the fact that we do not keep."""
    body = file.read_bytes()
    decoded = decode(body)
    comment = decoded.text if not isinstance(decoded, Unreadable) else body.decode("latin-1")
    said = _SAID.search(comment)
    assert said, file
    headers = {name.lower(): value.strip() for name, value in _HEADER.findall(comment.partition("-->")[0])}
    return _judged(said[1], body, headers)


def _judged(expected: str, body: bytes, headers: Mapping[str, str]) -> str:
    content_type = headers.get("content-type", "")
    address = urljoin(_HERE, headers.get("content-location", ""))
    document = read_document(body, content_type=content_type, address=address)
    if isinstance(document, Unreadable):
        return document.outcome.value
    decoded = decode(body, content_type)
    assert not isinstance(decoded, Unreadable)
    names = {
        "feed": _feed(document, address),
        "entries": [_entry(document, number, address) for number in range(len(document.entries))],
        "bozo": bool(document.notes),
        "version": Like.of(document.format, lambda other: other == "rss" or other.startswith(document.format)),
        "encoding": Charset(body, decoded.text),
        "len": len,
        "ord": lambda text: ord(unescape(text)),
    }
    try:
        return "passed" if _holds(expected, names) else "failed"
    except NotKeptError as missing:
        return f"not kept: {missing}"
    except (IndexError, TypeError):
        return "failed"
    except NameError as missing:
        return f"not kept: {missing.name}"


def _holds(expected: str, names: dict[str, Any]) -> bool:
    """What the case's expression says; only plain ones are evaluated, nothing in them can begin with ``_``."""
    tree = ast.parse(expected, mode="eval")
    used = (node.id if isinstance(node, ast.Name) else getattr(node, "attr", "") for node in ast.walk(tree))
    assert not any(name.startswith("_") for name in used), expected
    return bool(eval(compile(tree, "<case>", "eval"), {"__builtins__": {}}, names))


@pytest.fixture(scope="module")
def ends(shared: Path) -> dict[str, str]:
    folder = shared / "data/feeds/suites/feedparser_tests"
    return {file.relative_to(folder).as_posix(): _ends(file) for file in sorted(folder.rglob("*.xml"))}


def test_every_case_passes_or_is_listed_with_its_reason(ends: dict[str, str]) -> None:
    """Cases about facts that our model does not have are counted by fact, the others by name."""
    assert len(ends) > 1_200
    failed = {f"{name}: {end}": end for name, end in ends.items() if end != "passed" and "not kept" not in end}
    settle(failed, "feedparser")


def test_facts_that_we_do_not_keep_are_listed_with_their_reason(ends: dict[str, str]) -> None:
    """A fact that comes to be kept, or another that is missed, changes the list."""
    settle({end.removeprefix("not kept: "): end for end in ends.values() if "not kept" in end}, "unkept")
