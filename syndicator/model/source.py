"""A source: a place we collect from, what it allows, and how it fares."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from urllib.parse import urlsplit

from syndicator.model.rhythm import Rhythm


class IdentityPolicy(StrEnum):
    """What tells one entry of a source from another."""

    GUID = "guid"
    LINK = "link"
    TITLE_DATE = "title+date"


class Republish(StrEnum):
    """How much of an article a source lets us publish."""

    HEADLINE = "headline"
    EXCERPT = "excerpt"
    FULL = "full"


@dataclass(frozen=True, slots=True)
class Rights:
    """What a source lets us republish. Later rooms may narrow this, never widen it."""

    republish: Republish = Republish.HEADLINE
    excerpt: int = 300
    """The longest excerpt, in characters."""
    images: bool = False
    attribution: str = ""
    """The line that credits the source, shown with every article; empty means the source's name."""
    notice: str = ""
    """The source's copyright line, republished unchanged."""
    licence: str = ""
    """The address of a licence text, or empty."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on what a source may cost."""

    wire: int = 8_000_000
    """Bytes on the wire."""
    inflated: int = 16_000_000
    """Bytes after inflating."""
    ratio: int = 200
    """Inflated over wire bytes, looked at after the first megabyte."""
    redirects: int = 5
    deadline: float = 30.0
    """Seconds for the whole fetch, redirects included."""
    entries: int = 500
    """Entries used of one document; the rest are counted and reported."""
    reading: float = 5.0
    """Seconds the reading child may take for one document."""
    burst: int = 50
    """Entries of a source that one feed announces in an hour; the rest wait their turn."""


@dataclass(frozen=True, slots=True)
class SitemapOptions:
    """What of a sitemap is used. Patterns are those of robots.txt, matched against path and query."""

    include: tuple[str, ...] = ()
    """Addresses that count; empty means all."""
    exclude: tuple[str, ...] = ()
    """Addresses that do not."""
    newest: int = 200
    """As many addresses are used, the youngest first."""
    children: int = 5
    """As many sitemaps of an index are read, the youngest first."""


@dataclass(frozen=True, slots=True)
class ListingOptions:
    """Where a page keeps its articles: CSS selectors, others than *item* within it.

    Without *item* the page itself has to say what it lists.
    """

    item: str = ""
    link: str = ""
    """By default the link of the item's heading, else its first one, else the item itself."""
    title: str = ""
    """By default the item's heading, else the text of the link."""
    date: str = ""
    """By default a ``time``, or what is called a date."""
    summary: str = ""
    image: str = ""


@dataclass(frozen=True, slots=True)
class WordPressOptions:
    """Which posts of a WordPress site are collected."""

    newest: int = 20
    """Posts asked for at once, the youngest first."""
    type: str = "posts"
    """The name of the post type in the API's addresses."""
    categories: tuple[int, ...] = ()
    """Numbers of the site's categories; empty means all."""
    language: str = ""
    """As the site's translation plug-in names it; empty means what the site gives."""


class Fulltext(StrEnum):
    """What is taken from the pages of entries."""

    NEVER = "never"
    FACTS = "facts"
    """Title, date, language, summary and picture, where the entry has none."""
    SELECTOR = "selector"
    """Also the text, where a selector points."""
    AUTO = "auto"
    """Also the text, found where a selector points, if there is one, else without."""


@dataclass(frozen=True, slots=True)
class PageOptions:
    """Whether the pages of new entries are read, and what is taken from them."""

    fulltext: Fulltext = Fulltext.NEVER
    selector: str = ""
    """Where the text is: a CSS selector."""
    most: int = 10
    """Pages fetched in one poll."""


LIST = "opml"
"""The kind of lists of feeds, each of which is a source of its own: see :mod:`syndicator.model.members`."""


def usual_rights(kind: str) -> Rights:
    """What holds for a source of this *kind* when its operator says nothing: who follows a list wants to read it."""
    return Rights(Republish.EXCERPT) if kind == LIST else Rights()


Options = SitemapOptions | ListingOptions | WordPressOptions | PageOptions
OPTIONS: Mapping[str, type[Options]] = {
    "sitemap": SitemapOptions,
    "listing": ListingOptions,
    "wordpress": WordPressOptions,
}
"""Kind → what can be said of sources of that kind alone."""


_GRADE = 25
_HIGHEST_GRADE = 2


@dataclass(frozen=True, slots=True)
class Source:
    """A place we collect from."""

    id: str
    name: str
    publisher: str
    kind: str
    address: str
    homepage: str = ""
    language: str | None = None
    """The language the operator declares (BCP 47), a prior and not a verdict."""
    languages: tuple[str, ...] = ()
    """The only languages this source writes in; empty means any."""
    country: str | None = None
    """ISO 3166-1 alpha-2."""
    timezone: str = "UTC"
    """IANA zone of times without a zone."""
    identity: IdentityPolicy = IdentityPolicy.GUID
    rights: Rights = Rights()
    trust: int = 50
    """0 to 100; see :attr:`grade`."""
    enabled: bool = True
    reason: str = ""
    """Why it is disabled."""
    interval: timedelta | None = None
    cron: str | None = None
    push: bool = True
    """Whether its hub, if it names one, is asked to tell us of news (WebSub)."""
    allow_private: tuple[str, ...] = ()
    """Networks (CIDR) this source may live in although they are not public."""
    allow_ports: tuple[int, ...] = (80, 443)
    user_agent: str | None = None
    certificates: str | None = None
    """In PEM form, by which its own host is trusted, besides those that everybody trusts."""
    limits: Limits = Limits()
    options: Options | None = None
    """What only its kind has; None for kinds without, and for what nobody configured."""
    pages: PageOptions = PageOptions()
    tails: tuple[str, ...] = ()
    """Lines that are no part of any of its articles; ``*`` in one is any text."""
    member_of: str = ""
    """The source of the kind ``opml`` that names it, or did; empty for a source that is configured itself."""
    left: bool = False
    """Its list names it no more: it is polled no more, and what it gave stays."""

    @property
    def grade(self) -> int:
        """0 for a trust below 25, 1 below 50, 2 from there on.

        A source never stands for a story over one of a higher grade, whoever was first. Within a grade who was
        announced first stays, originals go before reprints, and then the more trusted before the less.
        """
        return min(self.trust // _GRADE, _HIGHEST_GRADE)

    @property
    def polled(self) -> bool:
        """Whether it is polled when its time comes."""
        return self.enabled and not self.left

    @property
    def unpolled_because(self) -> str:
        """Why it is not polled; for one that is, what its operator wrote."""
        left = f"it is not in the list {self.member_of!r} any more, or polled as another source"
        return left if self.enabled and self.left else self.reason

    @property
    def host(self) -> str:
        """The host of the address; for an address that names none, the address itself."""
        try:
            return urlsplit(self.address).hostname or self.address
        except ValueError:
            return self.address


def host_of(address: str) -> str:
    """The host of an address as it is compared, without ``www.``; empty when it cannot be read."""
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def named_port(address: str) -> frozenset[int]:
    """The port that an address names; empty when it names none, or none that can be read."""
    try:
        port = urlsplit(address).port
    except ValueError:
        return frozenset()
    return frozenset({port} if port else ())


class Outcome(StrEnum):
    """How a poll ended. The codes are those of the fault catalogue."""

    OK = "ok"
    NOT_MODIFIED = "not-modified"
    EMPTY = "empty"
    NOT_A_FEED = "not-a-feed"
    TRUNCATED = "truncated"
    PARSE = "parse"
    LIMITS = "limits"
    CPU = "cpu"
    DTD = "dtd"
    CHARSET = "charset"
    ENCODING = "encoding"
    BOMB = "bomb"
    TOO_LARGE = "too-large"
    TRANSPORT = "transport"
    TIMEOUT = "timeout"
    DEADLINE = "deadline"
    TLS = "tls"
    DNS = "dns"
    ADDRESS = "ssrf-address"
    PORT = "ssrf-port"
    SCHEME = "scheme"
    URL = "url"
    USERINFO = "userinfo"
    DOWNGRADE = "downgrade"
    REDIRECTS = "redirects"
    MOVED = "moved"
    PROTOCOL = "protocol"
    RATE_LIMITED = "rate-limited"
    BLOCKED = "blocked"
    GONE = "gone"
    CLIENT_ERROR = "client-error"
    SERVER_ERROR = "server-error"
    INTERNAL = "internal"
    """Our own fault: an exception nobody foresaw, recorded and contained."""

    @property
    def good(self) -> bool:
        """Whether the source answered as it should."""
        return self in (Outcome.OK, Outcome.NOT_MODIFIED)

    @property
    def unreached(self) -> bool:
        """Whether nobody answered: the fault may lie anywhere between us and the host."""
        return self in (Outcome.DNS, Outcome.TIMEOUT, Outcome.TRANSPORT)

    @property
    def refusal(self) -> bool:
        """Whether the host answers, but not to us, or not so often."""
        return self in (Outcome.RATE_LIMITED, Outcome.BLOCKED)


class Health(StrEnum):
    """How a source fares, judged over several polls: see :mod:`syndicator.model.health`."""

    OK = "ok"
    SLOW = "slow"
    """It refused us after it had served us: it is asked less often."""
    SILENT = "silent"
    """It answers, but has published nothing for longer than is its habit."""
    FAILING = "failing"
    BLOCKED = "blocked"
    """It does not let us in."""
    MOVED = "moved"
    """It says that it lives elsewhere now."""
    GONE = "gone"
    """It says that it was ended."""
    QUARANTINED = "quarantined"
    """What it sends is kept apart until an operator has looked at it."""
    WAITING = "waiting"
    """It was never polled."""
    DISABLED = "disabled"
    """The operator says so."""


@dataclass(frozen=True, slots=True)
class SourceState:
    """What we remember of a source between polls. All times are UTC."""

    source: str
    etag: str | None = None
    last_modified: str | None = None
    body_hash: str | None = None
    address: str | None = None
    """The address the validators belong to; a changed configuration drops them."""
    last_poll: datetime | None = None
    last_success: datetime | None = None
    last_new: datetime | None = None
    last_full: datetime | None = None
    """When the whole body was last taken, without validators."""
    next_poll: datetime | None = None
    failures: int = 0
    """Failed polls since the last good one."""
    failing_since: datetime | None = None
    """When the first of them was."""
    repeated: int = 0
    """How many failed polls in a row ended as the last one did."""
    repeated_since: datetime | None = None
    """When the first of those was."""
    successes: int = 0
    """Good polls since the last failed one."""
    polls: int = 0
    """All polls."""
    excused: bool = False
    """The last poll failed with those of many hosts: the fault was ours, and counts for nothing."""
    rest_until: datetime | None = None
    """Until when the host asked to be left alone: it counts for every source of that host."""
    restraint: float = 1.0
    """By how much the interval is stretched since the publisher refused us; good polls bring it back to one."""
    rhythm: Rhythm = Rhythm()
    pushed: bool = False
    """Its hub tells us of news: polls are but the net beneath."""
    health: Health = Health.WAITING
    health_since: datetime | None = None
    outcome: Outcome | None = None
    message: str = ""
    """One sentence for the operator: what happened and what to do."""
    hints: dict[str, str] = field(default_factory=dict)
    """What the publisher said about itself: title, ttl, skip-hours, skip-days, fresh-for, hub, moved-to, moved-since,
    moved-seen; what its guids are like (identity); and what its kind remembers.

    ``moved-to`` (with ``moved-since``) and ``quarantined`` make the health that they are named for.
    """
