"""What a query finds in each language, and what only looks like it: files that linguists keep, one a language.

A line ``query: form, form`` under ``found`` says that each form is found by the query, under ``apart`` that none is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from tests.languages.matching import found

FILES = sorted((Path(__file__).parent / "cases").glob("*.yaml"))
LEAST_FOUND, LEAST_APART = 60, 20
_COMMA = re.compile(r"[,،]\s*")


def _rows(file: Path, part: str) -> Iterator[tuple[str, str]]:
    for query, forms in yaml.safe_load(file.read_text(encoding="utf-8"))[part].items():
        yield from ((query, form) for form in _COMMA.split(forms))


def _language(file: Path) -> str:
    return str(yaml.safe_load(file.read_text(encoding="utf-8"))["language"])


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_form_of_a_word_is_found(file: Path) -> None:
    """Both as a list and as the words a linguist would look for."""
    language = _language(file)
    assert [(query, form) for query, form in _rows(file, "found") if not found(language, query, form)] == []


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_word_that_only_looks_alike_is_not_found(file: Path) -> None:
    """Other words of the same beginning, root or sound."""
    language = _language(file)
    assert [(query, form) for query, form in _rows(file, "apart") if found(language, query, form)] == []


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_file_says_enough_of_its_language(file: Path) -> None:
    """A language is known when it has been tried from many sides."""
    assert file.stem == _language(file)
    assert len(set(_rows(file, "found"))) >= LEAST_FOUND
    assert len(set(_rows(file, "apart"))) >= LEAST_APART
