"""Articles, sources and a definition to curate from."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from syndicator.model.article import Article, LanguageFrom, SafeHtml
from syndicator.model.feed import FeedDefinition, Held
from syndicator.model.source import Republish, Rights, Source
from syndicator.model.topic import Tag, Tagged

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
DEFINITION = FeedDefinition("space", "space", {"en": "Space"}, {"en": "All about space"}, ("en", "kk"), 3, 2)
FULL = Rights(Republish.FULL, images=True)
SOURCES: Mapping[str, Source] = {
    each.id: each
    for each in (
        Source(
            "herald", "Herald", "herald", "feed", "https://herald.example/rss", "https://herald.example", rights=FULL
        ),
        Source("herald-ru", "Herald (ru)", "herald", "feed", "https://herald.example/ru/rss", rights=FULL),
        Source("agency", "Agency", "agency", "feed", "https://agency.example/rss", rights=FULL, trust=90),
        Source("paper", "Paper", "paper", "feed", "https://paper.example/rss", rights=FULL, trust=60),
        Source("copyist", "Copyist", "copyist", "feed", "https://copyist.example/rss", rights=FULL, trust=40),
        Source("closed", "Closed", "closed", "feed", "https://closed.example/rss", enabled=False),
    )
}


def article(name: str = "a", **changes: object) -> Article:
    """An article of the Herald; *changes* replace fields."""
    fields: dict[str, object] = {
        "id": name,
        "public_id": f"tag:example.org,2026-01-01:{name}",
        "source": "herald",
        "identity": name,
        "guid": name,
        "link": f"https://herald.example/{name}",
        "canonical": None,
        "title": f"Title of {name}",
        "summary": "A summary.",
        "content": SafeHtml("<p>The whole text.</p>"),
        "text": "The whole text.",
        "language": "en",
        "language_from": LanguageFrom.DECLARED,
        "direction": "ltr",
        "published": NOON,
        "updated": NOON,
        "collected": NOON,
        "rights": FULL,
    }
    return Article(**{**fields, **changes})  # type: ignore[arg-type]


def held(
    name: str,
    story: str | None = None,
    *,
    reprint_of: str | None = None,
    minutes: int = 0,
    topic: str = "space",
    **changes: object,
) -> Held:
    """An article in the store, *minutes* before noon."""
    when = NOON - timedelta(minutes=minutes)
    tagged = Tagged((Tag(topic, 1.0, (), ""),))
    made = article(name, **{"published": when, "updated": when, **changes})
    return Held(made, story or f"story-of-{name}", tagged, reprint_of)


def stories(*members: Held) -> dict[str, list[Held]]:
    """The members by story."""
    made: dict[str, list[Held]] = {}
    for each in members:
        made.setdefault(each.story, []).append(each)
    return made
