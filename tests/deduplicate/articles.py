"""Articles to compare: everything has a default, so that a test says only what it is about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from syndicator.deduplicate import deduplicate, keys
from syndicator.model.article import Article, LanguageFrom, SafeHtml
from syndicator.model.verdict import Candidate, Decision

DAWN = datetime(2026, 3, 1, 6, tzinfo=UTC)
NOW = DAWN + timedelta(days=1)

LONG = (
    "Medical schools of seven countries opened a joint course on emergency surgery this week. "
    "Lecturers will teach in pairs, one from the capital and one from a regional hospital, and students follow "
    "operations by video. The first group has forty residents, who were chosen by an open contest last autumn. "
    "Organisers say that lectures stay free for anyone who registers before the end of spring, and that the "
    "recordings will be translated into five languages by volunteers of the partner universities."
)
OTHER = (
    "Farmers near the river reported an early harvest of apricots after a warm winter without frost. "
    "Prices at the market fell by a third within days, and canneries hired seasonal workers from nearby villages. "
    "Agronomists warn that trees blossoming so soon may suffer if nights turn cold in April, as happened ten years "
    "ago when most orchards lost their fruit and owners had to be compensated from the regional reserve fund."
)


def article(name: str = "a", **more: Any) -> Article:
    """An article named *name* of the source ``alpha``; its address, guid and title are made of the name."""
    text = more.pop("text", f"A few words about {name}.")
    title = more.pop("title", f"News of {name}")
    made = Article(
        id=f"id-{name}",
        public_id=f"tag:example.org,2026-01-01:id-{name}",
        source="alpha",
        identity=f"guid:{name}",
        guid=name,
        link=f"https://alpha.example/news/{name}",
        canonical=f"https://alpha.example/news/{name}",
        title=title,
        summary=text,
        content=SafeHtml(""),
        text=text,
        language="en",
        language_from=LanguageFrom.DECLARED,
        direction="ltr",
        published=DAWN,
        updated=DAWN,
        collected=DAWN,
        content_hash=f"{title}|{text}",
    )
    return replace(made, **more)


def at(address: str) -> dict[str, Any]:
    """Both fields of an address."""
    return {"link": address, "canonical": address}


def mint(of: Article) -> str:
    """Our own public id."""
    return f"tag:example.org,2026-01-01:{of.id}"


def decide(articles: Sequence[Article], candidates: Sequence[Candidate] = (), now: datetime = NOW) -> list[Decision]:
    """The decisions, with the present moment a day after dawn."""
    return deduplicate(articles, [keys(each) for each in articles], candidates, now=now, mint=mint)


def stored(of: Article | Decision, asked: Sequence[Article]) -> Candidate:
    """A stored article as the store gives it to a poll of *asked*: with the keys asked for."""
    decision = of if isinstance(of, Decision) else decide([of])[0]
    wanted = frozenset(key for each in asked for key in keys(each))
    return Candidate(decision.article, decision.story, decision.keys & wanted)


def poll(articles: Sequence[Article], *have: Article | Decision, now: datetime = NOW) -> list[Decision]:
    """Decide beside what we have, as far as it shares keys."""
    candidates = [stored(each, articles) for each in have]
    return decide(articles, [each for each in candidates if each.keys], now)
