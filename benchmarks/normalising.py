"""Normalising an entry of 600 words, step by step, in the first languages: CPU of one core, the median of many entries.

The words are those of the demo's invented articles, marked up as content systems do: paragraphs, emphasis, five links,
a picture and a dateline; once more with a view counter, which has to be found and taken out. Lines and addresses are
new in every round, as they are in what comes from a source: nothing is remembered from the round before.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import cycle, islice
from typing import Any, TypeVar

from syndicator.demo.content import FOLDER
from syndicator.languages.datelines import dateline
from syndicator.languages.identify import identify
from syndicator.model.entry import Entry, Markup, RawText
from syndicator.model.source import Source
from syndicator.normalise import normalise
from syndicator.normalise.markup import sanitise, words
from syndicator.normalise.text import folded
from syndicator.normalise.trimming import trimmed

WORDS = 600
ENTRIES = 40
ROUNDS = 15
SOURCE = Source("bench", "Bench", "Bench", "feed", "https://a.example/feed")
NOW = datetime(2026, 5, 2, tzinfo=UTC)
_TEXTS = {"en": "university.en", "ru": "agency.ru", "kk": "agency.kk", "ar": "university.ar", "he": "hospital.he"}
_HEADS = {
    "en": "HAIFA. KAZINFORM – ",
    "ru": "АСТАНА. КАЗИНФОРМ – ",
    "kk": "АСТАНА. ҚазАқпарат – ",
    "ar": "القدس – ",
    "he": "חיפה – ",
}
_COUNTERS = {"en": "Views: 17", "ru": "Просмотров: 17", "kk": "Қаралды: 17", "ar": "المشاهدات: 17", "he": "צפיות: 17"}

Made = TypeVar("Made")
Rounds = list[list[Made]]
"""What each round works on; of one number, it is much the same in all."""


def normalising() -> None:
    """Milliseconds of CPU for an entry, for the parts that cost most, and for all the others."""
    for language in _TEXTS:
        entries = _entries(language)
        whole, counted = _whole(entries), _whole(_entries(language, _COUNTERS[language]))
        parts = {name: _median(made, work) for name, made, work in _parts(entries)}
        parts["rest"] = whole - sum(parts.values())
        said = "   ".join(f"{name} {took:.2f}" for name, took in parts.items())
        print(f"normalising    {language} {whole:5.2f} ms, with a counter {counted:.2f}   {said}")


def _whole(entries: Rounds[Entry]) -> float:
    return _median(entries, lambda entry: normalise(entry, SOURCE, now=NOW, address=SOURCE.address))


def _parts(entries: Rounds[Entry]) -> Iterator[tuple[str, Rounds[Any], Callable[..., object]]]:
    raw = _each(entries, lambda entry: entry.content.value)
    safe = _each(raw, lambda text: sanitise(text, SOURCE.address))
    texts = _each(safe, words)
    yield "sanitise", raw, lambda text: sanitise(text, SOURCE.address)
    yield "words", safe, words
    yield "trimming", _each(safe, lambda markup: (markup, words(markup))), lambda pair: trimmed(*pair, title="A title")
    yield "dateline", texts, lambda text: dateline(text, year=2026)
    yield "language", texts, identify
    yield "hash", texts, folded


def _each(made: Rounds[Any], work: Callable[[Any], Any]) -> Rounds[Any]:
    return [[work(each) for each in several] for several in made]


def _median(made: Rounds[Any], work: Callable[..., object]) -> float:
    """Milliseconds: of each the best of some rounds, of all the median."""
    rounds = [[_seconds(work, each) for each in several] for several in made]
    best: list[float] = [min(several) for several in zip(*rounds, strict=True)]
    return 1000 * statistics.median(best)


def _seconds(work: Callable[..., object], thing: object) -> float:
    began = time.process_time()
    work(thing)
    return time.process_time() - began


def _entries(language: str, counter: str = "") -> Rounds[Entry]:
    lines = (FOLDER / f"{_TEXTS[language]}.txt").read_text(encoding="utf-8").splitlines()
    prose = [line for line in lines if len(line.split()) > 12]
    return [[_entry(language, counter, prose, number, turn) for number in range(ENTRIES)] for turn in range(ROUNDS)]


def _entry(language: str, counter: str, prose: list[str], number: int, turn: int) -> Entry:
    first = number % len(prose)
    body = _HEADS[language] + _marked_up(list(_paragraphs(prose[first:] + prose)), f"{number}-{turn}")
    return Entry(
        guid=f"{language}-{number}-{turn}",
        link=f"https://a.example/{language}/{number}-{turn}?utm_source=rss",
        title=RawText(prose[first][:80]),
        summary=RawText(f"<p>{prose[first][:280]}</p>", Markup.HTML),
        content=RawText(f"<p>{counter}</p><p>{body}", Markup.HTML),
        published="Fri, 01 May 2026 10:00:00 +0500",
    )


def _paragraphs(prose: list[str]) -> Iterator[str]:
    left = WORDS
    for paragraph in cycle(prose):
        if left <= 0:
            return
        yield " ".join(islice(paragraph.split(), left))
        left -= len(paragraph.split())


def _marked_up(paragraphs: list[str], number: str) -> str:
    linked = [
        f'{text} <a href="https://a.example/{number}/{place}">{number}</a>'
        if place < 5
        else f"{text} <em>{number}</em>"
        for place, text in enumerate(paragraphs)
    ]
    return "</p>\n<p>".join(linked) + '</p><img src="https://a.example/i.jpg" alt="The dean" width="640" height="480">'
