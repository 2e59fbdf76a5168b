"""One address for people and for readers."""

from __future__ import annotations

from dataclasses import replace

import pytest

from syndicator.web.documents import Documents
from syndicator.web.negotiation import alternates, chosen
from tests.publish.newsroom import DEFINITION, SITE
from tests.web.test_documents import Shelf, ask

FEEDS = {DEFINITION.id: DEFINITION, "plain": replace(DEFINITION, id="plain", languages=())}
TOPIC = "/topics/medical-education"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


@pytest.mark.parametrize(
    ("path", "accept", "languages", "location"),
    [
        (TOPIC, "", "", "topics/medical-education.html"),
        (TOPIC, BROWSER, "", "topics/medical-education.html"),
        (TOPIC, BROWSER, "fr", "topics/medical-education.html"),
        (TOPIC, BROWSER, "ar-EG, ar;q=0.9, en;q=0.8", "topics/medical-education/ar"),
        (f"{TOPIC}/", BROWSER, "ar", "topics/medical-education/ar"),
        (f"{TOPIC}/he", BROWSER, "ar", "topics/medical-education/he"),
        (TOPIC, "application/atom+xml", "", "feeds/medical-education.atom"),
        (TOPIC, "application/rss+xml, */*;q=0.1", "ru", "feeds/medical-education.ru.rss"),
        (f"{TOPIC}/he", "application/feed+json", "ru", "feeds/medical-education.he.json"),
        ("/topics/plain", BROWSER, "ru", "topics/plain.html"),
    ],
)
def test_an_address_without_an_ending_shows_what_is_wanted(
    path: str, accept: str, languages: str, location: str
) -> None:
    """A page unless something else is wanted more; the edition in one's language, if the address names none."""
    found = chosen(path, accept, languages, FEEDS)
    assert found is not None
    assert found.location == location


@pytest.mark.parametrize(
    "path", [f"{TOPIC}.html", f"{TOPIC}/fr", f"{TOPIC}/about", "/topics/none", "/feeds/medical-education.atom", "/"]
)
def test_other_addresses_always_show_the_same(path: str) -> None:
    """Whatever is accepted."""
    assert chosen(path, "application/atom+xml", "ar", FEEDS) is None


@pytest.fixture
def documents() -> Documents:
    names = ["topics/medical-education.html", "topics/medical-education/ar.html", "feeds/medical-education.ar.rss"]
    return Documents(
        Shelf({name: name.encode() * 50 for name in names}),
        max_age=60,
        links=lambda name: list(alternates(SITE, name, FEEDS)),
        choose=lambda path, accept, languages: chosen(path, accept, languages, FEEDS),
    )


def test_what_was_chosen_is_named_and_what_it_was_chosen_by(documents: Documents) -> None:
    """Content-Location and Vary, also where a copy is still good; each form has a tag of its own."""
    tags = set()
    for accept, location in ((BROWSER, "/topics/medical-education/ar"), ("application/rss+xml", None)):
        status, headers, body = ask(documents, TOPIC, accept=accept, accept_language="ar")
        assert (status, headers["vary"]) == (200, "accept-encoding, accept, accept-language")
        assert headers["content-location"] == (location or "/feeds/medical-education.ar.rss")
        assert ask(documents, headers["content-location"], accept=accept)[2] == body
        again = ask(documents, TOPIC, accept=accept, accept_language="ar", if_none_match=headers["etag"])
        assert (again[0], again[1]["content-location"]) == (304, headers["content-location"])
        tags.add(headers["etag"])
    assert len(tags) == 2
    assert ask(documents, f"{TOPIC}/ar", accept=BROWSER)[1]["vary"] == "accept-encoding, accept"
    assert "content-location" not in ask(documents, f"{TOPIC}.html", accept=BROWSER)[1]


def test_what_is_not_there_yet_is_not_chosen(documents: Documents) -> None:
    """A person who would rather read Hebrew has the page of all languages until there is an edition."""
    status, headers, body = ask(documents, TOPIC, accept=BROWSER, accept_language="he")
    assert (status, body) == (200, b"topics/medical-education.html" * 50)
    assert headers["vary"] == "accept-encoding, accept, accept-language"
    assert headers["content-location"] == "/topics/medical-education.html"
    assert ask(documents, f"{TOPIC}/he", accept=BROWSER)[0] == 404


def test_pages_name_their_formats_and_editions() -> None:
    """In the header, for those who do not read HTML; pages of other kinds do not."""
    found = list(alternates(SITE, "topics/medical-education/ar.html", FEEDS))
    assert (
        '<https://news.example.org/feeds/medical-education.ar.atom>; rel="alternate"; type="application/atom+xml"'
        in found
    )
    assert (
        '<https://news.example.org/topics/medical-education/en>; rel="alternate"; type="text/html"; hreflang="en"'
        in (found)
    )
    assert not any('hreflang="ar"' in each for each in found)
    for name in (
        "index.html",
        "topics/medical-education/about.html",
        "topics/none.html",
        "feeds/medical-education.atom",
    ):
        assert list(alternates(SITE, name, FEEDS)) == []
