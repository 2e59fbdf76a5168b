"""Faults of documents that readers stumble over: a document in, findings out."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from syndicator.acceptance.faults import FAULTS
from syndicator.acceptance.issues import issue_of, moment, words
from syndicator.acceptance.markup import Faults, faults_of
from syndicator.languages.scripts import direction, main_script
from syndicator.model.acceptance import Finding, Told
from syndicator.model.entry import Document, Entry, Markup, RawText

_LARGE = 512 * 1024
_FEW = 20
_TWO_DAYS = timedelta(hours=48)
_HISTORY = frozenset({"prev-archive", "next"})
"""Links that lead to what a document tells no more."""
_SOON = timedelta(minutes=10)
_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8}){0,8}")
_NO_TAGS = frozenset({"kz", "ua", "cz", "jp", "cn", "kr", "gr", "iw"})
"""Codes of countries, or withdrawn, that stand for no language of ours."""
_MARKUP = re.compile(r"</?[a-zA-Z][^<>]*>|&(?:[a-zA-Z]+|#\d+);")
_NOT_WELL_FORMED = "not well-formed"


@dataclass(frozen=True, slots=True)
class Copy:
    """One document as somebody was given it."""

    name: str
    document: Document
    size: int
    address: str = ""
    """Where it lies; empty for one that lies nowhere."""
    keeps: int = 0
    """How many items it would keep, if it is known."""
    withdrawn: frozenset[str] = frozenset()
    """Ids of items that only say that they were withdrawn."""


_Faulty = Iterator[tuple[str, list[str] | None]]
"""Codes of :data:`FAULTS`, each with the items that have it; None where it is of the document itself."""


def lint(copy: Copy, now: datetime) -> list[Finding]:
    """Everything that is wrong with one document, whatever happens to it."""
    faulty = (each for look in _LOOKS for each in look(copy, now))
    return [FAULTS[code].found(code, copy.name, items) for code, items in faulty if items is None or items]


def _form(copy: Copy, _now: datetime) -> _Faulty:
    notes = list(copy.document.notes)
    broken = any(_NOT_WELL_FORMED in note for note in notes)
    yield "not-well-formed" if broken else "odd", notes
    if copy.size > _LARGE:
        yield "large", None


def _head(copy: Copy, _now: datetime) -> _Faulty:
    document = copy.document
    if not document.title or (document.format.startswith("rss") and not document.link):
        yield "no-heading", None
    own = next((link.href for link in document.links if link.rel == "self"), "")
    if not own:
        yield "no-self", None
    elif copy.address and own != copy.address:
        yield "other-self", [own]


def _languages(copy: Copy, _now: datetime) -> _Faulty:
    said = [copy.document.language, *(each.language for each in copy.document.entries)]
    if not any(said):
        yield "no-language", None
    yield "wrong-language", [each for each in said if each and (not _TAG.fullmatch(each) or each.lower() in _NO_TAGS)]


def _window(copy: Copy, _now: datetime) -> _Faulty:
    told = issue_of(copy.document).items
    if not told:
        yield "empty", None
    moments = [each.moment for each in told if each.moment]
    is_all = len(told) < copy.keeps or any(link.rel in _HISTORY for link in copy.document.links)
    if not is_all and moments and len(told) < _FEW and max(moments) - min(moments) < _TWO_DAYS:
        yield "short-window", None


# --- the items -----------------------------------------------------------------------------------------------------


def _ids(copy: Copy, _now: datetime) -> _Faulty:
    told = issue_of(copy.document).items
    yield "no-id", [_called(each) for each in told if not each.guid]
    yield "same-id", _repeated(told, lambda each: each.guid or None)
    yield "same-item", _repeated(told, lambda each: (each.title, each.link) if each.guid and each.link else None)
    yield (
        "id-no-address",
        [each.guid for each in told if each.guid_is_link and urlsplit(each.guid).scheme not in {"http", "https"}],
    )


def _repeated(told: Sequence[Told], key: Callable[[Told], Hashable | None]) -> list[str]:
    """The items that have what another has, too; each time the second and further ones."""
    seen: set[Hashable] = set()
    found = []
    for each in told:
        name = key(each)
        found += [_called(each)] if name is not None and name in seen else []
        seen.add(name)
    return found


def _texts(copy: Copy, _now: datetime) -> _Faulty:
    told = issue_of(copy.document).items
    yield "no-item-title", [_called(each) for each in told if not each.title]
    yield "no-item-link", [_called(each) for each in told if not each.link]
    yield "no-item-text", [_called(each) for each in told if not each.text]
    yield "markup-in-title", [each.title for each in told if _MARKUP.search(each.title)]


def _dates(copy: Copy, now: datetime) -> _Faulty:
    written = [(each, each.published or each.updated) for each in copy.document.entries]
    yield "no-date", [_named(each) for each, date in written if not date]
    yield "unreadable-date", [date for _, date in written if date and moment(date) is None]
    yield "future-date", [date for _, date in written if date and (when := moment(date)) and when > now + _SOON]


def _files(copy: Copy, _now: datetime) -> _Faulty:
    files = [link for each in copy.document.entries for link in each.enclosures]
    yield "untyped-file", [link.href for link in files if not link.type and copy.document.format.startswith("atom")]
    yield "relative-file", [link.href for link in files if not urlsplit(link.href).netloc]


# --- markup --------------------------------------------------------------------------------------------------------


def _markup(copy: Copy, _now: datetime) -> _Faulty:
    texts = [(_named(each), text) for each in copy.document.entries if (text := _html(each))]
    looked = [(name, text, faults_of(text.value)) for name, text in texts]
    yield "active-content", [f"{kind} in {name}" for name, _, faults in looked for kind in faults.active]
    yield "relative-address", [address for _, _, faults in looked for address in faults.relative]
    secure = copy.address.startswith("https:")
    yield "plain-picture", [address for _, _, faults in looked for address in faults.plain if secure]
    yield "broken-picture", [f"{kind} in {name}" for name, _, faults in looked for kind in faults.broken]
    yield "no-direction", [name for name, text, faults in looked if _lacks_direction(text, faults)]


def _html(entry: Entry) -> RawText | None:
    """The text that readers put into their pages."""
    return next((each for each in (entry.content, entry.summary) if each and each.markup is Markup.HTML), None)


def _lacks_direction(text: RawText, faults: Faults) -> bool:
    return direction("und", main_script(text.value)) == "rtl" and "rtl" not in faults.directions


def _called(told: Told) -> str:
    return told.title or told.link or told.guid or "?"


def _named(entry: Entry) -> str:
    return words(entry.title) or entry.link or entry.guid or "?"


_LOOKS: tuple[Callable[[Copy, datetime], _Faulty], ...] = (
    _form,
    _head,
    _languages,
    _window,
    _ids,
    _texts,
    _dates,
    _files,
    _markup,
)


def compared(copies: Sequence[Copy]) -> list[Finding]:
    """Whether documents of one feed in several formats tell the same, but for what was withdrawn."""
    by_edition: dict[str, list[Copy]] = {}
    for copy in copies:
        by_edition.setdefault(copy.name.rpartition(".")[0], []).append(copy)
    return [each for some in by_edition.values() for each in _differences(some)]


def _differences(copies: Sequence[Copy]) -> Iterator[Finding]:
    standing = {copy.name: _standing(copy) for copy in copies}
    everywhere = set.intersection(*standing.values())
    for name, told in standing.items():
        if odd := sorted(guid or link for guid, link in told - everywhere):
            yield FAULTS["formats-differ"].found("formats-differ", name, odd)


def _standing(copy: Copy) -> set[tuple[str, str]]:
    """(id, address) of what the document tells and was not withdrawn."""
    told = issue_of(copy.document, withdrawn=copy.withdrawn).items
    return {(each.guid, each.link) for each in told if not each.withdrawn}
