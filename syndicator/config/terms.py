"""The shorthand of terms: ``medical (student|school)`` in, plain terms out."""

from __future__ import annotations

import re
from itertools import product
from math import prod

from syndicator.model.topic import Term

_MOST = 50
_LONGEST = 200
_GROUP = re.compile(r"\(([^()]*)\)")


class TermError(Exception):
    """A term cannot be read; :attr:`hint` says what would be accepted."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.message, self.hint = message, hint


def expand(shorthand: str) -> tuple[Term, ...]:
    """All terms that *shorthand* stands for, in order and without repeats.

    ``(a|b)`` are alternatives, one of which may be empty; a leading ``=`` asks for the very letters; ``*`` at the end
    of a word stands for any ending. Raises :class:`TermError`.
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
    exact = text.startswith("=")
    words = text.removeprefix("=").split()
    if not any(character.isalnum() for word in words for character in word):
        raise TermError("an empty term", "every alternative must leave a word")
    for word in words:
        _check(word, exact=exact)
    return Term(" ".join(words), exact)


def _check(word: str, *, exact: bool) -> None:
    if "=" in word:
        raise TermError(f"'=' within {word!r}", "= stands before the whole term")
    if "|" in word:
        raise TermError(f"'|' outside of parentheses in {word!r}", "write (a|b)")
    if "*" not in word:
        return
    stem = word[:-1]
    if exact:
        raise TermError(f"'*' in the exact term {word!r}", "an exact term matches its very letters; remove = or *")
    if "*" in stem or not word.endswith("*"):
        raise TermError(f"'*' within {word!r}", "* stands at the end of a word")
    if sum(character.isalpha() for character in stem) < 3:
        raise TermError(f"fewer than three letters before * in {word!r}", "write the endings out: (a|b)")
