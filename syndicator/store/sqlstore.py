"""The port, answered from a database."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import Connection

from syndicator.model.article import Article
from syndicator.model.clues import Clues, Relative
from syndicator.model.coverage import Coverage
from syndicator.model.feed import Held
from syndicator.model.offer import Change, Listing, Offer
from syndicator.model.partner import Partner, Usage
from syndicator.model.report import Attempt
from syndicator.model.retagging import Retagging
from syndicator.model.ruling import Ruling, RulingKind
from syndicator.model.source import SourceState
from syndicator.model.story import Bond, Pair, StoryChange, Suggestion
from syndicator.model.subscription import Subscription
from syndicator.model.topic import Tagged
from syndicator.model.verdict import Candidate, Judged, Key, Revision
from syndicator.model.webhook import Webhook
from syndicator.model.withdrawal import Withdrawal
from syndicator.ports import Batch
from syndicator.store import kinship, leaving, offers, partners, printing, publishing, reads, rulings, turning, writes
from syndicator.store.database import Database
from syndicator.store.followers import SqlFollowers
from syndicator.store.queue import SqlQueue
from syndicator.store.recent import Recent

_PAGE = 200


class SqlStore:
    """See :class:`syndicator.ports.Store`. Every method raises :class:`StoreError` when the database refuses."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.queue = SqlQueue(database)
        self.followers = SqlFollowers(database)
        self._recent = Recent()
        self._outlines = publishing.Outlines()

    def source_states(self) -> Mapping[str, SourceState]:
        """The state of every source ever polled."""
        return self._database.read(reads.source_states)

    def source_state(self, source: str) -> SourceState:
        """The state of one source."""
        return self._database.read(lambda connection: reads.source_state(connection, source))

    def attempts(self, source: str) -> Sequence[Attempt]:
        """The last polls of a source, the latest first."""
        return self._database.read(lambda connection: reads.attempts_of(connection, source))

    def subscriptions(self, source: str | None = None) -> Sequence[Subscription]:
        """All subscriptions to hubs, or those for one source."""
        return self._database.read(lambda connection: reads.subscriptions_of(connection, source))

    def subscription(self, token: str) -> Subscription | None:
        """The subscription whose callback bears this token."""
        return self._database.read(lambda connection: reads.subscription(connection, token))

    def keep_subscription(self, subscription: Subscription, *, poll_at: datetime | None = None) -> None:
        """Store a subscription, and plan a poll of its source."""

        def work(connection: Connection) -> None:
            writes.keep_subscription(connection, subscription)
            if poll_at:
                writes.hasten(connection, subscription.source, poll_at)

        self._database.write(work)

    def forget_subscription(self, token: str) -> None:
        """A subscription is over."""
        self._database.write(lambda connection: writes.forget_subscription(connection, token))

    def candidates(self, wanted: Sequence[Collection[Key]], prints: Sequence[bytes] = ()) -> Sequence[Candidate]:
        """Articles that share a key with one of several, each with the keys shared, in order of their id."""
        return self._database.facts(lambda connection: reads.candidates(connection, self._recent, wanted, prints))

    def relatives(self, wanted: Mapping[str, Collection[Key]]) -> Mapping[str, Sequence[Relative]]:
        """Articles that share clues with some, and the members of their stories."""
        return self._database.facts(lambda connection: reads.relatives(connection, self._recent, wanted))

    def latest_clues(self, most: int) -> Sequence[Clues]:
        """The clues of the articles stored last."""
        return self._database.read(lambda connection: reads.latest_clues(connection, most))

    def apply(self, batch: Batch) -> None:
        """Store a batch, all of it or nothing."""
        self._database.write(lambda connection: writes.apply(connection, batch), lasting=False)

    def settle(self) -> None:
        """A power cut leaves what was applied."""
        self._database.settle()

    def latest(self, topic: str, *, entries: int, hours: int, language: str | None = None) -> Mapping[str, str]:
        """The newest articles of a topic, with their stories."""
        return self._database.read(
            lambda connection: publishing.latest(connection, topic, entries=entries, hours=hours, language=language)
        )

    def story(self, story: str) -> Sequence[Held]:
        """All articles of a story, oldest first; none for a story we do not have."""
        return self.stories({story}).get(story, ())

    def stories(self, stories: Collection[str]) -> Mapping[str, Sequence[Held]]:
        """All articles of several stories, those we have."""
        return self._database.read(lambda connection: reads.stories_of(connection, stories))

    def outlines(self, stories: Collection[str]) -> Mapping[str, Sequence[Held]]:
        """All articles of several stories, those we have, without their texts."""
        return self._database.read(lambda connection: publishing.outlines(connection, self._outlines, stories))

    def topics_of(self, stories: Collection[str]) -> frozenset[str]:
        """The topics of these stories."""
        return self._database.read(lambda connection: reads.topics_of(connection, stories))

    def bonds(self, articles: Collection[str]) -> Sequence[Bond]:
        """What was found when these articles, or others beside them, were new."""
        return self._database.read(lambda connection: kinship.bonds_of(connection, articles))

    def clues(self, articles: Collection[str]) -> Mapping[str, Clues]:
        """What each of these articles tells of its event."""
        return self._database.read(lambda connection: kinship.clues_of(connection, articles))

    def verdicts(self, articles: Collection[str]) -> Mapping[str, Judged]:
        """The first verdict on each of these articles."""
        return self._database.read(lambda connection: kinship.first_verdicts(connection, articles))

    def revisions(self, article: str) -> Sequence[Revision]:
        """The last updates of an article, the latest first."""
        return self._database.read(lambda connection: kinship.revisions_of(connection, article))

    def held(self, articles: Collection[str]) -> Mapping[str, Held]:
        """These articles by their ids."""
        return self._database.read(lambda connection: reads.held_of(connection, articles))

    def suggested(self, stories: Collection[str]) -> Mapping[str, Sequence[Suggestion]]:
        """The other stories that each may be one with."""
        return self._database.read(lambda connection: kinship.suggested(connection, stories))

    def standing(self, stories: Collection[str]) -> Mapping[str, str]:
        """Each story we have → the one that stands for it."""
        return self._database.read(lambda connection: turning.known(connection, stories))

    def aliases(self, stories: Collection[str]) -> Mapping[str, Sequence[str]]:
        """Story → those merged into it."""
        return self._database.read(lambda connection: turning.aliases(connection, stories))

    def parted(self, stories: Collection[str]) -> frozenset[Pair]:
        """What an editor keeps these stories apart from."""
        return self._database.facts(lambda connection: turning.parted(connection, stories))

    def story_changes(self, story: str) -> Sequence[StoryChange]:
        """The past of a story."""
        return self._database.read(lambda connection: turning.changes_of(connection, story))

    def change_stories(self, changes: Sequence[StoryChange], feeds: Collection[str]) -> None:
        """Do what an editor decided, and put the feeds into the outbox."""

        def work(connection: Connection) -> None:
            for each in changes:
                turning.change(connection, each)
            offers.owe(connection, {name for each in changes for name in (each.story, each.other)})
            writes.mark_dirty(connection, feeds, accept_shrink=True)

        self._database.write(work)

    def rulings(self, stories: Collection[str], feed: str | None = None) -> Sequence[Ruling]:
        """What editors decided of these stories and their articles."""
        return self._database.read(lambda connection: rulings.rulings_on(connection, feed, stories))

    def ruled(self, feed: str, kinds: Collection[RulingKind]) -> frozenset[str]:
        """The stories of which, or of an article of which, this was ever decided."""
        return self._database.read(lambda connection: rulings.ruled(connection, feed, kinds))

    def feeds_ruling(self, stories: Collection[str]) -> frozenset[str]:
        """The feeds in which anything was decided of these stories or their articles."""
        return self._database.read(lambda connection: rulings.feeds_ruling(connection, stories))

    def decide(self, made: Sequence[Ruling]) -> None:
        """Keep what an editor decided, and put the feeds into the outbox."""

        def work(connection: Connection) -> None:
            rulings.decide(connection, made)
            writes.mark_dirty(connection, {each.feed for each in made}, accept_shrink=True)

        self._database.write(work)

    def withdrawn(self, source: str) -> Mapping[str, Withdrawal]:
        """All of a source that are withdrawn."""
        return self._database.read(lambda connection: reads.withdrawn(connection, source))

    def withdraw(self, wanted: Mapping[str, Withdrawal | None], feeds: Collection[str]) -> None:
        """Withdraw articles or bring them back, and put the feeds into the outbox."""

        def work(connection: Connection) -> None:
            writes.withdraw(connection, wanted)
            writes.mark_dirty(connection, feeds, accept_shrink=True)

        self._database.write(work)

    def let_go(self, before: datetime, *, keep: Collection[str], most: int, now: datetime) -> int:
        """Let the texts of old articles go; of how many."""
        return self._database.write(lambda connection: leaving.let_go(connection, before, keep, most, now))

    def unprinted(self, most: int) -> Sequence[Article]:
        """The latest articles whose fingerprints were made in a way of before."""
        return self._database.read(lambda connection: printing.unprinted(connection, most))

    def print_anew(self, made: Mapping[str, tuple[Collection[Key], bytes]]) -> None:
        """Put fingerprints in the place of those of before."""
        self._database.write(lambda connection: printing.print_anew(connection, made))

    def oldest(self) -> datetime | None:
        """When the oldest article that has its text was collected."""
        return self._database.read(leaving.oldest)

    def story_pages_owed(self) -> Mapping[str, int]:
        """Stories whose pages have to be looked at."""
        return self._database.read(turning.pages_owed)

    def story_pages_made(self, made: Mapping[str, int]) -> None:
        """These have been looked at."""
        self._database.write(lambda connection: turning.pages_made(connection, made))

    def find(self, needle: str) -> Held | None:
        """The article with this id, public id, link or canonical address."""
        return self._database.read(lambda connection: reads.find(connection, needle))

    def articles(self, *, since: datetime) -> Iterator[Held]:
        """Every article collected since, in order of id.

        Read page by page, each in a transaction of its own: a long one would keep SQLite from emptying its log.
        """
        after = ""
        while page := self.page(since=since, after=after, size=_PAGE):
            yield from page
            after = page[-1].article.id

    def page(self, *, since: datetime, after: str, size: int) -> Sequence[Held]:
        """The next articles collected since, in order of id."""
        return self._database.read(lambda connection: reads.page(connection, since, after, size))

    def collected(self, *, since: datetime, after: str = "") -> int:
        """How many articles were collected since."""
        return self._database.read(lambda connection: reads.collected(connection, since, after))

    def topic_versions(self) -> Mapping[str, str]:
        """Topic → the version of its rule that the stored tags were made with."""
        return self._database.read(reads.versions)

    def retagging(self) -> Retagging | None:
        """What is being tagged anew."""
        return self._database.read(reads.pending)

    def begin_retagging(self, wanted: Retagging) -> None:
        """Remember what is to be tagged anew, in place of what was."""
        self._database.write(lambda connection: writes.begin_retagging(connection, wanted))

    def request_retagging(self, wanted: Retagging) -> Retagging:
        """Remember what is to be tagged anew, unless something is already; what is."""
        return self._database.write(lambda connection: writes.request_retagging(connection, wanted))

    def retag(
        self, tagged: Mapping[str, Tagged], reached: Retagging | None = None, coverage: Collection[Coverage] = ()
    ) -> None:
        """Replace the tags of articles."""

        def work(connection: Connection) -> None:
            writes.retag(connection, tagged, reached.topics if reached else None)
            if reached:
                writes.keep_retagging(connection, reached)
                writes.count(connection, coverage, reached.began)

        self._database.write(work)

    def end_retagging(self, done: Retagging, feeds: Collection[str]) -> None:
        """Record the versions, and put feeds into the outbox."""
        self._database.write(lambda connection: writes.end_retagging(connection, done, feeds))

    def coverage(self) -> Sequence[Coverage]:
        """The coverage ledger."""
        return self._database.read(reads.ledger)

    def dirty(self) -> Mapping[str, int]:
        """Feed → generation for every feed whose documents have to be looked at."""
        return self._database.read(reads.dirty)

    def mark_dirty(self, feeds: Collection[str], *, accept_shrink: bool = False) -> None:
        """Put feeds into the outbox; with *accept_shrink* they may lose most of their entries this time."""
        self._database.write(lambda connection: writes.mark_dirty(connection, feeds, accept_shrink=accept_shrink))

    def shrink_accepted(self) -> Collection[str]:
        """Feeds that may lose most of their entries when they are published next."""
        return self._database.read(reads.shrink_accepted)

    def announced(self, feed: str, articles: Collection[str]) -> Mapping[str, Mapping[str, datetime]]:
        """Each of *articles* that was ever published in a feed → name of the edition → when it first was."""
        return self._database.read(lambda connection: publishing.announced_in(connection, feed, articles))

    def archived(self, feed: str, edition: str, since: datetime, until: datetime) -> Sequence[Held]:
        """The articles that an edition first published within a time."""
        return self._database.read(lambda connection: reads.archived(connection, feed, edition, since, until))

    def announced_from(self, feed: str, edition: str, since: datetime) -> frozenset[str]:
        """The articles that an edition first published since."""
        return self._database.read(lambda connection: publishing.announced_from(connection, feed, edition, since))

    def retracted(self, feed: str, edition: str) -> Sequence[Held]:
        """The articles that an edition published and that were withdrawn since."""
        return self._database.read(lambda connection: publishing.retracted(connection, feed, edition))

    def announcements(self, feed: str, edition: str) -> tuple[datetime | None, Sequence[datetime]]:
        """When an edition first published anything, and each article withdrawn since."""
        return self._database.read(lambda connection: publishing.announcements(connection, feed, edition))

    def mark_published(self, feed: str, generation: int, editions: Mapping[str, Collection[str]], at: datetime) -> None:
        """Remember what was announced, by name of the edition, and clear the outbox up to *generation*."""
        self._database.write(lambda connection: writes.mark_published(connection, feed, generation, editions, at))

    def inherit(self, feed: str, former: Collection[str]) -> None:
        """Let a feed have what was announced in, and decided of, those that it was."""
        self._database.write(lambda connection: writes.inherit(connection, feed, former))

    def secret(self, name: str, fresh: str) -> str:
        """What is kept under *name*: *fresh*, if nothing was."""
        return self._database.write(lambda connection: writes.secret(connection, name, fresh))

    def announced_in(self, stories: Collection[str]) -> Mapping[str, Mapping[str, frozenset[str]]]:
        """Story → feed → those articles of the story that it has announced."""
        return self._database.read(lambda connection: offers.announced_in(connection, stories))

    def offers_owed(self, most: int) -> Mapping[int, str]:
        """Stories whose offers have to be looked at."""
        return self._database.read(lambda connection: offers.owed(connection, most))

    def owe_offers(self, configuration: str) -> None:
        """All have to be looked at, if they were made for another configuration."""
        if self._database.read(offers.made_for) != configuration:
            self._database.write(lambda connection: offers.make_for(connection, configuration))

    def offer(self, made: Sequence[Offer], at: datetime, done: Collection[int] = ()) -> None:
        """Keep those offers that differ from what is offered."""
        self._database.write(lambda connection: offers.offer(connection, made, at, done))

    def offers(self, stories: Collection[str], feeds: Collection[str] | None = None) -> Mapping[str, Sequence[Change]]:
        """What feeds tell, or told, of stories."""
        return self._database.read(lambda connection: offers.offered(connection, stories, feeds))

    def stories_offered(
        self, feeds: Collection[str], *, after: int, most: int, languages: Sequence[str] = (), source: str = ""
    ) -> Listing:
        """A page of the stories that feeds tell, in order of their last change."""
        return self._database.read(
            lambda connection: offers.listed(connection, feeds, languages, source, after=after, most=most)
        )

    def changes(self, feeds: Collection[str], *, after: int, most: int) -> Listing:
        """A page of all stories that feeds tell or told, in order of their last change."""
        return self._database.read(lambda connection: offers.changes(connection, feeds, after, most))

    def feeds_known(self) -> frozenset[str]:
        """Every feed that there ever was."""
        return self._database.read(offers.feeds_known)

    def last_change(self) -> int:
        """The number of the last change."""
        return self._database.read(offers.last_change)

    def last_change_before(self, moment: datetime) -> int:
        """The number of the last change before a moment."""
        return self._database.read(lambda connection: offers.last_before(connection, moment))

    def partners(self) -> Sequence[Partner]:
        """Every partner."""
        return self._database.read(partners.all_partners)

    def keep_partner(self, partner: Partner) -> None:
        """Store a partner."""
        self._database.write(lambda connection: partners.keep(connection, partner))

    def webhooks(self) -> Sequence[Webhook]:
        """Every webhook."""
        return self._database.read(partners.all_webhooks)

    def keep_webhook(self, webhook: Webhook) -> None:
        """Store a webhook."""
        self._database.write(lambda connection: partners.keep_webhook(connection, webhook))

    def keep_progress(self, webhook: Webhook) -> None:
        """How far a webhook has come."""
        self._database.write(lambda connection: partners.keep_progress(connection, webhook))

    def drop_webhook(self, partner: str) -> None:
        """A partner wants to be told of nothing more."""
        self._database.write(lambda connection: partners.drop_webhook(connection, partner))

    def usage(self, since: date) -> Sequence[Usage]:
        """What partners asked for since a day."""
        return self._database.read(lambda connection: partners.usage_since(connection, since))

    def count_usage(self, used: Collection[Usage]) -> None:
        """Add to what partners asked for."""
        self._database.write(lambda connection: partners.count(connection, used))

    def counts(self) -> Mapping[str, Mapping[str, int]]:
        """How many articles per source, stories, tags per topic, and feeds to publish."""
        return self._database.read(reads.counts)

    def close(self) -> None:
        """Let go of the database and its lock."""
        self._database.close()
