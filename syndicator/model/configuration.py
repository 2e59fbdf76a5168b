"""The whole configuration as values: what the settings files say, checked and complete."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from syndicator.model.feed import FeedDefinition, Site
from syndicator.model.hub import WebSub
from syndicator.model.partner import ApiPolicy
from syndicator.model.source import Limits, Source
from syndicator.model.topic import Concept, Organisation, Topic


@dataclass(frozen=True, slots=True)
class Schedule:
    """When sources are polled."""

    interval: timedelta = timedelta(minutes=60)
    minimum: timedelta = timedelta(minutes=15)
    maximum: timedelta = timedelta(hours=24)
    jitter: float = 0.1
    """Share of the interval that is spread by chance."""
    tick: timedelta = timedelta(seconds=5)
    concurrency: int = 20
    """Sources polled at once."""
    host_gap: timedelta = timedelta(seconds=1)
    """Between two requests to one host."""


@dataclass(frozen=True, slots=True)
class EmbeddingModel:
    """A model that tells what texts mean, of the operator's own."""

    folder: str
    """Where it lies: ``model.onnx`` and ``tokenizer.json``."""
    even: float = 0.5
    """The cosine of two of its directions that says nothing."""
    prefix: str = ""
    """What it wants before every text."""
    tokens: int = 256
    """The most it reads of a text."""


@dataclass(frozen=True, slots=True)
class MirrorSite:
    """Where documents are put for others to serve."""

    address: str
    """``s3://bucket/prefix``, ``gs://…``, ``az://…`` or ``file:///…``."""
    endpoint: str = ""
    """Of what speaks S3 and is not Amazon's."""
    region: str = ""
    endings: bool = False
    """Whether pages keep the endings of their names."""


@dataclass(frozen=True, slots=True)
class Configuration:
    """Everything an operator configures."""

    site: Site
    store: str
    """A SQLAlchemy address; may hold a password, so never log it."""
    output: str
    """Folder of the published documents."""
    sources: Mapping[str, Source]
    concepts: Mapping[str, Concept]
    topics: Mapping[str, Topic]
    feeds: Mapping[str, FeedDefinition]
    organisations: Mapping[str, Organisation] = field(default_factory=dict)
    schedule: Schedule = Schedule()
    limits: Limits = Limits()
    keep: timedelta = timedelta(days=730)
    """How long articles are kept; what tells them from others, and their headlines, are kept for good."""
    websub: WebSub = WebSub()
    api: ApiPolicy = ApiPolicy()
    user_agent: str = ""
    downloads: int = 60
    """The most times an hour that one reader gets a feed whole; 0 for any number."""
    mirror: MirrorSite | None = None
    """None where documents lie in the folder alone."""
    embedding: EmbeddingModel | None = None
    """None where the service does without."""
    files: tuple[str, ...] = ()
    """Every file read, to be watched for changes."""
