"""An article and what is compiled in, its topics with their evidence out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from syndicator.model.article import Article
from syndicator.model.topic import Evidence, Field, Mention, Tag, Tagged, Topic
from syndicator.tag.compiled import Compiled
from syndicator.tag.reading import Reading, read
from syndicator.tag.rules import evidence, missing
from syndicator.tag.terms import Hit

_SHOWN = 3
"""How often one term is shown in one field."""
_WEIGHTS = {Field.TITLE: 2.0, Field.TEXT: 1.0}


def tag(article: Article, compiled: Compiled) -> Tagged:
    """Say which topics an article belongs to and why, which countries it is about and which organisations it names.

    Evidence points into ``article.title`` and ``article.text``; one term is shown at most three times per field, and so
    are the names of countries and organisations.
    A topic's score counts its distinct terms, those in the title twice.
    """
    reading = read(article, compiled)
    tags = (_tagged(topic, reading) for topic in compiled.candidates(reading.said))
    return Tagged(
        tuple(each for each in tags if each),
        reading.countries.about,
        reading.organisations,
        _mentions(reading.countries.mentions),
        _mentions((hit.meaning.id, hit) for hit in reading.organisation_hits),
    )


def why_not(article: Article, compiled: Compiled, topic_id: str) -> list[str]:
    """Say what an article lacks for a topic, in words; empty when it has the topic.

    Raises :class:`KeyError` when there is no such topic.
    """
    return missing(compiled.topics[topic_id].rule, read(article, compiled))


def _tagged(topic: Topic, reading: Reading) -> Tag | None:
    hits = evidence(topic.rule, reading)
    if hits is None:
        return None
    found = _shown((hit.meaning.id, hit) for hit in hits)
    shown = (Evidence(concept, hit.meaning.term, hit.field, hit.start, hit.end) for concept, hit in found)
    return Tag(topic.id, _score(hits), tuple(shown), topic.version)


def _mentions(named: Iterable[tuple[str, Hit]]) -> tuple[Mention, ...]:
    return tuple(Mention(of, hit.meaning.term, hit.field, hit.start, hit.end) for of, hit in _shown(named))


def _score(hits: Iterable[Hit]) -> float:
    best: dict[tuple[str, str], float] = {}
    for hit in hits:
        term = hit.meaning.id, hit.meaning.term
        best[term] = max(best.get(term, 0.0), _WEIGHTS[hit.field])
    return sum(best.values())


def _shown(found: Iterable[tuple[str, Hit]]) -> Iterator[tuple[str, Hit]]:
    """What was found, in order of the text; one term of one thing only so often in a field."""
    times: Counter[tuple[str, str, Field]] = Counter()
    ordered = sorted(
        dict.fromkeys(found), key=lambda each: (each[1].field is Field.TEXT, each[1].start, each[1].end, each[0])
    )
    for of, hit in ordered:
        key = of, hit.meaning.term, hit.field
        times[key] += 1
        if times[key] <= _SHOWN:
            yield of, hit
