"""Faulty rules in the files of feeds: the place in the file, and what the configuration alone can tell."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from syndicator.config import topics
from tests.config.conftest import Newsroom
from tests.conftest import ROOT
from tests.model.rule_errors import golden, unproved

FEED = "feeds/doctors.yaml"
SYNTAX = golden(ROOT / "tests/model/rule_errors.txt")
NAMES = golden(ROOT / "tests/config/rule_errors.txt")
MORE_CONCEPTS = """\
    concepts:
      a: {terms: {en: [alpha^3, aleph]}}
      b: {include: [a], terms: {en: [beta]}}
      c: {terms: {en: [gamma^0.5], kk: [гамма]}}
      d: {terms: {en: [delta]}}
    """


@pytest.fixture
def feed(newsroom: Newsroom) -> Newsroom:
    newsroom.write("config/concepts/more.yaml", MORE_CONCEPTS)
    return newsroom


def _told(newsroom: Newsroom, rule: str) -> str:
    """The rule with what is said of it below each line, by the lines and columns of the file."""
    block = "".join(f"  {line}\n" for line in rule.split("\n"))
    newsroom.write(FEED, f"title: {{en: Doctors}}\nrule: |2\n{block}".encode())
    lines = rule.split("\n")
    for problem in sorted(newsroom.problems(), reverse=True):
        assert (problem.file, problem.path) == (FEED, "rule")
        words = f"{problem.message}; {problem.hint}"
        lines.insert(problem.line - 2, f"{' ' * (problem.column - 3)}^ {words}")
    return "\n".join(lines)


@pytest.mark.parametrize(("rule", "told"), SYNTAX[2:], ids=[rule for rule, _ in SYNTAX[2:]])
def test_faults_of_the_language_are_placed_in_the_file(feed: Newsroom, rule: str, told: str) -> None:
    """The caret stands under the same letter in the file."""
    found = _told(feed, rule)
    known = [line for line in found.split("\n") if "unknown" not in line or line in told.split("\n")]
    assert "\n".join(known) == told


@pytest.mark.parametrize(("rule", "told"), NAMES, ids=[rule for rule, _ in NAMES])
def test_names_that_stand_for_nothing_are_told_with_what_was_meant(feed: Newsroom, rule: str, told: str) -> None:
    """Every one, each under its own letter."""
    assert _told(feed, rule) == told


def test_every_error_of_the_configuration_has_its_golden_message(
    feed: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A new one needs its line in rule_errors.txt."""

    def run() -> None:
        for rule, _ in NAMES:
            _told(feed, rule)
        _problem(feed, FOLDED)

    assert unproved([topics], monkeypatch, run) == []


FOLDED = "rule: >\n  a # the first\n  or b\n"


def _problem(newsroom: Newsroom, rule: str) -> str:
    newsroom.write(FEED, f"title: {{en: Doctors}}\n{rule}".encode())
    return re.sub("^feeds/doctors.yaml:", "", str(newsroom.problems()[0]))


def test_a_remark_in_folded_text_is_refused(feed: Newsroom) -> None:
    """To the rule language it is one line: the remark would hide the rest."""
    message = "a remark in folded text hides all behind it; write 'rule: |'"
    assert _problem(feed, FOLDED) == f"3:5: rule: {message}"
    assert _problem(feed, 'rule: "a # one\n  or b"\n') == f"2:10: rule: {message}"
    assert _problem(feed, "rule: >\n  nobody # at the end\n").startswith("3:3: rule: unknown concept 'nobody'")


@pytest.mark.parametrize(
    ("rule", "place"),
    [
        ("rule: a and nobody\n", "2:13"),
        ("rule: a\n  and\n\n  nobody\n", "5:3"),
        ("rule: >-\n   a and\n   nobody\n", "4:4"),
        ("rule: >\n\n  a\n\n  and nobody\n", "6:7"),
        ("rule: |+\n  a and\n    nobody\n\n", "4:5"),
        ("rule: 'a and\n  nobody'\n", "3:3"),
        ('rule: "a and\n  nobody"\n', "3:3"),
        ('rule: "a\\n and \\\n  nobody"\n', "3:3"),
        ('rule: "\\x61\\tand\\u0020nobody"\n', "2:23"),
        ('rule: "\\U00000061 and\\_nobody"\n', "2:24"),
        ("rule: 'nobody and ''x'''\n", "2:19"),
        ("rule: |\n  # remark ünïcödé 𝒳\n  a and nobody\n", "4:9"),
    ],
)
def test_a_rule_may_be_written_in_any_way_of_yaml(feed: Newsroom, rule: str, place: str) -> None:
    """Block, folded, plain, quoted: line and column are those of the file."""
    assert _problem(feed, rule).startswith(f"{place}: rule: un")


def test_the_golden_messages_are_read_as_written(tmp_path: Path) -> None:
    """Lines with a caret are no part of the rule."""
    file = tmp_path / "golden.txt"
    file.write_text("a and\n  b\n  ^ odd\n  or ^2\n\nc\n^ odd; mend it\n")
    assert [rule for rule, _ in golden(file)] == ["a and\n  b\n  or ^2", "c"]
