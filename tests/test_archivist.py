"""The archivist: whoever walks back from a feed through its archives meets every entry, through months of news."""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from syndicator.archivist import KEYS
from syndicator.model.report import PublishReport
from syndicator.model.ruling import Ruling, RulingKind
from syndicator.model.verdict import Decision, VerdictKind
from syndicator.model.withdrawal import Withdrawal, WithdrawnBy
from syndicator.pipeline import Editorial, Pipeline
from syndicator.publish.archive import read_manifest
from syndicator.tag import tag
from tests.archive import Archive, editorial
from tests.store.samples import batch, decision

MONTHS = [datetime(2026, month, 3, tzinfo=UTC) for month in (8, 9, 11)]
LIVE = editorial(a="a")
EACH = 60
"""Articles in a month; half of them say what the feed is about, and twenty fit into it."""


class Office:
    """A newsroom that lives through months."""

    def __init__(self, folder: Path) -> None:
        self.past = Archive(f"sqlite:///{folder / 'store.db'}", folder)
        self.public = folder / "public"

    def publish(self, of: Editorial = LIVE) -> list[PublishReport]:
        return list(asyncio.run(self.past.do(of, lambda pipeline: pipeline.publish(["a"], accept_shrink=True))))

    def month(self, number: int) -> None:
        """What comes in a month, published in three parts."""
        for part in range(3):
            moment = self.past.moment = MONTHS[number] + timedelta(days=part)
            names = range(number * EACH + part * 20, number * EACH + part * 20 + 20)
            made = [self.past.article(each, moment - timedelta(minutes=each % 20)) for each in names]
            store = self.past.open()
            tagged = {each.id: tag(each, LIVE.compiled) for each in made}
            store.apply(batch([decision(each) for each in made], tagged=tagged, at=moment, dirty=frozenset({"a"})))
            store.close()
            assert not any(each.held for each in self.publish())

    def told(self, path: str) -> dict[str, Any]:
        """A document as JSON."""
        found: dict[str, Any] = json.loads((self.public / path).read_bytes())
        return found

    def walk(self) -> Iterator[str]:
        """The ids of every document on the way back, each document's in order."""
        path = "feeds/a.json"
        while path:
            told = self.told(path)
            yield from (each["id"] for each in told["items"])
            path = str(told.get("next_url", "")).partition("8000/")[2]

    def archives(self) -> dict[str, bytes]:
        return {each.name: each.read_bytes() for each in (self.public / "feeds/a/archive").glob("2*.*")}


@pytest.fixture
def office(tmp_path: Path) -> Office:
    made = Office(tmp_path)
    for number in range(3):
        made.month(number)
    return made


def test_whoever_walks_back_meets_every_entry(office: Office) -> None:
    """Those that have left the feed, too; none stands in two archives."""
    store = office.past.open()
    wanted = {
        each.article.public_id
        for each in store.articles(since=datetime.min.replace(tzinfo=UTC))
        if each.tagged.has("a")
    }
    store.close()
    assert len(wanted) == 90
    assert set(office.walk()) == wanted
    archived = [
        each["id"]
        for name in sorted(office.archives())
        if name.endswith("json")
        for each in office.told(f"feeds/a/archive/{name}")["items"]
    ]
    assert len(archived) == len(set(archived)) == 90
    assert sorted(office.archives()) == [
        f"2026-{month}.{each}" for month in ("08", "09", "11") for each in ("atom", "json", "rss")
    ]


def test_a_closed_archive_stays_as_it_is_and_an_open_one_grows(office: Office) -> None:
    """Byte for byte; a further publication writes nothing."""
    before = office.archives()
    office.past.moment += timedelta(days=40)
    office.publish()
    assert office.archives() == before
    office.publish()
    assert office.archives() == before


def test_the_manifest_vouches_for_every_document(office: Office) -> None:
    """By hash; and the key by which it is signed is published."""
    manifest = read_manifest((office.public / "feeds/a/archive/manifest.json").read_bytes())
    assert {month: each.closed for month, each in manifest.months.items()} == {
        "2026-08": True, "2026-09": True, "2026-10": True, "2026-11": False,
    }  # fmt: skip
    hashes = {path: value for each in manifest.months.values() for path, value in each.documents.items()}
    assert hashes == {
        f"feeds/a/archive/{name}": hashlib.sha256(data).hexdigest() for name, data in office.archives().items()
    }
    assert office.told(KEYS)["keys"]


def test_what_is_withdrawn_leaves_closed_archives(office: Office) -> None:
    """The others stay as they were; so it is when its source may not be shown any more."""
    before = office.archives()
    name = "id-000000"
    store = office.past.open()
    taken = Withdrawal(office.past.moment, WithdrawnBy.EDITOR)
    store.withdraw({name: taken}, ["a"])
    store.close()
    office.publish()
    after = office.archives()
    assert {each for each in before if before[each] != after[each]} == {
        f"2026-08.{each}" for each in ("atom", "json", "rss")
    }
    assert name not in after["2026-08.json"].decode()
    manifest = read_manifest((office.public / "feeds/a/archive/manifest.json").read_bytes())
    assert manifest.months["2026-08"].withdrawn == 1
    sources = {key: replace(each, enabled=False) for key, each in LIVE.configuration.sources.items()}
    office.publish(replace(LIVE, configuration=replace(LIVE.configuration, sources=sources)))
    [stub] = office.told("feeds/a.json")["items"]
    assert (stub["title"], list(office.walk())) == ("Withdrawn", [stub["id"]])


def test_what_an_editor_drops_leaves_closed_archives(office: Office) -> None:
    """And comes back when that is undone; what is held back leaves, and what is released is there again."""
    before, name = office.archives(), "id-000000"
    for kind, undone, gone in (
        (RulingKind.DROP, False, True),
        (RulingKind.DROP, True, False),
        (RulingKind.HOLD, False, True),
        (RulingKind.RELEASE, False, False),
    ):
        store = office.past.open()
        store.decide([Ruling(office.past.moment, "a", kind, article=name, undone=undone)])
        store.close()
        office.publish()
        after = office.archives()
        assert (name not in after["2026-08.json"].decode()) is gone
        assert after["2026-09.json"] == before["2026-09.json"]
        assert (after == before) is not gone


def test_an_open_archive_is_made_anew_when_something_it_lacks_leaves_the_feed(office: Office) -> None:
    """And not before; whoever walks back meets everything all the time, and an entry that changed is another there."""
    archive = office.public / "feeds/a/archive/2026-11.json"

    async def live(pipeline: Pipeline) -> list[bool]:
        made = []
        for number in range(500, 560, 2):  # every one of them is about it
            office.past.moment += timedelta(hours=3)
            before = archive.read_bytes()
            fresh = decision(office.past.article(number, office.past.moment))
            await publish_after(pipeline, fresh)
            made.append(archive.read_bytes() != before)
            assert fresh.article.public_id in set(office.walk())
        assert len(set(office.walk())) == 90 + 30
        in_both = [each for each in ids("feeds/a.json") if each in ids("feeds/a/archive/2026-11.json")]
        held = pipeline.store.find(in_both[0])
        assert held is not None
        await publish_after(pipeline, decision(replace(held.article, title="Another title"), VerdictKind.UPDATE))
        assert "Another title" in archive.read_text("utf-8")
        return made

    async def publish_after(pipeline: Pipeline, made: Decision) -> None:
        tagged = {made.article.id: tag(made.article, LIVE.compiled)}
        pipeline.store.apply(batch([made], tagged=tagged, at=office.past.moment, dirty=frozenset({"a"})))
        await pipeline.publish()

    def ids(path: str) -> list[str]:
        return [each["id"] for each in office.told(path)["items"]]

    made = asyncio.run(office.past.do(LIVE, live))
    assert made[0]
    assert 1 <= sum(made[1:]) <= 2


def test_a_lost_manifest_is_made_anew(office: Office) -> None:
    """From what the store remembers, as it was."""
    path = office.public / "feeds/a/archive/manifest.json"
    before, documents = path.read_bytes(), office.archives()
    path.write_bytes(b"{")
    office.publish()
    assert (path.read_bytes(), office.archives()) == (before, documents)


def test_an_archive_that_cannot_be_written_is_told_and_tried_again(office: Office) -> None:
    """The feed itself is published all the same."""
    (office.public / "feeds/a/archive/2026-11.atom").unlink()
    (office.public / "feeds/a/archive/2026-11.atom").mkdir()
    office.past.moment = MONTHS[2] + timedelta(days=9)
    store = office.past.open()
    fresh = office.past.article(400, office.past.moment)
    tagged = {fresh.id: tag(fresh, LIVE.compiled)}
    store.apply(batch([decision(fresh)], tagged=tagged, at=office.past.moment, dirty=frozenset({"a"})))
    store.close()
    [report, _] = office.publish()
    assert "no archive" in report.held
    assert fresh.public_id in [each["id"] for each in office.told("feeds/a.json")["items"]]
    (office.public / "feeds/a/archive/2026-11.atom").rmdir()
    assert not any(each.held for each in office.publish())
    assert fresh.public_id in set(office.walk())


def test_a_feed_says_farewell_when_its_last_day_has_come_and_is_gone_a_month_later(office: Office) -> None:
    """Of itself, whether anything is told in it or not; a day to come is no news."""
    last = office.past.moment.date() + timedelta(days=5)
    feed = replace(LIVE.configuration.feeds["a"], ended=last)
    ending = replace(LIVE, configuration=replace(LIVE.configuration, feeds={"a": feed}))

    async def live(pipeline: Pipeline) -> list[str]:
        told: list[str] = []
        for days in (0, 5, 5, 25):
            office.past.moment += timedelta(days=days)
            await pipeline.publish(["a"] if not told else None)
            told.append(office.told("feeds/a.json")["items"][0]["title"])
        office.past.moment += timedelta(days=1)
        await pipeline.publish()
        return told

    titles = asyncio.run(office.past.do(ending, live))
    assert titles[0] != "This feed has ended"
    assert titles[1:] == ["This feed has ended"] * 3
    assert [path for path in office.public.rglob("*") if "feeds/a" in str(path) and path.is_file()] == []
