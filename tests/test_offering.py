"""What partners may have, from polls to offers: what feeds have announced, within the rights of today."""

from __future__ import annotations

import asyncio
import errno
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from syndicator import offering
from syndicator.bootstrap import load_editorial, now, open_for_reading
from syndicator.model.offer import Change, Gone
from syndicator.model.ruling import Ruling, RulingKind
from syndicator.model.source import SourceState
from syndicator.model.story import ChangeKind, StoryChange
from syndicator.model.verdict import Decision, Verdict, VerdictKind
from syndicator.ports import Batch
from syndicator.publish.output import FolderOutput
from tests.test_pipeline import Newsroom, Press, item
from tests.test_press import LATER, MOMENT, SIGNED, edit, with_pipeline

MEDICAL, COOPERATION = "medical-education", "international-cooperation"


@pytest.fixture
def newsroom(tmp_path: Path) -> Iterator[Newsroom]:
    with Press() as server:
        yield Newsroom(tmp_path, server)


def ask(newsroom: Newsroom, story: str) -> dict[str, Change]:
    """Feed → what it offers of a story."""
    with closing(open_for_reading(newsroom.editorial.configuration)) as store:
        return {each.offer.feed: each for each in store.offers({story}).get(story, ())}


def stories(newsroom: Newsroom, *feeds: str) -> list[str]:
    with closing(open_for_reading(newsroom.editorial.configuration)) as store:
        page = store.stories_offered(feeds or (MEDICAL, COOPERATION), after=0, most=100)
    return [story for story, _ in page.stories]


def publish(newsroom: Newsroom) -> None:
    with_pipeline(newsroom, lambda pipeline: pipeline.publish())


def titles(changes: Mapping[str, Change]) -> dict[str, list[str]]:
    return {feed: [each.title for each in change.offer.entries] for feed, change in changes.items()}


def test_what_a_feed_announces_is_offered_as_it_is_shown(newsroom: Newsroom) -> None:
    """Under each feed that tells it, with its text, since the source allows that."""
    newsroom.press.documents["a"] = item("1", SIGNED)
    newsroom.poll("a")
    [story] = stories(newsroom)
    found = ask(newsroom, story)
    assert {MEDICAL, COOPERATION} <= found.keys()
    assert set(map(tuple, titles(found).values())) == {(SIGNED,)}
    assert "rectors" in found[MEDICAL].offer.entries[0].summary
    assert {each.nr for each in found.values()} == {1}


def test_an_edit_is_a_change_and_a_poll_without_one_is_none(newsroom: Newsroom) -> None:
    """The story keeps its id and gets the next number."""
    newsroom.press.documents["a"] = item("1", SIGNED)
    newsroom.poll("a")
    [story] = stories(newsroom)
    newsroom.poll("a")
    assert ask(newsroom, story)[MEDICAL].nr == 1
    newsroom.press.documents["a"] = item("1", f"{SIGNED} in Almaty")
    newsroom.poll("a")
    assert ask(newsroom, story)[MEDICAL].nr == 2
    assert titles(ask(newsroom, story))[MEDICAL] == [f"{SIGNED} in Almaty"]


def test_what_no_feed_tells_is_not_offered(newsroom: Newsroom) -> None:
    """It is stored, and leaves by no door."""
    newsroom.press.documents["a"] = item("1", "Football club wins", "The match in the capital ended two to one. " * 5)
    newsroom.poll("a")
    with closing(open_for_reading(newsroom.editorial.configuration)) as store:
        assert store.counts()["articles"] == {"a": 1}
        assert store.last_change() == 0
        assert store.offers_owed(9) == {}


def test_what_is_held_back_is_not_offered(newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    """A feed whose documents may not be written announces nothing."""

    def refuse(*_: object) -> bool:
        raise OSError(errno.ENOSPC, "No space left on device")

    newsroom.press.documents["a"] = item("1", SIGNED)
    with monkeypatch.context() as full:
        full.setattr(FolderOutput, "write", refuse)
        newsroom.poll("a")
    assert stories(newsroom) == []
    publish(newsroom)
    assert len(stories(newsroom)) == 1


def test_an_offer_outlives_the_window_of_its_feed_and_follows_the_rights(newsroom: Newsroom) -> None:
    """What is too old for a document is no less published; but narrower rights reach it (the story page's rule)."""
    for feed in (MEDICAL, COOPERATION):
        edit(newsroom, f"feeds/{feed}.yaml", "(?m)^window:.*?(?=^[a-z])", "window: {entries: 1, hours: 0}\n")
    newsroom.press.documents["a"] = item("1", SIGNED)
    newsroom.poll("a")
    [story] = stories(newsroom)
    later = item("2", "Medical schools of Paris and Rome sign memorandum", LATER)
    newsroom.press.documents["a"] = later.replace("Fri, 01 May", "Sat, 02 May")
    newsroom.poll("a")
    assert len(newsroom.items()) == 1
    assert len(stories(newsroom)) == 2
    edit(newsroom, "config/sources/journey.yaml", "republish: full", "republish: headline")
    publish(newsroom)
    [entry] = ask(newsroom, story)[MEDICAL].offer.entries
    assert (entry.title, entry.summary, entry.content) == (SIGNED, "", None)


def test_a_source_switched_off_takes_its_stories_back(newsroom: Newsroom) -> None:
    """With the reason and nothing of the text; they come back with it."""
    newsroom.press.documents["a"] = item("1", SIGNED)
    newsroom.poll("a")
    [story] = stories(newsroom)
    edit(newsroom, "config/sources/journey.yaml", "id: a,", "id: a, enabled: false, reason: asked to,")
    publish(newsroom)
    assert stories(newsroom) == []
    assert {(each.offer.gone, each.offer.entries) for each in ask(newsroom, story).values()} == {(Gone.WITHDRAWN, ())}
    edit(newsroom, "config/sources/journey.yaml", "enabled: false, reason: asked to,", "")
    publish(newsroom)
    assert stories(newsroom) == [story]


def test_a_feed_that_is_defined_no_more_takes_its_stories_back(newsroom: Newsroom) -> None:
    """The other feed goes on telling them."""
    newsroom.press.documents["a"] = item("1", SIGNED)
    newsroom.poll("a")
    [story] = stories(newsroom)
    (newsroom.folder / f"feeds/{MEDICAL}.yaml").unlink()
    newsroom.editorial = load_editorial(newsroom.folder / "config")
    publish(newsroom)
    found = ask(newsroom, story)
    assert (found[MEDICAL].offer.gone, found[COOPERATION].offer.gone) == (Gone.FEED_ENDED, None)
    assert stories(newsroom, MEDICAL) == []


def test_an_edited_rule_takes_back_what_it_finds_no_more(newsroom: Newsroom) -> None:
    """Once the past is tagged anew."""
    newsroom.press.documents["a"] = item("1", SIGNED)
    newsroom.poll("a")
    [story] = stories(newsroom)
    edit(newsroom, f"feeds/{MEDICAL}.yaml", r"(?m)^rule:.*\Z", "rule: nursing\n")
    publish(newsroom)
    assert ask(newsroom, story)[MEDICAL].offer.gone is Gone.LEFT_FEED
    assert ask(newsroom, story)[COOPERATION].offer.gone is None


def two_stories(newsroom: Newsroom) -> list[str]:
    other = item("2", "Medical schools of Paris and Rome sign memorandum", LATER)
    newsroom.press.documents["a"] = item("1", SIGNED) + other
    newsroom.poll("a")
    return sorted(stories(newsroom))


def change(newsroom: Newsroom, *changes: StoryChange) -> None:
    with closing(open_for_reading(newsroom.editorial.configuration)) as store:
        store.change_stories(changes, [MEDICAL, COOPERATION])
    publish(newsroom)


def test_a_merged_story_says_where_it_went(newsroom: Newsroom) -> None:
    """The one that stays tells what it has now."""
    kept, gone = two_stories(newsroom)
    change(newsroom, StoryChange(MOMENT, ChangeKind.MERGED, kept, gone))
    found = ask(newsroom, gone)[MEDICAL].offer
    assert (found.gone, found.into) == (Gone.MERGED, kept)
    assert stories(newsroom) == [kept]
    assert len(ask(newsroom, kept)[MEDICAL].offer.entries) == 1


def test_a_split_story_is_two(newsroom: Newsroom) -> None:
    """Both as changes after the split; what the feed had announced stays announced."""
    kept, gone = two_stories(newsroom)
    change(newsroom, StoryChange(MOMENT, ChangeKind.MERGED, kept, gone))
    with closing(open_for_reading(newsroom.editorial.configuration)) as store:
        names = [each.article.id for each in store.story(kept)]
    change(newsroom, StoryChange(MOMENT, ChangeKind.SPLIT, kept, "fresh", articles=(names[1],)))
    assert sorted(stories(newsroom)) == sorted([kept, "fresh"])


def test_what_cannot_be_written_down_is_taken_back(newsroom: Newsroom) -> None:
    """An article without a link is named nowhere any more."""
    newsroom.press.documents["a"] = item("1", SIGNED)
    newsroom.poll("a")
    [story] = stories(newsroom)
    with closing(open_for_reading(newsroom.editorial.configuration)) as store:
        [held] = store.story(story)
        lost = replace(held.article, link=None)
        decision = Decision(lost, Verdict(VerdictKind.UPDATE, lost.id), story, frozenset())
        store.apply(Batch(SourceState("a"), (decision,), {lost.id: held.tagged}, dirty=frozenset({MEDICAL})))
    publish(newsroom)
    assert ask(newsroom, story)[MEDICAL].offer.gone is Gone.FAULTY


def test_many_stories_are_looked_at_some_at_a_time(newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    """Polls get their turn between; whatever is left is owed."""
    monkeypatch.setattr(offering, "STORIES_AT_ONCE", 1)
    two_stories(newsroom)
    settled: list[Sequence[object]] = []
    with closing(open_for_reading(newsroom.editorial.configuration)) as store:
        store.owe_offers("another configuration")
        while offering.settle(newsroom.editorial.configuration, store, now()):
            settled.append(list(store.offers_owed(9)))
        assert store.last_change() == 2
    assert [len(each) for each in settled] == [1, 0]


def test_what_an_editor_drops_or_holds_is_offered_no_more_and_a_title_of_theirs_is_its_title(
    newsroom: Newsroom,
) -> None:
    """Partners get no more than readers, and no other words."""
    newsroom.press.documents["a"] = item("1", SIGNED)
    newsroom.poll("a")
    [story] = stories(newsroom)

    def decide(*made: Ruling) -> None:
        with_pipeline(newsroom, lambda pipeline: asyncio.to_thread(pipeline.store.decide, made))
        publish(newsroom)

    [article] = ask(newsroom, story)[MEDICAL].offer.entries
    decide(Ruling(now(), MEDICAL, RulingKind.RETITLE, article=article.id, title="Rectors sign"))
    assert titles(ask(newsroom, story)) == {
        **titles(ask(newsroom, story)),
        MEDICAL: ["Rectors sign"],
        COOPERATION: [SIGNED],
    }
    decide(Ruling(now(), MEDICAL, RulingKind.DROP, story=story))
    found = ask(newsroom, story)
    assert (found[MEDICAL].offer.gone, found[COOPERATION].offer.gone) == (Gone.LEFT_FEED, None)
    decide(Ruling(now(), MEDICAL, RulingKind.DROP, story=story, undone=True))
    assert titles(ask(newsroom, story))[MEDICAL] == ["Rectors sign"]
