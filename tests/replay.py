"""Documents that a publisher served one after the other, polled again in order, and what must come of them.

What the articles are is told without the program: by the publisher's own ids, as the documents write them.
"""

from __future__ import annotations

import asyncio
import json
import re
import ssl
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from html import unescape
from pathlib import Path
from typing import Self

from lxml import etree

from syndicator.model.article import Article
from syndicator.model.report import PollReport
from syndicator.model.source import IdentityPolicy, Republish, Rights, Source
from syndicator.pipeline import Pipeline
from syndicator.store import open_store
from tests.chaos.corridor import FEED, HOUR, MovableClock, editorial_of, open_corridor
from tests.loopback import Loopback

_EPOCH = datetime(1990, 1, 1, tzinfo=UTC)
_ARCHIVE = b"https://archive.is/newest/"
"""What the project that kept the documents put before every address."""
Edit = Callable[[bytes, int], bytes]
"""A document, and which one of its source it is → what is served in its place."""


@dataclass(frozen=True, slots=True)
class Step:
    """A document, and when it was served."""

    at: datetime
    source: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Item:
    """An item as it is written."""

    guid: str
    link: str
    title: str
    description: str

    @property
    def said(self) -> tuple[str, ...]:
        """The words that a reader sees, and where they lead."""
        return (bare(self.title), bare(self.description), self.link)


def bare(text: str) -> str:
    """Letters and digits, in small letters."""
    return " ".join(re.findall(r"\w+", unescape(re.sub(r"<[^>]*>", " ", text)).casefold()))


def items(body: bytes) -> list[Item]:
    """The items of a document of RSS."""
    return [
        Item(*((each.findtext(name) or "").strip() for name in ("guid", "link", "title", "description")))
        for each in etree.fromstring(body).iter("item")
    ]


def reversed_items(body: bytes) -> bytes:
    """The same document, its items in the other order."""
    channel = etree.fromstring(body).find("channel")
    assert channel is not None
    for each in reversed(channel.findall("item")):
        channel.append(each)
    return etree.tostring(channel.getroottree(), xml_declaration=True, encoding="utf-8")


def sequence(folder: Path) -> list[Step]:
    """The documents of a folder in order of the time that their names end with."""
    read = [(datetime.strptime(each.stem.split("_", 1)[1], "%Y-%m-%dT%H%M%S"), each) for each in folder.iterdir()]
    return [
        Step(moment.replace(tzinfo=UTC), folder.name, each.read_bytes().replace(_ARCHIVE, b""))
        for moment, each in sorted(read, key=lambda pair: (pair[0], pair[1].name))
    ]


@dataclass
class Told:
    """What the documents say, counted as they go by."""

    last: dict[str, Item] = field(default_factory=dict)
    """Guid → the item's last state."""
    counts: Counter[str] = field(default_factory=Counter)
    _shown: list[str] = field(default_factory=list)

    def hear(self, body: bytes) -> None:
        """Take in the next document."""
        now = items(body)
        guids = [each.guid for each in now]
        known = [each for each in now if each.guid in self.last]
        self.counts["documents"] += 1
        self.counts["edits"] += sum(self.last[each.guid].said != each.said for each in known)
        self.counts["headlines"] += sum(bare(self.last[each.guid].title) != bare(each.title) for each in known)
        self.counts["addresses"] += sum(self.last[each.guid].link != each.link for each in known)
        self.counts["drops"] += len(set(self._shown) - set(guids))
        self.counts["returns"] += sum(each.guid not in self._shown for each in known)
        self.counts["reorders"] += [each for each in guids if each in self._shown] != [
            each for each in self._shown if each in guids
        ]
        self.last.update({each.guid: each for each in now})
        self._shown = guids


class Replay:
    """Polls documents over the whole corridor; a context manager.

    Between stretches it publishes, looks whether what was told of an article once still holds, and begins anew with
    the store as it lies there.
    """

    def __init__(
        self,
        folder: Path,
        steps: Sequence[Step],
        *,
        store: str = "",
        edit: Edit = lambda body, _: body,
        identity: IdentityPolicy = IdentityPolicy.GUID,
    ) -> None:
        self.told: dict[str, Told] = defaultdict(Told)
        self.reports: list[PollReport] = []
        self.shown: dict[str, set[str]] = defaultdict(set)
        """The publisher's own id → the ids it was ever published under."""
        self._minted: dict[str, tuple[str, str]] = {}
        self._guid_at: dict[str, str] = {}
        self._steps = sorted(steps, key=lambda each: each.at)
        self._edit = edit
        self._bodies: dict[str, bytes] = {}
        self._clock = MovableClock(self._steps[0].at)
        self._server = Loopback(lambda name, _validator: (200, {"Content-Type": "text/xml"}, self._bodies[name]))
        sources = [self._source(name, identity) for name in sorted({each.source for each in steps})]
        editorial = editorial_of(sources, folder)
        address = store or editorial.configuration.store
        self._editorial = replace(editorial, configuration=replace(editorial.configuration, store=address))

    def _source(self, name: str, identity: IdentityPolicy) -> Source:
        return Source(
            name,
            name,
            name,
            "feed",
            f"http://127.0.0.1:{self._server.port}/{name}",
            identity=identity,
            rights=Rights(Republish.FULL, attribution=name),
            allow_private=("127.0.0.0/8",),
            allow_ports=(self._server.port,),
            interval=HOUR,
        )

    def __enter__(self) -> Self:
        self._server.__enter__()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.__exit__()

    def run(self, stretches: int = 4) -> None:
        """Poll all documents in so many stretches."""
        length = -(-len(self._steps) // stretches)
        for begin in range(0, len(self._steps), length):
            asyncio.run(self._stretch(self._steps[begin : begin + length]))
            self._look()

    async def _stretch(self, steps: Sequence[Step]) -> None:
        pipeline = open_corridor(self._editorial, self._clock, tls=ssl.create_default_context())
        try:
            for each in steps:
                self.reports.append(await self._poll(pipeline, each))
            await pipeline.publish()
        finally:
            await pipeline.close()

    async def _poll(self, pipeline: Pipeline, step: Step) -> PollReport:
        self._clock.moment = step.at
        told = self.told[step.source]
        served = self._edit(step.body, told.counts["documents"])
        plain, edited = items(step.body), items(served)
        guid_of = {each.link: each.guid for each in plain}
        for one, other in zip(plain, edited, strict=True):  # in another order they keep their addresses
            self._guid_at[other.link] = guid_of.get(other.link, one.guid)
        told.hear(step.body)
        self._bodies[step.source] = served
        return await pipeline.poll(self._editorial.configuration.sources[step.source])

    def _look(self) -> None:
        """Nothing is published twice, and every id and date that was minted stands."""
        document = Path(self._editorial.configuration.output, f"feeds/{FEED.id}.json")
        published = json.loads(document.read_bytes())["items"]
        assert len({each["id"] for each in published}) == len(published)
        for each in published:
            self.shown[self._guid_at[each["url"]]].add(each["id"])
        minted = {each.public_id: (each.id, each.published.isoformat()) for each in self.articles()}
        assert self._minted.items() <= minted.items(), "an id or a date changed, or an article is gone"
        assert {each["id"] for each in published} <= minted.keys()
        self._minted = minted

    # --- what came of it -------------------------------------------------------------------------------------------

    def articles(self) -> list[Article]:
        """All articles held."""
        store = open_store(self._editorial.configuration.store)
        try:
            return [held.article for held in store.articles(since=_EPOCH)]
        finally:
            store.close()

    def by_guid(self, source: str) -> Mapping[str, Sequence[Article]]:
        """The publisher's own id → the articles that we made of what it wrote under it, told by their addresses."""
        found: dict[str, list[Article]] = defaultdict(list)
        for each in self.articles():
            if each.source == source:
                found[self._guid_at[each.link or ""]].append(each)
        return found
