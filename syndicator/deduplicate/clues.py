"""An article and what was found in it in, its clues out: what tells of the event behind it, whatever the language."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from itertools import combinations
from typing import Final
from unicodedata import decimal

from syndicator.deduplicate.rarity import Rarity
from syndicator.deduplicate.words import hash64
from syndicator.languages.analysis import Word, analyser, words
from syndicator.languages.datewords import calendars, fold
from syndicator.languages.skeletons import skeleton
from syndicator.model.article import Article
from syndicator.model.clues import SPOKEN, Clue, Clues
from syndicator.model.topic import Tagged
from syndicator.model.verdict import Key, KeyKind

_LONGEST: Final = 120
"""Words of a text that are looked at: what happened stands at its beginning."""
_MOST: Final = defaultdict(lambda: 32, {Clue.TERM: 128, Clue.NAME: 96})
"""Clues of a kind that are kept, the heaviest; where no capitals tell names, a hundred words may be one."""
_UNCASED: Final = frozenset(("ar", "fa", "ur", "ug", "ckb", "he", "yi"))
"""Languages that do not tell names by a capital: any longer word may be one."""
_SHORTEST_NAME: Final = 4
_NUMBER: Final = re.compile(r"(\d{1,3}(?:[.,\u00a0\u202f ]\d{3})+)(?![\d.,]*\d)|\d+(?:[.,]\d+)?")
"""Thousands in groups, or a plain number."""
_BETWEEN: Final = re.compile(r"\D")
_DAY_OF_MONTH: Final = re.compile(r"(\d{1,2})(?:st|nd|rd|th|er)?")
_LONGEST_MONTH: Final = 31
_TITLE_COUNTS: Final = 2
_KEYS: Final = {Clue.TERM: 12, Clue.NAME: 10, Clue.NUMBER: 5, Clue.ORGANISATION: 5, Clue.PLACE: 4}
"""How many keys an article has of each kind of clue."""
_PERIOD: Final = 3
"""Days: keys tell periods apart, so that what is looked through does not grow with the store."""
_PARTS: Final = "\x1f"
_OF_PERIOD: Final = 1 << 42
"""Keys that a period has: they lie beside each other in the store, where they are looked for, and those of a year ago
are in nobody's way."""


def clues(article: Article, tagged: Tagged, rarity: Rarity) -> Clues:
    """What *article*, with what was found in it, tells of its event."""
    whole = Clues(
        article.language,
        article.source,
        article.published,
        {kind: found for kind, found in _counted(article, tagged) if found},
    )
    kept = {
        kind: _heaviest(found, rarity.weights(whole.language, kind, found), _MOST[kind])
        if len(found) > _MOST[kind]
        else found
        for kind, found in whole.found.items()
    }
    return replace(whole, found=kept)


def _heaviest(found: Mapping[str, float], weights: Mapping[str, float], most: int) -> dict[str, float]:
    return {clue: found[clue] for clue in sorted(found, key=weights.__getitem__, reverse=True)[:most]}


def clue_keys(clues: Clues, rarity: Rarity) -> frozenset[Key]:
    """The keys of the rarest clues, under which an article is found by its relatives of the same days."""
    period = clues.published.toordinal() // _PERIOD * _OF_PERIOD
    rare = (each for kind, most in _KEYS.items() for each in _rarest(clues, rarity, kind, most))
    return frozenset(Key(KeyKind.TERM, period + hash64(_PARTS.join(each)) % _OF_PERIOD) for each in rare)


def around(keys: Iterable[Key]) -> frozenset[Key]:
    """The keys of the same clues in their period and those before and after: what to look with."""
    return frozenset(Key(each.kind, each.hash + beside) for each in keys for beside in (-_OF_PERIOD, 0, _OF_PERIOD))


def _rarest(clues: Clues, rarity: Rarity, kind: Clue, most: int) -> list[tuple[str, str]]:
    """(kind, clue) of the heaviest clues; of places pairs, for one alone is in too many articles."""
    found = clues.found.get(kind, {})
    space = f"{kind}:{clues.language.split('-', 1)[0]}" if kind in SPOKEN else kind.value
    if kind is Clue.PLACE:
        return [(space, "+".join(pair)) for pair in combinations(sorted(found), 2)][:most]
    weights = rarity.weights(clues.language, kind, found)
    return [(space, clue) for clue in sorted(weights, key=lambda each: (-weights[each], each))[:most]]


def _counted(article: Article, tagged: Tagged) -> Iterator[tuple[Clue, Mapping[str, float]]]:
    """Every kind of clue with how often each is said."""
    title, text = words(article.title), words(article.text)[:_LONGEST]
    of_title, of_text = _keys(title, article.language), _keys(text, article.language)
    named, names = list(_names(title, article.language)), list(_names(text, article.language))
    yield Clue.NUMBER, dict.fromkeys(_numbers(article, text), 1.0)
    yield Clue.DATE, dict.fromkeys((*_dates(title, article.language), *_dates(text, article.language)), 1.0)
    yield Clue.NAME, _said(named, names)
    yield Clue.HEADLINE, dict.fromkeys(_repeated(named, names), 1.0)
    yield Clue.PLACE, dict.fromkeys(tagged.places, 1.0)
    yield Clue.ORGANISATION, dict.fromkeys(tagged.organisations, 1.0)
    yield Clue.CONCEPT, dict.fromkeys(tagged.concepts, 1.0)
    yield Clue.TITLE, of_title
    yield Clue.TERM, of_text + Counter({key: count * _TITLE_COUNTS for key, count in of_title.items()})


def _keys(found: Iterable[Word], language: str) -> Counter[str]:
    """Key → how often it is said; the keys of a word share its weight."""
    analysed = analyser(language)
    counted: Counter[str] = Counter()
    for word in found:
        keys = analysed.index_keys(word.text)
        for key in keys:
            counted[key] += 1 / len(keys)  # type: ignore[assignment]
    return counted


def _numbers(article: Article, text: list[Word]) -> Iterator[str]:
    """Numbers of two digits and more, thousands joined, in ASCII digits; without the years around."""
    written = f"{article.title}\n{article.text[: text[-1].end] if text else ''}"
    around = {str(article.published.year + each) for each in (-1, 0, 1)}
    for match in _NUMBER.finditer(_with_ascii_digits(written)):
        number = _BETWEEN.sub("", match[1]) if match[1] else match[0].replace(",", ".")
        if len(number) > 1 and number not in around:
            yield number


def _with_ascii_digits(text: str) -> str:
    if text.isascii():
        return text
    return "".join(str(decimal(each)) if each.isdecimal() and not each.isascii() else each for each in text)


def _dates(found: Sequence[Word], language: str) -> Iterator[str]:
    """Days of the year beside the names of their months: «17 May», «May 17th», «17 мая», «ב־17 במאי»."""
    for place, word in enumerate(found):
        day = _DAY_OF_MONTH.fullmatch(word.text)
        if day and 1 <= int(day[1]) <= _LONGEST_MONTH:
            beside = (*found[place + 1 : place + 3], *found[max(0, place - 1) : place])
            month = next(filter(None, (_month(each.text, language) for each in beside)), None)
            if month:
                yield f"{month:02}-{int(day[1]):02}"


def _month(word: str, language: str) -> int | None:
    """The month that a word is the name of, in any form."""
    primary = language.split("-", 1)[0]
    months = _months(primary)
    return next((months[form] for form in (fold(word), *analyser(primary).index_keys(word)) if form in months), None)


@cache
def _months(language: str) -> Mapping[str, int]:
    """Names of months, folded as dates are and as words are."""
    table = calendars().get(language, {"months": ()})["months"]
    names = ((name.strip("."), number) for number, names in enumerate(table, 1) for name in names)
    return {form: number for name, number in names for form in (fold(name), *analyser(language).index_keys(name))}


def _names(found: Iterable[Word], language: str) -> Iterator[tuple[str, str]]:
    """Skeletons of words that may be names, as written and cut down by the analyser; empty where too short."""
    primary = language.split("-", 1)[0]
    uncased = primary in _UNCASED or language.endswith("-Arab")
    analysed = analyser(primary)
    for word in found:
        if len(word.text) >= _SHORTEST_NAME if uncased else word.text[0].isupper():
            shortest = min(analysed.index_keys(word.text), key=lambda key: (len(key), key), default="")
            yield skeleton(word.text, language), skeleton(shortest, language)


def _repeated(title: Iterable[tuple[str, str]], text: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Names of the title that the text has, too: titles begin with a capital, and some write all words with one."""
    said = {cut_down for _, cut_down in text}
    yield from (cut_down for _, cut_down in title if cut_down and cut_down in said)


def _said(title: Iterable[tuple[str, str]], text: Iterable[tuple[str, str]]) -> Mapping[str, float]:
    """Skeleton → how often it is said, in the title more."""
    counted: Counter[str] = Counter()
    for names, times in ((title, _TITLE_COUNTS), (text, 1)):
        for name in names:
            for form in set(name):
                counted[form] += times
    counted.pop("", None)
    return {name: float(count) for name, count in counted.items()}
