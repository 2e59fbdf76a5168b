"""One poll decided: what its articles are beside those we have and beside each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from syndicator.deduplicate import keys
from syndicator.deduplicate.blocking import identity_key
from syndicator.model.article import Alternate, Article, bared
from syndicator.model.entry import Origin
from syndicator.model.verdict import Candidate, Decision, VerdictKind
from tests.deduplicate.articles import DAWN, LONG, NOW, OTHER, article, at, decide, mint, poll, stored

NEW, UPDATE, KNOWN = VerdictKind.NEW, VerdictKind.UPDATE, VerdictKind.KNOWN
REPRINT, TRANSLATION = VerdictKind.REPRINT, VerdictKind.TRANSLATION


def kinds(decisions: Sequence[Decision]) -> list[VerdictKind]:
    return [each.verdict.kind for each in decisions]


def test_an_article_unlike_all_we_have_is_new() -> None:
    """It begins a story of its own and keeps what normalising gave it."""
    (decision,) = poll([article("a")], article("b"))
    assert decision.verdict.kind is NEW
    assert decision.article == article("a")
    assert decision.story == "id-a"
    assert decision.keys == keys(article("a"))


def test_an_entry_seen_before_is_known() -> None:
    """What we have is what is decided on, dates and all."""
    (decision,) = poll([article(collected=NOW, published=NOW, title="NEWS of a!")], article())
    assert (decision.verdict.kind, decision.verdict.of) == (KNOWN, "id-a")
    assert decision.article == article()


def test_an_edited_entry_is_an_update() -> None:
    """Same id, updated moves, published does not (I19); the reasons say what changed."""
    (decision,) = poll([article(title="A better title", published=NOW)], article())
    assert decision.verdict.kind is UPDATE
    assert decision.verdict.reasons == ("the title changed",)
    assert (decision.article.id, decision.article.published, decision.article.updated) == ("id-a", DAWN, NOW)
    assert decision.article.title == "A better title"
    assert decision.keys == keys(decision.article) | keys(article(title="A better title", published=NOW))


def test_an_identity_that_flips_on_the_same_page_is_the_same_article() -> None:
    """And it is found by the new identity from the next update on (I01)."""
    flipped = article(id="id-x", identity="guid:x", public_id="tag:x", title="Edited")
    (decision,) = poll([flipped], article())
    assert (decision.verdict.kind, decision.article.id, decision.article.public_id) == (UPDATE, "id-a", mint(article()))
    assert decision.verdict.reasons[-1] == "the source gave the same page another identity"
    assert identity_key("alpha", "guid:x") in decision.keys
    assert kinds(poll([replace(flipped, identity="guid:y")], decision)) == [KNOWN]


def test_a_publisher_that_moves_to_another_host_keeps_its_articles() -> None:
    """Same path and title within thirty days (I02)."""
    moved = article("a", id="id-x", identity="guid:x", **at("https://new.example/news/a"))
    (decision,) = poll([moved], article())
    assert (decision.verdict.kind, decision.article.id, decision.article.updated) == (UPDATE, "id-a", DAWN)
    assert decision.article.link == "https://new.example/news/a"


def test_two_entries_on_one_page_are_two_articles() -> None:
    """An earlier entry that is still listed is not taken over by another."""
    other = article("b", **at("https://alpha.example/news/a"))
    assert kinds(poll([article(), other], article())) == [KNOWN, NEW]
    first, second = poll([article(), other])
    assert {first.article.id, second.article.id} == {"id-a", "id-b"}


def test_one_entry_takes_over_a_page_once() -> None:
    """Two new identities on the page of one earlier article: the first takes it over, the second is a reprint of it."""
    one = article("x", **at("https://alpha.example/news/a"), title="News of a")
    two = replace(one, id="id-y", identity="guid:y", public_id="tag:y")
    assert kinds(poll([one, two], article(text=one.text))) == [KNOWN, REPRINT]


def test_a_page_is_alone_whoever_had_its_new_identity_before() -> None:
    """A guid that stands for whatever is on top: the article below is known by its page, with its title edited."""
    page = article("a", title="Before", text="Short.", published=DAWN - timedelta(hours=5))
    latest = article("b", identity="guid:latest", text="Something else.")
    edited = replace(page, identity="guid:latest", title="After", text="Brief.", published=DAWN)
    (decision,) = poll([edited], page, latest)
    assert (decision.verdict.kind, decision.article.id) == (UPDATE, "id-a")


def test_an_identity_used_for_a_new_story_makes_a_new_article() -> None:
    """Address and title both differ: the earlier one stays, and is named (I07)."""
    (decision,) = poll([article("b", identity="guid:a", id="id-a", public_id=mint(article()))], article())
    assert decision.verdict.kind is NEW
    assert decision.article.id not in {"id-a", "id-b"}
    assert decision.article.public_id == mint(decision.article)
    assert "it replaces id-a" in decision.verdict.reasons[0]


def same_guid(*names: str) -> list[Article]:
    """Different entries to which the source gave one guid."""
    return [article(name, identity="guid:1", id="id-1", public_id="tag:one") for name in names]


def test_entries_that_share_an_identity_are_separate_articles_for_ever() -> None:
    """The next poll knows each of them, in whatever order, and one that is edited is updated (I05)."""
    first = poll(same_guid("a", "b", "c"))
    assert kinds(first) == [NEW] * 3
    assert len({each.article.id for each in first}) == len({each.article.public_id for each in first}) == 3
    again = poll(same_guid("c", "a", "b"), *first)
    assert kinds(again) == [KNOWN] * 3
    assert [each.article.id for each in again] == [first[2].article.id, first[0].article.id, first[1].article.id]
    edited = replace(same_guid("b")[0], text="Other words")
    (update,) = poll([edited], *first)
    assert (update.verdict.kind, update.article.id) == (UPDATE, first[1].article.id)


def test_shared_identities_without_addresses_are_told_apart_by_title() -> None:
    """No address is no proof that two entries are one."""
    entries = [replace(each, link=None, canonical=None) for each in same_guid("a", "b")]
    first = poll(entries)
    assert len({each.article.id for each in first}) == 2
    assert kinds(poll(entries, *first)) == [KNOWN, KNOWN]
    assert kinds(poll(entries[1:], *first)) == [KNOWN]


def test_an_edited_and_restored_entry_of_a_shared_identity_is_found_again() -> None:
    """Its own identity is made of what it was when it came."""
    entries = [replace(each, link=None, canonical=None) for each in same_guid("a", "b")]
    first = poll(entries)
    edited = replace(first[0], article=replace(first[0].article, title="Edited"))
    (decision, _) = poll(entries, edited, first[1])
    assert (decision.verdict.kind, decision.article.id) == (UPDATE, first[0].article.id)


def test_an_entry_listed_twice_is_decided_once() -> None:
    """The newer state counts; the other is known."""
    older, newer = article(title="Old"), article(title="New", updated=DAWN + timedelta(hours=1))
    decisions = poll([older, newer], article())
    assert kinds(decisions) == [KNOWN, UPDATE]
    assert decisions[0].article.title == decisions[1].article.title == "New"
    assert kinds(poll([older, newer])) == [KNOWN, NEW]


def test_no_source_takes_anothers_public_id() -> None:
    """It gets our own instead (I09, I10)."""
    theirs = article(public_id="urn:uuid:1")
    thief = article("b", source="beta", identity="guid:b", public_id="urn:uuid:1")
    (decision,) = poll([thief], theirs)
    assert decision.article.public_id == mint(thief)
    assert decision.verdict.kind is NEW


def test_a_stolen_public_id_of_our_own_making_harms_nobody() -> None:
    """Should it be taken before we make it, the article gets another id."""
    thief = article("t", source="beta", public_id=mint(article()))
    (decision,) = poll([article()], thief)
    assert decision.article.id != "id-a"
    assert decision.article.public_id == mint(decision.article)


def test_the_same_text_at_another_source_is_a_reprint_of_the_earliest() -> None:
    """It joins the story and is kept whole: a duplicate never deletes (I11)."""
    early = article("a", text=LONG, source="alpha", published=DAWN - timedelta(hours=1))
    late = article("b", text=LONG, source="beta", identity="guid:b")
    copy = article("c", text="Agency. " + LONG, source="gamma", identity="guid:c")
    (decision,) = poll([copy], late, early)
    assert (decision.verdict.kind, decision.verdict.of, decision.story) == (REPRINT, "id-a", "id-a")
    assert decision.article == copy
    assert decision.verdict.reasons[0].endswith("an article of alpha")


def test_the_original_is_no_reprint_of_its_copy() -> None:
    """What an aggregator took from elsewhere does not become the original by being first."""
    copied = article("b", source="planet", text=LONG, origin=Origin(title="Alpha"))
    (decision,) = poll([article(text=LONG)], copied)
    assert (decision.verdict.kind, decision.story) == (VerdictKind.SAME_STORY, "id-b")
    assert decision.verdict.reasons[-1] == "that one was taken from elsewhere"
    (other,) = poll([article(text=LONG, origin=Origin(title="Beta"))], copied)
    assert other.verdict.kind is REPRINT


def test_translations_share_a_story() -> None:
    """Linked, never merged (I14)."""
    english = article("en", alternates=(Alternate("https://alpha.example/news/ar", "ar"),))
    arabic = article("ar", language="ar", alternates=(Alternate("https://alpha.example/news/en", "en"),))
    (decision,) = poll([arabic], english)
    assert (decision.verdict.kind, decision.story, decision.article) == (TRANSLATION, "id-en", arabic)
    assert sorted(kinds(poll([english, arabic]))) == [NEW, TRANSLATION]


def test_recurring_headlines_are_new_each_time() -> None:
    """A title alone proves nothing (I13)."""
    weekly = article("w2", title="Weekly digest", published=NOW)
    assert kinds(poll([weekly], article("w1", title="Weekly digest"))) == [NEW]
    assert kinds(poll([replace(weekly, source="beta")], article("w1", title="Weekly digest"))) == [NEW]


def test_a_few_fingerprints_in_common_are_not_looked_at() -> None:
    """A footer that all articles of a source carry."""
    footer = " Follow the newsroom for more stories about medicine, schools and health in the region every day."
    assert kinds(poll([article(text=OTHER + footer)], article("b", source="beta", text=LONG + footer))) == [NEW]


names = st.sampled_from("abcd")
entries = st.lists(
    st.builds(
        article,
        names,
        identity=st.sampled_from(["guid:1", "guid:2", "guid:3"]),
        source=st.just("alpha"),
        title=st.sampled_from(["One headline", "Another headline"]),
        text=st.sampled_from([LONG, OTHER, "Short.", "Short one 2."]),
        canonical=st.sampled_from([None, "https://alpha.example/x", "https://alpha.example/y"]),
        updated=st.sampled_from([DAWN, DAWN + timedelta(hours=1)]),
    ),
    max_size=5,
)


def told(decisions: Sequence[Decision]) -> list[tuple[str, str, str | None, str]]:
    return sorted((each.article.id, each.verdict.kind.value, each.verdict.of, each.story) for each in decisions)


@settings(deadline=None, max_examples=150)
@given(entries, entries, st.randoms(use_true_random=False))
def test_the_order_of_a_document_means_nothing(have: list[Article], now: list[Article], chance: object) -> None:
    """Any order gives the same decisions (I17); ids stay unique."""
    given_ids = [replace(each, id=f"id-{each.identity}", public_id=f"tag:{each.identity}") for each in have + now]
    have, now = given_ids[: len(have)], given_ids[len(have) :]
    before = {each.article.id: each for each in decide(have)}
    candidates = [each for each in (stored(one, now) for one in before.values()) if each.keys]
    decisions = decide(now, candidates)
    shuffled = sorted(range(len(now)), key=lambda _: chance.random())  # type: ignore[attr-defined]
    assert told(decide([now[place] for place in shuffled], candidates)) == told(decisions)
    after = before | {each.article.id: each for each in decisions if each.verdict.kind is not KNOWN}
    for unique in (lambda a: a.public_id, lambda a: (a.source, a.identity)):
        assert len({unique(each.article) for each in after.values()}) == len(after)


@settings(deadline=None, max_examples=100)
@given(entries)
def test_a_document_that_stays_the_same_comes_to_rest(now: list[Article]) -> None:
    """From the third poll on it changes nothing, however oddly its entries are identified: no endless updates (I18)."""
    now = [replace(each, id=f"id-{each.identity}", public_id=f"tag:{each.identity}") for each in now]
    have: dict[str, Decision] = {}
    for _ in range(2):
        decisions = decide(now, [stored(each, now) for each in have.values()])
        have |= {each.article.id: each for each in decisions if each.verdict.kind is not KNOWN}
    assert set(kinds(decide(now, [stored(each, now) for each in have.values()]))) <= {KNOWN}


def test_what_left_the_store_is_no_news_when_it_is_served_again() -> None:
    """Whatever has changed meanwhile: another guid, the title, the text; and it is no update either."""
    old = bared(article("a", text=LONG))
    years = NOW + timedelta(days=1000)
    for again in (
        article("a", text=LONG),
        article("a", title="Another title", text=OTHER),
        article("a", identity="guid:new", id="id-new", text=LONG),
    ):
        [decision] = decide([again], [Candidate(old, "id-a", decide([article("a")])[0].keys)], years)
        assert (decision.verdict.kind, decision.verdict.of, decision.article) == (KNOWN, "id-a", old)
        assert decision.verdict.reasons[-1] == "its source lists it again, long after it has left the store"


def test_a_guid_of_what_left_may_be_used_for_other_news() -> None:
    """I07: another address and another title are another article."""
    have = Candidate(bared(article("a")), "id-a", decide([article("a")])[0].keys)
    other = article("b", identity="guid:a", id="id-a", guid="a", published=NOW)
    [decision] = decide([other], [have])
    assert decision.verdict.kind is NEW
    assert decision.article.id != "id-a"
