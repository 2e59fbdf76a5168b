"""Pages for people."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest
from lxml import etree, html

from syndicator.model.article import SafeHtml
from syndicator.model.feed import FeedEntry
from syndicator.publish.about import about_page
from syndicator.publish.moving import destination
from syndicator.publish.pages import bot_page, edition, index_page, missing_page, moved_page, story_page, topic_page
from syndicator.publish.plain import NO_RULES
from syndicator.publish.words import WORDS, direction
from tests.publish.newsroom import DEFINITION, NOON, SITE, TEXTS, editions, entry, feed, full, mixed


def parsed(page: bytes) -> html.HtmlElement:
    return html.document_fromstring(page.decode())


def topic(made: object) -> html.HtmlElement:
    return parsed(topic_page(edition(made), SITE))  # type: ignore[arg-type]


def every_page() -> list[bytes]:
    shown = [edition(each) for each in editions()]
    stories = [story_page("story1", each.items[:5], [each.feed.definition], SITE) for each in shown]
    return [
        *(topic_page(each, SITE) for each in shown),
        *stories,
        story_page("story1", shown[0].items[:5], [], SITE, [("/stories/x", shown[0].items[0].versions[0])]),
        index_page(shown[:1], SITE),
        index_page([], SITE),
        bot_page(SITE),
        missing_page(SITE),
    ]


@pytest.mark.parametrize(
    ("language", "direction"), [("en", "ltr"), ("ru", "ltr"), ("kk", "ltr"), ("ar", "rtl"), ("he", "rtl")]
)
def test_a_page_speaks_the_language_of_its_edition(language: str, direction: str) -> None:
    """Words of ours, dates and direction."""
    page = topic(next(each for each in editions() if each.edition == language))
    assert (page.get("lang"), page.get("dir")) == (language, direction)
    assert page.xpath("string(//aside/h2)") == WORDS[language]["subscribe"]
    assert page.xpath("string(//h1)") == DEFINITION.titles[language]


def test_a_language_without_words_of_ours_gets_english_ones() -> None:
    """The articles say their own language anyway."""
    page = topic(feed(entry("en", 1), edition="fr"))
    assert (page.get("lang"), page.get("dir")) == ("en", "ltr")


def test_a_feed_described_in_another_language_says_so() -> None:
    """English in the middle of an Arabic page is read out as English, and its full stop stands at its end."""
    described = replace(DEFINITION, titles={"en": "Nursing"}, descriptions={"en": "How nurses learn.", "kk": "Оқу"})
    told = edition(replace(feed(entry("ar", 1), edition="ar"), definition=described))
    opening = parsed(topic_page(told, SITE)).find_class("opening")[0]
    said = [(each.get("lang"), each.get("dir"), each.text) for each in opening.xpath("h1/bdi | p[@class='lede']/bdi")]
    assert said == [("en", "ltr", "Nursing"), ("en", "ltr", "How nurses learn.")]
    about = parsed(about_page(told, NO_RULES, SITE))
    assert about.xpath("//section[@aria-labelledby='contains']/p/bdi/@lang") == ["en"]
    arabic = replace(SITE, languages=("ar",))
    index = parsed(index_page([told], arabic))
    assert index.xpath("//h2[starts-with(@id, 'feed-')]//bdi/@dir") == ["ltr"]
    assert index.xpath("//p[@class='lede']/bdi/@lang") == ["en"]
    own = parsed(topic_page(edition(replace(told.feed, edition="kk")), SITE)).find_class("lede")[0]
    assert (own.text, own.xpath("bdi")) == ("Оқу", [])


def test_where_nothing_is_people_are_told_so_in_every_language_of_the_site() -> None:
    """And led to what there is; the page itself is nothing that anybody should find."""
    page = parsed(missing_page(replace(SITE, languages=("kk", "ar", "kk-Latn"))))
    assert (page.get("lang"), page.xpath("string(//h1)")) == ("kk", WORDS["kk"]["missing"])
    said = page.xpath("//div[@class='words']/p")
    assert [(each.get("lang"), each.get("dir")) for each in said] == [("kk", "ltr"), ("ar", "rtl")]
    assert [each.xpath("string(a/@href)") for each in said] == ["/", "/"]
    assert page.xpath("//meta[@name='robots']/@content") == ["noindex"]
    assert not page.xpath("//link[@rel='canonical'] | //meta[@property='og:url']")


def test_every_article_says_its_language_and_direction() -> None:
    """On a page of all languages each article is laid out as its readers read."""
    articles = topic(mixed()).xpath("//article")
    assert {(each.get("lang"), each.get("dir")) for each in articles} == {
        ("en", "ltr"), ("ru", "ltr"), ("kk-Cyrl", "ltr"), ("ar", "rtl"), ("he", "rtl"),
    }  # fmt: skip


def test_titles_lead_to_the_original() -> None:
    """And not to us."""
    page = topic(feed(entry("en", 1)))
    (title,) = page.xpath("//article//h3/a")
    assert title.get("href") == "https://en.example.net/%D0%BD%D0%BE%D0%B2%D0%BE%D1%81%D1%82%D0%B8/1?id=1"
    assert page.xpath("string(//meta[@name='referrer']/@content)") == "no-referrer"
    assert page.xpath("//a[@target]") == []


def test_a_card_says_in_which_other_languages_the_story_is() -> None:
    """In words of the page; what is in its own language, or in one that nobody knows, is named apart."""
    same = replace(entry().versions[0], id="s", language="en", source_name="Herald")
    unknown = replace(same, id="u", language="und")
    for edition_language in ("en", "ar", "he", "kk", "ru"):
        made = feed(entry("en", 1, versions=(same, unknown, *entry().versions)), edition=edition_language)
        (card,) = topic(made).xpath("//article//p[@class='also']")
        assert card.xpath("string(ancestor-or-self::*[@lang][1]/@lang)") == edition_language
        assert card.xpath("string(ancestor-or-self::*[@dir][1]/@dir)") == direction(edition_language)
        words = WORDS[edition_language]
        assert [(link.text, link.get("href")) for link in card.xpath("a")] == [(words["story"], "/stories/story1")]
        assert [text.strip() for text in card.xpath("span/text()[1]")] == [f"{words['also_in']}:", f"{words['also']}:"]
        assert card.xpath("span[1]/bdi/text()") == ["Русский", "Қазақша (кирилл)", "العربية", "עברית"]
        assert card.xpath("span[1]/bdi/@lang") == ["ru", "kk-Cyrl", "ar", "he"]
        assert card.xpath("span[2]/bdi/text()") == ["Herald", "Herald"]
    assert topic(feed(entry(versions=()))).xpath("//p[@class='also']") == []


def heavy(language: str, number: int) -> FeedEntry:
    """An entry with a long summary and a long address, on a day of its own, in a story of five languages."""
    when = NOON - timedelta(days=number)
    more = {"summary": f"{TEXTS[language][1]} " * 8, "link": f"https://x.example/{'address-' * 15}{number}"}
    return full(language, number, **more, story=f"0123456789abcdefghjkmn{number:04}", published=when)


@pytest.mark.parametrize("language", [None, *TEXTS])
def test_a_page_of_fifty_articles_is_light(language: str | None) -> None:
    """Less than 60 kB in whatever script, with all headlines; the newest have the beginning of their summaries."""
    spoken_in = [language] if language else list(TEXTS)
    entries = [heavy(spoken_in[n % len(spoken_in)], n + 1) for n in range(50)]
    edition_language = language.split("-")[0] if language else None
    shown = feed(*entries, edition=edition_language)
    page = topic_page(edition(shown), SITE)
    assert len(page) < 60_000
    articles = parsed(page).xpath("//article")
    assert [each.xpath("string(.//h3)") for each in articles] == [each.title for each in entries]
    begun = [each.xpath("string(.//*[contains(@class, 'p-summary')])") for each in articles]
    assert all(0 < len(each) <= 200 and each.endswith("…") for each in begun[:8])
    assert begun == sorted(begun, key=lambda each: not each)
    assert [bool(each.xpath(".//img")) for each in articles] == [bool(each) for each in begun]


def test_short_summaries_stand_whole_on_every_article() -> None:
    """Where there is room for all."""
    page = topic(feed(*(entry("en", n, versions=()) for n in range(1, 51))))
    assert page.xpath("//p[@class='p-summary']/text()") == [TEXTS["en"][1]] * 50


def test_what_a_source_asks_to_be_credited_with_is_shown() -> None:
    """More than its name, and its notice; the name alone stands there anyway."""
    page = topic(feed(full("en", 1, attribution="By courtesy of the Herald")))
    assert page.xpath("normalize-space(//p[@class='credit'])") == "By courtesy of the Herald © en"
    assert topic(feed(entry())).xpath("//p[@class='credit']") == []


def test_pages_show_summaries_and_never_the_full_text() -> None:
    """Whatever a source allows in feeds: the page sends readers to the original."""
    assert b"secret-of-the-text" not in topic_page(
        edition(feed(full(content=SafeHtml("<p>secret-of-the-text</p>")))), SITE
    )


def test_days_head_their_articles() -> None:
    """Newest day first."""
    older = entry("en", 2, published=NOON.replace(day=20))
    assert topic(feed(entry(), older)).xpath("//h2[not(@id)]/text()") == ["November 24, 2026", "November 20, 2026"]


def test_an_empty_feed_says_so() -> None:
    """Rather than show an empty page."""
    page = topic(feed())
    assert page.xpath("string(//p[@class='empty'])") == WORDS["en"]["empty"]
    assert page.xpath("//header//time") == []


def test_readers_discover_the_feeds() -> None:
    """link rel=alternate with type, title and an absolute address for every format."""
    found = topic(editions()[4]).xpath("//head/link[@rel='alternate'][@type]")
    base = "https://news.example.org/feeds/medical-education.ar"
    assert [(each.get("type"), each.get("href")) for each in found] == [
        ("application/atom+xml", f"{base}.atom"),
        ("application/rss+xml", f"{base}.rss"),
        ("application/feed+json", f"{base}.json"),
    ]
    assert found[0].get("title") == "التعليم الطبي (Atom)"


def test_language_versions_name_each_other() -> None:
    """hreflang both ways, the page itself among them, and a page for everybody else."""
    seen = []
    for each in editions():
        found = topic(each).xpath("//head/link[@hreflang]")
        seen.append([(link.get("hreflang"), link.get("href")) for link in found])
    assert all(one == other for one, other in pairwise(seen))
    assert [language for language, _ in seen[0]] == ["x-default", "en", "ru", "kk", "ar", "he"]
    assert topic(editions()[4]).xpath("//link[@rel='canonical']/@href") == [seen[0][4][1]]


def test_a_feed_of_one_language_has_no_choice_of_languages() -> None:
    """No empty navigation."""
    alone = replace(DEFINITION, languages=())
    assert topic(feed(entry(), definition=alone)).xpath("//nav") == []
    assert b"editions" not in index_page([edition(feed(entry(), definition=alone))], SITE)


def test_a_story_is_told_in_its_own_language_when_it_has_one() -> None:
    """Else in the site's first."""
    arabic = edition(feed(entry("ar")))
    assert parsed(story_page("story1", arabic.items, [arabic.feed.definition], SITE)).get("lang") == "ar"
    both = edition(feed(entry("ar"), entry("en")))
    page = parsed(story_page("story1", both.items, [both.feed.definition], SITE))
    assert page.get("lang") == "en"
    assert page.xpath("string(//h1)") == entry("en").title
    without = edition(feed(entry("ar"), entry("he")))
    assert parsed(story_page("story1", without.items, [], SITE)).xpath("//h1/@lang") == ["he"]


def test_a_story_shows_its_versions_side_by_side_language_by_language() -> None:
    """Entries in full, others by title, source and time; each group in its direction, the page's language first."""
    told = edition(feed(entry("ar"), entry("en")))
    page = parsed(story_page("story1", told.items, [told.feed.definition], SITE))
    groups = page.xpath("//section[@class='tongue']")
    assert [(each.get("lang"), each.get("dir")) for each in groups] == [
        ("en", "ltr"), ("ru", "ltr"), ("kk-Cyrl", "ltr"), ("ar", "rtl"), ("he", "rtl"),
    ]  # fmt: skip
    assert groups[0].xpath("string(h3)") == "English"
    assert page.xpath("//article[@class='entry named']/@lang") == ["ru", "kk-Cyrl", "he"]
    russian = groups[1].xpath("article")[0]
    assert russian.xpath("string(.//bdi[@class='source'])") == "Степной вестник"
    assert russian.xpath("string(.//time/@datetime)") == "2026-11-23T11:00:00Z"
    assert russian.xpath("string(.//p[@class='meta']/span)") == "translation"
    assert page.xpath("count(//div[@class='beside several'])") == 1
    lone = parsed(story_page("story1", edition(feed(entry(versions=()))).items, [], SITE))
    assert lone.xpath("count(//div[@class='beside'])") == 1
    assert lone.xpath("//section[@class='perhaps']") == []


def test_reprints_are_folded_under_what_they_repeat() -> None:
    """Behind one line that tells how many; the words are the same."""
    again = entry("he").versions[0]
    first = replace(again, id="r1", source_name="Reprinter", reprint_of="a1-en")
    chained = replace(again, id="r2", source_name="Second", reprint_of="r1")
    of_other = replace(again, id="r3", source_name="Third", language="ru", reprint_of="a1-ru")
    told = edition(feed(entry("en", 1, versions=(chained, first, *entry("en").versions, of_other))))
    page = parsed(story_page("story1", told.items, [], SITE))
    folded = page.xpath("//details")
    assert [each.xpath("string(summary)") for each in folded] == ["Reprints (2)", "Reprints (1)"]
    assert folded[0].xpath(".//bdi[@class='source']/text()") == ["Reprinter", "Second"]
    assert page.xpath("count(//article)") == 5


def test_what_may_be_the_same_is_named_in_words_of_the_page() -> None:
    """With its language and direction."""
    other = replace(entry("en").versions[2], translation=False)
    for language in ("en", "ar", "he", "ru", "kk-Cyrl"):
        told = edition(feed(entry(language, versions=())))
        page = parsed(story_page("s", told.items, [], SITE, [("/stories/x", other), (other.link, other)]))
        section = page.xpath("//section[@class='perhaps']")[0]
        assert section.xpath("string(h2)") == WORDS[language.split("-")[0]]["perhaps"]
        assert section.xpath("ul/li/@dir") == ["rtl", "rtl"]
        assert section.xpath("ul/li/a/@href") == ["/stories/x", other.link]


def test_the_page_of_a_merged_story_leads_to_the_other() -> None:
    """With any web server; its bytes say where to, and only such a page's do."""
    page = moved_page("abc234", SITE)
    assert destination(page) == "/stories/abc234"
    assert parsed(page).xpath("string(//link[@rel='canonical']/@href)") == f"{SITE.address}/stories/abc234"
    assert parsed(page).xpath("string(//main//a/@href)") == "/stories/abc234"
    below = moved_page("abc234", replace(SITE, address="https://example.org/news"))
    assert destination(below) == "/news/stories/abc234"
    assert [destination(each) for each in every_page() if destination(each)] == []


def test_nothing_of_a_source_makes_a_page_lead_elsewhere() -> None:
    """What looks like a redirect in a title is a title; an address of others is none of ours."""
    evil = '<meta charset="utf-8">\n<meta http-equiv="refresh" content="0; url=/x">\n'
    told = edition(feed(entry(title=evil, summary=evil)))
    assert destination(story_page("s", told.items, [], SITE)) is None
    for path in ("//evil.example/", "https://evil.example/", '/x"><script>', "javascript:alert(1)"):
        assert destination(evil.replace("/x", path).encode()) is None


def test_publishers_learn_who_reads_them_and_whom_to_write_to() -> None:
    """The address in our User-Agent leads here (conformance 235)."""
    page = parsed(bot_page(replace(SITE, contact="mailto:desk@example.org")))
    assert page.xpath("//a[@href='mailto:desk@example.org']/text()") == ["desk@example.org"]
    assert page.xpath("string(//link[@rel='canonical']/@href)") == f"{SITE.address}/bot"


def test_markup_in_any_text_is_text() -> None:
    """Templates escape; nothing of a source becomes an element or an attribute (CVE-2017-12980 and its like)."""
    evil = "\"><img src=x onerror=alert(1)>'"
    sick = entry(title=evil, summary=evil, source_name=evil, attribution=evil + "!", notice=evil, story=evil)
    sick = replace(sick, versions=(replace(sick.versions[0], title=evil, source_name=evil, language="en"),))
    named = replace(DEFINITION, titles={"en": evil}, descriptions={"en": evil})
    shown = edition(feed(sick, definition=named))
    site = replace(SITE, name=evil)
    pages = [
        topic_page(shown, site),
        index_page([shown], site),
        story_page("s", shown.items, [shown.feed.definition], site, [("/stories/x", sick.versions[0])]),
    ]
    assert not any(parsed(page).xpath("//img | //@onerror") for page in pages)


def test_pages_keep_to_their_content_security_policy() -> None:
    """default-src 'none'; style-src 'self': no script, no style in the page, no handlers."""
    for page in every_page():
        root = parsed(page)
        assert root.xpath("//script | //style | //@style | //iframe | //form | //base") == []
        assert not [name for each in root.iter(etree.Element) for name in each.attrib if str(name).startswith("on")]


def test_pages_can_be_used_without_seeing_them() -> None:
    """One main, one h1, headings without gaps, a way past the navigation, alternatives for pictures, no double ids."""
    for page in every_page():
        root = parsed(page)
        assert len(root.xpath("//main")) == len(root.xpath("//h1")) == 1
        assert root.xpath("//body/*[1][self::a]/@href") == ["#content"]
        assert not root.xpath("//img[not(@alt)]")
        levels = [int(each.tag[1]) for each in root.xpath("//h1 | //h2 | //h3")]
        assert all(after - before <= 1 for before, after in pairwise(levels))
        ids = root.xpath("//@id")
        assert len(ids) == len(set(ids))


def test_links_within_the_site_keep_its_path() -> None:
    """A site may live under a path of its host."""
    page = topic_page(edition(mixed()), replace(SITE, address="https://example.org/news"))
    assert not re.findall(r'href="/(?!news/)', page.decode())


def test_pages_are_equal_for_equal_content() -> None:
    """They are written only when something changed."""
    assert every_page() == every_page()
