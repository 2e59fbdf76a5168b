"""Entries made ready to be written."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndicator.model.article import Image, SafeHtml
from syndicator.publish.item import item, items
from tests.publish.newsroom import NOON, entry, feed, full, versions

any_text = st.text(st.characters(codec=None, exclude_categories=()), max_size=40)


@pytest.mark.parametrize(
    "changes",
    [
        {"public_id": ""},
        {"public_id": "no iri"},
        {"public_id": "tag:a b"},
        {"public_id": "tag:x\x01"},
        {"title": " \x01 "},
        {"link": "javascript:alert(1)"},
        {"language": "en_US"},
        {"content": SafeHtml('<p>a <a rel="x" href="/news">b</a></p>')},
        {"content": SafeHtml('<img alt="" src="//elsewhere/p.png">')},
        {"published": datetime(2026, 1, 1)},
        {"updated": datetime.min.replace(tzinfo=timezone(timedelta(hours=5)))},
    ],
)
def test_a_faulty_entry_costs_only_itself(changes: dict[str, object]) -> None:
    """It is left out with its reason, and the others are published."""
    made = items(feed(entry("en", 1, **changes), entry("ru", 1)))
    assert [each.entry.language for each in made.sound] == ["ru"]
    assert list(made.faulty) == ["a1-en"]
    assert made.faulty["a1-en"].startswith("faulty: ")


def test_an_id_is_used_once() -> None:
    """Of two entries with one id the first is published."""
    made = items(feed(entry("en", 1), entry("ru", 1, public_id=entry("en", 1).public_id)))
    assert [each.entry.language for each in made.sound] == ["en"]
    assert made.faulty == {"a1-ru": "faulty: its id is taken"}


@given(any_text, any_text, any_text, any_text)
def test_no_text_of_a_source_is_a_fault(title: str, summary: str, name: str, attribution: str) -> None:
    """Whatever stands in them, texts are made fit or found empty; nothing else is raised."""
    made = items(feed(entry(title=title, summary=summary, source_name=name, attribution=attribution, authors=(name,))))
    assert len(made.sound) + len(made.faulty) == 1


def test_ids_are_never_touched() -> None:
    """An IRI as id is compared character by character (RFC 4287, section 4.2.6.1): no encoding, no folding."""
    assert item(entry(public_id="https://Example.net/новость?A=%d0")).id == "https://Example.net/новость?A=%d0"


def test_text_says_its_language_and_direction() -> None:
    """Feed formats have no direction, so it stands on the outermost element of the markup."""
    made = item(full("ar"))
    assert made.html.startswith('<div lang="ar" dir="rtl"><p>')
    assert made.html.endswith("</div>")


def test_the_source_is_credited_at_the_end_in_the_entrys_language() -> None:
    """With a link to the original in markup, and in plain words in the summary."""
    made = item(entry("ru"))
    assert made.summary.endswith("\n\nИсточник: Степной вестник")
    assert f'<p><a href="{made.link}">Источник: Степной вестник</a></p>' in made.html


def test_a_source_that_asks_for_its_own_words_gets_them() -> None:
    """An attribution that is more than the name stands as it is."""
    assert item(entry(attribution="By courtesy of the Herald")).attribution == "By courtesy of the Herald"
    assert item(entry(attribution="")).attribution == "Source: Steppe Herald"


def test_the_agency_that_the_source_credits_is_credited_with_it() -> None:
    """What the dateline said is no part of the text any more."""
    assert item(entry(attribution="", agency="Kazinform")).attribution == "Source: Steppe Herald (Kazinform)"
    assert item(entry(attribution="By courtesy", agency="Kazinform")).attribution == "By courtesy (Kazinform)"


def test_the_story_in_other_languages_is_linked_below_the_credit() -> None:
    """One link a language, by the first version, its name in itself; the line is in the entry's own language."""
    again = replace(entry("en").versions[0], link="https://again.example/", public_id="tag:x,2026:again")
    own = replace(again, language="en-GB")
    html = item(entry("en", versions=(*entry("en").versions, again, own))).html
    line = html[html.index("In other languages") :]
    assert [each for each in ("العربية", "עברית", "Қазақша (кирилл)", "Русский", "English") if each in line] == [
        "العربية", "עברית", "Қазақша (кирилл)", "Русский",
    ]  # fmt: skip
    assert line.count("<a ") == 4
    assert '<a href="https://ar.example.net/1" hreflang="ar" lang="ar" dir="rtl">العربية</a>' in line
    assert '<p lang="he" dir="rtl">בשפות נוספות: ' in item(entry("he")).html
    assert '<p lang="kk-Latn" dir="ltr">Basqa tılderde: ' in item(entry("en", language="kk-Latn")).html
    assert '<p lang="en" dir="ltr">In other languages: ' in item(entry("en", language="tr")).html
    unsure = (replace(again, language="und"),)
    assert "In other languages" not in item(entry("en", versions=unsure)).html


def test_what_stands_in_says_its_language_with_the_credit() -> None:
    """Readers of an edition in another language see at once what they get."""
    assert item(entry("en", stands_in=True)).attribution == "Source: Steppe Herald [English]"


def test_a_headline_shows_its_credit_only() -> None:
    """No text without the right to it."""
    made = item(entry(summary="", versions=()))
    assert made.summary == "Source: Steppe Herald"
    assert made.html.count("<p>") == 1


def test_an_excerpt_is_escaped_and_a_full_text_is_not() -> None:
    """A plain summary becomes markup once; sanitised markup is not escaped again."""
    assert "<p>5 &lt; 6</p>" in item(entry(summary="5 < 6")).html
    assert "<p>5 &lt; 6</p>" in item(full(content=SafeHtml("<p>5 &lt; 6</p>"))).html


def test_dates_are_whole_seconds_of_utc_and_in_order() -> None:
    """An entry never changed before it was published (RFC 4287, section 4.2.9)."""
    almaty = timezone(timedelta(hours=5))
    when = NOON.astimezone(almaty).replace(microsecond=5)
    made = item(entry(published=when, updated=when - timedelta(days=1)))
    assert made.published.isoformat() == "2026-11-24T12:00:00+00:00"
    assert made.updated == made.published


def test_the_original_is_the_only_alternate() -> None:
    """Some readers take the last alternate they find: versions are related, with language and title."""
    made = item(full(via="https://wire.example/1"))
    assert [link.rel for link in made.links] == ["alternate", *["related"] * 4, "via", "license"]
    assert made.links[1].hreflang == "ru"
    assert made.links[1].title == "Степной вестник: Три университета откроют общий симуляционный центр"


def test_links_that_lead_nowhere_are_left_away() -> None:
    """A version, a licence, a picture or a page seen without a web address."""
    broken = tuple(replace(each, link="urn:x") for each in versions("en", 1))
    made = item(entry(versions=broken, licence="see below", via="/x", image=Image("data:image/png;base64,")))
    assert [link.rel for link in made.links] == ["alternate"]
    assert made.image is None


def test_somebody_is_always_the_author() -> None:
    """The source, when it names nobody (RFC 4287, section 4.1.1 asks for an author); its id when it has no name."""
    assert item(full()).authors == ("A. Writer", "B. Writer")
    assert item(entry(authors=(" ",))).authors == ("Steppe Herald",)
    assert item(entry(source_name="\x01")).authors == ("steppe-herald",)


def test_what_is_held_is_not_made_again() -> None:
    """However much else was made meanwhile: equal entries have one item as long as anybody has use for it."""
    held = item(entry("en"))
    item.cache_clear()
    assert item(entry("en")) is held
