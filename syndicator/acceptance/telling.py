"""What readers make of a feed, as findings: sights in, what somebody should know or do out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from syndicator.acceptance.eyes import EYES
from syndicator.model.acceptance import Act, Effect, Finding, Grade, Sight

IN_WORDS: Mapping[Act, str] = {
    Act.SUBSCRIBED: "when it first sees the feed",
    Act.POLLED_AGAIN: "when it looks again",
    Act.CORRECTED: "after a correction",
    Act.COUNTED: "after a counter went up",
    Act.REWRITTEN: "after the source gave it another headline",
    Act.READDRESSED: "after the source moved it to another address",
    Act.RETITLED: "after an editor gave it another headline",
    Act.REPRINTED: "after another source brought it, too",
    Act.NEWS: "after a new article",
    Act.LATECOMER: "after an article that came late",
    Act.WITHDRAWN: "after a withdrawal",
    Act.RESTORED: "after the service began anew",
    Act.AWAY: "after more news than the feed keeps",
    Act.MONTH_CLOSED: "after a month has ended",
    Act.MOVED: "after the feed got another id",
}
"""When a reader does what it does."""
_DOES: Mapping[Effect, str] = {
    Effect.TWICE: "shows an article twice",
    Effect.LOST: "misses articles",
    Effect.STALE: "keeps the old words of what changes",
    Effect.KEPT: "keeps what was withdrawn",
}
_REMEDIES: Mapping[str, str] = {
    "it has no id": "give every item an id that never changes (guid, id)",
    "another has its id": "give every item an id of its own",
    "another has its address": "give every item the address of its own article",
    "its id changed": "keep the id of an item, whatever changes in it",
    "its address changed": "keep the address of an item, or lead on from the old one and keep that in the feed",
    "its headline changed": "give every item an id, by which it is known under any headline",
    "it has no title": "give every item a title",
}
_QUIET = frozenset({Act.COUNTED, Act.RESTORED, Act.MONTH_CLOSED, Act.MOVED})
"""Acts that change no words."""
_CHANGES = frozenset({Effect.NEW, Effect.UPDATED, Effect.STALE, Effect.REPLACED, Effect.REMOVED, Effect.KEPT})
_OTHERWISE = "compare the documents before and after"
_MISSED = (
    "let a reader that was away follow the archives (rel=prev-archive, next_url), or keep more entries in the feed"
)


def told(sights: Sequence[Sight]) -> list[Finding]:
    """Findings of what readers do: what the feed brings them to, and what they do with every feed."""
    ours = [each for each in sights if each.effect in _DOES and not each.anyhow]
    grave = [each for each in ours if each.effect in (Effect.TWICE, Effect.LOST)]
    slight = [each for each in ours if each.effect not in (Effect.TWICE, Effect.LOST)]
    theirs = [each for each in sights if each.effect in _DOES and each.anyhow]
    return [*_brought_about(grave), *_unseen(slight), *_of_itself(sights), *_of_readers(theirs, sights)]


def _grouped(sights: Iterable[Sight], key: Callable[[Sight], tuple[str, ...]]) -> Iterator[list[Sight]]:
    for _, group in groupby(sorted(sights, key=key), key=key):
        yield list(group)


def _brought_about(sights: Iterable[Sight]) -> Iterator[Finding]:
    for some in _grouped(sights, lambda each: (each.effect, each.act, each.cause)):
        first = some[0]
        because = f": {first.cause}" if first.cause else ""
        yield Finding(
            code=first.effect.value,
            grade=Grade.PROBLEM,
            message=f"{_readers(some)} {_DOES[first.effect]} {IN_WORDS[first.act]}{because}",
            remedy=_REMEDIES.get(first.cause, _MISSED if first.act is Act.AWAY else _OTHERWISE),
            documents=_documents(some),
            examples=_examples(some),
            count=max(each.count for each in some),
        )


def _of_itself(sights: Iterable[Sight]) -> Iterator[Finding]:
    """What changed in documents although nothing happened that readers should see."""
    changed = [each for each in sights if each.act in _QUIET and each.effect in _CHANGES]
    for some in _grouped(changed, lambda each: (each.act,)):
        yield Finding(
            code="changed",
            grade=Grade.WARNING,
            message=f"documents tell articles otherwise {IN_WORDS[some[0].act]}",
            remedy="see that it is meant: readers take it for corrections, or for news",
            documents=_documents(some),
            examples=_examples(some),
            count=max(each.count for each in some),
        )


def _unseen(sights: Iterable[Sight]) -> Iterator[Finding]:
    for some in _grouped(sights, lambda each: (each.effect, each.act)):
        first = some[0]
        yield Finding(
            code=first.effect.value,
            grade=Grade.WARNING,
            message=f"{_readers(some)} {_DOES[first.effect]} {IN_WORDS[first.act]}, and need not",
            remedy="give changed items a later date of change (updated), and keep their ids",
            documents=_documents(some),
            examples=_examples(some),
            count=max(each.count for each in some),
        )


def _of_readers(sights: Sequence[Sight], seen: Sequence[Sight]) -> Iterator[Finding]:
    """What every feed meets with; readers that do the same and have the same remedy are told of together."""
    away = [each for each in sights if each.act is Act.AWAY and each.effect is Effect.LOST]
    others = [each for each in sights if each not in away]
    alike: dict[tuple[str, str], list[Sight]] = {}
    for some in _grouped(others, lambda each: (each.reader,)):
        name = some[0].reader
        does = " and ".join(_habits(some, _formats(each for each in seen if each.reader == name)))
        alike.setdefault((does, EYES[name].advice or _COMMON), []).extend(some)
    for (does, remedy), some in alike.items():
        yield Finding("reader", Grade.NOTE, f"{_readers(some)} {does}", remedy, _documents(some))
    if away:
        yield Finding(
            code="away",
            grade=Grade.NOTE,
            message="who was away while more was published than the feed keeps misses what went by",
            remedy=_MISSED,
            documents=_documents(away),
            examples=_examples(away),
            count=max(each.count for each in away),
        )


_COMMON = "give it RSS or JSON Feed, and there a note with the id of what was withdrawn: few readers know tombstones"


def _habits(sights: Sequence[Sight], formats: set[str]) -> Iterator[str]:
    """What one reader does, with the formats in which it does, if those are not all that it reads."""
    for effect in _DOES:
        some = [each for each in sights if each.effect is effect]
        if some:
            when = f" {_when(some)}" if effect in (Effect.TWICE, Effect.LOST) else ""
            only = _formats(some)
            yield f"{_DOES[effect]}{when}" + (f" ({', '.join(sorted(only))})" if only < formats else "")


def _formats(sights: Iterable[Sight]) -> set[str]:
    return {each.document.rpartition(".")[2] for each in sights}


def _when(sights: Iterable[Sight]) -> str:
    acts = {each.act for each in sights}
    return ", ".join(IN_WORDS[act] for act in Act if act in acts)


def _readers(sights: Iterable[Sight]) -> str:
    names = [EYES[name].name for name in dict.fromkeys(each.reader for each in sights)]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]} each"


def _documents(sights: Iterable[Sight]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each.document for each in sights))


def _examples(sights: Iterable[Sight]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(title for each in sights for title in each.articles))[:3]
