"""The rule language of topics: text in, syntax tree out.

::

    rule      = or
    or        = and ("or" and)*
    and       = unary ("and" unary)*
    unary     = "not" unary | near
    near      = primary ("near/" NUMBER primary)?
    primary   = "(" or ")" | "at" "least" NUMBER "of" "(" or ("," or)* ")"
              | ("title:" | "lead:") primary
              | "places" (">=" | "=") NUMBER
              | ("place:" | "organisation:" | "source:" | "language:") list
              | CONCEPT
    list      = WORD | "[" WORD ("," WORD)* "]"

Both sides of ``near/N`` are concepts or alternatives of concepts; N counts the words that may lie between.
``title:`` asks for a find in the title, ``lead:`` for one in the title or among the first words of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from syndicator.errors import RuleError

_TOKEN = re.compile(
    r"(?P<space>\s+|\#[^\n]*)|(?P<near>near/(?P<distance>\d+))|(?P<field>(?:title|lead|place|organisation|source|language):)"
    r"|(?P<number>\d+)(?![\w-])|(?P<word>[^\W_][\w.-]*)|(?P<op>>=|=|[()\[\],])"
)
_KEYWORDS = frozenset({"and", "or", "not", "at", "least", "of", "places"})


class Where(StrEnum):
    """Which part of an article a concept is looked for in."""

    ANYWHERE = "anywhere"
    TITLE = "title"
    LEAD = "lead"


class Fact(StrEnum):
    """What a membership condition looks at."""

    PLACE = "place"
    ORGANISATION = "organisation"
    SOURCE = "source"
    LANGUAGE = "language"


@dataclass(frozen=True, slots=True)
class Has:
    """The article says a concept."""

    concept: str
    where: Where = Where.ANYWHERE
    column: int = 0


@dataclass(frozen=True, slots=True)
class And:
    """All of them."""

    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """Any of them."""

    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """None of it."""

    rule: Rule


@dataclass(frozen=True, slots=True)
class Near:
    """A concept of the left and one of the right with at most *distance* words between them, in either order."""

    left: tuple[Has, ...]
    right: tuple[Has, ...]
    distance: int


@dataclass(frozen=True, slots=True)
class AtLeast:
    """At least *count* of the rules hold."""

    count: int
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Places:
    """The article is about at least (or exactly) *count* countries."""

    count: int
    exactly: bool = False


@dataclass(frozen=True, slots=True)
class Is:
    """A fact of the article is one of these values."""

    fact: Fact
    values: tuple[str, ...]
    column: int = 0


Rule = Has | And | Or | Not | Near | AtLeast | Places | Is


def parse_rule(text: str) -> Rule:
    """Read a rule; raises :class:`RuleError` with the column of what cannot be read."""
    parser = _Parser(text)
    rule = parser.alternatives()
    parser.expect_end()
    return rule


def concepts_of(rule: Rule) -> Iterator[Has]:
    """Every mention of a concept in a rule, in order, with its column."""
    match rule:
        case Has():
            yield rule
        case And(rules) | Or(rules) | AtLeast(_, rules):
            for each in rules:
                yield from concepts_of(each)
        case Not(inner):
            yield from concepts_of(inner)
        case Near(left, right, _):
            yield from left
            yield from right
        case _:  # places and facts name no concept
            return


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    column: int


def _tokens(text: str) -> Iterator[_Token]:
    at = 0
    while at < len(text):
        found = _TOKEN.match(text, at)
        if found is None:
            raise RuleError(
                f"unexpected character {text[at]!r}", at + 1, "concepts are written in letters, digits and hyphens"
            )
        kind = str(found.lastgroup)
        if found["near"]:
            yield _Token("near", found["distance"], at + 1)
        elif kind != "space":
            word = found.group()
            is_keyword = kind == "word" and word.lower() in _KEYWORDS
            yield _Token(word.lower() if is_keyword or kind == "op" else kind, word, at + 1)
        at = found.end()
    yield _Token("end", "", len(text) + 1)


class _Parser:
    def __init__(self, text: str) -> None:
        self._tokens = list(_tokens(text))
        self._at = 0

    @property
    def _now(self) -> _Token:
        return self._tokens[self._at]

    def _take(self, kind: str, wanted: str) -> _Token:
        token = self._now
        if token.kind != kind:
            raise self._error(wanted)
        self._at += 1
        return token

    def _error(self, wanted: str) -> RuleError:
        token = self._now
        got = "the rule ends" if token.kind == "end" else f"got {token.text!r}"
        return RuleError(f"expected {wanted}, but {got}", token.column, "see docs/reference/rules.md")

    def _accept(self, kind: str) -> bool:
        if self._now.kind == kind:
            self._at += 1
            return True
        return False

    def expect_end(self) -> None:
        if self._now.kind != "end":
            raise self._error("'and', 'or' or the end of the rule")

    def alternatives(self) -> Rule:
        rules = [self._all()]
        while self._accept("or"):
            rules.append(self._all())
        return rules[0] if len(rules) == 1 else Or(tuple(rules))

    def _all(self) -> Rule:
        rules = [self._unary()]
        while self._accept("and"):
            rules.append(self._unary())
        return rules[0] if len(rules) == 1 else And(tuple(rules))

    def _unary(self) -> Rule:
        if self._accept("not"):
            return Not(self._unary())
        left_column = self._now.column
        left = self._primary()
        if self._now.kind != "near":
            return left
        near = self._take("near", "near/N")
        right_column = self._now.column
        right = self._primary()
        return Near(_mentions(left, left_column), _mentions(right, right_column), int(near.text))

    def _primary(self) -> Rule:
        token = self._now
        if self._accept("("):
            inner = self.alternatives()
            self._take(")", "')'")
            return inner
        if self._accept("at"):
            return self._at_least()
        if self._accept("places"):
            exactly = self._now.kind == "="
            if not (self._accept(">=") or self._accept("=")):
                raise self._error("'>=' or '=' after 'places'")
            return Places(int(self._take("number", "a number").text), exactly)
        if self._accept("field"):
            return self._field(token)
        word = self._take("word", "a concept, 'not' or '('")
        return Has(word.text, column=word.column)

    def _at_least(self) -> Rule:
        self._take("least", "'least' after 'at'")
        count = self._take("number", "a number after 'at least'")
        self._take("of", "'of'")
        self._take("(", "'('")
        rules = [self.alternatives()]
        while self._accept(","):
            rules.append(self.alternatives())
        self._take(")", "',' or ')'")
        if not 0 < int(count.text) <= len(rules):
            raise RuleError(f"at least {count.text} of {len(rules)} can never hold or always does", count.column)
        return AtLeast(int(count.text), tuple(rules))

    def _field(self, token: _Token) -> Rule:
        name = token.text[:-1]
        if name in (Where.TITLE, Where.LEAD):
            inner_column = self._now.column
            mentions = _mentions(self._primary(), inner_column)
            narrowed = tuple(Has(each.concept, Where(name), each.column) for each in mentions)
            return narrowed[0] if len(narrowed) == 1 else Or(narrowed)
        if not self._accept("["):
            return Is(Fact(name), (self._take("word", "a value").text,), token.column)
        values = [self._take("word", "a value").text]
        while self._accept(","):
            values.append(self._take("word", "a value").text)
        self._take("]", "',' or ']'")
        return Is(Fact(name), tuple(values), token.column)


def _mentions(rule: Rule, column: int) -> tuple[Has, ...]:
    """The alternatives of concepts that a side of ``near`` or a field may hold."""
    if isinstance(rule, Has):
        return (rule,)
    if isinstance(rule, Or) and all(isinstance(each, Has) for each in rule.rules):
        return tuple(each for each in rule.rules if isinstance(each, Has))
    raise RuleError("only concepts joined by 'or' can stand here", column, "write for example (training or course)")
