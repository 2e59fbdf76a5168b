"""Which terms a text of a language is matched with."""

from __future__ import annotations

import gc

import pytest

from syndicator.model.rule import parse_rule
from syndicator.model.topic import Organisation, Topic
from syndicator.tag import compile_topics, tag
from tests.tag.articles import article, compiled, concept

EVERYWHERE = compiled(
    "c",
    concept(
        "c",
        *("nurse", "clinical trial", "=WHO"),
        ru=("больница",),
        kk=("емхана",),
        ar=("مستشفى",),
        he=("מרפאה",),
        fr=("hôpital",),
    ),
)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "two nurses"),
        ("en-GB", "two nurses"),
        ("ru", "в больницах"),
        ("ru", "a nurse сказала"),
        ("kk-Cyrl", "емханада"),
        ("kk-Latn", "emhanada"),
        ("kk-Arab", "ەمحانادا"),
        ("kk", "в больнице"),
        ("ar", "nurse"),
        ("fr", "les hôpitaux"),
        ("fr", "le clinical trial"),
        ("fr", "le WHO"),
        ("und", "the nurses"),
        ("und", "больницы"),
        ("und", "بالمستشفى"),
    ],
)
def test_a_text_is_matched_with_its_own_terms_and_those_of_its_neighbours(language: str, text: str) -> None:
    """Kazakh texts hold Russian phrases, and English terms stand in all."""
    assert tag(article(text, language=language), EVERYWHERE).tags


@pytest.mark.parametrize(
    ("language", "text"), [("fr", "la nurse"), ("en", "больница"), ("ru", "емхана"), ("de", "hôpital")]
)
def test_a_text_is_not_matched_with_terms_of_strangers(language: str, text: str) -> None:
    """A lone English word may be another word in another language of the same letters."""
    assert not tag(article(text, language=language), EVERYWHERE).tags


def test_terms_for_every_language_are_analysed_as_the_text_is() -> None:
    """Terms under ``*`` are found inflected."""
    anywhere = compiled("c", concept("c", "Эразмус", "Erasmus", language="*"))
    assert tag(article("программы Эразмуса", language="ru"), anywhere).tags
    assert tag(article("Erasmus’a", language="tr"), anywhere).tags


def test_included_concepts_count_however_deep_and_circles_end() -> None:
    """What is included, includes; unknown names are left out."""
    deep = compiled(
        "a",
        concept("a", "alpha", include=("b",)),
        concept("b", "beta", include=("c", "missing")),
        concept("c", "gamma", include=("a",)),
    )
    assert deep.concepts_behind(deep.topics["topic"]) == {"a", "b", "c"}
    found = tag(article("gamma"), deep).tags[0]
    assert [each.concept for each in found.evidence] == ["c"]


def test_a_term_inside_an_unless_phrase_does_not_count() -> None:
    """Neither of the concept's own terms nor of those it includes."""
    topic = compiled(
        "a",
        concept("a", "doctor", include=("b",), unless=("school fees",)),
        concept("b", "school", unless=("art school",)),
    )
    assert not tag(article("school fees"), topic).tags
    assert not tag(article("an art school"), topic).tags
    assert not tag(article(title="Art schools"), topic).tags
    assert tag(article("an art school and a school"), topic).tags
    assert tag(article("school", title="art school"), topic).tags


def test_a_rule_may_name_a_concept_that_is_not_configured() -> None:
    """It is never said."""
    assert not tag(article("unknown"), compiled("unknown")).tags


def test_short_names_of_organisations_are_matched_letter_by_letter() -> None:
    """«WHO» and «=Aqu» are; longer names are found in any form."""
    organisations = {
        "who": Organisation("who", {"en": ("WHO", "World Health Organization")}),
        "aqu": Organisation("aqu", {"en": ("=Aqu",)}, "PS"),
        "rand": Organisation("rand", {"en": ("Rand",)}, "US"),
    }
    topic = compiled("organisation:who", organisations=organisations)
    assert tag(article("who"), topic).organisations == ()
    assert tag(article("The World Health Organisation and WHO"), topic).organisations == ("who",)
    assert tag(article("AQU"), topic).organisations == ()
    assert tag(article("Aqu, at rand"), topic).organisations == ("aqu",)
    assert tag(article("WHO"), topic).tags[0].evidence == ()


def test_terms_are_shown_as_they_are_written() -> None:
    """Evidence says how exact a term was."""
    topic = compiled("c", concept("c", "=WHO", "exact:arts", "medic*", "nurse"))
    evidence = tag(article("WHO arts medics nurses"), topic).tags[0].evidence
    assert [each.term for each in evidence] == ["=WHO", "exact:arts", "medic*", "nurse"]


def test_what_takes_the_place_of_topics_is_ready_for_the_languages_that_were_asked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The first article after an edit need not wait for an index."""
    topics = {"t": Topic("t", parse_rule("c"))}
    before = compile_topics({"c": concept("c", "nurse", ru=("больница",))}, topics, {})
    assert tag(article("в больнице", language="ru"), before).tags
    after = compile_topics({"c": concept("c", "nurse", ru=("клиника",))}, topics, {}, before=before)
    monkeypatch.setattr("syndicator.tag.compiled.TermIndex", None)
    assert tag(article("в клинике", language="ru"), after).tags
    assert not tag(article("в больнице", language="ru"), after).tags


def test_indexes_whose_terms_are_the_same_are_taken_over() -> None:
    """An edit of a rule, or of another language, costs nothing of the rest."""
    said = concept("c", "nurse", ru=("больница",))
    before = compile_topics({"c": said}, {"t": Topic("t", parse_rule("c"))}, {})
    tag(article(language="en"), before)
    tag(article(language="ru"), before)
    title = compile_topics({"c": said}, {"t": Topic("t", parse_rule("title:c"))}, {}, before=before)
    assert title.lookout("en") is before.lookout("en")
    assert not tag(article("nurse"), title).tags
    english = concept("c", "nurse", "doctor", ru=("больница",))
    edited = compile_topics({"c": english}, {"t": Topic("t", parse_rule("c"))}, {}, before=before)
    assert edited.lookout("ru").indexes[0] is before.lookout("ru").indexes[0]
    assert tag(article("doctor"), edited).tags


def test_what_is_replaced_is_freed_though_nobody_collects_garbage() -> None:
    """What stands is kept out of the collection, so a service that is reloaded often must leave no circles behind."""
    topics = {"t": Topic("t", parse_rule("c and d near/3 e"))}
    standing = compile_topics({"c": concept("c", "nurse")}, topics, {})
    alive = []
    gc.disable()
    try:
        for number in range(10):
            said = {each: concept(each, f"nurse {number}", "nurse", ru=("больница",)) for each in "cde"}
            standing = compile_topics(said, topics, {}, before=standing)
            for language in ("en", "ru"):
                tag(article(f"A nurse, a nurse {number} in a больница", language=language), standing)
            alive.append(len(gc.get_objects()))
    finally:
        gc.enable()
    assert alive[-1] - alive[2] < 100


def test_words_that_are_the_very_same_are_not_even_compared() -> None:
    """A rule edited alone is ready at once: no index is looked at."""
    said, organisations = {"c": concept("c", "nurse")}, {"o": Organisation("o", {"en": ("Lakeside College",)})}
    before = compile_topics(said, {"t": Topic("t", parse_rule("c"))}, organisations)
    tag(article(language="en"), before)
    after = compile_topics(said, {"t": Topic("t", parse_rule("title:c"))}, organisations, before=before)
    assert after._indexes == before._indexes
    other = compile_topics(said, {"t": Topic("t", parse_rule("c"))}, dict(organisations), before=before)
    assert other.lookout("en") is before.lookout("en")


@pytest.mark.parametrize(
    ("rule", "holds"),
    [
        ("a and places >= 1", {"a France"}),
        ("not a", {"b", "b c", "c", "France"}),
        ("at least 2 of (a, b, c)", {"a b", "b c"}),
        ("at least 2 of (a, b, places >= 1)", {"a b", "a France"}),
        ("at least 1 of (a, not b)", {"a France", "a b", "a", "c", "France"}),
        ("a near/1 (b or c)", {"a b"}),
        ("weight >= 2 of (a^2, places >= 1)", {"a", "a b", "a France"}),
        ("weight >= 2 of (b, places >= 1, a)", {"a b", "a France"}),
        ("weight >= 1 of (places >= 1, b, c^-1)", {"a b", "a France", "b", "France"}),
        ("a or places >= 1", {"a", "a b", "a France", "France"}),
    ],
)
def test_a_rule_is_looked_at_wherever_it_may_hold(rule: str, holds: set[str]) -> None:
    """Which concepts an article must say for it is worked out beforehand, and never asks for too much."""
    words = {"a": "alpha", "b": "beta", "c": "gamma", "France": "France"}
    topic = compiled(rule, *(concept(each, words[each]) for each in "abc"))
    said = ("a", "a b", "a France", "b", "b c", "c", "France")
    assert {each for each in said if tag(article(" ".join(words[one] for one in each.split())), topic).tags} == holds
