"""YAML text in, values that know where they stand out."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndicator.config.document import LARGEST, Document, Mark, Node, parse, read, resolve


def _root(text: str) -> Node:
    document = parse(text, "x.yaml")
    assert not document.problems
    assert document.root is not None
    return document.root


def _problems(text: str) -> list[str]:
    return [str(problem) for problem in parse(text, "x.yaml").problems]


# --- values --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("true", True),
        ("false", False),
        ("", None),
        ("~", None),
        ("null", None),
        ("12", 12),
        ("-1", -1),
        ("0.5", 0.5),
        ("1e3", 1000.0),
        ("no", "no"),
        ("on", "on"),
        ("Yes", "Yes"),
        ("True", "True"),
        ("2026-01-01", "2026-01-01"),
        ("12:30:45", "12:30:45"),
        ("010", "010"),
        ("0x1F", "0x1F"),
        ("1_000", "1_000"),
        (".inf", ".inf"),
        (".nan", ".nan"),
        ("=", "="),
        ("<<", "<<"),
        ("9" * 5000, "9" * 5000),
    ],
)
def test_only_plain_numbers_booleans_and_null_are_not_text(text: str, value: object) -> None:
    """The traps of YAML 1.1 (Norway, dates, base 60, octal) are text."""
    assert resolve(text) == value
    assert type(resolve(text)) is type(value)


def test_what_stands_in_quotes_is_text() -> None:
    """Whatever it looks like."""
    assert _root("""["1", 'true', "", 'null']""").data == ["1", "true", "", "null"]


def test_keys_are_the_letters_written() -> None:
    """``no`` is Norwegian, and 1 is the text 1."""
    assert _root("{no: a, on: b, true: c, 1: d, null: e, 2026-01-01: f}").data == {
        "no": "a",
        "on": "b",
        "true": "c",
        "1": "d",
        "null": "e",
        "2026-01-01": "f",
    }


def test_an_anchor_is_repeated_by_its_aliases() -> None:
    """With the alias's own place and path."""
    root = _root("a: &x {b: 1}\nc: *x\n")
    assert root.data == {"a": {"b": 1}, "c": {"b": 1}}
    assert root.find(["c"]) == (Mark(2, 4), "c")


def test_an_empty_document_holds_nothing() -> None:
    """Its place is the first."""
    assert (_root("# nothing\n").data, _root("").mark) == (None, Mark(1, 1))


# --- places --------------------------------------------------------------------------------------------------------

TREE = """\
publisher: Қазақ
sources:
  - id: a
    rights: {excerpt: 5}
  - id: b
"""


@pytest.mark.parametrize(
    ("steps", "key", "expected"),
    [
        ([], False, (Mark(1, 1), "")),
        (["publisher"], False, (Mark(1, 12), "publisher")),
        (["publisher"], True, (Mark(1, 1), "publisher")),
        (["sources", 0, "rights", "excerpt"], False, (Mark(4, 23), "sources[0].rights.excerpt")),
        (["sources", 0, "rights", "excerpt"], True, (Mark(4, 14), "sources[0].rights.excerpt")),
        (["sources", 1], False, (Mark(5, 5), "sources[1]")),
        (["sources", 1, "rights", "excerpt"], False, (Mark(5, 5), "sources[1].rights.excerpt")),
    ],
)
def test_every_key_and_value_has_its_place(steps: list[str | int], key: bool, expected: tuple[Mark, str]) -> None:
    """What is missing has the place of what should hold it."""
    assert _root(TREE).find(steps, key=key) == expected


def test_a_cut_tree_keeps_places_and_paths() -> None:
    """Entries move up, but still say where they were written."""
    cut = _root(TREE).without([("sources", 0), ("publisher",)])
    assert cut.data == {"sources": [{"id": "b"}]}
    assert cut.find(["sources", 0, "id"]) == (Mark(5, 9), "sources[1].id")


def test_what_lacks_something_is_cut_as_a_whole() -> None:
    """There is nothing smaller to cut."""
    assert _root(TREE).without([("sources", 1, "address")]).data["sources"] == [{"id": "a", "rights": {"excerpt": 5}}]


@pytest.mark.parametrize(
    ("yaml", "word", "mark"),
    [
        ("rule: one and two\n", "two", Mark(1, 15)),
        ("rule: 'one and two'\n", "two", Mark(1, 16)),
        ("rule: |\n  one\n    and two\n", "and", Mark(3, 5)),
        ("rule: |  # why | not\n\n\n  one\n\n  and two\n", "two", Mark(6, 7)),
        ("rule: |2-\n   one\n", "one", Mark(2, 4)),
        ("rule: >\n  one\n  and\n\n  two\n", "two", Mark(5, 3)),
        ("rule: one\n  and\n  two\n", "two", Mark(3, 3)),
        ("қ: |\n  сен және мен\n", "мен", Mark(2, 12)),
        ('rule: "one \\u0061nd two"\n', "two", Mark(1, 21)),
    ],
)
def test_a_character_of_a_text_is_found_in_the_file(yaml: str, word: str, mark: Mark) -> None:
    """Through block scalars, folded lines quotes and escapes."""
    document = parse(yaml, "x.yaml")
    assert document.root is not None
    (node,) = document.root.children.values()
    assert document.place_in(node, node.data.index(word) + 1) == mark


@pytest.mark.parametrize(
    ("yaml", "mark"),
    [("rule: one\n", Mark(1, 10)), ("rule: |\n  one\n  two\n", Mark(3, 6)), ("rule: |\n  one", Mark(2, 6))],
)
def test_the_end_of_a_text_is_behind_its_last_letter(yaml: str, mark: Mark) -> None:
    """Where a rule that ends too early should go on."""
    document = parse(yaml, "x.yaml")
    assert document.root is not None
    node = document.root.at("rule")
    assert document.place_in(node, len(node.data) + 1) == mark


# --- what is refused -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("yaml", "problem"),
    [
        ("a: 1\nb: 2\na: 3\n", "x.yaml:3:1: a: the key 'a' stands twice; the first one is in line 1"),
        ("a: {b: 1, b: 2}\n", "x.yaml:1:11: a.b: the key 'b' stands twice; the first one is in line 1"),
        ("a: !!python/object/apply:os.system [id]\n", "x.yaml:1:4: tags are not accepted"),
        ("a: !!str 1\n", "x.yaml:1:4: tags are not accepted"),
        ("!!str a: 1\n", "x.yaml:1:1: a key must be plain text; put it in quotes"),
        ("? [a]\n: 1\n", "x.yaml:1:3: a key must be plain text; put it in quotes"),
        ("a: 1\n---\nb: 2\n", "x.yaml:2:1: a second document begins here; make it a file"),
        ("a: *b\n", "x.yaml:1:4: no value is called &b before this; put text that begins with * in quotes"),
        ("a: &a [*a]\n", "x.yaml:1:8: no value is called &a before this"),
        ("*: 1\n", "x.yaml:1:2: not YAML: did not find expected alphabetic or numeric character; put text"),
        ("a:\n\t- 1\n", "x.yaml:2:1: not YAML: found character that cannot start any token; indent with spaces"),
        ("a: b: c\n", "x.yaml:1:5: not YAML: mapping values are not allowed in this context; put text"),
        ("a: 1\nb\nc: 2\n", "x.yaml:3:1: not YAML: could not find expected ':'; every line of a mapping"),
        ("a: 'b\nc: d\n", "x.yaml:1:4: not YAML: the quote that begins here is never closed; close it with the same"),
        ('a:\n  b: "c\n', "x.yaml:2:6: not YAML: the quote that begins here is never closed; close it with the same"),
        ("a: [1, 2\nb: 3\n", "x.yaml:2:2: not YAML: did not find expected ',' or ']'; the bracket of line 1 is not"),
        ("a: {b: 1,\n\nc\n", "x.yaml:4:1: not YAML: did not find expected ',' or '}'; the bracket of line 1 is not"),
        ("a: 1\n b: 2\n", "x.yaml:2:3: not YAML: mapping values are not allowed in this context; indent its key as"),
        ("a: 1\nb: \x07\n", "x.yaml:2:4: the character U+0007 cannot stand in YAML; remove it"),
        ("a: " + "[" * 60 + "]" * 60, "x.yaml:1:44: nested deeper than 40 levels"),
    ],
)
def test_faulty_text_becomes_a_problem_with_its_place(yaml: str, problem: str) -> None:
    """Nothing is raised, and nothing is run."""
    (found,) = _problems(yaml)
    assert found.startswith(problem)


def test_the_first_of_equal_keys_is_used_to_check_the_rest() -> None:
    """A key that stands twice does not hide other problems."""
    root = parse("a: 1\na: 2\nb: 3\n", "x.yaml").root
    assert root is not None
    assert root.data == {"a": 1, "b": 3}


def test_a_bomb_of_aliases_is_refused() -> None:
    """Nine levels of nine would make 387 million values."""
    levels = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    levels += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 9)]
    assert "aliases repeat more than 10000 values" in _problems("\n".join(levels))[0]


def test_a_swarm_of_values_is_refused() -> None:
    """Checking it would take longer than reading it."""
    assert "more than 200000 values" in _problems("[" + "1," * 200_001 + "]")[0]


def test_a_file_above_the_limit_is_refused_unread(tmp_path: Path) -> None:
    """One megabyte is far more than anybody writes."""
    path = tmp_path / "x.yaml"
    path.write_bytes(b"#" * (LARGEST + 1))
    (problem,) = read(path).problems
    assert (problem.message, problem.hint) == ("larger than 1000000 bytes", "part it into several files")


def test_a_byte_order_mark_is_passed_over(tmp_path: Path) -> None:
    """Editors of Windows write it; columns count without it."""
    path = tmp_path / "x.yaml"
    path.write_bytes("\ufeffname: Қазақ\r\nb: 1\r\n".encode())
    root = read(path).root
    assert root is not None
    assert root.data == {"name": "Қазақ", "b": 1}
    assert root.find(["b"], key=True) == (Mark(2, 1), "b")


@pytest.mark.parametrize(
    ("raw", "mark"),
    [
        ("a: 1\nb: Алматы".encode("cp1251"), Mark(2, 4)),
        ("\ufeffa: 1\nб: ".encode() + b"\xff", Mark(2, 4)),
        ("a: 1".encode("utf-16"), Mark(1, 1)),
    ],
)
def test_another_encoding_is_a_problem_with_its_place(tmp_path: Path, raw: bytes, mark: Mark) -> None:
    """Guessing would make wrong names."""
    path = tmp_path / "x.yaml"
    path.write_bytes(raw)
    document = read(path)
    (problem,) = document.problems
    assert (problem.message, problem.hint) == ("not UTF-8", "save the file in the UTF-8 encoding")
    assert (document.root, Mark(problem.line, problem.column)) == (None, mark)


def test_a_file_that_cannot_be_opened_is_a_problem(tmp_path: Path) -> None:
    """With what the system says."""
    (problem,) = read(tmp_path / "x.yaml").problems
    assert problem.message == "cannot be read: no such file or directory"


@given(st.text(alphabet=st.sampled_from("ab :-[]{}\n\t'\"|>&*!#%?,й1"), max_size=60))
def test_no_text_raises(text: str) -> None:
    """Whatever an operator saves half-written."""
    document: Document = parse(text, "x.yaml")
    assert document.root is not None or document.problems
