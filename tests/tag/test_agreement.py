"""How far rules and people agree."""

from __future__ import annotations

from syndicator.tag.agreement import Agreement, Count, Labels, Mistake


def test_precision_recall_and_f1_follow_from_what_is_right_false_and_missed() -> None:
    """By their definitions."""
    count = Count(right=6, false=2, missed=4)
    assert (count.precision, count.recall, count.f1) == (0.75, 0.6, 12 / 18)


def test_there_is_no_figure_where_nothing_can_be_divided() -> None:
    """Neither 0 nor 1 would be true."""
    nothing = Count()
    assert (nothing.precision, nothing.recall, nothing.f1) == (None, None, None)
    assert (Count(missed=1).precision, Count(missed=1).recall, Count(missed=1).f1) == (None, 0.0, 0.0)


def test_topics_are_counted_by_language() -> None:
    """Only those that are measured."""
    agreement = Agreement(["a", "b"])
    assert agreement.add(Labels("1", "en", ["a"]), ["a", "other"], []) == []
    assert agreement.add(Labels("2", "en", ["a", "b"]), ["b"], []) == [Mistake("2", "a", wanted=True)]
    assert agreement.add(Labels("3", "ru", []), ["a"], []) == [Mistake("3", "a", wanted=False)]
    assert agreement.topics["a"].all == Count(right=1, false=1, missed=1)
    assert agreement.topics["a"].languages == {"en": Count(right=1, missed=1), "ru": Count(false=1)}
    assert agreement.topics["b"].all == Count(right=1)


def test_labels_that_are_sure_are_counted_once_more() -> None:
    """An arguable label says less about a rule."""
    agreement = Agreement(["a"])
    for confident, found in ((True, ["a"]), (False, []), (None, [])):
        agreement.add(Labels("1", "en", ["a"], confident=confident), found, [])
    assert agreement.topics["a"].all == Count(right=1, missed=2)
    assert agreement.topics["a"].confident == Count(right=1)


def test_articles_without_a_topic_that_are_tagged_are_false_alarms() -> None:
    """Topics that are not measured raise none."""
    agreement = Agreement(["a"])
    for topics in (["a"], ["other"], []):
        agreement.add(Labels("1", "en", []), topics, [])
    agreement.add(Labels("2", "en", ["a"]), [], [])
    assert (agreement.without, agreement.alarms) == (3, 1)


def test_places_are_counted_where_people_named_some() -> None:
    """None is no judgement."""
    agreement = Agreement([])
    agreement.add(Labels("1", "en", [], places=["KZ", "IL"]), [], ["KZ", "FR", "ES"])
    agreement.add(Labels("2", "en", []), [], ["KZ"])
    assert agreement.places == Count(right=1, false=2, missed=1)
