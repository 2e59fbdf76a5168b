"""Tagging articles of 400 words with ten feeds and with a thousand: articles a second, compile time, memory, rivals.

A thousand feeds are the shipped ones and made-up ones of 15 terms in each of five languages, with rules of every
kind. Their terms are rows of two and three ordinary words, few single words and beginnings of rarer ones, as editors
choose them: an article has a handful of the topics, how many is told. ``python -m benchmarks.tagging dense`` measures
a thousand feeds of which every second term is a single word, so that an article has 20 to 110 topics and every other
word of it means something: no newsroom asks for that, but it shows what finds cost.

Half of an article are sentences of the demo's invented news, in which the shipped topics find much; half are words
drawn by Zipf's law from a vocabulary that never ends: made up letter by letter after the demo's own words, in Russian
taken from the dictionary save one in ten. So rare words keep coming, as they do in service. Three speeds are told:
«cold», where no word was seen before; «stream», new articles after hundreds; «again», the same ones again, where every
word is known, of each the best of five rounds. Every scale is measured in a process of its own, by its CPU time.
"""

from __future__ import annotations

import asyncio
import gc
import itertools
import multiprocessing
import os
import random
import sqlite3
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pymorphy3

from syndicator.bootstrap import load_editorial
from syndicator.demo.content import channels
from syndicator.languages.analysis import analyser, words
from syndicator.model.article import Article, LanguageFrom, SafeHtml
from syndicator.model.rule import parse_rule
from syndicator.model.topic import Concept, Organisation, Term, Topic
from syndicator.tag import Compiled, compile_topics, tag

LANGUAGES = ("en", "ru", "kk", "ar", "he")
FEEDS = (10, 1_000)
WORDS = 400
TERMS = 5
"""Terms of a concept in a language; a made-up feed has three concepts."""
SEEN = 150
MEASURED = 30
COLD = 10
ROUNDS = 5
RIVALLED = 3
_FORMS = {"en": 60_000}
_MORE_FORMS = 400_000
"""Forms of words that news of a language draw from; an inflected one has many more."""
_RULES = (
    "{0} and ({1} or {2})",
    "at least 2 of ({0}, {1}, {2})",
    "title:{0} or lead:({1} or {2})",
    "{0} near/10 ({1} or {2}) and not title:{2}",
    "places >= 1 and ({0} or {1}) and not {2}",
)
_SOME_DAY = datetime(2026, 1, 2, tzinfo=UTC)


class Kinds(NamedTuple):
    """How many of the terms are of which kind, each share added to those before."""

    said: float
    """Words beside each other in the demo."""
    words: float
    beginnings: float
    after: int
    """How many of the most frequent words are never a term by themselves."""


USUAL = Kinds(said=0.004, words=0.04, beginnings=0.042, after=20_000)
DENSE = Kinds(said=0.003, words=0.4, beginnings=0.45, after=3_000)


class Speech:
    """What is written in one language: the demo's sentences, and words by how frequent they are."""

    def __init__(self, language: str) -> None:
        self.language = language
        pieces = [piece for each in channels().values() if each.language == language for piece in each.pieces]
        texts = [part for piece in pieces for part in (piece.title, *piece.paragraphs)]
        self.sentences = [part for text in texts for part in text.split(". ") if len(part.split()) > 3]
        self.own = [word for word, _ in Counter(word.text for text in texts for word in words(text)).most_common()]
        self.forms = _FORMS.get(language, _MORE_FORMS)
        self._next: dict[str, list[str]] = defaultdict(list)
        for word in self.own:
            marked = f"^^{word.lower()}$"
            for at in range(len(marked) - 2):
                self._next[marked[at : at + 2]].append(marked[at + 2])
        self.word = cache(self._word)

    def drawn(self, chance: random.Random, *, after: int = 1) -> str:
        """A word by Zipf's law, leaving out the most frequent."""
        return self.word(int(after * (self.forms / after) ** chance.random()) - 1)

    def article(self, number: int) -> Article:
        """The same one for the same number."""
        chance = random.Random(f"{self.language} {number}")
        title = " ".join(chance.choice(self.sentences).split()[:10])
        said: list[str] = []
        while len(said) < WORDS:
            sentence = chance.choice(self.sentences).split()
            said += [*sentence[:-1], sentence[-1].rstrip(".") + "."]
            strange = [self.drawn(chance) for _ in sentence]
            said += [strange[0].capitalize(), *strange[1:-1], strange[-1] + "."]
        return _article(title, " ".join(said[:WORDS]), self.language)

    def term(self, chance: random.Random, kinds: Kinds) -> str:
        """A word, a beginning, words beside each other in the demo or such as may never meet."""
        kind = chance.random()
        if kind < kinds.said:
            sentence = chance.choice(self.sentences).split()
            at = chance.randrange(len(sentence) - 1)
            return " ".join(sentence[at : at + 2]).strip("«»“”\"'.,:;!?()–— ")
        if kind < kinds.words:
            return self.drawn(chance, after=kinds.after)
        if kind < kinds.beginnings:
            return self.drawn(chance, after=kinds.after)[:-1] + "*"
        return " ".join(self.drawn(chance, after=50) for _ in range(2 if kind < 0.8 else 3))

    def _word(self, rank: int) -> str:
        if rank < len(self.own):
            return self.own[rank]
        chance = random.Random(f"{self.language} {rank}")
        made = self._made(chance)
        return _of_dictionary(made, chance) if self.language == "ru" and chance.random() < 0.9 else made

    def _made(self, chance: random.Random) -> str:
        """Letter by letter, each by the two before it; short words are no rare ones."""
        made = "^^"
        while len(made) < 20 and (letter := chance.choice(self._next[made[-2:]])) != "$":
            made += letter
        return made[2:] if len(made) > 6 else self._made(chance)


def _of_dictionary(made: str, chance: random.Random) -> str:
    """A Russian word that begins like the made-up one, as far as any does."""
    for length in range(6, 1, -1):
        if alike := list(itertools.islice(_dictionary().iter_known_word_parses(made[:length]), 50)):
            return str(chance.choice(alike).word)
    return made


@cache
def _dictionary() -> Any:
    return pymorphy3.MorphAnalyzer()


def _article(title: str, text: str, language: str) -> Article:
    return Article(
        id="a",
        public_id="a",
        source="bench",
        identity="a",
        guid=None,
        link=None,
        canonical=None,
        title=title,
        summary="",
        content=SafeHtml(""),
        text=text,
        language=language,
        language_from=LanguageFrom.DECLARED,
        direction="ltr",
        published=_SOME_DAY,
        updated=_SOME_DAY,
        collected=_SOME_DAY,
    )


def made_up(
    feeds: int, speeches: Mapping[str, Speech], kinds: Kinds = USUAL
) -> tuple[dict[str, Concept], dict[str, Topic]]:
    """Concepts and topics, the same in every run."""
    concepts: dict[str, Concept] = {}
    topics: dict[str, Topic] = {}
    for number in range(feeds):
        chance = random.Random(number)
        names = [f"made-{number}-{part}" for part in "abc"]
        for name in names:
            terms = {
                language: tuple(Term(speech.term(chance, kinds)) for _ in range(TERMS))
                for language, speech in speeches.items()
            }
            concepts[name] = Concept(name, terms)
        topics[f"made-{number}"] = Topic(f"made-{number}", parse_rule(_RULES[number % len(_RULES)].format(*names)))
    return concepts, topics


def measure(feeds: int, kinds: Kinds = USUAL) -> None:
    """One scale: a line for each language, for all together, for compiling and for the rivals."""
    editorial = load_editorial(Path("config")).configuration
    speeches = {language: Speech(language) for language in LANGUAGES}
    concepts, topics = made_up(feeds - len(editorial.topics), speeches, kinds)
    for language in LANGUAGES:  # dictionaries are read, whatever is tagged
        analyser(language).index_keys("слово")
    concepts, topics = {**editorial.concepts, **concepts}, {**editorial.topics, **topics}
    before, began = _resident(), time.process_time()
    compiled = compile_topics(concepts, topics, editorial.organisations)
    for language in LANGUAGES:
        compiled.lookout(language)
    took, after = time.process_time() - began, _resident()
    gc.collect()
    gc.freeze()  # as the service does with what stands
    seconds: Counter[str] = Counter()
    for language, speech in speeches.items():
        times, found, new = _speeds(compiled, speech)
        seconds.update(times)
        _tell(f"{feeds} feeds {language}", times, f"   {found:.1f} topics an article, {100 * new:.1f} % of words new")
    _tell(f"{feeds} feeds all", {name: each / len(LANGUAGES) for name, each in seconds.items()})
    print(f"tagging {feeds} feeds: compiled in {took:.2f} s, {after - before:.0f} MB, ", end="")
    print(f"{_resident() - after:.0f} MB more after {len(LANGUAGES) * (SEEN + MEASURED)} articles")
    asyncio.run(_reload(concepts, topics, editorial.organisations, compiled))
    ours = seconds["stream"] / len(LANGUAGES)
    for name, rival in (("each term sought in the text", _naive), ("SQLite FTS5", _fts5)):
        theirs = sum(rival(concepts, topics, speech) for speech in speeches.values()) / len(LANGUAGES)
        print(f"tagging {feeds} feeds: {name} {1 / theirs:8.1f} articles/s   ratio {theirs / ours:6.1f}")


async def _reload(
    concepts: Mapping[str, Concept],
    topics: Mapping[str, Topic],
    organisations: Mapping[str, Organisation],
    standing: Compiled,
) -> None:
    """What an edit of one English term costs the service: compiled in a thread, as on a reload, beside the loop."""
    edited = concepts["cooperation"]
    terms = {**edited.terms, "en": (*edited.terms["en"], Term("shoulder to shoulder"))}
    changed = {**concepts, "cooperation": replace(edited, terms=terms)}
    waited, began = 0.0, time.perf_counter()
    work = asyncio.create_task(asyncio.to_thread(compile_topics, changed, topics, organisations, before=standing))
    while not work.done():
        asleep = time.perf_counter()
        await asyncio.sleep(0.01)
        waited = max(waited, time.perf_counter() - asleep - 0.01)
    took, compiled = time.perf_counter() - began, await work
    gc.collect()
    gc.freeze()
    first = [Speech(language).article(0) for language in LANGUAGES]
    after = max(_seconds([each], lambda each: tag(each, compiled)) for each in first)
    print(f"tagging {len(topics)} feeds: one term edited, compiled in {took:.2f} s, ", end="")
    print(f"the loop waits {1000 * waited:.0f} ms at most, the first article then takes {1000 * after:.1f} ms of CPU")


def _tell(name: str, times: Mapping[str, float], more: str = "") -> None:
    print(f"tagging {name:14}" + "".join(f"   {each} {1 / took:6.0f}/s" for each, took in times.items()) + more)


def _speeds(compiled: Compiled, speech: Speech) -> tuple[dict[str, float], float, float]:
    """Seconds of CPU for an article, how many topics it has, and the share of its words that never came before."""
    articles = [speech.article(number) for number in range(COLD + SEEN + MEASURED)]
    cold, between, stream = articles[:COLD], articles[COLD:-MEASURED], articles[-MEASURED:]
    times = {"cold": _seconds(cold, lambda each: tag(each, compiled))}
    for each in between:
        tag(each, compiled)
    times["stream"] = _seconds(stream, lambda each: tag(each, compiled))
    best = (min(_seconds([each], lambda one: tag(one, compiled)) for _ in range(ROUNDS)) for each in stream)
    times["again"] = sum(best) / MEASURED
    known = {word.text for each in articles[:-MEASURED] for word in words(each.text)}
    last = [word.text for each in stream for word in words(each.text)]
    topics = sum(len(tag(each, compiled).tags) for each in stream)
    return times, topics / MEASURED, sum(word not in known for word in last) / len(last)


def _seconds(articles: Sequence[Article], work: Callable[[Article], object]) -> float:
    """Of CPU, for an article."""
    began = time.process_time()
    for each in articles:
        work(each)
    return (time.process_time() - began) / len(articles)


def _naive(concepts: Mapping[str, Concept], topics: Mapping[str, Topic], speech: Speech) -> float:
    """Every term of every feed sought letter by letter: no forms of words, no rules, no places."""
    terms = [[each.rstrip("*").lower() for each in row] for row in _terms(concepts, topics, speech.language)]

    def find(article: Article) -> list[int]:
        text = f"{article.title}\n{article.text}".lower()
        return [feed for feed, row in enumerate(terms) if [each for each in row if each in text]]

    return _seconds([speech.article(number) for number in range(RIVALLED)], find)


def _fts5(concepts: Mapping[str, Concept], topics: Mapping[str, Topic], speech: Speech) -> float:
    """The article in a table of its own, asked by every feed: no forms of words, no rules, no places."""
    rows = [[f'"{each}"' for each in map(_phrase, row) if each] for row in _terms(concepts, topics, speech.language)]
    queries = [" OR ".join(row) for row in rows if row]
    table = sqlite3.connect(":memory:")
    table.execute("CREATE VIRTUAL TABLE news USING fts5(title, text)")

    def find(article: Article) -> list[int]:
        table.execute("INSERT INTO news VALUES (?, ?)", (article.title, article.text))
        asked = "SELECT 1 FROM news WHERE news MATCH ?"
        found = [feed for feed, query in enumerate(queries) if table.execute(asked, (query,)).fetchone()]
        table.execute("DELETE FROM news")
        return found

    return _seconds([speech.article(number) for number in range(RIVALLED)], find)


def _phrase(term: str) -> str:
    return " ".join(word.text.replace('"', "") for word in words(term))


def _terms(concepts: Mapping[str, Concept], topics: Mapping[str, Topic], language: str) -> Iterator[list[str]]:
    """The terms of each feed in a language, those of included concepts left out."""
    asked = compile_topics(concepts, topics, {})
    for topic in topics.values():
        names = asked.concepts_behind(topic)
        yield [term.text for name in names for term in concepts[name].terms.get(language, ())]


def _resident() -> float:
    """Megabytes of memory of this process."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def tagging(*, dense: bool = False) -> None:
    """Every scale in a process that has seen nothing."""
    for feeds, kinds in [(max(FEEDS), DENSE)] if dense else [(each, USUAL) for each in FEEDS]:
        with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as fresh:
            fresh.submit(measure, feeds, kinds).result()


if __name__ == "__main__":
    tagging(dense="dense" in sys.argv)
