"""Settings of concepts, organisations and feeds in, vocabulary and topics out."""

from __future__ import annotations

import pytest

from syndicator.model.feed import FeedDefinition
from syndicator.model.rule import And, Fact, Has, Is, Not
from syndicator.model.topic import Concept, Example, Organisation, Term
from tests.config.conftest import Newsroom, Spoil

CONCEPTS = "config/concepts/learning.yaml"
FEED = "feeds/doctors.yaml"


# --- concepts and organisations ------------------------------------------------------------------------------------


def test_concepts_come_with_their_terms_spelt_out(newsroom: Newsroom) -> None:
    """Alternatives are terms of their own."""
    assert newsroom.load().concepts["medicine"] == Concept(
        "medicine",
        {
            "en": (Term("medical student"), Term("medical school"), Term("WHO", exact=True)),
            "*": (Term("MBBS"),),
        },
        ("training",),
        {"en": (Term("medical school bus"),)},
        "Health and those who care for it",
    )


def test_norwegian_is_a_language(newsroom: Newsroom) -> None:
    """YAML 1.1 would read its code as false."""
    newsroom.change(CONCEPTS, '      en: ["training course", "lectur*"]', "      no: [kurs, ja, no, on]")
    assert newsroom.load().concepts["training"].terms == {"no": tuple(map(Term, ("kurs", "ja", "no", "on")))}


def test_organisations_come_with_their_names(newsroom: Newsroom) -> None:
    """And the country they are in."""
    expected = Organisation("lakeside", {"en": ("Lakeside College",)}, "IL")
    assert newsroom.load().organisations == {"lakeside": expected}


def test_a_concept_twice_over_the_files_names_the_other_place(newsroom: Newsroom) -> None:
    """Joining them in silence would surprise both authors."""
    newsroom.write("config/concepts/more.yaml", "concepts:\n  medicine: {terms: {en: [drug]}}\n")
    assert [str(each) for each in newsroom.problems()] == [
        "config/concepts/more.yaml:2:3: concepts.medicine: the concept 'medicine' stands twice; "
        "the other one is config/concepts/learning.yaml:6:5; choose another name, or join them"
    ]


def test_circular_includes_are_refused_where_they_close(newsroom: Newsroom) -> None:
    """Every concept of the circle is named, and no topic is made of it."""
    newsroom.change(CONCEPTS, "  training:\n", "  training:\n    include: [school]\n")
    newsroom.write("config/concepts/more.yaml", "concepts:\n  school: {include: [medicine]}\n  a: {include: [a]}\n")
    refused = newsroom.refused()
    assert [str(each) for each in refused.problems] == [
        "config/concepts/learning.yaml:3:15: concepts.training.include[0]: "
        "'training' includes itself by 'school'; remove it from one of them",
        "config/concepts/learning.yaml:8:15: concepts.medicine.include[0]: "
        "'medicine' includes itself by 'training'; remove it from one of them",
        "config/concepts/more.yaml:2:22: concepts.school.include[0]: "
        "'school' includes itself by 'medicine'; remove it from one of them",
        "config/concepts/more.yaml:3:17: concepts.a.include[0]: 'a' includes itself by 'a'; remove it from one of them",
    ]
    assert (refused.partial.concepts, refused.partial.topics) == ({}, {})


def test_a_topic_over_a_faulty_concept_is_not_proved(newsroom: Newsroom) -> None:
    """Its examples would fail for a reason that is reported already."""
    newsroom.change(CONCEPTS, "lectur*", "le*")
    refused = newsroom.refused()
    assert [str(each) for each in refused.problems] == [
        "config/concepts/learning.yaml:4:31: concepts.training.terms.en[1]: "
        "fewer than three letters before * in 'le*'; write the endings out: (a|b)"
    ]
    assert (refused.partial.concepts, refused.partial.topics) == ({}, {})


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        (
            "[training]",
            "[traning]",
            "7:15: concepts.medicine.include[0]: unknown concept 'traning'; did you mean 'train",
        ),
        ("medical (student", "medical ((student", "9:12: concepts.medicine.terms.en[0]: a parenthesis without its par"),
        ("[MBBS]", "[=]", "10:13: concepts.medicine.terms.*[0]: an empty term"),
        ("[MBBS]", "['']", "10:13: concepts.medicine.terms.*[0]: empty; write a text"),
        ("[MBBS]", "[true]", "10:13: concepts.medicine.terms.*[0]: expected text, got true or false; put it in quotes"),
        ("[MBBS]", "MBBS", "10:12: concepts.medicine.terms.*: expected a list, got text; put it in brackets: [ ]"),
        (
            '"*": [',
            "kk-Latn: [",
            "10:7: concepts.medicine.terms.kk-Latn: 'kk-Latn' is more than a language; write 'kk'",
        ),
        (
            "[MBBS]",
            "[MBBS]\n      *: [x]",
            "11:8: not YAML: did not find expected alphabetic or numeric character; put",
        ),
        ("  medicine:", "  Medicine:", "5:3: concepts.Medicine: 'Medicine' is no concept's name; begin with a-z"),
        ("[MBBS]", "[MBBS]\n      en: [x]", "11:7: concepts.medicine.terms.en: the key 'en' stands twice; the first o"),
        ("concepts:\n", "concepts:\n  empty: {}\n", "2:3: concepts.empty: a concept without terms; add 'terms', or"),
    ],
)
def test_faulty_concepts_are_refused(spoil: Spoil, old: str, new: str, problem: str) -> None:
    """Each with its place and what would be right."""
    found = spoil(CONCEPTS, old, new)
    assert any(each.startswith(f"{CONCEPTS}:{problem}") for each in found), found


# --- feeds ---------------------------------------------------------------------------------------------------------


def test_a_feeds_file_makes_a_feed_and_its_topic(newsroom: Newsroom) -> None:
    """Both are called like the file."""
    configuration = newsroom.load()
    assert configuration.feeds["doctors"] == FeedDefinition(
        "doctors",
        "doctors",
        {"en": "Doctors", "kk": "Дәрігерлер"},
        {"en": "How doctors learn"},
        ("en", "kk"),
    )
    topic = configuration.topics["doctors"]
    assert topic.rule == And((Has("medicine", column=1), Not(Is(Fact.ORGANISATION, ("lakeside",), 20))))
    assert topic.examples == (
        Example("A medical school opens", "It is large.", "en", True, ("KZ",), 9, 7),
        Example("Rain", "", "en", False, None, 11, 7, "https://news.example.org/rain"),
    )


def test_window_and_subjects_are_taken_over(newsroom: Newsroom) -> None:
    """Both are optional."""
    newsroom.change(FEED, "rule: |", "window: {entries: 10, hours: 0}\nsubjects: [medtop:20000405]\nrule: |")
    feed = newsroom.load().feeds["doctors"]
    assert (feed.entries, feed.hours, feed.subjects) == (10, 0, ("medtop:20000405",))


def test_media_topics_of_concepts_travel_to_the_feeds_that_look_for_them(newsroom: Newsroom) -> None:
    """Once each, behind the feed's own, those of included concepts among them; what a rule refuses has no say."""
    newsroom.change(CONCEPTS, "  training:\n", "  training:\n    subjects: [medtop:20000412, medtop:20000405]\n")
    newsroom.write("config/concepts/more.yaml", "concepts:\n  war: {terms: {en: [war]}, subjects: [medtop:20000056]}\n")
    newsroom.change(FEED, "rule: |", "subjects: [medtop:20000405]\nrule: |")
    newsroom.change(FEED, "not organisation:lakeside", "not (organisation:lakeside or war)")
    assert newsroom.load().feeds["doctors"].subjects == ("medtop:20000405", "medtop:20000412")


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        (FEED, "medicine and", "title:medicine and"),
        (CONCEPTS, "[MBBS]", "[MBChB]"),
        (CONCEPTS, "[MBBS]", "[=MBBS]"),
        (CONCEPTS, "[MBBS]", "[MBBS^2]"),
        (CONCEPTS, '"=WHO"', '"exact:WHO"'),
        (CONCEPTS, "medical school bus", "medical school bell"),
        (CONCEPTS, "lectur*", "lecture"),
        (CONCEPTS, "include: [training]", "include: []"),
        ("config/organisations.yaml", "Lakeside College", "Lakeside University"),
    ],
)
def test_a_topics_version_changes_with_all_that_its_finds_depend_on(
    newsroom: Newsroom, name: str, old: str, new: str
) -> None:
    """The rule, its concepts, what they include, and the organisations."""
    before = newsroom.load().topics["doctors"].version
    assert len(before) == 12
    newsroom.change(name, old, new)
    assert newsroom.load().topics["doctors"].version != before


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        (FEED, "How doctors learn", "How nurses learn"),
        (FEED, "title: Rain", "title: Snow"),
        (CONCEPTS, "description: Health and those", "description: Medicine and those"),
        (CONCEPTS, "concepts:\n", "concepts:\n  other: {terms: {en: [word]}}\n"),
        ("config/syndicator.yaml", "Campus News", "Campus"),
    ],
)
def test_a_topics_version_stays_when_nothing_changes_its_finds(
    newsroom: Newsroom, name: str, old: str, new: str
) -> None:
    """Tagging the whole past anew costs minutes."""
    before = newsroom.load().topics["doctors"].version
    newsroom.change(name, old, new)
    assert newsroom.load().topics["doctors"].version == before


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("medicine and", "medicine und", "5:12: rule: expected 'and' or 'or' between 'medicine' and 'und'"),
        ("not organisation:lakeside", "not", "6:8: rule: the rule ends after 'not'; name a con"),
        ("medicine and", "medicine & ", "5:12: rule: unexpected character '&'"),
        (
            "medicine and",
            "(medecine or training) and",
            "5:4: rule: unknown concept 'medecine'; did you mean 'medicine'",
        ),
        ("medicine and", "at least 1 of (med, training) and", "5:18: rule: unknown concept 'med'; define it in"),
        ("medicine and", "medicine near/3 lesson and", "5:19: rule: unknown concept 'lesson'; define it in concepts/"),
        (
            "organisation:lakeside",
            "organisation:lakesid",
            "6:22: rule: unknown organisation 'lakesid'; did you mean 'la",
        ),
        (
            "organisation:lakeside",
            "(medicine or source:[steppe-kk, stepp-ru])",
            "6:41: rule: unknown source 'stepp-ru'",
        ),
        ("organisation:lakeside", "place:kz", "6:15: rule: 'kz' is no country code; did you mean 'KZ'?"),
        ("organisation:lakeside", "language:kz", "6:18: rule: 'kz' is no language; did you mean 'kk'?"),
        ("title: {en: Doctors, kk", "title: {ru: Врачи, kk", "1:8: title: no title in the default language 'en'; add"),
        ("title: {en: Doctors", "title: {en: ''", "1:13: title.en: empty; write a text"),
        ("kk: Дәрігерлер", "kz: Дәрігерлер", "1:22: title.kz: 'kz' is no language; did you mean 'kk'?"),
        ("languages: [en, kk]", "languages: [en, en]", "3:17: languages[1]: 'en' stands twice; remove one"),
        (
            "languages: [en, kk]",
            "languages: [en, kk]\nfallback: {ru: [en]}",
            "4:16: fallback.ru: 'ru' is no edition of this feed; add ru to 'languages', or remove it here",
        ),
        (
            "languages: [en, kk]",
            "languages: [en, kk]\nfallback: {kk: [en, kk]}",
            "4:21: fallback.kk[1]: 'kk' is the edition's own language; remove it",
        ),
        (
            "languages: [en, kk]",
            "languages: [en, kk]\nfallback: {kk: [en, en]}",
            "4:21: fallback.kk[1]: 'en' stands twice; remove it",
        ),
        (
            "languages: [en, kk]",
            "languages: [en, kk]\nformerly: [doctors]",
            "4:12: formerly[0]: 'doctors' is the id of a",
        ),
        (
            "languages: [en, kk]",
            "languages: [en, kk]\nformerly: [medics, medics]",
            "4:20: formerly[1]: 'medics' is a former id of 'doctors' already; remove it",
        ),
        ("languages: [en, kk]", "languages: [en, kk]\nended: soon", "4:8: ended: "),
        ("languages: [en, kk]", "languages: [en, kz]", "3:17: languages[1]: 'kz' is no language; did you mean 'kk'?"),
        ("rule: |", "rules: |", "4:1: rules: unknown key 'rules'; did you mean 'rule'?"),
        ("rule: |", "window: {days: 2}\nrule: |", "4:10: window.days: unknown key 'days'; known keys: entries, hours"),
        ("rule: |", "window: {hours: 48h}\nrule: |", "4:17: window.hours: expected a whole number, got text"),
        (
            "rule: |",
            "subjects: [20000405]\nrule: |",
            "4:12: subjects[0]: expected text, got a number; put it in quotes",
        ),
        ("places: [KZ]", "places: [KZ, Israel]", "9:86: examples.include[0].places[1]: 'Israel' is no country code"),
        ("places: [KZ]", "place: KZ", "9:73: examples.include[0].place: unknown key 'place'; did you mean 'places'?"),
        (
            "      title: Rain\n",
            "",
            "11:7: examples.exclude[0].title: missing key 'title'; add it: The article's title.",
        ),
    ],
)
def test_faulty_feeds_are_refused(spoil: Spoil, old: str, new: str, problem: str) -> None:
    """Each with its place, within the rule to the column."""
    found = spoil(FEED, old, new)
    assert any(each.startswith(f"{FEED}:{problem}") for each in found), found


def test_a_rule_may_ask_for_sources_places_and_languages(newsroom: Newsroom) -> None:
    """What exists is not refused."""
    newsroom.change(
        FEED,
        "not organisation:lakeside",
        "at least 1 of (source:steppe-kk, place:[KZ, IL], language:kk-Cyrl, places >= 2, organisation:lakeside)",
    )
    assert newsroom.load().topics


def test_an_empty_rule_is_refused(newsroom: Newsroom) -> None:
    """A feed of everything would have to say so."""
    newsroom.write("feeds/all.yaml", "title: {en: All}\nrule: ''\n")
    assert [str(each) for each in newsroom.problems()] == ["feeds/all.yaml:2:7: rule: must not be empty"]
