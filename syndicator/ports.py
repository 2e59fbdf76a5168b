"""The ports: what the corridor asks of the outside world, in the words of the business."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol
from urllib.parse import urlencode

from syndicator.model.article import Article
from syndicator.model.clues import Clues, Relative
from syndicator.model.coverage import Coverage
from syndicator.model.delivery import Delivery
from syndicator.model.entry import Document, Entry, Tombstone
from syndicator.model.feed import Feed, Held, Site
from syndicator.model.hub import Audience, Follower
from syndicator.model.offer import Change, Listing, Offer
from syndicator.model.partner import Partner, Usage
from syndicator.model.report import Attempt
from syndicator.model.retagging import Retagging
from syndicator.model.ruling import Ruling, RulingKind
from syndicator.model.source import Limits, Options, Outcome, Source, SourceState
from syndicator.model.story import Bond, Pair, StoryChange, Suggestion
from syndicator.model.subscription import Subscription
from syndicator.model.topic import Tagged
from syndicator.model.verdict import Candidate, Decision, Judged, Key, Revision
from syndicator.model.webhook import Webhook
from syndicator.model.withdrawal import Withdrawal


class Clock(Protocol):
    """The time, as an argument."""

    def now(self) -> datetime:
        """The present moment, UTC with zone."""
        ...


class Embedder(Protocol):
    """A model of the operator's that tells what texts mean, whatever their language. The service does without one."""

    @property
    def name(self) -> str:
        """What tells this model from others: meanings of another one are not compared with its own."""
        ...

    @property
    def even(self) -> float:
        """The cosine of two of its directions that says nothing, below 1."""
        ...

    def embed(self, texts: Sequence[str]) -> Sequence[Sequence[float]]:
        """A direction for each text, in order, all of one length; the same for the same text in any company."""
        ...


# --- fetching ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Request:
    """What to fetch, and within which bounds."""

    address: str
    etag: str | None = None
    last_modified: str | None = None
    accept: str = "*/*"
    limits: Limits = Limits()
    allow_private: tuple[str, ...] = ()
    allow_ports: tuple[int, ...] = (80, 443)
    user_agent: str | None = None
    """Overrides the service's own."""
    certificates: str | None = None
    """In PEM form, by which the host of *address*, and no other, is trusted besides the usual ones."""
    any_success: bool = False
    """Whether the body of every 2xx is taken for an answer, and not only that of 200."""

    @classmethod
    def of(cls, source: Source, address: str, *, accept: str) -> Request:
        """What is asked for at *address* on behalf of *source*, within the bounds that its operator set."""
        return cls(
            address,
            accept=accept,
            limits=source.limits,
            allow_private=source.allow_private,
            allow_ports=source.allow_ports,
            user_agent=source.user_agent,
            certificates=source.certificates,
        )


@dataclass(frozen=True, slots=True)
class Fetched:
    """A whole body, inflated."""

    address: str
    """Where it came from after redirects."""
    body: bytes
    content_type: str = ""
    etag: str | None = None
    """Exactly as sent; None when absent or unfit to be sent back."""
    last_modified: str | None = None
    moved_to: str | None = None
    """Where a chain of permanent redirects (301, 308) led, if any."""
    fresh_for: int | None = None
    """Seconds, from Cache-Control max-age or Expires, or longer when a redirect on the way says Retry-After."""
    links: tuple[str, ...] = ()
    """Values of Link header fields."""
    notes: tuple[str, ...] = ()
    """What the operator should hear although all went well."""


@dataclass(frozen=True, slots=True)
class NotModified:
    """304: nothing new."""

    etag: str | None = None
    last_modified: str | None = None
    fresh_for: int | None = None
    moved_to: str | None = None
    """As in :class:`Fetched`."""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FetchFailed:
    """Why there is no body."""

    outcome: Outcome
    message: str
    """One sentence for the operator, with the remedy where there is one."""
    retry_after: int | None = None
    """Seconds, as the server asked, not yet clamped."""
    status: int | None = None


@dataclass(frozen=True, slots=True)
class Parcel:
    """What is sent, and what is said of it."""

    body: bytes
    fields: Mapping[str, str]
    """Header fields, Content-Type among them."""

    @classmethod
    def form(cls, fields: Mapping[str, str]) -> Parcel:
        """A form as browsers send it."""
        return cls(urlencode(fields).encode(), {"Content-Type": "application/x-www-form-urlencoded"})


@dataclass(frozen=True, slots=True)
class Accepted:
    """The server took what it was sent."""


class Fetch(Protocol):
    """Brings documents over HTTP, politely and within bounds. Never raises for what the other side does."""

    async def fetch(self, request: Request) -> Fetched | NotModified | FetchFailed:
        """Fetch one address."""
        ...

    async def close(self) -> None:
        """Let go of connections."""
        ...


class Send(Protocol):
    """Sends over HTTP, within the same bounds. Never raises for what the other side does."""

    async def send(self, request: Request, parcel: Parcel) -> Accepted | FetchFailed:
        """Send to one address (POST)."""
        ...


class Web(Fetch, Send, Protocol):
    """All that is asked of the network."""


# --- reading -------------------------------------------------------------------------------------------------------


class Form(StrEnum):
    """What bytes are read as."""

    FEED = "feed"
    """RSS, Atom or JSON Feed."""
    SITEMAP = "sitemap"
    """A sitemap, or an index whose entries are sitemaps."""
    LISTING = "listing"
    """A web page that lists articles."""
    POSTS = "posts"
    """Posts as the API of WordPress gives them."""
    OFFERS = "offers"
    """A web page, for the feeds it names: links without entries."""
    OPML = "opml"
    """A list of feeds: each is an entry."""
    ARTICLE = "article"
    """The page of one article: one entry."""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Why bytes are no such document."""

    outcome: Outcome
    message: str


class Reader(Protocol):
    """Makes a document of bytes, wherever it runs. Never raises for what the bytes are."""

    async def read(
        self,
        body: bytes,
        *,
        content_type: str,
        address: str,
        limits: Limits,
        form: Form = Form.FEED,
        options: Options | None = None,
    ) -> Document | Unreadable:
        """Read one document as a *form*, with what the operator says about that form."""
        ...

    def close(self) -> None:
        """End the children that read."""
        ...


@dataclass(frozen=True, slots=True)
class Collected:
    """What a source gave."""

    entries: tuple[Entry, ...]
    state: SourceState
    """Validators and hints renewed; scheduling fields untouched."""
    tombstones: tuple[Tombstone, ...] = ()
    conditional: bool = False
    notes: tuple[str, ...] = ()
    fresh_for: int | None = None
    address: str = ""
    """Where the document came from: the base of relative links."""
    language: str | None = None
    """What the document declares for all its entries."""
    format: str = ""
    """As in :class:`~syndicator.model.entry.Document`."""
    ttl: int | None = None
    """Minutes."""


@dataclass(frozen=True, slots=True)
class Unchanged:
    """The source says, or its bytes say, that nothing changed."""

    state: SourceState
    conditional: bool = True
    fresh_for: int | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Failed:
    """Collecting did not succeed; what is published stays as it is."""

    outcome: Outcome
    message: str
    retry_after: int | None = None
    hints: Mapping[str, str] | None = None
    """What is remembered of the publisher nonetheless; None: what was remembered before."""


class SourceKind(Protocol):
    """How a kind of source is collected."""

    async def collect(
        self, source: Source, state: SourceState, *, fetch: Fetch, reader: Reader, now: datetime
    ) -> Collected | Unchanged | Failed:
        """Collect what a source offers now."""
        ...


# --- keeping -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Batch:
    """What one poll changes; stored in one transaction or not at all."""

    state: SourceState
    decisions: tuple[Decision, ...] = ()
    tagged: Mapping[str, Tagged] = field(default_factory=dict)
    """Article id → tags, for every decision that is not ``known``."""
    clues: Mapping[str, Clues] = field(default_factory=dict)
    """Article id → what it tells of its event, likewise."""
    dirty: frozenset[str] = frozenset()
    """Feeds whose documents may have to change: the outbox."""
    at: datetime | None = None
    same_story: tuple[tuple[str, str], ...] = ()
    """Stories (gone, kept) found to be one."""
    prints: Mapping[str, bytes] = field(default_factory=dict)
    """Article id → the fingerprints of its text, 32 bits of each, likewise."""
    bonds: tuple[Bond, ...] = ()
    """What ties the new articles to others, or keeps them apart."""
    subscriptions: tuple[Subscription, ...] = ()
    """Those of the source, as this poll found them to work."""
    attempt: Attempt | None = None
    """The poll itself; the last thirty of a source are kept, counted by ``state.polls``."""
    coverage: tuple[Coverage, ...] = ()
    """What is added to the ledger at the moment *at*."""
    withdrawn: Mapping[str, Withdrawal | None] = field(default_factory=dict)
    """Article id → its withdrawal, or None where it is back."""


class Queue(Protocol):
    """Deliveries that wait, in the store: a kill loses none, and several workers may take from it at once.

    A claim is a promise for a while. Whoever does not keep it, because it was killed, loses it, and the delivery is
    made by the next: at least once, seldom twice.
    """

    def put(self, deliveries: Collection[Delivery]) -> None:
        """Have these delivered.

        One with the kind, recipient and key of one that waits takes its place, and keeps its turn: a recipient that
        fails is not tried sooner because there is more for it.
        """
        ...

    def claim(
        self,
        kinds: Collection[str],
        now: datetime,
        *,
        until: datetime,
        most: int,
        each: int,
        full: Collection[str] = (),
    ) -> Sequence[Delivery]:
        """Take at most *most* deliveries that are due, for nobody else until *until*; those that failed least first.

        One for each recipient, and none for a recipient with a claim; at most *each* for one host, none for the hosts
        in *full*.
        """
        ...

    def settle(self, done: Collection[Delivery], kept: Collection[Delivery] = ()) -> None:
        """Let go of claims: on what is *done*, brought or given up; on what is *kept*, with the time of its next try.

        What was put again meanwhile is not done, but due at once. Before what is kept is due, nothing is brought to its
        recipient.
        """
        ...

    def recall(self, kind: str, recipients: Collection[str]) -> None:
        """Nothing of this kind is to be brought to these any more."""
        ...

    def counts(self) -> Mapping[str, tuple[int, int]]:
        """Kind → how many wait, and how many of them have failed."""
        ...

    def failing(self, kinds: Collection[str], most: int) -> Sequence[Delivery]:
        """The *most* deliveries that have waited longest of those that have failed."""
        ...


class Followers(Protocol):
    """Who subscribed to our documents at our own hub, in the store. What they are owed is put into the queue."""

    def find(self, follower: str) -> Follower | None:
        """The follower with this id, its lease ended or not."""
        ...

    def follow(self, follower: Follower, *, host: str, per_host: int, per_document: int) -> bool:
        """Store a follower, in place of the one with its document and callback, if there is one.

        False when there are so many others already, with callbacks at this host or of the same document.
        """
        ...

    def unfollow(self, followers: Collection[str]) -> None:
        """These are told of nothing more."""
        ...

    def reached(self, versions: Mapping[str, str], at: datetime) -> None:
        """Followers → the version of their document that was delivered."""
        ...

    def announce(self, versions: Mapping[str, str], at: datetime, pings: Mapping[str, Sequence[Delivery]]) -> int:
        """Documents → the version that readers get now: what differs from the last time is put into the queue.

        For every follower whose lease runs, and those among *pings*, by document; returns how many differ.
        """
        ...

    def expire(self, now: datetime) -> int:
        """Forget those whose leases have ended; returns how many."""
        ...

    def dismiss(self, documents: Collection[str], denied: Callable[[Follower], Delivery]) -> int:
        """End all that follow these documents, have each told by what *denied* makes of it; returns how many."""
        ...

    def move(self, documents: Mapping[str, str], owed: Callable[[Follower], Delivery]) -> int:
        """Who follows one of these documents follows the other from now on, and is brought what *owed* makes of it.

        Who follows both already follows the other as before. Returns how many followed what is there no more.
        """
        ...

    def audiences(self) -> Sequence[Audience]:
        """How many follow each document, in order of the document."""
        ...


class Store(Protocol):
    """Keeps everything that must not be lost. Every method is one transaction.

    The tags of what is found carry their evidence in :meth:`find` only; everywhere else nobody looks at it.
    """

    @property
    def queue(self) -> Queue:
        """What waits to be delivered."""
        ...

    @property
    def followers(self) -> Followers:
        """Who is told of our news."""
        ...

    def source_states(self) -> Mapping[str, SourceState]:
        """The state of every source ever polled."""
        ...

    def source_state(self, source: str) -> SourceState:
        """The state of one source; a blank one when it was never polled."""
        ...

    def attempts(self, source: str) -> Sequence[Attempt]:
        """The last polls of a source, at most thirty, the latest first."""
        ...

    def subscriptions(self, source: str | None = None) -> Sequence[Subscription]:
        """All subscriptions to hubs, or those for one source, in order of their token."""
        ...

    def subscription(self, token: str) -> Subscription | None:
        """The subscription whose callback bears this token."""
        ...

    def keep_subscription(self, subscription: Subscription, *, poll_at: datetime | None = None) -> None:
        """Store a subscription; with *poll_at*, its source is polled then, unless it is due before."""
        ...

    def forget_subscription(self, token: str) -> None:
        """A subscription is over."""
        ...

    def candidates(self, wanted: Sequence[Collection[Key]], prints: Sequence[bytes] = ()) -> Sequence[Candidate]:
        """Articles that share a key with one of several, in order of their id.

        Each comes with all keys that it shares with any. *prints* are those of each of the several, as they are stored
        (:attr:`Batch.prints`): with one that shares nothing but fingerprints enough of them must be the same
        (model.verdict.ENOUGH), where those of both are known. A key that very many articles have tells nothing and is
        passed over, unless it is an identity or a public id. Of each kind of key those are given that share the most
        with an article, the latest of them: as many as can be compared in a moment, whatever the size of the store.
        """
        ...

    def relatives(self, wanted: Mapping[str, Collection[Key]]) -> Mapping[str, Sequence[Relative]]:
        """For each name, the articles that share the most of its keys, with the first members of their stories.

        As many are given as can be compared in a moment, whatever the size of the store or of a story.
        """
        ...

    def latest_clues(self, most: int) -> Sequence[Clues]:
        """The clues of the *most* articles stored last, the latest first."""
        ...

    def apply(self, batch: Batch) -> None:
        """Store articles, verdicts, keys, tags, source state and outbox in one transaction.

        No killed process takes it back. A power cut may, altogether, unless :meth:`settle` came after it: then what
        the source gives is collected anew.
        """
        ...

    def settle(self) -> None:
        """From now on a power cut leaves all that was stored: to be called before it is shown to anybody."""
        ...

    def latest(self, topic: str, *, entries: int, hours: int, language: str | None = None) -> Mapping[str, str]:
        """The newest *entries* articles tagged with *topic*, and all within *hours* of the newest; newest first.

        Article id → its story: who wants to read them reads the stories, in which they are.

        With *language*, only those whose primary language is the same: a busy language must not crowd out a quiet one.
        Ordered by ``placed`` then id, both descending.
        """
        ...

    def story(self, story: str) -> Sequence[Held]:
        """All articles of a story, oldest first."""
        ...

    def stories(self, stories: Collection[str]) -> Mapping[str, Sequence[Held]]:
        """All articles of several stories."""
        ...

    def outlines(self, stories: Collection[str]) -> Mapping[str, Sequence[Held]]:
        """The same as :meth:`stories`, but for the articles' ``content`` and ``text``, which are empty.

        What is decided by, and quick to be had again: while an article stays as it is, and is remembered, it is the
        same object; one whose texts are others is never the same.
        """
        ...

    def topics_of(self, stories: Collection[str]) -> frozenset[str]:
        """The topics of which any of these stories has an article."""
        ...

    def bonds(self, articles: Collection[str]) -> Sequence[Bond]:
        """What was found when these articles, or others beside them, were new; the likeliest first."""
        ...

    def clues(self, articles: Collection[str]) -> Mapping[str, Clues]:
        """What each of these articles tells of its event; those of which nothing is known are left out."""
        ...

    def verdicts(self, articles: Collection[str]) -> Mapping[str, Judged]:
        """The first verdict on each of these articles: what it was beside those we had when it came."""
        ...

    def revisions(self, article: str) -> Sequence[Revision]:
        """The last updates of an article, at most twenty-four, the latest first."""
        ...

    def held(self, articles: Collection[str]) -> Mapping[str, Held]:
        """These articles by their ids, those we have."""
        ...

    def suggested(self, stories: Collection[str]) -> Mapping[str, Sequence[Suggestion]]:
        """The other stories that each may be one with, the likeliest first; stories without any are left out.

        What is suggested is forgotten after ninety days.
        """
        ...

    def standing(self, stories: Collection[str]) -> Mapping[str, str]:
        """Each of these stories that we have → the one that stands for it: itself, or what it was merged into."""
        ...

    def aliases(self, stories: Collection[str]) -> Mapping[str, Sequence[str]]:
        """Story → the ids of those merged into it, in order; without any it is left out."""
        ...

    def parted(self, stories: Collection[str]) -> frozenset[Pair]:
        """The pairs that an editor keeps apart and that have one of these stories; by the ids that stand for them.

        :meth:`apply` never merges them, whatever a batch says. Who is merged into a story, or split off it, is kept
        apart from what that is kept apart from.
        """
        ...

    def story_changes(self, story: str) -> Sequence[StoryChange]:
        """The past of a story, and of all that were merged into it, oldest first."""
        ...

    def change_stories(self, changes: Sequence[StoryChange], feeds: Collection[str]) -> None:
        """Do what an editor decided, and put *feeds* into the outbox: they may lose what they like.

        Merging ends that the two are kept apart; a split begins it. What is so already is left alone.
        """
        ...

    def rulings(self, stories: Collection[str], feed: str | None = None) -> Sequence[Ruling]:
        """What editors decided of these stories and their articles, in one feed or in all, oldest first.

        A story comes by the id that stands for it: what was decided of one that was merged counts for the other.
        """
        ...

    def ruled(self, feed: str, kinds: Collection[RulingKind]) -> frozenset[str]:
        """The stories of which, or of an article of which, a ruling of these kinds was ever made in a feed."""
        ...

    def feeds_ruling(self, stories: Collection[str]) -> frozenset[str]:
        """The feeds in which anything was ever decided of these stories or their articles."""
        ...

    def decide(self, made: Sequence[Ruling]) -> None:
        """Keep what an editor decided for good; the feeds go into the outbox, and may lose what they like.

        The pages of the stories have to be looked at. What is said of articles that we do not have is passed over.
        """
        ...

    def withdrawn(self, source: str) -> Mapping[str, Withdrawal]:
        """Article id → its withdrawal, for all of a source that are withdrawn."""
        ...

    def withdraw(self, wanted: Mapping[str, Withdrawal | None], feeds: Collection[str]) -> None:
        """Withdraw articles, or bring them back (None); *feeds* go into the outbox, and may lose what they like."""
        ...

    def let_go(self, before: datetime, *, keep: Collection[str], most: int, now: datetime) -> int:
        """Let the texts go of *most* articles collected *before*, the oldest first, but of none of *keep*; how many.

        Their names, headlines and dates stay for good, and with them what was published, stories and verdicts: they
        are found by all that identifies them, and no source makes news of them again. Everything else goes.
        """
        ...

    def unprinted(self, most: int) -> Sequence[Article]:
        """The latest articles with a text whose fingerprints were made in a way of before, *most* of them."""
        ...

    def print_anew(self, made: Mapping[str, tuple[Collection[Key], bytes]]) -> None:
        """Put fingerprints (article id → keys of that kind, all of them packed) in the place of those of before.

        *made* are the latest that were owed them: whatever was stored later has them.
        """
        ...

    def oldest(self) -> datetime | None:
        """When the oldest article that has its text was collected; None when there is none."""
        ...

    def story_pages_owed(self) -> Mapping[str, int]:
        """Stories whose pages have to be looked at since something became of them or their articles → a generation."""
        ...

    def story_pages_made(self, made: Mapping[str, int]) -> None:
        """The pages of these are as they should, up to the generation."""
        ...

    def find(self, needle: str) -> Held | None:
        """The article with this id, public id, link or canonical address."""
        ...

    def articles(self, *, since: datetime) -> Iterator[Held]:
        """Every article collected since that has its text, in order of id; streams."""
        ...

    def page(self, *, since: datetime, after: str, size: int) -> Sequence[Held]:
        """The next *size* of :meth:`articles`, beginning behind the id *after*."""
        ...

    def collected(self, *, since: datetime, after: str = "") -> int:
        """How many articles were collected since that have their texts, with ids behind *after*."""
        ...

    def topic_versions(self) -> Mapping[str, str]:
        """Topic → the version of its rule that the stored tags were made with."""
        ...

    def retagging(self) -> Retagging | None:
        """What is being tagged anew, and how far that has come; None when all tags are made with the same rules."""
        ...

    def begin_retagging(self, wanted: Retagging) -> None:
        """Remember what is to be tagged anew, in place of what was; the ledger of its topics begins anew."""
        ...

    def request_retagging(self, wanted: Retagging) -> Retagging:
        """The same, unless something is being tagged anew already; returns what is."""
        ...

    def retag(
        self, tagged: Mapping[str, Tagged], reached: Retagging | None = None, coverage: Collection[Coverage] = ()
    ) -> None:
        """Replace the tags of articles.

        With *reached*, those of its topics alone; it is remembered, and *coverage* is added to the ledger.
        """
        ...

    def end_retagging(self, done: Retagging, feeds: Collection[str]) -> None:
        """Record the versions of its topics, and put *feeds* into the outbox: they may lose what they like."""
        ...

    def coverage(self) -> Sequence[Coverage]:
        """The coverage ledger of the last ninety days, in order of topic, language and day."""
        ...

    def dirty(self) -> Mapping[str, int]:
        """Feed → generation for every feed whose documents have to be looked at."""
        ...

    def mark_dirty(self, feeds: Collection[str], *, accept_shrink: bool = False) -> None:
        """Put feeds into the outbox; with *accept_shrink* they may lose most of their entries this time."""
        ...

    def shrink_accepted(self) -> Collection[str]:
        """Feeds that may lose most of their entries when they are published next."""
        ...

    def announced(self, feed: str, articles: Collection[str]) -> Mapping[str, Mapping[str, datetime]]:
        """Each of *articles* that was ever published in a feed → name of the edition → when it first was.

        ``*`` is the name where nobody knows any more which they were (model.feed.ANY_EDITION).
        """
        ...

    def archived(self, feed: str, edition: str, since: datetime, until: datetime) -> Sequence[Held]:
        """The articles that an edition first published from *since* on and before *until*, in the order it did."""
        ...

    def announced_from(self, feed: str, edition: str, since: datetime) -> frozenset[str]:
        """The ids of the articles that an edition first published from *since* on."""
        ...

    def retracted(self, feed: str, edition: str) -> Sequence[Held]:
        """The articles that an edition published and that were withdrawn since, in order of their id."""
        ...

    def announcements(self, feed: str, edition: str) -> tuple[datetime | None, Sequence[datetime]]:
        """When an edition first published anything, and when it first published each article withdrawn since.

        Also when it did each that an editor took out of the feed or brought back since, once for each decision.
        """
        ...

    def mark_published(self, feed: str, generation: int, editions: Mapping[str, Collection[str]], at: datetime) -> None:
        """Remember what was announced, by name of the edition, and clear the outbox up to *generation*."""
        ...

    def inherit(self, feed: str, former: Collection[str]) -> None:
        """Let a feed have what was announced in, and decided of, the feeds that it was *former*ly known as.

        An article announced in several of them was announced when it first was. Partners who may read one of them may
        read it.
        """
        ...

    def secret(self, name: str, fresh: str) -> str:
        """What is kept under *name* for this store alone: *fresh*, if nothing was."""
        ...

    def announced_in(self, stories: Collection[str]) -> Mapping[str, Mapping[str, frozenset[str]]]:
        """Story → feed → the ids of those articles of the story that it has announced; what has none is left out."""
        ...

    def offers_owed(self, most: int) -> Mapping[int, str]:
        """The next *most* stories whose offers have to be looked at since something about them changed, by number.

        One may come more than once. :meth:`offer` is told the numbers that are done.
        """
        ...

    def owe_offers(self, configuration: str) -> None:
        """If offers were made for another *configuration*, all have to be looked at; from now on they are for this."""
        ...

    def offer(self, made: Sequence[Offer], at: datetime, done: Collection[int] = ()) -> None:
        """Keep those of the offers that differ from what is offered, each story's as one change at a moment.

        Changes are numbered from one, and whoever reads sees all changes up to some number. That something is gone
        which was never offered is no change. *done* is what :meth:`offers_owed` told, as far as that is settled.
        """
        ...

    def offers(self, stories: Collection[str], feeds: Collection[str] | None = None) -> Mapping[str, Sequence[Change]]:
        """Story → what all feeds, or these, tell of it or why they do so no more, in order of the feed."""
        ...

    def stories_offered(
        self, feeds: Collection[str], *, after: int, most: int, languages: Sequence[str] = (), source: str = ""
    ) -> Listing:
        """At most *most* stories that *feeds* tell and that changed after a number, in order of their last change.

        With *languages* those with an entry in the first of them that any entry of the feeds is in, or begins with
        (``kk`` for ``kk-Cyrl``), none when there is no such language; with *source* those with an entry of it. Both
        mean the same entry. What changed only in feeds that have no such entry is no change here. A page may be
        short although there are more.
        """
        ...

    def changes(self, feeds: Collection[str], *, after: int, most: int) -> Listing:
        """The same of all stories that *feeds* tell or told."""
        ...

    def feeds_known(self) -> frozenset[str]:
        """Every feed that ever had anything to publish, also those that are defined no more."""
        ...

    def last_change(self) -> int:
        """The number of the last change of an offer; 0 without any."""
        ...

    def last_change_before(self, moment: datetime) -> int:
        """The number of the last change before a moment."""
        ...

    def partners(self) -> Sequence[Partner]:
        """Every partner, in order of id."""
        ...

    def keep_partner(self, partner: Partner) -> None:
        """Store a partner, in place of an earlier state of it."""
        ...

    def webhooks(self) -> Sequence[Webhook]:
        """Where partners want to be told of changes, in order of the partner."""
        ...

    def keep_webhook(self, webhook: Webhook) -> None:
        """Store a webhook, in place of the partner's earlier one."""
        ...

    def keep_progress(self, webhook: Webhook) -> None:
        """Remember how far a webhook has come, unless another, with another secret, took its place."""
        ...

    def drop_webhook(self, partner: str) -> None:
        """A partner wants to be told of nothing more."""
        ...

    def usage(self, since: date) -> Sequence[Usage]:
        """What partners asked for since a day, in order of partner and day; kept for four hundred days."""
        ...

    def count_usage(self, used: Collection[Usage]) -> None:
        """Add to what partners asked for."""
        ...

    def counts(self) -> Mapping[str, Mapping[str, int]]:
        """``{"articles": {source: n}, "stories": {"all": n}, "tags": {topic: n}, "outbox": {"all": n}}``.

        Articles whose texts have left count no more.
        """
        ...

    def close(self) -> None:
        """Let go of the database and its lock."""
        ...


# --- publishing ----------------------------------------------------------------------------------------------------


class Format(Protocol):
    """A way to write a feed down."""

    name: str
    suffix: str
    media_type: str

    def render(self, feed: Feed, site: Site) -> bytes:
        """A pure function of its arguments: equal feeds give equal bytes."""
        ...

    def read_back(self, document: bytes) -> Sequence[tuple[str, str, str]]:
        """(id, link, title) of every entry, read from the bytes; raises PublishError for a faulty document."""
        ...


@dataclass(frozen=True, slots=True)
class Stamp:
    """Tells one state of a document from another without reading it."""

    version: str
    """Differs whenever the bytes may differ."""
    modified: datetime
    """When the bytes last changed, UTC."""


class OutputStore(Protocol):
    """Where published documents lie. A reader sees the old bytes or the new ones, never a part."""

    def stamp(self, path: str) -> Stamp | None:
        """The state of the document at *path*, or None when there is none."""
        ...

    def read(self, path: str) -> bytes | None:
        """The bytes at *path* (relative, ``/``-separated), or None."""
        ...

    def write(self, path: str, data: bytes) -> bool:
        """Replace the document at once and durably; False when the bytes are the same already."""
        ...

    def together(self) -> AbstractContextManager[Mapping[str, OSError]]:
        """While it lasts this thread's documents may be replaced later than they are written, at its end at the latest.

        What comes of it are those that could not be replaced then, with the reason.
        """
        ...

    def remove(self, path: str) -> None:
        """Take a document away; nothing happens when there is none."""
        ...

    def paths(self) -> Iterable[str]:
        """Every document's path."""
        ...


@dataclass(frozen=True, slots=True)
class Described:
    """What readers are told of a document beside its bytes."""

    media_type: str
    freshness: str
    """The value of Cache-Control."""


class Depot(Protocol):
    """Where others serve our documents from: each is replaced at once, and none is read back.

    Every method raises :class:`~syndicator.errors.DepotError` when it is not done.
    """

    name: str
    """What operators call it; no secret is in it."""

    def put(self, path: str, data: bytes, described: Described) -> str:
        """Replace a document; returns what tells this one there from any other."""
        ...

    def remove(self, path: str) -> None:
        """Take a document away; nothing happens when there is none."""
        ...

    def versions(self, paths: Collection[str]) -> Mapping[str, str]:
        """Those of *paths* that are there → what :meth:`put` returned for them, if nobody changed them since."""
        ...


class Dispatcher(Protocol):
    """Where polls run: in this process, or on workers."""

    async def dispatch(self, sources: Sequence[Source]) -> None:
        """Poll these sources; returns when all are done."""
        ...
