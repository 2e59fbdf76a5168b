"""How the analysers fare on phrases and treebanks that others made."""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path

import pytest

from syndicator.languages.analysis import analyser, words

pytestmark = pytest.mark.shared
_NAMES = frozenset({"NOUN", "ADJ", "PROPN"})


def _found(language: str, query: str, text: str) -> bool:
    keys = analyser(language)
    asked = [keys.query_keys(word.text) for word in words(query)]
    given = [keys.index_keys(word.text) for word in words(text)]
    starts = range(len(given) - len(asked) + 1)
    return any(all(asked[at] & given[start + at] for at in range(len(asked))) for start in starts)


@pytest.mark.parametrize("language", ["ru", "kk", "ar", "he", "en", "uk"])
def test_inflected_phrases_are_found_and_near_misses_are_not(shared: Path, language: str) -> None:
    """Every phrase of the list, without a false find."""
    lines = (shared / "data" / "matching" / "phrases.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [row for row in map(json.loads, lines) if row["lang"] == language]
    missed = [
        (row["query"], text) for row in rows for text in row["must_match"] if not _found(language, row["query"], text)
    ]
    wrong = [
        (row["query"], text) for row in rows for text in row["must_not_match"] if _found(language, row["query"], text)
    ]
    assert (missed, wrong) == ([], [])


@pytest.mark.parametrize(("language", "precision", "recall"), [("kk", 0.9, 0.95), ("he", 0.8, 0.9)])
def test_words_of_a_treebank_are_found_by_their_lemmas(
    shared: Path, language: str, precision: float, recall: float
) -> None:
    """Nouns, names and adjectives of a Universal Dependencies treebank, each lemma asked for."""
    keys = analyser(language)
    pairs = _forms_and_lemmas(shared / "data" / "matching" / f"treebank_{language}.conllu")
    asking = defaultdict(set)
    for lemma in {lemma for _, lemma in pairs}:
        for key in keys.query_keys(lemma):
            asking[key].add(lemma)
    found = [{lemma for key in keys.index_keys(form) for lemma in asking[key]} for form, _ in pairs]
    right = sum(lemma in lemmas for (_, lemma), lemmas in zip(pairs, found, strict=True))
    assert right / len(pairs) >= recall
    assert right / sum(map(len, found)) >= precision


def _forms_and_lemmas(file: Path) -> list[tuple[str, str]]:
    rows = (line.split("\t") for line in file.read_text(encoding="utf-8").splitlines())
    return [(row[1], row[2]) for row in rows if len(row) > 5 and row[3] in _NAMES and len(row[2]) > 1]
