"""The corridor from end to end over real ports: HTTP on loopback, a reading child, SQLite, files."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from syndicator.bootstrap import load_editorial, open_pipeline, poll_once
from syndicator.model.report import PollReport
from syndicator.model.source import Health, Outcome, Source, SourceState
from syndicator.normalise import normalise
from syndicator.pipeline import Editorial, Pipeline
from syndicator.ports import Failed, Unchanged
from tests.deduplicate.articles import LONG
from tests.journeys.setting import write_setting
from tests.loopback import Answer, Loopback

TEXT = (
    "The rectors of a medical university in Almaty and a medical school in Haifa signed an agreement on joint training "
    "of doctors, an exchange of medical students and recognition of diplomas. Kazakhstan and Israel have worked "
    "together in medical education for years, the ministry of health of Kazakhstan said after a visit of the "
    "delegation."
)


def item(guid: str, title: str, text: str = TEXT, link: str | None = None) -> str:
    """One RSS item."""
    address = link or f"https://news.example/{guid}"
    return (
        f"<item><title>{title}</title><link>{address}</link><guid isPermaLink='false'>{guid}</guid>"
        f"<description>{text}</description><pubDate>Fri, 01 May 2026 10:00:00 +0000</pubDate></item>"
    )


class Press:
    """Feeds whose items the test writes, served on loopback."""

    def __init__(self) -> None:
        self.documents: dict[str, str] = {}
        self.status = 200
        self._server = Loopback(self._answer)
        self.port = self._server.port

    def _answer(self, path: str, _validator: str | None) -> Answer:
        items = self.documents.get(path, "")
        return self.status, {}, f"<rss version='2.0'><channel><title>t</title>{items}</channel></rss>".encode()

    def __enter__(self) -> Press:
        self._server.__enter__()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.__exit__()


@pytest.fixture
def press() -> Iterator[Press]:
    with Press() as press:
        yield press


class Newsroom:
    """A pipeline over two sources, and what it published."""

    def __init__(self, folder: Path, press: Press) -> None:
        self.folder = folder
        self.press = press
        sources = {name: f"http://127.0.0.1:{press.port}/{name}" for name in ("a", "b")}
        self.editorial = load_editorial(write_setting(folder, sources, port=press.port))

    def poll(self, *names: str) -> dict[str, PollReport]:
        reports: dict[str, PollReport] = {}

        async def once() -> None:
            pipeline = open_pipeline(self.editorial)
            try:
                sources = [self.editorial.configuration.sources[name] for name in names or ("a", "b")]
                for source in sources:  # in this order, so that verdicts do not depend on chance
                    await poll_once(pipeline, [source], on_poll=lambda report: reports.update({report.source: report}))
            finally:
                await pipeline.close()

        asyncio.run(once())
        return reports

    def items(self, feed: str = "medical-education") -> list[dict[str, Any]]:
        document = self.folder / f"public/feeds/{feed}.json"
        return list(json.loads(document.read_bytes())["items"])


@pytest.fixture
def newsroom(tmp_path: Path, press: Press) -> Newsroom:
    return Newsroom(tmp_path, press)


def test_an_entry_becomes_an_entry_of_every_feed_it_belongs_to(newsroom: Newsroom) -> None:
    """From bytes to documents in three formats."""
    newsroom.press.documents["a"] = item("1", "Medical universities sign agreement") + item("2", "Rain", "It rained.")
    report = newsroom.poll("a")["a"]
    assert (report.outcome, report.entries, report.new) == (Outcome.OK, 2, 2)
    for feed in ("medical-education", "international-cooperation"):
        assert [each["title"] for each in newsroom.items(feed)] == ["Medical universities sign agreement"]
        assert (newsroom.folder / f"public/feeds/{feed}.en.atom").exists()


def test_a_reprint_is_folded_into_its_original(newsroom: Newsroom) -> None:
    """The same text at another source is no second entry, and neither is lost."""
    newsroom.press.documents["a"] = item("1", "Medical universities sign agreement")
    newsroom.press.documents["b"] = item("9", "Medical universities sign agreement", link="https://other.example/9")
    reports = newsroom.poll()
    assert reports["b"].duplicates == 1
    assert len(newsroom.items()) == 1
    assert newsroom.items()[0]["url"] == "https://news.example/1"


def test_an_edit_updates_the_entry_and_keeps_its_id_and_date(newsroom: Newsroom) -> None:
    """Subscribers see a change, not a new article."""
    newsroom.press.documents["a"] = item("1", "Medical universities sign agreement")
    newsroom.poll("a")
    before = newsroom.items()[0]
    newsroom.press.documents["a"] = item("1", "Medical universities sign agreement on training of doctors")
    assert newsroom.poll("a")["a"].updated == 1
    after = newsroom.items()[0]
    assert (after["id"], after["date_published"]) == (before["id"], before["date_published"])
    assert after["title"] != before["title"]


def test_an_unchanged_document_changes_nothing(newsroom: Newsroom) -> None:
    """Not one byte of what is published."""
    newsroom.press.documents["a"] = item("1", "Medical universities sign agreement")
    newsroom.poll("a")
    before = {file: file.stat().st_mtime_ns for file in (newsroom.folder / "public").rglob("*") if file.is_file()}
    assert newsroom.poll("a")["a"].outcome is Outcome.NOT_MODIFIED
    assert {file: file.stat().st_mtime_ns for file in before} == before


def test_a_failing_source_keeps_what_was_published_and_is_tried_again(newsroom: Newsroom) -> None:
    """Stale and valid beats fresh and broken; the state tells the operator why."""
    newsroom.press.documents["a"] = item("1", "Medical universities sign agreement")
    newsroom.poll("a")
    newsroom.press.status = 500
    report = newsroom.poll("a")["a"]
    assert report.outcome is Outcome.SERVER_ERROR
    assert report.message
    assert report.next_poll is not None
    assert len(newsroom.items()) == 1


def test_a_fault_of_ours_is_contained_to_its_source(newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    """The report says ``internal``; the validators are dropped, in case they are the poison."""
    newsroom.press.documents["b"] = item("2", "Medical universities sign agreement")

    async def broken(source: Any, *args: Any, **kwargs: Any) -> Any:
        raise KeyError("unforeseen")

    monkeypatch.setattr("syndicator.pipeline.ingest", broken)
    report = newsroom.poll("a")["a"]
    assert (report.outcome, report.message) == (Outcome.INTERNAL, "KeyError: 'unforeseen'")
    monkeypatch.undo()
    assert newsroom.poll("b")["b"].new == 1


def test_a_poll_that_never_ends_is_ended(newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    """No source holds a place for ever."""

    async def endless(*args: Any, **kwargs: Any) -> Any:
        await asyncio.sleep(60)

    monkeypatch.setattr("syndicator.pipeline.ingest", endless)
    monkeypatch.setattr("syndicator.pipeline._POLL_DEADLINE", 0.1)
    assert newsroom.poll("a")["a"].outcome is Outcome.DEADLINE


def test_an_entry_that_raises_costs_only_itself(newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    """The others of its document are accepted."""

    def picky(entry: Any, source: Any, **more: Any) -> Any:
        if entry.guid == "2":
            raise ValueError("poison")
        return normalise(entry, source, **more)

    monkeypatch.setattr("syndicator.pipeline.normalise", picky)
    newsroom.press.documents["a"] = item("1", "Medical universities sign agreement") + item("2", "Poison")
    report = newsroom.poll("a")["a"]
    assert report.new == 1
    assert [(each.title, each.reason.value) for each in report.rejected] == [("Poison", "error")]


def test_a_changed_rule_tags_the_past_anew_and_publishes_it(newsroom: Newsroom) -> None:
    """An operator who edits a rule sees stored articles move, even if the feed shrinks by it."""
    newsroom.press.documents["a"] = "".join(
        item(str(n), f"Medical universities sign agreement {n}", f"{n} {TEXT} {n}" * n) for n in range(1, 7)
    )
    newsroom.poll("a")
    assert len(newsroom.items()) >= 4
    feed = newsroom.folder / "feeds/medical-education.yaml"
    text = feed.read_text(encoding="utf-8")
    head, _, tail = text.partition("rule:")
    rest = tail[tail.index("\nwindow:") :] if "\nwindow:" in tail else "\n"
    feed.write_text(f"{head}rule: medical-education and language:he{rest.partition('examples:')[0]}", encoding="utf-8")
    newsroom.editorial = load_editorial(newsroom.folder / "config")
    newsroom.poll("b")
    assert newsroom.items() == []
    assert newsroom.items("international-cooperation")


def test_feeds_are_marked_for_publication_only_when_something_in_them_changed(newsroom: Newsroom) -> None:
    """The outbox is empty after a poll that brought nothing for any topic."""
    newsroom.press.documents["a"] = item("2", "Rain", "It rained in the mountains all day long and all the night.")
    newsroom.poll("a")

    async def left() -> dict[str, int]:
        pipeline: Pipeline = open_pipeline(newsroom.editorial)
        try:
            return dict(pipeline.store.dirty())
        finally:
            await pipeline.close()

    assert asyncio.run(left()) == {}


def test_a_feed_that_is_no_longer_defined_leaves_the_outbox(newsroom: Newsroom) -> None:
    """Nothing is owed to a feed that is gone."""
    newsroom.press.documents["a"] = item("1", "Medical universities sign agreement")
    newsroom.poll("a")

    async def publish_without() -> dict[str, int]:
        pipeline = open_pipeline(newsroom.editorial)
        try:
            pipeline.store.mark_dirty(["medical-education"])
            configuration = replace(newsroom.editorial.configuration, feeds={})
            pipeline.editorial = Editorial(configuration, newsroom.editorial.compiled)
            await pipeline.publish()
            return dict(pipeline.store.dirty())
        finally:
            await pipeline.close()

    assert asyncio.run(publish_without()) == {}


# --- what becomes of a source's history ------------------------------------------------------------------------------


@pytest.mark.parametrize("renewed", [True, False])
def test_texts_of_before_are_found_when_their_fingerprints_are_made_anew(newsroom: Newsroom, renewed: bool) -> None:
    """A cut copy of what was stored by a version that made them in another way."""
    newsroom.press.documents["a"] = item("1", "A nursing school opens", LONG)
    newsroom.poll("a")
    with closing(sqlite3.connect(newsroom.folder / "journey.db")) as store, store:
        store.execute("DELETE FROM recent_keys")
        store.execute("UPDATE prints SET prints = x'00000000'")
        store.execute("INSERT INTO meta (name, value) VALUES ('unprinted', '1')")

    async def anew() -> list[bool]:
        pipeline = open_pipeline(newsroom.editorial)
        try:
            return [await pipeline.print_anew(), await pipeline.print_anew()]
        finally:
            await pipeline.close()

    if renewed:
        assert asyncio.run(anew()) == [True, False]
    cut = " ".join(LONG.split()[:60])
    newsroom.press.documents["b"] = item("9", "Where nurses learn", cut, link="https://other.example/9")
    assert newsroom.poll("b")["b"].duplicates == renewed


class Weather:
    """A pipeline over sources on hosts of their own, and what each poll of them comes to."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.names = ("a", "b", "c", "d")
        sources = {name: f"https://{name}.example/feed" for name in self.names}
        self.pipeline = open_pipeline(load_editorial(write_setting(folder, sources, port=443)))
        self.outcomes: dict[str, Outcome] = {}

        async def ingest(source: Source, state: SourceState, **_: object) -> Unchanged | Failed:
            outcome = self.outcomes.get(source.id, Outcome.OK)
            if outcome.good:
                return Unchanged(replace(state, address=source.address))
            return Failed(outcome, f"it failed: {outcome}", 120)

        monkeypatch.setattr("syndicator.pipeline.ingest", ingest)

    def poll(self, *names: str, **outcomes: Outcome) -> list[PollReport]:
        """Poll these, or all, in order."""
        self.outcomes = outcomes
        sources = self.pipeline.editorial.configuration.sources

        async def all_of_them() -> list[PollReport]:
            return [await self.pipeline.poll(sources[name]) for name in names or self.names]

        return asyncio.run(all_of_them())

    def states(self) -> Mapping[str, SourceState]:
        return self.pipeline.store.source_states()


@pytest.fixture
def weather(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Weather]:
    made = Weather(tmp_path, monkeypatch)
    yield made
    asyncio.run(made.pipeline.close())


def test_an_outage_of_our_own_is_held_against_nobody(weather: Weather) -> None:
    """R22: not even against those that failed before it was known; all are polled again soon."""
    weather.poll()
    reports = weather.poll(a=Outcome.DNS, b=Outcome.TIMEOUT, c=Outcome.TRANSPORT, d=Outcome.DNS)
    assert [report.excused for report in reports] == [False, False, True, True]
    for name, state in weather.states().items():
        assert (state.failures, state.excused, state.health) == (0, True, Health.OK), name
        assert state.next_poll is not None
        assert state.last_poll is not None
        assert timedelta(minutes=4) < state.next_poll - state.last_poll < timedelta(minutes=6)
    assert reports[3].message.startswith("our own network seems to be down")
    again = weather.poll(b=Outcome.DNS)
    assert [report.excused for report in again] == [False] * 4
    assert [state.failures for _, state in sorted(weather.states().items())] == [0, 1, 0, 0]


def test_hosts_that_answer_badly_are_no_outage(weather: Weather) -> None:
    """Each is blamed for itself."""
    weather.poll()
    bad = dict.fromkeys(weather.names, Outcome.SERVER_ERROR)
    assert not any(report.excused for report in weather.poll(**bad))
    assert {state.failures for state in weather.states().values()} == {1}


def test_every_poll_is_in_the_log_of_its_source(weather: Weather) -> None:
    """With how it ended, in words, and when the next one is."""
    weather.poll("a")
    weather.poll("a", a=Outcome.RATE_LIMITED)
    last, first = weather.pipeline.store.attempts("a")
    assert (first.outcome, first.message, first.health) == (Outcome.NOT_MODIFIED, "", Health.OK)
    assert (last.outcome, last.message, last.health) == (
        Outcome.RATE_LIMITED,
        "it failed: rate-limited",
        Health.SLOW,
    )
    state = weather.states()["a"]
    assert (last.at, last.next_poll, state.polls) == (state.last_poll, state.next_poll, 2)
    assert state.rest_until == last.at + timedelta(seconds=120)


def test_a_report_tells_what_a_poll_did_to_the_health_of_its_source(weather: Weather) -> None:
    """For those who are told of changes only."""
    told = [weather.poll("a", a=Outcome.CLIENT_ERROR)[0] for _ in range(4)]
    assert [(each.health_before, each.health) for each in told] == [
        (Health.WAITING, Health.WAITING),
        (Health.WAITING, Health.WAITING),
        (Health.WAITING, Health.FAILING),
        (Health.FAILING, Health.FAILING),
    ]


def test_a_new_address_begins_with_what_is_still_true_of_the_source(weather: Weather) -> None:
    """Its log goes on; that the old address was well proves nothing of the new one."""
    weather.poll("a")
    configuration = weather.pipeline.editorial.configuration
    moved = replace(configuration.sources["a"], address="https://new.example/feed")
    sources = {**configuration.sources, "a": moved}
    weather.pipeline.editorial = replace(
        weather.pipeline.editorial, configuration=replace(configuration, sources=sources)
    )
    weather.poll("a", a=Outcome.DNS)
    state = weather.states()["a"]
    assert (state.address, state.polls, state.last_success) == ("https://new.example/feed", 2, None)
    assert len(weather.pipeline.store.attempts("a")) == 2


def test_the_rhythm_of_a_source_is_learned_from_its_first_document(newsroom: Newsroom) -> None:
    """By when its articles were published; updates and reprints of its own are no publications."""
    days = [f"<pubDate>{day:02} Apr 2026 10:00:00 +0000</pubDate>" for day in range(20, 30)]
    texts = ["Rain", "Snow", "Wind", "Frost", "Heat", "Fog", "Hail", "Storm", "Sleet", "Thaw"]
    items = [
        item(str(n), f"{texts[n]} in the mountains", f"{texts[n]} fell on day {n} of the month, said office {n}.")
        for n in range(10)
    ]
    old = "<pubDate>Fri, 01 May 2026 10:00:00 +0000</pubDate>"
    newsroom.press.documents["a"] = "".join(each.replace(old, day) for each, day in zip(items, days, strict=True))
    newsroom.poll("a")

    async def learned() -> SourceState:
        pipeline = open_pipeline(newsroom.editorial)
        try:
            return pipeline.store.source_state("a")
        finally:
            await pipeline.close()

    rhythm = asyncio.run(learned()).rhythm
    assert rhythm.last is not None
    assert rhythm.per_day(rhythm.last) == pytest.approx(1, rel=0.05)


# --- lists of feeds ------------------------------------------------------------------------------------------------


class Following(Newsroom):
    """A newsroom whose only source is a list of feeds, all at the same press."""

    def __init__(self, folder: Path, press: Press) -> None:
        super().__init__(folder, press)
        self.named: tuple[str, ...] = ("one", "two")
        self._list = Loopback(self._answer)
        config = folder / "config"
        (config / "sources/journey.yaml").write_text(
            "publisher: Friend\nallow_private: [127.0.0.0/8]\n"
            f"allow_ports: [{press.port}, {self._list.port}]\n"
            f"sources:\n  - {{id: friend, kind: opml, address: 'http://127.0.0.1:{self._list.port}/list'}}\n",
            encoding="utf-8",
        )
        self.editorial = load_editorial(config)

    def _answer(self, _path: str, _validator: str | None) -> Answer:
        feeds = (f"<outline text='{each}' xmlUrl='http://127.0.0.1:{self.press.port}/{each}'/>" for each in self.named)
        return 200, {}, f"<opml version='2.0'><body>{''.join(feeds)}</body></opml>".encode()

    def __enter__(self) -> Following:
        self._list.__enter__()
        return self

    def __exit__(self, *_: object) -> None:
        self._list.__exit__()

    def sources(self) -> dict[str, Source]:
        """Name → source, as a service that starts now would know them, without a poll."""
        pipeline = open_pipeline(self.editorial)
        try:
            return {each.name: each for each in pipeline.editorial.configuration.sources.values() if each.member_of}
        finally:
            asyncio.run(pipeline.close())

    def follow(self) -> dict[str, PollReport]:
        """Poll the list, then, in the same run, whatever it names."""

        async def once() -> dict[str, PollReport]:
            reports: dict[str, PollReport] = {}
            pipeline = open_pipeline(self.editorial)
            try:
                for is_list in (True, False):
                    known = pipeline.editorial.configuration.sources.values()
                    chosen = [each for each in known if each.polled and (each.kind == "opml") is is_list]
                    await poll_once(pipeline, chosen, on_poll=lambda report: reports.update({report.source: report}))
            finally:
                await pipeline.close()
            return reports

        return asyncio.run(once())


@pytest.fixture
def following(tmp_path: Path, press: Press) -> Iterator[Following]:
    with Following(tmp_path, press) as following:
        yield following


def test_the_feeds_of_a_list_are_sources_as_soon_as_it_was_polled(following: Following) -> None:
    """Each with its own state, and with the rights of the list: excerpts, where nobody said anything."""
    following.press.documents["one"] = item("1", "Medical universities sign agreement")
    assert following.sources() == {}
    reports = following.follow()
    known = following.sources()
    assert set(reports) == {"friend", known["one"].id, known["two"].id}
    assert (reports[known["one"].id].new, reports[known["two"].id].new) == (1, 0)
    assert reports["friend"].notes == ("the list names 2 feeds: 2 came, 0 left",)
    (entry,) = following.items()
    assert "ministry of health of Kazakhstan…" in str(entry)


def test_articles_of_a_feed_that_left_its_list_stay(following: Following) -> None:
    """It is polled no more, over restarts too; when it comes back, it is the source that it was."""
    following.press.documents["one"] = item("1", "Medical universities sign agreement")
    following.follow()
    one = following.sources()["one"]
    following.named = ("two",)
    reports = following.follow()
    assert one.id not in reports
    assert not following.sources()["one"].polled
    assert [each["title"] for each in following.items()] == ["Medical universities sign agreement"]
    following.named = ("one", "two")
    assert reports["friend"].notes == ("the list names 1 feeds: 0 came, 1 left",)
    following.follow()
    assert following.sources()["one"] == one
    assert following.follow()[one.id].outcome is Outcome.NOT_MODIFIED


def test_a_list_that_fails_loses_no_feed(following: Following) -> None:
    """Nor does one whose address was changed to a wrong one."""
    following.follow()
    before = following.sources()
    following.named = ()
    assert following.follow()["friend"].outcome is Outcome.EMPTY
    assert following.sources() == before
    wrong = replace(following.editorial.configuration.sources["friend"], address="http://127.0.0.1:9/list")
    configuration = replace(following.editorial.configuration, sources={"friend": wrong})
    following.editorial = replace(following.editorial, configuration=configuration)
    assert not following.follow()["friend"].outcome.good
    assert {each.address for each in following.sources().values()} == {each.address for each in before.values()}


def test_a_list_does_not_lead_into_private_networks(following: Following) -> None:
    """What is open for the list's own host is not open for others that it names."""
    hostile = b"<opml><body><outline xmlUrl='http://localhost/feed'/></body></opml>"
    with Loopback(lambda *_: (200, {}, hostile)) as other:
        friend = following.editorial.configuration.sources["friend"]
        friend = replace(friend, address=f"http://127.0.0.1:{other.port}/list", allow_ports=(80, other.port))
        configuration = replace(following.editorial.configuration, sources={"friend": friend})
        following.editorial = replace(following.editorial, configuration=configuration)
        reports = following.follow()
    assert [report.outcome for name, report in reports.items() if name != "friend"] == [Outcome.ADDRESS]
