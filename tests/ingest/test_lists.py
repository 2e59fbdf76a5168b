"""Collecting lists of feeds."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from syndicator.model.members import MOST, Member, remembered
from syndicator.model.source import Outcome, Source, SourceState
from syndicator.ports import FetchFailed
from tests.ingest.fetching import NOW
from tests.ingest.publisher import Publisher, collect, collected, failed, unchanged

ADDRESS = "https://friend.example/list.opml"
SOURCE = Source("unis", "Universities", "Friend", "opml", ADDRESS)
ONE, TWO = Member("https://one.example/feed", "One", "https://one.example/"), Member("https://two.example/feed")


def outline(address: str, text: str = "", more: str = "") -> str:
    return f'<outline type="rss" text="{text}" xmlUrl="{address}" {more}/>'


def opml(*outlines: str) -> str:
    return f'<opml version="2.0"><head><title>L</title></head><body>{"".join(outlines)}</body></opml>'


FIRST = opml(outline(ONE.address, " One\n ", 'htmlUrl="https://one.example/"'), outline(TWO.address))


def members(state: SourceState) -> tuple[Member, ...]:
    return remembered(state.hints)


def test_the_feeds_of_a_list_are_remembered_and_it_has_no_entries_itself() -> None:
    """In order, with their names and pages."""
    result = collected(collect(Publisher({ADDRESS: FIRST}), SOURCE))
    assert (result.entries, result.format, result.state.hints["title"]) == ((), "opml", "L")
    assert members(result.state) == (ONE, TWO)
    assert result.notes == ("the list names 2 feeds: 2 came, 0 left",)


def test_a_list_is_asked_for_conditionally() -> None:
    """An unchanged one keeps its feeds."""
    site = Publisher({ADDRESS: FIRST})
    state = collected(collect(site, SOURCE)).state
    again = unchanged(collect(site, SOURCE, state))
    assert [request.etag is not None for request in site.asked] == [False, True]
    assert members(again) == (ONE, TWO)


def test_feeds_that_leave_the_list_are_remembered_as_such() -> None:
    """Their articles stay."""
    site = Publisher({ADDRESS: FIRST})
    state = collected(collect(site, SOURCE)).state
    site.documents[ADDRESS] = opml(outline(TWO.address), outline("https://new.example/"))
    result = collected(collect(site, SOURCE, state))
    assert members(result.state) == (TWO, Member("https://new.example/"), replace(ONE, left=True))
    assert result.notes == ("the list names 2 feeds: 1 came, 1 left",)


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("ftp://one.example/", "only http:// and https:// are fetched"),
        ("file:///etc/passwd", "only http:// and https:// are fetched"),
        ("feed", "only http:// and https:// are fetched"),
        ("http://", "it cannot be read as an address"),
        ("http://[x/", "it cannot be read as an address"),
        ("https://a:b@one.example/", "it carries a name or password"),
        ("https://one.example:22/", "its port is not allowed"),
        (ADDRESS, "lists within the list are not followed"),
        ("https://other.example/more.OPML?x", "lists within the list are not followed"),
        (TWO.address, "it is named twice"),
        (f"{TWO.address.replace('two', 'TWO')}#x", "it is named twice"),
    ],
)
def test_what_is_no_feed_to_follow_is_left_out_with_its_reason(address: str, why: str) -> None:
    """The others are taken all the same."""
    result = collected(collect(Publisher({ADDRESS: opml(outline(TWO.address), outline(address))}), SOURCE))
    assert members(result.state) == (TWO,)
    assert len(result.notes) == 2
    assert result.notes[0].startswith("left out of the list: '")
    assert result.notes[0].endswith(f": {why}")
    assert "a:b" not in result.notes[0]


def test_what_is_left_out_for_one_reason_is_told_once() -> None:
    """A list of thousands must not fill the log."""
    odd = [outline(f"ftp://{each}.example/") for each in range(3)]
    result = collected(collect(Publisher({ADDRESS: opml(*odd, outline(TWO.address))}), SOURCE))
    told = "left out of the list: 'ftp://0.example/' and 2 more: only http:// and https:// are fetched"
    assert result.notes[0] == told


def test_inclusions_are_not_followed() -> None:
    """opml.org/spec2, inclusion: nobody but the operator adds lists."""
    inner = '<outline type="include" text="more" url="https://other.example/more"/>'
    result = collected(collect(Publisher({ADDRESS: opml(inner, inner, outline(TWO.address))}), SOURCE))
    assert members(result.state) == (TWO,)
    assert result.notes[0] == "2 lists within the list are not followed"


def test_the_first_feeds_of_an_endless_list_are_taken() -> None:
    """Whatever is refused before them does not count."""
    feeds = [outline(f"https://f{each}.example/") for each in range(MOST + 2)]
    result = collected(collect(Publisher({ADDRESS: opml(outline("ftp://x.example/"), *feeds)}), SOURCE))
    assert len(members(result.state)) == MOST
    assert (
        f"left out of the list: 'https://f{MOST}.example/' and 1 more: only the first {MOST} feeds of a list are polled"
        in result.notes
    )


@pytest.mark.parametrize("body", [opml(), opml(outline("ftp://x.example/"))])
def test_a_list_that_suddenly_names_no_feed_is_not_believed(body: str) -> None:
    """Stale and valid beats fresh and broken."""
    result = failed(collect(Publisher({ADDRESS: body}), SOURCE))
    assert result.outcome is Outcome.EMPTY
    assert "what it named before is polled on" in result.message


@pytest.mark.parametrize(
    ("document", "outcome"),
    [
        ("<html><body>Gone</body></html>", Outcome.NOT_A_FEED),
        ("<rss version='2.0'/>", Outcome.NOT_A_FEED),
        (FetchFailed(Outcome.TIMEOUT, "too late"), Outcome.TIMEOUT),
    ],
)
def test_a_list_that_cannot_be_read_fails_as_any_source(document: str | FetchFailed, outcome: Outcome) -> None:
    """With what is known of it left as it is."""
    result = failed(collect(Publisher({ADDRESS: document}), SOURCE))
    assert (result.outcome, result.hints) == (outcome, None)


def test_a_list_at_another_address_knows_who_left() -> None:
    """The operator changed the address: nothing of the old document is believed but what it named."""
    site = Publisher({ADDRESS: FIRST, "https://friend.example/new": opml(outline(TWO.address))})
    state = collected(collect(site, SOURCE)).state
    moved = replace(SOURCE, address="https://friend.example/new")
    result = collected(collect(site, moved, state, now=NOW + timedelta(hours=1)))
    assert members(result.state) == (TWO, replace(ONE, left=True))
