"""What editors decide of stories: looked up in the store, judged beside what is there, applied with its feeds.

Nothing else merges what an editor keeps apart, and what an editor merged stays so until an editor splits it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from syndicator.curate import LeftOut
from syndicator.deduplicate import merging, parting, splitting
from syndicator.model.configuration import Configuration
from syndicator.model.feed import Held, Site
from syndicator.model.ruling import Ruling, Rulings
from syndicator.model.story import ChangeKind, StoryChange, pair, with_reprints
from syndicator.model.withdrawal import Withdrawal, WithdrawnBy
from syndicator.ports import Store
from syndicator.press import editions
from syndicator.publish.address import public, story_path


@dataclass(frozen=True, slots=True)
class Plan:
    """What an editor's wish comes to."""

    story: str
    """The one that stays."""
    stories: Mapping[str, Sequence[Held]]
    """All that it is about, with their articles as they are."""
    changes: tuple[StoryChange, ...] = ()
    """None when all is so already."""
    feeds: tuple[str, ...] = ()
    """Those that are made anew."""


@dataclass(frozen=True, slots=True)
class Withdrawing:
    """What withdrawing articles, or bringing them back, comes to."""

    wanted: Mapping[str, Withdrawal | None]
    """As :meth:`~syndicator.ports.Store.withdraw` takes it; nothing when all is so already."""
    feeds: tuple[str, ...]
    """Those that are made anew."""


@dataclass(frozen=True, slots=True)
class Deciding:
    """What an editor's decision on a feed comes to."""

    rulings: tuple[Ruling, ...]
    """None when all is so already."""
    stories: Mapping[str, Sequence[Held]]
    """Those that it is about, with their articles."""
    feeds: tuple[str, ...]
    """Those that are made anew."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why it cannot be done, and what can."""

    reason: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Desk:
    """Where editors' wishes become plans; nothing is stored before :meth:`carry_out`."""

    store: Store
    configuration: Configuration
    now: datetime = field(kw_only=True)
    who: str = ""
    """The editor's name, and *why*: both are stored with every decision."""
    why: str = ""

    def story(self, what: str) -> str | None:
        """The story that *what* names: its id, its page's address, or an article by its id or address."""
        return story_of(self.store, self.configuration.site, what)

    def merge(self, wanted: Collection[str]) -> Plan:
        """Make the *wanted* stories one, the one with the oldest id."""
        stories = {story: self.store.story(story) for story in sorted(set(wanted))}
        changes = merging({story: self._age(story, members) for story, members in stories.items()}, self.now)
        kept = changes[0].story if changes else min(stories)
        return self._plan(kept, stories, changes)

    def split(self, story: str, wanted: Collection[Held]) -> Plan | Refusal:
        """Let the *wanted* articles, together with what reprints them there, begin a story of their own."""
        members = self.store.story(story)
        here = {each.article.id for each in members}
        apart = self.store.parted({story})
        for each in wanted:
            if each.article.id not in here and pair(story, each.story) not in apart:
                return Refusal(
                    f"the article {each.article.id} is not of the story {story}: it is of {each.story}",
                    f"'syndicator story apart {story} {each.story}' keeps the two apart",
                )
        going = with_reprints(
            {each.article.id: each.reprint_of for each in members}, {each.article.id for each in wanted}
        )
        if going == here:
            return Refusal(
                f"all articles of the story {story} would go, reprints with what they repeat, and none stay",
                "name those that do not belong; 'syndicator story show' lists them",
            )
        changes = [splitting(story, going, self.now, self._is_free)] if going else []
        return self._plan(story, {story: members}, changes)

    def part(self, wanted: Collection[str]) -> Plan | Refusal:
        """Keep the *wanted* stories apart: neither suggested beside each other nor ever merged but by an editor."""
        names = sorted(set(wanted))
        if len(names) == 1:
            return Refusal(
                f"these are one story: {names[0]}", "'syndicator story split STORY ARTICLE…' takes articles out of it"
            )
        apart = self.store.parted(names)
        changes = [each for each in parting(names, self.now) if pair(each.story, each.other) not in apart]
        return self._plan(names[0], {story: self.store.story(story) for story in names}, changes)

    def withdraw(self, wanted: Collection[Held]) -> Withdrawing:
        """Take the *wanted* articles out of all feeds and pages, those of a publisher's withdrawal for good."""
        made = Withdrawal(self.now, WithdrawnBy.EDITOR, self.who, self.why)
        stay = (each for each in wanted if each.withdrawn is None or each.withdrawn.by is WithdrawnBy.PUBLISHER)
        return self._withdrawing(list(stay), made)

    def bring_back(self, wanted: Collection[Held]) -> Withdrawing:
        """Let the *wanted* articles, whoever withdrew them, be published again."""
        return self._withdrawing([each for each in wanted if each.withdrawn], None)

    def _withdrawing(self, held: Sequence[Held], made: Withdrawal | None) -> Withdrawing:
        stories = self.store.stories({each.story for each in held})
        feeds = self._feeds_of(each for members in stories.values() for each in members)
        return Withdrawing({each.article.id: made for each in held}, feeds)

    def rule(self, wanted: Ruling, stories: Collection[str], articles: Collection[Held]) -> Deciding:
        """Decide what *wanted*, signed already, says of these *stories*, and of these *articles* by themselves.

        What is undone of a story is undone of its articles, too.
        """
        members = self.store.stories({*stories, *(each.story for each in articles)})
        rulings = Rulings(self.store.rulings(members, wanted.feed))
        if wanted.undone:
            articles = [*articles, *(held for each in stories for held in members[each])]
        about = [(replace(wanted, story=each), members[each]) for each in stories]
        about += [(replace(wanted, article=each.article.id), [each]) for each in articles]
        made = tuple(each for each, held in about if _is_news(rulings, each, held))
        return Deciding(made, members, (wanted.feed,) if made else ())

    def waiting(self, feed: str) -> list[Held]:
        """The articles that a feed does not show before an editor releases them, the newest first."""
        made = editions(self.configuration, self.store, self.configuration.feeds[feed], self.now)
        names = {name for each in made for name, why in each.left_out.items() if why == LeftOut.AWAITING_REVIEW}
        held = self.store.held(names).values()
        return sorted(held, key=lambda each: (each.article.placed, each.article.id), reverse=True)

    def carry_out(self, plan: Plan) -> None:
        """Store what was planned."""
        if plan.changes:
            self.store.change_stories(plan.changes, plan.feeds)

    def _plan(self, story: str, stories: Mapping[str, Sequence[Held]], changes: Sequence[StoryChange]) -> Plan:
        touched = self._feeds_of(each for members in stories.values() for each in members) if changes else ()
        signed = tuple(replace(each, who=self.who, why=self.why) for each in changes)
        return Plan(story, stories, signed, touched)

    def _feeds_of(self, held: Iterable[Held]) -> tuple[str, ...]:
        members = list(held)
        topics = {tag.topic for each in members for tag in each.tagged.tags}
        ruling = self.store.feeds_ruling({each.story for each in members})
        feeds = self.configuration.feeds.values()
        return tuple(sorted(feed.id for feed in feeds if feed.topic in topics or feed.id in ruling))

    def _age(self, story: str, members: Sequence[Held]) -> datetime:
        """Since when there is the story: since it was split off, else since its oldest article."""
        made = [each.at for each in self.store.story_changes(story) if _began(story, each)]
        return min((*made, *(each.article.published for each in members if not made)), default=self.now)

    def _is_free(self, story: str) -> bool:
        return not self.store.standing({story})


def _is_news(rulings: Rulings, wanted: Ruling, held: Sequence[Held]) -> bool:
    """Whether a ruling changes anything: it is not so already for all articles that it is about."""
    known = rulings.effective(wanted.kind, story=wanted.story, article=wanted.article)
    if wanted.undone or known is None:
        return wanted.undone == (known is not None)
    return known.title != wanted.title or not all(rulings.says(wanted.kind, each) for each in held)


def _began(story: str, change: StoryChange) -> bool:
    return change.kind is ChangeKind.SPLIT and change.other == story


def story_of(store: Store, site: Site, what: str) -> str | None:
    """See :meth:`Desk.story`; ids of stories that were merged into others lead to those."""
    named = _named(what, site)
    if named is not None and (standing := store.standing({named})):
        return standing[named]
    held = store.find(what)
    return held.story if held else None


def _named(what: str, site: Site) -> str | None:
    """The id in the address or path of one of our pages, or *what* itself; None for addresses of others."""
    page = public(site, story_path(""))
    if "://" in what and not what.startswith(page):
        return None
    path = what.removeprefix(page).partition("#")[0].partition("?")[0].strip("/")
    return path.removeprefix(story_path("")).removesuffix(".html")
