"""What may happen to a feed of which nothing but a document is known."""

from __future__ import annotations

from dataclasses import replace

from syndicator.acceptance.imagining import imagined
from syndicator.acceptance.watching import watch
from syndicator.model.acceptance import Act, Effect
from tests.acceptance.writing import issue, told, without_ids

WHOLE = issue(*(told(number) for number in range(6)))


def test_a_sound_document_brings_no_reader_to_lose_or_double_anything() -> None:
    """Whatever happens to it."""
    for each in (WHOLE, replace(WHOLE, format="atom"), replace(WHOLE, format="json")):
        sights = watch(imagined("feed", each))
        assert {sight.act for sight in sights} == {
            Act.SUBSCRIBED,
            Act.POLLED_AGAIN,
            Act.CORRECTED,
            Act.REWRITTEN,
            Act.READDRESSED,
            Act.NEWS,
            Act.LATECOMER,
            Act.WITHDRAWN,
        }
        assert [sight for sight in sights if not sight.anyhow and sight.effect in (Effect.TWICE, Effect.LOST)] == []


def test_a_document_without_ids_is_shown_to_double_what_changes() -> None:
    """By several readers."""
    sights = watch(imagined("feed", without_ids(WHOLE)))
    doubling = {sight.reader for sight in sights if not sight.anyhow and sight.effect is Effect.TWICE}
    assert {"liferea", "rss2email", "thunderbird", "miniflux", "drupal-feeds"} <= doubling


def test_ids_that_change_with_every_look_double_everything() -> None:
    """Found by looking twice."""
    again = replace(WHOLE, items=tuple(replace(each, guid=f"{each.guid}?2") for each in WHOLE.items))
    sights = [each for each in watch(imagined("feed", WHOLE, again)) if each.act is Act.POLLED_AGAIN]
    assert {each.reader for each in sights if each.effect is Effect.TWICE} >= {"newsboat", "miniflux", "rss2email"}


def test_of_an_empty_document_nothing_can_be_imagined() -> None:
    """Two looks at it are all."""
    assert [scene.act for scene in imagined("feed", issue())] == [Act.SUBSCRIBED, Act.POLLED_AGAIN]


def test_changes_come_with_a_later_date_where_the_document_has_such() -> None:
    """And without one where it has none, or no dates at all."""
    dated = replace(WHOLE, items=tuple(replace(each, updated=each.moment) for each in WHOLE.items))
    scenes = {scene.act: scene.issues["feed"] for scene in imagined("feed", dated)}
    corrected = scenes[Act.CORRECTED].items[0]
    assert corrected.updated
    assert corrected.moment
    assert corrected.updated > corrected.moment
    assert scenes[Act.NEWS].items[0].updated
    bare = issue(told(0, moment=None, date="", link=""))
    scenes = {scene.act: scene.issues["feed"] for scene in imagined("feed", bare)}
    assert scenes[Act.NEWS].items[0].moment is None
    assert scenes[Act.READDRESSED].items[0].link == ""
