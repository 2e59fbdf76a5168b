"""Feeds: what is published. A definition, and the feed made from it at one moment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from syndicator.model.article import Article, Image, SafeHtml
from syndicator.model.topic import Tagged
from syndicator.model.withdrawal import Withdrawal


@dataclass(frozen=True, slots=True)
class Site:
    """Who publishes, and where."""

    name: str
    address: str
    """Public address without a trailing slash; every link we write begins with it."""
    contact: str
    authority: str
    """Domain name in our tag: URIs (RFC 4151), with the date from which we held it."""
    since: date
    languages: tuple[str, ...] = ("en",)
    """Languages of the pages, the first one the default."""
    hubs: tuple[str, ...] = ()
    """Addresses of the hubs that tell of our feeds' news (WebSub)."""


CLOSING = timedelta(days=30)
"""For how long a feed that has ended says so."""


@dataclass(frozen=True, slots=True)
class FeedDefinition:
    """What an operator says of a curated feed."""

    id: str
    topic: str
    titles: Mapping[str, str]
    """Per language; at least the default language."""
    descriptions: Mapping[str, str]
    languages: tuple[str, ...] = ()
    """Editions: one document per language beside the one of all languages."""
    entries: int = 50
    """The fewest entries a document keeps."""
    hours: int = 48
    """It also keeps all entries younger than this, counted back from the newest."""
    subjects: tuple[str, ...] = ()
    """IPTC Media Topics, as ``medtop:20000405``."""
    fallback: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Edition → languages of stories that nobody tells in its own, the most welcome first."""
    formerly: tuple[str, ...] = ()
    """Ids that it had: their addresses lead to its own."""
    ended: date | None = None
    """The day after which it takes nothing more; its documents say so for a while, then they are gone."""
    review: bool = False
    """Whether nothing new is published in it before an editor releases it."""

    @property
    def editions(self) -> tuple[str | None, ...]:
        """The languages of its documents; None, the first, stands for all languages."""
        return (None, *self.languages)

    def is_gone(self, today: date) -> bool:
        """Whether it ended so long ago that its addresses answer 410."""
        return self.ended is not None and today > self.ended + CLOSING

    @property
    def reach(self) -> tuple[str | None, ...]:
        """The languages whose articles it looks at, each by itself; None stands for all."""
        return tuple(dict.fromkeys((*self.editions, *(each for some in self.fallback.values() for each in some))))

    def asked(self, edition: str | None) -> tuple[str | None, ...]:
        """Those of an edition: that of all languages looks at everything, so that much may be folded there."""
        return self.reach if edition is None else (edition, *self.fallback.get(edition, ()))

    def title(self, language: str | None = None) -> str:
        """The title in *language*, else in its primary language, else the first there is."""
        return _in(self.titles, language)

    def description(self, language: str | None = None) -> str:
        """The description, chosen like the title."""
        return _in(self.descriptions, language)


@dataclass(frozen=True, slots=True)
class Held:
    """An article in the store with all that was found out about it."""

    article: Article
    story: str
    tagged: Tagged
    reprint_of: str | None = None
    withdrawn: Withdrawal | None = None


@dataclass(frozen=True, slots=True)
class Version:
    """Another article of the same story: another language or another source."""

    id: str
    public_id: str
    link: str
    title: str
    language: str
    source_name: str
    published: datetime
    translation: bool = False
    reprint_of: str | None = None
    """The id of the article whose words it has."""


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Another story, as the page of a story names it."""

    story: str
    version: Version
    """Its article that is most alike."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What is known of a story beside its articles."""

    aliases: tuple[str, ...] = ()
    """Stories merged into it: their pages lead to its own."""
    perhaps: tuple[Neighbour, ...] = ()
    """Stories that may be the same, the likeliest first."""


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One entry of a published feed: an article cut down to what its source allows."""

    id: str
    public_id: str
    story: str
    link: str
    title: str
    summary: str
    content: SafeHtml | None
    """None when the source allows no more than an excerpt or a headline."""
    language: str
    direction: str
    published: datetime
    updated: datetime
    source_id: str
    source_name: str
    source_address: str
    """The source's own feed."""
    source_homepage: str
    attribution: str
    agency: str = ""
    """Whom the source itself credits in the dateline, when that is somebody else."""
    authors: tuple[str, ...] = ()
    image: Image | None = None
    notice: str = ""
    licence: str = ""
    versions: tuple[Version, ...] = ()
    via: str | None = None
    stands_in: bool = False
    """Whether it is in a language that the edition falls back on."""


RETRACTED = timedelta(days=30)
"""For how long documents say that an article was withdrawn: readers that come seldom must hear it."""


@dataclass(frozen=True, slots=True)
class Retraction:
    """What an edition published and does no more, because it was withdrawn."""

    public_id: str
    language: str
    published: datetime
    at: datetime
    """When it was withdrawn."""


ANY_EDITION = "*"
"""Stands for all editions that an article fits: what was published before they were told apart."""


def edition_name(edition: str | None) -> str:
    """What the store calls an edition: its language, and nothing for that of all languages."""
    return edition or ""


def announced_in(edition: str | None, announced: Mapping[str, Mapping[str, datetime]]) -> dict[str, datetime]:
    """Article → when it was first published in an edition; *announced* says it by the names of editions."""
    names = (edition_name(edition), ANY_EDITION)
    told = {article: [editions[name] for name in names if name in editions] for article, editions in announced.items()}
    return {article: min(moments) for article, moments in told.items() if moments}


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed at one moment: equal content makes equal documents."""

    definition: FeedDefinition
    edition: str | None
    """A language, or None for all languages."""
    updated: datetime | None
    entries: tuple[FeedEntry, ...] = ()
    left_out: Mapping[str, str] = field(default_factory=dict)
    """Article id → why it is not an entry (see docs/reference/outcomes.md)."""
    queued: Mapping[str, int] = field(default_factory=dict)
    """Source → how many of its entries wait, because it has so many at once."""
    retracted: tuple[Retraction, ...] = ()
    """What readers may have of it and should not keep, the latest first."""
    month: str = ""
    """Of an archive (RFC 5005): the month, as ``2026-11``, in which its entries were first published."""
    previous: str = ""
    """The month of the archive that goes on where this ends, if there is one."""

    def title(self, language: str | None = None) -> str:
        """The feed's title in its own language, else in *language*, else the first there is."""
        return self.definition.title(self.edition or language)

    def description(self, language: str | None = None) -> str:
        """The feed's description, chosen like the title."""
        return self.definition.description(self.edition or language)


def language_of(texts: Mapping[str, str], language: str | None) -> str:
    """The language of what is chosen among the *texts* of a title or description; empty where there is none."""
    wanted = language or ""
    offered = (wanted, wanted.split("-")[0], next(iter(texts), ""))
    return next((each for each in offered if texts.get(each)), "")


def _in(texts: Mapping[str, str], language: str | None) -> str:
    return texts.get(language_of(texts, language), "")
