"""The tables. Columns hold what is asked for; the values themselves are documents, see :mod:`syndicator.store.codec`.

Moments are microseconds since 1970 (UTC), so that order and round trip are exact on every database. Texts from
outside may be of any length, which indices do not bear: they are looked up by their digest.
"""

from __future__ import annotations

from hashlib import blake2b
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Float,
    ForeignKey,
    Identity,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    Table,
    Text,
)

from syndicator.model.verdict import KeyKind

metadata = MetaData()

Number = BigInteger().with_variant(Integer, "sqlite")
"""SQLite numbers its rows by INTEGER columns only."""
Name = Text().with_variant(Text(collation="C"), "postgresql")
"""Sorted by code point everywhere, as Python and SQLite do."""

KINDS = {
    KeyKind.IDENTITY: 1,
    KeyKind.PUBLIC: 2,
    KeyKind.ADDRESS: 3,
    KeyKind.CONTENT: 4,
    KeyKind.FINGERPRINT: 5,
    KeyKind.TERM: 6,
    KeyKind.IMAGE: 7,
    KeyKind.ALTERNATE: 8,
}
"""Kinds of keys as they are stored: numbers never change their meaning."""


def is_storable(text: str) -> bool:
    """Whether a text can be in a column at all: PostgreSQL takes no NUL, and nobody half a sign (a lone surrogate)."""
    return "\0" not in text and not any("\ud800" <= sign <= "\udfff" for sign in text)


def digest(text: str) -> bytes:
    """128 bits that stand for a text of any length in an index."""
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()


def _index_where_it_is(name: str, column: Column[Any]) -> None:
    """Of most rows there is nothing to find by this column."""
    there = column.is_not(None)
    Index(name, column, sqlite_where=there, postgresql_where=there)


meta = Table("meta", metadata, Column("name", Name, primary_key=True), Column("value", Text, nullable=False))
"""What the store says of itself: ``application`` is ``syndicator``."""

sources = Table("sources", metadata, Column("source", Name, primary_key=True), Column("state", Text, nullable=False))

attempts = Table(
    "attempts",
    metadata,
    Column("source", Name, primary_key=True),
    Column("slot", SmallInteger, primary_key=True, autoincrement=False),
    Column("at", BigInteger, nullable=False),
    Column("attempt", Text, nullable=False),
    sqlite_with_rowid=False,
)
"""The last polls of each source, in a ring: a poll takes the place of the one that was so many polls before it."""

subscriptions = Table(
    "subscriptions",
    metadata,
    Column("token", Name, primary_key=True),
    Column("source", Name, nullable=False, index=True),
    Column("subscription", Text, nullable=False),
)

stories = Table(
    "stories",
    metadata,
    Column("id", Name, primary_key=True),
    Column("merged_into", Name, ForeignKey("stories.id")),
)
_index_where_it_is("ix_stories_merged_into", stories.c.merged_into)

story_changes = Table(
    "story_changes",
    metadata,
    Column("nr", Number, Identity(), primary_key=True),
    Column("at", BigInteger, nullable=False),
    Column("kind", Name, nullable=False),
    Column("by", Name, nullable=False),
    Column("story", Name, ForeignKey("stories.id"), nullable=False, index=True),
    Column("other", Name, ForeignKey("stories.id"), nullable=False, index=True),
    Column("articles", Text, nullable=False),
    Column("who", Text, nullable=False, server_default=""),
    Column("why", Text, nullable=False, server_default=""),
)
"""The past of stories, under the ids that they had then."""

partings = Table(
    "partings",
    metadata,
    Column("one", Name, ForeignKey("stories.id"), primary_key=True),
    Column("other", Name, ForeignKey("stories.id"), primary_key=True, index=True),
)
"""Stories that an editor keeps apart, the lower id first; always those that stand for others."""

story_pages = Table(
    "story_pages",
    metadata,
    Column("nr", Number, Identity(), primary_key=True),
    Column("story", Name, ForeignKey("stories.id"), nullable=False),
)
"""Stories whose pages have to be looked at, whether a feed tells them or not: the outbox of pages."""

articles = Table(
    "articles",
    metadata,
    Column("nr", Number, Identity(), primary_key=True),
    Column("id", Name, nullable=False, unique=True),
    Column("public_digest", LargeBinary, nullable=False, unique=True),
    Column("source", Name, nullable=False),
    Column("identity_digest", LargeBinary, nullable=False),
    Column("link_digest", LargeBinary, index=True),
    Column("canonical_digest", LargeBinary),
    Column("story", Name, ForeignKey("stories.id"), nullable=False, index=True),
    Column("reprint_of", Name),
    Column("language", Name, nullable=False),
    Column("published", BigInteger, nullable=False),
    Column("collected", BigInteger, nullable=False),
    Column("article", Text, nullable=False),
    Column("places", Text, nullable=False),
    Column("organisations", Text, nullable=False),
    Column("place_mentions", Text, nullable=False, server_default="[]"),
    Column("organisation_mentions", Text, nullable=False, server_default="[]"),
    Column("withdrawn", Text),
    Column("departed", BigInteger),
    Index("articles_by_identity", "source", "identity_digest", unique=True),
)
"""``canonical_digest`` is left out where it is the link's."""
_index_where_it_is("ix_articles_canonical_digest", articles.c.canonical_digest)
Index(
    "articles_by_age",
    articles.c.collected,
    sqlite_where=articles.c.departed.is_(None),
    postgresql_where=articles.c.departed.is_(None),
)
Index(
    "articles_withdrawn",
    articles.c.source,
    sqlite_where=articles.c.withdrawn.is_not(None),
    postgresql_where=articles.c.withdrawn.is_not(None),
)

keys = Table(
    "keys",
    metadata,
    Column("kind", SmallInteger, primary_key=True, autoincrement=False),
    Column("hash", BigInteger, primary_key=True, autoincrement=False),
    Column("article", Number, ForeignKey("articles.nr"), primary_key=True, autoincrement=False, index=True),
    sqlite_with_rowid=False,
)

recent_keys = Table(
    "recent_keys",
    metadata,
    Column("seq", Number, Identity(), primary_key=True),
    Column("article", Number, ForeignKey("articles.nr", ondelete="CASCADE"), nullable=False),
    Column("packed", LargeBinary, nullable=False),
    sqlite_autoincrement=True,
)
"""The keys of the articles stored last, see :mod:`syndicator.store.recent`."""

prints = Table(
    "prints",
    metadata,
    Column("article", Number, ForeignKey("articles.nr", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("prints", LargeBinary, nullable=False),
)
"""The fingerprints of each text, of which only a few are keys."""

clues = Table(
    "clues",
    metadata,
    Column("article", Number, ForeignKey("articles.nr"), primary_key=True, autoincrement=False),
    Column("clues", Text, nullable=False),
)

bonds = Table(
    "bonds",
    metadata,
    Column("article", Number, ForeignKey("articles.nr", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column(
        "other",
        Number,
        ForeignKey("articles.nr", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
        index=True,
    ),
    Column("standing", Name, nullable=False),
    Column("likelihood", Float, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("features", Text, nullable=False),
    Column("guard", Text),
    Index("bonds_by_age", "standing", "at"),
    sqlite_with_rowid=False,
)
"""What comparing a new article with earlier ones came to; at most four rows an article."""

rulings = Table(
    "rulings",
    metadata,
    Column("nr", Number, Identity(), primary_key=True),
    Column("at", BigInteger, nullable=False),
    Column("feed", Name, nullable=False),
    Column("kind", Name, nullable=False),
    Column("story", Name, ForeignKey("stories.id")),
    Column("article", Number, ForeignKey("articles.nr")),
    Column("undone", SmallInteger, nullable=False),
    Column("title", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("why", Text, nullable=False),
    Index("rulings_by_feed", "feed", "kind"),
    Index("rulings_by_story", "story", "feed"),
    Index("rulings_by_article", "article", "feed"),
)
"""What editors decide of a story, under the id that it had then, or of an article, in one feed: never changed, but for
the name of a feed that is renamed."""

tags = Table(
    "tags",
    metadata,
    Column("article", Number, ForeignKey("articles.nr"), primary_key=True, autoincrement=False),
    Column("topic", Name, primary_key=True),
    Column("position", SmallInteger, nullable=False),
    Column("score", Float, nullable=False),
    Column("version", Text, nullable=False),
    Column("evidence", Text, nullable=False),
    Column("published", BigInteger, nullable=False),
    Index("tags_by_topic", "topic", "published"),
)
"""``published`` repeats the article's, which never changes, so that the newest of a topic are found in the index: the
moment by which it takes its place (:attr:`~syndicator.model.article.Article.placed`).
"""

verdicts = Table(
    "verdicts",
    metadata,
    Column("nr", Number, Identity(), primary_key=True),
    Column("article", Number, ForeignKey("articles.nr"), nullable=False, index=True),
    Column("kind", Text, nullable=False),
    Column("of", Name),
    Column("reasons", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
)

revisions = Table(
    "revisions",
    metadata,
    Column("nr", Number, Identity(), primary_key=True),
    Column("article", Number, ForeignKey("articles.nr"), nullable=False, index=True),
    Column("at", BigInteger, nullable=False),
    Column("before", Text, nullable=False),
)
"""What an article was before each update."""

outbox = Table(
    "outbox",
    metadata,
    Column("feed", Name, primary_key=True),
    Column("generation", BigInteger, nullable=False),
    Column("done", BigInteger, nullable=False),
    Column("shrink_accepted", BigInteger, nullable=False),
)
"""``shrink_accepted`` is the generation that may lose most of its entries: it counts until that one is done."""

announced = Table(
    "announced",
    metadata,
    Column("feed", Name, primary_key=True),
    Column("article", Number, ForeignKey("articles.nr"), primary_key=True, autoincrement=False, index=True),
    Column("edition", Name, primary_key=True),
    Column("at", BigInteger, nullable=False),
    Index("announced_by_time", "feed", "edition", "at"),
    sqlite_with_rowid=False,
)
"""When an article was first published in an edition; ``*`` is any of those that its language fits."""

offers = Table(
    "offers",
    metadata,
    Column("story", Name, ForeignKey("stories.id"), primary_key=True),
    Column("feed", Name, primary_key=True),
    Column("nr", BigInteger, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("gone", Name),
    Column("into", Name),
    Column("entries", Text, nullable=False),
    Index("offers_by_change", "feed", "nr"),
    Index("offers_by_time", "at", "nr"),
)
"""What partners may have: of each story what each feed tells of it, or why it does so no more."""

offer_facets = Table(
    "offer_facets",
    metadata,
    Column("feed", Name, primary_key=True),
    Column("language", Name, primary_key=True),
    Column("source", Name, primary_key=True),
    Column("nr", BigInteger, primary_key=True, autoincrement=False),
    Column("story", Name, ForeignKey("stories.id"), nullable=False),
    Index("offer_facets_by_story", "story", "feed", "language", "source"),
    sqlite_with_rowid=False,
)
"""By what an offer that stands can be asked for: each language, also in part (``kk`` of ``kk-Cyrl``), and source of its
entries; nothing stands for any."""

offer_clock = Table(
    "offer_clock",
    metadata,
    Column("one", SmallInteger, primary_key=True, autoincrement=False),
    Column("nr", BigInteger, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("made_for", Text, nullable=False),
)
"""One row: the last change, and the configuration that offers are made for. Who changes offers locks it first."""

offers_owed = Table(
    "offers_owed",
    metadata,
    Column("nr", Number, Identity(), primary_key=True),
    Column("story", Name, ForeignKey("stories.id"), nullable=False),
)
"""Stories whose offers have to be looked at: the outbox of offers."""

partners = Table(
    "partners",
    metadata,
    Column("partner", Name, primary_key=True),
    Column("key_digest", Name, nullable=False, unique=True),
    Column("document", Text, nullable=False),
)

webhooks = Table(
    "webhooks",
    metadata,
    Column("partner", Name, ForeignKey("partners.partner"), primary_key=True),
    Column("address", Text, nullable=False),
    Column("secret", Text, nullable=False),
    Column("told", BigInteger, nullable=False),
    Column("reaching", BigInteger, nullable=False),
)
"""Where partners want to be told of changes, and how far that has come."""

partner_usage = Table(
    "partner_usage",
    metadata,
    Column("partner", Name, primary_key=True),
    Column("day", Integer, primary_key=True, autoincrement=False),
    Column("answered", BigInteger, nullable=False),
    Column("refused", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)
"""``day`` counts as that of the coverage ledger."""

topic_versions = Table(
    "topic_versions", metadata, Column("topic", Name, primary_key=True), Column("version", Text, nullable=False)
)

retagging = Table(
    "retagging",
    metadata,
    Column("one", SmallInteger, primary_key=True, autoincrement=False),
    Column("retagging", Text, nullable=False),
)
"""One row at most: how far tagging the past anew has come."""

coverage = Table(
    "coverage",
    metadata,
    Column("day", Integer, primary_key=True, autoincrement=False),
    Column("topic", Name, primary_key=True),
    Column("language", Name, primary_key=True),
    Column("seen", BigInteger, nullable=False),
    Column("tagged", BigInteger, nullable=False),
    Column("near", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)
"""``day`` counts as the proleptic Gregorian calendar does (``date.toordinal``)."""

followers = Table(
    "followers",
    metadata,
    Column("id", Name, primary_key=True),
    Column("document", Name, nullable=False, index=True),
    Column("host", Name, nullable=False, index=True),
    Column("hub_topic_url", Text, nullable=False),
    Column("callback", Text, nullable=False),
    Column("secret", Text, nullable=False),
    Column("since", BigInteger, nullable=False),
    Column("expires", BigInteger, nullable=False, index=True),
    Column("version", Text, nullable=False),
    Column("reached", BigInteger),
)

told = Table(
    "told",
    metadata,
    Column("document", Name, primary_key=True),
    Column("version", Text, nullable=False),
)
"""The version of each document of which those who follow it were last told, or are owed to be."""

deliveries = Table(
    "deliveries",
    metadata,
    Column("nr", Number, Identity(), primary_key=True),
    Column("kind", Name, nullable=False),
    Column("recipient", Name, nullable=False),
    Column("key", Name, nullable=False),
    Column("host", Name, nullable=False),
    Column("subject", Text, nullable=False),
    Column("put", BigInteger, nullable=False),
    Column("due", BigInteger, nullable=False, index=True),
    Column("until", BigInteger),
    Column("tries", Integer, nullable=False),
    Column("message", Text, nullable=False),
    Column("generation", BigInteger, nullable=False),
    Column("claimed", BigInteger),
    Index("deliveries_by_recipient", "recipient", "kind", "key", unique=True),
)
"""What waits to be delivered. ``claimed`` is until when a worker has it."""
