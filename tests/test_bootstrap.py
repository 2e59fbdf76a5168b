"""The composition root: the service in this process, reload, previews, discovery."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import itertools
import json
import logging
import os
import re
import runpy
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
import watchfiles
from prometheus_client import generate_latest
from typer.testing import CliRunner

from syndicator import bootstrap
from syndicator import service as service_module
from syndicator.bootstrap import (
    Grouper,
    article_of,
    find_source,
    load_beside,
    load_editorial,
    preview_file,
    preview_source,
    trial_source,
)
from syndicator.cli import app
from syndicator.deduplicate import keys, prints
from syndicator.demo.newsroom import Newsroom
from syndicator.errors import AlreadyRunningError, ConfigurationError, Problem
from syndicator.model.article import Article
from syndicator.model.coverage import Coverage
from syndicator.model.report import PollReport, PublishReport
from syndicator.model.rule import written
from syndicator.model.source import Health, Outcome, SourceState
from syndicator.pipeline import Editorial
from syndicator.ports import Batch, Unchanged
from syndicator.service import Service, _is_yaml, listen
from syndicator.store import open_store
from tests.conftest import ROOT
from tests.journeys.setting import write_setting
from tests.loopback import Answer, Loopback, free_port, over_ipv6
from tests.test_pipeline import Press, item


@pytest.fixture
def press() -> Iterator[Press]:
    with Press() as press:
        press.documents["a"] = item("1", "Medical universities sign agreement")
        yield press


@pytest.fixture
def config(tmp_path: Path, press: Press) -> Path:
    return write_setting(tmp_path, {"a": f"http://127.0.0.1:{press.port}/a"}, port=press.port)


@pytest.fixture
def editorial(config: Path) -> Editorial:
    return load_editorial(config)


class Visitor:
    """Asks a running service over HTTP from within its own event loop."""

    def __init__(self, port: int) -> None:
        self._client = httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", trust_env=False)

    async def get(self, path: str) -> httpx.Response:
        return await self._client.get(path)

    async def until(self, path: str, holds: Callable[[httpx.Response], bool]) -> httpx.Response:
        """The answer once it is as wanted; fails after half a minute."""
        async with asyncio.timeout(30):
            while True:
                with contextlib.suppress(httpx.TransportError):
                    answer = await self.get(path)
                    if holds(answer):
                        return answer
                await asyncio.sleep(0.05)

    async def close(self) -> None:
        await self._client.aclose()


def serve(
    config: Path, editorial: Editorial, visit: Callable[[Service, Visitor], Awaitable[None]], *, port: int = 0
) -> Service:
    """Run the service in this process until *visit* is through."""
    listener = listen("127.0.0.1", port)
    port = listener.getsockname()[1]
    service = Service(config, listener=listener, editorial=editorial)

    async def guided(running: Service) -> None:
        async def tour() -> None:
            visitor = Visitor(port)
            try:
                await visit(service, visitor)
            finally:
                await visitor.close()
                running.stop()

        running.background(tour())

    async def whole() -> None:
        async with asyncio.timeout(60):
            await service.run(before=guided)
            await asyncio.gather(*service._beside, return_exceptions=True)
        for task in service._beside:
            if not task.cancelled() and task.exception() is not None:
                raise task.exception() or AssertionError

    asyncio.run(whole())
    return service


def test_a_running_service_polls_what_a_list_of_feeds_names(
    config: Path, press: Press, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a restart or a reload; the metrics tell the health of each feed."""
    monkeypatch.setattr("syndicator.schedule.service._FIRST_POLLS_WITHIN", timedelta(seconds=1))

    def answer(_path: str, _validator: str | None) -> Answer:
        feeds = "".join(f"<outline xmlUrl='http://127.0.0.1:{press.port}/{each}'/>" for each in "xy")
        return 200, {}, f"<opml version='2.0'><body>{feeds}</body></opml>".encode()

    with Loopback(answer) as friend:
        (config / "sources/journey.yaml").write_text(
            "publisher: Friend\nsources:\n"
            f"  - {{id: friend, kind: opml, address: 'http://127.0.0.1:{friend.port}/', interval: 1s,"
            f" allow_private: [127.0.0.0/8], allow_ports: [{press.port}, {friend.port}]}}\n",
            encoding="utf-8",
        )

        async def visit(service: Service, visitor: Visitor) -> None:
            await visitor.until("/metrics", lambda answer: answer.text.count('health="ok"') >= 3)
            members = [each for each in service.pipeline.editorial.configuration.sources.values() if each.member_of]
            assert {each.address.rpartition("/")[2] for each in members} == {"x", "y"}

        serve(config, load_editorial(config), visit)


def test_the_service_polls_publishes_and_serves(config: Path, editorial: Editorial) -> None:
    """From a start to a feed over HTTP; ready only when all is up."""

    async def visit(service: Service, visitor: Visitor) -> None:
        await visitor.until("/readyz", lambda answer: answer.status_code == 200)
        service.scheduler.pipeline.store.mark_dirty(["medical-education"])
        await service.scheduler.dispatcher.dispatch(list(editorial.configuration.sources.values()))
        await visitor.until(
            "/feeds/medical-education.json", lambda answer: answer.is_success and len(answer.json()["items"]) == 1
        )
        metrics = (await visitor.get("/metrics")).text
        assert 'syndicator_polls_total{outcome="ok",source="a"} 1.0' in metrics
        assert 'syndicator_source_health{health="ok",source="a"} 1.0' in metrics

    service = serve(config, editorial, visit)
    assert service.state()["ready"] is False


def test_a_started_service_is_ready_for_the_languages_of_its_sources(config: Path) -> None:
    """The first article of each finds its terms there, and what stands is not looked through for garbage again."""
    editorial = load_editorial(config)
    sources = {"x": replace(editorial.configuration.sources["a"], language="kk-Cyrl", languages=("fr",))}
    editorial = replace(editorial, configuration=replace(editorial.configuration, sources=sources))

    async def visit(_service: Service, _visitor: Visitor) -> None:
        async with asyncio.timeout(30):
            while not {"kk", "fr"} <= editorial.compiled.languages or not gc.get_freeze_count():
                await asyncio.sleep(0.05)

    try:
        serve(config, editorial, visit)
    finally:
        gc.unfreeze()


def test_files_and_sighup_are_followed_and_a_bad_edit_is_refused(config: Path, editorial: Editorial) -> None:
    """The last good configuration stays, and the problem is named until it is mended."""
    broken = config / "sources/broken.yaml"

    async def visit(service: Service, visitor: Visitor) -> None:
        await visitor.until("/readyz", lambda answer: answer.status_code == 200)
        broken.write_text("publisher: B\nsources:\n  - {id: b, adress: 'https://b.example/'}\n")
        await visitor.until("/readyz", lambda answer: bool(answer.json()["configuration_problems"]))
        assert "syndicator_configuration_ok 0.0" in (await visitor.get("/metrics")).text
        broken.unlink()
        os.kill(os.getpid(), signal.SIGHUP)
        await visitor.until("/readyz", lambda answer: not answer.json()["configuration_problems"])
        os.kill(os.getpid(), signal.SIGTERM)

    service = serve(config, editorial, visit)
    assert service.problems == ()


def test_a_second_service_on_one_store_is_refused(config: Path, editorial: Editorial) -> None:
    """Two instances would announce things twice; what the first is writing is left alone."""
    store = open_store(editorial.configuration.store, exclusive=True)
    half = Path(editorial.configuration.output) / ".half.atom.1.tmp"
    half.parent.mkdir(exist_ok=True)
    half.write_bytes(b"<feed")
    with pytest.raises(AlreadyRunningError), listen("127.0.0.1", 0) as listener:
        Service(config, listener=listener, editorial=editorial)
    store.close()
    assert half.exists()


def told_of(config: Path, editorial: Editorial, reports: list[PollReport]) -> Service:
    """A service that heard of these polls; it is closed again."""
    listener = listen("127.0.0.1", 0)
    service = Service(config, listener=listener, editorial=editorial)
    for report in reports:
        service._on_poll(report)
    asyncio.run(service.pipeline.close())
    listener.close()
    return service


def test_a_source_that_falls_ill_and_recovers_is_told_of_once_each(
    config: Path, editorial: Editorial, caplog: pytest.LogCaptureFixture
) -> None:
    """Entering and leaving a state (P20, R24); a first poll that goes well is no news."""
    caplog.set_level(logging.INFO)
    course = [Health.WAITING, Health.OK, Health.OK, Health.FAILING, Health.FAILING, Health.OK]
    reports = [
        PollReport("a", Outcome.NOT_MODIFIED, health_before=before, health=after)
        for before, after in itertools.pairwise(course)
    ]
    told_of(config, editorial, reports)
    texts = [(record.levelname, record.getMessage()) for record in caplog.records]
    assert [each for each in texts if "now, it was" in each[1]] == [
        ("WARNING", "source a is failing now, it was ok"),
        ("INFO", "source a is ok now, it was failing"),
    ]


def test_an_outage_of_our_own_is_told_once_when_it_begins_and_once_when_it_ends(
    config: Path, editorial: Editorial, caplog: pytest.LogCaptureFixture
) -> None:
    """R22: not a line per source and poll."""
    caplog.set_level(logging.INFO)
    cut_off = [PollReport(name, Outcome.DNS, excused=True) for name in "abcabc"]
    back = [PollReport("x", Outcome.DNS), PollReport("a", Outcome.NOT_MODIFIED), PollReport("b", Outcome.NOT_MODIFIED)]
    told_of(config, editorial, [*cut_off, *back])
    texts = [record.getMessage() for record in caplog.records]
    assert [text for text in texts if "our own network" in text] == [
        "our own network seems to be down: no source is blamed, polls go on every few minutes",
        "our own network is back",
    ]
    assert texts.count("polled a") == 0


def test_a_held_publication_is_told_once_and_polls_that_change_nothing_are_quiet(
    config: Path, editorial: Editorial, caplog: pytest.LogCaptureFixture
) -> None:
    """A log line per change of state, not per failure (fault R24)."""
    caplog.set_level(logging.INFO)
    listener = listen("127.0.0.1", 0)
    service = Service(config, listener=listener, editorial=editorial)
    service.stop()  # nothing runs yet, so there is nothing to stop
    for _ in range(3):
        service._on_publish(
            [
                PublishReport("f", held="it lost most of its entries"),
                PublishReport("g", written=("x",), queued={"a": 9}),
            ]
        )
        service._on_poll(PollReport("a", Outcome.DNS, "no such host"))
        service._on_poll(PollReport("b", Outcome.NOT_MODIFIED))
    asyncio.run(service.pipeline.close())
    listener.close()
    texts = [record.getMessage() for record in caplog.records]
    assert sum("held back" in text for text in texts) == 1
    assert texts.count("polled a") == 1
    assert texts.count("polled b") == 0
    assert texts.count("published g") == 3
    assert texts.count("source a has 9 entries more for g than it may announce in an hour; they wait their turn") == 1


FEED = "feeds/medical-education.yaml"


def _edit(config: Path, name: str, old: str, new: str) -> None:
    path = config.parent / name
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def test_a_rule_that_fails_its_examples_is_not_loaded_and_others_are(
    config: Path, editorial: Editorial, caplog: pytest.LogCaptureFixture
) -> None:
    """Its last good version stays until it is mended; the rest of the edit counts at once."""
    listener = listen("127.0.0.1", 0)
    service = Service(config, listener=listener, editorial=editorial)
    before = editorial.configuration.topics
    rule = (config.parent / FEED).read_text("utf-8")
    (config.parent / "feeds/international-cooperation.yaml").write_text("title: {en: Aid}\nrule: aid\n", "utf-8")
    failing = f"title: {{en: Sport}}\nrule: title:sport\nexamples:\n  include:\n{IMPOSSIBLE}"
    (config.parent / FEED).write_text(failing, "utf-8")

    async def edited() -> list[Any]:
        seen = []
        for mended in (False, True):
            if mended:
                (config.parent / FEED).write_text(rule, "utf-8")
            await service.reload()
            seen += [dict(service.pipeline.editorial.configuration.topics), service.state()["configuration_problems"]]
        await service.pipeline.close()
        return seen

    topics, problems, mended, none = asyncio.run(edited())
    listener.close()
    assert topics["medical-education"] == before["medical-education"]
    assert written(topics["international-cooperation"].rule) == "aid"
    assert len(problems) == 1
    assert "the rule fails its example 'Rain'" in problems[0]
    assert "a rule fails its examples, its last good one stays" in caplog.text
    assert (mended.keys(), none) == (before.keys(), [])


@pytest.mark.parametrize("edit", ["concept", "organisation", "new feed"])
def test_an_edit_that_would_change_a_standing_rule_is_refused_as_a_whole(
    config: Path, editorial: Editorial, edit: str
) -> None:
    """A rule over other concepts is no longer the one that stood."""
    _edit(config, FEED, "examples:\n  include:\n", f"examples:\n  include:\n{IMPOSSIBLE}")
    if edit == "concept":
        _edit(config, "config/concepts/medical-education.yaml", "description: ", "description: Now ")
    elif edit == "organisation":
        _edit(
            config,
            "config/organisations.yaml",
            "organisations:\n",
            "organisations:\n  zzz: {names: {en: [Zzz Club]}}\n",
        )
    else:
        (config.parent / "feeds/new.yaml").write_text(
            f"title: {{en: New}}\nrule: aid\nexamples:\n  include:\n{IMPOSSIBLE}", "utf-8"
        )
    with pytest.raises(ConfigurationError, match="fails its example 'Rain'"):
        load_beside(config, editorial)


IMPOSSIBLE = "    - {language: en, title: Rain, text: It rains., address: 'https://news.example.org/rain'}\n"


def test_a_failing_example_is_told_with_its_place(config: Path) -> None:
    """Line, column, language and address."""
    _edit(config, FEED, "examples:\n  include:\n", f"examples:\n  include:\n{IMPOSSIBLE}")
    line = (config.parent / FEED).read_text("utf-8").split("\n").index(IMPOSSIBLE.rstrip("\n")) + 1
    with pytest.raises(ConfigurationError) as caught:
        load_editorial(config)
    (problem,) = caught.value.problems
    assert (problem.line, problem.column, problem.path) == (line, 7, "examples.include")
    assert "fails its example 'Rain' (en, https://news.example.org/rain): not found: needs" in problem.message


def test_a_failure_of_ours_while_reloading_is_named_and_the_next_edit_is_taken(
    config: Path, editorial: Editorial, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever it was, the last good configuration stays and the service goes on."""
    listener = listen("127.0.0.1", 0)
    service = Service(config, listener=listener, editorial=editorial)

    def broken(_: Path, __: Editorial) -> tuple[Editorial, list[Problem]]:
        raise RuntimeError("no idea")

    async def twice() -> list[list[str]]:
        seen = []
        for _ in range(2):
            await service.reload()
            seen.append(service.state()["configuration_problems"])
            monkeypatch.undo()
        await service.pipeline.close()
        return seen

    monkeypatch.setattr(service_module, "load_beside", broken)
    first, second = asyncio.run(twice())
    listener.close()
    assert "RuntimeError: no idea" in first[0]
    assert second == []


def test_articles_of_a_source_that_is_gone_are_named(
    config: Path, editorial: Editorial, press: Press, caplog: pytest.LogCaptureFixture
) -> None:
    """Most often it was given a new id, and all of its past would be announced once more."""
    press.documents["a"] = item("1", "Medical universities sign agreement")
    listener = listen("127.0.0.1", 0)
    service = Service(config, listener=listener, editorial=editorial)

    async def run() -> None:
        await service.pipeline.poll(editorial.configuration.sources["a"])
        file = config / "sources/journey.yaml"
        file.write_text(file.read_text(encoding="utf-8").replace("id: a,", "id: other,"), encoding="utf-8")
        await service.reload()
        await service.pipeline.close()

    asyncio.run(run())
    listener.close()
    assert "source a is configured no more, and its 1 articles leave the feeds" in caplog.text


def test_a_rule_that_is_found_to_be_blind_is_told_once_and_measured(
    config: Path, editorial: Editorial, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Every minute the ledger is looked at; a store that refuses it ends nothing."""
    monkeypatch.setattr(service_module, "_LOOK_INTO_LEDGER", 0.01)
    listener = listen("127.0.0.1", 0)
    service = Service(config, listener=listener, editorial=editorial)
    day, store = date(2026, 5, 1), service.pipeline.store
    rows = (Coverage("medical-education", "en", day, 300, 30), Coverage("medical-education", "kk-Arab", day, 90))
    store.apply(Batch(SourceState("a"), at=datetime(2026, 5, 1, tzinfo=UTC), coverage=rows))
    sound, looked = store.coverage, list[None]()

    def coverage() -> Any:
        looked.append(None)
        if len(looked) == 2:
            raise OSError("disk")
        return sound()

    monkeypatch.setattr(store, "coverage", coverage)

    async def watch() -> None:
        watching = asyncio.create_task(service._watch_ledger())
        while len(looked) < 5:
            await asyncio.sleep(0.02)
        watching.cancel()
        await service.pipeline.close()

    asyncio.run(watch())
    listener.close()
    assert caplog.text.count("medical-education may be blind in kk-Arab: none of 90 articles, while it finds 30") == 1
    assert caplog.text.count("the coverage ledger could not be read") == 1
    exposed = generate_latest(service.metrics.registry).decode()
    assert 'syndicator_topic_blind{language="kk-Arab",topic="medical-education"} 1.0' in exposed


def test_files_that_cannot_be_watched_leave_the_signal(
    config: Path, editorial: Editorial, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """A system that has no watches left; the operator learns what to do."""
    listener = listen("127.0.0.1", 0)
    service = Service(config, listener=listener, editorial=editorial)

    async def none_left(*_: object, **__: object) -> AsyncIterator[set[object]]:
        for change in (set[object](),):
            yield change
            raise OSError(28, "No space left on device")

    async def run() -> None:
        await service._watch_files()
        await service.pipeline.close()

    monkeypatch.setattr(watchfiles, "awatch", none_left)
    asyncio.run(run())
    listener.close()
    assert "send SIGHUP" in caplog.text


def test_only_yaml_files_make_the_service_read_anew() -> None:
    """Editors leave other files behind."""
    change = watchfiles.Change.modified
    assert [_is_yaml(change, path) for path in ("a.yaml", "a.yml", "a.yaml.swp")] == [True, True, False]


def test_a_preview_of_something_unreadable_names_the_outcome(editorial: Editorial, press: Press) -> None:
    """Of a file or an address."""
    made = asyncio.run(preview_file(editorial, bootstrap.TRIAL, b"<html><title>Away</title></html>"))
    assert made.outcome is Outcome.NOT_A_FEED
    press.status = 500
    source = editorial.configuration.sources["a"]
    assert asyncio.run(preview_source(editorial, source)).outcome is Outcome.SERVER_ERROR
    assert bootstrap._previewed(editorial, source, Unchanged(SourceState("a"))).outcome is Outcome.NOT_MODIFIED


def test_a_source_is_found_behind_a_page_and_previewed(editorial: Editorial, press: Press) -> None:
    """Over real HTTP and a reading child; what is found is not fetched again for the preview."""
    feed = f"<rss version='2.0'><channel><title>t</title>{press.documents['a']}</channel></rss>".encode()
    asked: list[str] = []

    def answer(path: str, validator: str | None) -> Answer:
        asked.append(path)
        if path == "page":
            return 200, {"Content-Type": "text/html"}, b'<link rel=alternate type="application/rss+xml" href="/feed">'
        return 200, {}, feed

    with Loopback(answer) as server:
        source = trial_source(f"http://127.0.0.1:{server.port}/page", ("127.0.0.0/8",))
        found, made = asyncio.run(find_source(editorial, source))
    assert found.found is not None
    assert (found.found.kind, found.found.how) == ("feed", "named by the page")
    assert made is not None
    assert [article.title for article, _ in made.articles] == ["Medical universities sign agreement"]
    assert asked == ["page", "feed"]


def test_where_nothing_is_found_there_is_no_preview(editorial: Editorial) -> None:
    """A private address is not even asked."""
    found, made = asyncio.run(find_source(editorial, trial_source("http://127.0.0.1:9/")))
    assert made is None
    assert len(found.tried) == 1


# --- whole commands in this process --------------------------------------------------------------------------------


def test_the_demonstration_polls_once_and_tells_what_came_in(tmp_path: Path) -> None:
    """The table, the broken source with its reason, the addresses of the feeds."""
    told = CliRunner().invoke(app, ["demo", "--once", "--folder", str(tmp_path / "demo")], catch_exceptions=False)
    logging.getLogger().handlers.clear()
    assert told.exit_code == 0
    assert "merged as reprints" in told.stdout
    assert "lantern The document ends before" in told.stdout
    assert "/feeds/medical-education.atom" in told.stdout
    assert "goes on polling" not in told.stdout


def test_the_demonstration_brings_news_until_it_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """SIGTERM ends it when the news has come."""
    genuine = Newsroom.advance

    def advance(newsroom: Newsroom) -> str:
        told = genuine(newsroom)
        os.kill(os.getpid(), signal.SIGTERM)
        return told

    monkeypatch.setattr(Newsroom, "advance", advance)
    words = ["demo", "--folder", str(tmp_path / "demo"), "--news-after", "0"]
    told = CliRunner().invoke(app, words, catch_exceptions=False)
    logging.getLogger().handlers.clear()
    assert told.exit_code == 0
    assert "goes on polling" in told.stdout


def test_run_serves_until_it_is_told_to_end(config: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command is the service with its options."""
    genuine = Service._on_publish

    def once(service: Service, reports: Any) -> None:
        genuine(service, reports)
        os.kill(os.getpid(), signal.SIGTERM)

    monkeypatch.setattr(Service, "_on_publish", once)
    port = str(free_port())
    told = CliRunner().invoke(app, ["run", "--config", str(config), "--port", port], catch_exceptions=False)
    logging.getLogger().handlers.clear()
    assert told.exit_code == 0


@over_ipv6
def test_the_demonstration_works_over_ipv6(tmp_path: Path) -> None:
    """Its publishers, its own address, and every link to it: in brackets, which others read back."""
    folder = tmp_path / "demo"
    words = ["demo", "--once", "--host", "::1", "--folder", str(folder)]
    told = CliRunner().invoke(app, words, catch_exceptions=False)
    logging.getLogger().handlers.clear()
    assert told.exit_code == 0
    assert "http://[::1]:" in told.stdout
    found = json.loads((folder / "var/public/feeds/medical-education.json").read_text("utf-8"))
    assert len(found["items"]) > 10
    assert found["feed_url"].startswith("http://[::1]:")
    assert all(item["url"].startswith("http://[::1]:") for item in found["items"])


@over_ipv6
def test_the_service_is_served_over_ipv6() -> None:
    """``run --host ::1``."""
    with listen("::1", 0) as listener:
        assert listener.getsockname()[0] == "::1"


@pytest.mark.parametrize("host", ["no-such-host.invalid", "192.0.2.1", "2001:db8::1", "a..b"])
def test_a_host_that_is_not_ours_is_refused_in_the_words_of_the_system(host: str) -> None:
    """Another port would not help, so none is tried."""
    with pytest.raises(OSError, match=r"cannot listen on \S+ port 8000: [^;(]+; choose another with --host"):
        listen(host, 8000, tries=50)


def test_a_taken_port_is_refused_or_gives_way_to_the_next() -> None:
    """``run`` wants the very port; the demonstration starts even beside another service."""
    with listen("127.0.0.1", 0) as taken:
        wanted = taken.getsockname()[1]
        with pytest.raises(OSError, match="Address already in use; choose another with --port"):
            listen("127.0.0.1", wanted)
        with listen("127.0.0.1", wanted, tries=50) as other:
            assert wanted < other.getsockname()[1] < wanted + 50


def test_the_package_is_a_program(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """``python -m syndicator``."""
    monkeypatch.setattr(sys, "argv", ["syndicator", "--version"])
    with pytest.raises(SystemExit) as left:
        runpy.run_module("syndicator", run_name="__main__")
    assert left.value.code in (0, None)
    assert capsys.readouterr().out.startswith("syndicator ")


def test_who_breaks_it_off_while_it_is_being_read_sees_no_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    """Exit code 130, as for any command that is broken off."""

    class Breaking:
        """Somebody's hand, at a moment that cannot be missed."""

        def find_spec(self, name: str, *_: object) -> None:
            if name == "syndicator.cli":
                raise KeyboardInterrupt

    monkeypatch.delitem(sys.modules, "syndicator.cli")
    monkeypatch.setattr(sys, "meta_path", [Breaking(), *sys.meta_path])
    with pytest.raises(SystemExit) as left:
        runpy.run_module("syndicator", run_name="__main__")
    assert left.value.code == 130


def test_names_of_commands_are_told_without_store_publisher_or_settings() -> None:
    """A shell starts the program at every stroke of the tabulator key."""
    heavy = ("syndicator.publish", "syndicator.store", "syndicator.config", "sqlalchemy", "jinja2", "pydantic", "httpx")
    script = f"import sys, syndicator.cli; print([each for each in sys.modules if each.startswith({heavy!r})])"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_the_files_of_the_tutorial_make_a_newsroom(tmp_path: Path) -> None:
    """As they stand there, examples proved."""
    tutorial = (ROOT / "docs/tutorial/your-own-newsroom.md").read_text(encoding="utf-8")
    files = re.findall(r"^```yaml\n# (\S+)\n(.*?)^```$", tutorial, re.M | re.S)
    for name, text in files:
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    editorial = load_editorial(tmp_path / "config", {})
    assert [name.partition("/")[0] for name, _ in files] == ["config", "config", "feeds", "config"]
    assert (list(editorial.configuration.feeds), list(editorial.configuration.sources)) == (
        ["nursing"],
        ["example-university"],
    )
    assert len(editorial.configuration.topics["nursing"].examples) == 3


def test_articles_on_trial_are_compared_as_those_of_a_poll_are() -> None:
    """Two that have a passage in common and little else are not looked at, as their fingerprints are known."""
    editorial = load_editorial(ROOT / "config")
    words = [f"word{number}" for number in range(640)]
    one, other = (
        article_of(
            editorial.configuration,
            title=f"Title number {number}",
            text=" ".join(part),
            language="en",
            link=f"https://news.example/{number}",
            published=f"2026-05-0{number}T10:00:00Z",
            source=f"source-{number}",
        )
        for number, part in ((1, words[:340]), (2, words[340:] + words[:40]))
    )
    assert isinstance(one, Article)
    assert isinstance(other, Article)
    with Grouper(editorial) as grouper:
        grouper.add(one, "one")
        assert grouper._store.candidates([keys(other)])
        assert not grouper._store.candidates([keys(other)], [prints(other)])
