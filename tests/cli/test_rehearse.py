"""Rehearsing and applying an edited rule, as a user does it."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import typer

from syndicator.bootstrap import load_editorial
from syndicator.cli.retag import day_of
from syndicator.model.coverage import Coverage
from syndicator.model.retagging import Retagging
from syndicator.model.source import SourceState
from syndicator.ports import Batch
from syndicator.store import open_store
from tests.cli.test_commands import Shell, objects
from tests.conftest import ROOT
from tests.journeys.setting import write_setting
from tests.test_pipeline import Press, item

NOW = datetime(2026, 5, 10, 15, 30, tzinfo=UTC)
CONCEPTS = "concepts:\n  alpha: {terms: {en: [alpha]}}\n  beta: {terms: {en: [beta]}}\n"
FEED = "title: {{en: {0}}}\ndescription: {{en: {0}}}\nlanguages: [en]\nrule: {1}\n"


@pytest.fixture
def shell() -> Shell:
    return Shell()


@pytest.fixture
def config(tmp_path: Path, shell: Shell) -> Iterator[Path]:
    """Two feeds of two rules each over one source, polled once: articles 1 to 4 say alpha, beta, both, neither."""
    with Press() as press:
        press.documents["a"] = "".join(
            item(
                str(at), f"Report number {at}", f"The committee of {at} towns wrote about {words} in its yearly report."
            )
            for at, words in enumerate(("alpha", "beta", "alpha and beta", "rain"), start=1)
        )
        folder = tmp_path / "live"
        folder.mkdir()
        config = write_setting(folder, {"a": f"http://127.0.0.1:{press.port}/a"}, port=press.port)
        shutil.rmtree(folder / "feeds")
        shutil.rmtree(config / "concepts")
        for name in ("feeds", "config/concepts"):
            (folder / name).mkdir()
        (config / "concepts/words.yaml").write_text(CONCEPTS)
        edit(config, one="alpha", two="beta")
        assert shell.run("poll", "--all", "--config", str(config))[0] == 0
        yield config


def edit(config: Path, **rules: str) -> None:
    for name, rule in rules.items():
        (config.parent / f"feeds/{name}.yaml").write_text(FEED.format(name, rule))


def titles(config: Path, feed: str) -> list[str]:
    document = json.loads((config.parent / f"public/feeds/{feed}.json").read_bytes())
    return sorted(each["title"] for each in document["items"])


# --- rehearse --------------------------------------------------------------------------------------------------------


def test_a_rehearsal_is_one_object_of_its_schema(shell: Shell, config: Path) -> None:
    """Of a copy of the configuration, while the live one stays as it is."""
    draft = config.parent.parent / "draft"
    shutil.copytree(config.parent, draft, ignore=shutil.ignore_patterns("*.db*", "public"))
    edit(draft / "config", one="beta", two="alpha and beta")
    code, out, _ = shell.run("rehearse", "one", "--json", "--days", "3650", "--config", str(draft / "config"))
    assert code == 0
    found = json.loads(out)
    jsonschema.validate(
        found,
        json.loads((ROOT / "docs/reference/rehearsal.schema.json").read_text("utf-8")),
        format_checker=jsonschema.FormatChecker(),
    )
    assert found["total"] == {"articles": 4, "added": 1, "dropped": 1, "kept": 1}
    assert (found["languages"], found["sources"]) == ({"en": found["total"]}, {"a": found["total"]})
    assert found["days"] == {"2026-05-01": found["total"]}
    assert found["also_edited"] == ["two"]
    assert found["live_version"] not in (None, found["edited_version"])
    [added], [dropped] = found["samples"]["added"], found["samples"]["dropped"]
    assert (added["title"], [each["words"] for each in added["evidence"]]) == ("Report number 2", ["beta"])
    assert (dropped["title"], [each["words"] for each in dropped["evidence"]]) == ("Report number 1", ["alpha"])
    assert added["missing"] == []
    assert "beta" in dropped["missing"][0]


def test_nothing_is_stored_or_published(shell: Shell, config: Path) -> None:
    """Not one byte, and no lock is needed: a service may run."""
    edit(config, one="beta")
    service = open_store(load_editorial(config).configuration.store, exclusive=True)
    before = {file: file.stat().st_mtime_ns for file in config.parent.rglob("public/**/*") if file.is_file()}
    versions, tags = service.topic_versions(), service.counts()["tags"]
    assert shell.run("rehearse", "one", "--config", str(config))[0] == 0
    assert (service.topic_versions(), service.counts()["tags"], service.dirty()) == (versions, tags, {})
    assert {file: file.stat().st_mtime_ns for file in before} == before
    service.close()


def test_people_get_tables_samples_and_a_page(shell: Shell, config: Path, tmp_path: Path) -> None:
    """With what the edited rule misses, and other feeds that are edited too."""
    edit(config, one="beta", two="alpha")
    page = tmp_path / "page.html"
    code, out, err = shell.run("rehearse", "one", "--html", str(page), "--config", str(config))
    assert code == 0
    assert "1 added  1 dropped  1 kept" in out
    for words in ("language", "source", "added  Report number 2", "dropped  Report number 1", "live version"):
        assert words in out
    assert "Rules of other feeds are edited too: two" in out
    assert f"written: {page}" in err
    assert b"Report number 2" in page.read_bytes()


def test_an_unedited_rule_and_a_new_one_are_said_to_be_so(shell: Shell, config: Path) -> None:
    """Nothing to compare, and nothing to compare with."""
    _, out, _ = shell.run("rehearse", "one", "--config", str(config))
    assert "the rule on disk is the live one" in out
    assert "0 added  0 dropped  2 kept" in out
    edit(config, three="alpha or beta")
    _, out, _ = shell.run("rehearse", "three", "--config", str(config))
    assert "no rule of this feed was live" in out
    assert "3 added  0 dropped  0 kept" in out


def test_where_nothing_is_found_no_table_is_shown(shell: Shell, config: Path) -> None:
    """Only that it is so."""
    edit(config, three="alpha and language:fr")
    code, out, _ = shell.run("rehearse", "three", "--config", str(config))
    assert (code, "0 added  0 dropped  0 kept" in out, "looked at" in out) == (0, True, False)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("oen",), "did you mean 'one'"),
        (("one", "--days", "0"), "--days"),
        (("one", "--html", "no/such/folder/page.html"), "there is no folder"),
    ],
)
def test_what_cannot_be_rehearsed_is_refused(shell: Shell, config: Path, words: tuple[str, ...], said: str) -> None:
    """Exit code 2, nothing started."""
    code, out, err = shell.run("rehearse", *words, "--config", str(config))
    assert (code, out, said in err) == (2, "", True)


def test_an_edit_that_fails_its_examples_is_refused(config: Path) -> None:
    """As check tells it."""
    file = config.parent / "feeds/one.yaml"
    file.write_text(file.read_text() + "examples:\n  include:\n    - {language: en, title: Rain, text: It rained.}\n")
    done = subprocess.run(
        [sys.executable, "-m", "syndicator", "rehearse", "one", "--config", str(config)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout, "fails its example" in done.stderr) == (2, "", True)


def test_a_page_that_cannot_be_written_is_a_failure(shell: Shell, config: Path, tmp_path: Path) -> None:
    """Exit code 1: what was found was told."""
    code, out, err = shell.run("rehearse", "one", "--html", str(tmp_path), "--config", str(config))
    assert (code, "kept" in out, "cannot be written" in err) == (1, True, True)


# --- retag -----------------------------------------------------------------------------------------------------------


def test_an_edited_rule_is_applied_and_its_feed_follows(shell: Shell, config: Path) -> None:
    """That of another feed waits; ids and dates stay."""
    before = json.loads((config.parent / "public/feeds/one.json").read_bytes())["items"]
    edit(config, one="alpha or beta", two="alpha")
    code, out, _ = shell.run("retag", "one", "--config", str(config))
    assert (code, "4 articles tagged anew" in out) == (0, True)
    assert "one: 3 entries" in out
    assert titles(config, "one") == ["Report number 1", "Report number 2", "Report number 3"]
    assert titles(config, "two") == ["Report number 2", "Report number 3"]
    after = {each["id"]: each for each in json.loads((config.parent / "public/feeds/one.json").read_bytes())["items"]}
    assert [after[each["id"]] for each in before] == before
    code, out, _ = shell.run("retag", "--json", "--config", str(config))
    told, *reports = objects(out)
    assert (told["feeds"], told["articles"], told["left_to_service"]) == (["one", "two"], 4, False)
    assert {each["feed"] for each in reports} == {"one", "two", "(site)"}
    assert titles(config, "two") == ["Report number 1", "Report number 3"]


@pytest.mark.parametrize(
    ("since", "day"),
    [
        ("30", date(2026, 4, 10)),
        ("0", date(2026, 5, 10)),
        ("2024-02-29", date(2024, 2, 29)),
        ("2026-05-10", NOW.date()),
    ],
)
def test_since_is_a_date_or_a_number_of_days(since: str, day: date) -> None:
    """The whole of the first day is part of it."""
    assert day_of(since, NOW) == datetime(day.year, day.month, day.day, tzinfo=UTC)


@pytest.mark.parametrize("since", ["yesterday", "2026-13-01", "2026-05-11", "99999999", ""])
def test_what_is_no_day_is_refused(since: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A typing error must not tag a year anew."""
    with pytest.raises(typer.Exit) as left:
        day_of(since, NOW)
    assert left.value.exit_code == 2
    assert since in capsys.readouterr().err


def test_beside_a_running_service_it_is_left_to_the_service(shell: Shell, config: Path) -> None:
    """It looks into the store at every tick; the same wish twice is one."""
    service = open_store(load_editorial(config).configuration.store, exclusive=True)
    for options in ((), ("--json",)):
        code, out, _ = shell.run("retag", "one", "--since", "2024-01-01", *options, "--config", str(config))
        assert (code, "service" in out) == (0, True)
    left = service.retagging()
    assert left is not None
    assert (list(left.topics), left.since, left.done) == (["one"], datetime(2024, 1, 1, tzinfo=UTC), 0)
    code, out, _ = shell.run("status", "--json", "--config", str(config))
    told = {"topics": ["one"], "since": "2024-01-01T00:00:00Z", "done": 0, "left": 4}
    assert (code, json.loads(out)["retagging"]) == (0, told)
    assert "Tagged anew: 0 articles, 4 to go" in shell.run("status", "--config", str(config))[1]
    code, _, err = shell.run("retag", "two", "--config", str(config))
    assert (code, "already" in err) == (2, True)
    service.close()


def test_the_rules_of_a_running_service_are_not_changed_behind_its_back(shell: Shell, config: Path) -> None:
    """It would go on tagging news with its own: edits reach it by its files."""
    edit(config, one="beta")
    service = open_store(load_editorial(config).configuration.store, exclusive=True)
    code, _, err = shell.run("retag", "--config", str(config))
    assert (code, "other rules than these for: one" in err) == (2, True)
    assert service.retagging() is None
    version = load_editorial(config).configuration.topics["one"].version
    service.begin_retagging(Retagging({"one": version}, datetime(2020, 1, 1, tzinfo=UTC), NOW))
    assert shell.run("retag", "one", "--config", str(config))[0] == 0, "the service is about to adopt the edit"
    service.close()


def test_retagging_refuses_unknown_feeds(shell: Shell, config: Path) -> None:
    """Exit code 2 with what was meant."""
    code, _, err = shell.run("retag", "tow", "--config", str(config))
    assert (code, "did you mean 'two'" in err) == (2, True)


# --- the coverage ledger ---------------------------------------------------------------------------------------------


def test_status_tells_what_rules_saw_and_where_they_are_blind(shell: Shell, config: Path) -> None:
    """For machines per language, for people where something is wrong."""
    _, out, _ = shell.run("status", "--json", "--config", str(config))
    found: dict[str, Any] = json.loads(out)
    assert {each["feed"]: each["coverage"] for each in found["feeds"]} == {
        "one": {"en": {"seen": 4, "tagged": 2, "near": 0}},
        "two": {"en": {"seen": 4, "tagged": 2, "near": 0}},
    }
    assert (found["blind"], found["retagging"]) == ([], None)
    store = open_store(load_editorial(config).configuration.store)
    rows = (Coverage("one", "en", date(2026, 5, 1), 300, 30), Coverage("one", "kk-Arab", date(2026, 5, 1), 90, 0, 7))
    store.apply(Batch(SourceState("a"), at=datetime(2026, 5, 2, tzinfo=UTC), coverage=rows))
    store.close()
    _, out, _ = shell.run("status", "--json", "--config", str(config))
    [blind] = json.loads(out)["blind"]
    assert (blind["topic"], blind["language"], blind["seen"], blind["near"]) == ("one", "kk-Arab", 90, 7)
    assert (blind["others_seen"], blind["others_tagged"], blind["chance"] < 0.01) == (304, 32, True)
    _, out, _ = shell.run("status", "--config", str(config))
    assert "one may be blind in kk-Arab: none of 90 articles, 7 near misses, while it finds 32 of 304" in out
