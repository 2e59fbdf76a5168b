"""What readers make of what happens to a feed, and whether the feed brings them to it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from syndicator.acceptance.eyes import EYES
from syndicator.acceptance.watching import watch
from syndicator.model.acceptance import Act, Effect, Issue, Scene, Sight
from tests.acceptance.writing import issue, told, without_ids

WHOLE = issue(*(told(number) for number in range(6)))


def seen(reader: str, *scenes: Scene) -> Sight:
    """What the reader makes of the last scene."""
    return watch(scenes, [EYES[reader]])[-1]


def scene(act: Act, of: Issue, *about: str, past: frozenset[str] = frozenset()) -> Scene:
    """The act, after which the document is this."""
    return Scene(act, {"feed.rss": of}, frozenset(about), {"feed.rss": past})


FIRST = scene(Act.SUBSCRIBED, WHOLE)


def changed(place: int, **changes: object) -> Issue:
    """The whole document with one item otherwise."""
    items = list(WHOLE.items)
    items[place] = replace(items[place], **changes)  # type: ignore[arg-type]
    return replace(WHOLE, items=tuple(items))


def test_the_first_look_shows_everything() -> None:
    """Once, with some titles to show for it."""
    sight = seen("newsboat", FIRST)
    assert (sight.effect, sight.count, len(sight.articles)) == (Effect.NEW, 6, 3)


def test_a_second_look_at_the_same_changes_nothing() -> None:
    """For no reader."""
    sights = watch([FIRST, scene(Act.POLLED_AGAIN, WHOLE)])
    assert {each.effect for each in sights if each.act is Act.POLLED_AGAIN} == {Effect.NOTHING}


@pytest.mark.parametrize(
    ("reader", "effect"),
    [("newsboat", Effect.UPDATED), ("rss2email", Effect.STALE), ("sfeed", Effect.TWICE), ("wpematico", Effect.STALE)],
)
def test_a_new_headline_is_taken_ignored_or_shown_beside_the_old(reader: str, effect: Effect) -> None:
    """Each of which the reader does with every feed."""
    sight = seen(reader, FIRST, scene(Act.REWRITTEN, changed(1, title="Another"), "1"))
    assert (sight.effect, sight.anyhow) == (effect, True)
    assert sight.articles == ("Another",)


def test_an_id_that_changes_doubles_an_article() -> None:
    """By the feed's fault, and the cause is told."""
    sight = seen("newsboat", FIRST, scene(Act.CORRECTED, changed(0, guid="another"), "0"))
    assert (sight.effect, sight.anyhow, sight.cause) == (Effect.TWICE, False, "its id changed")


@pytest.mark.parametrize(
    ("reader", "change", "cause"),
    [
        ("liferea", {"title": "Another"}, "it has no id"),
        ("rss2email", {"text": "Corrected."}, "it has no id"),
        ("newsboat", {"link": "https://example.org/moved"}, "it has no id"),
    ],
)
def test_an_item_without_an_id_is_doubled_when_it_changes(reader: str, change: dict[str, str], cause: str) -> None:
    """Which part of it has to change, depends on the reader."""
    bare = without_ids(WHOLE)
    items = (replace(bare.items[0], **change), *bare.items[1:])  # type: ignore[arg-type]
    sight = seen(reader, scene(Act.SUBSCRIBED, bare), scene(Act.CORRECTED, replace(bare, items=items), "0"))
    assert (sight.effect, sight.anyhow, sight.cause) == (Effect.TWICE, False, cause)


@pytest.mark.parametrize(
    ("reader", "change", "cause"),
    [
        ("newsboat", {"guid": WHOLE.items[0].guid}, "another has its id"),
        ("wp-rss-aggregator", {"link": WHOLE.items[0].link}, ""),
        ("drupal-aggregator", {"title": ""}, "it has no title"),
    ],
)
def test_what_a_reader_cannot_tell_apart_it_loses(reader: str, change: dict[str, str], cause: str) -> None:
    """Whether that is the feed's fault is told: two articles may have one address anywhere."""
    sight = seen(reader, scene(Act.SUBSCRIBED, changed(1, **change)))
    assert (sight.effect, sight.count, sight.cause) == (Effect.LOST, 1, cause)


def test_what_was_lost_once_is_not_told_again() -> None:
    """Every later look would tell the same."""
    twice = changed(1, guid=WHOLE.items[0].guid)
    sight = seen("newsboat", scene(Act.SUBSCRIBED, twice), scene(Act.POLLED_AGAIN, twice))
    assert sight.effect is Effect.NOTHING


def test_an_address_that_another_has_is_the_cause_where_ids_are_ideal() -> None:
    """Nothing else can be it, so the effect is one that no feed avoids."""
    sight = seen("wp-rss-aggregator", scene(Act.SUBSCRIBED, changed(1, link=WHOLE.items[0].link)))
    assert sight.anyhow


def test_an_address_that_moves_doubles_for_who_goes_by_addresses() -> None:
    """In every feed: the reader should be told to use ids."""
    sight = seen("wp-rss-aggregator", FIRST, scene(Act.READDRESSED, changed(2, link="https://example.org/moved"), "2"))
    assert (sight.effect, sight.anyhow) == (Effect.TWICE, True)


def test_news_is_shown_and_news_that_comes_late_is_lost_to_who_stops_early() -> None:
    """WPeMatico stops at the first that it knows."""
    fresh = told(9, title="Fresh", moment=told(-1).moment)
    top = replace(WHOLE, items=(fresh, *WHOLE.items))
    assert seen("wpematico", FIRST, scene(Act.NEWS, top, "9")).effect is Effect.NEW
    late = replace(fresh, moment=WHOLE.items[1].moment)
    below = replace(WHOLE, items=(*WHOLE.items[:2], late, *WHOLE.items[2:]))
    sight = seen("wpematico", FIRST, scene(Act.LATECOMER, below, "9"))
    assert (sight.effect, sight.anyhow) == (Effect.LOST, True)


STUB = {"title": "Withdrawn", "text": "It was withdrawn.", "withdrawn": True}


@pytest.mark.parametrize(
    ("reader", "effect"),
    [("newsboat", Effect.REPLACED), ("rss2email", Effect.KEPT), ("wordpress-block", Effect.REPLACED)],
)
def test_a_stub_takes_the_place_of_what_was_withdrawn_where_words_are_taken(reader: str, effect: Effect) -> None:
    """Who imports once keeps what it has."""
    sight = seen(reader, FIRST, scene(Act.WITHDRAWN, changed(4, **STUB), "4"))
    assert (sight.effect, sight.anyhow) == (effect, True)


@pytest.mark.parametrize(
    ("reader", "effect"), [("newsboat", Effect.KEPT), ("rss2email", Effect.KEPT), ("wordpress-block", Effect.REMOVED)]
)
def test_what_vanishes_is_kept_by_who_keeps_anything(reader: str, effect: Effect) -> None:
    """Tombstones are known to none of them."""
    rest = replace(WHOLE, items=WHOLE.items[:4])
    assert seen(reader, FIRST, scene(Act.WITHDRAWN, rest, "4")).effect is effect


def test_who_never_had_it_sees_nothing_of_a_withdrawal() -> None:
    """A stub is no news, and neither is what is not there."""
    withdrawn = changed(4, **STUB)
    assert seen("newsboat", scene(Act.WITHDRAWN, withdrawn, "4")).effect is Effect.NOTHING
    assert seen("newsboat", FIRST, scene(Act.WITHDRAWN, WHOLE, "elsewhere")).effect is Effect.NOTHING
    beyond = scene(Act.CORRECTED, changed(5, text="Corrected."), "5")
    assert seen("wordpress-block", FIRST, beyond).effect is Effect.NOTHING


def test_who_was_away_misses_what_only_archives_tell() -> None:
    """But for a block, which shows no more than the present."""
    later = issue(*(told(number) for number in range(20, 26)))
    away = scene(Act.AWAY, later, past=frozenset({"10", "11"}))
    sight = seen("newsboat", FIRST, away)
    assert (sight.effect, sight.count, sight.anyhow) == (Effect.LOST, 2, True)
    assert seen("wordpress-block", FIRST, away).effect is Effect.NEW


def test_a_document_that_is_not_in_a_scene_is_not_looked_at() -> None:
    """It is as it was."""
    other = Scene(Act.NEWS, {"feed.atom": replace(WHOLE, format="atom")})
    sights = watch([FIRST, other], [EYES["newsboat"]])
    assert [(each.document, each.act) for each in sights] == [("feed.rss", Act.SUBSCRIBED), ("feed.atom", Act.NEWS)]


def test_readers_look_only_at_formats_that_they_read() -> None:
    """JSON Feed is read by few."""
    sights = watch([Scene(Act.SUBSCRIBED, {"feed.json": replace(WHOLE, format="json")})])
    assert {each.reader for each in sights} == {"netnewswire", "miniflux", "reader"}
