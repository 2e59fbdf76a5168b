"""A feed's life is replayed by the service's own machinery, and the live feed does not notice."""

from __future__ import annotations

import asyncio
import json
import shutil
import tempfile
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from syndicator.bootstrap import _opening, load_editorial, open_for_reading
from syndicator.cli import app
from syndicator.model.acceptance import Act
from syndicator.model.ruling import Ruling, RulingKind
from syndicator.pipeline import Editorial, Pipeline
from syndicator.ports import OutputStore
from syndicator.publish.output import FolderOutput
from syndicator.replaying import Played, Replay, Stage, StageClock, StageOutput, names_of, published
from tests.journeys.setting import write_setting
from tests.test_pipeline import Press, item

FEED = (
    "title: {{en: One}}\ndescription: {{en: One}}\nlanguages: [en]\nrule: alpha\nwindow: {{entries: {0}, hours: 0}}\n"
)
CONCEPTS = "concepts:\n  alpha: {terms: {en: [alpha]}}\n"
REST = (
    "It was said at a meeting in the town hall on Friday evening, to which forty people had come, and will be said "
    "again next week by those who could not come, {}."
)
TEXTS = (
    "The committee of the river towns wrote about alpha and the old mills in its yearly report.",
    "A school by the sea has bought two boats for alpha, and a third will follow in spring.",
    "Farmers in the valley say that alpha came late this year; snow lay on the fields until May.",
    "The museum shows alpha in seven rooms, among them a kitchen of the last century.",
    "Nobody had expected alpha at the mountain station, least of all its two keepers.",
    "With alpha begins a summer of music in the gardens of the old hospital.",
)
TITLES = ("River towns report", "School buys boats", "Late snow", "Seven rooms", "At the station", "Summer of music")


def setting(
    folder: Path,
    *,
    sources: tuple[str, ...] = ("a", "b"),
    entries: int = 3,
    texts: int = 6,
    rest: str = REST,
    address: str = "http://127.0.0.1:8000",
) -> Path:
    """A configuration of one feed, polled and published once; its config folder."""
    with Press() as press:
        press.documents["a"] = "".join(
            item(str(at), title, f"{text} {rest.format(title)}").replace("10:00:00", f"{10 + at}:00:00")
            for at, (title, text) in enumerate(zip(TITLES[:texts], TEXTS, strict=False))
        )
        config = write_setting(
            folder,
            {name: f"http://127.0.0.1:{press.port}/{name}" for name in sources},
            port=press.port,
            address=address,
        )
        for name in ("feeds", "config/concepts"):
            shutil.rmtree(folder / name)
            (folder / name).mkdir()
        (config / "concepts/words.yaml").write_text(CONCEPTS)
        (folder / "feeds/one.yaml").write_text(FEED.format(entries))
        CliRunner().invoke(app, ["poll", "--all", "--config", str(config)], catch_exceptions=False)
    return config


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A configuration whose store and documents no test changes."""
    return setting(tmp_path_factory.mktemp("once"))


def copied(config: Path, folder: Path) -> Path:
    """The config folder of a copy, with its store and documents, in a new folder."""
    shutil.copytree(config.parent, folder)
    for file in folder.rglob("*.yaml"):
        file.write_text(file.read_text().replace(str(config.parent), str(folder)))
    return folder / "config"


@pytest.fixture
def config(once: Path, tmp_path: Path) -> Path:
    return copied(once, tmp_path / "copy")


Opening = Callable[[Editorial, OutputStore], Pipeline]


def replayed(config: Path, altered: Callable[[Opening], Opening] = lambda opened: opened) -> dict[Act, Played]:
    """Act → what it left behind; *altered* changes how pipelines are opened."""
    editorial = load_editorial(config)
    configuration = editorial.configuration
    documents = published(configuration.feeds["one"], FolderOutput(Path(configuration.output)).read)

    async def play(folder: Path) -> dict[Act, Played]:
        clock = StageClock(datetime.now(UTC))
        with closing(open_for_reading(configuration)) as live:
            replay = Replay(editorial, "one", live, documents, Stage(clock, altered(_opening(folder, clock))))
            found = {each.act: each async for each in replay.play()}
            await replay.close()
        return found

    with tempfile.TemporaryDirectory() as folder:
        return asyncio.run(play(Path(folder)))


@pytest.fixture(scope="module")
def acts(once: Path) -> dict[Act, Played]:
    """Its life."""
    return replayed(once)


def told(played: Played, name: str = "one.json") -> dict[str, dict[str, str]]:
    """What the article is in truth → the item that stands for it in a document."""
    items = json.loads(played.documents[name])["items"]
    return {played.articles[each["id"]]: each for each in items}


def test_every_act_leaves_every_document_behind(once: Path, acts: dict[Act, Played]) -> None:
    """In all editions and formats, under the names that they have at present."""
    assert list(acts) == list(Act)
    names = set(names_of(load_editorial(once).configuration.feeds["one"]))
    assert len(names) == 6
    assert {act: set(each.documents) for act, each in acts.items() if set(each.documents) != names} == {}
    assert [each.findings for each in acts.values() if each.findings] == []


def test_each_act_does_what_it_says_and_keeps_ids(acts: dict[Act, Played]) -> None:
    """Seen in a document, by what articles are in truth."""
    before = told(acts[Act.POLLED_AGAIN])
    assert acts[Act.SUBSCRIBED].documents == acts[Act.POLLED_AGAIN].documents
    (corrected,) = acts[Act.CORRECTED].about
    assert "is a correction" in told(acts[Act.CORRECTED])[corrected]["content_html"]
    assert acts[Act.COUNTED].documents == acts[Act.CORRECTED].documents
    for act, part in ((Act.REWRITTEN, "title"), (Act.READDRESSED, "url"), (Act.RETITLED, "title")):
        (about,) = acts[act].about
        now = told(acts[act])[about]
        assert (now["id"], now[part] != before[about][part]) == (before[about]["id"], True), act
    assert told(acts[Act.REPRINTED]).keys() == before.keys()
    (news,) = acts[Act.NEWS].about
    assert news == next(iter(told(acts[Act.NEWS])))
    (late,) = acts[Act.LATECOMER].about
    assert list(told(acts[Act.LATECOMER]))[1] == late


def test_what_is_withdrawn_is_told_as_such(acts: dict[Act, Played]) -> None:
    """By a stub in JSON, which the played act knows."""
    act = acts[Act.WITHDRAWN]
    (about,) = act.about
    stub = told(act)[about]
    assert stub["id"] in act.withdrawn
    assert stub["title"] == "Withdrawn"


def test_a_restart_makes_the_same_bytes_and_a_move_the_same_ids(acts: dict[Act, Played]) -> None:
    """Whatever was published is made again of what is stored."""
    assert acts[Act.RESTORED].documents == acts[Act.WITHDRAWN].documents
    standing = {each["id"] for each in told(acts[Act.MONTH_CLOSED]).values()}
    assert {each["id"] for each in told(acts[Act.MOVED]).values()} <= standing
    assert "one-moved" in json.loads(acts[Act.MOVED].documents["one.json"])["feed_url"]


def test_what_went_by_is_in_the_archives(acts: dict[Act, Played]) -> None:
    """More was published than the feed keeps; nothing of it is lost to who follows them."""
    away = acts[Act.AWAY]
    first = {name for name in away.articles if "doctor-away-0-" in name}
    assert len(first) == 3
    for name in ("one.json", "one.en.atom"):
        assert first <= away.archived[name]
    assert not first & {each["id"] for each in told(away).values()}


def test_the_live_feed_does_not_notice(config: Path) -> None:
    """Neither its store nor a published document is touched."""
    files = [each for each in config.parent.rglob("*") if each.is_file() and not each.name.endswith(("-shm", "-wal"))]
    before = {each: each.read_bytes() for each in files}
    replayed(config)
    assert {each: each.read_bytes() for each in files} == before


def test_what_editors_decided_counts_on_the_stage(config: Path) -> None:
    """A dropped story stays out, and the second look brings what is published."""
    with closing(open_for_reading(load_editorial(config).configuration)) as store:
        [held] = store.held([next(iter(store.latest("one", entries=10, hours=0)))]).values()
        store.decide([Ruling(datetime.now(UTC), "one", RulingKind.DROP, held.story)])
    CliRunner().invoke(app, ["publish", "one", "--config", str(config)], catch_exceptions=False)
    acts = replayed(config)
    assert acts[Act.SUBSCRIBED].documents == acts[Act.POLLED_AGAIN].documents
    assert held.article.title not in {each["title"] for each in told(acts[Act.POLLED_AGAIN]).values()}


def test_a_reprint_of_the_live_store_is_one_on_the_stage(tmp_path: Path) -> None:
    """It is folded there, too."""
    config = setting(tmp_path)
    with Press() as press:
        text = f"{TEXTS[0]} {REST.format(TITLES[0])}"
        press.documents["b"] = item("9", TITLES[0], text, link="https://other.example/9")
        sources = config / "sources/journey.yaml"
        written = sources.read_text()
        port = written.partition("http://127.0.0.1:")[2].partition("/")[0]
        sources.write_text(written.replace(port, str(press.port)))
        CliRunner().invoke(app, ["poll", "b", "--config", str(config)], catch_exceptions=False)
    acts = replayed(config)
    assert acts[Act.SUBSCRIBED].documents == acts[Act.POLLED_AGAIN].documents


def test_a_source_of_no_higher_grade_reprints(config: Path) -> None:
    """One of a higher grade takes the entry over, as its operator wants it: every reader shows the story twice then."""
    sources = config / "sources/journey.yaml"
    written = sources.read_text()

    def shown(grades: dict[str, int], more: str = "") -> set[str]:
        text = written + more
        for name, trust in grades.items():
            text = text.replace(f"{{id: {name},", f"{{id: {name}, trust: {trust},")
        sources.write_text(text)
        act = replayed(config)[Act.REPRINTED]
        ids = {article: each["id"] for article, each in told(act).items()}
        return {ids[each] for each in act.about}

    port = written.partition("http://127.0.0.1:")[2].partition("/")[0]
    third = f"  - {{id: c, name: c, address: 'http://127.0.0.1:{port}/c', trust: 20}}\n"
    assert not any("doctor-reprint" in each for each in shown({"a": 40, "b": 90}, third))
    assert all("doctor-reprint" in each for each in shown({"a": 40, "b": 90}))


def test_without_another_source_nothing_is_reprinted(tmp_path: Path) -> None:
    """And that is told."""
    acts = replayed(setting(tmp_path, sources=("a",)))
    assert {act: each.skipped for act, each in acts.items() if each.skipped} == {
        Act.REPRINTED: "there is no other source"
    }


def test_what_is_too_short_to_be_recognised_is_not_reprinted(tmp_path: Path) -> None:
    """Two outlets may well have one headline."""
    config = setting(tmp_path, texts=1, rest="")
    assert replayed(config)[Act.REPRINTED].skipped == "no entry has words enough to be recognised elsewhere"


def test_of_a_feed_without_entries_nothing_can_be_edited(tmp_path: Path) -> None:
    """It is read, made anew and moved."""
    acts = replayed(setting(tmp_path, texts=0))
    played = {act for act, each in acts.items() if not each.skipped}
    assert played == {Act.SUBSCRIBED, Act.POLLED_AGAIN, Act.RESTORED, Act.MONTH_CLOSED, Act.MOVED}


def test_where_review_is_required_what_is_new_is_released(config: Path) -> None:
    """Else nothing would ever come."""
    feed = config.parent / "feeds/one.yaml"
    feed.write_text(f"review: required\n{feed.read_text()}")
    acts = replayed(config)
    assert acts[Act.NEWS].about <= told(acts[Act.NEWS]).keys()
    assert all("away-1" in each["id"] for each in list(told(acts[Act.AWAY]).values())[:3])


def test_a_feed_that_has_ended_is_replayed_until_it_is_gone(config: Path) -> None:
    """It takes nothing more, and after a month its documents are no more."""
    feed = config.parent / "feeds/one.yaml"
    ended = datetime.now(UTC).date() - timedelta(days=27)
    feed.write_text(f"ended: {ended}\n{feed.read_text()}".replace("entries: 3", "entries: 90"))
    acts = replayed(config)
    assert acts[Act.CORRECTED].documents
    assert acts[Act.MONTH_CLOSED].documents == {}
    assert [each.findings for each in acts.values() if each.findings] == []


# --- faults of ours are seen -----------------------------------------------------------------------------------------


def test_archives_that_hold_nothing_are_found(config: Path) -> None:
    """As if the archivist had been forgotten."""

    class Forgetful(StageOutput):
        def write(self, path: str, data: bytes) -> bool:
            return "/archive/" not in path and super().write(path, data)

    def altered(opened: Opening) -> Opening:
        return lambda editorial, _output: opened(editorial, Forgetful(StageClock(datetime.now(UTC))))

    found = replayed(config, altered)[Act.AWAY].findings
    assert {each.code for each in found} == {"not-archived"}
    assert {name for each in found for name in each.documents} >= {"one.json", "one.atom", "one.rss"}


def test_bytes_that_depend_on_when_they_were_made_are_found(config: Path) -> None:
    """As if the second start wrote another name."""
    names = iter(["Journey", "Another"])

    def altered(opened: Opening) -> Opening:
        def renamed(editorial: Editorial, output: OutputStore) -> Pipeline:
            configuration = editorial.configuration
            site = replace(configuration.site, name=next(names))
            return opened(replace(editorial, configuration=replace(configuration, site=site)), output)

        return renamed

    (first, *_) = replayed(config, altered)[Act.RESTORED].findings
    assert first.code == "not-restored"


@pytest.fixture
def output() -> StageOutput:
    return StageOutput(StageClock(datetime(2026, 5, 1, tzinfo=UTC)))


def test_documents_of_the_stage_lie_in_memory(output: StageOutput) -> None:
    """As any output store has them."""
    assert (output.read("a"), output.stamp("a"), list(output.paths())) == (None, None, [])
    assert output.write("a", b"1")
    assert not output.write("a", b"1")
    first = output.stamp("a")
    assert output.write("a", b"2")
    assert (output.read("a"), output.stamp("a") != first, list(output.paths())) == (b"2", True, ["a"])
    output.remove("a")
    output.remove("a")
    assert output.read("a") is None
