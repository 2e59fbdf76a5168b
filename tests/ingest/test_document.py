"""Collecting from a feed document: what is asked for, what is remembered, what comes out."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest

from syndicator.ingest import ingest
from syndicator.ingest.document import links_of
from syndicator.model.entry import Document, Entry, Link
from syndicator.model.source import Limits, Options, Outcome, Source, SourceState
from syndicator.ports import (
    Collected,
    Failed,
    Fetched,
    FetchFailed,
    Form,
    NotModified,
    Request,
    SourceKind,
    Unchanged,
    Unreadable,
)
from tests.ingest.fetching import NOW, Answer

ADDRESS = "https://news.example/feed"
SOURCE = Source("news", "News", "News", "feed", ADDRESS)
DOCUMENT = Document(
    format="rss20",
    reader="strict",
    entries=tuple(Entry(guid=str(number)) for number in range(3)),
    title="News",
    link="https://news.example/",
    language="kk",
    links=(Link("https://hub.example/", rel="hub"), Link("https://news.example/self", rel="self")),
    ttl=90,
    skip_hours=(0, 23),
    skip_days=(6,),
    notes=("a note",),
)
BODY = Fetched(ADDRESS, b"<rss/>", etag='"1"', last_modified="yesterday", fresh_for=60)


@dataclass
class ScriptedFetch:
    """Answers what it is told to, and remembers what it was asked."""

    answer: Answer
    asked: list[Request] = field(default_factory=list)

    async def fetch(self, request: Request) -> Answer:
        self.asked.append(request)
        return self.answer

    async def close(self) -> None: ...


@dataclass
class ScriptedReader:
    """Reads the same document out of whatever it is given."""

    document: Document | Unreadable = DOCUMENT
    bodies: list[bytes] = field(default_factory=list)

    async def read(
        self,
        body: bytes,
        *,
        content_type: str,
        address: str,
        limits: Limits,
        form: Form = Form.FEED,
        options: Options | None = None,
    ) -> Document | Unreadable:
        self.bodies.append(body)
        return self.document

    def close(self) -> None: ...


def collect(
    fetch: ScriptedFetch,
    state: SourceState = SourceState("news"),  # noqa: B008
    *,
    source: Source = SOURCE,
    reader: ScriptedReader | None = None,
    kinds: Mapping[str, SourceKind] | None = None,
) -> Collected | Unchanged | Failed:
    more = {} if kinds is None else {"kinds": kinds}
    return asyncio.run(ingest(source, state, fetch=fetch, reader=reader or ScriptedReader(), now=NOW, **more))


def known() -> SourceState:
    """The state after a good poll an hour ago."""
    first = collect(ScriptedFetch(BODY))
    assert isinstance(first, Collected)
    return replace(first.state, last_full=NOW - timedelta(hours=1))


def asked(state: SourceState, source: Source = SOURCE) -> Request:
    fetch = ScriptedFetch(NotModified())
    collect(fetch, state, source=source)
    return fetch.asked[0]


# --- what is asked for ---------------------------------------------------------------------------------------------


def test_the_first_request_is_unconditional_and_names_feeds() -> None:
    """Conformance 137, 152: nothing is invented."""
    request = asked(SourceState("news"))
    assert (request.etag, request.last_modified) == (None, None)
    assert request.accept.startswith("application/atom+xml, application/rss+xml")


def test_later_requests_carry_the_validators() -> None:
    """Conformance 132."""
    request = asked(known())
    assert (request.etag, request.last_modified) == ('"1"', "yesterday")


def test_validators_of_another_address_are_not_sent() -> None:
    """A changed configuration drops them."""
    request = asked(known(), replace(SOURCE, address="https://news.example/new"))
    assert (request.etag, request.last_modified) == (None, None)


def test_the_whole_body_is_taken_once_a_day() -> None:
    """P10: a broken validator must not freeze a source."""
    assert asked(replace(known(), last_full=None)).etag is None
    assert asked(replace(known(), last_full=NOW - timedelta(hours=24))).etag is None


def test_a_source_polled_seldom_sends_its_whole_body_at_every_sixth_poll_at_most() -> None:
    """Conformance 139: a daily poll must be conditional too; a week is the longest."""
    daily = replace(known(), last_full=NOW - timedelta(days=2), last_poll=NOW - timedelta(days=1), next_poll=NOW)
    assert asked(daily).etag == '"1"'
    assert asked(replace(daily, last_full=NOW - timedelta(days=6))).etag is None
    monthly = replace(daily, last_full=NOW - timedelta(days=7), last_poll=NOW - timedelta(days=30))
    assert asked(monthly).etag is None


def test_a_changed_way_of_reading_asks_for_the_whole_body_and_reads_it() -> None:
    """P10: another zone or bound of the source makes other entries of the same bytes."""
    changed = replace(SOURCE, timezone="Asia/Almaty")
    assert asked(known(), changed).etag is None
    assert isinstance(collect(ScriptedFetch(BODY), known(), source=changed), Collected)


def test_bounds_of_the_source_go_with_the_request() -> None:
    """What operators allow for one source holds for it alone."""
    own = replace(SOURCE, allow_private=("10.0.0.0/8",), allow_ports=(8080,), user_agent="x", limits=Limits(wire=1))
    request = asked(SourceState("news"), own)
    assert (request.allow_private, request.allow_ports) == (("10.0.0.0/8",), (8080,))
    assert (request.user_agent, request.limits.wire) == ("x", 1)


# --- what comes out ------------------------------------------------------------------------------------------------


def test_entries_come_with_what_the_document_says() -> None:
    """Everything later rooms need to know of the document."""
    result = collect(ScriptedFetch(BODY))
    assert isinstance(result, Collected)
    assert [entry.guid for entry in result.entries] == ["0", "1", "2"]
    assert (result.address, result.language, result.format, result.ttl) == (ADDRESS, "kk", "rss20", 90)
    assert (result.fresh_for, result.conditional, result.notes) == (60, False, ("a note",))


def test_the_state_remembers_validators_and_hints() -> None:
    """For the next poll, and for the operator."""
    result = collect(ScriptedFetch(BODY))
    assert isinstance(result, Collected)
    state = result.state
    assert (state.etag, state.last_modified, state.address, state.last_full) == ('"1"', "yesterday", ADDRESS, NOW)
    assert state.hints == {
        "title": "News",
        "link": "https://news.example/",
        "language": "kk",
        "format": "rss20",
        "reader": "strict",
        "ttl": "90",
        "skip-hours": "0 23",
        "skip-days": "6",
        "hub": "https://hub.example/",
        "self": "https://news.example/self",
        "fresh-for": "60",
    }


def test_a_hub_in_the_header_goes_before_one_in_the_document() -> None:
    """WebSub, 4: Link fields first."""
    links = ('<https://other.example/>; rel="hub", </me>; rel=self',)
    result = collect(ScriptedFetch(replace(BODY, links=links)))
    assert isinstance(result, Collected)
    assert (result.state.hints["hub"], result.state.hints["self"]) == ("https://other.example/", "/me")


def test_entries_beyond_the_limit_are_left_out_and_counted() -> None:
    """B19: too many entries are no error."""
    result = collect(ScriptedFetch(BODY), source=replace(SOURCE, limits=Limits(entries=2)))
    assert isinstance(result, Collected)
    assert len(result.entries) == 2
    assert "1 entries beyond the first 2" in result.notes[1]


# --- nothing new ---------------------------------------------------------------------------------------------------


def test_a_304_changes_only_the_validators_it_carries() -> None:
    """Conformance 136; RFC 9111, 4.3.4."""
    before = known()
    result = collect(ScriptedFetch(NotModified(etag='"2"', fresh_for=60)), before)
    assert result == Unchanged(replace(before, etag='"2"'), conditional=True, fresh_for=60)


@pytest.mark.parametrize("answer", [NotModified(etag='"1"'), BODY, replace(BODY, body=b"<rss>new</rss>")])
def test_freshness_is_remembered_as_the_last_answer_gave_it(answer: NotModified | Fetched) -> None:
    """P14: by it the next poll was planned; an answer that says nothing of it takes the old one away."""
    for fresh_for, remembered in ((5, "5"), (None, None)):
        result = collect(ScriptedFetch(replace(answer, fresh_for=fresh_for)), known())
        assert not isinstance(result, Failed)
        assert result.state.hints.get("fresh-for") == remembered
        assert result.state.hints["title"] == "News"


def test_the_same_bytes_are_not_read_again_but_their_validators_are_kept() -> None:
    """P11, conformance 133 to 135: new ETag stored, a validator no longer sent is dropped."""
    reader, before = ScriptedReader(), known()
    result = collect(ScriptedFetch(replace(BODY, etag='"2"', last_modified=None)), before, reader=reader)
    assert isinstance(result, Unchanged)
    assert (result.state.etag, result.state.last_modified, result.state.last_full) == ('"2"', None, NOW)
    assert result.state.hints == before.hints
    assert result.conditional
    assert reader.bodies == []


def test_the_same_bytes_at_another_address_are_read() -> None:
    """The configuration changed, so base and rules may have."""
    moved = replace(SOURCE, address="https://news.example/new")
    result = collect(ScriptedFetch(replace(BODY, address=moved.address)), known(), source=moved)
    assert isinstance(result, Collected)
    assert result.state.address == moved.address


@pytest.mark.parametrize("answer", [NotModified(), BODY, replace(BODY, body=b"<rss>new</rss>")])
def test_what_the_fetcher_notes_is_handed_on(answer: NotModified | Fetched) -> None:
    """S21: a certificate that ends soon, for instance, whether anything is new or not."""
    result = collect(ScriptedFetch(replace(answer, notes=("soon",))), known())
    assert not isinstance(result, Failed)
    assert result.notes[0] == "soon"


# --- moves ---------------------------------------------------------------------------------------------------------

NEW = "https://www.news.example/new"
FOREIGN = "https://other.example/feed"


def moved_by(polls: int, *, since: timedelta = timedelta(hours=30), to: str = NEW) -> SourceState:
    """The state of a source that said so many times that it moved, and was well a moment ago."""
    hints = {"moved-to": to, "moved-since": (NOW - since).isoformat(), "moved-seen": str(polls)}
    return replace(known(), hints=known().hints | hints)


def test_a_permanent_redirect_is_remembered_and_counted() -> None:
    """S18: at first the configured address is asked again; one that no longer redirects is forgotten."""
    moving = ScriptedFetch(replace(BODY, moved_to=NEW))
    first = collect(moving)
    assert isinstance(first, Collected)
    again = collect(moving, first.state)
    assert isinstance(again, Unchanged)
    by_304 = collect(ScriptedFetch(NotModified(moved_to=NEW)), again.state)
    assert isinstance(by_304, Unchanged)
    assert [state.hints["moved-seen"] for state in (first.state, again.state, by_304.state)] == ["1", "2", "3"]
    assert by_304.state.hints["moved-since"] == NOW.isoformat()
    assert {asked.address for asked in moving.asked} == {ADDRESS}
    back = collect(ScriptedFetch(BODY), by_304.state)
    assert isinstance(back, Unchanged)
    assert "moved-to" not in back.state.hints


def test_a_move_that_is_believed_is_polled_where_it_leads_and_told() -> None:
    """S18, conformance 143: with the same validators, and without losing what is known of the move."""
    request = asked(moved_by(3))
    assert (request.address, request.etag) == (NEW, '"1"')
    for answer in (NotModified(), replace(BODY, address=NEW), replace(BODY, address=NEW, body=b"<rss>new</rss>")):
        result = collect(ScriptedFetch(answer), moved_by(3))
        assert not isinstance(result, Failed)
        assert "change the address of 'news'" in result.notes[0]
        assert NEW in result.notes[0]
        assert result.state.hints["moved-seen"] == "3"
        assert result.state.address == ADDRESS


def test_the_configured_address_is_asked_for_the_whole_body_once_a_day() -> None:
    """S18: so that a move that is taken back is noticed."""
    assert asked(replace(moved_by(3), last_full=NOW - timedelta(hours=25))).address == ADDRESS


def test_nothing_is_taken_from_another_site() -> None:
    """S18: held back, whether new, known or not modified, until the operator changes the address."""
    for answer in (replace(BODY, moved_to=FOREIGN), NotModified(moved_to=FOREIGN)):
        result = collect(ScriptedFetch(answer), known())
        assert isinstance(result, Failed)
        assert result.outcome is Outcome.MOVED
        assert f"moved for good to '{FOREIGN}', which is another site" in result.message
        assert "ask the publisher" in result.message
        assert result.hints is not None
        assert result.hints["moved-to"] == FOREIGN
        assert result.hints["quarantined"] == result.message
        for better in (NotModified(), BODY, replace(BODY, body=b"<rss>new</rss>")):
            back = collect(ScriptedFetch(better), replace(known(), hints=dict(result.hints)))
            assert not isinstance(back, Failed)
            assert not {"moved-to", "quarantined"} & back.state.hints.keys()


def test_another_site_that_offers_a_feed_is_described() -> None:
    """S18: so that the operator can judge; what is no feed is told as such (S20)."""
    moved = ScriptedFetch(replace(BODY, moved_to=FOREIGN, address=FOREIGN))
    result = collect(moved)
    assert isinstance(result, Failed)
    assert "it offers 'News' with 3 entries" in result.message
    result = collect(moved, reader=ScriptedReader(Unreadable(Outcome.NOT_A_FEED, "a page for sale")))
    assert isinstance(result, Failed)
    assert result.outcome is Outcome.NOT_A_FEED


def test_another_site_is_proposed_after_a_week_of_agreement() -> None:
    """S18: and is still not asked by itself."""
    state = moved_by(50, since=timedelta(days=8), to=FOREIGN)
    moved = ScriptedFetch(replace(BODY, moved_to=FOREIGN))
    result = collect(moved, state)
    assert isinstance(result, Failed)
    assert "it says so since 2026-04-23: if that is the publisher's" in result.message
    assert moved.asked[0].address == ADDRESS


# --- failures ------------------------------------------------------------------------------------------------------


def test_a_failed_fetch_is_handed_on() -> None:
    """With the time the server asks us to wait."""
    result = collect(ScriptedFetch(FetchFailed(Outcome.RATE_LIMITED, "too often", 120, 429)))
    assert result == Failed(Outcome.RATE_LIMITED, "too often", 120)


def test_an_unreadable_document_fails_the_poll() -> None:
    """What is published stays."""
    reader = ScriptedReader(Unreadable(Outcome.NOT_A_FEED, "a page called 'Maintenance'"))
    assert collect(ScriptedFetch(BODY), reader=reader) == Failed(Outcome.NOT_A_FEED, "a page called 'Maintenance'")


def test_an_unreadable_document_behind_a_redirect_says_so() -> None:
    """S20: a feed that redirects to the home page is gone."""
    reader = ScriptedReader(Unreadable(Outcome.NOT_A_FEED, "a page"))
    result = collect(ScriptedFetch(replace(BODY, address="https://news.example/")), reader=reader)
    assert isinstance(result, Failed)
    assert result.message == "a page (after a redirect to https://news.example/)"


def test_an_unknown_kind_is_told_with_those_there_are() -> None:
    """The door raises nothing."""
    result = collect(ScriptedFetch(BODY), source=replace(SOURCE, kind="telepathy"))
    assert isinstance(result, Failed)
    assert "'telepathy'; there are: feed" in result.message


def test_a_kind_is_a_row_in_a_table() -> None:
    """Third parties add their own."""

    class Nothing:
        async def collect(self, source: Source, state: SourceState, **_: object) -> Unchanged:
            return Unchanged(state)

    result = collect(ScriptedFetch(BODY), source=replace(SOURCE, kind="none"), kinds={"none": Nothing()})
    assert isinstance(result, Unchanged)


@pytest.mark.parametrize(
    ("value", "pairs"),
    [
        ('<https://a/>; rel="hub"', [("hub", "https://a/")]),
        ("<https://a/>; rel=hub; title=x", [("hub", "https://a/")]),
        ('<https://a/>; title="x"; REL = "Hub self"', [("hub", "https://a/"), ("self", "https://a/")]),
        ('<a,b>; rel="self", <c>; rel="hub"', [("self", "a,b"), ("hub", "c")]),
        ("<a>", []),
        ("nonsense", []),
        ("<" * 5000, []),
    ],
)
def test_links_of_header_fields_are_read(value: str, pairs: list[tuple[str, str]]) -> None:
    """RFC 8288, 3."""
    assert [(link.rel, link.href) for link in links_of(value)] == pairs
