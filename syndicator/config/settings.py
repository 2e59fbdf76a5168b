"""The settings files as pydantic models: every key, its type, its default and what it means.

The text under a key is its description in the JSON Schemas that editors read (:mod:`syndicator.config.schema`).
"""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from syndicator.config.values import (
    OWN_HUB,
    Address,
    AddressOrNone,
    AddressPattern,
    Agent,
    Certificates,
    ConceptName,
    Contact,
    Country,
    Cron,
    Day,
    Domain,
    Duration,
    HubAddress,
    LanguageTag,
    Line,
    MirrorAddress,
    Network,
    Port,
    Positive,
    Selector,
    SiteAddress,
    Size,
    Slug,
    StoreAddress,
    Subject,
    TermLanguage,
    Text,
    TimeZone,
)
from syndicator.model.partner import Access
from syndicator.model.source import Fulltext, IdentityPolicy, Republish


class Settings(BaseModel):
    """What all settings share: unknown keys are refused, nothing is converted silently."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, use_attribute_docstrings=True)


# --- syndicator.yaml -----------------------------------------------------------------------------------------------


class ServiceSettings(Settings):
    """Who publishes, and where."""

    name: Line
    """The service's name, shown on every page."""
    address: SiteAddress
    """The public address; every published link begins with it. The variable SYNDICATOR_ADDRESS overrides it."""
    contact: Contact
    """Whom publishers may write to; sent with every request. The variable SYNDICATOR_CONTACT overrides it."""
    authority: Domain
    """The domain in the tag: URIs that name articles for ever (RFC 4151)."""
    since: Day
    """A day on which you held that domain; it must never change."""
    languages: Annotated[list[LanguageTag], Field(min_length=1)] = ["en"]
    """The languages of the pages; the first one is the default."""


class StoreSettings(Settings):
    """Where articles are kept."""

    address: StoreAddress = "sqlite:///var/syndicator.db"
    """sqlite:///FILE or postgresql+psycopg://USER@HOST/NAME. The variable SYNDICATOR_STORE overrides it."""
    keep: Positive = timedelta(days=730)
    """How long texts are kept that no feed shows; headlines, and what tells old from new, are kept for good."""


class MirrorSettings(Settings):
    """An object store from which a CDN serves what is published (docs/how-to)."""

    address: MirrorAddress
    """s3://BUCKET/PREFIX, gs://BUCKET, az://CONTAINER or file:///FOLDER; credentials are in the environment."""
    endpoint: Address | None = None
    """The address of a store that speaks S3 and is not Amazon's; s3 only."""
    region: Line | None = None
    """The region of the bucket; s3 only."""
    endings: bool = False
    """Whether pages lie under names that end with .html: some stores cannot have both topics/x and topics/x/ar."""


class OutputSettings(Settings):
    """Where published documents are written."""

    folder: Line = "var/public"
    """A folder, relative to the working directory. The variable SYNDICATOR_OUTPUT overrides it."""
    downloads: Annotated[int, Field(ge=0)] = 60
    """The most times an hour that one reader gets a feed whole without asking whether it changed; 0 for any number."""
    mirror: MirrorSettings | None = None
    """An object store where every document is put as well, for others to serve. Read when the service starts."""


class ScheduleSettings(Settings):
    """When sources are polled."""

    interval: Positive = timedelta(minutes=60)
    """How often a source is polled before its own rhythm is known."""
    minimum: Positive = timedelta(minutes=15)
    """The shortest interval."""
    maximum: Positive = timedelta(hours=24)
    """The longest interval."""
    jitter: Annotated[float, Field(ge=0, le=1)] = 0.1
    """The share of an interval that is spread by chance, 0 to 1."""
    tick: Positive = timedelta(seconds=5)
    """How often the scheduler looks for what is due."""
    concurrency: Annotated[int, Field(ge=1, le=1000)] = 20
    """How many sources are polled at once."""
    host_gap: Duration = timedelta(seconds=1)
    """The least time between two requests to one host."""


class LimitsSettings(Settings):
    """Bounds on what a source may cost."""

    wire: Size = 8_000_000
    """The most bytes on the wire."""
    inflated: Size = 16_000_000
    """The most bytes after decompression."""
    ratio: Annotated[int, Field(ge=1)] = 200
    """The highest ratio of inflated bytes to bytes on the wire."""
    redirects: Annotated[int, Field(ge=0, le=20)] = 5
    """The most redirects followed."""
    deadline: Positive = timedelta(seconds=30)
    """The longest a fetch may take, redirects included."""
    entries: Annotated[int, Field(ge=1)] = 500
    """The most entries used of one document; the rest are counted and reported."""
    reading: Positive = timedelta(seconds=5)
    """The longest the reading of one document may take."""
    burst: Annotated[int, Field(ge=1)] = 50
    """The most new entries of one source that a feed announces in an hour; the rest wait their turn."""


class LeaseSettings(Settings):
    """For how long subscribers are told of news before they have to ask again."""

    usual: Positive = timedelta(days=10)
    """Granted to who asks for none."""
    shortest: Positive = timedelta(minutes=5)
    """Granted to who asks for less."""
    longest: Positive = timedelta(days=30)
    """Granted to who asks for more."""


class WebSubSettings(Settings):
    """Hubs tell subscribers of our feeds' news at once (WebSub)."""

    hubs: list[HubAddress] = [OWN_HUB]
    """The hubs that feeds name: own, addresses of others, which we tell of every change; none with an empty list."""
    signature: Literal["sha1", "sha256", "sha384", "sha512"] = "sha256"
    """The method by which our own hub signs what it delivers to subscribers that gave it a secret."""
    lease: LeaseSettings = LeaseSettings()
    """For how long our own hub's subscribers are told of news before they have to ask again."""
    per_host: Annotated[int, Field(ge=1)] = 1000
    """The most subscriptions whose callbacks are at one host."""
    per_document: Annotated[int, Field(ge=1)] = 10_000
    """The most subscriptions to one document: a format of an edition of a feed."""
    requests: Annotated[int, Field(ge=1)] = 60
    """The most requests to our own hub in a minute that name callbacks at one host."""
    allow_private: list[Network] = []
    """Private networks (CIDR) in which callbacks, and hubs of others, may lie."""
    allow_ports: Annotated[list[Port], Field(min_length=1)] = [80, 443]
    """The ports that callbacks, and hubs of others, may use."""


class EmbeddingSettings(Settings):
    """A model of your own that tells what articles mean, as one more sign of one event (docs/how-to)."""

    folder: Line
    """The folder with its model.onnx and tokenizer.json, relative to the working directory; nothing is downloaded."""
    even: Annotated[float, Field(ge=-0.99, le=0.99)] = 0.5
    """The cosine of two articles that says nothing: what two reports of different events commonly have."""
    prefix: Annotated[str, Field(max_length=100)] = ""
    """What the model wants before every text, such as "query: "."""
    tokens: Annotated[int, Field(ge=8, le=8192)] = 256
    """The most tokens it reads of an article."""


class ApiSettings(Settings):
    """Whom the partner API answers, and how often without a key."""

    access: Annotated[Access, Field(strict=False)] = Access.PUBLIC
    """public (everybody; partners more often), keys (partners only) or off."""
    per_minute: Annotated[int, Field(ge=1, le=100_000)] = 30
    """The most requests a minute from one address without a key; a partner has a quota of its own."""
    per_day: Annotated[int, Field(ge=1, le=100_000_000)] = 2000
    """The most requests a day from one address without a key."""
    allow_private: list[Network] = []
    """Private networks (CIDR) in which webhooks of partners may lie."""
    allow_ports: Annotated[list[Port], Field(min_length=1)] = [80, 443]
    """The ports that webhooks of partners may use."""


class SyndicatorFile(Settings):
    """syndicator.yaml: the service, its store, output, schedule, limits, hubs and API."""

    service: ServiceSettings
    """Who publishes, and where."""
    store: StoreSettings = StoreSettings()
    """Where articles are kept."""
    output: OutputSettings = OutputSettings()
    """Where published documents are written."""
    schedule: ScheduleSettings = ScheduleSettings()
    """When sources are polled."""
    limits: LimitsSettings = LimitsSettings()
    """Bounds on what a source may cost; a source may set its own."""
    websub: WebSubSettings = WebSubSettings()
    """Hubs tell subscribers of our feeds' news at once (WebSub)."""
    embedding: EmbeddingSettings | None = None
    """A model that tells what articles mean; the service does without one. Read when the service starts."""
    api: ApiSettings = ApiSettings()
    """Whom the partner API answers, and how often without a key."""


# --- sources/*.yaml ------------------------------------------------------------------------------------------------


class RightsSettings(Settings):
    """What the publisher lets us republish."""

    republish: Annotated[Republish, Field(strict=False)] = Republish.HEADLINE
    """How much of an article: headline, excerpt or full."""
    excerpt: Annotated[int, Field(ge=0, le=100_000)] = 300
    """The longest excerpt, in characters."""
    images: bool = False
    """Whether pictures may be republished."""
    attribution: Text = ""
    """The line that credits the publisher; the source's name without it."""
    notice: Text = ""
    """The copyright line, republished unchanged."""
    licence: AddressOrNone = ""
    """The address of a licence text."""


class SitemapSettings(Settings):
    """What of a sitemap is used."""

    include: list[AddressPattern] = []
    """Paths that count, as in robots.txt: /news/ is a beginning, * anything, $ the end; all without it."""
    exclude: list[AddressPattern] = []
    """Paths that do not count."""
    newest: Annotated[int, Field(ge=1, le=10_000)] = 200
    """As many addresses are used, the youngest first."""
    children: Annotated[int, Field(ge=1, le=20)] = 5
    """As many sitemaps of an index are read, the youngest first."""


class ListingSettings(Settings):
    """Where a page keeps its articles; without item, the page itself has to say."""

    item: Selector = ""
    """What holds one article, as li.news: tags, .class, #id, [attribute="value"], blanks, > and commas."""
    link: Selector = ""
    """Within the item: its link; by default that of its heading, else its first one."""
    title: Selector = ""
    """Within the item: its title; by default its heading, else the text of the link."""
    date: Selector = ""
    """Within the item: its date; by default a time element, or what is called a date."""
    summary: Selector = ""
    """Within the item: what it is about; nothing without it."""
    image: Selector = ""
    """Within the item: its picture; none without it."""


class WordPressSettings(Settings):
    """Which posts of a WordPress site are collected."""

    newest: Annotated[int, Field(ge=1, le=100)] = 20
    """Posts asked for at once, the youngest first."""
    type: Annotated[str, Field(pattern="^[A-Za-z0-9_-]{1,64}$")] = "posts"
    """The post type as the API's addresses name it: posts, pages, or one of the site's own."""
    categories: list[Annotated[int, Field(ge=1)]] = []
    """Numbers of the site's categories; all without it."""
    language: Text = ""
    """For sites whose translation plug-in wants to be asked: the language, as the plug-in names it."""


class PagesSettings(Settings):
    """Whether the pages of new entries are fetched, as robots.txt allows, and what is taken from them."""

    fulltext: Annotated[Fulltext, Field(strict=False)] = Fulltext.NEVER
    """never, facts (title, date, language, summary, picture, where there is none), selector or auto (also the text)."""
    selector: Selector = ""
    """Where the text is, as div.article: CSS; with 'fulltext: selector', or 'auto', which then looks there first."""
    most: Annotated[int, Field(ge=1, le=50)] = 10
    """Pages fetched in one poll; other new entries wait for the next."""


class SourceDefaults(Settings):
    """Keys of a source that may also stand once for all sources of the file."""

    kind: Slug = "feed"
    """How the source is collected: feed, sitemap, listing, wordpress, or opml: a list of feeds."""
    sitemap: SitemapSettings = SitemapSettings()
    """For sources of the kind sitemap: what of it is used."""
    listing: ListingSettings = ListingSettings()
    """For sources of the kind listing: where the page keeps its articles."""
    wordpress: WordPressSettings = WordPressSettings()
    """For sources of the kind wordpress: which posts are collected."""
    pages: PagesSettings = PagesSettings()
    """Whether the pages of new entries are fetched, and what is taken from them."""
    tails: list[Line] = []
    """Lines to be taken out of its articles, as "Read us in *"; * is any text. What is usual goes by itself."""
    homepage: AddressOrNone = ""
    """The address of the publisher's front page."""
    language: LanguageTag | None = None
    """The language it writes in (BCP 47): a hint to language detection, not a verdict."""
    languages: list[LanguageTag] = []
    """The only languages it writes in; any without it."""
    country: Country | None = None
    """The publisher's country (ISO 3166-1 alpha-2)."""
    timezone: TimeZone = "UTC"
    """The IANA zone of times that name none."""
    identity: Annotated[IdentityPolicy, Field(strict=False)] = IdentityPolicy.GUID
    """What tells one entry from another: guid, link or title+date."""
    rights: RightsSettings = RightsSettings()
    """What the publisher lets us republish."""
    trust: Annotated[int, Field(ge=0, le=100)] = 50
    """0 to 100; below 50, and again below 25, a source stands for a story only until a better one has it."""
    enabled: bool = True
    """Whether it is polled; false needs a reason."""
    reason: Text = ""
    """Why it is disabled."""
    interval: Positive | None = None
    """How often it is polled, instead of following its own rhythm."""
    cron: Cron | None = None
    """When it is polled, as five cron fields; not together with interval."""
    push: bool = True
    """Whether the hub it names, if any, is asked to tell us of news (WebSub): it is then polled more seldom."""
    allow_private: list[Network] = []
    """Private networks (CIDR) its address may lie in."""
    allow_ports: Annotated[list[Port], Field(min_length=1)] = [80, 443]
    """The ports its address may use."""
    user_agent: Agent | None = None
    """Sent instead of the service's own User-Agent."""
    certificates: Certificates | None = None
    """Of an authority that few know, or such as its host fails to send (PEM): trusted for the host of its address."""
    limits: LimitsSettings = LimitsSettings()
    """Bounds of this source, where they differ from those of the service."""


class SourceSettings(SourceDefaults):
    """A source: one feed of a publisher."""

    id: Slug
    """Names the source for ever: up to 64 of a-z, 0-9 and hyphen, unique over all files."""
    name: Line | None = None
    """What readers see as its name; the publisher without it."""
    address: Address
    """Where it is collected from; http or https."""


class SourcesFile(SourceDefaults):
    """sources/*.yaml: the sources of one publisher."""

    publisher: Line
    """The publisher's name."""
    sources: Annotated[list[SourceSettings], Field(min_length=1)]
    """The publisher's sources."""


# --- concepts/*.yaml, organisations.yaml ---------------------------------------------------------------------------

Terms = dict[TermLanguage, list[Line]]


class ConceptSettings(Settings):
    """A named set of terms per language."""

    description: str = ""
    """What the concept means, for people."""
    include: list[ConceptName] = []
    """Concepts whose terms count as terms of this one."""
    terms: Terms = {}
    """Terms by language: (a|b) either, word* any ending, exact:arts no other form, =WHO the letters, ^2 a weight."""
    unless: Terms = {}
    """Longer phrases per language; a term inside one of them does not count."""
    subjects: list[Subject] = []
    """IPTC Media Topics of feeds whose rule looks for the concept, as medtop:20000477."""


class ConceptsFile(Settings):
    """concepts/*.yaml: vocabulary that topics share."""

    concepts: Annotated[dict[ConceptName, ConceptSettings], Field(min_length=1)]
    """Concepts by name."""


class OrganisationSettings(Settings):
    """An organisation."""

    country: Country | None = None
    """Where it is (ISO 3166-1 alpha-2)."""
    names: Annotated[dict[TermLanguage, list[Line]], Field(min_length=1)]
    """Its names per language."""


class OrganisationsFile(Settings):
    """organisations.yaml: organisations that articles name."""

    organisations: dict[Slug, OrganisationSettings]
    """Organisations by id."""


# --- feeds/*.yaml --------------------------------------------------------------------------------------------------


class WindowSettings(Settings):
    """How far back a feed reaches."""

    entries: Annotated[int, Field(ge=1, le=1000)] = 50
    """The fewest entries a document keeps, as long as there are so many."""
    hours: Annotated[int, Field(ge=0, le=8784)] = 48
    """It also keeps all entries younger than this, counted back from the newest."""


class ExampleSettings(Settings):
    """A text that proves the rule."""

    language: LanguageTag
    """The text's language."""
    title: Line
    """The article's title."""
    text: str = ""
    """The article's text."""
    address: AddressOrNone = ""
    """Where it was published, to be told with a failure; it is not fetched."""
    places: list[Country] | None = None
    """When given, the places found must be these."""


class ExamplesSettings(Settings):
    """Texts that prove the rule; they are tried whenever the configuration is read."""

    include: list[ExampleSettings] = []
    """Texts that must be in the feed."""
    exclude: list[ExampleSettings] = []
    """Texts that must not be in the feed."""


class FeedFile(Settings):
    """feeds/*.yaml: one curated feed; the file's name is its id."""

    title: Annotated[dict[LanguageTag, Line], Field(min_length=1)]
    """The feed's title per language, at least in the service's default language."""
    description: dict[LanguageTag, Line] = {}
    """What the feed is about, per language."""
    languages: list[LanguageTag] = []
    """Editions: a document per language, beside the one of all languages."""
    fallback: dict[LanguageTag, Annotated[list[LanguageTag], Field(min_length=1)]] = {}
    """Edition: in which other languages it tells what nobody tells in its own, the most welcome first."""
    formerly: list[Slug] = []
    """Ids that it had: their addresses lead to its own, for good (301)."""
    ended: Day | None = None
    """The day after which it takes nothing more: it says so for 30 days, then its addresses are gone (410)."""
    rule: Annotated[str, Field(min_length=1)]
    """Which articles belong in it, in the rule language."""
    window: WindowSettings = WindowSettings()
    """How far back it reaches."""
    review: Literal["required"] | None = None
    """With 'required', nothing new is published in it before an editor releases it."""
    subjects: list[Subject] = []
    """IPTC Media Topics of the feed, as medtop:20000405."""
    examples: ExamplesSettings = ExamplesSettings()
    """Texts that prove the rule."""
