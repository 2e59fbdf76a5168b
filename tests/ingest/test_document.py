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


# --- moves ---------------------------------------------------------------------------------------------------------


def test_a_permanent_redirect_is_a_hint_with_the_time_it_was_first_seen() -> None:
    """S18: it is proposed, never followed by rewriting the configuration."""
    moving = ScriptedFetch(replace(BODY, moved_to="https://new.example/"))
    first = collect(moving)
    assert isinstance(first, Collected)
    assert first.state.hints["moved-to"] == "https://new.example/"
    assert first.state.hints["moved-since"] == NOW.isoformat()
    earlier = replace(first.state, hints=first.state.hints | {"moved-since": "2026-04-01T00:00:00+00:00"})
    again = collect(moving, earlier)
    assert isinstance(again, Unchanged)
    assert again.state.hints["moved-since"] == "2026-04-01T00:00:00+00:00"
    back = collect(ScriptedFetch(BODY), again.state)
    assert isinstance(back, Unchanged)
    assert "moved-to" not in back.state.hints


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
