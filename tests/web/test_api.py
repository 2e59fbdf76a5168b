"""The partner API as partners see it: pages, filters, what is gone, validators, who may read what."""

from __future__ import annotations

import asyncio
import gzip
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import brotli
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event
from sqlalchemy.engine import Engine

from syndicator.errors import StoreError
from syndicator.model.offer import Gone, Offer
from syndicator.model.partner import Access, ApiPolicy
from syndicator.publish.cursor import cursor
from syndicator.web.api import NINJS
from syndicator.web.asking import FRESH_FOR
from syndicator.web.catalogue import Catalogue
from syndicator.web.problems import KINDS
from tests.web.site import FEEDS, HOME, NOON, RICH, Api, entry, ids, opened


@pytest.fixture
def api(tmp_path: Path) -> Iterator[Api]:
    with opened(tmp_path) as made:
        yield made


def problem(answer: Any) -> tuple[int, str]:
    """(status, code) of a problem, which is told as RFC 9457 wants it."""
    said = answer.json()
    code = said["type"].removeprefix(f"{HOME.address}/api/v1/problems/")
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["content-language"] == "en"
    assert (said["status"], said["title"]) == (answer.status_code, KINDS[code].title)
    assert said["detail"]
    assert said["instance"].startswith("/api/v1/")
    return answer.status_code, code


# --- what is told ----------------------------------------------------------------------------------------------------


def test_feeds_are_listed_with_all_that_is_known_of_them(api: Api) -> None:
    """Their titles in every language, their Media Topics as addresses, and where their stories are."""
    law, medicine = api.ask("/feeds").json()["feeds"]
    assert (law["id"], law["editions"]) == ("law", ["en"])
    assert medicine["titles"] == {"en": "Medicine", "ar": "الطب"}
    assert medicine["subjects"] == ["http://cv.iptc.org/newscodes/mediatopic/20000464"]
    assert medicine["stories"] == "https://news.example/w/api/v1/stories?feed=medicine"


def test_a_story_is_its_articles_in_all_languages(api: Api) -> None:
    """The earliest first; the full text only where its source allows it."""
    api.tell("s001", entry("late", published=NOON), RICH)
    story = api.ask("/stories/s001").json()
    assert [each["language"] for each in story["articles"]] == ["ar", "en"]
    rich, late = story["articles"]
    assert rich["content_html"].startswith('<div lang="ar" dir="rtl"><p>نص</p>')
    assert (rich["title"], rich["direction"], rich["notice"]) == ("أخبار <b>الطب</b>", "rtl", "© Alpha")
    assert rich["image"] == {"href": "https://alpha.example/p.png", "alt": "صورة"}
    assert rich["also"] == [{"link": "https://beta.example/x", "title": "Other", "language": "en", "source": "Beta"}]
    assert (late["content_html"], late["summary"], late["attribution"]) == (None, "What happened.", "Source: Alpha")
    assert (story["version"], story["changed"], story["feeds"]) == ("1", "2026-05-01T12:00:00Z", ["medicine"])
    assert story["page"] == "https://news.example/w/stories/s001"


def test_an_article_that_two_feeds_tell_comes_once(api: Api) -> None:
    """As the feed has it that changed last."""
    api.tell("s001", entry("a", "Old"), feed="law")
    api.tell("s001", entry("a", "New"), entry("b"))
    story = api.ask("/stories/s001").json()
    assert [each["title"] for each in story["articles"]] == ["New", "News"]
    assert (story["feeds"], story["version"]) == (["law", "medicine"], "2")


@pytest.mark.parametrize("asked", ["/stories/s001?profile=ninjs", "/stories/s001"])
def test_a_story_is_told_as_ninjs_by_parameter_and_by_accept(api: Api, asked: str) -> None:
    """The parameter goes before the header."""
    api.tell("s001", RICH)
    answer = api.ask(asked, accept=f"{NINJS}, */*;q=0.5")
    assert answer.headers["content-type"] == NINJS
    assert "Accept" in answer.headers["vary"].split(", ")
    assert answer.json()["standard"]["version"] == "3.1"
    ours = api.ask("/stories/s001?profile=syndicator", accept=NINJS)
    assert ours.headers["content-type"] == "application/json"


@pytest.mark.parametrize(
    ("accept", "is_ninjs"),
    [
        (NINJS, True),
        (f"application/json, {NINJS}", True),
        (f"application/json, {NINJS};q=0.9", False),
        (f"{NINJS};q=0, */*", False),
        (f"{NINJS};q=high", False),
        ("*/*", False),
        ("text/html", False),
    ],
)
def test_the_form_is_the_one_that_is_preferred(api: Api, accept: str, is_ninjs: bool) -> None:
    """And never 406: who accepts neither gets JSON of our own."""
    api.tell("s001", RICH)
    answer = api.ask("/stories/s001", accept=accept)
    assert (answer.status_code, answer.headers["content-type"] == NINJS) == (200, is_ninjs)


# --- pages and filters -----------------------------------------------------------------------------------------------


def test_pages_lead_from_one_to_the_next_and_keep_what_was_asked_for(api: Api) -> None:
    """The last one has no link, but a cursor by which to ask again later."""
    for number in range(7):
        api.tell(f"s00{number}", entry(f"a{number}", language="kk-Cyrl"))
    assert ids(api.walk("/stories?limit=3&lang=kk&feed=medicine")) == [f"s00{n}" for n in range(7)]
    last = api.ask("/stories").json()
    api.tell("s050", entry("new"))
    later = api.ask(f"/stories?cursor={last['cursor']}").json()
    assert ids(later["stories"]) == ["s050"]
    assert api.ask(f"/stories?cursor={later['cursor']}").json()["stories"] == []


def test_filters_leave_the_articles_that_were_asked_for(api: Api) -> None:
    """A language that nobody writes is looked up as what it is part of (RFC 4647, 3.4)."""
    api.tell("s001", entry("a", language="kk-Cyrl"), entry("b", source="beta"))
    api.tell("s002", entry("c", language="ru"))

    def found(query: str) -> dict[str, list[str]]:
        stories = api.ask(f"/stories?{query}").json()["stories"]
        return {each["id"]: [article["language"] for article in each["articles"]] for each in stories}

    assert found("lang=kk") == {"s001": ["kk-Cyrl"]}
    assert found("lang=ru-KZ") == {"s002": ["ru"]}
    assert found("lang=KK-cyrl-KZ&source=alpha") == {"s001": ["kk-Cyrl"]}
    assert found("source=beta") == {"s001": ["en"]}
    assert found("lang=fr") == found("lang=kk&source=beta") == found("source=nobody") == {}


def test_a_moment_finds_what_changed_here_since(api: Api) -> None:
    """In any zone, also where a plus came as a blank; not what its source calls updated."""
    api.tell("s001", entry("a"))
    api.now += timedelta(hours=1)
    api.tell("s002", entry("b"))
    for moment in ("2026-05-01T13:00:00Z", "2026-05-01t18:00:00.000+05:00", "2026-05-01T12:30:60Z"):
        assert ids(api.walk(f"/stories?updated_since={moment}")) == ["s002"]
    assert ids(api.walk("/stories?updated_since=0001-01-01T00:00:00%2B23:00")) == ["s001", "s002"]
    assert ids(api.walk("/stories?updated_since=9999-12-31T23:59:59-23:00")) == []
    assert ids(api.walk("/stories?updated_since=2026-05-01T12:00:00Z&limit=1")) == ["s001", "s002"]


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("updated_since=yesterday", "updated_since"),
        ("updated_since=", "updated_since"),
        ("updated_since=2026-02-30T00:00:00Z", "updated_since"),
        ("updated_since=2026-05-01", "updated_since"),
        ("limit=0", "limit"),
        ("limit=201", "limit"),
        ("limit=ten", "limit"),
        ("lang=english please", "lang"),
        ("feed=../law", "feed"),
        ("source=%00", "source"),
        ("cursor=next", "cursor"),
    ],
)
def test_what_is_no_value_of_a_parameter_is_refused_and_named(api: Api, query: str, parameter: str) -> None:
    """Nothing is guessed."""
    answer = api.ask(f"/stories?{query}")
    assert problem(answer) == (400, "bad-parameter")
    assert answer.json()["parameter"] == parameter
    assert answer.json()["detail"].startswith(f"{parameter}: ")


@pytest.mark.parametrize("made_up", ["A" * 18, "A" * 20, cursor(1)[:-1], cursor(1) + "A", cursor(1)[:-1] + "Q"])
def test_a_cursor_that_is_not_ours_is_told_so(api: Api, made_up: str) -> None:
    """Copied in part, lengthened, or made up."""
    assert problem(api.ask(f"/stories?cursor={made_up}")) == (404, "unknown-cursor")


def test_a_cursor_of_a_store_that_was_restored_leads_nowhere(api: Api) -> None:
    """Numbers that are given anew would hide changes: the partner has to begin anew."""
    api.tell("s001", entry("a"))
    assert problem(api.ask(f"/changes?cursor={cursor(2)}")) == (410, "cursor-lost")
    assert api.ask(f"/changes?cursor={cursor(1)}").json()["changes"] == []


def test_unknown_parameters_change_nothing(api: Api) -> None:
    """Caches and trackers add some."""
    api.tell("s001", entry("a"))
    assert api.ask("/stories?utm_source=x").content == api.ask("/stories").content


# --- what changed ----------------------------------------------------------------------------------------------------


def test_changes_tell_what_came_and_what_is_gone(api: Api) -> None:
    """A tombstone has id, time and reason; a merged story says where it went."""
    api.tell("s001", entry("a"))
    api.tell("s002", entry("b"))
    api.tell("s003", entry("c"))
    api.now += timedelta(minutes=1)
    api.tell("s001")
    api.merge("s002", "s003")
    found = {each["id"]: each for each in api.ask("/changes").json()["changes"]}
    assert list(found) == ["s003", "s001", "s002"]
    assert (found["s003"]["kind"], found["s003"]["story"]["id"]) == ("story", "s003")
    assert found["s001"] == {
        "id": "s001",
        "changed": "2026-05-01T12:01:00Z",
        "kind": "gone",
        "story": None,
        "reason": "withdrawn",
        "merged_into": None,
    }
    assert (found["s002"]["reason"], found["s002"]["merged_into"]) == ("merged", "s003")


def test_a_story_that_is_gone_is_told_so_at_its_address(api: Api) -> None:
    """410 with time and reason; a merged one leads to the one that stands for it."""
    api.tell("s001", entry("a"))
    api.tell("s001")
    answer = api.ask("/stories/s001")
    assert problem(answer) == (410, "story-gone")
    assert (answer.json()["reason"], answer.json()["time"]) == ("withdrawn", "2026-05-01T12:00:00Z")
    api.tell("s002", entry("b"))
    api.merge("s002", "s003")
    moved = api.ask("/stories/s002")
    assert (moved.status_code, moved.headers["location"]) == (301, "https://news.example/w/api/v1/stories/s003")
    assert moved.headers["cache-control"] == "max-age=30"


def test_a_feed_that_ended_takes_its_stories_with_it(api: Api) -> None:
    """They are told as gone by changes, also to those who may read all feeds."""
    api.tell("s001", entry("a"), feed="ended")
    api.store.offer([Offer("ended", "s001", gone=Gone.FEED_ENDED)], api.now)
    [change] = api.ask("/changes").json()["changes"]
    assert (change["kind"], change["reason"]) == ("gone", "feed-ended")
    assert api.ask("/stories").json()["stories"] == []


def test_a_feed_that_was_just_taken_out_of_the_configuration_tells_nothing(api: Api) -> None:
    """Even before the press has looked at it."""
    api.tell("s001", entry("a"))
    api.configuration = replace(api.configuration, feeds={"law": FEEDS["law"]})
    assert api.ask("/stories").json()["stories"] == []
    assert api.ask("/changes").json()["changes"][0]["reason"] == "feed-ended"


class Copy:
    """What a partner has who asks for one page after the other."""

    def __init__(
        self, api: Api, *, size: int, key: str = "", feed: str | None = None, path: str = "/changes", more: str = ""
    ) -> None:
        self._api = api
        self._key = key
        self._asked = f"{path}?limit={size}" + (f"&feed={feed}" if feed else "") + more
        self._cursor = ""
        self.stories: dict[str, dict[str, Any]] = {}
        self.heard: list[tuple[str, str]] = []

    def read(self) -> bool:
        """One page further; whether there was more then."""
        answer = self._api.ask(self._asked + (f"&cursor={self._cursor}" if self._cursor else ""), key=self._key)
        assert answer.status_code == 200, answer.text
        page = answer.json()
        for item in page.get("stories") or page.get("changes") or ():
            if item.get("kind") == "gone":
                self.stories.pop(item["id"], None)
            else:
                story = item.get("story", item)
                self.stories[item["id"]] = story
                self.heard.append((item["id"], story["version"]))
        self._cursor = page["cursor"]
        return bool(page["more"])


STORY = st.sampled_from([f"s{n:03}" for n in range(5)])
LANGUAGES = {"A": "en", "B": "kk-Cyrl", "C": "kk-Latn"}
HAPPENS = st.one_of(
    st.tuples(st.just("tell"), STORY, st.sampled_from(["medicine", "law"]), st.sampled_from(["A", "B", "C"])),
    st.tuples(st.just("withdraw"), STORY, st.sampled_from(["medicine", "law"]), st.just("")),
    st.tuples(st.just("merge"), STORY, STORY, st.just("")),
    st.tuples(st.just("read"), st.just(""), st.just(""), st.just("")),
)


def live(api: Api, happens: list[tuple[str, str, str, str]], copy: Copy) -> None:
    """Let it happen, with pages read between; then read to the end."""
    for what, one, two, title in happens:
        match what:
            case "tell":
                api.tell(one, entry(one, title, language=LANGUAGES[title]), feed=two)
            case "withdraw":
                api.tell(one, feed=two)
            case "merge" if one != two:
                for each in ("medicine", "law"):
                    api.merge(one, two, each)
            case "read":
                copy.read()
    while copy.read():
        pass


anything = settings(
    deadline=None, max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@anything
@given(
    happens=st.lists(HAPPENS, max_size=25),
    size=st.integers(1, 3),
    reader=st.sampled_from([("", None), ("", "law"), ("lawyer", None)]),
)
def test_a_copy_kept_by_changes_is_what_there_is(
    api: Api, happens: list[tuple[str, str, str, str]], size: int, reader: tuple[str, str | None]
) -> None:
    """Stories come, change, go and are merged between any two pages: nothing is lost, and nothing comes twice."""
    who, feed = reader
    key = api.add(who, feeds=("law",), per_minute=100_000, per_day=1_000_000) if who else ""
    api.allow(Access.PUBLIC, 100_000, 1_000_000)
    copy = Copy(api, size=size, key=key, feed=feed)
    live(api, happens, copy)
    narrowed = "/stories?limit=200" + (f"&feed={feed}" if feed else "")
    assert copy.stories == {each["id"]: each for each in api.walk(narrowed, key=key)}
    assert len(copy.heard) == len(set(copy.heard))


@anything
@given(happens=st.lists(HAPPENS, max_size=25), size=st.integers(1, 3), narrowed=st.sampled_from(["", "&lang=kk"]))
def test_a_walk_through_stories_passes_none_over(
    api: Api, happens: list[tuple[str, str, str, str]], size: int, narrowed: str
) -> None:
    """Whatever stands at its end was seen as it is, in the language that was asked for, and nothing came twice."""
    api.allow(Access.PUBLIC, 100_000, 1_000_000)
    copy = Copy(api, size=size, path="/stories", more=narrowed)
    live(api, happens, copy)
    for story in api.walk(f"/stories?limit=200{narrowed}"):
        assert copy.stories[story["id"]]["articles"] == story["articles"]
    assert len(copy.heard) == len(set(copy.heard))


# --- validators, codings, caches, browsers ---------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/feeds", "/stories", "/changes", "/stories/s001", "/openapi.json"])
def test_what_has_not_changed_is_not_sent_again(api: Api, path: str) -> None:
    """By strong entity tags, one for each coding; a change gives another."""
    api.tell("s001", RICH)
    plain = api.ask(path, accept_encoding="identity")
    packed = api.ask(path, accept_encoding="gzip")
    small = api.ask(path, accept_encoding="br, gzip")
    tags = [each.headers["etag"] for each in (plain, packed, small)]
    assert len(set(tags)) == 3
    assert not any(tag.startswith("W/") for tag in tags)
    assert plain.content == packed.content == small.content
    assert [each.headers.get("content-encoding") for each in (plain, packed, small)] == [None, "gzip", "br"]
    assert int(small.headers["content-length"]) < int(plain.headers["content-length"])
    same = [("identity", tags[0]), ("gzip", tags[1]), ("br, gzip", tags[2])]
    for coding, tag in (*same, ("identity", f'"x", W/{tags[0]}'), ("gzip", "*")):
        again = api.ask(path, accept_encoding=coding, if_none_match=tag)
        assert (again.status_code, again.content) == (304, b"")
        assert {"etag", "cache-control", "vary"} <= again.headers.keys()
        assert "content-type" not in again.headers
    assert api.ask(path, accept_encoding="gzip", if_none_match=tags[0]).status_code == 200, "a copy in another coding"
    api.configuration = replace(api.configuration, site=replace(HOME, address="https://elsewhere.example"))
    assert api.ask(path, accept_encoding="identity", if_none_match=tags[0]).status_code == 200


@pytest.fixture
def asked_of_the_database() -> Iterator[list[str]]:
    """Every statement."""
    heard: list[str] = []

    def hear(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        heard.append(statement)

    event.listen(Engine, "before_cursor_execute", hear)
    yield heard
    event.remove(Engine, "before_cursor_execute", hear)


@pytest.mark.parametrize("path", ["/stories", "/changes?feed=medicine", "/stories/s001", "/stories/s001?profile=ninjs"])
def test_who_has_an_answer_is_told_so_without_a_story_being_read(
    api: Api, asked_of_the_database: list[str], path: str
) -> None:
    """The number of the last change tells; where it is another one, stories are read and may be the same."""
    api.tell("s001", RICH)
    key = api.add("paper")
    for asker in ("", key):
        first = api.ask(path, key=asker)
        tag = first.headers["etag"]
        asked_of_the_database.clear()
        for method in ("GET", "HEAD"):
            again = api.ask(path, method, key=asker, if_none_match=tag)
            assert (again.status_code, again.headers["etag"]) == (304, tag)
            assert again.headers.get("link") == first.headers.get("link")
            assert again.headers["vary"] == first.headers["vary"]
        read = [each for each in asked_of_the_database if each.startswith("SELECT")]
        assert not any("entries" in each or "offer_facets" in each for each in read), read
        assert any("offer_clock" in each for each in read)
        assert api.ask(path, key=asker, if_none_match='"other"').status_code == 200
    api.tell("s009", entry("nine"), feed="law")
    status = 304 if "medicine" in path or "s001" in path else 200
    assert api.ask(path, if_none_match=tag).status_code == status
    api.tell("s001", RICH, entry("two"))
    assert api.ask(path, if_none_match=tag).status_code == 200


def test_what_one_partner_has_says_nothing_of_what_another_may_have(api: Api) -> None:
    """Nor one form of a story of the other."""
    api.tell("s001", RICH)
    api.tell("s002", entry("two"), feed="law")
    lawyers = api.add("lawyers", feeds=("law",))
    tag = api.ask("/stories").headers["etag"]
    assert api.ask("/stories", key=lawyers, if_none_match=tag).status_code == 200
    assert api.ask("/stories", if_none_match=tag).status_code == 304
    assert api.ask("/stories/s001", key=lawyers, if_none_match="*").status_code == 404
    tag = api.ask("/stories/s001").headers["etag"]
    assert api.ask("/stories/s001", accept=NINJS, if_none_match=tag).status_code == 200


def test_what_is_answered_is_counted_by_route(api: Api) -> None:
    """Never by address, of which there are as many as somebody likes; and what a quota refused."""
    api.tell("s001", RICH)
    api.configuration = replace(api.configuration, api=ApiPolicy(per_minute=5, per_day=5))
    api.ask("/stories?limit=1")
    api.ask("/stories/s001", "HEAD")
    api.ask("/stories/none")
    api.ask("/nothing")
    api.ask("/stories", "BREW")
    api.ask("/changes")
    assert [(each.route, each.method, each.status, each.exceeded) for each in api.heard] == [
        ("/stories", "GET", 200, ()),
        ("/stories/{story}", "HEAD", 200, ()),
        ("/stories/{story}", "GET", 404, ()),
        ("other", "GET", 404, ()),
        ("/stories", "other", 405, ()),
        ("/changes", "GET", 429, ("minute", "day")),
    ]
    assert all(0 < each.seconds < 60 for each in api.heard)


def test_codings_are_what_they_say(api: Api) -> None:
    """httpx undoes them unasked; here they are undone by hand."""
    api.tell("s001", RICH)
    body = api.ask("/stories", accept_encoding="identity").content
    for coding, undo in (("gzip", gzip.decompress), ("br", brotli.decompress)):
        answer = api.raw("/stories", accept_encoding=coding)
        assert undo(answer) == body


def test_head_says_what_get_says(api: Api) -> None:
    """Without the body, on good days and on bad ones; both cost one request."""
    api.tell("s001", RICH)
    for path in ("/stories", "/nothing", "/stories?limit=x"):
        got, head = api.ask(path), api.ask(path, "HEAD")
        changing = {"ratelimit"}
        assert (head.status_code, head.content) == (got.status_code, b"")
        assert {k: v for k, v in head.headers.items() if k not in changing} == {
            k: v for k, v in got.headers.items() if k not in changing
        }


def test_browsers_may_read_what_is_public_and_nothing_by_a_key(api: Api) -> None:
    """CORS for all, with the fields that tell how to go on; never for an answer to a key, and no key across origins."""
    key = api.add("paper")
    public = api.ask("/stories")
    assert public.headers["access-control-allow-origin"] == "*"
    assert {"ETag", "Link", "RateLimit"} <= set(public.headers["access-control-expose-headers"].split(", "))
    assert public.headers["cache-control"] == "max-age=30"
    own = api.ask("/stories", key=key)
    assert "access-control-allow-origin" not in own.headers
    assert own.headers["cache-control"] == "private, no-cache"
    assert "Authorization" in own.headers["vary"]
    asked = api.ask("/stories", "OPTIONS", origin="https://page.example", access_control_request_method="GET")
    assert (asked.status_code, asked.headers["access-control-allow-methods"]) == (204, "GET, HEAD, OPTIONS")
    assert "authorization" not in asked.headers["access-control-allow-headers"].lower()


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "TRACE"])
def test_the_api_can_only_be_read(api: Api, method: str) -> None:
    """405 with what is allowed."""
    answer = api.ask("/stories", method)
    assert problem(answer) == (405, "bad-method")
    assert answer.headers["allow"] == "GET, HEAD, OPTIONS"


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("/nothing", "no-such-path"),
        ("/stories/", "no-such-path"),
        ("/stories/a/b", "no-such-path"),
        ("/stories/%00", "no-such-path"),
        ("/stories/a%0Ab", "no-such-path"),
        ("/stories/s404", "unknown-story"),
        ("/stories/s001", "unknown-story"),
        ("/stories?feed=nothing", "unknown-feed"),
        ("/changes?feed=nothing", "unknown-feed"),
        ("/problems/none", "unknown-problem"),
    ],
)
def test_what_is_not_there_is_told_by_what_was_asked_for(api: Api, path: str, code: str) -> None:
    """A story that no feed tells is as one that we do not have."""
    assert problem(api.ask(path)) == (404, code)


@pytest.mark.parametrize("code", KINDS)
def test_every_type_of_problem_leads_to_what_it_means(api: Api, code: str) -> None:
    """At its own address."""
    said = api.ask(f"/problems/{code}").json()
    assert (said["status"], said["title"]) == (KINDS[code].status, KINDS[code].title)
    assert said["type"] == f"https://news.example/w/api/v1/problems/{code}"


def unreachable(*_: object, **__: object) -> None:
    """What a store does that is away."""
    raise StoreError("secret place: away")


def test_a_store_that_cannot_be_reached_is_told_with_when_to_come_back(
    api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    """503 with Retry-After, and nothing of the reason."""

    key = api.add("paper")
    monkeypatch.setattr(type(api.store), "changes", unreachable)
    monkeypatch.setattr(type(api.store), "partners", unreachable)
    for answer in (api.ask("/changes"), api.ask("/feeds", key=key)):
        assert problem(answer) == (503, "unavailable")
        assert answer.headers["retry-after"] == "5"
        assert "secret" not in answer.text


def test_our_own_fault_is_told_in_our_own_words(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody sees a traceback, but the operator in the log."""

    def broken(*_: object) -> None:
        raise ZeroDivisionError("secret")

    monkeypatch.setattr(Catalogue, "feeds", broken)
    answer = api.ask("/feeds")
    assert problem(answer) == (500, "our-fault")
    assert "secret" not in answer.text


# --- who may ask -----------------------------------------------------------------------------------------------------


def test_a_partner_reads_the_feeds_of_its_key(api: Api) -> None:
    """What it may not read is as if it were not there: in lists, by filter and by id."""
    api.tell("s001", entry("a"), feed="law")
    api.tell("s002", entry("b"))
    api.tell("s003", entry("c"), feed="law")
    api.tell("s003", entry("d"))
    key = api.add("lawyer", feeds=("law", "never-there"))
    assert [each["id"] for each in api.ask("/feeds", key=key).json()["feeds"]] == ["law"]
    assert ids(api.walk("/stories?limit=1", key=key)) == ["s001", "s003"]
    assert ids(api.walk("/changes", key=key)) == ["s001", "s003"]
    shared = api.ask("/stories/s003", key=key).json()
    assert (shared["feeds"], [each["link"] for each in shared["articles"]]) == (["law"], ["https://alpha.example/c"])
    assert shared["version"] == "3"
    assert problem(api.ask("/stories/s002", key=key)) == (404, "unknown-story")
    assert problem(api.ask("/stories?feed=medicine", key=key)) == (404, "unknown-feed")


@pytest.mark.parametrize(
    ("authorization", "code"),
    [
        ("Bearer syk_wrong", "key-unknown"),
        ("Bearer ", "key-missing"),
        ("Basic cGFwZXI6eA==", "key-missing"),
        ("", "key-missing"),
    ],
)
def test_a_key_that_is_none_is_refused_even_where_none_is_needed(api: Api, authorization: str, code: str) -> None:
    """401 with what is wanted; a typing error must not go unnoticed."""
    answer = api.ask("/stories", authorization=authorization)
    assert problem(answer) == (401, code)
    assert answer.headers["www-authenticate"].startswith('Bearer realm="syndicator"')


def test_the_scheme_is_read_in_any_case(api: Api) -> None:
    """RFC 9110, 11.1."""
    key = api.add("paper")
    assert api.ask("/feeds", authorization=f"bearer  {key}").status_code == 200


def test_a_key_is_good_until_it_expires_or_is_revoked(api: Api) -> None:
    """What was read of partners is believed for five seconds."""
    key = api.add("paper", expires=NOON + timedelta(seconds=30))
    assert api.ask("/feeds", key=key).status_code == 200
    api.now = NOON + timedelta(seconds=30)
    assert problem(api.ask("/feeds", key=key)) == (401, "key-expired")
    other = api.add("agency")
    assert api.ask("/feeds", key=other).status_code == 200
    [agency, _] = api.store.partners()
    api.store.keep_partner(replace(agency, revoked=api.now))
    api.now += timedelta(seconds=FRESH_FOR)
    answer = api.ask("/feeds", key=other)
    assert problem(answer) == (401, "key-revoked")
    assert 'error="invalid_token"' in answer.headers["www-authenticate"]


def test_the_operator_decides_whom_the_api_answers(api: Api) -> None:
    """Everybody, partners, or nobody; what the API is can be read wherever there is one."""
    key = api.add("paper")
    assert api.ask("/feeds").status_code == 200
    api.allow(Access.KEYS)
    assert problem(api.ask("/feeds")) == (401, "key-missing")
    assert [api.ask(path, key=key).status_code for path in ("/feeds", "/openapi.json")] == [200, 200]
    assert api.ask("/openapi.json").status_code == 200
    assert problem(api.ask("/openapi.json", key="wrong")) == (401, "key-unknown")
    api.allow(Access.OFF)
    assert problem(api.ask("/feeds")) == problem(api.ask("/openapi.json", key=key)) == (404, "api-off")


def test_who_asks_too_often_is_told_when_to_come_back(api: Api) -> None:
    """429 and Retry-After; what is left stands in every answer (draft-ietf-httpapi-ratelimit-headers)."""
    api.allow(Access.PUBLIC, per_minute=2, per_day=3)
    api.now += timedelta(seconds=15)
    first = api.ask("/feeds")
    assert first.headers["ratelimit-policy"] == '"minute";q=2;w=60, "day";q=3;w=86400'
    assert first.headers["ratelimit"] == '"minute";r=1;t=45, "day";r=2;t=43185'
    assert api.ask("/nothing").status_code == 404
    refused = api.ask("/feeds")
    assert problem(refused) == (429, "too-many-requests")
    assert (refused.headers["retry-after"], refused.json()["violated_policies"]) == ("45", ["minute"])
    assert refused.headers["ratelimit"] == '"minute";r=0;t=45, "day";r=1;t=43185'
    assert refused.headers["access-control-allow-origin"] == "*"
    api.now += timedelta(seconds=45)
    assert api.ask("/feeds").status_code == 200
    over = api.ask("/feeds")
    assert (over.headers["retry-after"], over.json()["violated_policies"]) == ("43140", ["day"])
    api.now += timedelta(days=1)
    assert api.ask("/feeds").status_code == 200


def test_everybody_has_a_quota_of_their_own(api: Api) -> None:
    """By address, of IPv6 by the network that one subscriber has; partners by their keys, wherever they are."""
    api.allow(Access.PUBLIC, per_minute=1)
    key = api.add("paper", per_minute=2)
    api.now = NOON + timedelta(minutes=1)

    def from_there(client: str, key: str = "") -> int:
        api.client = client
        return api.ask("/feeds", key=key).status_code

    assert [from_there("192.0.2.1"), from_there("192.0.2.2"), from_there("::ffff:192.0.2.1")] == [200, 200, 429]
    assert [from_there("2001:db8::1"), from_there("2001:db8::2"), from_there("2001:db8:0:1::1")] == [200, 429, 200]
    assert [from_there("192.0.2.1", key), from_there("192.0.2.9", key), from_there("::1", key)] == [200, 200, 429]
    assert [from_there("unix"), from_there("")] == [200, 429]


def test_what_partners_ask_for_is_written_down_and_counts_after_a_restart(
    api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Answered and refused, once, also when the store was away; nothing of those without a key."""
    key = api.add("paper", per_day=2)
    assert [api.ask("/feeds", key=key).status_code for _ in range(3)] == [200, 200, 429]
    api.ask("/feeds")
    with monkeypatch.context() as away:
        away.setattr(type(api.store), "count_usage", unreachable)
        with pytest.raises(StoreError):
            asyncio.run(api.desk.write_down())
    for _ in range(2):
        asyncio.run(api.desk.write_down())
    [used] = api.store.usage(NOON.date())
    assert (used.partner, used.answered, used.refused) == ("paper", 2, 1)
    again = api.restarted()
    assert again.ask("/feeds", key=key).status_code == 429


def test_the_key_is_not_in_the_store(api: Api, tmp_path: Path) -> None:
    """Who steals the database has no keys."""
    key = api.add("paper")
    assert api.ask("/feeds", key=key).status_code == 200
    written = b"".join(file.read_bytes() for file in tmp_path.iterdir() if file.is_file())
    assert key.encode() not in written
    assert b"paper" in written


def test_the_description_leads_to_where_the_api_is(api: Api) -> None:
    """OpenAPI 3.1, with the key, and our own problems instead of the framework's."""
    described = api.ask("/openapi.json").json()
    assert described["openapi"].startswith("3.1")
    assert described["servers"] == [{"url": "https://news.example/w/api/v1"}]
    assert set(described["paths"]) == {"/feeds", "/stories", "/changes", "/stories/{story}", "/problems/{code}"}
    assert described["security"] == [{}, {"key": []}]
    assert "HTTPValidationError" not in json.dumps(described)
