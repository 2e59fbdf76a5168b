"""What readers do becomes findings: problems where the feed brings them to it, notes where nothing helps."""

from __future__ import annotations

from syndicator.acceptance.telling import IN_WORDS, told
from syndicator.model.acceptance import Act, Effect, Grade, Sight


def sight(reader: str, act: Act, effect: Effect, document: str = "x.rss", **more: object) -> Sight:
    """Something that was seen."""
    return Sight(reader, document, act, effect, ("Headline",), 1, **more)  # type: ignore[arg-type]


def test_nothing_is_told_of_what_is_as_it_should_be() -> None:
    """Acts that change words may be seen to."""
    good = (Effect.NEW, Effect.UPDATED, Effect.REPLACED, Effect.REMOVED, Effect.NOTHING)
    assert told([sight("newsboat", Act.CORRECTED, each, anyhow=True) for each in good]) == []


def test_what_the_feed_brings_readers_to_is_a_problem_with_its_cause_and_remedy() -> None:
    """Told once for all readers and documents."""
    seen = [
        sight(reader, Act.CORRECTED, Effect.TWICE, document, cause="it has no id")
        for reader in ("liferea", "rss2email", "thunderbird")
        for document in ("x.rss", "y.rss")
    ]
    (found,) = told(seen)
    assert found.grade is Grade.PROBLEM
    assert found.message == (
        "Liferea, rss2email and Thunderbird each shows an article twice after a correction: it has no id"
    )
    assert found.remedy == "give every item an id that never changes (guid, id)"
    assert (found.documents, found.examples, found.count) == (("x.rss", "y.rss"), ("Headline",), 1)


def test_a_loss_without_a_known_cause_asks_to_compare() -> None:
    """And one of who was away, to follow the archives."""
    found = told([sight("newsboat", Act.NEWS, Effect.LOST), sight("newsboat", Act.AWAY, Effect.LOST)])
    remedies = {each.message: each.remedy for each in found}
    assert remedies["newsboat misses articles after a new article"] == "compare the documents before and after"
    assert "archives" in remedies["newsboat misses articles after more news than the feed keeps"]


def test_old_words_by_the_feeds_fault_are_a_warning() -> None:
    """A date of change would help."""
    (found,) = told([sight("feedwordpress", Act.CORRECTED, Effect.STALE)])
    assert (found.grade, found.code) == (Grade.WARNING, "stale")


def test_what_readers_do_anyhow_is_told_once_for_those_that_do_the_same() -> None:
    """With what their operators can do, and the formats, if it is not in all that they read."""
    seen = [
        *(sight("newsboat", Act.WITHDRAWN, Effect.KEPT, name, anyhow=True) for name in ("x.atom", "y.atom")),
        sight("newsboat", Act.WITHDRAWN, Effect.REPLACED, "x.rss", anyhow=True),
        sight("liferea", Act.WITHDRAWN, Effect.KEPT, "x.atom", anyhow=True),
        sight("liferea", Act.WITHDRAWN, Effect.REPLACED, "x.rss", anyhow=True),
        sight("sfeed", Act.REWRITTEN, Effect.TWICE, anyhow=True),
        sight("sfeed", Act.RETITLED, Effect.TWICE, anyhow=True),
        sight("sfeed", Act.CORRECTED, Effect.STALE, anyhow=True),
    ]
    common, sfeed = told(seen)
    assert common.message == "Liferea and newsboat each keeps what was withdrawn (atom)"
    assert common.documents == ("x.atom", "y.atom")
    assert sfeed.message == (
        "sfeed shows an article twice after the source gave it another headline, after an editor gave it another "
        "headline and keeps the old words of what changes"
    )
    assert "sfeedrc" in sfeed.remedy
    assert {common.grade, sfeed.grade} == {Grade.NOTE}


def test_who_was_away_is_told_of_archives() -> None:
    """One note for all readers."""
    (found,) = told([sight(name, Act.AWAY, Effect.LOST, anyhow=True) for name in ("newsboat", "sfeed")])
    assert (found.code, found.grade) == ("away", Grade.NOTE)
    assert "archives" in found.remedy


def test_documents_that_change_although_nothing_happened_are_told() -> None:
    """A restart, a month that ends or a move is no correction."""
    (found,) = told([sight("newsboat", Act.MOVED, Effect.UPDATED, anyhow=True)])
    assert (found.code, found.grade) == ("changed", Grade.WARNING)
    assert "after the feed got another id" in found.message


def test_every_act_has_words() -> None:
    """In sentences."""
    assert set(IN_WORDS) == set(Act)
