"""A topic's own examples in, those that its rule fails out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from syndicator.model.article import Article, LanguageFrom, SafeHtml
from syndicator.model.topic import Example, Topic
from syndicator.tag.compiled import Compiled
from syndicator.tag.tagging import tag, why_not

_SOME_DAY = datetime(2000, 1, 1, tzinfo=UTC)


def check_examples(compiled: Compiled, topic: Topic) -> list[tuple[Example, str]]:
    """Run a topic's examples; every failing one with what matched or what was missing."""
    return [(example, message) for example in topic.examples for message in _failures(compiled, topic, example)]


def _failures(compiled: Compiled, topic: Topic, example: Example) -> Iterator[str]:
    article = _article(example)
    tagged = tag(article, compiled)
    found = next((each for each in tagged.tags if each.topic == topic.id), None)
    if example.include and found is None:
        yield f"not found: {'; '.join(why_not(article, compiled, topic.id))}"
    if not example.include and found is not None:
        terms = dict.fromkeys(f"{each.concept} («{each.term}»)" for each in found.evidence)
        yield f"found, because of {', '.join(terms) or 'conditions without words'}"
    if example.places is not None and set(example.places) != set(tagged.places):
        yield f"places are {_listed(tagged.places)}, should be {_listed(example.places)}"


def _listed(places: tuple[str, ...]) -> str:
    return ", ".join(sorted(places)) or "none"


def _article(example: Example) -> Article:
    return Article(
        id="example",
        public_id="example",
        source="example",
        identity="example",
        guid=None,
        link=None,
        canonical=None,
        title=example.title,
        summary="",
        content=SafeHtml(""),
        text=example.text,
        language=example.language,
        language_from=LanguageFrom.DECLARED,
        direction="ltr",
        published=_SOME_DAY,
        updated=_SOME_DAY,
        collected=_SOME_DAY,
    )
