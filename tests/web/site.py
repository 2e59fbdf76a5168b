"""The partner API over a store of its own, asked over ASGI as partners ask."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx

from syndicator.model.article import Image, SafeHtml
from syndicator.model.configuration import Configuration
from syndicator.model.feed import FeedDefinition, FeedEntry, Site, Version
from syndicator.model.offer import Gone, Offer
from syndicator.model.partner import Access, ApiPolicy, Partner, key_digest
from syndicator.ports import Store
from syndicator.store import open_store
from syndicator.web import create_app
from syndicator.web.answering import Answered
from syndicator.web.api import PATH, partner_api
from syndicator.web.asking import Desk
from syndicator.web.catalogue import Catalogue
from syndicator.web.documents import Documents
from syndicator.web.metrics import Metrics
from tests.store.samples import article, batch, decision
from tests.web.test_documents import Shelf

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
HOME = Site("News", "https://news.example/w", "mailto:n@example.org", "example.org", date(2026, 1, 1))
FEEDS = {
    "law": FeedDefinition("law", "law", {"en": "Law"}, {}, ("en",)),
    "medicine": FeedDefinition(
        "medicine",
        "medicine",
        {"en": "Medicine", "ar": "الطب"},
        {"en": "Doctors"},
        ("ar", "kk"),
        subjects=("medtop:20000464",),
    ),
}


def entry(name: str, title: str = "News", *, language: str = "en", source: str = "alpha", **more: Any) -> FeedEntry:
    made = FeedEntry(
        id=f"id-{name}",
        public_id=f"tag:example.org,2026-01-01:{name}",
        story="",
        link=f"https://{source}.example/{name}",
        title=title,
        summary="What happened.",
        content=None,
        language=language,
        direction="rtl" if language in ("ar", "he") else "ltr",
        published=NOON - timedelta(hours=2),
        updated=NOON - timedelta(hours=1),
        source_id=source,
        source_name=source.title(),
        source_address=f"https://{source}.example/feed",
        source_homepage=f"https://{source}.example/",
        attribution=source.title(),
    )
    return replace(made, **more)


RICH = entry(
    "rich",
    "أخبار <b>الطب</b>",
    language="ar",
    content=SafeHtml("<p>نص</p>"),
    image=Image("https://alpha.example/p.png", "image/png", "صورة"),
    notice="© Alpha",
    licence="https://alpha.example/licence",
    authors=("A. Writer",),
    versions=(Version("id-x", "tag:x", "https://beta.example/x", "Other", "en", "Beta", NOON),),
)


class Api:
    """The application, its clock and its store."""

    def __init__(self, store: Store, now: datetime = NOON) -> None:
        self.now = now
        self.store = store
        self.configuration = Configuration(
            HOME, "", "", {}, {}, {}, FEEDS, api=ApiPolicy(per_minute=1000, per_day=10_000)
        )
        self.heard: list[Answered] = []
        self.desk = Desk(self.store, lambda: self.configuration, now=lambda: self.now, elapsed=self._elapsed)
        inner = partner_api(
            Catalogue(self.store, lambda: self.configuration),
            self.desk,
            elapsed=time.monotonic,
            heard=self.heard.append,
        )
        documents = Documents(Shelf({}), max_age=60)
        self.app = create_app(documents, Metrics(), ready=lambda: {"ready": True}, below={PATH: inner})
        self.client = "192.0.2.1"

    def restarted(self) -> Api:
        """Another service over the same store."""
        return Api(self.store, self.now)

    def _elapsed(self) -> float:
        return (self.now - NOON).total_seconds()

    def ask(self, path: str, method: str = "GET", *, key: str = "", **headers: str) -> httpx.Response:
        """What the API answers; *path* begins below it."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        if key:
            named["authorization"] = f"Bearer {key}"

        async def once() -> httpx.Response:
            async with self._caller() as client:
                return await client.request(method, f"{PATH}{path}", headers=named)

        return asyncio.run(once())

    def raw(self, path: str, **headers: str) -> bytes:
        """The bytes of the answer as they are on the wire."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}

        async def once() -> bytes:
            async with self._caller() as client, client.stream("GET", f"{PATH}{path}", headers=named) as answer:
                return b"".join([piece async for piece in answer.aiter_raw()])

        return asyncio.run(once())

    def _caller(self) -> httpx.AsyncClient:
        transport = httpx.ASGITransport(app=self.app, client=(self.client, 1))
        return httpx.AsyncClient(transport=transport, base_url="http://inside")

    def tell(self, story: str, *entries: FeedEntry, feed: str = "medicine") -> None:
        """A feed tells a story, in place of what it told before; nothing of it any more without entries."""
        gone = None if entries else Gone.WITHDRAWN
        self.store.offer([Offer(feed, story, entries, gone)], self.now)

    def merge(self, gone: str, kept: str, feed: str = "medicine") -> None:
        self.store.offer([Offer(feed, gone, gone=Gone.MERGED, into=kept)], self.now)

    def add(self, name: str, **more: Any) -> str:
        """A partner; its key."""
        key = f"syk_{name}-secret"
        self.store.keep_partner(Partner(name, key_digest(key), NOON, **more))
        self.now += timedelta(seconds=6)  # so that it is known
        return key

    def allow(self, access: Access, per_minute: int = 1000, per_day: int = 10_000) -> None:
        self.configuration = replace(self.configuration, api=ApiPolicy(access, per_minute, per_day))

    def walk(self, path: str, *, key: str = "") -> list[dict[str, Any]]:
        """The items of all pages, by following the links."""
        found: list[dict[str, Any]] = []
        while path:
            answer = self.ask(path, key=key)
            assert answer.status_code == 200, answer.text
            [items] = [value for value in answer.json().values() if isinstance(value, list)]
            found += items
            following = answer.links.get("next", {}).get("url", "")
            assert bool(following) == answer.json()["more"]
            path = following.removeprefix(f"{HOME.address}{PATH}")
        return found


def ids(items: Sequence[dict[str, Any]]) -> list[str]:
    return [each["id"] for each in items]


@contextmanager
def opened(folder: Path) -> Iterator[Api]:
    """The API over a store with the stories ``s000`` to ``s119``, of which no feed tells anything yet."""
    store = open_store(f"sqlite:///{folder}/api.db")
    store.apply(batch([decision(article(f"{n:03}"), story=f"s{n:03}") for n in range(120)]))
    store.mark_dirty([*FEEDS, "ended"])
    yield Api(store)
    store.close()
