"""What each reader does with items that it knows, and by what it knows them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from syndicator.acceptance.eyes import EYES, NOTHING, ideal, looked, newest_first, shown
from syndicator.model.acceptance import Issue, Told
from tests.acceptance.writing import issue, told, without_ids

WHOLE = issue(*(told(number) for number in range(6)))


def titles(reader: str, *issues: Issue) -> list[str]:
    """The titles that a reader shows after one document after the other, sorted."""
    shelf = NOTHING
    for each in issues:
        shelf = looked(EYES[reader], shelf, each)
    return sorted(each.title for each in shown(shelf))


def changed(of: Issue, place: int = 0, **changes: object) -> Issue:
    """The document with one item otherwise."""
    items = list(of.items)
    items[place] = replace(items[place], **changes)  # type: ignore[arg-type]
    return replace(of, items=tuple(items))


ALL = sorted(each.title for each in WHOLE.items)
RETITLED = changed(WHOLE, title="Another")
UPDATERS = ("newsboat", "netnewswire", "miniflux", "freshrss", "liferea", "reader", "drupal-aggregator")
IGNORERS = ("wp-rss-aggregator", "feedzy", "drupal-feeds", "thunderbird", "rss2email")


@pytest.mark.parametrize("reader", [each for each in EYES if EYES[each].shows is None])
def test_every_reader_shows_every_item_of_a_sound_document_once(reader: str) -> None:
    """However often it looks."""
    assert titles(reader, WHOLE, WHOLE) == ALL


@pytest.mark.parametrize("reader", UPDATERS)
def test_readers_that_update_take_a_new_headline(reader: str) -> None:
    """In the place of the old one."""
    assert titles(reader, WHOLE, RETITLED) == sorted(["Another", *ALL[1:]])


@pytest.mark.parametrize("reader", IGNORERS)
def test_readers_that_import_once_keep_the_old_headline(reader: str) -> None:
    """They know the item and do not look at it again."""
    assert titles(reader, WHOLE, RETITLED) == ALL


def test_feedwordpress_takes_new_words_with_a_later_date_only() -> None:
    """Which Atom has and RSS has not."""
    first = issue(*(told(number, updated=told(number).moment) for number in range(3)), format="atom")
    later = changed(first, title="Another", updated=told(-5).moment)
    silent = changed(first, title="Another")
    assert "Another" in titles("feedwordpress", first, later)
    assert "Another" not in titles("feedwordpress", first, silent)
    assert "Another" not in titles("feedwordpress", WHOLE, RETITLED)


def test_feedwordpress_without_dates_keeps_what_it_has() -> None:
    """There is nothing to compare."""
    bare = changed(WHOLE, moment=None)
    assert "Another" not in titles("feedwordpress", bare, changed(bare, title="Another"))


def test_sfeed_takes_a_new_headline_for_a_new_item() -> None:
    """It tells items apart by id, title and address together."""
    assert titles("sfeed", WHOLE, RETITLED) == sorted(["Another", *ALL])


def test_the_block_shows_the_newest_five_of_the_moment() -> None:
    """It keeps nothing."""
    assert titles("wordpress-block", WHOLE) == ALL[:5]
    assert titles("wordpress-block", WHOLE, RETITLED) == sorted(["Another", *ALL[1:5]])
    assert titles("wordpress-block", WHOLE, replace(WHOLE, items=())) == []


def test_wpematico_takes_the_newest_five_and_stops_at_the_first_that_it_knows() -> None:
    """What comes late is below that, and never taken."""
    late = told(0, article="late", guid="late", link="https://example.org/late", title="Late")
    items = WHOLE.items
    moment = items[1].moment
    below = replace(WHOLE, items=(*items[:2], replace(late, moment=moment), *items[2:]))
    above = replace(WHOLE, items=(replace(late, moment=told(-1).moment), *items))
    assert titles("wpematico", WHOLE) == ALL[:5]
    assert titles("wpematico", WHOLE, below) == ALL[:5]
    assert titles("wpematico", WHOLE, above) == sorted(["Late", *ALL[:5]])
    assert titles("wpematico", WHOLE, RETITLED) == ALL[:5]


def test_wpematico_takes_two_with_one_title_for_one() -> None:
    """And leaves all that are older."""
    assert titles("wpematico", changed(WHOLE, 1, title=WHOLE.items[0].title)) == [ALL[0]]


def test_feedzy_puts_a_new_item_in_the_place_of_another_with_its_address() -> None:
    """Its import removes duplicates by address, unless that is switched off."""
    renumbered = changed(WHOLE, guid="another", title="Another")
    assert titles("feedzy", WHOLE, renumbered) == sorted(["Another", *ALL[1:]])
    assert titles("feedzy", issue(told(0, link="")), issue(told(0, link="", guid="another"))) == ["Headline 0"] * 2


def test_wp_rss_aggregator_knows_items_by_their_address() -> None:
    """Of several without one it takes the first; one that moves it takes for a new one."""
    moved = changed(WHOLE, link="https://example.org/moved")
    assert titles("wp-rss-aggregator", WHOLE, moved) == sorted([ALL[0], *ALL])
    nowhere = changed(changed(WHOLE, link=""), 1, link="")
    assert titles("wp-rss-aggregator", nowhere) == [ALL[0], *ALL[2:]]


def test_drupals_aggregator_leaves_out_what_has_no_title() -> None:
    """Feeds takes it."""
    assert titles("drupal-aggregator", changed(WHOLE, title="")) == ALL[1:]
    assert titles("drupal-feeds", changed(WHOLE, title="")) == ["", *ALL[1:]]


def test_drupals_aggregator_shows_the_last_of_two_with_one_id() -> None:
    """The others that update show the first."""
    twice = changed(WHOLE, 1, guid=WHOLE.items[0].guid)
    assert titles("drupal-aggregator", twice) == ALL[1:]
    assert titles("newsboat", twice) == [ALL[0], *ALL[2:]]


@pytest.mark.parametrize(
    ("reader", "change", "copies"),
    [
        ("newsboat", {"title": "Another"}, 6),
        ("newsboat", {"date": "Fri, 01 May 2026 13:00:00 +0000"}, 7),
        ("netnewswire", {"title": "Another"}, 6),
        ("netnewswire", {"date": "Fri, 01 May 2026 13:00:00 +0000"}, 7),
        ("netnewswire", {"link": "https://example.org/moved"}, 7),
        ("miniflux", {"title": "Another"}, 6),
        ("miniflux", {"link": "https://example.org/moved"}, 7),
        ("freshrss", {"title": "Another"}, 6),
        ("freshrss", {"link": "https://example.org/moved"}, 7),
        ("liferea", {"title": "Another"}, 7),
        ("liferea", {"link": "https://example.org/moved"}, 6),
        ("rss2email", {"title": "Another"}, 6),
        ("rss2email", {"text": "Corrected."}, 7),
        ("thunderbird", {"title": "Another"}, 7),
        ("thunderbird", {"text": "Corrected."}, 7),
        ("drupal-feeds", {"title": "Another"}, 6),
        ("drupal-feeds", {"link": "https://example.org/moved"}, 7),
        ("feedzy", {"text": "Corrected."}, 6),
        ("feedwordpress", {"title": "Another"}, 7),
        ("feedwordpress", {"text": "Corrected."}, 6),
        ("reader", {"link": "https://example.org/moved"}, 7),
    ],
)
def test_without_ids_readers_fall_back_on_what_may_change(reader: str, change: dict[str, str], copies: int) -> None:
    """And show what changed twice."""
    bare = without_ids(WHOLE)
    items = (replace(bare.items[0], **change), *bare.items[1:])  # type: ignore[arg-type]
    assert len(titles(reader, bare, replace(bare, items=items))) == copies


def test_newsboat_falls_back_on_the_title_where_there_is_no_address_either() -> None:
    """The last that it can do."""
    bare = issue(told(0, guid="", link=""))
    assert len(titles("newsboat", bare, changed(bare, text="Corrected."))) == 1
    assert len(titles("newsboat", bare, changed(bare, title="Another"))) == 2


def test_netnewswire_falls_back_on_the_text_where_there_is_nothing_else() -> None:
    """An item that is a text alone."""
    bare = issue(told(0, guid="", link="", title="", date="", moment=None))
    assert len(titles("netnewswire", bare, changed(bare, text="Corrected."))) == 2


def test_freshrss_doubts_ids_of_which_too_many_are_doubled() -> None:
    """More than one in twenty: then it goes by address and date, and by the title where that does not do either."""
    one_id = replace(WHOLE, items=tuple(replace(each, guid="one") for each in WHOLE.items))
    assert titles("freshrss", one_id) == ALL
    one_page = replace(
        one_id, items=tuple(replace(each, link="https://example.org/", date="") for each in one_id.items)
    )
    assert titles("freshrss", one_page) == ALL


def test_freshrss_tolerates_one_doubled_id_in_twenty_items() -> None:
    """It shows one of the two."""
    many = issue(*(told(number) for number in range(20)))
    assert len(titles("freshrss", changed(many, 1, guid=many.items[0].guid))) == 19


def test_the_library_reader_takes_now_this_now_that_of_two_with_one_id() -> None:
    """It compares with what it has."""
    twice = changed(WHOLE, 1, guid=WHOLE.items[0].guid)
    assert titles("reader", twice) == [ALL[0], *ALL[2:]]
    assert titles("reader", twice, twice) == ALL[1:]


@pytest.mark.parametrize(("format", "count"), [("rss", 6), ("atom", 0)])
def test_the_library_reader_refuses_a_document_with_an_item_that_it_cannot_name(format: str, count: int) -> None:
    """RSS may have addresses in the place of ids."""
    assert len(titles("reader", replace(changed(WHOLE, guid=""), format=format))) == count


@pytest.mark.parametrize(
    ("change", "count"),
    [
        ({"title": ""}, 0),
        ({"link": ""}, 0),
        ({"format": "atom", "link": ""}, 6),
        ({"format": "atom", "title": ""}, 0),
    ],
)
def test_thunderbird_refuses_a_document_without_a_heading(change: dict[str, str], count: int) -> None:
    """RSS needs a link, too."""
    assert len(titles("thunderbird", replace(WHOLE, **change))) == count  # type: ignore[arg-type]


def test_thunderbird_leaves_out_items_that_it_cannot_name() -> None:
    """Atom without an id; anything without title and text."""
    atom = replace(WHOLE, format="atom")
    assert len(titles("thunderbird", changed(atom, guid=""))) == 5
    assert len(titles("thunderbird", changed(atom, title="", text=""))) == 5
    assert len(titles("thunderbird", changed(WHOLE, title="", text=""))) == 5
    assert len(titles("thunderbird", changed(WHOLE, guid="", text=""))) == 6


def test_items_are_in_order_of_their_dates_if_all_have_one() -> None:
    """As SimplePie has them."""
    items = (told(2), told(0), told(1))
    assert [each.article for each in newest_first(items)] == ["0", "1", "2"]
    assert newest_first((told(2), replace(told(0), moment=None))) == [told(2), replace(told(0), moment=None)]


def test_the_ideal_document_lacks_nothing_that_tells_items_apart() -> None:
    """No reader refuses it, loses or doubles any of its items."""
    bare = Issue("rss", "", "", tuple(Told(str(number), "", "", "", "") for number in range(4)))
    for name in EYES:
        assert len(titles(name, ideal(bare), ideal(bare))) == 4, name
