"""Chains of suffixes, on a language of a few of them."""

from __future__ import annotations

from collections.abc import Iterator

from syndicator.languages.analysers.chains import Chain, suffixes

_VOWELS = frozenset("aei")
_CONSONANTS = frozenset("bklnrst")
_SLOTS = (
    (("lar", _VOWELS | _CONSONANTS),),
    (("a", _CONSONANTS), ("sa", _VOWELS)),
    (("nil", _VOWELS), ("il", _CONSONANTS)),
)


def _hard(stem: str, _: str) -> Iterator[str]:
    if stem.endswith("b"):
        yield stem[:-1] + "k"


CHAIN = Chain(suffixes(_SLOTS), vowels=_VOWELS, changing=frozenset("a"), unchanged=_hard, level=str.maketrans("e", "a"))


def test_suffixes_come_off_from_the_outside_in_their_order() -> None:
    """Case, then possessive, then plural; each stem on the way is one, in every reading."""
    assert CHAIN.stems("taklaranil") == {"taklara", "taklaran", "taklar", "tak"}
    assert CHAIN.stems("takillar") == {"takil"}
    assert CHAIN.stems("taklar") == {"tak"}


def test_a_suffix_stands_only_after_its_letters() -> None:
    """«nil» follows a vowel, «il» a consonant."""
    assert CHAIN.stems("takanil") == {"taka", "takan", "tak"}
    assert CHAIN.stems("taknil") == {"takn"}


def test_letters_that_harmony_exchanges_are_one_in_suffixes_only() -> None:
    """The stem keeps its own."""
    assert CHAIN.stems("tekler") == {"tek"}


def test_a_stem_is_given_as_it_was_before_the_suffix_too() -> None:
    """A softened consonant is hard again, before a suffix that changes it."""
    assert CHAIN.stems("taba") == {"tab", "tak"}
    assert CHAIN.stems("tablar") == {"tab"}


def test_what_has_no_vowel_or_one_letter_is_no_stem() -> None:
    """Something of the word must be left."""
    assert CHAIN.stems("tklar") == set()
    assert CHAIN.stems("alar") == set()
    assert CHAIN.stems("kt") == CHAIN.stems("") == set()


def test_inner_suffixes_can_be_asked_for_alone() -> None:
    """Slots before a given one."""
    assert CHAIN.stems("taklara", 2) == {"taklar", "tak"}
    assert CHAIN.stems("taklaranil", 2) == set()
