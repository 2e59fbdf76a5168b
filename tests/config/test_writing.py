"""A source in, the commented YAML of its file out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from syndicator.chaos import Authorities
from syndicator.config import dump_source
from syndicator.model.source import (
    Fulltext,
    IdentityPolicy,
    Limits,
    ListingOptions,
    PageOptions,
    Republish,
    Rights,
    SitemapOptions,
    Source,
    WordPressOptions,
)
from tests.config.conftest import Newsroom

PLAIN = Source("valley-en", "Valley", "Valley", "feed", "https://valley.example/feed?x=1", language="en")
FULL = Source(
    id="valley-kk",
    name="«Алқап»: жаңалықтар # 1",
    publisher="no",
    kind="feed",
    address="http://127.0.0.1:8001/feed",
    homepage="http://127.0.0.1:8001/",
    language="kk-Cyrl",
    languages=("kk-Cyrl", "ru"),
    country="NO",
    timezone="Asia/Almaty",
    identity=IdentityPolicy.TITLE_DATE,
    rights=Rights(Republish.FULL, 10, True, "1e3", '© "Valley" \\ 2026', "https://valley.example/licence"),
    trust=0,
    enabled=False,
    reason="it's broken: 404",
    interval=timedelta(seconds=90),
    allow_private=("127.0.0.0/8", "fd00::/8"),
    allow_ports=(8001,),
    user_agent="Mozilla/5.0 (compatible; x)",
    limits=Limits(wire=1, deadline=0.5, reading=90.0),
)


def test_rights_and_what_differs_from_the_defaults_are_written_with_comments() -> None:
    """A short file to begin with, that explains itself, and has what an operator is to look at next."""
    assert dump_source(PLAIN) == (
        "# yaml-language-server: $schema=../schema/sources.json\n"
        "# The publisher's name.\n"
        "publisher: Valley\n"
        "sources:\n"
        "    # Names the source for ever: up to 64 of a-z, 0-9 and hyphen, unique over all files.\n"
        "  - id: valley-en\n"
        "    # Where it is collected from; http or https.\n"
        '    address: "https://valley.example/feed?x=1"\n'
        "    # The language it writes in (BCP 47): a hint to language detection, not a verdict.\n"
        "    language: en\n"
        "    # What the publisher lets us republish.\n"
        "    rights: {republish: headline}\n"
    )


@pytest.mark.parametrize(
    "source",
    [
        PLAIN,
        FULL,
        replace(PLAIN, cron="*/30 * * * *"),
        replace(PLAIN, kind="sitemap", options=SitemapOptions()),
        replace(PLAIN, kind="sitemap", options=SitemapOptions(("/жаңа/", "*x:#y$"), ('/"',), newest=3)),
        replace(PLAIN, kind="listing", options=ListingOptions("li.a > b, [x='1']", date=".день")),
        replace(PLAIN, kind="wordpress", options=WordPressOptions(5, "press_release", (3, 4), "ar")),
        replace(PLAIN, pages=PageOptions(Fulltext.SELECTOR, "#a > [b='c']", 3)),
        replace(PLAIN, pages=PageOptions(Fulltext.FACTS)),
        replace(PLAIN, pages=PageOptions(Fulltext.AUTO, "div.text")),
        replace(PLAIN, kind="opml", rights=Rights(Republish.EXCERPT)),
        replace(PLAIN, kind="opml", rights=Rights(Republish.HEADLINE)),
        replace(PLAIN, kind="opml", rights=Rights(Republish.EXCERPT, 50)),
        replace(PLAIN, name="true", publisher="- [x]"),
        replace(PLAIN, name="12:30", publisher="a  b "),
        replace(PLAIN, name="\ufeffA\u200fب", publisher="'"),
    ],
)
def test_what_was_written_is_read_back_equal(newsroom: Newsroom, source: Source) -> None:
    """Whatever YAML would make of the letters without quotes."""
    newsroom.write("config/sources/valley.yaml", dump_source(source).encode())
    assert newsroom.load().sources[source.id] == source


@pytest.mark.parametrize(
    ("change", "begins"),
    [
        (lambda pem: pem, "certificates: |\n      -----BEGIN CERTIFICATE-----\n"),
        (lambda pem: pem.rstrip(), 'certificates: "-----BEGIN CERTIFICATE-----\\n'),
        (lambda pem: f"of our own\n\n  key\n{pem}", 'certificates: "of our own\\n\\n'),
    ],
    ids=["a file", "no line at the end", "words before it"],
)
def test_certificates_are_written_as_the_block_that_they_are(
    newsroom: Newsroom, authorities: Authorities, change: Callable[[str], str], begins: str
) -> None:
    """Unless a block would change them; they are read back equal in any case."""
    source = replace(PLAIN, certificates=change(authorities.pem.read_text(encoding="ascii")))
    text = dump_source(source)
    assert begins in text
    newsroom.write("config/sources/valley.yaml", text.encode())
    assert newsroom.load().sources[source.id] == source
