"""What an edited rule would change, held against the tags that are stored."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from syndicator.model.feed import Held
from syndicator.model.rehearsal import Counts, Effect
from syndicator.model.ruling import Ruling, RulingKind, Rulings
from syndicator.model.topic import Tag, Tagged
from syndicator.tag import compare
from syndicator.tag.rehearsing import SAMPLES
from tests.tag.articles import MOMENT, article, compiled, concept

EDITED = compiled("a", concept("a", "alpha"))
LIVE = Tagged((Tag("topic", 1.0, (), "v0"),))


def held(name: str, text: str, *, live: bool, language: str = "en", days: int = 0) -> Held:
    when = MOMENT - timedelta(days=days)
    made = replace(article(text, language=language, source=f"source-{language}"), id=name, published=when)
    return Held(made, name, LIVE if live else Tagged())


def test_every_article_is_added_dropped_kept_or_none_of_it() -> None:
    """Counted as a whole, per language, source and day of publication."""
    stored = [
        held("new", "alpha", live=False, language="kk-Arab", days=1),
        held("gone", "beta", live=True),
        held("kept", "alpha", live=True),
        held("never", "beta", live=False),
    ]
    compared = compare(stored, EDITED, "topic")
    assert compared.total == Counts(4, added=1, dropped=1, kept=1)
    assert compared.languages == {"kk-Arab": Counts(1, added=1), "en": Counts(3, dropped=1, kept=1)}
    assert compared.sources == {"source-kk-Arab": Counts(1, added=1), "source-en": Counts(3, dropped=1, kept=1)}
    assert compared.days[(MOMENT - timedelta(days=1)).date()] == Counts(1, added=1)
    samples = {effect: [each.article.id for each in found] for effect, found in compared.samples.items()}
    assert samples == {Effect.ADDED: ["new"], Effect.DROPPED: ["gone"], Effect.KEPT: ["kept"]}


def test_what_editors_decided_stands_whatever_the_rule_finds() -> None:
    """What they drop or hold is neither added nor dropped, what they include is kept; a pin does not replace a rule."""
    names = {"dropped": True, "held": True, "gone": False, "included": False, "released": True, "pinned": False}
    kinds = {"dropped": "drop", "held": "hold", "gone": "drop", "included": "include", "released": "release"}
    stored = [held(name, "alpha" if found else "beta", live=not found) for name, found in names.items()]
    rulings = Rulings(Ruling(MOMENT, "feed", RulingKind(kinds.get(name, "pin")), None, name) for name in names)
    compared = compare(stored, EDITED, "topic", rulings)
    samples = {effect: [each.article.id for each in found] for effect, found in compared.samples.items()}
    assert samples == {Effect.ADDED: ["released"], Effect.DROPPED: ["pinned"], Effect.KEPT: ["included"]}
    assert compared.total == Counts(6, added=1, dropped=1, kept=1)


def test_samples_say_why() -> None:
    """What the edited rule found, or what it misses."""
    compared = compare([held("new", "alpha", live=False), held("gone", "beta", live=True)], EDITED, "topic")
    [new], [gone] = compared.samples[Effect.ADDED], compared.samples[Effect.DROPPED]
    assert [(each.concept, each.start, each.end) for each in new.evidence] == [("a", 0, 5)]
    assert (new.missing, gone.evidence) == ((), ())
    assert len(gone.missing) == 1
    assert "a" in gone.missing[0]


def test_samples_are_the_newest_of_each_language() -> None:
    """A busy language leaves the others their place; equal moments go by id."""
    stored = [held(f"en-{days:02}", "alpha", live=False, days=days) for days in range(20)]
    stored += [held(f"ru-{at}", "alpha", live=False, language="ru", days=90) for at in (2, 1)]
    compared = compare(stored, compiled("a", concept("a", "alpha", ru=("alpha",))), "topic")
    names = [each.article.id for each in compared.samples[Effect.ADDED]]
    assert names == [*(f"en-{days:02}" for days in range(SAMPLES)), "ru-2", "ru-1"]
    assert compare([], EDITED, "topic").total == Counts()
