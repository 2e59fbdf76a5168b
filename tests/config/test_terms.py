"""The shorthand of terms in, plain terms out."""

from __future__ import annotations

import pytest

from syndicator.config.terms import TermError, expand
from syndicator.model.topic import Term


@pytest.mark.parametrize(
    ("shorthand", "terms"),
    [
        ("medical education", ["medical education"]),
        ("  medical \t education ", ["medical education"]),
        ("medical (student|school|faculty)", ["medical student", "medical school", "medical faculty"]),
        ("(a|b) c (d|e)", ["a c d", "a c e", "b c d", "b c e"]),
        ("pre(-|)med", ["pre-med", "premed"]),
        ("(joint|) degree", ["joint degree", "degree"]),
        ("(one|one) two", ["one two"]),
        ("(one)", ["one"]),
        ("medic*", ["medic*"]),
        ("медиц* (вуз|колледж*)", ["медиц* вуз", "медиц* колледж*"]),
        ("בית חולים", ["בית חולים"]),
        ("COVID-19", ["COVID-19"]),
    ],
)
def test_alternatives_become_terms_of_their_own(shorthand: str, terms: list[str]) -> None:
    """In the order written, white space made one space, without repeats."""
    assert expand(shorthand) == tuple(map(Term, terms))


def test_the_equals_sign_asks_for_the_very_letters() -> None:
    """It is no part of the term, and holds for every alternative behind it."""
    assert expand("=WHO") == (Term("WHO", exact=True),)
    assert expand("= (WHO|UN) Office") == (Term("WHO Office", exact=True), Term("UN Office", exact=True))
    assert expand("(=WHO|world health organization)") == (
        Term("WHO", exact=True),
        Term("world health organization"),
    )


def test_exact_asks_for_the_words_in_no_other_form() -> None:
    """«arts» is not «art»; capitals do not matter."""
    arts = Term("arts", exact=True, any_case=True)
    assert expand("exact:arts") == expand("exact: arts ") == (arts,)
    assert expand("(exact:arts|=ART|painting)") == (arts, Term("ART", exact=True), Term("painting"))
    assert expand("exact:(fine|liberal) arts") == (
        Term("fine arts", exact=True, any_case=True),
        Term("liberal arts", exact=True, any_case=True),
    )


def test_a_caret_gives_a_weight() -> None:
    """To the whole term, behind its last word; it may differ by the last alternative."""
    assert expand("memorandum of understanding^3") == (Term("memorandum of understanding", weight=3.0),)
    assert expand("=WHO ^0.5") == (Term("WHO", exact=True, weight=0.5),)
    assert expand("exact:arts^2") == (Term("arts", exact=True, any_case=True, weight=2.0),)
    assert expand("medic*^1000") == (Term("medic*", weight=1000.0),)
    assert expand("joint (degree^2|course)") == (Term("joint degree", weight=2.0), Term("joint course"))


def test_fifty_alternatives_are_the_most() -> None:
    """A few signs must not make thousands of terms."""
    ten, five = "|".join("abcdefghij"), "|".join("abcde")
    assert len(expand(f"({ten})({five})")) == 50
    with pytest.raises(TermError, match="stands for 100 terms, more than 50"):
        expand(f"({ten})({ten})")
    with pytest.raises(TermError, match="longer than 200 characters"):
        expand("x" * 201)


@pytest.mark.parametrize(
    ("shorthand", "message"),
    [
        ("", "an empty term"),
        ("=", "an empty term"),
        ("(a|)", "an empty term"),
        ("- *", "an empty term"),
        ("medical (school", "a parenthesis without its partner"),
        ("medical school)", "a parenthesis without its partner"),
        ("a ((b|c)|d)", "a parenthesis without its partner, or one within another"),
        ("a|b", "'|' outside of parentheses"),
        ("world =WHO", "'=' within '=WHO'"),
        ("me*", "fewer than three letters before * in 'me*'"),
        ("12345*", "fewer than three letters before *"),
        ("med*cal", "'*' within 'med*cal'"),
        ("*medical", "'*' within '*medical'"),
        ("medi**", "'*' within 'medi**'"),
        ("world exact:arts", "'exact:' within 'exact:arts'"),
        ("exact:art*", "'*' in the exact term 'art*'"),
        ("exact:", "an empty term"),
        ("^2", "an empty term"),
        ("joint^", "'' is no weight of 'joint'"),
        ("joint^0", "'0' is no weight of 'joint'"),
        ("joint^-1", "'-1' is no weight of 'joint'"),
        ("joint^1001", "'1001' is no weight of 'joint'"),
        ("(joint^2|common) degree", "'2 degree' is no weight of 'joint'"),
        ("joint^2^3", "'2^3' is no weight of 'joint'"),
        ("=WHOM*", "'*' in the exact term 'WHOM*'"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_remedy(shorthand: str, message: str) -> None:
    """A term that matches nothing, or all, would harm in silence."""
    with pytest.raises(TermError) as caught:
        expand(shorthand)
    assert message in caught.value.message
    assert caught.value.hint
