"""Which articles an edition contains: one entry per story, the rest named as its versions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from itertools import islice
from types import MappingProxyType
from urllib.parse import urlsplit

from syndicator.curate.rights import is_shown_at_length, narrower, shown
from syndicator.languages.tags import tongue
from syndicator.model.article import Article
from syndicator.model.feed import Feed, FeedDefinition, FeedEntry, Held, Neighbour, Version
from syndicator.model.ruling import RulingKind, Rulings
from syndicator.model.source import Republish, Rights, Source
from syndicator.model.story import Suggestion

_RATE = timedelta(hours=1)
"""Within which a source's burst counts."""
_NOTHING: Mapping[str, datetime] = MappingProxyType({})
_NO_MORE: Mapping[str, Held] = MappingProxyType({})
_NO_RULINGS = Rulings()
_NEIGHBOURS = 5
"""Stories suggested on one page."""


class LeftOut(StrEnum):
    """Why an article held is not an entry."""

    OTHER_LANGUAGE = "other-language"
    UNKNOWN_SOURCE = "unknown-source"
    DISABLED_SOURCE = "disabled-source"
    WITHDRAWN = "withdrawn"
    NO_LINK = "no-link"
    DROPPED = "dropped"
    AWAITING_REVIEW = "awaiting-review"
    REPRINT = "reprint"
    SAME_STORY = "same-story"
    BEYOND_WINDOW = "beyond-window"
    QUEUED = "queued"
    FEED_ENDED = "feed-ended"


@dataclass(frozen=True, slots=True)
class _Newsroom:
    """The facts that every decision looks at."""

    definition: FeedDefinition
    sources: Mapping[str, Source]
    stories: Mapping[str, Sequence[Held]]
    edition: str | None
    announced: Mapping[str, datetime]
    now: datetime | None
    rulings: Rulings

    def source(self, held: Held) -> Source:
        return self.sources[held.article.source]

    def choice(self, held: Held) -> int | None:
        """How near the language of an article is to the edition's: 0 is its own; None when it cannot stand in it."""
        if self.edition is None:
            return 0
        languages = (self.edition, *self.definition.fallback.get(self.edition, ()))
        return next((at for at, each in enumerate(languages) if in_edition(held.article.language, each)), None)


@dataclass(frozen=True, slots=True)
class Choice:
    """What an edition contains, before its entries are written: :func:`choose` makes it."""

    _room: _Newsroom
    _kept: tuple[Held, ...]
    _left_out: Mapping[str, LeftOut]
    _queued: Mapping[str, int]

    @property
    def wanted(self) -> frozenset[str]:
        """The ids of those articles of whose texts the entries show more than the summary."""
        return frozenset(each.article.id for each in self._kept if _shows_text(each, self._room))

    def feed(self, whole: Mapping[str, Held] = _NO_MORE) -> Feed:
        """The feed. Those articles that were chosen without their texts, and are wanted, are *whole* there, by id."""
        entries = tuple(_entry(whole.get(each.article.id, each), self._room) for each in self._kept)
        updated = max((entry.updated for entry in entries), default=None)
        told = {key: str(self._left_out[key]) for key in sorted(self._left_out)}
        return Feed(
            self._room.definition, self._room.edition, updated, entries, told, dict(sorted(self._queued.items()))
        )


def curate(
    definition: FeedDefinition,
    held: Sequence[Held],
    stories: Mapping[str, Sequence[Held]],
    sources: Mapping[str, Source],
    *,
    edition: str | None,
    announced: Mapping[str, datetime] = _NOTHING,
    rulings: Rulings = _NO_RULINGS,
) -> Feed:
    """The feed that :func:`choose` chooses of whole articles; nothing waits for its turn."""
    return choose(definition, held, stories, sources, edition=edition, announced=announced, rulings=rulings).feed()


def choose(
    definition: FeedDefinition,
    held: Sequence[Held],
    stories: Mapping[str, Sequence[Held]],
    sources: Mapping[str, Source],
    *,
    edition: str | None,
    announced: Mapping[str, datetime] = _NOTHING,
    now: datetime | None = None,
    rulings: Rulings = _NO_RULINGS,
) -> Choice:
    """What the feed that *definition* describes contains, in *edition* (a language, or None for all), at this moment.

    *held* are articles tagged with its topic, and those that *rulings* of editors bring into it; *stories* all members
    of their stories; none of them needs its texts. *announced* says of
    articles published in this edition before when they first were: a story once announced keeps its entry, even where
    that is in a language which the edition falls back on. Whatever of *held* is not an entry is in ``left_out`` with
    its reason. The window counts back from the newest entry, never from *now*, so equal facts give an equal feed; but
    a source announces no more than its ``burst`` within an hour before *now*, the newest first (fault I22). Without
    *now*, and before anything was announced, nothing waits for its turn. What editors drop or hold is no entry; nor is,
    where the feed requires review, what was not announced before they release it. Raises nothing.
    """
    room = _Newsroom(definition, sources, stories, edition, announced, now, rulings)
    left_out = {each.article.id: reason for each in held if (reason := _refusal(each, room))}
    usable = [each for each in held if each.article.id not in left_out]
    kept, others = _settled(usable, room)
    if waiting := _waiting(kept, room):
        crowded = {each.article.source for each in waiting.values()}
        staying = {each.article.id for each in kept} - waiting.keys() | room.announced.keys()
        calm = {
            each.article.id: each for each in usable if each.article.source not in crowded or each.article.id in staying
        }
        left_out |= {name: reason for name, reason in others.items() if name not in calm}
        left_out |= dict.fromkeys(waiting, LeftOut.QUEUED)
        kept, others = _settled(list(calm.values()), room)
    return Choice(room, tuple(kept), left_out | others, Counter(each.article.source for each in waiting.values()))


def in_edition(language: str, edition: str | None) -> bool:
    """Basic filtering of RFC 4647, section 3.3.1: ``kk`` takes in ``kk-Cyrl``; None takes in everything."""
    if edition is None:
        return True
    return f"{language}-".lower().startswith(f"{edition}-".lower())


def _refusal(held: Held, room: _Newsroom) -> LeftOut | None:
    """Why an article can be no entry, whatever the others are; None when it can."""
    if room.choice(held) is None:
        return LeftOut.OTHER_LANGUAGE
    if room.definition.ended and held.article.published.date() > room.definition.ended:
        return LeftOut.FEED_ENDED
    return unusable(held, room.sources) or _ruled_out(held, room)


def unusable(held: Held, sources: Mapping[str, Source]) -> LeftOut | None:
    """Why an article may not be named at all: its source is gone or switched off, it was withdrawn, or has no link."""
    article, source = held.article, sources.get(held.article.source)
    if source is None:
        return LeftOut.UNKNOWN_SOURCE
    if not source.enabled:
        return LeftOut.DISABLED_SOURCE
    if held.withdrawn:
        return LeftOut.WITHDRAWN
    return None if _is_web_address(article.link) else LeftOut.NO_LINK


def _ruled_out(held: Held, room: _Newsroom) -> LeftOut | None:
    """Why editors do not let an article into the feed; None when they do."""
    if room.rulings.says(RulingKind.DROP, held):
        return LeftOut.DROPPED
    waits = _is_unread(held, room.definition, room.rulings, room.announced)
    return LeftOut.AWAITING_REVIEW if waits or room.rulings.says(RulingKind.HOLD, held) else None


def _is_unread(held: Held, definition: FeedDefinition, rulings: Rulings, announced: Collection[str]) -> bool:
    """Whether an article waits for an editor, where the feed requires review, to release it."""
    return definition.review and held.article.id not in announced and rulings.says(RulingKind.RELEASE, held) is None


@lru_cache(maxsize=16_384)  # every publication asks for the same ones
def _is_web_address(address: str | None) -> bool:
    try:
        parts = urlsplit(address or "")
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)


# --- one entry per story -------------------------------------------------------------------------------------------


def _fold(usable: Sequence[Held], room: _Newsroom) -> tuple[list[Held], dict[str, LeftOut]]:
    """(representatives among *usable*, the others with their reason)."""
    groups: dict[str, dict[str, Held]] = {}
    for each in usable:
        groups.setdefault(each.story, {})[each.article.id] = each
    chosen: list[Held] = []
    folded: dict[str, LeftOut] = {}
    for story, members in groups.items():
        candidates = {**_announced_before(story, room), **members}
        best = _representative(candidates, room) if len(candidates) > 1 else next(iter(candidates.values()))
        chosen.extend([best] if best.article.id in members else [])
        others = (each for each in members.values() if each.article.id != best.article.id)
        folded |= {each.article.id: LeftOut.REPRINT if each.reprint_of else LeftOut.SAME_STORY for each in others}
    return chosen, folded


def _announced_before(story: str, room: _Newsroom) -> dict[str, Held]:
    """Members announced in the past, even when they are too old to be held: else a story would come up twice.

    One that has lost the topic since, by an edit or a changed rule, stands for nothing here.
    """
    return {
        each.article.id: each
        for each in room.stories.get(story, ())
        if each.article.id in room.announced
        and room.rulings.has(room.definition.topic, each)
        and _refusal(each, room) is None
    }


def _representative(members: Mapping[str, Held], room: _Newsroom) -> Held:
    """What stands for a story in an edition.

    What was announced and what is in the edition's own language come before what stands in, then an article that an
    editor pinned, then the higher grade of trust (faults I11, I12), announced before others, originals before reprints,
    then the trusted source, the earlier, the one that may be shown whole, the lower id.
    """

    def rank(held: Held) -> tuple[object, ...]:
        article, source = held.article, room.source(held)
        is_news, copied = article.id not in room.announced, held.reprint_of in members
        is_cut = {source.rights.republish, article.rights.republish} != {Republish.FULL}
        standing_in = room.choice(held) if is_news else 0
        is_pinned = room.rulings.stands_first(held)
        preferred = (standing_in, not is_pinned, -source.grade, is_news, copied, -source.trust)
        return *preferred, article.published, is_cut, article.id

    return min(members.values(), key=rank)


# --- what waits ----------------------------------------------------------------------------------------------------


def _settled(usable: Sequence[Held], room: _Newsroom) -> tuple[list[Held], dict[str, LeftOut]]:
    """(the entries among *usable*, newest first; the others with their reason)."""
    chosen, folded = _fold(usable, room)
    kept, beyond = _window(chosen, room)
    return kept, folded | beyond


def _waiting(kept: Sequence[Held], room: _Newsroom) -> dict[str, Held]:
    """Those of *kept* that are new to the feed and too many of their source at once: all but the newest."""
    if room.now is None or not room.announced:
        return {}
    lately = room.now - _RATE
    told = Counter(each.article.source for each in _known(kept, room) if room.announced[each.article.id] > lately)
    waiting = {}
    for each in kept:
        if each.article.id not in room.announced:
            source = room.source(each)
            told[source.id] += 1
            if told[source.id] > source.limits.burst:
                waiting[each.article.id] = each
    return waiting


def _known(kept: Iterable[Held], room: _Newsroom) -> Iterable[Held]:
    """All that was announced, as far as we have it at hand: entries, and the other members of stories."""
    members = (each for story in room.stories.values() for each in story)
    return {each.article.id: each for each in (*kept, *members) if each.article.id in room.announced}.values()


# --- the window ----------------------------------------------------------------------------------------------------


def _window(chosen: Iterable[Held], room: _Newsroom) -> tuple[list[Held], dict[str, LeftOut]]:
    """(what stays, newest first; what is too old): the newest entries, all within hours of the newest, what is pinned.

    What is pinned has its place beside the others and takes none of theirs.
    """
    ordered = sorted(chosen, key=lambda each: (each.article.placed, each.article.id), reverse=True)
    if not ordered:
        return [], {}
    pinned = {each.article.id for each in ordered if room.rulings.says(RulingKind.PIN, each)}
    others = [each for each in ordered if each.article.id not in pinned]
    definition = room.definition
    oldest = ordered[0].article.placed - timedelta(hours=definition.hours)
    recent = [each for rank, each in enumerate(others) if rank < definition.entries or each.article.placed >= oldest]
    staying = pinned | {each.article.id for each in recent}
    beyond = {each.article.id: LeftOut.BEYOND_WINDOW for each in others[len(recent) :]}
    return [each for each in ordered if each.article.id in staying], beyond


# --- entries -------------------------------------------------------------------------------------------------------


def _rights(held: Held, room: _Newsroom) -> Rights:
    return narrower(room.source(held).rights, held.article.rights)


def _shows_text(held: Held, room: _Newsroom) -> bool:
    return is_shown_at_length(held.article, _rights(held, room))


def _entry(held: Held, room: _Newsroom) -> FeedEntry:
    article, source = held.article, room.source(held)
    rights = _rights(held, room)
    allowed = shown(article, rights)
    retitled = room.rulings.title_changed(held)
    return FeedEntry(
        id=article.id,
        public_id=article.public_id,
        story=held.story,
        link=article.link or "",
        title=room.rulings.titled(held),
        summary=allowed.summary,
        content=allowed.content,
        language=article.language,
        direction=article.direction,
        published=article.published,
        updated=max(article.updated, article.published, *([retitled] if retitled else [])),
        source_id=source.id,
        source_name=source.name,
        source_address=source.address,
        source_homepage=source.homepage,
        attribution=rights.attribution or source.name,
        agency=_agency(article, (rights.attribution, source.name, source.publisher)),
        authors=tuple(name for name in article.authors if "@" not in name),
        image=allowed.image,
        notice=rights.notice,
        licence=rights.licence,
        versions=_versions(held, room),
        via=_via(article),
        stands_in=bool(room.choice(held)),
    )


def _agency(article: Article, named: Iterable[str]) -> str:
    """The agency of the dateline, unless it is one of those that are *named* anyway."""
    agency = article.dateline.agency if article.dateline else ""
    return "" if any(agency.casefold() in name.casefold() for name in named) else agency


def _via(article: Article) -> str | None:
    """Where an aggregating source saw the item, when that is a page of the web and not the article's own."""
    seen = article.origin.link if article.origin else None
    return seen if _is_web_address(seen) and seen != article.link else None


def _versions(held: Held, room: _Newsroom) -> tuple[Version, ...]:
    """The other members of the story: translations of the same publisher first, then by language and age."""
    others = {
        each.article.id: each
        for each in room.stories.get(held.story, ())
        if each.article.id != held.article.id and not (unusable(each, room.sources) or _ruled_out(each, room))
    }
    made = (_version(each, held, room) for each in others.values())
    return tuple(sorted(made, key=lambda each: (not each.translation, each.language, each.published, each.id)))


def _version(other: Held, of: Held, room: _Newsroom) -> Version:
    same_publisher = room.source(other).publisher == room.source(of).publisher
    translation = same_publisher and tongue(other.article.language) != tongue(of.article.language)
    return replace(_named(other, room.sources), translation=translation, title=room.rulings.titled(other))


def _named(held: Held, sources: Mapping[str, Source]) -> Version:
    article = held.article
    return Version(
        id=article.id,
        public_id=article.public_id,
        link=article.link or "",
        title=article.title,
        language=article.language,
        source_name=sources[article.source].name,
        published=article.published,
        reprint_of=held.reprint_of,
    )


# --- beside a story ------------------------------------------------------------------------------------------------


def kept_back(held: Held, definition: FeedDefinition, rulings: Rulings, announced: Collection[str]) -> bool:
    """Whether editors do not let a feed show an article: it is dropped, held, or waits for review there."""
    if rulings.says(RulingKind.DROP, held) or rulings.says(RulingKind.HOLD, held):
        return True
    return _is_unread(held, definition, rulings, announced) and rulings.has(definition.topic, held)


def neighbours(
    suggested: Sequence[Suggestion], held: Mapping[str, Held], sources: Mapping[str, Source]
) -> tuple[Neighbour, ...]:
    """The stories suggested beside one, the likeliest first, each by its article that is most alike.

    Those whose article may not be named, or is none of *held*, are left out.
    """
    found = ((each.story, held.get(each.article)) for each in suggested)
    named = (Neighbour(story, _named(each, sources)) for story, each in found if each and not unusable(each, sources))
    return tuple(islice(named, _NEIGHBOURS))
