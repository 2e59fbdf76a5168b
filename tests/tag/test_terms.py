"""Where a text says a term."""

from __future__ import annotations

from itertools import permutations

import pytest

from syndicator.languages.analysis import analyser, words
from syndicator.model.topic import Field, Term
from syndicator.tag.terms import Hit, Kind, Lookout, Meaning, TermIndex


def _found(term: Term | str, text: str, language: str = "en", *, proper: bool = False) -> list[str]:
    sought = term if isinstance(term, Term) else Term(term)
    index = TermIndex(analyser(language), [(Meaning(Kind.CONCEPT, "c", sought.text, proper), sought)])
    return [text[hit.start : hit.end] for hit in _hits(Lookout([index]), text)]


def _hits(lookout: Lookout, text: str) -> list[Hit]:
    return lookout.find(lookout.read(Field.TEXT, text))


def test_every_place_of_a_phrase_is_found_in_order() -> None:
    """Offsets point at the words as they stand, inflected or not."""
    text = "Medical schools and the medical school."
    assert _found("medical school", text) == ["Medical schools", "medical school"]


def test_the_words_of_a_phrase_stand_in_a_row() -> None:
    """A word between, another order or the end of the text breaks it."""
    for text in ("medical and school", "school medical", "medical", "a school"):
        assert _found("medical school", text) == []
    for text in ("medical school", "old medical school", "new medical"):
        assert _found("new medical school", text) == []


@pytest.mark.parametrize("between", [" ", "-", " «", "  ", "\n", "\u00a0", " “", "/"])
def test_spaces_hyphens_and_quotes_join_words(between: str) -> None:
    """A phrase goes over them."""
    assert len(_found("medical school", f"medical{between}school")) == 1


@pytest.mark.parametrize("between", [". ", ", ", " (", "\n\n", ": ", "? "])
def test_sentences_and_paragraphs_part_words(between: str) -> None:
    """The end of one sentence and the beginning of the next are no phrase."""
    assert _found("medical school", f"medical{between}school") == []


def test_the_point_of_an_abbreviation_joins() -> None:
    """«St. Petersburg» is one name."""
    assert _found("St. Petersburg", "in St. Petersburg") == ["St. Petersburg"]
    assert _found("St Petersburg", "in St.Petersburg") == ["St.Petersburg"]


def test_a_beginning_finds_every_ending() -> None:
    """``medic*`` is any word that begins so, whatever clitic stands before it."""
    assert _found("medic*", "Medicine, medics, paramedic, medi") == ["Medicine", "medics"]
    assert _found("רפוא*", "הרפואית ורופא", "he") == ["הרפואית"]
    assert _found("мед*", "medıtsına mektebi", "kk") == ["medıtsına"]


def test_a_beginning_may_stand_in_a_phrase() -> None:
    """``train* of doctors`` is a phrase like any other."""
    assert _found("train* of doctors", "the trainers of doctors") == ["trainers of doctors"]


def test_exact_terms_match_letter_by_letter() -> None:
    """«WHO» is not «who»."""
    assert _found(Term("WHO", exact=True), "Who knows the WHO?") == ["WHO"]
    assert _found(Term("Doctors Without Borders", exact=True), "doctors without borders") == []


def test_exact_terms_in_any_case_match_word_by_word() -> None:
    """«arts» is not «art», nor «artful»; the spelling of accents counts, invisible signs do not."""
    arts = Term("fine arts", exact=True, any_case=True)
    assert _found(arts, "Fine Arts, FINE ARTS, fine art, fine ar\u00adts") == [
        "Fine Arts",
        "FINE ARTS",
        "fine ar\u00adts",
    ]
    assert _found(Term("права", exact=True, any_case=True), "Права и правам", "ru") == ["Права"]
    assert _found(Term("الطب", exact=True, any_case=True), "الطب والطب طب", "ar") == ["الطب"]


def test_a_name_begins_with_a_capital_where_there_are_capitals() -> None:
    """«turkey» is a bird; Arabic letters have no case."""
    assert _found("Turkey", "turkey from Turkey", proper=True) == ["Turkey"]
    assert _found("تركيا", "في تركيا", "ar", proper=True) == ["تركيا"]


def test_a_term_without_words_is_never_found() -> None:
    """Punctuation alone asks for nothing."""
    assert _found("—", "— a — b") == []


def test_hits_tell_whether_the_spelling_is_the_very_one() -> None:
    """A word found by a form cut down is worth less where names overlap."""
    index = TermIndex(analyser("ar"), [(Meaning(Kind.PLACE, "PS", "فلسطين"), Term("فلسطين"))])
    assert [hit.whole for hit in _hits(Lookout([index]), "فلسطين وفلسطين")] == [True, False]


@pytest.mark.parametrize("terms", list(permutations(("training", "train", "train*", "=training"))))
def test_terms_at_one_word_are_told_in_the_order_they_are_configured(terms: tuple[str, ...]) -> None:
    """Which of them is shown as evidence is the same in every run."""
    said = [Term(each.removeprefix("="), each.startswith("=")) for each in terms]
    index = TermIndex(
        analyser("en"), [(Meaning(Kind.CONCEPT, each, each), term) for each, term in zip(terms, said, strict=True)]
    )
    assert tuple(hit.meaning.term for hit in _hits(Lookout([index]), "a training")) == terms


def test_a_word_is_found_anew_when_many_others_came_between() -> None:
    """What is remembered of words is bounded, and forgetting changes nothing."""
    lookout = Lookout([TermIndex(analyser("en"), [(Meaning(Kind.CONCEPT, "c", "nurse"), Term("nurse"))])])
    many = " ".join(f"word{number}" for number in range(40_000))
    assert len(_hits(lookout, f"nurses {many} nurses {many} nurses")) == 3


@pytest.mark.parametrize(
    "text",
    [
        "Nurses  and\u00a0doctors.\n\nThe «co-operation» of non-e-learners — 3.5 %; l'État",
        'צה"ל ובית־החולים \u200fו"כך',
        "世卫组织 WHO2024年 " + 5 * "医学教育的国际合作",
        " — \n",
        "",
    ],
)
def test_a_text_has_the_same_words_piece_by_piece(text: str) -> None:
    """What was cut before is not cut again, and long pieces are not remembered; places and words are as in one go."""
    read = Lookout([TermIndex(analyser("en"), [])]).read(Field.TEXT, text)
    told = [(read.word(at), read.starts(at), read.ends(at)) for at in range(len(read.spots))]
    assert told == [tuple(word) for word in words(text)]


def test_a_phrase_of_two_languages_is_told_once() -> None:
    """Of the same meaning at the same place the term of the text's own language is shown, wherever each hangs."""
    own, guest = (
        TermIndex(analyser(language), [(Meaning(Kind.CONCEPT, "c", term), Term(term)) for term in terms], rank)
        for rank, (language, terms) in enumerate(
            (("ru", ("New University",)), ("en", ("new university", "university")))
        )
    )
    found = [(hit.meaning.term, hit.start) for hit in _hits(Lookout([own, guest]), "a new university")]
    assert found == [("New University", 2), ("university", 6)]
