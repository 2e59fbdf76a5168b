"""The shorthand of terms: ``medical (student|school)`` in, plain terms out."""

from __future__ import annotations

import re
from itertools import product
from math import prod

from syndicator.model.rule import HEAVIEST
from syndicator.model.topic import Term

_MOST = 50
_LONGEST = 200
_GROUP = re.compile(r"\(([^()]*)\)")
_WEIGHT = re.compile(r"[0-9]{1,4}(?:\.[0-9]{1,3})?")
_EXACT = "exact:"


class TermError(Exception):
    """A term cannot be read; :attr:`hint` says what would be accepted."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.message, self.hint = message, hint


def expand(shorthand: str) -> tuple[Term, ...]:
    """All terms that *shorthand* stands for, in order and without repeats.

    ``(a|b)`` are alternatives, one of which may be empty; ``*`` at the end of a word stands for any ending; a leading
    ``exact:`` asks for these words in no other form, ``=`` for the very letters, case and all; ``^2`` at the end is the
    weight. Raises :class:`TermError`.
    """
    if len(shorthand) > _LONGEST:
        raise TermError(f"longer than {_LONGEST} characters", "write several terms")
    pieces = _GROUP.split(shorthand)
    if any(sign in outside for outside in pieces[::2] for sign in "()"):
        raise TermError("a parenthesis without its partner, or one within another", "write (a|b)")
    choices = [piece.split("|") if at % 2 else [piece] for at, piece in enumerate(pieces)]
    count = prod(len(each) for each in choices)
    if count > _MOST:
        raise TermError(f"stands for {count} terms, more than {_MOST}", "write several terms")
    return tuple(dict.fromkeys(_term(" ".join("".join(chosen).split())) for chosen in product(*choices)))


def _term(text: str) -> Term:
    said, caret, number = text.partition("^")
    weight = _weight(number.strip(), said) if caret else 1.0
    any_case, cased = said.startswith(_EXACT), said.startswith("=")
    words = said.removeprefix(_EXACT).removeprefix("=").split()
    if not any(character.isalnum() for word in words for character in word):
        raise TermError("an empty term", "every alternative must leave a word")
    for word in words:
        _check(word, exact=any_case or cased)
    return Term(" ".join(words), any_case or cased, any_case, weight)


def _weight(number: str, said: str) -> float:
    if not _WEIGHT.fullmatch(number) or not 0 < float(number) <= HEAVIEST:
        hint = f"end the term with ^2, more than 0 and at most {HEAVIEST}"
        raise TermError(f"{number!r} is no weight of {said.strip()!r}", hint)
    return float(number)


def _check(word: str, *, exact: bool) -> None:
    if "=" in word:
        raise TermError(f"'=' within {word!r}", "= stands before the whole term")
    if _EXACT in word:
        raise TermError(f"{_EXACT!r} within {word!r}", "it stands before the whole term")
    if "|" in word:
        raise TermError(f"'|' outside of parentheses in {word!r}", "write (a|b)")
    if "*" not in word:
        return
    stem = word[:-1]
    if exact:
        raise TermError(f"'*' in the exact term {word!r}", "an exact term has no other endings; remove one of them")
    if "*" in stem or not word.endswith("*"):
        raise TermError(f"'*' within {word!r}", "* stands at the end of a word")
    if sum(character.isalpha() for character in stem) < 3:
        raise TermError(f"fewer than three letters before * in {word!r}", "write the endings out: (a|b)")
