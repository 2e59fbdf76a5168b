"""Other people's readers subscribe to our feeds and must read exactly what we published."""

from __future__ import annotations

import calendar
import email
import email.policy
import io
import json
import os
import sqlite3
import subprocess
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path

import feedparser
import pytest

from tests.journeys.conftest import Published, Running, need

pytestmark = pytest.mark.journey
XML = pytest.mark.parametrize("suffix", ["rss", "atom"])


def _iso(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%S")


def _run(*command: str, cwd: Path, stdin: bytes | None = None) -> bytes:
    done = subprocess.run(
        command,
        cwd=cwd,
        input=stdin,
        capture_output=True,
        timeout=60,
        check=False,
        env={**os.environ, "HOME": str(cwd), "TZ": "UTC"},
    )
    assert done.returncode == 0, done.stderr.decode()[-1000:]
    return done.stdout


@XML
def test_newsboat_reads_what_was_published(
    demo: Running, feed: str, suffix: str, expected: dict[str, Published], tmp_path: Path
) -> None:
    """The reader many use on a terminal (C++, its own parser)."""
    need("newsboat")
    (tmp_path / "urls").write_text(f"{demo.address}/feeds/{feed}.{suffix}\n")
    (tmp_path / "config").write_text("")
    _run("newsboat", "-u", "urls", "-c", "cache.db", "-C", "config", "-x", "reload", cwd=tmp_path)
    with sqlite3.connect(tmp_path / "cache.db") as cache:
        rows = cache.execute("SELECT guid, url, title, pubDate FROM rss_item").fetchall()
    assert {row[0]: Published(row[0], row[1], row[2], _iso(row[3])) for row in rows} == expected


@XML
def test_sfeed_reads_what_was_published(
    demo: Running, feed: str, suffix: str, expected: dict[str, Published], tmp_path: Path
) -> None:
    """A small parser in C with its own XML reader."""
    need("sfeed")
    address = f"/feeds/{feed}.{suffix}"
    lines = _run("sfeed", demo.address + address, cwd=tmp_path, stdin=demo.get(address)).decode().splitlines()
    rows = [line.split("\t") for line in lines]
    assert {row[5]: Published(row[5], row[2], row[1], _iso(int(row[0]))) for row in rows} == expected


@XML
def test_rss2email_mails_what_was_published(
    demo: Running, feed: str, suffix: str, expected: dict[str, Published], tmp_path: Path
) -> None:
    """Every entry becomes one message, addressed by its id."""
    need("r2e")
    (tmp_path / "Maildir").mkdir()
    (tmp_path / "r2e.cfg").write_text(
        f"[DEFAULT]\nfrom = a@example.org\nto = b@example.org\nemail-protocol = maildir\n"
        f"maildir-path = {tmp_path}/Maildir\nmaildir-mailbox = Inbox\nverbose = warning\n"
    )
    r2e = ("r2e", "-c", "r2e.cfg", "-d", "data.json")
    _run(*r2e, "add", "ours", f"{demo.address}/feeds/{feed}.{suffix}", cwd=tmp_path)
    _run(*r2e, "run", cwd=tmp_path)
    mails = [
        email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
        for file in tmp_path.glob("Maildir/**/*")
        if file.is_file() and file.parent.name in ("new", "cur")
    ]
    read = {str(mail["X-RSS-ID"]): str(mail["X-RSS-URL"]) for mail in mails}
    assert len(mails) == len(expected)
    assert read == {one.id: one.link for one in expected.values()}
    assert {str(mail["Subject"]) for mail in mails} == {one.title for one in expected.values()}


@pytest.mark.parametrize("suffix", ["rss", "atom", "json"])
def test_the_library_reader_reads_what_was_published(
    demo: Running, feed: str, suffix: str, expected: dict[str, Published]
) -> None:
    """A Python reader library, over HTTP, all three formats."""
    reader = pytest.importorskip("reader")
    shelf = reader.make_reader(":memory:")
    shelf.add_feed(f"{demo.address}/feeds/{feed}.{suffix}")
    shelf.update_feeds()
    got = {
        entry.id: Published(entry.id, entry.link, entry.title, entry.published.strftime("%Y-%m-%dT%H:%M:%S"))
        for entry in shelf.get_entries()
    }
    shelf.close()
    assert got == expected


@XML
def test_feedparser_reads_what_was_published(
    demo: Running, feed: str, suffix: str, expected: dict[str, Published]
) -> None:
    """The parser behind many services; no bozo, and the language of every entry."""
    parsed = feedparser.parse(io.BytesIO(demo.get(f"/feeds/{feed}.{suffix}")))
    assert not parsed.bozo
    got = {
        entry.id: Published(entry.id, entry.link, entry.title, _iso(calendar.timegm(entry.published_parsed)))
        for entry in parsed.entries
    }
    assert got == expected


@XML
def test_rss_parser_reads_what_was_published(
    demo: Running, feed: str, suffix: str, expected: dict[str, Published]
) -> None:
    """The parser of many partner sites in JavaScript."""
    node = need("node")
    folder = Path(__file__).parent
    if not (folder / "node_modules/rss-parser").is_dir():
        if os.environ.get("CI"):
            pytest.fail("rss-parser is not installed: npm ci --prefix tests/journeys")
        pytest.skip("rss-parser is not installed: npm ci --prefix tests/journeys")
    script = (
        "const P = require('rss-parser'); new P().parseURL(process.argv[1]).then(f => "
        "{ console.log(JSON.stringify(f.items.map(i => [i.guid || i.id, i.link, i.title, i.isoDate]))); "
        "process.exit(0) })"
    )
    out = _run(node, "-e", script, f"{demo.address}/feeds/{feed}.{suffix}", cwd=folder)
    assert {row[0]: Published(row[0], row[1], row[2], row[3][:19]) for row in json.loads(out)} == expected


def test_the_list_of_feeds_can_be_imported(demo: Running, tmp_path: Path) -> None:
    """newsboat subscribes to everything from /opml.xml."""
    need("newsboat")
    (tmp_path / "opml.xml").write_bytes(demo.get("/opml.xml"))
    (tmp_path / "urls").write_text("")
    _run("newsboat", "-u", "urls", "-i", "opml.xml", cwd=tmp_path)
    assert f"{demo.address}/feeds/medical-education.ar.atom" in (tmp_path / "urls").read_text() or (
        f"{demo.address}/feeds/medical-education.ar.rss" in (tmp_path / "urls").read_text()
    )


def test_dates_of_rss_are_those_of_json(demo: Running, feed: str, expected: dict[str, Published]) -> None:
    """RFC 822 with English names, whatever the locale."""
    parsed = feedparser.parse(io.BytesIO(demo.get(f"/feeds/{feed}.rss")))
    for entry in parsed.entries:
        when = parsedate_to_datetime(entry.published).astimezone(UTC)
        assert when.strftime("%Y-%m-%dT%H:%M:%S") == expected[entry.id].published
