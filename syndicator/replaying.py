"""A feed's life, replayed: what the store holds of it and what is published in, its documents after every act out.

Everything happens on a stage: a store, an output and a clock of its own, to which the articles of the feed are copied.
There the same corridor works as in the service: edits are decided on, reprints recognised, editors obeyed, documents
written. The live store and output are read, and never written to.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import PurePosixPath

from syndicator.acceptance.faults import FAULTS
from syndicator.deduplicate import keys, prints
from syndicator.deduplicate.blocking import has_content
from syndicator.editing import Desk
from syndicator.linkage import Linkage
from syndicator.model.acceptance import Act, Finding
from syndicator.model.article import Article, SafeHtml
from syndicator.model.feed import FeedDefinition, Held, edition_name
from syndicator.model.ruling import Ruling, RulingKind
from syndicator.model.source import SourceState
from syndicator.model.verdict import Decision, Verdict, VerdictKind
from syndicator.pipeline import Editorial, Pipeline
from syndicator.ports import Batch, OutputStore, Stamp, Store
from syndicator.press import editions, within_reach
from syndicator.publish.address import feed_path, manifest_path
from syndicator.publish.archive import month_of, read_manifest, span
from syndicator.publish.formats import FORMATS

_BETWEEN = timedelta(hours=2)
"""From one act to the next: sources move the date of a change once an hour at most, and announce so many in one."""
_SECOND = timedelta(seconds=1)
_CORRECTION = "This paragraph is a correction."
_COUNTER = "{} comments"
_WHO = "doctor"


class StageClock:
    """Stands still until an act moves it."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def now(self) -> datetime:
        """The moment on the stage."""
        return self.moment


class StageOutput:
    """Documents that lie in memory: nobody has to find them after a power failure."""

    def __init__(self, clock: StageClock) -> None:
        self._clock = clock
        self._documents: dict[str, tuple[bytes, datetime]] = {}

    def together(self) -> AbstractContextManager[Mapping[str, OSError]]:
        """Nothing is ever late."""
        return nullcontext({})

    def stamp(self, path: str) -> Stamp | None:
        """The state of the document at *path*, or None when there is none."""
        document = self._documents.get(path)
        return document and Stamp(hashlib.sha256(document[0]).hexdigest(), document[1])

    def read(self, path: str) -> bytes | None:
        """The bytes at *path*, or None when there is none."""
        document = self._documents.get(path)
        return document and document[0]

    def write(self, path: str, data: bytes) -> bool:
        """Replace the document; False when the bytes are the same already."""
        if self.read(path) == data:
            return False
        self._documents[path] = data, self._clock.now()
        return True

    def remove(self, path: str) -> None:
        """Take a document away."""
        self._documents.pop(path, None)

    def paths(self) -> Iterable[str]:
        """Every document's path, sorted."""
        return sorted(self._documents)


@dataclass(frozen=True, slots=True)
class Stage:
    """Where a life is replayed."""

    clock: StageClock
    open: Callable[[Editorial, OutputStore], Pipeline]
    """A pipeline over the store of the stage, and this output."""


@dataclass(frozen=True, slots=True)
class _Skipped:
    """Why an act cannot be played."""

    why: str


@dataclass(frozen=True, slots=True)
class Played:
    """What an act left behind."""

    act: Act
    documents: Mapping[str, bytes]
    """Name → bytes; names are those before a move, so that a reader that follows it stays with its document."""
    articles: Mapping[str, str] = field(default_factory=dict)
    """Public id → what it is in truth: the entry of a source, however often it changes."""
    about: frozenset[str] = frozenset()
    withdrawn: frozenset[str] = frozenset()
    """Public ids of articles that were withdrawn."""
    archived: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Document → public ids that its archives tell."""
    findings: tuple[Finding, ...] = ()
    skipped: str = ""
    """Why it was not played; then there are no documents."""


def names_of(definition: FeedDefinition) -> dict[str, str]:
    """Name → path of every document of a feed."""
    paths = [
        feed_path(definition.id, edition, each.suffix) for edition in definition.editions for each in FORMATS.values()
    ]
    return {PurePosixPath(path).name: path for path in paths}


def published(definition: FeedDefinition, read: Callable[[str], bytes | None]) -> dict[str, bytes]:
    """Name → bytes of what is published of a feed, by what *read* finds at a path."""
    found = {name: read(path) for name, path in names_of(definition).items()}
    return {name: document for name, document in found.items() if document is not None}


class Replay:
    """The life of one feed. Every act is one method: it says which articles it was about."""

    def __init__(
        self,
        editorial: Editorial,
        feed: str,
        live: Store,
        documents: Mapping[str, bytes],
        stage: Stage,
    ) -> None:
        """Of a *feed* of which these *documents* are published at present."""
        configuration = editorial.configuration
        self.definition = configuration.feeds[feed]
        self.site = configuration.site
        self._editorial = replace(
            editorial, configuration=replace(configuration, feeds={feed: self.definition}, embedding=None)
        )
        self._live = live
        self._published = documents
        self._stage = stage
        self._pipeline = stage.open(self._editorial, StageOutput(stage.clock))
        self._linkage = Linkage(self._pipeline.store)
        self._truths: dict[tuple[str, str], str] = {}
        self._withdrawn: set[str] = set()
        self._between: dict[str, set[str]] = defaultdict(set)

    async def close(self) -> None:
        """Leave the stage."""
        await self._pipeline.close()

    async def play(self) -> AsyncIterator[Played]:
        """Act after act, what it left behind; first what is published at present."""
        self._copy(self._held())
        yield self._left(Act.SUBSCRIBED, self._published, frozenset())
        await self._publish()
        yield self._left(Act.POLLED_AGAIN, self._documents(), frozenset())
        acts = {
            Act.CORRECTED: self._correct,
            Act.COUNTED: self._count,
            Act.REWRITTEN: self._rewrite,
            Act.READDRESSED: self._readdress,
            Act.RETITLED: self._retitle,
            Act.REPRINTED: self._reprint,
            Act.NEWS: self._bring_news,
            Act.LATECOMER: self._come_late,
            Act.WITHDRAWN: self._withdraw,
        }
        for act, perform in acts.items():
            self._stage.clock.moment += _BETWEEN
            yield await self._performed(act, perform)
        yield await self._restored()
        yield await self._away()
        yield await self._month_closed()
        yield await self._moved()

    async def _performed(self, act: Act, perform: Callable[[Sequence[Held]], str | _Skipped]) -> Played:
        subjects = self._subjects()
        if not subjects:
            return Played(act, {}, skipped="the feed has no entries")
        about = perform(subjects)
        if isinstance(about, _Skipped):
            return Played(act, {}, skipped=about.why)
        await self._publish()
        return self._left(act, self._documents(), frozenset({about}))

    # --- the stage -------------------------------------------------------------------------------------------------

    @property
    def _store(self) -> Store:
        return self._pipeline.store

    def _copy(self, held: Mapping[str, Held]) -> None:
        """Everything that the feed is made of, from the live store."""
        self._keep(held.values())
        rulings = self._live.rulings({each.story for each in held.values()}, self.definition.id)
        self._store.decide(rulings)
        moments: dict[datetime, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for article, told in self._live.announced(self.definition.id, held.keys()).items():
            for edition, moment in told.items():
                moments[moment][edition].append(article)
        for moment in sorted(moments):
            self._store.mark_published(self.definition.id, 0, moments[moment], moment)

    def _held(self) -> dict[str, Held]:
        reach = {
            name: story for some in within_reach(self._live, self.definition).values() for name, story in some.items()
        }
        gone = [
            each
            for edition in self.definition.editions
            for each in self._live.retracted(self.definition.id, edition_name(edition))
        ]
        stories = self._live.stories({*reach.values(), *(each.story for each in gone)})
        found = {each.article.id: each for members in stories.values() for each in members}
        found |= self._live.held(reach)
        self._live.settle()
        return {**found, **{each.article.id: each for each in gone}}

    def _keep(self, held: Iterable[Held]) -> None:
        """Store articles as they are, without asking what they might be."""
        of_source: dict[str, list[Held]] = defaultdict(list)
        for each in held:
            of_source[each.article.source].append(each)
        for source, some in sorted(of_source.items()):
            self._store.apply(
                Batch(
                    SourceState(source),
                    tuple(Decision(each.article, _verdict(each), each.story, keys(each.article)) for each in some),
                    {each.article.id: each.tagged for each in some},
                    at=self._stage.clock.now(),
                    dirty=frozenset({self.definition.id}),
                    prints={each.article.id: prints(each.article) for each in some},
                    withdrawn={each.article.id: each.withdrawn for each in some if each.withdrawn},
                )
            )

    def _poll(self, article: Article) -> None:
        """Decide on an article as if its source had just listed it, and store it."""
        configuration = self._editorial.configuration
        now = self._stage.clock.now()
        linked = self._linkage.link([article], self._editorial.compiled, configuration.site, now)
        self._store.apply(
            replace(linked.batch(SourceState(article.source)), at=now, dirty=frozenset({self.definition.id}))
        )

    async def _publish(self) -> None:
        self._store.mark_dirty([self.definition.id])
        await self._pipeline.publish([self.definition.id], accept_shrink=True)

    def _documents(self, definition: FeedDefinition | None = None) -> dict[str, bytes]:
        """What is published on the stage, by the names of old."""
        now = published(definition or self.definition, self._pipeline.output.read)
        names = dict(zip(names_of(definition or self.definition), names_of(self.definition), strict=True))
        return {names[name]: document for name, document in now.items()}

    def _subjects(self) -> list[Held]:
        """The articles that are entries of the feed at the moment, those that can be edited."""
        configuration = self._editorial.configuration
        feed = editions(configuration, self._store, self.definition, self._stage.clock.now())[0]
        held = self._store.held([each.id for each in feed.entries])
        found = [held[each.id] for each in feed.entries if each.id in held]
        return [each for each in found if not each.article.departed and each.article.link]

    # --- acts ------------------------------------------------------------------------------------------------------

    def _correct(self, subjects: Sequence[Held]) -> str:
        return self._edit(subjects[0], _added(subjects[0].article, f"{_CORRECTION}\n\n{_COUNTER.format(8)}"))

    def _count(self, subjects: Sequence[Held]) -> str:
        article = next((each.article for each in subjects if _CORRECTION in each.article.text), subjects[0].article)
        old, new = _COUNTER.format(8), _COUNTER.format(9)
        content = SafeHtml(article.content.replace(old, new))
        return self._edit(article, replace(article, text=article.text.replace(old, new), content=content))

    def _rewrite(self, subjects: Sequence[Held]) -> str:
        article = _at(subjects, 1).article
        return self._edit(article, replace(article, title=f"{article.title} 2"))

    def _readdress(self, subjects: Sequence[Held]) -> str:
        article = _at(subjects, 2).article
        link, canonical = (f"{each.rstrip('/')}/moved" if each else None for each in (article.link, article.canonical))
        return self._edit(article, replace(article, link=link, canonical=canonical))

    def _retitle(self, subjects: Sequence[Held]) -> str:
        article = _at(subjects, 3).article
        title = f"{article.title} 3"
        ruling = Ruling(
            self._stage.clock.now(), self.definition.id, RulingKind.RETITLE, None, article.id, title=title, who=_WHO
        )
        self._store.decide([ruling])
        return self._truth(article)

    def _reprint(self, subjects: Sequence[Held]) -> str | _Skipped:
        article = max((each.article for each in subjects), key=lambda each: len(each.text))
        other = self._another(article.source)
        if other is None:
            return _Skipped("there is no other source")
        if not has_content(article):
            return _Skipped("no entry has words enough to be recognised elsewhere")
        now = self._stage.clock.now()
        copy = self._named(article, "reprint", source=other, published=now)
        self._truths[copy.source, copy.guid or ""] = self._truth(article)
        self._poll(copy)
        return self._truth(article)

    def _another(self, source: str) -> str | None:
        """Another source, of a higher grade only if there is no other: such a one stands for a story, as it should."""
        sources = self._editorial.configuration.sources
        others = [each for each in sources.values() if each.enabled and each.id != source]
        grade = sources[source].grade
        return next((each.id for each in sorted(others, key=lambda each: each.grade > grade)), None)

    def _bring_news(self, subjects: Sequence[Held]) -> str:
        return self._bring([self._like(subjects[0], "news", self._stage.clock.now())])

    def _come_late(self, subjects: Sequence[Held]) -> str:
        return self._bring([self._like(subjects[0], "latecomer", subjects[0].article.published - _SECOND)])

    def _withdraw(self, subjects: Sequence[Held]) -> str:
        held = _at(subjects, 4)
        desk = Desk(self._store, self._editorial.configuration, now=self._stage.clock.now(), who=_WHO)
        plan = desk.withdraw([held])
        self._store.withdraw(plan.wanted, plan.feeds)
        self._withdrawn.add(held.article.public_id)
        return self._truth(held.article)

    def _edit(self, before: Article | Held, edited: Article) -> str:
        article = before.article if isinstance(before, Held) else before
        hashed = replace(edited, content_hash=f"{edited.title}\n{edited.text}", updated=self._stage.clock.now())
        self._poll(hashed)
        return self._truth(article)

    def _like(self, like: Held, name: str, published: datetime) -> Held:
        """A new article, with a story of its own and found by the same rule as another."""
        title = f"{like.article.title} ({name})"
        article = self._named(like.article, name, published=published, title=title, notes=())
        return replace(like, article=article, story=article.id, reprint_of=None)

    def _bring(self, new: Sequence[Held]) -> str:
        """Have new articles come; where the feed requires review, an editor releases them. What the first one is."""
        self._keep(new)
        if self.definition.review:
            now, feed = self._stage.clock.now(), self.definition.id
            self._store.decide([Ruling(now, feed, RulingKind.RELEASE, each.story, who=_WHO) for each in new])
        return self._truth(new[0].article)

    def _named(self, like: Article, name: str, **changes: object) -> Article:
        """An article like another, with names of its own."""
        site = self._editorial.configuration.site
        now = self._stage.clock.now()
        link = f"https://doctor.invalid/{name}"
        made = replace(
            like,
            id=f"doctor-{name}",
            public_id=f"tag:{site.authority},{site.since.isoformat()}:doctor-{name}",
            identity=f"guid:doctor-{name}",
            guid=f"doctor-{name}",
            link=link,
            canonical=link,
            collected=now,
            **changes,  # type: ignore[arg-type]
        )
        return replace(made, updated=made.published)

    # --- what the service does -------------------------------------------------------------------------------------

    async def _restored(self) -> Played:
        """All but archives is made anew of what is stored: not a byte may differ."""
        before, output = self._documents(), StageOutput(self._stage.clock)
        for path in (each for each in self._pipeline.output.paths() if "/archive/" in each):
            output.write(path, self._pipeline.output.read(path) or b"")
        await self._pipeline.close()
        self._pipeline = self._stage.open(self._editorial, output)
        self._linkage = Linkage(self._store)
        await self._publish()
        after = self._documents()
        odd = tuple(name for name, document in before.items() if after.get(name) != document)
        found = tuple(FAULTS["not-restored"].found("not-restored", name, None) for name in odd)
        return replace(self._left(Act.RESTORED, after, frozenset()), findings=found)

    async def _away(self) -> Played:
        """As many new articles as the feed keeps, published in two goes, and read after the second alone."""
        subjects = self._subjects()
        if not subjects:
            return Played(Act.AWAY, {}, skipped="the feed has no entries")
        number = max(self.definition.entries, len(subjects))
        for go in range(2):
            new = []
            for each in range(number):
                self._stage.clock.moment += timedelta(hours=1)
                new.append(self._like(_at(subjects, each), f"away-{go}-{each}", self._stage.clock.now()))
            self._bring(new)
            await self._publish()
            self._remember()
        return replace(self._left(Act.AWAY, self._documents(), frozenset()), findings=tuple(self._unarchived()))

    def _remember(self) -> None:
        """What documents told while nobody looked."""
        for name, document in self._documents().items():
            self._between[name] |= _ids(name, document)

    def _unarchived(self) -> Iterator[Finding]:
        """Documents that told what neither they nor their archives tell now."""
        archived, documents = self._archived(), self._documents()
        for name, told in self._between.items():
            if name in documents and told - archived[name] - _ids(name, documents[name]) - self._withdrawn:
                yield FAULTS["not-archived"].found("not-archived", name, None)

    async def _month_closed(self) -> Played:
        _, following = span(month_of(self._stage.clock.now()))
        self._stage.clock.moment = following + timedelta(hours=1)
        await self._publish()
        return self._left(Act.MONTH_CLOSED, self._documents(), frozenset())

    async def _moved(self) -> Played:
        """The feed under another id; readers are led from the old addresses to the new ones."""
        configuration = self._editorial.configuration
        moved = replace(self.definition, id=f"{self.definition.id}-moved", formerly=(self.definition.id,))
        await self._pipeline.adopt(
            replace(self._editorial, configuration=replace(configuration, feeds={moved.id: moved}))
        )
        await self._pipeline.publish([moved.id], accept_shrink=True)
        return self._left(Act.MOVED, self._documents(moved), frozenset())

    # --- what it left behind ---------------------------------------------------------------------------------------

    def _left(self, act: Act, documents: Mapping[str, bytes], about: frozenset[str]) -> Played:
        since = self._stage.clock.now() - timedelta(days=36_500)
        articles = {each.article.public_id: self._truth(each.article) for each in self._store.articles(since=since)}
        withdrawn = {each.article.public_id for each in self._store.articles(since=since) if each.withdrawn}
        return Played(act, documents, articles, about, frozenset(withdrawn), self._archived())

    def _archived(self) -> dict[str, frozenset[str]]:
        """Document → public ids that its archives tell."""
        told = {}
        for edition in self.definition.editions:
            manifest = read_manifest(self._pipeline.output.read(manifest_path(self.definition.id, edition)))
            for each in FORMATS.values():
                name = PurePosixPath(feed_path(self.definition.id, edition, each.suffix)).name
                paths = [feed_path(self.definition.id, edition, each.suffix, month) for month in manifest.months]
                bodies = [body for path in paths if (body := self._pipeline.output.read(path))]
                told[name] = frozenset(row[0] for body in bodies for row in each.read_back(body))
        return told

    def _truth(self, article: Article) -> str:
        """What an article is: the entry of a source, by what the source calls it."""
        key = article.source, article.guid or article.identity
        return self._truths.get(key, "\x1f".join(key))


def _verdict(held: Held) -> Verdict:
    return Verdict(VerdictKind.REPRINT, held.reprint_of) if held.reprint_of else Verdict(VerdictKind.NEW)


def _at(subjects: Sequence[Held], place: int) -> Held:
    return subjects[place % len(subjects)]


def _added(article: Article, text: str) -> Article:
    """An article with paragraphs more."""
    paragraphs = "".join(f"<p>{each}</p>" for each in text.split("\n\n"))
    return replace(
        article,
        text=f"{article.text}\n\n{text}",
        content=SafeHtml(article.content + paragraphs) if article.content else article.content,
        summary=f"{article.summary} {_CORRECTION}".strip(),
    )


def _ids(name: str, document: bytes) -> set[str]:
    return {row[0] for row in FORMATS[name.rpartition(".")[2]].read_back(document)}
