"""What editors decide of a feed, whatever its rule finds."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import timedelta

from syndicator.curate import curate, kept_back
from syndicator.model.feed import Feed, Held
from syndicator.model.ruling import Ruling, RulingKind, Rulings
from syndicator.model.topic import Tagged
from tests.curate.newsroom import DEFINITION, NOON, SOURCES, held, stories

PIN, INCLUDE, DROP = RulingKind.PIN, RulingKind.INCLUDE, RulingKind.DROP
HOLD, RELEASE, RETITLE = RulingKind.HOLD, RulingKind.RELEASE, RulingKind.RETITLE
LATER = NOON + timedelta(hours=1)


def of_story(story: str, kind: RulingKind, *, undone: bool = False) -> Ruling:
    return Ruling(LATER, "space", kind, story=story, undone=undone)


def of_article(article: str, kind: RulingKind, *, undone: bool = False, title: str = "") -> Ruling:
    return Ruling(LATER, "space", kind, article=article, undone=undone, title=title)


def curated(
    *members: Held,
    rulings: Sequence[Ruling] = (),
    edition: str | None = None,
    announced: Collection[str] = (),
    review: bool = False,
) -> Feed:
    known = dict.fromkeys(announced, NOON)
    definition = replace(DEFINITION, review=review)
    whole = stories(*members)
    made = Rulings(rulings)
    return curate(definition, members, whole, SOURCES, edition=edition, announced=known, rulings=made)


def ids(feed: Feed) -> list[str]:
    return [entry.id for entry in feed.entries]


def test_a_dropped_story_is_out_with_all_its_members() -> None:
    """Also those that came after the decision, and those announced before it."""
    told = [held("a", "s"), held("b", "s", minutes=5), held("c")]
    feed = curated(*told, rulings=[of_story("s", DROP)], announced=["a"])
    assert (ids(feed), feed.left_out) == (["c"], {"a": "dropped", "b": "dropped"})


def test_a_dropped_article_leaves_its_story_to_the_others() -> None:
    """It is not even named as a version of the entry."""
    feed = curated(held("a", "s"), held("b", "s", minutes=5), rulings=[of_article("b", DROP)])
    [entry] = feed.entries
    assert (entry.id, entry.versions, feed.left_out) == ("a", (), {"b": "dropped"})


def test_the_latest_decision_counts() -> None:
    """A dropped story of which one article is put back: that one is in; an undone decision counts for nothing."""
    told = [held("a", "s"), held("b", "s")]
    back = [of_story("s", DROP), of_article("b", INCLUDE)]
    assert ids(curated(*told, rulings=back)) == ["b"]
    assert ids(curated(*told, rulings=back[::-1])) == []
    restored = curated(*told, rulings=[*back, of_story("s", DROP, undone=True)])
    assert (ids(restored), restored.left_out) == (["a"], {"b": "same-story"})
    assert ids(curated(*told, rulings=[of_story("s", DROP), of_story("s", DROP, undone=True)])) == ["a"]


def test_where_review_is_required_nothing_new_comes_in_before_it_is_released() -> None:
    """What was announced before stays; another article of its story waits, too, and is no version of it."""
    told = [held("a", "s"), held("b", "s"), held("c")]
    feed = curated(*told, review=True, announced=["b"])
    assert (ids(feed), feed.entries[0].versions) == (["b"], ())
    assert feed.left_out == {"a": "awaiting-review", "c": "awaiting-review"}
    assert ids(curated(*told, review=True, announced=["b"], rulings=[of_story("story-of-c", RELEASE)])) == ["c", "b"]


def test_a_released_story_is_released_for_its_later_members() -> None:
    """In all editions; one of them may be held by itself."""
    told = [held("a", "s"), held("b", "s", language="kk-Cyrl")]
    released = [of_story("s", RELEASE)]
    assert ids(curated(*told, review=True, rulings=released, edition="kk")) == ["b"]
    held_back = [*released, of_article("b", HOLD)]
    assert curated(*told, review=True, rulings=held_back, edition="kk").left_out["b"] == "awaiting-review"


def test_a_held_story_is_out_of_any_feed_until_it_is_released() -> None:
    """Even when it was announced."""
    told = [held("a", "s"), held("b")]
    feed = curated(*told, rulings=[of_story("s", HOLD)], announced=["a", "b"])
    assert (ids(feed), feed.left_out) == (["b"], {"a": "awaiting-review"})
    assert ids(curated(*told, rulings=[of_story("s", HOLD), of_story("s", RELEASE)])) == ["b", "a"]


def test_a_pinned_story_stays_whatever_its_age() -> None:
    """Beside as many others as the feed keeps."""
    told = [held(name, minutes=200 + at) for at, name in enumerate("bcde")] + [held("old", minutes=9999), held("a")]
    feed = curated(*told, rulings=[of_story("story-of-old", PIN)])
    assert ids(feed) == ["a", "b", "c", "old"]
    assert feed.left_out == {"d": "beyond-window", "e": "beyond-window"}


def test_a_pinned_article_stands_for_its_story() -> None:
    """Before more trusted sources and what was announced; in an edition of another language its own comes first."""
    told = [held("a", "s", source="agency"), held("b", "s"), held("c", "s", language="kk-Cyrl")]
    pinned = [of_article("b", PIN)]
    assert ids(curated(*told, announced=["a"])) == ["a"]
    assert ids(curated(*told, announced=["a"], rulings=pinned)) == ["b"]
    assert ids(curated(*told, edition="kk", rulings=pinned)) == ["c"]


def test_an_included_article_has_the_topic() -> None:
    """What was announced once stands for its story although the rule does not find it any more."""
    lost = replace(held("a", "s"), tagged=Tagged())
    told = held("b", "s")
    whole, rulings = stories(lost, told), Rulings([of_article("a", INCLUDE)])
    feed = curate(DEFINITION, [told], whole, SOURCES, edition=None, announced={"a": NOON}, rulings=rulings)
    assert feed.left_out == {"b": "same-story"}
    assert rulings.has("space", lost)
    assert not Rulings().has("space", lost)


def test_a_retitled_entry_was_updated_when_it_was_retitled() -> None:
    """Its own title comes back when that is undone, and readers are told of that, too; versions bear theirs."""
    made = of_article("a", RETITLE, title="A better title")
    entry = curated(held("a"), rulings=[made]).entries[0]
    assert (entry.title, entry.updated, entry.published) == ("A better title", LATER, NOON)
    back = replace(made, undone=True, at=LATER + timedelta(hours=1))
    entry = curated(held("a"), rulings=[made, back]).entries[0]
    assert (entry.title, entry.updated) == ("Title of a", back.at)
    edited = NOON + timedelta(days=1)
    assert curated(held("a", updated=edited), rulings=[made]).entries[0].updated == edited
    version = curated(held("a", "s"), held("b", "s"), rulings=[of_article("b", RETITLE, title="B!")])
    assert [each.title for each in version.entries[0].versions] == ["B!"]


def test_what_editors_keep_back_is_named_nowhere_in_their_feed() -> None:
    """Dropped, held, or, where review is required, not yet released; what another topic is about waits for nobody."""
    told = held("a", "s")
    open_, reviewed = DEFINITION, replace(DEFINITION, review=True)
    other = replace(told, tagged=Tagged())

    def kept(each: Held, *kinds: RulingKind, review: bool = False, announced: Collection[str] = ()) -> bool:
        made = Rulings([of_story("s", kind) for kind in kinds])
        return kept_back(each, reviewed if review else open_, made, announced)

    assert [kept(told), kept(told, DROP), kept(told, HOLD), kept(told, HOLD, RELEASE)] == [False, True, True, False]
    assert [kept(told, review=True), kept(told, review=True, announced=["a"])] == [True, False]
    assert [kept(told, RELEASE, review=True), kept(other, review=True)] == [False, False]
