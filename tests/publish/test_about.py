"""The page about a feed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from lxml import etree, html

from syndicator.model.feed import Feed
from syndicator.model.rule import parse_rule
from syndicator.model.topic import Concept, Term, Topic
from syndicator.publish.about import about_page, chart, sources
from syndicator.publish.item import items
from syndicator.publish.pages import edition
from syndicator.publish.plain import NO_RULES, Rules
from syndicator.publish.words import WORDS
from tests.publish.newsroom import DEFINITION, NOON, SITE, editions, entry, feed, full, mixed

TOPIC = Topic("medical-education", parse_rule("title:nurse and not crime"))
CONCEPTS = {
    "nurse": Concept("nurse", {"en": (Term("nurse"), Term("midwife")), "ar": (Term("ممرضة"),)}),
    "crime": Concept("crime", {"en": (Term("crime"),), "ar": (Term("جريمة"),)}),
}


def parsed(page: bytes) -> html.HtmlElement:
    return html.document_fromstring(page.decode())


def page(made: Feed, topic: Topic | None = TOPIC) -> html.HtmlElement:
    return parsed(about_page(edition(made), Rules({topic.id: topic} if topic else {}, CONCEPTS, {}), SITE))


@pytest.mark.parametrize("each", editions(), ids=lambda each: each.edition or "all")
def test_it_says_everything_in_the_language_of_the_edition(each: Feed) -> None:
    """What it contains, its rule, its health, its days, its sources, how to have it, how to embed it."""
    found = page(each)
    language = each.edition or "en"
    words = WORDS[language]
    assert found.xpath("string(//h1)") == words["about_named"].format(title=DEFINITION.titles[language])
    assert found.xpath("//h2[not(@id='about-title')]/text()") == [
        words[name] for name in ("contains", "rule", "health", "chart", "sources", "subscribe", "embed")
    ]
    assert DEFINITION.descriptions[language] in found.text_content()
    address = f"https://news.example.org/feeds/medical-education{f'.{each.edition}' if each.edition else ''}"
    assert found.xpath("//section[@class='addresses']//code/text()") == [
        f"{address}.{suffix}" for suffix in ("atom", "rss", "json")
    ]


def test_the_rule_is_told_in_words() -> None:
    """What is looked for, what is left out, the whole, and what the words stand for."""
    text = " ".join(page(feed(entry("ar"), edition="ar")).text_content().split())
    assert "تُختار المقالات التي تتحدث عن: ممرضة." in text
    assert "وتُستبعد المقالات التي تتحدث عن: جريمة." in text
    assert "في العنوان: «ممرضة»" in text
    assert "nurse, midwife" in page(feed(entry())).text_content()
    only = page(feed(entry()), replace(TOPIC, rule=parse_rule("nurse")))
    assert WORDS["en"]["rule_unwanted"].split("{", maxsplit=1)[0] not in only.text_content()
    assert page(feed(entry()), None).xpath("//h2[@id='rule']") == []


def test_the_chart_stacks_the_languages_of_each_day() -> None:
    """In hundredths of the tallest; days without articles keep their place; the table has the same numbers."""
    older = [entry("en", number, published=NOON - timedelta(days=2)) for number in (7, 8)]
    found = chart(items(feed(entry("en"), entry("ar"), entry("kk-Cyrl"), entry("en", 2), *older)).sound)
    assert found.languages == ("en", "ar", "kk-Cyrl")
    assert found.tallest == 4
    assert len(found.columns) == 14
    assert not any(each.parts for each in found.columns[:-3])
    assert [(each.day.day, each.parts) for each in found.columns[-3:]] == [
        (22, ((0, 0.0, 50.0, 2),)),
        (23, ()),
        (24, ((0, 0.0, 50.0, 2), (1, 50.0, 25.0, 1), (2, 75.0, 25.0, 1))),
    ]
    shown = page(feed(entry("en"), entry("ar"), *older))
    rows = [each.xpath("*//text()") for each in shown.xpath("//section[@class='by-day']//tbody/tr")]
    assert rows == [["Nov 24, 2026", "1", "1"], ["Nov 22, 2026", "2", "0"]]


def test_the_chart_runs_as_the_page_is_read_and_keeps_to_two_months() -> None:
    """Right to left in Arabic, two weeks at least; what is older is not drawn, nor is its language named."""
    old = entry("ru", 9, published=NOON - timedelta(days=100))
    made = chart(items(feed(entry("ar"), old)).sound)
    assert len(made.columns) == 60
    assert made.languages == ("ar",)
    two = [entry("ar"), entry("ar", 2, published=NOON - timedelta(days=1))]
    for language, places in (("ar", ["11", "1"]), ("en", ["121", "131"])):
        assert page(feed(*two, edition=language)).xpath("//rect/@x") == places


def test_sources_are_told_with_what_they_allow_and_ask_for() -> None:
    """The most that is shown, credits beyond the name, notices and licences, each once."""
    found = sources(items(feed(full("en", 1), full("en", 2, attribution="By courtesy"), entry("ar"))).sound)
    assert [(each.name, each.count, each.extent) for each in found] == [
        ("Steppe Herald", 2, "shown_full"),
        ("صوت الجامعة", 1, "shown_excerpt"),
    ]
    assert found[0].credits == ("By courtesy", "© en")
    assert found[0].licences == ("https://creativecommons.org/licenses/by/4.0/",)
    assert found[0].homepage == "https://en.example.net/"
    (bare,) = sources(items(feed(entry(summary="", source_homepage=""))).sound)
    assert (bare.extent, bare.homepage, bare.credits) == ("shown_headline", None, ())


def test_it_tells_what_waits_and_who_is_told_at_once() -> None:
    """Where something waits, and where there is a hub."""
    words = WORDS["en"]
    quiet = page(feed(entry())).text_content()
    assert words["waiting"] not in quiet
    assert words["hubs"] not in quiet
    busy = about_page(
        edition(replace(feed(entry()), queued={"a": 2, "b": 3})),
        NO_RULES,
        replace(SITE, hubs=("https://hub.example/",)),
    )
    assert words["hubs"].encode() in busy
    rows = parsed(busy).xpath("//dl[@class='state']/div")
    assert {each.xpath("string(dt)"): each.xpath("string(dd)") for each in rows}[words["waiting"]] == "5"


def test_an_empty_feed_has_a_page_too() -> None:
    """Without a chart or sources; a feed of one language has no choice of languages."""
    found = page(replace(feed(), definition=replace(DEFINITION, languages=(), descriptions={"en": ""})))
    assert found.xpath("//svg | //nav | //h2[@id='sources'] | //h2[@id='contains']") == []
    assert found.xpath("//dl[@class='state']//dd/text()") == ["0", "0"]


def test_the_lines_to_copy_are_text_of_the_page() -> None:
    """Nothing of them is an element; what is copied is what embeds."""
    hostile = replace(DEFINITION, titles={"en": '"><script>alert(1)</script>'})
    found = page(feed(entry(), definition=hostile))
    assert found.xpath("//script") == []
    (lines,) = found.xpath("//pre[@class='snippet']/code/text()")
    copied = html.fragment_fromstring(lines, create_parent=True)
    assert copied.xpath("script/@src") == ["https://news.example.org/embed.js"]
    assert copied.xpath("syndicator-feed/@feed") == ["medical-education"]
    assert copied.xpath("string(syndicator-feed/a)") == hostile.titles["en"]
    assert "lang=" not in lines
    assert ' lang="ar"' in page(feed(entry("ar"), edition="ar")).xpath("string(//pre/code)")


def test_it_keeps_to_the_policy_and_can_be_used_without_seeing_it() -> None:
    """No script, no style of its own; one h1; no id twice; what scrolls can be reached by keyboard and has a name."""
    for each in editions():
        found = page(each)
        assert found.xpath("//script | //style | //@style | //form") == []
        assert not [name for one in found.iter(etree.Element) for name in one.attrib if str(name).startswith("on")]
        assert len(found.xpath("//h1")) == 1
        assert len(found.xpath("//@id")) == len(set(found.xpath("//@id")))
        scrolling = found.xpath("//*[@tabindex='0']")
        assert all(one.get("role") and (one.get("aria-labelledby") or one.get("aria-label")) for one in scrolling)
        assert set(found.xpath("//@aria-labelledby")) <= set(found.xpath("//@id"))


def test_it_is_small() -> None:
    """Below 60 kB without a picture."""
    assert len(about_page(edition(mixed()), Rules({TOPIC.id: TOPIC}, CONCEPTS, {}), SITE)) < 60_000
