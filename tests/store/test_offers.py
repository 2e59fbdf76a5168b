"""What partners may have, kept in either database: the order of changes, pages, and what is owed."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from syndicator.model.feed import FeedEntry
from syndicator.model.offer import Gone, Listing, Offer
from syndicator.model.partner import Partner, Usage, key_digest
from syndicator.model.retagging import Retagging
from syndicator.model.webhook import Webhook
from syndicator.ports import Store
from syndicator.store import open_store
from syndicator.store.partners import USAGE_DAYS
from tests.store.samples import DAWN, article, batch, decision, later, merged

FEEDS = ("law", "medicine")


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def address(request: pytest.FixtureRequest) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{request.getfixturevalue('tmp_path')}/syndicator.db"
    found: str = request.getfixturevalue("schema")
    return found


@pytest.fixture
def store(address: str) -> Iterator[Store]:
    """A store with twenty stories, ``s00`` to ``s19``, of one article each."""
    opened = open_store(address)
    opened.apply(batch([decision(article(f"{n:02}"), story=f"s{n:02}") for n in range(20)]))
    opened.offer((), DAWN, opened.offers_owed(100))
    yield opened
    opened.close()


def entry(title: str = "News", *, language: str = "kk-Cyrl", source: str = "alpha") -> FeedEntry:
    return FeedEntry(
        id="id-a",
        public_id="tag:example.org,2026-01-01:a",
        story="s00",
        link="https://a.example/",
        title=title,
        summary="",
        content=None,
        language=language,
        direction="ltr",
        published=DAWN,
        updated=DAWN,
        source_id=source,
        source_name="Alpha",
        source_address="https://a.example/feed",
        source_homepage="",
        attribution="Alpha",
    )


def offer(story: str, title: str = "News", feed: str = "medicine", **more: str) -> Offer:
    return Offer(feed, story, (entry(title, **more),))


def gone(story: str, feed: str = "medicine") -> Offer:
    return Offer(feed, story, gone=Gone.WITHDRAWN)


def walk(store: Store, feeds: Sequence[str] = FEEDS, size: int = 3, **asked: Any) -> list[tuple[str, int]]:
    """Every page of the stories offered."""
    found: list[tuple[str, int]] = []
    page = store.stories_offered(feeds, after=0, most=size, **asked)
    found += page.stories
    while page.more:
        page = store.stories_offered(feeds, after=page.reached, most=size, **asked)
        found += page.stories
    return found


# --- changes ---------------------------------------------------------------------------------------------------------


def test_each_story_that_changes_gets_the_next_number(store: Store) -> None:
    """What is the same as before is no change, and keeps its number and moment."""
    store.offer([offer("s01"), offer("s02")], DAWN)
    store.offer([offer("s01"), offer("s02", "Corrected")], later(hours=1))
    found = store.offers({"s01", "s02", "s03"})
    assert {story: [(each.nr, each.at) for each in changes] for story, changes in found.items()} == {
        "s01": [(1, DAWN)],
        "s02": [(3, later(hours=1))],
    }
    assert found["s02"][0].offer == offer("s02", "Corrected")
    assert store.last_change() == 3


def test_a_story_changes_once_in_all_feeds(store: Store) -> None:
    """Two feeds that tell it make no two changes of it."""
    store.offer([offer("s01"), offer("s01", feed="law")], DAWN)
    assert [each.nr for each in store.offers({"s01"})["s01"]] == [1, 1]
    assert store.stories_offered(FEEDS, after=0, most=5).stories == (("s01", 1),)
    assert [each.offer.feed for each in store.offers({"s01"}, ["law"])["s01"]] == ["law"]


def test_what_was_never_offered_cannot_be_gone(store: Store) -> None:
    """Partners are not told of stories that they never could have had."""
    store.offer([gone("s01")], DAWN)
    assert store.offers({"s01"}) == {}
    assert store.last_change() == 0


def test_a_story_that_is_gone_is_told_as_a_change_and_listed_no_more(store: Store) -> None:
    """Its tombstone stays, and what it told is deleted."""
    store.offer([offer("s01"), offer("s02")], DAWN)
    store.offer([gone("s01")], later(hours=1))
    assert walk(store) == [("s02", 2)]
    assert store.changes(FEEDS, after=0, most=9).stories == (("s02", 2), ("s01", 3))
    assert store.offers({"s01"})["s01"][0].offer == gone("s01")
    store.offer([offer("s01", "Back")], later(hours=2))
    assert walk(store) == [("s02", 2), ("s01", 4)]


def test_a_clock_that_is_put_back_puts_no_change_before_another(store: Store) -> None:
    """Numbers and moments have the same order, whatever the machine says."""
    store.offer([offer("s01")], later(hours=1))
    store.offer([offer("s02")], DAWN)
    assert [store.offers({name})[name][0].at for name in ("s01", "s02")] == [later(hours=1)] * 2
    assert store.last_change_before(later(hours=1)) == 0
    assert store.last_change_before(later(hours=2)) == 2


def test_a_moment_finds_the_changes_since(store: Store) -> None:
    """The first change at that moment is among them."""
    store.offer([offer("s01")], DAWN)
    store.offer([offer("s02")], later(hours=1))
    assert [store.last_change_before(later(hours=hours)) for hours in (-1, 0, 1, 2)] == [0, 0, 1, 2]


# --- pages -----------------------------------------------------------------------------------------------------------


def test_pages_go_through_all_feeds_in_order_of_change(store: Store) -> None:
    """Whatever feed a story is told by, and however short the pages are."""
    for number in range(12):
        store.offer([offer(f"s{number:02}", feed=FEEDS[number % 3 == 0])], later(minutes=number))
    wanted = [(f"s{number:02}", number + 1) for number in range(12)]
    assert [walk(store, size=size) for size in (1, 2, 3, 50)] == [wanted] * 4
    assert walk(store, ["medicine"]) == wanted[::3]


def test_a_story_comes_where_it_changed_last_in_any_of_the_feeds(store: Store) -> None:
    """Who may read one feed alone is not told of changes in the other."""
    store.offer([offer("s01"), offer("s01", feed="law")], DAWN)
    store.offer([offer("s02")], DAWN)
    store.offer([offer("s01", "Corrected", feed="law")], DAWN)
    assert walk(store, size=1) == [("s02", 2), ("s01", 3)]
    assert walk(store, ["medicine"], size=1) == [("s01", 1), ("s02", 2)]


def test_stories_are_found_by_language_and_source_of_one_entry(store: Store) -> None:
    """A wide tag finds narrow ones; both conditions are about the same entry."""
    both = Offer("medicine", "s03", (entry(language="kk-Cyrl"), entry(language="en-GB", source="beta")))
    store.offer([offer("s01"), offer("s02", source="beta"), both], DAWN)
    assert [name for name, _ in walk(store, languages=["kk"])] == ["s01", "s02", "s03"]
    assert [name for name, _ in walk(store, languages=["kk-cyrl"], source="beta")] == ["s02"]
    assert [name for name, _ in walk(store, languages=["en-us", "en"])] == ["s03"]
    assert [name for name, _ in walk(store, source="beta")] == ["s02", "s03"]
    assert walk(store, languages=["kk-latn"]) == []


def test_the_first_language_that_anybody_speaks_is_meant(store: Store) -> None:
    """RFC 4647, section 3.4: it is taken, even where others of the list would find more."""
    store.offer([offer("s01", language="ru"), offer("s02", language="ru"), offer("s03", language="ru-KZ")], DAWN)
    assert [name for name, _ in walk(store, languages=["ru-kz", "ru"])] == ["s03"]
    assert [name for name, _ in walk(store, ["law"], languages=["ru-kz", "ru"])] == []


def test_a_page_reads_no_more_rows_however_many_there_are(
    address: str, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of each feed one more than it has, what is offered of its stories, and where else they changed; filters and
    tombstones cost nothing. Rows are counted.
    """
    read: list[int] = []
    store.apply(batch([decision(article(f"x{n:03}"), story=f"x{n:03}") for n in range(600)]))
    real: Any = sa.CursorResult._fetchiter_impl

    def counting(self: Any) -> Iterator[Any]:
        for row in real(self):
            read.append(1)
            yield row

    def costs() -> list[int]:
        """Rows read for a page of ten: all, by language and source, of two feeds, and of changes."""
        found = []
        asked: list[Callable[[], Listing]] = [
            lambda: store.stories_offered(["medicine"], after=0, most=10),
            lambda: store.stories_offered(["medicine"], after=0, most=10, languages=["en"], source="beta"),
            lambda: store.stories_offered(FEEDS, after=0, most=10),
            lambda: store.changes(["medicine"], after=0, most=10),
        ]
        for ask in asked:
            read.clear()
            assert len(ask().stories) == 10
            found.append(len(read))
        return found

    def grow(first: int, last: int) -> None:
        """Of four stories one is gone, one is of another source, one of another feed besides."""
        names = [f"x{n:03}" for n in range(first, last)]
        for at in range(0, len(names), 4):
            one, two, three, four = names[at : at + 4]
            made = [offer(one), offer(two, language="en", source="beta"), offer(three), offer(four)]
            store.offer([*made, offer(four, feed="law")], DAWN)
        store.offer([gone(one) for one in names[::4]], DAWN)

    grow(0, 60)
    monkeypatch.setattr(sa.CursorResult, "_fetchiter_impl", counting)
    few = costs()
    monkeypatch.undo()
    grow(60, 600)
    monkeypatch.setattr(sa.CursorResult, "_fetchiter_impl", counting)
    assert costs() == few
    assert 21 <= min(few) <= max(few) <= 4 * 11 + 2 * 10


# --- many who write and read -----------------------------------------------------------------------------------------


def test_who_reads_on_from_where_he_is_misses_nothing_of_many_who_write(address: str, store: Store) -> None:
    """Several processes change offers at once; numbers are seen in order, though transactions end as they like."""
    writers = [open_store(address) for _ in range(3)]
    done = threading.Event()

    def write(which: int) -> None:
        for turn in range(25):
            writers[which].offer([offer(f"s{which:02}", f"{turn}"), offer(f"s{which + 5:02}", f"{turn}")], DAWN)

    threads = [threading.Thread(target=write, args=(which,)) for which in range(3)]
    seen: list[int] = []

    def read() -> None:
        reached = 0
        while True:
            ended = done.is_set()
            page = store.changes(["medicine"], after=reached, most=4)
            seen.extend(nr for _, nr in page.stories)
            reached = page.reached
            latest = {nr for story in store.offers({f"s{n:02}" for n in range(10)}).values() for nr in [story[0].nr]}
            left = [nr for nr in latest if nr <= reached and nr not in seen]
            assert not left
            if ended and not page.more and not page.stories:
                return

    reader = threading.Thread(target=read)
    for thread in (*threads, reader):
        thread.start()
    for thread in threads:
        thread.join()
    done.set()
    reader.join(30)
    assert not reader.is_alive()
    assert seen == sorted(set(seen))
    assert store.last_change() == 150
    assert {nr for each in store.offers({f"s{n:02}" for n in range(10)}).values() for nr in [each[0].nr]} <= set(seen)
    for each in writers:
        each.close()


STEPS = st.lists(
    st.tuples(
        st.sampled_from([f"s{n:02}" for n in range(6)]),
        st.sampled_from(FEEDS),
        st.none() | st.sampled_from(["one", "two", "three"]),
    ),
    max_size=30,
)


@settings(
    deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(steps=STEPS, size=st.integers(1, 4), feeds=st.sampled_from([FEEDS, ("law",), ("medicine",)]))
def test_who_reads_while_stories_come_change_and_go_has_them_all_in_the_end(
    store: Store, steps: list[tuple[str, str, str | None]], size: int, feeds: Sequence[str]
) -> None:
    """Between any two pages anything may happen; nothing is lost, and nothing comes twice in one state."""
    reached = store.last_change()
    names = {f"s{n:02}" for n in range(6)}
    seen: list[tuple[str, int]] = []
    mine = {name: max(each.nr for each in changes) for name, changes in store.offers(names, feeds).items()}

    def read() -> bool:
        nonlocal reached
        page = store.changes(feeds, after=reached, most=size)
        reached = page.reached
        seen.extend(page.stories)
        mine.update(page.stories)
        return page.more

    for story, feed, title in steps:
        store.offer([offer(story, title, feed) if title else gone(story, feed)], DAWN)
        read()
    while read():
        pass
    assert mine == {name: max(each.nr for each in changes) for name, changes in store.offers(names, feeds).items()}
    assert len(seen) == len(set(seen))


# --- what is owed ----------------------------------------------------------------------------------------------------


def owed(store: Store) -> list[str]:
    """The stories that are owed, which are not owed any more."""
    found = store.offers_owed(100)
    store.offer((), DAWN, found)
    return sorted(set(found.values()))


def test_whatever_changes_a_story_owes_it(store: Store) -> None:
    """New and changed articles, merging, what an editor decides, and what a feed announces."""
    store.apply(batch([decision(article("new"), story="s01")]))
    assert owed(store) == ["s01"]
    store.apply(batch(same_story=(("s02", "s03"),)))
    assert owed(store) == ["s02", "s03"]
    store.change_stories([merged("s04", "s05")], [])
    assert owed(store) == ["s04", "s05"]
    store.mark_published("medicine", 0, {"": ["id-07", "id-08"]}, DAWN)
    assert owed(store) == ["s07", "s08"]
    store.mark_published("medicine", 0, {"": ["id-07", "id-09"]}, DAWN)
    assert owed(store) == ["s09"]


def test_an_edited_rule_owes_what_its_feeds_have_told(store: Store) -> None:
    """Whether it is announced or only on record."""
    store.mark_published("medicine", 0, {"": ["id-07"]}, DAWN)
    store.offer([offer("s01"), offer("s02", feed="law")], DAWN)
    owed(store)
    store.end_retagging(Retagging({"medicine": "v2"}, since=DAWN, began=DAWN), ["medicine"])
    assert owed(store) == ["s01", "s07"]


def test_another_configuration_owes_everything_once(store: Store) -> None:
    """The same one owes nothing, also after a restart."""
    store.mark_published("medicine", 0, {"": ["id-07"]}, DAWN)
    store.offer([offer("s02", feed="law")], DAWN)
    owed(store)
    store.owe_offers("one")
    assert owed(store) == ["s02", "s07"]
    store.owe_offers("one")
    assert owed(store) == []
    store.owe_offers("two")
    assert owed(store) == ["s02", "s07"]


def test_what_comes_while_offers_are_made_stays_owed(store: Store) -> None:
    """Only what was told is done, in whatever order numbers were given."""
    store.apply(batch([decision(article("new"), story="s01")]))
    told = store.offers_owed(100)
    store.apply(batch([decision(article("newer"), story="s01")]))
    store.offer([offer("s01")], DAWN, told)
    assert owed(store) == ["s01"]
    assert owed(store) == []


def test_what_was_announced_is_found_by_story_and_feed(store: Store) -> None:
    """Also when the story was merged since."""
    store.mark_published("medicine", 0, {"": ["id-07", "id-08"]}, DAWN)
    store.mark_published("law", 0, {"": ["id-08"]}, DAWN)
    store.change_stories([merged("s07", "s08")], [])
    assert store.announced_in({"s07", "s08", "s09"}) == {
        "s07": {"medicine": frozenset({"id-07", "id-08"}), "law": frozenset({"id-08"})}
    }


# --- partners --------------------------------------------------------------------------------------------------------


def test_partners_are_kept_in_their_latest_state(store: Store) -> None:
    """In order of id; of the key no more than its digest."""
    paper = Partner("paper", key_digest("secret"), DAWN, "The Paper", ("law",), expires=later(days=1))
    agency = Partner("agency", key_digest("other"), DAWN)
    store.keep_partner(paper)
    store.keep_partner(agency)
    revoked = Partner("paper", paper.key_digest, DAWN, revoked=later(hours=1))
    assert store.partners() == [agency, paper]
    store.keep_partner(revoked)
    assert store.partners() == [agency, revoked]


def test_how_far_a_webhook_has_come_is_kept_of_that_webhook_only(store: Store) -> None:
    """Not of one that took its place meanwhile; a partner has one at most."""
    store.keep_partner(Partner("paper", key_digest("secret"), DAWN))
    first = Webhook("paper", "https://paper.example/", "whsec_b25l", 3, 3)
    store.keep_webhook(first)
    store.keep_progress(replace(first, told=5, reaching=9))
    assert store.webhooks() == [replace(first, told=5, reaching=9)]
    second = Webhook("paper", "https://paper.example/", "whsec_dHdv", 7, 7)
    store.keep_webhook(second)
    store.keep_progress(replace(first, told=8))
    assert store.webhooks() == [second]
    store.drop_webhook("paper")
    assert store.webhooks() == []


def test_what_partners_ask_for_is_summed_by_day_and_forgotten_in_time(store: Store) -> None:
    """Several processes may count at once."""
    today = date(2026, 3, 1)
    store.count_usage([Usage("paper", today, 3, 1), Usage("agency", today, 1)])
    store.count_usage([Usage("paper", today, 2, 0)])
    assert store.usage(today) == [Usage("agency", today, 1), Usage("paper", today, 5, 1)]
    store.count_usage([Usage("paper", today + timedelta(days=USAGE_DAYS + 1), 1)])
    assert [each.day for each in store.usage(date.min)] == [today + timedelta(days=USAGE_DAYS + 1)]
    store.count_usage([])


def test_a_story_that_one_feed_takes_back_comes_again_for_what_the_others_offer(store: Store) -> None:
    """Who reads all feeds had it from the one, perhaps with other words."""
    store.offer([offer("s01"), offer("s01", "Retitled", feed="law")], DAWN)
    store.offer([offer("s02")], DAWN)
    store.offer([Offer("law", "s01", gone=Gone.LEFT_FEED)], DAWN)
    assert walk(store, size=1) == [("s02", 2), ("s01", 3)]
