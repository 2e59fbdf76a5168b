"""Conditional requests: every row of RFC 9110, sections 13 and 14, that a reader of documents may come to."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from syndicator.publish.pages import moved_page
from syndicator.web.documents import Documents
from tests.publish.newsroom import SITE
from tests.web.test_documents import FEED, Shelf, ask

PAGE = b"<p>" * 100
THEN, BEFORE, AFTER = (f"Fri, 01 May 2026 {time} GMT" for time in ("10:00:00", "09:59:59", "10:00:01"))


@dataclass(frozen=True, slots=True)
class Row:
    """What is asked, with {tag}, {gzip}, {br} and {zstd} for the tags of the codings, and which status is answered."""

    fields: dict[str, str]
    status: int
    method: str = "GET"
    path: str = "/feeds/news.rss"

    def __str__(self) -> str:
        said = " ".join(f"{name}={value}" for name, value in self.fields.items())
        return f"{self.method} {self.path} {said} {self.status}"


TABLE = [
    # If-None-Match: lists, weak comparison, the star (13.1.2)
    Row({}, 200),
    Row({"if_none_match": "{tag}"}, 304),
    Row({"if_none_match": "  {tag} "}, 304),
    Row({"if_none_match": "W/{tag}"}, 304),
    Row({"if_none_match": '"a, b", {tag}'}, 304),
    Row({"if_none_match": '"a","",W/"b",{tag},"c"'}, 304),
    Row({"if_none_match": "*"}, 304),
    Row({"if_none_match": " * "}, 304),
    Row({"if_none_match": '"other"'}, 200),
    Row({"if_none_match": '"a, b", W/"c"'}, 200),
    Row({"if_none_match": ""}, 200),
    Row({"if_none_match": '""'}, 200),
    Row({"if_none_match": '"*"'}, 200),
    Row({"if_none_match": "{bare}"}, 200),
    Row({"if_none_match": '"{bare}'}, 200),
    Row({"if_none_match": '"' * 5000}, 200),
    # each coding is a representation of its own, with a tag of its own (8.8.3)
    Row({"accept_encoding": "gzip", "if_none_match": "{gzip}"}, 304),
    Row({"accept_encoding": "gzip", "if_none_match": "W/{gzip}"}, 304),
    Row({"accept_encoding": "br", "if_none_match": "{br}"}, 304),
    Row({"accept_encoding": "zstd", "if_none_match": "{zstd}"}, 304),
    Row({"accept_encoding": "gzip, br", "if_none_match": "{tag}, {gzip}, {br}"}, 304),
    Row({"accept_encoding": "zstd", "if_none_match": "{gzip}, {br}"}, 200),
    Row({"accept_encoding": "gzip", "if_none_match": "*"}, 304),
    Row({"accept_encoding": "gzip", "if_none_match": "{tag}"}, 200),
    Row({"accept_encoding": "br", "if_none_match": "{gzip}"}, 200),
    Row({"if_none_match": "{gzip}, {br}"}, 200),
    # If-Modified-Since: only what is an HTTP date, in any of its three forms (13.1.3, 5.6.7)
    Row({"if_modified_since": THEN}, 304),
    Row({"if_modified_since": AFTER}, 304),
    Row({"if_modified_since": BEFORE}, 200),
    Row({"if_modified_since": "Friday, 01-May-26 10:00:00 GMT"}, 304),
    Row({"if_modified_since": "Fri May  1 10:00:00 2026"}, 304),
    Row({"if_modified_since": "yesterday"}, 200),
    Row({"if_modified_since": ""}, 200),
    Row({"if_modified_since": "0"}, 200),
    Row({"if_modified_since": f"{AFTER}, {BEFORE}"}, 200),
    # tags go before dates, whichever of them says no (13.2.2)
    Row({"if_none_match": "{tag}", "if_modified_since": BEFORE}, 304),
    Row({"if_none_match": '"other"', "if_modified_since": THEN}, 200),
    Row({"if_none_match": "", "if_modified_since": THEN}, 200),
    Row({"if_none_match": "nonsense", "if_modified_since": THEN}, 200),
    # If-Match, compared strongly, and If-Unmodified-Since go before both (13.1.1, 13.1.4)
    Row({"if_match": "{tag}"}, 200),
    Row({"if_match": "*"}, 200),
    Row({"if_match": '"other", {tag}'}, 200),
    Row({"if_match": '"other"'}, 412),
    Row({"if_match": "W/{tag}"}, 412),
    Row({"if_match": "{tag}", "if_none_match": "{tag}"}, 304),
    Row({"if_match": '"other"', "if_none_match": "{tag}"}, 412),
    Row({"if_unmodified_since": THEN}, 200),
    Row({"if_unmodified_since": AFTER}, 200),
    Row({"if_unmodified_since": BEFORE}, 412),
    Row({"if_unmodified_since": "yesterday"}, 200),
    Row({"if_match": "{tag}", "if_unmodified_since": BEFORE}, 200),
    # parts are never sent, so that nothing that asks for some gets them wrong (14.2)
    Row({"range": "bytes=0-9"}, 200),
    Row({"range": "bytes=99999999-"}, 200),
    Row({"range": "bytes=0-9", "if_range": "{tag}"}, 200),
    Row({"range": "bytes=0-9", "if_none_match": "{tag}"}, 304),
    # nor are differences, unless asked by those who take 226 for an error (RFC 3229)
    Row({"a_im": "feed"}, 200),
    Row({"a_im": "feed, gzip", "if_none_match": '"other"'}, 200),
    Row({"a_im": "feed", "if_none_match": "{tag}"}, 304),
    # HEAD answers as GET does; other methods know no such conditions (13.2.1)
    Row({}, 200, "HEAD"),
    Row({"if_none_match": "{tag}"}, 304, "HEAD"),
    Row({"if_none_match": '"other"', "if_modified_since": THEN}, 200, "HEAD"),
    Row({"if_modified_since": THEN}, 304, "HEAD"),
    Row({"if_match": '"other"'}, 412, "HEAD"),
    Row({"if_none_match": "*"}, 405, "POST"),
    Row({"if_none_match": "*"}, 204, "OPTIONS"),
    # what would not be 200 is what it is (13.2.1)
    Row({"if_none_match": "*"}, 404, path="/feeds/none.rss"),
    Row({"if_match": "*"}, 404, path="/feeds/none.rss"),
    Row({"if_none_match": "*"}, 301, path="/stories/old"),
    Row({"if_none_match": "*"}, 301, path="/feeds/before.rss"),
    Row({"if_none_match": "*"}, 410, path="/feeds/ended.rss"),
    # the same for what is too small to be compressed, and for pages
    Row({"if_none_match": "{tag}", "accept_encoding": "gzip"}, 304, path="/feeds/small.json"),
    Row({"if_none_match": "{tag}"}, 304, path="/topics/news"),
    Row({"if_none_match": '"other"'}, 200, path="/topics/news"),
]


@pytest.fixture
def documents() -> Documents:
    kept = {
        "feeds/news.rss": FEED,
        "feeds/small.json": b"{}",
        "topics/news.html": PAGE,
        "stories/old.html": moved_page("new", SITE),
        "feeds/ended.rss": FEED,
    }
    moved = {"feeds/before.rss": "https://news.example.org/feeds/news.rss", "feeds/ended.rss": ""}
    return Documents(Shelf(kept), max_age=900, successor=moved.get)


def _tags(documents: Documents, path: str) -> dict[str, str]:
    codings = {"tag": "identity", "gzip": "gzip", "br": "br", "zstd": "zstd"}
    found = {name: ask(documents, path, accept_encoding=coding)[1].get("etag", "") for name, coding in codings.items()}
    return {**found, "bare": found["tag"].strip('"')}


@pytest.mark.parametrize("row", TABLE, ids=str)
def test_a_conditional_request_is_answered_as_the_row_says(documents: Documents, row: Row) -> None:
    """And what comes with the status is what belongs to it (15.4.5): whole documents whole, and 304 without one."""
    tags = _tags(documents, row.path)
    fields = {name: value.format(**tags) for name, value in row.fields.items()}
    status, headers, body = ask(documents, row.path, row.method, **fields)
    assert status == row.status
    assert not {"accept-ranges", "content-range", "im", "warning", "set-cookie"} & headers.keys()
    plain = {name: value for name, value in fields.items() if name == "accept_encoding"}
    whole = ask(documents, row.path, "GET", **plain)
    if status == 200:
        assert (headers, body) == whole[1:]
        assert {"etag", "last-modified", "cache-control", "vary", "content-type", "content-length"} <= headers.keys()
    if status == 304:
        assert body == b""
        left_out = {"content-type", "content-length", "content-encoding"}
        assert headers == {name: value for name, value in whole[1].items() if name not in left_out}


@pytest.mark.parametrize("coding", ["identity", "gzip", "br", "zstd"])
def test_what_has_changed_is_sent_to_who_has_what_was(documents: Documents, coding: str) -> None:
    """By tag and by date; the old tag is forgotten with what it stood for."""
    before = ask(documents, "/feeds/news.rss", accept_encoding=coding)[1]
    shelf = documents._output
    assert isinstance(shelf, Shelf)
    shelf.write("feeds/news.rss", FEED + b"<!-- -->")
    assert ask(documents, "/feeds/news.rss", accept_encoding=coding, if_none_match=before["etag"])[0] == 200
    assert ask(documents, "/feeds/news.rss", accept_encoding=coding, if_match=before["etag"])[0] == 412
