"""What editors want of stories becomes changes."""

from __future__ import annotations

from datetime import timedelta

from syndicator.deduplicate import merging, parting, splitting
from syndicator.model.story import ChangeKind, StoryChange, pair
from tests.deduplicate.articles import DAWN, NOW


def test_the_oldest_id_stays() -> None:
    """The lower one where two are of one age; however many become one."""
    ages = {"c": DAWN, "b": DAWN + timedelta(hours=1), "a": DAWN + timedelta(hours=1)}
    assert merging(ages, NOW) == [
        StoryChange(NOW, ChangeKind.MERGED, "c", "a"),
        StoryChange(NOW, ChangeKind.MERGED, "c", "b"),
    ]
    assert merging({"b": DAWN, "a": DAWN}, NOW)[0].story == "a"
    assert merging({"a": DAWN}, NOW) == []


def test_a_split_off_story_has_an_id_that_none_ever_had() -> None:
    """The same for the same wish, whatever the order of the articles; another one when that is taken."""
    first = splitting("s", ["b", "a"], NOW, lambda _: True)
    assert (first.kind, first.story, first.articles) == (ChangeKind.SPLIT, "s", ("a", "b"))
    assert splitting("s", ["a", "b"], NOW, lambda _: True) == first
    again = splitting("s", ["a", "b"], NOW, lambda story: story != first.other)
    assert len({first.other, again.other, splitting("s", ["a"], NOW, lambda _: True).other, "s"}) == 4


def test_each_story_is_kept_apart_from_every_other() -> None:
    """In order of their ids."""
    pairs = [(each.story, each.other) for each in parting(["c", "a", "b"], NOW)]
    assert pairs == [("a", "b"), ("a", "c"), ("b", "c")]
    assert {each.kind for each in parting("ab", NOW)} == {ChangeKind.APART}
    assert pair("b", "a") == pair("a", "b") == ("a", "b")
