"""Two articles side by side."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from syndicator.deduplicate.comparators import (
    brought_up_to_date,
    near_duplicate,
    same_address,
    same_content,
    same_entry,
    same_page,
    translation,
)
from syndicator.model.article import Alternate
from tests.deduplicate.articles import DAWN, LONG, NOW, OTHER, article, at

ELSEWHERE = at("https://beta.example/x")


@pytest.mark.parametrize(
    ("earlier", "strict", "same"),
    [
        ({"title": "Edited title"}, False, True),
        ({"title": "Edited title"}, True, True),
        (ELSEWHERE, False, True),
        (ELSEWHERE, True, True),
        ({**ELSEWHERE, "title": "Another story", "text": OTHER}, False, False),
        ({"canonical": None, "title": "Another story"}, False, True),
        ({"canonical": None, "title": "Another story"}, True, False),
        ({**ELSEWHERE, "text": OTHER}, False, False),
    ],
)
def test_entries_with_one_identity_are_one_unless_address_and_title_differ(
    earlier: dict[str, Any], strict: bool, same: bool
) -> None:
    """And unless a recurring headline stands over another text at another address (I05, I07, I13)."""
    assert same_entry(article(text=LONG), article(**{"text": LONG, **earlier}), strict=strict) is same


SAID = DAWN - timedelta(minutes=73)
RENAMED: dict[str, Any] = {
    "title": "Doctors met",
    "canonical": "https://alpha.example/2026/doctors-met",
    "published": SAID,
}


@pytest.mark.parametrize(
    ("now", "strict", "same"),
    [
        ({}, False, True),
        ({}, True, False),
        ({"text": OTHER}, False, False),
        ({"published": SAID + timedelta(minutes=1)}, False, False),
        ({"published": SAID + timedelta(minutes=1), "text": LONG + " More."}, False, True),
        ({"published": NOW, "text": LONG, "title": "Medics 2"}, False, False),
        ({"published": SAID.replace(hour=0, minute=0)}, False, False),
        ({"published": NOW, "canonical": "https://alpha.example/live/doctors-from-seven-countries-met"}, False, True),
        ({"published": NOW, "canonical": "https://alpha.example/live/doctors"}, False, False),
    ],
)
def test_a_headline_may_be_rewritten_and_the_address_with_it(now: dict[str, Any], strict: bool, same: bool) -> None:
    """Text, name of the page or the moment of publication stays; a text of its own makes another story (I07, I19)."""
    text = LONG if "text" in now else "A few words."
    title = "Medics 1" if now.get("title") else "Medics"
    earlier = article(
        text=text, title=title, published=SAID, **at("https://alpha.example/news/doctors-from-seven-countries-met")
    )
    assert same_entry(article(**{"text": text, **RENAMED, **now}), earlier, strict=strict) is same


@pytest.mark.parametrize("moment", [DAWN, DAWN.replace(hour=0)])
def test_a_day_and_the_moment_of_collecting_are_shared_by_many(moment: datetime) -> None:
    """They prove nothing."""
    earlier = article(title="Medics", published=moment, collected=DAWN)
    assert not same_entry(article(**{**RENAMED, "published": moment}), earlier, strict=False)


LATER = {"published": DAWN + timedelta(hours=3)}
MUCH_LATER = {"published": DAWN + timedelta(days=40)}
FRONT = at("https://alpha.example")


@pytest.mark.parametrize(
    ("now", "alone", "same"),
    [
        ({}, False, True),
        ({"title": "Edited"}, False, True),
        (LATER, False, True),
        ({**LATER, "title": "Edited", "text": LONG + " More."}, False, True),
        ({**LATER, "title": "Edited", "text": "Short."}, False, False),
        ({**LATER, "title": "Edited", "text": "Short."}, True, True),
        ({**MUCH_LATER, "title": "Edited", "text": "Short."}, True, False),
        (at("https://new.example/news/a"), False, True),
        ({**at("https://new.example/news/a"), "title": "Edited"}, True, False),
        ({**at("https://new.example/news/a"), **MUCH_LATER}, True, False),
        ({**at("https://new.example/news/a"), "text": OTHER}, True, False),
        (ELSEWHERE, True, False),
        ({"canonical": None}, True, False),
        (FRONT, True, False),
    ],
)
def test_a_new_identity_on_the_same_page_is_the_same_entry(now: dict[str, Any], alone: bool, same: bool) -> None:
    """Identities flip and publishers move (I01, I02); many pages are not alone at their address."""
    earlier = article(text=LONG)
    found = same_page(article(**{"identity": "new", "title": earlier.title, "text": LONG, **now}), earlier, alone=alone)
    assert bool(found) is same


@pytest.mark.parametrize(
    ("now", "same"),
    [
        ({}, True),
        ({"title": "Edited", "text": LONG + " More."}, True),
        ({"title": "Edited", "text": "Short."}, False),
        ({**LATER, "title": "Edited 2", "text": LONG + " More."}, True),
        ({**MUCH_LATER, "title": "Edited", "text": LONG}, False),
        (MUCH_LATER, True),
        ({**MUCH_LATER, "text": "Short."}, False),
        ({"text": OTHER}, False),
        (at("https://alpha.example/en/other_a3930265"), False),
        (at("https://alpha.example/en/other"), False),
    ],
)
def test_the_number_of_a_page_outlives_its_path_and_its_host(now: dict[str, Any], same: bool) -> None:
    """Kazinform's addresses: the number stays, host and path do not; the number may be that of a section (I02)."""
    earlier = article(text=LONG, **at("https://en.alpha.example/news/doctors-met_a3930264/"))
    moved = {
        **at("https://www.alpha.example/en/amp-doctors_a3930264"),
        "identity": "new",
        "title": earlier.title,
        "text": LONG,
    }
    assert bool(same_page(article(**{**moved, **now}), earlier, alone=True)) is same


@pytest.mark.parametrize("place", ["https://new.example/news/", "https://new.example/economy/"])
@pytest.mark.parametrize(
    ("now", "same"),
    [
        ({}, True),
        ({"language": "ru"}, False),
        (MUCH_LATER, False),
        ({"text": OTHER}, False),
    ],
)
def test_the_name_of_a_page_outlives_its_host_its_title_and_its_date(
    place: str, now: dict[str, Any], same: bool
) -> None:
    """For a day, in one language (I02)."""
    earlier = article(text=LONG, **at("https://alpha.example/news/rates-5ef5ad47"))
    text = now.get("text", "Short.")
    moved = {"identity": "new", "title": "Edited", **LATER, **at(f"{place}rates-5ef5ad47"), **now, "text": text}
    assert bool(same_page(article(**moved), earlier, alone=True)) is same


@pytest.mark.parametrize(
    ("now", "same"),
    [
        ({}, True),
        ({"text": OTHER}, False),
        ({"title": "Edited"}, False),
        ({"published": SAID + timedelta(minutes=1)}, False),
        ({"published": SAID.replace(hour=0, minute=0)}, False),
    ],
)
def test_a_site_built_anew_keeps_titles_and_moments(now: dict[str, Any], same: bool) -> None:
    """Host, path and guid are all new (I02)."""
    earlier = article(text=LONG, published=SAID)
    rebuilt = {
        "identity": "new",
        "title": earlier.title,
        "text": LONG,
        "published": SAID,
        **at("https://new.example/x/1"),
    }
    assert bool(same_page(article(**{**rebuilt, **now}), earlier, alone=True)) is same


def test_a_day_is_no_moment() -> None:
    """Nor is the moment of collecting."""
    for moment in (DAWN, DAWN.replace(hour=0)):
        earlier = article(text=LONG, published=moment)
        assert same_page(article(published=moment, **at("https://new.example/x/1")), earlier, alone=True) is None


def test_a_page_needs_an_earlier_address_and_a_path() -> None:
    """A front page is the address of no single article."""
    assert same_page(article(), article(canonical=None), alone=True) is None
    assert same_page(article(**FRONT), article(**FRONT), alone=True) is None


@pytest.mark.parametrize(
    ("other", "same"),
    [
        ({"source": "beta"}, True),
        ({"source": "beta", "title": "Its own headline"}, True),
        ({"source": "beta", "language": "und"}, True),
        ({"source": "beta", "language": "ru"}, False),
        ({"source": "beta", **ELSEWHERE}, False),
        ({}, True),
        ({"title": "Its own headline"}, False),
    ],
)
def test_an_article_at_the_same_address_is_a_reprint(other: dict[str, Any], same: bool) -> None:
    """At one source the title must be the same as well."""
    assert bool(same_address(article(**other), article())) is same


def test_a_front_page_or_no_address_is_no_common_address() -> None:
    """Nothing is known by what it does not have."""
    assert same_address(article(source="beta", **FRONT), article(**FRONT)) is None
    assert same_address(article(source="beta", canonical=None), article(canonical=None)) is None


def test_equal_words_are_a_reprint_if_there_are_enough() -> None:
    """«Weekly digest» is no content (I13), and languages are not crossed (I14)."""
    one, other = article(text=LONG), article(source="beta", text=LONG)
    assert same_content(one, other)
    assert same_content(one, article(source="beta", text=OTHER)) is None
    assert same_content(article(), article(source="beta")) is None
    assert same_content(article(text=LONG, language="ru"), other) is None


@pytest.mark.parametrize(
    ("more", "same"),
    [
        ({"text": "The agency reports. " + LONG}, True),
        ({"text": " ".join(LONG.split()[:50])}, True),
        ({"text": OTHER}, False),
        ({"text": " ".join(LONG.split()[:20])}, False),
        ({"text": LONG, "source": "alpha"}, False),
        ({"text": LONG, "language": "ru"}, False),
        ({"text": LONG, "title": "Rates on 6 May"}, False),
        ({"text": LONG, "title": "Rates of the day"}, True),
    ],
)
def test_texts_that_share_fingerprints_are_reprints(more: dict[str, Any], same: bool) -> None:
    """Excerpts are found; templates with other numbers in the title are not."""
    other = article(**{"source": "beta", "title": "Rates on 5 May", **more})
    assert bool(near_duplicate(other, article(text=LONG, title="Rates on 5 May"))) is same


TOLD = LONG + " It is the 12th course of 30, said the dean on Monday."
AGAIN = {"published": DAWN + timedelta(hours=7), "title": "Joint course on surgery opened for 41 residents"}


@pytest.mark.parametrize(
    ("now", "same"),
    [
        ({}, True),
        ({"text": TOLD.replace("forty", "forty-one").replace("12th", "13th")}, True),
        ({"title": "Joint course on surgery ended"}, True),
        ({"title": "Course opened"}, True),
        ({"title": "Harvest came early"}, False),
        ({"title": "Joint course on surgery opened for 57 residents"}, False),
        ({"text": TOLD.replace("12th", "14th").replace("30", "28")}, False),
        ({"text": OTHER}, False),
        ({"text": "Short."}, False),
        ({"published": DAWN - timedelta(hours=1)}, False),
        ({"published": DAWN + timedelta(minutes=5)}, False),
        ({"published": DAWN + timedelta(days=5)}, False),
        ({"source": "beta"}, False),
        ({"language": "ru"}, False),
    ],
)
def test_a_source_that_tells_again_in_the_same_words_brings_its_news_up_to_date(
    now: dict[str, Any], same: bool
) -> None:
    """What it says again with another headline, or with other numbers throughout, is a series."""
    earlier = article(text=TOLD, title="Joint course on surgery opened for 41 residents")
    assert bool(brought_up_to_date(article("b", **{"text": TOLD, **AGAIN, **now}), earlier)) is same


def test_translations_name_each_other() -> None:
    """One alone may claim anything."""
    english = article("en", alternates=(Alternate("https://alpha.example/news/ar", "ar"),))
    arabic = article("ar", language="ar", alternates=(Alternate("https://alpha.example/news/en", "en"),))
    assert translation(arabic, english)
    assert translation(article("ar", language="ar"), english) is None
    assert translation(english, article("ar", alternates=arabic.alternates)) is None
