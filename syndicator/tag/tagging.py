"""An article and what is compiled in, its topics with their evidence out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from operator import itemgetter

from syndicator.model.article import Article
from syndicator.model.rule import Has, Near, Where
from syndicator.model.topic import CloseCall, Evidence, Field, Mention, Shortfall, Tag, Tagged, Topic
from syndicator.tag.compiled import Compiled
from syndicator.tag.finding import GAP, discounted, read
from syndicator.tag.missing import IN, gap, nearest_pairs
from syndicator.tag.reading import Reading
from syndicator.tag.rules import Verdict, side
from syndicator.tag.terms import Hit

_SHOWN = 3
"""How often one term is shown in one field."""
_CLOSE = 5
"""How many terms that came close are told."""
_TITLE_WEIGHT = 2.0
_PLACE = itemgetter(1)


def tag(article: Article, compiled: Compiled) -> Tagged:
    """Say which topics an article belongs to and why, which countries it is about and which organisations it names.

    Evidence points into ``article.title`` and ``article.text``; one term is shown at most three times per field, and so
    are the names of countries and organisations.
    A topic's score adds up the weights of its distinct terms, those in the title twice: what is found besides never
    lowers it.
    """
    reading = read(article, compiled)
    tags: list[Tag] = []
    near_misses: list[str] = []
    for topic, judge in compiled.candidates(reading.said):
        verdict = judge.ask(reading)
        if verdict >= Verdict.HOLDS:
            tags.append(_tagged(topic, judge.evidence(reading)))
        elif verdict is Verdict.NEAR:
            near_misses.append(topic.id)
    return Tagged(
        tuple(tags),
        reading.countries.about,
        reading.organisations,
        _mentions(reading.countries.mentions),
        _mentions((hit.meaning.id, hit) for hit in reading.organisation_hits),
        concepts=tuple(sorted(reading.said)),
        near_misses=tuple(near_misses),
    )


def why_not(article: Article, compiled: Compiled, topic_id: str) -> list[str]:
    """Say what an article lacks for a topic, in words; empty when it has the topic.

    Raises :class:`KeyError` when there is no such topic.
    """
    lacking = gap(compiled.topics[topic_id].rule, read(article, compiled))
    return list(lacking.lines) if lacking else []


def shortfall(article: Article, compiled: Compiled, topic_id: str) -> Shortfall:
    """What an article lacks for a topic, and the terms that came close: said elsewhere, too far, or not counting.

    Raises :class:`KeyError` when there is no such topic.
    """
    reading = read(article, compiled)
    lacking = gap(compiled.topics[topic_id].rule, reading)
    if lacking is None:
        return Shortfall()
    close = [*_too_far(lacking.apart, reading), *_elsewhere(lacking.wanted, reading)]
    close += _not_counting(lacking.wanted, article, compiled)
    return Shortfall(lacking.lines, tuple(dict.fromkeys(close))[:_CLOSE])


def _too_far(rules: Iterable[Near], reading: Reading) -> Iterator[CloseCall]:
    for rule in rules:
        pairs = nearest_pairs(side(rule.left, reading), side(rule.right, reading))
        for between, one, other in sorted(pairs, key=lambda each: each[0])[:1]:
            far = "in the title, the other in the text" if between >= GAP else f"{between} words away"
            yield CloseCall(_evidence(one), f"{other.meaning.id} («{other.meaning.term}») is {far}")


def _elsewhere(wanted: Iterable[Has], reading: Reading) -> Iterator[CloseCall]:
    for has in wanted:
        hits = reading.hits(has.concept, Where.ANYWHERE)
        if hits and has.where is not Where.ANYWHERE and not reading.hits(has.concept, has.where):
            longest = min(hits, key=lambda hit: (hit.first, -hit.last))
            yield CloseCall(_evidence(longest), f"not{IN[has.where]}")


def _not_counting(wanted: Iterable[Has], article: Article, compiled: Compiled) -> Iterator[CloseCall]:
    found = discounted(article, compiled, {has.concept for has in wanted})
    for concept in dict.fromkeys(has.concept for has in wanted if has.concept in found):
        hit, phrase = found[concept]
        yield CloseCall(_evidence(hit), f"does not count within «{phrase.meaning.term}»")


def _tagged(topic: Topic, hits: Iterable[Hit]) -> Tag:
    distinct = sorted({id(hit): hit for hit in hits}.values())  # some make several parts of a rule true
    shown = _shown([(hit.meaning.id, hit) for hit in distinct])
    return Tag(topic.id, _score(distinct), tuple([_evidence(hit) for _, hit in shown]), topic.version)


def _mentions(named: Iterable[tuple[str, Hit]]) -> tuple[Mention, ...]:
    shown = _shown(sorted(named, key=_PLACE))
    return tuple([Mention(of, hit.meaning.term, hit.field, hit.start, hit.end) for of, hit in shown])


def _score(hits: Iterable[Hit]) -> float:
    best: dict[tuple[str, str], float] = {}
    for hit in hits:
        meaning = hit.meaning
        term = meaning.id, meaning.term
        weight = meaning.weight * _TITLE_WEIGHT if hit.field is Field.TITLE else meaning.weight
        if weight > best.get(term, 0.0):
            best[term] = weight
    return sum(best.values())


def _shown(found: Sequence[tuple[str, Hit]]) -> Sequence[tuple[str, Hit]]:
    """What was found, without more places of one term of one thing in a field than are told."""
    if len(found) <= _SHOWN:
        return found
    times: dict[tuple[str, str, bool], int] = {}
    shown = []
    for of, hit in found:
        key = of, hit.meaning.term, hit.field is Field.TEXT
        times[key] = seen = times.get(key, 0) + 1
        if seen <= _SHOWN:
            shown.append((of, hit))
    return shown


def _evidence(hit: Hit) -> Evidence:
    return Evidence(hit.meaning.id, hit.meaning.term, hit.field, hit.start, hit.end, hit.meaning.weight)
