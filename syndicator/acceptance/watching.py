"""Watching readers: scenes of a feed's life in, what every reader makes of each out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from syndicator.acceptance.eyes import EYES, NOTHING, Eyes, Shelf, ideal, looked, shown
from syndicator.model.acceptance import Effect, Issue, Scene, Sight, Told

_GUID = "its id changed"
_LINK = "its address changed"
_TITLE = "its headline changed"
_NO_GUID = "it has no id"
_SAME_GUID = "another has its id"
_SAME_LINK = "another has its address"
_NO_TITLE = "it has no title"


def watch(scenes: Sequence[Scene], readers: Iterable[Eyes] = EYES.values()) -> list[Sight]:
    """What each of *readers* makes of every document of the *scenes*, in their order.

    Whoever reads looks once after each scene. Beside every reader there is a second one, to whom the same things
    happen in a document that tells its items apart as well as can be: what that one does, too, is told as ``anyhow``.
    """
    names = list(dict.fromkeys(name for scene in scenes for name in scene.issues))
    return [
        sight
        for eyes in readers
        for name in names
        if _first(scenes, name).format in eyes.formats
        for sight in _watched(eyes, name, scenes)
    ]


def _first(scenes: Sequence[Scene], name: str) -> Issue:
    return next(scene.issues[name] for scene in scenes if name in scene.issues)


def _watched(eyes: Eyes, name: str, scenes: Sequence[Scene]) -> Iterator[Sight]:
    real, control = _Desk(eyes), _Desk(eyes)
    for scene in scenes:
        issue = scene.issues.get(name)
        if issue is None:
            continue
        past = scene.past.get(name, frozenset())
        seen = real.turn(scene, issue, past)
        anyhow = control.turn(scene, ideal(issue), past)
        cause = "" if seen.effect is anyhow.effect else seen.cause
        yield Sight(eyes.id, name, scene.act, seen.effect, seen.titles, seen.count, seen.effect is anyhow.effect, cause)


@dataclass(frozen=True, slots=True)
class _Seen:
    """What came of one look."""

    effect: Effect
    titles: tuple[str, ...] = ()
    count: int = 0
    cause: str = ""


class _Desk:
    """One reader on its desk: what it shows, what it saw last, and what it lost before."""

    def __init__(self, eyes: Eyes) -> None:
        self._eyes = eyes
        self._shelf: Shelf = NOTHING
        self._before: Mapping[str, Told] = {}
        self._lost: frozenset[str] = frozenset()

    def turn(self, scene: Scene, issue: Issue, past: frozenset[str]) -> _Seen:
        """Look at the document once more."""
        before, after = self._shelf, looked(self._eyes, self._shelf, issue)
        now = {each.article: each for each in reversed(issue.items)}
        had, has = _copies(before), _copies(after)
        twice = {name for name, count in has.items() if count > max(1, had[name])}
        wanted = {each.article for each in self._eyes.wanted(issue)} | (past if self._eyes.keeps else frozenset())
        lost = {name for name in wanted if not has[name]} - self._lost
        seen = self._told(twice, Effect.TWICE, now) or self._told(lost, Effect.LOST, now)
        seen = seen or self._of_the_act(scene, now, had, after)
        if seen.effect in (Effect.TWICE, Effect.LOST):
            names = twice if seen.effect is Effect.TWICE else lost
            seen = replace(seen, cause=self._cause(seen.effect, names, issue))
        self._shelf, self._before, self._lost = after, {**self._before, **now}, self._lost | lost
        return seen

    def _told(self, names: Iterable[str], effect: Effect, now: Mapping[str, Told]) -> _Seen | None:
        found = sorted(names)
        known = {**self._before, **now}
        titles = tuple(known[name].title for name in found if name in known)
        return _Seen(effect, titles[:3], len(found)) if found else None

    def _of_the_act(self, scene: Scene, now: Mapping[str, Told], had: Counter[str], after: Shelf) -> _Seen:
        """What became of the articles that the act is about: what stands first in the order of effects."""
        held = {each.article: each for each in reversed(shown(after))}
        about = scene.about or now.keys()
        effects = {name: self._became(name, now.get(name), held.get(name), had[name]) for name in about}
        for effect in _ORDER:
            names = [name for name, each in effects.items() if each is effect]
            if seen := self._told(names, effect, now):
                return seen
        return _Seen(Effect.NOTHING)

    def _became(self, name: str, told: Told | None, held: Told | None, had: int) -> Effect:
        """What became of one article: as the document tells it now, as the reader has it, and whether it had it."""
        if told is None:
            return _gone(held, had)
        if held is None:
            return Effect.NOTHING
        if not had:
            return Effect.NOTHING if told.withdrawn else Effect.NEW
        if _same_words(told, self._before[name]):
            return Effect.NOTHING
        heard = _same_words(held, told)
        if told.withdrawn:
            return Effect.REPLACED if heard else Effect.KEPT
        return Effect.UPDATED if heard else Effect.STALE

    def _cause(self, effect: Effect, names: Iterable[str], issue: Issue) -> str:
        told = [each for each in issue.items if each.article in names]
        causes = Counter(self._cause_of(effect, each, issue) for each in told)
        return causes.most_common(1)[0][0] if causes else ""

    def _cause_of(self, effect: Effect, told: Told, issue: Issue) -> str:
        before = self._before.get(told.article)
        others = [each for each in issue.items if each is not told]
        reasons = {
            _NO_TITLE: effect is Effect.LOST and not told.title,
            _NO_GUID: not told.guid,
            _SAME_GUID: effect is Effect.LOST and any(each.guid == told.guid for each in others),
            _GUID: before is not None and before.guid != told.guid,
            _SAME_LINK: effect is Effect.LOST and any(each.link == told.link for each in others),
            _LINK: before is not None and before.link != told.link,
            _TITLE: before is not None and before.title != told.title,
        }
        return next((reason for reason, holds in reasons.items() if holds), "")


_ORDER = (
    Effect.STALE,
    Effect.KEPT,
    Effect.UPDATED,
    Effect.REPLACED,
    Effect.REMOVED,
    Effect.NEW,
)
"""What is told of an act that came to several things, the first."""


def _copies(shelf: Shelf) -> Counter[str]:
    return Counter(each.article for each in shown(shelf))


def _gone(held: Told | None, had: int) -> Effect:
    """Of an article that the document tells no more."""
    if held is not None:
        return Effect.KEPT
    return Effect.REMOVED if had else Effect.NOTHING


def _same_words(one: Told, other: Told) -> bool:
    return (one.title, one.text) == (other.title, other.text)
