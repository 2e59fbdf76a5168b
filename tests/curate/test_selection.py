"""Which articles become entries."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from syndicator.curate import choose, curate, neighbours
from syndicator.curate.selection import in_edition
from syndicator.model.article import Note, SafeHtml
from syndicator.model.entry import Origin
from syndicator.model.feed import Feed, Held
from syndicator.model.source import Republish, Rights
from syndicator.model.story import Suggestion
from syndicator.model.withdrawal import Withdrawal, WithdrawnBy
from tests.curate.newsroom import DEFINITION, NOON, SOURCES, held, stories


def curated(
    *members: Held,
    edition: str | None = None,
    announced: Collection[str] = (),
    older: Held | None = None,
    now: datetime | None = None,
) -> Feed:
    """The feed of these articles; *older* belongs to their story but is not held any more."""
    whole = stories(*members, *([older] if older else []))
    known = dict.fromkeys(announced, NOON)
    return choose(DEFINITION, members, whole, SOURCES, edition=edition, announced=known, now=now).feed()


def ids(feed: Feed) -> list[str]:
    return [entry.id for entry in feed.entries]


def test_entries_come_newest_first() -> None:
    """By time of publication, equal times by id, both descending."""
    assert ids(curated(held("a", minutes=5), held("b"), held("c"))) == ["c", "b", "a"]


def test_an_empty_feed_was_never_updated() -> None:
    """Without entries there is no time of change: the feed must not date itself by a clock."""
    feed = curated()
    assert (feed.entries, feed.updated, feed.left_out) == ((), None, {})


def test_the_feed_changed_when_its_latest_entry_did() -> None:
    """Feed.updated is the latest of the entries' times of change."""
    later = NOON + timedelta(hours=1)
    assert curated(held("a", updated=later), held("b")).updated == later


def test_an_entry_never_changed_before_it_was_published() -> None:
    """A time of change before the time of publication is a source's mistake."""
    entry = curated(held("a", updated=NOON - timedelta(days=1))).entries[0]
    assert entry.updated == entry.published


# --- stories -------------------------------------------------------------------------------------------------------


def test_a_story_has_one_entry_in_an_edition() -> None:
    """Whatever the languages of its articles in the edition of all; that of its language in any other."""
    told = [held("a", "s"), held("b", "s", source="agency"), held("c", "s", language="kk-Cyrl")]
    feed = curated(*told)
    assert ids(feed) == ["b"]
    assert feed.left_out == {"a": "same-story", "c": "same-story"}
    assert ids(curated(*told, edition="kk")) == ["c"]


def test_an_edition_falls_back_on_other_languages_where_nobody_tells_a_story_in_its_own() -> None:
    """In the order of the operator's choice; what stands in is marked."""
    falling = replace(DEFINITION, fallback={"kk": ("ru", "en")})
    told = [
        held("own", "s1", language="kk-Latn", minutes=1), held("english", "s1", minutes=9),
        held("en", "s2", source="agency", minutes=3), held("ru", "s2", language="ru", minutes=2),
        held("ar", "s3", language="ar"),
    ]  # fmt: skip
    feed = curate(falling, told, stories(*told), SOURCES, edition="kk")
    assert [(each.id, each.stands_in) for each in feed.entries] == [("own", False), ("ru", True)]
    assert feed.left_out == {"ar": "other-language", "en": "same-story", "english": "same-story"}
    assert ids(curate(falling, told, stories(*told), SOURCES, edition="en")) == ["en", "english"]


def test_what_stood_in_keeps_its_place_when_somebody_tells_the_story_in_the_editions_language() -> None:
    """Readers have it; the other language is a version of it."""
    falling = replace(DEFINITION, fallback={"kk": ("en",)})
    told = [held("en", "s"), held("kk", "s", language="kk-Cyrl")]
    feed = curate(falling, told, stories(*told), SOURCES, edition="kk", announced={"en": NOON})
    assert [(each.id, [version.id for version in each.versions]) for each in feed.entries] == [("en", ["kk"])]


def test_a_reprint_gives_way_to_the_original() -> None:
    """Even when the source of the reprint is trusted a little more."""
    feed = curated(held("copy", "s", source="paper", reprint_of="original"), held("original", "s"))
    assert ids(feed) == ["original"]
    assert feed.left_out == {"copy": "reprint"}


def test_a_reprint_stands_for_an_original_that_cannot_be_shown() -> None:
    """The original's source is disabled: the reprint is what readers get."""
    feed = curated(held("copy", "s", reprint_of="original"), held("original", "s", source="closed"))
    assert ids(feed) == ["copy"]


def test_the_earlier_stands_for_the_story_then_the_lower_id() -> None:
    """Among sources of equal trust; of two that came at once, the one that may be shown whole."""
    assert ids(curated(held("a", "s"), held("b", "s", minutes=5))) == ["b"]
    assert ids(curated(held("a", "s", rights=Rights(Republish.EXCERPT)), held("b", "s"))) == ["b"]
    assert ids(curated(held("b", "s"), held("a", "s"))) == ["a"]


def test_what_was_announced_stays() -> None:
    """Readers keep the entry they know, whoever of the same grade of trust reports the story later."""
    feed = curated(held("a", "s"), held("b", "s", source="paper"), announced={"a"})
    assert ids(feed) == ["a"]


def test_who_copied_an_article_first_does_not_stand_for_it() -> None:
    """I11, I12: neither by having been announced nor because the other looks like its reprint; it must be doubted."""
    copied = held("a", "s", source="copyist", minutes=9)
    feed = curated(copied, held("b", "s", reprint_of="a"), announced={"a"})
    assert ids(feed) == ["b"]
    assert feed.left_out == {"a": "same-story"}


def test_a_trusted_source_gives_way_to_none_that_is_trusted_more() -> None:
    """Readers would be shown the story twice, under two ids."""
    feed = curated(held("a", "s", minutes=9), held("b", "s", source="agency", reprint_of="a"), announced={"a"})
    assert ids(feed) == ["a"]
    assert feed.left_out == {"b": "reprint"}


@pytest.mark.parametrize(("trust", "grade"), [(0, 0), (24, 0), (25, 1), (49, 1), (50, 2), (75, 2), (100, 2)])
def test_there_are_three_grades_of_trust(trust: int, grade: int) -> None:
    """A source has the highest of itself."""
    assert replace(SOURCES["herald"], trust=trust).grade == grade


def test_a_story_does_not_come_up_again_when_its_entry_is_too_old() -> None:
    """The announced article is no longer held; its follower must not take its place as if it were news."""
    feed = curated(held("b", "s"), announced={"a"}, older=held("a", "s", minutes=9000))
    assert ids(feed) == []
    assert feed.left_out == {"b": "same-story"}


# --- what waits ----------------------------------------------------------------------------------------------------

LATER = NOON + timedelta(hours=2)
BURST = [held(f"b{number:02}", minutes=number) for number in range(60)]


def test_a_source_announces_so_many_entries_in_an_hour() -> None:
    """I22: the newest of them; the rest wait, and it is told whose they are."""
    feed = curated(*BURST, held("old", source="paper"), announced={"old"}, now=LATER)
    assert len(feed.entries) == 51
    assert [name for name, reason in feed.left_out.items() if reason == "queued"] == [f"b{n}" for n in range(50, 60)]
    assert feed.queued == {"herald": 10}


def test_what_waited_has_its_turn_an_hour_later() -> None:
    """What was announced within the hour counts, what was announced before does not."""
    names = {f"b{number:02}" for number in range(50)}
    soon = curated(*BURST, announced=names, now=NOON + timedelta(minutes=30))
    assert (len(soon.entries), soon.queued) == (50, {"herald": 10})
    late = curated(*BURST, announced=names, now=LATER)
    assert (len(late.entries), late.queued) == (60, {})


def test_nothing_waits_before_anything_was_announced() -> None:
    """A feed that nobody has read yet begins as it is; neither does anything wait where no moment is named."""
    assert len(curated(*BURST, now=LATER).entries) == 60
    assert len(curated(*BURST, announced={"b00"}).entries) == 60


def test_a_story_does_not_wait_for_an_article_that_waits() -> None:
    """Another source tells it meanwhile; what the crowded source has of the same story besides waits with it."""
    crowd = [*BURST, held("late", "s", minutes=70), held("again", "s", minutes=80, reprint_of="late")]
    other = held("other", "s", source="herald-ru", minutes=65)
    feed = curated(*crowd, other, announced={"b00"}, now=LATER)
    assert "other" not in ids(curated(*crowd, other))
    assert "other" in ids(feed)
    assert (feed.left_out["late"], feed.left_out["again"], "other" in feed.left_out) == ("queued", "reprint", False)


def test_what_is_beyond_the_window_waits_for_nothing() -> None:
    """Years of an archive are no burst."""
    archive = [held(f"a{number:03}", minutes=100_000 + number) for number in range(300)]
    feed = curated(*BURST[:20], *archive, announced={"b00"}, now=LATER)
    assert (len(feed.entries), feed.queued) == (20, {})


def test_what_a_source_had_before_we_knew_it_takes_no_place_at_the_top() -> None:
    """I21: undated, it could be of any day."""
    undated = held("a", minutes=0, notes=(Note.BACKLOG,))
    assert ids(curated(undated, held("b", minutes=60), held("c", minutes=119))) == ["b", "c", "a"]


def test_what_was_withdrawn_is_named_nowhere() -> None:
    """It stands for nothing, is no version, and does not keep the rest of its story away."""
    gone = replace(held("a", "s", source="agency"), withdrawn=Withdrawal(NOON, WithdrawnBy.EDITOR))
    feed = curated(gone, held("b", "s"), announced={"a"})
    assert (ids(feed), feed.entries[0].versions) == (["b"], ())
    assert feed.left_out == {"a": "withdrawn"}


@pytest.mark.parametrize("changes", [{"language": "ru"}, {"source": "closed"}, {"link": None}, {"topic": "x"}])
def test_an_announced_article_that_cannot_stand_for_it_does_not_block_a_story(changes: dict[str, Any]) -> None:
    """Another language, a source that was switched off since, or no longer about the feed's topic."""
    feed = curated(held("b", "s"), edition="en", announced={"a"}, older=held("a", "s", minutes=9000, **changes))
    assert ids(feed) == ["b"]


def test_other_members_of_the_story_are_versions() -> None:
    """Translations of the same publisher first and marked; then by language; nothing that cannot be linked."""
    feed = curated(
        held("a", "s"),
        held("b", "s", source="agency", language="ar", reprint_of="a"),
        held("c", "s", source="herald-ru", language="ru"),
        held("d", "s", source="agency", language="ar", minutes=3),
        held("e", "s", source="closed", language="ru"),
        held("f", "s", link=None, language="ru"),
        edition="en",
    )
    entry = feed.entries[0]
    assert [(each.id, each.translation) for each in entry.versions] == [("c", True), ("d", False), ("b", False)]
    assert (entry.versions[0].source_name, entry.versions[0].language) == ("Herald (ru)", "ru")


def test_a_second_article_of_the_publisher_is_no_translation() -> None:
    """In the same language it is another article."""
    entry = curated(held("a", "s"), held("b", "s", minutes=-1)).entries[0]
    assert [(each.id, each.translation) for each in entry.versions] == [("b", False)]


# --- who is let in -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"source": "nobody"}, "unknown-source"),
        ({"source": "closed"}, "disabled-source"),
        ({"link": None}, "no-link"),
        ({"link": "/relative"}, "no-link"),
        ({"link": "javascript:alert(1)"}, "no-link"),
        ({"link": "https://[half"}, "no-link"),
        ({"language": "ru"}, "other-language"),
        ({"language": "und"}, "other-language"),
    ],
)
def test_every_article_left_out_has_its_reason(changes: dict[str, Any], reason: str) -> None:
    """An operator can see why something is not in a feed."""
    feed = curated(held("a", **changes), edition="en")
    assert (feed.entries, feed.left_out) == ((), {"a": reason})


def test_a_feed_takes_nothing_after_the_day_of_its_end() -> None:
    """What came before stays."""
    told = [held("before"), held("after", minutes=-24 * 60)]
    feed = curate(replace(DEFINITION, ended=NOON.date()), told, stories(*told), SOURCES, edition=None)
    assert (ids(feed), feed.left_out) == (["before"], {"after": "feed-ended"})


@pytest.mark.parametrize("language", ["kk-Cyrl", "kk-Latn", "kk-Arab", "kk", "KK"])
def test_an_edition_takes_in_every_script_of_its_language(language: str) -> None:
    """Basic filtering of RFC 4647: kk takes in kk-Arab, and kk-Arab only itself."""
    assert in_edition(language, "kk")
    assert in_edition(language, None)
    assert in_edition(language, "kk-Arab") is (language == "kk-Arab")
    assert not in_edition("kkx", "kk")


def test_the_window_keeps_the_newest_and_all_within_hours_of_the_newest() -> None:
    """Three entries at least and all of two hours; counted back from the newest entry, not from now."""
    feed = curated(held("a"), held("b", minutes=200), held("c", minutes=300), held("d", minutes=400))
    assert (ids(feed), feed.left_out) == (["a", "b", "c"], {"d": "beyond-window"})
    crowd = [held(f"a{number}", minutes=number) for number in range(9)]
    assert len(curated(*crowd, held("z", minutes=121)).entries) == 9


def test_stories_are_folded_before_the_window_is_applied() -> None:
    """Reprints must not use up the places of other stories."""
    copies = [held(f"copy{number}", "s", reprint_of="a", source="paper") for number in range(9)]
    assert ids(curated(*copies, held("a", "s"), held("b", minutes=999), held("c", minutes=999))) == ["a", "c", "b"]


# --- entries -------------------------------------------------------------------------------------------------------


def test_the_narrower_rights_hold() -> None:
    """What a source allowed when the article came does not widen what it allows now, and the other way round."""
    assert curated(held("a", rights=Rights(Republish.HEADLINE))).entries[0].content is None
    sources = {"herald": replace(SOURCES["herald"], rights=Rights(Republish.EXCERPT, excerpt=4))}
    one = held("a", summary="one two")
    entry = curate(DEFINITION, [one], stories(one), sources, edition=None).entries[0]
    assert (entry.content, entry.summary) == (None, "one…")


def test_the_source_is_credited_by_name_unless_it_asks_for_more() -> None:
    """An empty attribution means the name."""
    assert curated(held("a")).entries[0].attribution == "Herald"
    asked = Rights(Republish.FULL, attribution="By courtesy of the Herald", notice="© Herald")
    entry = curated(held("a", rights=asked)).entries[0]
    assert (entry.attribution, entry.notice) == ("By courtesy of the Herald", "© Herald")


def test_addresses_of_persons_are_not_published() -> None:
    """An author who is an e-mail address is nobody."""
    assert curated(held("a", authors=("J. Doe", "jane@herald.example"))).entries[0].authors == ("J. Doe",)


@pytest.mark.parametrize(
    ("origin", "via"),
    [
        (None, None),
        (Origin(title="Wire"), None),
        (Origin(link="https://wire.example/1"), "https://wire.example/1"),
        (Origin(link="https://herald.example/a"), None),
        (Origin(link="urn:x"), None),
    ],
)
def test_where_an_aggregator_saw_it_is_named(origin: Origin | None, via: str | None) -> None:
    """When that is a page of the web, and another page than the article's own."""
    assert curated(held("a", origin=origin)).entries[0].via == via


def test_equal_facts_give_an_equal_feed() -> None:
    """Whatever the order in which the store lists them."""
    members = [held("a", "s"), held("b", "s", language="ru"), held("c", minutes=5)]
    assert curated(*members) == curated(*reversed(members))


# --- beside a story --------------------------------------------------------------------------------------------------


def beside(*suggested: tuple[str, str], members: Collection[Held]) -> list[tuple[str, str, str]]:
    """(story, article, source) of those named for (story, its article most alike)."""
    found = [Suggestion(story, name, "own", 0.5) for story, name in suggested]
    named = neighbours(found, {each.article.id: each for each in members}, SOURCES)
    return [(each.story, each.version.id, each.version.source_name) for each in named]


def test_a_suggested_story_is_named_by_its_article_that_is_most_alike() -> None:
    """Where that one may not be named, the story is left out."""
    members = [
        held("b1", "b", minutes=9),
        held("b2", "b", source="agency"),
        held("c1", "c", source="closed"),
        held("d1", "d"),
    ]
    found = beside(("b", "b2"), ("c", "c1"), ("none", "x"), ("d", "d1"), members=members)
    assert found == [("b", "b2", "Agency"), ("d", "d1", "Herald")]


def test_a_page_names_five_stories_at_most() -> None:
    """The likeliest, as they come."""
    members = [held(f"a{number}", f"s{number}") for number in range(7)]
    found = beside(*((f"s{number}", f"a{number}") for number in range(7)), members=members)
    assert [story for story, _, _ in found] == ["s0", "s1", "s2", "s3", "s4"]


def test_a_version_says_of_what_it_is_a_reprint() -> None:
    """So that pages can fold it."""
    copy = held("copy", "s", source="paper", reprint_of="original")
    [entry] = curated(held("original", "s", minutes=5), copy).entries
    assert [(each.id, each.reprint_of) for each in entry.versions] == [("copy", "original")]


# --- without texts -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rights", "changes", "wanted"),
    [
        (Rights(Republish.FULL), {}, True),
        (Rights(Republish.FULL), {"rights": Rights(Republish.HEADLINE)}, False),
        (Rights(Republish.EXCERPT), {}, False),
        (Rights(Republish.EXCERPT), {"summary": ""}, True),
        (Rights(Republish.HEADLINE), {"summary": ""}, False),
    ],
)
def test_texts_are_wanted_of_those_entries_alone_that_show_them(
    rights: Rights, changes: dict[str, Any], wanted: bool
) -> None:
    """With them the feed is what it is when all articles are whole: nothing is decided by a text."""
    sources = {**SOURCES, "herald": replace(SOURCES["herald"], rights=rights)}
    members = [held("a", story="s", **changes), held("b", story="s", language="kk", **changes), held("c", **changes)]
    members += [held(f"older-{number}", minutes=600 + number, **changes) for number in range(4)]
    bare = [replace(each, article=replace(each.article, content=SafeHtml(""), text="")) for each in members]
    chosen = choose(DEFINITION, bare, stories(*bare), sources, edition=None)
    whole = {each.article.id: each for each in members if each.article.id in chosen.wanted}
    feed = curate(DEFINITION, members, stories(*members), sources, edition=None)
    assert chosen.feed(whole) == feed
    assert chosen.wanted == (set(ids(feed)) if wanted else set())
