"""Normalising an entry of 600 words, step by step, in the first languages: CPU of one core, the median of many entries.

The words are those of the demo's invented articles, marked up as content systems do: paragraphs, emphasis, five links,
a picture and a dateline; once more with a view counter, which has to be found and taken out.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import cycle, islice

from syndicator.demo.content import FOLDER
from syndicator.languages.datelines import dateline
from syndicator.languages.identify import identify
from syndicator.model.entry import Entry, Markup, RawText
from syndicator.model.source import Source
from syndicator.normalise import normalise
from syndicator.normalise.markup import Excess, sanitise, words
from syndicator.normalise.text import folded
from syndicator.normalise.trimming import trimmed

WORDS = 600
ENTRIES = 40
ROUNDS = 5
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


def normalising() -> None:
    """Milliseconds of CPU for an entry, and for the parts that cost most."""
    for language in _TEXTS:
        entries, framed = list(_entries(language)), list(_entries(language, _COUNTERS[language]))
        whole, counted = _whole(entries), _whole(framed)
        parts = "   ".join(f"{name} {_median(made, work):.2f}" for name, made, work in _parts(entries))
        print(f"normalising    {language} {whole:5.2f} ms, with a counter {counted:.2f}   {parts}")


def _whole(entries: list[Entry]) -> float:
    return _median(entries, lambda entry: normalise(entry, SOURCE, now=NOW, address=SOURCE.address))


def _parts(entries: list[Entry]) -> Iterator[tuple[str, list[object], Callable[..., object]]]:
    raw = [entry.content.value for entry in entries if entry.content]
    safe = [each for text in raw if not isinstance(each := sanitise(text, SOURCE.address), Excess)]
    texts = [words(each) for each in safe]
    yield "sanitise", list(raw), lambda text: sanitise(text, SOURCE.address)
    yield "words", list(safe), words
    yield "trimming", list(zip(safe, texts, strict=True)), lambda pair: trimmed(pair[0], pair[1], title="A title")
    yield "dateline", list(texts), lambda text: dateline(text, year=2026)
    yield "language", list(texts), lambda text: identify(text[:4000])
    yield "hash", list(texts), folded


def _median(made: list[Entry] | list[object], work: Callable[..., object]) -> float:
    """Milliseconds: of each the best of some rounds, of all the median."""
    return 1000 * statistics.median(min(_seconds(work, each) for _ in range(ROUNDS)) for each in made)


def _seconds(work: Callable[..., object], thing: object) -> float:
    began = time.process_time()
    work(thing)
    return time.process_time() - began


def _entries(language: str, counter: str = "") -> Iterator[Entry]:
    lines = (FOLDER / f"{_TEXTS[language]}.txt").read_text(encoding="utf-8").splitlines()
    prose = [line for line in lines if len(line.split()) > 12]
    for number in range(ENTRIES):
        body = _HEADS[language] + _marked_up(list(_paragraphs(prose[number % len(prose) :] + prose)), number)
        yield Entry(
            guid=f"{language}-{number}",
            link=f"https://a.example/{language}/{number}?utm_source=rss",
            title=RawText(prose[number % len(prose)][:80]),
            summary=RawText(f"<p>{prose[number % len(prose)][:280]}</p>", Markup.HTML),
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


def _marked_up(paragraphs: list[str], number: int) -> str:
    linked = [
        f'{text} <a href="https://a.example/{number}/{place}">more</a>' if place < 5 else f"{text} <em>{place}</em>"
        for place, text in enumerate(paragraphs)
    ]
    return "</p>\n<p>".join(linked) + '</p><img src="https://a.example/i.jpg" alt="The dean" width="640" height="480">'
