"""``syndicator doctor``: what a partner's readers would do with a feed."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from rich.cells import cell_len

from syndicator.acceptance import EYES
from syndicator.cli import main
from syndicator.cli.console import out
from syndicator.cli.doctor import _ACTS, _SIGNS, _show, as_object
from syndicator.model.acceptance import Act, Effect, Examination, Finding, Grade, Sight
from tests.acceptance.writing import issue, told, without_ids, written
from tests.cli.test_commands import Shell
from tests.conftest import ROOT
from tests.loopback import Answer, Loopback
from tests.test_replaying import copied, setting

SCHEMA = json.loads((ROOT / "docs/reference/acceptance.schema.json").read_text("utf-8"))
WHOLE = issue(*(told(number) for number in range(24)))


@pytest.fixture
def shell() -> Shell:
    return Shell()


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The config folder of a feed that is published."""
    return setting(tmp_path_factory.mktemp("published"))


def found(shell: Shell, *words: str) -> tuple[int, dict[str, Any]]:
    """Exit code and the object, which is always of its schema."""
    code, text, _ = shell.run("doctor", *words, "--json")
    made: dict[str, Any] = json.loads(text)
    jsonschema.validate(made, SCHEMA)
    return code, made


def test_a_feed_of_ours_is_accepted(shell: Shell, published: Path) -> None:
    """All editions in all formats, through all eyes, whatever happens to it; the note of a short life is all."""
    code, made = found(shell, "one", "--config", str(published))
    assert (code, made["accepted"], made["skipped"]) == (0, True, {})
    names = {f"one{edition}.{suffix}" for edition in ("", ".en") for suffix in ("atom", "rss", "json")}
    assert set(made["documents"]) == names
    assert [each["reader"] for each in made["readers"]] == list(EYES)
    acts = {sight["act"] for reader in made["readers"] for sight in reader["sights"]}
    assert acts == set(Act)
    assert {each["code"] for each in made["findings"] if each["grade"] == "warning"} <= {"short-window", "changed"}
    assert [each["grade"] for each in made["findings"] if each["grade"] == "problem"] == []


def test_what_readers_make_of_it_stands_in_a_table(shell: Shell, published: Path) -> None:
    """A line for each reader, with as many signs as acts, and what they stand for."""
    code, text, _ = shell.run("doctor", "one", "--config", str(published))
    assert code == 0
    lines = text.splitlines()
    assert lines[0] == "one: 6 documents, 3 items"
    for eyes in EYES.values():
        (line,) = (each for each in lines if each.startswith(f"{eyes.name} ") and len(each) < 70)
        assert len(line.removeprefix(eyes.name).split()) == len(Act), line
    legend = text.partition("a first look")[2]
    assert all(words in legend or act is Act.SUBSCRIBED for act, words in _ACTS.items())
    assert text.rstrip().endswith("accepted: no partner would see duplicates, miss articles or run what a source wrote")


def test_an_unknown_feed_is_refused(shell: Shell, published: Path) -> None:
    """With what was meant."""
    code, _, err = shell.run("doctor", "onne", "--config", str(published))
    assert (code, "did you mean 'one'?" in err) == (2, True)


def test_a_feed_of_which_nothing_is_published_is_refused(
    published: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """There is nothing to take up."""
    config = copied(published, tmp_path / "copy")
    shutil.rmtree(tmp_path / "copy/public")
    monkeypatch.setattr("sys.argv", ["syndicator", "doctor", "one", "--config", str(config)])
    with pytest.raises(SystemExit) as ended:
        main()
    assert (ended.value.code, "nothing of it is published yet" in capsys.readouterr().err) == (2, True)


def test_a_document_that_is_missing_or_old_is_told(shell: Shell, published: Path, tmp_path: Path) -> None:
    """The rest is examined."""
    copy = tmp_path / "copy"
    config = copied(published, copy)
    (copy / "public/feeds/one.en.rss").unlink()
    (copy / "public/feeds/one.en.atom").write_bytes(b"<feed")
    old = copy / "public/feeds/one.json"
    old.write_text(old.read_text().replace("Seven rooms", "Six rooms"))
    code, made = found(shell, "one", "--config", str(config))
    told_of = {each["code"]: each["documents"] for each in made["findings"]}
    assert code == 1
    assert told_of["not-published"] == ["one.en.rss"]
    assert told_of["unreadable"] == ["one.en.atom"]
    assert told_of["publication-due"] == ["one.json"]


def test_a_document_without_ids_is_not_accepted(shell: Shell, tmp_path: Path) -> None:
    """A file needs no configuration; exit code 1 tells scripts."""
    file = tmp_path / "feed.rss"
    file.write_bytes(written(without_ids(WHOLE)))
    code, text, _ = shell.run("doctor", str(file))
    assert code == 1
    assert "shows an article twice after a correction: it has no id" in text
    assert "→ give every item an id that never changes (guid, id)" in text
    assert re.search(r"not accepted: \d+ problems$", text.rstrip())


def test_an_id_comes_before_a_file_of_that_name(
    shell: Shell, published: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever means the file writes its path another way."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "one").write_bytes(written(WHOLE))
    assert len(found(shell, "one", "--config", str(published))[1]["documents"]) == 6
    assert list(found(shell, "./one", "--config", str(published))[1]["documents"]) == ["one"]


def test_scripts_and_repeated_items_are_problems(shell: Shell, tmp_path: Path) -> None:
    """Each is told with the item that has it."""
    items = (
        told(0, text="<script>alert(1)</script>"),
        told(1),
        told(2, guid=told(1).guid),
        told(3, date="", moment=None),
    )
    (tmp_path / "feed.rss").write_bytes(written(issue(*items)))
    code, made = found(shell, str(tmp_path / "feed.rss"))
    grades = {each["code"]: each["grade"] for each in made["findings"]}
    assert code == 1
    assert grades["active-content"] == grades["same-id"] == grades["lost"] == "problem"
    assert grades["no-date"] == "warning"


def test_an_address_needs_no_configuration(shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only private ones have to be allowed."""
    monkeypatch.chdir(tmp_path)

    def answer(_path: str, _validator: str | None) -> Answer:
        return 200, {"Content-Type": "application/rss+xml"}, written(WHOLE)

    with Loopback(answer) as server:
        address = f"http://127.0.0.1:{server.port}/feed"
        code, made = found(shell, address, "--allow-private", "127.0.0.0/8")
        assert (code, made["accepted"], list(made["documents"])) == (0, True, [address])
        code, made = found(shell, address)
        assert (code, made["findings"][0]["code"]) == (1, "unreadable")


def test_public_addresses_have_to_give_what_is_published(shell: Shell, tmp_path: Path) -> None:
    """A packager, cache or proxy may have changed it, or give nothing."""
    folder = tmp_path / "public/feeds"

    def answer(path: str, _validator: str | None) -> Answer:
        file = folder / path.rpartition("/")[2]
        if file.suffix == ".json":
            return 404, {}, b""
        body = file.read_bytes()
        return 200, {"Content-Type": "application/xml", "ETag": '"1"'}, body if file.suffix == ".rss" else body + b"\n"

    with Loopback(answer) as server:
        config = setting(tmp_path, address=f"http://127.0.0.1:{server.port}")
        code, made = found(shell, "one", "--config", str(config), "--served", "--allow-private", "127.0.0.0/8")
    told_of = {each["code"]: each["documents"] for each in made["findings"]}
    assert code == 1
    assert told_of["not-served"] == ["one.json", "one.en.json"]
    assert told_of["other-bytes"] == ["one.atom", "one.en.atom"]
    assert "no-validator" not in told_of
    assert "never-unchanged" in told_of


# --- the report ------------------------------------------------------------------------------------------------------


def printed(made: Examination) -> str:
    """What people see."""
    with out.capture() as caught:
        _show(made)
    return caught.get()


def test_titles_from_right_to_left_do_not_turn_the_report_around() -> None:
    """They are isolated, and nothing of theirs moves a cursor."""
    finding = Finding("same-id", Grade.PROBLEM, "m", "r", ("x.rss",), ("جامعة\x1b[2J القدس", "plain"), 2)
    lines = printed(Examination("x", {"x.rss": 2}, (), (finding,))).splitlines()
    assert "  \u2068جامعة [2J القدس\u2069" in lines
    assert "  plain" in lines


def test_long_lists_and_texts_are_cut() -> None:
    """Four documents by name, and the beginning of a text."""
    documents = tuple(f"{number}.rss" for number in range(6))
    finding = Finding("odd", Grade.WARNING, "m", "r", documents, ("x" * 500,), 6)
    text = printed(Examination("x", {}, (), (finding,)))
    assert "in 0.rss, 1.rss, 2.rss, 3.rss and 2 more" in text
    assert max(map(cell_len, text.splitlines())) < 130


def test_the_gravest_sign_of_all_documents_is_shown() -> None:
    """A problem before what the reader does anyhow, that before anything else."""
    sights = [
        Sight("newsboat", "a.rss", Act.NEWS, Effect.NEW),
        Sight("newsboat", "b.rss", Act.NEWS, Effect.TWICE, anyhow=True),
        Sight("newsboat", "c.rss", Act.NEWS, Effect.LOST),
    ]
    for count, sign in ((1, "+"), (2, "2"), (3, "0!")):
        text = printed(Examination("x", {}, tuple(sights[:count]), (), {Act.REPRINTED: "there is no other source"}))
        (line,) = (each for each in text.splitlines() if each.startswith("newsboat"))
        assert line.split() == ["newsboat", sign]
        assert "not played, because there is no other source: duplicate of another source" in text


def test_every_act_and_effect_has_a_sign() -> None:
    """No two share one."""
    assert set(_ACTS) == set(Act)
    assert set(_SIGNS) == set(Effect)
    assert len({sign for sign, _ in _SIGNS.values()}) == len(Effect)


def test_the_schema_names_every_act_effect_and_grade() -> None:
    """Whoever reads the object can trust it."""
    known = SCHEMA["$defs"]
    assert set(known["act"]["enum"]) == set(Act)
    assert set(known["sight"]["properties"]["effect"]["enum"]) == set(Effect)
    assert set(known["finding"]["properties"]["grade"]["enum"]) == set(Grade)


def test_one_problem_is_one_problem() -> None:
    """In words and as an object."""
    made = Examination("x", {}, (), (Finding("lost", Grade.PROBLEM, "m", "r"),))
    assert printed(made).rstrip().endswith("not accepted: 1 problem")
    assert as_object(made)["accepted"] is False
