"""The press: what is dirty is published, what is not costs nothing, and what may not be shown any more is withdrawn."""

from __future__ import annotations

import asyncio
import errno
import re
from collections.abc import Awaitable, Callable, Collection, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

import pytest

from syndicator import press
from syndicator.bootstrap import load_editorial, open_pipeline
from syndicator.model.article import SafeHtml
from syndicator.model.feed import Feed
from syndicator.model.ruling import Ruling, RulingKind
from syndicator.model.source import SourceState
from syndicator.model.story import Bond, ChangeKind, Guard, Standing, StoryChange
from syndicator.model.verdict import Decision, Verdict, VerdictKind
from syndicator.model.withdrawal import Withdrawal, WithdrawnBy
from syndicator.pipeline import Pipeline
from syndicator.ports import Batch, Store
from syndicator.publish.moving import destination
from syndicator.publish.output import FolderOutput
from syndicator.store.sqlstore import SqlStore
from tests.test_pipeline import Newsroom, Press, item

T = TypeVar("T")
MOMENT = datetime(2026, 5, 3, tzinfo=UTC)
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
    found = (newsroom.folder / "public" / folder).rglob("*")
    return {path.name for path in found if path.is_file() and path.parent.name != "archive"}


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


def test_a_feed_that_is_renamed_goes_on_where_it_was(newsroom: Newsroom) -> None:
    """What stood for a story still does, editors are still obeyed, and what was withdrawn is still told."""
    newsroom.press.documents["a"] = "".join(
        (
            item("1", SIGNED),
            item("2", "Medical students of Paris and Rome spend a term abroad", LATER),
            item("3", "Medical schools of Oslo train nurses", "The medical schools of Oslo and Bergen agreed."),
        )
    )
    newsroom.poll("a")
    first, second, third = sorted(newsroom.items(), key=lambda each: each["url"])

    async def decide(pipeline: Pipeline) -> None:
        held = {each["id"]: pipeline.store.find(each["id"]) for each in (first, second, third)}
        ids = {name: each.article.id for name, each in held.items() if each}
        made = Ruling(MOMENT, "medical-education", RulingKind.RETITLE, article=ids[first["id"]], title="Retitled")
        pipeline.store.decide([made, Ruling(MOMENT, "medical-education", RulingKind.DROP, article=ids[second["id"]])])
        pipeline.store.withdraw({ids[third["id"]]: Withdrawal(datetime.now(UTC), WithdrawnBy.EDITOR)}, [])
        await pipeline.publish()

    with_pipeline(newsroom, decide)
    before = newsroom.items()
    assert [each["title"] for each in before] == ["Retitled", "Withdrawn"]
    feeds = newsroom.folder / "feeds"
    text = (feeds / "medical-education.yaml").read_text(encoding="utf-8")
    (feeds / "medical-education.yaml").unlink()
    (feeds / "doctors.yaml").write_text(f"formerly: [medical-education]\n{text}", encoding="utf-8")
    newsroom.editorial = load_editorial(newsroom.folder / "config")
    with_pipeline(newsroom, lambda pipeline: pipeline.publish())
    after = newsroom.items("doctors")
    assert [(each["id"], each["title"]) for each in after] == [(each["id"], each["title"]) for each in before]
    archives = newsroom.folder / "public/feeds/doctors/archive"
    assert any(first["id"] in path.read_text(encoding="utf-8") for path in archives.glob("2*.json"))


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


# --- stories that change ---------------------------------------------------------------------------------------------


TERM = "Deans agree on a term abroad for medical students"


def with_two_stories(newsroom: Newsroom) -> list[str]:
    """Two events of a week in one feed; their ids, that of the signed agreement first."""
    newsroom.press.documents["a"] = item("1", SIGNED) + item("2", TERM, LATER).replace("Fri, 01 May", "Sat, 02 May")
    newsroom.poll("a")
    ordered = with_pipeline(newsroom, lambda pipeline: asyncio.to_thread(stories_of, pipeline.store))
    assert len(set(ordered)) == 2
    return ordered


def stories_of(store: Store) -> list[str]:
    return [held.story for number in (1, 2) if (held := store.find(f"https://news.example/{number}"))]


def page_of(newsroom: Newsroom, story: str) -> bytes:
    return (newsroom.folder / f"public/stories/{story}.html").read_bytes()


def change(newsroom: Newsroom, *changes: StoryChange, feeds: Collection[str] = ("medical-education",)) -> None:
    """What an editor decides, published."""

    async def work(pipeline: Pipeline) -> None:
        pipeline.store.change_stories(changes, feeds)
        await pipeline.publish()
        assert pipeline.store.story_pages_owed() == {}

    with_pipeline(newsroom, work)


def test_the_page_of_a_story_leads_to_the_one_it_was_merged_into(newsroom: Newsroom) -> None:
    """It names the articles of both; split again, both have pages, and the old address stays what it was."""
    one, two = with_two_stories(newsroom)
    change(newsroom, StoryChange(MOMENT, ChangeKind.MERGED, one, two))
    assert destination(page_of(newsroom, two)) == f"/stories/{one}"
    assert TERM.encode() in page_of(newsroom, one)
    assert len(newsroom.items()) == 1
    change(newsroom, StoryChange(MOMENT, ChangeKind.SPLIT, one, "fresh", articles=(two,)))
    assert TERM.encode() not in page_of(newsroom, one)
    assert TERM.encode() in page_of(newsroom, "fresh")
    assert destination(page_of(newsroom, two)) == f"/stories/{one}"
    assert {each["_syndicator"]["story"].rpartition("/")[2] for each in newsroom.items()} == {one, "fresh"}


def test_pages_of_stories_that_no_feed_tells_follow_too(newsroom: Newsroom) -> None:
    """They have left every feed, and people know their addresses; also when no feed is due."""
    for feed in ("medical-education", "international-cooperation"):
        edit(newsroom, f"feeds/{feed}.yaml", "(?m)^window:.*?(?=^[a-z])", "window: {entries: 1, hours: 0}\n")
    newsroom.press.documents["a"] = item("1", SIGNED)
    newsroom.poll("a")
    past, other = with_two_stories(newsroom)
    later = item("3", "Doctors of Rome train in Cairo", "Medical students of Rome begin an internship in Cairo.")
    newsroom.press.documents["a"] = later.replace("Fri, 01 May", "Tue, 12 May")
    newsroom.poll("a")
    change(newsroom, StoryChange(MOMENT, ChangeKind.MERGED, past, other), feeds=())
    assert destination(page_of(newsroom, other)) == f"/stories/{past}"
    assert TERM.encode() in page_of(newsroom, past)


def test_pages_that_cannot_be_written_stay_owed(newsroom: Newsroom) -> None:
    """And are made when they can be."""
    one, two = with_two_stories(newsroom)

    async def work(pipeline: Pipeline) -> None:
        await pipeline.publish()
        pipeline.store.change_stories([StoryChange(MOMENT, ChangeKind.MERGED, one, two)], ["medical-education"])
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(FolderOutput, "write", full_disk)
            await pipeline.publish()
        assert list(pipeline.store.story_pages_owed()) == sorted((one, two))
        await pipeline.publish()
        assert pipeline.store.story_pages_owed() == {}

    with_pipeline(newsroom, work)
    assert destination(page_of(newsroom, two)) == f"/stories/{one}"


def test_what_is_published_is_on_the_disk_before(newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    """A power cut takes back no article that anybody has seen (R08)."""
    done: list[str] = []
    settle, write = SqlStore.settle, FolderOutput.write

    def settled(store: SqlStore) -> None:
        settle(store)
        done.append("settled")

    def written(output: FolderOutput, path: str, data: bytes) -> bool:
        done.append("written")
        return write(output, path, data)

    monkeypatch.setattr(SqlStore, "settle", settled)
    monkeypatch.setattr(FolderOutput, "write", written)
    newsroom.press.documents["a"] = item("1", SIGNED)
    newsroom.poll("a")
    assert done.index("settled") < done.index("written")


def full_disk(_output: FolderOutput, _path: str, _data: bytes) -> bool:
    raise OSError(errno.ENOSPC, "No space left on device")


def test_a_suggestion_is_shown_on_pages_and_changes_no_feed(newsroom: Newsroom) -> None:
    """Perhaps also; until an editor says that it is not."""
    one, two = with_two_stories(newsroom)
    feeds = newsroom.folder / "public/feeds"
    before = {path: path.read_bytes() for path in feeds.rglob("*") if path.is_file()}

    async def suggest(pipeline: Pipeline) -> None:
        found = Bond(two, one, Standing.SUGGESTED, 0.4, {"names": 1.0}, Guard.UNLIKELY)
        pipeline.store.apply(Batch(SourceState("a"), at=MOMENT, bonds=(found,)))
        await pipeline.publish(["medical-education"])

    with_pipeline(newsroom, suggest)
    for story, other in ((one, two), (two, one)):
        page = page_of(newsroom, story).decode()
        assert "Perhaps also" in page
        assert f'<a href="/stories/{other}"' in page
    assert {path: path.read_bytes() for path in feeds.rglob("*") if path.is_file()} == before
    decide(newsroom, RulingKind.HOLD, number=2)  # then the other's page names it no more
    assert b"Perhaps also" not in page_of(newsroom, one)
    decide(newsroom, RulingKind.RELEASE, number=2)
    assert b"Perhaps also" in page_of(newsroom, one)
    change(newsroom, StoryChange(MOMENT, ChangeKind.APART, one, two))
    assert b"Perhaps also" not in page_of(newsroom, one) + page_of(newsroom, two)


# --- what editors decide of a feed ---------------------------------------------------------------------------------


def decide(newsroom: Newsroom, *kinds: RulingKind, number: int, only: bool = False) -> None:
    """What an editor decides of the story, or of the article, with this number; published."""

    async def work(pipeline: Pipeline) -> None:
        held = pipeline.store.find(f"https://news.example/{number}")
        assert held
        story, article = (None, held.article.id) if only else (held.story, None)
        pipeline.store.decide([Ruling(MOMENT, "medical-education", kind, story, article) for kind in kinds])
        await pipeline.publish()
        assert pipeline.store.dirty() == {}
        assert pipeline.store.story_pages_owed() == {}

    with_pipeline(newsroom, work)


def test_a_pinned_story_stays_when_others_have_come(newsroom: Newsroom) -> None:
    """The feed looks for it, however old it is, in all editions that it has."""
    edit(newsroom, "feeds/medical-education.yaml", "(?m)^window:.*?(?=^[a-z])", "window: {entries: 1, hours: 0}\n")
    older = "".join(item(str(at), f"Medical school number {at} opens", f"{LATER} {at}") for at in range(3, 8))
    newsroom.press.documents["a"] = older + item("1", SIGNED).replace("Fri, 01 May", "Sun, 03 May")
    newsroom.press.documents["b"] = item("2", TERM, LATER).replace("Fri, 01 May 2026", "Wed, 01 Apr 2026")
    newsroom.poll()
    assert [each["title"] for each in newsroom.items()] == [SIGNED]
    assert TERM not in reach(newsroom)[None]
    decide(newsroom, RulingKind.PIN, number=2)
    for edition in ("", ".en"):
        assert [each["title"] for each in newsroom.items(f"medical-education{edition}")] == [SIGNED, TERM]
    assert {language for language, titles in reach(newsroom).items() if TERM in titles} == {None, "en"}


def reach(newsroom: Newsroom) -> dict[str | None, list[str]]:
    """The titles among which the feed finds its entries, by language."""
    definition = newsroom.editorial.configuration.feeds["medical-education"]

    async def look(pipeline: Pipeline) -> dict[str | None, list[str]]:
        found = press.within_reach(pipeline.store, definition)
        held = pipeline.store.held({name for some in found.values() for name in some})
        return {language: [held[name].article.title for name in some] for language, some in found.items()}

    return with_pipeline(newsroom, look)


def test_texts_are_read_once_as_long_as_articles_stay_as_they_are(newsroom: Newsroom) -> None:
    """What changed is read again, and the rest is the text that was read before."""
    newsroom.press.documents["a"] = item("1", SIGNED) + item("2", TERM, LATER)
    newsroom.poll("a")
    configuration, texts = newsroom.editorial.configuration, press.Texts()

    def shown(store: Store) -> dict[str, str]:
        made = press.editions(configuration, store, configuration.feeds["medical-education"], MOMENT, texts)[0]
        return {entry.title: entry.content or "" for entry in made.entries}

    async def look(pipeline: Pipeline) -> list[dict[str, str]]:
        first, again = shown(pipeline.store), shown(pipeline.store)
        held = pipeline.store.find("https://news.example/1")
        assert held is not None
        edited = replace(held.article, content=SafeHtml("<p>Edited.</p>"))
        update = Verdict(VerdictKind.UPDATE, edited.id)
        decision = Decision(edited, update, held.story, frozenset())
        pipeline.store.apply(Batch(SourceState("a"), (decision,), {edited.id: held.tagged}))
        return [first, again, shown(pipeline.store)]

    first, again, edited = with_pipeline(newsroom, look)
    assert first.keys() == again.keys() == edited.keys() == {SIGNED, TERM}
    assert all(first.values())
    assert all(again[title] is text for title, text in first.items())
    assert edited[SIGNED] == "<p>Edited.</p>"
    assert edited[TERM] is first[TERM]


def test_an_article_that_an_editor_put_into_a_feed_is_published_and_has_a_page(newsroom: Newsroom) -> None:
    """Although nothing else is about it; taken out again, the page goes, too."""
    newsroom.press.documents["a"] = item("1", SIGNED) + item("2", "Rain on the campus", "It rained.")
    newsroom.poll("a")
    assert len(documents(newsroom, "stories")) == 1
    decide(newsroom, RulingKind.INCLUDE, number=2, only=True)
    assert {each["title"] for each in newsroom.items()} == {SIGNED, "Rain on the campus"}
    assert len(documents(newsroom, "stories")) == 2
    decide(newsroom, RulingKind.DROP, number=2)
    assert {each["title"] for each in newsroom.items()} == {SIGNED}
    assert len(documents(newsroom, "stories")) == 1


def test_the_page_of_a_released_story_outlasts_the_feed(newsroom: Newsroom) -> None:
    """What is neither released nor announced has none."""
    for feed in (newsroom.folder / "feeds").glob("*.yaml"):
        if feed.stem != "medical-education":
            feed.unlink()
    window = "review: required\nwindow: {entries: 1, hours: 0}\n"
    edit(newsroom, "feeds/medical-education.yaml", "(?m)^window:.*?(?=^[a-z])", window)
    newsroom.press.documents["a"] = item("1", SIGNED)
    newsroom.poll("a")
    assert (newsroom.items(), documents(newsroom, "stories")) == ([], set())
    decide(newsroom, RulingKind.RELEASE, number=1)
    decide(newsroom, RulingKind.RELEASE, RulingKind.HOLD, number=1)
    assert (newsroom.items(), documents(newsroom, "stories")) == ([], set())
    decide(newsroom, RulingKind.RELEASE, number=1)
    newsroom.press.documents["a"] += item("2", TERM, LATER).replace("Fri, 01 May", "Sun, 03 May")
    newsroom.poll("a")
    assert [each["title"] for each in newsroom.items()] == [SIGNED]
    decide(newsroom, RulingKind.RELEASE, number=2)
    assert [each["title"] for each in newsroom.items()] == [TERM]
    assert len(documents(newsroom, "stories")) == 2


def test_what_was_published_before_a_review_was_required_keeps_its_page(newsroom: Newsroom) -> None:
    """Also when its feed tells it no more: it was announced, so that nobody has to release it."""
    for feed in (newsroom.folder / "feeds").glob("*.yaml"):
        if feed.stem != "medical-education":
            feed.unlink()
    edit(newsroom, "feeds/medical-education.yaml", "(?m)^window:.*?(?=^[a-z])", "window: {entries: 1, hours: 0}\n")
    newsroom.press.documents["a"] = item("1", SIGNED)
    newsroom.poll("a")
    newsroom.press.documents["a"] += item("2", TERM, LATER).replace("Fri, 01 May", "Sun, 03 May")
    newsroom.poll("a")
    edit(newsroom, "feeds/medical-education.yaml", "(?m)^window:", "review: required\nwindow:")
    with_pipeline(newsroom, lambda pipeline: pipeline.publish())
    assert [each["title"] for each in newsroom.items()] == [TERM]
    assert len(documents(newsroom, "stories")) == 2
