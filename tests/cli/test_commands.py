"""Commands as a user calls them, in processes of their own where exit codes and streams matter."""

from __future__ import annotations

import gzip
import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from typer.testing import CliRunner

from syndicator.bootstrap import Preview, load_editorial, trial_source
from syndicator.chaos import Authorities
from syndicator.chaos.listeners import Certificate
from syndicator.cli import app, main
from syndicator.cli.explain import title_and_text
from syndicator.cli.source import _proposed
from syndicator.cli.status import gather
from syndicator.cli.trial import rows
from syndicator.errors import ConfigurationError
from syndicator.model.history import excused, failed, succeeded
from syndicator.model.source import Outcome, SourceState
from syndicator.ports import Batch
from syndicator.publish.output import FolderOutput
from syndicator.store import open_store
from tests.conftest import ROOT
from tests.journeys.setting import write_setting
from tests.loopback import Answer, Loopback
from tests.test_pipeline import TEXT, Press, item

OTHER = (
    "Physicians of Astana and Jerusalem met at a congress to compare how their universities train surgeons. The "
    "medical faculties of both countries will send residents to each other's clinics next spring, its organisers said."
)


FEEDS = sorted(file.stem for file in (ROOT / "feeds").glob("*.yaml"))


@pytest.fixture
def press() -> Iterator[Press]:
    with Press() as press:
        press.documents["a"] = item("1", "Medical universities sign agreement") + item(
            "2", "Rain", "It rained all day."
        )
        yield press


@pytest.fixture
def config(tmp_path: Path, press: Press) -> Path:
    sources = {"a": f"http://127.0.0.1:{press.port}/a", "b": f"http://127.0.0.1:{press.port}/b"}
    return write_setting(tmp_path, sources, port=press.port)


class Shell:
    """Calls the command line in this process and keeps what it said."""

    def __init__(self) -> None:
        self.runner = CliRunner()

    def run(self, *words: str, stdin: str = "") -> tuple[int, str, str]:
        result = self.runner.invoke(app, list(words), input=stdin, catch_exceptions=False)
        return result.exit_code, result.stdout, result.stderr


@pytest.fixture
def shell() -> Shell:
    return Shell()


def objects(text: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in text.splitlines()]


# --- check -----------------------------------------------------------------------------------------------------------


def test_the_shipped_configuration_is_in_order(shell: Shell) -> None:
    """At least twenty sources, both first topics, their examples proved."""
    code, out, _ = shell.run("check", "--json", "--config", str(ROOT / "config"))
    found = json.loads(out)
    assert code == 0
    assert found["sources"] >= 20
    assert found["feeds"] >= 2
    assert found["examples"] >= 16


def test_one_run_of_check_names_five_different_faults_with_file_line_and_remedy(config: Path) -> None:
    """A wrong key, a wrong type, an unknown concept, a rule that fails its example, two sources with one id."""
    (config / "sources/twin.yaml").write_text("publisher: Twin\nsources:\n  - {id: a, address: 'https://a.example/'}\n")
    (config / "sources/key.yaml").write_text(
        "publisher: Key\nsources:\n  - id: key\n    address: https://k.example/\n    langauge: ru\n"
    )
    (config / "sources/type.yaml").write_text(
        "publisher: Type\nsources:\n  - id: type\n    address: https://t.example/\n    trust: much\n"
    )
    feeds = config.parent / "feeds"
    shown = "title: {en: X}\ndescription: {en: X}\nlanguages: [en]\n"
    (feeds / "unknown.yaml").write_text(f"{shown}rule: medical-educaton\n")
    (feeds / "failing.yaml").write_text(
        f"{shown}rule: medical-education\nexamples:\n  include:\n"
        "    - {language: en, title: Rain, text: It rained all day.}\n"
    )
    done = subprocess.run(
        [sys.executable, "-m", "syndicator", "check", "--config", str(config)],
        capture_output=True, text=True, check=False, cwd=config.parent,
    )  # fmt: skip
    assert done.returncode == 2
    lines = done.stderr.splitlines()
    wanted = {
        "key.yaml:5:5": "did you mean 'language'",
        "type.yaml:5:": "trust",
        "unknown.yaml:4:": "did you mean 'medical-education'",
        "failing.yaml:7:": "fails its example",
        "twin.yaml:3:": "'a'",
    }
    for place, hint in wanted.items():
        assert any(place in line and hint in line for line in lines), (place, done.stderr)
    assert "5 problems; nothing was started" in done.stderr


def test_problems_are_told_to_programs_as_to_people(shell: Shell, config: Path) -> None:
    """One object on standard output, with the place of each; exit code 2."""
    code, out, err = shell.run("check", "--json", "--config", str(config))
    assert (code, objects(out)[0]["ok"], err) == (0, True, "")
    file = config / "sources/journey.yaml"
    file.write_text(file.read_text().replace("publisher: ", "pubisher: "))
    code, out, err = shell.run("check", "--json", "--config", str(config))
    (found,) = objects(out)
    assert (code, found["ok"], err) == (2, False, "")
    problems: Any = found["problems"]
    assert {(Path(each["file"]).name, each["line"], each["path"]) for each in problems} == {
        ("journey.yaml", 1, "pubisher"),
        ("journey.yaml", 1, "publisher"),
    }
    assert problems[0].keys() == {"file", "line", "column", "path", "message", "hint"}


def test_a_missing_folder_is_refused_in_words(shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Exit code 2 and no traceback."""
    monkeypatch.setattr(sys, "argv", ["syndicator", "check", "--config", str(tmp_path / "none")])
    with pytest.raises(SystemExit) as left:
        main()
    assert left.value.code == 2


# --- poll, publish, status, explain ----------------------------------------------------------------------------------


def test_poll_reports_each_source_and_a_total(shell: Shell, config: Path) -> None:
    """The JSON of the contract."""
    code, out, _ = shell.run("poll", "--all", "--json", "--config", str(config))
    lines = objects(out)
    assert code == 0
    by_source = {line["source"]: line for line in lines if "source" in line}
    assert set(by_source) == {"a", "b"}
    for key in ("outcome", "entries", "new", "updated", "duplicates", "rejected", "seconds", "next_poll"):
        assert key in by_source["a"]
    assert lines[-1]["total"]["new"] == 2  # type: ignore[index]
    again, out, _ = shell.run("poll", "--json", "--config", str(config))
    assert again == 0
    assert objects(out)[-1]["total"]["sources"] == 0  # type: ignore[index]


def test_what_is_published_is_put_where_others_serve_it(shell: Shell, config: Path) -> None:
    """By poll and by publish; status tells how far that place is behind, and a poll that it cannot be reached."""
    assert json.loads(shell.run("status", "--json", "--config", str(config))[1])["mirror"] is None
    main, public, shared = config / "syndicator.yaml", config.parent / "public", config.parent / "shared"
    named = f"public', mirror: {{address: 'file://{shared}'}}"
    main.write_text(main.read_text("utf-8").replace("public'", named), "utf-8")
    shared.write_bytes(b"")
    code, _, err = shell.run("poll", "--all", "--config", str(config))
    assert (code, "(mirror): held back" in err, f"file://{shared}: " in err) == (1, True, True)
    shared.unlink()
    code, out, _ = shell.run("poll", "--all", "--config", str(config))
    assert (code, "documents written" in out) == (0, True)
    here = {path: (public / path).read_bytes() for path in FolderOutput(public).paths()}
    assert {path: (shared / path).read_bytes() for path in FolderOutput(shared).paths()} == here
    (public / ".half.atom.1.tmp").write_bytes(b"<feed")
    status = json.loads(shell.run("status", "--json", "--config", str(config))[1])["mirror"]
    assert (public / ".half.atom.1.tmp").exists(), "what a running service is writing is left alone"
    assert status == {"address": f"file://{shared}", "waiting": 0, "since": None, "failed": []}
    (shared / "robots.txt").unlink()
    (shared / "robots.txt").mkdir()
    code, _, err = shell.run("publish", "--all", "--config", str(config))
    assert (code, "(mirror): held back" in err) == (1, True)
    _, out, _ = shell.run("status", "--config", str(config))
    assert f"Mirror file://{shared}: 1 documents wait, failing since" in out
    (shared / "robots.txt").rmdir()
    assert shell.run("publish", "--all", "--config", str(config))[0] == 0
    assert "up to date" in shell.run("status", "--config", str(config))[1]


def test_a_poll_with_failures_ends_with_one_and_shows_them(shell: Shell, config: Path, press: Press) -> None:
    """Failures are reported, not hidden."""
    press.status = 503
    code, out, _ = shell.run("poll", "a", "--config", str(config))
    assert code == 1
    assert "server-error" in out


def test_edits_are_explained_with_what_was_there_before(shell: Shell, config: Path, press: Press) -> None:
    """The latest first, when it was and what changed."""
    shell.run("poll", "--all", "--config", str(config))
    for title in ("Medical universities sign a treaty", "Medical universities sign a pact"):
        press.documents["a"] = item("1", title)
        shell.run("poll", "a", "--config", str(config))
    code, out, _ = shell.run("explain", "https://news.example/1", "--json", "--config", str(config))
    found = json.loads(out)
    assert code == 0
    assert [(each["because"], each["title"]) for each in found["revisions"]] == [
        (["the title changed"], "Medical universities sign a treaty"),
        (["the title changed"], "Medical universities sign agreement"),
    ]
    assert found["published"] < found["updated"]
    _, out, _ = shell.run("explain", "https://news.example/1", "--config", str(config))
    assert "the title changed; it was Medical universities sign agreement" in " ".join(out.split())


@pytest.mark.parametrize(
    ("then", "now", "applied", "why"),
    [
        (
            "headline",
            "excerpt",
            "headline",
            "the source allowed no more when this was collected; now it allows excerpt",
        ),
        ("full", "headline", "headline", "the source allows no more now; when this was collected it allowed full"),
        ("excerpt", "excerpt", "excerpt", ""),
    ],
)
def test_rights_are_explained_as_they_are_applied(
    shell: Shell, config: Path, then: str, now: str, applied: str, why: str
) -> None:
    """An editor who changed the rights of a source sees what they do to what was collected before, and why."""
    sources = config / "sources/journey.yaml"
    text = sources.read_text()
    assert "republish: " in text
    as_it_was = text.replace("republish: full", f"republish: {then}")
    sources.write_text(as_it_was)
    shell.run("poll", "--config", str(config), "a")
    sources.write_text(as_it_was.replace(f"republish: {then}", f"republish: {now}"))
    link = "https://news.example/1"
    found = json.loads(shell.run("explain", link, "--config", str(config), "--json")[1])
    assert (found["rights"]["republish"], found["rights"]["because"]) == (applied, why or None)
    shown = shell.run("explain", link, "--config", str(config))[1]
    assert re.search(rf"^rights +{applied}{': ' + why if why else ''}$", shown, re.M)


def test_a_better_identity_is_proposed_where_guids_are_no_good(shell: Shell, config: Path, press: Press) -> None:
    """By poll, by status until it is better, and by preview (I03, I05)."""

    def say(guid: str) -> None:
        news = [item(guid.format(n), f"News {n}", f"{n} {TEXT}", f"https://news.example/{n}") for n in range(3)]
        press.documents["a"] = "".join(news)

    say("first-{}")
    shell.run("poll", "a", "--config", str(config))
    say("second-{}")
    _, out, _ = shell.run("poll", "a", "--json", "--config", str(config))
    advice = (
        "its guids changed while its pages stayed (3 of 3): if they do so again, set 'identity: link' for the source"
    )
    assert objects(out)[0]["notes"] == [advice]
    _, out, _ = shell.run("status", "--json", "--config", str(config))
    assert {each["source"]: each["message"] for each in json.loads(out)["sources"]}["a"] == advice
    say("latest")
    _, out, _ = shell.run("preview", "a", "--json", "--config", str(config))
    assert objects(out)[-1]["notes"] == [
        "one guid stands for several entries (3 of 3): set 'identity: link' for the source"
    ]


def test_what_was_polled_can_be_explained_and_its_state_seen(shell: Shell, config: Path) -> None:
    """By address; for people and for machines."""
    shell.run("poll", "--all", "--config", str(config))
    code, out, _ = shell.run("explain", "https://news.example/1", "--json", "--config", str(config))
    found = json.loads(out)
    assert code == 0
    verdict = {"in": True, "because": ["the rule holds"], "close": [], "decisions": []}
    assert found["feeds"]["medical-education"] == verdict
    code, out, _ = shell.run("explain", "https://news.example/2", "--config", str(config))
    assert "not in medical-education" in out
    code, out, _ = shell.run("status", "--json", "--config", str(config))
    status = json.loads(out)
    assert {each["source"]: each["health"] for each in status["sources"]} == {"a": "ok", "b": "ok"}
    assert status["backlog"] == 0
    assert not any(each["pending"] for each in status["feeds"])
    code, out, _ = shell.run("status", "--config", str(config))
    assert "medical-education" in out
    code, out, _ = shell.run("publish", "--all", "--json", "--config", str(config))
    assert code == 0
    assert {line["feed"] for line in objects(out)} == {*FEEDS, "(site)"}
    assert all(line["written"] == [] for line in objects(out))
    code, out, _ = shell.run("publish", "medical-education", "--config", str(config))
    assert "0 documents written" in out


def test_status_counts_the_entries_of_the_feed_of_all_languages(shell: Shell, config: Path, press: Press) -> None:
    """As they are published: a reprint is folded, and a source that is disabled has no say."""
    press.documents["b"] = item("copy", "Medical universities sign agreement") + item("3", "Doctors meet", OTHER)
    shell.run("poll", "a", "--config", str(config))
    shell.run("poll", "b", "--config", str(config))
    _, out, _ = shell.run("status", "--json", "--config", str(config))
    published = json.loads((config.parent / "public/feeds/medical-education.json").read_text("utf-8"))
    found = {each["feed"]: each for each in json.loads(out)["feeds"]}["medical-education"]
    assert (found["entries"], found["languages"]) == (len(published["items"]), {"en": len(published["items"])})
    assert found["queued"] == {}
    assert len(published["items"]) == 2


def test_a_feed_that_is_held_back_is_shown_as_pending(shell: Shell, config: Path, press: Press) -> None:
    """With where to look for the reason."""
    shell.run("poll", "--all", "--config", str(config))
    store = open_store(load_editorial(config).configuration.store)
    store.mark_dirty(["medical-education"])
    store.close()
    _, out, _ = shell.run("status", "--json", "--config", str(config))
    pending = {each["feed"]: each["pending"] for each in json.loads(out)["feeds"]}
    assert pending == {feed: feed == "medical-education" for feed in FEEDS}
    _, out, _ = shell.run("status", "--config", str(config))
    assert "pending" in out
    assert "held back" in out


def test_status_tells_when_the_schedule_of_today_polls_next(shell: Shell, config: Path) -> None:
    """Not what was planned before the operator changed it."""
    shell.run("poll", "a", "--config", str(config))
    settings = config / "syndicator.yaml"
    settings.write_text(settings.read_text("utf-8").replace("interval: 60m", "interval: 60s"), "utf-8")
    _, out, _ = shell.run("status", "--json", "--config", str(config))
    told = {each["source"]: each["next_poll_because"] for each in json.loads(out)["sources"]}
    assert "minutes" not in told["a"]
    assert told["b"] == "soon, for the first time"


def test_status_of_one_source_shows_its_last_polls_by_the_clock_of_the_operator(
    shell: Shell, config: Path, press: Press, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With readable reasons; machines get UTC."""
    shell.run("poll", "a", "--config", str(config))
    press.status = 503
    for _ in range(3):
        shell.run("poll", "a", "--config", str(config))
    code, out, _ = shell.run("status", "a", "--json", "--config", str(config))
    found = json.loads(out)
    assert code == 0
    assert (found["source"], found["health"], found["failures"]) == ("a", "failing", 3)
    assert [each["outcome"] for each in found["attempts"]] == [*["server-error"] * 3, "ok"]
    assert found["attempts"][0]["message"]
    assert found["attempts"][3]["new"] == 2
    assert found["attempts"][0]["at"].endswith("Z")
    monkeypatch.setenv("TZ", "Asia/Almaty")
    time.tzset()
    try:
        code, out, _ = shell.run("status", "a", "--config", str(config))
    finally:
        monkeypatch.delenv("TZ")
        time.tzset()
    polled = datetime.fromisoformat(found["attempts"][0]["at"]).astimezone(ZoneInfo("Asia/Almaty"))
    assert f"{polled:%Y-%m-%d %H:%M}" in out
    assert out.count("server-error") >= 3
    assert "after 3 failures in a row (server-error)" in out
    assert "too little is known" in out


def test_status_of_a_source_never_polled_or_unknown(shell: Shell, config: Path) -> None:
    """The one waits; the other is refused with what may be meant."""
    code, out, _ = shell.run("status", "b", "--json", "--config", str(config))
    assert (code, json.loads(out)["attempts"], json.loads(out)["health"]) == (0, [], "waiting")
    code, _, err = shell.run("status", "medical", "--config", str(config))
    assert (code, "no such source" in err) == (2, True)


def test_status_tells_of_hosts_that_rest_and_of_an_outage_of_our_own(config: Path, press: Press) -> None:
    """What one source was told concerns its neighbours; what is our own fault is said above all."""
    configuration = load_editorial(config).configuration
    moment = datetime(2026, 5, 1, 12, 0, tzinfo=UTC)
    well = succeeded(SourceState("b", address=configuration.sources["b"].address), Outcome.OK, moment)
    limited = failed(SourceState("a"), Outcome.RATE_LIMITED, "too often", moment, retry_after=7200)
    planned = moment + timedelta(hours=1)
    store = open_store(configuration.store)
    for state in (limited, well):
        store.apply(Batch(replace(state, next_poll=planned)))
    told = {each["source"]: each for each in gather(configuration, store, moment)["sources"]}
    assert told["b"]["next_poll"] == "2026-05-01T14:00:00Z"
    assert told["b"]["next_poll_because"] == "in 2 hours: its host asked to be left alone"
    assert gather(configuration, store, moment)["network"] == ""
    store.apply(Batch(replace(excused(well, Outcome.DNS, "our network", moment), next_poll=planned)))
    assert gather(configuration, store, moment)["network"].startswith("Our own network seems to be down")
    store.close()


@pytest.mark.parametrize("form", [(), ("--json",)])
def test_before_the_first_poll_status_shows_that_all_wait_and_makes_no_store(
    shell: Shell, config: Path, form: tuple[str, ...]
) -> None:
    """Looking must not leave an empty database, owned perhaps by the wrong user."""
    code, out, err = shell.run("status", *form, "--config", str(config))
    assert (code, "start the service, or poll once" in err) == (0, True)
    assert "waiting" in out
    assert not list(config.parent.glob("journey.db*"))


def test_nothing_can_be_explained_before_the_first_poll(config: Path) -> None:
    """Exit code 2 with what to do; no store is made."""
    done = subprocess.run(
        [sys.executable, "-m", "syndicator", "explain", "https://news.example/1", "--config", str(config)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1
    assert "start the service, or poll once" in done.stderr
    assert not list(config.parent.glob("journey.db*"))


@pytest.mark.parametrize("options", [("--accept-shrink",), ("--accept-shrink", "--json")])
def test_publishing_beside_a_running_service_is_left_to_it(
    shell: Shell, config: Path, options: tuple[str, ...]
) -> None:
    """The service holds the store and looks into the outbox at every tick."""
    store = open_store(load_editorial(config).configuration.store, exclusive=True)
    code, out, _ = shell.run("publish", "medical-education", *options, "--config", str(config))
    assert code == 0
    assert "medical-education" in out
    assert (store.dirty(), store.shrink_accepted()) == ({"medical-education": 1}, {"medical-education"})
    store.close()


@pytest.mark.parametrize("words", [("poll", "nobody"), ("publish", "medical-educatio")])
def test_unknown_names_are_refused(shell: Shell, config: Path, words: tuple[str, ...]) -> None:
    """Exit code 2; the message says where to look."""
    code, _, err = shell.run(*words, "--config", str(config))
    assert code == 2
    assert words[1] in err
    assert ("did you mean 'medical-education'" in err) is (words[0] == "publish")


def test_an_article_nobody_has_is_said_so(shell: Shell, config: Path) -> None:
    """Exit code 1, with what else to try."""
    shell.run("poll", "a", "--config", str(config))
    code, _, err = shell.run("explain", "https://nowhere.example/", "--config", str(config))
    assert code == 1
    assert "preview" in err


def test_a_text_file_is_explained_with_the_words_that_matched(shell: Shell, config: Path, tmp_path: Path) -> None:
    """Nothing needs to be stored."""
    text = tmp_path / "article.txt"
    text.write_text(f"Medical universities sign agreement\n\n{TEXT}", encoding="utf-8")
    code, out, _ = shell.run("explain", str(text), "--json", "--config", str(config))
    found = json.loads(out)
    assert code == 0
    assert set(found["places"]) == {"KZ", "IL"}
    assert {topic["topic"] for topic in found["topics"]} >= {"medical-education", "international-cooperation"}
    assert all(each["words"] for topic in found["topics"] for each in topic["evidence"])
    assert all(each["words"] for each in found["place_mentions"])
    _, out, _ = shell.run("explain", str(text), "--config", str(config))
    assert "places" in out
    assert any(line.split()[:2] == ["KZ", "text"] for line in out.splitlines())
    (tmp_path / "empty.txt").write_text("  ")
    code, _, err = shell.run("explain", str(tmp_path / "empty.txt"), "--config", str(config))
    assert code == 1
    assert "no-" in err


def test_what_a_text_lacks_is_explained_with_what_came_close(shell: Shell, config: Path, tmp_path: Path) -> None:
    """The nearest way in, and the term that stands elsewhere, in its context."""
    keep_feeds(config, "medical-education")
    write_rule(config, "title:(medical-education or residency)")
    text = tmp_path / "article.txt"
    text.write_text(
        "Clinic opens\n\nThe residency programme of the clinic takes ten residents a year.", encoding="utf-8"
    )
    _, out, _ = shell.run("explain", str(text), "--json", "--config", str(config))
    verdict = json.loads(out)["feeds"]["medical-education"]
    assert (verdict["in"], verdict["because"]) == (False, ["needs one of: medical-education, residency in the title"])
    (close,) = verdict["close"]
    assert (close["concept"], close["field"], close["because"]) == ("residency", "text", "not in the title")
    _, out, _ = shell.run("explain", str(text), "--config", str(config))
    assert "The ⟦residency programme⟧ of the clinic takes" in out
    assert out.rstrip().endswith("not in the title")


def test_a_rule_and_weights_are_shown(shell: Shell, config: Path, tmp_path: Path) -> None:
    """So that a score can be reckoned; long rules are cut."""
    concepts = config / "concepts/medical-education.yaml"
    concepts.write_text("concepts:\n  exam: {terms: {en: [finals^2.5]}}\n  long-name: {terms: {en: [x]}}\n", "utf-8")
    keep_feeds(config, "international-cooperation", "medical-education")
    for name in ("international-cooperation", "medical-education"):
        write_rule(config, "exam or title:(exam or long-name)", name)
    text = tmp_path / "article.txt"
    text.write_text("Finals begin\n\nThe finals of the school have begun in all its departments this week.", "utf-8")
    _, out, _ = shell.run("explain", str(text), "--config", str(config))
    assert "score 5, rule " in out
    assert "exam^2.5 " in out
    assert "\n  exam or title:(exam or long-name)\n" in out
    write_rule(config, " or ".join(f"title:exam near/{at} long-name" for at in range(20)) + " or exam")
    _, out, _ = shell.run("explain", str(text), "--config", str(config))
    assert "…\n" in out
    assert "near/19" not in out


def keep_feeds(config: Path, *names: str) -> None:
    """Take the other feeds away."""
    for file in (config.parent / "feeds").glob("*.yaml"):
        if file.stem not in names:
            file.unlink()


def write_rule(config: Path, rule: str, feed: str = "medical-education") -> None:
    """Give a feed another rule, without examples."""
    (config.parent / f"feeds/{feed}.yaml").write_text(f"title: {{en: {feed}}}\nrule: {json.dumps(rule)}\n", "utf-8")


def test_a_short_first_paragraph_is_the_title() -> None:
    """A text that is one paragraph has none."""
    assert title_and_text("Title\nof two lines\n\nText\n\nMore") == ("Title of two lines", "Text\n\nMore")
    assert title_and_text("Only text") == ("", "Only text")
    assert title_and_text("x" * 300 + "\n\ny") == ("", "x" * 300 + "\n\ny")


# --- source, preview -------------------------------------------------------------------------------------------------


def test_sources_are_listed_with_their_reason_when_disabled(shell: Shell, config: Path) -> None:
    """For people and for machines."""
    (config / "sources/off.yaml").write_text(
        "publisher: Off\nsources:\n"
        "  - {id: off, address: 'https://o.example/', enabled: false, reason: 'it is dead [/b]'}\n"
    )
    _, out, _ = shell.run("source", "list", "--config", str(config))
    assert "it is dead [/b]" in out
    assert "it is dead [/b]" in shell.run("status", "--config", str(config))[1]
    code, _, err = shell.run("source", "add", "https://x.example/", "--id", "../evil", "--config", str(config))
    assert (code, "is no id" in err) == (2, True)
    _, out, _ = shell.run("source", "list", "--json", "--config", str(config))
    assert {line["source"]: line["enabled"] for line in objects(out)} == {"a": True, "b": True, "off": False}


def test_a_source_is_added_from_its_address(shell: Shell, config: Path, press: Press) -> None:
    """What it gives is shown, the file is written on agreement, and it loads."""
    press.documents["c"] = press.documents["a"]
    address = f"http://127.0.0.1:{press.port}/c"
    words = ("source", "add", address, "--id", "added", "--allow-private", "127.0.0.0/8", "--config", str(config))
    code, out, err = shell.run(*words)
    assert (code, (config / "sources/added.yaml").exists()) == (0, False)
    assert "Medical universities sign agreement" in out
    assert "nothing was written: say --yes" in err
    code, _, _ = shell.run(*words, "--yes")
    assert (code, (config / "sources/added.yaml").exists()) == (0, True)
    assert "    rights: {republish: headline}\n" in (config / "sources/added.yaml").read_text()
    code, out, _ = shell.run("source", "list", "--json", "--config", str(config))
    assert "added" in {line["source"] for line in objects(out)}
    code, _, err = shell.run(*words, "--yes")
    assert code == 2
    assert "exists already" in err
    code, _, err = shell.run(*(word if word != "added" else "again" for word in words), "--yes")
    assert (code, f"the source 'added' collects {address} already" in err) == (2, True)


def test_a_source_behind_an_authority_of_its_own_is_added_with_its_certificates(
    shell: Shell, config: Path, authorities: Authorities
) -> None:
    """``--certificates``: trusted on the way, and written into the file."""
    feed = f"<rss version='2.0'><channel>{item('1', 'Rain', 'It rained.')}</channel></rss>".encode()
    tls = authorities.server("add", Certificate("localhost"))
    with Loopback(lambda path, _: (200, {}, feed), tls=tls) as publisher:
        private = ("--allow-private", "127.0.0.0/8", "--allow-private", "::1/128")
        words = ("source", "add", f"https://localhost:{publisher.port}/", "--yes", "--id", "own", *private)
        code, _, err = shell.run(*words, "--config", str(config))
        assert (code, "certificate" in err) == (1, True)
        code, _, _ = shell.run(*words, "--certificates", str(authorities.pem), "--config", str(config))
        assert code == 0
        source = load_editorial(config).configuration.sources["own"]
        assert source.certificates == authorities.pem.read_text(encoding="ascii")
        assert shell.run("poll", "own", "--config", str(config))[0] == 0


def test_certificates_that_are_none_are_refused_before_anything_is_fetched(shell: Shell, config: Path) -> None:
    """With the file, and what should be in it."""
    file = config / "ca.pem"
    file.write_text("no certificate")
    with pytest.raises(ConfigurationError, match=r"ca\.pem.*is no certificate in PEM form"):
        shell.run("source", "add", "https://x.example/", "--certificates", str(file), "--config", str(config))


@pytest.mark.parametrize(
    ("address", "ports"),
    [
        ("https://x.example:8443/feed", (80, 443, 8443)),
        ("https://x.example/feed", (80, 443)),
        ("https://x.example:99999/feed", (80, 443)),
        ("https://[x/", (80, 443)),
    ],
)
def test_an_address_nobody_configured_may_use_the_port_it_names(address: str, ports: tuple[int, ...]) -> None:
    """Beside the usual ones, to which it may redirect; what is no address is told by the fetcher."""
    assert trial_source(address).allow_ports == ports


def test_a_source_on_an_odd_port_is_written_so_that_it_can_be_fetched(shell: Shell, config: Path) -> None:
    """The port of the feed behind the page; names that settings cannot hold are made fit for them."""
    about = "<title>Odd\x85 &#x2028; news</title><link>/home page</link>"
    feed = f"<rss version='2.0'><channel>{about}{item('1', 'Rain', 'It rained.')}</channel></rss>".encode()
    with Loopback(lambda path, _: (200, {}, feed)) as publisher:
        link = f"<link rel='alternate' type='application/rss+xml' href='http://127.0.0.1:{publisher.port}/feed'>"
        page = f"<html><head>{link}</head></html>".encode()
        with Loopback(lambda path, _: (200, {"Content-Type": "text/html"}, page)) as front:
            code, _, _ = shell.run(
                "source", "add", f"http://127.0.0.1:{front.port}/", "--yes", "--id", "odd",
                "--allow-private", "127.0.0.0/8", "--config", str(config),
            )  # fmt: skip
        assert code == 0
        source = load_editorial(config).configuration.sources["odd"]
        assert source.allow_ports == (80, 443, publisher.port)
        assert (source.name, source.homepage) == ("Odd news", f"http://127.0.0.1:{publisher.port}/home%20page")
        assert shell.run("poll", "odd", "--config", str(config))[0] == 0


def test_a_source_that_would_be_refused_is_not_written(
    shell: Shell, config: Path, press: Press, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same loader that will read the file says what is wrong, before a running service sees it."""
    monkeypatch.setattr("syndicator.cli.source._homepage", lambda made: "/home")
    press.documents["c"] = press.documents["a"]
    address = f"http://127.0.0.1:{press.port}/c"
    words = ("source", "add", address, "--id", "added", "--allow-private", "127.0.0.0/8", "--config", str(config))
    with pytest.raises(ConfigurationError, match=r"added\.yaml:\d+:\d+: sources\.0\.homepage|homepage"):
        shell.run(*words, "--yes")
    assert not (config / "sources/added.yaml").exists()


@pytest.mark.parametrize(
    ("address", "link", "homepage"),
    [
        ("https://n.example/feed", "", ""),
        ("https://n.example/a/feed", "..", "https://n.example/"),
        ("https://n.example/feed", "mailto:x@n.example", ""),
        ("https://n.example/feed", "https://[n/", ""),
    ],
)
def test_a_homepage_is_a_web_address_or_nothing(address: str, link: str, homepage: str) -> None:
    """Feeds name relative ones, and things that are none."""
    made = Preview(trial_source(address), Outcome.OK, hints={"link": link})
    assert _proposed(made, "").homepage == homepage


@pytest.mark.parametrize(
    ("address", "name"), [("https://www.news.example/", "news-example"), ("https://ҚАЗ/", "source")]
)
def test_a_source_is_named_for_its_host(address: str, name: str) -> None:
    """Where that leaves no letter, as what it is."""
    assert _proposed(Preview(trial_source(address), Outcome.OK), "").id == name


def test_an_address_without_a_feed_is_said_so(shell: Shell, config: Path, press: Press) -> None:
    """Exit code 1."""
    press.status = 404
    address = f"http://127.0.0.1:{press.port}/none"
    code, _, err = shell.run("source", "add", address, "--allow-private", "127.0.0.0/8", "--config", str(config))
    assert code == 1
    assert "no feed found" in err
    code, _, err = shell.run("source", "add", address, "--kind", "telegraph", "--config", str(config))
    assert (code, "there are: feed, listing, opml, sitemap, wordpress" in err) == (2, True)


OUTLINES = """<opml version="2.0"><head/><body>
<outline text="Кампус" xmlUrl="https://www.campus.example/ru/rss.xml" htmlUrl="https://campus.example/" language="ru"/>
<outline text="Campus" xmlUrl="https://campus.example/en/rss.xml" htmlUrl="javascript:x" language="nonsense-x-y"/>
<outline text="Campus" xmlUrl="https://campus.example/en/rss.xml?again"/>
<outline text="Campus" xmlUrl="https://campus.example/en/rss.xml"/>
<outline xmlUrl="https://bare.example/"/>%s</body></opml>"""


def test_a_list_of_feeds_becomes_sources(shell: Shell, config: Path, tmp_path: Path) -> None:
    """Ids of hosts, paths and numbers; what is a source already is left out; nothing is written unasked."""
    file = tmp_path / "list.opml"
    file.write_text(OUTLINES % "", encoding="utf-8")
    words = ("source", "import", str(file), "--config", str(config))
    code, out, err = shell.run(*words)
    assert (code, len(list((config / "sources").iterdir()))) == (0, 1)
    assert "Кампус: https://www.campus.example/ru/rss.xml" in out
    assert "already" in err
    code, _, err = shell.run(*words, "--yes")
    assert (code, "written: 4 files" in err) == (0, True)
    _, out, _ = shell.run("source", "list", "--json", "--config", str(config))
    added = [line for line in objects(out) if line["source"] not in ("a", "b")]
    assert {line["source"]: line["language"] for line in added} == {
        "campus-example": "ru",
        "campus-example-en-rss-xml": None,
        "campus-example-2": None,
        "bare-example": None,
    }
    code, out, err = shell.run(*words, "--yes")
    assert (code, out, "written" in err) == (0, "", False)


def test_what_cannot_be_a_source_is_told(shell: Shell, config: Path, tmp_path: Path) -> None:
    """Exit code 1 for addresses, 2 for a file that is no list."""
    file = tmp_path / "list.opml"
    file.write_text(
        OUTLINES % '<outline xmlUrl="ftp://a.example/"/><outline xmlUrl="https://me:x@a.example/"/>', "utf-8"
    )
    code, _, err = shell.run("source", "import", str(file), "--config", str(config))
    assert code == 1
    assert "only http:// and https://" in err
    file.write_text("<html/>")
    code, _, err = shell.run("source", "import", str(file), "--config", str(config))
    assert code == 2
    assert "not-a-feed" in err


def test_sources_are_exported_and_can_be_imported(shell: Shell, config: Path, tmp_path: Path, press: Press) -> None:
    """Only those that are enabled."""
    (config / "sources/off.yaml").write_text(
        "publisher: Off\nsources:\n  - {id: off, address: 'https://o.example/', enabled: false, reason: dead}\n"
    )
    (config / "sources/on.yaml").write_text("publisher: On\nsources:\n  - {id: on, address: 'https://on.example/'}\n")
    code, out, _ = shell.run("source", "export", "--config", str(config))
    assert code == 0
    assert 'xmlUrl="https://on.example/"' in out
    assert "o.example/" not in out.replace("https://on.example/", "")
    (config / "sources/on.yaml").unlink()
    file = tmp_path / "exported.opml"
    file.write_text(out, encoding="utf-8")
    code, out, _ = shell.run("source", "import", str(file), "--config", str(config))
    assert (code, "on-example: On: https://on.example/" in out) == (1, True)


class Friend:
    """A list of feeds and the feeds themselves, on loopback."""

    def __init__(self) -> None:
        self.named = ["one", "two"]
        self._server = Loopback(self._answer)
        self.port = self._server.port
        self.address = f"http://127.0.0.1:{self.port}/list.opml"

    def _answer(self, path: str, _validator: str | None) -> Answer:
        if path != "list.opml":
            return 200, {}, f"<rss version='2.0'><channel>{item(path, f'Rain of {path}')}</channel></rss>".encode()
        feeds = (f"<outline text='Feed {each}' xmlUrl='http://127.0.0.1:{self.port}/{each}'/>" for each in self.named)
        return 200, {}, f"<opml version='2.0'><body>{''.join(feeds)}</body></opml>".encode()

    def __enter__(self) -> Friend:
        self._server.__enter__()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.__exit__()


@pytest.fixture
def friend() -> Iterator[Friend]:
    with Friend() as friend:
        yield friend


def test_a_list_is_added_shown_and_followed(shell: Shell, config: Path, friend: Friend) -> None:
    """Each command knows the feeds that the list named at its last poll, though a service never ran."""
    private = ("--allow-private", "127.0.0.0/8", "--config", str(config))
    code, out, _ = shell.run("preview", friend.address, "--json", *private)
    assert (code, [each["name"] for each in objects(out)[-1]["members"]]) == (0, ["Feed one", "Feed two"])  # type: ignore[attr-defined]
    code, out, err = shell.run("source", "add", friend.address, "--yes", "--id", "friend", *private)
    assert (code, "a source of the kind opml, the address itself" in " ".join(err.split())) == (0, True)
    assert "2 feeds, each a source of its own" in out

    assert shell.run("poll", "friend", "--config", str(config))[0] == 0
    _, out, _ = shell.run("source", "list", "--json", "--config", str(config))
    one, two = [line["source"] for line in objects(out) if line["member_of"] == "friend"]
    code, out, _ = shell.run("poll", "--json", "--config", str(config))
    assert {line.get("source"): line.get("new") for line in objects(out)}[one] == 1

    friend.named = ["two"]
    assert shell.run("poll", "friend", "--config", str(config))[0] == 0
    _, out, _ = shell.run("status", "--json", "--config", str(config))
    found = {line["source"]: line for line in json.loads(out)["sources"]}
    assert (found[one]["health"], found[one]["next_poll_because"]) == ("disabled", "left its list")
    assert (found[one]["articles"], found[two]["health"]) == (1, "ok")
    assert "not in the list 'friend' any more" in found[one]["message"]
    _, out, _ = shell.run("source", "export", "--config", str(config))
    assert (f":{friend.port}/two" in out, f":{friend.port}/one" in out) == (True, False)
    assert "disabled:" in shell.run("source", "list", "--config", str(config))[1]
    assert shell.run("preview", str(two), "--config", str(config))[0] == 0
    assert shell.run("poll", "stranger", "--config", str(config))[0] == 2
    code, out, _ = shell.run("explain", "https://news.example/one", "--json", "--config", str(config))
    assert (code, json.loads(out)["rights"]["republish"]) == (0, "excerpt")


def test_a_preview_shows_articles_topics_and_what_is_left_out(
    shell: Shell, config: Path, press: Press, tmp_path: Path
) -> None:
    """Of a configured source, an address, or a file; nothing is stored."""
    code, out, _ = shell.run("preview", "a", "--json", "--config", str(config))
    assert code == 0
    topics = set(objects(out)[0]["topics"])  # type: ignore[call-overload]
    assert topics >= {"medical-education", "international-cooperation"}
    document = tmp_path / "feed.xml"
    document.write_text(
        f"<rss version='2.0'><channel><title>t</title>{item('1', 'Rain', 'It rained.')}</channel></rss>"
    )
    code, out, _ = shell.run("preview", str(document), "--config", str(config))
    assert (code, "1 article, 0 left out" in out) == (0, True)
    code, _, err = shell.run("preview", "aa", "--config", str(config))
    assert (code, err.strip()) == (2, "no such source, file or address: aa; did you mean 'a'?")
    document.write_text(OUTLINES % "")
    code, _, err = shell.run("preview", str(document), "--config", str(config))
    assert (code, "is a list of feeds: 'syndicator source import" in err) == (1, True)
    document.write_text("nothing of the kind")
    code, _, err = shell.run("preview", str(document), "--config", str(config))
    assert (code, "not-a-feed" in err) == (1, True)
    assert not (config.parent / "journey.db").exists()


# --- try -------------------------------------------------------------------------------------------------------------


def test_try_read_prints_a_line_per_file(shell: Shell, tmp_path: Path) -> None:
    """The shape of the contract; a file that cannot be read is a line too."""
    good, bad = tmp_path / "good.rss", tmp_path / "bad.xml"
    good.write_text(f"<rss version='2.0'><channel><title>t</title>{item('1', 'A &amp;amp; B')}</channel></rss>")
    bad.write_text("<html><title>Away</title></html>")
    code, out, _ = shell.run("try", "read", str(good), str(bad), str(tmp_path / "none.xml"))
    lines = objects(out)
    assert code == 1
    assert shell.run("try", "read", str(good))[0] == 0
    entry = lines[0]["entries"][0]  # type: ignore[index]
    assert (lines[0]["format"], lines[0]["reader"]) == ("rss20", "strict")
    assert (entry["guid"], entry["title"], entry["published"]) == ("1", "A & B", "2026-05-01T10:00:00Z")
    assert lines[1]["error"]["code"] == "not-a-feed"  # type: ignore[index]
    assert lines[2]["error"]["code"] == "file"  # type: ignore[index]


def test_try_extract_gives_the_text_of_a_page(shell: Shell, tmp_path: Path) -> None:
    """The shape of the contract, of a file that is packed; what the page does not say is null."""
    page = tmp_path / "page.html.gz"
    page.write_bytes(
        gzip.compress(
            f"<html><head><title>Agreement</title><meta property='og:site_name' content='Press'>"
            "<meta property='article:published_time' content='2026-05-01T12:00:00+02:00'>"
            "<meta name='description' content='In short'><link rel='canonical' href='/1'></head>"
            f"<body><nav>Home</nav><article><p>{TEXT}</p></article></body></html>".encode()
        )
    )
    code, out, _ = shell.run("try", "extract", str(page), "--url", "https://a.example/x?y", "--json")
    assert (code, json.loads(out)) == (
        0,
        {
            "title": "Agreement",
            "text": TEXT,
            "html": f"<p>{TEXT}</p>",
            "published": "2026-05-01T10:00:00Z",
            "authors": [],
            "language": "en",
            "image": None,
            "canonical": "https://a.example/1",
            "site": "Press",
        },
    )


@pytest.mark.parametrize(("body", "code"), [("{}", "not-a-feed"), ("<p>", "no-title")])
def test_a_page_without_an_article_is_a_failure_that_is_reported(
    shell: Shell, tmp_path: Path, body: str, code: str
) -> None:
    """Exit code 1; a file that is not there is refused."""
    page = tmp_path / "page.html"
    assert shell.run("try", "extract", str(page))[0] == 2
    page.write_text(body)
    status, out, _ = shell.run("try", "extract", str(page))
    assert (status, json.loads(out)["error"]["code"]) == (1, code)


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b"", "is empty; save the page again"),
        (gzip.compress(b"<p>x</p>" * 100)[:-20], "cannot be unpacked: "),
        (b"\x1f\x8b\x00\x00", "cannot be unpacked: "),
        (gzip.compress(b"x" * 100)[:12] + b"\xff" * 30, "cannot be unpacked: "),
    ],
    ids=["empty", "cut short", "not gzip", "broken"],
)
def test_a_file_that_holds_no_page_is_a_failure_that_is_reported(
    shell: Shell, tmp_path: Path, body: bytes, says: str
) -> None:
    """With the file's name and what to do about it; nothing on stderr."""
    page = tmp_path / "page.html.gz"
    page.write_bytes(body)
    status, out, err = shell.run("try", "extract", str(page))
    error = json.loads(out)["error"]
    assert (status, error["code"], err) == (1, "file", "")
    assert str(page) in error["message"]
    assert says in error["message"]


@pytest.mark.parametrize(("name", "pack"), [("page.html.gz", bytes), ("page.html", gzip.compress)])
def test_a_page_is_unpacked_for_what_it_is_and_not_for_its_name(
    shell: Shell, tmp_path: Path, name: str, pack: Callable[[bytes], bytes]
) -> None:
    """Browsers and archives unpack, or do not, without renaming."""
    page = tmp_path / name
    page.write_bytes(pack(f"<title>Agreement</title><article><p>{TEXT}</p></article>".encode()))
    status, out, _ = shell.run("try", "extract", str(page))
    assert (status, json.loads(out)["text"]) == (0, TEXT)


def test_try_classify_gives_language_topics_and_places(shell: Shell, config: Path) -> None:
    """Character spans point into the text that was given."""
    row = {"id": "x", "title": "Medical universities sign agreement", "text": TEXT}
    code, out, _ = shell.run("try", "classify", "--config", str(config), stdin=json.dumps(row) + "\n\n")
    found = json.loads(out)
    assert code == 0
    assert (found["id"], found["lang"], found["direction"], set(found["places"])) == ("x", "en", "ltr", {"KZ", "IL"})
    evidence = [one for topic in found["topics"] for one in topic["evidence"]]
    evidence += found["place_mentions"] + found["organisation_mentions"]
    assert {each["place"] for each in found["place_mentions"]} == {"KZ", "IL"}
    assert all(row[one["field"]][one["start"] : one["end"]].strip() for one in evidence)


def test_try_group_folds_a_reprint_and_tells_the_rest_apart(shell: Shell, config: Path) -> None:
    """Stories are named by the ids of the input."""
    lines = [
        {"id": "one", "title": "Agreement", "text": TEXT, "source": "x", "published": "2026-05-01T10:00:00Z"},
        {"id": "two", "title": "Agreement", "text": TEXT, "source": "y", "published": "2026-05-01T11:00:00Z"},
        {"id": "three", "title": "Rain", "text": "It rained all day in the north.", "outlet": "x",
         "published": "2026-05-01T12:00:00Z"},
    ]  # fmt: skip
    stdin = "\n".join(json.dumps(line) for line in lines)
    _, out, _ = shell.run("try", "group", "--config", str(config), stdin=stdin)
    found = {str(line["id"]): line for line in objects(out)}
    assert (found["one"]["verdict"], found["one"]["story"]) == ("new", "one")
    assert (found["two"]["verdict"], found["two"]["story"], found["two"]["of"]) == ("reprint", "one", "one")
    assert (found["three"]["verdict"], found["three"]["story"]) == ("new", "three")


def test_an_article_without_words_is_a_line_with_an_error(shell: Shell, config: Path) -> None:
    """The stream goes on."""
    stdin = '{"id": 1, "title": "", "text": ""}\n{"id": 2, "title": "Rain", "text": "It rained."}'
    for command in ("classify", "group"):
        _, out, _ = shell.run("try", command, "--config", str(config), stdin=stdin)
        lines = objects(out)
        assert "error" in lines[0]
        assert lines[1]["id"] in (2, "2")


@pytest.mark.parametrize("line", ["no json", "[]", '{"title": "x"}'])
def test_a_line_that_is_no_article_ends_the_command(shell: Shell, config: Path, line: str) -> None:
    """Exit code 2 with the line's number."""
    code, _, err = shell.run("try", "classify", "--config", str(config), stdin=line)
    assert code == 2
    assert "line 1" in err


def test_blank_lines_are_passed_over() -> None:
    """As at the end of most files."""
    assert list(rows(iter(["\n", '{"id": 1}\n', "\n"]))) == [{"id": 1}]


# --- the program -----------------------------------------------------------------------------------------------------


def test_completion_is_offered_by_the_program_and_not_by_its_parts(shell: Shell) -> None:
    """It is set up once, for all commands; and whoever may name several is told so once."""
    assert "--install-completion" in shell.run("--help")[1]
    for words in (("story",), ("story", "pin"), ("try",), ("source",), ("topics",), ("partner",)):
        assert "completion" not in shell.run(*words, "--help")[1]
    assert "[SOURCE]..." in shell.run("poll", "--help")[1]
    assert "...]..." not in shell.run("poll", "--help")[1]


def test_the_program_tells_its_version_and_its_commands() -> None:
    """``python -m syndicator`` is the same as ``syndicator``."""
    environ = {**os.environ, "NO_COLOR": "1"}
    done = subprocess.run(
        [sys.executable, "-m", "syndicator", "--version"], capture_output=True, text=True, check=True, env=environ
    )
    assert done.stdout.startswith("syndicator 0.")
    done = subprocess.run(
        [sys.executable, "-m", "syndicator", "--help"], capture_output=True, text=True, check=True, env=environ
    )
    for command in ("run", "demo", "check", "poll", "publish", "status", "preview", "explain", "source", "try"):
        assert command in done.stdout
