"""I12: a source that says the same again and again neither fills the story of others nor drowns what is like it."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import timedelta

from syndicator.deduplicate import clues, relate
from syndicator.model.article import Article
from syndicator.model.story import Guard
from syndicator.model.verdict import CROWD, Decision, KeyKind, VerdictKind
from tests.deduplicate.articles import DAWN, LONG, article, at, decide, poll
from tests.deduplicate.test_relating import ENGLISH, VISIT, known_rarity, related, relative

ORIGINAL = article("original", text=LONG)


def variant(number: int, **more: object) -> Article:
    """Another source's, a few words off."""
    page = f"https://beta.example/offer/{number}"
    made = article(f"variant-{number:03}", source="beta", text=f"{LONG} Offer {number}.", title=f"Offer {number}")
    return replace(made, **at(page), **more)  # type: ignore[arg-type]


def kinds(decision: Decision) -> set[KeyKind]:
    return {key.kind for key in decision.keys}


def test_a_story_that_others_tell_takes_so_many_of_one_source_a_day() -> None:
    """What is too much is kept, all of it in one story of its own."""
    first, *flood = decide([ORIGINAL, *map(variant, range(100))])
    stories = Counter(each.story for each in flood)
    assert stories == {first.story: CROWD, flood[CROWD].article.id: 100 - CROWD}
    begun, joined = flood[CROWD].verdict, flood[-1].verdict
    assert (begun.kind, joined.kind, joined.of) == (VerdictKind.NEW, VerdictKind.SAME_STORY, flood[CROWD].article.id)
    assert begun.reasons == (f"its source has said the same {CROWD} times in a day in the story {first.story}",)


def test_what_is_too_much_is_compared_with_nothing_that_comes_later() -> None:
    """It is known by its identity alone: a flood does not make the words of others a footer that tells nothing."""
    decisions = decide([ORIGINAL, *map(variant, range(100))])
    fingerprinted = [each for each in decisions if KeyKind.FINGERPRINT in kinds(each)]
    assert len(fingerprinted) == 1 + CROWD + 1
    assert all(kinds(each) == {KeyKind.IDENTITY, KeyKind.PUBLIC} for each in decisions if each.quiet)


def test_it_is_so_from_poll_to_poll() -> None:
    """One by one, beside what is stored."""
    have = decide([ORIGINAL, *map(variant, range(CROWD))])
    [begun] = poll([variant(50)], *have)
    assert (begun.verdict.kind, begun.story, begun.quiet) == (VerdictKind.NEW, begun.article.id, False)
    [more] = poll([variant(51)], *have, begun)
    assert (more.story, more.quiet) == (begun.story, True)
    [tomorrow] = poll([variant(52, published=DAWN + timedelta(hours=25))], *have, begun)
    assert (tomorrow.story, tomorrow.quiet) == (have[0].story, False)


def test_an_edit_does_not_make_it_heard() -> None:
    """An update gives an article all of its keys anew, but not one of a crowd."""
    decisions = decide([ORIGINAL, *map(variant, range(20))])
    quiet = decisions[-1]
    [edited] = poll([replace(quiet.article, title="Quite another title")], *decisions)
    assert (edited.verdict.kind, edited.quiet) == (VerdictKind.UPDATE, True)
    spoken = decisions[1]
    [edited] = poll([replace(spoken.article, title="Quite another title")], *decisions[:CROWD])
    assert (edited.verdict.kind, edited.quiet) == (VerdictKind.UPDATE, False)


def test_an_honest_reprint_is_found_beside_a_flood() -> None:
    """And so is an original that comes after it."""
    flood = decide([variant(number) for number in range(100)])
    [original] = poll([ORIGINAL], *flood)
    assert (original.verdict.kind, original.story) == (VerdictKind.REPRINT, flood[0].story)
    copy = replace(article("copy", source="gamma", text=LONG), **at("https://gamma.example/copy"))
    [reprint] = poll([copy], *decide([ORIGINAL, *map(variant, range(100))]))
    assert (reprint.verdict.kind, reprint.verdict.of) == (VerdictKind.REPRINT, ORIGINAL.id)


def test_what_a_source_says_of_its_own_is_one_story_however_often() -> None:
    """It fills no story but its own."""
    pages = [replace(ORIGINAL, id=f"id-{n:03}", identity=f"guid:{n}", public_id=f"tag:x,2026:{n}") for n in range(20)]
    same = [replace(each, **at(f"https://alpha.example/{each.id}")) for each in pages]
    assert len({each.story for each in decide(same)}) == 1


def news(number: int) -> Article:
    """Another source's report of the visit, again and again, in words too few for fingerprints."""
    when = DAWN + timedelta(minutes=20 * number)
    return replace(ENGLISH, id=f"id-b{number:02}", identity=f"b{number}", source="beta", published=when)


def test_a_story_told_by_clues_takes_no_more_of_one_source_either() -> None:
    """The guard is named for it."""
    have = [relative(ENGLISH), *(relative(news(number), story="id-en") for number in range(CROWD))]
    known = known_rarity()
    [late] = [replace(each, article=news(9)) for each in decide([news(9)])]
    found = {late.article.id: clues(late.article, VISIT, known)}
    done = relate([late], found, {late.article.id: have}, known)
    assert done.decisions[0].verdict.kind is VerdictKind.NEW
    assert [each.guard for each in done.bonds] == [Guard.CROWD]
    fewer = relate([late], found, {late.article.id: have[:-1]}, known)
    assert fewer.decisions[0].story == "id-en"


def test_clues_of_a_crowd_find_nobody_else() -> None:
    """Their keys are left away, and the rest of the batch is not compared with them."""
    flood = [news(number) for number in range(30)]
    decisions, _ = related(flood)
    assert [each.quiet for each in decisions] == [False] * CROWD + [True] * (30 - CROWD)
