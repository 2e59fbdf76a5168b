"""Faults of documents are found, and nothing is found in what is sound."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from syndicator.acceptance.faults import FAULTS
from syndicator.acceptance.lint import Copy, compared, lint
from syndicator.model.acceptance import Grade
from syndicator.model.entry import Document, Entry, Link, Markup, RawText
from tests.acceptance.writing import NOON

HERE = "https://example.org/feed.rss"


def entry(number: int, **changes: Any) -> Entry:
    """A sound entry."""
    made = Entry(
        guid=f"tag:example.org,2026:{number}",
        link=f"https://example.org/{number}",
        title=RawText(f"Headline {number}"),
        content=RawText(f'<div lang="en" dir="ltr"><p>Text {number}.</p></div>', Markup.HTML),
        published=(NOON - timedelta(hours=3 * number)).isoformat(),
        language="en",
    )
    return replace(made, **changes)


DOCUMENT = Document(
    "rss20",
    "strict",
    tuple(entry(number) for number in range(20)),
    title="Feed",
    link="https://example.org/",
    language="en",
    links=(Link(HERE, "self"),),
)


def codes(document: Document, **more: Any) -> dict[str, int]:
    """Code → how many items have it, of all that is found."""
    copy = Copy("feed.rss", document, **{"size": 1000, "address": HERE, **more})
    return {each.code: each.count for each in lint(copy, NOON)}


def test_a_sound_document_has_no_faults() -> None:
    """Nothing to say."""
    assert codes(DOCUMENT) == {}


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"title": None}, "no-heading"),
        ({"link": None}, "no-heading"),
        ({"links": ()}, "no-self"),
        ({"links": (Link("https://example.org/other", "self"),)}, "other-self"),
        ({"language": "kz"}, "wrong-language"),
        ({"language": "en_US"}, "wrong-language"),
        ({"notes": ("an address was left out",)}, "odd"),
        ({"notes": ("the document is not well-formed (x) and was repaired",)}, "not-well-formed"),
        ({"entries": ()}, "empty"),
        ({"entries": DOCUMENT.entries[:10]}, "short-window"),
    ],
)
def test_faults_of_the_document_itself(change: dict[str, Any], code: str) -> None:
    """Each by itself."""
    assert list(codes(replace(DOCUMENT, **change))) == [code]


def test_a_document_without_any_language_is_told() -> None:
    """Neither its own nor that of an item."""
    mute = tuple(replace(each, language=None) for each in DOCUMENT.entries)
    assert list(codes(replace(DOCUMENT, language=None, entries=mute))) == ["no-language"]
    assert codes(replace(DOCUMENT, language=None)) == {}


def test_atom_needs_no_link_in_its_heading_and_a_copy_no_address() -> None:
    """What has nowhere to lie cannot lie elsewhere."""
    assert codes(replace(DOCUMENT, format="atom10", link=None)) == {}
    assert codes(replace(DOCUMENT, links=(Link("https://example.org/x", "self"),)), address="") == {}


def test_a_large_document_is_told() -> None:
    """Beyond 512 KiB."""
    assert codes(DOCUMENT, size=600_000) == {"large": 0}


def test_a_short_window_is_no_fault_of_a_feed_that_is_not_full() -> None:
    """It has told everything there is, or archives tell the rest; nor of one without dates, of which nobody can say."""
    few = replace(DOCUMENT, entries=DOCUMENT.entries[:10])
    assert codes(few, keeps=50) == {}
    assert codes(replace(few, links=(*few.links, Link("https://example.org/2026-04", "prev-archive")))) == {}
    undated = replace(few, entries=tuple(replace(each, published=None) for each in few.entries))
    assert "short-window" not in codes(undated)


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({"guid": None}, {"no-id": 1}),
        ({"guid": "tag:example.org,2026:1"}, {"same-id": 1}),
        ({"title": RawText("Headline 1"), "link": "https://example.org/1"}, {"same-item": 1}),
        ({"guid": "17", "guid_is_link": True}, {"id-no-address": 1}),
        ({"guid": "https://example.org/0", "guid_is_link": True}, {}),
        ({"title": None}, {"no-item-title": 1}),
        ({"title": None, "link": None}, {"no-item-title": 1, "no-item-link": 1}),
        ({"link": None}, {"no-item-link": 1}),
        ({"content": None}, {"no-item-text": 1}),
        ({"content": None, "summary": RawText("A summary.")}, {}),
        ({"title": RawText("AT&amp;T")}, {"markup-in-title": 1}),
        ({"title": RawText("A <b>bold</b> one")}, {"markup-in-title": 1}),
        ({"title": RawText("5 < 6 & more")}, {}),
        ({"published": None}, {"no-date": 1}),
        ({"published": None, "updated": "2026-05-01T12:00:00Z"}, {}),
        ({"published": "yesterday"}, {"unreadable-date": 1}),
        ({"published": "2026-06-01T12:00:00Z"}, {"future-date": 1}),
        ({"enclosures": (Link("/a.mp3", "enclosure", "audio/mpeg"),)}, {"relative-file": 1}),
        ({"content": RawText("<p><script>x</script></p>", Markup.HTML)}, {"active-content": 1}),
        ({"content": RawText("<a href='/x'>x</a>", Markup.HTML)}, {"relative-address": 1}),
        ({"content": RawText("<img src='http://a.example/x.jpg'>", Markup.HTML)}, {"plain-picture": 1}),
        ({"content": RawText("<img>", Markup.HTML)}, {"broken-picture": 1}),
        ({"content": RawText("<p>الجامعة تفتح كلية الطب</p>", Markup.HTML)}, {"no-direction": 1}),
        ({"content": RawText('<div dir="rtl">الجامعة تفتح كلية الطب</div>', Markup.HTML)}, {}),
        ({"content": None, "summary": RawText("<p onclick=x>t</p>", Markup.HTML)}, {"active-content": 1}),
        ({"content": RawText("<script> as plain text")}, {}),
    ],
)
def test_faults_of_an_item(change: dict[str, Any], found: dict[str, int]) -> None:
    """Each with how many items have it."""
    assert codes(replace(DOCUMENT, entries=(entry(0, **change), *DOCUMENT.entries[1:]))) == found


def test_attached_files_of_atom_need_a_type() -> None:
    """RSS and JSON have pictures among them that need none."""
    attached = entry(0, enclosures=(Link("https://example.org/a", "enclosure"),))
    document = replace(DOCUMENT, entries=(attached, *DOCUMENT.entries[1:]))
    assert codes(replace(document, format="atom10")) == {"untyped-file": 1}
    assert codes(document) == {}


def test_pictures_over_plain_http_are_fine_on_a_page_of_http() -> None:
    """Browsers block them elsewhere only."""
    shown = entry(0, content=RawText("<img src='http://a.example/x.jpg'>", Markup.HTML))
    document = replace(DOCUMENT, entries=(shown, *DOCUMENT.entries[1:]))
    assert codes(replace(document, links=(Link("http://a.example/f", "self"),)), address="http://a.example/f") == {}


def test_an_item_without_anything_has_a_name_nonetheless() -> None:
    """Somebody has to find it."""
    nothing = replace(DOCUMENT, entries=(Entry(), *DOCUMENT.entries[1:]))
    copy = Copy("feed.rss", nothing, 1000, HERE)
    assert {each.examples for each in lint(copy, NOON)} == {("?",)}


def test_findings_show_a_few_examples_and_count_all() -> None:
    """Three are enough."""
    bare = tuple(replace(each, guid=None) for each in DOCUMENT.entries)
    (found,) = lint(Copy("feed.rss", replace(DOCUMENT, entries=bare), 1000, HERE), NOON)
    assert (found.code, found.grade, found.count) == ("no-id", Grade.PROBLEM, 20)
    assert found.examples == ("Headline 0", "Headline 1", "Headline 2")


def test_formats_of_a_feed_have_to_tell_the_same() -> None:
    """But for the notes that something was withdrawn, which Atom does not have."""
    less = replace(DOCUMENT, format="atom10", entries=DOCUMENT.entries[1:])
    gone = frozenset({"tag:example.org,2026:0"})
    copies = [Copy("feed.rss", DOCUMENT, 0), Copy("feed.atom", less, 0), Copy("feed.ar.rss", less, 0)]
    (found,) = compared(copies)
    assert (found.code, found.documents, found.examples) == ("formats-differ", ("feed.rss",), tuple(gone))
    assert compared([replace(each, withdrawn=gone) for each in copies]) == []
    assert compared([]) == []


def test_every_fault_says_what_it_costs_and_what_mends_it() -> None:
    """And the gravest stand first."""
    assert all(each.message and each.remedy for each in FAULTS.values())
    grades = [list(Grade).index(each.grade) for each in FAULTS.values()]
    assert grades[0] == 0
    assert set(grades) == {0, 1, 2}
