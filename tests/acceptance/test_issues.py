"""Documents become the items that readers see, and two looks at one document are put together."""

from __future__ import annotations

from dataclasses import replace

from syndicator.acceptance.issues import issue_of, paired
from syndicator.ingest.read import read_document
from syndicator.model.acceptance import Told
from syndicator.model.entry import Document
from tests.acceptance.writing import issue, told, written

WHOLE = issue(*(told(number) for number in range(3)))


def test_a_document_that_was_written_and_read_says_the_same() -> None:
    """Every part that readers go by, of either format."""
    for format in ("rss", "atom"):
        before = replace(WHOLE, format=format)
        read = read_document(written(before))
        assert isinstance(read, Document)
        after = issue_of(read)
        assert (after.format, after.title, after.link) == (format, before.title, before.link)
        assert [_parts(each) for each in after.items] == [_parts(each) for each in WHOLE.items]


def _parts(of: Told) -> tuple[object, ...]:
    return of.article, of.guid, of.link, of.title, of.text, of.moment


def test_what_was_withdrawn_is_known_by_its_id() -> None:
    """The document itself need not say so."""
    read = read_document(written(WHOLE))
    assert isinstance(read, Document)
    items = issue_of(read, withdrawn={WHOLE.items[1].guid}).items
    assert [each.withdrawn for each in items] == [False, True, False]


def test_items_of_two_looks_are_paired_by_id_address_or_title() -> None:
    """What is left is new."""
    again = replace(
        WHOLE,
        items=(
            told(0, article="x", title="Another"),
            told(1, article="y", guid="random"),
            told(2, article="z", guid="random 2", link="https://example.org/moved"),
            told(7, article="w"),
        ),
    )
    assert [each.article for each in paired(WHOLE, again).items] == ["0", "1", "2", "new 3"]


def test_items_that_cannot_be_told_apart_are_paired_once_each() -> None:
    """Two with one id stay two."""
    twice = replace(WHOLE, items=(told(0), told(0, article="1")))
    assert [each.article for each in paired(twice, twice).items] == ["0", "1"]
    assert [each.article for each in paired(issue(), issue(told(0, guid="", link="", title=""))).items] == ["new 0"]
