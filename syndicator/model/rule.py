"""The rule language of topics: text in, syntax tree out, and back.

::

    rule      = or
    or        = and ("or" and)*
    and       = unary ("and" unary)*
    unary     = "not" unary | near
    near      = primary ("near/" NUMBER primary)?
    primary   = "(" or ")"
              | "at" "least" NUMBER "of" "(" or ("," or)* ")"
              | "weight" ">=" NUMBER "of" "(" part ("," part)* ")"
              | ("title:" | "lead:") primary
              | "places" (">=" | "=") NUMBER
              | ("place:" | "organisation:" | "source:" | "language:") list
              | CONCEPT
    part      = or ("^" NUMBER)?
    list      = WORD | "[" WORD ("," WORD)* "]"

Both sides of ``near/N`` are concepts or alternatives of concepts; N counts the words that may lie between.
``title:`` asks for a find in the title, ``lead:`` for one in the title or among the first words of the text.
A part of ``weight`` counts its weight times that of the strongest term found in it. Every node knows the column it
begins at, which is no part of what it means.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from syndicator.errors import RuleError, suggest

FARTHEST = 500
"""Words that ``near/N`` may leave between, at most."""
HEAVIEST = 1_000
"""The greatest weight."""
_DEEPEST = 40
_TOKEN = re.compile(
    r"(?P<space>\s+|\#[^\n]*)|(?P<near>[^\W\d_][\w-]*/[\w-]*)|(?P<field>[^\W\d_][\w-]*:)"
    r"|(?P<number>\d{1,9}(?:\.\d{1,9})?)(?![\w-])|(?P<word>[^\W_][\w.-]*)|(?P<caret>\^[ ]*(?:-?\d+(?:\.\d+)?)?)"
    r"|(?P<sign>>=|<=|==|=|<|>|[()\[\],])"
)
KEYWORDS = frozenset({"and", "or", "not", "at", "least", "of", "places", "weight"})
"""Words that no concept can be called."""
_OTHER_SIGNS = {
    "&": "write 'and'",
    "+": "write 'and'",
    "|": "write 'or'",
    "!": "write 'not'",
    "-": "write 'not'",
    "*": "wildcards stand in terms, a rule speaks of concepts; a weight is written a^2",
    '"': "a rule speaks of concepts; their words stand in config/concepts/",
    "'": "a rule speaks of concepts; their words stand in config/concepts/",
    ";": "write ','",
    "{": "write '('",
    "}": "write ')'",
}
_OTHER_FIELDS = {
    "headline": "title", "heading": "title", "opening": "lead", "intro": "lead", "country": "place", "outlet": "source",
    "org": "organisation", "lang": "language",
}  # fmt: skip
_COMPARISONS = {">": ("places >=", 1), "<": ("not places >=", 0), "<=": ("not places >=", 1), "==": ("places =", 0)}
"""Other comparison → how the language says it, and what has to be added to its number."""
_MISPLACED = {
    "and": "name a concept before 'and', or remove it",
    "or": "name a concept before 'or', or remove it",
    "not": "'not' stands before a field or a bracket: not title:a",
    ")": "name a concept before ')'",
    "]": "remove it",
    "[": "write '('; lists in [ ] follow place:, organisation:, source: and language:",
    ",": "name a part before ',', or remove it",
    "near": "near/N stands between two concepts: a near/5 b",
    "least": "write at least 2 of (a, b, c)",
    "of": "write at least 2 of (a, b, c)",
    "number": "a concept's name begins with a letter",
    "weight^": "a weight stands behind a concept: a^2",
    "": "only places and weight are compared with a number",
}
_JOINTS = {
    "near": "write near/5: at most five words between",
    "not": "write 'and not'",
    "andnot": "write 'and not'",
    "and-not": "write 'and not'",
    "ornot": "write 'or not'",
    "or-not": "write 'or not'",
}
_AT_LEAST = "write at least 2 of (a, b, c)"
_WEIGHT = "write weight >= 5 of (a^3, b, title:c^2)"
_CONCEPT = "name a concept of config/concepts/"


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


_VALUES = {Fact.PLACE: "at", Fact.LANGUAGE: "or"}
"""Values that are words of the rule language too: Austria, Oriya."""
_FIELDS = (*(each.value for each in (Where.TITLE, Where.LEAD)), *(each.value for each in Fact))


@dataclass(frozen=True, slots=True)
class Has:
    """The article says a concept."""

    concept: str
    where: Where = Where.ANYWHERE
    column: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class And:
    """All of them."""

    rules: tuple[Rule, ...]
    column: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Or:
    """Any of them."""

    rules: tuple[Rule, ...]
    column: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Not:
    """None of it."""

    rule: Rule
    column: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Near:
    """A concept of the left and one of the right with at most *distance* words between them, in either order."""

    left: tuple[Has, ...]
    right: tuple[Has, ...]
    distance: int
    column: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class AtLeast:
    """At least *count* of the rules hold."""

    count: int
    rules: tuple[Rule, ...]
    column: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Part:
    """A rule that counts *weight* times the weight of the strongest term found in it; below zero it speaks against."""

    rule: Rule
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Weight:
    """The parts that hold weigh *least* or more together."""

    least: float
    parts: tuple[Part, ...]
    column: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Places:
    """The article is about at least (or exactly) *count* countries."""

    count: int
    exactly: bool = False
    column: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Is:
    """A fact of the article is one of these values."""

    fact: Fact
    values: tuple[str, ...]
    column: int = field(default=0, compare=False)
    columns: tuple[int, ...] = field(default=(), compare=False)
    """Of every value."""


Rule = Has | And | Or | Not | Near | AtLeast | Weight | Places | Is


def parse_rule(text: str) -> Rule:
    """Read a rule; raises :class:`RuleError` with the column of what cannot be read."""
    return _Parser(text).rule()


def parts_of(rule: Rule) -> tuple[Rule, ...]:
    """The rules that a rule is made of."""
    match rule:
        case And(rules) | Or(rules) | AtLeast(_, rules):
            return rules
        case Weight(_, parts):
            return tuple(part.rule for part in parts)
        case Not(inner):
            return (inner,)
        case Near(left, right):
            return (*left, *right)
        case _:
            return ()


def every(rule: Rule) -> Iterator[Rule]:
    """A rule and all it is made of, in the order written."""
    yield rule
    for part in parts_of(rule):
        yield from every(part)


def concepts_of(rule: Rule) -> Iterator[Has]:
    """Every mention of a concept in a rule, in order, with its column."""
    return (each for each in every(rule) if isinstance(each, Has))


def looked_for(rule: Rule) -> Iterator[Has]:
    """The mentions that speak for an article, in order: none under ``not``, none of parts that weigh against it."""
    match rule:
        case Has():
            yield rule
        case Not():
            return
        case Weight(_, parts):
            yield from (each for part in parts if part.weight > 0 for each in looked_for(part.rule))
        case _:
            yield from (each for part in parts_of(rule) for each in looked_for(part))


def written(rule: Rule) -> str:
    """A rule as an operator would write it: read again, it is the same rule."""
    match rule:
        case Has(concept, where):
            return concept if where is Where.ANYWHERE else f"{where}:{concept}"
        case And(rules):
            return " and ".join(map(_enclosed, rules))
        case Or(rules):
            return _within_one_field(rules) or " or ".join(map(_enclosed, rules))
        case Not(inner):
            return f"not {_enclosed(inner)}"
        case Near(left, right, distance):
            return f"{_side(left)} near/{distance} {_side(right)}"
        case AtLeast(count, rules):
            return f"at least {count} of ({', '.join(map(written, rules))})"
        case Weight(least, parts):
            return f"weight >= {least:g} of ({', '.join(map(_weighed, parts))})"
        case Places(count, exactly):
            return f"places {'=' if exactly else '>='} {count}"
        case _:
            return f"{rule.fact}:{rule.values[0] if len(rule.values) == 1 else '[' + ', '.join(rule.values) + ']'}"


def _within_one_field(rules: Sequence[Rule]) -> str:
    """``title:(a or b)``, if it can be written so."""
    mentions = [rule for rule in rules if isinstance(rule, Has)]
    where = mentions[0].where if mentions else Where.ANYWHERE
    if where is Where.ANYWHERE or len(mentions) < len(rules) or any(each.where is not where for each in mentions):
        return ""
    return f"{where}:({' or '.join(each.concept for each in mentions)})"


def _enclosed(rule: Rule) -> str:
    bare = not isinstance(rule, (And, Or)) or (isinstance(rule, Or) and _within_one_field(rule.rules))
    return written(rule) if bare else f"({written(rule)})"


def _side(mentions: tuple[Has, ...]) -> str:
    return written(mentions[0]) if len(mentions) == 1 else _enclosed(Or(mentions))


def _weighed(part: Part) -> str:
    return written(part.rule) if part.weight == 1 else f"{_enclosed(part.rule)}^{part.weight:g}"


# --- reading -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    column: int

    @property
    def value(self) -> float:
        """The number in it."""
        return float(self.text.lstrip("^ "))


def _tokens(text: str) -> Iterator[_Token]:
    at = 0
    while at < len(text):
        found = _TOKEN.match(text, at)
        if found is None:
            hint = _OTHER_SIGNS.get(text[at], "concepts are written in letters, digits and hyphens")
            raise RuleError(f"unexpected character {text[at]!r}", at + 1, hint)
        if found.lastgroup != "space":
            yield _Token(_kind(str(found.lastgroup), found.group()), found.group(), at + 1)
        at = found.end()
    yield _Token("end", "", len(text) + 1)


def _kind(group: str, text: str) -> str:
    if group == "word" and text.lower() in KEYWORDS:
        return text.lower()
    if group == "sign":
        return text
    return "weight^" if group == "caret" else group


class _Parser:
    def __init__(self, text: str) -> None:
        self._tokens = list(_tokens(text))
        self._at = 0
        self._depth = 0
        self._field_around = ""

    @property
    def _now(self) -> _Token:
        return self._tokens[self._at]

    @property
    def _before(self) -> _Token:
        """The token before, or the end when there is none."""
        return self._tokens[self._at - 1]

    def _accept(self, kind: str) -> _Token | None:
        token = self._now
        if token.kind != kind:
            return None
        self._at += 1
        return token

    def _take(self, kind: str, wanted: str, hint: str) -> _Token:
        token = self._accept(kind)
        if token is None:
            raise RuleError(f"expected {wanted}, but {self._got()}", self._now.column, hint)
        return token

    def _got(self) -> str:
        return "the rule ends" if self._now.kind == "end" else f"got {self._now.text!r}"

    def rule(self) -> Rule:
        if self._now.kind == "end":
            raise RuleError("the rule is empty", self._now.column, _CONCEPT)
        rule = self._alternatives()
        if self._now.kind in (")", "]"):
            raise RuleError(f"{self._now.text!r} closes nothing", self._now.column, "remove it, or open it before")
        if self._now.kind != "end":
            raise self._unjoined()
        return rule

    def _alternatives(self) -> Rule:
        began = self._now
        rules = [self._all()]
        while self._accept("or"):
            rules.append(self._all())
        return rules[0] if len(rules) == 1 else Or(tuple(rules), began.column)

    def _all(self) -> Rule:
        began = self._now
        rules = [self._unary()]
        while self._accept("and"):
            rules.append(self._unary())
        return rules[0] if len(rules) == 1 else And(tuple(rules), began.column)

    def _unary(self) -> Rule:
        token = self._accept("not")
        if token is None:
            return self._near()
        self._go_deeper(token)
        inner = Not(self._unary(), token.column)
        self._depth -= 1
        return inner

    def _go_deeper(self, token: _Token) -> None:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise RuleError(f"nested deeper than {_DEEPEST} levels", token.column, "write a simpler rule")

    def _near(self) -> Rule:
        began = self._now
        left = self._primary()
        near = self._accept("near")
        if near is None:
            return left
        distance = _distance(near)
        beside = self._now
        right = self._primary()
        left_side, right_side = (_mentions(each, at, "beside near/N") for each, at in ((left, began), (right, beside)))
        return Near(left_side, right_side, distance, began.column)

    def _primary(self) -> Rule:
        token = self._now
        if self._accept("("):
            return self._bracketed(token)
        if self._accept("at"):
            return self._at_least(token)
        if self._accept("weight"):
            return self._weight_of(token)
        if self._accept("places"):
            return self._places(token)
        if self._accept("field"):
            return self._field(token)
        if self._accept("word"):
            return Has(token.text, column=token.column)
        raise self._no_part()

    def _bracketed(self, opened: _Token) -> Rule:
        self._go_deeper(opened)
        inner = self._alternatives()
        self._close(opened)
        self._depth -= 1
        return inner

    def _close(self, opened: _Token) -> None:
        """Take the bracket that closes *opened*, or say where it was opened."""
        closing = ")" if opened.kind == "(" else "]"
        if self._accept(closing):
            return
        if self._now.kind == "end":
            raise RuleError(f"{opened.text!r} is never closed", opened.column, f"add {closing!r}")
        if self._now.kind in (")", "]"):
            message = f"{self._now.text!r} cannot close the {opened.text!r} of column {opened.column}"
            raise RuleError(message, self._now.column, f"write {closing!r}")
        raise self._unjoined()

    def _at_least(self, began: _Token) -> Rule:
        self._take("least", "'least' after 'at'", _AT_LEAST)
        count = self._whole("a number after 'at least'", _AT_LEAST)
        self._take("of", "'of'", _AT_LEAST)
        opened = self._take("(", "'('", _AT_LEAST)
        rules = [self._alternatives()]
        while self._accept(","):
            rules.append(self._alternatives())
        self._close(opened)
        _refuse_twins(rules)
        wanted = int(count.value)
        if wanted == 0:
            raise RuleError("at least 0 of them always hold", count.column, "write 1 or more")
        if wanted > len(rules):
            parts = "1 part" if len(rules) == 1 else f"{len(rules)} parts"
            raise RuleError(f"at least {wanted} of {parts} can never hold", count.column, f"write at most {len(rules)}")
        return AtLeast(wanted, tuple(rules), began.column)

    def _weight_of(self, began: _Token) -> Rule:
        self._take(">=", "'>=' after 'weight'", _WEIGHT)
        least = self._take("number", "a number after '>='", _WEIGHT)
        self._take("of", "'of'", _WEIGHT)
        opened = self._take("(", "'('", _WEIGHT)
        parts = [self._part()]
        while self._accept(","):
            parts.append(self._part())
        self._close(opened)
        _refuse_twins([part.rule for part in parts])
        if least.value == 0:
            raise RuleError("a weight of 0 is always reached", least.column, "write more than 0")
        if all(part.weight < 0 for part in parts):
            raise RuleError("no part adds weight", began.column, "give one a weight above 0")
        return Weight(least.value, tuple(parts), began.column)

    def _part(self) -> Part:
        rule = self._alternatives()
        token = self._accept("weight^")
        if token is None:
            return Part(rule)
        return Part(rule, _weight(token))

    def _whole(self, wanted: str, hint: str) -> _Token:
        token = self._take("number", wanted, hint)
        if not token.text.isdigit():
            raise RuleError(f"expected a whole number, but got {token.text!r}", token.column, hint)
        return token

    def _places(self, began: _Token) -> Rule:
        token = self._accept(">=") or self._accept("=")
        if token is None:
            hint = _compared(self._now, self._tokens[self._at + 1 :])
            raise RuleError(f"expected '>=' or '=' after 'places', but {self._got()}", self._now.column, hint)
        count = self._whole(f"a number after {token.text!r}", "write places >= 2")
        return Places(int(count.value), token.kind == "=", began.column)

    def _field(self, token: _Token) -> Rule:
        name = token.text[:-1].lower()
        if name in (Where.TITLE, Where.LEAD):
            return self._within(Where(name))
        if name not in _FIELDS:
            other = _OTHER_FIELDS.get(name)
            known = f"known fields: {', '.join(f'{each}:' for each in _FIELDS)}"
            hint = (
                f"did you mean '{other}:'?" if other else suggest(token.text, [f"{each}:" for each in _FIELDS], known)
            )
            raise RuleError(f"unknown field {token.text!r}", token.column, hint)
        found = self._values(Fact(name))
        return Is(Fact(name), tuple(each.text for each in found), token.column, tuple(each.column for each in found))

    def _within(self, where: Where) -> Rule:
        if self._field_around:
            raise RuleError(
                f"{self._before.text!r} within {self._field_around!r}", self._before.column, "remove one of them"
            )
        self._field_around = self._before.text
        began = self._now
        mentions = _mentions(self._primary(), began, f"within '{where}:'")
        self._field_around = ""
        narrowed = tuple(replace(each, where=where) for each in mentions)
        return narrowed[0] if len(narrowed) == 1 else Or(narrowed, began.column)

    def _values(self, fact: Fact) -> list[_Token]:
        """One value or a bracketed list."""
        opened = self._accept("[")
        if opened is None:
            return [self._value(fact)]
        values = [self._value(fact)]
        while self._accept(","):
            values.append(self._value(fact))
        if self._now.kind == "word":
            raise RuleError(f"expected ',' before {self._now.text!r}", self._now.column, "part the values by commas")
        self._close(opened)
        return values

    def _value(self, fact: Fact) -> _Token:
        if self._now.kind in ("word", "number", _VALUES.get(fact)):
            self._at += 1
            return self._before
        hint = f"write {fact}:a or {fact}:[a, b]"
        raise RuleError(f"expected a value of '{fact}:', but {self._got()}", self._now.column, hint)

    def _no_part(self) -> RuleError:
        """What to say where a concept, a bracket or the like should stand."""
        token, before = self._now, self._before
        if token.kind == "end":
            return RuleError(
                f"the rule ends after {before.text!r}", token.column, f"{_CONCEPT}, or remove {before.text!r}"
            )
        if token.kind == ")" and before.kind == "(":
            return RuleError("nothing stands between the brackets", before.column, _CONCEPT)
        where = "at the beginning" if before.kind == "end" else f"after {before.text!r}"
        hint = _MISPLACED.get(token.kind, _MISPLACED[""])
        return RuleError(f"expected a concept {where}, but got {token.text!r}", token.column, hint)

    def _unjoined(self) -> RuleError:
        """What to say where a part is complete and the next token joins nothing to it."""
        token, before = self._now, self._before
        if token.kind == "near":
            hint = "write a near/5 b and b near/5 c, or a near/5 (b or c)"
            return RuleError("near/N joins two sides, not three", token.column, hint)
        if token.kind == "weight^":
            return RuleError("a weight outside of 'weight >= N of (...)'", token.column, _WEIGHT)
        if token.kind == ",":
            return RuleError("',' outside of a list", token.column, "write 'and' or 'or'")
        meant = suggest(before.text.lower(), ["not", "places", "at least", "weight"]) if before.kind == "word" else ""
        if meant:
            return RuleError(f"expected 'and' or 'or' after {before.text!r}", before.column, meant)
        if token.kind in _COMPARISONS or token.kind in (">=", "="):
            return RuleError(f"{token.text!r} compares nothing", token.column, _MISPLACED[""])
        message = f"expected 'and' or 'or' between {before.text!r} and {token.text!r}"
        return RuleError(message, token.column, _joint(token) or "join them by 'and' or 'or'")


def _joint(token: _Token) -> str:
    """What a word may have been meant for that stands where two parts are joined."""
    word = token.text.lower()
    if token.kind == "number":
        return "a weight is written a^2"
    if word in _JOINTS:
        return _JOINTS[word]
    return suggest(word, ["and", "or", "near/5"])


def _compared(sign: _Token, rest: Sequence[_Token]) -> str:
    """How to say a comparison of places that the language has no sign for."""
    if sign.text not in _COMPARISONS or not rest[0].text.isdigit():
        return "write places >= 2"
    said, more = _COMPARISONS[sign.text]
    return f"write {said} {int(rest[0].text) + more}"


def _distance(token: _Token) -> int:
    name, _, number = token.text.partition("/")
    if name.lower() != "near":
        hint = f"did you mean 'near/{number}'?" if number.isdigit() else "only near/5 has a slash in it"
        raise RuleError(f"unknown word {token.text!r}", token.column, hint)
    if not number.isdigit():
        raise RuleError(f"{token.text!r} has no number", token.column, "write near/5: at most five words between")
    if len(number) > 9 or int(number) > FARTHEST:
        raise RuleError(f"near/{number} is farther than {FARTHEST} words", token.column, "join them by 'and'")
    return int(number)


def _weight(token: _Token) -> float:
    if token.text.strip() == "^":
        raise RuleError("'^' without a number", token.column, "write a^2")
    if not 0 < abs(token.value) <= HEAVIEST:
        hint = f"write more than 0 and at most {HEAVIEST}; below 0 it speaks against"
        raise RuleError(f"{token.text!r} is no weight", token.column, hint)
    return token.value


def _refuse_twins(rules: list[Rule]) -> None:
    for at, rule in enumerate(rules):
        if rule in rules[:at]:
            raise RuleError(f"{written(rule)!r} stands twice in the list", rule.column, "remove one")


def _mentions(rule: Rule, began: _Token, place: str) -> tuple[Has, ...]:
    """The alternatives of concepts that a side of ``near`` or a field may hold."""
    if isinstance(rule, Has):
        return (rule,)
    if isinstance(rule, Or) and all(isinstance(each, Has) for each in rule.rules):
        return tuple(each for each in rule.rules if isinstance(each, Has))
    hint = "write for example (training or course)"
    raise RuleError(f"only concepts joined by 'or' can stand {place}", began.column, hint)
