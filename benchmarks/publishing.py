"""Publishing a hundred feeds of fifty entries in three formats, each changed by one article: CPU of one core.

    python -m benchmarks.publishing [ROUNDS]

The store holds 120 stories of every feed, in five languages and from ten sources, every fifth told in a second
language; texts have 600 words, as the demo's invented articles say them, marked up as content systems do. They are
published once; then each feed gets an article, and all that the running service does about it is measured: curating,
documents in three formats, read back, written durably, announced and remembered; archives of the month, offers for
partners, and pages. Sources allow excerpts of 300 characters, as the shipped ones do, then the whole text; feeds have
no editions, then two.

Beside it feedgen, bare, makes RSS and Atom of the same entries, and what a reader's first request costs: codings.
"""

from __future__ import annotations

import asyncio
import contextlib
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import wraps
from itertools import cycle, islice
from pathlib import Path
from typing import Any
from unittest import mock

from feedgen.feed import FeedGenerator

from benchmarks.normalising import FOLDER
from syndicator import press
from syndicator.archivist import Archivist
from syndicator.bootstrap import curated, open_pipeline
from syndicator.model.article import Article, Image, LanguageFrom, SafeHtml
from syndicator.model.configuration import Configuration
from syndicator.model.feed import FeedDefinition, Site
from syndicator.model.source import Republish, Rights, Source, SourceState
from syndicator.model.topic import Tag, Tagged
from syndicator.model.verdict import Decision, Verdict, VerdictKind
from syndicator.normalise.markup import words
from syndicator.pipeline import Editorial, Pipeline
from syndicator.ports import Batch
from syndicator.store.followers import SqlFollowers
from syndicator.store.sqlstore import SqlStore
from syndicator.tag import compile_topics
from syndicator.web.documents import prepare

FEEDS = 100
ENTRIES = 50
STORIES = 120
"""Of each feed; it looks at a hundred."""
SOURCES = 10
ROUNDS = 5
TEXT = 600
_TOLD_TWICE = 5
"""Every such story has a version in another language."""
_TEXTS = {"en": "university.en", "ru": "agency.ru", "kk-Cyrl": "agency.kk", "ar": "university.ar", "he": "hospital.he"}
_DIRECTIONS = {"ar": "rtl", "he": "rtl"}
SITE = Site("Bench", "https://news.example", "mailto:b@example.org", "example.org", date(2026, 1, 1), ("en",))


def publishing(rounds: int = ROUNDS) -> None:
    """Seconds for all feeds, the best of some rounds; its parts are those of that round."""
    for name, rights, languages in (
        ("excerpts", Rights(Republish.EXCERPT, images=True), ()),
        ("whole texts", Rights(Republish.FULL, images=True), ()),
        ("excerpts, two editions", Rights(Republish.EXCERPT, images=True), ("en", "ru")),
    ):
        with tempfile.TemporaryDirectory() as folder:
            asyncio.run(_publish(name, _editorial(Path(folder), rights, languages), rounds))


async def _publish(name: str, editorial: Editorial, rounds: int) -> None:
    pipeline = open_pipeline(editorial)
    try:
        speech = _Speech()
        _store(pipeline, [_told(speech, feed, number) for feed in range(FEEDS) for number in range(STORIES)])
        print(f"publishing     {name}: everything the first time {(await _measured(pipeline)).said()}")
        measured = []
        for turn in range(rounds):
            _store(pipeline, [_told(speech, feed, STORIES + turn) for feed in range(FEEDS)])
            measured.append(await _measured(pipeline))
        best = min(measured, key=lambda each: each.busy)
        print(f"publishing     {name}: one article more in each feed {best.said()}   {best.parts()}")
        _beside(name, pipeline)
    finally:
        await pipeline.close()


class _Measured:
    """What one publication took, and its parts."""

    def __init__(self) -> None:
        self.busy = self.took = 0.0
        self.written = 0
        self.of: dict[str, float] = defaultdict(float)

    def said(self) -> str:
        return f"{self.busy:6.2f} s of CPU, {self.took:6.2f} s by the clock, {self.written} documents written"

    def parts(self) -> str:
        rest = self.busy - sum(self.of.values())
        return "   ".join(f"{name} {took:.2f}" for name, took in (*self.of.items(), ("rest", rest)))

    def timed(self, name: str, work: Callable[..., Any]) -> Callable[..., Any]:
        """*work*, whose CPU counts for a part; one runs at a time."""

        @wraps(work)
        def done(*arguments: Any, **named: Any) -> Any:
            began = time.thread_time()
            try:
                return work(*arguments, **named)
            finally:
                self.of[name] += time.thread_time() - began

        return done


_PARTS = (
    ("curated", press, "editions"),
    ("documents", press, "publish"),
    ("remembered", SqlStore, "mark_published"),
    ("announced", SqlFollowers, "announce"),
    ("archives", Archivist, "look"),
    ("archives", Archivist, "keep"),
    ("archives", Archivist, "newest"),
    ("offers", press, "settle"),
    ("pages", press, "publish_site"),
    ("pages", press, "surroundings"),
)


async def _measured(pipeline: Pipeline) -> _Measured:
    made = _Measured()
    with contextlib.ExitStack() as stack:
        for name, where, what in _PARTS:
            stack.enter_context(mock.patch.object(where, what, made.timed(name, getattr(where, what))))
        began, busy = time.perf_counter(), time.process_time()
        reports = await pipeline.publish()
        made.took, made.busy = time.perf_counter() - began, time.process_time() - busy
    made.written = sum(len(each.written) for each in reports)
    return made


# --- beside it -----------------------------------------------------------------------------------------------------


def _beside(name: str, pipeline: Pipeline) -> None:
    feeds = [curated(pipeline.configuration, pipeline.store, feed) for feed in pipeline.configuration.feeds]
    entries = [[_plain(entry) for entry in feed.entries] for feed in feeds]
    bare = _cpu(lambda: [_with_feedgen(each) for each in entries])
    paths = [f"feeds/{feed}.{suffix}" for feed in pipeline.configuration.feeds for suffix in ("atom", "rss", "json")]
    bodies = {path: pipeline.output.read(path) or b"" for path in paths}
    stamps = {path: pipeline.output.stamp(path) for path in paths}
    prepared = [prepare(bodies[path], path.rpartition(".")[2], stamps[path]) for path in paths]
    coded = _cpu(lambda: [each.body(coding) for each in prepared for coding in each.tags])
    size = sum(map(len, bodies.values()))
    print(
        f"               {name}: bare feedgen, RSS and Atom alone {bare:.2f} s; "
        f"codings at the first requests {coded:.2f} s"
    )
    print(f"               {name}: {len(bodies)} documents of {size / len(bodies) / 1000:.0f} kB")


def _cpu(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


def _plain(entry: Any) -> tuple[Any, ...]:
    return entry.public_id, entry.title, entry.link, entry.summary, entry.content, entry.published, entry.updated


def _with_feedgen(entries: list[tuple[Any, ...]]) -> None:
    made = FeedGenerator()
    made.id("https://news.example/")
    made.title("Bench")
    made.link(href="https://news.example/")
    made.description("Bench")
    for id_, title, link, summary, content, published, updated in entries:
        entry = made.add_entry(order="append")
        entry.id(id_)
        entry.title(title)
        entry.link(href=link)
        entry.description(summary)
        if content:
            entry.content(content, type="html")
        entry.published(published)
        entry.updated(updated)
    made.atom_str()
    made.rss_str()


# --- what there is -------------------------------------------------------------------------------------------------


class _Speech:
    """Texts of 600 words in every language."""

    def __init__(self) -> None:
        self._prose = {
            language: [
                line for line in (FOLDER / f"{file}.txt").read_text("utf-8").splitlines() if len(line.split()) > 12
            ]
            for language, file in _TEXTS.items()
        }

    def say(self, language: str, number: int) -> tuple[str, str, list[str]]:
        """(title, summary, paragraphs)."""
        prose = self._prose[language]
        first = number % len(prose)
        return f"{prose[first][:70]} {number}", prose[first][:400], list(_paragraphs(prose[first:] + prose[:first]))


def _paragraphs(prose: list[str]) -> Iterator[str]:
    left = TEXT
    for paragraph in cycle(prose):
        if left <= 0:
            return
        yield " ".join(islice(paragraph.split(), left))
        left -= len(paragraph.split())


def _editorial(folder: Path, rights: Rights, languages: tuple[str, ...]) -> Editorial:
    sources = {
        f"s{n}": Source(
            f"s{n}",
            f"Source {n}",
            f"Publisher {n}",
            "feed",
            f"https://s{n}.example/feed",
            f"https://s{n}.example/",
            rights=replace(rights, attribution=f"Source {n}, by its editors"),
        )
        for n in range(SOURCES)
    }
    sources = {name: replace(each, limits=replace(each.limits, burst=10_000)) for name, each in sources.items()}
    feeds = {
        f"feed-{n}": FeedDefinition(
            f"feed-{n}",
            f"feed-{n}",
            {"en": f"Feed {n}", "ru": f"Лента {n}"},
            {"en": "What is new", "ru": "Что нового"},
            languages,
            ENTRIES,
            subjects=("medtop:20000405",),
        )
        for n in range(FEEDS)
    }
    configuration = Configuration(
        SITE, f"sqlite:///{folder}/bench.db", f"{folder}/public", sources, {}, {}, feeds, user_agent="bench"
    )
    return Editorial(configuration, compile_topics({}, {}, {}, {}))


def _told(speech: _Speech, feed: int, number: int) -> list[tuple[Decision, Tagged]]:
    """One story of a feed."""
    languages = list(_TEXTS)
    at = feed + number
    first = _article(speech, feed, number, languages[at % len(languages)], at % SOURCES)
    tagged = Tagged((Tag(f"feed-{feed}", 1.0, (), "1"),))
    made = [(Decision(first, Verdict(VerdictKind.NEW), first.id, frozenset()), tagged)]
    if number % _TOLD_TWICE == 0:
        other = _article(speech, feed, number, languages[(at + 1) % len(languages)], (at + 1) % SOURCES)
        made.append((Decision(other, Verdict(VerdictKind.SAME_STORY, first.id), first.id, frozenset()), tagged))
    return made


def _article(speech: _Speech, feed: int, number: int, language: str, source: int) -> Article:
    title, summary, paragraphs = speech.say(language, 1000 * feed + number)
    name = f"a{feed}x{number}x{source}"
    link = f"https://s{source}.example/news/{name}"
    # five hours apart, so that the window holds fifty; the years's last days are those of the clock's month at times
    moment = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=5 * number, seconds=feed)
    linked = (f'{text} <a href="{link}/{place}">{number}</a>' for place, text in enumerate(paragraphs))
    content = SafeHtml(f"<p>{'</p><p>'.join(linked)}</p>")
    return Article(
        id=name,
        public_id=f"tag:example.org,2026-01-01:{name}",
        source=f"s{source}",
        identity=f"guid:{name}",
        guid=name,
        link=link,
        canonical=link,
        title=title,
        summary=summary,
        content=content,
        text=words(content),
        language=language,
        language_from=LanguageFrom.RULE,
        direction=_DIRECTIONS.get(language, "ltr"),
        published=moment,
        updated=moment,
        collected=moment,
        authors=("A. Writer",),
        image=Image(f"{link}.jpg", "image/jpeg", "The dean"),
        rights=Rights(Republish.FULL, excerpt=1000, images=True),
    )


def _store(pipeline: Pipeline, told: list[list[tuple[Decision, Tagged]]]) -> None:
    made = [pair for each in told for pair in each]
    for at in range(0, len(made), 500):
        some = made[at : at + 500]
        pipeline.store.apply(
            Batch(
                SourceState("s0"),
                tuple(decision for decision, _ in some),
                {decision.article.id: tagged for decision, tagged in some},
                dirty=frozenset(tagged.tags[0].topic for _, tagged in some),
                at=datetime(2026, 2, 1, tzinfo=UTC),
            )
        )


if __name__ == "__main__":
    publishing(*map(int, sys.argv[1:]))
