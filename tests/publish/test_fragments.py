"""Entries are written once while they do not change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from syndicator.publish.formats import FORMATS
from syndicator.publish.fragments import Fragments, cut
from syndicator.publish.item import Item, item
from tests.publish.newsroom import DEFINITION, SITE, entry, feed, full


class Writer:
    """Counts what is written."""

    def __init__(self) -> None:
        self.written: list[str] = []

    def __call__(self, items: Sequence[Item]) -> Sequence[bytes]:
        self.written.extend(each.title for each in items)
        return [each.title.encode() for each in items]


def test_what_is_known_is_not_written_again() -> None:
    """In its order, whatever else is new; one more thing that is in it makes it another."""
    one, two = item(entry("en")), item(entry("ru", 2))
    fragments, writer = Fragments(), Writer()
    assert fragments.of([(one, "a")], writer) == [one.title.encode()]
    assert fragments.of([(two, "a"), (one, "a"), (two, "a")], writer) == [
        each.title.encode() for each in (two, one, two)
    ]
    assert writer.written == [one.title, two.title]
    fragments.of([(one, "b")], writer)
    assert writer.written[2:] == [one.title]


def test_an_equal_item_is_another() -> None:
    """Two that are alive never share their number; one that is gone may leave its number to another."""
    fragments, writer = Fragments(), Writer()
    one = item(entry("en"))
    fragments.of([(one, "")], writer)
    fragments.of([(replace(one), "")], writer)
    assert len(writer.written) == 2


def test_what_nobody_asks_for_is_forgotten() -> None:
    """There is room for so many bytes; what is asked for stays."""
    made = [item(entry("en", number)) for number in range(8)]
    size = len(made[0].title.encode())
    fragments, writer = Fragments(room=3 * size), Writer()
    for each in made[1:]:
        fragments.of([(made[0], ""), (each, "")], writer)
    assert writer.written.count(made[0].title) == 1
    fragments.of([(made[1], "")], writer)
    assert len(writer.written) == len(made) + 1


def test_elements_are_cut_out_of_a_document() -> None:
    """All but the first part and the end; a document without any has none."""
    assert cut(b"<a><t>x</t><i n='1'>1</i><i >&lt;/i></i></a>", "i", b"</a>") == [b"<i n='1'>1</i>", b"<i >&lt;/i></i>"]
    assert cut(b"<a><t>x</t></a>", "i", b"</a>") == []


@pytest.mark.parametrize("name", list(FORMATS))
def test_a_fragment_says_what_its_feed_says(name: str) -> None:
    """An entry in a feed with another title, topic or site is written as there, whatever was written before."""
    other = replace(DEFINITION, id="other", topic="other", titles={"en": "Other"}, subjects=("medtop:20000002",))
    cases = [
        (feed(full("en")), SITE),
        (feed(full("en"), definition=other), SITE),
        (feed(full("en")), replace(SITE, address="https://other.example")),
        (feed(full("en"), entry("ru", 2)), SITE),
    ]
    kind = type(FORMATS[name])
    assert [FORMATS[name].render(*case) for case in cases * 2] == [kind().render(*case) for case in cases * 2]


@pytest.mark.parametrize("name", list(FORMATS))
def test_texts_that_look_like_the_end_are_texts(name: str) -> None:
    """Nobody breaks out of an entry."""
    text = '</entry></feed></item></channel></rss> <entry > <item >\n "items": []'
    document = FORMATS[name].render(feed(entry("en", title=text, summary=text), entry("ru", 2)), SITE)
    rows = FORMATS[name].read_back(document)
    assert [row[2] for row in rows] == [" ".join(text.split()), entry("ru", 2).title]
