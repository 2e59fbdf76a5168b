"""What the store holds is text, whoever wrote it: payloads in all fields that publishing is given, past cleaning."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote

import feedparser
import pytest

from syndicator.model.article import Image
from syndicator.model.feed import Feed, FeedEntry, Neighbour, Retraction, Surroundings, Version
from syndicator.model.rule import parse_rule
from syndicator.model.topic import Concept, Term, Topic
from syndicator.publish import publish, publish_site
from syndicator.publish.output import FolderOutput
from syndicator.publish.plain import Rules
from syndicator.publish.site import Memory
from syndicator.web.documents import Documents
from tests.browser import Chromium
from tests.journeys.payloads import PAYLOADS
from tests.loopback import Answer, Loopback
from tests.publish.newsroom import DEFINITION, NOON, SITE, TEXTS, full

pytestmark = pytest.mark.journey
ALL = [payload for group in PAYLOADS.values() for payload in group]
TOGETHER = 12
"""Payloads of one story: each is the title of an article of it."""
STORIES = [ALL[at : at + TOGETHER] for at in range(0, len(ALL), TOGETHER)]
BELIEVES = """(async () => {
  const pieces = await (await fetch("/html.json")).json();
  for (const piece of pieces) document.body.appendChild(document.createElement("section")).innerHTML = piece;
  return new Promise(done => setTimeout(done, 100, document.querySelectorAll("section").length));
})()"""


class Printed:
    """Everything that is published of a feed whose every word is a payload, served on loopback."""

    def __init__(self, folder: Path) -> None:
        self.output = FolderOutput(folder)
        self.server = Loopback(self._answer)
        self.address = f"http://127.0.0.1:{self.server.port}"
        worst = ALL[1]
        site = replace(SITE, address=self.address, name=worst)
        names = {language: f"{language} {worst}" for language in DEFINITION.languages}
        definition = replace(DEFINITION, titles=names, descriptions=names, ended=NOON.date())
        entries = tuple(_entry(number, payloads) for number, payloads in enumerate(STORIES))
        gone = tuple(Retraction(f"tag:example.org,2026:gone-{each}", each, NOON, NOON) for each in TEXTS)
        feeds = [Feed(definition, None, NOON, entries, retracted=gone)]
        for edition in definition.languages:
            own = tuple(each for each in entries if each.language.split("-", maxsplit=1)[0] == edition)
            feeds.append(Feed(definition, edition, NOON, own, retracted=gone))
        self.report = publish(feeds, site, self.output)
        others = tuple(Neighbour(f"other-{at}", _version(at, payload)) for at, payload in enumerate(ALL[:5]))
        around = {each.story: Surroundings((), others) for each in entries}
        term = {language: tuple(Term(payload) for payload in ALL) for language in DEFINITION.languages}
        concepts = {name: Concept(name, term, description=worst) for name in ("nurse", "crime")}
        rules = Rules(
            {definition.topic: Topic(definition.topic, parse_rule("title:nurse and not crime"))}, concepts, {}
        )
        publish_site(feeds, [definition], site, self.output, memory=Memory(), around=around, rules=rules)

    def _answer(self, path: str, validator: str | None) -> Answer:
        if path == "html.json":
            return 200, {"Content-Type": "application/json"}, json.dumps(self.html()).encode()
        if path == "page":
            return 200, {"Content-Type": "text/html; charset=utf-8"}, b"<!doctype html><title>Page</title>"
        asked = {b"if-none-match": validator.encode()} if validator else {}
        status, headers, body = Documents(self.output, max_age=0).answer("GET", f"/{path}", asked)
        return status, {name.decode(): value.decode() for name, value in headers if name != b"content-length"}, body

    def paths(self, folder: str) -> list[str]:
        """All that a browser may be shown."""
        return [each for each in self.output.paths() if each.startswith(folder) and not each.endswith((".png", ".ico"))]

    def html(self) -> list[str]:
        """What the formats call HTML, as a reader that cleans nothing has it.

        Titles are plain text in all of them. For readers that take those of RSS for HTML they lose their tags before
        they are stored, which is tried elsewhere.
        """
        found = []
        for name in self.paths("feeds/"):
            document = self.output.read(name) or b""
            if name.endswith(".json"):
                found += [each["content_html"] for each in json.loads(document)["items"]]
                continue
            parsed = feedparser.parse(io.BytesIO(document), sanitize_html=False, resolve_relative_uris=False)
            found += [
                detail.value
                for each in parsed.entries
                for detail in (*each.content, each.get("summary_detail"))
                if detail and "html" in detail.type
            ]
        return found


def _entry(number: int, payloads: list[str]) -> FeedEntry:
    language = list(TEXTS)[number % len(TEXTS)]
    first = payloads[0]
    return full(
        language,
        number + 1,
        public_id=f"tag:example.org,2026:{number}",
        story=f"story{number}",
        link=f"https://payload.example/{number}?{quote(first, errors='replace')}",
        title=f"{number} {first}",
        summary=first,
        authors=tuple(payloads),
        source_name=first,
        source_address=first,
        source_homepage=first,
        attribution=first,
        agency=first,
        notice=first,
        licence=first,
        via=first,
        stands_in=True,
        image=Image(f"https://payload.example/{number}.png", first, first),
        versions=tuple(_version(number * 100 + at, payload) for at, payload in enumerate(payloads)),
    )


def _version(number: int, payload: str) -> Version:
    languages = [*TEXTS, payload]
    return Version(
        id=payload,
        public_id=payload,
        link=f"https://payload.example/{number}" if number % 5 else payload,
        title=f"{number} {payload}",
        language=languages[number % len(languages)],
        source_name=payload,
        published=NOON - timedelta(minutes=number),
    )


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Printed]:
    made = Printed(tmp_path_factory.mktemp("printed") / "public")
    with made.server:
        yield made


def test_everything_is_published(printed: Printed) -> None:
    """No payload costs an entry; farewell and stubs stand beside them."""
    assert (printed.report.held, printed.report.left_out) == ("", {})
    items = json.loads(printed.output.read("feeds/medical-education.json") or b"")["items"]
    assert len(items) == 1 + len(STORIES) + len(TEXTS)
    assert len(printed.paths("stories/")) == len(STORIES)


@pytest.mark.parametrize("folder", ["index", "topics/", "stories/", "feeds/", "opml"])
def test_nothing_runs_of_what_the_store_holds(printed: Printed, browser: Chromium, folder: str) -> None:
    """Pages of topics, about feeds and of stories, and documents, without their content security policy."""
    paths = printed.paths(folder)
    assert paths
    found = {each: browser.visit(f"{printed.address}/{each}").faults for each in paths}
    assert {each: faults for each, faults in found.items() if faults} == {}


def test_nothing_runs_in_a_reader_that_believes_our_words(printed: Printed, browser: Chromium) -> None:
    """Credits, links to other languages, farewells and stubs, put into a page as the HTML that they are said to be."""
    seen = browser.visit(f"{printed.address}/page", BELIEVES)
    assert seen.said == len(printed.html()) > 3 * len(STORIES)
    assert seen.faults == []
