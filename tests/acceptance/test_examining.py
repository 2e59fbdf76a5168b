"""All that is found of a feed is told together, once, the gravest first."""

from __future__ import annotations

from dataclasses import replace

from syndicator.acceptance import Copy, examine, imagined, issue_of
from syndicator.acceptance.faults import FAULTS
from syndicator.ingest.read import read_document
from syndicator.model.acceptance import Act, Grade
from syndicator.model.entry import Document
from tests.acceptance.writing import NOON, issue, told, without_ids, written

WHOLE = issue(*(told(number) for number in range(6)))


def document(of: bytes) -> Document:
    """What was read of it."""
    read = read_document(of)
    assert isinstance(read, Document)
    return read


def test_a_feed_without_ids_is_not_accepted() -> None:
    """What readers would do, and what is wrong with the document."""
    bare = document(written(without_ids(WHOLE)))
    made = examine("feed", [Copy("x.rss", bare, 100)], imagined("x.rss", issue_of(bare)), NOON)
    assert not made.accepted
    assert {"twice", "no-id"} <= {each.code for each in made.findings}
    grades = [list(Grade).index(each.grade) for each in made.findings]
    assert grades == sorted(grades)
    assert made.documents == {"x.rss": 6}


def test_a_sound_feed_is_accepted_with_what_partners_have_to_know() -> None:
    """Warnings and notes do not hold it up."""
    sound = document(written(WHOLE))
    made = examine("feed", [Copy("x.rss", sound, 100)], imagined("x.rss", issue_of(sound)), NOON)
    assert made.accepted
    assert {each.code for each in made.findings} > {"reader", "no-self"}


def test_one_fault_of_several_documents_is_told_once() -> None:
    """With all of them, and the examples of all."""
    found = [FAULTS["odd"].found("odd", name, [name, "both"]) for name in ("a.rss", "b.rss")]
    made = examine("feed", [], [], NOON, found=found, skipped={Act.REPRINTED: "why"})
    (one,) = made.findings
    assert one == replace(found[0], documents=("a.rss", "b.rss"), examples=("a.rss", "both", "b.rss"))
    assert made.skipped == {Act.REPRINTED: "why"}
