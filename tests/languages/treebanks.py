"""Figures of the analysers on phrases, treebanks and entities that others made, beside plain matching of beginnings.

Kazakh is real in Cyrillic; in Latin and Arabic letters it is transliterated by rule.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from syndicator.languages.analysers.folding import fold
from syndicator.languages.analysis import analyser
from syndicator.languages.atlas import TABLES
from syndicator.languages.atlas.tables import NOWHERE, lines
from syndicator.model.topic import Field
from syndicator.tag.atlas import place_terms
from syndicator.tag.places import organisations_named
from syndicator.tag.terms import Lookout, TermIndex
from tests.languages.kazakh import in_arabic, in_latin
from tests.languages.matching import begun, found

PHRASES = ("ru", "kk", "ar", "he", "en", "uk")
TREEBANKS: Mapping[str, Callable[[str], str]] = {
    "kk-Cyrl": str,
    "kk-Latn": in_latin,
    "kk-Arab": in_arabic,
    "he": str,
}
"""Language and script → how the words of its treebank are written in it."""
_ASKED_FOR = frozenset({"NOUN", "ADJ", "PROPN"})


class Score(NamedTuple):
    """How much of what is found is right, and how much of what is right is found."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """Their harmonic mean."""
        return 2 * self.precision * self.recall / (self.precision + self.recall)


class Phrases(NamedTuple):
    """What of a list of phrases is missed, and what is found that must not be."""

    asked: int
    missed: list[tuple[str, str]]
    wrong: list[tuple[str, str]]

    @property
    def recall(self) -> float:
        """The share of texts that are found."""
        return 1 - len(self.missed) / self.asked


def phrases(shared: Path, language: str, *, plain: bool = False) -> Phrases:
    """Ask for every phrase of a language in the texts that say it and in those that only seem to."""
    rows = map(json.loads, (shared / "data/matching/phrases.jsonl").read_text(encoding="utf-8").splitlines())
    own = [row for row in rows if row["lang"] == language]
    said = [(row["query"], text) for row in own for text in row["must_match"]]
    unsaid = [(row["query"], text) for row in own for text in row["must_not_match"]]
    finds = begun if plain else lambda query, text: found(language, query, text)
    return Phrases(len(said), [each for each in said if not finds(*each)], [each for each in unsaid if finds(*each)])


def treebank(shared: Path, language: str, *, plain: bool = False) -> Score:
    """Ask for the lemma of every noun, name and adjective of a treebank in all of them; capitals tell no two apart."""
    spelled = TREEBANKS[language]
    file = shared / f"data/matching/treebank_{language[:2]}.conllu"
    pairs = [(spelled(form), spelled(lemma).lower()) for form, lemma in _written(file)]
    lemmas = sorted({lemma for _, lemma in pairs})
    finds = _beginnings(lemmas) if plain else _keys(language, lemmas)
    told = {form: finds(form) for form in {form for form, _ in pairs}}
    right = sum(lemma in told[form] for form, lemma in pairs)
    return Score(right / sum(len(told[form]) for form, _ in pairs), right / len(pairs))


def _written(file: Path) -> Iterator[tuple[str, str]]:
    """Words as they are written, each with the lemma asked for in it: a Hebrew word with its particles is one."""
    written, until = "", 0
    for row in (line.split("\t") for line in file.read_text(encoding="utf-8").splitlines()):
        if len(row) < 6:
            until = 0
        elif "-" in row[0]:
            written, until = row[1], int(row[0].partition("-")[2])
        elif row[3] in _ASKED_FOR and len(row[2]) > 1:
            yield written if int(row[0]) <= until else row[1], row[2]


def _keys(language: str, lemmas: Iterable[str]) -> Callable[[str], set[str]]:
    keys = analyser(language)
    asking = defaultdict(set)
    for lemma in lemmas:
        for key in keys.query_keys(lemma):
            asking[key].add(lemma)
    return lambda form: {lemma for key in keys.index_keys(form) for lemma in asking.get(key, ())}


def _beginnings(lemmas: Iterable[str]) -> Callable[[str], set[str]]:
    asking = defaultdict(set)
    for lemma in lemmas:
        asking[fold(lemma)].add(lemma)

    def told(form: str) -> set[str]:
        folded = fold(form)
        return {lemma for length in range(1, len(folded) + 1) for lemma in asking.get(folded[:length], ())}

    return told


def countries(shared: Path, *, plain: bool = False) -> float:
    """The share of countries found in Kazakh news that stand in the name of a place, a people or what is named by one.

    A country in a title or an organisation («Қазақстан Президенті») is right, one in a person's name or in none wrong.
    """
    terms = [(meaning, term) for meaning, term in place_terms("kk") if meaning.term not in _OTHER_PLACES]
    beginnings = tuple({fold(meaning.term) for meaning, _ in terms if meaning.term.isalpha() and meaning.proper})
    lookout = Lookout([TermIndex(analyser("kk"), terms)])
    told: list[str] = []
    for sentence in _sentences(shared / "data/matching/entities_kk.iob2"):
        told += _begun_in(sentence, beginnings) if plain else _named_in(sentence, lookout)
    return sum(label not in ("O", "PERSON") for label in told) / len(told)


_OTHER_PLACES = frozenset(name for _, name in (*lines(TABLES["kk"].cities), *lines(TABLES["kk"].peoples)))
Sentence = Sequence[tuple[str, str]]
"""Words and the labels of what they name."""


def _sentences(file: Path) -> Iterator[Sentence]:
    for block in file.read_text(encoding="utf-8").split("\n\n"):
        rows = (line.rpartition(" ") for line in block.splitlines() if line)
        yield [(word, label.rpartition("-")[2]) for word, _, label in rows]


def _named_in(sentence: Sentence, lookout: Lookout) -> Iterator[str]:
    """The labels of the words where a country begins."""
    labels, text = {}, ""
    for word, label in sentence:
        labels[len(text)] = label
        text += f"{word} "
    for hit in organisations_named(lookout.find(lookout.read(Field.TEXT, text))):
        if hit.meaning.id != NOWHERE:
            yield labels[max(start for start in labels if start <= hit.start)]


def _begun_in(sentence: Sentence, beginnings: tuple[str, ...]) -> Iterator[str]:
    """The labels of capitalised words that begin with the name of a country."""
    return (label for word, label in sentence if word[0].isupper() and fold(word).startswith(beginnings))
