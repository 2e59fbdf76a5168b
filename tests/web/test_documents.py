"""Published documents over HTTP: validators, codings, types."""

from __future__ import annotations

import gzip
import sys
from collections.abc import Iterable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import brotli
import pytest

from syndicator.ports import Stamp
from syndicator.publish.component import script
from syndicator.publish.pages import missing_page, moved_page
from syndicator.web import documents as module
from syndicator.web.documents import Documents, located, negotiated
from tests.publish.newsroom import SITE

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

FEED = b'<?xml version="1.0"?><rss version="2.0">' + b"<item/>" * 100 + b"</rss>"
THEN = datetime(2026, 5, 1, 10, 0, 0, 500000, tzinfo=UTC)


@dataclass
class Shelf:
    """An output store in memory, as its port asks."""

    kept: dict[str, bytes] = field(default_factory=dict)
    modified: datetime = THEN

    def stamp(self, path: str) -> Stamp | None:
        return Stamp(str(hash(self.kept[path])), self.modified) if path in self.kept else None

    def read(self, path: str) -> bytes | None:
        return self.kept.get(path)

    def write(self, path: str, data: bytes) -> bool:
        self.kept[path] = data
        return True

    def together(self) -> AbstractContextManager[dict[str, OSError]]:
        return nullcontext({})

    def remove(self, path: str) -> None:
        self.kept.pop(path, None)

    def paths(self) -> Iterable[str]:
        return self.kept


@pytest.fixture
def documents() -> Documents:
    shelf = Shelf(
        {"feeds/news.rss": FEED, "feeds/news.json": b"{}", "topics/news.html": b"<p>" * 100, "opml.xml": FEED}
    )
    named = {"feeds/news.rss": ['<http://hub.example/>; rel="hub"']}
    return Documents(shelf, max_age=900, links=lambda name: named.get(name, []))


def ask(documents: Documents, path: str, method: str = "GET", **asked: str) -> tuple[int, dict[str, str], bytes]:
    headers = {name.replace("_", "-").encode(): value.encode() for name, value in asked.items()}
    status, answered, body = documents.answer(method, path, headers)
    return status, {name.decode(): value.decode() for name, value in answered}, body


def test_a_feed_is_served_whole_with_validators_and_its_type(documents: Documents) -> None:
    """200 carries ETag, Last-Modified, Cache-Control and the registered type."""
    status, headers, body = ask(documents, "/feeds/news.rss")
    assert (status, body) == (200, FEED)
    assert headers["content-type"] == "application/rss+xml; charset=utf-8"
    assert headers["last-modified"] == "Fri, 01 May 2026 10:00:00 GMT"
    assert headers["etag"].startswith('"')
    assert headers["cache-control"].startswith("max-age=900")
    assert headers["access-control-allow-origin"] == "*"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["link"] == '<http://hub.example/>; rel="hub"'


def test_the_script_for_other_sites_may_be_run_by_all_of_them() -> None:
    """As a script, compressed; also on pages that take nothing from elsewhere unless it says so (COEP)."""
    documents = Documents(Shelf({"embed.js": script()}), max_age=900)
    status, headers, body = ask(documents, "/embed.js", accept_encoding="br")
    assert status == 200
    assert headers["content-type"] == "text/javascript; charset=utf-8"
    assert headers["cross-origin-resource-policy"] == "cross-origin"
    assert headers["access-control-allow-origin"] == "*"
    assert brotli.decompress(body) == script()


def test_each_coding_has_its_own_entity_tag_and_decodes_to_the_same_bytes(documents: Documents) -> None:
    """A strong tag must differ between codings (RFC 9110, 8.8.3)."""
    answers = {
        coding: ask(documents, "/feeds/news.rss", accept_encoding=coding)
        for coding in ("identity", "gzip", "br", "zstd")
    }
    assert len({headers["etag"] for _, headers, _ in answers.values()}) == 4
    assert gzip.decompress(answers["gzip"][2]) == FEED
    assert brotli.decompress(answers["br"][2]) == FEED
    assert zstd.decompress(answers["zstd"][2]) == FEED
    assert [answers[each][1].get("content-encoding") for each in answers] == [None, "gzip", "br", "zstd"]
    assert all(headers["content-length"] == str(len(body)) for _, headers, body in answers.values())


@pytest.mark.parametrize(
    ("accept", "coding"),
    [
        ("", "identity"),
        ("gzip", "gzip"),
        ("gzip, br", "br"),
        ("br;q=0.1, gzip;q=0.9", "gzip"),
        ("gzip;q=0", "identity"),
        ("*", "br"),
        ("*;q=0", "identity"),
        ("br;q=x, gzip", "gzip"),
        ("deflate", "identity"),
        ("gzip, deflate, br, zstd", "br"),
        ("gzip, zstd", "zstd"),
        ("gzip;q=0.9, zstd;q=0.8", "gzip"),
        ("gzip;level=1", "gzip"),
    ],
)
def test_the_coding_is_the_best_one_the_reader_takes(accept: str, coding: str) -> None:
    """RFC 9110, 12.5.3."""
    assert negotiated(accept, {"identity": b"", "gzip": b"", "br": b"", "zstd": b""}) == coding


def test_a_reader_with_the_same_state_gets_304_without_a_body(documents: Documents) -> None:
    """If-None-Match is compared weakly, in lists, and with the star."""
    tag = ask(documents, "/feeds/news.rss")[1]["etag"]
    for value in (tag, f"W/{tag}", f'"other, odd", {tag}', "*"):
        status, headers, body = ask(documents, "/feeds/news.rss", if_none_match=value)
        assert (status, body, headers["etag"]) == (304, b"", tag)
    assert ask(documents, "/feeds/news.rss", if_none_match='"other"')[0] == 200


def test_a_date_decides_only_without_a_tag(documents: Documents) -> None:
    """If-None-Match overrules If-Modified-Since (RFC 9110, 13.2.2)."""
    then = "Fri, 01 May 2026 10:00:00 GMT"
    assert ask(documents, "/feeds/news.rss", if_modified_since=then)[0] == 304
    assert ask(documents, "/feeds/news.rss", if_modified_since="Fri, 01 May 2026 09:59:59 GMT")[0] == 200
    assert ask(documents, "/feeds/news.rss", if_modified_since=then, if_none_match='"other"')[0] == 200
    assert ask(documents, "/feeds/news.rss", if_modified_since="yesterday")[0] == 200
    for hostile in (
        "Mon, 01 Jan 99999999999999999999 23:59:59 GMT",
        "Mon, 01 Jan 2026 00:00:00 +99999999999999",
        "9" * 5000,
    ):
        assert ask(documents, "/feeds/news.rss", if_modified_since=hostile)[0] == 200
    assert ask(documents, "/feeds/news.rss", if_modified_since="Fri, 01 May 2026 10:00:00 -0000")[0] == 304


def test_a_replaced_document_is_seen_at_once(documents: Documents) -> None:
    """Prepared bytes are kept only as long as the document's stamp."""
    first = ask(documents, "/feeds/news.rss")
    shelf = documents._output
    shelf.write("feeds/news.rss", FEED + b"<!-- -->")
    second = ask(documents, "/feeds/news.rss")
    assert (first[1]["etag"], first[2]) != (second[1]["etag"], second[2])
    shelf.remove("feeds/news.rss")
    assert ask(documents, "/feeds/news.rss")[0] == 404


def test_a_document_removed_between_looking_and_reading_is_not_found(documents: Documents) -> None:
    """The output store is shared with the publisher."""
    shelf = documents._output
    assert isinstance(shelf, Shelf)
    shelf.stamp = lambda path: Stamp("1", THEN + timedelta(days=1))  # type: ignore[method-assign]
    assert ask(documents, "/feeds/other.rss")[0] == 404


def test_a_browser_gets_feeds_as_xml_so_that_their_style_applies(documents: Documents) -> None:
    """Same bytes, the type chosen by Accept, and Vary says so."""
    status, headers, body = ask(documents, "/feeds/news.rss", accept="text/html,application/xhtml+xml")
    assert (status, headers["content-type"], body) == (200, "application/xml; charset=utf-8", FEED)
    assert "accept" in headers["vary"].split(", ")


def test_pages_json_and_opml_have_their_types(documents: Documents) -> None:
    """A page needs no suffix."""
    assert ask(documents, "/topics/news")[1]["content-type"] == "text/html; charset=utf-8"
    assert ask(documents, "/feeds/news.json")[1]["content-type"] == "application/feed+json; charset=utf-8"
    assert ask(documents, "/opml.xml")[1]["content-type"] == "text/x-opml; charset=utf-8"


@pytest.mark.parametrize(
    "path", ["/feeds/../secret.rss", "/.hidden.rss", "/feeds/%2e%2e", "/a\x00.rss", "/feeds/none.rss"]
)
def test_paths_that_lead_elsewhere_are_not_found(documents: Documents, path: str) -> None:
    """No path leaves the output store."""
    assert ask(documents, path)[0] == 404


def test_people_get_a_page_where_nothing_is_and_programs_a_line() -> None:
    """Neither is taken for a document by a cache of the other's."""
    documents = Documents(Shelf({"404.html": missing_page(SITE)}), max_age=900)
    for method in ("GET", "HEAD"):
        status, headers, body = ask(documents, "/topics/none/kk", method, accept="text/html,*/*;q=0.8")
        assert (status, headers["content-type"], body) == (404, "text/html; charset=utf-8", missing_page(SITE))
        assert int(headers["content-length"]) == len(body)
        assert (headers["vary"], headers["content-security-policy"][:18]) == ("accept", "default-src 'none'")
        assert "etag" not in headers
    status, headers, body = ask(documents, "/topics/none/kk", accept="*/*")
    assert (status, headers["content-type"], headers["vary"]) == (404, "text/plain; charset=utf-8", "accept")
    assert ask(Documents(Shelf({}), max_age=900), "/x", accept="text/html")[2] == b"no such document\n"


def test_only_reading_methods_are_answered(documents: Documents) -> None:
    """405 names what is allowed; OPTIONS serves browsers of other sites."""
    status, headers, _ = ask(documents, "/feeds/news.rss", "POST")
    assert (status, headers["allow"]) == (405, "GET, HEAD, OPTIONS")
    assert ask(documents, "/feeds/news.rss", "OPTIONS")[0] == 204


def test_the_root_is_the_index() -> None:
    """Names in the output store follow from paths."""
    assert (located("/"), located("/topics/x/ar"), located("/opml.xml")) == (
        "index.html",
        "topics/x/ar.html",
        "opml.xml",
    )


def test_the_page_of_a_merged_story_is_a_redirect() -> None:
    """For every reader, whatever copy he has; to a page of ours and nowhere else."""
    shelf = Shelf({"stories/old.html": moved_page("new", SITE), "stories/new.html": b"<p>" * 100})
    documents = Documents(shelf, max_age=900)
    for method in ("GET", "HEAD"):
        status, headers, _ = ask(documents, "/stories/old", method, if_none_match="*", accept_encoding="br")
        assert (status, headers["location"]) == (301, "/stories/new")
        assert "etag" not in headers
    assert ask(documents, "/stories/new")[0] == 200
    shelf.write("stories/old.html", b"<p>" * 100)
    assert ask(documents, "/stories/old")[0] == 200


def test_what_moved_leads_on_and_what_ended_is_gone() -> None:
    """301 with an absolute address, on a connection that ends; 410 whether the document is there still or not."""
    where = {"feeds/old.rss": "http://news.example/feeds/news.rss", "feeds/news.rss": ""}
    documents = Documents(Shelf({"feeds/news.rss": FEED}), max_age=900, successor=where.get)
    status, headers, _ = ask(documents, "/feeds/old.rss")
    assert (status, headers["location"], headers["connection"]) == (301, where["feeds/old.rss"], "close")
    assert ask(documents, "/feeds/news.rss")[0] == 410
    assert ask(documents, "/feeds/other.rss")[0] == 404


def test_what_lasts_is_kept_for_a_day_and_not_asked_for() -> None:
    """Closed archives (RFC 8246)."""
    name = "feeds/news/archive/2026-10.rss"
    documents = Documents(Shelf({name: FEED, "feeds/news.rss": FEED}), max_age=900, lasting=lambda path: path == name)
    assert ask(documents, f"/{name}")[1]["cache-control"] == "max-age=86400, immutable"
    assert "immutable" not in ask(documents, "/feeds/news.rss")[1]["cache-control"]


def test_keys_and_manifests_say_what_they_are() -> None:
    """A JWK set and a JWS, no feeds."""
    names = {"archive-keys.json": "application/jwk-set+json", "feeds/a/archive/manifest.json": "application/jose+json"}
    documents = Documents(Shelf(dict.fromkeys(names, b"{}")), max_age=900)
    assert {name: ask(documents, f"/{name}")[1]["content-type"] for name in names} == names


def test_what_is_kept_in_memory_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Documents by their bytes, those asked for longest ago first, and answers by their number; all are right still."""
    monkeypatch.setattr(module, "_MOST_KEPT", 10_000)
    monkeypatch.setattr(module, "_MOST_ANSWERS", 20)
    names = [f"topics/{number}.html" for number in range(30)]
    documents = Documents(Shelf({name: name.encode() * 60 for name in names}), max_age=60)
    for name in (*names, *reversed(names)):
        assert ask(documents, f"/{name}")[2] == name.encode() * 60
        assert sum(len(each.bodies["identity"]) for each in documents._prepared.values()) <= 10_000
    for number in range(100):
        assert ask(documents, "/topics/1", accept=f"x/{number}")[0] == 200
        assert len(documents._answers) <= 20
    assert ask(documents, "/topics/1", accept="x" * 5000)[0] == 200
    assert not any(len(asked[1]) == 5000 for asked in documents._answers)
