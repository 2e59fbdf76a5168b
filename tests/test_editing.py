"""Editors' wishes, planned on a real store and carried out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from syndicator.bootstrap import load_editorial
from syndicator.editing import Desk, Plan, Refusal
from syndicator.linkage import Linkage, Linked
from syndicator.model.article import Article
from syndicator.model.configuration import Configuration
from syndicator.model.ruling import Ruling, RulingKind
from syndicator.model.story import ChangeKind
from syndicator.model.topic import Tag, Tagged
from syndicator.model.verdict import VerdictKind
from syndicator.ports import Store
from syndicator.store import open_store
from syndicator.tag import Compiled, compile_topics
from tests.deduplicate.test_relating import ENGLISH, KAZAKH, RUSSIAN
from tests.journeys.setting import write_setting
from tests.store.samples import article, batch, decision, later

MEDICINE = Tagged((Tag("medical-education", 1, (), "v1"),))
NOW = later(days=9)


@pytest.fixture(scope="module")
def configuration(tmp_path_factory: pytest.TempPathFactory) -> Configuration:
    folder = tmp_path_factory.mktemp("setting")
    return load_editorial(write_setting(folder, {"alpha": "http://127.0.0.1:1/"}, port=1)).configuration


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Three stories: s-old of a and b, s-new of c, s-else of d, which no feed has."""
    store = open_store(f"sqlite:///{tmp_path}/x.db")
    told = [
        decision(article("a"), story="s-old"),
        decision(article("b", published=later(days=2)), story="s-old"),
        decision(article("c", published=later(days=1)), story="s-new"),
        decision(article("d"), story="s-else"),
    ]
    tagged = {each.article.id: MEDICINE if each.story != "s-else" else Tagged() for each in told}
    store.apply(batch(told, tagged=tagged))
    yield store
    store.close()


@pytest.fixture
def desk(store: Store, configuration: Configuration) -> Desk:
    return Desk(store, configuration, now=NOW)


def planned(found: Plan | Refusal) -> Plan:
    assert isinstance(found, Plan)
    return found


def split(desk: Desk, story: str, *names: str) -> Plan | Refusal:
    return desk.split(story, [held for name in names if (held := desk.store.find(f"id-{name}"))])


@pytest.mark.parametrize(
    "what",
    [
        "s-old",
        "/stories/s-old",
        "stories/s-old.html",
        "http://127.0.0.1:8000/stories/s-old",
        "http://127.0.0.1:8000/stories/s-old.html?utm_source=x#top",
        "http://127.0.0.1:8000/stories/s-old/",
        "id-b",
        "tag:example.org,2026-01-01:b",
        "https://www.alpha.example/b?utm_source=rss",
        "https://alpha.example/b",
    ],
)
def test_a_story_is_found_by_what_people_have_at_hand(desk: Desk, what: str) -> None:
    """Its id, its page, or one of its articles."""
    assert desk.story(what) == "s-old"


@pytest.mark.parametrize(
    "what",
    [
        "http://127.0.0.1:8000.evil.example/stories/s-old",
        "https://evil.example/stories/s-old",
        "http://127.0.0.1:8000/topics/s-old",
        "http://127.0.0.1:8000/stories/../stories/s-old",
        "http://[::1/stories/s-old",
        "http://127.0.0.1:8000/stories/",
        "",
        "/",
        "\0",
        "s-old\0",
        "\udcff",
        "../../etc/passwd",
        "' OR 1=1 --",
    ],
)
def test_pages_of_others_and_nonsense_name_no_story(desk: Desk, what: str) -> None:
    """However much they look like ours."""
    assert desk.story(what) is None


def test_stories_become_the_one_with_the_oldest_id(desk: Desk, store: Store) -> None:
    """Its feeds are made anew; twice is once."""
    plan = desk.merge(["s-new", "s-old"])
    assert (plan.story, [each.other for each in plan.changes]) == ("s-old", ["s-new"])
    assert "medical-education" in plan.feeds
    assert store.standing({"s-new"}) == {"s-new": "s-new"}, "a plan changes nothing"
    desk.carry_out(plan)
    assert len(store.story("s-old")) == 3
    assert set(store.dirty()) == set(plan.feeds)
    again = desk.merge([desk.story("s-new") or "", desk.story("s-old") or ""])
    assert (again.story, again.changes, again.feeds) == ("s-old", (), ())
    desk.carry_out(again)
    assert len(store.story_changes("s-old")) == 1


def test_a_story_that_was_split_off_is_no_older_than_that(desk: Desk, store: Store) -> None:
    """However old its articles are: the id that readers have known longer stays."""
    desk.carry_out(planned(split(desk, "s-old", "a")))
    minted = desk.story("id-a") or ""
    assert desk.merge([minted, "s-new"]).story == "s-new"
    assert desk.merge([minted, "s-old"]).story == "s-old"
    desk.carry_out(desk.merge([minted, "s-old"]))
    assert [held.article.id for held in store.story(minted)] == ["id-a", "id-b"]
    assert store.parted({"s-old"}) == frozenset()


def test_articles_leave_together_for_a_story_of_their_own(desk: Desk, store: Store) -> None:
    """Under one new id; again, nothing happens; split off once more after a merge, the id is another."""
    plan = planned(split(desk, "s-old", "b"))
    desk.carry_out(plan)
    first = plan.changes[0].other
    assert [held.article.id for held in store.story(first)] == ["id-b"]
    assert planned(split(desk, "s-old", "b")).changes == ()
    desk.carry_out(desk.merge([first, "s-old"]))
    second = planned(split(desk, "s-old", "b")).changes[0]
    assert (second.kind, second.other == first) == (ChangeKind.SPLIT, False)


def test_a_story_keeps_at_least_one_article(desk: Desk) -> None:
    """Else it would be another id for the same."""
    found = split(desk, "s-old", "a", "b")
    assert isinstance(found, Refusal)
    assert "none stay" in found.reason
    assert "story show" in found.remedy


def test_an_article_of_another_story_cannot_be_split_off(desk: Desk) -> None:
    """It is told whose it is, and what is probably meant."""
    found = split(desk, "s-old", "c")
    assert isinstance(found, Refusal)
    assert "it is of s-new" in found.reason
    assert "story apart s-old s-new" in found.remedy


def test_stories_are_kept_apart(desk: Desk, store: Store) -> None:
    """Those that are not yet."""
    plan = planned(desk.part(["s-new", "s-old", "s-else"]))
    assert len(plan.changes) == 3
    desk.carry_out(planned(desk.part(["s-new", "s-old"])))
    assert store.parted({"s-old"}) == {("s-new", "s-old")}
    assert planned(desk.part(["s-new", "s-old"])).changes == ()
    assert len(planned(desk.part(["s-new", "s-old", "s-else"])).changes) == 2
    found = desk.part(["s-old", "s-old"])
    assert isinstance(found, Refusal)
    assert "story split" in found.remedy


def test_what_no_feed_has_makes_no_feed_anew(desk: Desk) -> None:
    """And a story without articles is as old as the moment."""
    assert planned(desk.part(["s-else", "s-gone"])).feeds == ()
    assert desk.merge(["s-gone", "s-else"]).story == "s-else"


# --- and the next report ---------------------------------------------------------------------------------------------


def linked(store: Store, desk: Desk, compiled: Compiled, *articles: Article) -> Linked:
    """As a poll does it."""
    linked = Linkage(store).link(articles, compiled, desk.configuration.site, NOW)
    found = {"tagged": linked.tagged, "clues": linked.clues, "same_story": linked.merged, "bonds": linked.bonds}
    store.apply(batch(linked.decisions, **found))
    return linked


def test_a_report_that_is_like_both_does_not_tie_together_what_an_editor_split(
    tmp_path: Path, configuration: Configuration
) -> None:
    """Nor does the next one; it joins one of them, and both are told apart for good."""
    store = open_store(f"sqlite:///{tmp_path}/x.db")
    desk = Desk(store, configuration, now=NOW)
    compiled = compile_topics(configuration.concepts, configuration.topics, configuration.organisations)
    linked(store, desk, compiled, ENGLISH)
    linked(store, desk, compiled, RUSSIAN)
    assert desk.story("id-en") == desk.story("id-ru")
    desk.carry_out(planned(desk.split(desk.story("id-en") or "", [store.held({"id-ru"})["id-ru"]])))
    apart = {desk.story("id-en"), desk.story("id-ru")}
    assert len(apart) == 2
    for number in range(3):
        again = replace(KAZAKH, id=f"id-{number}", public_id=f"tag:x,2026:{number}", identity=f"i{number}")
        again = replace(again, source=f"s{number}", canonical=None, link=None, text=f"{KAZAKH.text} {number}{number}")
        assert linked(store, desk, compiled, again).merged == ()
        assert desk.story(f"id-{number}") in apart
    assert {desk.story("id-en"), desk.story("id-ru")} == apart
    store.close()


def test_reprints_are_split_off_with_what_they_repeat(desk: Desk, store: Store) -> None:
    """The plan names them; where nothing else would stay, it is refused, and says why."""
    store.apply(batch([decision(article("r"), VerdictKind.REPRINT, story="s-old", to="id-b")]))
    plan = planned(split(desk, "s-old", "b"))
    assert plan.changes[0].articles == ("id-b", "id-r")
    desk.carry_out(plan)
    refused = split(desk, plan.changes[0].other, "b")
    assert isinstance(refused, Refusal)
    assert "reprints with what they repeat" in refused.reason


def test_decisions_are_signed(store: Store, configuration: Configuration) -> None:
    """Whatever is decided."""
    desk = Desk(store, configuration, now=NOW, who="anna", why="two fires")
    for plan in (desk.merge(["s-new", "s-old"]), split(desk, "s-old", "b"), desk.part(["s-old", "s-else"])):
        assert [(each.who, each.why) for each in planned(plan).changes] == [("anna", "two fires")]


# --- what a feed shows ---------------------------------------------------------------------------------------------


def ruling(kind: RulingKind, *, undone: bool = False) -> Ruling:
    return Ruling(NOW, "public-health", kind, undone=undone, who="anna")


def test_a_story_is_ruled_on_once(desk: Desk, store: Store) -> None:
    """Signed as it came; the stories come with it, for whoever tells of them."""
    plan = desk.rule(ruling(RulingKind.DROP), ["s-old"], ())
    assert plan.rulings == (replace(ruling(RulingKind.DROP), story="s-old"),)
    assert (plan.feeds, [each.article.id for each in plan.stories["s-old"]]) == (("public-health",), ["id-a", "id-b"])
    store.decide(plan.rulings)
    again = desk.rule(ruling(RulingKind.DROP), ["s-old"], ())
    assert (again.rulings, again.feeds) == ((), ())
    assert desk.rule(ruling(RulingKind.DROP, undone=True), ["s-new"], ()).rulings == ()


def test_what_is_undone_of_a_story_is_undone_of_its_articles(desk: Desk, store: Store) -> None:
    """Not so what is undone of an article: its story stays as it was decided."""
    a, b = store.story("s-old")
    store.decide(desk.rule(ruling(RulingKind.DROP), ["s-old"], [a]).rulings)
    undone = ruling(RulingKind.DROP, undone=True)
    assert [each.article for each in desk.rule(undone, (), [a, b]).rulings] == ["id-a"]
    assert [each.story or each.article for each in desk.rule(undone, ["s-old"], ()).rulings] == ["s-old", "id-a"]


def test_feeds_in_which_editors_decided_follow_a_story(desk: Desk, store: Store) -> None:
    """Also where its articles have no topic of theirs: one that was put into a feed may be merged or withdrawn."""
    [d] = store.story("s-else")
    store.decide(desk.rule(ruling(RulingKind.INCLUDE), (), [d]).rulings)
    assert desk.withdraw([d]).feeds == ("public-health",)
    assert planned(desk.merge(["s-old", "s-else"])).feeds == ("medical-education", "public-health")
