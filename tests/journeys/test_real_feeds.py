"""Five hundred documents of real sites, many of them faulty, served on loopback and polled by the service."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import feedparser
import pytest

from tests.journeys.real import RealSite, poll, published
from tests.journeys.validators import entries_in, faults_by_schema, faults_of_ninjs, read_by_ruby

pytestmark = [pytest.mark.journey, pytest.mark.shared]


@pytest.fixture(scope="module")
def real(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealSite]:
    """A site that publishes all that the documents tell."""
    with published(shared, tmp_path_factory.mktemp("real")) as site:
        yield site


def test_every_document_is_read_or_refused_with_a_code_and_a_second_poll_is_conditional(real: RealSite) -> None:
    """No crash, no exception that escapes, nothing new from unchanged documents."""
    library, first = real.library, real.told
    assert set(first) == set(library.files)
    assert [name for name, line in first.items() if line["outcome"] == "internal"] == []
    assert [line for line in first.values() if line["outcome"] != "ok" and not line.get("message")] == []
    unread = [
        name for name, line in first.items() if line["outcome"] != "ok" and _read_by_feedparser(library.files[name])
    ]
    codes = {name: (library.files[name].name, first[name]["outcome"]) for name in unread}
    assert all(outcome for _, outcome in codes.values())
    library.conditional.clear()
    library.plain.clear()
    documents = {file: file.read_bytes() for file in real.site.public.rglob("*") if file.is_file()}
    second, total = poll(real.site.config)
    read = {name for name, line in first.items() if line["outcome"] == "ok"}
    assert read & library.plain.keys() == set()
    assert {second[name]["outcome"] for name in read} == {"not-modified"}
    assert sum(int(str(second[name]["new"])) + int(str(second[name]["updated"])) for name in read) == 0
    assert total["published"] == 0
    assert {file: file.read_bytes() for file in documents} == documents


def test_the_strict_parser_of_ruby_reads_every_document(real: RealSite) -> None:
    """What comes of odd titles, dates, languages and markup is a feed like any other."""
    paths = [path for path in real.site.paths(".rss") if "/archive/" not in path]  # which hold the same entries
    read = read_by_ruby(real.site, paths)
    assert len(read) == len(paths) > 50
    assert {path: told for path, told in read.items() if told != str(entries_in(path))} == {}


def test_every_document_and_story_is_valid_by_its_schema(real: RealSite, shared: Path) -> None:
    """JSON Feed 1.1, RFC 4287, sitemaps.org, ninjs 3.1."""
    assert faults_by_schema(real.site, shared / "data/schemas") == {}
    number, faults = faults_of_ninjs(real.site, shared / "data/schemas", every=5)
    assert number > 500
    assert faults == {}


def _read_by_feedparser(file: Path) -> bool:
    try:
        return bool(feedparser.parse(io.BytesIO(file.read_bytes())).entries)
    except Exception:
        return False
