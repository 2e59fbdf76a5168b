"""Topics listed, and measured against labelled articles."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest
from typer.testing import CliRunner

from syndicator.cli import app
from syndicator.cli.labelled import labelled
from syndicator.errors import ConfigurationError
from tests.config.conftest import SOUND

FEED = "title: {en: F}\nrule: title:(exam or medicine) or exam and places >= 1\n"
CONCEPTS = "concepts:\n  exam: {terms: {en: [finals, exam*], ru: [экзамен]}}\n"
ROWS = [
    {"id": "1", "title": "Finals begin", "text": "Students sit their finals.", "topics": ["doctors"], "lang": "en"},
    {"id": "2", "title": "Rain", "text": "It rains on the exam in France.", "topics": [], "lang": "en", "places": []},
    {"id": "3", "title": "Погода", "text": "Экзамен прошёл спокойно.", "topics": ["doctors"], "confidence": "high"},
    {"id": "4", "text": "Nothing of note.", "topics": ["sports"], "places": ["FR"], "confidence": "low", "lang": "en"},
    {"id": "5", "title": " ", "text": "", "topics": ["doctors"], "lang": "kk-Cyrl"},
]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name, text in {**SOUND, "feeds/doctors.yaml": FEED, "config/concepts/exam.yaml": CONCEPTS}.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(dedent(text), "utf-8")
    return tmp_path


def _run(*words: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, list(words), catch_exceptions=False)
    return result.exit_code, result.stdout, result.stderr


def _written(folder: Path, rows: Sequence[object]) -> str:
    (folder / "rows.jsonl").write_text("".join(f"{json.dumps(each)}\n" for each in rows), "utf-8")
    return "rows.jsonl"


def test_topics_are_listed_with_their_terms(folder: Path) -> None:
    """Those of included concepts among them, each language once."""
    code, out, _ = _run("topics", "list", "--json")
    (topic,) = [json.loads(line) for line in out.splitlines()]
    assert (code, topic["topic"], topic["concepts"], topic["examples"]) == (0, "doctors", 3, 0)
    assert topic["rule"] == "title:(exam or medicine) or (exam and places >= 1)"
    assert topic["terms"] == {"en": 7, "*": 1, "ru": 1}
    assert len(topic["version"]) == 12
    _, out, _ = _run("topics", "list")
    assert "en:7 *:1 ru:1" in " ".join(out.split())


def _scored(folder: Path, *options: str) -> dict[str, Any]:
    code, out, _ = _run("topics", "score", _written(folder, ROWS), "--json", *options)
    assert code == 0
    found: dict[str, Any] = json.loads(out)
    return found


def test_a_file_is_measured_by_topic_and_language(folder: Path) -> None:
    """Languages as the file has them, or as they are seen; what cannot be read counts as found nowhere."""
    found = _scored(folder)
    topic = found["topics"]["doctors"]
    assert topic["all"] == {"right": 1, "false": 1, "missed": 2, "precision": 0.5, "recall": 0.3333, "f1": 0.4}
    assert {language: each["right"] for language, each in topic["languages"].items()} == {"en": 1, "kk": 0, "ru": 0}
    assert topic["confident"] == {"right": 0, "false": 0, "missed": 1, "precision": None, "recall": 0.0, "f1": 0.0}
    assert found["places"]["missed"] == 1
    assert found["without_topic"] == {"articles": 1, "tagged": 1}
    assert found["articles"] == 5
    assert "mistakes" not in found


def test_mistakes_are_told_with_their_reasons(folder: Path) -> None:
    """A false alarm with the terms, a miss with the nearest way in."""
    told = {each["id"]: each for each in _scored(folder, "--mistakes")["mistakes"]}
    assert told["2"]["mistake"] == "false alarm"
    assert told["2"]["because"] == ["exam («exam*») in the text"]
    assert (told["3"]["mistake"], told["3"]["language"]) == ("missed", "ru")
    assert told["3"]["because"] == ["needs one of: exam, medicine in the title"]
    assert told["5"]["because"][0].startswith("left out: no-")
    assert told.keys() == {"2", "3", "5"}


def test_the_table_shows_what_was_measured(folder: Path) -> None:
    """Languages in which there is nothing to say are left out; labels of no topic are told beside it."""
    rows = [*ROWS[:2], {"id": "6", "title": "Meteo", "text": "Il pleut.", "topics": ["doctor"], "lang": "fr"}]
    code, out, err = _run("topics", "score", _written(folder, rows), "--mistakes")
    lines = [line.split() for line in out.splitlines()]
    assert code == 0
    assert ["doctors", "1", "1", "0", "0.500", "1.000", "0.667"] in lines
    assert ["en", "1", "1", "0", "0.500", "1.000", "0.667"] in lines
    assert not any(line[:1] == ["fr"] for line in lines)
    assert "3 articles; 1 without a topic, 1 of which are tagged" in out
    assert "false alarm doctors, en, 2: Rain\n  exam («exam*») in the text\n" in out
    assert "no such topic: doctor, which labels speak of; did you mean 'doctors'?" in err
    _, out, _ = _run("topics", "score", _written(folder, ROWS))
    assert "sure labels" in out


def test_a_label_that_is_like_no_topic_is_told(folder: Path) -> None:
    """Without a guess."""
    _, _, err = _run("topics", "score", _written(folder, ROWS))
    assert "no such topic: sports, which labels speak of\n" in err
    assert "5: left out: no-" in err


def test_everything_wrong_with_a_file_is_told_by_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All of it in one go; empty lines are passed over."""
    monkeypatch.chdir(tmp_path)
    rows = [
        b'\xef\xbb\xbf{"id": "1", "title": "x", "topics": []}',
        b"",
        b'{"id": "1", "text": "x", "topics": []}\r',
        b"nope",
        b"[1]",
        b'{"id": 5, "topics": "a", "title": ["x"]}',
        b"\xff",
        b'{"id": "7", "text": "x", "topics": [1]}',
        b'{"id": "8", "lang": null}',
    ]
    Path("rows.jsonl").write_bytes(b"\n".join(rows))
    with pytest.raises(ConfigurationError) as caught:
        labelled(Path("rows.jsonl"))
    assert str(caught.value).splitlines() == [
        "rows.jsonl:3:1: id: '1' stands twice; the first one is in line 1",
        "rows.jsonl:4:1: not JSON: Expecting value: line 1 column 1 (char 0); write a JSON object a line",
        'rows.jsonl:5:1: no object; write {"id": …, "title": …, "text": …, "topics": […]}',
        "rows.jsonl:6:1: id: expected text",
        "rows.jsonl:6:1: title: expected text",
        "rows.jsonl:6:1: topics: expected a list of texts; an empty list says that it has none",
        "rows.jsonl:7:1: not UTF-8; save the file in the UTF-8 encoding",
        "rows.jsonl:8:1: topics: expected a list of texts; an empty list says that it has none",
        "rows.jsonl:9:1: text: neither title nor text; an article needs one of them",
        "rows.jsonl:9:1: topics: missing; add a list of texts",
    ]


def test_a_file_without_articles_is_refused(tmp_path: Path) -> None:
    """A measure of nothing would be taken for a good one."""
    (tmp_path / "rows.jsonl").write_text("\n\n")
    with pytest.raises(ConfigurationError, match="no articles; write a JSON object a line"):
        labelled(tmp_path / "rows.jsonl")
