"""Edited rules and the past: what moves, what stays, and that a kill harms nothing."""

from __future__ import annotations

import asyncio
import json
import random
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from syndicator.model.retagging import Retagging
from syndicator.model.topic import Tagged
from syndicator.pipeline import Pipeline
from syndicator.schedule import Scheduler
from syndicator.tag import counted, tag, totals
from tests.archive import NOW, Archive, editorial, expected, retag_until_killed
from tests.store.samples import batch, decision
from tests.store.test_kill import kill, start

LIVE, EDITED = editorial(x="a", y="a"), editorial(x="b", y="a or b")
YEAR = (NOW - timedelta(days=365)).replace(hour=0, minute=0, second=0)


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(f"sqlite:///{tmp_path}/archive.db", tmp_path)


@pytest.fixture
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("syndicator.pipeline._RETAG_CHUNK", 10)
    monkeypatch.setattr("syndicator.pipeline._CHUNKS_AT_ONCE", 2)


def items(archive: Archive, feed: str = "x") -> dict[str, Any]:
    document = json.loads((archive.folder / f"public/feeds/{feed}.json").read_bytes())
    return {item["id"]: item for item in document["items"]}


def finds(archive: Archive) -> Mapping[str, Mapping[str, Counter[str]]]:
    store = archive.open()
    try:
        return totals(store.coverage())
    finally:
        store.close()


# --- what moves, and what stays --------------------------------------------------------------------------------------


def test_an_edited_rule_is_applied_to_the_topics_that_were_named(archive: Archive) -> None:
    """The rule of another feed, edited as well, waits for its own turn."""
    made = archive.fill(24, LIVE)
    assert archive.retag(EDITED, ["x"], YEAR) == 24
    assert archive.tags() == expected(made, editorial(x="b", y="a"))
    assert archive.retag(EDITED, ["y"], YEAR) == 24
    assert archive.tags() == expected(made, EDITED)
    store = archive.open()
    assert (store.topic_versions(), store.retagging()) == ({"x": "b", "y": "a or b"}, None)
    store.close()


def test_what_came_before_keeps_its_tags(archive: Archive) -> None:
    """And the next start does not tag it all the same: the operator has chosen."""
    made = archive.fill(24, LIVE)
    since = NOW - timedelta(hours=8)
    edited = editorial(x="b", y="a")
    assert archive.retag(edited, ["x"], since) == 8
    asyncio.run(archive.do(edited, lambda pipeline: pipeline.adopt(edited)))
    assert archive.tags() == expected(made[:16], LIVE) | expected(made[16:], edited)


def test_what_is_published_keeps_id_and_dates_and_what_enters_stands_at_its_own_date(archive: Archive) -> None:
    """Nothing old appears at the top as if it were news; documents whose content is the same are not written."""
    wider = editorial(x="a or b", y="a")
    made = archive.fill(60, LIVE)
    asyncio.run(archive.do(LIVE, lambda pipeline: pipeline.publish()))
    before, unchanged = items(archive), (archive.folder / "public/feeds/y.json").stat().st_mtime_ns
    archive.retag(wider, ["x"], YEAR)
    after = items(archive)
    dated = {each.public_id: each.published for each in made}
    assert len(after) > len(before.keys() & after.keys()) > 0
    for name, item in after.items():
        assert datetime.fromisoformat(item["date_published"]) == dated[name]
        assert item == before.get(name, item)
    moments = [item["date_published"] for item in after.values()]
    assert moments == sorted(moments, reverse=True)
    assert (archive.folder / "public/feeds/y.json").stat().st_mtime_ns == unchanged


def test_an_old_article_that_enters_a_full_feed_is_not_announced(archive: Archive) -> None:
    """Its place by date lies below the window: subscribers are not flooded with the past."""
    archive.fill(200, LIVE)
    asyncio.run(archive.do(LIVE, lambda pipeline: pipeline.publish()))
    store = archive.open()
    old = archive.article(200, NOW - timedelta(days=200), text="It says delta beta.", language="en")
    store.apply(batch([decision(old)], tagged={}, at=NOW))
    store.close()
    archive.retag(editorial(x="a or b", y="a"), ["x"], YEAR)
    assert archive.tags()[old.id] == {"x": "a or b"}
    assert old.public_id not in items(archive)


def test_topics_that_are_defined_no_more_lose_their_tags(archive: Archive) -> None:
    """When the configuration is adopted; the tags of the others are left alone."""
    made = archive.fill(12, LIVE)
    fewer = editorial(y="a")
    assert asyncio.run(archive.do(fewer, lambda pipeline: pipeline.adopt(fewer))) == 12
    assert archive.tags() == expected(made, fewer)
    assert set(finds(archive)) == {"y"}


# --- kills and restarts ----------------------------------------------------------------------------------------------


class StoppedError(Exception):
    """Stands for whatever ends a run."""


@pytest.mark.usefixtures("small_batches")
def test_what_was_interrupted_goes_on_where_it_was(archive: Archive) -> None:
    """A restart of the service, or the same command again: batches that are done are not done twice."""
    made, edited = archive.fill(45, LIVE), editorial(x="b", y="a")

    def stop(reached: Retagging) -> None:
        if reached.done >= 20:
            raise StoppedError

    with pytest.raises(StoppedError):
        archive.retag(edited, ["x"], YEAR, heard=stop)
    assert archive.tags() == expected(made[:20], edited) | expected(made[20:], LIVE)
    assert not (archive.folder / "public/feeds").exists(), "documents follow when all is done"
    assert archive.retag(edited, ["x"], YEAR) == 25
    assert archive.tags() == expected(made, edited)
    with pytest.raises(StoppedError):
        archive.retag(LIVE, ["x"], YEAR, heard=stop)
    assert asyncio.run(archive.do(LIVE, lambda pipeline: pipeline.adopt(LIVE))) == 25
    assert archive.tags() == expected(made, LIVE)


@pytest.mark.usefixtures("small_batches")
def test_what_was_left_of_another_rule_is_begun_anew(archive: Archive) -> None:
    """Half of an edit that was edited once more is no start."""
    made = archive.fill(30, LIVE)

    def stop(reached: Retagging) -> None:
        raise StoppedError

    with pytest.raises(StoppedError):
        archive.retag(editorial(x="b", y="a"), ["x"], YEAR, heard=stop)
    third = editorial(x="a and b", y="a")
    assert archive.retag(third, ["x"], YEAR) == 30
    assert archive.tags() == expected(made, third)
    assert finds(archive)["x"]["en"] == {"seen": 15, "tagged": 7, "near": 8}


def test_a_killed_process_loses_and_counts_nothing_twice(archive: Archive) -> None:
    """kill -9 at random, until it comes to the end: every tag and every number of the ledger is right."""
    live, edited = editorial(x="a"), editorial(x="b")
    made = archive.fill(3000, live, step=timedelta(minutes=10))
    chance, kills, reached, before = random.Random(6), 0, 0, 0
    while reached >= 0:
        child, ours = start(retag_until_killed, archive.address)
        reached, patience = ours.recv(), chance.randrange(1, 4)
        assert reached == -1 or reached > before
        for _ in range(patience):
            if reached >= 0:
                before = reached
                reached = ours.recv()
        kills += reached >= 0
        kill(child, ours)
    assert kills >= 3
    assert archive.tags() == expected(made, edited)
    wanted = Counter(each.language for each in made), expected(made, edited)
    by_language = Counter(each.language for each in made if wanted[1][each.id])
    assert {language: (n["seen"], n["tagged"]) for language, n in finds(archive)["x"].items()} == {
        language: (wanted[0][language], by_language[language]) for language in ("en", "ru")
    }


# --- beside a running service ----------------------------------------------------------------------------------------


@pytest.fixture
def service(archive: Archive) -> Iterator[Pipeline]:
    archive.fill(45, LIVE)
    pipeline = archive.pipeline(LIVE)
    yield pipeline
    asyncio.run(pipeline.close())


def until_done(pipeline: Pipeline) -> None:
    """Tick until nothing is left to be tagged anew."""

    async def run() -> None:
        scheduler = Scheduler(pipeline, elapsed=lambda: 0.0)
        await scheduler.start()
        async with asyncio.timeout(20):
            while pipeline.store.retagging() or pipeline.store.dirty():
                await asyncio.sleep(0.02)
        await scheduler.stop()

    asyncio.run(run())


@pytest.mark.usefixtures("small_batches")
def test_the_service_does_what_another_process_asked_for(archive: Archive, service: Pipeline) -> None:
    """In its own lane, in parts, with its own rules; the feed follows."""
    asked = archive.open()
    asked.retag({f"id-{number:06}": Tagged() for number in range(45)})
    asked.request_retagging(Retagging({"x": "a"}, YEAR, NOW))
    until_done(service)
    asked.close()
    tags = archive.tags()
    assert {name for name, found in tags.items() if found} == {f"id-{n:06}" for n in range(45) if n % 4 in (0, 2)}
    assert all(found.keys() <= {"x"} for found in tags.values()), "y was not asked for"
    assert items(archive)


def test_the_service_forgets_what_was_asked_for_of_other_rules(archive: Archive, service: Pipeline) -> None:
    """They are not its own: whoever edits them brings them to it by its files."""
    before = archive.tags()
    service.store.request_retagging(Retagging({"x": "b"}, YEAR, NOW))
    until_done(service)
    assert archive.tags() == before
    assert service.store.topic_versions() == {"x": "a", "y": "a"}


@pytest.mark.usefixtures("small_batches")
def test_a_fault_in_tagging_anew_is_told_and_tried_again(
    archive: Archive, service: Pipeline, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The ticks go on."""
    sound, faults = service.store.page, iter([OSError("disk"), OSError("disk")])

    def page(**more: Any) -> Any:
        for fault in faults:
            raise fault
        return sound(**more)

    monkeypatch.setattr(service.store, "page", page)
    service.store.request_retagging(Retagging({"x": "a"}, YEAR, NOW))
    until_done(service)
    assert caplog.text.count("tagging anew failed") == 2
    assert service.store.retagging() is None


# --- the ledger ------------------------------------------------------------------------------------------------------


def test_articles_that_come_meanwhile_are_counted_once(archive: Archive) -> None:
    """By the poll that brought them, not by the work that goes through the past."""
    archive.fill(20, LIVE)
    edited = editorial(x="b", y="a")
    archive.moment = NOW + timedelta(minutes=1)
    made = [archive.article(number, archive.moment) for number in (21, 22)]
    store = archive.open()
    store.begin_retagging(Retagging({"x": "b"}, YEAR, NOW, after="id-000003", done=4))
    found = {each.id: tag(each, edited.compiled) for each in made}
    rows = counted([(each, found[each.id]) for each in made], ["x"])
    store.apply(batch([decision(each) for each in made], tagged=found, at=archive.moment, coverage=rows))
    store.close()
    assert archive.retag(edited, ["x"], YEAR) == 18
    seen = sum(counts["seen"] for counts in finds(archive)["x"].values())
    assert seen == 18, "the four that were done before are not in this ledger, the two that came are, once"
