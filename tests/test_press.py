"""The press: what is dirty is published, what is not costs nothing, and what may not be shown any more is withdrawn."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest

from syndicator import press
from syndicator.bootstrap import load_editorial, open_pipeline
from syndicator.model.feed import Feed
from syndicator.pipeline import Pipeline
from syndicator.publish.output import FolderOutput
from tests.test_pipeline import Newsroom, Press, item

T = TypeVar("T")
LATER = "Deans in France and Italy agreed on medical education: students of medicine will spend a term abroad."
SIGNED = "Medical universities sign agreement"


@pytest.fixture
def newsroom(tmp_path: Path) -> Iterator[Newsroom]:
    with Press() as server:
        yield Newsroom(tmp_path, server)


def with_pipeline(newsroom: Newsroom, work: Callable[[Pipeline], Awaitable[T]]) -> T:
    """What *work* returns on a pipeline that has adopted the configuration."""

    async def run() -> T:
        pipeline = open_pipeline(newsroom.editorial)
        try:
            await pipeline.adopt(newsroom.editorial)
            return await work(pipeline)
        finally:
            await pipeline.close()

    return asyncio.run(run())


def edit(newsroom: Newsroom, file: str, pattern: str, replacement: str) -> None:
    """Change a configuration file and load it anew."""
    path = newsroom.folder / file
    text, count = re.subn(pattern, replacement, path.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert count
    path.write_text(text, encoding="utf-8")
    newsroom.editorial = load_editorial(newsroom.folder / "config")


def documents(newsroom: Newsroom, folder: str) -> set[str]:
    return {path.name for path in (newsroom.folder / "public" / folder).rglob("*") if path.is_file()}


def test_a_feed_that_is_defined_no_more_is_withdrawn(newsroom: Newsroom) -> None:
    """Its documents and pages go, the other feeds and the first page stay."""
    newsroom.press.documents["a"] = item("1", SIGNED)
    newsroom.poll("a")
    (newsroom.folder / "feeds/medical-education.yaml").unlink()
    newsroom.editorial = load_editorial(newsroom.folder / "config")
    with_pipeline(newsroom, lambda pipeline: pipeline.publish())
    left = {file.stem for file in (newsroom.folder / "feeds").glob("*.yaml")}
    assert {name.split(".")[0] for name in documents(newsroom, "feeds")} == left
    assert not (newsroom.folder / "public/topics/medical-education/en.html").exists()
    assert (newsroom.folder / "public/topics/international-cooperation/en.html").exists()
    assert len(documents(newsroom, "stories")) == 1
    assert "medical-education" not in (newsroom.folder / "public/index.html").read_text(encoding="utf-8")


def test_the_last_feed_is_withdrawn_like_any_other(newsroom: Newsroom) -> None:
    """Nothing is due then, and the site is put right all the same."""
    newsroom.press.documents["a"] = item("1", SIGNED)
    newsroom.poll("a")
    for file in (newsroom.folder / "feeds").glob("*.yaml"):
        file.unlink()
    newsroom.editorial = load_editorial(newsroom.folder / "config")
    with_pipeline(newsroom, lambda pipeline: pipeline.publish())
    assert documents(newsroom, "feeds") == set()
    assert documents(newsroom, "stories") == set()


def test_stories_of_a_source_switched_off_are_withdrawn(newsroom: Newsroom) -> None:
    """The operator, or the publisher, does not want them shown any more."""
    newsroom.press.documents["a"] = item("1", SIGNED)
    newsroom.poll("a")
    assert len(documents(newsroom, "stories")) == 1
    edit(newsroom, "config/sources/journey.yaml", "id: a,", "id: a, enabled: false, reason: asked to,")
    with_pipeline(newsroom, lambda pipeline: pipeline.publish())
    assert newsroom.items() == []
    assert documents(newsroom, "stories") == set()


def test_a_story_of_the_past_shows_no_more_than_its_source_allows_now(newsroom: Newsroom) -> None:
    """It has left every feed, and its page stays for those who have its address, within the rights of today."""
    for feed in ("medical-education", "international-cooperation"):
        edit(newsroom, f"feeds/{feed}.yaml", "(?m)^window:.*?(?=^[a-z])", "window: {entries: 1, hours: 0}\n")
    newsroom.press.documents["a"] = item("1", "Medical universities of the past sign agreement")
    newsroom.poll("a")
    later = item("2", "Medical schools of Paris and Rome sign memorandum", LATER)
    newsroom.press.documents["a"] = later.replace("Fri, 01 May", "Sat, 02 May")
    newsroom.poll("a")
    pages = newsroom.folder / "public/stories"
    past = next(each for each in pages.iterdir() if "of the past" in each.read_text(encoding="utf-8"))
    assert "rectors" in past.read_text(encoding="utf-8")
    edit(newsroom, "config/sources/journey.yaml", "republish: full", "republish: headline")
    with_pipeline(newsroom, lambda pipeline: pipeline.publish())
    page = past.read_text(encoding="utf-8")
    assert "of the past" in page
    assert "rectors" not in page


def test_only_what_is_dirty_is_made_again(newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    """Forty quiet feeds cost nothing when one changes."""
    newsroom.press.documents["a"] = item("1", SIGNED)
    newsroom.poll("a")
    made: list[str] = []
    editions = press.editions

    def counted(*arguments: object) -> list[Feed]:
        feeds = editions(*arguments)  # type: ignore[arg-type]
        made.append(feeds[0].definition.id)
        return feeds

    monkeypatch.setattr(press, "editions", counted)

    async def twice(pipeline: Pipeline) -> list[str]:
        await pipeline.publish()
        made.clear()
        pipeline.store.mark_dirty(["medical-education"])
        reports = await pipeline.publish()
        assert await pipeline.publish() == []
        return [report.feed for report in reports]

    assert with_pipeline(newsroom, twice) == ["medical-education", "(site)"]
    assert made == ["medical-education"]


def test_feeds_published_alone_do_not_lose_the_others_pages(newsroom: Newsroom) -> None:
    """A feed published by name; the site shows all."""
    newsroom.press.documents["a"] = item("1", SIGNED)
    newsroom.poll("a")
    with_pipeline(newsroom, lambda pipeline: pipeline.publish(["medical-education"]))
    page = (newsroom.folder / "public/index.html").read_text(encoding="utf-8")
    assert page.count(SIGNED) >= 2


@pytest.mark.parametrize("place", ["index.html", "stories/"])
def test_what_the_system_refuses_to_write_stays_owed(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    """The report says so, and the next publication tries again."""
    newsroom.press.documents["a"] = item("1", SIGNED)
    newsroom.poll("a")
    write = FolderOutput.write

    def refusing(output: FolderOutput, path: str, data: bytes) -> bool:
        if path.startswith(place):
            raise OSError(28, "No space left on device")
        return write(output, path, data)

    monkeypatch.setattr(FolderOutput, "write", refusing)

    async def owed(pipeline: Pipeline) -> tuple[bool, set[str]]:
        reports = await pipeline.publish()
        return reports[-1].refused, set(pipeline.store.dirty())

    every = {file.stem for file in (newsroom.folder / "feeds").glob("*.yaml")}
    assert with_pipeline(newsroom, owed) == (True, every)
    monkeypatch.undo()
    assert with_pipeline(newsroom, owed) == (False, set())


def test_a_past_that_cannot_be_put_right_is_tried_again(newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    """Withdrawal does not count as done before it is."""
    newsroom.press.documents["a"] = item("1", SIGNED)
    newsroom.poll("a")
    edit(newsroom, "config/sources/journey.yaml", "id: a,", "id: a, enabled: false, reason: asked to,")
    refusals = iter((True, False))

    async def attempts(pipeline: Pipeline) -> list[bool]:
        return [any(report.refused for report in await pipeline.publish()) for _ in range(2)]

    def refusing(output: FolderOutput, path: str) -> None:
        if next(refusals, False):
            raise OSError(30, "Read-only file system")
        return remove(output, path)

    remove = FolderOutput.remove
    monkeypatch.setattr(FolderOutput, "remove", refusing)
    assert with_pipeline(newsroom, attempts) == [True, False]
    assert documents(newsroom, "stories") == set()
