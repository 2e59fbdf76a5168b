"""Topics with evidence and scores."""

from __future__ import annotations

import time

from hypothesis import given, settings
from hypothesis import strategies as st

from syndicator.model.rule import parse_rule
from syndicator.model.topic import Evidence, Field, Organisation, Tagged, Topic
from syndicator.tag import compile_topics, tag
from tests.tag.articles import article, compiled, concept


def test_evidence_points_into_the_original_strings() -> None:
    """Accents, capitals and all."""
    topic = compiled("c", concept("c", "учёный", language="ru"))
    found = article("Приехали Учё\u0301ные.", title="УЧЁНЫХ ждут", language="ru")
    evidence = tag(found, topic).tags[0].evidence
    assert [(each.field, each.start, each.end) for each in evidence] == [(Field.TITLE, 0, 6), (Field.TEXT, 9, 16)]


def test_a_tag_carries_the_version_of_its_rule() -> None:
    """So that the store knows what to tag anew."""
    assert tag(article("alpha"), compiled("a", concept("a", "alpha"))).tags[0].version == "v1"


def test_the_score_counts_distinct_terms_and_the_title_double() -> None:
    """Saying a word ten times says no more."""
    topic = compiled("a or b", concept("a", "alpha", "beta"), concept("b", "gamma"))
    assert tag(article("alpha alpha alpha beta"), topic).tags[0].score == 2.0
    assert tag(article("alpha gamma", title="alpha"), topic).tags[0].score == 3.0


def test_the_score_adds_up_the_weights_of_terms() -> None:
    """A strong term says more; the title still counts twice."""
    topic = compiled("a or b", concept("a", "alpha^3", "aleph^0.5"), concept("b", "exact:beta^2"))
    found = tag(article("alpha aleph", title="beta"), topic).tags[0]
    assert found.score == 3.0 + 0.5 + 2 * 2.0
    assert {each.term: each.weight for each in found.evidence} == {"alpha": 3.0, "aleph": 0.5, "exact:beta": 2.0}


@settings(deadline=None)
@given(st.lists(st.sampled_from(["alpha", "aleph", "beta", "gamma", "rain"])), st.integers(0, 30))
def test_what_is_found_besides_never_lowers_the_score(said: list[str], cut: int) -> None:
    """Where no 'not' takes a part out."""
    scores = [
        found.tags[0].score if (found := tag(article(" ".join(said[:upto])), LETTERS)).tags else 0.0
        for upto in (cut, len(said))
    ]
    assert scores[0] <= scores[1]


LETTERS = compiled(
    "a or b and c or at least 2 of (a, b, c)",
    *(concept("a", "alpha^3", "aleph^0.5"), concept("b", "beta"), concept("c", "gamma^2")),
)


def test_one_term_is_shown_three_times_per_field() -> None:
    """More would be a list, not evidence."""
    tags = tag(article("alpha " * 9, title="alpha " * 2), compiled("a", concept("a", "alpha"))).tags
    assert [each.field for each in tags[0].evidence] == [Field.TITLE] * 2 + [Field.TEXT] * 3


def test_a_word_that_two_languages_find_is_one_find() -> None:
    """A Kazakh text is matched with Russian terms too; the same word is not counted twice."""
    topic = compiled("c", concept("c", "студент", language="kk", ru=("студент",)))
    evidence = tag(article("студент", language="kk"), topic).tags[0].evidence
    assert evidence == (Evidence("c", "студент", Field.TEXT, 0, 7),)


def test_an_article_may_have_several_topics_or_none() -> None:
    """In the order of the configuration."""
    topics = {name: Topic(name, parse_rule(name)) for name in ("b", "a", "c")}
    concepts = {name: concept(name, word) for name, word in (("a", "alpha"), ("b", "beta"), ("c", "gamma"))}
    both = compile_topics(concepts, topics, {})
    assert [each.topic for each in tag(article("alpha beta"), both).tags] == ["b", "a"]
    assert tag(article(""), both) == Tagged()


def test_a_text_full_of_terms_costs_no_more_than_its_length() -> None:
    """A source that repeats names, countries and what does not count cannot keep the others waiting for minutes."""
    doctor, school = concept("a", "doctor", unless=("doctor of law",)), concept("b", "school")
    topic = compiled("a near/3 b", doctor, school, organisations={"o": Organisation("o", {"en": ("Nile Club",)}, "EG")})
    long = article("Nile Club, France: a doctor of law. A doctor at school. " * 4_000)
    began = time.thread_time()
    assert tag(long, topic).places == ("EG", "FR")
    assert time.thread_time() - began < 10


@settings(deadline=None)
@given(st.text(), st.sampled_from(["en", "ru", "kk", "ar", "he", "zh", "tr", "und"]))
def test_any_text_is_tagged_and_evidence_lies_within(text: str, language: str) -> None:
    """Whatever a source writes, nothing is raised."""
    tagged = tag(article(text + " alpha", title=text, language=language), ANYTHING)
    for each in tagged.tags[0].evidence:
        assert 0 <= each.start < each.end <= len(text) + 6


ANYTHING = compiled("a or b", concept("a", "alpha"), concept("b", "al*", "ал*", "ال*", language="*"))
