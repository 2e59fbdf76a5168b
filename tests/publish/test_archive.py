"""Archives by month: which are due, what they say of themselves, and what vouches for them."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from lxml import etree

from syndicator.publish.archive import (
    Archive,
    Manifest,
    archive,
    due,
    key_set,
    month_of,
    read_manifest,
    span,
    written_manifest,
)
from syndicator.publish.formats import FORMATS
from syndicator.publish.output import FolderOutput
from tests.publish.newsroom import SITE, entry, feed

KEY = Ed25519PrivateKey.from_private_bytes(bytes(32))
CLOSED = Archive(True, 0, {"feeds/x/archive/2026-09.json": "00"})


def test_months_are_those_of_utc() -> None:
    """Wherever the machine is."""
    assert month_of(datetime(2026, 12, 1, 3, tzinfo=timezone(timedelta(hours=5)))) == "2026-11"
    assert span("2026-12") == (datetime(2026, 12, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC))
    assert span("2026-02")[1] == datetime(2026, 3, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("known", "changes", "wanted"),
    [
        (Manifest("b"), {}, ["2026-09", "2026-10", "2026-11"]),
        (Manifest("b", {"2026-09": CLOSED}), {}, ["2026-10", "2026-11"]),
        (Manifest("b", {"2026-09": CLOSED, "2026-10": replace(CLOSED, closed=False)}), {}, ["2026-10", "2026-11"]),
        (Manifest("b", {"2026-09": CLOSED, "2026-10": CLOSED}), {"withdrawn": {"2026-09": 1}}, ["2026-09", "2026-11"]),
        (Manifest("b", {"2026-09": CLOSED, "2026-10": CLOSED}), {"basis": "c"}, ["2026-09", "2026-10", "2026-11"]),
        (Manifest("b"), {"first": "2026-11"}, ["2026-11"]),
        (Manifest("b"), {"first": ""}, []),
    ],
)
def test_an_archive_is_made_until_it_is_closed_and_when_it_has_to_change(
    known: Manifest, changes: dict[str, object], wanted: list[str]
) -> None:
    """After something in it was withdrawn, or the rights of a source changed."""
    facts: dict[str, object] = {"first": "2026-09", "now": "2026-11", "withdrawn": {}, "basis": "b", **changes}
    assert due(known, **facts) == wanted  # type: ignore[arg-type]


def test_every_format_says_that_it_is_an_archive_and_leads_on() -> None:
    """RFC 5005, section 4; JSON Feed has an address of its own for what came before."""
    made = {
        name: each.render(replace(feed(entry()), month="2026-10", previous="2026-08"), SITE)
        for name, each in FORMATS.items()
    }
    history = "{http://purl.org/syndication/history/1.0}archive"
    atom = etree.fromstring(made["atom"])
    links = {each.get("rel"): each.get("href") for each in atom.iterfind("{*}link")}
    address = "https://news.example.org/feeds/medical-education"
    assert atom.find(history) is not None
    assert links["self"] == f"{address}/archive/2026-10.atom"
    assert (links["current"], links["prev-archive"]) == (f"{address}.atom", f"{address}/archive/2026-08.atom")
    rss = etree.fromstring(made["rss"])[0]
    assert rss.find(history) is not None
    links = {each.get("rel"): each.get("href") for each in rss.iterfind("{http://www.w3.org/2005/Atom}link")}
    assert (links["current"], links["prev-archive"]) == (f"{address}.rss", f"{address}/archive/2026-08.rss")
    told = json.loads(made["json"])
    assert (told["feed_url"], told["next_url"]) == (
        f"{address}/archive/2026-10.json",
        f"{address}/archive/2026-08.json",
    )


def test_the_first_archive_does_not_say_that_it_is_one() -> None:
    """It leads to the feed; validators miss archive links in an archive without any."""
    atom = etree.fromstring(FORMATS["atom"].render(replace(feed(entry()), month="2026-10"), SITE))
    rels = [each.get("rel") for each in atom.iterfind("{*}link")]
    assert ("prev-archive" in rels, "current" in rels) == (False, True)
    assert atom.find("{http://purl.org/syndication/history/1.0}archive") is None


def test_what_is_not_archived_leads_to_its_newest_archive() -> None:
    """And is no archive itself."""
    atom = etree.fromstring(FORMATS["atom"].render(replace(feed(entry()), previous="2026-10"), SITE))
    rels = [each.get("rel") for each in atom.iterfind("{*}link")]
    assert ("prev-archive" in rels, "current" in rels) == (True, False)
    assert atom.find("{http://purl.org/syndication/history/1.0}archive") is None


def test_months_without_entries_have_no_document_until_they_had_one(tmp_path: Path) -> None:
    """What others lead to stays, and is empty when all of it was withdrawn."""
    output = FolderOutput(tmp_path)
    full = [replace(feed(entry("en", number)), month=month) for number, month in ((1, "2026-08"), (2, "2026-10"))]
    empty = replace(feed(), month="2026-09")
    known = archive([full[0], empty, full[1]], Manifest("b"), SITE, output, withdrawn={}, now="2026-10")
    assert [path.rpartition("/")[2] for path in output.paths()] == [
        f"{month}.{each}" for month in ("2026-08", "2026-10") for each in ("atom", "json", "rss")
    ]
    assert (known.newest, known.before("2026-10"), known.before("2026-08")) == ("2026-10", "2026-08", "")
    assert {month: each.closed for month, each in known.months.items()} == {
        "2026-08": True, "2026-09": True, "2026-10": False,
    }  # fmt: skip
    assert b"archive/2026-08.atom" in (output.read("feeds/medical-education/archive/2026-10.atom") or b"")
    again = archive([replace(feed(), month="2026-08")], known, SITE, output, withdrawn={"2026-08": 1}, now="2026-10")
    assert json.loads(output.read("feeds/medical-education/archive/2026-08.json") or b"")["items"] == []
    assert again.months["2026-08"].withdrawn == 1


def test_a_manifest_is_read_as_it_was_written_and_bears_a_signature() -> None:
    """Anybody can check it with the published key, and sees a change."""
    manifest = Manifest("b", {"2026-09": CLOSED, "2026-10": Archive()})
    name, keys = key_set(KEY.public_key().public_bytes_raw())
    document = written_manifest(manifest, name, KEY.sign)
    assert read_manifest(document) == manifest
    key = json.loads(keys)["keys"][0]
    assert (key["kid"], key["kty"], key["crv"]) == (name, "OKP", "Ed25519")
    public = Ed25519PublicKey.from_public_bytes(urlsafe_b64decode(key["x"] + "="))
    told = json.loads(document)
    signature = urlsafe_b64decode(told["signature"] + "==")
    public.verify(signature, f"{told['protected']}.{told['payload']}".encode())
    with pytest.raises(InvalidSignature):
        public.verify(signature, f"{told['protected']}.{told['payload']}x".encode())


@pytest.mark.parametrize("document", [None, b"", b"[]", b"{}", b'{"payload": "e30"}', b'{"payload": "?"}', b"\xff"])
def test_a_damaged_manifest_is_none(document: bytes | None) -> None:
    """All archives are made anew then."""
    assert read_manifest(document) == Manifest()
