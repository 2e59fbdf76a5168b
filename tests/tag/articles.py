"""Articles and topics at little cost, for tests of tagging."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from syndicator.model.article import Article, LanguageFrom, SafeHtml
from syndicator.model.rule import parse_rule
from syndicator.model.topic import Concept, Example, Organisation, Term, Topic
from syndicator.tag import Compiled, compile_topics

MOMENT = datetime(2026, 1, 2, 3, 4, tzinfo=UTC)


def article(text: str = "", *, title: str = "", language: str = "en", source: str = "source") -> Article:
    """An article of which only its words matter."""
    return Article(
        id="a",
        public_id="tag:example.org,2026:a",
        source=source,
        identity="a",
        guid=None,
        link=None,
        canonical=None,
        title=title,
        summary="",
        content=SafeHtml(""),
        text=text,
        language=language,
        language_from=LanguageFrom.DECLARED,
        direction="ltr",
        published=MOMENT,
        updated=MOMENT,
        collected=MOMENT,
    )


def concept(
    name: str, *terms: str, language: str = "en", unless: tuple[str, ...] = (), **more: tuple[str, ...]
) -> Concept:
    """A concept; terms as operators write them, ``include`` names other concepts, other keywords are languages."""
    include = more.pop("include", ())
    spoken = {language: terms, **more} if terms else more
    return Concept(
        name,
        {each: tuple(map(_term, said)) for each, said in spoken.items()},
        include,
        {language: tuple(map(_term, unless))} if unless else {},
    )


def _term(text: str) -> Term:
    """Without the limits that operators have."""
    said, _, weight = text.partition("^")
    bare = said.removeprefix("=").removeprefix("exact:")
    return Term(bare, exact=bare != said, any_case=said.startswith("exact:"), weight=float(weight or 1))


def compiled(
    rule: str,
    *concepts: Concept,
    organisations: Mapping[str, Organisation] | None = None,
    examples: tuple[Example, ...] = (),
) -> Compiled:
    """One topic called ``topic`` with this rule."""
    topic = Topic("topic", parse_rule(rule), examples, "v1")
    return compile_topics({each.id: each for each in concepts}, {"topic": topic}, organisations or {})
